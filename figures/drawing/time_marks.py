"""The marks of a panel over time: lines below, then periods with their rings, marks, whiskers and arrows."""

import math
from collections.abc import Callable, Sequence
from datetime import date, timedelta
from typing import Any

from figures.drawing import marks
from figures.drawing.framed import ARROW_FROM, Framed
from figures.drawing.ink import Ink
from figures.drawing.points import Line, Panel, Point
from figures.look import CLEAR, Palette

#: A line of up to so many points shows each of them; so near to a mark, in pixels, it lies under that.
_DOTTED, _UNDER, _HIDDEN = 130, 12, 8
#: Of more marks than this no arrows are drawn: they would be a hatching.
_MOST_ARROWS = 40


def draw(ink: Ink, panel: Panel, framed: Framed, look: Palette) -> None:
    """Draw what a panel holds, lines below marks."""
    for line in panel.lines:
        _line(ink, line, framed, look)
        _tell_line(ink, line, panel.points, framed)
    for points in _looks(panel.points):
        _marks(ink, points, framed, look)
    for point in panel.points[:_MOST_ARROWS]:
        _arrow(ink, point, framed, look)
    if under := hidden(panel, framed):
        ink.scatter(
            x=[day.isoformat() for day, _ in under],
            y=[value for _, value in under],
            mode="markers",
            marker={"size": 6, "color": look.soft, "line": {"color": look.ground, "width": 1.5}},
            hoverinfo="skip",
            **framed.axes,
        )


def hidden(panel: Panel, framed: Framed) -> list[tuple[date, float]]:
    """Return the points of lines, each a day and a value, that lie under a mark and are not to be seen."""
    is_hidden = _nearer_than(_HIDDEN, panel.points, framed)
    known = dict.fromkeys(one for line in panel.lines for one in line.known)
    return [one for one in known if is_hidden(framed.at(*one))]


def _nearer_than(
    most: float, points: Sequence[Point], framed: Framed
) -> Callable[[tuple[float, float]], bool]:
    """Return what tells whether a place, in pixels, is less than `most` away from the mark of any point."""
    squares: dict[tuple[int, int], list[tuple[float, float]]] = {}
    for x, y, _ in map(framed.spot, points):
        squares.setdefault((int(x // most), int(y // most)), []).append((x, y))

    def is_near(place: tuple[float, float]) -> bool:
        across, down = int(place[0] // most), int(place[1] // most)
        around = ((across + right, down + below) for right in (-1, 0, 1) for below in (-1, 0, 1))
        return any(math.dist(place, one) < most for square in around for one in squares.get(square, ()))

    return is_near


def _line(ink: Ink, line: Line, framed: Framed, look: Palette) -> None:
    size = 2.0 if len(line.days) > _DOTTED else 4.5
    ink.scatter(
        x=[day and day.isoformat() for day in line.days], y=list(line.values), connectgaps=False,
        # A point between two gaps has no line, and would be lost without its mark.
        mode="lines+markers",
        marker={
            "size": [size if firm else size + 2.5 for firm in line.firm],
            "color": [look.soft if firm else look.ground for firm in line.firm],
            "line": {"color": look.soft, "width": [0 if firm else 1.2 for firm in line.firm]},
        },
        line={"color": look.soft, "width": 1.3, "dash": "dash" if line.is_dashed else "solid"},
        hoverinfo="skip", **framed.axes,
    )  # fmt: skip


def _tell_line(ink: Ink, line: Line, points: Sequence[Point], framed: Framed) -> None:
    """Give the points of a line their tooltips, but those that lie under a mark: there the mark answers."""
    is_under = _nearer_than(_UNDER, points, framed)
    told = [
        (day.isoformat(), value, tip)
        for day, value, tip in zip(line.days, line.values, line.tips, strict=True)
        if day is not None and value is not None
        and not is_under(framed.at(day, value))
    ]  # fmt: skip
    x, y, tips = ([one[part] for one in told] for part in range(3))
    ink.scatter(
        x=x, y=y, mode="markers", marker={"size": 8, "color": CLEAR}, hovertext=tips,
        hoverinfo="text", **framed.axes,
    )  # fmt: skip


def _looks(points: Sequence[Point]) -> list[list[Point]]:
    """Return the points by what they look like: one trace draws thousands as fast as one."""
    found: dict[tuple[object, ...], list[Point]] = {}
    for one in points:
        found.setdefault((one.fact.flow, one.fact.status, one.implied is not None), []).append(one)
    return list(found.values())


def _marks(ink: Ink, points: Sequence[Point], framed: Framed, look: Palette) -> None:
    """Draw points of one look: their periods, their rings, and their marks, one trace each."""
    first = points[0]
    hue = marks.colour(first.fact.flow, look)
    dash = "dot" if first.implied or marks.is_unfirm(first.fact) else "solid"
    ink.scatter(
        # A gap after each period keeps it apart from the next one.
        x=[day for one in points for day in (*_days_of(one), None)],
        y=[value for one in points for value in (one.value, one.value, None)],
        mode="lines", hoverinfo="skip", opacity=0.75, connectgaps=False, **framed.axes,
        line={"color": hue, "width": 3 if dash == "solid" else 2, "dash": dash},
    )  # fmt: skip
    places = {"x": [one.middle.isoformat() for one in points], "y": [one.value for one in points]}
    outer = None if first.implied else marks.ring(first.fact, look)
    if outer is not None:
        ink.scatter(**places, mode="markers", marker=outer, hoverinfo="skip", **framed.axes)
    ink.scatter(
        **places, mode="markers", error_y=_whiskers(points, hue),
        marker=marks.hollow(first.fact.flow, look) if first.implied else marks.marker(first.fact, look),
        customdata=[one.ids for one in points], hovertext=[one.tip for one in points], hoverinfo="text",
        **framed.axes,
    )  # fmt: skip


def _days_of(point: Point) -> tuple[str, str]:
    """Return the ends of a point's period on a time axis, on which a day begins at midnight."""
    behind = point.end + timedelta(days=1) if point.end < date.max else point.end
    return point.start.isoformat(), behind.isoformat()


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


def _arrow(ink: Ink, point: Point, framed: Framed, look: Palette) -> None:
    arrow = framed.arrow(point)
    if not arrow:
        return
    begins = ARROW_FROM if arrow > 0 else -ARROW_FROM
    ink.annotation(
        **framed.refs, x=point.middle.isoformat(), y=framed.values.at(point.value), text="",
        yshift=arrow, ax=0, ay=arrow - begins, arrowcolor=marks.colour(point.fact.flow, look),
        arrowwidth=1.5, arrowhead=2,
    )  # fmt: skip
