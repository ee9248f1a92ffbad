"""Values over time: how much was it, and over which period?

Each amount is drawn over the whole of its period, its mark in the middle; what an office published of the
same lies behind, as a grey line.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.along import Series
from analysis.observed import Observations
from figures import wording
from figures.described import described
from figures.drawing import marks, money, published, timeline
from figures.drawing.frame import message
from figures.drawing.points import Line, Panel, Point, implied_by, in_time, reported
from figures.options import Options
from figures.selection import Selection, drawable, implied, once
from figures.shown import Shown
from figures.titles import when, whose
from figures.words import Words, sources
from schemas.periods import Days, months
from schemas.records import Fact
from schemas.units import is_currency

_NOTHING = "None of these facts is an amount with a period that could be drawn over time."
_MEASURES = frozenset({"level", "price", "rate", "share"})
_TRADE = frozenset({"export", "import", "balance", "total_trade"})
#: Series share a panel up to so many marks, and where the largest value of one is at most so many times
#: another's.
_SHARED, _ALIKE = 8, 12
#: The note names so many of the panels for which there is no room.
_MOST_NAMED = 4
#: So many official lines lie behind the marks of a panel, each so long before and behind them.
_MOST_LINES, _AROUND = 4, timedelta(days=731)


@once
def dated(selection: Selection) -> Sequence[Point]:
    """Return what this figure draws: amounts with a period and, if wanted, the values that they imply."""
    return in_time(_points(selection))


def _points(selection: Selection) -> Iterator[Point]:
    options = selection.options
    levels = {one.fact_id: one for one in drawable(selection) if is_amount(one)}
    for fact in levels.values():
        if fact.period_start and fact.period_end:
            yield reported(fact, options)
    for one in implied(selection):
        if one.level_id in levels and one.measure == "level" and one.period_start and one.period_end:
            yield implied_by(one, levels[one.level_id], options)


def is_amount(fact: Fact) -> bool:
    """Tell whether a fact is an amount that stands for itself, and no change, count or multiple."""
    bare = fact.unit in ("count", "rank", "ratio", "day")
    return fact.measure in _MEASURES and not bare and fact.role not in ("superseded", "conversion")


def without_period(selection: Selection) -> list[str]:
    """Return what a figure over time says of amounts that it cannot draw."""
    many = sum(is_amount(one) and not one.period_start for one in drawable(selection))
    if not many:
        return []
    return [f"{many:,} {'amount has' if many == 1 else 'amounts have'} no period and no mark here."]


class _Drawn(NamedTuple):
    """A panel with the official series behind it: whose they are, and how many more there are.

    Of so many marks the official figures are `elsewhere`: in a money that is not the panel's.
    """

    panel: Panel
    behind: Sequence[tuple[Fact, Series]] = ()
    left: int = 0
    elsewhere: int = 0


def draw(selection: Selection) -> go.Figure:
    """How much was it, and over which period? Draw each amount over its period, one panel a unit."""
    documents, options = selection.documents, selection.options
    points = dated(selection)
    if not points:
        return message("Values over time", _NOTHING, options)
    every = _behind(_panels(points), selection)
    without = without_period(selection)
    draft = _words(every, every, without, documents, options)
    most = timeline.panels_that_fit([one.panel for one in every], draft, options)
    words = _words(every[:most], every, without, documents, options)
    return timeline.draw([one.panel for one in every[:most]], words, options)


def _panels(points: Sequence[Point]) -> list[Panel]:
    """Return the panels, the most telling first.

    A panel holds one kind of amount: a price in dollars is no amount of dollars. Whose they are decides
    which of them stand together, so that one country's billions do not flatten another one's millions.
    """
    kinds: dict[tuple[str, str], dict[tuple[str | None, str | None], list[Point]]] = {}
    for point in points:
        fact = point.fact
        series = kinds.setdefault((point.unit, fact.measure), {})
        series.setdefault((fact.reporter, fact.partner), []).append(point)
    groups = [
        in_time(group)
        for series in kinds.values()
        for group in _together([part for one in series.values() for part in _parted(one)])
    ]
    return [_panel(one) for one in sorted(groups, key=_telling, reverse=True)]


def _parted(series: list[Point]) -> list[list[Point]]:
    """Return what is said of one pair in parts, where it is much, by what it is about and how long for."""
    if len(series) <= _SHARED:
        return [series]
    about: dict[tuple[str, int | None], list[Point]] = {}
    for point in series:
        # What a month brings is little beside what a year does.
        about.setdefault((point.about, months(point.start, point.end)), []).append(point)
    return _together(list(about.values()))


def _telling(group: Sequence[Point]) -> tuple[int, ...]:
    """Return how much a panel tells: of trade, of how it went from one period to another, by many texts."""
    of_trade = sum(one.fact.flow in _TRADE for one in group)
    flows = [(one.fact.flow, one.fact.reporter, one.fact.partner) for one in group]
    longest = max(
        len({(one.start, one.end) for one, flow in zip(group, flows, strict=True) if flow == about})
        for about in dict.fromkeys(flows)
    )
    texts = len({one.fact.document_id for one in group})
    money_first = int(is_currency(group[0].unit))
    return int(2 * of_trade >= len(group)), money_first, min(longest, 6), texts, len(group)


def _together(series: Sequence[list[Point]]) -> list[list[Point]]:
    """Return the series of one unit in as few panels as leave each readable: alike in size, and few."""
    panels: list[list[Point]] = []
    for one in sorted(series, key=_largest, reverse=True):
        last = panels[-1] if panels else []
        if last and len(last) + len(one) <= _SHARED and _largest(one) * _ALIKE >= _largest(last):
            last.extend(one)
        else:
            panels.append(list(one))
    return panels


def _largest(points: Sequence[Point]) -> float:
    return max(abs(edge) for one in points for edge in (one.low, one.high))


def _panel(group: Sequence[Point]) -> Panel:
    """Return a panel that says whose its amounts are where they are those of one: `Turkey’s exports`."""
    facts = [one.fact for one in group]
    flowing = [one for one in facts if one.flow]
    about = whose(facts, several="")
    if flowing and len(flowing) < len(facts):
        # A price and a flow of one country are both its own, and have no other word in common.
        reporters = {one.reporter for one in facts}
        about = wording.capital(wording.place(reporters.pop())) if len(reporters) == 1 else ""
    return Panel(group, wording.measure_name(group[0].fact), about)


def _behind(panels: Sequence[Panel], selection: Selection) -> list[_Drawn]:
    """Return the panels with what offices published of the same, which comes before what they did not."""
    known, options = published.known(selection), selection.options
    if known is None:
        return [_Drawn(panel) for panel in panels]
    levels = [one for one in drawable(selection) if one.measure == "level" and is_amount(one)]
    held = {
        (one.fact.fact_id, one.unit): one.fact
        for one in published.grouped(published.compared(levels, known, options))
    }
    return [_with_lines(panel, held, known, options) for panel in panels]


def _with_lines(
    panel: Panel, held: Mapping[tuple[str, str], Fact], known: Observations, options: Options
) -> _Drawn:
    places: dict[tuple[object, ...], Fact] = {}
    for point in panel.points:
        fact = held.get((point.fact.fact_id, panel.unit)) if point.implied is None else None
        if fact is not None:
            places.setdefault(published.place(fact, panel.unit), fact)
    found = [
        (line, fact, series)
        for fact in places.values()
        for line, series in _lines(fact, panel, known, options, several=len(places) > 1)
    ]
    fit = found[:_MOST_LINES]
    drawn = replace(panel, lines=[line for line, _, _ in fit])
    ids = {one.fact.fact_id for one in panel.points if one.implied is None}
    elsewhere = ids & {of for of, unit in held if unit != panel.unit} - {
        of for of, _ in held if (of, panel.unit) in held
    }
    return _Drawn(drawn, [(fact, series) for _, fact, series in fit], len(found) - len(fit), len(elsewhere))


def _lines(
    fact: Fact, panel: Panel, known: Observations, options: Options, *, several: bool
) -> Iterator[tuple[Line, Series]]:
    """Yield the official lines behind a fact's mark, around the time of the panel's marks.

    What is far larger than these is left to the figure that holds claims against official ones.
    """
    first = min(one.start for one in panel.points)
    last = max(one.end for one in panel.points)
    span = max(_AROUND, (last - first) / 2)
    near = [
        series._replace(points=tuple(one for one in series.points if _is_near(one[0], first, last, span)))
        for series in published.series_of(fact, panel.unit, known, options)
    ]
    near = [one for one in near if one.known]
    detail = _told_apart(fact, panel) if several else ""
    for line, series in zip(published.lines(near, fact, detail=detail), near, strict=True):
        if max(abs(value) for _, value in line.known) <= _ALIKE * _largest(panel.points):
            yield line, series


def _is_near(days: Days, first: date, last: date, most: timedelta) -> bool:
    """Tell whether a period lies at most so far from a stretch of days."""
    return first - days[1] <= most and days[0] - last <= most


def _told_apart(fact: Fact, panel: Panel) -> str:
    """Return what tells the official line of a fact from those of others in its panel."""
    facts = [one.fact for one in panel.points if one.fact.measure == "level"]
    flow = wording.FLOW_NAMES.get(fact.flow or "", "").lower() if len({one.flow for one in facts}) > 1 else ""
    pairs = {(one.reporter, one.partner) for one in facts}
    whose_it_is = wording.place(fact.reporter) if len(pairs) > 1 else ""
    return " ".join(filter(None, (whose_it_is, flow, published.length_of(fact))))


def _words(
    shown: Sequence[_Drawn],
    every: Sequence[_Drawn],
    without: Sequence[str],
    documents: pd.DataFrame,
    options: Options,
) -> Words:
    points = [point for one in shown for point in one.panel.points]
    facts = [one.fact for one in points]
    behind = [pair for one in shown for pair in one.behind]
    span_of_years = when([(one.start, one.end) for one in points])
    units = wording.unit_list(one.unit for one in points)
    rows = (*(one.shown for one in points), *_official(behind))
    notes = [*status_and_readings(points), *without, *_notes(shown, every)]
    official = published.sources([series for _, series in behind])
    basis = "each value is drawn over the whole of its period"
    return Words(
        title=f"{whose(facts)}{f', {span_of_years}' if span_of_years else ''}",
        subtitle=f"{units}; {basis}{', grey lines are official figures' if behind else ''}",
        notes=(*notes, *money.notes((one.conversion for one in points), options)),
        sources=f"{official} {sources(documents, (one.document_id for one in facts))}".strip(),
        described=described("Values over time", rows),
        rows=rows,
    )


def _official(behind: Sequence[tuple[Fact, Series]]) -> Iterator[Shown]:
    for fact, series in behind:
        yield from published.rows([series], fact)


def status_and_readings(points: Sequence[Point]) -> list[str]:
    """Return what the looks of marks over time mean: how firm they are, and how implied ones follow."""
    notes = marks.status_note([one.fact for one in points])
    derived = [one.implied for one in points if one.implied is not None]
    if derived:
        formulas = wording.listed(list(dict.fromkeys(one.formula for one in derived)))
        notes.append(f"Hollow: implied, {formulas}; the bar through it is what rounding allows.")
    if read := dict.fromkeys(one.reading.partition(" read as ")[0] for one in derived if one.reading):
        notes.append(f"Two hollow marks of one period are two readings of {wording.listed(list(read))}.")
    return notes


def _notes(shown: Sequence[_Drawn], every: Sequence[_Drawn]) -> Iterator[str]:
    if any(series.is_mirror for one in shown for _, series in one.behind):
        yield published.MIRROR
    if left := sum(one.left for one in shown):
        yield f"{left:,} more official {'series is' if left == 1 else 'series are'} not drawn."
    if elsewhere := sum(one.elsewhere for one in shown):
        marks_are = "mark is" if elsewhere == 1 else "marks are"
        yield f"Official figures of {elsewhere:,} {marks_are} in another money than this, and not drawn."
    if hidden := [one.panel for one in every[len(shown) :]]:
        yield _not_drawn(hidden)


def _not_drawn(hidden: Sequence[Panel]) -> str:
    names = dict.fromkeys(wording.uncapital(panel.heading.replace(" · ", ", ")) for panel in hidden)
    told = list(names)[:_MOST_NAMED]
    more = f"; and {len(names) - len(told)} more" if len(names) > len(told) else ""
    return f"No room here for: {'; '.join(told)}{more}. Filter by reporter or unit to see them."
