"""The pandera models of many documents and many facts, and the two functions that check a frame.

A frame that does not hold is refused whole: see schemas.contract.
"""

from collections.abc import Iterable, Iterator, Mapping

import pandas as pd
import pandera.pandas as pa

from schemas.columns import closed, country, day, number, offset, ordered, text, unit, whole
from schemas.contract import ContractError, Problem, checked
from schemas.records import Document, Fact
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
    "confidential",
    "sha256",
    "text",
)

#: Columns that hold text and may be unknown.
_TEXTS = ("counted", "indicator", "attributed_to")


def _closed(name: str, *, nullable: bool) -> pa.Column:
    return closed(CLOSED_COLUMNS[name], nullable=nullable)


FACTS = pa.DataFrameSchema(
    {
        "fact_id": pa.Column(str, unique=True, coerce=True),
        "document_id": text(),
        "start": offset(),
        "end": offset(),
        "quote": text(),
        "sentence_start": offset(),
        "sentence_end": offset(),
        "sentence": text(),
        "value": number(nullable=False),
        "value_high": number(nullable=True),
        "bound": _closed("bound", nullable=False),
        "unit": unit(),
        "measure": _closed("measure", nullable=False),
        **{
            name: _closed(name, nullable=True)
            for name in ("direction", "statistic", "flow", "balance", "role")
        },
        **{name: _closed(name, nullable=False) for name in ("status", "section", "salience")},
        "reporter": country(),
        "partner": country(),
        **{name: text(nullable=True) for name in _TEXTS},
        **{name: day() for name in DATE_COLUMNS},
        "baseline_value": number(nullable=True),
        "rule": text(),
        "confidence": pa.Column(
            "float64", pa.Check.in_range(0, 1, error="is not between 0 and 1"), coerce=True
        ),
    },
    checks=[
        whole("end is not after start", lambda f: f["end"] > f["start"]),
        whole(
            "the quantity is outside its sentence",
            lambda f: (f["sentence_start"] <= f["start"]) & (f["end"] <= f["sentence_end"]),
        ),
        whole(
            "value_high is below value",
            lambda f: f["value_high"].isna() | (f["value_high"] >= f["value"]),
        ),
        whole(
            "a change has a direction, and only changes and ratios have one",
            lambda f: (
                (~f["measure"].isin(["change", "relative_change"]) | f["direction"].notna())
                & (f["direction"].isna() | f["measure"].isin(["change", "relative_change", "ratio"]))
            ),
        ),
        whole(
            "balance is filled exactly where the flow is balance",
            lambda f: f["balance"].isna() | (f["flow"] == "balance"),
        ),
        ordered("period_start", "period_end"),
        ordered("baseline_period_start", "baseline_period_end"),
    ],
    name="FACTS",
    strict=True,
    ordered=False,
)

DOCUMENTS = pa.DataFrameSchema(
    {
        "document_id": pa.Column(
            str, pa.Check.str_length(min_value=1, error="is empty"), unique=True, coerce=True
        ),
        "title": text(nullable=True),
        "publisher": text(nullable=True),
        "author": text(nullable=True),
        "published": day(),
        "published_by": pa.Column(
            str,
            pa.Check.isin([str(one) for one in PublishedBy], error="is nothing that tells a date"),
            nullable=True,
            coerce=True,
        ),
        "url": text(nullable=True),
        "source": text(nullable=True),
        "confidential": pa.Column(bool, coerce=True),
        "sha256": pa.Column(
            str, pa.Check.str_matches(r"^[0-9a-f]{64}$", error="is no SHA-256 in hexadecimal"), coerce=True
        ),
        "text": text(),
    },
    name="DOCUMENTS",
    strict=True,
)


def check_documents(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of documents (DOCUMENT_COLUMNS) with its types set, or raise ContractError."""
    return checked(DOCUMENTS, frame)


def check_facts(frame: pd.DataFrame, texts: Mapping[str, str] | None = None) -> pd.DataFrame:
    """Return a frame of facts (FACT_COLUMNS) with its types set, or raise ContractError.

    `texts` are the documents' texts by id. Where they are given, each quote must be `text[start:end]`
    and each sentence `text[sentence_start:sentence_end]`.
    """
    whole_frame = checked(FACTS, frame)
    if texts is not None and (problems := list(_misplaced(whole_frame, texts))):
        raise ContractError(problems)
    return whole_frame[list(FACT_COLUMNS)]


def _misplaced(frame: pd.DataFrame, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what does not stand in the texts where its span says."""
    labels, ids = frame.index, frame["document_id"].tolist()
    found = [texts.get(document_id) for document_id in ids]
    for at, known in enumerate(found):
        if known is None:
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
    frame = pd.DataFrame(rows, columns=list(DOCUMENT_COLUMNS))
    # Nobody having said so is no third answer here.
    told = [one is True for one in frame["confidential"]]
    return frame.assign(confidential=pd.Series(told, frame.index, dtype=bool))
