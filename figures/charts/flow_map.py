"""Flow map: who sends what where, as arrows from country to country that are as wide as their values.

An arrow bends to its right, so that what two countries send each other does not lie on one line. Its colour
is that of its flow. What has no place on a map, such as the world as a whole, is told below it.
"""

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.flows import Link
from figures import wording
from figures.described import described
from figures.drawing import globe, linked
from figures.drawing.frame import canvas, dress
from figures.drawing.globe import Globe, Point
from figures.drawing.ink import Ink
from figures.drawing.lettering import safe, width
from figures.drawing.linked import Picked, picked
from figures.drawing.marks import colour, is_unfirm
from figures.drawing.placing import Box, Label, placed
from figures.geography import places
from figures.look import SMALL
from figures.options import Options
from figures.selection import Selection
from figures.words import Words, sources

_NOWHERE = "None of these flows runs between two places that a map has."
#: So many arrows are drawn, and on a narrow figure.
_MOST, _MOST_NARROW, _NARROW = 30, 14, 600
#: Pixels: the widest and the thinnest arrow, how far it stays away from the middle of a country, and a line.
_WIDEST, _WIDEST_NARROW, _THINNEST, _AWAY, _LINE = 13.0, 8.0, 1.3, 6.0, 16.0
#: All arrows together are no wider than this, in pixels, or the map is lost below them.
_MOST_INK = 150.0
#: How far an arrow bends, as a share of its length, and each further one between the same two countries.
_BEND, _MORE_BEND = 0.16, 0.12
_STEPS = 28


def mapped(selection: Selection) -> list[Link]:
    """Return the links that this figure draws: those between two places, the largest first."""
    return [one for one in picked(selection).links if _has_place(one)]


def _has_place(link: Link) -> bool:
    return link.sender != link.receiver and {link.sender, link.receiver} <= places().keys()


def draw(selection: Selection) -> go.Figure:
    """Where does it come from, and where does it go?

    Draw each link as an arrow on a map.
    """
    documents, options = selection.documents, selection.options
    chosen = picked(selection)
    links = mapped(selection)
    if not chosen.links:
        return linked.nothing("Flow map", chosen, options)
    if not links:
        return linked.nothing("Flow map", chosen, options, _NOWHERE)
    shown = links[: _MOST if options.width >= _NARROW else _MOST_NARROW]
    sheet = canvas(_words(shown, chosen, documents, options, _MOST), options, axis_room=0)
    high = (
        map_height(sheet.plot_width) if options.height is None else options.height - sheet.top - sheet.bottom
    )
    drawing = _laid_out(shown, (sheet.plot_width, max(1.0, high)), options.width)
    if options.height is None:
        high = drawing.globe.needs
        drawing = _laid_out(shown, (sheet.plot_width, high), options.width)
    words = _words(shown, chosen, documents, options, drawing.silent)
    ink = Ink()
    sheet = canvas(words, options, axis_room=0)
    height = options.height or high + sheet.top + sheet.bottom
    dress(ink, words, sheet, height, options)
    ink.layout["geo"] = drawing.globe.layout(options.palette)
    _draw_arrows(ink, drawing, chosen, options)
    return ink.figure()


def map_height(plot_width: float) -> float:
    """Return how high a map is where its figure may be as high as it likes, in pixels."""
    return min(620.0, max(260.0, plot_width * 0.5))


@dataclass(frozen=True, slots=True)
class _Arrow:
    """One link: its line from start to end in pixels, how wide it is, and the angle of its head."""

    link: Link
    line: tuple[Point, ...]
    width: float
    tip: Point

    @property
    def head(self) -> float:
        """The size of the head in pixels, which is its length too."""
        return min(26.0, max(9.0, 2.1 * self.width))

    @property
    def angle(self) -> float:
        """Where the head points: degrees clockwise from the top."""
        x, y = self.line[-1]
        return math.degrees(math.atan2(self.tip[0] - x, y - self.tip[1]))

    @property
    def taken(self) -> Iterator[Box]:
        """The pixels that line and head take."""
        half = self.width / 2 + 1.5
        for (x, y), (to_x, to_y) in zip(self.line, (*self.line[1:], self.tip), strict=True):
            for share in (0.0, 0.33, 0.67):
                at_x, at_y = x + share * (to_x - x), y + share * (to_y - y)
                yield Box(at_x - half, at_y - half, at_x + half, at_y + half)
        x, y = ((a + b) / 2 for a, b in zip(self.line[-1], self.tip, strict=True))
        reach = self.head / 2
        yield Box(x - reach, y - reach, x + reach, y + reach)


class _Text(NamedTuple):
    """A label: its lines, whether bold, and where its middle stands in pixels."""

    text: str
    is_name: bool
    at: Point


@dataclass(frozen=True, slots=True)
class _Drawing:
    """What stands where; `silent` counts the values and names for which there is no room."""

    globe: Globe
    arrows: tuple[_Arrow, ...]
    texts: tuple[_Text, ...]
    dots: dict[str, Point]
    silent: int


def _laid_out(links: Sequence[Link], size: tuple[float, float], across: float) -> _Drawing:
    known = places()
    codes = list(dict.fromkeys(code for one in links for code in (one.sender, one.receiver)))
    pairs = [(known[one.sender], known[one.receiver], one.fact.value) for one in links]
    seen = globe.around([known[code] for code in codes], pairs, size)
    dots = {code: seen.pixel(*known[code][:2]) for code in codes}
    per_unit = widest(links, across) / links[0].fact.value
    drawn: dict[tuple[str, str], int] = {}
    arrows = []
    for one in links:
        before = drawn[one.sender, one.receiver] = drawn.get((one.sender, one.receiver), -1) + 1
        wide = max(_THINNEST, per_unit * one.fact.value)
        arrows.append(_arrow(one, dots[one.sender], dots[one.receiver], wide, _BEND + before * _MORE_BEND))
    texts, silent = _texts(arrows, dots, seen)
    return _Drawing(seen, tuple(arrows), tuple(texts), dots, silent)


def widest(links: Sequence[Link], across: float) -> float:
    """Return how wide the arrow of the largest link is, the first one: narrower where many are large."""
    together = sum(one.fact.value for one in links) / links[0].fact.value
    return min(_WIDEST if across >= _NARROW else _WIDEST_NARROW, _MOST_INK / together)


def _arrow(link: Link, start: Point, end: Point, wide: float, bend: float) -> _Arrow:
    """Return the arrow between two points, along a parabola that bends to its right."""
    across, down = end[0] - start[0], end[1] - start[1]
    long = math.hypot(across, down) or 1.0
    control = (start[0] + across / 2 - 2 * bend * down, start[1] + down / 2 + 2 * bend * across)
    head = min(26.0, max(9.0, 2.1 * wide))
    first = min(0.3, _AWAY / long)
    last = 1 - min(0.3, _AWAY / long)
    neck = last - min(0.5, 0.85 * head / long)
    line = [_curve(start, control, end, first + (neck - first) * step / _STEPS) for step in range(_STEPS + 1)]
    return _Arrow(link, tuple(line), wide, _curve(start, control, end, last))


def _curve(start: Point, control: Point, end: Point, share: float) -> Point:
    rest = 1 - share
    x, y = (
        rest * rest * a + 2 * rest * share * b + share * share * c
        for a, b, c in zip(start, control, end, strict=True)
    )
    return x, y


def _texts(arrows: Sequence[_Arrow], dots: dict[str, Point], seen: Globe) -> tuple[list[_Text], int]:
    """Return the labels that find room, and how many do not.

    A country with a single link has its value beside its name; of others it stands at the arrow.
    """
    taken = [box for one in arrows for box in one.taken]
    taken += [Box(x - 4, y - 4, x + 4, y + 4) for x, y in dots.values()]
    links = [one.link for one in arrows]
    of = {code: [one for one in links if code in (one.sender, one.receiver)] for code in dots}
    told: set[str] = set()
    wanted: list[tuple[str, bool, list[Label]]] = []
    for code, point in dots.items():
        name = wording.capital(wording.place(code))
        only = of[code][0] if len(of[code]) == 1 else None
        if only is not None and only.fact.fact_id not in told:
            told.add(only.fact.fact_id)
            name = f"{name} {_value(only)}"
        wanted.append((name, True, [_label(name, point, away) for away in _NEAR]))
    for one in arrows:
        if one.link.fact.fact_id not in told:
            spots = [one.line[round(_STEPS * share)] for share in (0.5, 0.4, 0.6, 0.3, 0.7)]
            value = _value(one.link)
            wanted.append((value, False, [_label(value, spot, one.width / 2) for spot in spots]))
    return _with_room(wanted, taken, list(dots.values()), seen)


#: Pixels between a country's point and its name; farther ones where arrows take the near ones.
_NEAR = (4.0, 14.0, 24.0)


def _value(link: Link) -> str:
    part = linked.part_name(link)
    return f"{linked.amount(link)} {part}".strip()


def _label(text: str, at: Point, reach: float) -> Label:
    return Label(*at, width(text, SMALL, bold=True) + 4, _LINE, reach=reach)


def _with_room(
    wanted: Sequence[tuple[str, bool, list[Label]]], taken: list[Box], dots: Sequence[Point], seen: Globe
) -> tuple[list[_Text], int]:
    found = []
    bounds = seen.frame
    for text, is_name, labels in wanted:
        found_room = ((label, placed([label], taken, bounds)[0]) for label in labels)
        boxes = (box for label, box in found_room if box and _is_nearest(label, box, dots if is_name else []))
        box = next((one for one in boxes if seen.holds(one)), None)
        if box is not None:
            taken.append(box)
            found.append(_Text(text, is_name, ((box.left + box.right) / 2, (box.top + box.bottom) / 2)))
    return found, len(wanted) - len(found)


def _is_nearest(label: Label, box: Box, dots: Sequence[Point]) -> bool:
    """Tell whether no other country's point is nearer to a name than its own: it would be taken for that."""

    def away(x: float, y: float) -> float:
        across = max(box.left - x, 0.0, x - box.right)
        return math.hypot(across, max(box.top - y, 0.0, y - box.bottom))

    own = away(label.x, label.y)
    return all(away(*dot) >= 1.2 * own for dot in dots if dot != (label.x, label.y))


def _draw_arrows(ink: Ink, drawing: _Drawing, chosen: Picked, options: Options) -> None:
    look = options.palette
    back = drawing.globe.place
    # Small arrows lie on large ones, which would hide them.
    for one in drawing.arrows:
        spots = [back(*point) for point in one.line]
        ink.geo(
        lon=[lon for lon, _ in spots], lat=[lat for _, lat in spots], mode="lines", hoverinfo="skip",
            line={"width": one.width, "color": colour(one.link.fact.flow, look)},
            opacity=0.45 if is_unfirm(one.link.fact) else 0.8,
        )  # fmt: skip
    dots = [back(*point) for point in drawing.dots.values()]
    ink.geo(
        lon=[lon for lon, _ in dots], lat=[lat for _, lat in dots], mode="markers", hoverinfo="skip",
        marker={"size": 5, "color": look.soft},
    )  # fmt: skip
    _draw_reach(ink, drawing, chosen)
    _draw_heads(ink, drawing, chosen, options)
    texts = [back(*one.at) for one in drawing.texts]
    ink.geo(
        lon=[lon for lon, _ in texts], lat=[lat for _, lat in texts], mode="text", hoverinfo="skip",
        text=[f"<b>{safe(one.text)}</b>" if one.is_name else safe(one.text) for one in drawing.texts],
        textposition="middle center", textfont={"size": SMALL, "color": look.ink},
    )  # fmt: skip


def _draw_heads(ink: Ink, drawing: _Drawing, chosen: Picked, options: Options) -> None:
    """Draw the heads: they are the marks that open a sentence."""
    tips = [drawing.globe.place(*one.tip) for one in drawing.arrows]
    ink.geo(
        lon=[lon for lon, _ in tips], lat=[lat for _, lat in tips], mode="markers",
        marker={
            "symbol": "arrow",
            "angleref": "up",
            "angle": [one.angle for one in drawing.arrows],
            "size": [one.head for one in drawing.arrows],
            "color": [colour(one.link.fact.flow, options.palette) for one in drawing.arrows],
            "opacity": 1,
            "line": {"width": 0},
        },
        customdata=[one.link.fact.fact_id for one in drawing.arrows],
        hovertext=[linked.tip(one.link, chosen) for one in drawing.arrows],
        hoverinfo="text",
    )  # fmt: skip


def _draw_reach(ink: Ink, drawing: _Drawing, chosen: Picked) -> None:
    """Let the lines answer too, where their heads are small: `meta` says that these are no further marks."""
    spots = [(one, drawing.globe.place(*point)) for one in drawing.arrows for point in one.line[3::3]]
    ink.geo(
        lon=[lon for _, (lon, _) in spots], lat=[lat for _, (_, lat) in spots], mode="markers",
        marker={"size": 11, "color": "rgba(0,0,0,0)"}, meta="reach",
        customdata=[one.link.fact.fact_id for one, _ in spots],
        hovertext=[linked.tip(one.link, chosen) for one, _ in spots], hoverinfo="text",
    )  # fmt: skip


def _words(
    shown: Sequence[Link], chosen: Picked, documents: pd.DataFrame, options: Options, silent: int
) -> Words:
    rows = linked.rows(shown, chosen)
    nowhere = [one for one in chosen.links if not _has_place(one)]
    notes = []
    if nowhere:
        notes.append(f"Not on the map: {linked.named([_named(one) for one in nowhere])}.")
    if silent:
        have = "label has" if silent == 1 else "labels have"
        notes.append(f"{silent} {have} no room on the map: see the table.")
    per_unit = widest(shown, options.width) / shown[0].fact.value
    if any(one.fact.value * per_unit < _THINNEST for one in shown):
        notes.append("The thinnest arrows are drawn wider than their values, so that they are seen.")
    unit = wording.unit_title(shown[0].fact.unit)
    placed_links = len(chosen.links) - len(nowhere)
    return Words(
        title=linked.title(shown, chosen),
        subtitle=f"{unit}; each arrow is as wide as its value",
        notes=(*notes, *linked.notes(shown, chosen, options, of=placed_links)),
        sources=sources(documents, (one.fact.document_id for one in shown)),
        described=described("Flow map", rows),
        rows=rows,
    )


def _named(link: Link) -> str:
    return f"{linked.name(link)} ({linked.amount(link)})"
