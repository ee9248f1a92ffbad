"""The pandera models of many documents and many facts, and the two functions that check a frame.

A frame that does not hold is refused whole. The error names every bad row, column, value and reason,
because who mends an input wants all of its faults at once.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.dtypes import immutable
from pandera.engines import pandas_engine

from schemas.errors import TradefactsError
from schemas.places import countries
from schemas.records import Document, Fact
from schemas.units import is_unit
from schemas.vocabulary import CLOSED_COLUMNS, DATE_COLUMNS, FACT_COLUMNS, PublishedBy

DOCUMENT_COLUMNS = (
    "document_id",
    "title",
    "publisher",
    "author",
    "published",
    "published_by",
    "url",
    "source",
    "sha256",
    "text",
)

#: Columns that hold text and may be unknown.
_TEXTS = ("counted", "indicator", "attributed_to")
_MOST_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that does not hold: `row` is the frame's index label, or None for a whole column."""

    row: object
    column: str
    value: object
    reason: str

    def __str__(self) -> str:
        where = f"row {self.row}, column" if self.row is not None else "column"
        value = f": {self.value!r}" if self.row is not None else ""
        return f"{where} {self.column!r}{value} {self.reason}"


class ContractError(TradefactsError):
    """A frame breaks the contract. `problems` holds each bad row, column, value and reason."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = problems
        shown = "; ".join(str(one) for one in problems[:_MOST_SHOWN])
        more = f"; and {len(problems) - _MOST_SHOWN} more" if len(problems) > _MOST_SHOWN else ""
        super().__init__(f"{len(problems)} value(s) break the contract of FACTS: {shown}{more}")


def _closed(name: str, *, nullable: bool) -> pa.Column:
    words = [str(word) for word in CLOSED_COLUMNS[name]]
    return pa.Column(
        str, pa.Check.isin(words, error=f"is none of {', '.join(words)}"), nullable=nullable, coerce=True
    )


def _text(*, nullable: bool = False) -> pa.Column:
    return pa.Column(str, nullable=nullable, coerce=True)


def _country() -> pa.Column:
    known = pa.Check.isin(set(countries()), error="is no ISO 3166 alpha-3 code (or EUU, EMU, WLD)")
    return pa.Column(str, known, nullable=True, coerce=True)


@immutable
class _Day(pandas_engine.DataType):
    """A calendar day. Pandera's own datetime counts nanoseconds, which leaves no day before 1677."""

    type = np.dtype("datetime64[s]")

    def __init__(self) -> None:
        """Leave out Pandera's own, which asks for the type again."""

    def coerce(self, data_container: Any) -> Any:
        return data_container.astype(self.type)

    def coerce_value(self, value: Any) -> Any:
        return None if pd.isna(value) else np.datetime64(value, "s")

    def check(self, pandera_dtype: Any, data_container: object = None) -> bool:
        return str(getattr(pandera_dtype, "type", None)).startswith("datetime64")

    def __str__(self) -> str:
        return "a day"


def _day() -> pa.Column:
    return pa.Column(_Day(), nullable=True, coerce=True)


def _offset() -> pa.Column:
    return pa.Column("int64", pa.Check.ge(0, error="is before the text's beginning"), coerce=True)


def _number(*, nullable: bool) -> pa.Column:
    finite = pa.Check(lambda s: s.abs() != float("inf"), error="is not finite")
    return pa.Column("float64", finite, nullable=nullable, coerce=True)


def _whole(error: str, holds: Callable[[pd.DataFrame], pd.Series]) -> pa.Check:
    return pa.Check(holds, error=error, ignore_na=False)


def _ordered(first: str, last: str) -> pa.Check:
    def holds(frame: pd.DataFrame) -> pd.Series:
        both = frame[first].notna() & frame[last].notna()
        neither = frame[first].isna() & frame[last].isna()
        return neither | (both & (frame[first] <= frame[last]))

    return _whole(f"{first} and {last} are not both there and in order", holds)


FACTS = pa.DataFrameSchema(
    {
        "fact_id": pa.Column(str, unique=True, coerce=True),
        "document_id": _text(),
        "start": _offset(),
        "end": _offset(),
        "quote": _text(),
        "sentence_start": _offset(),
        "sentence_end": _offset(),
        "sentence": _text(),
        "value": _number(nullable=False),
        "value_high": _number(nullable=True),
        "bound": _closed("bound", nullable=False),
        "unit": pa.Column(
            str, pa.Check(lambda s: s.map(is_unit), error="is no unit that is defined"), coerce=True
        ),
        "measure": _closed("measure", nullable=False),
        **{
            name: _closed(name, nullable=True)
            for name in ("direction", "statistic", "flow", "balance", "role")
        },
        **{name: _closed(name, nullable=False) for name in ("status", "section", "salience")},
        "reporter": _country(),
        "partner": _country(),
        **{name: _text(nullable=True) for name in _TEXTS},
        **{name: _day() for name in DATE_COLUMNS},
        "baseline_value": _number(nullable=True),
        "rule": _text(),
        "confidence": pa.Column(
            "float64", pa.Check.in_range(0, 1, error="is not between 0 and 1"), coerce=True
        ),
    },
    checks=[
        _whole("end is not after start", lambda f: f["end"] > f["start"]),
        _whole(
            "the quantity is outside its sentence",
            lambda f: (f["sentence_start"] <= f["start"]) & (f["end"] <= f["sentence_end"]),
        ),
        _whole(
            "value_high is below value",
            lambda f: f["value_high"].isna() | (f["value_high"] >= f["value"]),
        ),
        _whole(
            "a change has a direction, and only changes and ratios have one",
            lambda f: (
                (~f["measure"].isin(["change", "relative_change"]) | f["direction"].notna())
                & (f["direction"].isna() | f["measure"].isin(["change", "relative_change", "ratio"]))
            ),
        ),
        _whole(
            "balance is filled exactly where the flow is balance",
            lambda f: f["balance"].isna() | (f["flow"] == "balance"),
        ),
        _ordered("period_start", "period_end"),
        _ordered("baseline_period_start", "baseline_period_end"),
    ],
    strict=True,
    ordered=False,
)

DOCUMENTS = pa.DataFrameSchema(
    {
        "document_id": pa.Column(
            str, pa.Check.str_length(min_value=1, error="is empty"), unique=True, coerce=True
        ),
        "title": _text(nullable=True),
        "publisher": _text(nullable=True),
        "author": _text(nullable=True),
        "published": _day(),
        "published_by": pa.Column(
            str,
            pa.Check.isin([str(one) for one in PublishedBy], error="is nothing that tells a date"),
            nullable=True,
            coerce=True,
        ),
        "url": _text(nullable=True),
        "source": _text(nullable=True),
        "sha256": pa.Column(
            str, pa.Check.str_matches(r"^[0-9a-f]{64}$", error="is no SHA-256 in hexadecimal"), coerce=True
        ),
        "text": _text(),
    },
    strict=True,
)


def _value_at(frame: pd.DataFrame, row: object, column: str) -> object:
    return frame[column].get(row) if column in frame else None


def _problems(error: pa.errors.SchemaErrors, frame: pd.DataFrame) -> list[Problem]:
    """Turn pandera's failure cases into one problem per row and reason."""
    found: dict[tuple[object, str, str], Problem] = {}
    for case in error.failure_cases.to_dict("records"):
        row = None if pd.isna(case["index"]) else case["index"]
        column, value, reason = str(case["column"]), case["failure_case"], str(case["check"])
        if row is not None and case["schema_context"] == "DataFrameSchema":
            column, value = "fact_id", _value_at(frame, row, "fact_id")
        elif reason in ("column_in_dataframe", "column_in_schema"):
            column, value = str(value), None
        found.setdefault((row, column, reason), Problem(row, column, value, _in_words(reason)))
    return list(found.values())


def _in_words(reason: str) -> str:
    if reason == "not_nullable":
        return "is missing where a value is needed"
    if reason == "field_uniqueness":
        return "stands there twice"
    if reason == "column_in_dataframe":
        return "is lacking"
    if reason == "column_in_schema":
        return "is not in the contract"
    if reason.startswith(("coerce_dtype", "dtype")):
        return "is of the wrong type"
    return reason


def _checked(schema: pa.DataFrameSchema, frame: pd.DataFrame) -> pd.DataFrame:
    try:
        return schema.validate(frame, lazy=True)
    except pa.errors.SchemaErrors as error:
        raise ContractError(_problems(error, frame)) from None


def check_documents(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of documents (DOCUMENT_COLUMNS) with its types set, or raise ContractError."""
    return _checked(DOCUMENTS, frame)


def check_facts(frame: pd.DataFrame, texts: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return a frame of facts (FACT_COLUMNS) with its types set, or raise ContractError.

    `texts` are the documents' texts by id. Where they are given, each quote must be `text[start:end]`
    and each sentence `text[sentence_start:sentence_end]`.
    """
    checked = _checked(FACTS, frame)
    if texts is not None and (problems := list(_misplaced(checked, texts))):
        raise ContractError(problems)
    return checked[list(FACT_COLUMNS)]


def _misplaced(frame: pd.DataFrame, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what does not stand in the texts where its span says."""
    labels, ids = frame.index, frame["document_id"].tolist()
    found = [texts.get(document_id) for document_id in ids]
    for at, text in enumerate(found):
        if text is None:
            yield Problem(labels[at], "document_id", ids[at], "names a document that is not there")
    for column, start, end in (("quote", "start", "end"), ("sentence", "sentence_start", "sentence_end")):
        told, starts, ends = (frame[name].tolist() for name in (column, start, end))
        stands = [text and text[first:last] for text, first, last in zip(found, starts, ends, strict=True)]
        for at in (at for at, words in enumerate(stands) if words is not None and words != told[at]):
            reason = f"is not text[{start}:{end}], which reads {stands[at]!r}"
            yield Problem(labels[at], column, told[at], reason)


def facts_frame(facts: Iterable[Fact]) -> pd.DataFrame:
    """Return facts as an unchecked frame, one row each, with the contract's columns in order."""
    return pd.DataFrame([fact[: len(FACT_COLUMNS)] for fact in facts], columns=list(FACT_COLUMNS))


def documents_frame(documents: Iterable[Document]) -> pd.DataFrame:
    """Return documents as an unchecked frame, one row each (DOCUMENT_COLUMNS)."""
    rows = [[getattr(one, name) for name in DOCUMENT_COLUMNS] for one in documents]
    return pd.DataFrame(rows, columns=list(DOCUMENT_COLUMNS))
