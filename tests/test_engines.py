"""Worker processes: results in order, few tasks under way, and nothing hangs when a process dies."""

import json
import multiprocessing
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path
from types import ModuleType

import pytest
import working
from making import eventually

from documents import Raw, Refusal
from pipeline.engines import EngineError, Lost, in_order, jobs_for
from pipeline.processes import in_processes
from pipeline.reading import items, read_each, read_facts, readings
from schemas.records import Reading


@pytest.mark.parametrize("jobs", [1, 2, 3])
def test_results_come_in_the_order_of_the_tasks(jobs: int) -> None:
    assert list(in_order(working.doubled, range(50), jobs)) == [2 * number for number in range(50)]
    assert list(in_order(working.slow_at_first, range(9), jobs)) == list(range(9))


def test_the_work_is_shared() -> None:
    workers = set(in_order(working.own_process, range(30), 2))
    assert os.getpid() not in workers
    assert len(workers) == 2


def test_few_tasks_stay_in_this_process() -> None:
    assert set(in_order(working.own_process, range(4), 8)) == {os.getpid()}
    assert set(in_order(working.own_process, range(100), 1)) == {os.getpid()}
    assert list(in_order(working.doubled, [], 8)) == []


def test_only_a_few_tasks_are_under_way() -> None:
    taken: list[int] = []

    def tasks() -> Iterator[int]:
        for number in range(1000):
            taken.append(number)
            yield number

    with closing(in_order(working.doubled, tasks(), 2)) as results:
        for told, _ in enumerate(results, start=1):
            assert len(taken) <= told + 12
            if told == 300:
                break


def test_a_task_whose_worker_dies_is_tried_again(tmp_path: Path) -> None:
    work = partial(working.deadly_once, tmp_path / "marker")
    assert list(in_order(work, range(20), 2)) == list(range(20))
    assert (tmp_path / "marker").exists()


def test_a_task_that_no_worker_survives_is_lost_alone() -> None:
    results = list(in_order(working.deadly, range(20), 2))
    lost = results[5]
    assert results == [*range(5), lost, *range(6, 20)]
    assert isinstance(lost, Lost)
    assert lost.task == 5
    assert "SIGKILL, perhaps for want of memory" in lost.reason


def test_a_fault_in_the_work_is_raised_with_where_it_was() -> None:
    with pytest.raises(RuntimeError, match="ZeroDivisionError"):
        list(in_order(working.failing, range(20), 2))
    assert multiprocessing.active_children() == []


def test_workers_that_cannot_start_end_the_run(monkeypatch: pytest.MonkeyPatch) -> None:
    only_here = ModuleType("only_here")
    exec("def work(number): return number", vars(only_here))
    monkeypatch.setitem(sys.modules, "only_here", only_here)
    with pytest.raises(EngineError, match=r"could not be started: it ended with status 1\. Try again with"):
        list(in_processes(only_here.work, range(20), 2))


def test_no_worker_outlives_its_results() -> None:
    results = in_order(working.doubled, range(1000), 2)
    assert next(results) == 0
    assert len(multiprocessing.active_children()) == 2
    results.close()
    assert multiprocessing.active_children() == []


def test_workers_end_with_a_main_process_that_is_killed(tmp_path: Path) -> None:
    lines = [
        "import functools, pathlib, working",
        "from pipeline.engines import in_order",
        f"work = functools.partial(working.telling, pathlib.Path({str(tmp_path)!r}))",
        "list(in_order(work, range(100000), 2))",
    ]
    paths = os.pathsep.join([*sys.path, str(Path(__file__).parent)])
    main = subprocess.Popen([sys.executable, "-c", "\n".join(lines)], env={**os.environ, "PYTHONPATH": paths})
    eventually(lambda: len(list(tmp_path.iterdir())) == 2)
    main.kill()
    main.wait()
    eventually(lambda: not any(is_alive(int(path.name)) for path in tmp_path.iterdir()))


def is_alive(number: int) -> bool:
    try:
        os.kill(number, 0)
    except ProcessLookupError:
        return False
    stat = Path(f"/proc/{number}/stat")
    return not stat.exists() or stat.read_text().rpartition(")")[2].split()[0] != "Z"


def test_jobs_are_the_cores_that_may_be_used() -> None:
    assert jobs_for(3) == 3
    assert 1 <= jobs_for(None) <= (os.cpu_count() or 1)


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give documents of which some are broken and some stand there twice, in many small chunks."""
    monkeypatch.setattr("pipeline.reading.CHUNK_BYTES", 500)
    path = tmp_path / "corpus.jsonl"
    texts = [
        {"id": f"d{n % 37}", "text": f"Exports to Russia fell by {n}% in January."} for n in range(1, 60)
    ]
    lines = [json.dumps(text) for text in texts]
    lines[20] = "{"
    path.write_text("\n".join(lines))
    return path


@pytest.mark.parametrize("jobs", [1, 2])
def test_readings_are_the_same_from_any_number_of_processes(corpus: Path, jobs: int) -> None:
    sizes: list[int] = []
    read = list(readings([corpus], work=read_each, jobs=jobs, read=sizes.append))
    assert read == list(read_facts([corpus]))
    assert sum(isinstance(one, Reading) for one in read) == 37
    assert sum(isinstance(one, Refusal) for one in read) == 22
    assert sum(sizes) == pytest.approx(corpus.stat().st_size, abs=10)


@pytest.mark.parametrize("jobs", [1, 2])
def test_readings_may_be_anything_that_is_made_of_documents(corpus: Path, jobs: int) -> None:
    made = list(readings([corpus], work=working.lengths, jobs=jobs))
    assert [one for one in made if isinstance(one, int)] == [
        len(one.document.text) for one in read_facts([corpus]) if isinstance(one, Reading)
    ]


def test_a_document_that_no_worker_survives_is_refused_alone(corpus: Path) -> None:
    lines = corpus.read_text().splitlines()
    lines[3] = json.dumps({"id": "x", "text": "A deadly 5%."})
    corpus.write_text("\n".join(lines))
    read = list(readings([corpus], work=working.deadly_text, jobs=2))
    assert len(read) == 59
    assert isinstance(read[3], Refusal)
    assert "line 4: 2 worker processes were tried, and the last of them was ended by SIGKILL" in str(read[3])
    assert all(isinstance(one, Reading) for one in read[:20] if one is not read[3])


@pytest.mark.parametrize("jobs", [1, 2])
def test_small_files_of_a_storage_are_fetched_by_the_workers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, jobs: int
) -> None:
    for number in range(30):
        (tmp_path / f"a{number:02}.txt").write_text(f"Exports to Russia fell by {number}% in January.")
    (tmp_path / "broken.txt").write_bytes(b"\0")
    (tmp_path / "large.txt").write_text("Exports fell by 5% in May. " * 100)
    monkeypatch.setattr("pipeline.reading._NEAR", ())
    monkeypatch.setattr("pipeline.reading.FETCHED_BYTES", 1000)
    monkeypatch.setattr("pipeline.reading.CHUNK_BYTES", 100)
    source = f"file://{tmp_path}"
    kinds = [type(item).__name__ for item in items([source])]
    assert kinds == ["Unread"] * 31 + ["Raw"]
    sizes: list[int] = []
    assert list(readings([source], work=read_each, jobs=jobs, read=sizes.append)) == list(
        read_facts([source])
    )
    assert sum(sizes) == sum(path.stat().st_size for path in tmp_path.iterdir())


def test_storage_of_one_process_is_read_by_that_one(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Exports fell by 5% in May.")
    for source in (tmp_path, f"file://{tmp_path}", f"local://{tmp_path}"):
        assert [type(item) for item in items([str(source)])] == [Raw]
