"""Facts that files hold -> the facts of each document, in whichever order the documents come.

`tradefacts extract` writes such files, on this machine or on many. The files are read twice: once for the
ids of the documents alone, and then the rows of each document as it is asked for. What is remembered is
24 bytes for each stretch of rows of one document, and two row groups; files that cannot be read in parts
are rewritten into a folder that is removed in the end.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import ExitStack
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Self

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from pipeline.facts_table import schema, table_of
from pipeline.formats import EXTRACTOR, ROW_GROUP
from schemas.errors import TradefactsError
from schemas.vocabulary import DATE_COLUMNS, FACT_COLUMNS

ENDINGS = (".parquet", ".jsonl", ".ndjson")
#: Row groups that are held: where documents are in another order than the facts, they alternate.
_HELD_GROUPS = 4
_MOST_NAMED = 3


#: Rows of one document that stand together: the first one's number among the rows of all files, and how many.
Stretch = tuple[int, int]


class FiledError(TradefactsError):
    """Files of facts cannot be used; the message is a sentence."""


class FiledFacts:
    """The facts of files or folders of them, by document. Use it in a `with` statement.

    Raises FiledError, with a sentence that names the file.
    """

    def __init__(self, sources: Sequence[str | Path]) -> None:
        self.sources = [Path(source) for source in sources]
        self._open = ExitStack()
        try:
            folder = Path(self._open.enter_context(TemporaryDirectory(prefix="tradefacts-")))
            self.paths = [path for source in self.sources for path in _files(source)]
            self._files = [self._opened(path, folder / str(n)) for n, path in enumerate(self.paths)]
            self._index = _Index(self.paths, self._files)
        except BaseException:
            self._open.close()
            raise
        #: Whether every file has the words that each column was read from.
        self.have_evidence = all("evidence" in file.schema_arrow.names for file in self._files)
        told = {
            (file.schema_arrow.metadata or {}).get(EXTRACTOR.encode(), b"").decode() for file in self._files
        }
        #: What read the facts, where every file tells the same of it.
        self.read_by = next(iter(told)) or None if len(told) == 1 else None
        self._groups: dict[tuple[int, int], pa.Table] = {}

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._open.close()

    def find(self, document_ids: Sequence[str]) -> list[list[Stretch]]:
        """Return where the facts of each document stand, and remember that they were asked for."""
        return self._index.find(document_ids)

    def take(self, stretches: Iterable[Stretch]) -> pa.Table:
        """Return the facts of these stretches, FACT_COLUMNS and `evidence`, in their order."""
        parts = [part for stretch in _joined(stretches) for part in self._rows(*stretch)]
        return pa.concat_tables(parts).combine_chunks() if parts else schema(evidence=True).empty_table()

    def left(self) -> tuple[int, int, list[str]]:
        """Return of how many documents the facts were not asked for, how many these are, and some names."""
        runs = self._index.left()
        some = [str(next(self._rows(start, 1))["document_id"][0]) for start, _ in runs[:_MOST_NAMED]]
        return len(runs), sum(length for _, length in runs), some

    def _rows(self, start: int, length: int) -> Iterator[pa.Table]:
        """Yield the rows of a stretch, which may go over several row groups and files."""
        while length:
            number, group, first, last = self._index.group_of(start)
            part = self._group(number, group).slice(start - first, min(length, last - start))
            yield part
            start, length = start + len(part), length - len(part)

    def _group(self, number: int, group: int) -> pa.Table:
        key = (number, group)
        if key not in self._groups:
            while len(self._groups) >= _HELD_GROUPS:
                del self._groups[next(iter(self._groups))]
            self._groups[key] = _typed(self.paths[number], self._files[number].read_row_group(group))
        return self._groups[key]

    def _opened(self, path: Path, spare: Path) -> pq.ParquetFile:
        try:
            if path.suffix.lower() == ".parquet":
                file = pq.ParquetFile(path)
                groups = [file.metadata.row_group(n).num_rows for n in range(file.num_row_groups)]
                if max(groups, default=0) > 5 * ROW_GROUP:
                    batches = file.iter_batches(batch_size=ROW_GROUP)
                    parts = (pa.Table.from_batches([batch]) for batch in batches)
                    file = _rewritten(parts, file.schema_arrow, spare)
            else:
                has_evidence, tables = _tables_of_lines(path)
                file = _rewritten(tables, schema(evidence=has_evidence), spare)
        except (OSError, pa.ArrowException) as error:
            reason = (getattr(error, "strerror", None) or str(error)).partition("\n")[0].rstrip(".")
            raise FiledError(f"The facts of {path} cannot be read: {reason}.") from None
        if lacking := [name for name in FACT_COLUMNS if name not in file.schema_arrow.names]:
            raise FiledError(
                f"{path} holds no facts: it lacks the column(s) {', '.join(lacking)}; name a file that "
                "tradefacts extract has written."
            )
        self._open.callback(file.close)
        return file


class _Index:
    """Where the facts of each document stand; a row's place is its number among the rows of all files."""

    def __init__(self, paths: Sequence[Path], files: Sequence[pq.ParquetFile]) -> None:
        self._groups = [
            (number, group, file.metadata.row_group(group).num_rows)
            for number, file in enumerate(files)
            for group in range(file.num_row_groups)
        ]
        self._ends = np.cumsum([rows for _, _, rows in self._groups], dtype="int64")
        keys, starts, lengths = [], [], []
        for (number, group, _), end in zip(self._groups, self._ends, strict=True):
            ids = _ids(paths[number], files[number].read_row_group(group, columns=["document_id"]))
            first = int(end) - len(ids)
            new = np.flatnonzero(np.append(True, ids[1:] != ids[:-1])) if len(ids) else np.array([], "int64")
            keys += [_key(one) for one in ids[new]]
            starts.append(new + first)
            lengths.append(np.diff(np.append(new, len(ids))))
        unordered = np.array(keys, "uint64")
        order = np.argsort(unordered, kind="stable")
        self._keys = unordered[order]
        self._starts = np.concatenate([*starts, np.array([], "int64")])[order]
        self._lengths = np.concatenate([*lengths, np.array([], "int64")])[order]
        self._asked = np.zeros(len(order), bool)

    def find(self, document_ids: Sequence[str]) -> list[list[Stretch]]:
        keys = np.array([_key(one) for one in document_ids], "uint64")
        firsts, lasts = (np.searchsorted(self._keys, keys, side) for side in ("left", "right"))
        found = [slice(first, last) for first, last in zip(firsts.tolist(), lasts.tolist(), strict=True)]
        for one in found:
            self._asked[one] = True
        return [self._stretches(one) for one in found]

    def left(self) -> list[Stretch]:
        return sorted(self._stretches(~self._asked))

    def _stretches(self, which: Any) -> list[Stretch]:
        return list(zip(self._starts[which].tolist(), self._lengths[which].tolist(), strict=True))

    def group_of(self, row: int) -> tuple[int, int, int, int]:
        """Return the file and row group that a row is in, and where that group begins and ends."""
        at = int(np.searchsorted(self._ends, row, side="right"))
        number, group, rows = self._groups[at]
        return number, group, int(self._ends[at]) - rows, int(self._ends[at])


def _joined(stretches: Iterable[Stretch]) -> Iterator[Stretch]:
    """Put together what stands side by side."""
    start = length = 0
    for first, rows in stretches:
        if first == start + length:
            length += rows
            continue
        if length:
            yield start, length
        start, length = first, rows
    if length:
        yield start, length


def _key(document_id: str) -> int:
    digest = hashlib.blake2b(document_id.encode("utf-8", "surrogatepass"), digest_size=8)
    return int.from_bytes(digest.digest(), "big")


def _ids(path: Path, table: pa.Table) -> np.ndarray:
    ids = _cast(path, table["document_id"], pa.string())
    if ids.null_count:
        raise FiledError(f"{path} holds facts without a document_id.")
    return ids.to_numpy()


def _files(source: Path) -> Iterator[Path]:
    """Yield a file, or the files of facts of a folder and its subfolders in the order of their names."""
    if source.is_dir():
        found = sorted(
            path
            for path in source.rglob("*")
            if path.suffix.lower() in ENDINGS and not path.name.startswith((".", "_"))
        )
        if not found:
            raise FiledError(f"The folder {source} holds no file that ends in {', '.join(ENDINGS)}.")
        yield from found
    elif source.suffix.lower() not in ENDINGS:
        raise FiledError(
            f"Facts are not loaded from {source}: give a file that ends in {', '.join(ENDINGS)}, or a folder "
            "of them; CSV is for spreadsheets."
        )
    else:
        yield source


def _rewritten(tables: Iterable[pa.Table], form: pa.Schema, path: Path) -> pq.ParquetFile:
    """Write tables as a file that can be read in parts, and open it."""
    with pq.ParquetWriter(path, form, compression="lz4") as file:
        for table in tables:
            file.write_table(table)
    return pq.ParquetFile(path)


def _typed(path: Path, table: pa.Table) -> pa.Table:
    """Return a table with the contract's types, and with evidence, empty where there is none."""
    form = schema(evidence=True)
    if "evidence" not in table.column_names:
        empty = pa.array([[]], form.field("evidence").type).take(pa.array(np.zeros(len(table), "int64")))
        table = table.append_column("evidence", empty)
    columns = [_cast(path, table[field.name], field.type, field.name) for field in form]
    return pa.table(columns, schema=form)


def _cast(path: Path, column: pa.ChunkedArray, kind: pa.DataType, name: str = "document_id") -> Any:
    try:
        return column if column.type == kind else pc.cast(column, kind)
    except pa.ArrowException:
        raise FiledError(f"{path} holds no facts: its column {name} is {column.type}, not {kind}.") from None


def _tables_of_lines(path: Path) -> tuple[bool, Iterator[pa.Table]]:
    """Return whether the facts of a JSONL file have evidence, and the facts."""
    with path.open("rb") as lines:
        first = next(lines, b"")
    has_evidence = bool(first) and "evidence" in _object(path, 1, first)
    return has_evidence, _tables_of_facts(path, has_evidence)


def _tables_of_facts(path: Path, has_evidence: bool) -> Iterator[pa.Table]:
    names = (*FACT_COLUMNS, "evidence") if has_evidence else FACT_COLUMNS
    rows: list[tuple[object, ...]] = []
    with path.open("rb") as lines:
        for number, line in enumerate(lines, start=1):
            told = _object(path, number, line)
            try:
                told |= {name: told[name] and date.fromisoformat(told[name]) for name in DATE_COLUMNS}
                rows.append(tuple([told[name] for name in names]))
            except (KeyError, TypeError, ValueError) as error:
                raise FiledError(f"{path}, line {number}, is no fact: {_told(error)}.") from None
            if len(rows) >= ROW_GROUP:
                yield _table(path, number, rows, has_evidence)
                rows = []
    if rows:
        yield _table(path, number, rows, has_evidence)


def _table(path: Path, number: int, rows: list[tuple[object, ...]], has_evidence: bool) -> pa.Table:
    try:
        return table_of(rows, evidence=has_evidence)
    except (pa.ArrowException, TypeError, ValueError) as error:
        first = number - len(rows) + 1
        raise FiledError(f"{path} has no fact somewhere from line {first} to {number}: {error}.") from None


def _told(error: Exception) -> str:
    return f"it has no {error}" if isinstance(error, KeyError) else str(error)


def _object(path: Path, number: int, line: bytes) -> dict[str, Any]:
    try:
        told = json.loads(line)
    except (ValueError, RecursionError):
        told = None
    if not isinstance(told, dict):
        raise FiledError(f"{path}, line {number}, is no fact: it is no JSON object.")
    return told
