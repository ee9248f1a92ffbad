"""Points of series: a fact over its period, or a value that facts imply, in one shape.

A series is all that is said of one flow between the same two sides, of one subject, measure and unit, over
periods of one length. Its key says all of that; nothing of two keys is ever joined.
"""

import math
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any, NamedTuple

from analysis.implied import implied_values
from analysis.rounding import stands_for
from analysis.signs import is_negative
from analysis.steps import COMPARING
from analysis.subjects import product_code, subject
from analysis.values import Implied
from schemas.periods import frequency_of, months, time_period
from schemas.records import Fact
from schemas.vocabulary import Frequency

#: What a point takes over as it is.
_SAID = (
    *("flow", "balance", "reporter", "partner", "indicator", "measure", "unit"),
    *("period_start", "period_end", "baseline_period_start", "baseline_period_end"),
    *("status", "document_id"),
)
REPORTED, IMPLIED = "reported", "implied"
#: What stands in a key for what is unknown, and for a subject that is all of the flow.
_UNKNOWN, _ALL = "_U", "_T"


class Point(NamedTuple):
    """One value of a series.

    A fall and a deficit are negative. `value_low` and `value_high` are what rounding, a range or a hedge
    allows, None where a bound leaves an end open. `origin` is `reported`, or `implied` where no text states
    the value: then `formula` tells how it follows from `fact_ids`. `basis` is None for a value as it is
    stated, `conversion` tells at which rate it was converted or why it was not, `gap` how many periods of
    the series are missing before it. `subject` is the indicator in a form that spellings share.
    """

    series: str
    flow: str | None
    balance: str | None
    reporter: str | None
    partner: str | None
    indicator: str | None
    subject: str
    product: str | None
    measure: str
    statistic: str | None
    unit: str
    frequency: str
    time_period: str
    period_start: date
    period_end: date
    baseline_period_start: date | None
    baseline_period_end: date | None
    value: float
    value_low: float | None
    value_high: float | None
    bound: str
    status: str
    origin: str
    document_id: str
    fact_ids: tuple[str, ...]
    basis: str | None = None
    formula: str | None = None
    reading: str | None = None
    stated_value: float | None = None
    stated_unit: str | None = None
    conversion: str | None = None
    gap: int = 0


def points(facts: Iterable[Fact], *, implied: bool = False) -> list[Point]:
    """Return the points of facts that have a period, with what they imply where that is wanted.

    Facts of boilerplate, superseded figures, conversions of another figure and ranks are no points.
    """
    known = list(facts)
    found = [point for fact in known if _is_point(fact) for point in _reported(fact)]
    if implied:
        found += [point for one in implied_values(known) for point in _implied(one)]
    return found


def keyed(point: Point) -> Point:
    """Return a point with the key and the frequency that its other fields give it."""
    kind = frequency_of(point.period_start, point.period_end)
    named = (
        point.flow,
        point.balance,
        point.reporter,
        point.partner,
        _subject(point),
        _measure(point),
        point.unit,
        _length(kind, point.period_start, point.period_end),
    )
    when = time_period(point.period_start, point.period_end)
    key = ".".join(one or _UNKNOWN for one in named)
    return point._replace(series=key, frequency=str(kind), time_period=when)


def _subject(point: Point) -> str:
    """Return a subject as a part of a key.

    Of a fact that names neither flow nor subject nobody knows what it is about, and it is put together with
    nothing that another document says.
    """
    if point.flow is None and not point.subject:
        return f"{_UNKNOWN}-{point.document_id}"
    return point.subject.replace(" ", "-") or _ALL


def _measure(point: Point) -> str:
    """Return a measure as a part of a key: of a change with how long before its baseline began."""
    measure = point.measure if point.statistic is None else f"{point.measure}-{point.statistic}"
    if point.measure not in COMPARING:
        return measure
    before, start = point.baseline_period_start, point.period_start
    if before is None:
        return f"{measure}-{_UNKNOWN}"
    return f"{measure}-{(start.year - before.year) * 12 + start.month - before.month}M"


def _length(kind: Frequency, start: date, end: date) -> str:
    """Return a frequency such that no two lengths share one: a year from April is none from January."""
    if kind is Frequency.OTHER:
        whole = months(start, end)
        return f"{kind}-{f'{whole}M' if whole else f'{(end - start).days + 1}D'}"
    return f"{kind}-{start:%m}" if kind is Frequency.YEAR and start.month != 1 else str(kind)


def _is_point(fact: Fact) -> bool:
    own = fact.role not in ("superseded", "conversion") and fact.section != "boilerplate"
    return own and fact.measure != "rank" and None not in (fact.period_start, fact.period_end)


def _reported(fact: Fact) -> Iterator[Point]:
    low, high = (one if math.isfinite(one) else None for one in stands_for(fact))
    found = _point(fact, fact.value, (low, high), (fact.fact_id,), fact.statistic)
    yield from (point._replace(bound=fact.bound) for point in found)


def _implied(one: Implied) -> Iterator[Point]:
    ends = one.value_low, one.value_high
    for point in _point(one, one.value, ends, one.derived_from):
        yield point._replace(origin=IMPLIED, formula=one.formula, reading=one.reading)


def _point(
    says: Fact | Implied,
    value: float,
    ends: tuple[float | None, float | None],
    fact_ids: tuple[str, ...],
    statistic: str | None = None,
) -> Iterator[Point]:
    """Yield the point of what has a period."""
    if says.period_start is None or says.period_end is None:
        return
    low, high = ends
    if is_negative(says):
        value, low, high = -value, _negative(high), _negative(low)
    said: dict[str, Any] = {name: getattr(says, name) for name in _SAID}
    point = Point(
        series="",
        subject=says.subject if isinstance(says, Implied) else subject(says),
        product=says.product if isinstance(says, Implied) else product_code(says),
        # A record is a total like any other.
        statistic=statistic if statistic in ("average", "median") else None,
        frequency="",
        time_period="",
        value=value,
        value_low=low,
        value_high=high,
        bound="exact",
        origin=REPORTED,
        fact_ids=fact_ids,
        **said,
    )
    yield keyed(point)


def _negative(end: float | None) -> float | None:
    return None if end is None else -end
