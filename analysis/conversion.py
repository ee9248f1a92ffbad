"""Amounts in one currency, at the average rate of their own period, or the reason why not."""

from collections.abc import Iterable
from typing import NamedTuple

from analysis.points import Point, keyed
from analysis.rates import NoRate, Rate, Rates, currency_of, in_currency
from analysis.values import Implied
from schemas.records import Fact

#: The measures that are amounts of money where their unit is money.
_AMOUNTS = frozenset({"level", "change", "price"})
_LITTLE = 0.1


def in_one_currency(points: Iterable[Point], currency: str, rates: Rates) -> list[Point]:
    """Return the points with every amount of money in one currency.

    What cannot be converted stays in its own currency, and its `conversion` says why; what is no money, such
    as tonnes or percent, stays as it is and says nothing.
    """
    return [_converted(point, currency, rates) for point in points]


def _converted(point: Point, currency: str, rates: Rates) -> Point:
    way = _way(point, currency, rates)
    if way is None or isinstance(way, NoRate):
        return point if way is None else point._replace(conversion=f"not converted: {way.reason}")
    return keyed(
        point._replace(
            unit=way.unit,
            value=point.value * way.rate.value,
            value_low=_times(point.value_low, way.rate),
            value_high=_times(point.value_high, way.rate),
            stated_value=point.value,
            stated_unit=point.unit,
            conversion=way.told,
        )
    )


class Conversion(NamedTuple):
    """What became of an amount: `told` at which rate it was converted, or why it was not.

    `source` are the rates' own words for where they come from; None for what was not converted.
    """

    told: str
    source: str | None = None


def fact_in_currency(fact: Fact, currency: str, rates: Rates) -> tuple[Fact, Conversion | None]:
    """Return a fact with its amount in a currency, and what became of it; None where nothing had to.

    A converted fact keeps its words, so that its quote no longer shows its value: the rate has to be told
    beside it.
    """
    way = _way(fact, currency, rates)
    if way is None or isinstance(way, NoRate):
        return fact, way and Conversion(f"not converted: {way.reason}")
    high, before = (_times(one, way.rate) for one in (fact.value_high, fact.baseline_value))
    value = fact.value * way.rate.value
    turned = fact._replace(unit=way.unit, value=value, value_high=high, baseline_value=before)
    return turned, Conversion(way.told, way.rate.source)


def implied_in_currency(one: Implied, currency: str, rates: Rates) -> tuple[Implied, Conversion | None]:
    """Return an implied value in a currency, at the rate of its own period, and what became of it."""
    way = _way(one, currency, rates)
    if way is None or isinstance(way, NoRate):
        return one, way and Conversion(f"not converted: {way.reason}")
    value, low, high = (end * way.rate.value for end in one.estimate)
    turned = one._replace(unit=way.unit, value=value, value_low=low, value_high=high)
    return turned, Conversion(way.told, way.rate.source)


class _Way(NamedTuple):
    """From an amount's own unit to another one."""

    unit: str
    rate: Rate
    told: str


def _way(one: Point | Fact | Implied, currency: str, rates: Rates) -> _Way | NoRate | None:
    """Return how an amount gets into a currency, or why it does not; None where nothing has to be done."""
    own, unit = currency_of(one.unit), in_currency(one.unit, currency)
    if own is None or unit is None or own == currency or one.measure not in _AMOUNTS:
        return None
    rate = rates.average(own, currency, one.period_start, one.period_end)
    return rate if isinstance(rate, NoRate) else _Way(unit, rate, told(own, currency, rate))


def _times(end: float | None, rate: Rate) -> float | None:
    return None if end is None else end * rate.value


def told(own: str, currency: str, rate: Rate) -> str:
    """Return a rate in words: `1 EUR = 1.0905 USD, the average of 22 days, 2024-01-02 to 2024-01-31 (…)`."""
    days = f"the average of {rate.days} days, {rate.first} to {rate.last}"
    when = f"on {rate.first}" if rate.first == rate.last else days
    # Of a currency that is worth little, people say how much of it makes one of the other.
    if rate.value < _LITTLE:
        own, currency, value = currency, own, 1 / rate.value
    else:
        value = rate.value
    return f"1 {own} = {value:,.5g} {currency}, {when} ({rate.source})"
