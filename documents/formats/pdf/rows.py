"""Words -> rows: what stands on one base line, cut into runs where there are gaps as wide as a column's."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import pairwise
from statistics import median
from typing import NamedTuple

from documents.formats.pdf.words import Word

#: Words whose base lines differ by less than so many of their heights stand on one.
_LEVEL = 0.35
#: A gap that is wider than so many heights is more than the blank between two words.
_WIDE = 0.9


class Run(NamedTuple):
    """Words without a wide gap between them."""

    text: str
    left: float
    right: float
    base: float
    size: float


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
    rows: list[list[Word]] = []
    for word in sorted(words, key=lambda one: (-one.base, one.left)):
        near = next((row for row in reversed(rows[-3:]) if _is_level(row, word)), None)
        if near is None:
            rows.append([word])
        else:
            near.append(word)
    return [_row(row) for row in rows]


def _is_level(row: list[Word], word: Word) -> bool:
    """Tell whether a word stands on a row's line: raised figures stand a little above it."""
    size = max(word.size, *(one.size for one in row[:4]))
    return abs(row[0].base - word.base) < _LEVEL * size


def _row(words: Iterable[Word]) -> Row:
    ordered = sorted(words, key=lambda one: one.left)
    size = median(word.size for word in ordered)
    runs: list[list[Word]] = [[ordered[0]]]
    for before, word in pairwise(ordered):
        if word.left - before.right > _WIDE * size:
            runs.append([])
        runs[-1].append(word)
    told = tuple(map(_run, runs))
    return Row(told, ordered[0].base, size)


def _run(words: list[Word]) -> Run:
    size = median(word.size for word in words)
    return Run(_joined(words), words[0].left, max(word.right for word in words), words[0].base, size)


def _joined(words: list[Word]) -> str:
    said = words[0].text
    for before, word in pairwise(words):
        near = word.left - before.right < 0.08 * max(before.size, word.size)
        said += word.text if near else f" {word.text}"
    return said
