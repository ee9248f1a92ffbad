"""Compressed files: .gz and .zst around any kind of file, unpacked while they are read.

Streams of several members (gzip) or frames (zstd) are one text. A stream that ends early or is damaged
raises an error that `broken` puts in words.
"""

import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, cast

from documents.files import File


class Stream:
    """A file's bytes, unpacked; `used` tells how many bytes of the file as it is stored were read."""

    def __init__(self, stored: IO[bytes], unpacked: IO[bytes] | None) -> None:
        self._stored = stored
        self.is_packed = unpacked is not None
        self.bytes = unpacked or stored

    def used(self) -> int:
        """Return the place in the file as it is stored."""
        return self._stored.tell()


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

    return cast(IO[bytes], gzip.GzipFile(fileobj=stored, mode="rb"))


def _zstd(stored: IO[bytes]) -> IO[bytes]:
    if sys.version_info >= (3, 14):
        from compression.zstd import ZstdFile
    else:
        from backports.zstd import ZstdFile
    return cast(IO[bytes], ZstdFile(stored, "rb"))


PACKINGS: dict[str, Callable[[IO[bytes]], IO[bytes]]] = {".gz": _gzip, ".zst": _zstd}
