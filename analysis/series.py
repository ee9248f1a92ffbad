"""Points in order, with their gaps; sums of a year taken apart; totals as monthly averages where asked."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import groupby, pairwise

import pandas as pd

from analysis.conversion import in_one_currency
from analysis.points import IMPLIED, REPORTED, Point, keyed, points
from analysis.rates import Rates
from analysis.rows import facts_of
from schemas.periods import months, time_period
from schemas.vocabulary import Frequency

#: The months that a total is spread over or blown up to, and what its label then says.
BASES = {
    Frequency.MONTH: (1, "monthly average of {period}"),
    Frequency.QUARTER: (3, "quarterly average of {period}"),
    Frequency.YEAR: (12, "annualised: twelve months at the rate of {period}"),
}


def series(
    facts: pd.DataFrame,
    *,
    implied: bool = False,
    currency: str | None = None,
    rates: Rates | None = None,
    per: Frequency | None = None,
) -> pd.DataFrame:
    """Return the points of a facts frame, one row each (the fields of Point), by series and period.

    `implied` adds what a level and its change imply, and what the sums of a year so far are without each
    other; `per` turns totals into averages a month or a quarter, or into annual rates; `currency` converts
    at the average rate of each point's own period. Each of these is told in the rows that it made or changed.
    """
    found = points(facts_of(facts), implied=implied)
    if implied:
        found += differences(found)
    if currency is not None and rates is not None:
        found = in_one_currency(found, currency, rates)
    if per is not None:
        found = [averaged(one, per) for one in found]
    rows = [one._replace(fact_ids=" ".join(one.fact_ids)) for one in arranged(found)]  # type: ignore[arg-type]
    return pd.DataFrame(rows, columns=list(Point._fields))


def arranged(found: Iterable[Point]) -> list[Point]:
    """Return points by series and period, each with the number of periods that are missing before it."""
    in_order = sorted(found, key=lambda one: (one.series, one.period_start, one.period_end, one.origin))
    return [
        point for _, group in groupby(in_order, key=lambda one: one.series) for point in _with_gaps(group)
    ]


def _with_gaps(group: Iterable[Point]) -> Iterator[Point]:
    last: date | None = None
    for point in group:
        yield point if last is None else point._replace(gap=_missing(last, point))
        last = max(last or point.period_end, point.period_end)


def _missing(last: date, point: Point) -> int:
    """Return how many periods of a point's length fit between a day and its first one."""
    if point.period_start <= last:
        return 0
    size = months(point.period_start, point.period_end)
    between = months(last + timedelta(days=1), point.period_start - timedelta(days=1))
    if size and between is not None:
        return between // size
    days = (point.period_end - point.period_start).days + 1
    return ((point.period_start - last).days - 1) // days


def differences(found: Iterable[Point]) -> list[Point]:
    """Return what two totals since one day leave between their ends: January to September less to August.

    Only totals of a flow are taken apart, of one document, one unit and one subject that both name, of
    what has happened; a value that a point states is not made again.
    """
    totals: dict[tuple[object, ...], list[Point]] = defaultdict(list)
    known = set()
    for point in found:
        if _may_be_taken_apart(point):
            totals[*_topic(point), point.period_start].append(point)
        known.add((*_topic(point), point.period_start, point.period_end))
    return [
        one
        for group in totals.values()
        for one in _taken_apart(group)
        if (*_topic(one), one.period_start, one.period_end) not in known and one.frequency != Frequency.OTHER
    ]


def _may_be_taken_apart(point: Point) -> bool:
    happened = point.origin == REPORTED and point.status not in ("forecast", "target")
    # Where the text leaves unsaid what is measured, two totals may be of two things.
    said = point.indicator is not None and months(point.period_start, point.period_end) is not None
    return is_total(point) and happened and said


def is_total(point: Point) -> bool:
    """Tell whether a point is an amount of a flow, summed over its period."""
    exact = point.bound in ("exact", "approx") and None not in (point.value_low, point.value_high)
    summed = point.measure == "level" and point.statistic is None and "/" not in point.unit
    return exact and summed and point.flow is not None and point.unit not in ("percent", "count", "index")


def _topic(point: Point) -> tuple[object, ...]:
    about = point.flow, point.balance, point.reporter, point.partner, point.subject
    return (point.document_id, *about, point.measure, point.statistic, point.unit)


def _taken_apart(group: Iterable[Point]) -> Iterator[Point]:
    by_end = {one.period_end: one for one in group}
    for first, last in pairwise(sorted(by_end)):
        shorter, longer = by_end[first], by_end[last]
        value = longer.value - shorter.value
        ends = (longer.value_low, longer.value_high, shorter.value_low, shorter.value_high)
        # A total has both ends, see is_total.
        low, high, least, most = (one for one in ends if one is not None)
        if value <= 0 < longer.value or value >= 0 > longer.value:
            continue
        # Rounding may leave room for less than nothing, and a flow has none.
        least_left = low - most if longer.flow == "balance" else max(low - most, 0.0)
        yield keyed(
            longer._replace(
                period_start=first + timedelta(days=1),
                value=value,
                value_low=least_left,
                value_high=high - least,
                bound="exact",
                origin=IMPLIED,
                formula=f"{longer.time_period} − {shorter.time_period}",
                fact_ids=(*longer.fact_ids, *shorter.fact_ids),
            )
        )


def averaged(point: Point, per: Frequency) -> Point:
    """Return a total as an average a month or a quarter, or as an annual rate; what is no total as it is."""
    size = months(point.period_start, point.period_end)
    wanted, label = BASES[per]
    if not is_total(point) or not size or size == wanted:
        return point
    part = wanted / size
    basis = label.format(period=time_period(point.period_start, point.period_end))
    return point._replace(
        series=f"{point.series}.per-{per}",
        value=point.value * part,
        value_low=None if point.value_low is None else point.value_low * part,
        value_high=None if point.value_high is None else point.value_high * part,
        basis=basis,
    )
