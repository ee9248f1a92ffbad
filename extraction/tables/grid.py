"""Where the tables of a text are: which lines are captions, headers and rows.

Table 2. Trade of Georgia, USD million      caption
                    2022      2023          header: `2022` heads the first column
Exports                                     group: it heads the rows below
  Russia             652       657          row
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from extraction.tables.columns import Cells, columns_of, line_headings, years_of
from extraction.tables.lines import Line, Span, line_of, spans_of_lines
from extraction.tables.numbers import is_missing, is_number, is_year

#: What every row of a table has: a figure behind a gap, a pipe, a tab or leader dots.
_FIGURE = re.compile(r"(?:[ \u00a0]{2}|\t|[|│] ?|\.{3} ?)[*(\[+\-−–]{0,2}(?:[^\W\d_]{0,3}[$€£¥₹₽₺₩₴₸] ?)?\d")
_FEWEST_ROWS = 2
_MOST_HEADINGS = 3
#: The lines around a row are looked at several times, those far away no more.
_KEPT_LINES = 64
_MOST_COLUMNS = 60
_HEADER_LINES = 4
_LONGEST_GROUP, _LONGEST_HEADING = 60, 150
_LONGEST_CAPTION, _LONGEST_NOTE = 250, 20
#: A longer paragraph above a table is none of its captions.
_CAPTION_LINES = 3
_LABELLED = re.compile(r"\W{0,8}(?:Table|TABLE|Tab\.|Chart|Figure|Exhibit)\b")


class Row(NamedTuple):
    """A line of figures: `cells` are the column's number and the cell's span."""

    start: int
    end: int
    headings: tuple[Span, ...]
    cells: tuple[tuple[int, Span], ...]
    group: Span | None = None


class Grid(NamedTuple):
    """A table. `start` and `end` are where its header begins and its last row ends.

    `captions` are the lines above it and what its header says of all columns, the nearest first; `corner`
    is what stands above the rows' headings, and `columns` what stands above each column, the nearest first.
    """

    start: int
    end: int
    captions: tuple[Span, ...]
    corner: tuple[Span, ...]
    columns: tuple[tuple[Span, ...], ...]
    rows: tuple[Row, ...]


class _Page:
    """The lines of a text, cut when they are asked for."""

    def __init__(self, text: str) -> None:
        self.text = text
        self.spans = spans_of_lines(text)
        self._near: dict[int, Line] = {}

    def line(self, number: int) -> Line:
        """Return a line; beyond the text all lines are blank."""
        if not 0 <= number < len(self.spans):
            return Line("blank", 0, 0, 0)
        if number not in self._near:
            if len(self._near) >= _KEPT_LINES:
                self._near.clear()
            self._near[number] = line_of(self.text, *self.spans[number])
        return self._near[number]

    def words(self, cell: Span) -> str:
        """Return what a cell says."""
        return self.text[cell[0] : cell[1]]


def grids_in(text: str) -> Iterator[Grid]:
    """Yield what looks like a table; whether it tells what its figures are is for others to say."""
    if sum(1 for _, _ in zip(range(_FEWEST_ROWS), _FIGURE.finditer(text), strict=False)) < _FEWEST_ROWS:
        return
    page = _Page(text)
    free = 0
    for number in _lines_with_figures(text, page):
        if number < free:
            continue
        rows = _rows_from(page, number)
        grid = _grid(page, rows, low=free) if len(rows) >= _FEWEST_ROWS else None
        if rows:
            free = rows[-1][0] + 1
        if grid is not None:
            yield grid


def _lines_with_figures(text: str, page: _Page) -> Iterator[int]:
    """Yield the numbers of the lines that may be rows, in order."""
    number, last = 0, -1
    for match in _FIGURE.finditer(text):
        while page.spans[number][1] < match.end():
            number += 1
        if number != last:
            last = number
            yield number


#: A row in the making: the line's number, the line, how many of its cells are headings, and its group.
_Found = tuple[int, Line, int, Span | None]


def _headings(page: _Page, line: Line) -> int:
    """Return how many headings a row begins with, or 0 where the line is no row of figures."""
    if line.kind not in ("pipes", "tabs", "gaps") or not 2 <= len(line.cells) <= _MOST_COLUMNS:
        return 0
    words = [page.words(cell) for cell in line.cells]
    is_figure = [is_missing(one) or is_number(one) for one in words]
    first = next((at for at in range(1, len(words)) if is_figure[at]), 0)
    while (
        line.kind != "gaps" and 0 < first < len(words) - 1 and not words[first] and not all(is_figure[first:])
    ):
        first = next((at for at in range(first + 1, len(words)) if is_figure[at]), 0)
    told = any(any(map(str.isalpha, one)) or is_year(one) for one in words[:first])
    figures = any(is_number(one) for one in words[first:])
    whole = line.kind == "pipes" or all(is_figure[first:])
    short = all(len(one) <= _LONGEST_HEADING for one in words[:first])
    return first if first <= _MOST_HEADINGS and short and told and figures and whole else 0


def _rows_from(page: _Page, number: int) -> list[_Found]:
    """Return the rows that follow each other from a line on."""
    found: list[_Found] = []
    group: Span | None = None
    kind = page.line(number).kind
    while True:
        line = page.line(number)
        headings = _headings(page, line) if line.kind == kind else 0
        if headings:
            found.append((number, line, headings, group))
        elif found and (heads := _group(page, number, kind)) is not None:
            group = heads
        elif not found or line.kind not in ("blank", "rule") or not _goes_on(page, number + 1, kind):
            return found
        number += 1


def _goes_on(page: _Page, number: int, kind: str) -> bool:
    """Tell whether a row stands at a line, or right below a group's heading or a line of dashes there."""
    if page.line(number).kind == "rule":
        number += 1
    if _group(page, number, kind) is not None:
        return True
    line = page.line(number)
    return line.kind == kind and _headings(page, line) > 0


def _group(page: _Page, number: int, kind: str) -> Span | None:
    """Return the heading of the rows below: a short line of its own, or a row's heading without figures."""
    line = page.line(number)
    cells = [cell for cell in line.cells if cell[0] < cell[1]]
    if len(cells) != 1 or line.kind not in ("prose", kind) or cells[0][1] - cells[0][0] > _LONGEST_GROUP:
        return None
    below = page.line(number + 1)
    ended = _ends_sentence(page.words(cells[0])) and kind != "pipes"
    is_row = below.kind == kind and _headings(page, below) > 0
    return cells[0] if is_row and not ended else None


def _grid(page: _Page, found: list[_Found], low: int) -> Grid | None:
    """Return a table of these rows; `low` is the first line that may belong to it."""
    years, found = _without_years(page, found)
    kind, top = found[0][1].kind, (years or found)[0][0]
    above, group, top = _header_above(page, top, low, kind, is_headed=bool(years))
    header = [*above, *(line for _, line, _, _ in years)]
    columns = columns_of(page.text, [(line, headings) for _, line, headings, _ in found], header)
    dated = years_of(page.text, columns)
    rows = [_row(one, cells, dated, group) for one, cells in zip(found, columns.cells, strict=True)]
    if sum(1 for row in rows if row.cells) < _FEWEST_ROWS:
        return None
    captions = _captions(page, top, low)
    last = found[-1][1].end
    return Grid(
        page.line(top).start,
        last,
        (*columns.shared, *captions),
        columns.corner,
        columns.headings,
        tuple(rows),
    )


def _row(one: _Found, cells: Cells, dated: set[int], group: Span | None) -> Row:
    """Return a row; what stands in the columns `dated` are headings, too."""
    _, line, headings, own = one
    years = tuple(cell for at, cell in cells if at in dated)
    figures = tuple((at, cell) for at, cell in cells if at not in dated)
    return Row(line.start, line.end, (*line_headings(line, headings), *years), figures, own or group)


def _without_years(page: _Page, found: list[_Found]) -> tuple[list[_Found], list[_Found]]:
    """Part a first row whose figures are all years, which is the header, from the rows."""
    if len(found) > _FEWEST_ROWS and _are_years(page, found[0]) and not _are_years(page, found[1]):
        return found[:1], found[1:]
    return [], found


def _are_years(page: _Page, one: _Found) -> bool:
    """Tell whether all numbers of a row are years; `Change, %` beside them is another heading."""
    _, line, headings, _ = one
    words = [page.words(cell) for cell in line.cells[headings:] if cell[0] < cell[1]]
    return all(is_year(told) or not (is_number(told) or is_missing(told)) for told in words)


def _header_above(
    page: _Page, top: int, low: int, kind: str, *, is_headed: bool
) -> tuple[list[Line], Span | None, int]:
    """Return the header's lines above a line, the group's heading below them, and the first line's number."""
    group: Span | None = None
    at = _up(page, top - 1, low)
    line = page.line(at)
    if not is_headed and line.kind == "prose" and _is_header(page, page.line(_up(page, at - 1, low)), kind):
        group, at = line.cells[0], _up(page, at - 1, low)
    header: list[Line] = []
    while at >= low and len(header) < _HEADER_LINES and _is_header(page, page.line(at), kind):
        header.insert(0, page.line(at))
        top = at
        at -= 1 + (page.line(at - 1).kind == "rule")
    return header, group, top


def _up(page: _Page, at: int, low: int) -> int:
    """Return the nearest line up from `at` that says anything, beyond lines of dashes and one blank line."""
    blanks = 0
    while at >= low and (page.line(at).kind == "rule" or (page.line(at).kind == "blank" and not blanks)):
        blanks += page.line(at).kind == "blank"
        at -= 1
    return at


def _is_header(page: _Page, line: Line, kind: str) -> bool:
    """Tell whether a line's cells are short enough to stand above columns."""
    words = [page.words(cell) for cell in line.cells if cell[0] < cell[1]]
    if line.kind != kind or not words or (kind == "gaps" and len(words) < 2):
        return False
    return all(len(one) <= _LONGEST_GROUP and not _ends_sentence(one) for one in words)


def _ends_sentence(words: str) -> bool:
    """Tell whether words end as a sentence does; `Jan.` and `Sept.` do not."""
    return words.endswith(("!", "?", ";")) or (words.endswith(".") and len(words.split()[-1]) > len("Sept."))


def _captions(page: _Page, top: int, low: int) -> list[Span]:
    """Return the captions above a table's first line, the nearest first: at most two paragraphs."""
    found: list[Span] = []
    at = _up(page, top - 1, low)
    while len(found) < 2 and (paragraph := _paragraph(page, at, low)):
        at, caption = paragraph
        words = page.words(caption)
        opens = _LABELLED.match(words) or words.startswith("#")
        if found and not (opens or _is_note(page.words(found[0]))):
            break
        found.append(caption)
        at = _up(page, at - 1, low)
    return found


def _is_note(words: str) -> bool:
    """Tell whether a caption only adds to the one above it: `(million euros)`, `2023`."""
    return words[:1] in "([*_" or len(words) <= _LONGEST_NOTE


def _paragraph(page: _Page, at: int, low: int) -> tuple[int, Span] | None:
    """Return the caption whose last line is `at`, and the number of its first line."""
    lines: list[Line] = []
    while at >= low and page.line(at).kind == "prose" and len(lines) <= _CAPTION_LINES:
        lines.insert(0, page.line(at))
        at -= 1
        if _LABELLED.match(page.words(lines[0].cells[0])) or page.words(lines[0].cells[0]).startswith("#"):
            break
    if not lines or len(lines) > _CAPTION_LINES:
        return None
    span = (lines[0].start, lines[-1].end)
    labelled = bool(_LABELLED.match(page.text, *span))
    ends = page.words(span).rstrip("*_").endswith((".", "!", "?", ",", ";"))
    is_long = span[1] - span[0] > _LONGEST_CAPTION
    return None if is_long or (ends and not labelled) else (at + 1, span)
