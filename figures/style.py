"""Colours, type, and the frame around every figure: title, subtitle, source line, and room for them.

┌ title ────────────────────────────┐
│ subtitle: unit, basis             │
│ ┌ plot ─────────────────────────┐ │
│ └───────────────────────────────┘ │
│ notes; sources                    │
└───────────────────────────────────┘
"""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.rates import Rates
from figures import wording
from figures.lettering import safe, wrapped
from schemas.errors import TradefactsError

FONT = 'Inter, system-ui, -apple-system, "Segoe UI", Roboto, "DejaVu Sans", sans-serif'
TITLE, SUBTITLE, BODY, SMALL = 22, 14, 13, 12
_LEADING = 1.3
PAD = 24
_MOST_SOURCES = 4


#: A plot that is smaller than this, in pixels, shows nothing.
_LEAST_WIDTH, _LEAST_HEIGHT = 80, 60


class RoomError(TradefactsError):
    """A figure does not fit into the size asked for; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one theme. Flows keep theirs in every theme: they are Okabe and Ito's."""

    ground: str
    ink: str
    soft: str
    line: str
    axis: str
    flows: dict[str | None, str]


_FLOWS: dict[str | None, str] = {
    "export": "#0072B2",
    "import": "#D55E00",
    "balance": "#009E73",
    "total_trade": "#56B4E9",
    "aid": "#CC79A7",
    "investment": "#E69F00",
    None: "#5C5C5C",
}
LIGHT = Palette(ground="#FFFFFF", ink="#1A1A1A", soft="#5C5C5C", line="#E3E1DC", axis="#8A8A8A", flows=_FLOWS)


@dataclass(frozen=True, slots=True)
class Options:
    """What a figure is to show and how; every default gives a picture that can stand alone.

    `implied` adds the values that no text states but a level and its change imply; `low_salience` those
    that are not about trade or policy. `height` None lets the figure be as high as its contents need.
    `bare` leaves title, subtitle, notes and sources out of the drawing, for a page that sets them itself
    from `words_of(figure)`.

    `currency` turns amounts of money into one, at `rates`; without rates they stay as they are stated.
    `observations` (a frame of OBSERVATION_COLUMNS) are what claims are held against. `originals` are the
    copies among the documents, with what each is a copy of: it is no source of its own.
    """

    width: int = 1200
    height: int | None = None
    title: str | None = None
    implied: bool = True
    low_salience: bool = False
    bare: bool = False
    palette: Palette = LIGHT
    currency: str | None = None
    rates: Rates | None = None
    observations: pd.DataFrame | None = None
    originals: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Words:
    """What is said around a figure. `described` says in words what it shows, for who cannot see it."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    sources: str = ""
    described: str = ""
    #: The ids of the facts that are drawn, in drawing order.
    drawn: tuple[str, ...] = ()
    #: True where there is nothing to draw and `subtitle` says why.
    empty: bool = False

    @property
    def foot(self) -> str:
        """The line below the figure: its notes and its sources."""
        return " ".join(part for part in (*self.notes, self.sources) if part)


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
    room = options.width - 2 * PAD
    title = wrapped(words.title, TITLE * 1.07, room, most=3)
    subtitle = wrapped(words.subtitle, SUBTITLE, room, most=3)
    # The sources stand last, so a narrow picture takes the lines that it needs to name them.
    foot = wrapped(words.foot, SMALL, room, most=6 if room >= 560 else 14)
    top = PAD + len(title) * TITLE * _LEADING + len(subtitle) * SUBTITLE * _LEADING + 18
    bottom = axis_room + 14 + len(foot) * SMALL * _LEADING + PAD - 8
    return Canvas(options.width, PAD, PAD, top, bottom, title, subtitle, foot)


def dress(figure: go.Figure, words: Words, sheet: Canvas, height: float, options: Options) -> go.Figure:
    """Set size, margins, type and colours of `figure`, write `words` around it, and return it.

    Raises RoomError where that leaves no room for the plot.
    """
    _check_room(sheet, height, options)
    look = options.palette
    figure.update_layout(
        width=None if options.bare else options.width,
        height=round(height),
        margin={"l": sheet.left, "r": sheet.right, "t": sheet.top, "b": sheet.bottom, "pad": 0},
        paper_bgcolor=look.ground,
        plot_bgcolor=look.ground,
        font={"family": FONT, "size": BODY, "color": look.ink},
        showlegend=False,
        dragmode=False,
        hovermode="closest",
        bargap=0.3,
        hoverlabel={
            "bgcolor": look.ground,
            "bordercolor": look.axis,
            "align": "left",
            "font": {"family": FONT, "size": SMALL, "color": look.ink},
            "namelength": 0,
        },
        meta={"words": _plain(words)},
    )
    if not options.bare:
        _write(figure, sheet, look)
    return figure


def _check_room(sheet: Canvas, height: float, options: Options) -> None:
    wide, high = sheet.left + sheet.right + _LEAST_WIDTH, sheet.top + sheet.bottom + _LEAST_HEIGHT
    if options.width < wide or height < high:
        asked = f"{options.width} × {round(height)}"
        least = f"{max(options.width, math.ceil(wide))} × {max(round(height), math.ceil(high))}"
        raise RoomError(
            f"A picture of {asked} pixels has no room for its figure beside title and sources: give at "
            f"least {least}."
        )


def value_axis(look: Palette) -> dict[str, Any]:
    """Return what every axis of values has: light gridlines, a zero line, and nothing to drag."""
    return {
        "tickfont": {"size": SMALL, "color": look.soft},
        "gridcolor": look.line,
        "zeroline": True,
        "zerolinecolor": look.axis,
        "zerolinewidth": 1,
        "fixedrange": True,
        "automargin": False,
    }


def _plain(words: Words) -> dict[str, Any]:
    return {name: getattr(words, name) for name in Words.__dataclass_fields__}


def words_of(figure: go.Figure) -> Words:
    """Return what is said around a figure that this package drew."""
    said = dict(figure.layout.meta["words"])
    return Words(**{**said, "notes": tuple(said["notes"]), "drawn": tuple(said["drawn"])})


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
    words = Words(options.title or title, described=text, subtitle="", empty=True)
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


def sources(documents: pd.DataFrame, used: Iterable[str]) -> str:
    """Return the source line of the documents whose ids are `used`: publishers, titles and dates."""
    ids = dict.fromkeys(used)
    known = {row["document_id"]: row for row in documents.to_dict("records")}
    named = [source(known[one]) for one in ids if one in known]
    if not named:
        return ""
    more = f"; and {len(named) - _MOST_SOURCES} more" if len(named) > _MOST_SOURCES else ""
    return f"{'Sources' if len(named) > 1 else 'Source'}: {'; '.join(named[:_MOST_SOURCES])}{more}."


def source(document: dict[Any, Any]) -> str:
    """Return one document as the source line names it: `Euronews, “Turkey exported …” (8 Aug 2024)`."""
    text, title, publisher = (
        None if pd.isna(document[name]) else str(document[name]) for name in ("text", "title", "publisher")
    )
    published = document["published"]
    when = wording.day(None if pd.isna(published) else published)
    name = f"“{wording.title_of(title, text or '')}”"
    return f"{publisher}, {name} ({when})" if publisher else f"{name} ({when})"
