"""Formats in which facts are written piece by piece: JSONL, CSV, Parquet, and a folder of Parquet.

A format encodes the facts of some documents to bytes that stand by themselves, so that workers can encode
and pieces can be appended to a file that is continued later. Pieces of JSONL and CSV are the file.
Pieces of Parquet are Arrow tables; a Parquet file is made of them at the end, since its index stands
behind all of its rows.

Dates are ISO 8601. Unknown is null in JSONL and Parquet and an empty cell in CSV. A spreadsheet takes a
cell that begins with `=`, `+`, `-` or `@` for a formula; CSV has such a text (the quote `-€0.9bn`)
behind an apostrophe. JSONL and Parquet have every text as it stands.

Evidence is a column behind the others where it is asked for: lists of [field, start, end, note], as JSON in
a cell of CSV.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, count, islice
from pathlib import Path
from typing import IO, Any, Protocol

from schemas.vocabulary import FACT_COLUMNS

#: The values of one fact in the order of FACT_COLUMNS; a Fact is such a row with its evidence behind it.
Row = Sequence[object]

#: A spreadsheet takes a text that begins so for a formula.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: Facts in a row group of Parquet.
ROW_GROUP = 20_000
_GROUPS_IN_PART = 10
#: The key under which a Parquet file tells what read its facts.
EXTRACTOR = "tradefacts.extractor"
#: The key under which it tells that these are not all facts that were read: what people said chose them.
RESTRICTION = "tradefacts.restriction"
#: Bytes that tell the length of a piece.
_LENGTH = 8
_BATCH = 1000


class Format(Protocol):
    """How facts are written. Formats have no state and can be sent to any process."""

    name: str
    #: Whether the head and the pieces are the whole file; otherwise `finish` makes it of them.
    pieces_are_the_file: bool

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of what is written of a fact, in order."""

    def head(self) -> bytes:
        """Return what stands before the first piece."""

    def encode(self, documents: Iterable[Iterable[Row]]) -> tuple[bytes, list[int]]:
        """Return the facts of documents as one piece, and the size of each document's share of it."""

    def without(self, data: bytes, sizes: Sequence[int], dropped: Collection[int]) -> bytes:
        """Return a piece without the shares of some of its documents, given by their numbers."""

    def finish(self, pieces: IO[bytes], path: Path) -> None:
        """Write the whole file from its pieces."""

    def write(self, rows: Iterable[Row], stream: IO[bytes]) -> None:
        """Write the whole file from rows, as they come."""


@dataclass(frozen=True, slots=True)
class _Written:
    """What is written of each fact."""

    evidence: bool = False
    #: The name of what reads the facts; Parquet has it in its metadata, for `tradefacts load --facts`.
    read_by: str | None = None
    #: Which facts alone these are, as a sentence; Parquet has it in its metadata.
    restriction: str = ""

    @property
    def columns(self) -> tuple[str, ...]:
        """The names of the columns, in order."""
        return (*FACT_COLUMNS, "evidence") if self.evidence else FACT_COLUMNS


class _Lines(_Written):
    """What JSONL and CSV have in common."""

    pieces_are_the_file = True

    def head(self) -> bytes:
        return b""

    def lines(self, rows: Iterable[Row]) -> bytes:
        raise NotImplementedError

    def encode(self, documents: Iterable[Iterable[Row]]) -> tuple[bytes, list[int]]:
        pieces = [self.lines(rows) for rows in documents]
        return b"".join(pieces), [len(piece) for piece in pieces]

    def without(self, data: bytes, sizes: Sequence[int], dropped: Collection[int]) -> bytes:
        ends = list(accumulate(sizes, initial=0))
        return b"".join(data[ends[at] : ends[at + 1]] for at in range(len(sizes)) if at not in dropped)

    def finish(self, pieces: IO[bytes], path: Path) -> None:
        with path.open("wb") as stream:
            shutil.copyfileobj(pieces, stream)

    def write(self, rows: Iterable[Row], stream: IO[bytes]) -> None:
        stream.write(self.head())
        waiting = iter(rows)
        while batch := list(islice(waiting, _BATCH)):
            stream.write(self.lines(batch))


class Jsonl(_Lines):
    """One JSON object a line."""

    name = "jsonl"

    def lines(self, rows: Iterable[Row]) -> bytes:
        """Return a line for each fact."""
        told = (dict(zip(self.columns, row, strict=False)) for row in rows)
        return "".join(f"{json.dumps(one, ensure_ascii=False, default=iso)}\n" for one in told).encode()


class Csv(_Lines):
    """A line of column names and one line a fact."""

    name = "csv"

    def head(self) -> bytes:
        """Return the line of column names."""
        return (",".join(self.columns) + "\n").encode()

    def lines(self, rows: Iterable[Row]) -> bytes:
        """Return a line for each fact."""
        text = io.StringIO(newline="")
        lines = csv.writer(text, lineterminator="\n")
        for row in rows:
            cells = [defused(value) for value in row[: len(FACT_COLUMNS)]]
            lines.writerow([*cells, json.dumps(row[-1], ensure_ascii=False)] if self.evidence else cells)
        return text.getvalue().encode()


class Parquet(_Written):
    """A typed table, a row group for every 20,000 facts."""

    name = "parquet"
    pieces_are_the_file = False

    def head(self) -> bytes:
        """Return nothing: a Parquet file is written at the end."""
        return b""

    def encode(self, documents: Iterable[Iterable[Row]]) -> tuple[bytes, list[int]]:
        """Return one Arrow table behind its length, and the number of each document's rows."""
        import pyarrow as pa

        sizes: list[int] = []
        tables: list[Any] = []
        rows: list[Row] = []
        for facts in documents:
            before = len(rows)
            rows += facts
            sizes.append(len(rows) - before)
            if len(rows) >= _BATCH:
                tables.append(self._table(rows))
                rows = []
        tables += [self._table(rows)] if rows else []
        return (_packed(pa.concat_tables(tables)) if tables else b""), sizes

    def without(self, data: bytes, sizes: Sequence[int], dropped: Collection[int]) -> bytes:
        """Return the table without the rows of some documents."""
        import pyarrow as pa

        if not data:
            return data
        (table,) = _tables(io.BytesIO(data))
        ends = list(accumulate(sizes, initial=0))
        kept = [table.slice(ends[at], size) for at, size in enumerate(sizes) if at not in dropped and size]
        return _packed(pa.concat_tables(kept)) if kept else b""

    def finish(self, pieces: IO[bytes], path: Path) -> None:
        """Write the tables as one Parquet file, whose bytes depend on the rows alone."""
        with path.open("wb") as stream:
            self._write(_row_groups(_tables(pieces)), stream)

    def write(self, rows: Iterable[Row], stream: IO[bytes]) -> None:
        """Write rows as one Parquet file."""
        waiting = iter(rows)
        batches = iter(lambda: list(islice(waiting, ROW_GROUP)), [])
        self._write((self._table(batch) for batch in batches), stream)

    def _table(self, rows: list[Row]) -> Any:
        from pipeline.facts_table import table_of

        return table_of(rows, evidence=self.evidence)

    def _write(self, tables: Iterable[Any], stream: IO[bytes]) -> None:
        import pyarrow.parquet as pq

        from pipeline.facts_table import schema

        form = schema(evidence=self.evidence)
        told = {EXTRACTOR: self.read_by, RESTRICTION: self.restriction}
        if metadata := {key: value for key, value in told.items() if value}:
            form = form.with_metadata(metadata)
        with pq.ParquetWriter(stream, form) as file:
            for table in tables:
                file.write_table(table.cast(form))


class Partitions(Parquet):
    """A folder of Parquet files, part-00000.parquet and so on, each of 200,000 facts but the last."""

    name = "partitions"

    def finish(self, pieces: IO[bytes], path: Path) -> None:
        """Make the folder anew and write the tables as its files; there is always a first one."""
        if path.exists():
            shutil.rmtree(path)
        path.mkdir()
        groups = _row_groups(_tables(pieces))
        for number in count():
            part = list(islice(groups, _GROUPS_IN_PART))
            if not part and number:
                return
            with (path / f"part-{number:05}.parquet").open("wb") as stream:
                self._write(part, stream)

    def write(self, rows: Iterable[Row], stream: IO[bytes]) -> None:
        """Refuse: a folder is no stream."""
        raise NotImplementedError


#: The formats by the endings of their files.
FORMATS: dict[str, type[Jsonl] | type[Csv] | type[Parquet]] = {one.name: one for one in (Jsonl, Csv, Parquet)}
PARTITIONS_NAME = re.compile(r"part-\d{5,}\.parquet")


def _row_groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Yield tables of 20,000 rows and one of what is left, wherever the tables they are made of end."""
    import pyarrow as pa

    held: list[Any] = []
    rows = 0
    for table in tables:
        held.append(table)
        rows += len(table)
        while rows >= ROW_GROUP:
            joined = pa.concat_tables(held)
            yield joined.slice(0, ROW_GROUP).combine_chunks()
            held, rows = [joined.slice(ROW_GROUP)], rows - ROW_GROUP
    if rows:
        yield pa.concat_tables(held).combine_chunks()


def _packed(table: Any) -> bytes:
    import pyarrow as pa

    sink = pa.BufferOutputStream()
    with pa.ipc.new_stream(sink, table.schema, options=pa.ipc.IpcWriteOptions(compression="lz4")) as stream:
        stream.write_table(table)
    data = sink.getvalue().to_pybytes()
    return len(data).to_bytes(_LENGTH, "big") + data


def _tables(pieces: IO[bytes]) -> Iterator[Any]:
    import pyarrow as pa

    while length := pieces.read(_LENGTH):
        yield pa.ipc.open_stream(pieces.read(int.from_bytes(length, "big"))).read_all()


def iso(value: object) -> str:
    """Return a day as JSON has it."""
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a line of JSON")


def defused(value: object) -> object:
    """Return a cell of CSV that no spreadsheet takes for a formula."""
    if not isinstance(value, str):
        return value
    # Python 3.11 and 3.12 put no quotes around a lone carriage return, which ends a row for whoever reads it.
    text = value if "\n" in value else value.replace("\r", "\n")
    return f"'{text}" if value.startswith(FORMULA_STARTS) else text
