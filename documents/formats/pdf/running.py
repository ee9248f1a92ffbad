"""The rows at the top and the foot of pages that say the same on many of them, but for the page's number."""

from __future__ import annotations

import re
from collections import Counter

from documents.formats.pdf.rows import Row

#: So many rows at either end of a page may be running ones.
_ENDS = 3
_FEWEST_PAGES = 3
#: The share of the pages, or of those on one side, that have a running row.
_SHARE = 0.4
_DIGITS = re.compile(r"\d+")
_NUMBER = re.compile(
    r"(?:page )?[\[(|–—-]?\s*(?:\d{1,4}|[ivxlc]{1,6})\s*(?:(?:/|of)\s*\d{1,4})?\s*[\])|–—-]?", re.I
)


def without_running(pages: list[list[Row]]) -> list[list[Row]]:
    """Return the rows of the pages without running heads, running feet and numbers of pages."""
    counted = Counter(said for rows in pages for said in {_said(row) for row in _ends(rows)})
    least = max(_FEWEST_PAGES, _SHARE * sum(1 for rows in pages if rows))
    return [_cut(rows, {said for said, count in counted.items() if count >= least}) for rows in pages]


def _cut(rows: list[Row], running: set[str]) -> list[Row]:
    first, last = 0, len(rows)
    while first < min(_ENDS, last) and _said(rows[first]) in running:
        first += 1
    while last > first and last > len(rows) - _ENDS and _is_foot(rows[last - 1], running):
        last -= 1
    return rows[first:last]


def _is_foot(row: Row, running: set[str]) -> bool:
    return _said(row) in running or _NUMBER.fullmatch(row.text.strip()) is not None


def _ends(rows: list[Row]) -> list[Row]:
    return rows[:_ENDS] + rows[max(_ENDS, len(rows) - _ENDS) :]


def _said(row: Row) -> str:
    return _DIGITS.sub("#", row.text).strip().lower()
