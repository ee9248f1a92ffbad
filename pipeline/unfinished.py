"""A file that is being written, piece by piece, and what is done of it: an interrupted run goes on there.

    .facts.csv.unfinished   the pieces that were written
    .facts.csv.journal      how far they are good, and which documents they came of
    facts.csv               only there when it is whole

The journal is lines of a checksum and JSON: the first says what the run was asked for, each other one what
became of some documents and where the pieces end behind them. Pieces are on the disk itself before the
journal counts them, so that whatever ends a run (a signal, a power cut, a full disk) the journal's whole
lines are true; what stands behind them is thrown away and done again.
"""

import json
import os
import shutil
import time
import zlib
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import IO, Any

from pipeline.formats import Format
from pipeline.interrupts import Held
from pipeline.output import OutputError, in_words, locked, settle, settle_folder

#: Waiting for the disk takes a while, so it is done once in so many seconds. Not more than that is lost.
_COMMIT_SECONDS = 1.0

#: What a run was asked for, by the name that a sentence calls it by. Another one does not continue it.
Key = dict[str, Any]


@dataclass(slots=True)
class Done:
    """How far a run has come: documents of the input, of which some were refused, and their facts."""

    items: int = 0
    refused: int = 0
    facts: int = 0
    #: Bytes of the input.
    read: int = 0
    #: Bytes of the pieces.
    written: int = 0

    @property
    def documents(self) -> int:
        """The documents that were read."""
        return self.items - self.refused

    def add(self, ids: list[str | None], facts: int, read: int, written: int) -> None:
        """Count some more documents; `ids` has None for each that was refused."""
        self.items += len(ids)
        self.refused += ids.count(None)
        self.facts += facts
        self.read += read
        self.written += written


class Unfinished:
    """The pieces of a file and their journal, to be used in a `with` statement.

    `key` is what the run was asked for; without one nothing is kept of a run that is interrupted.
    Raises OutputError where the file cannot be written, another run is writing it, or `resume` is asked
    for and the interrupted run was asked for something else.
    """

    def __init__(self, path: Path, form: Format, key: Key | None, *, resume: bool = False) -> None:
        self.done = Done()
        self.is_finished = False
        self._name = path
        self._real = Path(os.path.realpath(path))
        self._pieces_path = self._real.with_name(f".{self._real.name}.unfinished")
        self._journal_path = self._real.with_name(f".{self._real.name}.journal")
        self._form = form
        self._key = key
        self._waiting: list[bytes] = []
        self._journal: IO[bytes] | None = None
        self._committed = time.monotonic()
        with in_words(path):
            there = self._pieces_path.exists() and self._journal_path.exists()
            self._pieces = locked(self._pieces_path, path)
            try:
                if there and resume:
                    self._go_on()
                else:
                    self._begin()
            except BaseException:
                self._pieces.close()
                raise

    def __enter__(self) -> "Unfinished":
        return self

    def __exit__(self, *_: object) -> None:
        """Keep what can be continued, and nothing else."""
        if not self._pieces.closed and not self.is_kept:
            self._pieces_path.unlink(missing_ok=True)
        self._close()

    @property
    def is_kept(self) -> bool:
        """Whether the run can be continued from what is on the disk."""
        return self._journal is not None

    def ids(self) -> Iterator[str | None]:
        """Yield the ids of the documents that were done with before, in order; None where one was refused."""
        if self._journal is not None:
            for told in islice(_lines(self._journal_path), 1, None):
                yield from told["ids"]

    def add(self, data: bytes, ids: list[str | None], facts: int, read: int) -> None:
        """Append a piece with what it came of."""
        with in_words(self._name):
            self._pieces.write(data)
            self.done.add(ids, facts, read, len(data))
            self._waiting.append(_line({"ids": ids, "facts": facts, "read": read, "written": len(data)}))
            if time.monotonic() - self._committed > _COMMIT_SECONDS:
                self.commit()

    def commit(self) -> None:
        """Have all that was added on the disk, and then in the journal."""
        if self._key is None or not self._waiting:
            return
        with in_words(self._name):
            settle(self._pieces)
            if self._journal is None:
                self._journal = self._journal_path.open("xb")
                self._waiting.insert(0, _line(self._key))
            self._journal.write(b"".join(self._waiting))
            settle(self._journal)
            if self._journal.tell() == sum(map(len, self._waiting)):
                settle_folder(self._real.parent)
        self._waiting.clear()
        self._committed = time.monotonic()

    def finish(self, held: Held) -> None:
        """Move the whole file into place, and keep nothing else; `held` holds interrupts back meanwhile."""
        with in_words(self._name):
            settle(self._pieces)
            whole = self._made_whole()
            with held():
                _put(whole, self._real)
                self._journal_path.unlink(missing_ok=True)
                self._pieces_path.unlink(missing_ok=True)
                self.is_finished = True
                self._close()

    def drop(self) -> None:
        """Leave nothing behind: there is nothing to write, or to continue."""
        self._journal_path.unlink(missing_ok=True)
        self._pieces_path.unlink(missing_ok=True)
        self._close()

    def _made_whole(self) -> Path:
        """Return the path of the whole file: the pieces themselves, or what is made of them."""
        if self._form.pieces_are_the_file:
            return self._pieces_path
        whole = self._real.with_name(f".{self._real.name}.part")
        with self._pieces_path.open("rb") as pieces:
            self._form.finish(pieces, whole)
        for path in [whole] if whole.is_file() else [*whole.iterdir()]:
            with path.open("rb") as stream:
                os.fsync(stream.fileno())
        return whole

    def _begin(self) -> None:
        """Start anew; the journal goes first, since it must never count what is not there."""
        self._journal_path.unlink(missing_ok=True)
        settle_folder(self._real.parent)
        self._pieces.truncate(0)
        self.done.written = self._pieces.write(self._form.head())

    def _go_on(self) -> None:
        """Take up an interrupted run: throw away what the journal does not count."""
        lines = _lines(self._journal_path)
        first = next(lines, None)
        if first is None:  # it was interrupted when it had nothing to count yet
            return self._begin()
        self._check_key(first)
        end = first["end"]
        self.done.written = len(self._form.head())
        for told in lines:
            self.done.add(told["ids"], told["facts"], told["read"], told["written"])
            end = told["end"]
        if self._pieces.seek(0, os.SEEK_END) < self.done.written:
            raise self._refused("a part of what it had written is gone")
        self._journal = self._journal_path.open("ab")
        self._journal.truncate(end)
        self._pieces.truncate(self.done.written)
        self._pieces.seek(0, os.SEEK_END)

    def _check_key(self, first: dict[str, Any]) -> None:
        """Refuse to go on with a run that was asked for something else."""
        asked: Key = json.loads(json.dumps(self._key))
        changed = [name for name in asked if first.get(name) != asked[name]]
        if changed:
            verb = "has" if len(changed) == 1 and not changed[0].endswith("s") else "have"
            raise self._refused(f"{' and '.join(changed)} {verb} changed since")

    def _refused(self, why: str) -> OutputError:
        return OutputError(
            f"The interrupted run of {self._name} cannot be continued: {why}. "
            "Leave out --resume to start from the beginning."
        )

    def _close(self) -> None:
        # A buffer that the disk has no room for fails once more here, after it was told.
        for stream in (self._pieces, self._journal):
            if stream:
                with suppress(OSError):
                    stream.close()


def _put(whole: Path, real: Path) -> None:
    """Give what is whole its name; a folder that has the name already goes when the new one is there."""
    if not real.is_dir():
        whole.replace(real)
        return settle_folder(real.parent)
    before = real.with_name(f".{real.name}.before")
    if before.exists():
        shutil.rmtree(before)
    real.rename(before)
    whole.rename(real)
    settle_folder(real.parent)
    shutil.rmtree(before)


def _line(told: dict[str, Any]) -> bytes:
    line = json.dumps(told).encode()
    return b"%08x %b\n" % (zlib.crc32(line), line)


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what the whole lines of a journal say, each with the byte at which it ends as `end`."""
    with path.open("rb") as lines:
        end = 0
        for line in lines:
            checksum, _, told = line.rstrip(b"\n").partition(b" ")
            if not line.endswith(b"\n") or checksum != b"%08x" % zlib.crc32(told):
                return
            end += len(line)
            yield json.loads(told) | {"end": end}
