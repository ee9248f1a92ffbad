"""Units that a number leaves out: `from $6.4 to $5.9` a kilogram, `Denmark with 5.9` after `6.2 TWh`."""

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.currencies import is_shared
from extraction.draft import Draft
from extraction.reading import Sentence, is_crossed
from extraction.rules.quantity import Quantity, scale_of_like
from extraction.settled import Settled

_LENDERS = frozenset({"money", "physical", "percent_quantity", "price", "count"})
#: What is told beside a figure and lends it no unit: how long it took, by how many points it moved.
_SELDOM_LENT = frozenset("second minute hour day week month year index percentage_point basis_point".split())
_LENT_MEASURES = frozenset({"share", "rate", "price"})
_FEWEST_GOODS, _FEWEST_IN_BULK = 100, 10_000
#: Two prices of one thing in one sentence, and in two sentences, are at most so many times apart.
_APART, _FAR_APART = 8.0, 1.6
#: A price is so small; what is larger is a sum of money.
_DEAREST = 1_000_000


def lend_unit(sentence: Sentence, one: Settled, context: Context) -> bool:
    """Give a bare number the unit of the quantity that it stands beside; False where there is none."""
    draft = one.draft
    for other in _lenders(sentence, draft):
        if draft.quantity.value >= 1000 and other.quantity.unit == "percent":
            continue
        one.unit = other.quantity.unit
        _scale(one, other.quantity)
        if other.measure in _LENT_MEASURES or _moved_like(sentence, other, draft):
            draft.say("to 71.2bn", other.token, measure=other.measure, direction=other.direction)
        if is_shared(other.quantity.family):  # `4.2 billion dinars, against 2.4 billion`: of the same dinars
            draft.quantity = draft.quantity._replace(family=other.quantity.family, unit=other.quantity.unit)
        one.doubt(Doubt.LENT_UNIT)
        return True
    return _lend_from_before(sentence, one, context)


def _scale(one: Settled, lender: Quantity) -> None:
    """Give `301` the scale of `1,094.5 million`, and make cents of `5` beside `8 cents`."""
    if lender.kind in ("money", "physical"):
        one.value = scale_of_like(one.value, lender.value)
    cents = lender.kind in ("money", "price") and lender.value < 1 <= one.value
    if cents and one.value <= _MOST_CENTS * lender.value:
        one.value = round(one.value / 100, 9)


#: Beside 8 cents a bare number is cents as long as it is so many times less than dollars would be.
_MOST_CENTS = 500


def _lenders(sentence: Sentence, draft: Draft) -> list[Draft]:
    """Return the quantities that may lend their unit, the likeliest first."""
    across = is_crossed(sentence.tokens, draft.at)
    crossed = [other for other in sentence.drafts if across and other.at == draft.at + 2]
    crossed += [other for other in sentence.drafts if _moved_points_to(sentence, other, draft)]
    crossed += [other for other in sentence.drafts if _moved_like(sentence, other, draft)]
    paired = [other for other in (*crossed, draft.baseline, draft.follows) if other is not None]
    lenders = [other for other in sentence.drafts if other.quantity.kind in _LENDERS]
    lenders = [other for other in lenders if other.role != "conversion"]
    paired = [other for other in paired if not (other.quantity.kind == "ratio" and lenders)]
    before = [other for other in reversed(lenders) if other.at < draft.at]
    nearest = [*before, *(other for other in lenders if other.at > draft.at)]
    likely = sorted(nearest, key=lambda other: other.quantity.unit in _SELDOM_LENT)
    return [other for other in [*paired, *likely] if other.quantity.unit]


def _moved_like(sentence: Sentence, other: Draft, draft: Draft) -> bool:
    """`exports grew 38.5 per cent to $7bn and imports 65.1 to $6bn`: by so many per cent, too."""
    tokens, at = sentence.tokens, draft.at
    goes = at + 2 < len(tokens) and tokens[at + 1].kind == "to" and tokens[at + 2].kind == "money"
    relative = other.at < at and other.measure == "relative_change" and other.quantity.unit == "percent"
    return goes and relative and tokens[at - 1].kind == "flow"


def _moved_points_to(sentence: Sentence, points: Draft, draft: Draft) -> bool:
    """`gained 281 points to 5,526`: where an index went to is one of its points too."""
    beside = points.at == draft.at - 2 and sentence.tokens[draft.at - 1].kind == "to"
    return beside and points.quantity.unit == "index"


def _lend_from_before(sentence: Sentence, one: Settled, context: Context) -> bool:
    """`imports of cars rose from 57,000 to 437,000`; `It has 1.56 trillion` of the money before."""
    lenders = [other for other in sentence.drafts if other.quantity.kind in _LENDERS]
    if any(other.quantity.unit != "percent" for other in lenders):
        return False
    draft, quantity = one.draft, one.draft.quantity
    tonnage = any(str(token.value).lower() == "tonnage" for token in sentence.tokens)
    if tonnage and quantity.value >= _FEWEST_GOODS:
        one.unit = "tonne"
    elif draft.measure == "change" and not lenders and context.counted and not quantity.value % 1:
        one.unit = "count"
    elif draft.measure == "change" and not lenders and quantity.value % 1 and context.percent:
        one.unit = "percent"
    elif quantity.value >= _DEAREST and (unit := _last_amount(sentence, context)):
        one.unit = unit
    elif sentence.topics and quantity.value >= _FEWEST_GOODS:
        one.unit = "count"
    else:
        return False
    one.doubt(Doubt.LENT_UNIT)
    return True


def _last_amount(sentence: Sentence, context: Context) -> str | None:
    """Return the unit of the last money or goods: `Distillate stocks fell by 1 million` barrels."""
    last = [amount for amount in (context.money, context.goods) if amount is not None]
    unit, end = max(last, key=lambda amount: amount[1], default=("", -_NEAR))
    return unit if unit and end >= sentence.start - _NEAR else None


#: How many characters back the last price may stand.
_NEAR = 400


def lend_price(sentence: Sentence, one: Settled, context: Context) -> None:
    """Give a sum of money the `a tonne` of the price that it is told beside."""
    draft, quantity = one.draft, one.draft.quantity
    if quantity.kind == "money" and "/" not in one.unit and draft.baseline is not None:
        unit, kind = draft.baseline.quantity.unit, draft.baseline.quantity.kind
        if unit.startswith(f"{one.unit}/") and kind == "money":
            one.unit = unit  # `from €20bn a month to €1.8bn`
    if quantity.kind != "money" or "/" in one.unit or one.value >= _DEAREST or draft.role == "conversion":
        return
    per = _per_a(sentence) or _behind_bracket(sentence, draft)
    lender = _price_beside(sentence, draft)
    if lender is not None:
        one.unit = f"{one.unit}/{lender.quantity.unit.partition('/')[2]}"
        draft.say("to 71.2bn", lender.token, measure=lender.measure)
    elif per:
        one.unit = f"{one.unit}/{per}"
        draft.say("to 71.2bn", measure="price")
    elif context.price and _is_near(one, context.price, sentence.start):
        one.unit = context.price[0]
        draft.say("to 71.2bn", measure="price")
    else:
        return
    sentence.is_priced = sentence.is_priced or draft.measure == "price"
    one.doubt(Doubt.LENT_UNIT)


def _price_beside(sentence: Sentence, draft: Draft) -> Draft | None:
    """Return the price of the sentence that the money is compared with, or that stands before it."""
    paired = [other for other in (draft.baseline, draft.follows) if other is not None]
    if not sentence.has("price", "open"):
        return None  # a bracket may have made a price of money: `38,000 rupees ($457) a ton`
    before = [other for other in reversed(sentence.drafts) if other.at < draft.at]
    for other in [*paired, *before]:
        same = other.quantity.unit.partition("/")[0] == draft.quantity.unit
        if other.quantity.kind == "price" and same and "/" in other.quantity.unit:
            near = _ratio(other.quantity, draft.quantity) <= _APART
            return other if near or draft.measure == "change" else None
    return None


def _ratio(one: Quantity, other: Quantity) -> float:
    low, high = sorted((one.value, other.value))
    return high / low if low else float("inf")


def _is_near(one: Settled, price: tuple[str, float, int], start: int) -> bool:
    """Tell whether the last price is of the same money, of about as much and not long ago."""
    unit, value, end = price
    low, high = sorted((one.value, value))
    same = unit.partition("/")[0] == one.unit
    return same and low > 0 and high <= low * _FAR_APART and end >= start - _NEAR


def _per_a(sentence: Sentence) -> str:
    """Return the unit of `the price of a kilogram`, or nothing."""
    tokens = sentence.tokens
    if not sentence.has("price_noun"):
        return ""
    for at in range(3, len(tokens)):
        kinds = [token.kind for token in tokens[at - 3 : at + 1]]
        if kinds in (["price_noun", "of", "a", "unit"], ["price_noun", "per", "a", "unit"]):
            return str(tokens[at].value).rpartition(" ")[2]
    return ""


def _behind_bracket(sentence: Sentence, draft: Draft) -> str:
    """Return the unit of `3,149 ringgit ($772) a tonne`, for the money before the bracket and in it."""
    after = sentence.tokens[draft.at + 1 : draft.at + 6]
    close = next((at for at, token in enumerate(after) if token.kind == "close"), None)
    opens = after[0].kind == "open" or close == 0 if after else False
    if close is None or not opens or len(after) < close + 3:
        return ""
    link, unit = after[close + 1 : close + 3]
    named = link.kind in ("a", "per", "slash") and unit.kind in ("unit", "attached_unit")
    return str(unit.value).rpartition(" ")[2] if named else ""


def remember_units(sentence: Sentence, one: Settled, context: Context) -> None:
    """Leave in `context` the last price and the last money for the sentences that leave out the unit."""
    if one.draft.quantity.kind == "price" and "/" in one.unit and one.unit.count("/") == 1:
        context.price = (one.unit, one.value, sentence.end)
    elif one.unit == "percent":
        context.percent = True
    elif one.draft.quantity.kind == "money":
        context.money = (one.unit, sentence.end)
    elif one.draft.quantity.kind in ("physical", "count") and one.value >= _FEWEST_IN_BULK:
        context.goods = (one.unit, sentence.end)


def lend_duty_unit(sentence: Sentence, one: Settled, context: Context) -> None:
    """`The rate goes down to 2,350 rubles`: a duty is by the unit that the one before it was by."""
    draft = one.draft
    if draft.measure == "rate" and "/" in one.unit:
        context.duty_by = (one.unit, one.value)
    if context.duty_by is None or context.duty_distance > _DUTY_REACH or draft.quantity.kind != "money":
        return
    unit, value = context.duty_by
    alike = unit.startswith(f"{one.unit}/") and value / _WIDEST_DUTIES < one.value < value * _WIDEST_DUTIES
    beside = any(other.measure == "rate" and other.at < draft.at for other in sentence.drafts)
    said = sentence.has_before(draft.at, *_DUTY_WORDS)
    if alike and (beside or said) and draft.measure in ("level", "price"):
        one.unit, draft.measure = unit, "rate"
        one.doubt(Doubt.LENT_UNIT)


_DUTY_WORDS = frozenset({"tariff", "levy_verb", "rate_noun"})
#: A duty may have been named so many sentences before, and is at most so many times another.
_DUTY_REACH, _WIDEST_DUTIES = 3, 30
