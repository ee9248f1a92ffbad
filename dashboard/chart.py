"""The part of a page that a figure is drawn in: with a name for who cannot see it, and no tool bar."""

from typing import Any

from dash import dcc, html

#: Where the server gives out the maps that figures are drawn on.
MAPS = "/maps/"
#: No tool bar, nothing to drag, and above all no button that uploads the figure to somebody else.
GRAPH: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "doubleClick": False,
    # The server lays out each figure for its room; drawn by itself in between, it would be drawn twice.
    "responsive": False,
    # Maps come from here and from no server elsewhere; plotly puts the file's name behind the slash.
    "topojsonURL": MAPS,
}


def chart(figure: str = "figure", around: str = "chart") -> html.Div:
    """Return the empty chart, by the ids of the graph and of what is around it and takes the keyboard.

    What is around it is as high as the figure: the graph itself is there only when plotly is.
    """
    graph = dcc.Graph(
        id=figure, config=GRAPH, responsive=False, clear_on_unhover=True, style={"height": "100%"}
    )
    return html.Div(graph, id=around, role="img", tabIndex=0, className="chart", style={"height": "320px"})
