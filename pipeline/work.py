"""What a worker does for a file of facts: raw documents -> facts, written in the format that is wanted.

The main process only cuts the input and puts the results together, so everything that takes time is here,
and a worker imports no more than this.
"""

from dataclasses import dataclass
from typing import NamedTuple

from documents import Refusal
from pipeline.formats import Format
from pipeline.reading import Chunk, read_raw, size_of
from schemas.records import Reading


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
    read = [read_raw(item) for item in chunk]
    data, sizes = form.encode(one.facts for one in read if isinstance(one, Reading))
    waiting = iter(sizes)
    outcomes = [
        one
        if isinstance(one, Refusal)
        else Outcome(raw.name, one.document.document_id, len(one.facts), next(waiting))
        for raw, one in zip(chunk, read, strict=True)
    ]
    return Extracted(outcomes, data, size_of(chunk))
