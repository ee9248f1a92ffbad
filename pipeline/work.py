"""What a worker does for a file of facts: raw documents -> facts, written in the format that is wanted.

The main process only cuts the input and puts the results together, so everything that takes time is here,
and a worker imports no more than this.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import NamedTuple

from documents import Raw, Refusal
from pipeline.formats import Format
from pipeline.reading import Chunk, opened, read_raw
from schemas.records import Fact


class Outcome(NamedTuple):
    """What became of one document: its name, its id, the number of its facts and their size in the data."""

    name: str
    document_id: str
    facts: int
    size: int


@dataclass(frozen=True, slots=True)
class Extracted:
    """The facts of a chunk: what became of each of its documents, and the facts as written by a format."""

    outcomes: list[Outcome | Refusal]
    data: bytes
    #: Bytes of the input that are done with.
    read: int

    @property
    def facts(self) -> int:
        """The number of facts."""
        return sum(one.facts for one in self.outcomes if isinstance(one, Outcome))


def extract_chunk(form: Format, chunk: Chunk) -> Extracted:
    """Return the facts of a chunk's documents, written in a format."""
    told: list[tuple[str, str, int] | Refusal] = []
    size = 0

    def facts() -> Iterator[tuple[Fact, ...]]:
        """Yield the facts of one document after the other: they take far more memory than what is written."""
        nonlocal size
        for raw in opened(chunk):
            one = read_raw(raw)
            size += raw.size if isinstance(raw, Raw) else 0
            if isinstance(one, Refusal):
                told.append(one)
            else:
                told.append((raw.name, one.document.document_id, len(one.facts)))
                yield one.facts

    data, sizes = form.encode(facts())
    shares = iter(sizes)
    return Extracted(
        [one if isinstance(one, Refusal) else Outcome(*one, next(shares)) for one in told], data, size
    )
