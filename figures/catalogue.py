"""Every figure by its name, with the question it answers. A new figure is one more entry."""

from collections.abc import Callable, Mapping, Sized
from typing import NamedTuple

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
from figures.selection import Selection


class Entry(NamedTuple):
    """One figure: `draw` draws it of a selection, `shows` lists what it would draw.

    One that `needs_one_unit` has nothing to show of several currencies until one of them is chosen.
    """

    name: str
    label: str
    draw: Callable[[Selection], go.Figure]
    shows: Callable[[Selection], Sized]
    needs_one_unit: bool = False

    @property
    def question(self) -> str:
        """The question that it answers, with which the docstring of `draw` begins."""
        return f"{(self.draw.__doc__ or '').strip().partition('?')[0]}?"

    def build(
        self, facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None
    ) -> go.Figure:
        """Return the figure of validated frames of facts and of documents; see figures.options.Options."""
        return self.draw(Selection.of(facts, documents, options))


CATALOGUE: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "before-and-after",
            "Before and after",
            before_and_after.draw,
            before_and_after.compared,
        ),
        Entry(
            "slope",
            "Slope",
            slope.draw,
            slope.sloped,
        ),
        Entry(
            "values-over-time",
            "Over time",
            values.draw,
            values.dated,
        ),
        Entry(
            "by-country",
            "By country",
            multiples.by_country,
            multiples.countries,
        ),
        Entry(
            "by-product",
            "By product",
            multiples.by_product,
            multiples.products,
        ),
        Entry(
            "changes",
            "Changes",
            changes.draw,
            changes.changed,
        ),
        Entry(
            "changes-by-time",
            "Changes by time",
            changes.draw_by_time,
            changes.changed,
        ),
        Entry(
            "flows",
            "Flows",
            flows.draw,
            flows.linked_countries,
            needs_one_unit=True,
        ),
        Entry(
            "flow-map",
            "Flow map",
            flow_map.draw,
            flow_map.mapped,
            needs_one_unit=True,
        ),
        Entry(
            "map",
            "Map",
            values_map.draw,
            values_map.coloured,
            needs_one_unit=True,
        ),
        Entry(
            "flow-matrix",
            "Flow matrix",
            matrix.draw,
            matrix.crossed,
            needs_one_unit=True,
        ),
        Entry(
            "shares",
            "Shares",
            shares.draw,
            shares.shared,
        ),
        Entry(
            "counts",
            "Counts",
            counts.draw,
            counts.counted,
        ),
        Entry(
            "waffle",
            "Waffle",
            waffle.draw,
            counts.counted,
        ),
        Entry(
            "unit-prices",
            "Unit prices",
            prices.draw,
            prices.priced,
        ),
        Entry(
            "agreement",
            "Agreement",
            agreement.draw,
            agreement.agreed,
        ),
        Entry(
            "claims-against-official",
            "Against official",
            claims.draw,
            claims.held,
        ),
        Entry(
            "documents",
            "Documents",
            documents.draw,
            documents.dated,
        ),
    )
}


def shown(selection: Selection) -> dict[str, int]:
    """Return how much each figure would show, by its name."""
    return {name: len(entry.shows(selection)) for name, entry in CATALOGUE.items()}


def waiting(shows: Mapping[str, int], selection: Selection) -> frozenset[str]:
    """Return the names of the figures that would show something if a currency were chosen.

    `shows` is what shown() gives. Their own message says what is to be done.
    """
    empty = [one for one in CATALOGUE.values() if one.needs_one_unit and not shows[one.name]]
    if not empty or selection.options.currency is not None or selection.options.rates is None:
        return frozenset()
    converted = [
        selection.in_currency(currency) for currency in picked(selection).flows.currencies[:_MOST_TRIED]
    ]
    return frozenset(one.name for one in empty if any(len(one.shows(each)) for each in converted))


#: For so many currencies it is tried whether amounts can be converted to them.
_MOST_TRIED = 3
