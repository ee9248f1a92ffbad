"""Slope: by how much did it change? A line from the earlier to the later value of each thing.

A panel has two columns, the earlier and the later period, and one line a pair; only pairs of the same two
periods stand in one panel. Its axis begins at zero, so that a line is as steep as the change is large.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.pairs import Pair
from figures import wording
from figures.described import described
from figures.drawing import marks, paired
from figures.drawing.frame import Canvas, canvas, dress, message
from figures.drawing.ink import Ink
from figures.drawing.lettering import cut, safe, width
from figures.drawing.paired import Drawn
from figures.drawing.spreading import fitting
from figures.drawing.texts import Anchor, Text
from figures.look import BODY, SMALL, Palette
from figures.options import Options
from figures.selection import Selection
from figures.titles import whose
from figures.words import Words, sources

_NOTHING = "None of these facts states or implies an earlier value to compare with."
#: Pixels: a panel's heading and its columns' heads, what lies between panels, and around its marks.
_HEAD, _BETWEEN, _PAD = 46, 26, 20
#: A line of a label, and the least that a panel's lines take.
_LINE, _LEAST = 18, 130
#: Pixels between a mark and its label, and how far a label may be from its mark without a leader.
_GAP, _NEAR = 24, 4
#: So many panels, and lines in a panel; two panels stand side by side from so many pixels on.
_MOST_PANELS, _MOST_LINES, _SIDE_BY_SIDE = 8, 10, 1000
#: Lines share a panel where the largest value of one is at most so many times another's.
_ALIKE = 12
#: A panel that is so wide names a line at both its ends.
_NAMED_TWICE = 620
#: A panel that is less wide sets a change below its value instead of beside it.
_STACKED = 420


def sloped(selection: Selection) -> list[Pair]:
    """Return the pairs that this figure draws."""
    return [one for one in paired.compared(selection) if not one.is_revision]


def draw(selection: Selection) -> go.Figure:
    """How steeply did each rise or fall from one period to the other?

    Draw one line a pair, those of one unit and of the same two periods in one panel.
    """
    documents, options = selection.documents, selection.options
    chosen = [paired.drawn(one, options) for one in sloped(selection)]
    if not chosen:
        return message("Slope", _NOTHING, options)
    groups = _grouped(chosen)
    draft = _words(groups, documents, options, len(chosen), 0)
    shown = [group[:_MOST_LINES] for group in groups[: _panels_that_fit(draft, options)]]
    left = sum(_label_count(group, options, draft, len(shown)) for group in shown)
    words = _words(shown, documents, options, len(chosen), left)
    sheet = canvas(words, options, axis_room=6)
    places, height = _places(shown, sheet, options)
    ink = Ink()
    dress(ink, words, sheet, height, options)
    for number, (group, place) in enumerate(zip(shown, places, strict=True), start=1):
        _fill(ink, _framed(ink, group, place, number, options), options)
    return ink.figure()


def _grouped(chosen: Sequence[Drawn]) -> list[list[Drawn]]:
    """Return the pairs of each panel, the largest later value first; the panel with most pairs first."""
    kinds: dict[tuple[object, ...], list[Drawn]] = {}
    for number, one in enumerate(chosen):
        later = one.pair.later
        periods = paired.days(one.own)
        known = None not in (*periods[0], *periods[1])
        key = later.unit, later.measure, paired.family(later.flow), periods, None if known else number
        kinds.setdefault(key, []).append(one)
    groups = [group for kind in kinds.values() for group in _together(kind)]
    return sorted(groups, key=len, reverse=True)


def _together(kind: Sequence[Drawn]) -> list[list[Drawn]]:
    """Return pairs of one kind in as few panels as leave each readable: alike in size."""
    panels: list[list[Drawn]] = []
    for one in sorted(kind, key=lambda one: -_largest(one)):
        if panels and _largest(one) * _ALIKE >= _largest(panels[-1][0]):
            panels[-1].append(one)
        else:
            panels.append([one])
    return panels


def _largest(one: Drawn) -> float:
    return max(map(abs, _edges(one)))


def _edges(one: Drawn) -> tuple[float, ...]:
    band = (one.pair.implied.value_low, one.pair.implied.value_high) if one.pair.implied is not None else ()
    return one.pair.before, one.pair.later.value, *band


class _Place(NamedTuple):
    """Where a panel's lines stand, in pixels from the plot's left and top; the plot is so wide and high."""

    left: float
    top: float
    wide: float
    high: float
    plot: tuple[float, float]


def _columns(options: Options, panels: int) -> int:
    return 2 if options.width >= _SIDE_BY_SIDE and panels > 1 else 1


def _panels_that_fit(words: Words, options: Options) -> int:
    if options.height is None:
        return _MOST_PANELS
    sheet = canvas(words, options, axis_room=6)
    room = options.height - sheet.top - sheet.bottom + _BETWEEN
    rows = max(1, int(room / (_HEAD + _LEAST + _BETWEEN)))
    return min(_MOST_PANELS, rows * _columns(options, 2))


def _heights(groups: Sequence[Sequence[Drawn]], sheet: Canvas, options: Options) -> list[float]:
    """Return how high the lines of each row of panels are."""
    columns = _columns(options, len(groups))
    rows = [groups[at : at + columns] for at in range(0, len(groups), columns)]
    wide = (sheet.plot_width - (columns - 1) * _BETWEEN) / columns
    label = _LINE * (3 if wide < _STACKED else 2)
    free = [max(_LEAST, 2.0 * _PAD + label * max(map(len, row))) for row in rows]
    if options.height is None:
        return free
    room = options.height - sheet.top - sheet.bottom - (len(rows) - 1) * _BETWEEN - len(rows) * _HEAD
    return [max(20.0, one / sum(free) * room) for one in free]


def _places(groups: Sequence[Sequence[Drawn]], sheet: Canvas, options: Options) -> tuple[list[_Place], float]:
    """Return where each panel stands, and how high the figure is."""
    columns, heights = _columns(options, len(groups)), _heights(groups, sheet, options)
    plot = sum(heights) + len(heights) * _HEAD + (len(heights) - 1) * _BETWEEN
    wide = (sheet.plot_width - (columns - 1) * _BETWEEN) / columns
    places = []
    for number in range(len(groups)):
        row, column = divmod(number, columns)
        top = sum(heights[:row]) + (row + 1) * _HEAD + row * _BETWEEN
        left = column * (wide + _BETWEEN)
        places.append(_Place(left, top, wide, heights[row], (sheet.plot_width, plot)))
    return places, options.height or plot + sheet.top + sheet.bottom


@dataclass(frozen=True, slots=True)
class _Panel:
    """A panel in its frame: across it is measured in pixels, upwards in values or in their logarithms."""

    group: Sequence[Drawn]
    place: _Place
    name: str
    columns: tuple[float, float]
    values: tuple[float, float]
    logarithmic: bool

    @property
    def axes(self) -> dict[str, str]:
        return {"xaxis": f"x{self.name}", "yaxis": f"y{self.name}"}

    @property
    def refs(self) -> dict[str, str]:
        return {"xref": f"x{self.name}", "yref": f"y{self.name}"}

    def at(self, value: float) -> float:
        """Return where a value stands on the panel's axis."""
        return math.log10(value) if self.logarithmic else value

    def down(self, value: float) -> float:
        """Return how many pixels below the panel's top a value stands."""
        low, high = self.values
        return (high - self.at(value)) / (high - low) * self.place.high

    def up(self, pixels: float) -> float:
        """Return what stands so many pixels below the panel's top."""
        low, high = self.values
        return high - pixels / self.place.high * (high - low)


def _framed(ink: Ink, group: Sequence[Drawn], place: _Place, number: int, options: Options) -> _Panel:
    """Set the axes of a panel and write its heads."""
    name = "" if number == 1 else str(number)
    panel = _measured(group, place, name, options)
    wide, high = place.plot
    across = {
        "anchor": f"y{name}",
        "domain": [place.left / wide, min(1.0, (place.left + place.wide) / wide)],
        "range": [0, place.wide],
        "visible": False,
    }
    upward = {
        "anchor": f"x{name}",
        "domain": [max(0.0, 1 - (place.top + place.high) / high), 1 - place.top / high],
        "range": list(panel.values),
        "visible": False,
    }
    ink.axes(name, across, upward)
    _heads(ink, panel, options)
    return panel


def _measured(group: Sequence[Drawn], place: _Place, name: str, options: Options) -> _Panel:
    edges = [edge for one in group for edge in _edges(one)]
    logarithmic = options.logarithmic and min(edges) > 0
    ends = [math.log10(one) for one in edges] if logarithmic else [0.0, *edges]
    low, high = min(ends), max(ends)
    if low == high:
        low, high = low - 0.5, high + 0.5
    margin = (high - low) * _PAD / max(1.0, place.high - 2 * _PAD)
    rooms = [_GAP + 2 + max(_label_width(one, side, place.wide) for one in group) for side in (0, 1)]
    left = min(rooms[0], 0.36 * place.wide)
    right = place.wide - min(rooms[1], 0.48 * place.wide)
    return _Panel(group, place, name, (left, right), (low - margin, high + margin), logarithmic)


class _Text(NamedTuple):
    """One line of a label."""

    text: str
    is_bold: bool = False

    @property
    def size(self) -> int:
        return BODY if self.is_bold else SMALL

    @property
    def width(self) -> float:
        return width(self.text, self.size, bold=self.is_bold)


def _label_width(one: Drawn, side: int, wide: float) -> float:
    return max(line.width for line in _label(one, side, wide)) + 4


def _label(one: Drawn, side: int, wide: float) -> list[_Text]:
    """Return the lines at an end of a line: at the left the earlier value, at the right the later."""
    unit, name = one.pair.later.unit, wording.subject(one.pair.later)
    if side:
        value, change = wording.unitless(wording.fact_amount(one.said.later), unit), paired.arrow(one)
        values = [value, change] if wide < _STACKED and change else [f"{value}  {change}".rstrip()]
        return [*(_Text(each, True) for each in values), _Text(name)]
    told = ", ".join(filter(None, (paired.earlier_kind(one), name if wide >= _NAMED_TWICE else "")))
    value = wording.unitless(paired.earlier_amount(one), unit)
    return [_Text(value, True), *([_Text(told)] if told else [])]


def _kept(lines: Sequence[_Text], room: float) -> list[_Text]:
    """Return the lines of a label that has so many pixels: a name is cut short, and a number never."""
    return [
        line if line.width <= room else line._replace(text=cut(line.text, SMALL, room))
        for line in lines
        if line.width <= room or not line.is_bold
    ]


def _heads(ink: Ink, panel: _Panel, options: Options) -> None:
    """Write what the panel is measured in, and above its two columns their periods."""
    place, first = panel.place, panel.group[0]
    later = first.pair.later
    unit = wording.unit_title(later.unit, max(map(_largest, panel.group)))
    measure = wording.measure_name(later)
    title = f"{wording.capital(measure)}, {wording.uncapital(unit)}" if measure else unit
    look = {"font": {"size": SMALL, "color": options.palette.soft}, "showarrow": False, "borderpad": 0}
    top = {**panel.refs, "y": panel.values[1], "yanchor": "bottom", **look}
    ink.annotation(
        **top, x=0, xanchor="left", yshift=22, text=safe(cut(title, SMALL, place.wide)), name="axis title"
    )
    left, right = panel.columns
    before, after = (
        cut(text, SMALL, place.wide / 2 - 8, bold=True)
        for text in (first.periods[0] or "Earlier", first.periods[1] or "Later")
    )
    fits = width(before, SMALL, bold=True) <= left + 4
    ink.annotation(
        **top, x=left + 4 if fits else 0, xanchor="right" if fits else "left", text=f"<b>{safe(before)}</b>"
    )
    fits = width(after, SMALL, bold=True) <= place.wide - right + 4
    ink.annotation(
        **top, x=right - 4 if fits else place.wide, xanchor="left" if fits else "right",
        text=f"<b>{safe(after)}</b>",
    )  # fmt: skip


def _fill(ink: Ink, panel: _Panel, options: Options) -> None:
    """Draw the columns, the lines with their marks, and the labels at both ends."""
    look = options.palette
    rule = {"type": "line", "layer": "below", **panel.refs}
    for x in panel.columns:
        ink.shape(**rule, x0=x, x1=x, y0=panel.values[0], y1=panel.values[1], line={"color": look.line})
    if not panel.logarithmic:
        ink.shape(
            **rule,
            x0=panel.columns[0],
            x1=panel.columns[1],
            y0=0,
            y1=0,
            line={"color": look.axis, "width": 1},
        )
    for one in panel.group:
        _line(ink, one, panel, options)
    for side in (0, 1):
        _labels(ink, panel, side, options)


def _line(ink: Ink, one: Drawn, panel: _Panel, options: Options) -> None:
    look, pair = options.palette, one.pair
    hue = marks.colour(pair.later.flow, look)
    left, right = panel.columns
    before, after = panel.at(pair.before), panel.at(pair.later.value)
    dash = "dash" if marks.is_unfirm(pair.later) else "solid"
    own: dict[str, Any] = {**panel.axes, "cliponaxis": False}
    ink.scatter(
        **own, x=[left, right], y=[before, after], mode="lines", hoverinfo="skip",
        line={"color": hue, "width": 2, "dash": dash},
    )  # fmt: skip
    outer = marks.ring(pair.later, look)
    if outer is not None:
        ink.scatter(**own, x=[right], y=[after], mode="markers", marker=outer, hoverinfo="skip")
    ink.scatter(
        **own, x=[left], y=[before], mode="markers", marker=_earlier_look(pair, options),
        error_y=_whisker(pair, panel, hue), customdata=[" ".join(paired.earlier_ids(one))],
        hovertext=[paired.earlier_tip(one)], hoverinfo="text",
    )  # fmt: skip
    ink.scatter(
        **own, x=[right], y=[after], mode="markers", marker=marks.marker(pair.later, look),
        customdata=[pair.later.fact_id], hovertext=[paired.later_tip(one)], hoverinfo="text",
    )  # fmt: skip


def _earlier_look(pair: Pair, options: Options) -> dict[str, Any]:
    if pair.implied is not None:
        return marks.hollow(pair.implied.flow, options.palette, 11)
    return marks.marker(pair.earlier or pair.later._replace(status="reported"), options.palette)


def _whisker(pair: Pair, panel: _Panel, hue: str) -> dict[str, Any] | None:
    """Return the bar of what rounding allows an implied value to be."""
    if pair.implied is None or (panel.logarithmic and pair.implied.value_low <= 0):
        return None
    low, value, high = (
        panel.at(one) for one in (pair.implied.value_low, pair.implied.value, pair.implied.value_high)
    )
    look = {"color": hue, "thickness": 1.2, "width": 5}
    return {"type": "data", "symmetric": False, "array": [high - value], "arrayminus": [value - low], **look}


def _placed(panel: _Panel, side: int) -> dict[int, float]:
    """Return how far below the panel's top the labels of a side stand, by the number of their line."""
    wanted = [panel.down(one.pair.later.value if side else one.pair.before) for one in panel.group]
    sizes = [_LINE * len(_label(one, side, panel.place.wide)) for one in panel.group]
    weight = [_largest(one) for one in panel.group]
    return fitting(wanted, sizes, 0, panel.place.high + 6, weight)


def _label_count(group: Sequence[Drawn], options: Options, words: Words, panels: int) -> int:
    """Return how many labels of a panel have no room."""
    sheet = canvas(words, options, axis_room=6)
    high = min(_heights([group] * panels, sheet, options))
    columns = _columns(options, panels)
    wide = (sheet.plot_width - (columns - 1) * _BETWEEN) / columns
    panel = _measured(group, _Place(0, 0, wide, high, (wide, high)), "", options)
    return sum(len(group) - len(_placed(panel, side)) for side in (0, 1))


def _labels(ink: Ink, panel: _Panel, side: int, options: Options) -> None:
    look, column = options.palette, panel.columns[side]
    out = 1 if side else -1
    room = (panel.place.wide - column if side else column) - _GAP
    for number, middle in _placed(panel, side).items():
        one = panel.group[number]
        value = one.pair.later.value if side else one.pair.before
        lines = _kept(_label(one, side, panel.place.wide), room)
        at = Anchor(panel.refs["xref"], panel.refs["yref"], column, panel.up(middle), out * _GAP)
        text = "<br>".join(_marked_up(line, look) for line in lines)
        ink.text(Text(at, text, out, BODY, look.ink))
        if abs(middle - panel.down(value)) > _NEAR:
            ink.shape(
                type="line", **panel.refs, layer="below", line={"color": look.axis, "width": 1},
                x0=column + out * 8, x1=column + out * (_GAP - 4), y0=panel.at(value), y1=panel.up(middle),
            )  # fmt: skip


def _marked_up(line: _Text, look: Palette) -> str:
    if line.is_bold:
        return f"<b>{safe(line.text)}</b>"
    return f'<span style="font-size:{SMALL}px;color:{look.soft}">{safe(line.text)}</span>'


def _words(
    groups: Sequence[Sequence[Drawn]], documents: pd.DataFrame, options: Options, total: int, left: int
) -> Words:
    some = [one for group in groups for one in group]
    facts = [one.pair.later for one in some]
    rows = tuple(row for one in some for row in paired.shown(one))
    notes = paired.notes(some, options, band="the bar through it")
    if len(some) < total:
        notes.append(f"{len(some)} of {total} pairs are shown.")
    if left:
        notes.append(f"{left} {'label has' if left == 1 else 'labels have'} no room here.")
    units = wording.unit_list(one.unit for one in facts)
    basis = "logarithmic axes" if options.logarithmic else "axes from zero"
    return Words(
        title=f"{whose(facts)}{_between(some)}",
        subtitle=f"{units}; from the earlier to the later value; {basis}",
        notes=tuple(notes),
        sources=sources(documents, (one.document_id for one in facts)),
        described=described("Slope chart", rows, *map(paired.in_words, some[:8])),
        rows=rows,
    )


def _between(some: Sequence[Drawn]) -> str:
    """Return the two periods where they are those of every pair: `, Jan 2023 to Jan 2024`."""
    periods: set[tuple[tuple[date | None, ...], ...]] = {paired.days(one.own) for one in some}
    before, after = some[0].periods
    if len(periods) == 1 and before and after:
        return f", {before} to {after}"
    return ", earlier and later"
