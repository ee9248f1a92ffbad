"""Parquet: one document a row, with the columns `id` and `text`, and where they are known `title`,
`publisher` and `published`, which mean what the keys of JSONL do.

`published` is a date, a timestamp (its day in the column's own time zone) or a text. Other columns are not
read. A file is read some rows at a time, however large its row groups are; what cannot be read of a row
group is refused, and the next one is read.
"""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from typing import IO, Any

from documents.errors import DocumentError, Refusal
from documents.files import File
from documents.jsonl import document
from documents.limits import longest, too_long
from documents.raw import Raw
from documents.text import decode
from documents.unpacking import opened, unpacked_name
from schemas.records import Document

_NEEDED = ("id", "text")
_COLUMNS = (*_NEEDED, "title", "publisher", "published")
#: A column of a row group is read through a buffer of this size instead of at once.
_BUFFER = 1 << 20
#: So many rows at a time, and fewer where their texts might be more than so many bytes together.
_ROWS, _BATCH = 64, 64_000_000
#: Parquet compresses its own columns: a .parquet.gz that unpacks to more than this is none.
_LARGEST = 4_000_000_000
_EPOCH = date(1970, 1, 1).toordinal()


def cut_rows(file: File, published: date | None) -> Iterator[Raw | Refusal]:
    """Yield each row undecoded, or its refusal; `published` holds where a row has no date."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    size, most = file.state().size or 0, longest()
    with _seekable(file) as stream:
        try:
            table = pq.ParquetFile(stream, buffer_size=_BUFFER, pre_buffer=False)
            columns = _columns(file.name, table.schema_arrow)
        except (pa.ArrowException, OSError) as error:
            raise DocumentError(
                file.name, f"it is no Parquet file that can be read ({_line(error)})"
            ) from None
        told = table.metadata
        if not told.num_rows:
            yield Refusal(
                file.name, 'it has no row; write one document a row, in the columns "id" and "text"'
            )
        first = 0
        for group in range(told.num_row_groups):
            rows = told.row_group(group).num_rows
            try:
                for number, row in enumerate(_rows(table, group, columns), start=first + 1):
                    share = number * size // told.num_rows - (number - 1) * size // told.num_rows
                    yield _raw(file, number, row, published, share, most)
            except (pa.ArrowException, OSError) as error:
                name = f"{file.name}, row group {group + 1} (rows {first + 1} to {first + rows})"
                yield Refusal(name, f"it cannot be read to its end ({_line(error)})")
            first += rows


def parse_row(raw: Raw) -> Document:
    """Return the document of a row."""
    return document(raw, raw.told, decode(raw.name, raw.data))


def _raw(
    file: File, number: int, row: dict[str, Any], published: date | None, share: int, most: int
) -> Raw | Refusal:
    name = f"{file.name}, row {number}"
    data = row.pop("text") or b""
    if len(data) > most:
        return Refusal(name, too_long(most))
    return Raw(name, "row", data, file.source, published, row, share)


def _rows(table: Any, group: int, columns: list[str]) -> Iterator[dict[str, Any]]:
    """Yield the rows of a row group: the text as bytes, a date as a date."""
    import pyarrow as pa

    rows = _rows_at_a_time(table.metadata.row_group(group))
    for batch in table.iter_batches(rows, row_groups=[group], columns=columns, use_threads=False):
        values = {}
        for name in batch.schema.names:
            column = batch.column(name)
            if name == "text":
                column = column.cast(pa.large_binary())
            elif name == "published" and (pa.types.is_temporal(column.type)):
                column = column.cast(pa.date32(), safe=False).cast(pa.int32())
                values[name] = [None if days is None else _day(days) for days in column.to_pylist()]
                continue
            values[name] = column.to_pylist()
        for row in zip(*values.values(), strict=True):
            yield dict(zip(values, row, strict=True))


def _rows_at_a_time(group: Any) -> int:
    """Return how many rows may be read at once, by what the file tells of the texts' size.

    A text that many rows share stands in the file once, in the column's dictionary, and in memory once
    for each row; so the dictionary's size is looked at as well as the average.
    """
    columns = [group.column(number) for number in range(group.num_columns)]
    text = next(column for column in columns if column.path_in_schema == "text")
    size = max(text.total_uncompressed_size, 1)
    packed = 0
    if text.dictionary_page_offset:
        packed = text.data_page_offset - text.dictionary_page_offset
    dictionary = packed * size // max(text.total_compressed_size, 1)
    return max(1, min(_ROWS, _BATCH // max(dictionary, size // max(group.num_rows, 1), 1)))


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
    return " ".join(str(error).split()).rstrip(".")
