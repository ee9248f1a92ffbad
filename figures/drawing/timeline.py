"""Panels over time, one below the other: each value over the whole of its period, its mark in the middle.

What is drawn is given as Points and Lines, in words and numbers; this module knows where its panels go.
"""

from collections.abc import Iterator, Sequence
from itertools import accumulate

import plotly.graph_objects as go

from figures.drawing import events
from figures.drawing.frame import PAD, Canvas, canvas
from figures.drawing.lettering import BETWEEN_PARTS, cut, packed, safe, width, wrapped
from figures.drawing.points import Panel
from figures.drawing.slots import Caption, Plan, Slot, filled, quantity, settled, texts
from figures.look import SMALL
from figures.options import Options
from figures.words import Words

#: Pixels: a panel, one of a few marks, its heading above it, its time axis below it, and at least so much
#: for the texts of its value axis.
_PANEL, _LOW_PANEL, _HEAD, _AXIS_ROOM, _LEFT = 240, 150, 26, 34, 46
_LEAST_PANEL, _MOST_PANELS = 80, 6
#: Where their marks are more than this, which nobody reads one by one, there are fewer panels.
_MOST_MARKS, _FEWER_PANELS = 40, 4
#: A panel of up to so many marks and no line is a low one.
_FEW = 2
#: A line of a heading or a key takes so many pixels.
_LINE = SMALL * 1.35
#: The names of lines stand behind their ends where a figure is at least so wide and they take at most this
#: share of it, otherwise above the panel.
_WIDE, _MOST_BESIDE = 600, 0.22


def panels_that_fit(panels: Sequence[Panel], words: Words, options: Options) -> int:
    """Return how many of the panels, the first ones, a reader can still read at the height asked for."""
    if options.height is None:
        marks = accumulate(len(one.points) for one in panels[:_MOST_PANELS])
        return max(_FEWER_PANELS, sum(many <= _MOST_MARKS for many in marks))
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    room = options.height - sheet.top - sheet.bottom + _AXIS_ROOM
    least = _LEAST_PANEL + _HEAD + _AXIS_ROOM + (events.ROW if options.events else 0)
    return min(_MOST_PANELS, max(1, int(room / least)))


def draw(panels: Sequence[Panel], words: Words, options: Options) -> go.Figure:
    """Draw the panels, dressed with `words` and notes on what found no room."""
    return settled(lambda said: _stacked(panels, said, options), words, options)


def _stacked(panels: Sequence[Panel], words: Words, options: Options) -> Plan:
    """Return the plan of a stack, whose left margin holds the widest text of its value axes."""
    plan = _stack(panels, words, options, _LEFT)
    widest = max((width(text, SMALL) for text in texts(plan)), default=0.0) + 12
    return plan if widest <= _LEFT else _stack(panels, words, options, min(widest, options.width / 3))


def _stack(panels: Sequence[Panel], words: Words, options: Options, left: float) -> Plan:
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    sheet.left += left
    beside = _room_for_names(panels, options)
    sheet.right += 12 + beside
    days = [events.stretched(panel.days, options.events) for panel in panels]
    told = [events.told(one, options.events, sheet.plot_width, sheet.right - PAD) for one in days]
    strips = [
        events.room(found) + (len(_heading(panel, options)) - 1 + len(_key(panel, sheet, beside))) * _LINE
        for panel, found in zip(panels, told, strict=True)
    ]
    fixed = sum(strips) + len(panels) * (_HEAD + _AXIS_ROOM) - _AXIS_ROOM
    sizes = [_LOW_PANEL if len(one.points) <= _FEW and not one.lines else _PANEL for one in panels]
    height = options.height or sum(sizes) + fixed + sheet.top + sheet.bottom
    share = (height - sheet.top - sheet.bottom - fixed) / sum(sizes)
    slots: list[Slot] = []
    captions: list[Caption] = []
    top = 0.0
    for panel, size, strip, span, found in zip(panels, sizes, strips, days, told, strict=True):
        top += _HEAD + strip
        high = max(1.0, size * share)
        slot = Slot(panel, 0, top, sheet.plot_width, high, span, panel.edges, found)
        slots.append(slot)
        captions += _captions(slot, sheet, beside, options)
        top += high + _AXIS_ROOM
    return filled(slots, captions, sheet, height, options, beside=beside > 0)


def _room_for_names(panels: Sequence[Panel], options: Options) -> float:
    """Return the pixels that the names of lines take behind their ends, 0 where they do not stand there."""
    names = [width(line.name, SMALL, bold=True) for panel in panels for line in panel.lines]
    fit = names and options.width >= _WIDE and max(names) <= _MOST_BESIDE * options.width
    return max(names) + 6 if fit else 0


def _key(panel: Panel, sheet: Canvas, beside: float) -> list[str]:
    """Return the names of a panel's lines with a piece of each, where they do not fit beside them."""
    if beside or not panel.lines:
        return []
    names = (
        cut(f"{'╌╌' if line.is_dashed else '──'}\u2002{line.name}", SMALL, sheet.plot_width)
        for line in panel.lines
    )
    return [BETWEEN_PARTS.join(line) for line in packed(names, SMALL, sheet.plot_width)]


def _heading(panel: Panel, options: Options) -> list[str]:
    text = panel.headed(quantity(panel, panel.edges, options))
    return wrapped(text, SMALL, options.width - (8 if options.bare else 2 * PAD), most=2)


def _captions(slot: Slot, sheet: Canvas, beside: float, options: Options) -> Iterator[Caption]:
    """Yield a panel's heading, and below it the key to its lines."""
    left = sheet.left - (2 if options.bare else PAD)
    key, heading = _key(slot.panel, sheet, beside), _heading(slot.panel, options)
    bottom = slot.top - 6 - events.room(slot.told)
    if key:
        yield Caption("line name", "<br>".join(map(safe, key)), 0, bottom)
    yield Caption("axis title", "<br>".join(map(safe, heading)), 0, bottom - len(key) * _LINE, -left)
