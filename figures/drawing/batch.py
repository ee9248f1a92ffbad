"""Annotations and shapes, added to a figure all at once.

Plotly checks all of them again for each one that is added.
"""

from dataclasses import dataclass, field
from typing import Any

import plotly.graph_objects as go


@dataclass(slots=True)
class Batch:
    """What is to be added to a figure's layout."""

    annotations: list[dict[str, Any]] = field(default_factory=list)
    shapes: list[dict[str, Any]] = field(default_factory=list)

    def write(self, **annotation: Any) -> None:
        """Add one text, or one arrow."""
        self.annotations.append(annotation)

    def draw(self, **shape: Any) -> None:
        """Add one shape."""
        self.shapes.append(shape)

    def onto(self, figure: go.Figure) -> None:
        """Add all of it to a figure."""
        figure.layout.annotations = [*figure.layout.annotations, *self.annotations]
        figure.layout.shapes = [*figure.layout.shapes, *self.shapes]
