"""The quantities of a sentence -> its facts."""

from typing import NamedTuple

from extraction import attach
from extraction.confidence import confidence
from extraction.context import Context
from extraction.doubts import doubts_of, named_in
from extraction.draft import Draft
from extraction.exchange import coin_of
from extraction.flow.clauses import SUBJECTS, subject
from extraction.flow.flows import Topic, code_of
from extraction.flow.topics import OWNERS, leaves_out_flow
from extraction.language.lexicon import words_in
from extraction.reading import Sentence
from extraction.rules.times import Versus
from extraction.settle import settle
from extraction.settled import Settled
from extraction.sides.listing import asked, opens_with
from extraction.sides.pointing import pointed
from extraction.sides.ranking import ranking_of
from extraction.times.baselines import (
    ByDraft,
    baseline_days,
    baseline_value,
    is_from_year_before,
    main_of,
    share_with_main,
)
from extraction.times.carrying import speak_of_since
from extraction.times.timing import COMPARES, established_period
from schemas.records import Evidence, Fact, fact_id
from schemas.vocabulary import Section

_PAGE = words_in("counted on a page")
_POLICY_NOUNS = words_in("policy noun")
_TRADED_UNITS = words_in("traded unit")
_LONGEST_INDICATOR = 90


class Shared(NamedTuple):
    """What all facts of a sentence share: who says it, and the countries that it names."""

    attributed_to: str | None
    named: frozenset[object]


def compose(text: str, sentence: Sentence, context: Context) -> list[Fact]:
    """Return the facts of a sentence, and leave in `context` what the next one may need."""
    if sentence.opens:
        goes_on = sentence.has(*OWNERS) and any(
            leaves_out_flow(sentence.tokens, at) for at in range(min(_BEGINNING, len(sentence.tokens)))
        )
        context.open_paragraph(is_item=sentence.is_item, goes_on=goes_on)
        context.focus = opens_with(sentence) or context.focus
    sentence = pointed(text, sentence, context)
    drafts = [draft for draft in sentence.drafts if not _is_of_page(sentence, draft)]
    settled = [one for draft in drafts if (one := settle(text, sentence, draft, context))]
    if not settled:
        _remember(text, sentence, settled, context)
        return []
    by_draft = {id(one.draft): one for one in settled}
    for one in settled:
        share_with_main(one, by_draft)
    shared = Shared(attach.attribution_of(text, sentence), named_in(sentence))
    facts = []
    for one in settled:
        says = _says(text, sentence, one, by_draft, context)
        context.counted = str(says["counted"]) if says["counted"] else context.counted
        facts.append(_fact(text, sentence, one, says, shared, context))
    _remember(text, sentence, settled, context)
    return facts


def _is_of_page(sentence: Sentence, draft: Draft) -> bool:
    """`212 reactions`, `12 things to do this weekend`: what counts the page around an article is no fact.

    Nor is what a line of marks counts: `14.2K views · 311 reposts`.
    """
    if draft.quantity.kind != "count":
        return False
    around = sentence.section == Section.BOILERPLATE or sentence.has("other_mark")
    return around and not _PAGE.isdisjoint((draft.quantity.counted or "").lower().split())


def _says(
    text: str, sentence: Sentence, one: Settled, by_draft: ByDraft, context: Context
) -> dict[str, object]:
    """Return the columns of the contract that say what the quantity is: from `value` to `role`."""
    draft, quantity, topic = one.draft, one.draft.quantity, one.topic
    main = main_of(one, by_draft) if draft.role == "baseline" else None
    if main is not None and one.days == main.days and is_from_year_before(sentence, one, main):
        one.days = None  # `went up from $44bn to $57bn in 2023`
    if main is not None and one.days is None:
        one.days = baseline_days(main, sentence, by_draft, context)
    baseline = None if draft.role == "baseline" else baseline_days(one, sentence, by_draft, context)
    flow = topic.flow if topic is not None else None
    negative = quantity.sign < 0 and flow == "balance" and draft.measure == "level"
    return {
        "value": -one.value if negative else one.value,
        "value_high": one.high,
        "bound": draft.bound or "exact",
        "unit": one.unit,
        # `two of them` counts what was counted before.
        "counted": context.counted if quantity.counted == "" else quantity.counted,
        "measure": draft.measure,
        "direction": draft.direction if draft.measure in COMPARES else None,
        "statistic": draft.statistic,
        "flow": flow,
        "balance": topic.balance if topic is not None and flow == "balance" else None,
        "reporter": one.reporter,
        "partner": one.partner,
        "indicator": _indicator(text, sentence, one),
        "period_start": one.days[0] if one.days else None,
        "period_end": one.days[1] if one.days else None,
        "baseline_period_start": baseline[0] if baseline else None,
        "baseline_period_end": baseline[1] if baseline else None,
        "baseline_value": baseline_value(one, baseline, by_draft),
        "status": one.status,
        "role": draft.role,
    }


def _fact(
    text: str,
    sentence: Sentence,
    one: Settled,
    says: dict[str, object],
    shared: Shared,
    context: Context,
) -> Fact:
    draft, quantity = one.draft, one.draft.quantity
    start, end = quantity.quote or (draft.token.start, draft.token.end)
    heard = [*one.evidence, *(Evidence(*words) for words in draft.evidence)]
    shown = [words for words in heard if _is_filled(words.field, says)]
    doubts = dict.fromkeys(doubts_of(sentence, one, says, shared.named, context))
    shown += [Evidence("confidence", start, end, str(doubt)) for doubt in doubts]
    return Fact(
        fact_id=fact_id(context.document.document_id, start, end, says),
        document_id=context.document.document_id,
        start=start,
        end=end,
        quote=text[start:end],
        sentence_start=sentence.start,
        sentence_end=sentence.end,
        sentence=text[sentence.start : sentence.end],
        **says,  # type: ignore[arg-type]
        attributed_to=shared.attributed_to,
        section=sentence.section,
        salience=_salience(sentence, one),
        rule=next((rule for rule in draft.rules if rule), quantity.rule),
        confidence=confidence(doubts),
        evidence=tuple(dict.fromkeys(shown)),
    )


def _is_filled(column: str, says: dict[str, object]) -> bool:
    """Tell whether a column that evidence is for says anything; a period is two columns."""
    return says.get(column, says.get(f"{column}_start")) is not None


def _salience(sentence: Sentence, one: Settled) -> str:
    quantity = one.draft.quantity
    measured = quantity.kind == "physical" and one.unit.partition("/")[0] not in _TRADED_UNITS
    if sentence.section == Section.BOILERPLATE or measured:
        return "low"
    if quantity.kind == "count" and one.topic is None:
        return "low" if _POLICY_NOUNS.isdisjoint((quantity.counted or "").lower().split()) else "high"
    return "high"


def _indicator(text: str, sentence: Sentence, one: Settled) -> str | None:
    """Return what is measured in the text's words: the flow word up to the partner's name."""
    if one.draft.quantity.kind == "count":
        return one.draft.quantity.counted or None
    noun = one.topic.noun if one.topic is not None else None
    if noun is None or not sentence.start <= noun[0] < sentence.end:
        return None
    start, end = noun
    partners = {e.end for e in one.evidence if e.field == "partner"}
    for token in sentence.tokens if partners else ():
        # `imports of Russian steel`: the goods after a demonym belong to it
        goods = token.kind == "low_word" and token.start == end + 1 and end in partners
        if (goods or token.end in partners) and end < token.end < start + _LONGEST_INDICATOR:
            end = token.end
    return text[start:end]


def _owner_said(sentence: Sentence, settled: list[Settled]) -> str | None:
    """Return whose figures a sentence without a flow begins by saying that they are."""
    if not settled:
        return None
    first = {token.start for token in sentence.tokens[:_BEGINNING]}
    for one in settled:
        opens = any(words.field == "reporter" and words.start in first for words in one.evidence)
        if one.draft.quantity.kind != "count" and opens:
            return one.reporter
    return None


_BEGINNING = 3


def is_heading(sentence: Sentence) -> bool:
    """Tell whether a sentence is a line of few words that no point ends."""
    return sentence.opens and len(sentence.tokens) <= _FEW_WORDS and sentence.tokens[-1].kind != "point"


_FEW_WORDS = 5
_HEADS = frozenset({"place", "bloc", "demonym", "capital"})


def _understood(one: Settled) -> Topic | None:
    """Return a figure's flow with the other side that a reader has understood."""
    topic = one.topic
    if topic is None or topic.partner is not None or topic.partners or topic.partner_is_open:
        return topic
    return topic._replace(partner=one.partner)


def _remember(text: str, sentence: Sentence, settled: list[Settled], context: Context) -> None:
    main = [one for one in settled if one.draft.role != "baseline"]
    topic = next((_understood(one) for one in main if one.topic is not None and not one.topic.is_rate), None)
    flows = [topic for topic in sentence.topics if topic.flow and not topic.is_rate]
    if flows:
        context.exporters = frozenset(flow.reporter for flow in flows if flow.flow == "export")
    context.remember_duty(_duty_told(sentence, main))
    _turn_to(sentence, main, topic, context)
    if not settled and not sentence.topics and sentence.has(*SUBJECTS):
        # `India is next.`, `Who left? Turkey was thrown out.`
        at = subject(sentence.tokens, 0, len(sentence.tokens) - 1)
        at = at if sentence.opens or at == 0 else None
        context.focus = code_of(sentence.tokens[at]) if at is not None else context.focus
    question = asked(text, sentence, context.subject)
    context.ranked = question is not None or bool(ranking_of(text, sentence, context))
    context.remember(
        question or topic or next(iter(flows), None),
        established_period(sentence, main, context),
        _comparison_told(sentence) if settled else None,
        read_facts=bool(settled),
        opens=sentence.opens,
    )
    speak_of_since(sentence, context)
    context.coin = coin_of(sentence) or context.coin
    if context.distance == 0:
        context.topic_told = topic is not None and question is None
    _remember_places(
        [str(token.value) for token in sentence.of_kinds("place", "capital", "demonym")], context
    )


def _duty_told(sentence: Sentence, main: list[Settled]) -> Topic | None:
    """Return the last duty that a figure is of, or else the last one that a sentence speaks of."""
    settled = [one for one in main if one.topic is not None and one.topic.is_rate]
    if settled and (said := settled[-1].topic) is not None:
        return said._replace(reporter=said.reporter or settled[-1].reporter)
    duties = [topic for topic in sentence.topics if topic.is_rate]
    return duties[-1] if duties else None


def _comparison_told(sentence: Sentence) -> Versus | None:
    """Return what a sentence compares its figures with, where that is no time with a name of its own."""
    values = (token.value for token in sentence.of_kinds("versus"))
    return next((value for value in values if isinstance(value, Versus) and value.kind != "when"), None)


def _remember_places(places: list[str], context: Context) -> None:
    if places:
        context.seen += places
        named = tuple(dict.fromkeys(code for code in places if code != context.reporter))
        context.named = named or context.named


def _turn_to(sentence: Sentence, main: list[Settled], topic: Topic | None, context: Context) -> None:
    """Turn to the country that a sentence is about which tells no flow's figures, or that heads a part."""
    others = [topic for topic in sentence.topics if not topic.flow]
    if topic is None and others:  # it spoke of something else: what was said before is farther off
        context.distance += 1
        context.focus = others[0].reporter or context.focus
    if topic is None:
        context.focus = _owner_said(sentence, main) or context.focus
    if is_heading(sentence) and not sentence.drafts:
        context.heading = code_of(sentence.tokens[0]) if sentence.tokens[0].kind in _HEADS else None
