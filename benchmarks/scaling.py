"""From one process to two, to Dask, and to a gigabyte: how much faster, whether equal, how much memory."""

import hashlib
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.command import run, watched
from benchmarks.timing import in_turn, ratio

#: Seconds after which a run is ended.
_LONGEST = 1800


def processes(size: int, repeats: int) -> dict[str, Any]:
    """Return how long the command takes over one file with one worker and with two, and if both agree."""
    with tempfile.TemporaryDirectory(prefix="tradefacts-bench-") as folder:
        path = _written(Path(folder), size)
        outputs = {jobs: path.with_name(f"{jobs}.jsonl") for jobs in (1, 2)}
        timed = in_turn(
            {
                str(jobs): lambda _, jobs=jobs, output=output: run(  # type: ignore[misc]
                    ["extract", path, "--jobs", str(jobs), "--output", output]
                )
                for jobs, output in outputs.items()
            },
            repeats,
            warm=False,
        )
        return {
            "bytes": path.stat().st_size,
            "wall_s": {jobs: [one.wall for one in found.taken] for jobs, found in timed.items()},
            "one_to_two": ratio(timed["1"], timed["2"], of="wall"),
            "equal": _digest(outputs[1]) == _digest(outputs[2]),
        }


def dask(size: int) -> dict[str, Any]:
    """Return whether the facts from Dask are those of the local engine, and how long each took."""
    with tempfile.TemporaryDirectory(prefix="tradefacts-bench-") as folder:
        path = _written(Path(folder), size)
        local, parts = path.with_name("facts.parquet"), path.with_name("parts")
        taken = {
            "local": run(["extract", path, "--output", local]),
            "dask": run(["extract", path, "--engine", "dask", "--output", parts]),
        }
        return {
            "bytes": path.stat().st_size,
            "wall_s": {name: one.wall for name, one in taken.items()},
            "equal": _same_rows(local, parts),
        }


def memory(sizes: Sequence[int], profile: str = "quiet", longest: float = _LONGEST) -> list[dict[str, Any]]:
    """Return the most that the command's processes hold together, for inputs of some sizes."""
    found = []
    for size in sizes:
        with tempfile.TemporaryDirectory(prefix="tradefacts-bench-") as folder:
            path = _written(Path(folder), size, profile)
            seen = watched(["extract", path, "--output", path.with_name("facts.jsonl")], longest=longest)
        found.append(
            {
                "bytes": size,
                "resident_mb": seen.held.resident / 1e6,
                "proportional_mb": seen.held.proportional / 1e6,
                "wall_s": seen.taken.wall,
                "whole": seen.whole,
            }
        )
        if not seen.whole:
            break
    return found


def _written(folder: Path, size: int, profile: str = "news") -> Path:
    path = folder / "articles.jsonl"
    with path.open("wb") as stream:
        corpus.write(stream, size, profile)
    return path


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _same_rows(one: Path, other: Path) -> bool:
    """Tell whether two Parquet files, or folders of them, have the same rows in the same order."""
    import pyarrow.parquet as pq

    return bool(pq.read_table(one).equals(pq.read_table(other)))
