"""What is made of a file -> its document, or its documents where an e-mail or a feed holds several."""

import json
from collections.abc import Iterator

from documents.building import Told, build
from documents.formats.made import Made
from documents.formats.reader import read_apart
from documents.raw import Raw
from documents.record import Record
from schemas.records import Document


def parse_made(raw: Raw) -> Document:
    """Return the document that is made of a file's bytes."""
    return _document(raw, read_apart(raw.name, raw.kind, raw.data)[0])


def cut_parts(raw: Raw) -> Iterator[Raw]:
    """Yield the documents that are made of a file that may hold several."""
    size = raw.size
    for made in read_apart(raw.name, raw.kind, raw.data):
        name = f"{raw.name}, {made.part}" if made.part else raw.name
        data = json.dumps(made.as_json()).encode()
        # What a record says is said of the file's own text, and not of what is attached to it.
        told = Record() if made.part else raw.told
        yield Raw(name, "part", data, raw.source, raw.published, told, size)
        size = 0


def parse_part(raw: Raw) -> Document:
    """Return a document that was made already."""
    return _document(raw, Made.from_json(json.loads(raw.data)))


def _document(raw: Raw, made: Made) -> Document:
    document_id = f"{raw.id_of_file()}/{made.part}" if made.part else raw.id_of_file()
    told = Told(
        given=raw.told or Record(),
        metadata=made.record,
        published=raw.published,
        created=made.created,
        language=made.language,
        pages=made.pages,
        marks=made.marks,
        notes=made.notes,
    )
    return build(raw.name, document_id, made.text, told, raw.source)
