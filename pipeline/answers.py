"""Frames of answers (series, agreement, comparisons, tables of figures) -> JSON, JSONL, CSV, XLSX, Parquet.

Unknown is null, or an empty cell; days are ISO 8601. As in a file of facts, a text that a spreadsheet would
take for a formula stands behind an apostrophe in CSV.
"""

import csv
import io
import json
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pandas as pd

from pipeline.formats import defused, iso
from pipeline.output import OutputError, moved_into_place


def write_answers(frame: pd.DataFrame, path: Path) -> None:
    """Write a frame to a file, in the format that its ending names. Raises OutputError for another ending."""
    write = ANSWER_FORMATS.get(path.suffix.lower().removeprefix("."))
    if write is None:
        endings = ", ".join(f".{known}" for known in ANSWER_FORMATS)
        raise OutputError(f"No table can be written to {path}: give a file that ends in {endings}.")
    with moved_into_place(path) as stream:
        stream.write(write(frame))


def plain_rows(frame: pd.DataFrame) -> list[dict[str, Any]]:
    """Return the rows of a frame as plain Python: None for what is unknown, dates for days."""
    records = frame.astype(object).to_dict("records")
    return [{str(name): _plain(value) for name, value in record.items()} for record in records]


def _plain(value: Any) -> Any:
    if value is None or pd.isna(value):
        return None
    return value.date() if isinstance(value, datetime) else value


def _jsonl(frame: pd.DataFrame) -> bytes:
    lines = (json.dumps(row, ensure_ascii=False, default=iso) for row in plain_rows(frame))
    return "".join(f"{line}\n" for line in lines).encode()


def _json(frame: pd.DataFrame) -> bytes:
    return (json.dumps(plain_rows(frame), ensure_ascii=False, indent=1, default=iso) + "\n").encode()


def _xlsx(frame: pd.DataFrame) -> bytes:
    from pipeline.spreadsheet import sheet_of, workbook

    return workbook({"Data": sheet_of(frame, plain_rows(frame))})


def _csv(frame: pd.DataFrame) -> bytes:
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(frame.columns)
    lines.writerows([defused(value) for value in row.values()] for row in plain_rows(frame))
    return text.getvalue().encode()


def _parquet(frame: pd.DataFrame) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    rows = plain_rows(frame)
    columns = {str(name): [row[str(name)] for row in rows] for name in frame.columns}
    kinds = {"number": pa.float64(), "count": pa.int64(), "day": pa.date32(), "yes or no": pa.bool_()}
    kind_of = {name: kinds[kind] for kind, names in _KINDS.items() for name in names}
    table = pa.table(
        {name: pa.array(values, kind_of.get(name, pa.string())) for name, values in columns.items()}
    )
    sink = pa.BufferOutputStream()
    pq.write_table(table, sink)
    return bytes(sink.getvalue())


#: What columns hold besides text, whether or not an answer has anything to put there.
_KINDS = {
    "number": (
        *("value", "value_low", "value_high", "stated_value", "observed"),
        *("difference", "relative_difference"),
    ),
    "count": ("gap", "sources"),
    "day": (
        *("period_start", "period_end", "baseline_period_start", "baseline_period_end"),
        *("vintage",),
    ),
    "yes or no": ("mirror",),
}

#: How a frame is written, by the ending of the file.
ANSWER_FORMATS: dict[str, Callable[[pd.DataFrame], bytes]] = {
    "jsonl": _jsonl,
    "json": _json,
    "csv": _csv,
    "parquet": _parquet,
    "xlsx": _xlsx,
}
