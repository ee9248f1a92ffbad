"""What statistical offices published, behind what texts say: as lines, as rows, and in the source line."""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

from analysis.along import Series, along, step_of
from analysis.comparison import comparisons, sought_by
from analysis.observed import Observations, Observed
from analysis.rows import period_of
from analysis.verdicts import Comparison, Money
from figures import wording
from figures.drawing import marks
from figures.drawing.points import Line
from figures.options import Options
from figures.selection import Selection, once
from figures.shown import Shown
from schemas.periods import Days, months
from schemas.records import Fact

#: Status of an observation that may still change.
_OPEN = frozenset({"provisional", "estimate"})
#: By which periods a series goes, by their months.
_LENGTHS = {1: "by month", 3: "by quarter", 6: "by half-year", 12: "by year"}
MIRROR = "Dashed line: the same flow as the partner counts it (the mirror)."


@once
def known(selection: Selection) -> Observations | None:
    """Return the observations that the options give, None where there are none."""
    options = selection.options
    if options.observations is None or options.observations.empty:
        return None
    return Observations(options.observations)


def money_of(options: Options) -> Money | None:
    """Return the currency to compare in, None where none is asked for."""
    if options.currency is None or options.rates is None:
        return None
    return Money(options.currency, options.rates)


def compared(facts: Iterable[Fact], observations: Observations | None, options: Options) -> list[Comparison]:
    """Return what each claim among the facts is to what was observed; nothing where nothing was."""
    return [] if observations is None else comparisons(facts, observations, money_of(options))


class Held(NamedTuple):
    """A claim with what it was held against, once for each dataset that observed it in one unit."""

    fact: Fact
    unit: str
    comparisons: list[Comparison]


def grouped(found: Iterable[Comparison]) -> list[Held]:
    """Return the claims of which a comparison says something, each with its comparisons."""
    together: dict[tuple[str, str], Held] = {}
    for one in found:
        if one.observed is not None and one.value is not None:
            key = one.fact.fact_id, one.observed.unit
            together.setdefault(key, Held(one.fact, one.observed.unit, [])).comparisons.append(one)
    return list(together.values())


def place(fact: Fact, unit: str) -> tuple[object, ...]:
    """Return what claims share a panel by: a month and a year are never on one line."""
    days = period_of(fact)
    assert days is not None  # a claim without a period is held against nothing
    step = step_of(days)
    begins = (days[0].year * 12 + days[0].month) % step if step else days
    return sought_by(fact), fact.measure, unit, months(*days), begins


def series_of(claim: Fact, unit: str, known: Observations, options: Options) -> list[Series]:
    """Return the series in which a claim was observed that have something in a unit."""
    found = along(claim, known, money_of(options))
    return [one for one in found if any(seen.unit == unit for seen in one.known)]


def length_of(claim: Fact) -> str:
    """Return by which periods a claim's series goes, empty for those that have no word: `by month`."""
    days = period_of(claim)
    return _LENGTHS.get(months(*days) or 0, "") if days else ""


def lines(series: Sequence[Series], claim: Fact, *, detail: str = "") -> Iterator[Line]:
    """Yield the lines of the series in which a claim was observed; `detail` tells their names apart."""
    for one, name in zip(series, _names(series), strict=True):
        yield Line(
            f"{name}, {detail}" if detail else name,
            tuple(wording.middle(*days) if seen else None for days, seen in one.points),
            tuple(seen.value if seen else None for _, seen in one.points),
            tuple(_tip(days, seen, one, claim) for days, seen in one.points),
            tuple(seen is None or seen.status not in _OPEN for _, seen in one.points),
            one.is_mirror,
        )


def _names(series: Sequence[Series]) -> list[str]:
    """Return what each line is called: its dataset, and of several series of one what tells them apart."""
    names = [f"{one.dataset}, mirror" if one.is_mirror else one.dataset for one in series]
    often = Counter(names)
    return [
        f"{name} {one.known[0].valuation or one.series_key}" if often[name] > 1 else name
        for name, one in zip(names, series, strict=True)
    ]


def _tip(days: Days, seen: Observed | None, series: Series, claim: Fact) -> str:
    if seen is None:
        return ""
    about = wording.flow_phrase(seen.flow, *_sides(series, claim))
    what = f"{wording.amount(seen.value, seen.unit)}, {about}, {wording.period(*days)}"
    return marks.tooltip(what, f"Series {seen.series_key}", told(seen))


def _sides(series: Series, claim: Fact) -> tuple[str | None, str | None]:
    return (claim.partner, claim.reporter) if series.is_mirror else (claim.reporter, claim.partner)


def told(one: Observed) -> str:
    """Return an observation in words: `COMTRADE, $640m, vintage of 15 Feb 2024, provisional`."""
    firm = one.status if one.status != "reported" else ""
    parts = (
        one.dataset,
        wording.amount(one.value, one.unit),
        one.formula or "",
        f"vintage of {wording.day(one.vintage)}",
        firm,
    )
    return ", ".join(part for part in parts if part)


def rows(series: Iterable[Series], claim: Fact) -> Iterator[Shown]:
    """Yield a row for each value of the series in which a claim was observed."""
    for one in series:
        reporter, partner = _sides(one, claim)
        for (start, end), seen in one.points:
            if seen is not None:
                yield Shown(
                    wording.flow_phrase(seen.flow, reporter, partner), seen.value, seen.unit, claim.measure,
                    start, end, flow=seen.flow, reporter=reporter, partner=partner, status=seen.status,
                    origin="official", note=told(seen), dataset=seen.dataset,
                )  # fmt: skip


def sources(series: Iterable[Series]) -> str:
    """Return the datasets with their vintages and how firm they are, as the source line names them."""
    seen: dict[str, list[Observed]] = {}
    for one in series:
        seen.setdefault(one.dataset, []).extend(one.known)
    names = [f"{dataset} ({_vintages(found)}{_firmness(found)})" for dataset, found in seen.items()]
    return f"Official figures: {'; '.join(names)}." if names else ""


def _vintages(seen: Sequence[Observed]) -> str:
    days: list[date] = sorted({one.vintage for one in seen})
    if len(days) == 1:
        return f"vintage of {wording.day(days[0])}"
    return f"vintages of {wording.day(days[0])} to {wording.day(days[-1])}"


def _firmness(seen: Sequence[Observed]) -> str:
    """Return what the source line says of values that may still change."""
    words = [status for status in ("provisional", "estimate") if any(one.status == status for one in seen)]
    if not words:
        return ""
    said = " and ".join("estimated" if one == "estimate" else one for one in words)
    return f", {said}" if all(one.status in _OPEN for one in seen) else f", partly {said}"
