"""The facts that are compared, and what is known of them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd

from analysis.rows import facts_of
from dashboard.comparing.asked import Comparing
from dashboard.drawn import documents_of
from figures import wording
from schemas.records import Fact
from store import Selection, Store

#: Of each document by its id, who published it, or its title, and the day.
Sources = dict[str, tuple[str, date | None]]
#: The title of a document without a publisher is told in so many letters.
_LONGEST = 44
#: So many facts are compared, the newest; more would take longer than one waits for a filter.
MOST_COMPARED = 1_000


@dataclass(frozen=True)
class Gathered:
    """The newest facts of a view (FACT_COLUMNS), also as records, their documents, and all that pass."""

    view: Comparing
    selection: Selection
    frame: pd.DataFrame
    documents: pd.DataFrame
    facts: Sequence[Fact]

    def sources(self) -> Sources:
        """Return of each document who published it, or its title, and the day."""
        return {row["document_id"]: _source(row) for row in self.documents.to_dict("records")}


def gathered(view: Comparing, store: Store) -> Gathered:
    """Return what is compared where a view is asked for."""
    selection = store.selection(view.asked)
    frame = store.facts_of(selection.ids(0, MOST_COMPARED))
    return Gathered(view, selection, frame, documents_of(frame["document_id"], store), facts_of(frame))


def _source(document: dict[Any, Any]) -> tuple[str, date | None]:
    title, publisher, published = (
        None if pd.isna(document[name]) else document[name] for name in ("title", "publisher", "published")
    )
    name = publisher or f"“{wording.shortened(wording.title_of(title, document['text']), _LONGEST)}”"
    return name, published.date() if published is not None else None
