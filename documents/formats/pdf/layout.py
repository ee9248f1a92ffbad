"""Rows -> blocks in reading order: prose, columns of prose one behind the other, tables of figures.

a gutter is a stretch that stays empty through rows which have words on both of its sides
columns of prose   long lines beside gutters
a table            short cells beside gutters, many of them figures
prose              everything else
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from documents.formats.pdf.rows import Row, Run

#: A gutter is at least so many heights wide, and passed by so many rows with words on both sides.
_NARROWEST, _FEWEST_ROWS, _FEWEST_OF_PROSE = 0.9, 2, 4
#: A page with more rows is no page of prose.
_MOST_ROWS = 2000
#: Cells of prose have so many words and characters, in the middle of their column.
_PROSE_WORDS, _PROSE_LETTERS = 4, 22
_LONGEST_HEADING, _HEADER_ROWS, _HEADER_GAP = 45, 3, 2.6
_DEEPEST = 3
_FIGURE = re.compile(r"[(\[]?[-+−–<>~≈]?\s?[$€£₺₽]?\s?\d[\d.,\s ]*\s?(?:%|[a-z]{1,3}|\*+|\))?[\])*]*")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?\*?|(?:[Qq][1-4]|[A-Z][a-z]{2,8})\.?[- ]?(?:\d\d){1,2}")
_MISSING = frozenset({"-", "–", "—", "..", "...", "…", "n/a", "n.a.", "na", "x", ":"})


class Prose(NamedTuple):
    """Rows that are read one below the other."""

    rows: list[Row]


class Table(NamedTuple):
    """Cells in rows of one length; the first `headers` rows stand above the columns."""

    cells: list[list[str]]
    headers: int


class _Region(NamedTuple):
    """The rows from `first` up to `last`, and the middles of their gutters."""

    first: int
    last: int
    gutters: list[float]


def blocks(rows: list[Row], depth: int = 0) -> Iterator[Prose | Table]:
    """Yield the blocks of some rows in reading order."""
    if len(rows) > _MOST_ROWS or depth > _DEEPEST:
        yield Prose(rows)
        return
    free = 0
    for region in _regions(rows):
        if region.first < free:
            continue
        inside = rows[region.first : region.last]
        grid = [[row.between(left, right) for left, right in _slices(region.gutters)] for row in inside]
        prose = [_is_prose(column) for column in zip(*grid, strict=True)]
        top = region.first
        if sum(prose) > 1:
            made: list[Prose | Table] = list(_columns(inside, region.gutters, prose, depth))
        elif _is_table(grid):
            top, heads = _heads(rows, region, free)
            made = [_table(heads, grid)]
        else:
            continue
        if top > free:
            yield Prose(rows[free:top])
        yield from made
        free = region.last
    if free < len(rows):
        yield Prose(rows[free:])


def _columns(rows: list[Row], gutters: list[float], prose: list[bool], depth: int) -> Iterator[Prose | Table]:
    """Yield what stands in each column; columns of short cells that stand side by side are read together."""
    bounds = [at for at, (one, other) in zip(gutters, pairwise(prose), strict=True) if one or other]
    for left, right in _slices(bounds):
        column = [part for row in rows if (part := row.between(left, right)) is not None]
        yield from blocks(column, depth + 1)


def _slices(gutters: list[float]) -> list[tuple[float, float]]:
    return list(pairwise([float("-inf"), *gutters, float("inf")]))


class _Gutter(NamedTuple):
    left: float
    right: float
    #: How many rows have words on both sides.
    passed: int

    @property
    def middle(self) -> float:
        return (self.left + self.right) / 2


def _regions(rows: list[Row]) -> Iterator[_Region]:
    """Yield stretches of rows with common gutters, each from the first row that has gaps."""
    at = 0
    while at < len(rows):
        if len(rows[at].runs) < 2:
            at += 1
            continue
        gutters = [_Gutter(a.right, b.left, 1) for a, b in pairwise(rows[at].runs)]
        last, gutters = _grown(rows, at, gutters, 1)
        first, gutters = _grown(rows, at, gutters, -1)
        kept = [one for one in gutters if one.passed >= _FEWEST_ROWS]
        if kept:
            while last > at and len(rows[last].runs) < 2 and not _may_end(rows, last):
                last -= 1
            yield _Region(first, last + 1, [one.middle for one in kept])
            at = last + 1
        else:
            at += 1


def _may_end(rows: list[Row], last: int) -> bool:
    """Tell whether a last row with one run may be a column's: it stands as near as the rows before it."""
    return last > 1 and rows[last - 1].base - rows[last].base < 1.6 * rows[last].size


def _grown(rows: list[Row], start: int, gutters: list[_Gutter], step: int) -> tuple[int, list[_Gutter]]:
    """Return the last row, in one direction, that leaves the gutters empty, and what is left of them."""
    reached = start
    at = start + step
    while 0 <= at < len(rows):
        row = rows[at]
        if step < 0 and len(row.runs) < 2:
            break
        if abs(rows[at - step].base - row.base) > 4 * row.size:
            break
        left = [one for gutter in gutters for one in _narrowed(gutter, row)]
        count = abs(reached - start) + 1
        if _lost(gutters, left, max(2, count // 2)) or not left:
            break
        gutters, reached = left, at
        at += step
    return reached, gutters


def _lost(before: list[_Gutter], after: list[_Gutter], least: int) -> bool:
    """Tell whether a gutter is gone that so many rows had passed."""
    kept = {one.middle for one in after}
    gone = [one for one in before if not any(one.left <= middle <= one.right for middle in kept)]
    return any(one.passed >= least for one in gone)


def _narrowed(gutter: _Gutter, row: Row) -> Iterator[_Gutter]:
    """Yield what a row leaves of a gutter: nothing, or one or two stretches that are wide enough."""
    left, right = gutter.left, gutter.right
    inside = [run for run in row.runs if run.right > left and run.left < right]
    edges = [left, *(edge for run in inside for edge in (run.left, run.right)), right]
    for start, end in zip(edges[::2], edges[1::2], strict=True):
        if end - start >= _NARROWEST * row.size:
            both = row.left < start and row.right > end
            yield _Gutter(max(start, left), min(end, right), gutter.passed + both)


def _is_prose(column: tuple[Row | None, ...]) -> bool:
    cells = [cell.text for cell in column if cell is not None]
    if len(cells) < _FEWEST_OF_PROSE:
        return False
    words, letters = median(len(cell.split()) for cell in cells), median(map(len, cells))
    return words >= _PROSE_WORDS and letters >= _PROSE_LETTERS


def _is_table(grid: list[list[Row | None]]) -> bool:
    """Tell whether many cells behind the first column are figures, on two rows at least."""
    behind = [[cell.text for cell in row[1:] if cell is not None] for row in grid]
    figures = [sum(1 for cell in row if _is_figure(cell)) for row in behind]
    count = sum(len(row) for row in behind)
    return sum(1 for one in figures if one) >= _FEWEST_ROWS and sum(figures) >= 0.4 * count


def _is_figure(words: str) -> bool:
    return bool(_FIGURE.fullmatch(words.strip())) or words.strip().lower() in _MISSING


def _table(heads: list[list[str]], grid: list[list[Row | None]]) -> Table:
    cells = [[cell.text if cell is not None else "" for cell in row] for row in grid]
    rows: list[list[str]] = []
    for row in cells:
        if rows and _wraps(rows[-1], row):
            rows[-1] = [f"{rows[-1][0]} {row[0]}", *row[1:]]
        else:
            rows.append(row)
    own = 0
    while own < len(rows) - 1 and not any(
        _is_figure(cell) and not _YEAR.fullmatch(cell) for cell in rows[own][1:]
    ):
        if not any(rows[own][1:]):
            break
        own += 1
    return Table([*heads, *rows], len(heads) + own)


def _wraps(above: list[str], row: list[str]) -> bool:
    """Tell whether a row goes on with the heading of the row above, which has nothing but its heading."""
    return bool(above[0]) and not any(above[1:]) and row[0][:1].islower()


def _heads(rows: list[Row], region: _Region, free: int) -> tuple[int, list[list[str]]]:
    """Return the rows right above a table that stand over several of its columns, as cells."""
    slices = _slices(region.gutters)
    heads: list[list[str]] = []
    at = region.first
    while at > free and len(heads) < _HEADER_ROWS:
        row = rows[at - 1]
        near = row.base - rows[at].base < _HEADER_GAP * row.size
        above = len(row.runs) > 1 or row.left > region.gutters[0]
        if not near or not above or any(len(run.text) > _LONGEST_HEADING for run in row.runs):
            break
        heads.insert(0, [_over(row.runs, left, right) for left, right in slices])
        at -= 1
    return at, heads


def _over(runs: tuple[Run, ...], left: float, right: float) -> str:
    """Return what stands over a column: a heading over several stands in each."""
    return " ".join(run.text for run in runs if run.left < right and run.right > left)
