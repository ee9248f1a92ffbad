"""The frame around every figure: title, subtitle, notes and source line, and room for them.

┌ title ────────────────────────────┐
│ subtitle: unit, basis             │
│ ┌ plot ─────────────────────────┐ │
│ └───────────────────────────────┘ │
│ notes                             │
│ sources                           │
└───────────────────────────────────┘
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import plotly.graph_objects as go

from figures.drawing.ink import Ink
from figures.drawing.lettering import safe, wrapped
from figures.look import SMALL, SUBTITLE, TITLE, Palette, template
from figures.options import Options
from figures.words import Words, meta_of
from schemas.errors import TradefactsError

_LEADING = 1.3
PAD = 24
#: So many lines stand below a plot of so many pixels, or below a narrower one.
_MOST_FOOT, _MOST_FOOT_NARROW, _WIDE = 8, 14, 560


#: A plot that is smaller than this, in pixels, shows nothing.
_LEAST_WIDTH, _LEAST_HEIGHT = 80, 60


class RoomError(TradefactsError):
    """A figure does not fit into the size asked for; the message is a sentence."""


@dataclass(slots=True)
class Canvas:
    """A figure's measures in pixels: margins around the plot, and the lines of text that stand in them."""

    width: int
    left: float = PAD
    right: float = PAD
    top: float = PAD
    bottom: float = PAD
    title: list[str] = field(default_factory=list)
    subtitle: list[str] = field(default_factory=list)
    foot: list[str] = field(default_factory=list)

    @property
    def plot_width(self) -> float:
        """The pixels from the left to the right end of the plot."""
        return max(80.0, self.width - self.left - self.right)


def canvas(words: Words, options: Options, *, axis_room: float = 44) -> Canvas:
    """Return the room that `words` leave on `options.width` pixels; `axis_room` stands below the plot."""
    if options.bare:
        return Canvas(options.width, left=2, right=2, top=4, bottom=axis_room)
    words = _as_asked(words, options)
    room = options.width - 2 * PAD
    title = wrapped(words.title, TITLE, room, most=3, bold=True)
    subtitle = wrapped(words.subtitle, SUBTITLE, room, most=3)
    foot = _foot(words, room)
    top = PAD + len(title) * TITLE * _LEADING + len(subtitle) * SUBTITLE * _LEADING + 18
    bottom = axis_room + 14 + len(foot) * SMALL * _LEADING + PAD - 8
    return Canvas(options.width, PAD, PAD, top, bottom, title, subtitle, foot)


def _as_asked(words: Words, options: Options) -> Words:
    """Return the words with those in their place that the user gives; the sources stay."""
    return replace(
        words,
        title=options.title or words.title,
        subtitle=options.subtitle if options.subtitle is not None else words.subtitle,
        notes=(*options.notes, *words.notes),
        # Who cannot see the foot is told as well which facts these are.
        described=" ".join((words.described, *options.notes)),
    )


def _foot(words: Words, room: float) -> list[str]:
    """Return the lines below the plot: where there is no room for all of it, notes give way to sources."""
    most = _MOST_FOOT if room >= _WIDE else _MOST_FOOT_NARROW
    sources = wrapped(words.sources, SMALL, room)
    notes = " ".join(words.notes)
    whole = wrapped(words.foot, SMALL, room)
    if len(whole) <= most:
        return whole
    return [*wrapped(notes, SMALL, room, most=max(1, most - len(sources))), *sources]


def dress(ink: Ink, words: Words, sheet: Canvas, height: float, options: Options) -> None:
    """Set size, margins and template of a figure, and write `words` around it.

    Raises RoomError where that leaves no room for the plot.
    """
    _check_room(sheet, height, options)
    ink.wide = options.width
    ink.layout |= {
        "template": template(options.palette),
        "width": None if options.bare else options.width,
        "height": round(height),
        "margin": {"l": sheet.left, "r": sheet.right, "t": sheet.top, "b": sheet.bottom, "pad": 0},
        "meta": meta_of(_as_asked(words, options)),
    }
    if not options.bare:
        _write(ink, sheet, options.palette)


def plot_of(ink: Ink, options: Options) -> tuple[float, float]:
    """Return how many pixels the plot of a figure that is dressed is wide and high."""
    margin = ink.layout["margin"]
    wide = options.width - margin["l"] - margin["r"]
    return wide, ink.layout["height"] - margin["t"] - margin["b"]


def _check_room(sheet: Canvas, height: float, options: Options) -> None:
    wide, high = sheet.left + sheet.right + _LEAST_WIDTH, sheet.top + sheet.bottom + _LEAST_HEIGHT
    if options.width < wide or height < high:
        asked = f"{options.width} × {round(height)}"
        least = f"{max(options.width, math.ceil(wide))} × {max(round(height), math.ceil(high))}"
        raise RoomError(
            f"A picture of {asked} pixels has no room for its figure beside title and sources: give at "
            f"least {least}."
        )


def _write(ink: Ink, sheet: Canvas, look: Palette) -> None:
    below = len(sheet.title) * TITLE * _LEADING
    # Everything stands against the picture's left edge, wherever the plot itself begins.
    left = {"x": 0, "xanchor": "left", "xshift": PAD - sheet.left}
    text = _line(sheet.title, TITLE, look.ink, bold=True)
    ink.annotation(**text, **left, y=1, yanchor="top", yshift=sheet.top - PAD + 4)
    if sheet.subtitle:
        text = _line(sheet.subtitle, SUBTITLE, look.soft)
        ink.annotation(**text, **left, y=1, yanchor="top", yshift=sheet.top - PAD - below)
    if sheet.foot:
        text = _line(sheet.foot, SMALL, look.soft)
        ink.annotation(**text, **left, y=0, yanchor="bottom", yshift=PAD - 12 - sheet.bottom)


def _line(lines: Sequence[str], size: int, colour: str, *, bold: bool = False) -> dict[str, Any]:
    text = "<br>".join(safe(line) for line in lines)
    return {
        "name": "frame",
        "text": f"<b>{text}</b>" if bold else text,
        "font": {"size": size, "color": colour},
        "xref": "paper",
        "yref": "paper",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
    }


def message(title: str, text: str, options: Options) -> go.Figure:
    """Return a figure that has nothing to draw and says so in plain words."""
    words = Words(title, described=text, empty=True)
    sheet = canvas(words, options, axis_room=0)
    ink = Ink()
    ink.axes("", {"visible": False}, {"visible": False})
    lines = wrapped(text, 16, min(560.0, sheet.plot_width - 20))
    ink.annotation(
        # The blank keeps the words apart for whoever hears the text without its line breaks.
        text=" <br>".join(safe(line) for line in lines),
        font={"size": 16, "color": options.palette.soft},
        xref="paper",
        yref="paper",
        x=0.5,
        y=0.5,
        showarrow=False,
    )
    dress(ink, words, sheet, options.height or 320, options)
    return ink.figure()
