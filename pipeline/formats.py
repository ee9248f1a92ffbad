"""Formats in which facts are written piece by piece: JSONL, CSV, Parquet, and a folder of Parquet.

A format encodes the facts of some documents to bytes that stand by themselves, so that workers can encode
and pieces can be appended to a file that is continued later. Pieces of JSONL and CSV are the file.
Pieces of Parquet are Arrow tables; a Parquet file is made of them at the end, since its index stands
behind all of its rows.

Dates are ISO 8601. Unknown is null in JSONL and Parquet and an empty cell in CSV. A spreadsheet takes a
cell that begins with `=`, `+`, `-` or `@` for a formula; CSV has such a text (the quote `-€0.9bn`)
behind an apostrophe. JSONL and Parquet have every text as it stands.
"""

import csv
import io
import json
import re
import shutil
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import date
from itertools import accumulate, count, islice
from pathlib import Path
from typing import IO, Any, Protocol

from schemas.vocabulary import DATE_COLUMNS, FACT_COLUMNS, NUMBER_COLUMNS, OFFSET_COLUMNS

#: The values of one fact in the order of FACT_COLUMNS; a Fact is such a row with its evidence behind it.
Row = Sequence[object]

_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")
#: Facts in a row group of Parquet, and bytes that tell the length of a piece.
_ROW_GROUP = 20_000
_GROUPS_IN_PART = 10
_LENGTH = 8
_BATCH = 1000


class Format(Protocol):
    """How facts are written. Formats have no state and can be sent to any process."""

    name: str
    #: Whether the head and the pieces are the whole file; otherwise `finish` makes it of them.
    pieces_are_the_file: bool

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


class _Lines:
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
        told = (dict(zip(FACT_COLUMNS, row, strict=False)) for row in rows)
        return "".join(f"{json.dumps(one, ensure_ascii=False, default=_iso)}\n" for one in told).encode()


class Csv(_Lines):
    """A line of column names and one line a fact."""

    name = "csv"

    def head(self) -> bytes:
        """Return the line of column names."""
        return (",".join(FACT_COLUMNS) + "\n").encode()

    def lines(self, rows: Iterable[Row]) -> bytes:
        """Return a line for each fact."""
        text = io.StringIO(newline="")
        lines = csv.writer(text, lineterminator="\n")
        for row in rows:
            lines.writerow([_defused(value) for value in row[: len(FACT_COLUMNS)]])
        return text.getvalue().encode()


class Parquet:
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
                tables.append(_table(rows))
                rows = []
        tables += [_table(rows)] if rows else []
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
            _write(_row_groups(_tables(pieces)), stream)

    def write(self, rows: Iterable[Row], stream: IO[bytes]) -> None:
        """Write rows as one Parquet file."""
        waiting = iter(rows)
        _write((_table(batch) for batch in iter(lambda: list(islice(waiting, _ROW_GROUP)), [])), stream)


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
                _write(part, stream)

    def write(self, rows: Iterable[Row], stream: IO[bytes]) -> None:
        """Refuse: a folder is no stream."""
        raise NotImplementedError


FORMATS: dict[str, Format] = {one.name: one for one in (Jsonl(), Csv(), Parquet())}
PARTITIONS: Format = Partitions()
PARTITIONS_NAME = re.compile(r"part-\d{5,}\.parquet")


def _write(tables: Iterable[Any], stream: IO[bytes]) -> None:
    import pyarrow.parquet as pq

    with pq.ParquetWriter(stream, _schema()) as file:
        for table in tables:
            file.write_table(table)


def _row_groups(tables: Iterable[Any]) -> Iterator[Any]:
    """Yield tables of 20,000 rows and one of what is left, wherever the tables they are made of end."""
    import pyarrow as pa

    held: list[Any] = []
    rows = 0
    for table in tables:
        held.append(table)
        rows += len(table)
        while rows >= _ROW_GROUP:
            joined = pa.concat_tables(held)
            yield joined.slice(0, _ROW_GROUP).combine_chunks()
            held, rows = [joined.slice(_ROW_GROUP)], rows - _ROW_GROUP
    if rows:
        yield pa.concat_tables(held).combine_chunks()


def _table(rows: list[Row]) -> Any:
    import pyarrow as pa

    columns = list(zip(*rows, strict=True))[: len(FACT_COLUMNS)]
    schema = _schema()
    arrays = [pa.array(values, field.type) for values, field in zip(columns, schema, strict=True)]
    return pa.table(arrays, schema=schema)


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


def _schema() -> Any:
    import pyarrow as pa

    return pa.schema([(name, _arrow_type(name)) for name in FACT_COLUMNS])


def _arrow_type(name: str) -> object:
    import pyarrow as pa

    if name in DATE_COLUMNS:
        return pa.date32()
    if name in OFFSET_COLUMNS:
        return pa.int64()
    return pa.float64() if name in NUMBER_COLUMNS else pa.string()


def _iso(value: object) -> str:
    if isinstance(value, date):
        return value.isoformat()
    raise TypeError(f"{value!r} has no place in a fact")


def _defused(value: object) -> object:
    return f"'{value}" if isinstance(value, str) and value.startswith(_FORMULA_STARTS) else value
