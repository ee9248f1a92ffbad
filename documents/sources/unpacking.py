"""Compressed files: .gz and .zst around any kind of file, unpacked while they are read.

Streams of several members (gzip) or frames (zstd) are one text. A stream that ends early or is damaged
raises an error that `broken` puts in words.
"""

import io
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, Any

from documents.sources.files import File

#: Lines are taken from unpacked bytes of this many at a time, which is quicker than asking the unpacker.
_BLOCK = 1 << 17


class Stream:
    """A file's bytes, unpacked; `used` tells how many bytes of the file as it is stored were read."""

    def __init__(self, stored: IO[bytes], unpacked: IO[bytes] | None) -> None:
        self._stored = stored
        self.is_packed = unpacked is not None
        self.bytes = unpacked or stored

    def used(self) -> int:
        """Return the place in the file as it is stored; a pipe has none."""
        return self._stored.tell() if self._stored.seekable() else 0


class _Unpacked(io.RawIOBase):
    """What an unpacker has ready, so that what stands before a fault is had before its error."""

    def __init__(self, unpacker: Any) -> None:
        self._unpacker = unpacker

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self._unpacker.read1(len(buffer))
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._unpacker.close()
        super().close()


def unpacked_name(name: str) -> tuple[str, str]:
    """Return `("a.txt", ".gz")` of `a.txt.gz`, and `("a.txt", "")` of a name without such an ending."""
    for packing in PACKINGS:
        if name.lower().endswith(packing):
            return name[: -len(packing)], packing
    return name, ""


@contextmanager
def opened(file: File) -> Iterator[Stream]:
    """Give the unpacked bytes of a file."""
    packing = unpacked_name(file.name)[1]
    with file.open() as stored:
        if not packing:
            yield Stream(stored, None)
            return
        with PACKINGS[packing](stored) as unpacked:
            yield Stream(stored, unpacked)


def broken(error: Exception) -> str | None:
    """Return why a compressed stream cannot be read on, or None for an error of another kind."""
    if isinstance(error, EOFError):
        return "its compressed data end too early, so what stood behind is missing; get the file again, whole"
    if isinstance(error, zlib.error) or type(error).__name__ in ("BadGzipFile", "ZstdError"):
        return f"its compressed data are damaged ({error}); get the file again, whole"
    return None


def _gzip(stored: IO[bytes]) -> IO[bytes]:
    import gzip

    return io.BufferedReader(_Unpacked(gzip.GzipFile(fileobj=stored, mode="rb")), _BLOCK)


def _zstd(stored: IO[bytes]) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile
    return io.BufferedReader(_Unpacked(ZstdFile(stored, "rb")), _BLOCK)


PACKINGS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {".gz": _gzip, ".zst": _zstd}
