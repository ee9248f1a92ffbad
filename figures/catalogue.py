"""Every figure by its name, with the question it answers. A new figure is one more entry."""

from collections.abc import Callable, Sized
from typing import NamedTuple, Protocol

import pandas as pd
import plotly.graph_objects as go

from figures import before_and_after, changes, counts, values
from figures.style import Options


class Build(Protocol):
    """Draws a figure of validated frames of facts and of documents; see figures.style.Options."""

    def __call__(  # noqa: D102
        self, facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None
    ) -> go.Figure: ...


class Entry(NamedTuple):
    """One figure: `build` draws it, `shows(facts, options)` lists what it would draw."""

    name: str
    label: str
    question: str
    build: Build
    shows: Callable[[pd.DataFrame, Options], Sized]


CATALOGUE: dict[str, Entry] = {
    entry.name: entry
    for entry in (
        Entry(
            "before-and-after",
            "Before and after",
            "What was it before, what is it now, and by how much did it change?",
            before_and_after.build,
            before_and_after.compared,
        ),
        Entry(
            "values-over-time",
            "Over time",
            "How much was it, and over which period?",
            values.build,
            values.dated,
        ),
        Entry(
            "changes",
            "Changes",
            "By how much did it rise or fall, compared with what?",
            changes.build,
            changes.changed,
        ),
        Entry(
            "counts",
            "Counts",
            "How many of what are spoken of?",
            counts.build,
            counts.counted,
        ),
    )
}
