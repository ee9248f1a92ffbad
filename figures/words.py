"""What is said around a figure: title, subtitle, notes and sources, and what it shows in words and rows."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from figures import wording
from figures.shown import Shown, back, plain

#: So many sources are named below a figure, each in so many letters: no title may take the plot's room.
_MOST_SOURCES, _MOST_LETTERS = 4, 250


@dataclass(frozen=True, slots=True)
class Words:
    """What is said around a figure. `described` says in words what it shows, for who cannot see it."""

    title: str
    subtitle: str = ""
    notes: tuple[str, ...] = ()
    sources: str = ""
    described: str = ""
    #: What is drawn, mark by mark, in drawing order.
    rows: tuple[Shown, ...] = ()
    #: True where there is nothing to draw and `described` says why.
    empty: bool = False

    @property
    def foot(self) -> str:
        """The line below the figure: its notes and its sources."""
        return " ".join(part for part in (*self.notes, self.sources) if part)

    @property
    def drawn(self) -> tuple[str, ...]:
        """The ids of the facts that are drawn, in drawing order."""
        return tuple(dict.fromkeys(one for row in self.rows for one in row.fact_ids))


def meta_of(words: Words) -> dict[str, Any]:
    """Return words as a figure keeps them in its `meta`, from which words_of() reads them."""
    said = {name: getattr(words, name) for name in Words.__dataclass_fields__} | {"rows": plain(words.rows)}
    return {"words": said}


def words_of(figure: go.Figure) -> Words:
    """Return what is said around a figure that this package drew."""
    said = dict(figure.layout.meta["words"])
    return Words(**{**said, "notes": tuple(said["notes"]), "rows": back(said["rows"])})


def sources(documents: pd.DataFrame, used: Iterable[str]) -> str:
    """Return the source line of the documents whose ids are `used`: publishers, titles and dates."""
    places = {one: at for at, one in enumerate(documents["document_id"])}
    known = [places[one] for one in dict.fromkeys(used) if one in places]
    if not known:
        return ""
    # The name of one more takes no more room than to say that there is one.
    most = _MOST_SOURCES + 1 if len(known) == _MOST_SOURCES + 1 else _MOST_SOURCES
    named = documents.iloc[known[:most]].to_dict("records")
    told = "; ".join(wording.shortened(source(one), _MOST_LETTERS) for one in named)
    more = f"; and {len(known) - most} more" if len(known) > most else ""
    return f"{'Sources' if len(known) > 1 else 'Source'}: {told}{more}."


def source(document: dict[Any, Any]) -> str:
    """Return one document as the source line names it: `Euronews, “Turkey exported …” (8 Aug 2024)`."""
    text, title, publisher = (
        None if pd.isna(document[name]) else str(document[name]) for name in ("text", "title", "publisher")
    )
    published = document["published"]
    when = wording.day(None if pd.isna(published) else published)
    name = f"“{wording.title_of(title, text or '')}”"
    return f"{publisher}, {name} ({when})" if publisher else f"{name} ({when})"
