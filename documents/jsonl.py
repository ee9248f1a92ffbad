"""JSONL: one document a line, `{"id": ..., "text": ..., "published": ..., "title": ..., "publisher": ...}`.

`id` and `text` are needed; keys that are not listed are left alone. A line that cannot be read is
refused alone.
"""

import json
from collections.abc import Iterator
from datetime import date
from typing import IO

from documents.building import build, published_date, words
from documents.errors import DocumentError, Refusal
from documents.files import File
from documents.limits import longest, too_long
from documents.raw import Raw
from documents.text import decode
from documents.unpacking import opened
from schemas.records import Document

_MARK = b"\xef\xbb\xbf"
#: Of a compressed file so many times the longest document may pass without one: a small file may stand
#: for terabytes of nothing.
_FARTHEST = 16


def cut_lines(file: File, published: date | None) -> Iterator[Raw | Refusal]:
    """Yield each line that is not empty, or its refusal; `published` holds where a line has no date."""
    most = longest()
    found, told = False, 0
    with opened(file) as stream:
        farthest = most * _FARTHEST if stream.is_packed else None
        for number, line in _lines(file.name, stream.bytes, most, farthest):
            name = f"{file.name}, line {number}"
            found = True
            if line is None:
                yield Refusal(name, too_long(most))
                continue
            used = stream.used() if stream.is_packed else told + len(line)
            # A byte order mark belongs to the file here, not to any document's text.
            yield Raw(name, "jsonl", line.removeprefix(_MARK), file.source, published, None, used - told)
            told = used
    if not found:
        yield Refusal(file.name, 'it is empty; write one JSON object with "id" and "text" a line')


def parse_line(raw: Raw) -> Document:
    """Return the document of a line."""
    told = _parsed(raw.name, raw.data)
    return document(raw, told, told.get("text"))


def document(raw: Raw, told: dict[str, object], text: object) -> Document:
    """Return the document of a record: `told` has its id and what else is known of it."""
    document_id = told.get("id")
    if type(document_id) is int:  # a bool is an int too, and no id
        document_id = str(document_id)
    for key, value in (("id", document_id), ("text", text)):
        if not isinstance(value, str) or not value:
            raise DocumentError(raw.name, f'it has no "{key}", or one that is no text')
    return build(
        raw.name,
        str(document_id),
        str(text),
        title=words(raw.name, "title", told.get("title")),
        publisher=words(raw.name, "publisher", told.get("publisher")),
        published=published_date(raw.name, told.get("published")) or raw.published,
        source=raw.source,
    )


def _lines(
    name: str, stream: IO[bytes], most: int, farthest: int | None
) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not empty with its number; None in place of one that is too long."""
    number, passed = 0, 0
    while line := stream.readline(most + 1):
        number += 1
        passed += len(line)
        if len(line) > most:
            while not line.endswith(b"\n") and (line := stream.readline(most)):
                passed += len(line)
                _check_passed(name, passed, farthest)
            yield number, None
        elif line.strip(_MARK + b" \t\r\n"):
            passed = 0
            yield number, line
        else:
            _check_passed(name, passed, farthest)


def _check_passed(name: str, passed: int, farthest: int | None) -> None:
    if farthest is not None and passed > farthest:
        raise DocumentError(
            name,
            f"it unpacks to {farthest // 1_000_000} MB without a document, so it is read no further",
        )


def _parsed(name: str, line: bytes) -> dict[str, object]:
    text = decode(name, line)
    try:
        told = json.loads(text)
    except ValueError as error:
        reason = getattr(error, "msg", str(error))
        raise DocumentError(name, f"it is not JSON ({reason})") from None
    except RecursionError:
        raise DocumentError(name, "it is nested too deeply to be a document") from None
    if not isinstance(told, dict):
        raise DocumentError(name, 'it is no JSON object with "id" and "text"')
    return told
