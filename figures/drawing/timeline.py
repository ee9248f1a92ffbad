"""Panels over time, one below the other: each value over the whole of its period, its mark in the middle.

What is drawn is given as Points and Lines, in words and numbers; this module knows where its panels go.
"""

from collections.abc import Iterator, Sequence

import plotly.graph_objects as go

from figures.drawing import events, time_labels
from figures.drawing.frame import PAD, Canvas, canvas
from figures.drawing.lettering import cut, safe, width, wrapped
from figures.drawing.points import Panel
from figures.drawing.slots import WIDE, Caption, Plan, Slot, filled, quantity, settled, texts
from figures.look import SMALL
from figures.options import Options
from figures.words import Words

#: Pixels: a panel, one of a few marks, its heading above it, its time axis below it, and at least so much
#: for the texts of its value axis.
_PANEL, _LOW_PANEL, _HEAD, _AXIS_ROOM, _LEFT = 240, 150, 26, 34, 46
_LEAST_PANEL, _MOST_PANELS = 80, 6
#: A panel of up to so many marks and no line is a low one.
_FEW = 2
#: A line of a key takes so many pixels.
_KEY_LINE = SMALL * 1.4


def panels_that_fit(words: Words, options: Options) -> int:
    """Return how many panels a reader can still read at the height asked for."""
    if options.height is None:
        return _MOST_PANELS
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
    sheet.right += 12 + _room_for_names(panels, options)
    days = [events.stretched(panel.days, options.events) for panel in panels]
    told = [events.told(one, options.events, sheet.plot_width, sheet.right - PAD) for one in days]
    strips = [
        events.room(found) + len(_key(panel, sheet, options)) * _KEY_LINE
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
        captions += _captions(slot, strip, sheet, options)
        top += high + _AXIS_ROOM
    return filled(slots, captions, sheet, height, options)


def _room_for_names(panels: Sequence[Panel], options: Options) -> float:
    """Return the pixels that the names of lines take behind their ends, where the figure is wide."""
    names = [width(line.name, SMALL, bold=True) for panel in panels for line in panel.lines]
    return min(max(names), time_labels.LONGEST_NAME) + 6 if names and options.width >= WIDE else 0


def _key(panel: Panel, sheet: Canvas, options: Options) -> list[str]:
    """Return the names of a panel's lines with a piece of each, where they do not fit beside them."""
    if options.width >= WIDE or not panel.lines:
        return []
    names = (f"{'╌╌' if line.is_dashed else '──'} {line.name}" for line in panel.lines)
    return wrapped("   ".join(names), SMALL, sheet.plot_width)


def _captions(slot: Slot, strip: float, sheet: Canvas, options: Options) -> Iterator[Caption]:
    """Yield a panel's heading, and below it the key to its lines."""
    left = sheet.left - (2 if options.bare else PAD)
    room = options.width - (8 if options.bare else 2 * PAD)
    text = slot.panel.headed(quantity(slot.panel, slot.values, options))
    yield Caption("axis title", safe(cut(text, SMALL, room)), 0, slot.top - 6 - strip, -left)
    if lines := _key(slot.panel, sheet, options):
        bottom = slot.top - 6 - events.room(slot.told)
        yield Caption("line name", "<br>".join(map(safe, lines)), 0, bottom)
