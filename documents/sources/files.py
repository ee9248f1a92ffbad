"""One file of the sources, not yet opened, and the folders and patterns that it is found by, on this machine.

`remote.py` has the same two classes for object storage.
"""

import glob
import io
import os
import stat
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NamedTuple, Protocol

from documents.errors import Refusal
from documents.limits import longest


class State(NamedTuple):
    """How a file stands: its size in bytes and a mark that differs after a change; None where unknown."""

    size: int | None
    changed: str | None


class File(Protocol):
    """One file, by its name as the user gave it; each method may raise OSError."""

    @property
    def name(self) -> str:
        """What a refusal calls it."""

    @property
    def source(self) -> str | None:
        """What its documents name as their source."""

    def open(self) -> IO[bytes]:
        """Return its bytes as they are stored."""

    def state(self) -> State:
        """Return its size and what marks its last change."""

    def beside(self, name: str) -> "File | None":
        """Return another file of its folder, or None where there is none of that name."""


class Tree(Protocol):
    """What a source may stand for: a file, a folder or a pattern."""

    def is_folder(self) -> bool:
        """Tell whether it is a folder."""

    def exists(self) -> bool:
        """Tell whether it is there under this very name."""

    def file(self) -> File:
        """Return the file of this name."""

    def walk(self) -> Iterator[File | Refusal]:
        """Yield the files of a folder, then those of its subfolders, in order; hidden ones are left out."""

    def matching(self) -> Iterator[File | Refusal]:
        """Yield the files that a pattern matches, in order, and those of the folders that it matches."""


class LocalFile:
    """A file of this machine."""

    def __init__(self, path: str | Path) -> None:
        self.path = Path(path)
        self.name = self.source = str(path)

    def open(self) -> IO[bytes]:
        """Return its bytes as they are stored."""
        return self.path.open("rb")

    def state(self) -> State:
        """Return its size and the time of its last change."""
        told = self.path.stat()
        if not stat.S_ISREG(told.st_mode):
            return State(None, None)
        return State(told.st_size, str(told.st_mtime_ns))

    def beside(self, name: str) -> "LocalFile | None":
        """Return another file of its folder."""
        path = self.path.with_name(name)
        return LocalFile(path) if path.exists() else None


class StandardInput:
    """What is piped into the command."""

    name = "standard input"
    source = None

    def open(self) -> IO[bytes]:
        """Return its bytes; they are read at once, and standard input is left open."""
        return io.BytesIO(sys.stdin.buffer.read(longest() + 1))

    def state(self) -> State:
        """Nothing is known of it before it was read."""
        return State(None, None)

    def beside(self, name: str) -> None:
        """Nothing stands beside it."""


class LocalTree:
    """A path or a pattern of paths on this machine."""

    def __init__(self, source: str | Path) -> None:
        self._path = Path(source)
        self._pattern = str(source)

    def is_folder(self) -> bool:
        """Tell whether it is a folder."""
        return self._path.is_dir()

    def exists(self) -> bool:
        """Tell whether it is there under this very name."""
        return self._path.exists()

    def file(self) -> LocalFile:
        """Return the file of this name."""
        return LocalFile(self._path)

    def walk(self) -> Iterator[LocalFile | Refusal]:
        """Yield the files of the folder and its subfolders, and a refusal for each that may not be read."""
        unreadable: list[OSError] = []
        for parent, folders, names in os.walk(self._path, onerror=unreadable.append):
            # What a browser saves beside a page is no document of its own.
            parts = {f"{Path(name).stem}_files" for name in names if name.endswith((".html", ".htm"))}
            folders[:] = sorted(one for one in folders if not one.startswith(".") and one not in parts)
            for name in sorted(names):
                # Whoever opens a pipe that nobody writes to waits for ever.
                if not (name.startswith(".") or (path := Path(parent, name)).is_fifo()):
                    yield LocalFile(path)
        for error in unreadable:
            yield Refusal(str(error.filename), reason(error))

    def matching(self) -> Iterator[LocalFile | Refusal]:
        """Yield the files that the pattern matches."""
        walked: tuple[str, ...] = ()
        found = glob.iglob(self._pattern, recursive=True)  # noqa: PTH207 - Path.glob takes no absolute pattern
        for name in sorted(found):
            if walked and name.startswith(walked):
                continue
            if Path(name).is_dir():
                walked += (os.path.join(name, ""),)  # noqa: PTH118 - a Path has no slash at its end
                yield from LocalTree(name).walk()
            else:
                yield LocalFile(name)


def reason(error: OSError) -> str:
    """Return why a file was not read."""
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return f"it cannot be read ({error.strerror or error})"
