"""JSONL: one document a line, `{"id": ..., "text": ..., "published": ..., "title": ..., "publisher": ...}`.

`id` and `text` are needed; keys that are not listed are left alone. A line that cannot be read is
refused alone.
"""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path

from documents.building import build, published_date, words
from documents.errors import DocumentError, Named, Refusal
from documents.text import decode
from schemas.records import Document


def read_jsonl(path: Path, published: date | None) -> Iterator[Named | Refusal]:
    """Yield the document of each line, or its refusal; `published` holds where a line has no date."""
    found = False
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            name = f"{path}, line {number}"
            if not line.strip(b"\xef\xbb\xbf \t\r\n"):
                continue
            found = True
            try:
                # A byte order mark belongs to the file here, not to any document's text.
                told = _parsed(name, line.removeprefix(b"\xef\xbb\xbf"))
                yield Named(name, _document(name, told, str(path), published))
            except DocumentError as error:
                yield error.refusal
    if not found:
        yield Refusal(str(path), 'it is empty; write one JSON object with "id" and "text" a line')


def _document(name: str, told: dict[str, object], source: str, published: date | None) -> Document:
    document_id, text = told.get("id"), told.get("text")
    if type(document_id) is int:  # a bool is an int too, and no id
        document_id = str(document_id)
    for key, value in (("id", document_id), ("text", text)):
        if not isinstance(value, str) or not value:
            raise DocumentError(name, f'it has no "{key}", or one that is no text')
    return build(
        name,
        str(document_id),
        str(text),
        title=words(name, "title", told.get("title")),
        publisher=words(name, "publisher", told.get("publisher")),
        published=published_date(name, told.get("published")) or published,
        source=source,
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
