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

from figures.drawing.lettering import safe, wrapped
from figures.look import SMALL, SUBTITLE, TITLE, Palette, template
from figures.options import Options
from figures.words import Words, kept_with
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


def dress(figure: go.Figure, words: Words, sheet: Canvas, height: float, options: Options) -> go.Figure:
    """Set size, margins and template of `figure`, write `words` around it, and return it.

    Raises RoomError where that leaves no room for the plot.
    """
    _check_room(sheet, height, options)
    figure.update_layout(
        template=template(options.palette),
        width=None if options.bare else options.width,
        height=round(height),
        margin={"l": sheet.left, "r": sheet.right, "t": sheet.top, "b": sheet.bottom, "pad": 0},
    )
    if not options.bare:
        _write(figure, sheet, options.palette)
    return kept_with(figure, _as_asked(words, options))


def _check_room(sheet: Canvas, height: float, options: Options) -> None:
    wide, high = sheet.left + sheet.right + _LEAST_WIDTH, sheet.top + sheet.bottom + _LEAST_HEIGHT
    if options.width < wide or height < high:
        asked = f"{options.width} × {round(height)}"
        least = f"{max(options.width, math.ceil(wide))} × {max(round(height), math.ceil(high))}"
        raise RoomError(
            f"A picture of {asked} pixels has no room for its figure beside title and sources: give at "
            f"least {least}."
        )


def _write(figure: go.Figure, sheet: Canvas, look: Palette) -> None:
    below = len(sheet.title) * TITLE * _LEADING
    figure.add_annotation(
        _line(sheet.title, TITLE, look.ink, bold=True), y=1, yanchor="top", yshift=sheet.top - PAD + 4
    )
    if sheet.subtitle:
        text = _line(sheet.subtitle, SUBTITLE, look.soft)
        figure.add_annotation(text, y=1, yanchor="top", yshift=sheet.top - PAD - below)
    if sheet.foot:
        text = _line(sheet.foot, SMALL, look.soft)
        figure.add_annotation(text, y=0, yanchor="bottom", yshift=PAD - 12 - sheet.bottom)
    # Everything stands against the picture's left edge, wherever the plot itself begins.
    for one in figure.layout.annotations[-3:]:
        if one.name == "frame":
            one.xshift = PAD - sheet.left


def _line(lines: Sequence[str], size: int, colour: str, *, bold: bool = False) -> dict[str, Any]:
    text = "<br>".join(safe(line) for line in lines)
    return {
        "name": "frame",
        "text": f"<b>{text}</b>" if bold else text,
        "font": {"size": size, "color": colour},
        "xref": "paper",
        "yref": "paper",
        "x": 0,
        "xanchor": "left",
        "align": "left",
        "showarrow": False,
        "borderpad": 0,
    }


def message(title: str, text: str, options: Options) -> go.Figure:
    """Return a figure that has nothing to draw and says so in plain words."""
    words = Words(title, described=text, empty=True)
    sheet = canvas(words, options, axis_room=0)
    figure = go.Figure()
    figure.update_xaxes(visible=False).update_yaxes(visible=False)
    lines = wrapped(text, 16, min(560.0, sheet.plot_width - 20))
    figure.add_annotation(
        # The blank keeps the words apart for whoever hears the text without its line breaks.
        text=" <br>".join(safe(line) for line in lines),
        font={"size": 16, "color": options.palette.soft},
        xref="paper",
        yref="paper",
        x=0.5,
        y=0.5,
        showarrow=False,
    )
    return dress(figure, words, sheet, options.height or 320, options)
