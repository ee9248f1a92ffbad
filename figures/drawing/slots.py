"""Panels in their places: their axes, headings, marks and labels, whether they are stacked or in a grid.

All is laid out before anything is drawn, so that a figure's notes can say what found no room.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import plotly.graph_objects as go

from figures import wording
from figures.drawing import events, time_labels, time_marks, value_axis
from figures.drawing.frame import PAD, Canvas, dress
from figures.drawing.framed import Framed
from figures.drawing.ink import Ink
from figures.drawing.placing import Box
from figures.drawing.points import Panel, Point
from figures.drawing.scale import Need
from figures.drawing.time_axis import time_axis
from figures.drawing.value_axis import LOGARITHMIC
from figures.look import SMALL
from figures.options import Options
from figures.words import Words

#: So often is the layout made again because its own notes took room from it.
_MOST_ROUNDS = 3


class Caption(NamedTuple):
    """Text, as markup, whose bottom is so many pixels below the plot's top; see Slot.left."""

    name: str
    markup: str
    left: float
    bottom: float
    shift: float = 0


class Slot(NamedTuple):
    """Where a panel goes, in pixels from the plot's left and top, and what it shares with others.

    `told` are the events in it. `days` and `values` are what its axes have to hold; `has_texts` tells that
    the texts of its value axis stand at its left.
    """

    panel: Panel
    left: float
    top: float
    wide: float
    high: float
    days: tuple[date, date]
    values: Sequence[float]
    told: Sequence[events.Told]
    has_texts: bool = True
    names_events: bool = True


@dataclass(frozen=True)
class Filled:
    """A slot with its axes; the names of its lines are written `beside` their ends."""

    slot: Slot
    framed: Framed
    beside: bool

    @cached_property
    def labels(self) -> time_labels.Labels:
        """What is written in it, each in its place: that takes longest, and a draft needs none."""
        barred = [Box(one.x - 3, 0, one.x + 3, self.slot.high) for one in self.slot.told]
        return time_labels.written(self.slot.panel, self.framed, barred, beside=self.beside)


class Plan(NamedTuple):
    """A figure as it is to be drawn: its canvas and height, its panels, and what stands above these."""

    sheet: Canvas
    height: float
    filled: list[Filled]
    captions: Sequence[Caption]


def settled(planned: Callable[[Words], Plan], words: Words, options: Options) -> go.Figure:
    """Return the figure that is `planned` around words, to which it adds notes on what found no room."""
    said = words
    for _ in range(_MOST_ROUNDS):
        plan = planned(said)
        notes = (*words.notes, *_notes(plan, options))
        if notes == said.notes:
            break
        said = replace(words, notes=notes)
        if options.bare:
            # Notes that are not drawn take no room.
            break
    return _drawn(plan, said, options)


def filled(
    slots: Sequence[Slot],
    captions: Sequence[Caption],
    sheet: Canvas,
    height: float,
    options: Options,
    *,
    beside: bool = False,
) -> Plan:
    """Return the plan in which every slot has its axes; see Filled."""
    found = [Filled(slot, _framed(slot, number, sheet, options), beside) for number, slot in enumerate(slots)]
    return Plan(sheet, height, found, captions)


def texts(plan: Plan) -> list[str]:
    """Return the texts of a plan's value axes."""
    return [text for one in plan.filled for text in _settings(one)["ticktext"]]


def quantity(panel: Panel, values: Sequence[float], options: Options) -> str:
    """Return what a panel measures, in the scale of all that its axis holds: of multiples it says so."""
    if not (options.logarithmic and value_axis.can_be_multiples(values)):
        return panel.quantity(max(map(abs, values)))
    return f"{panel.quantity(0.0 if value_axis.are_unlike(values) else max(values))}, {LOGARITHMIC}"


def _framed(slot: Slot, number: int, sheet: Canvas, options: Options) -> Framed:
    needs = [_need(edge, slot.high, options) for edge in slot.values]
    needs += [_room_for_arrow(one, slot.high) for one in slot.panel.points]
    axis = value_axis.axis_of(slot.values, slot.high, needs, options)
    name = "" if number == 0 else str(number + 1)
    return Framed(name, slot.left, slot.top, slot.wide, slot.high, sheet.right - PAD, slot.days, axis)


def _need(edge: float, pixels: float, options: Options) -> Need:
    """Return the room that a value needs for its label, less in a small panel."""
    # A logarithmic axis does not end at zero, on which a mark may stand.
    before = 0.17 * pixels if edge < 0 else 0.09 * pixels if options.logarithmic else 0
    return Need(edge, min(before, 40), min(0.12 * pixels, 22))


def _room_for_arrow(point: Point, pixels: float) -> Need:
    up = point.fact.bound in ("more_than", "at_least") and point.value > 0
    return Need(point.value, 0, min(0.3 * pixels, 34) if up else 0)


def _notes(plan: Plan, options: Options) -> list[str]:
    """Return what the figure says of what is not, or not wholly, in it."""
    labels = [one.labels for one in plan.filled]
    said = []
    if any(not firm for one in plan.filled for line in one.slot.panel.lines for firm in line.firm):
        said.append("Open point on a line: provisional or an estimate.")
    if any(time_marks.hidden(one.slot.panel, one.framed) for one in plan.filled):
        said.append("Grey dot on a mark: there lies a point of a line.")
    said += value_axis.notes(_value_axes(plan), options)
    said += events.notes([(one.slot.days, one.slot.told) for one in plan.filled], options)
    said += _without(sum(one.unlabelled for one in labels), sum(one.shortened for one in labels))
    if unnamed := list(dict.fromkeys(name for one in labels for name in one.unnamed)):
        said.append(f"Lines without a name: {wording.listed(unnamed)}.")
    return said


def _value_axes(plan: Plan) -> list[tuple[str, Sequence[float]]]:
    """Return the axes of values, each with a heading; panels that share one have it but once."""
    shared: dict[int, list[Slot]] = {}
    for one in plan.filled:
        shared.setdefault(id(one.slot.values), []).append(one.slot)
    return [
        (first.panel.heading if not more else first.panel.quantity(max(map(abs, first.values))), first.values)
        for first, *more in shared.values()
    ]


def _without(unlabelled: int, shortened: int) -> Iterator[str]:
    if unlabelled:
        marks = "mark is" if unlabelled == 1 else "marks are"
        yield f"{unlabelled:,} {marks} without a label for want of room."
    if shortened:
        labels = "label gives" if shortened == 1 else "labels give"
        yield f"{shortened:,} {labels} the value alone for want of room."


def _drawn(plan: Plan, words: Words, options: Options) -> go.Figure:
    ink = Ink()
    dress(ink, words, plan.sheet, plan.height, options)
    for one in plan.filled:
        _axes(ink, one, plan, options)
        refs = f"x{one.framed.name}", f"y{one.framed.name}"
        events.draw(ink, one.slot.told, refs, one.slot.high, options, named=one.slot.names_events)
        time_marks.draw(ink, one.slot.panel, one.framed, options.palette)
        time_labels.write(ink, one.labels, one.framed, options.palette)
    for caption in plan.captions:
        _caption(ink, caption, plan, options)
    return ink.figure()


def _settings(one: Filled) -> dict[str, Any]:
    slot = one.slot
    largest = max(map(abs, slot.values))
    return value_axis.settings(one.framed.values, slot.high, slot.panel.unit, largest)


def _axes(ink: Ink, one: Filled, plan: Plan, options: Options) -> None:
    slot, name = one.slot, one.framed.name
    wide = plan.sheet.plot_width
    high = plan.height - plan.sheet.top - plan.sheet.bottom
    upward = _settings(one) | {
        "anchor": f"x{name}",
        "domain": _domain(1 - (slot.top + slot.high) / high, 1 - slot.top / high),
        "showticklabels": slot.has_texts,
    }
    across = time_axis(slot.days, slot.wide, options.palette) | {
        "anchor": f"y{name}",
        "domain": _domain(slot.left / wide, (slot.left + slot.wide) / wide),
    }
    ink.axes(name, across, upward)


def _domain(first: float, last: float) -> list[float]:
    return [min(max(0.0, first), 1.0), min(max(0.0, last), 1.0)]


def _caption(ink: Ink, one: Caption, plan: Plan, options: Options) -> None:
    """Write what stands above a panel, flat, where it is read first and needs no turned head."""
    high = plan.height - plan.sheet.top - plan.sheet.bottom
    ink.annotation(
        name=one.name, showarrow=False, borderpad=0, font={"size": SMALL, "color": options.palette.soft},
        text=one.markup, align="left",
        xref="paper", x=one.left / plan.sheet.plot_width, xanchor="left", xshift=one.shift,
        yref="paper", y=1 - one.bottom / high, yanchor="bottom",
    )  # fmt: skip
