"""The parts of the page that are always there; the callbacks fill them."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.chart import chart
from dashboard.composing.composition import PATH
from dashboard.explore import facets
from dashboard.markup import aria
from dashboard.source.panel import panel_place
from store import Store

_STORES = ("view", "listed-view", "drawn-view", "fact", "width", "explore-words", "rows", "table-wanted")


def layout(_store: Store) -> Any:
    """Return the page without its data."""
    return html.Div(
        [
            *(dcc.Store(id=name) for name in _STORES),
            *facets.stores("explore"),
            html.Div([_facets(), _main(), panel_place()], id="page", className="page"),
        ]
    )


def _facets() -> html.Aside:
    return html.Aside(
        [html.Div(id="facet-groups"), _period(), html.Div(id="facet-more"), html.Div(id="facet-switches")],
        id="facets",
        **aria(label="Filters"),
    )


def _period() -> html.Div:
    """Return the years of the facts, and the handles that choose some of them."""
    return html.Div(
        [
            html.H2("Period", id="period-title"),
            html.Div(id="period-bars", className="bars", **aria(hidden="true")),
            dmc.RangeSlider(
                id="period",
                min=2000,
                max=2001,
                value=[2000, 2001],
                step=1,
                minRange=0,
                size=4,
                color="dark",
                updatemode="mouseup",
                thumbFromLabel="First year",
                thumbToLabel="Last year",
                label=None,
            ),
            html.P(id="period-years", className="years soft"),
        ],
        id="period-facet",
        className="facet",
        hidden=True,
    )


def _main() -> html.Main:
    return html.Main(
        [
            html.Div(id="chips", className="chips"),
            html.H1(id="title"),
            html.P(id="subtitle", className="soft"),
            html.Nav(id="kinds", className="kinds", **aria(label="Figures")),
            html.Div([chart(), html.Div(id="marks-around")], id="chart-around", hidden=True),
            html.Div([html.P(id="foot", className="soft"), _export()], className="foot"),
            html.Div([_table_head(), html.Div(id="table-place")], id="table-around"),
        ],
        id="main",
    )


def _table_head() -> html.Div:
    pages = html.Nav(id="table-pages", className="pager", **aria(label="Pages of the table"))
    return html.Div([html.H2(id="table-title", className="table-title"), pages], className="table-head")


def _export() -> html.A:
    """Return the way to the composer; it leads there with the view as soon as there is one."""
    return html.A("Export picture", id="export", href=PATH, className="act")
