"""Whose flow to whom: the topic of a quantity, its reporter and its partner.

What the sentence names goes first; then the item of a list; then what the paragraph and the text are about.
Every such carry-over lowers the confidence.
"""

from extraction import attach
from extraction.confidence import Doubt
from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.clauses import subject
from extraction.flow.flows import GIVEN, Topic, code_of
from extraction.flow.verbs import acting, is_passive
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.sides import listing
from extraction.sides.carried import TOPIC_REACH, carried, given_along, may_carry
from extraction.sides.donors import settle_given, settle_remitted
from extraction.sides.levies import goods_hit, settle_sides
from extraction.sides.ranking import ranked_among
from extraction.sides.taken import meant
from extraction.sides.unions import is_member
from extraction.sides.unit_values import average_of_said, is_unit_value
from extraction.sides.unowned import (
    ABOUT_A_FLOW,
    DURATIONS,
    has_flow,
    is_cost,
    is_no_flow,
    is_of_central_bank,
    only_country,
    settle_count,
    settle_owned,
    settle_rate,
    settle_subject,
)
from schemas.records import Evidence

#: How near to a flow `total`, `world` or a region says that all partners are meant.
_AROUND = 5


def settle_parties(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    """Give a quantity its topic, and with it the countries on both sides."""
    draft = one.draft
    ranked = ranked_among(text, sentence, draft, context)
    if ranked is not None:
        _settle_ranked(sentence, one, *ranked, context)
        return
    topic = attach.topic_of(sentence, draft) or goods_hit(text, sentence, draft, context)
    if topic is not None and topic.flow is None and _is_of_total(sentence, draft) and context.topic:
        topic = None  # `Loans made up 29% of the total`: of the aid that was spoken of
    if one.unit in DURATIONS and _is_no_stock(sentence, topic):
        return
    if topic is None and may_carry(sentence, draft, context):
        topic = carried(text, sentence, one, context)
    elif topic is not None:
        words = ((name, sentence.tokens[at]) for name, at in topic.evidence)
        one.evidence += [Evidence(name, token.start, token.end) for name, token in words]
    average = average_of_said(text, sentence, context) if topic is None else None
    if draft.measure == "price" and average is None and _is_of_market(sentence, draft, topic):
        return
    topic = topic or average
    _settle(text, sentence, one, topic, context)


def _is_of_total(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a share is one of `the total` that the sentences before have told."""
    after = sentence.tokens[draft.at + 1 : draft.at + 5]
    ends = len(after) < _OF_THE_TOTAL or after[3].kind not in ("low_word", "flow", "noun", "of")
    share = draft.measure == "share" and draft.quantity.kind in ("percent_quantity", "fraction")
    return share and ends and [token.kind for token in after[:3]] == ["of", "the", "total"]


_OF_THE_TOTAL = 4


def _settle(text: str, sentence: Sentence, one: Settled, topic: Topic | None, context: Context) -> None:
    """Give a quantity the countries of its topic, or of what it is that is no flow."""
    draft = one.draft
    if topic is None and _is_of_rate(sentence, one):
        settle_rate(sentence, one, context)
    elif topic is not None and topic.remitted and draft.quantity.kind != "count":
        settle_remitted(sentence, one, topic, context)
    elif topic is not None and is_no_flow(draft, topic):
        settle_subject(sentence, one, topic, context)
    elif topic is None and draft.quantity.kind in ABOUT_A_FLOW:
        settle_owned(sentence, one, context)
    elif topic is None or topic.flow is None or not has_flow(sentence, draft, topic):
        settle_count(sentence, one)
    else:
        topic = given_along(sentence, topic, context)
        one.topic = meant(text, sentence, draft, topic, context)
        settle = settle_given if one.topic.flow in GIVEN else _countries
        settle = settle_sides if one.topic.is_rate else settle
        settle(text, sentence, one, one.topic, context)


def _is_of_market(sentence: Sentence, draft: Draft, topic: Topic | None) -> bool:
    """A market price is nobody's; a duty by the unit and the unit value of a flow are no market's."""
    levied = topic is not None and topic.is_rate
    return not levied and not is_unit_value(sentence, draft)


def _is_no_stock(sentence: Sentence, topic: Topic | None) -> bool:
    """How long something takes is nobody's; but a country's stocks last for so long."""
    return topic is None or topic.flow is not None or is_cost(sentence, topic)


def _is_of_rate(sentence: Sentence, one: Settled) -> bool:
    """`cut its policy rate by 50 basis points to 4.5 percent`: a rate of interest, or how far it moved."""
    if one.draft.measure == "rate":
        return True
    if one.unit == "basis_point" and any(other.measure == "rate" for other in sentence.drafts):
        return True
    return one.unit in ("basis_point", "percentage_point") and is_of_central_bank(sentence)


def _settle_ranked(sentence: Sentence, one: Settled, topic: Topic, at: int, context: Context) -> None:
    """`China was on top with $5bn, then Japan $1bn`: partners of the flow that was spoken of."""
    one.topic, one.reporter, one.partner = topic, topic.reporter, topic.partner
    one.show("partner", sentence.tokens[at])
    one.doubt(Doubt.CARRIED_TOPIC)
    _of_member(one, topic, context)


def _countries(text: str, sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Settle reporter and partner: those of the topic, of a list's item, or of the sentences before."""
    _take_named(sentence, one, topic, context)
    owner = listing.heads_item(sentence, one.draft)
    if topic.reporters and one.reporter is None:
        row = listing.row_of(sentence, one.draft)
        one.reporter = topic.reporters[row.index(one.draft)] if len(row) == len(topic.reporters) else None
    elif one.reporter is None and not topic.reporter_is_open:
        _reporter(text, sentence, one, context)
    if owner is not None:
        _of_item(one, owner, sentence)
    _partner(text, sentence, one, topic, context)
    _of_member(one, topic, context)
    if one.partner in (one.reporter, "WLD"):
        one.partner = None


def _of_member(one: Settled, topic: Topic, context: Context) -> None:
    """`The EU's exports to Chad rose. Germany alone accounts for 28%`: of Germany's exports to Chad."""
    if not is_member(one.partner, one.reporter) or (topic.at >= 0 and topic.partner == one.partner):
        return
    said = context.topic if topic.at < 0 and context.topic is not None else topic
    partner = next((code for code in (said.partner, context.partner) if code != one.partner), None)
    one.reporter, one.partner = one.partner, partner


def _take_named(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Take the countries that the topic names, or the list or the ranking in which the quantity stands."""
    one.reporter, one.partner = topic.reporter, topic.partner
    listed = listing.listed_partner(sentence, one.draft, topic)
    if listed is not None and listing.acts_next(sentence, one.draft, topic):
        _acts_too(sentence, one, topic, listed)
    elif listed is not None and listing.is_from_end(sentence, one.draft, topic):
        one.reporter = listed
    elif listed is not None and listed != one.reporter:
        one.partner = listed
    if topic.points_there and one.partner is None:
        whose = topic.reporter or context.reporter
        one.partner = next((code for code in reversed(context.seen) if code != whose), None)
        one.doubt(Doubt.CARRIED_PARTNER)


def _acts_too(sentence: Sentence, one: Settled, topic: Topic, listed: str) -> None:
    """`Iraq supplied 1.02m bpd and Oman 0.4m`: the second is on the side that the first is on."""
    at = acting(sentence.tokens, topic.at)
    acted = code_of(sentence.tokens[at]) if at is not None else None
    if acted is not None and acted == topic.partner:
        one.partner = listed
    else:
        one.reporter = listed


def _partner(text: str, sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Take the partner from the text where the sentence leaves it open."""
    if one.partner is None and _is_pointed_at(text, sentence, topic):
        one.partner = context.topic.partner if context.topic is not None else None
        _hit(one, context)
    if topic.reporter in (None, context.subject, context.partner):
        _carry_partner(sentence, one, topic, context)
    share = one.draft.measure == "share" or _is_in_other_words(sentence, one)
    if one.partner is None and share and not topic.partner_is_open:
        _other_end(sentence, one, topic, context)
    if one.partner is None and not topic.partner_is_open:
        _mirror(sentence, one, topic, context)


def _is_pointed_at(text: str, sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a flow is one that was spoken of: `such imports`, `this trade`."""
    if not 0 < topic.at < len(sentence.tokens):
        return False
    before = sentence.tokens[topic.at - 1]
    return text[before.start : before.end].lower() in ("such", "this", "these", "those")


def _hit(one: Settled, context: Context) -> None:
    """A duty of which a sentence does not say on whose goods is on those that the text speaks of."""
    if one.partner is None and context.hit not in (None, one.reporter):
        one.partner = context.hit
        one.doubt(Doubt.CARRIED_PARTNER)


def _of_item(one: Settled, owner: Token, sentence: Sentence) -> None:
    """`Norway: NOK 72 billion` is Norway's; `To the US: $21bn` goes there."""
    before = sentence.tokens[: sentence.tokens.index(owner)]
    theirs = one.reporter is not None and one.topic is not None
    prepositions = any(token.kind in ("to", "from", "with") for token in before)
    side = "partner" if prepositions or (theirs and one.reporter != str(owner.value)) else "reporter"
    setattr(one, side, str(owner.value))
    one.show(side, owner)


def _carry_partner(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """The partner that the paragraph or the text begins with holds, unless all are meant."""
    partner = context.beside or context.partner
    if one.partner is not None or partner is None or topic.partner_is_open:
        return
    around = sentence.tokens[max(0, topic.at - _AROUND) : topic.at + _AROUND]
    if not any(token.kind in ("total", "global", "world", "region") for token in around):
        one.partner = context.subject if one.reporter == partner else partner
        one.doubt(Doubt.CARRIED_PARTNER)


def _other_end(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """`5% of the gas that Estonia imported came from Russia`: who has a share of a flow is its other side."""
    ends = [t for t in sentence.topics if sentence.tokens[t.at].kind in ("from_verb", "to_verb")]
    taken = (t for t in sentence.topics if t.at > topic.at and is_passive(sentence.tokens, t.at))
    ends += (t for t in taken if (t.flow, t.reporter) == (topic.flow, topic.reporter))
    end = next((t for t in ends if t.at > topic.at and t.partner not in (None, one.reporter)), None)
    if end is not None and _is_another_part(sentence, one, end):
        end = None  # `Three quarters of it are gems, and a fifth of those go to Antwerp`
    if end is not None:
        one.partner = end.partner
    elif topic.at > one.draft.at:
        _supplier(sentence, one)
    anaphor = sentence.has_before(one.draft.at, "anaphor")
    if one.partner is None and anaphor and context.topic is not None:
        one.partner = context.topic.partner  # `the figure is €502m, or 5.3% of Latvia's total exports`


def _is_another_part(sentence: Sentence, one: Settled, end: Topic) -> bool:
    """Tell whether a figure of its own goes to that end: `half of it is gems, and a fifth goes to Chad`."""
    between = (other.at for other in sentence.drafts if one.draft.at < other.at < end.at)
    return any(
        token.kind == "and" for at in between for token in sentence.tokens[max(one.draft.at, at - 3) : at]
    )


def _is_in_other_words(sentence: Sentence, one: Settled) -> bool:
    """`2% of Swiss exports, or under 1,400 tonnes, went to China`: the same part again."""
    before = [token.kind for token in sentence.tokens[max(0, one.draft.at - 3) : one.draft.at]]
    said = any(other.at < one.draft.at and other.measure == "share" for other in sentence.drafts)
    return said and "comma" in before and bool({"or", "hedge_after"} & set(before))


def _supplier(sentence: Sentence, one: Settled) -> None:
    """`Brazil supplies 68% of what the US imports`: who has a share of a flow is its other side."""
    at = subject(sentence.tokens, 0, one.draft.at)
    if at is not None and code_of(sentence.tokens[at]) != one.reporter:
        one.partner = code_of(sentence.tokens[at])
        one.show("partner", sentence.tokens[at])


def _mirror(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """After `Russia's crude exports`, `India's purchases` are from Russia."""
    said = context.topic
    if _is_from_subject(topic, context):
        one.partner = context.subject
        one.doubt(Doubt.CARRIED_PARTNER)
        return
    if said is not None and said.reporter == topic.reporter is not None and said.flow == topic.flow:
        # `China imported Mongolian coal. For it Chinese buyers paid $3bn`
        one.partner = said.partner if not sentence.opens and not context.distance else None
        return
    opposite = said is not None and {said.flow, topic.flow} == {"import", "export"}
    if said is None or not opposite or sentence.opens or context.distance > 0 or len(context.exporters) > 1:
        return
    if topic.reporter is not None and said.reporter not in (None, topic.reporter):
        one.partner = said.reporter
        one.doubt(Doubt.CARRIED_PARTNER)


def _is_from_subject(topic: Topic, context: Context) -> bool:
    """Tell whether a buyer is one more of the goods of the country that the text is about."""
    said, seller = context.topic, context.subject
    if said is None or seller is None or topic.flow != "import" or topic.reporter in (None, seller):
        return False
    sold = (said.flow == "export" and said.reporter in (seller, None)) or (
        said.flow == "import" and said.partner == seller and said.reporter != topic.reporter
    )
    return sold and context.distance <= TOPIC_REACH and context.exporters <= {seller, None}


def _struck(one: Settled, context: Context) -> str | None:
    """In a text about a duty, `the industry shipped 8m tonnes` tells the exports of whom the duty hits."""
    levies, said = context.reporter, context.topic
    if one.topic is None or one.topic.flow != "export" or levies not in context.leviers - context.hits:
        return None
    if said is not None and said.flow == "export" and said.reporter == levies:
        return None
    return context.hit_by.get(levies or "", context.hit)


def _bought_from(topic: Topic | None, context: Context) -> bool:
    """After `Iraq supplied 0.7m bpd` to the text's India, `purchases` are India's, not Iraq's."""
    said = context.topic
    if topic is None or said is None or said.partner is None or said.partner != context.subject:
        return False
    return {said.flow, topic.flow} == {"export", "import"} and said.reporter == context.focus


def _reporter(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    """Take the country whose office speaks, or else the one that the text is about."""
    speaker = attach.speaker(text, sentence, one.partner, one.draft.at)
    about: tuple[str | None, ...] = (
        _struck(one, context),
        context.reporter,
        context.subject,
        context.partner,
    )
    if _bought_from(one.topic, context):
        about = (context.subject,)
    if speaker is not None:
        one.reporter = str(speaker.value)
        one.show("reporter", speaker)
        one.doubt(Doubt.GUESSED_SPEAKER)
        return
    one.reporter = next((code for code in about if code not in (None, one.partner)), None)
    only = only_country(sentence, one.partner) if one.reporter is None else None
    if only is not None:
        one.reporter = code_of(only)
        one.show("reporter", only)
    one.doubt(Doubt.CARRIED_REPORTER)
