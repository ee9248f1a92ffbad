"""The database -> an Index of it, made once and then kept up to date with what has changed since."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from threading import Lock
from typing import Any

import numpy as np
from sqlalchemy import ColumnElement, Connection, select

from store.counting import revision_of
from store.index import KEPT, Coded, Index, Numbers
from store.tables import DOCUMENTS, FACTS, REVIEWS

_AT_ONCE = 50_000
_TYPES = {
    "sentence": "int64",
    "since": "int32",
    "until": "int32",
    "published": "int32",
    "start": "int32",
    "value": "float64",
    "confidence": "float64",
    "repeats": "bool",
}
#: What the columns of an index are called in the tables.
_NAMES = {
    "publisher": DOCUMENTS.c.publisher,
    "document": FACTS.c.document_id,
    "ids": FACTS.c.fact_id,
    "sentence": FACTS.c.sentence_id,
    "since": FACTS.c.period_start,
    "until": FACTS.c.period_end,
    "published": DOCUMENTS.c.published,
    "repeats": FACTS.c.repeats.is_not(None),
}
_COLUMNS = (*KEPT, "ids", *_TYPES)
_DAYS = ("since", "until", "published")


class Indexed:
    """The newest index of one database."""

    def __init__(self) -> None:
        self._index: Index | None = None
        self._lock = Lock()

    def index(self, connection: Connection) -> Index:
        """Return an index of all that is stored now; only what changed since the last one is read."""
        revision = revision_of(connection)
        index = self._index
        if index is not None and index.revision == revision:
            return index
        with self._lock:
            index = self._index
            if index is None or index.revision != revision:
                index = _made(connection) if index is None else _renewed(index, connection)
                self._index = index
        return index


def _made(connection: Connection) -> Index:
    empty = {name: np.zeros(0, kind) for name, kind in _TYPES.items()}
    coded = {name: Coded([None], np.zeros(0, "int32")) for name in KEPT}
    nothing = Index(0, coded, np.zeros(0, "S16"), **empty)
    # What is stored while it is read is looked at again the next time.
    revision = revision_of(connection)
    return _sorted(
        replace(_with(nothing, _read(connection, FACTS.c.fact_id.is_not(None))), revision=revision)
    )


def _renewed(index: Index, connection: Connection) -> Index:
    """Return an index without the facts of what was written since, and with what is stored of it now."""
    revision = revision_of(connection)
    changed = set(
        connection.execute(
            select(DOCUMENTS.c.document_id).where(DOCUMENTS.c.revision > index.revision)
        ).scalars()
    )
    reviewed = set(
        connection.execute(select(REVIEWS.c.document_id).where(REVIEWS.c.revision > index.revision)).scalars()
    )
    ids = sorted(changed | reviewed)
    values, codes = index.coded["document"]
    again = np.array([one in changed or one in reviewed for one in values], bool)[codes]
    kept = _taken(index, np.flatnonzero(~again))
    for start in range(0, len(ids), 500):
        kept = _with(kept, _read(connection, FACTS.c.document_id.in_(ids[start : start + 500])))
    return _sorted(replace(kept, revision=revision))


def _read(connection: Connection, which: ColumnElement[bool]) -> Iterator[dict[str, Any]]:
    """Yield columns of facts, some thousand at a time."""
    wanted = [_NAMES[name] if name in _NAMES else FACTS.c[name] for name in _COLUMNS]
    asked = select(*wanted).join_from(FACTS, DOCUMENTS).where(which)
    streamed = connection.execution_options(yield_per=_AT_ONCE)
    for rows in streamed.execute(asked).partitions():
        yield dict(zip(_COLUMNS, zip(*rows, strict=True), strict=True))


def _with(index: Index, parts: Iterable[dict[str, Any]]) -> Index:
    """Return an index with more facts behind its own."""
    tables = {name: {value: code for code, value in enumerate(index.coded[name].values)} for name in KEPT}
    columns: dict[str, list[Numbers]] = {name: [index.coded[name].codes] for name in KEPT}
    columns |= {name: [getattr(index, name)] for name in ("ids", *_TYPES)}
    for part in parts:
        for name in KEPT:
            table = tables[name]
            columns[name].append(np.array([table.setdefault(one, len(table)) for one in part[name]], "int32"))
        columns["ids"].append(np.array([one.encode() for one in part["ids"]], "S"))
        for name, kind in _TYPES.items():
            values = _ordinals(part[name]) if name in _DAYS else part[name]
            columns[name].append(np.array(values, kind))
    whole = {name: np.concatenate(parts) for name, parts in columns.items()}
    coded = {name: Coded(list(tables[name]), whole[name]) for name in KEPT}
    return Index(index.revision, coded, whole["ids"], **{name: whole[name] for name in _TYPES})


def _ordinals(days: Iterable[date | None]) -> list[int]:
    known: dict[date | None, int] = {None: 0}
    return [known[day] if day in known else known.setdefault(day, day.toordinal()) for day in days]  # type: ignore[union-attr]


def _taken(index: Index, numbers: Numbers) -> Index:
    coded = {name: Coded(values, codes[numbers]) for name, (values, codes) in index.coded.items()}
    return replace(index, coded=coded, **{name: getattr(index, name)[numbers] for name in ("ids", *_TYPES)})


def _sorted(index: Index) -> Index:
    """Return an index with the newest documents first, and their facts as they stand in the texts."""
    values, codes = index.coded["document"]
    ranks = np.empty(len(values), "int32")
    ranks[sorted(range(len(values)), key=lambda code: values[code] or "")] = np.arange(
        len(values), dtype="int32"
    )
    return _taken(index, np.lexsort((index.ids, index.start, ranks[codes], -index.published)))
