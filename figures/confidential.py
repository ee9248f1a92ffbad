"""What is said of a confidential document beside a picture: what its facts' codes say, and no word of it."""

import re
from collections.abc import Iterable, Sequence
from typing import Any

import pandas as pd

from figures import wording
from figures.shown import Shown

#: What a note quotes are a document's words.
_QUOTED = re.compile("“[^”]*”")


def confidential(documents: pd.DataFrame) -> frozenset[str]:
    """Return the ids of the documents that are confidential."""
    return frozenset(documents[documents["confidential"]]["document_id"])


def named(document_id: str) -> str:
    """Return what a confidential document is called."""
    return f"confidential document {document_id}"


def without_words(rows: Iterable[Shown], facts: pd.DataFrame, secret: frozenset[str]) -> Sequence[Shown]:
    """Return the rows of a figure; those that stand for a fact of a `secret` document say what codes say."""
    theirs = set(facts[facts["document_id"].isin(secret)]["fact_id"])
    return [one if theirs.isdisjoint(one.fact_ids) else _by_codes(one) for one in rows]


def _by_codes(row: Shown) -> Shown:
    what = wording.flow_phrase(row.flow, row.reporter, row.partner)
    changed: dict[str, Any] = {
        "what": what or wording.capital(row.measure.replace("_", " ")),
        "note": _QUOTED.sub("“…”", row.note),
        "indicator": None,
        "counted": None,
    }
    return row._replace(**changed)


def titled(documents: pd.DataFrame) -> pd.DataFrame:
    """Return documents of which a confidential one without a title is not called by the words of its text."""
    untitled = documents["confidential"] & documents["title"].fillna("").eq("")
    return documents.assign(title=documents["title"].mask(untitled, "Document " + documents["document_id"]))
