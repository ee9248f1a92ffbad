"""What is written in a figure, whether plotly was told so as an annotation or as a trace of texts."""

from collections.abc import Iterator
from itertools import repeat
from typing import Any, NamedTuple

import plotly.graph_objects as go

_ANCHORS = {"middle left": "right", "middle center": "center", "middle right": "left"}


class Lettered(NamedTuple):
    """A text in a figure: its name, where it stands, on which axes, and on which side of that."""

    name: str
    text: str
    x: Any
    y: Any
    xref: str
    yref: str
    xanchor: str


def lettered(figure: go.Figure, name: str | None = None) -> list[Lettered]:
    """Return all that is written, or what has a name."""
    found = [*_annotations(figure), *_traces(figure)]
    return [one for one in found if name is None or one.name == name]


def _annotations(figure: go.Figure) -> Iterator[Lettered]:
    for one in figure.layout.annotations:
        yield Lettered(one.name or "", str(one.text), one.x, one.y, one.xref, one.yref, one.xanchor or "")


def _traces(figure: go.Figure) -> Iterator[Lettered]:
    for trace in figure.data:
        if trace.type == "scatter" and trace.mode == "text":
            sides = trace.textposition if isinstance(trace.textposition, tuple) else repeat("middle center")
            for text, x, y, side in zip(trace.text, trace.x, trace.y, sides, strict=False):
                axes = trace.xaxis or "x", trace.yaxis or "y"
                yield Lettered(trace.name or "", text, x, y, *axes, _ANCHORS[side])


def unlettered(figure: go.Figure) -> list[Any]:
    """Return the traces that are neither texts nor what lies below these."""
    return [one for one in figure.data if one.type != "scatter" or (one.mode != "text" and one.fill is None)]


def grounds(figure: go.Figure, colour: str) -> int:
    """Return below how many texts lies a ground of a colour, as part of a trace that fills rectangles."""
    fills = (one for one in figure.data if one.type == "scatter" and one.fillcolor == colour)
    return sum(list(one.x).count(None) for one in fills)
