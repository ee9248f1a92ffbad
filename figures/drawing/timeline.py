"""Panels over time, one below the other or in a grid: each value over the whole of its period.

What is drawn is given as Points and Lines, in words and numbers; this module knows where they go. First all
is laid out, so that the notes can say what found no room, and then it is drawn.
"""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

import plotly.graph_objects as go

from figures import wording
from figures.drawing import events, time_labels, time_marks, value_axis
from figures.drawing.frame import PAD, Canvas, canvas, dress
from figures.drawing.framed import Framed
from figures.drawing.lettering import cut, safe, width, wrapped
from figures.drawing.placing import Box
from figures.drawing.points import Panel, Point
from figures.drawing.scale import Need
from figures.drawing.time_axis import time_axis
from figures.drawing.value_axis import LOGARITHMIC, ValueAxis
from figures.look import SMALL
from figures.options import Options
from figures.words import Words

#: Pixels: a panel, one of a few marks, its heading above it, its time axis below it, and at least so much
#: for the texts of its value axis.
_PANEL, _LOW_PANEL, _HEAD, _AXIS_ROOM, _LEFT = 240, 150, 26, 34, 46
_LEAST_PANEL, _MOST_PANELS = 80, 6
#: A panel of up to so many marks and no line is a low one.
_FEW = 2
#: The names of lines stand behind their ends where a figure is at least so wide, otherwise above the panel.
_WIDE = 600
#: So often is the layout made again because its own notes took room from it.
_MOST_ROUNDS = 3


class Slot(NamedTuple):
    """Where a panel goes, in pixels from the plot's left and top, and what it shares with others.

    `strip` pixels above it hold the names of events and lines, and its heading stands above these. `days`
    and `values` are what its axes have to hold; `is_first` tells that the texts of its value axis stand at
    its left.
    """

    panel: Panel
    left: float
    top: float
    wide: float
    high: float
    days: tuple[date, date]
    values: Sequence[float]
    strip: float
    told: Sequence[events.Told]
    is_first: bool = True
    names_events: bool = True


class _Filled(NamedTuple):
    """A slot with its axes, and what is written in it."""

    slot: Slot
    framed: Framed
    labels: time_labels.Labels


class _Plan(NamedTuple):
    sheet: Canvas
    height: float
    filled: list[_Filled]


def panels_that_fit(words: Words, options: Options) -> int:
    """Return how many panels a reader can still read at the height asked for."""
    if options.height is None:
        return _MOST_PANELS
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    room = options.height - sheet.top - sheet.bottom + _AXIS_ROOM
    least = _LEAST_PANEL + _HEAD + _AXIS_ROOM + (events.ROW if options.events else 0)
    return min(_MOST_PANELS, max(1, int(room / least)))


def draw(panels: Sequence[Panel], words: Words, options: Options) -> go.Figure:
    """Draw the panels, one below the other, dressed with `words` and notes on what found no room."""
    said = words
    for _ in range(_MOST_ROUNDS):
        plan = _stacked(panels, said, options)
        again = (*words.notes, *_notes(plan, options))
        if again == said.notes:
            break
        said = replace(words, notes=again)
    return _drawn(plan, said, options)


def _stacked(panels: Sequence[Panel], words: Words, options: Options) -> _Plan:
    """Return the plan of a stack, whose left margin holds the widest text of its value axes."""
    plan = _stack(panels, words, options, _LEFT)
    texts = [text for one in plan.filled for text in _settings(one.slot, one.framed)["ticktext"]]
    widest = max((width(text, SMALL) for text in texts), default=0.0) + 12
    return plan if widest <= _LEFT else _stack(panels, words, options, min(widest, options.width / 3))


def _stack(panels: Sequence[Panel], words: Words, options: Options, left: float) -> _Plan:
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    sheet.left += left
    sheet.right += 12 + _room_for_names(panels, options)
    days = [events.stretched(panel.days, options.events) for panel in panels]
    told = [events.told(one, options.events, sheet.plot_width, sheet.right - PAD) for one in days]
    strips = [
        events.room(found) + _key_lines(panel, sheet, options) * SMALL * 1.4
        for panel, found in zip(panels, told, strict=True)
    ]
    fixed = sum(strips) + len(panels) * (_HEAD + _AXIS_ROOM) - _AXIS_ROOM
    sizes = [_LOW_PANEL if len(one.points) <= _FEW and not one.lines else _PANEL for one in panels]
    height = options.height or sum(sizes) + fixed + sheet.top + sheet.bottom
    share = (height - sheet.top - sheet.bottom - fixed) / sum(sizes)
    slots, top = [], 0.0
    for panel, size, strip, span, found in zip(panels, sizes, strips, days, told, strict=True):
        top += _HEAD + strip
        high = max(1.0, size * share)
        slots.append(Slot(panel, 0, top, sheet.plot_width, high, span, panel.edges, strip, found))
        top += high + _AXIS_ROOM
    return filled(slots, sheet, height, options)


def filled(slots: Sequence[Slot], sheet: Canvas, height: float, options: Options) -> _Plan:
    """Return the plan in which every slot has its axes, and everything that is written its place."""
    found = []
    for number, slot in enumerate(slots):
        framed = _framed(slot, number, sheet, options)
        barred = [Box(one.x - 3, 0, one.x + 3, slot.high) for one in slot.told]
        beside = options.width >= _WIDE
        found.append(_Filled(slot, framed, time_labels.written(slot.panel, framed, barred, beside=beside)))
    return _Plan(sheet, height, found)


def _framed(slot: Slot, number: int, sheet: Canvas, options: Options) -> Framed:
    needs = [need for edge in slot.values for need in _needs(edge, options)]
    needs += [_room_for_arrow(one) for one in slot.panel.points]
    axis = value_axis.axis_of(slot.values, slot.high, needs, options)
    name = "" if number == 0 else str(number + 1)
    return Framed(name, slot.left, slot.top, slot.wide, slot.high, sheet.right - PAD, slot.days, axis)


def _needs(edge: float, options: Options) -> Iterator[Need]:
    # A logarithmic axis does not end at zero, on which a mark may stand.
    yield Need(edge, 40 if edge < 0 else 20 if options.logarithmic else 0, 22)


def _room_for_arrow(point: Point) -> Need:
    up = point.fact.bound in ("more_than", "at_least")
    return Need(point.value, 0, 34 if up and point.value > 0 else 0)


def _room_for_names(panels: Sequence[Panel], options: Options) -> float:
    """Return the pixels that the names of lines take behind their ends, where the figure is wide."""
    names = [width(line.name, SMALL, bold=True) for panel in panels for line in panel.lines]
    return min(max(names), time_labels.LONGEST_NAME) + 6 if names and options.width >= _WIDE else 0


def _key(panel: Panel) -> str:
    """Return the names of a panel's lines with a piece of each, for where they do not fit beside them."""
    return "   ".join(f"{'╌╌' if line.is_dashed else '──'} {line.name}" for line in panel.lines)


def _key_lines(panel: Panel, sheet: Canvas, options: Options) -> int:
    if options.width >= _WIDE or not panel.lines:
        return 0
    return len(wrapped(_key(panel), SMALL, sheet.plot_width))


def _notes(plan: _Plan, options: Options) -> list[str]:
    """Return what the figure says of what is not, or not wholly, in it."""
    labels = [one.labels for one in plan.filled]
    said = []
    if any(not firm for one in plan.filled for line in one.slot.panel.lines for firm in line.firm):
        said.append("Open point on a line: provisional or an estimate.")
    if any(time_marks.hidden(one.slot.panel, one.framed) for one in plan.filled):
        said.append("Grey square: under the mark lies a point of a line.")
    said += value_axis.notes(
        ((one.slot.panel.heading, one.slot.values) for one in plan.filled if one.slot.is_first), options
    )
    said += events.notes([(one.slot.days, one.slot.told) for one in plan.filled], options)
    said += _without(sum(one.unlabelled for one in labels), sum(one.shortened for one in labels))
    if unnamed := list(dict.fromkeys(name for one in labels for name in one.unnamed)):
        said.append(f"Lines without a name: {wording.listed(unnamed)}.")
    return said


def _without(unlabelled: int, shortened: int) -> Iterator[str]:
    if unlabelled:
        marks = "mark is" if unlabelled == 1 else "marks are"
        yield f"{unlabelled:,} {marks} without a label for want of room."
    if shortened:
        labels = "label gives" if shortened == 1 else "labels give"
        yield f"{shortened:,} {labels} the value alone for want of room."


def _drawn(plan: _Plan, words: Words, options: Options) -> go.Figure:
    figure = go.Figure()
    dress(figure, words, plan.sheet, plan.height, options)
    for one in plan.filled:
        _axes(figure, one, plan, options)
        _head(figure, one, plan, options)
        refs = f"x{one.framed.name}", f"y{one.framed.name}"
        events.draw(figure, one.slot.told, refs, one.slot.high, options, named=one.slot.names_events)
        time_marks.draw(figure, one.slot.panel, one.framed, options.palette)
        time_labels.write(figure, one.labels, one.framed, options.palette)
    return figure


def _settings(slot: Slot, framed: Framed) -> dict[str, Any]:
    largest = max(map(abs, slot.values))
    return value_axis.settings(framed.values, slot.high, slot.panel.unit, largest)


def _axes(figure: go.Figure, one: _Filled, plan: _Plan, options: Options) -> None:
    slot, name = one.slot, one.framed.name
    wide = plan.sheet.plot_width
    high = plan.height - plan.sheet.top - plan.sheet.bottom
    upward = _settings(slot, one.framed) | {
        "anchor": f"x{name}",
        "domain": _domain(1 - (slot.top + slot.high) / high, 1 - slot.top / high),
        "showticklabels": slot.is_first,
    }
    across = time_axis(slot.days, slot.wide, options.palette) | {
        "anchor": f"y{name}",
        "domain": _domain(slot.left / wide, (slot.left + slot.wide) / wide),
    }
    figure.update_layout({f"xaxis{name}": across, f"yaxis{name}": upward})


def _domain(first: float, last: float) -> list[float]:
    return [min(max(0.0, first), 1.0), min(max(0.0, last), 1.0)]


def heading_of(slot: Slot, axis: ValueAxis) -> str:
    """Return the heading of a panel: of an axis of multiples it says so."""
    largest = 0.0 if axis.unlike else max(map(abs, slot.values))
    quantity = slot.panel.quantity(largest)
    return slot.panel.headed(f"{quantity}, {LOGARITHMIC}" if axis.is_logarithmic else quantity)


def _head(figure: go.Figure, one: _Filled, plan: _Plan, options: Options) -> None:
    """Write a panel's heading, flat above its axis, where it is read first and needs no turned head."""
    slot, left = one.slot, plan.sheet.left - (2 if options.bare else PAD)
    room = options.width - (8 if options.bare else 2 * PAD)
    text = cut(heading_of(slot, one.framed.values), SMALL, room)
    _above(figure, text, one, plan, options, name="axis title", shift=-left, up=slot.strip)
    if lines := _key_lines(slot.panel, plan.sheet, options):
        told = wrapped(_key(slot.panel), SMALL, plan.sheet.plot_width)[:lines]
        up = events.room(slot.told)
        _above(figure, told, one, plan, options, name="line name", shift=0, up=up)


def _above(
    figure: go.Figure, text: str | list[str], one: _Filled, plan: _Plan, options: Options, *,
    name: str, shift: float, up: float,
) -> None:  # fmt: skip
    lines = [text] if isinstance(text, str) else text
    high = plan.height - plan.sheet.top - plan.sheet.bottom
    figure.add_annotation(
        name=name, showarrow=False, borderpad=0, font={"size": SMALL, "color": options.palette.soft},
        text="<br>".join(map(safe, lines)), align="left",
        xref="paper", x=one.slot.left / plan.sheet.plot_width, xanchor="left", xshift=shift,
        yref="paper", y=1 - one.slot.top / high, yanchor="bottom", yshift=6 + up,
    )  # fmt: skip
