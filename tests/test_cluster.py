"""Dask distributed: the same facts as from this machine's processes, whatever happens to a worker."""

import os
import signal
import sys
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

import dask
import pyarrow.parquet as pq
import pytest
import working
from distributed import Client, LocalCluster
from making import Run, write_corpus

from documents import Refusal
from pipeline.cluster import check_dask, on_dask
from pipeline.engines import EngineError, Lost, in_order
from pipeline.extracting import Extraction, extract_to_file
from pipeline.processes import as_for_anyone
from tradefacts.progress import Progress

Command = Callable[..., Run]


@pytest.fixture(scope="module")
def cluster() -> Iterator[Any]:
    """Give a cluster of two worker processes, in which a task is tried twice."""
    with dask.config.set({"distributed.scheduler.allowed-failures": 1}), as_for_anyone():
        cluster = LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            processes=True,
            dashboard_address="127.0.0.1:0",
            silence_logs=60,
        )
    with cluster:
        yield cluster


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give documents of which some are broken and some stand there twice, in many small chunks."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pipeline.reading.CHUNK_BYTES", 600)
    return write_corpus(tmp_path / "corpus.jsonl")


class Counting(Progress):
    """A progress that does something behind the tenth document."""

    def __init__(self, then: Callable[[], None] = lambda: None) -> None:
        super().__init__(shown=False)
        self.refusals: list[str] = []
        self._then = then

    def __call__(self, item: int | Refusal) -> None:
        if isinstance(item, Refusal):
            self.refused += 1
            self.refusals.append(str(item))
        else:
            self.documents += 1
        if self.documents == 10:
            self._then()


def on(cluster: Any) -> Any:
    return partial(on_dask, jobs=2, scheduler=cluster.scheduler_address)


def extracted(corpus: Path, engine: Any, name: str, then: Callable[[], None] = lambda: None) -> Counting:
    progress = Counting(then)
    extract_to_file(Extraction((corpus.name,), engine, progress), Path(name))
    return progress


@pytest.mark.parametrize("ending", ["jsonl", "parquet"])
def test_a_cluster_gives_the_same_file(cluster: Any, corpus: Path, tmp_path: Path, ending: str) -> None:
    here = extracted(corpus, partial(in_order, jobs=1), f"here.{ending}")
    there = extracted(corpus, on(cluster), f"there.{ending}")
    assert (tmp_path / f"there.{ending}").read_bytes() == (tmp_path / f"here.{ending}").read_bytes()
    assert there.refusals == here.refusals
    assert len(there.refusals) == 13


def test_the_result_is_the_same_when_a_worker_is_killed(cluster: Any, corpus: Path, tmp_path: Path) -> None:
    killed: list[int] = []

    def kill() -> None:
        with Client(cluster, set_as_default=False) as client:
            killed.append(next(iter(client.run(os.getpid).values())))
        os.kill(killed[0], signal.SIGKILL)

    extracted(corpus, partial(in_order, jobs=1), "here.jsonl")
    extracted(corpus, on(cluster), "there.jsonl", kill)
    assert killed
    assert (tmp_path / "there.jsonl").read_bytes() == (tmp_path / "here.jsonl").read_bytes()


def test_parts_read_in_order_are_the_local_result(
    cluster: Any, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.formats.ROW_GROUP", 4)
    monkeypatch.setattr("pipeline.formats._GROUPS_IN_PART", 5)
    extracted(corpus, partial(in_order, jobs=1), "here.parquet")
    extracted(corpus, on(cluster), "there")
    parts = sorted((tmp_path / "there").iterdir())
    assert [part.name for part in parts] == [f"part-0000{n}.parquet" for n in range(len(parts))]
    rows = [row for part in parts for row in pq.read_table(part).to_pylist()]
    assert len(parts) > 2
    assert rows == pq.read_table(tmp_path / "here.parquet").to_pylist()
    assert pq.read_table(tmp_path / "there").num_rows == len(rows)


def test_results_are_in_order_and_few_tasks_are_under_way(cluster: Any) -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(60):
            taken.append(number)
            yield number

    results = on(cluster)(working.doubled, tasks())
    assert next(results) == 0
    assert len(taken) <= 8
    assert list(results) == [2 * number for number in range(1, 60)]


def test_a_task_that_no_worker_survives_is_lost(cluster: Any) -> None:
    """Tasks that wait in the same worker may be lost with it; who asked tries each of theirs again, alone."""
    results = list(on(cluster)(working.deadly, range(12)))
    assert isinstance(results[5], Lost)
    assert "2 workers of the cluster were tried" in results[5].reason
    assert [one.task if isinstance(one, Lost) else one for one in results] == list(range(12))


def test_a_cluster_with_another_extractor_is_refused(cluster: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cluster.extractor_version", lambda: "another")
    with pytest.raises(
        EngineError, match=r"has another extractor than its client \(\w{16}, not another\)\. Install"
    ):
        list(on(cluster)(working.doubled, range(8)))


def test_a_worker_that_comes_later_is_asked_too() -> None:
    from pipeline.cluster import _checked, _version

    assert _checked(_version(), working.doubled, 2) == 4
    with pytest.raises(EngineError, match="runs another Python than its client"):
        _checked((_version()[0], "2.7"), working.doubled, 2)


def test_no_scheduler_is_told_of(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("pipeline.cluster._SECONDS", 1)
    engine = partial(on_dask, jobs=1, scheduler="tcp://127.0.0.1:9")
    with pytest.raises(EngineError, match=r"There is no Dask scheduler at tcp://127\.0\.0\.1:9 \("):
        list(engine(working.doubled, range(8)))
    with pytest.raises(EngineError, match="There is no Dask scheduler at nowhere://x"):
        list(on_dask(working.doubled, range(8), jobs=1, scheduler="nowhere://x"))


def test_a_cluster_that_goes_away_ends_the_run_in_one_sentence(
    corpus: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """The scheduler is in this process here; what goes away is what it listens on."""
    with as_for_anyone():
        own = LocalCluster(
            n_workers=1, threads_per_worker=1, dashboard_address="127.0.0.1:0", silence_logs=60
        )
    with pytest.raises(EngineError, match=r"The cluster is gone \(.+\)\."):
        extracted(corpus, on(own), "there.jsonl", own.close)
    own.close()
    assert "Traceback" not in capfd.readouterr().err
    assert not (tmp_path / "there.jsonl").exists()


def test_without_dask_the_command_says_what_to_install(
    run: Command, corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "distributed", None)
    done = run("extract", corpus.name, "--engine", "dask")
    assert (done.status, done.out) == (1, "")
    assert "install it: pip install 'tradefacts[dask]'." in done.err
    with pytest.raises(EngineError):
        check_dask()


@pytest.mark.parametrize(
    ("options", "says"),
    [
        (["--scheduler", "tcp://x:1"], "--scheduler is for --engine dask."),
        (["--engine", "dask", "--scheduler", "tcp://x:1", "--jobs", "2"], "give --jobs or --scheduler"),
        (["--engine", "spark"], "'spark' is none of local, dask."),
    ],
)
def test_a_wrong_choice_of_engine_says_what_is_right(
    run: Command, corpus: Path, options: list[str], says: str
) -> None:
    done = run("extract", corpus.name, *options)
    assert done.status == 2
    assert says in " ".join(done.err.split())


def test_the_command_starts_a_cluster_of_its_own(run: Command, corpus: Path, tmp_path: Path) -> None:
    done = run("extract", corpus.name, "--engine", "dask", "--jobs", 2, "--output", "there.csv")
    assert done.status == 1
    assert done.err.count("\n") == 13
    run("extract", corpus.name, "--output", "here.csv")
    assert (tmp_path / "there.csv").read_bytes() == (tmp_path / "here.csv").read_bytes()
