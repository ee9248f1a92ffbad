"""The database -> an Index of it, made once and then kept up to date with what has changed since."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any

import numpy as np
import pandas as pd
from sqlalchemy import Connection, select

from schemas.filters import UNSAID
from store.counting import replaced_at, revision_of
from store.index import KEPT, NONE, Coded, Index, Numbers
from store.streaming import streamed
from store.tables import DOCUMENTS, FACTS, REVIEWS, is_among

_AT_ONCE = 50_000
#: The columns of an index that are read from the facts, and what they are called there.
_OF_FACTS = {name: FACTS.c[name] for name in KEPT if name in FACTS.c} | {
    "document": FACTS.c.document_id,
    "ids": FACTS.c.fact_id,
    "sentence": FACTS.c.sentence_id,
    "since": FACTS.c.period_start,
    "until": FACTS.c.period_end,
    "start": FACTS.c.start,
    "value": FACTS.c.value,
    "confidence": FACTS.c.confidence,
    "repeats": FACTS.c.repeats,
}
_TYPES = {
    "ids": "S16",
    "sentence": "int64",
    "since": "int32",
    "until": "int32",
    "published": "int32",
    "start": "int32",
    "value": "float64",
    "confidence": "float64",
    "repeats": "bool",
}


class Indexed:
    """The newest index of one database."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._lock = Lock()

    def at(self, revision: int) -> Index | None:
        """Return the index where it is of this revision, or None."""
        index = self._index
        return index if index is not None and index.revision == revision else None

    def index(self, connection: Connection) -> Index:
        """Return an index of all that is stored now; only what changed since the last one is read."""
        with self._lock:
            index = self.at(revision_of(connection))
            if index is None:
                index = self._index
                # Of a database that was put in another's place nothing is told by what has changed.
                is_old = index is None or index.revision < replaced_at(connection)
                index = _made(connection) if index is None or is_old else _renewed(index, connection)
                self._index = index
        return index


#: Columns of facts: a value of each, or a code and what the codes stand for.
Part = dict[str, Any]
#: Who published each document, and when, by its id.
Sources = dict[str, tuple[str | None, date | None]]
_DOCUMENTS_AT_ONCE = 500


def _made(connection: Connection) -> Index:
    # What is stored while it is read is looked at again the next time.
    revision = revision_of(connection)
    sources = _sources(connection, None)
    return _joined([_NO_FACTS, *_read(connection, None, sources)], revision)


def _renewed(index: Index, connection: Connection) -> Index:
    """Return an index with what is stored now of all that was written since."""
    revision = revision_of(connection)
    written = select(DOCUMENTS.c.document_id).where(DOCUMENTS.c.revision > index.revision)
    reviewed = select(REVIEWS.c.document_id).where(REVIEWS.c.revision > index.revision)
    changed = sorted({*connection.execute(written).scalars(), *connection.execute(reviewed).scalars()})
    if not changed:
        return replace(index, revision=revision)
    parts = [_without(index, set(changed))]
    for start in range(0, len(changed), _DOCUMENTS_AT_ONCE):
        some = changed[start : start + _DOCUMENTS_AT_ONCE]
        parts += _read(connection, some, _sources(connection, some))
    return _joined(parts, revision)


def _without(index: Index, documents: set[str]) -> Part:
    """Return the columns of an index without the facts of some documents."""
    values, codes = index.coded["document"]
    kept = ~np.array([one in documents for one in values], bool)[codes]
    found: Part = {name: Coded(known, numbers[kept]) for name, (known, numbers) in index.coded.items()}
    return found | {name: getattr(index, name)[kept] for name in _TYPES}


def _sources(connection: Connection, documents: list[str] | None) -> Sources:
    asked = select(DOCUMENTS.c.document_id, DOCUMENTS.c.publisher, DOCUMENTS.c.published)
    if documents is not None:
        asked = asked.where(is_among(connection, DOCUMENTS.c.document_id, documents))
    return {row[0]: (row[1], row[2]) for row in connection.execute(asked)}


def _read(connection: Connection, documents: list[str] | None, sources: Sources) -> Iterator[Part]:
    """Yield the columns of the facts of some documents, or of all, some thousand facts at a time."""
    asked = select(*_OF_FACTS.values()).order_by(FACTS.c.document_id, FACTS.c.start, FACTS.c.fact_id)
    if documents is not None:
        asked = asked.where(is_among(connection, FACTS.c.document_id, documents))
        parts: Iterable[Sequence[Any]] = connection.execute(asked).partitions(_AT_ONCE)
    else:
        parts = streamed(connection, asked, _AT_ONCE)
    for rows in parts:
        columns = dict(zip(_OF_FACTS, zip(*rows, strict=True), strict=True))
        part = {name: _column(name, values) for name, values in columns.items()}
        yield part | _of_sources(part["document"], sources)


def _column(name: str, values: Sequence[Any]) -> Any:
    if name in KEPT:
        return _coded(values)
    if name in ("since", "until"):
        return _days(values)
    if name == "ids":
        return np.array([one.encode() for one in values], "S")
    if name == "repeats":
        return np.array([one is not None for one in values], bool)
    return np.array(values, _TYPES[name])


def _coded(values: Sequence[Any]) -> Coded:
    codes, known = pd.factorize(np.array(values, object))
    return Coded([None, *known.tolist()], (codes + 1).astype("int32"))


def _days(values: Sequence[Any]) -> Numbers:
    """Return days as ordinals, 0 for none; SQLite's driver gives them as text."""
    codes, known = pd.factorize(np.array(values, object))
    days = [date.fromisoformat(day) if isinstance(day, str) else day for day in known.tolist()]
    return np.array([0, *(day.toordinal() for day in days)], "int32")[codes + 1]


def _of_sources(documents: Coded, sources: Sources) -> Part:
    """Return what facts have of the documents in which they stand."""
    told = [sources.get(one or "", (None, None)) for one in documents.values]
    # As SQL has it, `publisher=none` are those who are called so, too.
    publishers = _coded([None if publisher == UNSAID else publisher for publisher, _ in told])
    published = _days([day for _, day in told])
    of_facts = Coded(publishers.values, publishers.codes[documents.codes])
    return {"publisher": of_facts, "published": published[documents.codes]}


_NO_FACTS: Part = {
    **{name: Coded([None], np.zeros(0, "int32")) for name in KEPT},
    **{name: np.zeros(0, kind) for name, kind in _TYPES.items()},
}


def _joined(parts: Sequence[Part], revision: int) -> Index:
    """Return parts, in each of which documents have their facts in order, as one index, newest first."""
    coded = {name: _one_coding([part[name] for part in parts]) for name in KEPT}
    arrays = {name: np.concatenate([part[name] for part in parts]) for name in _TYPES}
    order = _newest_first(coded["document"], arrays["published"])
    return Index(
        revision,
        {name: Coded(known, codes[order]) for name, (known, codes) in coded.items()},
        **{name: array[order] for name, array in arrays.items()},
    )


def _one_coding(parts: Sequence[Coded]) -> Coded:
    """Return columns one behind the other, with one list of what the codes stand for."""
    table: dict[str | None, int] = {None: NONE}
    codes = [
        np.array([table.setdefault(one, len(table)) for one in values], "int32")[own] for values, own in parts
    ]
    return Coded(list(table), np.concatenate(codes))


def _newest_first(documents: Coded, published: Numbers) -> Numbers:
    """Return the order of facts by their documents' days, the newest first, and then by the documents' ids.

    The sort is a stable one, which takes little time where most are in order already.
    """
    values, codes = documents
    days = np.zeros(len(values), "int32")
    days[codes] = published
    by_name = np.empty(len(values), "int32")
    by_name[sorted(range(len(values)), key=lambda code: values[code] or "")] = np.arange(len(values))
    ranks = np.empty(len(values), "int32")
    ranks[np.lexsort((by_name, -days))] = np.arange(len(values))
    return np.argsort(ranks[codes], kind="stable")
