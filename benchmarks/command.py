"""The `tradefacts` command in a process of its own: how long it and its children take, what they hold."""

import os
import resource
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

import psutil

from benchmarks.timing import Taken

#: Seconds between two looks at the memory: at first so few that the shortest run is seen, then so many.
_FIRST, _EVERY = 0.01, 0.2
_HAS_PROPORTIONAL = sys.platform == "linux"


class CommandError(Exception):
    """The command failed; the message is what it said."""


class Memory(NamedTuple):
    """Bytes that several processes hold.

    `resident` counts what they share once for each of them, `proportional` once in all, where the system
    tells it (Linux); elsewhere both are the same.
    """

    resident: int
    proportional: int

    def or_more(self, other: "Memory") -> "Memory":
        """Return the larger of each."""
        return Memory(max(self.resident, other.resident), max(self.proportional, other.proportional))


class Watched(NamedTuple):
    """What a run took, the most that its processes held at a time, and whether it ended before its time."""

    taken: Taken
    held: Memory
    whole: bool


def as_users_have_it() -> dict[str, str]:
    """Return the environment of a run: with compiled modules kept, as they are wherever it is installed."""
    return {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}


def run(arguments: Sequence[str | Path]) -> Taken:
    """Run the command and wait for it; raise CommandError where it fails."""
    return watched(arguments, every=None).taken


def watched(
    arguments: Sequence[str | Path], *, every: float | None = _EVERY, longest: float | None = None
) -> Watched:
    """Run the command and look at its processes' memory every so many seconds; end it after `longest`.

    CPU time is that of the command and of the children that it waited for.
    """
    before, start = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    with tempfile.TemporaryFile() as told:
        process = psutil.Popen(
            [sys.executable, "-m", "tradefacts", *map(str, arguments)],
            env=as_users_have_it(),
            stdout=subprocess.DEVNULL,
            stderr=told,
        )
        held, whole = _watch(process, every, longest)
        told.seek(0)
        if whole and process.returncode:
            raise CommandError(told.read().decode(errors="replace").strip() or f"exit {process.returncode}")
    wall, after = time.perf_counter() - start, resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return Watched(Taken(wall, cpu), held, whole)


def _watch(process: psutil.Popen, every: float | None, longest: float | None) -> tuple[Memory, bool]:
    """Wait for a process; return the most that its tree held, and whether it ended by itself."""
    most = Memory(0, 0)
    wait = every and min(_FIRST, every)
    end = time.monotonic() + longest if longest else None
    while True:
        try:
            process.wait(timeout=wait)
            return most, True
        except psutil.TimeoutExpired:
            most = most.or_more(_held(process))
            wait = every and min(2 * (wait or every), every)
        if end and time.monotonic() > end:
            _end(process)
            return most, False


def _held(process: psutil.Process) -> Memory:
    resident = proportional = 0
    for one in _tree(process):
        with suppress(psutil.Error, OSError):
            told = one.memory_full_info() if _HAS_PROPORTIONAL else one.memory_info()
            resident += told.rss
            proportional += getattr(told, "pss", told.rss)
    return Memory(resident, proportional)


def _tree(process: psutil.Process) -> list[psutil.Process]:
    with suppress(psutil.Error):
        return [process, *process.children(recursive=True)]
    return []


def _end(process: psutil.Popen) -> None:
    """End a process and its children, as Ctrl-C does."""
    workers = _tree(process)[1:]
    process.send_signal(signal.SIGINT)
    try:
        process.wait(timeout=20)
    except psutil.TimeoutExpired:
        process.kill()
        process.wait()
    for one in workers:
        with suppress(psutil.Error):
            one.kill()
