"""One document as it was cut out of its source: what one process hands to another, undecoded.

Cutting is cheap and done in one process, in order; decoding, JSON and sections are left to `reading.parse`,
which any process may do.
"""

from datetime import date
from pathlib import PurePosixPath
from typing import Any, NamedTuple

from documents.sources.unpacking import unpacked_name


class Raw(NamedTuple):
    """The undecoded bytes of one document, with all that is needed to read it."""

    #: What a refusal calls it: its file, and its line or row where it has one.
    name: str
    #: Which parser reads it.
    kind: str
    #: A file's bytes, a line of JSONL, the text of a row; unpacked.
    data: bytes
    #: The file as the user gave it, or None for standard input.
    source: str | None
    #: Holds where the document brings no date of its own.
    published: date | None = None
    #: What is told of the text: the Record beside a file, the other columns of a row.
    told: Any = None
    #: Its share of its file's size on disk, in bytes. The shares of a file come to its size, but for what
    #: stands behind its last document.
    size: int = 0

    def id_of_file(self) -> str:
        """Return the id of a document that is a whole file: the file's name without its endings."""
        return "stdin" if self.source is None else PurePosixPath(unpacked_name(self.source)[0]).stem
