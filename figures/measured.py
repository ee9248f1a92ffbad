"""What was measured of a program: lines over size, and marks on one scale, both on axes of powers of ten.

Not figures of facts: `make bench` draws its records with them.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from figures.drawing.frame import Canvas, canvas, dress
from figures.drawing.ink import Ink
from figures.drawing.lettering import safe, width
from figures.look import BODY, SMALL, Palette
from figures.options import Options
from figures.words import Words

_PITCH, _AXIS_ROOM = 34, 52
_HUES = ("export", "import", "balance", "investment", "aid", "total_trade")


@dataclass(frozen=True, slots=True)
class Axis:
    """An axis of powers of ten: its title with the unit, and how the value of a tick is written."""

    title: str
    texts: dict[float, str]


@dataclass(frozen=True, slots=True)
class Line:
    """Points (x, y), both above zero, under one name; a limit is dashed and grey."""

    name: str
    points: Sequence[tuple[float, float]]
    is_limit: bool = False


@dataclass(frozen=True, slots=True)
class Mark:
    """One thing's value, above zero, with what is written beside it; marks of a `group` share a colour."""

    name: str
    value: float
    label: str
    group: str = ""


def lines(drawn: Sequence[Line], x: Axis, y: Axis, words: Words, options: Options | None = None) -> go.Figure:
    """Draw lines with their names at their ends."""
    options = options or Options(height=560)
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    sheet.left += max(width(text, SMALL) for text in y.texts.values()) + 14
    sheet.right += max(width(one.name, BODY) for one in drawn) + 14
    ink = Ink()
    for one, hue in zip(drawn, _hues(drawn, options.palette), strict=True):
        ink.scatter(
            x=[point[0] for point in one.points],
            y=[point[1] for point in one.points],
            mode="lines" if one.is_limit else "lines+markers",
            line={
                "color": hue,
                "width": 1.5 if one.is_limit else 2,
                "dash": "dash" if one.is_limit else "solid",
            },
            marker={"size": 7},
            cliponaxis=False,
            hoverinfo="skip",
        )
    for one, hue, shift in zip(
        drawn, _hues(drawn, options.palette), _apart(drawn, y, options, sheet), strict=True
    ):
        _beside(ink, one.name, one.points[-1], hue, shift)
    look = options.palette
    title = {"text": safe(x.title), "font": {"size": SMALL, "color": look.soft}}
    ink.axes("", {**_powers(x), "showgrid": False, "title": title}, _powers(y))
    dress(ink, words, sheet, options.height or 560, options)
    return ink.figure()


def marks(drawn: Sequence[Mark], x: Axis, words: Words, options: Options | None = None) -> go.Figure:
    """Draw one mark a row, its name at the left and its label at its side."""
    options = options or Options()
    look = options.palette
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    sheet.left += max(width(one.name, BODY) for one in drawn) + 18
    sheet.right += max(width(one.label, BODY, bold=True) for one in drawn) + 14
    groups = list(dict.fromkeys(one.group for one in drawn))
    hues = [look.flows[_HUES[groups.index(one.group) % len(_HUES)]] for one in drawn]
    ink = Ink()
    ink.scatter(
        x=[one.value for one in drawn],
        y=list(range(len(drawn))),
        mode="markers",
        marker={"size": 12, "color": hues},
        hoverinfo="skip",
    )
    for row, (one, hue) in enumerate(zip(drawn, hues, strict=True)):
        _beside(ink, one.label, (one.value, row), hue, 0, log_y=False)
        name = {"text": safe(one.name), "xref": "paper", "x": 0, "y": row, "xanchor": "right", "xshift": -12}
        ink.annotation(**name, showarrow=False, font={"size": BODY, "color": look.ink})
    title = {"text": safe(x.title), "font": {"size": SMALL, "color": look.soft}}
    down = {"range": [len(drawn) - 0.5, -0.5], "visible": False, "fixedrange": True}
    ink.axes("", {**_powers(x), "title": title}, down)
    height = options.height or sheet.top + sheet.bottom + _PITCH * len(drawn)
    dress(ink, words, sheet, height, options)
    return ink.figure()


def _hues(drawn: Sequence[Line], look: Palette) -> list[str]:
    hues = iter(_HUES * len(drawn))
    return [look.soft if one.is_limit else look.flows[next(hues)] for one in drawn]


def _powers(axis: Axis) -> dict[str, Any]:
    """Return an axis of powers of ten from its first to its last tick."""
    ticks = sorted(axis.texts)
    return {
        "type": "log",
        "range": [math.log10(ticks[0]), math.log10(ticks[-1])],
        "tickvals": ticks,
        "ticktext": [axis.texts[one] for one in ticks],
        "zeroline": False,
        "ticklabelstandoff": 6,
    }


def _beside(
    ink: Ink, text: str, at: tuple[float, float], hue: str, shift: float, *, log_y: bool = True
) -> None:
    """Write text at the right of a point, `shift` pixels above it."""
    ink.annotation(
        text=f"<b>{safe(text)}</b>",
        x=math.log10(at[0]),
        y=math.log10(at[1]) if log_y else at[1],
        xanchor="left",
        xshift=10,
        yshift=shift,
        showarrow=False,
        font={"size": BODY, "color": hue},
    )


def _apart(drawn: Sequence[Line], y: Axis, options: Options, sheet: Canvas) -> list[float]:
    """Return how far to move each name from its line's end, up or down, so that none lies on another."""
    room = (options.height or 560) - sheet.top - sheet.bottom
    low, high = (math.log10(edge(y.texts)) for edge in (min, max))
    heights = [(math.log10(one.points[-1][1]) - low) / (high - low) * room for one in drawn]
    shifts, above = [0.0] * len(drawn), -math.inf
    for number in sorted(range(len(drawn)), key=heights.__getitem__):
        placed = max(heights[number], above + BODY * 1.4)
        shifts[number], above = placed - heights[number], placed
    return shifts
