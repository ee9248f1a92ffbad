"""Stretches of a text that lie beside, over and inside one another -> the pieces between their ends."""

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple, Protocol, TypeVar


class Stretch(Protocol):
    """Anything that is a stretch `text[start:end]`."""

    @property
    def start(self) -> int: ...  # noqa: D102

    @property
    def end(self) -> int: ...  # noqa: D102


class Span(NamedTuple):
    """A stretch `text[start:end]` that is shown in the style of a CSS class."""

    start: int
    end: int
    style: str


_S = TypeVar("_S", bound=Stretch)


def pieces(text: str, start: int, end: int, spans: Iterable[_S]) -> Iterator[tuple[str, list[_S]]]:
    """Yield `text[start:end]` piece by piece, each with all the spans that cover it, in the order given."""
    inside = [one for one in spans if one.start < end and start < one.end]
    edges = {edge for one in inside for edge in (one.start, one.end) if start < edge < end}
    waiting = sorted(enumerate(inside), key=lambda one: one[1].start, reverse=True)
    covering: dict[int, _S] = {}
    for left, right in pairwise(sorted({start, end} | edges)):
        covering = {place: one for place, one in covering.items() if one.end > left}
        while waiting and waiting[-1][1].start <= left:
            place, one = waiting.pop()
            covering[place] = one
        yield text[left:right], [covering[place] for place in sorted(covering)]
