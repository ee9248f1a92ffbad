"""`make bench`: measure everything, print the ratios, write a record in JSON and draw its pictures.

    python -m benchmarks --quick                     some minutes instead of an hour
    python -m benchmarks --only speed,startup        some of it
    python -m benchmarks --show FILE                 print a record again, and draw it
    python -m benchmarks --show benchmarks/records --markdown    the newest of each, for the README

The record is written after each measurement, so that a run that is ended leaves what it has measured.
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from benchmarks import (
    browsing,
    crowd,
    drawing,
    grouping,
    growth,
    loading,
    report,
    scaling,
    speed,
    stages,
    startup,
)
from benchmarks.machine import machine

_KB, _MB = 1000, 1_000_000
MEASURED = ("news", "dense")


class Sizes(NamedTuple):
    """How much is measured, in characters, bytes, repetitions, seconds and facts."""

    speed: int
    peer: int | None
    repeats: int
    steady: float
    growth: tuple[int, ...]
    hostile: tuple[int, ...]
    stages: int
    processes: int
    dask: int
    memory: tuple[int, ...]
    facts: int
    grouped: int
    viewed: int
    drawn: int
    browsed: int
    rounds: int
    people: int
    crowd_s: float
    crowded: int


FULL = Sizes(
    speed=_MB,
    peer=100 * _KB,
    repeats=7,
    steady=1,
    growth=growth.SIZES,
    hostile=growth.HOSTILE_SIZES,
    stages=_MB,
    processes=8 * _MB,
    dask=4 * _MB,
    memory=(10 * _MB, 100 * _MB, 1000 * _MB),
    facts=_MB,
    grouped=100 * _KB,
    viewed=300,
    drawn=200,
    browsed=_MB,
    rounds=25,
    people=50,
    crowd_s=600,
    crowded=200 * _KB,
)
QUICK = Sizes(
    speed=100 * _KB,
    peer=10 * _KB,
    repeats=3,
    steady=0.2,
    growth=growth.SIZES[:5],
    hostile=(10_000, 30_000),
    stages=100 * _KB,
    processes=2 * _MB,
    dask=_MB,
    memory=(5 * _MB, 20 * _MB),
    facts=50_000,
    grouped=20 * _KB,
    viewed=300,
    drawn=200,
    browsed=20 * _KB,
    rounds=4,
    people=5,
    crowd_s=15,
    crowded=3 * _KB,
)


def measurements(sizes: Sizes) -> dict[str, Callable[[], Any]]:
    """Return every measurement by its name in the record; in the order of a run."""
    return {
        "startup": lambda: startup.measure(sizes.repeats),
        "speed": lambda: {
            profile: speed.measure(sizes.speed, sizes.repeats, profile, sizes.peer) for profile in MEASURED
        },
        "stages": lambda: {profile: stages.measure(sizes.stages, profile) for profile in MEASURED},
        "growth": lambda: growth.measure(sizes.growth, sizes.hostile, sizes.steady),
        "dask": lambda: scaling.dask(sizes.dask),
        "grouping": lambda: grouping.measure(sizes.grouped),
        "view": lambda: drawing.view(sizes.viewed, sizes.repeats),
        "drawing": lambda: drawing.measure(sizes.drawn, sizes.repeats),
        "browsing": lambda: browsing.measure(sizes.browsed, sizes.rounds),
        "crowd": lambda: crowd.measure(sizes.people, sizes.crowd_s, sizes.crowded),
        "load": lambda: loading.measure(sizes.facts),
        "processes": lambda: scaling.processes(sizes.processes, min(sizes.repeats, 5)),
        "memory": lambda: scaling.memory(sizes.memory),
    }


def measure(
    sizes: Sizes, only: list[str], keep: Callable[[dict[str, Any]], object] = lambda record: None
) -> dict[str, Any]:
    """Return the record of the measurements named in `only`; one that fails is told of and stops no other.

    `keep` is given the record after each of them, so that a run that is ended leaves what it has measured.
    """
    now = datetime.now(UTC)
    record: dict[str, Any] = {
        "day": f"{now:%Y-%m-%d}",
        "time": f"{now:%H:%M}",
        "machine": machine(),
        "sizes": sizes._asdict(),
        "failed": {},
    }
    for name, take in measurements(sizes).items():
        if name in only:
            print(f"{datetime.now(UTC):%H:%M:%S} {name}", file=sys.stderr, flush=True)
            try:
                record[name] = take()
            except Exception as error:  # an hour of the others' work is not to be lost with it
                record["failed"][name] = str(error) or repr(error)
            keep(record)
    return record


def main() -> None:
    """Measure, print, write and draw."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--quick", action="store_true", help="small sizes and few repetitions")
    options.add_argument(
        "--only", default=",".join(measurements(FULL)), help="names, with commas between them"
    )
    options.add_argument(
        "--output", type=Path, default=Path("var/bench"), help="the folder of record and pictures"
    )
    options.add_argument(
        "--show",
        type=Path,
        metavar="PATH",
        help="a record, or a folder of them, to print instead of measuring",
    )
    options.add_argument(
        "--markdown", action="store_true", help="with --show: the table as the README has it"
    )
    given = options.parse_args()
    names = given.only.split(",")
    if unknown := set(names) - set(measurements(FULL)):
        options.error(f"no measurement is called {', '.join(sorted(unknown))}")
    if given.markdown and given.show:
        print(report.readme(_records(given.show)))
        return
    if given.show:
        if given.show.is_dir():
            options.error(f"{given.show} is a folder; name one record of it, or add --markdown")
        (record,) = _records(given.show)
    else:
        record = measure(QUICK if given.quick else FULL, names, lambda so_far: write(so_far, given.output))
    print(report.table(record))
    draw(record, given.output)


def _records(path: Path) -> list[dict[str, Any]]:
    """Return the records of a folder, or of one file."""
    paths = sorted(path.glob("*.json")) if path.is_dir() else [path]
    return [json.loads(one.read_text(encoding="utf-8")) for one in paths]


def write(record: dict[str, Any], folder: Path) -> Path:
    """Write a record into a folder, under its day, its revision and its size; return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{record['day']}-{record['machine']['revision']}.json"
    partial = path.with_suffix(".part")
    partial.write_text(json.dumps(record, indent=1) + "\n", encoding="utf-8")
    partial.replace(path)
    return path


def draw(record: dict[str, Any], folder: Path) -> None:
    """Draw a record's pictures into a folder; without a browser, say so and go on."""
    from benchmarks.pictures import pictures
    from figures.pictures.browser import ImageError, render

    folder.mkdir(parents=True, exist_ok=True)
    try:
        for name, figure in pictures(record).items():
            (folder / f"{name}.png").write_bytes(render(figure, "png", 1200, figure.layout.height, 2))
            print(f"drawn: {folder / f'{name}.png'}")
    except ImageError as error:
        print(error, file=sys.stderr)


if __name__ == "__main__":
    main()
