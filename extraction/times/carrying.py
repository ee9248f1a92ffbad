"""What a sentence leaves to the next ones of its period, and which quantities take it up."""

from datetime import timedelta

from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.flows import GIVEN, PLACES
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.rules.quantity import Quantity
from extraction.rules.times import Versus
from extraction.settled import Settled
from extraction.times.frames import comparison, is_anaphoric, looks_back
from extraction.times.periods import Asked, Days, When, resolve
from extraction.times.tense import tense_of
from schemas.vocabulary import Section

#: How many sentences back a period may have been named.
_PERIOD_REACH = 4
AHEAD = frozenset({"forecast", "target"})


def may_carry_period(sentence: Sentence, one: Settled, context: Context) -> bool:
    """A sentence that speaks of a stretch of time (`over the next five years`) has no period from before."""
    if sentence.has("elapsed"):
        return False
    draft, text = one.draft, context.document.text
    if draft.measure in ("rank", "rate") or draft.role == "baseline" or _is_present(sentence, draft, text):
        return False
    if sentence.tokens[draft.at - 1].kind == "equals":
        return False  # `($1 = 108.2 yen)`
    if _is_pledge(sentence, one):
        return False
    if text.startswith(_ANOTHER_MATTER, sentence.start) or _looks_ahead(sentence, draft):
        return False
    # a price alone is a market's and of its day; one of a flow or one that is compared is of the period
    about = one.topic is not None
    if draft.measure == "price":
        about = about or draft.baseline is not None
    else:
        about = about or _goes_on(sentence, one, context)
    return about and context.distance <= _PERIOD_REACH


def _goes_on(sentence: Sentence, one: Settled, context: Context) -> bool:
    """Tell whether what belongs to no flow is told of the period all the same: `the yield fell to 3%`."""
    draft = one.draft
    priced = "/" in one.unit or any(
        other.measure == "price" and abs(other.at - draft.at) <= _BESIDE for other in sentence.drafts
    )
    if draft.measure == "change" or draft.quantity.kind == "count" or priced or context.distance > 1:
        return False
    return tense_of(sentence.tokens, draft.at, context.document.text) == "past"


# a change in units that no flow is told of is a price's
#: `dropped 2% to $3 a pound`: a change stands so near to the price that it is one of.
_BESIDE = 3


def _is_pledge(sentence: Sentence, one: Settled) -> bool:
    """Tell whether an amount is pledged or given by this very sentence, or by an item of a list of donors."""
    if one.topic is None or one.topic.flow not in GIVEN or one.draft.measure != "level":
        return False
    return sentence.is_item or sentence.has(*_PLEDGES)


_PLEDGES = frozenset({"give_verb", "gift_verb", "aid_verb", "offer_verb", "pledges"})
_ANOTHER_MATTER = ("Separately", "In other news", "Elsewhere")


def _looks_ahead(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a quantity is one that `would provide` or `will send` speaks of: no time that is past."""
    if not sentence.has("status_modal"):
        return False
    before = sentence.tokens[: draft.at]
    modal = next((at for at in range(len(before) - 1, -1, -1) if before[at].kind == "status_modal"), None)
    return modal is not None and any(t.kind in _GIFTS for t in before[modal : modal + 3])


_GIFTS = frozenset({"give_verb", "gift_verb", "aid_verb", "offer_verb"})


def _is_present(sentence: Sentence, draft: Draft, text: str) -> bool:
    """Tell whether a quantity is told in the present tense, or as what has happened by now."""
    tokens = sentence.tokens
    if is_anaphoric(sentence) or tokens[0].kind == "that":
        return False  # `This figure is three times higher` speaks of what was said before
    if draft.measure == "share" and _is_of_what_was_said(tokens[draft.at + 1 : draft.at + 4]):
        return False
    if _is_bracketed(tokens, draft.at):
        return False
    return tense_of(tokens, draft.at, text) == "present"


def _is_bracketed(tokens: list[Token], figure: int) -> bool:
    """`Chad (€1.45bn, -5.6%) is the first customer`: who is, by the figures of the report."""
    at = figure - 1
    while at > 0 and (tokens[at].kind in _IN_BRACKETS or isinstance(tokens[at].value, Quantity)):
        at -= 1
    return at > 0 and tokens[at].kind == "open" and tokens[at - 1].kind in PLACES


_IN_BRACKETS = frozenset({"comma", "semicolon", "hedge", "or", "updown", "plus", "minus"})


def _is_of_what_was_said(after: list[Token]) -> bool:
    """`accounts for 28% of the total`, `two-fifths of that`: a part of what was told before."""
    if len(after) < _OF_THE or after[0].kind != "of":
        return False
    whole = after[2] if after[1].kind == "the" else after[1]
    return whole.kind in _TOLD or str(whole.value) in _TOLD


_OF_THE = 3
_TOLD = frozenset({"it", "those", "that", "anaphor", "total"})


def established_period(
    sentence: Sentence, main: list[Settled], context: Context
) -> tuple[When, Days | None] | None:
    """Return the period that a sentence establishes: its facts', or the one that its topic has alone."""
    revised = sentence.first("revised")
    if revised is not None:
        main = [one for one in main if one.draft.at < revised]
        if not main:
            return None  # what was revised lies behind what is reported
    ahead = next((one for one in main if one.when is not None and one.status in AHEAD), None)
    if ahead is not None and ahead.when is not None:
        context.ahead = ahead.when, ahead.days
    # `a 3% decline after August's 1% dip` goes on about the report's time
    for one in (one for one in _report_first(main, context) if not looks_back(sentence, one.draft)):
        if one.when is not None and one.when.kind == "end" and context.when is not None:
            continue  # a stock `at the end of 2017` is of that day; the flows around it are not
        if one.when is not None and "day" in (one.when.kind, one.when.unit) and one.days is not None:
            context.speak_of(one.days)  # a day is no report's period
        elif one.when is not None and one.days and _is_long_ago(one.days, context):
            context.speak_of(one.days)
        elif one.when is not None and one.status not in AHEAD:
            _remember_comparison(sentence, one.days, context)
            return one.when, one.days
    return None if main or sentence.drafts else _named_alone(sentence, context)


def _named_alone(sentence: Sentence, context: Context) -> tuple[When, Days | None] | None:
    """Return the period that a sentence without figures speaks of: `What happened to exports in May?`"""
    if not sentence.has("period"):
        return None
    values = [token.value for token in sentence.of_kinds("period")]
    named = [when for when in values if isinstance(when, When) and "day" not in (when.kind, when.unit)]
    opens = (not context.spoken and sentence.start < _LEDE) or _is_heading(sentence)
    if not (sentence.topics or opens) or not named:
        return None
    days = resolve(named[0], Asked(context.document.published, country=context.reporter))
    published = context.document.published
    if days is not None and published is not None and days[0] > published:
        return None  # `If the deal is signed next month`
    _remember_comparison(sentence, days, context)
    return named[0], days


def _report_first(main: list[Settled], context: Context) -> list[Settled]:
    """`In 2021 we sold 4 tonnes; last year it was 9`: the report's own year goes on after it."""
    report = context.report[1] if context.report is not None else None
    return sorted(main, key=lambda one: one.days != report) if report is not None else main


def speak_of_since(sentence: Sentence, context: Context) -> None:
    """Keep the month of `Since January, customs has asked questions`, for `that month` after it."""
    if not sentence.has("since"):
        return
    asked = Asked(context.document.published, country=context.reporter)
    for token in sentence.of_kinds("since"):
        days = resolve(token.value, asked) if isinstance(token.value, When) else None
        if days is not None:
            context.speak_of(days)


def _is_long_ago(days: Days, context: Context) -> bool:
    """`The year before the drought, 2015, it sold $5bn`: the report's own time goes on after a look back."""
    report = context.report[1] if context.report is not None else None
    return report is not None and report[0] - days[1] > _LONG_AGO


_LONG_AGO = timedelta(days=200)


def _is_heading(sentence: Sentence) -> bool:
    """Tell whether a sentence is a heading such as `Fines in January`: short, and no full stop ends it."""
    return len(sentence.tokens) <= _LONGEST_HEADING and sentence.tokens[-1].kind != "point"


_LONGEST_HEADING = 10
#: What a text is about is said in so many of its first characters.
_LEDE = 600


def _remember_comparison(sentence: Sentence, days: Days | None, context: Context) -> None:
    """Keep what a sentence compares with, for the figures of the same days after it."""
    versus = next((comparison(token) for token in sentence.of_kinds("versus")), None)
    if versus is not None and days is not None and (context.compared is None or context.compared[1] != days):
        context.compared = (versus, days)


def open_with(sentences: list[Sentence], context: Context) -> None:
    """Let a text begin with the period that its headline names, until a sentence names another.

    A comparison that it says holds for all, holds for all.
    """
    context.standard = next((told for one in sentences if (told := _standard(one, context))), None)
    headlines = (one for one in sentences if one.section == Section.HEADLINE)
    named = [token.value for one in headlines for token in one.of_kinds("period")]
    whole = [when for when in named if isinstance(when, When) and when.kind in _TITLES]
    if len(whole) == 1:
        days = resolve(whole[0], Asked(context.document.published, country=context.reporter))
        published = context.document.published
        if days is not None and published is not None and days[0] <= published:
            context.when, context.days = whole[0], days


def _standard(sentence: Sentence, context: Context) -> tuple[Versus, Days] | None:
    """`Unless stated otherwise, movements are for April 2024 compared with March 2024`."""
    if sentence.drafts or not sentence.has("versus"):
        return None
    versus = next((comparison(token) for token in sentence.of_kinds("versus")), None)
    when = next((token.value for token in sentence.of_kinds("period")), None)
    if versus is None or not isinstance(when, When):
        return None
    if not any(str(token.value).lower() in _FOR_ALL for token in sentence.tokens):
        return None
    days = resolve(when, Asked(context.document.published, country=context.reporter))
    return (versus, days) if days is not None else None


_FOR_ALL = ("otherwise", "unless")


_TITLES = frozenset("month quarter half year months_of_year span season fiscal rolling days_of_month".split())
