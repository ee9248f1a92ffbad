"""What is asked of each figure, and whether a record meets it."""

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple

Record = dict[str, Any]


class Limit(NamedTuple):
    """One figure: how a record tells it, its least and its most, and how it is written."""

    name: str
    figure: Callable[[Record], Any]
    least: float | None = None
    most: float | None = None
    form: str = "{:.1f}"
    unit: str = ""

    @property
    def asked(self) -> str:
        """What is asked, in words: `at most 20`, `0.95 to 1.1`."""
        if self.least is not None and self.most is not None:
            return f"{self.least:g} to {self.most:g}"
        if self.least is None and self.most is None:
            return "yes"
        said = f"at most {self.most:g}" if self.least is None else f"at least {self.least:g}"
        return f"{said} {self.unit}".strip()


class Verdict(NamedTuple):
    """One line of the table; `met` is None where it was not measured."""

    name: str
    asked: str
    found: str
    met: bool | None


#: A hostile text costs the same for each character whatever its length, so it may be faster than a line.
LIMITS = (
    Limit("extractor / digit scan, news", lambda r: r["speed"]["news"]["extractor_to_scan"], most=20),
    Limit(
        "extractor / digit scan, number-dense", lambda r: r["speed"]["dense"]["extractor_to_scan"], most=20
    ),
    Limit("quantulum3 / extractor, news", lambda r: r["speed"]["news"]["peer_to_extractor"], least=100),
    Limit(
        "quantulum3 / extractor, number-dense", lambda r: r["speed"]["dense"]["peer_to_extractor"], least=100
    ),
    Limit("growth exponent, news", lambda r: r["growth"]["news"]["exponent"], 0.95, 1.1, "{:.2f}"),
    Limit("growth exponent, number-dense", lambda r: r["growth"]["dense"]["exponent"], 0.95, 1.1, "{:.2f}"),
    Limit("largest exponent of a hostile text", lambda r: worst(r)[0], most=1.1, form="{:.2f}"),
    Limit("one process / two", lambda r: r["processes"]["one_to_two"], least=1.8, form="{:.2f}"),
    Limit("two processes give the same bytes", lambda r: r["processes"]["equal"]),
    Limit("Dask gives the same facts", lambda r: r["dask"]["equal"]),
    Limit(
        "memory for 1 GB of articles",
        lambda r: gigabyte(r)["resident_mb"],
        most=500,
        form="{:.0f}",
        unit="MB",
    ),
    Limit(
        "a million facts into SQLite", lambda r: million(r)["sqlite"]["s"], most=120, form="{:.0f}", unit="s"
    ),
    Limit(
        "a million facts into PostgreSQL",
        lambda r: million(r)["postgresql"]["s"],
        most=60,
        form="{:.0f}",
        unit="s",
    ),
    Limit(
        "agreement among 100,000 facts", lambda r: grouped(r)["agreement_s"], most=5, form="{:.1f}", unit="s"
    ),
    Limit("growth exponent, agreement", lambda r: r["grouping"]["exponent"], most=1.1, form="{:.2f}"),
    Limit(
        "listing and drawing a view of 300 facts, slowest figure",
        lambda r: r["view"]["slowest_s"],
        most=0.1,
        form="{:.3f}",
        unit="s",
    ),
    Limit(
        "a picture after the first, slowest figure",
        lambda r: r["drawing"]["slowest_s"],
        most=0.4,
        form="{:.2f}",
        unit="s",
    ),
    Limit(
        "first chart, a million facts in SQLite, 95th percentile",
        lambda r: first_chart(r, "sqlite"),
        most=2,
        form="{:.2f}",
        unit="s",
    ),
    Limit(
        "first chart, a million facts in PostgreSQL, 95th percentile",
        lambda r: first_chart(r, "postgresql"),
        most=2,
        form="{:.2f}",
        unit="s",
    ),
    Limit(
        "slowest kind of step, a million facts in SQLite, 95th percentile",
        lambda r: slowest_step(r, "sqlite"),
        most=0.3,
        form="{:.2f}",
        unit="s",
    ),
    Limit(
        "slowest kind of step, a million facts in PostgreSQL, 95th percentile",
        lambda r: slowest_step(r, "postgresql"),
        most=0.3,
        form="{:.2f}",
        unit="s",
    ),
    Limit(
        "50 people over 200,000 facts in PostgreSQL, 95th percentile",
        lambda r: crowd(r)["actions"]["all"]["p95"] / 1000,
        most=0.5,
        form="{:.2f}",
        unit="s",
    ),
    Limit("what they asked for that failed", lambda r: len(crowd(r)["errors"]), most=0, form="{:.0f}"),
    Limit(
        "memory of the workers, after ten minutes / after three",
        lambda r: memory_at(crowd(r), 600) / memory_at(crowd(r), 180),
        most=1.05,
        form="{:.2f}",
    ),
    Limit(
        "one short article, all in all", lambda r: r["startup"]["median_s"], most=0.6, form="{:.2f}", unit="s"
    ),
)


def worst(record: Record) -> tuple[float, str]:
    """Return the largest exponent of the hostile texts, and which it is."""
    found = [
        (line["exponent"], name)
        for name, line in record["growth"].items()
        if name not in ("news", "dense") and line["exponent"] is not None
    ]
    return max(found)


def gigabyte(record: Record) -> Record:
    """Return the run over a gigabyte that was read to its end; raise StopIteration where there is none."""
    return next(one for one in record["memory"] if one["whole"] and one["bytes"] >= _GIGABYTE)


def million(record: Record) -> Record:
    """Return how long loading took; raise KeyError where it was of less than a million facts."""
    found: Record = record["load"]
    if found["facts"] < _MILLION:
        raise KeyError("facts")
    return found


def grouped(record: Record) -> Record:
    """Return how long grouping took; raise KeyError where it was of less than 100,000 facts."""
    found: Record = record["grouping"]
    if found["facts"] < _MANY:
        raise KeyError("facts")
    return found


def first_chart(record: Record, database: str) -> float:
    """Return the seconds of a first chart over a million facts; raise KeyError where there were fewer."""
    seconds: float = _browsed(record)[database][_FIRST_CHART]["p95"] / 1000
    return seconds


def slowest_step(record: Record, database: str) -> float:
    """Return the seconds of the slowest kind of step over a million facts; raise KeyError for fewer."""
    steps = _browsed(record)[database].items()
    return max(one["p95"] / 1000 for name, one in steps if name != _FIRST_CHART)


def _browsed(record: Record) -> Record:
    found: Record = record["browsing"]
    if found["facts"] < _MILLION:
        raise KeyError("facts")
    return found


def crowd(record: Record) -> Record:
    """Return what a crowd waited for; raise KeyError where it was less than 50 people or 200,000 facts."""
    found: Record = record["crowd"]
    if found["people"] < _PEOPLE or found["facts"] < _CROWDED:
        raise KeyError("people")
    return found


def memory_at(crowd: Record, second: float) -> float:
    """Return the megabytes that the workers held so many seconds after the crowd came, or soon after that.

    Raises StopIteration where it did not stay for so long.
    """
    return next(megabytes for at, megabytes in crowd["memory_mb"] if at >= second)


_FIRST_CHART = "first chart"
_PEOPLE, _CROWDED = 50, 200_000


_GIGABYTE, _MILLION, _MANY = 1e9, 1e6, 1e5


def verdicts(record: Record) -> Iterator[Verdict]:
    """Yield what was asked, what was found and whether that is enough, for every limit."""
    for limit in LIMITS:
        try:
            found = limit.figure(record)
        except (KeyError, ValueError, StopIteration):
            found = None
        if found is None:
            yield Verdict(limit.name, limit.asked, "not measured", None)
        elif isinstance(found, bool):
            yield Verdict(limit.name, limit.asked, "yes" if found else "no", found)
        else:
            met = (limit.least is None or found >= limit.least) and (
                limit.most is None or found <= limit.most
            )
            yield Verdict(limit.name, limit.asked, f"{limit.form.format(found)} {limit.unit}".strip(), met)
