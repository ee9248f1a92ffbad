"""What was observed along the whole series that a claim belongs to: before it, with it, and after it."""

from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from analysis.comparison import observed_of, sought_by
from analysis.observed import Observations, Observed, Sought
from analysis.rows import baseline_of, period_of
from analysis.verdicts import Money, in_one_unit
from schemas.periods import Days, months, whole_months
from schemas.records import Fact

_YEAR = 12


class Series(NamedTuple):
    """One series of a dataset over periods as long as a claim's, in the claim's unit.

    Each period has its newest vintage, or None where it is missing. `is_mirror` tells that the partner
    counted it.
    """

    dataset: str
    series_key: str
    is_mirror: bool
    points: tuple[tuple[Days, Observed | None], ...]

    @property
    def known(self) -> list[Observed]:
        """What was observed, without the periods that are missing."""
        return [one for _, one in self.points if one is not None]


def along(claim: Fact, known: Observations, money: Money | None = None) -> list[Series]:
    """Return the series in which what a claim says was observed, its reporter's own ones first.

    Months are followed by months and years by years; what is of another length, such as January to
    September, by the same months of the next year. What needs a currency that is not asked for is left out.
    """
    sought = sought_by(claim)
    own = _series(claim, sought, known, money, is_mirror=False)
    mirror = _series(claim, sought.mirror, known, money, is_mirror=True) if sought.mirror else ()
    return [*own, *mirror]


def step_of(days: Days) -> int:
    """Return after how many months a period has its next one, 0 for one that does not have whole months."""
    size = months(*days) or 0
    return size if size == 0 or _YEAR % size == 0 else -(-size // _YEAR) * _YEAR


def _series(
    claim: Fact, sought: Sought, known: Observations, money: Money | None, *, is_mirror: bool
) -> Iterator[Series]:
    by_period: dict[Days, dict[tuple[str, str, str], Observed]] = {}
    for moved in _moved(claim, known.reach(sought)):
        days = period_of(moved)
        assert days is not None  # it was moved to one
        found = by_period.setdefault(days, {})
        for one in observed_of(moved, sought, known):
            turned = in_one_unit(moved, one, money)
            if not isinstance(turned, str):
                # The newest vintage comes first.
                found.setdefault((one.dataset, one.series_key, turned[1].unit), turned[1])
    keys = dict.fromkeys(key for found in by_period.values() for key in found)
    for dataset, series_key, unit in keys:
        points = ((days, found.get((dataset, series_key, unit))) for days, found in by_period.items())
        yield Series(dataset, series_key, is_mirror, tuple(points))


def _moved(claim: Fact, reach: Days | None) -> Iterator[Fact]:
    """Yield what a claim would say of each period of its length that lies within some days."""
    days, before = period_of(claim), baseline_of(claim)
    if days is None or reach is None:
        return
    step = step_of(days)
    if step == 0:
        yield claim
        return
    for number in range(-(_apart(reach[0], days[0]) // step), _apart(days[0], reach[1]) // step + 1):
        start, end = _shifted(days, number * step)
        first, last = _shifted(before, number * step) if before else (None, None)
        yield claim._replace(
            period_start=start, period_end=end, baseline_period_start=first, baseline_period_end=last
        )


def _apart(first: date, last: date) -> int:
    return (last.year - first.year) * _YEAR + last.month - first.month


def _shifted(days: Days, by: int) -> Days:
    """Return a period so many months later; of one without whole months the months that it lies in."""
    month = days[0].year * _YEAR + days[0].month - 1 + by
    size = months(*days) or _apart(*days) + 1
    return whole_months(date(month // _YEAR, month % _YEAR + 1, 1), size)
