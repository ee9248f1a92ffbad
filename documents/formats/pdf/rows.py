"""Words -> rows: what stands on one base line, cut into runs where there are gaps as wide as a column's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from documents.formats.made import raised
from documents.formats.pdf.words import Word

#: Words whose base lines differ by less than so many of their heights stand on one.
_LEVEL = 0.35
#: What is so much smaller than the word before it, and stands so much higher, is raised.
_SMALL, _RAISED = 0.85, 0.12
#: It stands no higher, in heights of that word, no further behind it, and has no more characters.
_HIGHEST, _BEHIND, _LONGEST_MARK = 0.75, 0.3, 5
#: Words are looked for by their base lines, in bands of so many points.
_BAND = 12
#: A gap that is wider than so many heights is more than the blank between two words.
_WIDE, _WIDE_OF_FIGURES = 0.7, 0.45
_FIGURE = re.compile(r"[-+−–]?[\d.,]*\d%?")


class Run(NamedTuple):
    """Words without a wide gap between them."""

    text: str
    left: float
    right: float
    base: float
    size: float
    words: tuple[Word, ...] = ()

    def between(self, left: float, right: float) -> str:
        """Return the words of it that stand between two places."""
        words = [word for word in self.words if left <= (word.left + word.right) / 2 < right]
        return _joined(words) if words else ""


class Row(NamedTuple):
    """What stands on one base line, from left to right."""

    runs: tuple[Run, ...]
    base: float
    size: float

    @property
    def left(self) -> float:
        """Where it begins."""
        return self.runs[0].left

    @property
    def right(self) -> float:
        """Where it ends."""
        return self.runs[-1].right

    @property
    def text(self) -> str:
        """All that it says."""
        return " ".join(run.text for run in self.runs)

    def between(self, left: float, right: float) -> Row | None:
        """Return what of it stands between two places, or None."""
        runs = tuple(run for run in self.runs if left <= (run.left + run.right) / 2 < right)
        return Row(runs, runs[0].base, max(run.size for run in runs)) if runs else None


def rows_of(words: list[Word]) -> list[Row]:
    """Return the rows of a page, from the top."""
    hosts = _hosts(words)
    rows: list[list[Word]] = []
    row_of: dict[Word, list[Word]] = {}
    for word in sorted(words, key=lambda one: (-one.base, one.left)):
        if word in hosts:
            continue
        near = next((row for row in reversed(rows[-3:]) if _is_level(row, word)), None)
        if near is None:
            rows.append(near := [])
        near.append(word)
        row_of[word] = near
    for word, host in hosts.items():
        row_of[host].append(word)
    return [_row(row) for row in rows]


def _hosts(words: list[Word]) -> dict[Word, Word]:
    """Return for each raised word the one that it stands behind, as the mark of a footnote does."""
    if not words:
        return {}
    large = _SMALL * median(word.size for word in words)
    by_height: defaultdict[int, list[Word]] = defaultdict(list)
    for word in words:
        if word.size >= large:
            by_height[int(word.base // _BAND)].append(word)
    found: dict[Word, Word] = {}
    last: Word | None = None
    for word in sorted(words, key=lambda one: (-one.base, one.left)):
        if word.size < large and len(word.text) <= _LONGEST_MARK:
            band = int(word.base // _BAND)
            near = (one for at in range(band - 2, band + 1) for one in by_height[at])
            if host := next((one for one in near if _is_raised(word, one)), None):
                found[word] = host
            elif (
                last in found and _is_level([last], word) and word.left - last.right < 2 * _BEHIND * last.size
            ):
                found[word] = found[last]
            last = word
    return found


def _is_raised(word: Word, host: Word) -> bool:
    up, behind = (word.base - host.base) / host.size, (word.left - host.right) / host.size
    return word.size < _SMALL * host.size and _RAISED < up < _HIGHEST and -0.2 < behind < _BEHIND


def _is_level(row: list[Word], word: Word) -> bool:
    """Tell whether a word stands on a row's line: raised figures stand a little above it."""
    size = max(word.size, *(one.size for one in row[:4]))
    return abs(row[0].base - word.base) < _LEVEL * size


def _row(words: Iterable[Word]) -> Row:
    ordered = sorted(words, key=lambda one: one.left)
    size = median(word.size for word in ordered)
    runs: list[list[Word]] = [[ordered[0]]]
    for before, word in pairwise(ordered):
        figures = _FIGURE.fullmatch(before.text) and _FIGURE.fullmatch(word.text)
        if word.left - before.right > (_WIDE_OF_FIGURES if figures else _WIDE) * size:
            runs.append([])
        runs[-1].append(word)
    told = tuple(map(_run, runs))
    return Row(told, ordered[0].base, size)


def _run(words: list[Word]) -> Run:
    size = median(word.size for word in words)
    right = max(word.right for word in words)
    return Run(_joined(words), words[0].left, right, words[0].base, size, tuple(words))


def _joined(words: list[Word]) -> str:
    said, marks, host = words[0].text, "", words[0]
    for before, word in pairwise(words):
        if _is_raised(word, host) or (marks and _is_level([before], word) and word.size < _SMALL * host.size):
            marks += f" {word.text}"
            continue
        said += raised(marks, said) if marks else ""
        near = word.left - before.right < 0.08 * max(before.size, word.size)
        said += word.text if near else f" {word.text}"
        marks, host = "", word
    return said + raised(marks, said) if marks else said
