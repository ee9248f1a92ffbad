"""Facts -> JSONL, CSV or Parquet, with the contract's columns in their order.

Facts are written as they come, never held all at once. A file is written under a temporary name and
moved into place when it is whole, so that a partial file never looks whole.

Dates are ISO 8601. Unknown is null in JSONL and Parquet and an empty cell in CSV. A spreadsheet takes a
cell that begins with `=`, `+`, `-` or `@` for a formula; CSV has such a text (the quote `-€0.9bn`)
behind an apostrophe. JSONL and Parquet have every text as it stands.
"""

import csv
import io
import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING

from schemas.errors import TradefactsError
from schemas.vocabulary import DATE_COLUMNS, FACT_COLUMNS, NUMBER_COLUMNS, OFFSET_COLUMNS

if TYPE_CHECKING:
    import pandas as pd

#: The values of one fact in the order of FACT_COLUMNS; a Fact is such a row with its evidence behind it.
Row = Sequence[object]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
_PARQUET_BATCH = 20_000


class OutputError(TradefactsError):
    """A file cannot be written; the message is a sentence."""


def write_facts(rows: Iterable[Row], path: Path) -> None:
    """Write facts to a file, in the format that its ending names."""
    write = writer(path.suffix.lower().removeprefix("."), str(path))
    with moved_into_place(path) as stream:
        write(rows, stream)


def writer(kind: str, name: str) -> Callable[[Iterable[Row], IO[bytes]], None]:
    """Return the writer of a format; `name` is what an error calls the file."""
    if kind not in WRITERS:
        endings = ", ".join(f".{known}" for known in WRITERS)
        raise OutputError(f"Facts cannot be written to {name}: give a file that ends in {endings}.")
    return WRITERS[kind]


def write_jsonl(rows: Iterable[Row], stream: IO[bytes]) -> None:
    """Write one JSON object a line."""
    for row in rows:
        line = json.dumps(dict(zip(FACT_COLUMNS, row, strict=False)), ensure_ascii=False, default=_iso)
        stream.write(line.encode() + b"\n")


def write_csv(rows: Iterable[Row], stream: IO[bytes]) -> None:
    """Write a line of column names and one line a fact."""
    text = io.TextIOWrapper(stream, encoding="utf-8", newline="", write_through=True)
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(FACT_COLUMNS)
    for row in rows:
        lines.writerow([_defused(value) for value in row[: len(FACT_COLUMNS)]])
    text.detach()


def write_parquet(rows: Iterable[Row], stream: IO[bytes]) -> None:
    """Write a typed table, a row group for every 20,000 facts."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    schema = pa.schema([(name, _arrow_type(name)) for name in FACT_COLUMNS])
    waiting = iter(rows)
    with pq.ParquetWriter(stream, schema) as file:
        while batch := list(islice(waiting, _PARQUET_BATCH)):
            columns = list(zip(*batch, strict=True))[: len(FACT_COLUMNS)]
            arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
            file.write_table(pa.table(arrays, schema=schema))


WRITERS: dict[str, Callable[[Iterable[Row], IO[bytes]], None]] = {
    "jsonl": write_jsonl,
    "csv": write_csv,
    "parquet": write_parquet,
}


def frame_rows(frame: "pd.DataFrame") -> Iterator[Row]:
    """Yield the rows of a frame of facts as plain Python: None for what is unknown, dates for days."""
    plain = frame.astype(object).where(frame.notna(), None)
    for column in DATE_COLUMNS:
        plain[column] = [value and value.date() for value in plain[column]]
    return plain.itertuples(index=False, name=None)


@contextmanager
def moved_into_place(path: Path) -> Iterator[IO[bytes]]:
    """Give a stream whose file gets its name when the block has ended well, and vanishes otherwise."""
    real = Path(os.path.realpath(path))
    if real.exists() and not real.is_file():
        # A device or a pipe is written to; putting a file in its place would break it.
        with _in_words(path), real.open("wb") as stream:
            yield stream
        return
    partial = real.with_name(f".{real.name}.{os.getpid()}.part")
    try:
        with _in_words(path):
            with partial.open("wb") as stream:
                yield stream
            partial.replace(real)
    finally:
        partial.unlink(missing_ok=True)


@contextmanager
def _in_words(path: Path) -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        raise OutputError(f"{path} cannot be written: {error.strerror or error}.") from None


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a fact")


def _defused(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value


def _arrow_type(name: str) -> object:
    import pyarrow as pa

    if name in DATE_COLUMNS:
        return pa.date32()
    if name in OFFSET_COLUMNS:
        return pa.int64()
    return pa.float64() if name in NUMBER_COLUMNS else pa.string()
