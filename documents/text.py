"""Plain text: UTF-8, taken exactly as it is, so that every span is the caller's own.

Line ends stay as they are. A byte order mark stays too, as the character U+FEFF at position 0: the text
is then the file's bytes and nothing else, and has the same hash.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from documents.building import build
from documents.errors import DocumentError, Named
from documents.record import check_bytes, read_record


def read_text(path: Path, published: date | None) -> Iterator[Named]:
    """Yield the one document of a text file; `published` holds where its record names no date."""
    data = path.read_bytes()
    record = read_record(path)
    check_bytes(path, data, record)
    document = build(
        str(path),
        path.stem,
        decode(str(path), data),
        title=record.title,
        publisher=record.publisher,
        published=record.published or published,
        source=str(path),
    )
    yield Named(str(path), document)


def decode(name: str, data: bytes) -> str:
    """Return UTF-8 bytes as text."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, f"it is not UTF-8 text (byte {error.start + 1} cannot be read); save it as UTF-8"
        ) from None
