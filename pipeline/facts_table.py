"""Facts <-> Arrow tables: the contract's columns in order, and `evidence` behind them where asked for."""

import json
from collections.abc import Sequence
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from schemas.vocabulary import DATE_COLUMNS, EVIDENCE_FIELDS, FACT_COLUMNS, NUMBER_COLUMNS, OFFSET_COLUMNS

_WORDS = [
    pa.field("field", pa.string()),
    pa.field("start", pa.int64()),
    pa.field("end", pa.int64()),
    pa.field("note", pa.string()),
]
_EVIDENCE = pa.list_(pa.struct(_WORDS))


def schema(*, evidence: bool = False) -> pa.Schema:
    """Return the types of the columns."""
    fields = [(name, _type_of(name)) for name in FACT_COLUMNS]
    return pa.schema([*fields, ("evidence", _EVIDENCE)] if evidence else fields)


def table_of(rows: Sequence[Sequence[object]], *, evidence: bool = False) -> pa.Table:
    """Return facts, in the order of FACT_COLUMNS with their evidence behind, as a table."""
    form = schema(evidence=evidence)
    columns: list[Any] = list(zip(*rows, strict=True))[: len(form)] or [()] * len(form)
    arrays = [
        _lists(values) if field.name == "evidence" else pa.array(values, field.type)
        for values, field in zip(columns, form, strict=True)
    ]
    return pa.table(arrays, schema=form)


def stored_form(table: pa.Table) -> pa.Table:
    """Return a table that has evidence as the database keeps it: with the evidence as JSON."""
    evidence = _json(table["evidence"].combine_chunks())
    return table.select(FACT_COLUMNS).append_column("evidence", evidence)


def stray_evidence(table: pa.Table, lengths: np.ndarray) -> np.ndarray:
    """Return the numbers of the facts whose evidence names no column or is outside a text of that length."""
    column = table["evidence"].combine_chunks()
    flat, facts = pc.list_flatten(column), pc.list_parent_indices(column).to_numpy()
    fields = pc.is_in(flat.field("field"), pa.array(EVIDENCE_FIELDS)).to_numpy(zero_copy_only=False)
    noted = flat.field("note").is_valid().to_numpy(zero_copy_only=False)
    starts, ends = (
        flat.field(name).fill_null(-1).to_numpy(zero_copy_only=False) for name in ("start", "end")
    )
    stands = (starts >= 0) & (starts <= ends) & (ends <= lengths[facts])
    return np.unique(facts[~(fields & noted & stands)])


def _type_of(name: str) -> pa.DataType:
    if name in DATE_COLUMNS:
        return pa.date32()
    if name in OFFSET_COLUMNS:
        return pa.int64()
    return pa.float64() if name in NUMBER_COLUMNS else pa.string()


def _lists(values: Sequence[Sequence[Sequence[object]]]) -> pa.ListArray:
    """Return the evidence of facts, each a list of (field, start, end, note)."""
    parts = list(zip(*(one for words in values for one in words), strict=True)) or [()] * len(_WORDS)
    arrays = [pa.array(part, field.type) for part, field in zip(parts, _WORDS, strict=True)]
    ends = np.cumsum([0, *(len(words) for words in values)])
    words = pa.StructArray.from_arrays(arrays, fields=list(_WORDS))
    return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), words, type=_EVIDENCE)


def _json(column: pa.ListArray) -> pa.StringArray:
    """Return evidence as the store writes it: [["flow",12,19],["unit",0,4,"a note"]]."""
    flat = column.flatten()
    numbers = [pc.cast(flat.field(name), pa.string()) for name in ("start", "end")]
    field, note = (_quoted(flat.field(name)) for name in ("field", "note"))
    one = pc.binary_join_element_wise(field, *numbers, note, ",")
    one = pc.binary_join_element_wise("[", pc.replace_substring_regex(one, ',""$', ""), "]", "")
    lists = pa.ListArray.from_arrays(_offsets(column), one)
    return pc.binary_join_element_wise("[", pc.binary_join(lists, ","), "]", "")


def _offsets(column: pa.ListArray) -> pa.Array:
    """Return where the lists of a column begin and end in what `flatten` gives; null is an empty list."""
    lengths = column.value_lengths().fill_null(0).to_numpy(zero_copy_only=False)
    return pa.array(np.append(0, np.cumsum(lengths)), pa.int32())


def _quoted(column: pa.StringArray) -> pa.StringArray:
    """Return texts as JSON; the same few words come again and again."""
    words = column.dictionary_encode()
    return pa.array([json.dumps(word) for word in words.dictionary.to_pylist()], pa.string()).take(
        words.indices
    )
