"""An engine maps tasks to results, in their order: in this process, in several, or on a cluster.

    in_order          the local engine: one process, or several (`processes`)
    cluster.on_dask   the same on Dask distributed

Whatever the engine and the number of its workers, the results are the same. At most a few tasks a
worker are under way, so that memory stays bounded. A task that its worker does not survive comes back
as Lost, in its place.
"""

import os
from collections.abc import Callable, Generator, Iterable
from dataclasses import dataclass
from itertools import chain, islice
from typing import Generic, TypeVar

from schemas.errors import TradefactsError

T = TypeVar("T")
R = TypeVar("R")

#: Starting workers takes longer than working on this many tasks of the usual size.
_FEW = 4


class EngineError(TradefactsError):
    """Work cannot be sent to where it should be done; the message is a sentence."""


@dataclass(frozen=True, slots=True)
class Lost(Generic[T]):
    """A task that ended its worker each time it was tried, and how that ended."""

    task: T
    reason: str


#: Work on each task; yield the results in the order of the tasks.
Engine = Callable[[Callable[[T], R], Iterable[T]], Generator[R | Lost[T], None, None]]


def in_order(work: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Generator[R | Lost[T], None, None]:
    """Yield `work(task)` for each task, in order, from `jobs` worker processes.

    Where there is one job, or hardly a task, all is done in this process. `work` is a function that can
    be pickled, and so are tasks and results. Closing the generator ends the workers at once.
    """
    waiting = iter(tasks)
    first = list(islice(waiting, _FEW + 1)) if jobs > 1 else []
    tasks = chain(first, waiting)
    if len(first) <= _FEW:
        yield from map(work, tasks)
    else:
        from pipeline.processes import in_processes

        yield from in_processes(work, tasks, jobs)


def one_by_one(work: Callable[[list[T]], R], lost: Lost[list[T]]) -> Generator[R | Lost[list[T]], None, None]:
    """Yield `work([item])` for each item of a lost task, so that only the one to blame is lost."""
    from pipeline.processes import in_processes

    yield from in_processes(work, ([item] for item in lost.task), jobs=1)


def jobs_for(asked: int | None) -> int:
    """Return the number of worker processes: what was asked for, or the cores that this process may use."""
    if asked is not None:
        return asked
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
