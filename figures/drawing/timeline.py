"""A stack of panels over time: each value over the whole of its period, its mark in the middle.

What is drawn is given as Points and Lines, in words and numbers; this module knows where they go.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import pairwise
from typing import Any, NamedTuple

import plotly.graph_objects as go

from analysis.conversion import Conversion
from analysis.values import Implied
from figures import wording
from figures.drawing import marks
from figures.drawing.frame import PAD, Canvas, canvas, dress
from figures.drawing.lettering import cut, safe, width
from figures.drawing.placing import Box, Label, placed
from figures.drawing.scale import Need, span, tick_texts, ticks
from figures.drawing.time_axis import time_ticks
from figures.look import BODY, SMALL, Palette
from figures.options import Options
from figures.shown import Shown, of_fact, of_implied
from figures.words import Words
from schemas.records import Fact

#: Pixels: a panel, its heading above it, its time axis below it, and the axis titles' room at its left.
_PANEL, _HEAD, _AXIS_ROOM, _LEFT = 240, 26, 34, 46
_LEAST_PANEL, _MOST_PANELS = 80, 8
_LINE = 17
#: A bound points to where the value may lie: up for `over`, down for `under`.
_BOUNDS = {"more_than": 1, "at_least": 1, "less_than": -1, "at_most": -1}
#: Up to so many marks a panel names what each is; up to so many it gives their values.
_NAMED, _VALUED = 16, 40
#: A line is kept clear of labels by boxes, one every so many pixels; its name takes at most so many.
_STEP, _LONGEST_NAME = 12, 150
#: A line of up to so many points shows each of them; so near to a mark, in pixels, it lies under that.
_DOTTED, _UNDER = 130, 12


@dataclass(frozen=True, slots=True)
class Point:
    """One value over one period, as it is drawn: a fact's own, or one that is `implied` and follows from it.

    `low` and `high` are the ends of its whisker. `said` stands beside the mark, with `about` below it where
    there is room; `tip` is its tooltip, and `ids` are the facts behind it, with blanks between. `conversion`
    tells what became of it on the way to the currency asked for.
    """

    fact: Fact
    start: date
    end: date
    value: float
    low: float
    high: float
    unit: str
    said: str
    about: str
    tip: str
    ids: str
    implied: Implied | None = None
    conversion: Conversion | None = None

    @property
    def shown(self) -> Shown:
        """The row of the table that says what is drawn."""
        row = (
            of_fact(self.fact, self.conversion)
            if self.implied is None
            else of_implied(self.implied, self.fact, self.conversion)
        )
        low, high = (self.low, self.high) if self.low != self.high else (None, None)
        return row._replace(value=self.value, unit=self.unit, value_low=low, value_high=high)


@dataclass(frozen=True, slots=True)
class Line:
    """A series: its name, its days from first to last, None for a gap, and a tooltip each."""

    name: str
    days: tuple[date | None, ...]
    values: tuple[float | None, ...]
    tips: tuple[str, ...]
    is_dashed: bool = False

    @property
    def known(self) -> list[tuple[date, float]]:
        """The points of the line, without its gaps."""
        both = zip(self.days, self.values, strict=True)
        return [(day, value) for day, value in both if day is not None and value is not None]


@dataclass(frozen=True, slots=True)
class Panel:
    """What shares two axes, with the heading that says what it measures; all of it is in one unit."""

    points: Sequence[Point]
    heading: str
    lines: Sequence[Line] = field(default=())

    @property
    def unit(self) -> str:
        """The unit of every value."""
        return self.points[0].unit

    @property
    def largest(self) -> float:
        """The value, or end of a whisker, that is furthest from zero."""
        return max(map(abs, self.edges))

    @property
    def edges(self) -> list[float]:
        """Every value that the axis has to hold."""
        marked = [edge for one in self.points for edge in (one.low, one.high, one.value)]
        return [*marked, *(value for line in self.lines for _, value in line.known)]

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day of the time axis, with a margin so that one short period is no wall."""
        known = [day for line in self.lines for day, _ in line.known]
        first = min([*known, *(one.start for one in self.points)])
        last = max([*known, *(one.end for one in self.points)])
        margin = max((last - first).days // 30, 20)
        return first - timedelta(days=margin), last + timedelta(days=margin)


class _Frame(NamedTuple):
    """Where a panel stands: the ending of its axes' names, its pixels, and what its axes reach over.

    Behind its last day there are `beyond` pixels, which the names of lines may use.
    """

    name: str
    wide: float
    high: float
    beyond: float
    days: tuple[date, date]
    values: tuple[float, float]

    @property
    def axes(self) -> dict[str, Any]:
        return {"xaxis": f"x{self.name}", "yaxis": f"y{self.name}", "cliponaxis": False}

    def across(self, days: float) -> float:
        """Return how many pixels so many days take."""
        return days * self.wide / (self.days[1] - self.days[0]).days

    def upward(self, amount: float) -> float:
        """Return how many pixels so much of a value takes."""
        return amount * self.high / (self.values[1] - self.values[0])

    def at(self, day: date, value: float) -> tuple[float, float]:
        """Return where a value stands, in pixels from the panel's left and top."""
        return self.across((day - self.days[0]).days), self.upward(self.values[1] - value)


def in_time(points: Iterable[Point]) -> list[Point]:
    """Return points by period, the larger of two values first."""
    return sorted(points, key=lambda one: (one.start, one.end, -one.value))


def panels_that_fit(words: Words, options: Options) -> int:
    """Return how many panels a reader can still read at the height asked for."""
    if options.height is None:
        return _MOST_PANELS
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    room = options.height - sheet.top - sheet.bottom + _AXIS_ROOM
    return min(_MOST_PANELS, max(1, int(room / (_LEAST_PANEL + _HEAD + _AXIS_ROOM))))


def draw(panels: Sequence[Panel], words: Words, options: Options) -> go.Figure:
    """Draw the panels, one below the other, dressed with `words`."""
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    free = len(panels) * (_PANEL + _HEAD + _AXIS_ROOM) - _AXIS_ROOM + sheet.top + sheet.bottom
    height = options.height or free
    sheet.left += _LEFT
    sheet.right += 12 + _room_for_names(panels, options)
    figure = go.Figure()
    dress(figure, words, sheet, height, options)
    for number, panel in enumerate(panels):
        frame = _framed(figure, panel, (number, len(panels)), sheet, height, options)
        _fill(figure, panel, frame, options)
    return figure


def _room_for_names(panels: Sequence[Panel], options: Options) -> float:
    """Return the pixels that the names of lines take behind their ends, where the figure is wide."""
    names = [width(line.name, SMALL, bold=True) for panel in panels for line in panel.lines]
    return min(max(names), _LONGEST_NAME) + 4 if names and options.width >= 600 else 0


def _framed(
    figure: go.Figure,
    panel: Panel,
    place: tuple[int, int],
    sheet: Canvas,
    height: float,
    options: Options,
) -> _Frame:
    """Set the axes of a panel, whose `place` is its number and how many there are."""
    number, total = place
    plot = height - sheet.top - sheet.bottom
    pixels = (plot - (total - 1) * _AXIS_ROOM) / total - _HEAD
    top = plot - number * (pixels + _HEAD + _AXIS_ROOM) - _HEAD
    values = span((Need(edge, 40 if edge < 0 else 0, 22) for edge in panel.edges), pixels)
    name = "" if number == 0 else str(number + 1)
    frame = _Frame(name, sheet.plot_width, pixels, sheet.right - PAD, panel.days, values)
    upward = _value_axis(panel, frame) | {
        "domain": [max(0.0, (top - pixels) / plot), min(1.0, top / plot)],
    }
    across = _time_axis(frame, options)
    figure.update_layout({f"xaxis{frame.name}": across, f"yaxis{frame.name}": upward})
    # The axis title lies flat above its axis, where it is read first and needs no turned head.
    figure.add_annotation(
        name="axis title", showarrow=False, borderpad=0, font={"size": SMALL, "color": options.palette.soft},
        text=safe(cut(panel.heading, SMALL, options.width - (8 if options.bare else 2 * PAD))),
        xref="paper", x=0, xanchor="left", xshift=-_LEFT,
        yref="paper", y=top / plot, yanchor="bottom", yshift=6,
    )  # fmt: skip
    return frame


def _value_axis(panel: Panel, frame: _Frame) -> dict[str, Any]:
    shown = ticks(*frame.values, most=5)
    return {
        "anchor": f"x{frame.name}",
        "range": list(frame.values),
        "tickvals": shown,
        "ticktext": tick_texts(shown, panel.unit, panel.largest),
    }


def _time_axis(frame: _Frame, options: Options) -> dict[str, Any]:
    look = options.palette
    at, texts = time_ticks(frame.days, frame.wide)
    return {
        "type": "date",
        "anchor": f"y{frame.name}",
        "range": [one.isoformat() for one in frame.days],
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


def _fill(figure: go.Figure, panel: Panel, frame: _Frame, options: Options) -> None:
    """Draw what a panel holds, lines below marks, and write beside each what it is."""
    for line in panel.lines:
        _draw_line(figure, line, frame, options.palette)
        _tell_line(figure, line, panel.points, frame)
    for points in _looks(panel.points):
        _draw(figure, points, frame, options.palette)
    for point in panel.points[:_VALUED]:
        _bound(figure, point, frame, options.palette)
    taken = [box for one in panel.points for box in _taken(one, frame)]
    taken += [box for line in panel.lines for box in _along(line, frame)]
    taken += _name_lines(figure, panel.lines, taken, frame, options)
    _label(figure, panel.points, taken, frame, options)


def _draw_line(figure: go.Figure, line: Line, frame: _Frame, look: Palette) -> None:
    size = 2.0 if len(line.days) > _DOTTED else 3.5 if line.is_dashed else 4.5
    figure.add_scatter(
        x=[day and day.isoformat() for day in line.days], y=list(line.values), connectgaps=False,
        # A point between two gaps has no line, and would be lost without its mark.
        mode="lines+markers", marker={"size": size, "color": look.soft},
        line={"color": look.soft, "width": 1.3, "dash": "dash" if line.is_dashed else "solid"},
        hoverinfo="skip", **frame.axes,
    )  # fmt: skip


def _tell_line(figure: go.Figure, line: Line, points: Sequence[Point], frame: _Frame) -> None:
    """Give the points of a line their tooltips, but those that lie under a mark: there the mark answers."""
    spots = [_spot(one, frame)[:2] for one in points]
    told = [
        (day.isoformat(), value, tip)
        for day, value, tip in zip(line.days, line.values, line.tips, strict=True)
        if day is not None and value is not None
        and all(math.dist(frame.at(day, value), spot) > _UNDER for spot in spots)
    ]  # fmt: skip
    x, y, tips = ([one[part] for one in told] for part in range(3))
    figure.add_scatter(
        x=x, y=y, mode="markers", marker={"size": 8, "color": "rgba(0,0,0,0)"}, hovertext=tips,
        hoverinfo="text", **frame.axes,
    )  # fmt: skip


def _draw(figure: go.Figure, points: Sequence[Point], frame: _Frame, look: Palette) -> None:
    """Draw points of one look: their periods, their rings, and their marks, one trace each."""
    first = points[0]
    hue = marks.colour(first.fact.flow, look)
    dash = "dot" if first.implied or marks.is_unfirm(first.fact) else "solid"
    figure.add_scatter(
        # A gap after each period keeps it apart from the next one.
        x=[day for one in points for day in (*_days_of(one), None)],
        y=[value for one in points for value in (one.value, one.value, None)],
        mode="lines", hoverinfo="skip", opacity=0.75, connectgaps=False, **frame.axes,
        line={"color": hue, "width": 3 if dash == "solid" else 2, "dash": dash},
    )  # fmt: skip
    places = {"x": [_middle(one).isoformat() for one in points], "y": [one.value for one in points]}
    outer = None if first.implied else marks.ring(first.fact, look)
    if outer is not None:
        figure.add_scatter(**places, mode="markers", marker=outer, hoverinfo="skip", **frame.axes)
    figure.add_scatter(
        **places, mode="markers", error_y=_whiskers(points, hue),
        marker=marks.hollow(first.fact.flow, look) if first.implied else marks.marker(first.fact, look),
        customdata=[one.ids for one in points], hovertext=[one.tip for one in points], hoverinfo="text",
        **frame.axes,
    )  # fmt: skip


def _days_of(point: Point) -> tuple[str, str]:
    """Return the ends of a point's period on a time axis, on which a day begins at midnight."""
    return point.start.isoformat(), (point.end + timedelta(days=1)).isoformat()


def _middle(point: Point) -> date:
    return wording.middle(point.start, point.end)


def _looks(points: Sequence[Point]) -> list[list[Point]]:
    """Return the points by what they look like: one trace draws thousands as fast as one."""
    found: dict[tuple[object, ...], list[Point]] = {}
    for one in points:
        found.setdefault((one.fact.flow, one.fact.status, one.implied is not None), []).append(one)
    return list(found.values())


def _bound(figure: go.Figure, point: Point, frame: _Frame, look: Palette) -> None:
    """Draw an arrow from a mark to where its value may lie, if the text gives no more than a bound."""
    away = _BOUNDS.get(point.fact.bound)
    if away is None or point.implied is not None:
        return
    # A deficit of over a billion lies below that of a billion.
    away = -away if point.value < 0 else away
    figure.add_annotation(
        xref=f"x{frame.name}", yref=f"y{frame.name}", x=_middle(point).isoformat(), y=point.value, text="",
        yshift=away * 24, ax=0, ay=away * 14, arrowcolor=marks.colour(point.fact.flow, look), arrowwidth=1.5,
        arrowhead=2,
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


def _spot(point: Point, frame: _Frame) -> tuple[float, float, float]:
    """Return a mark's pixels from the panel's left and top, and half of what its period takes."""
    reach = frame.across((point.end - point.start).days) / 2
    return (*frame.at(_middle(point), point.value), reach)


def _taken(point: Point, frame: _Frame) -> list[Box]:
    """Return the pixels that a mark takes, its period and its whisker."""
    x, y, reach = _spot(point, frame)
    mark = Box(x - max(9, reach), y - 9, x + max(9, reach), y + 9)
    over, under = frame.upward(point.high - point.value), frame.upward(point.value - point.low)
    return [mark, Box(x - 5, y - over, x + 5, y + under)]


def _along(line: Line, frame: _Frame) -> Iterator[Box]:
    """Yield boxes along a line, so that no label, which hides what lies below it, lies on it."""
    spots = [frame.at(*one) for one in line.known]
    for one, other in pairwise([*spots[:1], *spots]):
        steps = max(1, math.ceil(math.dist(one, other) / _STEP))
        for step in range(1, steps + 1):
            x, y = (a + (b - a) * step / steps for a, b in zip(one, other, strict=True))
            yield Box(x - 4, y - 4, x + 4, y + 4)


def _name_lines(
    figure: go.Figure, lines: Sequence[Line], taken: Sequence[Box], frame: _Frame, options: Options
) -> list[Box]:
    """Write each line's name at its end, and return the boxes that these take."""
    names = [cut(line.name, SMALL, _LONGEST_NAME, bold=True) for line in lines]
    ends = [frame.at(*line.known[-1]) for line in lines]
    labels = [
        Label(*end, width(name, SMALL, bold=True) + 2, _LINE, reach=2)
        for name, end in zip(names, ends, strict=True)
    ]
    boxes = placed(labels, taken, Box(0, -8, frame.wide + frame.beyond, frame.high))
    for line, name, end, box in zip(lines, names, ends, boxes, strict=True):
        if box is not None:
            text = f"<b>{safe(name)}</b>"
            look = {"font": {"size": SMALL, "color": options.palette.soft}, "name": "line name"}
            look["bgcolor"] = options.palette.ground
            _write(figure, text, line.known[-1], end, box, frame, look)
    return [box for box in boxes if box is not None]


def _label(
    figure: go.Figure, points: Sequence[Point], taken: Sequence[Box], frame: _Frame, options: Options
) -> None:
    """Write beside each mark what it is, or its value alone where there is no room for more."""
    if len(points) > _VALUED:
        return
    bounds = Box(0, -8, frame.wide, frame.high)
    texts = [(one.said, one.about if len(points) <= _NAMED else "") for one in points]
    spots = [_spot(one, frame) for one in points]
    boxes = placed([_label_for(lines, spot) for lines, spot in zip(texts, spots, strict=True)], taken, bounds)
    for number, (point, spot) in enumerate(zip(points, spots, strict=True)):
        box, lines = boxes[number], texts[number]
        if box is None:
            lines = (point.said, "")
            others = [one for one in boxes if one is not None]
            box = boxes[number] = placed([_label_for(lines, spot)], [*taken, *others], bounds)[0]
        if box is not None:
            look = {"font": {"size": BODY, "color": options.palette.ink}, "bgcolor": options.palette.ground}
            text = _marked_up(lines, options.palette)
            _write(figure, text, (_middle(point), point.value), spot[:2], box, frame, look)


def _label_for(lines: tuple[str, str], spot: tuple[float, float, float]) -> Label:
    wide = max(width(lines[0], BODY, bold=True), width(lines[1], SMALL))
    return Label(spot[0], spot[1], wide + 2, _LINE * (2 if lines[1] else 1), max(10.0, spot[2]))


def _marked_up(lines: tuple[str, str], look: Palette) -> str:
    soft = f'<span style="font-size:{SMALL}px;color:{look.soft}">{safe(lines[1])}</span>'
    head = f"<b>{safe(lines[0])}</b>"
    return f"{head}<br>{soft}" if lines[1] else head


def _write(
    figure: go.Figure,
    text: str,
    at: tuple[date, float],
    spot: tuple[float, float],
    box: Box,
    frame: _Frame,
    look: dict[str, Any],
) -> None:
    """Write text into a box near to what it names, which stands `at` a day and a value, on a `spot`.

    What lies under a label, an axis or a gridline, must not strike it through: see `bgcolor`.
    """
    reads_left = box.right <= spot[0]
    figure.add_annotation(
        xref=f"x{frame.name}", yref=f"y{frame.name}", x=at[0].isoformat(), y=at[1],
        text=text, showarrow=False, borderpad=0, align="right" if reads_left else "left",
        xanchor="right" if reads_left else "left", yanchor="middle",
        xshift=(box.right if reads_left else box.left) - spot[0], yshift=spot[1] - (box.top + box.bottom) / 2,
        **look,
    )  # fmt: skip
