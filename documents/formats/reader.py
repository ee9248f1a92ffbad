"""A process that makes texts of files, so that no file can take this one's memory, its time or its life.

PDF, Word and HTML are read by large libraries, in C for the most part, and the files come from anywhere. So
they are read by a process of their own, one for each process that reads documents, which is started with the
first such file and goes on to the next. It may have so much memory, and so much time for a file or a page of
it; when it dies, hangs or fails, the file is refused and the next one gets a new process. What it answers is
JSON and is taken for data, not for something to be trusted.

    to the reader      its kind, then its bytes
    from the reader    {"alive": true} while it works, then {"made": [...]} or {"refused": "..."}
"""

import atexit
import json
import os
import subprocess
import sys
import threading
from contextlib import suppress
from multiprocessing import Pipe
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from documents.errors import DocumentError
from documents.formats.made import Made
from documents.limits import most_memory, most_seconds

#: What the first answer takes longer: the process is started.
_STARTING = 20


def read_apart(name: str, kind: str, data: bytes) -> list[Made]:
    """Return what is made of a file's bytes, by a process of its own; `name` is what an error calls it.

    Raises DocumentError where nothing can be made of them, and where it takes too much time or memory.
    """
    with _LOCK:
        global _reader
        if _reader is None or not _reader.is_alive():
            end_reader()
            _reader = _Reader()
        try:
            return _reader.read(name, kind, data)
        except _LostError as lost:
            end_reader()
            raise DocumentError(name, str(lost)) from None


def end_reader() -> None:
    """End the process; the next file starts another."""
    global _reader
    if _reader is not None:
        _reader.end()
        _reader = None


class _LostError(Exception):
    """The process did not answer; the message is a reason."""


class _Reader:
    """The process, and the pipe to it."""

    def __init__(self) -> None:
        self._pipe, theirs = Pipe()
        self._allowed = _STARTING
        # -P: a folder of the user's that is called `documents` is none of our modules.
        command = [sys.executable, "-P", "-m", "documents.formats.making", str(theirs.fileno())]
        surroundings = dict(os.environ)
        told = surroundings.get("PYTHONPATH", "")
        paths = [*([told] if told else []), *(path or str(Path.cwd()) for path in sys.path)]
        self._process = subprocess.Popen(
            command,
            env={**surroundings, "PYTHONPATH": os.pathsep.join(paths)},
            pass_fds=[theirs.fileno()],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,  # Ctrl-C is for the process that waits for this one
        )
        theirs.close()
        self._owner = os.getpid()

    def is_alive(self) -> bool:
        """Tell whether it can be asked; a process that was forked from the owner needs one of its own."""
        return self._owner == os.getpid() and self._process.poll() is None

    def read(self, name: str, kind: str, data: bytes) -> list[Made]:
        try:
            self._pipe.send_bytes(json.dumps([kind, most_memory()]).encode())
            self._pipe.send_bytes(data)
            told = self._answer()
        except (EOFError, OSError):
            raise _LostError(self._how_it_ended()) from None
        if refused := told.get("refused"):
            raise DocumentError(name, str(refused))
        try:
            return [Made.from_json(one) for one in told["made"]]
        except (KeyError, TypeError, ValueError):
            raise _LostError("it cannot be read (its reader gave no answer that makes sense)") from None

    def _answer(self) -> dict[str, Any]:
        """Return the last answer; each sign of life gives the process its time anew."""
        while True:
            seconds = most_seconds()
            if not self._pipe.poll(seconds + self._allowed):
                raise _LostError(
                    f"it takes longer than {seconds} seconds to be read, which no document should; "
                    "save it anew, or raise TRADEFACTS_MAX_SECONDS"
                )
            told = json.loads(self._pipe.recv_bytes())
            self._allowed = 0
            if not isinstance(told, dict):
                raise EOFError
            if "alive" not in told:
                return told

    def _how_it_ended(self) -> str:
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(1)
        megabytes = most_memory() // 1_000_000
        return (
            f"it is broken, or takes more than {megabytes} MB of memory to be read; save it anew, or raise "
            "TRADEFACTS_MAX_MEMORY_MB"
        )

    def end(self) -> None:
        if self._owner == os.getpid():
            self._process.kill()
            self._process.wait()
        self._pipe.close()


_LOCK = threading.Lock()
_reader: _Reader | None = None
atexit.register(end_reader)


def serve(pipe: Connection) -> None:
    """Be the process: make texts of what comes through the pipe until the pipe ends."""
    from documents.formats.making import make

    with suppress(EOFError, OSError):
        while True:
            kind, memory = json.loads(pipe.recv_bytes())
            _limit(memory)
            data = pipe.recv_bytes()
            pipe.send_bytes(b'{"alive": true}')  # it has started, and its time begins
            pipe.send_bytes(
                json.dumps(make(kind, data, lambda: pipe.send_bytes(b'{"alive": true}'))).encode()
            )


def _limit(memory: int) -> None:
    """Have no more memory than this: what asks for more fails, and the file is refused."""
    import resource

    _, most = resource.getrlimit(resource.RLIMIT_DATA)
    soft = memory if most == resource.RLIM_INFINITY else min(memory, most)
    resource.setrlimit(resource.RLIMIT_DATA, (soft, most))
