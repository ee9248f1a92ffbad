"""Worker processes that work on tasks, a few ahead, and give the results in order.

One pipe leads to each worker: a task goes in, its result comes out, and the end of the pipe tells either
side that the other is gone. So a worker that is killed loses its task alone, which another one tries
again, and workers whose main process is killed end by themselves.

Workers come from a fork server that has imported what they need once: a copy of it starts in a few
milliseconds, without the threads, the files and the locks that a copy of this process would have.
"""

import gc
import multiprocessing
import signal
import sys
import traceback
from collections import Counter, deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import chain, islice
from multiprocessing import resource_tracker
from multiprocessing.connection import Connection, wait
from types import ModuleType
from typing import Any, Generic, NamedTuple, TypeVar

from pipeline.engines import EngineError, Lost

T = TypeVar("T")
R = TypeVar("R")

#: Tasks under way for each worker: where one takes long, the others have work for this much longer.
_AHEAD = 4
#: A task is tried this often before it is given up.
_TRIES = 2


class _Task(NamedTuple, Generic[T]):
    number: int
    given: T


def in_processes(work: Callable[[T], R], tasks: Iterable[T], jobs: int) -> Generator[R | Lost[T], None, None]:
    """Yield `work(task)` for each task in order, from at most `jobs` worker processes."""
    waiting = iter(tasks)
    first = list(islice(waiting, jobs))
    pool: _Pool[T, R] = _Pool(work, max(1, len(first)))
    try:
        yield from pool.results(chain(first, waiting))
    finally:
        pool.end()


class _Pool(Generic[T, R]):
    def __init__(self, work: Callable[[T], R], size: int) -> None:
        self._work = work
        self._size = size
        self._workers: list[_Worker] = []
        self._again: deque[_Task[T]] = deque()
        self._taken = 0
        self._deaths: Counter[int] = Counter()
        self._done: dict[int, R | Lost[T]] = {}

    def results(self, tasks: Iterable[T]) -> Iterator[R | Lost[T]]:
        waiting = (_Task(number, given) for number, given in enumerate(tasks))
        told = 0
        while True:
            self._hand_out(waiting, told + _AHEAD * self._size)
            if told in self._done:
                yield self._done.pop(told)
                told += 1
                self._collect(0)
            elif any(worker.task for worker in self._workers):
                self._collect(None)
            elif not self._again:
                return

    def end(self) -> None:
        """End all workers at once; none of them holds anything that is not worked on again."""
        for worker in self._workers:
            worker.end()

    def _hand_out(self, waiting: Iterator[_Task[T]], until: int) -> None:
        """Give each idle worker a task, as long as the task's number is below `until`."""
        while len(self._workers) < self._size:
            self._workers.append(_Worker(self._work))
        for worker in [one for one in self._workers if not one.task]:
            task = self._next(waiting, until)
            if task is None:
                return
            worker.give(task)

    def _next(self, waiting: Iterator[_Task[T]], until: int) -> _Task[T] | None:
        if self._again:
            return self._again.popleft()
        if self._taken >= until:
            return None
        task = next(waiting, None)
        self._taken += task is not None
        return task

    def _collect(self, seconds: float | None) -> None:
        """Take in what workers have ready, waiting for the first of it as long as is said."""
        busy = {worker.connection: worker for worker in self._workers if worker.task}
        for connection in wait(list(busy), seconds):
            worker = busy[connection]
            try:
                kind, told = worker.connection.recv()
            except (EOFError, OSError):
                self._bury(worker)
                continue
            if kind == _READY:
                worker.send()
            elif kind == _FAILED:
                raise RuntimeError(f"a worker failed:\n{told}")
            else:
                self._done[worker.take().number] = told

    def _bury(self, worker: "_Worker") -> None:
        """Let another worker try the task of one that died."""
        self._workers.remove(worker)
        task, how = worker.take(), worker.how_it_ended()
        if not worker.is_ready:
            raise EngineError(
                f"A worker process could not be started: it {how}. Try again with --jobs 1, which needs none."
            )
        self._deaths[task.number] += 1
        if self._deaths[task.number] < _TRIES:
            self._again.append(task)
        else:
            reason = f"{_TRIES} worker processes were tried, and the last of them {how}"
            self._done[task.number] = Lost(task.given, reason)


_READY, _DONE, _FAILED = "ready", "done", "failed"


class _Worker:
    """A process, the pipe to it, and the task that it has."""

    def __init__(self, work: Callable[[Any], Any]) -> None:
        context = _context()
        self.connection, theirs = context.Pipe()
        self.task: _Task[Any] | None = None
        self.is_ready = False
        self._process = context.Process(target=_serve, args=(theirs, work), daemon=True)
        with as_for_anyone():
            self._process.start()
        # The pipe ends when the worker does only if nobody else holds its other end.
        theirs.close()

    def give(self, task: _Task[Any]) -> None:
        self.task = task
        if self.is_ready:
            self.send()

    def send(self) -> None:
        """Send the task that was given; a worker that has died is noticed where its answer is awaited."""
        self.is_ready = True
        with suppress(OSError):
            self.connection.send(self._task().given)

    def take(self) -> _Task[Any]:
        """Return the task that is done with, or was lost; the worker has none then."""
        task, self.task = self._task(), None
        return task

    def how_it_ended(self) -> str:
        self.connection.close()
        self._process.join()
        code = self._process.exitcode or 0
        if code >= 0:
            return f"ended with status {code}"
        short_of_memory = ", perhaps for want of memory" if -code == signal.SIGKILL else ""
        return f"was ended by {signal.Signals(-code).name}{short_of_memory}"

    def end(self) -> None:
        self._process.kill()
        self._process.join()
        self._process.close()
        self.connection.close()

    def _task(self) -> _Task[Any]:
        assert self.task is not None
        return self.task


def _serve(pipe: Connection, work: Callable[[Any], Any]) -> None:
    """Be a worker: work on what comes through the pipe until the pipe ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all; the main process ends the others
    gc.freeze()  # what has been imported is no garbage, and is not looked at again
    try:
        pipe.send((_READY, None))
        while True:
            task = pipe.recv()
            try:
                answer = _DONE, work(task)
            except Exception:
                answer = _FAILED, traceback.format_exc()
            pipe.send(answer)
    except (EOFError, OSError):
        return  # nobody waits for the results any more


def _context() -> Any:
    """Return what processes are started by: a fork server, or anew where there is none."""
    if "forkserver" not in multiprocessing.get_all_start_methods():
        return multiprocessing.get_context("spawn")
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["pipeline.work", "extraction"])
    return context


@contextmanager
def as_for_anyone() -> Iterator[None]:
    """Start processes that know nothing of the program that starts them, and that Ctrl-C does not reach.

    They would import the program's main module, which costs time and may do anything; and Ctrl-C goes to
    every process of a terminal, which would each end with a traceback.
    """
    main = sys.modules["__main__"]
    sys.modules["__main__"] = ModuleType("__main__")
    mask = getattr(signal, "pthread_sigmask", None)  # processes are started with the mask of this one
    if mask:
        resource_tracker.ensure_running()  # it would lift the mask when it is started with the first of them
    before = mask(signal.SIG_BLOCK, [signal.SIGINT]) if mask else None
    try:
        yield
    finally:
        sys.modules["__main__"] = main
        if mask:
            mask(signal.SIG_SETMASK, before)
