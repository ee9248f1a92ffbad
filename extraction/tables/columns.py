"""Which column a cell stands in, and what stands above it.

Pipes and tabs count their columns. Where blanks part them, a cell belongs to a column by its order in a full
row, and by its place in a row that leaves some out.
"""

from collections import Counter
from typing import NamedTuple

from extraction.language.lexicon import words_in
from extraction.tables.lines import Line, Span
from extraction.tables.numbers import is_missing, is_number, is_year

Cells = tuple[tuple[int, Span], ...]
#: How far from its column a heading may begin or end.
_NEAR = 3
_DATED = words_in("year heading")


class Columns(NamedTuple):
    """The cells of each row by their columns, and the headings.

    `headings` are, for each column, what stands above it, the nearest first; `corner` is what stands above
    the rows' headings, and `shared` what stands above all columns at once.
    """

    cells: list[Cells]
    headings: tuple[tuple[Span, ...], ...]
    corner: tuple[Span, ...]
    shared: tuple[Span, ...] = ()


def columns_of(text: str, rows: list[tuple[Line, int]], header: list[Line]) -> Columns:
    """Return the columns of rows, each given with how many headings it begins with."""
    lengths = {len(line.cells) for line, _ in rows} | {len(line.cells) for line in header}
    if rows[0][0].kind == "pipes" or (rows[0][0].kind == "tabs" and len(lengths) == 1):
        return _counted(text, rows, header)
    return _placed(rows, header)


def years_of(text: str, columns: Columns) -> set[int]:
    """Return the columns that tell of which year a row's figures are: `Year` stands above them."""
    named = {
        at
        for at, above in enumerate(columns.headings)
        if any(text[slice(*cell)].lower() in _DATED for cell in above)
    }
    cells = [(at, text[slice(*cell)]) for row in columns.cells for at, cell in row if at in named]
    return named - {at for at, words in cells if not is_year(words)}


def line_headings(line: Line, count: int) -> tuple[Span, ...]:
    """Return the headings of a row, without empty ones."""
    return _filled(line.cells[:count])


def _filled(cells: tuple[Span, ...]) -> tuple[Span, ...]:
    return tuple(cell for cell in cells if cell[0] < cell[1])


def _counted(text: str, rows: list[tuple[Line, int]], header: list[Line]) -> Columns:
    first = min(headings for _, headings in rows)
    width = max(len(line.cells) for line, _ in rows)
    figures = [at for at in range(first, width) if _has_figures(text, [line for line, _ in rows], at)]
    cells = [
        tuple((at, line.cells[at]) for at in figures if headings <= at < len(line.cells))
        for line, headings in rows
    ]
    above = [_spread(line.cells, first) for line in header[:-1]] + [line.cells for line in header[-1:]]
    columns = tuple(
        _filled(tuple(line[at] for line in reversed(above) if at < len(line))) for at in range(width)
    )
    corner = tuple(cell for line in header for cell in _filled(line.cells[:first]))
    return Columns(cells, columns, corner)


def _has_figures(text: str, lines: list[Line], at: int) -> bool:
    """Tell whether most of what stands in a column are figures."""
    words = [text[slice(*line.cells[at])] for line in lines if at < len(line.cells)]
    told = [one for one in words if not is_missing(one)]
    return 2 * sum(map(is_number, told)) > len(told)


def _spread(cells: tuple[Span, ...], first: int) -> tuple[Span, ...]:
    """Let a heading stand above the empty cells to its right."""
    out = list(cells)
    for at in range(first + 1, len(out)):
        if out[at][0] == out[at][1]:
            out[at] = out[at - 1]
    return tuple(out)


def _placed(rows: list[tuple[Line, int]], header: list[Line]) -> Columns:
    figures = [_filled(line.cells[headings:]) for line, headings in rows]
    count = Counter(map(len, figures)).most_common(1)[0][0]
    places = _places([(line, cells) for (line, _), cells in zip(rows, figures, strict=True)], count)
    cells = [_in_order(line, own, places) for (line, _), own in zip(rows, figures, strict=True)]
    columns: list[list[Span]] = [[] for _ in places]
    corner: list[Span] = []
    shared: list[Span] = []
    for line in reversed(header):
        own = _filled(line.cells)
        before, above = _above(line, own, places, max(headings for _, headings in rows))
        corner += before
        if len(own) - len(before) == 1 and count > 1:
            shared += own[len(before) :]
            continue
        for at, heading in above:
            columns[at].append(heading)
    return Columns(cells, tuple(map(tuple, columns)), tuple(corner), tuple(shared))


def _places(rows: list[tuple[Line, tuple[Span, ...]]], count: int) -> list[Span]:
    """Return where the columns of the full rows begin and end, counted from the line's beginning."""
    full = [(line.origin, cells) for line, cells in rows if len(cells) == count]
    return [
        (
            min(cells[at][0] - origin for origin, cells in full),
            max(cells[at][1] - origin for origin, cells in full),
        )
        for at in range(count)
    ]


def _in_order(line: Line, cells: tuple[Span, ...], places: list[Span]) -> Cells:
    """Return a row's cells by their columns; none of them where one might be of two."""
    if len(cells) >= len(places) or line.kind != "gaps":
        return tuple(enumerate(cells)) if len(cells) == len(places) else ()
    found = tuple((_place_of(line, cell, places, 0), cell) for cell in cells)
    sure = tuple((at, cell) for at, cell in found if at is not None)
    return sure if len(sure) == len(cells) == len({at for at, _ in sure}) else ()


def _place_of(line: Line, cell: Span, places: list[Span], near: int) -> int | None:
    """Return the only column that a cell reaches into, or None."""
    left, right = cell[0] - line.origin - near, cell[1] - line.origin + near
    reached = [at for at, (low, high) in enumerate(places) if left < high and low < right]
    return reached[0] if len(reached) == 1 else None


def _above(
    line: Line, cells: tuple[Span, ...], places: list[Span], headings: int
) -> tuple[tuple[Span, ...], list[tuple[int, Span]]]:
    """Return the header's cells above the rows' headings, and those above columns with their columns."""
    count = len(places)
    left = [cell for cell in cells[:headings] if cell[1] - line.origin <= places[0][0]]
    if line.kind != "gaps":
        left = list(cells[: max(0, len(cells) - count)])
    rest = cells[len(left) :] if len(cells) - len(left) >= 1 and len(cells) != count else cells
    left = left if rest is not cells else []
    if len(rest) == count:
        return tuple(left), list(enumerate(rest))
    if len(rest) > 1 and count % len(rest) == 0:
        each = count // len(rest)
        return tuple(left), [(at, rest[at // each]) for at in range(count)]
    placed = [(_place_of(line, cell, places, _NEAR), cell) for cell in rest]
    return tuple(left), [(at, cell) for at, cell in placed if at is not None]
