"""Values over time: each drawn over the whole of its period, its mark in the middle."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from analysis.implied import implied_values
from analysis.values import Implied
from figures import wording
from figures.described import described
from figures.drawing import marks, money, timeline
from figures.drawing.frame import message
from figures.drawing.timeline import Panel, Point, in_time
from figures.options import Options
from figures.titles import when, whose
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "None of these facts is an amount with a period that could be drawn over time."
_MEASURES = frozenset({"level", "price", "rate", "share"})
#: Series share a panel up to so many marks, and where the largest value of one is at most so many times
#: another's.
_SHARED, _ALIKE = 8, 12
#: The note names so many of the panels for which there is no room.
_MOST_NAMED = 4


def dated(facts: pd.DataFrame, options: Options) -> list[Point]:
    """Return what this figure draws: amounts with a period and, if wanted, the values that they imply."""
    chosen = marks.drawable(facts, options)
    levels = {one.fact_id: one for one in chosen if _is_amount(one)}
    points = [_reported(one, options) for one in levels.values() if one.period_start and one.period_end]
    if options.implied:
        points += [
            implied_point(one, levels[one.level_id], options)
            for one in implied_values(chosen)
            if one.level_id in levels and one.measure == "level" and one.period_start and one.period_end
        ]
    return in_time(points)


def _is_amount(fact: Fact) -> bool:
    bare = fact.unit in ("count", "rank", "ratio", "day")
    return fact.measure in _MEASURES and not bare and fact.role not in ("superseded", "conversion")


def _reported(fact: Fact, options: Options) -> Point:
    """Return the point of a fact that has a period, in the currency asked for."""
    fact, conversion = money.fact_in(fact, options)
    assert fact.period_start is not None and fact.period_end is not None
    low, high = _signed(fact, fact.value, fact.value_high or fact.value)
    average = " on average" if fact.statistic == "average" else ""
    firm = f" {wording.firmness(fact)}" if marks.is_unfirm(fact) else ""
    written = money.as_written(fact, conversion)
    return Point(
        fact,
        fact.period_start,
        fact.period_end,
        value=_signed(fact, fact.value)[0],
        low=low,
        high=high,
        unit=fact.unit,
        said=f"{wording.fact_amount(written)}{average}{firm}",
        about=wording.subject(fact),
        tip=marks.tooltip(marks.told(written), fact.sentence, *money.rate(conversion)),
        ids=fact.fact_id,
        conversion=conversion,
    )


def implied_point(one: Implied, level: Fact, options: Options) -> Point:
    """Return the point of an implied value that has a period, in the currency asked for."""
    one, conversion = money.implied_in(one, options)
    level = money.fact_in(level, options)[0]
    assert one.period_start is not None and one.period_end is not None
    low, high = _signed(level, one.value_low, one.value_high)
    written = money.implied_as_written(one, level, conversion)
    beside = *filter(None, [one.reading and wording.capital(one.reading)]), *money.rate(conversion)
    return Point(
        level,
        one.period_start,
        one.period_end,
        value=_signed(level, one.value)[0],
        low=low,
        high=high,
        unit=one.unit,
        said=f"{wording.amount(written.value, one.unit, like=level.value)} implied",
        about=wording.subject(level),
        tip=marks.tooltip(marks.told_implied(written, level), level.sentence, *beside),
        ids=" ".join(one.derived_from),
        implied=one,
        conversion=conversion,
    )


def _signed(fact: Fact, *values: float) -> list[float]:
    """Return values in order, a deficit's below zero."""
    return sorted(-abs(one) if fact.balance == "deficit" else one for one in values)


def build(facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> go.Figure:
    """Draw each amount over its period, one panel a unit."""
    options = options or Options()
    points = dated(facts, options)
    if not points:
        return message("Values over time", _NOTHING, options)
    without = sum(_is_amount(one) and not one.period_start for one in marks.drawable(facts, options))
    panels = _panels(points)
    most = timeline.panels_that_fit(_words(panels, panels, without, documents, options), options)
    words = _words(panels[:most], panels, without, documents, options)
    return timeline.draw(panels[:most], words, options)


def _panels(points: Sequence[Point]) -> list[Panel]:
    """Return the panels, that with most points first.

    A panel holds one kind of amount: a price in dollars is no amount of dollars. Whose they are decides
    which of them stand together, so that one country's billions do not flatten another one's millions.
    """
    kinds: dict[tuple[str, str], dict[tuple[str | None, str | None], list[Point]]] = {}
    for point in points:
        fact = point.fact
        series = kinds.setdefault((point.unit, fact.measure), {})
        series.setdefault((fact.reporter, fact.partner), []).append(point)
    groups = [in_time(group) for series in kinds.values() for group in _together(list(series.values()))]
    return [Panel(one, _heading(one)) for one in sorted(groups, key=len, reverse=True)]


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


def _heading(group: Sequence[Point]) -> str:
    """Return what a panel measures, and whose it is where it shows those of one: `Euros, billion`."""
    measure = wording.measure_name(group[0].fact)
    unit = wording.unit_title(group[0].unit, _largest(group))
    about = whose([one.fact for one in group], several="")
    return " · ".join(part for part in (f"{unit}, {measure}" if measure else unit, about) if part)


def _words(
    shown: Sequence[Panel],
    panels: Sequence[Panel],
    without: int,
    documents: pd.DataFrame,
    options: Options,
) -> Words:
    points = [one for panel in shown for one in panel.points]
    facts = [one.fact for one in points]
    span_of_years = when([(one.start, one.end) for one in points])
    units = wording.unit_list(one.unit for one in points)
    rows = tuple(one.shown for one in points)
    notes = _notes(points, panels[len(shown) :], without)
    return Words(
        title=f"{whose(facts)}{f', {span_of_years}' if span_of_years else ''}",
        subtitle=f"{units}; each value is drawn over the whole of its period",
        notes=(*notes, *money.notes((one.conversion for one in points), options)),
        sources=sources(documents, (one.document_id for one in facts)),
        described=described("Values over time", rows),
        rows=rows,
    )


def _notes(points: Sequence[Point], hidden: Sequence[Panel], without: int) -> list[str]:
    notes = marks.status_note([one.fact for one in points])
    derived = [one.implied for one in points if one.implied is not None]
    if derived:
        formulas = wording.listed(list(dict.fromkeys(one.formula for one in derived)))
        notes.append(f"Hollow: implied, {formulas}; the bar through it is what rounding allows.")
    if read := dict.fromkeys(one.reading.partition(" read as ")[0] for one in derived if one.reading):
        notes.append(f"Two hollow marks of one period are two readings of {wording.listed(list(read))}.")
    if without:
        notes.append(
            f"{without} {'amount has' if without == 1 else 'amounts have'} no period and no mark here."
        )
    if hidden:
        notes.append(_not_drawn(hidden))
    return notes


def _not_drawn(hidden: Sequence[Panel]) -> str:
    names = dict.fromkeys(wording.uncapital(panel.heading.replace(" · ", ", ")) for panel in hidden)
    told = list(names)[:_MOST_NAMED]
    more = f"; and {len(names) - len(told)} more" if len(names) > len(told) else ""
    return f"No room here for: {'; '.join(told)}{more}. Filter by reporter or unit to see them."
