"""Flow matrix: a row for each country that sends, a column for each that receives, the value in its cell.

Deeper tints are larger values. An empty cell says that no text tells a value, and not that it is zero.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pandas as pd
import plotly.graph_objects as go

from analysis.flows import Link, of_one_kind
from figures import wording
from figures.described import described
from figures.drawing import linked
from figures.drawing.classes import Classes
from figures.drawing.frame import Canvas, canvas, dress
from figures.drawing.ink import Ink
from figures.drawing.lettering import cut, safe, width
from figures.drawing.linked import Picked, picked
from figures.drawing.marks import colour
from figures.look import BODY, SMALL
from figures.options import Options
from figures.selection import Selection
from figures.words import Words, sources

#: Pixels: a row, at most and at least; a column at most; the names above at most.
_ROW, _LEAST_ROW, _COLUMN, _HIGHEST = 34.0, 20.0, 150.0, 120.0
_LEAST_PLOT = 64.0
_MOST_ROWS = 30
_LETTER = 17


def crossed(selection: Selection) -> list[Link]:
    """Return the links that this figure draws, the largest first."""
    return of_one_kind(picked(selection).links)[0]


def draw(selection: Selection) -> go.Figure:
    """How much goes from each country to each other one?

    Draw a cell for each link.
    """
    documents, options = selection.documents, selection.options
    chosen = picked(selection)
    links, _ = of_one_kind(chosen.links)
    if not links:
        return linked.nothing("Flow matrix", chosen, options)
    grid = _fitted(links, _words(links, links, chosen, documents, options), options)
    words = _words(grid.links, links, chosen, documents, options)
    ink = Ink()
    sheet = _sheet(grid, words, options)
    height = options.height or sheet.top + sheet.bottom + max(_LEAST_PLOT, len(grid.senders) * _ROW)
    dress(ink, words, sheet, height, options)
    _cells(ink, grid, chosen, options)
    _names(ink, grid, sheet, options)
    return ink.figure()


@dataclass(frozen=True, slots=True)
class _Grid:
    """The cells that are drawn, the countries of their rows and columns, and the pixels of their names."""

    links: tuple[Link, ...]
    senders: tuple[str, ...]
    receivers: tuple[str, ...]
    beside: float
    above: float
    column: float

    @property
    def is_upright(self) -> bool:
        """Whether the names above stand on their heads: they are wider than a column."""
        return self.above > _LETTER + 6


def _fitted(links: Sequence[Link], words: Words, options: Options) -> _Grid:
    """Return as many of the largest links as have room, in rows and columns that are wide enough to read."""
    sheet = canvas(words, options, axis_room=8)
    beside = min(max(width(_name(one.sender), BODY) for one in links) + 12, options.width * 0.3)
    cell = max(width(linked.short(one), SMALL) for one in links) + 10
    room = sheet.plot_width - beside
    columns = max(1, int(room / cell))
    high = (options.height or 1e9) - sheet.top - sheet.bottom - _above(links, cell)
    rows = min(_MOST_ROWS, max(1, int(high / _LEAST_ROW))) if options.height else _MOST_ROWS
    kept: list[Link] = []
    senders: dict[str, float] = {}
    receivers: dict[str, float] = {}
    for one in links:
        more = one.sender not in senders, one.receiver not in receivers
        if len(senders) + more[0] <= rows and len(receivers) + more[1] <= columns:
            kept.append(one)
            senders[one.sender] = senders.get(one.sender, 0) + one.fact.value
            receivers[one.receiver] = receivers.get(one.receiver, 0) + one.fact.value
    wide = min(_COLUMN, room / len(receivers))
    return _Grid(
        tuple(kept),
        _largest(senders),
        _largest(receivers),
        beside=beside,
        above=_above(kept, wide),
        column=wide,
    )


def _largest(values: Mapping[str, float]) -> tuple[str, ...]:
    return tuple(sorted(values, key=lambda code: -values[code]))


def _above(links: Sequence[Link], column: float) -> float:
    """Return the pixels that the names above take: flat where each fits its column."""
    widest = max(width(_name(one.receiver), BODY) for one in links) + 8
    return _LETTER + 6 if widest <= column else min(widest, _HIGHEST)


def _name(code: str) -> str:
    return wording.capital(wording.place(code))


def _sheet(grid: _Grid, words: Words, options: Options) -> Canvas:
    sheet = canvas(words, options, axis_room=8)
    sheet.left += grid.beside
    sheet.top += grid.above + _LETTER
    # Few columns stay narrow: a cell as wide as the picture would be read as a bar.
    sheet.right += max(0.0, sheet.plot_width - len(grid.receivers) * grid.column)
    return sheet


def _cells(ink: Ink, grid: _Grid, chosen: Picked, options: Options) -> None:
    look = options.palette
    told_as = {one.fact.flow for one in grid.links}
    # What exporters and importers tell together has the colour of neither.
    hue = colour(told_as.pop() if len(told_as) == 1 else None, look)
    classes = Classes([one.fact.value for one in grid.links], hue, look)
    known = {(one.sender, one.receiver): one for one in grid.links}
    table = [[known.get((sender, receiver)) for receiver in grid.receivers] for sender in grid.senders]
    ink.trace(
        "heatmap",
        z=[[classes.of(one.fact.value) if one else None for one in row] for row in table],
        zmin=-0.5, zmax=len(classes.tints) - 0.5, colorscale=classes.scale, showscale=False,
        xgap=2, ygap=2, hoverongaps=False, hoverinfo="text",
        customdata=[[one.fact.fact_id if one else None for one in row] for row in table],
        hovertext=[[linked.tip(one, chosen) if one else None for one in row] for row in table],
    )  # fmt: skip
    spots = [
        (column, row, one)
        for row, cells in enumerate(table)
        for column, one in enumerate(cells)
        if one is not None
    ]
    for tone in sorted({classes.ink(number) for number in range(len(classes.tints))}):
        own = [spot for spot in spots if classes.ink(classes.of(spot[2].fact.value)) == tone]
        ink.scatter(
            x=[column for column, _, _ in own], y=[row for _, row, _ in own], mode="text", hoverinfo="skip",
            text=[safe(linked.short(one)) for _, _, one in own], textfont={"size": SMALL, "color": tone},
        )  # fmt: skip
    across, down = len(grid.receivers), len(grid.senders)
    plain = {"visible": False, "fixedrange": True}
    ink.axes("", {"range": [-0.5, across - 0.5], **plain}, {"range": [down - 0.5, -0.5], **plain})
    _lines(ink, across, down, options)


def _lines(ink: Ink, across: int, down: int, options: Options) -> None:
    """Draw hairlines between the rows and the columns, so that an empty cell is seen as one."""
    line = {"color": options.palette.line, "width": 1}
    ends = {"x0": -0.5, "x1": across - 0.5}
    for row in range(down + 1):
        ink.shape(type="line", **ends, y0=row - 0.5, y1=row - 0.5, line=line, layer="below")
    for column in range(across + 1):
        at = {"x0": column - 0.5, "x1": column - 0.5}
        ink.shape(type="line", **at, y0=-0.5, y1=down - 0.5, line=line, layer="below")


def _names(ink: Ink, grid: _Grid, sheet: Canvas, options: Options) -> None:
    look = options.palette
    plain = {"showarrow": False, "borderpad": 0, "font": {"size": BODY, "color": look.ink}}
    for row, code in enumerate(grid.senders):
        ink.annotation(
            text=safe(cut(_name(code), BODY, grid.beside - 10)), xref="paper", x=0, xanchor="right",
            xshift=-8, yref="y", y=row, yanchor="middle", name="row", **plain,
        )  # fmt: skip
    for column, code in enumerate(grid.receivers):
        turned = {"textangle": -90} if grid.is_upright else {}
        ink.annotation(
            text=safe(cut(_name(code), BODY, grid.above - 6 if grid.is_upright else grid.column)), xref="x",
            x=column, xanchor="center", yref="paper", y=1, yanchor="bottom", yshift=5, name="column",
            **turned, **plain,
        )  # fmt: skip
    soft = {"size": SMALL, "color": look.soft}
    for text, beside in (("From ↓", True), ("To →", False)):
        ink.annotation(
            text=text, xref="paper", x=0, xanchor="right" if beside else "left", xshift=-8 if beside else 2,
            yref="paper", y=1, yanchor="bottom", yshift=5 if beside else grid.above + 2, name="side",
            **{**plain, "font": soft},
        )  # fmt: skip


def _words(
    shown: Sequence[Link], links: Sequence[Link], chosen: Picked, documents: pd.DataFrame, options: Options
) -> Words:
    rows = linked.rows(shown, chosen)
    notes = linked.notes_of_some(shown, chosen, options, of=len(links))
    return Words(
        title=linked.title(shown, chosen),
        subtitle=f"{wording.unit_title(shown[0].fact.unit)}; the row sends, the column receives",
        notes=("Empty: no value is told, which does not mean zero.", *notes),
        sources=sources(documents, (one.fact.document_id for one in shown)),
        described=described("Table of flows", rows),
        rows=rows,
    )
