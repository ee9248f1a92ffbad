"""Sources -> readings: each document with the facts that were read from it."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from documents import Refusal, read_all
from extraction import extract
from schemas.records import Document, Reading


def read_facts(sources: Iterable[str | Path], published: date | None = None) -> Iterator[Reading | Refusal]:
    """Yield a reading of every document of the sources, and a Refusal for each that cannot be read.

    `published` is the date of the documents that bring none of their own.
    """
    for item in read_all(sources, published):
        yield item if isinstance(item, Refusal) else read_one(item)


def read_one(document: Document) -> Reading | Refusal:
    """Return a document with its facts, or its refusal where the extractor failed on it."""
    try:
        return Reading(document, tuple(extract(document)))
    except Exception as error:  # a fault of ours in one text is no reason to lose a thousand others
        reason = f"the extractor failed on it, which is a fault in Tradefacts ({error!r}); please report it"
        return Refusal(name_of(document), reason)


def name_of(document: Document) -> str:
    """Return what a refusal calls a document: its file, and its id where the file's name is another."""
    if document.source is None:
        return document.document_id
    if Path(document.source).stem == document.document_id:
        return document.source
    return f"{document.source}, id {document.document_id!r}"
