"""The same engine on a cluster: Dask distributed, one that runs already or one that is started here.

Chunks travel inside their tasks, so that the scheduler can give them to another worker where one is lost;
files of object storage are fetched by the workers. Results come back in order, a few for each thread of
the cluster under way.
"""

import logging
import sys
import time
from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import contextmanager, suppress
from itertools import islice
from typing import Any, TypeVar

from pipeline.engines import EngineError, Lost
from pipeline.processes import as_for_anyone
from pipeline.version import extractor_version

T = TypeVar("T")
R = TypeVar("R")

#: Tasks under way for each thread of the cluster, and how often its threads are counted.
_AHEAD = 4
_COUNTED_EVERY = 5.0
#: How long a scheduler, and then its first worker, is waited for.
_SECONDS = 30

#: What has to be the same here and there for the results to be the same: the extractor, Python.
_Version = tuple[str, str]


def on_dask(
    work: Callable[[T], R], tasks: Iterable[T], *, jobs: int, scheduler: str | None = None
) -> Generator[R | Lost[T], None, None]:
    """Yield `work(task)` for each task in order, from the workers of a cluster.

    `scheduler` is the address of one that runs; without it one with `jobs` worker processes is started
    here, and ended at the end. A task that several workers did not survive is Lost. Raises EngineError
    where Dask is not installed, the cluster cannot be reached or goes away, or a worker has another
    extractor or Python than this process.
    """
    with _client(jobs, scheduler) as client:
        _check_versions(client)
        under_way: deque[tuple[T, Any]] = deque()
        waiting = iter(tasks)
        room = _Room(client)
        try:
            while True:
                for task in islice(waiting, max(0, room.now() - len(under_way))):
                    given = client.submit(_checked, _version(), work, task, pure=False, retries=0)
                    under_way.append((task, given))
                if not under_way:
                    return
                task, given = under_way.popleft()
                yield _result(task, given)
        finally:
            with suppress(Exception):
                client.cancel([given for _, given in under_way], force=True)


def check_dask() -> None:
    """Raise EngineError where Dask is not installed."""
    try:
        import distributed  # noqa: F401
    except ImportError:
        raise EngineError(
            "--engine dask needs Dask, which is not installed; install it: pip install 'tradefacts[dask]'."
        ) from None


class _Room:
    """How many tasks may be under way; workers come and go."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self._room = 0
        self._counted = 0.0

    def now(self) -> int:
        if not self._room or time.monotonic() - self._counted > _COUNTED_EVERY:
            threads = sum(self._client.nthreads().values())
            self._room, self._counted = _AHEAD * max(1, threads), time.monotonic()
        return self._room


@contextmanager
def _client(jobs: int, scheduler: str | None) -> Iterator[Any]:
    check_dask()
    from distributed import Client

    _silence_dask()
    with _own_cluster(jobs) if scheduler is None else _nothing() as own:
        try:
            client = Client(own or scheduler, timeout=_SECONDS, set_as_default=False)
        except (OSError, ValueError, TypeError, TimeoutError) as error:
            raise EngineError(
                f"There is no Dask scheduler at {scheduler} ({_told(error)}); "
                "give an address like tcp://host:8786 with --scheduler."
            ) from None
        try:
            yield client
        finally:
            client.close(timeout=5)


def _silence_dask() -> None:
    """Leave it to this module to tell of workers that were lost: Dask does it with tracebacks."""
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] == "distributed":
            logging.getLogger(name).setLevel(logging.CRITICAL + 1)


@contextmanager
def _nothing() -> Iterator[None]:
    yield None


@contextmanager
def _own_cluster(jobs: int) -> Iterator[Any]:
    from distributed import LocalCluster

    with as_for_anyone():
        cluster = LocalCluster(
            n_workers=jobs,
            threads_per_worker=1,
            processes=True,
            host="127.0.0.1",
            dashboard_address="127.0.0.1:0",
            silence_logs=logging.CRITICAL,
        )
    try:
        yield cluster
    finally:
        cluster.close(timeout=10)


def _check_versions(client: Any) -> None:
    """Refuse a cluster in which any worker would read otherwise than this process."""
    try:
        client.wait_for_workers(1, timeout=_SECONDS)
        found: dict[str, Any] = client.run(_version, on_error="return")
    except (OSError, TimeoutError) as error:
        raise EngineError(f"The cluster has no worker that answers ({_told(error)}).") from None
    for worker, version in found.items():
        if version != _version():
            raise EngineError(f"The worker {worker} {_other(version, _version())} {_WAY_OUT}")


_WAY_OUT = "Install the same Tradefacts for the same Python on all workers as here."


def _other(version: object, wanted: _Version) -> str:
    """Say what is wrong with what a worker answered."""
    if isinstance(version, Exception):
        return f"cannot run Tradefacts ({_told(version)})."
    if not isinstance(version, tuple) or version[1:] != wanted[1:]:
        return f"runs another Python than its client ({version!r}, not {wanted!r})."
    return f"has another extractor than its client ({version[0]}, not {wanted[0]})."


def _version() -> _Version:
    return extractor_version(), f"{sys.version_info.major}.{sys.version_info.minor}"


def _checked(version: _Version, work: Callable[[T], R], task: T) -> R:
    """Be the task of a worker, which may have come after the others were asked what they are."""
    if version != _version():
        raise EngineError(f"A worker {_other(_version(), version)} {_WAY_OUT}")
    return work(task)


def _result(task: T, given: Any) -> Any:
    """Return the result of a task, or that it was lost; say what happened to the cluster where it is gone."""
    from concurrent.futures import CancelledError

    from distributed import KilledWorker
    from distributed.client import FutureCancelledError

    try:
        return given.result()
    except KilledWorker as error:
        deaths = getattr(error, "allowed_failures", 3) + 1
        return Lost(task, f"{deaths} workers of the cluster were tried, and did not survive it")
    except (CancelledError, FutureCancelledError, OSError, TimeoutError) as error:
        reason = getattr(error, "reason", None) or _told(error)
        raise EngineError(f"The cluster is gone ({reason}).") from None


def _told(error: Exception) -> str:
    return f"{type(error).__name__}: {error}".splitlines()[0].removesuffix(": ").rstrip(".")
