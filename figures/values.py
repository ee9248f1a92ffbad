"""Values over time: each drawn over the whole of its period, its mark in the middle."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.implied import implied_values
from analysis.values import Implied
from figures import marks, wording
from figures.lettering import cut, safe, width
from figures.placing import Box, Label, placed
from figures.scale import Need, span, tick_texts, ticks
from figures.style import (
    BODY,
    SMALL,
    Canvas,
    Options,
    Palette,
    Words,
    canvas,
    dress,
    message,
    sources,
    value_axis,
)
from figures.titles import when, whose
from schemas.records import Fact

_NOTHING = "None of these facts is an amount with a period that could be drawn over time."
#: Pixels: a panel, its heading above it, its time axis below it, and the axis titles' room at its left.
_PANEL, _HEAD, _AXIS_ROOM, _LEFT = 240, 26, 34, 46
_LEAST_PANEL, _MOST_PANELS = 80, 8
_MEASURES = frozenset({"level", "price", "rate", "share"})
_LINE = 17
#: A bound points to where the value may lie: up for `over`, down for `under`.
_BOUNDS = {"more_than": 1, "at_least": 1, "less_than": -1, "at_most": -1}
#: Up to so many marks a panel names what each is; up to so many it gives their values.
_NAMED, _VALUED = 16, 40
#: Series share a panel up to so many marks, and where the largest value of one is at most so many times
#: another's.
_SHARED, _ALIKE = 8, 12
#: The note names so many of the panels for which there is no room.
_MOST_NAMED = 4


@dataclass(frozen=True, slots=True)
class Point:
    """One value over one period: a reported fact, or an implied value with the level it came from."""

    fact: Fact
    start: date
    end: date
    implied: Implied | None = None

    @property
    def value(self) -> float:
        """The value drawn; a deficit lies below zero."""
        value = self.implied.value if self.implied is not None else self.fact.value
        return -abs(value) if self.fact.balance == "deficit" else value

    @property
    def low(self) -> float:
        """The least that the value may be: the lower end of what rounding allows, or the value itself."""
        return min(self._ends)

    @property
    def high(self) -> float:
        """The most that the value may be: the end of its range, or of what rounding allows."""
        return max(self._ends)

    @property
    def _ends(self) -> tuple[float, float]:
        if self.implied is not None:
            low, high = self.implied.value_low, self.implied.value_high
        else:
            low, high = self.fact.value, self.fact.value_high or self.fact.value
        return (-abs(low), -abs(high)) if self.fact.balance == "deficit" else (low, high)

    @property
    def ids(self) -> str:
        """The ids of the facts behind the mark, the level's first, with blanks between."""
        if self.implied is None:
            return self.fact.fact_id
        return " ".join(self.implied.derived_from)

    @property
    def tip(self) -> str:
        """What the tooltip says."""
        told = marks.told_implied(self.implied, self.fact) if self.implied else marks.told(self.fact)
        return marks.tooltip(told, self.fact.sentence)


def dated(facts: pd.DataFrame, options: Options) -> list[Point]:
    """Return what this figure draws: amounts with a period and, if wanted, the values that they imply."""
    chosen = marks.drawable(facts, options)
    levels = {one.fact_id: one for one in chosen if _is_amount(one)}
    points = [
        Point(one, one.period_start, one.period_end)
        for one in levels.values()
        if one.period_start and one.period_end
    ]
    if options.implied:
        points += [
            Point(levels[one.level_id], one.period_start, one.period_end, one)
            for one in implied_values(chosen)
            if one.level_id in levels and one.measure == "level" and one.period_start and one.period_end
        ]
    return sorted(points, key=lambda one: (one.start, one.end, -one.value))


def _is_amount(fact: Fact) -> bool:
    bare = fact.unit in ("count", "rank", "ratio", "day")
    return fact.measure in _MEASURES and not bare and fact.role not in ("superseded", "conversion")


def build(facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> go.Figure:
    """Draw each amount over its period, one panel a unit."""
    options = options or Options()
    points = dated(facts, options)
    if not points:
        return message("Values over time", _NOTHING, options)
    without = sum(_is_amount(one) and not one.period_start for one in marks.drawable(facts, options))
    groups = _grouped(points)
    most = _panels_that_fit(_words(groups, groups, without, documents, options), options)
    shown = groups[:most]
    words = _words(shown, groups, without, documents, options)
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    height = (
        options.height or len(shown) * (_PANEL + _HEAD + _AXIS_ROOM) - _AXIS_ROOM + sheet.top + sheet.bottom
    )
    sheet.left += _LEFT
    sheet.right += 12
    figure = go.Figure()
    dress(figure, words, sheet, height, options)
    for number, group in enumerate(shown):
        _panel(figure, group, number, len(shown), sheet, height - sheet.top - sheet.bottom, options)
    return figure


def _panels_that_fit(words: Words, options: Options) -> int:
    """Return how many panels a reader can still read at the height asked for."""
    if options.height is None:
        return _MOST_PANELS
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    room = options.height - sheet.top - sheet.bottom + _AXIS_ROOM
    return min(_MOST_PANELS, max(1, int(room / (_LEAST_PANEL + _HEAD + _AXIS_ROOM))))


def _grouped(points: Sequence[Point]) -> list[list[Point]]:
    """Return the points of each panel, those of the panel with most points first.

    A panel holds one kind of amount: a price in dollars is no amount of dollars. Whose they are decides
    which of them stand together, so that one country's billions do not flatten another one's millions.
    """
    kinds: dict[tuple[str, str], dict[tuple[str | None, str | None], list[Point]]] = {}
    for point in points:
        fact = point.fact
        series = kinds.setdefault((fact.unit, fact.measure), {})
        series.setdefault((fact.reporter, fact.partner), []).append(point)
    panels = [panel for series in kinds.values() for panel in _together(list(series.values()))]
    return sorted((_in_time(panel) for panel in panels), key=len, reverse=True)


def _in_time(points: Sequence[Point]) -> list[Point]:
    return sorted(points, key=lambda one: (one.start, one.end, -one.value))


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


def _days(points: Sequence[Point]) -> tuple[date, date]:
    """Return the first and last day of the time axis: whole years, with a margin where one is short."""
    first, last = min(one.start for one in points), max(one.end for one in points)
    margin = max((last - first).days // 30, 20)
    return first - timedelta(days=margin), last + timedelta(days=margin)


def _panel(
    figure: go.Figure,
    group: Sequence[Point],
    number: int,
    total: int,
    sheet: Canvas,
    plot: float,
    options: Options,
) -> None:
    """Draw the points of one unit into panel `number` of `total`, on axes of their own."""
    name = "" if number == 0 else str(number + 1)
    days = _days(group)
    pixels = (plot - (total - 1) * _AXIS_ROOM) / total - _HEAD
    top = plot - number * (pixels + _HEAD + _AXIS_ROOM) - _HEAD
    low, high = span(
        (Need(edge, 12 if edge < 0 else 0, 22) for one in group for edge in (one.low, one.high, one.value)),
        pixels,
    )
    _axes(figure, group, name, (top - pixels, top, plot), (low, high), days, options)
    for points in _looks(group):
        _draw(figure, points, name, options.palette)
    for point in group[:_VALUED]:
        _bound(figure, point, name, options.palette)
    across = sheet.plot_width / (days[1] - days[0]).days
    spots = [_spot(one, days[0], across, pixels, (low, high)) for one in group]
    boxes = [
        box
        for one, spot in zip(group, spots, strict=True)
        for box in _taken(one, spot, pixels / (high - low))
    ]
    _label(figure, group, spots, boxes, Box(0, -8, sheet.plot_width, pixels), name, options)


def _spot(
    point: Point, first: date, across: float, pixels: float, values: tuple[float, float]
) -> tuple[float, float, float]:
    """Return a mark's pixels from the panel's left and top, and half of what its period takes."""
    middle = wording.middle(point.start, point.end)
    down = (values[1] - point.value) / (values[1] - values[0]) * pixels
    return (middle - first).days * across, down, (point.end - point.start).days * across / 2


def _axes(
    figure: go.Figure,
    group: Sequence[Point],
    name: str,
    place: tuple[float, float, float],
    values: tuple[float, float],
    days: tuple[date, date],
    options: Options,
) -> None:
    """Set the axes of one panel; `place` are its bottom, its top and the whole plot's height in pixels."""
    bottom, top, plot = place
    largest = _largest(group)
    unit = group[0].fact.unit
    shown = ticks(*values, most=5)
    across = _time_axis(days, options) | {"anchor": f"y{name}"}
    upward = value_axis(options.palette) | {
        "anchor": f"x{name}",
        "domain": [max(0.0, bottom / plot), min(1.0, top / plot)],
        "range": list(values),
        "tickvals": shown,
        "ticktext": tick_texts(shown, unit, largest),
    }
    figure.update_layout({f"xaxis{name}": across, f"yaxis{name}": upward})
    # The axis title lies flat above its axis, where it is read first and needs no turned head.
    figure.add_annotation(
        name="axis title", showarrow=False, borderpad=0, font=upward["tickfont"],
        text=safe(cut(_heading(group), SMALL, options.width - 8)),
        xref="paper", x=0, xanchor="left", xshift=-_LEFT,
        yref="paper", y=top / plot, yanchor="bottom", yshift=6,
    )  # fmt: skip


def _heading(group: Sequence[Point]) -> str:
    """Return what a panel measures, and whose it is where it shows those of one: `Euros, billion`."""
    measure = wording.measure_name(group[0].fact)
    unit = wording.unit_title(group[0].fact.unit, _largest(group))
    about = whose([one.fact for one in group], several="")
    return " · ".join(part for part in (f"{unit}, {measure}" if measure else unit, about) if part)


def _time_axis(days: tuple[date, date], options: Options) -> dict[str, Any]:
    look = options.palette
    at, texts = _time_ticks(days, options.width - _LEFT)
    return {
        "type": "date",
        "range": [one.isoformat() for one in days],
        "tickvals": at,
        "ticktext": texts,
        "ticks": "outside",
        "tickcolor": look.axis,
        "tickfont": {"size": SMALL, "color": look.soft},
        "tickangle": 0,
        "showgrid": False,
        "showline": True,
        "linecolor": look.axis,
        "zeroline": False,
        "fixedrange": True,
    }


#: Months between two ticks of a time axis.
_STEPS = (1, 3, 6, 12, 24, 60, 120, 240, 600, 1200, 12000)


def _time_ticks(days: tuple[date, date], pixels: float) -> tuple[list[str], list[str]]:
    """Return the first days of years as ticks, or of months where the axis is shorter than two years."""
    first, last = days
    months = (last.year - first.year) * 12 + last.month - first.month
    # `Jan 2023` takes about 75 pixels, `2023` about 55.
    step = next(one for one in _STEPS if months / one <= pixels / (75 if one < 12 else 55))
    found = []
    for month in range(first.year * 12, (last.year + 1) * 12, step):
        when_it_is = date(month // 12, month % 12 + 1, 1)
        if first <= when_it_is <= last:
            found.append(when_it_is)
    texts = [str(one.year) if step >= 12 else wording.month(one) for one in found]
    return [one.isoformat() for one in found], texts


def _draw(figure: go.Figure, points: Sequence[Point], name: str, look: Palette) -> None:
    """Draw points of one look: their periods, their rings, and their marks, one trace each."""
    first = points[0]
    hue = marks.colour(first.fact.flow, look)
    axes = {"xaxis": f"x{name}", "yaxis": f"y{name}", "cliponaxis": False}
    dash = "dot" if first.implied or marks.is_unfirm(first.fact) else "solid"
    figure.add_scatter(
        # A gap after each period keeps it apart from the next one.
        x=[day for one in points for day in (*_days_of(one), None)],
        y=[value for one in points for value in (one.value, one.value, None)],
        mode="lines", hoverinfo="skip", opacity=0.75, connectgaps=False, **axes,
        line={"color": hue, "width": 3 if dash == "solid" else 2, "dash": dash},
    )  # fmt: skip
    places = {"x": [_middle(one) for one in points], "y": [one.value for one in points]}
    outer = None if first.implied else marks.ring(first.fact, look)
    if outer is not None:
        figure.add_scatter(**places, mode="markers", marker=outer, hoverinfo="skip", **axes)
    figure.add_scatter(
        **places, mode="markers", error_y=_whiskers(points, hue),
        marker=marks.hollow(first.fact.flow, look) if first.implied else marks.marker(first.fact, look),
        customdata=[one.ids for one in points], hovertext=[one.tip for one in points], hoverinfo="text",
        **axes,
    )  # fmt: skip


def _days_of(point: Point) -> tuple[str, str]:
    """Return the ends of a point's period on a time axis, on which a day begins at midnight."""
    return point.start.isoformat(), (point.end + timedelta(days=1)).isoformat()


def _middle(point: Point) -> str:
    return wording.middle(point.start, point.end).isoformat()


def _looks(points: Sequence[Point]) -> list[list[Point]]:
    """Return the points by what they look like: one trace draws thousands as fast as one."""
    found: dict[tuple[object, ...], list[Point]] = {}
    for one in points:
        found.setdefault((one.fact.flow, one.fact.status, one.implied is not None), []).append(one)
    return list(found.values())


def _bound(figure: go.Figure, point: Point, name: str, look: Palette) -> None:
    """Draw an arrow from a mark to where its value may lie, if the text gives no more than a bound."""
    away = _BOUNDS.get(point.fact.bound)
    if away is None or point.implied is not None:
        return
    figure.add_annotation(
        xref=f"x{name}", yref=f"y{name}", x=_middle(point), y=point.value, yshift=away * 24, text="",
        ax=0, ay=away * 14, arrowcolor=marks.colour(point.fact.flow, look), arrowwidth=1.5, arrowhead=2,
    )  # fmt: skip


def _whiskers(points: Sequence[Point], hue: str) -> dict[str, Any] | None:
    """Return the error bars of the points, None where every one of them is a single value."""
    if all(one.low == one.high for one in points):
        return None
    return {
        "type": "data",
        "symmetric": False,
        "array": [one.high - one.value for one in points],
        "arrayminus": [one.value - one.low for one in points],
        "color": hue,
        "thickness": 1.2,
        "width": 5,
    }


def _label(
    figure: go.Figure,
    group: Sequence[Point],
    spots: Sequence[tuple[float, float, float]],
    taken: Sequence[Box],
    bounds: Box,
    name: str,
    options: Options,
) -> None:
    """Write beside each mark what it is, or its value alone where there is no room for more."""
    if len(group) > _VALUED:
        return
    texts = [_long(one) if len(group) <= _NAMED else _short(one) for one in group]
    boxes = placed([_label_for(lines, spot) for lines, spot in zip(texts, spots, strict=True)], taken, bounds)
    for number, (point, spot) in enumerate(zip(group, spots, strict=True)):
        box, lines = boxes[number], texts[number]
        if box is None:
            lines = _short(point)
            others = [one for one in boxes if one is not None]
            box = boxes[number] = placed([_label_for(lines, spot)], [*taken, *others], bounds)[0]
        if box is not None:
            _write(figure, lines, point, spot, box, name, options)


def _long(point: Point) -> tuple[str, str]:
    return _short(point)[0], wording.subject(point.fact)


def _short(point: Point) -> tuple[str, str]:
    if point.implied is not None:
        value = wording.amount(point.implied.value, point.fact.unit, like=point.fact.value)
        return f"{value} implied", ""
    average = " on average" if point.fact.statistic == "average" else ""
    firm = f" {wording.firmness(point.fact)}" if marks.is_unfirm(point.fact) else ""
    return f"{wording.fact_amount(point.fact)}{average}{firm}", ""


def _label_for(lines: tuple[str, str], spot: tuple[float, float, float]) -> Label:
    wide = max(width(lines[0], BODY, bold=True), width(lines[1], SMALL))
    return Label(spot[0], spot[1], wide + 2, _LINE * (2 if lines[1] else 1), max(10.0, spot[2]))


def _taken(point: Point, spot: tuple[float, float, float], a_unit: float) -> list[Box]:
    """Return the pixels that a mark takes, its period and its whisker; `a_unit` is the pixels of one."""
    x, y, reach = spot
    mark = Box(x - max(9, reach), y - 9, x + max(9, reach), y + 9)
    over, under = (point.high - point.value) * a_unit, (point.value - point.low) * a_unit
    return [mark, Box(x - 5, y - over, x + 5, y + under)]


def _write(
    figure: go.Figure,
    lines: tuple[str, str],
    point: Point,
    spot: tuple[float, float, float],
    box: Box,
    name: str,
    options: Options,
) -> None:
    soft = f'<span style="font-size:{SMALL}px;color:{options.palette.soft}">{safe(lines[1])}</span>'
    head = f"<b>{safe(lines[0])}</b>"
    reads_left = box.right <= spot[0]
    figure.add_annotation(
        xref=f"x{name}", yref=f"y{name}", x=_middle(point), y=point.value,
        text=f"{head}<br>{soft}" if lines[1] else head, showarrow=False, borderpad=0,
        font={"size": BODY, "color": options.palette.ink}, align="right" if reads_left else "left",
        # What lies under a label, an axis or a gridline, must not strike it through.
        bgcolor=options.palette.ground,
        xanchor="right" if reads_left else "left", yanchor="middle",
        xshift=(box.right if reads_left else box.left) - spot[0], yshift=spot[1] - (box.top + box.bottom) / 2,
    )  # fmt: skip


def _words(
    shown: Sequence[Sequence[Point]],
    groups: Sequence[Sequence[Point]],
    without: int,
    documents: pd.DataFrame,
    options: Options,
) -> Words:
    points = [one for group in shown for one in group]
    facts = [one.fact for one in points]
    span_of_years = when([(one.start, one.end) for one in points])
    units = wording.unit_list(one.unit for one in facts)
    return Words(
        title=options.title or f"{whose(facts)}{f', {span_of_years}' if span_of_years else ''}",
        subtitle=f"{units}; each value is drawn over the whole of its period",
        notes=tuple(_notes(points, groups[len(shown) :], without)),
        sources=sources(documents, (one.document_id for one in facts)),
        described=f"Values over time: {'; '.join(_told(one) for one in points[:10])}.",
        drawn=tuple(dict.fromkeys(name for one in points for name in one.ids.split())),
    )


def _notes(points: Sequence[Point], hidden: Sequence[Sequence[Point]], without: int) -> list[str]:
    notes = marks.status_note([one.fact for one in points])
    derived = [one.implied for one in points if one.implied is not None]
    if derived:
        formulas = wording.listed(list(dict.fromkeys(one.formula for one in derived)))
        notes.append(f"Hollow: implied, {formulas}; the bar through it is what rounding allows.")
    if without:
        notes.append(
            f"{without} {'amount has' if without == 1 else 'amounts have'} no period and no mark here."
        )
    if hidden:
        notes.append(_not_drawn(hidden))
    return notes


def _not_drawn(hidden: Sequence[Sequence[Point]]) -> str:
    names = dict.fromkeys(wording.uncapital(_heading(group).replace(" · ", ", ")) for group in hidden)
    told = list(names)[:_MOST_NAMED]
    more = f"; and {len(names) - len(told)} more" if len(names) > len(told) else ""
    return f"No room here for: {'; '.join(told)}{more}. Filter by reporter or unit to see them."


def _told(point: Point) -> str:
    return marks.told_implied(point.implied, point.fact) if point.implied else marks.told(point.fact)
