"""Every figure by its name, with the question it answers. A new figure is one more entry."""

from collections.abc import Callable, Mapping, Sized
from dataclasses import replace
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
from figures.drawing.linked import picked
from figures.options import Options


class Build(Protocol):
    """Draws a figure of validated frames of facts and of documents; see figures.options.Options."""

    def __call__(  # noqa: D102
        self, facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None
    ) -> go.Figure: ...


#: Lists what a figure would draw of frames of facts and of documents.
Shows = Callable[[pd.DataFrame, pd.DataFrame, Options], Sized]


class Entry(NamedTuple):
    """One figure: `build` draws it, `shows(facts, documents, options)` lists what it would draw.

    One that `needs_one_unit` has nothing to show of several currencies until one of them is chosen.
    """

    name: str
    label: str
    build: Build
    shows: Shows
    needs_one_unit: bool = False

    @property
    def question(self) -> str:
        """The question that it answers, with which the docstring of `build` begins."""
        return f"{(self.build.__doc__ or '').strip().partition('?')[0]}?"


def _of_facts(shows: Callable[[pd.DataFrame, Options], Sized]) -> Shows:
    """Return what lists what a figure would draw that needs no documents for it."""
    return lambda facts, _documents, options: shows(facts, options)


CATALOGUE: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "before-and-after",
            "Before and after",
            before_and_after.build,
            _of_facts(before_and_after.compared),
        ),
        Entry(
            "slope",
            "Slope",
            slope.build,
            _of_facts(slope.sloped),
        ),
        Entry(
            "values-over-time",
            "Over time",
            values.build,
            _of_facts(values.dated),
        ),
        Entry(
            "by-country",
            "By country",
            multiples.by_country,
            _of_facts(multiples.countries),
        ),
        Entry(
            "by-product",
            "By product",
            multiples.by_product,
            _of_facts(multiples.products),
        ),
        Entry(
            "changes",
            "Changes",
            changes.build,
            _of_facts(changes.changed),
        ),
        Entry(
            "changes-by-time",
            "Changes by time",
            changes.build_by_time,
            _of_facts(changes.changed),
        ),
        Entry(
            "flows",
            "Flows",
            flows.build,
            flows.linked_countries,
            needs_one_unit=True,
        ),
        Entry(
            "flow-map",
            "Flow map",
            flow_map.build,
            flow_map.mapped,
            needs_one_unit=True,
        ),
        Entry(
            "map",
            "Map",
            values_map.build,
            values_map.coloured,
            needs_one_unit=True,
        ),
        Entry(
            "flow-matrix",
            "Flow matrix",
            matrix.build,
            matrix.crossed,
            needs_one_unit=True,
        ),
        Entry(
            "shares",
            "Shares",
            shares.build,
            _of_facts(shares.shared),
        ),
        Entry(
            "counts",
            "Counts",
            counts.build,
            _of_facts(counts.counted),
        ),
        Entry(
            "waffle",
            "Waffle",
            waffle.build,
            _of_facts(counts.counted),
        ),
        Entry(
            "unit-prices",
            "Unit prices",
            prices.build,
            _of_facts(prices.priced),
        ),
        Entry(
            "agreement",
            "Agreement",
            agreement.build,
            agreement.agreed,
        ),
        Entry(
            "claims-against-official",
            "Against official",
            claims.build,
            _of_facts(claims.held),
        ),
        Entry(
            "documents",
            "Documents",
            documents.build,
            documents.dated,
        ),
    )
}


def shown(facts: pd.DataFrame, documents: pd.DataFrame, options: Options) -> dict[str, int]:
    """Return how much each figure would show of validated frames, by its name."""
    return {name: len(entry.shows(facts, documents, options)) for name, entry in CATALOGUE.items()}


def waiting(
    shows: Mapping[str, int], facts: pd.DataFrame, documents: pd.DataFrame, options: Options
) -> frozenset[str]:
    """Return the names of the figures that would show something if a currency were chosen.

    `shows` is what shown() gives. Their own message says what is to be done.
    """
    empty = [one for one in CATALOGUE.values() if one.needs_one_unit and not shows[one.name]]
    if not empty or options.currency is not None or options.rates is None:
        return frozenset()
    converted = [
        replace(options, currency=currency)
        for currency in picked(facts, documents, options).flows.currencies[:_MOST_TRIED]
    ]
    return frozenset(
        one.name for one in empty if any(len(one.shows(facts, documents, each)) for each in converted)
    )


#: For so many currencies it is tried whether amounts can be converted to them.
_MOST_TRIED = 3
