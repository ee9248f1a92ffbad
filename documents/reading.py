"""Sources -> documents, one at a time: found, cut into raw documents, parsed, and checked for their ids."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path, PurePosixPath

from documents.errors import DocumentError, Refusal
from documents.formats.csv_rows import cut_table, parse_cells
from documents.formats.jsonl import cut_lines, parse_line
from documents.formats.made_documents import cut_parts, parse_made, parse_part
from documents.formats.making import MAKERS, SEVERAL
from documents.formats.parquet import cut_rows, parse_row
from documents.formats.text import parse_text
from documents.formats.whole import cut_whole
from documents.raw import Raw
from documents.seen import Seen
from documents.sources.archive import Held, members
from documents.sources.files import File, reason
from documents.sources.finding import Found, find, kind_by_ending
from documents.sources.unpacking import broken
from schemas.records import Document

#: What cuts the documents out of a file of each kind that may hold many.
CUTTERS: dict[str, Callable[[File, date | None], Iterator[Raw | Refusal]]] = {
    "csv": cut_table,
    "jsonl": cut_lines,
    "parquet": cut_rows,
}
#: What reads a raw document of each kind.
PARSERS: dict[str, Callable[[Raw], Document]] = {
    "text": parse_text,
    "jsonl": parse_line,
    "row": parse_row,
    "cells": parse_cells,
    "part": parse_part,
    **dict.fromkeys(MAKERS, parse_made),
}


def read(source: str | Path, published: date | None = None) -> Iterator[Document]:
    """Yield the documents of a file, a folder (with its subfolders, in order), a pattern, or `-`.

    `published` is the date of the documents that bring none of their own. Raises DocumentError at the
    first document that cannot be read; `read_all` goes on behind it.
    """
    for item in read_all([source], published):
        if isinstance(item, Refusal):
            raise DocumentError(item.name, item.reason)
        yield item


def read_all(sources: Iterable[str | Path], published: date | None = None) -> Iterator[Document | Refusal]:
    """Yield every document of the sources, and a Refusal in the place of each that cannot be read.

    An id stands for one document: a second one under the same id is refused.
    """
    yield from _parsed(raw_all(sources, published))


def read_held(name: str, data: bytes, published: date | None = None) -> Iterator[Document | Refusal]:
    """Yield every document of a file whose bytes somebody handed over, as an upload or pasted text."""
    ending = PurePosixPath(name).suffix
    kind = kind_by_ending(name) if ending else "text"
    if not kind:
        yield Refusal(name, f"files that end in {ending} are not read; save it as PDF, .docx, .html or text")
        return
    yield from _parsed(cut(Found(Held(name, name, data), kind), published))


def _parsed(raws: Iterable[Raw | Refusal]) -> Iterator[Document | Refusal]:
    seen = Seen()
    for raw in raws:
        item = raw if isinstance(raw, Refusal) else parse(raw)
        if isinstance(item, Document) and isinstance(raw, Raw):
            yield seen.again(raw.name, item.document_id) or item
        else:
            yield item


def raw_all(sources: Iterable[str | Path], published: date | None = None) -> Iterator[Raw | Refusal]:
    """Yield every document of the sources undecoded, and a Refusal in the place of what cannot be cut.

    This is the part that one process does, in order and in little memory; `parse` is for any number of
    processes. Ids are not looked at: `Seen` does that with what was parsed, in this order.
    """
    for source in sources:
        for item in find(source):
            if isinstance(item, Refusal):
                yield item
            else:
                yield from cut(item, published)


def cut(found: Found, published: date | None) -> Iterator[Raw | Refusal]:
    """Yield what is cut out of one file, and a refusal where that cannot go on."""
    return _cut_or_refused(found, published, inside=False)


def _cut_or_refused(found: Found, published: date | None, *, inside: bool) -> Iterator[Raw | Refusal]:
    try:
        yield from _cut(found, published, inside=inside)
    except DocumentError as error:
        yield error.refusal
    except Exception as error:
        if told := broken(error):
            yield Refusal(found.file.name, told)
        elif isinstance(error, OSError):
            yield Refusal(found.file.name, reason(error))
        else:
            raise


def _cut(found: Found, published: date | None, *, inside: bool) -> Iterator[Raw | Refusal]:
    """Yield what is cut out of a file, by its kind; `inside` an archive there is no other."""
    if found.kind == "zip":
        yield from _cut_archive(found.file, published, inside=inside)
    elif found.kind in CUTTERS:
        yield from CUTTERS[found.kind](found.file, published)
    else:
        for raw in cut_whole(found.file, found.kind, published):
            if raw.kind == "zip":
                yield from _cut_archive(Held(raw.name, raw.source, raw.data), published, inside=inside)
            elif raw.kind in SEVERAL:
                yield from cut_parts(raw)
            else:
                yield raw


def _cut_archive(file: File, published: date | None, *, inside: bool) -> Iterator[Raw | Refusal]:
    """Yield what is cut out of the files of an archive; each is refused alone."""
    if inside:
        raise DocumentError(
            file.name, "it is an archive within an archive, which is not read; unpack it first"
        )
    some = False
    with members(file) as found:
        for member in found:
            if kind := kind_by_ending(member.name):
                some = True
                for item in _cut_or_refused(Found(member, kind), published, inside=True):
                    yield item._replace(size=member.share(item.size)) if isinstance(item, Raw) else item
    if not some:
        raise DocumentError(
            file.name, "it holds no file of a kind that is read; look into it, and give the files"
        )


def parse(raw: Raw) -> Document | Refusal:
    """Return the document of a raw one: decoded, checked and divided into sections; or its refusal."""
    try:
        return PARSERS[raw.kind](raw)
    except DocumentError as error:
        return error.refusal
