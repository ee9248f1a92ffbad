"""A run of `extract`: the same file from any number of processes, and however often it was interrupted."""

import os
import pty
import random
import re
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Generator, Iterable
from contextlib import nullcontext, suppress
from pathlib import Path
from typing import Any, cast

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from making import Run, eventually, write_corpus

from documents import Refusal
from pipeline.engines import Lost
from pipeline.extracting import Extraction, extract_to_file
from pipeline.formats import FORMATS
from pipeline.interrupts import Interrupt, interruptible
from pipeline.output import OutputError, format_of
from pipeline.reading import Chunk, read_facts
from pipeline.unfinished import Unfinished
from pipeline.version import extractor_version
from schemas.vocabulary import FACT_COLUMNS
from tradefacts.progress import Progress

Command = Callable[..., Run]
ENDINGS = sorted(FORMATS)
FOLDER = Path(__file__).parent

#: What a run in a process of its own is told before it starts: small chunks, each in the journal at once.
SMALL = """
import os, signal, sys, time
import pipeline.reading, pipeline.unfinished
pipeline.reading.CHUNK_BYTES = 600
pipeline.unfinished._COMMIT_SECONDS = 0
Unfinished = pipeline.unfinished.Unfinished
add, commit = Unfinished.add, Unfinished.commit
left = 7
def count():
    global left
    left -= 1
    return left
"""
#: A run whose main process takes its time over each chunk.
SLOW = """
import pipeline.extracting
once = pipeline.extracting._without_repeats
def slow(*more):
    time.sleep(0.1)
    sys.stdout.flush()
    return once(*more)
pipeline.extracting._without_repeats = slow
"""
#: Ways for a run to end behind some chunks, with the exit status that comes of it.
ENDS = {
    "killed behind a chunk": (
        "def broken(self, *more):\n    add(self, *more)\n"
        "    count() or os.kill(os.getpid(), signal.SIGKILL)\n"
        "Unfinished.add = broken\n",
        -signal.SIGKILL,
    ),
    "killed before the journal": (
        "def broken(self):\n    if not count():\n        self._pieces.flush()\n"
        "        os.kill(os.getpid(), signal.SIGKILL)\n    commit(self)\n"
        "Unfinished.commit = broken\n",
        -signal.SIGKILL,
    ),
    "killed when all was read": (
        "def broken(self):\n    os.kill(os.getpid(), signal.SIGKILL)\nUnfinished._made_whole = broken\n",
        -signal.SIGKILL,
    ),
    "Ctrl-C": (
        "def broken(self, *more):\n    add(self, *more)\n    count() or os.kill(os.getpid(), signal.SIGINT)\n"
        "Unfinished.add = broken\n",
        128 + signal.SIGINT,
    ),
    "asked to end": (
        "def broken(self):\n    commit(self)\n    count() or os.kill(os.getpid(), signal.SIGTERM)\n"
        "Unfinished.commit = broken\n",
        128 + signal.SIGTERM,
    ),
}


@pytest.fixture
def corpus(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Give documents of which some are broken and some stand there twice, in many small chunks."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr("pipeline.reading.CHUNK_BYTES", 600)
    monkeypatch.setattr("pipeline.extracting.CHUNK_BYTES", 600)
    return write_corpus(tmp_path / "corpus.jsonl")


def expected(corpus: Path, ending: str) -> bytes:
    """Return the file that is written with neither workers nor a journal."""
    read = [one for one in read_facts([corpus.name]) if not isinstance(one, Refusal)]
    path = corpus.with_name(f"expected.{ending}")
    form = format_of(path, read_by=extractor_version())
    with path.open("wb") as stream:
        form.write([fact for one in read for fact in one.facts], stream)
    return path.read_bytes()


def started(*arguments: str, before: str = "", **more: object) -> subprocess.Popen[str]:
    """Start the command in a process group of its own, with small chunks."""
    code = f"{SMALL}{before}\nfrom tradefacts.command import main\nmain()"
    paths = os.pathsep.join([str(FOLDER.parent), *sys.path])
    return subprocess.Popen(
        [sys.executable, "-c", code, *arguments],
        env={**os.environ, "PYTHONPATH": paths},
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
        **more,  # type: ignore[call-overload]
    )


def ended(process: subprocess.Popen[str]) -> tuple[int, str]:
    _, err = process.communicate(timeout=60)
    assert "Traceback" not in err, err
    return process.returncode, err


def left(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()}


@pytest.mark.parametrize("ending", ENDINGS)
def test_the_file_is_the_same_from_any_number_of_processes(
    run: Command, corpus: Path, tmp_path: Path, ending: str
) -> None:
    told = set()
    for jobs in (1, 2, 3):
        done = run("extract", corpus.name, "--output", f"{jobs}.{ending}", "--jobs", jobs)
        assert done.status == 1
        told.add(done.err)
        assert (tmp_path / f"{jobs}.{ending}").read_bytes() == expected(corpus, ending)
    (lines,) = told
    assert lines.count("\n") == 13
    assert "line 68: a document with the id 'd1' was read before it (corpus.jsonl, line 1)" in lines
    assert not [name for name in left(tmp_path) if name.startswith(".")]


def test_standard_output_is_the_same_from_any_number_of_processes(run: Command, corpus: Path) -> None:
    one, two = (run("extract", corpus.name, "--jobs", jobs) for jobs in (1, 2))
    assert one == two
    assert one.out.encode() == expected(corpus, "jsonl")


@pytest.mark.parametrize(
    ("how", "ending"),
    [
        ("killed behind a chunk", "jsonl"),
        ("killed behind a chunk", "parquet"),
        ("killed before the journal", "csv"),
        ("killed before the journal", "parquet"),
        ("killed when all was read", "parquet"),
        ("Ctrl-C", "jsonl"),
        ("Ctrl-C", "parquet"),
        ("asked to end", "csv"),
    ],
)
def test_an_interrupted_run_goes_on_and_gives_the_same_file(
    run: Command, corpus: Path, tmp_path: Path, how: str, ending: str
) -> None:
    broken, status = ENDS[how]
    came, err = ended(
        started("extract", corpus.name, "--output", f"out.{ending}", "--jobs", "2", before=broken)
    )
    assert came == status
    assert not (tmp_path / f"out.{ending}").exists()
    assert left(tmp_path) == {"corpus.jsonl", f".out.{ending}.unfinished", f".out.{ending}.journal"}
    if status > 0:
        assert "The same command with --resume goes on behind the first" in err.splitlines()[-1]
    again = run("extract", corpus.name, "--output", f"out.{ending}", "--jobs", 1, "--resume")
    assert again.status == 1
    assert again.err.startswith("tradefacts: Going on behind ")
    assert (tmp_path / f"out.{ending}").read_bytes() == expected(corpus, ending)
    assert not [name for name in left(tmp_path) if name.startswith(".")]


def test_a_refusal_is_told_once_and_counted_in_both_runs(run: Command, corpus: Path) -> None:
    _, err = ended(started("extract", corpus.name, "--output", "a.csv", before=ENDS["Ctrl-C"][0]))
    assert err.count("line 21: it is not JSON") == 1
    again = run("extract", corpus.name, "--output", "a.csv", "--resume")
    assert "documents, of which 1 were refused." in again.err
    assert "line 21" not in again.err
    assert again.err.count("was read before it") == 12
    assert again.status == 1


def test_the_exit_status_tells_of_what_the_interrupted_run_refused(run: Command, corpus: Path) -> None:
    lines = corpus.read_text().splitlines()[:60]
    corpus.write_text("\n".join(lines))
    interrupted(corpus)
    again = run("extract", corpus.name, "--output", "a.csv", "--resume")
    assert (again.status, again.err.count("\n")) == (1, 1)


def test_ctrl_c_ends_all_processes_at_once_with_one_sentence(corpus: Path, tmp_path: Path) -> None:
    process = started("extract", corpus.name, "--output", "a.csv", "--jobs", "2", before=SLOW)
    while not (tmp_path / ".a.csv.journal").exists():
        assert process.poll() is None
        time.sleep(0.02)
    os.killpg(process.pid, signal.SIGINT)
    status, err = ended(process)
    assert status == 130
    assert err.splitlines()[-1].startswith("tradefacts: Interrupted. The same command with --resume goes on")
    eventually(lambda: not _group_is_there(process.pid))


def _group_is_there(number: int) -> bool:
    try:
        os.killpg(number, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("engine", ["local", "dask"])
def test_ctrl_c_ends_a_run_to_standard_output_quietly(corpus: Path, engine: str) -> None:
    process = started(
        "extract", corpus.name, "--jobs", "2", "--engine", engine, before=SLOW, stdout=subprocess.PIPE
    )
    assert process.stdout is not None
    assert process.stdout.readline().startswith("{")
    os.killpg(process.pid, signal.SIGINT)
    status, err = ended(process)
    assert (status, err.splitlines()[-1]) == (130, "tradefacts: Interrupted.")
    eventually(lambda: not _group_is_there(process.pid))


def test_the_file_is_the_same_when_a_worker_is_killed(corpus: Path, tmp_path: Path) -> None:
    kill = (
        "import multiprocessing\n"
        "def broken(self, *more):\n    add(self, *more)\n"
        "    count() or multiprocessing.active_children()[0].kill()\n"
        "Unfinished.add = broken\n"
    )
    status, err = ended(started("extract", corpus.name, "--output", "a.csv", "--jobs", "2", before=kill))
    assert (status, err.count("\n")) == (1, 13)
    assert (tmp_path / "a.csv").read_bytes() == expected(corpus, "csv")


def test_the_documents_of_a_lost_chunk_are_read_alone(corpus: Path, tmp_path: Path) -> None:
    def losing(work: object, tasks: Iterable[Chunk]) -> Generator[Any, None, None]:
        for number, task in enumerate(tasks):
            yield Lost(task, "they died") if number == 2 else cast(Any, work)(task)

    run = Extraction((corpus.name,), losing, Progress(shown=False))
    extract_to_file(run, tmp_path / "a.csv")
    assert (tmp_path / "a.csv").read_bytes() == expected(corpus, "csv")


def test_a_terminal_sees_how_far_it_is(corpus: Path) -> None:
    ours, theirs = pty.openpty()
    code = f"{SMALL}{SLOW}\nfrom tradefacts.command import main\nmain()"
    process = subprocess.Popen(
        [sys.executable, "-c", code, "extract", corpus.name, "--output", "a.csv"],
        env={**os.environ, "PYTHONPATH": os.pathsep.join([str(FOLDER.parent), *sys.path]), "COLUMNS": "120"},
        stderr=theirs,
    )
    os.close(theirs)
    told = b""
    with suppress(OSError):  # a terminal that nobody has any more cannot be read
        while more := os.read(ours, 10_000):
            told += more
    os.close(ours)
    assert process.wait() == 1
    lines = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", told.decode()).splitlines()
    assert any(re.search(r"[1-9]\d* documents, [1-9]\d* facts [\d.]+/6\.1 kB", line) for line in lines), lines
    assert any("kB/s 0:00:0" in line for line in lines), lines
    assert any("line 21: it is not JSON" in line for line in lines), lines


def test_a_full_disk_is_told_of_and_the_run_goes_on_when_there_is_room(
    run: Command, corpus: Path, tmp_path: Path
) -> None:
    def small_files() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))

    status, err = ended(started("extract", corpus.name, "--output", "a.jsonl", preexec_fn=small_files))
    assert status == 1
    assert "tradefacts: a.jsonl cannot be written: File too large. The same command with --resume" in err
    assert run("extract", corpus.name, "--output", "a.jsonl", "--resume").status == 1
    assert (tmp_path / "a.jsonl").read_bytes() == expected(corpus, "jsonl")


def interrupted(corpus: Path) -> None:
    process = started("extract", corpus.name, "--output", "a.csv", before=ENDS["Ctrl-C"][0])
    assert ended(process)[0] == 130


def test_what_has_changed_is_not_gone_on_with(
    run: Command, corpus: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    interrupted(corpus)
    again = ["extract", corpus.name, "--output", "a.csv", "--resume"]
    told = run(*again, "--published", "2024-02-08").err
    assert told == (
        "tradefacts: The interrupted run of a.csv cannot be continued: --published has changed since. "
        "Leave out --resume to start from the beginning.\n"
    )
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.extracting.extractor_version", lambda: "another")
        assert "the extractor has changed since" in run(*again).err
    with monkeypatch.context() as patched:
        patched.setattr("pipeline.formats.FACT_COLUMNS", FACT_COLUMNS[1:])
        assert "the format has changed since" in run(*again).err
    (tmp_path / "more.txt").write_text("Only 5%.")
    assert "the inputs have changed since" in run(*again, "more.txt").err
    corpus.write_text(corpus.read_text() + "\n")
    done = run(*again)
    assert "the inputs have changed since" in done.err
    assert (done.status, done.out) == (1, "")
    assert not (tmp_path / "a.csv").exists()
    assert run(*again[:-1]).status == 1
    assert (tmp_path / "a.csv").read_bytes() == expected(corpus, "csv")


def test_a_run_that_was_not_interrupted_is_begun(run: Command, corpus: Path, tmp_path: Path) -> None:
    told = run("extract", corpus.name, "--output", "a.csv", "--resume").err
    assert told.startswith("tradefacts: No interrupted run is there; starting from the beginning.\n")
    assert (tmp_path / "a.csv").read_bytes() == expected(corpus, "csv")


def test_a_journal_without_its_pieces_is_no_run(run: Command, corpus: Path, tmp_path: Path) -> None:
    interrupted(corpus)
    (tmp_path / ".a.csv.unfinished").unlink()
    assert "No interrupted run is there" in run("extract", corpus.name, "--output", "a.csv", "--resume").err
    assert (tmp_path / "a.csv").read_bytes() == expected(corpus, "csv")


def test_pieces_that_have_been_cut_are_refused(run: Command, corpus: Path, tmp_path: Path) -> None:
    interrupted(corpus)
    os.truncate(tmp_path / ".a.csv.unfinished", 900)
    told = run("extract", corpus.name, "--output", "a.csv", "--resume").err
    assert "cannot be continued: a part of what it had written is gone." in told


@pytest.mark.parametrize("jobs", [1, 2])
def test_strict_stops_at_the_first_refusal(run: Command, corpus: Path, tmp_path: Path, jobs: int) -> None:
    done = run("extract", corpus.name, "--output", "a.csv", "--strict", "--jobs", jobs)
    assert (done.status, done.out) == (1, "")
    assert done.err.count("\n") == 1
    assert "corpus.jsonl, line 21: it is not JSON" in done.err
    assert "Without --strict, the same command with --resume goes on behind the first" in done.err
    assert not (tmp_path / "a.csv").exists()
    assert run("extract", corpus.name, "--output", "a.csv", "--resume").status == 1
    assert (tmp_path / "a.csv").read_bytes() == expected(corpus, "csv")


def test_strict_is_not_for_a_run_that_has_refused_some(run: Command, corpus: Path) -> None:
    interrupted(corpus)
    done = run("extract", corpus.name, "--output", "a.csv", "--resume", "--strict")
    assert "refused before the run was interrupted" in done.err
    assert done.status == 1


def test_strict_without_a_refusal_writes_the_file(run: Command, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Exports fell by 5% in May.")
    assert run("extract", "a.txt", "--strict", "--output", "a.csv") == Run(0, "", "")
    assert (tmp_path / "a.csv").exists()


def test_what_cannot_be_continued_says_so(run: Command, corpus: Path) -> None:
    done = run("extract", "-", "--output", "a.csv", "--resume", stdin=b"Only 5%.")
    assert "--resume needs inputs that can be read a second time" in done.err
    done = run("extract", corpus.name, "--output", "/dev/null", "--resume")
    assert "cannot be written" in done.err or "is no file" in done.err
    done = run("extract", corpus.name, "--resume")
    assert done.status == 2
    assert "give --output FILE" in " ".join(done.err.split())


@pytest.mark.parametrize("ending", ["csv", "parquet"])
def test_a_pipe_gets_the_same_bytes(run: Command, corpus: Path, tmp_path: Path, ending: str) -> None:
    pipe = tmp_path / f"pipe.{ending}"
    os.mkfifo(pipe)
    with subprocess.Popen(["cat", pipe], stdout=subprocess.PIPE) as reader:
        assert run("extract", corpus.name, "--output", pipe.name).status == 1
        assert reader.communicate()[0] == expected(corpus, ending)
    assert pipe.is_fifo()
    assert "is no file" in run("extract", corpus.name, "--output", pipe.name, "--resume").err


def test_a_full_device_is_told_of(run: Command, corpus: Path, tmp_path: Path) -> None:
    (tmp_path / "full.csv").symlink_to("/dev/full")
    done = run("extract", corpus.name, "--output", "full.csv")
    assert done.err.splitlines()[-1] == "tradefacts: full.csv cannot be written: No space left on device."


def test_two_runs_do_not_write_one_file(run: Command, corpus: Path, tmp_path: Path) -> None:
    with Unfinished(tmp_path / "a.csv", FORMATS["csv"](), None):
        done = run("extract", corpus.name, "--output", "a.csv")
    assert done.err == "tradefacts: Another run is writing a.csv; wait for it, or name another file.\n"
    assert run("extract", corpus.name, "--output", "a.csv").status == 1
    assert (tmp_path / "a.csv").exists()


def test_a_name_without_an_ending_is_a_folder_of_parts(run: Command, corpus: Path, tmp_path: Path) -> None:
    rows = {}
    for jobs in (1, 2):
        assert run("extract", corpus.name, "--output", "parts", "--jobs", jobs).status == 1
        assert left(tmp_path / "parts") == {"part-00000.parquet"}
        rows[jobs] = (tmp_path / "parts" / "part-00000.parquet").read_bytes()
    assert rows[1] == rows[2] == expected(corpus, "parquet")
    assert left(tmp_path) == {"corpus.jsonl", "parts", "expected.parquet"}


@pytest.mark.parametrize("how", ["killed behind a chunk", "killed when all was read"])
def test_an_interrupted_run_into_a_folder_goes_on(
    run: Command, corpus: Path, tmp_path: Path, how: str
) -> None:
    broken, status = ENDS[how]
    assert ended(started("extract", corpus.name, "--output", "parts", before=broken))[0] == status
    assert not (tmp_path / "parts").exists()
    assert run("extract", corpus.name, "--output", "parts", "--resume").status == 1
    assert (tmp_path / "parts" / "part-00000.parquet").read_bytes() == expected(corpus, "parquet")
    assert not [name for name in left(tmp_path) if name.startswith(".")]


def test_a_folder_with_other_files_is_not_taken(run: Command, corpus: Path, tmp_path: Path) -> None:
    for name in ("mine", "a.csv"):
        (tmp_path / name).mkdir()
        (tmp_path / name / "thesis.txt").write_text("x")
        done = run("extract", corpus.name, "--output", name)
        assert (done.status, done.err.count("\n")) == (1, 1)
        assert f"Facts cannot be written to {'the folder ' if name == 'mine' else ''}{name}: it" in done.err
        assert left(tmp_path / name) == {"thesis.txt"}
    (tmp_path / "facts").write_text("a file")
    assert "give a file that ends in .jsonl" in run("extract", corpus.name, "--output", "facts").err


KEY = {"the inputs": "1"}
PIECES = st.lists(st.binary(max_size=9), min_size=1, max_size=6)


@settings(max_examples=60, deadline=None)
@given(runs=st.lists(PIECES, min_size=1, max_size=5), torn=st.binary(max_size=40), seed=st.integers(0, 99))
def test_what_stands_behind_the_journal_is_done_again(
    tmp_path_factory: pytest.TempPathFactory, runs: list[list[bytes]], torn: bytes, seed: int
) -> None:
    """Each run but the last is cut off behind pieces and half a line that the journal does not count."""
    chance = random.Random(seed)
    path = tmp_path_factory.mktemp("runs") / "a.csv"
    kept: list[bytes] = []
    for number, pieces in enumerate(runs):
        with Unfinished(path, FORMATS["csv"](), KEY, resume=number > 0) as file:
            assert list(file.ids()) == [str(len(piece)) if piece else None for piece in kept]
            assert file.done.items == len(kept)
            counted = chance.randint(0, len(pieces))
            for piece in pieces[:counted]:
                file.add(piece, [str(len(piece)) if piece else None], 1, 1)
            file.commit()
            kept += pieces[:counted]
            for piece in pieces[counted:]:
                file.add(piece, ["lost"], 1, 1)
            if number == len(runs) - 1:
                kept += pieces[counted:]
                file.finish(nullcontext)
        for hidden in path.parent.glob(".a.csv.*"):
            with hidden.open("ab") as stream:
                stream.write(torn)
    assert path.read_bytes() == FORMATS["csv"]().head() + b"".join(kept)
    assert [one.name for one in path.parent.iterdir()] == ["a.csv"]


def test_a_journal_in_which_bytes_have_changed_counts_up_to_there(tmp_path: Path) -> None:
    with Unfinished(tmp_path / "a.csv", FORMATS["csv"](), KEY) as file:
        for name in "abc":
            file.add(name.encode(), [name], 1, 1)
            file.commit()
    journal = tmp_path / ".a.csv.journal"
    journal.write_bytes(journal.read_bytes().replace(b'"b"', b'"x"'))
    with Unfinished(tmp_path / "a.csv", FORMATS["csv"](), KEY, resume=True) as file:
        assert list(file.ids()) == ["a"]


def test_pieces_need_a_folder(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"no/a\.csv cannot be written: No such file or directory\."):
        Unfinished(tmp_path / "no" / "a.csv", FORMATS["csv"](), KEY)


class Finalised:
    """Something whose end takes a while, in which Ctrl-C comes."""

    def __del__(self) -> None:
        signal.raise_signal(signal.SIGINT)
        time.sleep(0.01)


def finalise_and_wait() -> None:
    Finalised()
    time.sleep(30)


def test_an_interrupt_is_not_lost_in_a_finaliser() -> None:
    with pytest.raises(Interrupt), interruptible():
        finalise_and_wait()
