"""Claims against official figures: what the statistical office published as a line, the claims on it."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.along import Series
from analysis.comparison import is_claim
from analysis.observed import Observations
from analysis.rows import period_of
from analysis.values import Implied
from analysis.verdicts import Comparison
from figures import wording
from figures.described import described
from figures.drawing import marks, money, published, timeline
from figures.drawing.frame import message
from figures.drawing.points import Panel, Point, implied_by, in_time
from figures.options import Options
from figures.selection import Selection, drawable, implied, once
from figures.titles import when, whose
from figures.words import Words, sources
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


#: So many verdicts are told to who cannot see the figure.
_MOST_TOLD = 8


def held(selection: Selection) -> list[published.Held]:
    """Return the claims that this figure draws: those for which there is an official figure."""
    return published.grouped(_compared(selection))


@once
def _compared(selection: Selection) -> Sequence[Comparison]:
    known = published.known(selection)
    return published.compared(drawable(selection), known, selection.options)


def draw(selection: Selection) -> go.Figure:
    """What did the statistical office publish, and do the claims match it?

    Draw one panel for each flow, product and unit of claims, and for each length of their periods.
    """
    documents, options = selection.documents, selection.options
    chosen, known, found = drawable(selection), published.known(selection), _compared(selection)
    drawn = published.grouped(found)
    if not drawn or known is None:
        return message(_TITLE, _why_nothing(chosen, found, options), options)
    every, left = _panels(drawn, selection, known), _left_out(found)
    draft = _words(every, every, left, documents, options)
    most = timeline.panels_that_fit([one.panel for one in every], draft, options)
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
    claims: list[published.Held]
    series: list[Series]


def _panels(drawn: Sequence[published.Held], selection: Selection, known: Observations) -> list[_Against]:
    """Return the panels, that with most claims first."""
    options, levels = selection.options, _implied(selection)
    groups: dict[tuple[object, ...], list[published.Held]] = {}
    for one in drawn:
        groups.setdefault(published.place(one.fact, one.unit), []).append(one)
    found = [_panel(at, group, levels, known, options) for at, group in groups.items()]
    # Of two panels of one flow, the amounts come before how they changed.
    return sorted(found, key=lambda one: (-len(one.claims), one.claims[0].fact.measure != "level"))


def _implied(selection: Selection) -> list[tuple[Implied, Fact]]:
    """Return the implied levels with a period, each with the fact that it was computed from."""
    levels = {one.fact_id: one for one in drawable(selection) if is_claim(one)}
    return [
        (one, levels[one.level_id])
        for one in implied(selection)
        if one.level_id in levels and one.measure == "level" and one.period_start and one.period_end
    ]


def _panel(
    at: tuple[object, ...],
    group: list[published.Held],
    implied: Sequence[tuple[Implied, Fact]],
    known: Observations,
    options: Options,
) -> _Against:
    claim, unit = group[0].fact, group[0].unit
    series = published.series_of(claim, unit, known, options)
    points = [_point(one) for one in group]
    drawn = {one.fact.fact_id for one in group}
    for value, level in implied:
        # What no claim here leads to may be of something else than these are.
        if level.fact_id not in drawn:
            continue
        # What is compared in its own currency is implied in that as well.
        own = replace(options, currency=None) if value.unit == unit else options
        point = implied_by(value, level, own)
        if published.place(_as_fact(value, level), point.unit) == at:
            points.append(replace(point, about=""))
    about = " · ".join(filter(None, (wording.subject(claim), published.length_of(claim))))
    measure = "" if claim.measure == "level" else "change"
    panel = Panel(in_time(points), measure, about, tuple(published.lines(series, claim)))
    return _Against(panel, group, series)


def _as_fact(value: Implied, level: Fact) -> Fact:
    """Return a fact that is about what an implied value is about."""
    return level._replace(
        reporter=value.reporter,
        partner=value.partner,
        indicator=value.indicator,
        period_start=value.period_start,
        period_end=value.period_end,
    )


def _point(claim: published.Held) -> Point:
    first, fact = claim.comparisons[0], claim.fact
    days = period_of(fact)
    assert days is not None and first.value is not None and first.allowed is not None
    low, high = (end if math.isfinite(end) else first.value for end in first.allowed)
    return Point(
        fact,
        *days,
        value=first.value,
        low=low,
        high=high,
        unit=claim.unit,
        said=_said(first, claim.unit),
        about="; ".join(dict.fromkeys(one.in_words for one in claim.comparisons)),
        ids=fact.fact_id,
        verdicts=tuple(line for one in claim.comparisons for line in _verdict(one)),
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
    yield f"{wording.capital(one.in_words)}: {published.told(one.observed)}"
    if one.conversion:
        yield one.conversion


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
    series = [series for one in shown for series in one.series]
    official = [row for one in shown for row in published.rows(one.series, one.claims[0].fact)]
    rows = (*(one.shown for one in points), *official)
    verdicts = [_in_words(claim) for one in shown for claim in one.claims[:_MOST_TOLD]]
    return Words(
        title=", ".join(filter(None, (title, years))),
        subtitle=f"{units}; the line is what the office published, a mark what a text says and allows",
        notes=tuple(_notes(points, shown, every, left, options)),
        sources=f"{published.sources(series)} {sources(documents, (one.document_id for one in facts))}",
        described=described("Claims against official figures", rows, *verdicts),
        rows=rows,
    )


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
        yield published.MIRROR
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


def _in_words(claim: published.Held) -> str:
    return f"{marks.told(claim.fact)}: {claim.comparisons[0].in_words}"
