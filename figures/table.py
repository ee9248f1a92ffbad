"""The table beside a picture: one row a mark, with the words it was read from; and how to cite it."""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

import pandas as pd

from figures import wording
from figures.confidential import confidential, named, without_words
from figures.shown import Shown
from figures.words import Words, source
from schemas.periods import time_period

TABLE_COLUMNS = (
    "what", "value", "value_low", "value_high", "unit", "time_period", "period_start", "period_end",
    "measure", "flow", "reporter", "partner", "indicator", "counted", "status", "origin", "note", "source",
    "quote", "sentence", "fact_ids", "document_ids", "restriction",
)  # fmt: skip
_AS_SHOWN = ("measure", "flow", "reporter", "partner", "indicator", "counted", "status", "origin")


def table(words: Words, facts: pd.DataFrame, documents: pd.DataFrame, restriction: str = "") -> pd.DataFrame:
    """Return what a figure shows, TABLE_COLUMNS, in the order in which it is drawn.

    `words` are those of the figure, `facts` and `documents` the frames that it was built of. Several ids,
    quotes and sentences stand in one cell with ` | ` between. Of a confidential document there are no words,
    neither its own nor its title. A `restriction` of the facts stands in every row, which no program leaves
    out on its way from one format to another.
    """
    ids = set(words.drawn)
    of_fact = {row["fact_id"]: row for row in _records(facts[facts["fact_id"].isin(ids)])}
    used = {row["document_id"] for row in of_fact.values()}
    of_document = {
        row["document_id"]: row for row in _records(documents[documents["document_id"].isin(used)])
    }
    shown = without_words(words.rows, facts, confidential(documents))
    rows = [_row(one, of_fact, of_document) | {"restriction": restriction or None} for one in shown]
    return pd.DataFrame(rows, columns=list(TABLE_COLUMNS))


def _records(frame: pd.DataFrame) -> list[dict[Any, Any]]:
    return frame.to_dict("records")


_Known = Mapping[str, dict[Any, Any]]


def _row(one: Shown, of_fact: _Known, of_document: _Known) -> dict[str, Any]:
    facts = [of_fact[name] for name in one.fact_ids if name in of_fact]
    documents = list(dict.fromkeys(row["document_id"] for row in facts))
    told = [row for row in facts if not of_document.get(row["document_id"], {}).get("confidential")]
    sources = [_named(of_document[name]) for name in documents if name in of_document]
    return {
        "what": one.what,
        "value": one.value,
        "value_low": one.value_low,
        "value_high": one.value_high,
        "unit": one.unit,
        "time_period": _time_period(one),
        "period_start": one.period_start,
        "period_end": one.period_end,
        **{name: getattr(one, name) for name in _AS_SHOWN},
        "note": one.note or None,
        "source": _joined([*sources, *filter(None, [one.dataset])]),
        "quote": _joined(row["quote"] for row in told),
        "sentence": _joined(" ".join(row["sentence"].split()) for row in told),
        "fact_ids": _joined(one.fact_ids),
        "document_ids": _joined(documents),
    }


def _named(document: dict[Any, Any]) -> str:
    return named(document["document_id"]) if document["confidential"] else source(document)


def _time_period(one: Shown) -> str | None:
    if one.period_start is None or one.period_end is None:
        return None
    return time_period(one.period_start, one.period_end)


def _joined(parts: Iterable[str]) -> str | None:
    return " | ".join(dict.fromkeys(parts)) or None


def sources_table(words: Words, facts: pd.DataFrame, documents: pd.DataFrame) -> pd.DataFrame:
    """Return the documents and datasets behind a figure: id, publisher, title, date, address, hash.

    Of a confidential document there is its id alone. Last stand the figure's notes, as titles.
    """
    ids = set(words.drawn)
    used = list(dict.fromkeys(facts[facts["fact_id"].isin(ids)]["document_id"]))
    columns = ["document_id", "publisher", "title", "published", "url", "sha256"]
    known = documents[documents["document_id"].isin(used)][columns].astype(object)
    known.loc[known["document_id"].isin(confidential(documents)), columns[1:]] = None
    datasets = dict.fromkeys(row.dataset for row in words.rows if row.dataset)
    official = pd.DataFrame({"document_id": list(datasets), "publisher": "official figures"}, columns=columns)
    notes = pd.DataFrame({"title": list(words.notes), "publisher": "note"}, columns=columns)
    told = [known, *(one for one in (official, notes) if len(one))]
    return pd.concat([one.astype(object) for one in told], ignore_index=True)


def citation(words: Words, documents: pd.DataFrame, used: Iterable[str], version: str, made: datetime) -> str:
    """Return how a brief cites a picture: its title, its sources in full, and what made it on which day.

    A confidential document is cited by its id.
    """
    known = {row["document_id"]: row for row in _records(documents)}
    cited = [_cited(known[one]) for one in dict.fromkeys(used) if one in known]
    datasets = dict.fromkeys(row.dataset for row in words.rows if row.dataset)
    sources = "; ".join([*cited, *(f"official figures: {one}" for one in datasets)])
    said = (
        words.title,
        words.subtitle,
        f"Sources: {sources}" if sources else "",
        f"Figure made with Tradefacts {version} on {wording.day(made.date())}",
        *words.notes,
    )
    return " ".join(one if one.endswith((".", "?", "!")) else f"{one}." for one in said if one) + "\n"


def _cited(document: dict[Any, Any]) -> str:
    url = None if document["confidential"] else document["url"]
    return _named(document) + (f", {url}" if pd.notna(url) and url else "")
