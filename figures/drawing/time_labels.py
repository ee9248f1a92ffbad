"""What is written in a panel over time: beside each mark what it is, and at each line its name.

Where all goes is known before anything is drawn, so that a note can say how much found no room.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import NamedTuple

from figures import wording
from figures.drawing.framed import Framed
from figures.drawing.ink import Ink
from figures.drawing.lettering import safe, width
from figures.drawing.placing import Box, Label, Place, Spot, leader_boxes, led, near, placed
from figures.drawing.points import Line, Panel, Point
from figures.drawing.texts import Stroke, Text
from figures.look import BODY, SMALL, Palette

LINE = 17
#: Up to so many marks a panel names what each is; up to so many it gives their values; of more the extremes.
_NAMED, _VALUED = 16, 40
#: A line is kept clear of labels by boxes, one every so many pixels.
_STEP = 12
#: Lines that end so far before a panel's end have their names there, if they can.
_ENDS_EARLY = 90
#: The line to a label begins so far from its mark.
_STANDOFF = 8
_Lines = tuple[str, str]


class Written(NamedTuple):
    """A label where it goes: the mark's day, value and pixels, its lines and its place."""

    day: date
    value: float
    spot: tuple[float, float]
    lines: _Lines
    place: Place


class _Room(NamedTuple):
    """What the labels of a panel keep clear of, in any case and if they can, and what no leader crosses."""

    occupied: list[Box]
    barred: Sequence[Box]
    bounds: Box
    solid: list[Box]
    crowded: bool


class Labels(NamedTuple):
    """Everything that is written in a panel, and of how many marks nothing, or the value alone."""

    marks: list[Written]
    names: list[Written]
    unlabelled: int
    shortened: int
    unnamed: tuple[str, ...]


def written(panel: Panel, framed: Framed, barred: Sequence[Box], *, beside: bool) -> Labels:
    """Return where the labels of a panel go, clear of marks, lines, each other and what is `barred`.

    Only a label that fits nowhere else lies on what is barred. The names of lines are among them where they
    stand `beside` their ends.
    """
    chosen = _chosen(panel.points)
    few = len(panel.points) <= _VALUED
    taken = [box for one in panel.points if few for box in framed.taken(one)]
    taken += [box for line in panel.lines for box in _along(line, framed)]
    spots = [framed.spot(one) for one in panel.points] if few else []
    marks, shortened = _beside_marks(chosen, panel, framed, (taken, barred), spots)
    wanted = sum(bool(one.said) for one in panel.points)
    said = _same_told(panel.points, marks) if few else len(marks)
    named = _names(panel.lines, framed, [*taken, *barred, *_boxes(marks)]) if beside else []
    told = {one.lines[0] for one in named}
    unnamed = tuple(one.name for one in panel.lines if beside and one.name not in told)
    return Labels(marks, named, wanted - said, shortened, unnamed)


def _chosen(points: Sequence[Point]) -> list[Point]:
    """Return the points that get a label: all, or of very many the extremes, in value and in time."""
    wanted = [one for one in points if one.said]
    if len(wanted) <= _VALUED:
        return wanted
    ends = [pick(wanted, key=lambda one: one.value) for pick in (max, min)]
    return list(dict.fromkeys([*ends, wanted[-1], wanted[0]]))


def _same_told(points: Sequence[Point], marks: Sequence[Written]) -> int:
    """Return of how many points a label tells the value: marks that lie on each other share one."""
    told = {(one.day, one.value, one.lines[0]) for one in marks}
    return sum((one.middle, one.value, one.said) in told for one in points)


def _beside_marks(
    chosen: Sequence[Point],
    panel: Panel,
    framed: Framed,
    taken: tuple[Sequence[Box], Sequence[Box]],
    spots: Sequence[Spot],
) -> tuple[list[Written], int]:
    """Return the labels of marks, and how many of them give the value alone for want of room."""
    room = _Room(
        list(taken[0]),
        taken[1],
        # Above a panel with events stand their names.
        Box(0, 1 if taken[1] else -8, framed.wide, framed.high),
        [Box(x - 9, y - 9, x + 9, y + 9) for x, y, _ in spots],
        crowded=len(panel.points) > _NAMED,
    )
    found: list[Written] = []
    shortened = 0
    for one in _distinct(chosen):
        about = "" if room.crowded else _beyond_heading(one.about, panel.about)
        spot = framed.spot(one)
        others = [other for other in spots if math.dist(other[:2], spot[:2]) > 1]
        for lines in [(one.said, about), (one.said, "")] if about else [(one.said, "")]:
            place = _place(_label_for(lines, spot), room, others)
            if place is not None:
                found.append(Written(one.middle, one.value, spot[:2], lines, place))
                boxes = [place.box, *(leader_boxes(place.leader) if place.leader else ())]
                room.occupied.extend(boxes)
                room.solid.extend(boxes)
                shortened += bool(about) and not lines[1]
                break
    return found, shortened


def _distinct(points: Sequence[Point]) -> Iterable[Point]:
    """Return points of which no two lie on each other and say the same: one label is enough for these."""
    found: dict[tuple[object, ...], Point] = {}
    for one in points:
        found.setdefault((one.middle, one.value, one.said), one)
    return found.values()


def _beyond_heading(about: str, heading: str) -> str:
    """Return what a mark is about beyond its panel's heading: of `Turkey’s exports: wheat` wheat."""
    if not heading or about == heading:
        return "" if heading else about
    more = about.removeprefix(f"{heading}: ")
    return about if more == about else wording.capital(more)


def _place(label: Label, room: _Room, others: Sequence[Spot]) -> Place | None:
    """Return where a label goes: beside its mark, if need be across an event's line, or led to it."""
    # Where nothing is barred, that is one look less.
    every = [[*room.occupied, *room.barred], room.occupied] if room.barred else [room.occupied]
    for taken in every:
        box = near(label, taken, room.bounds, others)
        if box is not None:
            return Place(box)
    if room.crowded:
        return None
    # A mark among others that it touches has no way out that does not pass these.
    own = Box(label.x - 9, label.y - 9, label.x + 9, label.y + 9)
    solid = [one for one in room.solid if not one.overlaps(own)]
    led_there = (led(label, taken, room.bounds, solid) for taken in every)
    return next(filter(None, led_there), None)


def _label_for(lines: _Lines, spot: Spot) -> Label:
    wide = max(width(lines[0], BODY, bold=True), width(lines[1], SMALL))
    return Label(spot[0], spot[1], wide + 4, LINE * (2 if lines[1] else 1), max(10.0, spot[2]))


def _boxes(found: Sequence[Written]) -> Iterator[Box]:
    for one in found:
        yield one.place.box
        if one.place.leader:
            yield from leader_boxes(one.place.leader)


def _along(line: Line, framed: Framed) -> Iterator[Box]:
    """Yield boxes along a line, so that no label, which hides what lies below it, lies on it."""
    spots = [framed.at(*one) for one in line.known]
    for one, other in pairwise([*spots[:1], *spots]):
        steps = max(1, math.ceil(math.dist(one, other) / _STEP))
        for step in range(1, steps + 1):
            x, y = (a + (b - a) * step / steps for a, b in zip(one, other, strict=True))
            yield Box(x - 5, y - 5, x + 5, y + 5)


def _names(lines: Sequence[Line], framed: Framed, taken: Sequence[Box]) -> list[Written]:
    """Return the names of lines: behind the panel, as high as they end, or near to an early end."""
    ends = [framed.at(*line.known[-1]) for line in lines]
    found, behind = [], []
    occupied = list(taken)
    for line, end in sorted(zip(lines, ends, strict=True), key=lambda one: one[1][1]):
        label = Label(*end, width(line.name, SMALL, bold=True) + 4, LINE, reach=3)
        box = None
        if end[0] < framed.wide - _ENDS_EARLY:
            box = placed([label], occupied, Box(0, 0, framed.wide, framed.high))[0]
        if box is None:
            behind.append((line, end, label.width))
        else:
            occupied.append(box)
            found.append(_named(line, end, box))
    return [*found, *_behind(behind, framed)]


def _behind(lines: Sequence[tuple[Line, tuple[float, float], float]], framed: Framed) -> list[Written]:
    """Return names one below the other behind a panel, each as near to its line's end as there is room."""
    fit = lines[: max(1, int((framed.high + 8) // LINE))]
    tops: list[float] = []
    for number, (_, end, _) in enumerate(fit):
        left = len(fit) - number
        lowest = framed.high - left * LINE + 4
        tops.append(max(min(end[1] - LINE / 2, lowest), tops[-1] + LINE if tops else -LINE / 2))
    x = framed.wide + 5
    return [
        _named(line, end, Box(x, top, x + wide, top + LINE))
        for (line, end, wide), top in zip(fit, tops, strict=True)
    ]


def _named(line: Line, end: tuple[float, float], box: Box) -> Written:
    return Written(*line.known[-1], end, (line.name, ""), Place(box))


def write(ink: Ink, labels: Labels, framed: Framed, look: Palette) -> None:
    """Write the labels of a panel, leaders first."""
    for one in labels.marks:
        if one.place.leader:
            _lead(ink, one, framed, look)
    for one in labels.names:
        text = f"<b>{safe(one.lines[0])}</b>"
        _write(ink, one, text, framed, look, name="line name", size=SMALL, hue=look.soft)
    for one in labels.marks:
        _write(ink, one, _marked_up(one.lines, look), framed, look, name="mark", size=BODY, hue=look.ink)


def _marked_up(lines: _Lines, look: Palette) -> str:
    soft = f'<span style="font-size:{SMALL}px;color:{look.soft}">{safe(lines[1])}</span>'
    head = f"<b>{safe(lines[0])}</b>"
    return f"{head}<br>{soft}" if lines[1] else head


def _lead(ink: Ink, one: Written, framed: Framed, look: Palette) -> None:
    """Draw the thin line from a mark to its label."""
    assert one.place.leader is not None
    x, y, to_x, to_y = one.place.leader
    right, up = to_x - x, y - to_y
    away = min(1.0, _STANDOFF / max(1.0, math.hypot(right, up)))
    begins = framed.anchor(one.day, one.value, right * away, up * away)
    ink.stroke(Stroke(begins, right * (1 - away), up * (1 - away), look.axis, 0.8))


def _write(
    ink: Ink, one: Written, text: str, framed: Framed, look: Palette, *, name: str, size: int,
    hue: str,
) -> None:  # fmt: skip
    """Write text into a box near to what it names.

    What lies under a label, an axis or a gridline, must not strike it through: see Text.ground.
    """
    box, spot = one.place.box, one.spot
    reads_left = box.right <= spot[0]
    right = (box.right if reads_left else box.left) - spot[0]
    at = framed.anchor(one.day, one.value, right, spot[1] - (box.top + box.bottom) / 2)
    ink.text(Text(at, text, -1 if reads_left else 1, size, hue, look.ground, name))
