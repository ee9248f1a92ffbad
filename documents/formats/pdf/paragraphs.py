"""The rows of prose -> paragraphs, with the words that were cut at line ends put together again."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

from documents.formats.made import PAGE, Maker
from documents.formats.pdf.layout import Prose
from documents.formats.pdf.rows import Row

#: A gap between rows that is so many times the usual one, or a size that differs so much, ends a paragraph.
_GAP, _SIZE, _INDENT = 1.35, 1.12, 0.8
#: A row that leaves so much of the width free was ended on purpose, where it ends a sentence.
_SHORT = 0.85
#: The distance between base lines, in heights: usually, and at least and at most within a paragraph.
_LEAD, _LEAST_LEAD, _MOST_LEAD = 1.2, 0.5, 2.2
#: Rows are justified where so many of them, and more than so many, end at one place.
_MOSTLY, _FEWEST_FULL = 0.6, 4
_ENDS = re.compile(r"[.!?:;][\"'”’»)\]]*$")
_BULLET = re.compile(r"[•●▪◦■►▶–—*-]\s+|\(?(?:\d{1,2}|[a-z])[.)]\s+")
_SIGN = re.compile(r"[•●▪◦■►▶–—*-]\s+")
_CUT = re.compile(r"([^\W\d_]+)[-\u00ad\u2010]$")
_WORD = re.compile(r"[^\W\d_]+(?:[-\u2010][^\W\d_]+)*")
#: What is written with a hyphen before most words.
_PREFIXES = frozenset("anti cross ex mid non self semi".split())
_LONGEST, _LONGEST_WORD = 20_000, 60
_FIRST = 12


class Hyphens:
    """The words of a document: they tell whether one that was cut at a line end has a hyphen of its own."""

    def __init__(self, lines: Iterable[str]) -> None:
        self._words: Counter[str] = Counter()
        for line in lines:
            self._words.update(word.lower() for word in _WORD.findall(line))

    def joined(self, above: str, below: str) -> str:
        """Return two lines as one: `impor-` and `ted goods` as `imported goods`."""
        cut, rest = _CUT.search(above[-_LONGEST_WORD:]), _WORD.match(below)
        if above.endswith("\u00ad"):
            return above.rstrip("\u00ad") + below
        if cut is None or rest is None or not below[0].islower():
            return f"{above} {below}" if not above.endswith(("-", "/", "—")) else above + below
        return above + below if self._is_compound(cut[1].lower(), rest[0].lower()) else above[:-1] + below

    def _is_compound(self, first: str, second: str) -> bool:
        """Tell whether a hyphen is a word's own: as it stands elsewhere, or else by its parts being words."""
        whole, parted = self._words[first + second], self._words[f"{first}-{second}"]
        if whole or parted:
            return parted > whole
        return first in _PREFIXES or (self._words[first] > 0 and self._words[second] > 0)


class Paragraphs:
    """Paragraphs in the making; one may go on in the next column or on the next page."""

    def __init__(self, maker: Maker, hyphens: Hyphens) -> None:
        self._maker = maker
        self._hyphens = hyphens
        self._text = ""
        self._size = 0.0
        #: Whether the last row that was added fills a column whose rows all do.
        self._is_full = False
        self._pages = 0
        #: The first paragraphs with the size of their letters.
        self.first: list[tuple[float, str]] = []

    def page(self) -> None:
        """Begin a page; it begins in the text with the first words that are written on it."""
        self._pages += 1
        if not self._text:
            self._begin_pages()

    def add(self, block: Prose) -> None:
        """Add the rows of a column."""
        rows = [row for row in block.rows if row.text.strip()]
        if not rows:
            return
        left, right = min(row.left for row in rows), max(row.right for row in rows)
        leading = _usual_leading(rows)
        self._begin(rows[0], goes_on=self._goes_on(rows[0]))
        self._is_full = _is_full(rows, right)
        for above, row in pairwise(rows):
            self._begin(row, goes_on=not _parted(above, row, left, right, leading))

    def end(self) -> None:
        """End the paragraph that is being written."""
        if self._text:
            text, self._text = self._text, ""
            if len(self.first) < _FIRST:
                self.first.append((self._size, text.replace(PAGE, "")))
            if _SIGN.match(text):
                self._maker.item(_SIGN.sub("", text, count=1))
            else:
                self._maker.paragraph(text)
        self._begin_pages()

    def _begin(self, row: Row, *, goes_on: bool) -> None:
        if goes_on and self._text and len(self._text) < _LONGEST:
            joined = self._hyphens.joined(self._text, row.text)
            at = len(joined) - len(row.text)
            self._text = joined[:at] + self._pages * PAGE + joined[at:]
            self._pages = 0
        else:
            self.end()
            self._text = row.text
        self._size = row.size

    def _begin_pages(self) -> None:
        for _ in range(self._pages):
            self._maker.page()
        self._pages = 0

    def _goes_on(self, row: Row) -> bool:
        """Tell whether a column begins in the midst of the sentence that the last one ended in."""
        if not self._text or max(row.size, self._size) > _SIZE * min(row.size, self._size):
            return False
        if _BULLET.match(row.text):
            return False
        return self._is_full or (row.text[:1].islower() and not _ENDS.search(self._text))


def _is_full(rows: list[Row], right: float) -> bool:
    """Tell whether the last row of a column is as long as all but the last rows of its paragraphs.

    Such columns are justified: a paragraph hardly ever fills its last row, so this one goes on.
    """
    full = [right - row.right < 0.2 * row.size for row in rows]
    return len(rows) > _FEWEST_FULL and full[-1] and sum(full) > _MOSTLY * len(full)


def _usual_leading(rows: list[Row]) -> float:
    """Return the usual distance between base lines in a paragraph, in heights of its letters.

    Where paragraphs are short, most distances are those between two of them: the lower quartile is not.
    """
    leads = [(above.base - row.base) / row.size for above, row in pairwise(rows)]
    near = sorted(lead for lead in leads if _LEAST_LEAD < lead < _MOST_LEAD)
    return near[len(near) // 4] if near else _LEAD


def _parted(above: Row, row: Row, left: float, right: float, leading: float) -> bool:
    """Tell whether a row begins a paragraph below another."""
    if row.base > above.base or above.base - row.base > _GAP * leading * max(above.size, row.size):
        return True
    if max(above.size, row.size) > _SIZE * min(above.size, row.size):
        return True
    if _BULLET.match(row.text):
        return True
    indented = row.left - left > _INDENT * row.size and above.left - left < 0.5 * row.size
    if indented and row.right > left + _SHORT * (right - left) and _ENDS.search(above.text):
        return True
    short = above.right < left + _SHORT * (right - left)
    return short and (bool(_ENDS.search(above.text)) or above.right < left + 0.6 * (right - left))
