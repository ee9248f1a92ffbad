"""Amounts in one currency, at the average rate of their own period, or the reason why not."""

from collections.abc import Iterable

from analysis.points import Point, keyed
from analysis.rates import NoRate, Rate, Rates, currency_of, in_currency
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
    own, unit = currency_of(point.unit), in_currency(point.unit, currency)
    if own is None or unit is None or own == currency or point.measure not in _AMOUNTS:
        return point
    rate = rates.average(own, currency, point.period_start, point.period_end)
    if isinstance(rate, NoRate):
        return point._replace(conversion=f"not converted: {rate.reason}")
    return keyed(
        point._replace(
            unit=unit,
            value=point.value * rate.value,
            value_low=_times(point.value_low, rate),
            value_high=_times(point.value_high, rate),
            stated_value=point.value,
            stated_unit=point.unit,
            conversion=told(own, currency, rate),
        )
    )


def facts_in_one_currency(
    facts: Iterable[Fact], currency: str, rates: Rates
) -> tuple[list[Fact], dict[str, str]]:
    """Return facts with every amount of money in one currency, and by their ids at which rates, or why not.

    A converted fact keeps its words, so that its quote no longer shows its value: the rate has to be told
    beside it.
    """
    found, notes = [], {}
    for fact in facts:
        own, unit = currency_of(fact.unit), in_currency(fact.unit, currency)
        if own is None or unit is None or own == currency or fact.measure not in _AMOUNTS:
            found.append(fact)
            continue
        rate = rates.average(own, currency, fact.period_start, fact.period_end)
        if isinstance(rate, NoRate):
            notes[fact.fact_id] = f"not converted: {rate.reason}"
            found.append(fact)
            continue
        notes[fact.fact_id] = told(own, currency, rate)
        found.append(_in_unit(fact, unit, rate))
    return found, notes


def _in_unit(fact: Fact, unit: str, rate: Rate) -> Fact:
    high, before = (
        None if one is None else one * rate.value for one in (fact.value_high, fact.baseline_value)
    )
    return fact._replace(unit=unit, value=fact.value * rate.value, value_high=high, baseline_value=before)


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
