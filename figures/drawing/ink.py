"""What is to be drawn, gathered first and put into a figure at once.

Plotly looks at every annotation again for each one that is added, which takes seconds for hundreds of them.
"""

from typing import Any

import plotly.graph_objects as go


class Ink:
    """Traces, annotations and shapes that wait for their figure, each as plotly's own attributes."""

    def __init__(self) -> None:
        self._traces: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []

    def scatter(self, **says: Any) -> None:
        """Keep a trace of points or lines."""
        self._traces.append({"type": "scatter", **says})

    def bar(self, **says: Any) -> None:
        """Keep a trace of bars."""
        self._traces.append({"type": "bar", **says})

    def annotation(self, **says: Any) -> None:
        """Keep a text or an arrow."""
        self._annotations.append(says)

    def shape(self, **says: Any) -> None:
        """Keep a shape."""
        self._shapes.append(says)

    def onto(self, figure: go.Figure) -> go.Figure:
        """Put all of it into a figure, above what that already has, and return it."""
        figure.add_traces(self._traces)
        layout = figure.layout
        layout.annotations = [*layout.annotations, *self._annotations]
        layout.shapes = [*layout.shapes, *self._shapes]
        return figure
