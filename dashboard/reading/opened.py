"""An address -> the part of a document that it shows, with its facts."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import parse_qsl

from analysis.rows import facts_of
from dashboard.address import View, read
from dashboard.reading.lines import entry, lines
from dashboard.reading.parts import Part, part_of, parts
from schemas.filters import Filters
from schemas.records import Document, Fact
from store import Selection, Store


class Asked(NamedTuple):
    """What an address asks of this page: its view, the fact that is open, and the query string itself."""

    view: View
    fact_id: str | None
    query: str

    @classmethod
    def of(cls, query: str) -> "Asked":
        """Read a query string; of a value that was derived from several facts the first is meant."""
        given = dict(parse_qsl(query.removeprefix("?")))
        return cls(read(query), given.get("fact", "").partition(" ")[0] or None, query)

    @property
    def document_id(self) -> str | None:
        """The one document that is asked for; None where it is the list."""
        ids = self.view.filters.document
        return ids[0] if len(ids) == 1 else None

    def selection(self, store: Store) -> Selection:
        """Return the facts that pass, those that copies say again among them: here they are read."""
        return store.selection(replace(self.view.filters, copies=True))


class Opened(NamedTuple):
    """A part of a document, with the facts of it that pass the filters in force.

    `ids` are those of the whole document, in the order of its text; `here` which of them stand in the part.
    """

    document: Document
    part: Part
    facts: Sequence[Fact]
    ids: Sequence[str]
    here: slice
    selection: Selection

    def shown(self, asked: Asked) -> dict[str, Any]:
        """Return the part as plain data, for assets/read.js."""
        document, part, here = self.document, self.part, self.here
        return {
            "asked": asked.query,
            "part": part.number,
            "lines": lines(document.text, part.start, part.end, self.facts, document.passages),
            "facts": [entry(one) for one in self.facts],
            "first": here.start,
            "all": len(self.ids),
            "before": self.ids[here.start - 1] if here.start else None,
            "after": self.ids[here.stop] if here.stop < len(self.ids) else None,
        }


def opened(asked: Asked, store: Store) -> Opened | None:
    """Return what is shown of the document that is asked for; None where none of that id is stored."""
    document = store.document(asked.document_id or "")
    if document is None:
        return None
    every = store.selection(Filters(document=(document.document_id,), copies=True))
    selection = asked.selection(store)
    ids, starts = selection.ids(), selection.starts()
    found = parts(document.text, every.starts())
    at = _place(asked, ids, starts, document, store)
    part = part_of(found, at) if at is not None else found[min(asked.view.page, len(found)) - 1]
    here = part.among(starts)
    facts = facts_of(store.facts_of(ids[here]))
    return Opened(document, part, facts, ids, here, selection)


def _place(
    asked: Asked, ids: Sequence[str], starts: Sequence[int], document: Document, store: Store
) -> int | None:
    """Return where the fact that is open stands in the document; None where there is none, or elsewhere."""
    if asked.fact_id is None:
        return None
    if asked.fact_id in ids:
        return starts[ids.index(asked.fact_id)]
    fact = store.fact(asked.fact_id)
    return fact.start if fact is not None and fact.document_id == document.document_id else None
