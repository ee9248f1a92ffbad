"""Claims against official figures: what the statistical office published as a line, the claims on it."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.along import Series, along, step_of
from analysis.comparison import comparisons, is_claim, sought_by
from analysis.implied import implied_values
from analysis.observed import Observations, Observed
from analysis.rows import period_of
from analysis.values import Implied
from analysis.verdicts import Comparison, Money
from figures import wording
from figures.charts.values import implied_point
from figures.described import described
from figures.drawing import marks, money, timeline
from figures.drawing.frame import message
from figures.drawing.timeline import Line, Panel, Point, in_time
from figures.options import Options
from figures.shown import Shown
from figures.titles import when, whose
from figures.words import Words, sources
from schemas.periods import Days, months
from schemas.records import Fact
from schemas.units import is_currency

_TITLE = "Claims against official figures"
_NOTHING = "None of these facts is an amount of trade, or a change of one, that an office could have counted."
_NO_FIGURES = (
    "No official figures are stored for these facts. Add some with tradefacts official add FILE, and they "
    "are drawn here with the claims on them."
)
_OTHER_CURRENCY = (
    "These claims are in another currency than the official figures. Choose a currency to compare them in: "
    "under Show in the dashboard, or with --currency on the command line."
)
_LENGTHS = {1: "by month", 3: "by quarter", 6: "by half-year", 12: "by year"}


#: So many verdicts are told to who cannot see the figure.
_MOST_TOLD = 8


class Held(NamedTuple):
    """A claim with what it was held against, once for each dataset that observed it in one unit."""

    fact: Fact
    unit: str
    comparisons: list[Comparison]


def held(facts: pd.DataFrame, options: Options) -> list[Held]:
    """Return the claims that this figure draws: those for which there is an official figure."""
    return _held(_compared(marks.drawable(facts, options), options))


def _held(found: Iterable[Comparison]) -> list[Held]:
    together: dict[tuple[str, str], Held] = {}
    for one in found:
        if one.observed is not None and one.value is not None:
            key = one.fact.fact_id, one.observed.unit
            together.setdefault(key, Held(one.fact, one.observed.unit, [])).comparisons.append(one)
    return list(together.values())


def _compared(facts: Iterable[Fact], options: Options) -> list[Comparison]:
    if options.observations is None or options.observations.empty:
        return []
    return comparisons(facts, Observations(options.observations), _money(options))


def _money(options: Options) -> Money | None:
    if options.currency is None or options.rates is None:
        return None
    return Money(options.currency, options.rates)


def build(facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> go.Figure:
    """Draw one panel for each flow, product and unit of claims, and for each length of their periods."""
    options = options or Options()
    chosen = marks.drawable(facts, options)
    found = _compared(chosen, options)
    drawn = _held(found)
    if not drawn:
        return message(_TITLE, _why_nothing(chosen, found, options), options)
    every, left = _panels(drawn, chosen, options), _left_out(found)
    most = timeline.panels_that_fit(_words(every, every, left, documents, options), options)
    words = _words(every[:most], every, left, documents, options)
    return timeline.draw([one.panel for one in every[:most]], words, options)


def _why_nothing(chosen: Sequence[Fact], found: Sequence[Comparison], options: Options) -> str:
    """Return why nothing is drawn, and what would change that."""
    if not any(map(is_claim, chosen)):
        return _NOTHING
    if not found:
        return _NO_FIGURES
    verdicts = Counter(one.verdict for one in found)
    if any(map(_needs_currency, verdicts)):
        return _OTHER_CURRENCY
    commonest = verdicts.most_common(1)[0][0]
    return f"No claim can be held against an official figure. Most often: {commonest}."


def _needs_currency(verdict: str) -> bool:
    return "name a currency" in verdict


class _Against(NamedTuple):
    """A panel, with the claims and the series that are in it."""

    panel: Panel
    claims: list[Held]
    series: list[Series]


def _panels(drawn: Sequence[Held], chosen: Sequence[Fact], options: Options) -> list[_Against]:
    """Return the panels, that with most claims first."""
    known, groups = Observations(_frame(options)), dict[tuple[object, ...], list[Held]]()
    for one in drawn:
        groups.setdefault(_place(one.fact, one.unit), []).append(one)
    implied = _implied(chosen) if options.implied else []
    found = [_panel(place, group, implied, known, options) for place, group in groups.items()]
    # Of two panels of one flow, the amounts come before how they changed.
    return sorted(found, key=lambda one: (-len(one.claims), one.claims[0].fact.measure != "level"))


def _frame(options: Options) -> pd.DataFrame:
    assert options.observations is not None  # without them no claim is held against anything
    return options.observations


def _place(fact: Fact, unit: str) -> tuple[object, ...]:
    """Return what claims share a panel by: a month and a year are never on one line."""
    days = period_of(fact)
    assert days is not None  # a claim without a period is held against nothing
    step = step_of(days)
    begins = (days[0].year * 12 + days[0].month) % step if step else days
    return sought_by(fact), fact.measure, unit, months(*days), begins


def _implied(chosen: Sequence[Fact]) -> list[tuple[Implied, Fact]]:
    """Return the implied levels with a period, each with the fact that it was computed from."""
    levels = {one.fact_id: one for one in chosen if is_claim(one)}
    return [
        (one, levels[one.level_id])
        for one in implied_values(chosen)
        if one.level_id in levels and one.measure == "level" and one.period_start and one.period_end
    ]


def _panel(
    place: tuple[object, ...],
    group: list[Held],
    implied: Sequence[tuple[Implied, Fact]],
    known: Observations,
    options: Options,
) -> _Against:
    series = [one for one in along(group[0].fact, known, _money(options)) if _is_in(one, group[0].unit)]
    points = [_point(one) for one in group]
    for value, level in implied:
        # What is compared in its own currency is implied in that as well.
        own = replace(options, currency=None) if value.unit == group[0].unit else options
        point = implied_point(value, level, own)
        if _place(_as_fact(value, level), point.unit) == place:
            points.append(replace(point, about=""))
    panel = Panel(in_time(points), "", tuple(_lines(series, group[0].fact)))
    return _Against(replace(panel, heading=_heading(panel, group[0].fact)), group, series)


def _as_fact(value: Implied, level: Fact) -> Fact:
    """Return a fact that is about what an implied value is about."""
    return level._replace(
        reporter=value.reporter,
        partner=value.partner,
        indicator=value.indicator,
        period_start=value.period_start,
        period_end=value.period_end,
    )


def _is_in(series: Series, unit: str) -> bool:
    return any(one.unit == unit for one in series.known)


def _point(claim: Held) -> Point:
    first, fact = claim.comparisons[0], claim.fact
    days = period_of(fact)
    assert days is not None and first.value is not None and first.allowed is not None
    low, high = (end if math.isfinite(end) else first.value for end in first.allowed)
    beside = [line for one in claim.comparisons for line in _verdict(one)]
    return Point(
        fact,
        *days,
        value=first.value,
        low=low,
        high=high,
        unit=claim.unit,
        said=_said(first, claim.unit),
        about="; ".join(dict.fromkeys(one.in_words for one in claim.comparisons)),
        tip=marks.tooltip(marks.told(fact), fact.sentence, *beside),
        ids=fact.fact_id,
    )


def _said(one: Comparison, unit: str) -> str:
    """Return a claim's value, and in brackets how its text has it where it was converted."""
    stated = wording.fact_amount(one.fact)
    if one.fact.unit == unit or one.fact.measure == "relative_change" or one.value is None:
        return stated
    return f"{wording.hedge(one.fact)}{money.amount_as_written(one.value, unit, one.fact)} ({stated})"


def _verdict(one: Comparison) -> Iterator[str]:
    """Yield what a tooltip says of a comparison: the verdict, and what it was held against."""
    assert one.observed is not None
    yield f"{wording.capital(one.in_words)}: {_observed(one.observed)}"
    if one.conversion:
        yield one.conversion


def _observed(one: Observed) -> str:
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


def _lines(series: Sequence[Series], claim: Fact) -> Iterator[Line]:
    for one, name in zip(series, _names(series), strict=True):
        yield Line(
            name,
            tuple(wording.middle(*days) if seen else None for days, seen in one.points),
            tuple(seen.value if seen else None for _, seen in one.points),
            tuple(_tip(days, seen, one, claim) for days, seen in one.points),
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
    sides = (claim.partner, claim.reporter) if series.is_mirror else (claim.reporter, claim.partner)
    about = wording.flow_phrase(seen.flow, *sides)
    what = f"{wording.amount(seen.value, seen.unit)}, {about}, {wording.period(*days)}"
    return marks.tooltip(what, f"Series {seen.series_key}", _observed(seen))


def _heading(panel: Panel, claim: Fact) -> str:
    """Return what a panel measures, of what, and by which periods."""
    title = wording.unit_title(panel.unit, panel.largest)
    if claim.measure != "level":
        title = f"Change, {wording.uncapital(title)}"
    days = period_of(claim)
    length = _LENGTHS.get(months(*days) or 0, "") if days else ""
    return " · ".join(filter(None, (title, wording.subject(claim), length)))


def _left_out(found: Iterable[Comparison]) -> list[str]:
    """Return a verdict for each claim that is not drawn."""
    verdicts: dict[str, str] = {}
    drawn = set()
    for one in found:
        verdicts[one.fact.fact_id] = one.verdict
        if one.value is not None:
            drawn.add(one.fact.fact_id)
    return [verdict for fact_id, verdict in verdicts.items() if fact_id not in drawn]


def _words(
    shown: Sequence[_Against],
    every: Sequence[_Against],
    left: Sequence[str],
    documents: pd.DataFrame,
    options: Options,
) -> Words:
    points = [point for one in shown for point in one.panel.points]
    facts = [claim.fact for one in shown for claim in one.claims]
    about, years = whose(facts, several=""), when([(one.start, one.end) for one in points])
    title = f"{about} against official figures" if about else _TITLE
    units = wording.unit_list(one.unit for one in points)
    rows = (*(one.shown for one in points), *_published(shown))
    verdicts = [_in_words(claim) for one in shown for claim in one.claims[:_MOST_TOLD]]
    return Words(
        title=", ".join(filter(None, (title, years))),
        subtitle=f"{units}; the line is what the office published, a mark what a text says and allows",
        notes=tuple(_notes(points, shown, every, left, options)),
        sources=f"{_official(shown)} {sources(documents, (one.document_id for one in facts))}",
        described=described("Claims against official figures", rows, *verdicts),
        rows=rows,
    )


def _published(shown: Sequence[_Against]) -> Iterator[Shown]:
    """Yield the rows of what offices published."""
    for against in shown:
        claim = against.claims[0].fact
        for series in against.series:
            sides = (claim.partner, claim.reporter) if series.is_mirror else (claim.reporter, claim.partner)
            for (start, end), seen in series.points:
                if seen is None:
                    continue
                yield Shown(
                    wording.flow_phrase(seen.flow, *sides), seen.value, seen.unit, claim.measure, start, end,
                    flow=seen.flow, reporter=sides[0], partner=sides[1], status=seen.status,
                    origin="official", note=_observed(seen), dataset=seen.dataset,
                )  # fmt: skip


def _notes(
    points: Sequence[Point],
    shown: Sequence[_Against],
    every: Sequence[_Against],
    left: Sequence[str],
    options: Options,
) -> Iterator[str]:
    yield from marks.status_note([one.fact for one in points])
    if any(one.implied for one in points):
        yield "Hollow: implied by a text, stated by none."
    if any(series.is_mirror for one in shown for series in one.series):
        yield "Dashed line: the same flow as the partner counts it (the mirror)."
    if options.currency and any(one.unit != options.currency for one in points):
        yield "What both have in one unit is compared in that unit."
    yield from _conversion(shown)
    if left:
        yield _not_drawn(left)
    if len(shown) < len(every):
        yield f"{len(shown)} of {len(every)} panels are shown: filter by reporter or flow to see the others."


def _conversion(shown: Sequence[_Against]) -> Iterator[str]:
    """Yield how claims and figures in different units were put into one, with one of the rates."""
    converted = (
        (claim.unit, one.conversion) for against in shown for claim in against.claims
        for one in claim.comparisons if one.conversion
    )  # fmt: skip
    by_unit = dict(converted)
    if rates := [rate for unit, rate in by_unit.items() if is_currency(unit)]:
        yield f"Converted at the average rate of each period, such as {rates[0]}."
    if factors := [factor for unit, factor in by_unit.items() if not is_currency(unit)]:
        yield f"Converted: {'; '.join(factors)}."


def _not_drawn(left: Sequence[str]) -> str:
    """Return how many claims are not drawn, and why: `Claims that are not drawn: 3 without an official …`."""
    currency = sum(map(_needs_currency, left))
    missing = sum(one.startswith("no observation") for one in left)
    reasons = (
        (missing, "without an official figure"),
        (currency, "in another currency than that figure (choose one to compare them in)"),
        (len(left) - currency - missing, "without what a comparison needs, such as whose they are"),
    )
    told = wording.listed([f"{number:,} {reason}" for number, reason in reasons if number])
    return f"Claims that are not drawn: {told}."


def _official(shown: Sequence[_Against]) -> str:
    """Return the datasets of the lines with their vintages, as the source line names them."""
    vintages: dict[str, set[date]] = {}
    for one in (seen for against in shown for series in against.series for seen in series.known):
        vintages.setdefault(one.dataset, set()).add(one.vintage)
    told = [f"{dataset} ({_vintages(sorted(days))})" for dataset, days in vintages.items()]
    return f"Official figures: {'; '.join(told)}."


def _vintages(days: Sequence[date]) -> str:
    if len(days) == 1:
        return f"vintage of {wording.day(days[0])}"
    return f"vintages of {wording.day(days[0])} to {wording.day(days[-1])}"


def _in_words(claim: Held) -> str:
    return f"{marks.told(claim.fact)}: {claim.comparisons[0].in_words}"
