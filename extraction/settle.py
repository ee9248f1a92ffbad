"""A draft -> what it is about: its topic, countries, unit, measure, status and period.

What the sentence does not say is taken from the context, and every such assumption lowers the confidence.
"""

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.draft import Draft
from extraction.parties import settle_parties
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.status import status_of
from extraction.timing import settle_period
from schemas.places import countries

#: How many sentences back a duty may have been named, so that a percentage is its rate.
_DUTY_REACH = 3
_POINTS = frozenset({"percentage_point", "basis_point"})
_FEWEST_GOODS = 100
_LENDS_UNIT = frozenset({"money", "physical", "percent_quantity", "price", "count"})

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
    "boliviano": ("BOB", "VES"),
    "escudo": ("PTE", "CVE"),
    "K": ("ZMW", "MWK", "PGK"),
    "P": ("BWP", "PHP"),
    "øre": ("DKK", "NOK"),
    "sen": ("MYR", "IDR", "JPY"),
}


def settle(text: str, sentence: Sentence, draft: Draft, context: Context) -> Settled | None:
    """Return a draft with all that can be told of it, or None where it turns out to be no quantity."""
    quantity = draft.quantity
    one = Settled(draft, quantity.unit, quantity.value, quantity.high)
    if quantity.kind == "bare" and not _lend_unit(sentence, one):
        return None
    _measure(sentence, one, context)
    settle_parties(text, sentence, one, context)
    _currency(one, context)
    _status(sentence, one)
    settle_period(sentence, one, context)
    _status_of_period(sentence, one, context)
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
            one.doubt(Doubt.LENT_UNIT)
            return True
    if lenders or not sentence.topics or draft.quantity.value < _FEWEST_GOODS:
        return False
    one.unit = "count"  # `imports of cars rose from 57,000 to 437,000`
    one.doubt(Doubt.LENT_UNIT)
    return True


def _currency(one: Settled, context: Context) -> None:
    """Settle a name that several currencies share by the reporter's country, else by the text's countries."""
    if context.currency and one.draft.quantity.family == "dollar":
        one.unit = one.unit.replace("USD", context.currency)  # `All values are in New Zealand dollars.`
    candidates = _FAMILIES.get(one.draft.quantity.family or "", ())
    if len(candidates) < 2:
        return
    for code in (one.reporter, *context.places):
        country = countries().get(code or "")
        if country is not None and country.currency in candidates:
            one.unit = one.unit.replace(one.draft.quantity.unit.partition("/")[0], country.currency)
            return
    one.doubt(Doubt.GUESSED_CURRENCY)


def _measure(sentence: Sentence, one: Settled, context: Context) -> None:
    draft, kind = one.draft, one.draft.quantity.kind
    if draft.measure is not None:
        return
    if kind in ("money", "physical", "count", "bare"):
        draft.measure, draft.direction = _like_the_last(sentence, draft)
        return
    one.doubt(Doubt.GUESSED_MEASURE)
    if kind == "fraction":
        draft.measure = "share"
    elif kind == "ratio":
        draft.measure, draft.direction = "ratio", draft.quantity.direction
    else:
        draft.measure, draft.direction = _guessed(sentence, draft)
        rates = context.duty is not None and context.duty_distance <= _DUTY_REACH
        if draft.measure == "share" and rates and all(topic.is_rate for topic in sentence.topics):
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
        if token.kind in ("rate_noun", "tariff", "levy_verb") or token.value == "rate":
            return "rate", None
    return "share", None


def _status_of_period(sentence: Sentence, one: Settled, context: Context) -> None:
    """A figure for a time that was still to come when the text appeared cannot be reported."""
    published = context.document.published
    future = one.days is not None and published is not None and one.days[0] > published
    if one.status == "reported" and future and one.draft.measure not in ("rate", "price"):
        one.status = "target" if any(t.kind == "aims" for t in sentence.tokens) else "forecast"


def _status(sentence: Sentence, one: Settled) -> None:
    if one.draft.quantity.kind == "count" and one.topic is None:
        return  # how many there are is seldom what is forecast
    found = status_of(sentence, one.draft)
    if found is not None:
        one.status = found[0]
        one.show("status", found[1])
