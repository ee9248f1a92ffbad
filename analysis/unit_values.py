"""Unit values: what one unit of something came to, from an amount of money and the quantity that it paid.

`Chile shipped 2 million tonnes of copper for $8.2 billion in 2023` says that a tonne came to $4,100. It is an
average of what was shipped, at whatever it was valued, and no price that anyone asked.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import cache
from operator import truediv

from analysis.links import is_amount, is_known
from analysis.rows import period_of
from analysis.steps import combined, estimate
from analysis.subjects import about, subject
from analysis.values import Implied, level_over
from schemas.records import Fact
from schemas.units import BARE_UNITS, is_currency, registry

FORMULA = "value ÷ quantity"
#: What a quantity of goods is measured in, as pint spells dimensions.
_GOODS = ("[mass]", "[length] ** 3", "[mass] * [length] ** 2 / [time] ** 2")
_PROVISIONAL = ("estimate", "provisional")


def unit_values(facts: Iterable[Fact]) -> list[Implied]:
    """Return the unit values that facts imply: prices, in the amount's currency per the quantity's unit.

    Amount and quantity are of one document, flow, reporter, partner, subject and period, and neither has a
    rival: of two amounts nobody can tell which one paid for the quantity. What they are of has to be named,
    for `exports of $5bn` need not be all that was weighed. A unit value that the text states is not implied.
    """
    groups: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    every = list(facts)
    for one in every:
        if _is_part(one):
            groups[_thing(one)].append(one)
    stated = {(*_thing(one), one.unit) for one in every if one.measure == "price"}
    return [
        value
        for thing, group in groups.items()
        for value in _of_one(group)
        if (*thing, value.unit) not in stated
    ]


def _is_part(fact: Fact) -> bool:
    own = is_known(fact) and is_amount(fact) and fact.role != "conversion"
    return own and fact.flow is not None and period_of(fact) is not None and bool(subject(fact))


def _thing(fact: Fact) -> tuple[object, ...]:
    return fact.document_id, *about(fact), period_of(fact), fact.statistic in ("average", "median")


def _of_one(group: Iterable[Fact]) -> Iterator[Implied]:
    """Yield the unit value of a group's one amount and one quantity; nothing where there are more."""
    money: dict[tuple[str, float], Fact] = {}
    goods: dict[tuple[str, float], Fact] = {}
    for one in group:
        kind = money if is_currency(one.unit) else goods if is_quantity(one.unit) else None
        if kind is not None:
            # A headline may say what the text says again.
            kind.setdefault((one.unit, one.value), one)
    if len(money) != 1 or len(goods) != 1:
        return
    (amount,), (quantity,) = money.values(), goods.values()
    paid, weighed = estimate(amount), estimate(quantity)
    if paid is None or weighed is None or weighed.low <= 0:
        return
    value = combined(paid, weighed, truediv)
    if value is not None:
        ids = amount.fact_id, quantity.fact_id
        unit = f"{amount.unit}/{quantity.unit}"
        price = level_over(amount, ids, period_of(amount), value, FORMULA)
        yield price._replace(measure="price", unit=unit, status=_less_firm(amount, quantity))


@cache
def is_quantity(unit: str) -> bool:
    """Tell whether a unit is one of goods: of mass, volume or energy."""
    if unit in BARE_UNITS or is_currency(unit) or "/" in unit:
        return False
    dimension = str(registry().parse_units(unit).dimensionality)
    return dimension in _GOODS


def _less_firm(one: Fact, other: Fact) -> str:
    return next((word for word in _PROVISIONAL if word in (one.status, other.status)), one.status)
