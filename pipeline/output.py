"""Facts -> a file, with the contract's columns in their order; `formats` says how each kind is written.

Facts are written as they come, never held all at once. A file is written under a temporary name and
moved into place when it is whole, so that a partial file never looks whole.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, TYPE_CHECKING

from pipeline.formats import FORMATS, PARTITIONS_NAME, Format, Partitions, Row
from schemas.errors import TradefactsError
from schemas.vocabulary import DATE_COLUMNS

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

if TYPE_CHECKING:
    import pandas as pd


class OutputError(TradefactsError):
    """A file cannot be written; the message is a sentence."""


def write_facts(rows: Iterable[Row], path: Path, restriction: str = "") -> None:
    """Write facts to a file, in the format that its ending names, which may tell which alone these are."""
    form = format_of(path, restriction=restriction)
    with moved_into_place(path) as stream:
        form.write(rows, stream)


def format_of(
    path: Path, *, evidence: bool = False, read_by: str | None = None, restriction: str = ""
) -> Format:
    """Return the format that the ending of a file's name says, with evidence, and told what reads."""
    form = FORMATS.get(path.suffix.lower().removeprefix("."))
    if form is None:
        endings = ", ".join(f".{known}" for known in FORMATS)
        raise OutputError(f"Facts cannot be written to {path}: give a file that ends in {endings}.")
    return form(evidence, read_by, restriction)


def format_of_output(path: Path, *, evidence: bool = False, read_by: str | None = None) -> Format:
    """Return the format of a path that may also be a folder of Parquet files: one without an ending is.

    Raises OutputError where something stands there whose place it cannot take.
    """
    is_folder = path.is_dir()
    if is_folder and path.suffix in ("", ".parquet"):
        _check_folder(path)
    elif is_folder:
        raise OutputError(f"Facts cannot be written to {path}: it is a folder.")
    if is_folder or not (path.suffix or path.exists()):
        return Partitions(evidence, read_by)
    return format_of(path, evidence=evidence, read_by=read_by)


def _check_folder(path: Path) -> None:
    """Refuse to take the place of a folder that holds anything but parts."""
    other = next((one for one in path.iterdir() if not PARTITIONS_NAME.fullmatch(one.name)), None)
    if other:
        raise OutputError(
            f"Facts cannot be written to the folder {path}: it holds {other.name}, which would be lost; "
            "name a new folder, or a file that ends in .parquet."
        )


def frame_rows(frame: "pd.DataFrame") -> Iterator[Row]:
    """Yield the rows of a frame of facts as plain Python: None for what is unknown, dates for days."""
    plain = frame.astype(object).where(frame.notna(), None)
    for column in DATE_COLUMNS:
        plain[column] = [value and value.date() for value in plain[column]]
    return plain.itertuples(index=False, name=None)


@contextmanager
def moved_into_place(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose file gets its name when the block has ended well, and vanishes otherwise."""
    real = Path(os.path.realpath(path))
    if not is_file_to_be(path):
        # A device or a pipe is written to; putting a file in its place would break it.
        with in_words(path), real.open("wb") as stream:
            yield stream
        return
    partial = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        with in_words(path):
            with partial.open("wb") as stream:
                yield stream
                settle(stream)
            partial.replace(real)
    finally:
        partial.unlink(missing_ok=True)


def is_file_to_be(path: Path) -> bool:
    """Tell whether a path is a file or a folder, or nothing yet: no device and no pipe."""
    return path.is_file() or path.is_dir() or not path.exists()


def settle(stream: IO[bytes]) -> None:
    """Have what was written on the disk itself, where no power cut takes it away."""
    stream.flush()
    os.fsync(stream.fileno())


def settle_folder(folder: Path) -> None:
    """Have the names of a folder's files on the disk itself; where folders cannot be opened, they are."""
    if os.name != "posix":
        return
    number = os.open(folder, os.O_RDONLY)
    with suppress(OSError):  # some file systems have nothing to settle in a folder
        os.fsync(number)
    os.close(number)


def locked(path: Path, name: Path) -> IO[bytes]:
    """Open a file that no other run has open, as it stands or new; the end of a process opens the lock."""
    while True:
        stream = path.open("r+b" if path.exists() else "w+b")
        if fcntl is None:
            return stream
        try:
            fcntl.flock(stream, fcntl.LOCK_EX | fcntl.LOCK_NB)
            # The run that had it may just have moved it into place.
            if path.exists() and os.path.samestat(os.fstat(stream.fileno()), path.stat()):
                return stream
            stream.close()
        except BlockingIOError:
            stream.close()
            raise OutputError(f"Another run is writing {name}; wait for it, or name another file.") from None
        except OSError:  # a file system without locks
            return stream


@contextmanager
def in_words(path: Path) -> Iterator[None]:
    """Turn what goes wrong in writing a file into a sentence that names it."""
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from None
