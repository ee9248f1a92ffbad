"""Lines of a text, cut where a table would cut them: at pipes, tabs, two or more blanks, leader dots."""

import re
from typing import NamedTuple

Span = tuple[int, int]

#: A longer line is no row of a table that anyone reads.
LONGEST = 2000
_PIPE = re.compile(r"(?<!\\)[|│]")
_TAB = re.compile(r"\t")
_GAP = re.compile(r"[ \u00a0]{2,}")
_LEADER = re.compile(r" ?(?:\. ?){4,}| ?\.{3} ")
_RULE = re.compile(r"[-=+|│:_─┼═ \t]+")
_DASH = re.compile(r"[-=_─═]{2}|\|\s*:?-")
#: What emphasis, a blank or a leader leaves around a cell's words.
_AROUND = " \t\r\u00a0*`~\ufeff"


class Line(NamedTuple):
    """A line without the blanks around it; `kind` is how its cells are parted.

    kinds: blank, rule (only dashes), prose (one cell), pipes, tabs, gaps. A cell of pipes and tabs may be
    empty; `origin` is where the line itself begins.
    """

    kind: str
    origin: int
    start: int
    end: int
    cells: tuple[Span, ...] = ()


def spans_of_lines(text: str) -> list[Span]:
    """Return the spans of the lines of a text, without their ends."""
    spans, start = [], 0
    while (end := text.find("\n", start)) >= 0:
        spans.append((start, end))
        start = end + 1
    return [*spans, (start, len(text))]


def line_of(text: str, start: int, end: int) -> Line:
    """Return the line `text[start:end]` with its cells."""
    left, right = _without(text, start, end, " \t\r\u00a0\ufeff")
    if left == right:
        return Line("blank", start, left, right)
    if end - start > LONGEST:
        return Line("prose", start, left, right, ((left, right),))
    if _RULE.fullmatch(text, left, right) and _DASH.search(text, left, right):
        return Line("rule", start, left, right)
    if _PIPE.search(text, left, right):
        return Line("pipes", start, left, right, _between_pipes(text, left, right))
    if _TAB.search(text, left, right):
        return Line("tabs", start, left, right, _parted(text, start, end, _TAB))
    cells = tuple(part for gap in _parted(text, left, right, _GAP) for part in _unled(text, gap))
    return Line("gaps" if len(cells) > 1 else "prose", start, left, right, cells)


def _between_pipes(text: str, start: int, end: int) -> tuple[Span, ...]:
    """Return the cells between pipes; those at both ends of the line part nothing."""
    start += text[start] in "|│"
    end -= text[end - 1] in "|│" and text[end - 2 : end - 1] != "\\" and end > start
    return _parted(text, start, end, _PIPE)


def _parted(text: str, start: int, end: int, mark: re.Pattern[str]) -> tuple[Span, ...]:
    cells, at = [], start
    for match in mark.finditer(text, start, end):
        cells.append(_without(text, at, match.start(), _AROUND))
        at = match.end()
    return (*cells, _without(text, at, end, _AROUND))


def _unled(text: str, cell: Span) -> list[Span]:
    """Return what stands before and behind leader dots; the dots of a missing figure are left alone."""
    if cell[1] - cell[0] <= len("..."):
        return [cell]
    parts = _parted(text, *cell, _LEADER)
    parts = (*parts[:-1], _without_dots(text, parts[-1]))
    return [part for part in parts if part[0] < part[1]]


def _without_dots(text: str, cell: Span) -> Span:
    """Take off the dots that lead to the next cell, but not the full stop of `Rep.`."""
    words = text[cell[0] : cell[1]]
    return _without(text, *cell, ". ") if words.endswith("..") else cell


def _without(text: str, start: int, end: int, marks: str) -> Span:
    while start < end and text[start] in marks:
        start += 1
    while end > start and text[end - 1] in marks:
        end -= 1
    return start, end
