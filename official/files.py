"""Files as they lie on the disk: unpacked while they are read, and looked through once before that.

Everything that may be wrong with bytes is found in that first look, so that nothing of a damaged file is
ever handed on: archives that are cut off or unpack without end, bytes that are no text, lines without end.
"""

import codecs
import gzip
import hashlib
import io
import lzma
import os
import stat
import struct
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO

from official.errors import OfficialError
from official.limits import ALWAYS_UNPACKED, LONGEST_LINE, MOST_BYTES, MOST_TIMES_PACKED

_GZIP, _ZIP = b"\x1f\x8b", b"PK\x03\x04"
_EMPTY_ZIP = b"PK\x05\x06"
_BLOCK = 1 << 18
#: So much of a file's end is kept, to see whether its last line is whole.
_TAIL = 1 << 16
#: What other bytes tell, and what is to be done with such a file.
_NO_TABLE = {
    b"%PDF-": "it is a PDF; download the figures as CSV",
    b"\xd0\xcf\x11\xe0": "it is an old Excel workbook (.xls); save the sheet as CSV",
    b"PAR1": "it is Parquet; save it as CSV",
    b"\x28\xb5\x2f\xfd": "it is compressed with zstd; unpack it, or give a .gz",
    b"BZh": "it is compressed with bzip2; unpack it, or give a .gz",
    b"7z\xbc\xaf": "it is a 7z archive; unpack it, or give a .zip",
    b"Rar!": "it is a RAR archive; unpack it, or give a .zip",
}
#: An office program's zip holds one of these.
_OFFICE = {"xl/workbook.xml": "an Excel workbook", "content.xml": "an OpenDocument file"}
_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What Python's own unpackers raise for damaged data.
_DAMAGED = (
    *(EOFError, LookupError, OSError, RuntimeError, ValueError),
    *(lzma.LZMAError, struct.error, zipfile.BadZipFile, zlib.error),
)


@dataclass(frozen=True, slots=True)
class File:
    """A file that was looked through: all its bytes can be unpacked and are text in `encoding`.

    `name` is what an error calls it, `inner` the name of what is packed in it (the file's own name where it
    is not packed), `modified` its last change in UTC, `size` its unpacked bytes, `cut` the start of a last
    line that has no end, else empty.
    """

    path: Path
    name: str
    inner: str
    sha256: str
    modified: date
    size: int
    encoding: str
    cut: str

    @contextmanager
    def open(self) -> Iterator[IO[bytes]]:
        """Give the unpacked bytes."""
        with _unpacked(self.path, self.name) as (stream, _):
            yield stream


def look_through(path: Path) -> File:
    """Read a file once from end to end and return what its bytes tell. Raises OfficialError."""
    name = str(path)
    stored, sha256 = _stored(path, name)
    look = _Look(name, stored.st_size)
    try:
        with _unpacked(path, name) as (stream, inner):
            while block := stream.read(_BLOCK):
                look.take(block)
    except OfficialError:
        raise
    except _DAMAGED as error:
        raise OfficialError(
            name, f"its compressed data are damaged or end too early ({error}); get the file again, whole"
        ) from None
    look.end()
    modified = datetime.fromtimestamp(stored.st_mtime, UTC).date()
    return File(path, name, inner, sha256, modified, look.size, look.encoding, look.cut)


def _stored(path: Path, name: str) -> tuple[os.stat_result, str]:
    """Return what the disk tells of a file, and the digest of its bytes."""
    try:
        stored = path.stat()
        if not stat.S_ISREG(stored.st_mode):
            raise OfficialError(name, "it is no file; give one that was downloaded")
        with path.open("rb") as stream:
            return stored, hashlib.file_digest(stream, "sha256").hexdigest()
    except OSError as error:
        raise OfficialError(
            name, f"it cannot be opened ({error.strerror}); see whether it is there"
        ) from None


@contextmanager
def _unpacked(path: Path, name: str) -> Iterator[tuple[IO[bytes], str]]:
    """Give a file's unpacked bytes and the name of what is packed; its first bytes tell how it is packed."""
    with path.open("rb") as stored:
        head = stored.read(8)
        stored.seek(0)
        if head.startswith(_GZIP):
            with gzip.GzipFile(fileobj=stored) as stream:
                yield io.BufferedReader(stream, _BLOCK), path.name.removesuffix(".gz")
        elif head.startswith((_ZIP, _EMPTY_ZIP)):
            with zipfile.ZipFile(stored) as archive, archive.open(_member(archive, name)) as stream:
                yield stream, Path(stream.name).name
        else:
            yield stored, path.name


def _member(archive: zipfile.ZipFile, name: str) -> zipfile.ZipInfo:
    """Return the one file of an archive."""
    members = [
        one for one in archive.infolist() if not one.filename.endswith("/") and "__MACOSX" not in one.filename
    ]
    for one in members:
        if one.filename in _OFFICE:
            raise OfficialError(name, f"it is {_OFFICE[one.filename]}; save the sheet as CSV")
    if len(members) != 1:
        raise OfficialError(
            name, f"the archive holds {len(members)} files and one is read; unpack it and give each by itself"
        )
    if members[0].flag_bits & 1:
        raise OfficialError(name, "it is locked by a password; unpack it")
    return members[0]


class _Look:
    """What is learnt of a file's bytes, block by block."""

    def __init__(self, name: str, stored: int) -> None:
        self._name = name
        self._most = min(MOST_BYTES, max(ALWAYS_UNPACKED, stored * MOST_TIMES_PACKED))
        self._utf8 = codecs.getincrementaldecoder("utf-8")()
        self._quotes = 0
        self._line = 0
        self._tail = b""
        self._is_xml = False
        self.size = 0
        self.encoding = ""
        self.cut = ""

    def take(self, block: bytes) -> None:
        """Look at the next bytes."""
        if not self.size:
            self._begin(block)
        self.size += len(block)
        if self.size > self._most:
            raise OfficialError(self._name, "it unpacks to far more than a table of figures does; unpack it")
        if self.encoding in ("utf-16", "utf-32"):
            return
        if b"\0" in block:
            raise OfficialError(self._name, "it is no text (it has NUL bytes); download it again as CSV")
        self._measure(block)
        if self.encoding == "utf-8":
            self._decode(block)
        self._quotes += block.count(b'"')
        self._tail = (self._tail + block)[-_TAIL:]

    def end(self) -> None:
        """Draw the conclusions that need the whole file."""
        if not self.size:
            raise OfficialError(self._name, "it is empty; download it again")
        if self.encoding == "utf-8":
            self._decode(b"", final=True)
        last = max(self._tail.rfind(b"\n"), self._tail.rfind(b"\r"))
        self.cut = self._tail[last + 1 :].decode(self.encoding, "replace")
        if self._quotes % 2 and not self._is_xml:
            raise OfficialError(
                self._name,
                "a quotation mark in it is never closed, so it may be cut off; get it again, whole",
            )

    def _begin(self, block: bytes) -> None:
        for magic, reason in _NO_TABLE.items():
            if block.startswith(magic):
                raise OfficialError(self._name, reason)
        start = block.removeprefix(codecs.BOM_UTF8).lstrip()[:1]
        if start in (b"{", b"["):
            raise OfficialError(
                self._name, "it is JSON, of which none is read; download the same figures as SDMX-CSV or CSV"
            )
        self._is_xml = start == b"<"
        told = (encoding for mark, encoding in _MARKS if block.startswith(mark))
        self.encoding = next(told, "utf-8")

    def _measure(self, block: bytes) -> None:
        """Refuse a line without end, but in XML, whose writers often leave out the ends of lines."""
        first = block.find(b"\n")
        longest = self._line + (first if first >= 0 else len(block))
        self._line = longest if first < 0 else len(block) - block.rfind(b"\n")
        if longest > LONGEST_LINE and not self._is_xml:
            raise OfficialError(
                self._name, f"it has a line of more than {LONGEST_LINE:,} bytes, which no table has"
            )

    def _decode(self, block: bytes, *, final: bool = False) -> None:
        """Take UTF-8 back where a byte is none: what offices write that is not UTF-8 is Windows' Latin-1."""
        try:
            self._utf8.decode(block, final)
        except UnicodeDecodeError:
            self.encoding = "cp1252"
