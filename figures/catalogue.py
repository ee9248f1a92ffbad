"""Every figure by its name, with the question it answers. A new figure is one more entry."""

from collections.abc import Callable, Sized
from typing import NamedTuple, Protocol

import pandas as pd
import plotly.graph_objects as go

from figures.charts import (
    agreement,
    before_and_after,
    changes,
    claims,
    counts,
    documents,
    flow_map,
    flows,
    matrix,
    multiples,
    prices,
    shares,
    slope,
    values,
    values_map,
    waffle,
)
from figures.options import Options


class Build(Protocol):
    """Draws a figure of validated frames of facts and of documents; see figures.style.Options."""

    def __call__(  # noqa: D102
        self, facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None
    ) -> go.Figure: ...


#: Lists what a figure would draw of frames of facts and of documents.
Shows = Callable[[pd.DataFrame, pd.DataFrame, Options], Sized]


class Entry(NamedTuple):
    """One figure: `build` draws it, `shows(facts, documents, options)` lists what it would draw."""

    name: str
    label: str
    question: str
    build: Build
    shows: Shows


def _of_facts(shows: Callable[[pd.DataFrame, Options], Sized]) -> Shows:
    """Return what lists what a figure would draw that needs no documents for it."""
    return lambda facts, _documents, options: shows(facts, options)


CATALOGUE: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "before-and-after",
            "Before and after",
            "What was it before, what is it now, and by how much did it change?",
            before_and_after.build,
            _of_facts(before_and_after.compared),
        ),
        Entry(
            "slope",
            "Slope",
            "How steeply did each rise or fall from one period to the other?",
            slope.build,
            _of_facts(slope.sloped),
        ),
        Entry(
            "values-over-time",
            "Over time",
            "How much was it, and over which period?",
            values.build,
            _of_facts(values.dated),
        ),
        Entry(
            "by-country",
            "By country",
            "How does it compare from one country to another?",
            multiples.by_country,
            _of_facts(multiples.countries),
        ),
        Entry(
            "by-product",
            "By product",
            "How does it compare from one product to another?",
            multiples.by_product,
            _of_facts(multiples.products),
        ),
        Entry(
            "changes",
            "Changes",
            "By how much did it rise or fall, compared with what?",
            changes.build,
            _of_facts(changes.changed),
        ),
        Entry(
            "changes-by-time",
            "Changes by time",
            "What rose and what fell when?",
            changes.build_by_time,
            _of_facts(changes.changed),
        ),
        Entry(
            "flows",
            "Flows",
            "Who sends how much to whom?",
            flows.build,
            flows.linked_countries,
        ),
        Entry(
            "flow-map",
            "Flow map",
            "Where does it come from, and where does it go?",
            flow_map.build,
            flow_map.mapped,
        ),
        Entry(
            "map",
            "Map",
            "Which countries have how much of it?",
            values_map.build,
            values_map.coloured,
        ),
        Entry(
            "flow-matrix",
            "Flow matrix",
            "How much goes from each country to each other one?",
            matrix.build,
            matrix.crossed,
        ),
        Entry(
            "shares",
            "Shares",
            "What part of what whole?",
            shares.build,
            _of_facts(shares.shared),
        ),
        Entry(
            "counts",
            "Counts",
            "How many of what are spoken of?",
            counts.build,
            _of_facts(counts.counted),
        ),
        Entry(
            "waffle",
            "Waffle",
            "How many are that, to be counted square by square?",
            waffle.build,
            _of_facts(counts.counted),
        ),
        Entry(
            "unit-prices",
            "Unit prices",
            "What did a tonne, a barrel or another unit cost?",
            prices.build,
            _of_facts(prices.priced),
        ),
        Entry(
            "agreement",
            "Agreement",
            "Do the sources agree, and if not, by how much?",
            agreement.build,
            agreement.agreed,
        ),
        Entry(
            "claims-against-official",
            "Against official",
            "What did the statistical office publish, and do the claims match it?",
            claims.build,
            _of_facts(claims.held),
        ),
        Entry(
            "documents",
            "Documents",
            "When was what said about when?",
            documents.build,
            documents.dated,
        ),
    )
}
