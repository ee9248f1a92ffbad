"""What is to be drawn, gathered first and made a figure at once.

Plotly looks at every attribute that it is given, and at all annotations again for each one that is added:
that takes longer than all the rest of a figure. What is gathered here is not looked at; tests do that.
"""

from collections.abc import Mapping
from typing import Any

import plotly.graph_objects as go

from figures.drawing.texts import Arrow, Room, Stroke, Text, annotation, arrows, traces


class Ink:
    """A figure in the making: its layout, traces, annotations and shapes, each as plotly's own attributes."""

    def __init__(self) -> None:
        #: What is said of the figure as a whole, such as `margin` and `height`.
        self.layout: dict[str, Any] = {}
        #: How many pixels wide it will be drawn; who draws a bare figure says it again.
        self.wide: float = 0
        self._texts: list[Text] = []
        self._strokes: list[Stroke] = []
        self._arrows: list[Arrow] = []
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

    def text(self, text: Text) -> None:
        """Keep a text beside a place of a panel; it lies above all marks."""
        self._texts.append(text)

    def stroke(self, stroke: Stroke) -> None:
        """Keep a thin line from a place of a panel; it lies below all texts."""
        self._strokes.append(stroke)

    def arrow(self, arrow: Arrow) -> None:
        """Keep an arrow from one place of a panel to another; it lies below all marks."""
        self._arrows.append(arrow)

    def shape(self, **says: Any) -> None:
        """Keep a shape."""
        self._shapes.append(_said(says))

    def axes(self, name: str, across: Mapping[str, Any], upward: Mapping[str, Any]) -> None:
        """Keep the two axes of a panel; of the first one the `name` is empty, then it is `2`, `3`, …"""
        self.layout |= {f"xaxis{name}": dict(across), f"yaxis{name}": dict(upward)}

    def figure(self) -> go.Figure:
        """Return the figure."""
        written, annotations = self._written()
        layout = {
            **self.layout,
            "annotations": [*self._annotations, *annotations] or None,
            "shapes": self._shapes or None,
        }
        below = list(arrows(self._arrows, Room(self.layout, self.wide))) if self._arrows else []
        data = [*below, *self._traces, *written]
        return go.Figure({"data": data, "layout": _said(layout)}, _validate=False)

    def _written(self) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
        """Return what is written as traces and, beyond the panels, as annotations: now all axes are known."""
        if not self._texts and not self._strokes:
            return [], []
        room = Room(self.layout, self.wide)
        within = [one for one in self._texts if room.holds(one.anchor)]
        beyond = [annotation(one) for one in self._texts if not room.holds(one.anchor)]
        return list(traces(within, self._strokes, room)), beyond


def _said(says: Mapping[str, Any]) -> dict[str, Any]:
    """Return what is said; None says nothing."""
    return {name: value for name, value in says.items() if value is not None}
