"""Rows -> blocks in reading order: prose, columns of prose one behind the other, tables of figures.

a gutter is a stretch that stays empty through rows which have words on both of its sides
columns of prose   long lines beside gutters
a table            short cells beside gutters, many of them figures
prose              everything else
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import groupby, pairwise
from statistics import median
from typing import NamedTuple

from documents.formats.pdf.rows import Row, Run

#: A gutter is at least so many heights wide, and passed by so many rows with words on both sides.
_NARROWEST, _FEWEST_ROWS, _FEWEST_OF_PROSE = 0.9, 2, 4
#: Between columns of prose, which many rows share, it may be narrower.
_NARROWEST_OF_PROSE = 0.6
#: A page with more rows is no page of prose.
_MOST_ROWS = 2000
#: Cells of prose have so many words and characters, in the middle of their column.
_PROSE_WORDS, _PROSE_LETTERS = 4, 22
_NEARBY = 6
_LONGEST_HEADING, _HEADER_ROWS, _HEADER_GAP = 45, 3, 2.6
_DEEPEST = 3
#: What stands so many heights below columns is none of theirs.
_BELOW = 2.2
_FIGURE = re.compile(r"[(\[]?[-+−–<>~≈]?\s?[$€£₺₽]?\s?\d[\d.,\s ]*\s?(?:%|[a-z]{1,3}|\*+|\))?[\])*]*")
_YEAR = re.compile(r"(?:19|20)\d\d(?:[-/]\d{2,4})?\*?|(?:[Qq][1-4]|[A-Z][a-z]{2,8})\.?[- ]?(?:\d\d){1,2}")
_DIGITS, _LETTERS = re.compile(r"\d+"), re.compile(r"[^\W\d_]+")
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
    columns = _columns(rows) if len(rows) <= _MOST_ROWS and depth < _DEEPEST else None
    if columns is None:
        yield from _tables_and_prose(rows)
        return
    first, last, gutter = columns
    yield from _tables_and_prose(rows[:first])
    for left, right in _slices([gutter]):
        column = [part for row in rows[first:last] if (part := row.between(left, right)) is not None]
        yield from blocks(column, depth + 1)
    yield from blocks(rows[last:], depth + 1)


def _columns(rows: list[Row]) -> tuple[int, int, float] | None:
    """Return the longest stretch of rows that are two columns of prose, and where they part.

    Where many rows or parts of rows begin at one place, with nothing to its left for some width, a column
    begins. The base lines of two columns need not be the same.
    """
    begins = Counter(round(run.left) for row in rows for run in row.runs)
    found = [
        (last - first, first, last, place)
        for place, count in begins.items()
        if count >= _FEWEST_ROWS
        for first, last in _beside(rows, place)
    ]
    if not found:
        return None
    _, first, last, place = max(found)
    return first, last, place - 1.0


def _beside(rows: list[Row], place: int) -> Iterator[tuple[int, int]]:
    """Yield the stretches of rows that leave a gutter to the left of a place, with prose on both sides."""
    free = [not any(_covers(run, place) for run in row.runs) for row in rows]
    for is_free, group in groupby(enumerate(free), key=lambda one: one[1]):
        if is_free:
            numbers = [number for number, _ in group]
            first, last = numbers[0], _end_of_columns(rows, numbers[0], numbers[-1] + 1, place)
            sides = [
                [part for row in rows[first:last] if (part := row.between(left, right)) is not None]
                for left, right in _slices([place - 1.0])
            ]
            if all(map(_is_prose, sides)) or (_is_prose(sides[0]) and _is_box(sides[1], place)):
                yield first, last


def _is_box(rows: list[Row], place: int) -> bool:
    """Tell whether rows are a box of text beside prose: they begin at one place, and are no figures."""
    aligned = all(abs(row.left - place) < 2 for row in rows)
    return len(rows) >= _FEWEST_ROWS and aligned and not any(_is_figure(row.text) for row in rows)


def _covers(run: Run, place: int) -> bool:
    return run.left < place - 1 and run.right > place - _NARROWEST_OF_PROSE * run.size


def _end_of_columns(rows: list[Row], first: int, last: int, place: int) -> int:
    """Return where columns end: what stands far below the last row of the right one is below both."""
    right = max((at for at in range(first, last) if rows[at].right > place), default=last)
    for at in range(right + 1, last):
        if rows[at - 1].base - rows[at].base > _BELOW * rows[at].size:
            return at
    return last


def _tables_and_prose(rows: list[Row]) -> Iterator[Prose | Table]:
    free = 0
    for region in _regions(rows) if len(rows) <= _MOST_ROWS else ():
        if region.first < free:
            continue
        inside = rows[region.first : region.last]
        grid = [[row.between(left, right) for left, right in _slices(region.gutters)] for row in inside]
        if not _is_table(grid):
            continue
        top, heads = _heads(rows, region, free)
        if top > free:
            yield Prose(rows[free:top])
        yield _table(heads, grid)
        free = region.last
    if free < len(rows):
        yield Prose(rows[free:])


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
    """Yield stretches of rows with common gutters, each from the row that has most gaps nearby."""
    at = 0
    while at < len(rows):
        if len(rows[at].runs) < 2:
            at += 1
            continue
        start = _most_parted(rows, at)
        gutters = [_Gutter(a.right, b.left, 1) for a, b in pairwise(rows[start].runs)]
        last, gutters = _grown(rows, start, gutters, 1)
        first, gutters = _grown(rows, start, gutters, -1)
        kept = [one for one in gutters if one.passed >= _FEWEST_ROWS]
        if kept:
            while last > at and len(rows[last].runs) < 2 and not _may_end(rows, last):
                last -= 1
            yield _Region(first, last + 1, [one.middle for one in kept])
            at = last + 1
        else:
            at += 1


def _most_parted(rows: list[Row], at: int) -> int:
    """Return which of a row and those right below it has most runs: headings have fewer than figures."""
    near = at
    while near + 1 < min(len(rows), at + _NEARBY) and _is_near(rows[near], rows[near + 1]):
        near += 1
    return max(range(at, near + 1), key=lambda number: (len(rows[number].runs), -number))


def _is_near(above: Row, below: Row) -> bool:
    return above.base - below.base <= _HEADER_GAP * below.size


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


def _is_prose(column: list[Row]) -> bool:
    cells = [row.text for row in column]
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
    columns = [_extent(rows[region.first : region.last], left, right) for left, right in slices]
    heads: list[list[str]] = []
    top = at = region.first
    while at > free and len(heads) < _HEADER_ROWS:
        row = rows[at - 1]
        near = row.base - rows[at].base < _HEADER_GAP * row.size
        if not near or any(len(run.text) > _LONGEST_HEADING for run in row.runs):
            break
        # What heads the rows may stand alone, between two rows of heads; a caption does not.
        alone = len(row.runs) == 1 and row.left <= region.gutters[0]
        if alone and (row.left + row.right) / 2 > region.gutters[0]:
            break
        heads.insert(0, [row.text, *[""] * (len(slices) - 1)] if alone else _spread(row, slices, columns))
        at -= 1
        top = top if alone else at
    return top, heads[len(heads) - (region.first - top) :]


def _extent(rows: list[Row], left: float, right: float) -> tuple[float, float]:
    """Return from where to where the cells of a column reach."""
    runs = [run for row in rows if (part := row.between(left, right)) for run in part.runs]
    return min((run.left for run in runs), default=left), max((run.right for run in runs), default=right)


def _spread(row: Row, slices: list[tuple[float, float]], columns: list[tuple[float, float]]) -> list[str]:
    """Return what stands over each column, where headings may stand over the middle of several.

    A heading in the middle of its columns ends as far behind its own middle as they begin before it; one that
    stands at their left end goes on to the next one.
    """
    cells = _over(row.runs, slices)
    heads = [run for run in row.runs if (run.left + run.right) / 2 > slices[0][1]]
    if all(cells[1:]) or not heads or len(heads) > len(columns) // 2:
        return cells
    spread, at = [cells[0]], 0
    begins = columns[1][0] if len(columns) > 1 else 0.0
    for left, right in columns[1:]:
        middle = (left + right) / 2
        ends = heads[at].left + heads[at].right - begins
        is_next = at + 1 < len(heads) and (middle > ends or right > heads[at + 1].left)
        if is_next and heads[at + 1].left - heads[at].right > 0 and middle > heads[at].right:
            at, begins = at + 1, left
        spread.append(heads[at].text)
    return spread


def _over(runs: tuple[Run, ...], slices: list[tuple[float, float]]) -> list[str]:
    """Return what stands over each column: a heading over several stands in each of them.

    `2022 2023` over two columns is a heading for each, which the print left no gap between.
    """
    cells: list[list[str]] = [[] for _ in slices]
    for run in runs:
        covered = [at for at, (left, right) in enumerate(slices) if run.left < right and run.right > left]
        parts = [run.between(*slices[at]) for at in covered]
        for at, part in zip(covered, parts, strict=True):
            cells[at].append(part if _are_alike(parts) else run.text)
    return [" ".join(cell) for cell in cells]


def _are_alike(parts: list[str]) -> bool:
    """Tell whether each column has a part of a heading, all of one form: years, months, words."""
    forms = {_LETTERS.sub("a", _DIGITS.sub("0", part)) for part in parts}
    return len(forms) == 1 and "" not in forms and ("0" in forms.pop() or len(parts) > 2)
