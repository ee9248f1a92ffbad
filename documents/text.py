"""Plain text: UTF-8, taken exactly as it is, so that every span is the caller's own.

Line ends stay as they are. A byte order mark stays too, as the character U+FEFF at position 0: the text
is then the file's bytes and nothing else, and has the same hash.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath

from documents.building import build
from documents.errors import DocumentError
from documents.files import File
from documents.limits import longest, too_long
from documents.raw import Raw
from documents.record import Record, check_bytes, read_record, record_beside, record_name
from documents.unpacking import opened, unpacked_name
from schemas.records import Document


def cut_text(file: File, published: date | None) -> Iterator[Raw]:
    """Yield the one document of a text file; `published` holds where its record names no date."""
    most = longest()
    with opened(file) as stream:
        data = stream.bytes.read(most + 1)
        if len(data) > most:
            raise DocumentError(file.name, too_long(most))
        size = stream.used() if stream.is_packed else len(data)
    record = record_beside(file)
    if record is None:
        yield Raw(file.name, "text", data, file.source, published, None, size)
        return
    with record.open() as stored:
        yield Raw(file.name, "text", data, file.source, published, stored.read(most), size)


def parse_text(raw: Raw) -> Document:
    """Return the document of a text file."""
    if raw.source is None:
        return build(raw.name, "stdin", decode(raw.name, raw.data), published=raw.published)
    record = Record()
    if raw.told is not None:
        record = read_record(record_name(raw.source), raw.told)
        check_bytes(raw.name, raw.data, record)
    return build(
        raw.name,
        PurePosixPath(unpacked_name(raw.source)[0]).stem,
        decode(raw.name, raw.data),
        title=record.title,
        publisher=record.publisher,
        published=record.published or raw.published,
        source=raw.source,
    )


def decode(name: str, data: bytes) -> str:
    """Return UTF-8 bytes as text."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, f"it is not UTF-8 text (byte {error.start + 1} cannot be read); save it as UTF-8"
        ) from None
