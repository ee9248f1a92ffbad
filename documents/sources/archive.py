"""A zip archive -> its files, in the order of their names; they are unpacked one at a time, and no more than
so much of them.

An archive that was made to fill a memory or a disk is seen by what it says of its files: how long they are
in all, and how many times longer than they are packed. One that lies of it is found out by its checksum.
"""

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import PurePosixPath
from typing import IO

from documents.errors import DocumentError
from documents.limits import longest, longest_archive, too_long
from documents.sources.files import File, State

#: A text is packed to a tenth, and one that repeats itself to a fiftieth.
_MOST_TIMES, _SMALL = 200, 1_000_000
_MOST_FILES = 100_000
_LOCKED = 0x1
_BROKEN = (zipfile.BadZipFile, EOFError, NotImplementedError, RuntimeError, ValueError)


class Member:
    """A file in an archive; its name is `a.zip/report.txt`."""

    def __init__(
        self, archive: zipfile.ZipFile, told: zipfile.ZipInfo, name: str, source: str | None
    ) -> None:
        self._archive = archive
        self._told = told
        self.name = f"{name}/{told.filename}"
        self.source = f"{source or name}/{told.filename}"

    def open(self) -> IO[bytes]:
        """Return its bytes. Raises DocumentError for one that is locked, damaged or far too long."""
        told, most = self._told, longest()
        if told.flag_bits & _LOCKED:
            raise DocumentError(
                self.name, "it is locked by a password; unpack the archive, and give its files"
            )
        if told.file_size > most:
            raise DocumentError(self.name, too_long(most))
        if told.file_size > max(_SMALL, _MOST_TIMES * told.compress_size):
            raise DocumentError(
                self.name, "it unpacks to hundreds of times its size, as no text does; it is not read"
            )
        try:
            with self._archive.open(told) as packed:
                return io.BytesIO(packed.read(most + 1))
        except Exception as error:  # zlib, bz2 and lzma each have errors of their own
            reason = f"it is damaged in its archive ({error}); get the archive again, whole"
            raise DocumentError(self.name, reason) from None

    def share(self, size: int) -> int:
        """Return how many bytes of the archive stand for so many of the file."""
        return size * self._told.compress_size // max(1, self._told.file_size)

    def state(self) -> State:
        """Return its size as it is packed."""
        return State(self._told.compress_size, str(self._told.CRC))

    def beside(self, name: str) -> "Member | None":
        """Return another file of its folder in the archive."""
        folder = self._told.filename[
            : len(self._told.filename) - len(PurePosixPath(self._told.filename).name)
        ]
        try:
            told = self._archive.getinfo(folder + name)
        except KeyError:
            return None
        outer = self.name[: -len(self._told.filename) - 1]
        return Member(
            self._archive, told, outer, self.source and self.source[: -len(self._told.filename) - 1]
        )


class Held:
    """An archive whose bytes were read already, because only they tell that it is one."""

    def __init__(self, name: str, source: str | None, data: bytes) -> None:
        self.name = name
        self.source = source
        self._data = data

    def open(self) -> IO[bytes]:
        """Return its bytes."""
        return io.BytesIO(self._data)

    def state(self) -> State:
        """Return its size; it does not change."""
        return State(len(self._data), None)

    def beside(self, name: str) -> None:
        """Nothing stands beside it."""


@contextmanager
def members(file: File) -> Iterator[Iterator[Member]]:
    """Give the files of an archive. Raises DocumentError for one that is broken, or far too long unpacked."""
    with file.open() as stored:
        try:
            archive = zipfile.ZipFile(stored)
        except _BROKEN:
            raise DocumentError(file.name, "it is a damaged zip archive; get it again, whole") from None
        with archive:
            yield _members(archive, file)


def _members(archive: zipfile.ZipFile, file: File) -> Iterator[Member]:
    told = [one for one in archive.infolist() if not one.is_dir() and not _is_hidden(one.filename)]
    most = longest_archive()
    if len(told) > _MOST_FILES:
        raise DocumentError(file.name, f"it has {len(told):,} files, more than {_MOST_FILES:,}; divide it")
    if sum(one.file_size for one in told) > most:
        raise DocumentError(
            file.name,
            f"its files have more than {most // 1_000_000} MB, unpacked; divide it, or raise "
            "TRADEFACTS_MAX_ARCHIVE_MB",
        )
    for one in sorted(told, key=lambda member: member.filename):
        yield Member(archive, one, file.name, file.source)


def _is_hidden(name: str) -> bool:
    return any(part.startswith((".", "__MACOSX")) for part in PurePosixPath(name).parts)
