"""A text -> parts of bounded size: cut where a paragraph ends, and always at the same places."""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

#: A part has so many letters and so many facts at most: what a browser sets while nobody waits.
MOST_LETTERS, MOST_FACTS = 40_000, 400
#: Where a text is cut, if there is such a place in the second half of what may be one part.
_CUTS = ("\n", ". ", " ")


class Part(NamedTuple):
    """A stretch `text[start:end]`, by its number from 1 among all `of` the text."""

    start: int
    end: int
    number: int
    of: int

    def among(self, starts: Sequence[int]) -> slice:
        """Return which of the facts that start at these places, in order, stand in this part."""
        return slice(bisect_left(starts, self.start), bisect_left(starts, self.end))


def parts(
    text: str, starts: Sequence[int], letters: int = MOST_LETTERS, facts: int = MOST_FACTS
) -> list[Part]:
    """Return the parts of a text, in which facts start at these places, in order; there is always one."""
    cuts = [0, *_ends(text, starts, letters, facts)] if text else [0, 0]
    return [Part(*ends, at, len(cuts) - 1) for at, ends in enumerate(pairwise(cuts), 1)]


def _ends(text: str, starts: Sequence[int], letters: int, facts: int) -> Iterator[int]:
    start = 0
    while start < len(text):
        # The first fact that would be too many begins the next part at the latest.
        first_beyond = bisect_left(starts, start) + facts
        room = starts[first_beyond] if first_beyond < len(starts) else len(text)
        limit = max(start + 1, min(start + letters, room))
        start = _cut(text, start, limit) if limit < len(text) else len(text)
        yield start


def _cut(text: str, start: int, limit: int) -> int:
    middle = (start + limit) // 2
    for mark in _CUTS:
        at = text.rfind(mark, middle, limit)
        if at >= 0:
            return at + len(mark)
    return limit


def part_of(found: Sequence[Part], at: int) -> Part:
    """Return the part in which a place of the text lies."""
    return found[max(0, bisect_right(found, at, key=lambda one: one.start) - 1)]
