"""A view -> the figure of it: which facts are drawn, with what beside them, and as what."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import pandas as pd

from analysis.rows import facts_of, plain_values
from dashboard.address import TABLE, View
from figures import wording
from figures.catalogue import CATALOGUE, Entry, shown, waiting
from figures.look import LIGHT, THEMES
from figures.options import Options
from figures.selection import Selection
from pipeline.official import series_for
from pipeline.rates import configured_rates
from store import Store

#: A figure draws so many facts, the newest; more would be neither seen apart nor drawn while one waits.
MOST_DRAWN = 300
#: A document without a title is called by the beginning of its text.
_BEGINNING = 400


class Material(NamedTuple):
    """What the figure of a view is built of: FACT_COLUMNS, DOCUMENT_COLUMNS, and how.

    `part` says that these are not all the facts that there are.
    """

    facts: pd.DataFrame
    documents: pd.DataFrame
    options: Options
    part: str = ""

    def selection(self) -> Selection:
        """Return the same as figures take it."""
        return Selection.of(self.facts, self.documents, self.options)


class Drawn(NamedTuple):
    """The selection that a view draws, the figure chosen, and what the others would show.

    `shows` is how much each figure would show, by its name; `offered` are the names of those that have
    something to show, or will when a currency is chosen. `part` says that these are not all facts there are.
    """

    selection: Selection
    entry: Entry
    shows: Mapping[str, int]
    offered: Collection[str]
    part: str


def drawn(view: View, store: Store, theme: str | None = None, width: int | None = None) -> Drawn:
    """Return what the figure of a view is built of, which one it is, and which others there are."""
    found = material(view, store, theme, width)
    selection = found.selection()
    shows = shown(selection)
    offered = {name for name, many in shows.items() if many} | waiting(shows, selection)
    return Drawn(selection, CATALOGUE[_named(view) or _most(shows)], shows, offered, found.part)


def chosen(view: View, found: Material) -> str:
    """Return the name of the figure of a view: the one that it names, or else whichever shows most."""
    return _named(view) or _most(shown(found.selection()))


def _named(view: View) -> str | None:
    return view.figure if view.figure != TABLE else None


def _most(shows: Mapping[str, int]) -> str:
    return max(CATALOGUE, key=lambda name: shows[name])


def material(view: View, store: Store, theme: str | None = None, width: int | None = None) -> Material:
    """Return what the figure of a view is built of, in the colours of a theme.

    With a `width` it is to be drawn bare, for a page that sets its words itself.
    """
    passing = store.selection(view.asked)
    facts = store.facts_of(passing.ids(0, MOST_DRAWN))
    documents = documents_of(facts["document_id"], store)
    part = _part(len(passing))
    notes = (*view.options.notes, *filter(None, [part]))
    options = replace(options_of(view, facts, documents, store, theme, width), notes=notes)
    return Material(facts, documents, options, part)


def options_of(
    view: View,
    facts: pd.DataFrame,
    documents: pd.DataFrame,
    store: Store,
    theme: str | None = None,
    width: int | None = None,
) -> Options:
    """Return how a figure of these facts and documents is drawn, and beside what; with a `width`, bare."""
    return replace(
        view.options,
        palette=THEMES.get(theme or "", LIGHT),
        rates=configured_rates(),
        originals=store.originals(list(documents["document_id"])),
        observations=series_for(facts_of(facts), store) if view.official else None,
        bare=width is not None,
        width=width or view.options.width,
    )


def documents_of(ids: Iterable[str], store: Store) -> pd.DataFrame:
    """Return documents by the ids that facts have of them, DOCUMENT_COLUMNS, of their texts the beginning."""
    return store.documents(list(dict.fromkeys(ids)), letters=_BEGINNING)


def titles_of(documents: pd.DataFrame) -> dict[str, str]:
    """Return what each document is called, by id."""
    ids, titles, texts = (plain_values(documents[name]) for name in ("document_id", "title", "text"))
    return {one: wording.title_of(title, text) for one, title, text in zip(ids, titles, texts, strict=True)}


def _part(there: int) -> str:
    return f"The newest {MOST_DRAWN} of {there:,} facts." if there > MOST_DRAWN else ""
