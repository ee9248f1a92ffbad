"""Texts and thin lines in a panel, as plotly's traces: so many pixels beside a place that has a value.

An annotation could do the same, but a browser lays each one out anew to learn how large it is: of a figure
with sixty labels that took half the time. A trace of texts is drawn without that.
"""

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from html import unescape
from typing import Any, NamedTuple

from figures.drawing.lettering import width
from figures.look import CLEAR

#: A line of text is so many times as high as its letters.
LEADING = 1.3
#: Pixels: an arrow begins so far behind its first mark and ends so far before its last one, in such a head.
_BEHIND, _BEFORE, _HEAD = 8, 11, 11
#: Plotly sets the middle of a line where its anchor is; digits, of which nothing hangs low, stand higher.
_SINK = 1.5
_SIDES = {-1: "middle left", 0: "middle center", 1: "middle right"}
_ANCHORS = {-1: "right", 0: "center", 1: "left"}
#: A line that is all in letters of another size begins with that.
_SIZE = re.compile(r'<span style="font-size:(\d+)px')
#: What parts the pieces of a trace.
_GAP = (None, None)
_TAG = re.compile(r"<[^<>]*>")


class Anchor(NamedTuple):
    """A place in a panel: its axes as traces name them, its values on them, and pixels from there.

    `right` and `up` are those pixels. Without an x it is at the panel's left edge.
    """

    xaxis: str
    yaxis: str
    x: Any
    y: Any
    right: float = 0
    up: float = 0


@dataclass(frozen=True, slots=True)
class Text:
    """Markup whose left end (side 1), middle (0) or right end (-1) is at an anchor, half of it above.

    `ground` is the colour of what is laid below it, so that nothing strikes it through.
    """

    anchor: Anchor
    markup: str
    side: int
    size: int
    colour: str
    ground: str | None = None
    name: str = "mark"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A thin straight line from an anchor to a number of pixels beside it."""

    anchor: Anchor
    right: float
    up: float
    colour: str
    thickness: float


_BEGINNING = datetime.min


@dataclass(frozen=True, slots=True)
class Arrow:
    """A level arrow from near one anchor to near another one; where these are too near, there is none."""

    begins: Anchor
    ends: Anchor
    colour: str
    thickness: float


class _Axis(NamedTuple):
    """An axis of so many pixels: what it reaches over, as numbers that equal steps raise by equal amounts."""

    kind: str
    first: float
    last: float
    pixels: float

    def share(self, value: Any, pixels: float) -> float:
        """Return how far along the axis a value stands, or what is so many pixels behind it."""
        if value is None:
            return pixels / self.pixels
        at = _seconds(value) if self.kind == "date" else math.log10(value) if self.kind == "log" else value
        return (at - self.first) / (self.last - self.first) + pixels / self.pixels

    def at(self, share: float) -> Any:
        """Return the value, as a trace is told, that stands so far along the axis."""
        even = self.first + share * (self.last - self.first)
        if self.kind == "date":
            return (_BEGINNING + timedelta(seconds=even)).isoformat(sep=" ", timespec="seconds")
        return 10**even if self.kind == "log" else even


def _seconds(day: str) -> float:
    return (datetime.fromisoformat(day) - _BEGINNING).total_seconds()


class Room:
    """The axes of a figure in pixels, by its layout and its width."""

    def __init__(self, layout: Mapping[str, Any], wide: float) -> None:
        margin = layout["margin"]
        self._layout = layout
        self._plot = {
            "x": wide - margin["l"] - margin["r"],
            "y": layout["height"] - margin["t"] - margin["b"],
        }
        self._axes: dict[str, _Axis] = {}

    def holds(self, anchor: Anchor) -> bool:
        """Tell whether a place is within its panel: plotly draws no point of a trace that is not."""
        return all(0 <= one <= 1 for one in self._shares(anchor, 0, 0))

    def at(self, anchor: Anchor, right: float = 0, up: float = 0) -> tuple[Any, Any]:
        """Return the values at an anchor, or so many more pixels beside it: beyond the panel its edge's."""
        shares = (min(max(one, 0.0), 1.0) for one in self._shares(anchor, right, up))
        across, upward = (self._axis(name).at(one) for name, one in zip(anchor[:2], shares, strict=True))
        return across, upward

    def apart(self, begins: Anchor, ends: Anchor) -> float:
        """Return how many pixels one anchor stands to the right of another one in its panel."""
        first, last = (self._shares(one, 0, 0)[0] for one in (begins, ends))
        return (last - first) * self._axis(begins.xaxis).pixels

    def _shares(self, anchor: Anchor, right: float, up: float) -> tuple[float, float]:
        across, upward = self._axis(anchor.xaxis), self._axis(anchor.yaxis)
        return across.share(anchor.x, anchor.right + right), upward.share(anchor.y, anchor.up + up)

    def _axis(self, name: str) -> _Axis:
        if name not in self._axes:
            says = self._layout[f"{name[0]}axis{name[1:]}"]
            begin, end = says.get("domain", (0, 1))
            kind = says.get("type", "linear")
            first, last = map(_seconds, says["range"]) if kind == "date" else says["range"]
            self._axes[name] = _Axis(kind, first, last, (end - begin) * self._plot[name[0]])
        return self._axes[name]


def arrows(every: Sequence[Arrow], room: Room) -> Iterator[dict[str, Any]]:
    """Yield the traces of arrows, those of a panel and colour together."""
    for look, some in _alike(every, lambda one: (*one.begins[:2], one.colour, one.thickness)):
        far = [(one, room.apart(one.begins, one.ends)) for one in some]
        long = [(one, math.copysign(1, away)) for one, away in far if abs(away) > _BEHIND + _BEFORE]
        # The line ends within the head, whose tip would be as blunt as the line is thick.
        stems = [
            (room.at(one.begins, side * _BEHIND), room.at(one.ends, -side * (_BEFORE + _HEAD / 2)))
            for one, side in long
        ]
        lines = [spot for stem in stems for spot in (*stem, _GAP)]
        line = {"color": look[2], "width": look[3]}
        yield _trace(look, lines, mode="lines", connectgaps=False, line=line)
        heads = [spot for one, side in long for spot in (*_head(one.ends, side, room), _GAP)]
        yield _trace(look, heads, mode="none", fill="toself", fillcolor=look[2])


def _head(tip: Anchor, side: float, room: Room) -> list[tuple[Any, Any]]:
    """Return the corners of an arrow's head before the mark at its tip."""
    back = -side * (_BEFORE + _HEAD)
    corners = ((-side * _BEFORE, 0.0), (back, _HEAD * 0.4), (back, -_HEAD * 0.4))
    return [room.at(tip, right, up) for right, up in corners]


def traces(texts: Sequence[Text], strokes: Sequence[Stroke], room: Room) -> Iterator[dict[str, Any]]:
    """Yield the traces of all strokes, then of the grounds, then of the texts above these."""
    for look, some in _alike(strokes, lambda one: (*one.anchor[:2], one.colour, one.thickness)):
        yield _strokes(look, some, room)
    solid = [one for one in texts if one.ground not in (None, CLEAR)]
    for look, some in _alike(solid, lambda one: (*one.anchor[:2], one.ground)):
        yield _grounds(look, some, room)
    for look, some in _alike(texts, lambda one: (*one.anchor[:2], one.name)):
        yield _texts(look, some, room)


def _alike(items: Sequence[Any], key: Any) -> Iterator[tuple[Any, list[Any]]]:
    """Yield items of one look together, in the order in which the looks first come."""
    found: dict[Any, list[Any]] = {}
    for one in items:
        found.setdefault(key(one), []).append(one)
    yield from found.items()


def _trace(look: tuple[Any, ...], spots: Sequence[tuple[Any, Any]], **says: Any) -> dict[str, Any]:
    return {
        "type": "scatter",
        "xaxis": look[0],
        "yaxis": look[1],
        "x": [x for x, _ in spots],
        "y": [y for _, y in spots],
        "hoverinfo": "skip",
        "cliponaxis": False,
        **says,
    }


def _strokes(look: tuple[Any, ...], strokes: Sequence[Stroke], room: Room) -> dict[str, Any]:
    spots = [
        at for one in strokes for at in (room.at(one.anchor), room.at(one.anchor, one.right, one.up), _GAP)
    ]
    line = {"color": look[2], "width": look[3]}
    return _trace(look, spots, mode="lines", connectgaps=False, line=line)


def _grounds(look: tuple[Any, ...], texts: Sequence[Text], room: Room) -> dict[str, Any]:
    spots: list[tuple[Any, Any]] = []
    for one in texts:
        wide, high = measured(one.markup, one.size)
        left = {1: 0.0, 0: -wide / 2, -1: -wide}[one.side]
        for right, up in ((0, -1), (1, -1), (1, 1), (0, 1)):
            spots.append(room.at(one.anchor, left + right * wide, up * high / 2))
        spots.append(_GAP)
    return _trace(look, spots, mode="none", fill="toself", fillcolor=look[2])


def _texts(look: tuple[Any, ...], texts: Sequence[Text], room: Room) -> dict[str, Any]:
    return _trace(
        look, [room.at(one.anchor, up=-_SINK) for one in texts], mode="text", name=look[2],
        text=[one.markup for one in texts], textposition=[_SIDES[one.side] for one in texts],
        textfont={"size": [one.size for one in texts], "color": [one.colour for one in texts]},
    )  # fmt: skip


def annotation(text: Text) -> dict[str, Any]:
    """Return a text as an annotation, which is drawn beyond its panel too."""
    at, side = text.anchor, text.side
    across = {"xref": at.xaxis, "x": at.x} if at.x is not None else {"xref": f"{at.xaxis} domain", "x": 0}
    return {
        **across, "yref": at.yaxis, "y": at.y, "xshift": at.right, "yshift": at.up,
        "text": text.markup, "name": text.name, "font": {"size": text.size, "color": text.colour},
        "xanchor": _ANCHORS[side], "align": _ANCHORS[side], "yanchor": "middle",
        "showarrow": False, "borderpad": 0, **({"bgcolor": text.ground} if text.ground else {}),
    }  # fmt: skip


def measured(markup: str, size: float) -> tuple[float, float]:
    """Return how many pixels wide and high a text is, each line by the largest letters and boldest in it."""
    lines = markup.split("<br>")
    return max(_wide(one, size) for one in lines), len(lines) * size * LEADING


def _wide(line: str, size: float) -> float:
    smaller = _SIZE.match(line)
    plain = unescape(_TAG.sub("", line))
    return width(plain, float(smaller[1]) if smaller else size, bold="<b>" in line)
