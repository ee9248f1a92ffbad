"""JSONL: one document a line, `{"id": ..., "text": ..., "published": ..., "title": ..., "publisher": ...}`.

`id` and `text` are needed; keys that are not listed are left alone. A line that cannot be read is
refused alone.
"""

import json
from collections.abc import Iterator
from datetime import date

from documents.building import Told, build, record_of
from documents.errors import DocumentError, Refusal
from documents.formats.text import decode
from documents.limits import longest, too_long
from documents.raw import Raw
from documents.sources.files import File
from documents.sources.unpacking import Stream, opened
from schemas.records import Document

_MARK = b"\xef\xbb\xbf"
#: A small compressed file may stand for terabytes of nothing: it is given up behind so many empty lines, or
#: in a line that is so many times longer than a document may be.
_MOST_EMPTY, _FARTHEST = 100_000, 16


def cut_lines(file: File, published: date | None) -> Iterator[Raw | Refusal]:
    """Yield each line that is not empty, or its refusal; `published` holds where a line has no date."""
    most = longest()
    found, told = False, 0
    with opened(file) as stream:
        for number, line in _lines(file.name, stream, most):
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
    told_of = Told(given=record_of(raw.name, told), published=raw.published)
    return build(raw.name, str(document_id), str(text), told_of, raw.source)


def _lines(name: str, stream: Stream, most: int) -> Iterator[tuple[int, bytes | None]]:
    """Yield each line that is not empty with its number; None in place of one that is too long."""
    number, empty = 0, 0
    while line := stream.bytes.readline(most + 1):
        number += 1
        if len(line) > most:
            _pass_over_line(name, stream, most)
            yield number, None
        elif line.strip(_MARK + b" \t\r\n"):
            empty = 0
            yield number, line
        else:
            empty += 1
            if stream.is_packed and empty > _MOST_EMPTY:
                raise DocumentError(name, f"{_MOST_EMPTY} lines in it are empty, so it is read no further")


def _pass_over_line(name: str, stream: Stream, most: int) -> None:
    passed = most
    while (line := stream.bytes.readline(most)) and not line.endswith(b"\n"):
        passed += len(line)
        if stream.is_packed and passed > most * _FARTHEST:
            raise DocumentError(
                name, f"a line in it is longer than {passed // 1_000_000} MB, so it is read no further"
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
