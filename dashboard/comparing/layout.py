"""The parts of the page that are always there; the callbacks fill them."""

from typing import Any

from dash import dcc, html

from dashboard.chart import chart
from dashboard.explore import facets
from dashboard.markup import aria
from dashboard.source.panel import panel_place
from store import Store


def layout(_store: Store) -> Any:
    """Return the page without its data."""
    return html.Div(
        [
            *(
                dcc.Store(id=name)
                for name in ("compare-view", "compare-fact", "compare-shown", "compare-width")
            ),
            *facets.stores("compare"),
            html.Div([_facets(), _main(), panel_place()], id="compare-page", className="page"),
        ]
    )


def _facets() -> html.Aside:
    return html.Aside(html.Div(id="compare-facets"), id="facets", **aria(label="Filters"))


def _main() -> html.Main:
    return html.Main(
        [
            html.Div(id="compare-chips", className="chips"),
            html.H1(id="compare-title"),
            html.P(id="compare-told", className="soft"),
            html.Nav(id="compare-against", className="kinds", **aria(label="Compare claims with")),
            html.Nav(id="compare-verdicts", className="verdicts", **aria(label="Verdicts")),
            html.Div(
                [chart("compare-figure", "compare-chart"), html.P(id="compare-foot", className="soft foot")],
                id="compare-around",
                hidden=True,
            ),
            html.Div(id="compare-table"),
            html.Div(id="compare-left"),
        ],
        id="main",
        className="comparing",
    )
