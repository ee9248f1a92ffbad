"""The store -> rows as plain Python. Of a confidential document they have its ids and what codes say.

What a notebook has read goes on to where the document may not, as a picture does.
"""

from collections.abc import Callable, Iterator, Sequence
from typing import Any, NamedTuple

from dashboard.api.asked import Asked
from dashboard.api.shapes import IDS, LISTED_DOCUMENT, WHOLE_DOCUMENT, WORDS
from figures.confidential import confidential
from pipeline.answers import plain_rows
from store import Store

Row = dict[str, Any]
#: So many rows are made at a time of an answer that is sent as it is made.
_AT_ONCE = 1000


class Found(NamedTuple):
    """What was found: how many there are, and the rows from one place to another, in an order that stays."""

    total: int
    rows: Callable[[int, int], list[Row]]

    def batches(self) -> Iterator[list[Row]]:
        """Yield all rows, some at a time."""
        for start in range(0, self.total, _AT_ONCE):
            yield self.rows(start, start + _AT_ONCE)


def facts(asked: Asked, store: Store) -> Found:
    """Return the facts that are asked for."""
    selection = store.selection(asked.view.asked)
    order = asked.view.order or "newest"
    by, falling = order.removeprefix("-"), order.startswith("-")

    def rows(start: int, stop: int) -> list[Row]:
        return _facts(selection.ids(start, stop, by=by, falling=falling), store)

    return Found(len(selection), rows)


def _facts(ids: Sequence[str], store: Store) -> list[Row]:
    found = plain_rows(store.facts_of(ids))
    documents = store.documents(sorted({row["document_id"] for row in found}), texts=False)
    secret = confidential(documents)
    return [row | dict.fromkeys(WORDS) if row["document_id"] in secret else row for row in found]


def documents(asked: Asked, store: Store) -> Found:
    """Return the documents with facts that are asked for; all of them where nothing is said of facts."""
    if not asked.is_filtered:
        return Found(
            store.number_of_documents(),
            lambda start, stop: _documents(store.newest_documents(start, stop), store),
        )
    selection = store.selection(asked.view.asked)
    first = selection.by_document(0, 0)
    return Found(
        first.others,
        lambda start, stop: _documents(list(selection.by_document(start, stop).facts), store),
    )


def _documents(ids: Sequence[str], store: Store) -> list[Row]:
    known = {row["document_id"]: row for row in plain_rows(store.documents(ids, texts=False))}
    originals = store.originals(ids)
    rows = [known[one] | {"copy_of": originals.get(one)} for one in ids if one in known]
    return [_by_ids(row, LISTED_DOCUMENT) for row in rows]


def _by_ids(row: Row, columns: Sequence[str]) -> Row:
    """Return the columns of a document; of a confidential one its ids alone."""
    told = IDS if row["confidential"] else columns
    return {name: row[name] if name in told else None for name in columns}


def fact(fact_id: str, store: Store) -> Row | None:
    """Return one fact with the words that gave each of its columns, by their places."""
    found = store.fact(fact_id)
    if found is None:
        return None
    (*_, row), evidence = _facts([fact_id], store), [one._asdict() for one in found.evidence]
    # A note may quote the text.
    is_secret = row["quote"] is None
    return row | {"evidence": [one | {"note": ""} for one in evidence] if is_secret else evidence}


def document(document_id: str, store: Store) -> Row | None:
    """Return one document with its text and what is known of its parts."""
    found = store.document(document_id)
    if found is None:
        return None
    row = {name: getattr(found, name) for name in WHOLE_DOCUMENT if name != "copy_of"}
    row |= {
        "confidential": bool(found.confidential),
        "copy_of": store.originals([document_id]).get(document_id),
    }
    parts = {
        "passages": [one._asdict() for one in found.passages],
        "pages": list(found.pages),
        "notes": list(found.notes),
    }
    return _by_ids(row, WHOLE_DOCUMENT) | ({name: [] for name in parts} if found.confidential else parts)
