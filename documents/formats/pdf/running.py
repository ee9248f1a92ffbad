"""The rows at the top and the foot of pages that say the same on many of them, but for the page's number."""

from __future__ import annotations

import re
from collections import Counter

from documents.formats.pdf.rows import Row

#: So many rows at either end of a page may be running ones.
_ENDS = 3
_FEWEST_PAGES = 3
#: They stand so many heights away from the text, which is more than paragraphs do, or are set smaller.
_APART, _NEAR, _SMALLER = 2.0, 1.3, 0.93
#: The share of the pages, or of those on one side, that have a running row.
_SHARE = 0.4
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:page )?[\[(|–—-]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:/|of)\s*\d{1,4})?\s*[\])|–—-]?", re.I
)


def without_running(pages: list[list[Row]]) -> list[list[Row]]:
    """Return the rows of the pages without running heads, running feet and numbers of pages."""
    counted = Counter(said for rows in pages for said in {_said(row) for row in _ends(rows)})
    written = sum(1 for rows in pages if rows)
    least = max(min(written, _FEWEST_PAGES), _SHARE * written, 2)
    return [_cut(rows, {said for said, count in counted.items() if count >= least}) for rows in pages]


def small_heads(rows: list[Row], usual: float) -> int:
    """Return how many rows at a page's top are set apart and smaller than most letters, as its head is."""
    for at in range(min(_ENDS, len(rows) - 1)):
        if rows[at].size >= _SMALLER * usual:
            return 0
        if _is_apart(rows, at):
            return at + 1
    return 0


def _cut(rows: list[Row], running: set[str]) -> list[Row]:
    first, last = 0, len(rows)
    for at in range(min(_ENDS, len(rows))):
        if not _may_run(rows[at]) or _said(rows[at]) not in running:
            break
        first = at + 1 if _is_apart(rows, at) else first
    for at in reversed(range(max(first, len(rows) - _ENDS), len(rows))):
        if not _is_foot(rows[at], running):
            break
        last = at if _is_apart(rows, at - 1) else last
    return rows[first:last]


def _is_apart(rows: list[Row], at: int) -> bool:
    """Tell whether a row and the one behind it are parts of a page, and not lines or paragraphs of a text."""
    if not 0 <= at < len(rows) - 1:
        return True
    above, below = rows[at], rows[at + 1]
    small, large = sorted((above.size, below.size))
    return above.base - below.base > (_NEAR if small < _SMALLER * large else _APART) * small


def _is_foot(row: Row, running: set[str]) -> bool:
    return (_may_run(row) and _said(row) in running) or _NUMBER.fullmatch(row.text.strip()) is not None


def _may_run(row: Row) -> bool:
    """Tell whether a row may be a page's: one with figures in columns is the last of a table."""
    return sum(1 for run in row.runs if any(map(str.isdigit, run.text))) < 2


def _ends(rows: list[Row]) -> list[Row]:
    return rows[:_ENDS] + rows[max(_ENDS, len(rows) - _ENDS) :]


def _said(row: Row) -> str:
    return _DIGITS.sub("#", row.text).strip().lower()
