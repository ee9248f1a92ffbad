"""What is to be drawn, gathered first and made a figure at once.

Plotly looks at every attribute that it is given, and at all annotations again for each one that is added:
that takes longer than all the rest of a figure. What is gathered here is not looked at; tests do that.
"""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go


class Ink:
    """A figure in the making: its layout, traces, annotations and shapes, each as plotly's own attributes."""

    def __init__(self) -> None:
        #: What is said of the figure as a whole, such as `margin` and `height`.
        self.layout: dict[str, Any] = {}
        self._traces: list[dict[str, Any]] = []
        self._annotations: list[dict[str, Any]] = []
        self._shapes: list[dict[str, Any]] = []

    def trace(self, kind: str, **says: Any) -> None:
        """Keep a trace of one of plotly's kinds."""
        self._traces.append({"type": kind, **_said(says)})

    def scatter(self, **says: Any) -> None:
        """Keep a trace of points or lines."""
        self.trace("scatter", **says)

    def bar(self, **says: Any) -> None:
        """Keep a trace of bars."""
        self.trace("bar", **says)

    def geo(self, **says: Any) -> None:
        """Keep a trace of points or lines on a map."""
        self.trace("scattergeo", **says)

    def annotation(self, **says: Any) -> None:
        """Keep a text or an arrow."""
        self._annotations.append(_said(says))

    def shape(self, **says: Any) -> None:
        """Keep a shape."""
        self._shapes.append(_said(says))

    def axes(self, name: str, across: Mapping[str, Any], upward: Mapping[str, Any]) -> None:
        """Keep the two axes of a panel; of the first one the `name` is empty, then it is `2`, `3`, …"""
        self.layout |= {f"xaxis{name}": dict(across), f"yaxis{name}": dict(upward)}

    def figure(self) -> go.Figure:
        """Return the figure."""
        layout = {
            **self.layout,
            "annotations": self._annotations or None,
            "shapes": self._shapes or None,
        }
        return go.Figure({"data": self._traces, "layout": _said(layout)}, _validate=False)


def _said(says: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said; None says nothing."""
    return {name: value for name, value in says.items() if value is not None}
