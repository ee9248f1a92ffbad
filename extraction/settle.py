"""A draft -> what it is about: its topic, countries, unit, measure, status and period.

What the sentence does not say is taken from the context, and every such assumption lowers the confidence.
"""

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.currencies import settle_currency
from extraction.draft import Draft
from extraction.exchange import moves_rate, name_money, settle_rate_of_exchange
from extraction.lending import lend_duty_unit, lend_price, lend_unit, remember_units
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.sides.parties import settle_parties
from extraction.status import is_near, owned_status, status_of
from extraction.times.timing import settle_period

#: How many sentences back a duty may have been named, so that a percentage is its rate.
_DUTY_REACH = 3
_POINTS = frozenset({"percentage_point", "basis_point"})


def settle(text: str, sentence: Sentence, draft: Draft, context: Context) -> Settled | None:
    """Return a draft with all that can be told of it, or None where it turns out to be no quantity."""
    quantity = draft.quantity
    one = Settled(draft, quantity.unit, quantity.value, quantity.high)
    if quantity.kind == "bare" and not lend_unit(sentence, one, context):
        return None
    if quantity.kind == "bare" and one.unit == "percent" and draft.measure == "change":
        draft.measure = "relative_change"  # `rose by 3, 1 and 7 percent`
    if not name_money(text, one, context):
        return None
    lend_price(sentence, one, context)
    _points(sentence, one)
    _measure(sentence, one, context)
    lend_duty_unit(sentence, one, context)
    if moves_rate(sentence, one):
        settle_rate_of_exchange(text, sentence, one, context)
    else:
        settle_parties(text, sentence, one, context)
    settle_currency(text, one, context)
    remember_units(sentence, one, context)
    _status(sentence, one)
    settle_period(sentence, one, context)
    _status_of_period(sentence, one, context)
    own = owned_status(sentence, draft)
    if own is not None:
        one.status = own[0]
        one.show("status", own[1])
    return one


def _points(sentence: Sentence, one: Settled) -> None:
    """`44 per cent of exports, up 3.1 points`: points of a percentage, where no index is spoken of."""
    draft = one.draft
    if draft.measure != "change" or one.unit != "index" or one.value >= _MOST_POINTS:
        return
    before = any(other.at < draft.at and other.quantity.unit == "percent" for other in sentence.drafts)
    if (before or _goes_to_percent(sentence, draft)) and not sentence.has("index_noun"):
        one.unit = "percentage_point"


def _goes_to_percent(sentence: Sentence, draft: Draft) -> bool:
    """`rose 2.5 points to 30%`."""
    after = sentence.tokens[draft.at + 1 : draft.at + 4]
    kinds = [token.kind for token in after if token.kind != "hedge"]
    return kinds[:2] == ["to", "percent_quantity"]


#: A share moves by at most so many points.
_MOST_POINTS = 100


def _measure(sentence: Sentence, one: Settled, context: Context) -> None:
    draft, kind = one.draft, one.draft.quantity.kind
    if draft.measure is not None:
        return
    if draft.quantity.sign and kind in ("money", "physical") and not _tells_balance(sentence):
        draft.measure, draft.direction = "change", "increase" if draft.quantity.sign > 0 else "decrease"
        return
    if kind in ("money", "physical", "count", "bare"):
        draft.measure, draft.direction = _like_the_last(sentence, draft)
        return
    one.doubt(Doubt.GUESSED_MEASURE)
    if kind == "fraction":
        draft.measure = "share"
    elif kind == "ratio":
        draft.measure, draft.direction = "ratio", draft.quantity.direction or _by_times(sentence, draft)
    else:
        draft.measure, draft.direction = _guessed(sentence, draft)
        rates = context.duty is not None and context.duty_distance <= _DUTY_REACH
        if draft.measure == "share" and rates and all(t.is_rate for t in sentence.topics if t.at < draft.at):
            draft.measure = "rate"


def _tells_balance(sentence: Sentence) -> bool:
    """Tell whether a sign may be that of a level: `a balance of -€0.9bn`; `exports: +€1.4bn` have none."""
    return any(topic.flow == "balance" for topic in sentence.topics) or not any(
        topic.flow for topic in sentence.topics
    )


def _stands_after_by(sentence: Sentence, draft: Draft) -> bool:
    at = draft.at - 1
    while at > 0 and sentence.tokens[at].kind in _HEDGED:
        at -= 1
    return at >= 0 and sentence.tokens[at].kind == "by"


_HEDGED = frozenset("hedge over above a hedge_plain hedge_estimate".split())


def _by_times(sentence: Sentence, draft: Draft) -> str | None:
    """`rose, by a factor of 26`: the way that the last verb went."""
    moved = [token for token in sentence.tokens[: draft.at] if token.kind in ("change", "change_noun")]
    return str(moved[-1].value) if moved and _stands_after_by(sentence, draft) else None


def _like_the_last(sentence: Sentence, draft: Draft) -> tuple[str, str | None]:
    """`imports rose by £1.5bn; those from Norway by £1.9bn`: after `by` stands a change like the last."""
    if _stands_after_by(sentence, draft) and draft.quantity.kind != "count":
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
    if _stands_after_by(sentence, draft):
        moved, direction = _like_the_last(sentence, draft)
        if moved == "change":
            return change, direction
    if _is_reached(sentence, draft):
        before = [
            one.measure for one in sentence.drafts if one.at < draft.at and one.measure in ("share", "rate")
        ]
        return (before[-1] if before else "share"), None
    for at in range(draft.at - 1, -1, -1):
        token = sentence.tokens[at]
        part = sentence.draft_at.get(at)
        if part and part.measure == "share" and part.quantity.unit == "percent" and change != "change":
            break  # `12% of the total, behind Russia (14.2%)`
        if token.kind in ("rate_noun", "tariff") and change == "change":
            continue  # `raised its rate this month by 75 basis points`
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
        one.status = "target" if sentence.has("aims") else "forecast"


def _status(sentence: Sentence, one: Settled) -> None:
    found = status_of(sentence, one.draft)
    lone = one.draft.quantity.kind == "count" and one.topic is None
    if found is not None and lone and not is_near(sentence, one.draft, found[1]):
        return  # how many there are is seldom what is forecast
    if found is not None:
        one.status = found[0]
        one.show("status", found[1])
