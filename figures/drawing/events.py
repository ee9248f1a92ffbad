"""Events across an axis of time: a dashed line for each, with its name and day above the plot."""

from collections.abc import Iterable, Sequence
from datetime import date
from itertools import product
from typing import NamedTuple

from figures import wording
from figures.drawing.ink import Ink
from figures.drawing.lettering import cut, safe, width
from figures.drawing.placing import Box
from figures.look import SMALL
from figures.options import Event, Options

#: Pixels of one row of names, and how many rows may stand above a plot.
ROW, _MOST_ROWS = 17, 4
#: More events than this would be a fence.
_MOST = 20
#: A name stands so far from its line.
_GAP = 4
#: An axis is stretched for an event while what it was made for keeps this share of it.
_LEAST_SHARE = 0.5


class Told(NamedTuple):
    """An event in an axis of so many pixels: where its line stands, and its name's box above the plot.

    The box's bottom is 0 for the row next to the plot; it is None where there is no room for the name.
    """

    event: Event
    x: float
    text: str
    box: Box | None


def stretched(days: tuple[date, date], events: Iterable[Event]) -> tuple[date, date]:
    """Return days that reach to every event for which at least half of them is left to the data."""
    first, last = days
    size = (last - first).days
    margin = max(size // 40, 1)
    for one in sorted(events, key=lambda event: _away(event.day, days)):
        begin = min(first, _moved(one.day, -margin))
        end = max(last, _moved(one.day, margin))
        if size >= _LEAST_SHARE * (end - begin).days:
            first, last = begin, end
    return first, last


def _away(day: date, days: tuple[date, date]) -> int:
    return max((days[0] - day).days, (day - days[1]).days, 0)


def _moved(day: date, by: int) -> date:
    return date.fromordinal(min(max(day.toordinal() + by, 1), date.max.toordinal()))


def within(days: tuple[date, date], events: Iterable[Event]) -> list[Event]:
    """Return the events that lie on an axis, in time."""
    return sorted((one for one in events if days[0] <= one.day <= days[1]), key=lambda one: one.day)


def told(days: tuple[date, date], events: Iterable[Event], pixels: float, beyond: float = 0) -> list[Told]:
    """Return where the events on an axis of `pixels` length stand, with their names above it.

    No name lies on another one or on the line of another event; behind the axis are `beyond` pixels.
    """
    per_day = pixels / (days[1] - days[0]).days
    there = [
        ((one.day - days[0]).days * per_day, one, _text(one, pixels)) for one in within(days, events)[:_MOST]
    ]
    ways = [_set(there, number, pixels + beyond) for number in range(len(there) + 1)]
    return max(ways, key=lambda found: (sum(one.box is not None for one in found), -room(found)))


def _set(there: Sequence[tuple[float, Event, str]], number: int, end: float) -> list[Told]:
    """Return events of which the first `number` have their names at the right of their lines.

    A name that reaches over the next line stands above that one's name. So those at the right are set from
    the last to the first, and those at the left of their lines the other way round.
    """
    lines: list[Box] = []
    names: list[Box] = []
    found = {}
    for at in (*reversed(range(number)), *range(number, len(there))):
        x, event, text = there[at]
        box = _free(x, width(text, SMALL) + 2, end, names, lines, right_first=at < number)
        if box is not None:
            # The line of an event without a name ends at the plot's top.
            names.append(box)
            lines.append(Box(x - 2, box.top, x + 2, 0))
        found[at] = Told(event, x, text, box)
    return [found[at] for at in sorted(found)]


def _text(event: Event, room: float) -> str:
    """Return an event's name and day; a name that is too long for the axis is cut, its day is not."""
    day = wording.day(event.day)
    name = " ".join(event.name.split())
    if not name:
        return day
    return f"{cut(name, SMALL, max(40.0, 0.9 * room - width(f', {day}', SMALL)))}, {day}"


def _free(
    x: float, wide: float, end: float, names: Sequence[Box], lines: Sequence[Box], *, right_first: bool
) -> Box | None:
    """Return the lowest free place for a name beside its line, on the one side before the other."""
    right, left_of = x + _GAP, x - _GAP - wide
    sides = (right, left_of) if right_first else (left_of, right)
    for left, row in product(sides, range(_MOST_ROWS)):
        top = -(row + 1) * ROW
        box, line = Box(left, top, left + wide, top + ROW), Box(x - 2, top, x + 2, 0)
        free = not any(box.overlaps(one) for one in (*names, *lines))
        if left >= -2 and box.right <= end and free and not any(line.overlaps(one) for one in names):
            return box
    return None


def room(found: Iterable[Told]) -> float:
    """Return the pixels that the names of events take above a plot."""
    return max((-one.box.top for one in found if one.box is not None), default=0.0)


def draw(
    ink: Ink,
    found: Iterable[Told],
    axes: tuple[str, str],
    high: float,
    options: Options,
    *,
    named: bool = True,
) -> None:
    """Draw events across a plot of `high` pixels on two axes (`x2`, `y2`), their names where `named`."""
    look = options.palette
    xref, yref = axes
    for one in found:
        day = one.event.day.isoformat()
        up = -one.box.top - 3 if named and one.box is not None else 0
        ink.shape(
            type="line", name="event", xref=xref, yref=f"{yref} domain", x0=day, x1=day, y0=0,
            y1=1 + up / high, layer="below", line={"color": look.axis, "width": 1.2, "dash": "dash"},
        )  # fmt: skip
        if named and one.box is not None:
            left_of = one.box.right <= one.x
            ink.annotation(
                name="event", xref=xref, yref=f"{yref} domain", x=day, y=1, text=safe(one.text),
                showarrow=False, borderpad=0, font={"size": SMALL, "color": look.soft},
                xanchor="right" if left_of else "left", xshift=-_GAP if left_of else _GAP,
                yanchor="bottom", yshift=-one.box.bottom,
            )  # fmt: skip


def notes(axes: Sequence[tuple[tuple[date, date], Sequence[Told]]], options: Options) -> list[str]:
    """Return what a figure says of events that are not on any of its axes, or whose names are not whole.

    `axes` are its axes: from which day to which, and where the events on them stand.
    """
    shown = {one.event for _, found in axes for one in found}
    named = {one.event for _, found in axes for one in found if one.box is not None and "…" not in one.text}
    every = sorted(dict.fromkeys(options.events), key=lambda one: one.day)
    outside = [_whole(one) for one in every if one not in shown]
    short = [_whole(one) for one in every if one in shown and one not in named]
    said = []
    if outside:
        said.append(f"Outside the time shown: {'; '.join(outside)}.")
    if short:
        said.append(f"Dashed lines: {'; '.join(short)}.")
    return said


def _whole(event: Event) -> str:
    name = " ".join(event.name.split())
    return f"{name}, {wording.day(event.day)}" if name else wording.day(event.day)
