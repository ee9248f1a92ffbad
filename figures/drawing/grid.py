"""Small panels in a grid: one axis of time for all, and one of values for those of one unit."""

from collections.abc import Sequence
from datetime import date

import plotly.graph_objects as go

from figures.drawing import events
from figures.drawing.frame import PAD, canvas
from figures.drawing.lettering import BETWEEN_PARTS, cut, packed, safe, width
from figures.drawing.points import Panel, with_margin
from figures.drawing.slots import Caption, Plan, Slot, filled, quantity, settled, texts
from figures.look import BODY, SMALL
from figures.options import Options
from figures.words import Words

#: Pixels: a panel, its title above it, its time axis below it, what stands between two columns, and the
#: heading of panels that share an axis.
_PANEL, _TITLE, _AXIS_ROOM, _BETWEEN, _HEAD, _KEY = 112, 22, 34, 30, 30, 24
_LEFT, _LEAST_PANEL = 46, 54
#: From so many pixels on there are so many columns.
_COLUMNS = ((1000, 4), (700, 3), (480, 2))


def columns(options: Options) -> int:
    """Return how many panels stand side by side."""
    return next((many for wide, many in _COLUMNS if options.width >= wide), 1)


def fits(panels: Sequence[int], words: Words, options: Options) -> bool:
    """Tell whether facets of so many panels each are still read at the height asked for."""
    if options.height is None:
        return True
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    room = options.height - sheet.top - sheet.bottom - _KEY - (events.ROW if options.events else 0)
    rows = sum(-(-many // columns(options)) for many in panels)
    return len(panels) * _HEAD + rows * (_LEAST_PANEL + _TITLE + _AXIS_ROOM) - _AXIS_ROOM <= room


def draw(
    facets: Sequence[Sequence[Panel]], key: Sequence[tuple[str, str]], words: Words, options: Options
) -> go.Figure:
    """Draw the panels of each facet, which are of one unit, in rows; `key` are names with their colours.

    The panels are dressed with `words` and notes on what found no room.
    """
    return settled(lambda said: _gridded(facets, key, said, options), words, options)


def _gridded(
    facets: Sequence[Sequence[Panel]], key: Sequence[tuple[str, str]], words: Words, options: Options
) -> Plan:
    plan = _grid(facets, key, words, options, _LEFT)
    widest = max(width(text, SMALL) for text in texts(plan)) + 12
    return plan if widest <= _LEFT else _grid(facets, key, words, options, min(widest, options.width / 3))


def _grid(
    facets: Sequence[Sequence[Panel]],
    key: Sequence[tuple[str, str]],
    words: Words,
    options: Options,
    left: float,
) -> Plan:
    sheet = canvas(words, options, axis_room=_AXIS_ROOM)
    sheet.left += left
    sheet.right += 12
    many = min(columns(options), max(map(len, facets)))
    wide = (sheet.plot_width - (many - 1) * _BETWEEN) / many
    days = events.stretched(_days(facets), options.events)
    told = events.told(days, options.events, wide, _BETWEEN / 2)
    lines = _key_lines(key, options)
    rows = sum(-(-len(one) // many) for one in facets)
    strip = events.room(told)
    fixed = len(lines) * _KEY + len(facets) * _HEAD + strip + rows * (_TITLE + _AXIS_ROOM) - _AXIS_ROOM
    height = options.height or rows * _PANEL + fixed + sheet.top + sheet.bottom
    high = max(1.0, (height - sheet.top - sheet.bottom - fixed) / rows)
    at = -left
    captions = [Caption("key", line, 0, (number + 1) * _KEY - 6, at) for number, line in enumerate(lines)]
    slots: list[Slot] = []
    top = float(len(lines) * _KEY)
    for facet, panels in enumerate(facets):
        first = facet == 0
        values = [edge for panel in panels for edge in panel.edges]
        title = cut(quantity(panels[0], values, options), SMALL, sheet.plot_width + left)
        captions.append(Caption("axis title", safe(title), 0, top + _HEAD - 12, at))
        top += _HEAD + (strip if first else 0)
        for number, panel in enumerate(panels):
            row, column = divmod(number, many)
            low = top + _TITLE + row * (high + _TITLE + _AXIS_ROOM)
            names = first and row == 0
            slot = Slot(
                panel, column * (wide + _BETWEEN), low, wide, high, days, values, told,
                has_texts=column == 0, names_events=names,
            )  # fmt: skip
            slots.append(slot)
            captions.append(_title(slot, strip if names else 0, options))
        top += -(-len(panels) // many) * (high + _TITLE + _AXIS_ROOM)
    return filled(slots, captions, sheet, height, options)


def _days(facets: Sequence[Sequence[Panel]]) -> tuple[date, date]:
    points = [point for panels in facets for panel in panels for point in panel.points]
    return with_margin(min(one.start for one in points), max(one.end for one in points))


def _title(slot: Slot, strip: float, options: Options) -> Caption:
    text = safe(cut(slot.panel.about, BODY, slot.wide, bold=True))
    markup = f'<b><span style="font-size:{BODY}px;color:{options.palette.ink}">{text}</span></b>'
    return Caption("panel title", markup, slot.left, slot.top - 5 - strip)


def _key_lines(key: Sequence[tuple[str, str]], options: Options) -> list[str]:
    """Return the lines of the key, each name behind a dot of its colour."""
    hues = {f"●\u2002{name}": hue for name, hue in key}
    return [
        BETWEEN_PARTS.join(
            f'<span style="color:{hues[part]}">●</span>{safe(part.removeprefix("●"))}' for part in line
        )
        for line in packed(hues, SMALL, options.width - 2 * PAD)
    ]
