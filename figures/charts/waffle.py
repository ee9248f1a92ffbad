"""Waffle: how many? Counts as squares that can be counted, a block each.

A square is one of what is counted, or ten, a hundred, a thousand: as much as keeps the block small. Blocks
whose squares stand for as much stand below each other, with what that is below them.
"""

import math
from collections.abc import Sequence
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from figures import wording
from figures.charts.counts import counted, row_of, unsaid
from figures.described import described
from figures.drawing import rows
from figures.drawing.frame import message, plot_of
from figures.drawing.ink import Ink
from figures.drawing.marks import colour, status_note, told, tooltip
from figures.options import Options
from figures.selection import Selection
from figures.shown import of_fact
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "No counts of companies, goods or events are among these facts."
#: A block has so many squares at most, so many in a column; after so many columns there is a gap.
_MOST, _HIGH, _GROUP = 100, 5, 2
#: Pixels: from one square to the next, a square, and the gap after ten of them.
_STEP, _SQUARE, _GAP = 13.0, 10.5, 5.0
#: Pixels of a row where its label stands beside it, and where it stands above it.
_PITCH, _PITCH_NARROW = 88, 116
#: The smallest that a part of a square is drawn, so that it is not lost.
_LEAST = 3.0
_HATCHED = frozenset({"provisional", "estimate"})


def draw(selection: Selection) -> go.Figure:
    """How many are that, to be counted square by square?

    Draw one block a count, those whose squares stand for as much in one panel, the largest first.
    """
    documents, options = selection.documents, selection.options
    chosen = counted(selection)
    if not chosen:
        return message("Waffle", _NOTHING, options)
    days = dict(zip(documents["document_id"], documents["published"], strict=True))
    groups, left = _grouped(chosen), unsaid(selection)
    pitch = _PITCH_NARROW if options.width < rows.NARROW else _PITCH
    panels = [_panel(group, days) for group in groups]
    draft = _words(groups, documents, len(chosen), left)
    fits = rows.fitting(panels, draft, options, pitch, least=pitch)
    groups = [group[:most] for group, most in zip(groups, fits, strict=True) if most]
    panels = [_panel(group, days) for group in groups]
    ink = Ink()
    words = _words(groups, documents, len(chosen), left)
    for group, placed in zip(groups, rows.place(ink, panels, words, options, pitch), strict=True):
        _fill(ink, group, placed, options, several=len(groups) > 1)
    return ink.figure()


def stands_for(fact: Fact) -> int:
    """Return what a square of a count stands for: 1, 10, 100, as much as leaves at most so many squares."""
    most = max(fact.value, fact.value_high or 0.0)
    return 1 if most <= _MOST else int(10 ** math.ceil(math.log10(most / _MOST) - 1e-9))


def _grouped(chosen: Sequence[Fact]) -> list[list[Fact]]:
    groups: dict[int, list[Fact]] = {}
    for one in chosen:
        groups.setdefault(stands_for(one), []).append(one)
    return [groups[each] for each in sorted(groups)]


def _panel(group: Sequence[Fact], days: dict[Any, date | None]) -> rows.Panel:
    return rows.Panel("count", _each(stands_for(group[0])), [_row(one, days) for one in group])


def _each(each: int) -> str:
    return f"One square stands for {'one' if each == 1 else wording.amount(each, 'count')}"


def _row(fact: Fact, days: dict[Any, date | None]) -> rows.Row:
    """Return the row of a count: how many of what in words, and of whom."""
    row = row_of(fact, days.get(fact.document_id))
    firm = wording.firmness(fact)
    head = wording.capital(wording.fact_amount(fact)) if fact.counted else wording.fact_amount(fact)
    named = row.head if not fact.counted else ""
    detail = ", ".join(part for part in (named, row.detail, firm) if part)
    return rows.Row(head, detail, row.needs)


def _fill(ink: Ink, group: Sequence[Fact], placed: rows.Placed, options: Options, *, several: bool) -> None:
    """Draw the blocks of a panel, on an axis that is measured in pixels."""
    wide, plot = plot_of(ink, options)
    scale = min(1.0, wide / _across(_MOST))
    axis, down = (
        ink.layout[name.replace(name[0], f"{name[0]}axis")] for name in (placed.xaxis, placed.yaxis)
    )
    axis |= {"range": [0, wide], "tickvals": [], "showgrid": False, "zeroline": False}
    title = axis.pop("title")
    if several:
        look = {"font": title["font"], "showarrow": False, "borderpad": 0}
        ink.annotation(
            xref=placed.xaxis, yref=placed.yaxis, x=0, y=placed.top(len(group)), xanchor="left",
            yanchor="top", yshift=-4, text=title["text"], **look,
        )  # fmt: skip
    high = plot * (down["domain"][1] - down["domain"][0])
    a_pixel = (down["range"][0] - down["range"][1]) / high
    for number, one in enumerate(group):
        _block(ink, one, placed, (placed.y(number), a_pixel), scale, options)


def _across(squares: int) -> float:
    """Return how many pixels so many squares take from left to right."""
    columns = math.ceil(squares / _HIGH)
    return columns * _STEP + (columns - 1) // _GROUP * _GAP


def _block(
    ink: Ink,
    fact: Fact,
    placed: rows.Placed,
    middle: tuple[float, float],
    scale: float,
    options: Options,
) -> None:
    """Draw the squares of a count: full ones, a part of one inside an outline, and a range in outlines."""
    each = stands_for(fact)
    full, part = divmod(fact.value / each, 1)
    if part > 1 - 1e-9:
        full, part = full + 1, 0.0
    whole = int(full)
    top = math.ceil(max(fact.value, fact.value_high or 0.0) / each - 1e-9)
    look = {
        "xaxis": placed.xaxis, "yaxis": placed.yaxis, "mode": "markers", "cliponaxis": False,
        "hoverinfo": "text", "hovertext": tooltip(told(fact), fact.sentence),
    }  # fmt: skip
    size = _SQUARE * scale
    hue = colour(fact.flow, options.palette)
    outline = {"symbol": "square", "color": options.palette.ground, "line": {"color": hue, "width": 1.2}}
    for numbers, marker in (
        (range(whole), _square(fact, hue, size, options)),
        # What is a part of a square, the upper end of a range, or none at all.
        (range(whole, max(top, 1)), {**outline, "size": size - 1}),
        (range(whole, whole + (part > 0)), _square(fact, hue, max(_LEAST, (size - 3) * part**0.5), options)),
    ):
        if len(numbers):
            x, y = zip(*(_spot(number, middle, scale) for number in numbers), strict=True)
            ids = [fact.fact_id] * len(numbers)
            ink.scatter(x=list(x), y=list(y), marker=marker, customdata=ids, **look)


def _spot(number: int, middle: tuple[float, float], scale: float) -> tuple[float, float]:
    column, row = divmod(number, _HIGH)
    x = (column * _STEP + column // _GROUP * _GAP + _STEP / 2) * scale
    return x, middle[0] + (row - (_HIGH - 1) / 2) * _STEP * scale * middle[1]


def _square(fact: Fact, hue: str, size: float, options: Options) -> dict[str, Any]:
    """Return a full square; one with a cross for what is provisional, an empty one for a forecast."""
    if fact.status in _HATCHED:
        return {"symbol": "square-x-open", "size": size - 1, "color": hue, "line": {"width": 1.2}}
    if fact.status in ("forecast", "target"):
        ground = options.palette.ground
        return {"symbol": "square", "size": size - 1, "color": ground, "line": {"color": hue, "width": 1.2}}
    return {"symbol": "square", "size": size, "color": hue}


def _words(
    groups: Sequence[Sequence[Fact]], documents: pd.DataFrame, total: int, left: Sequence[str]
) -> Words:
    shown = [one for group in groups for one in group]
    table = tuple(of_fact(one) for one in shown)
    sizes = [wording.amount(stands_for(group[0]), "count") for group in groups]
    many = f"One square stands for {' or '.join([', '.join(sizes[:-1]), sizes[-1]] if sizes[1:] else sizes)}"
    return Words(
        title="What was counted, as reported",
        subtitle=f"{many}, as written below each group" if sizes[1:] else _each(stands_for(shown[0])),
        notes=(*_notes(shown, total), *left),
        sources=sources(documents, (one.document_id for one in shown)),
        described=described("Squares", table),
        rows=table,
    )


def _notes(shown: Sequence[Fact], total: int) -> list[str]:
    notes = [note.replace("Ring", "Crossed").replace("Dashed", "Outlined") for note in status_note(shown)]
    if any(one.value % stands_for(one) for one in shown):
        notes.append("A square that is filled in part stands for less than the others.")
    if any(one.value_high for one in shown):
        notes.append("Empty squares go on to the upper end of a range.")
    if any(one.value == 0 for one in shown):
        notes.append("An empty square alone stands for none.")
    if len(shown) < total:
        notes.append(f"{len(shown)} of {total} counts are shown.")
    return notes
