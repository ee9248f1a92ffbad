"""Parquet: one document a row, with the columns `id` and `text`, and where they are known `title`,
`publisher`, `author`, `published` and `url`, which mean what the keys of JSONL do.

`published` is a date, a timestamp (its day in the column's own time zone) or a text. Other columns are not
read. A file is read some rows at a time, however large its row groups are; what cannot be read of a row
group is refused, and the next one is read.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from textwrap import shorten
from typing import IO, Any

from documents.errors import DocumentError, Refusal
from documents.formats.jsonl import document
from documents.formats.text import decode
from documents.limits import longest, too_long
from documents.raw import Raw
from documents.record import Record
from documents.sources.files import File
from documents.sources.unpacking import opened, unpacked_name
from schemas.records import Document

_NEEDED = ("id", "text")
_COLUMNS = (*_NEEDED, *Record._fields)
#: A column of a row group is read through a buffer of this size instead of at once.
_BUFFER = 1 << 20
#: As many rows at a time as have so many bytes together; of a large row group never more than so many, and
#: of a file that unpacks to more than so many times its size, as prose never does, next to none.
_BATCH, _ROWS, _SUSPECT_RATIO, _SUSPECT_ROWS, _MOST_ROWS = 16_000_000, 16, 12, 2, 1000
#: Parquet compresses its own columns: a .parquet.gz that unpacks to more than this is none.
_LARGEST = 4_000_000_000
_EPOCH = date(1970, 1, 1).toordinal()


def cut_rows(file: File, published: date | None) -> Iterator[Raw | Refusal]:
    """Yield each row undecoded, or its refusal; `published` holds where a row has no date."""
    most = longest()
    with _seekable(file) as stream:
        table, columns = _opened(file, stream)
        size, told = file.state().size or 0, table.metadata
        if not told.num_rows:
            yield Refusal(
                file.name, 'it has no row; write one document a row, in the columns "id" and "text"'
            )
        for number, row in _numbered(table, columns, file.name, size):
            if isinstance(row, Refusal):
                yield row
                continue
            name = f"{file.name}, row {number}"
            data = row.pop("text") or b""
            if len(data) > most:
                yield Refusal(name, too_long(most))
                continue
            share = number * size // told.num_rows - (number - 1) * size // told.num_rows
            yield Raw(name, "row", data, file.source, published, row, share)


def parse_row(raw: Raw) -> Document:
    """Return the document of a row."""
    return document(raw, raw.told, decode(raw.name, raw.data))


def _opened(file: File, stream: IO[bytes]) -> tuple[Any, list[str]]:
    """Return a file as pyarrow reads it, and the names of the columns that are read."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        table = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
        return table, _columns(file.name, table.schema_arrow)
    except DocumentError:
        raise
    except (pa.ArrowException, OSError, ValueError) as error:
        raise DocumentError(file.name, f"it is no Parquet file that can be read ({_line(error)})") from None


def _numbered(
    table: Any, columns: list[str], name: str, size: int
) -> Iterator[tuple[int, dict[str, Any] | Refusal]]:
    """Yield the rows with their numbers, and a refusal where a row group cannot be read on."""
    import pyarrow as pa

    groups = [table.metadata.row_group(number) for number in range(table.metadata.num_row_groups)]
    is_suspect = sum(group.total_byte_size for group in groups) > _SUSPECT_RATIO * size
    first = 0
    for number, group in enumerate(groups):
        at_once = _rows_at_a_time(group.total_byte_size, group.num_rows, is_suspect)
        try:
            yield from enumerate(_rows(table, number, columns, at_once), start=first + 1)
        except (pa.ArrowException, OSError, ValueError) as error:
            where = f"{name}, row group {number + 1} (rows {first + 1} to {first + group.num_rows})"
            yield first, Refusal(where, f"it cannot be read to its end ({_line(error)})")
        first += group.num_rows


def _rows(table: Any, group: int, columns: list[str], at_once: int) -> Iterator[dict[str, Any]]:
    """Yield the rows of a row group: the text as bytes, a date as a date."""
    for batch in table.iter_batches(at_once, row_groups=[group], columns=columns, use_threads=False):
        names = batch.schema.names
        values = [_values(name, batch.column(name)) for name in names]
        for row in zip(*values, strict=True):
            yield dict(zip(names, row, strict=True))


def _values(name: str, column: Any) -> list[Any]:
    import pyarrow as pa

    if name == "published" and pa.types.is_temporal(column.type):
        days = column.cast(pa.date32(), safe=False).cast(pa.int32()).to_pylist()
        return [None if day is None else _day(day) for day in days]
    if pa.types.is_integer(column.type) or pa.types.is_null(column.type):
        return list(column.to_pylist())
    values = column.cast(pa.large_binary()).to_pylist()
    return values if name == "text" else [None if value is None else _decoded(value) for value in values]


def _decoded(value: bytes) -> str | bytes:
    """Return a text; what is not UTF-8 stays as it is, and the parser refuses it with the row's name."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value


def _rows_at_a_time(size: int, rows: int, is_suspect: bool) -> int:
    """Return how many of a row group's rows are read at once, by its size in bytes, unpacked.

    A text that many rows share stands in the file once, and in memory once for each row. So no text is
    taken to be short because the average is, but where the row group is small altogether.

    What the file tells of its columns is not asked for: damaged, it ends the process (pyarrow 26).
    """
    most = _SUSPECT_ROWS if is_suspect else _ROWS
    if 0 < size * most <= _BATCH:
        return min(_BATCH // size, _MOST_ROWS)
    return max(1, min(most, _BATCH * rows // max(size, 1)))


def _columns(name: str, schema: Any) -> list[str]:
    """Return which columns are read, after a look at their types."""
    import pyarrow.types as types

    def texts(kind: Any) -> bool:
        if types.is_dictionary(kind):
            kind = kind.value_type
        return types.is_string(kind) or types.is_large_string(kind) or types.is_string_view(kind)

    may_be = {
        "id": lambda kind: texts(kind) or types.is_integer(kind),
        "text": lambda kind: texts(kind) or types.is_binary(kind) or types.is_large_binary(kind),
        "published": lambda kind: texts(kind) or types.is_date(kind) or types.is_timestamp(kind),
    }
    found = [column for column in _COLUMNS if column in schema.names]
    for column in _NEEDED:
        if column not in found:
            there = ", ".join(schema.names[:20]) or "none"
            raise DocumentError(name, f'it has no column "{column}" (it has {there}); name one so')
    for column in found:
        if schema.names.count(column) > 1:
            raise DocumentError(name, f'it has more than one column "{column}"; leave one')
        kind = schema.field(column).type
        if not types.is_null(kind) and not may_be.get(column, texts)(kind):
            wanted = {"id": "text or whole numbers", "published": "dates, timestamps or text"}.get(
                column, "text"
            )
            raise DocumentError(name, f'its column "{column}" is of type {kind}; it must be {wanted}')
    return found


def _day(days: int) -> date | str:
    try:
        return date.fromordinal(_EPOCH + days)
    except (ValueError, OverflowError):
        return f"{days} days after 1970-01-01"


@contextmanager
def _seekable(file: File) -> Iterator[IO[bytes]]:
    """Give the file as it is, or unpacked into a temporary one: Parquet is read from its end."""
    with opened(file) as stream:
        if not stream.is_packed:
            yield stream.bytes
            return
        with tempfile.TemporaryFile() as unpacked:
            while block := stream.bytes.read(_BUFFER):
                unpacked.write(block)
                if unpacked.tell() > _LARGEST:
                    plain = unpacked_name(file.name)[0]
                    raise DocumentError(
                        file.name,
                        f"it unpacks to more than {_LARGEST // 10**9} GB; give {plain} as it is, "
                        "for Parquet is compressed within",
                    )
            unpacked.seek(0)
            yield unpacked


def _line(error: Exception) -> str:
    return shorten(str(error), 200).rstrip(".")
