"""CSV of texts: one document a row, with a column `text`, and where they are known `id`, `title`,
`publisher`, `author`, `published` and `url`, which mean what the keys of JSONL do.

A row without an id has the file's name and its number. Columns are parted by commas, semicolons or tabs,
whichever the header has; a file that is not in UTF-8 is read in the encoding that is recognised.
"""

import csv
from collections import deque
from collections.abc import Iterator
from datetime import date
from pathlib import PurePosixPath
from typing import IO

from documents.errors import DocumentError, Refusal
from documents.formats.encoding import decode as decode_any
from documents.formats.jsonl import document
from documents.formats.text import decode
from documents.limits import longest, too_long
from documents.raw import Raw
from documents.record import Record
from documents.sources.files import File
from documents.sources.unpacking import opened, unpacked_name
from schemas.records import Document

_TEXT, _ID = "text", "id"
_MARK = "\ufeff"
_SEPARATORS = ",;\t|"
#: A header is no longer than that; one that is, is no header.
_LONGEST_HEADER = 100_000
#: So many bytes tell an encoding.
_SAMPLE = 50_000


def cut_table(file: File, published: date | None) -> Iterator[Raw | Refusal]:
    """Yield each row undecoded, or its refusal; `published` holds where a row has no date."""
    most = longest()
    csv.field_size_limit(most + 1)
    stem = PurePosixPath(unpacked_name(file.name)[0]).stem
    with opened(file) as stream:
        lines = _Lines(file.name, stream.bytes, most)
        try:
            if lines.peek().removeprefix(_MARK).lower().startswith("sep="):  # Excel tells its separator
                next(lines)
            rows = csv.reader(lines, delimiter=_separator(file.name, lines.peek()))
            header = _header(file.name, next(rows, []))
            number, told = 0, 0
            for number, row in enumerate((row for row in rows if any(row)), start=1):
                name = f"{file.name}, row {number}"
                cells = dict(zip(header, row, strict=False))
                text = cells.pop(_TEXT, "").encode("utf-8", "surrogatepass")
                if len(text) > most:
                    yield Refusal(name, too_long(most))
                    continue
                cells.setdefault(_ID, "")
                cells[_ID] = cells[_ID] or f"{stem}-{number}"
                used = stream.used() if stream.is_packed else lines.read
                yield Raw(name, "cells", text, file.source, published, cells, used - told)
                told = used
        except csv.Error as error:
            raise DocumentError(file.name, f"it is no CSV that can be read ({error})") from None
    if not number:
        yield Refusal(file.name, 'it has no row; write one document a row, in the columns "id" and "text"')


def parse_cells(raw: Raw) -> Document:
    """Return the document of a row."""
    return document(raw, raw.told, decode(raw.name, raw.data))


def _separator(name: str, header: str) -> str:
    counts = {mark: header.count(mark) for mark in _SEPARATORS}
    return max(counts, key=lambda mark: counts[mark])


def _header(name: str, row: list[str]) -> list[str]:
    """Return the names of the columns in small letters; those that no document has are left alone."""
    header = [cell.strip().removeprefix(_MARK).lower() for cell in row]
    if _TEXT not in header:
        there = ", ".join(cell for cell in header[:20] if cell) or "none"
        raise DocumentError(
            name, f'it has no column "text" (it has {there[:200]}); name one so in its first row'
        )
    known = {_TEXT, _ID, *Record._fields}
    for column in known:
        if header.count(column) > 1:
            raise DocumentError(name, f'it has more than one column "{column}"; leave one')
    return [cell if cell in known else f"other {at}" for at, cell in enumerate(header)]


class _Lines:
    """The lines of a stream as text; what is not UTF-8 is read in the encoding that is recognised."""

    def __init__(self, name: str, stream: IO[bytes], most: int) -> None:
        self._name = name
        self._stream = stream
        self._most = most
        self._encoding = "utf-8"
        self._ahead: deque[bytes] = deque()
        self._first: str | None = None
        self.read = 0

    def __iter__(self) -> "_Lines":
        return self

    def __next__(self) -> str:
        if self._first is not None:
            first, self._first = self._first, None
            return first
        line = self._ahead.popleft() if self._ahead else self._line()
        if not line:
            raise StopIteration
        self.read += len(line)
        try:
            return line.decode(self._encoding)
        except UnicodeDecodeError:
            return self._recognised(line)

    def peek(self) -> str:
        """Return the first line, which is read again."""
        self._first = next(self, "")
        return self._first[:_LONGEST_HEADER]

    def _line(self) -> bytes:
        line = self._stream.readline(self._most + 1)
        if len(line) > self._most:
            raise DocumentError(self._name, too_long(self._most))
        return line

    def _recognised(self, line: bytes) -> str:
        """Return a line that is not UTF-8, in the encoding that it and some lines behind it are in."""
        if self._encoding != "utf-8":
            raise DocumentError(self._name, "it is in no encoding that is recognised; save it as UTF-8")
        sample = [line]
        while sum(map(len, sample)) < _SAMPLE and (more := self._line()):
            sample.append(more)
            self._ahead.append(more)
        self._encoding = decode_any(self._name, b"".join(sample)).guessed or "utf-16"
        return line.decode(self._encoding, "replace")
