"""What was observed of a flow over a period: one observation, or the sum of those that make the period up."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

import pandas as pd

from analysis.rows import observations_of
from schemas.periods import Days, frequency_of, months, time_period
from schemas.records import ALL_PRODUCTS
from schemas.vocabulary import Frequency

#: The lengths of periods that a longer one may be made up of, the longest first.
_PARTS = (Frequency.QUARTER, Frequency.MONTH)


class Observed(NamedTuple):
    """A value that an office published, or one that follows from several of one dataset and vintage.

    `formula` tells how it follows; it is None for an observation as it stands. `area` are the reporter and
    the partner as the file has them.
    """

    dataset: str
    series_key: str
    vintage: date
    value: float
    unit: str
    status: str
    flow: str
    valuation: str | None = None
    coverage: str | None = None
    area: tuple[str | None, str | None] = (None, None)
    formula: str | None = None


class Sought(NamedTuple):
    """A flow from or to a country, of a product, over a period; what it is made of has the same unit."""

    flow: str
    reporter: str
    partner: str
    product: str = ALL_PRODUCTS

    @property
    def mirror(self) -> "Sought | None":
        """The same flow as the partner counts it, None where the partner is the world."""
        turned = {"export": "import", "import": "export"}.get(self.flow)
        if turned is None or self.partner == "WLD":
            return None
        return Sought(turned, self.partner, self.reporter, self.product)


class Observations:
    """Observations by what they are about, without seasonally adjusted ones: claims are of raw figures."""

    def __init__(self, frame: pd.DataFrame) -> None:
        self._by_subject: dict[Sought, list[_Row]] = defaultdict(list)
        for row in _rows(frame):
            self._by_subject[row.sought].append(row)
        self.datasets = tuple(dict.fromkeys(frame["dataset"]))
        # Many claims are about one flow and month, and a series may have hundreds of these.
        self._found = cache(self._find)

    def over(self, sought: Sought, days: Days) -> tuple[Observed, ...]:
        """Return what was observed over a period, one a series and vintage, the newest vintage first.

        A balance or a total that no series has is made of the exports and the imports of one dataset.
        """
        return self._found(sought, days)

    def _find(self, sought: Sought, days: Days) -> tuple[Observed, ...]:
        rows = self._by_subject.get(sought, [])
        found = [*self._direct(rows, days), *self._summed(rows, days)]
        if not found and sought.flow in ("balance", "total_trade"):
            found = list(self._of_both(sought, days))
        return tuple(sorted(_one_a_series(found), key=lambda one: one.vintage, reverse=True))

    def reach(self, sought: Sought) -> Days | None:
        """Return the first and last day of what was observed of a flow, None where nothing was."""
        flows = ("export", "import") if sought.flow in ("balance", "total_trade") else ()
        asked = [sought, *(sought._replace(flow=flow) for flow in flows)]
        days = [row.days for one in asked for row in self._by_subject.get(one, [])]
        return (min(first for first, _ in days), max(last for _, last in days)) if days else None

    def _direct(self, rows: Iterable["_Row"], days: Days) -> Iterator[Observed]:
        return (row.observed for row in rows if row.days == days)

    def _summed(self, rows: Sequence["_Row"], days: Days) -> Iterator[Observed]:
        """Yield the sums of the quarters or months that a period is made up of, where none is missing."""
        size = months(*days)
        if not size or size == 1:
            return
        series: dict[tuple[str, str, date], list[_Row]] = defaultdict(list)
        for row in rows:
            if days[0] <= row.days[0] and row.days[1] <= days[1] and row.days != days:
                series[row.observed.dataset, row.observed.series_key, row.observed.vintage].append(row)
        for parts in series.values():
            for kind in _PARTS:
                chosen = sorted((one for one in parts if one.frequency == kind), key=lambda one: one.days)
                if _fill(chosen, days):
                    yield _sum(chosen)
                    break

    def _of_both(self, sought: Sought, days: Days) -> Iterator[Observed]:
        exports, imports = (self.over(sought._replace(flow=flow), days) for flow in ("export", "import"))
        for one in exports:
            other = next((two for two in imports if _same_file(one, two)), None)
            if other is not None:
                sign, word = (-1, "−") if sought.flow == "balance" else (1, "+")
                yield one._replace(
                    series_key=f"{one.series_key} {word} {other.series_key}",
                    value=one.value + sign * other.value,
                    flow=sought.flow,
                    valuation=None,
                    formula=f"exports {word} imports",
                )


class _Row(NamedTuple):
    sought: Sought
    days: Days
    observed: Observed

    @property
    def frequency(self) -> Frequency:
        return frequency_of(*self.days)


def _rows(frame: pd.DataFrame) -> Iterator[_Row]:
    for one in observations_of(frame):
        if one.adjustment is None and one.flow and one.reporter and one.partner and one.product:
            yield _Row(
                Sought(one.flow, one.reporter, one.partner, one.product),
                (one.period_start, one.period_end),
                Observed(
                    one.dataset,
                    one.series_key,
                    one.vintage,
                    one.value,
                    one.unit,
                    one.status,
                    one.flow,
                    one.valuation,
                    one.coverage,
                    (one.reporter_area, one.partner_area),
                ),
            )


def _fill(parts: Sequence[_Row], days: Days) -> bool:
    """Tell whether periods follow one another from the first to the last day of another one."""
    if not parts or parts[0].days[0] != days[0] or parts[-1].days[1] != days[1]:
        return False
    ends = [one.days[1] + timedelta(days=1) for one in parts[:-1]]
    return ends == [one.days[0] for one in parts[1:]]


def _sum(parts: Sequence[_Row]) -> Observed:
    first = parts[0].observed
    firm = all(one.observed.status == "reported" for one in parts)
    return first._replace(
        value=sum(one.observed.value for one in parts),
        status="reported" if firm else "provisional",
        formula=f"the sum of {time_period(*parts[0].days)} to {time_period(*parts[-1].days)}",
    )


def _same_file(one: Observed, other: Observed) -> bool:
    return (one.dataset, one.vintage, one.unit) == (other.dataset, other.vintage, other.unit)


def _one_a_series(found: Iterable[Observed]) -> list[Observed]:
    """Return what was observed, without a sum where the series has the period itself."""
    best: dict[tuple[str, str, date, str], Observed] = {}
    for one in found:
        best.setdefault((one.dataset, one.series_key, one.vintage, one.unit), one)
    return list(best.values())
