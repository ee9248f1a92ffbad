"""A draft -> what it is about: its topic, countries, unit, measure, status and period.

What the sentence does not say is taken from the context, and every such assumption lowers the confidence.
"""

from dataclasses import replace

from extraction import attach, listing
from extraction.context import Context
from extraction.draft import Draft
from extraction.flows import PLACES, Topic
from extraction.lexicon import words_in
from extraction.reading import Sentence
from extraction.settled import (
    CARRIED_PARTNER,
    CARRIED_REPORTER,
    CARRIED_TOPIC,
    GUESSED_CURRENCY,
    GUESSED_MEASURE,
    GUESSED_SPEAKER,
    LENT_UNIT,
    Settled,
)
from extraction.timing import settle_period
from extraction.tokens import Token
from schemas.places import countries
from schemas.records import Evidence

#: How many sentences back a topic may have been named.
_TOPIC_REACH = 3
#: `a third of the volume`, `40% of that`: a share of what was spoken of before.
_STANDS_FOR_WHOLE = frozenset({"that", "those", "total", "anaphor", "its", "carrier"})
#: How near to a flow `total`, `world` or a region says that all partners are meant.
_AROUND = 5
_POINTS = frozenset({"percentage_point", "basis_point"})
_FEWEST_GOODS = 100
#: Lengths, areas and times are never an amount of trade.
_NOT_TRADED = frozenset(
    "kilometer meter mile nautical_mile meter**2 kilometer**2 hectare acre day week month year hour "
    "minute".split()
)
_LENDS_UNIT = frozenset({"money", "physical", "percent_quantity", "price", "count"})
_ABOUT_A_FLOW = frozenset({"money", "percent_quantity", "physical", "ratio", "fraction", "bare"})
_TRADED = words_in("traded thing")
_OFFICES = words_in("office")

#: Which currencies a name that several share may mean, the commonest first.
_FAMILIES = {
    "dollar": ("USD",),
    "franc": ("CHF", "XOF", "XAF", "CDF", "RWF", "DJF", "GNF", "KMF", "BIF"),
    "pound": ("GBP", "EGP", "LBP", "SYP", "SDG", "SSP"),
    "crown": ("SEK", "NOK", "DKK", "CZK", "ISK"),
    "rupee": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "rouble": ("RUB", "BYN"),
    "lira": ("TRY",),
    "leu": ("RON", "MDL"),
    "dinar": ("RSD", "IQD", "KWD", "JOD", "DZD", "BHD", "LYD", "TND"),
    "dirham": ("AED", "MAD"),
    "riyal": ("SAR", "QAR", "IRR", "OMR", "YER"),
    "som": ("KGS", "UZS"),
    "manat": ("AZN", "TMT"),
    "peso": ("MXN", "ARS", "CLP", "COP", "PHP", "UYU", "DOP", "CUP"),
    "shilling": ("KES", "UGX", "TZS", "SOS"),
    "kwacha": ("ZMW", "MWK"),
}


def settle(text: str, sentence: Sentence, draft: Draft, context: Context) -> Settled | None:
    """Return a draft with all that can be told of it, or None where it turns out to be no quantity."""
    quantity = draft.quantity
    one = Settled(draft, quantity.unit, quantity.value, quantity.high)
    if quantity.kind == "bare" and not _lend_unit(sentence, one):
        return None
    _measure(sentence, one, context)
    _topic(text, sentence, one, context)
    _currency(one, context)
    _status(sentence, one)
    settle_period(sentence, one, context)
    return one


def _lend_unit(sentence: Sentence, one: Settled) -> bool:
    """Give a bare number the unit of the quantity that it stands beside; False where there is none."""
    draft = one.draft
    paired = [other for other in (draft.baseline, draft.follows) if other is not None]
    lenders = [other for other in sentence.drafts if other.quantity.kind in _LENDS_UNIT]
    before = [other for other in lenders if other.at < draft.at]
    after = [other for other in lenders if other.at > draft.at]
    for other in [*paired, *reversed(before), *after]:
        if other.quantity.unit and not (draft.quantity.value >= 1000 and other.quantity.unit == "percent"):
            one.unit = other.quantity.unit
            if other.measure in ("share", "rate", "price"):
                draft.say("to 71.2bn", other.token, measure=other.measure)
            one.doubt(LENT_UNIT)
            return True
    if lenders or not sentence.topics or draft.quantity.value < _FEWEST_GOODS:
        return False
    one.unit = "count"  # `imports of cars rose from 57,000 to 437,000`
    one.doubt(LENT_UNIT)
    return True


def _topic(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    draft = one.draft
    topic = attach.topic_of(sentence, draft)
    if topic is None and _may_carry(sentence, draft, context):
        topic = context.topic
        one.doubt(CARRIED_TOPIC)
    elif topic is not None:
        words = ((name, sentence.tokens[at]) for name, at in topic.evidence)
        one.evidence += [Evidence(name, token.start, token.end) for name, token in words]
    if topic is not None and topic.flow is None and draft.quantity.kind != "count":
        one.reporter = topic.reporter or context.reporter
    elif topic is None or topic.flow is None or not _has_flow(sentence, draft, topic):
        _counted_country(sentence, one)
    else:
        if _takes_a_share(sentence, draft, topic, context):
            # `China took 71% of the total`: of the exports that were spoken of
            topic = replace(context.topic or topic, partner=topic.reporter)
        one.topic = topic
        _countries(text, sentence, one, topic, context)


def _countries(text: str, sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Settle reporter and partner: those of the topic, of a list's item, or of the sentences before."""
    one.reporter, one.partner = topic.reporter, topic.partner
    listed = listing.listed_partner(sentence, one.draft, topic)
    if listed is not None and listed != one.reporter:
        one.partner = listed
    owner = listing.heads_item(sentence, one.draft)
    if owner is not None:
        one.reporter = str(owner.value)
        one.show("reporter", owner)
    if topic.points_there and one.partner is None:
        one.partner = context.named[-1] if context.named else None
        one.doubt(CARRIED_PARTNER)
    if one.reporter is None:
        _reporter(text, sentence, one, context)
    if topic.reporter in (None, context.subject, context.partner) or topic.flow == "aid":
        _carry_partner(sentence, one, topic, context)
    if one.partner == one.reporter:
        one.partner = None


def _takes_a_share(sentence: Sentence, draft: Draft, topic: Topic, context: Context) -> bool:
    """Tell whether the subject of `took` or `bought` takes a share of the exports spoken of before."""
    takes = 0 <= topic.at < len(sentence.tokens) and sentence.tokens[topic.at].kind in ("flow_verb", "trader")
    alone = all(other.flow == "export" for other in sentence.topics if other is not topic)
    exported = context.topic is not None and context.topic.flow == "export"
    return draft.measure == "share" and topic.flow == "import" and takes and alone and exported


def _carry_partner(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """The partner that the paragraph or the text begins with holds, unless all are meant."""
    partner = context.beside or context.partner
    if one.partner is not None or partner is None or topic.partner_is_open:
        return
    around = sentence.tokens[max(0, topic.at - _AROUND) : topic.at + _AROUND]
    if not any(token.kind in ("total", "global", "world", "region") for token in around):
        one.partner = context.subject if one.reporter == partner else partner
        one.doubt(CARRIED_PARTNER)


def _may_carry(sentence: Sentence, draft: Draft, context: Context) -> bool:
    """Tell whether a quantity without a flow goes on about the flow of the sentences before."""
    if draft.measure == "share" and _has_own_whole(sentence, draft):
        return False
    if draft.measure == "rate":
        return context.topic is not None and context.topic.is_rate and context.distance <= _TOPIC_REACH
    own_subject = any(t.kind in ("price_noun", "rate_noun", "tariff") for t in sentence.tokens[: draft.at])
    about = draft.quantity.kind in _ABOUT_A_FLOW and draft.measure != "price"
    about = about and not (context.topic is not None and context.topic.is_rate)
    return about and not own_subject and context.topic is not None and context.distance <= _TOPIC_REACH


def _has_own_whole(sentence: Sentence, draft: Draft) -> bool:
    """`50 pct of our debt` is a share of something that is named, and it is no flow."""
    after = sentence.tokens[draft.at + 1 : draft.at + 5]
    if not after or after[0].kind != "of":
        return False
    return not any(token.kind in _STANDS_FOR_WHOLE for token in after[1:])


def _has_flow(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """A count has a flow only where it counts goods or shipments; a market price has none."""
    if draft.quantity.kind == "count":
        counted = (draft.quantity.counted or "").lower().split()
        verb = 0 <= topic.at < draft.at <= topic.at + 3 and sentence.tokens[topic.at].kind == "flow_verb"
        return verb or any(word in _TRADED for word in counted)
    return draft.measure != "price" and draft.quantity.unit not in _NOT_TRADED


def _reporter(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    """Take the reporter that the text is about, or else whose office speaks."""
    if context.reporter is not None:
        if context.reporter != one.partner:
            one.reporter = context.reporter
            one.doubt(CARRIED_REPORTER)
        return
    speaker = _speaker(text, sentence, one.partner)
    if speaker is not None:
        one.reporter = str(speaker.value)
        one.show("reporter", speaker)
        one.doubt(GUESSED_SPEAKER)


def _speaker(text: str, sentence: Sentence, partner: str | None) -> Token | None:
    """Return the country in `US statistics agencies reported`: an office speaks of its own country."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens[:-1]):
        if token.kind not in ("place", "demonym", "agency") or token.value == partner:
            continue
        after = {text[t.start : t.end].lower() for t in tokens[at + 1 : at + 4]}
        if token.kind == "agency" or after & _OFFICES:
            return token
    return None


def _counted_country(sentence: Sentence, one: Settled) -> None:
    """A count is about the country that is named with its noun: `18 Turkish companies`."""
    if one.draft.quantity.kind != "count":
        return
    tokens, at = sentence.tokens, one.draft.at
    after = next((t for t in tokens[at + 1 : at + 4] if t.kind == "demonym"), None)
    owner = next((t for t in tokens[at + 1 : at + 3] if t.kind in PLACES), None)
    token = after or (owner if at + 1 < len(tokens) and tokens[at + 1].kind == "of" else None)
    if token is not None and token.value:
        one.reporter = str(token.value)
        one.show("reporter", token)


def _currency(one: Settled, context: Context) -> None:
    """Settle a name that several currencies share by the reporter's country, else by the text's countries."""
    candidates = _FAMILIES.get(one.draft.quantity.family or "", ())
    if len(candidates) < 2:
        return
    for code in (one.reporter, *context.places):
        country = countries().get(code or "")
        if country is not None and country.currency in candidates:
            one.unit = one.unit.replace(one.draft.quantity.unit.partition("/")[0], country.currency)
            return
    one.doubt(GUESSED_CURRENCY)


def _measure(sentence: Sentence, one: Settled, context: Context) -> None:
    draft, kind = one.draft, one.draft.quantity.kind
    if draft.measure is not None:
        return
    if kind in ("money", "physical", "count", "bare"):
        draft.measure, draft.direction = _like_the_last(sentence, draft)
        return
    one.doubt(GUESSED_MEASURE)
    if kind == "fraction":
        draft.measure = "share"
    elif kind == "ratio":
        draft.measure, draft.direction = "ratio", draft.quantity.direction
    else:
        draft.measure, draft.direction = _guessed(sentence, draft)
        rates = context.topic is not None and context.topic.is_rate and context.distance <= 1
        if draft.measure == "share" and rates and not sentence.topics:
            draft.measure = "rate"


def _like_the_last(sentence: Sentence, draft: Draft) -> tuple[str, str | None]:
    """`imports rose by £1.5bn; those from Norway by £1.9bn`: after `by` stands a change like the last."""
    if draft.at and sentence.tokens[draft.at - 1].kind == "by":
        for other in reversed(sentence.drafts):
            if other.at < draft.at and other.measure in ("change", "relative_change"):
                return "change", other.direction
    return "level", None


def _is_reached(sentence: Sentence, draft: Draft) -> bool:
    """`could reach 15%`, `fell to 8%`: the percentage is where it stands, not how far it moved."""
    at = draft.at - 1
    while at >= 0 and sentence.tokens[at].kind in ("hedge", "over", "above", "a", "hedge_plain"):
        at -= 1
    return at >= 0 and sentence.tokens[at].kind in ("amount", "to", "at")


def _guessed(sentence: Sentence, draft: Draft) -> tuple[str, str | None]:
    """Guess what a percentage is that no relation has read, by the nearest telling word before it."""
    change = "change" if draft.quantity.unit in _POINTS else "relative_change"
    if _is_reached(sentence, draft):
        before = [
            one.measure for one in sentence.drafts if one.at < draft.at and one.measure in ("share", "rate")
        ]
        return (before[-1] if before else "share"), None
    for token in reversed(sentence.tokens[: draft.at]):
        if token.kind in ("change", "change_noun", "updown"):
            return change, str(token.value)
        if token.kind in ("share", "share_verb"):
            break
        if token.kind in ("rate_noun", "tariff") or token.value == "rate":
            return "rate", None
    return "share", None


def _status(sentence: Sentence, one: Settled) -> None:
    if one.draft.quantity.kind == "count" and one.topic is None:
        return  # how many there are is seldom what is forecast
    found = attach.status_of(sentence, one.draft)
    if found is not None:
        one.status = found[0]
        one.show("status", found[1])
