"""The parts of the page that are always there; the callbacks of `app` fill them."""

from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html

from dashboard import export, table
from dashboard.markup import aria

#: Where the server gives out the maps that figures are drawn on.
MAPS = "/maps/"

INDEX = """<!DOCTYPE html>
<html lang="en">
<head>{%metas%}<title>{%title%}</title>{%favicon%}{%css%}</head>
<body>{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body>
</html>"""

#: No tool bar, nothing to drag, and above all no button that uploads the figure to somebody else.
_GRAPH: Any = {
    "displayModeBar": False,
    "displaylogo": False,
    "showSendToCloud": False,
    "doubleClick": False,
    "responsive": True,
    # Maps come from here and from no server elsewhere; plotly puts the file's name behind the slash.
    "topojsonURL": MAPS,
}


def layout(*, adding: bool) -> Any:
    """Return the page without its data; `adding` tells whether documents can be added."""
    stores = [dcc.Store(id=name) for name in ("view", "fact", "width")]
    return framed(
        [
            dcc.Location(id="address", refresh=False),
            *stores,
            html.Div([_facets(), _main(), _panel()], id="page", className="page"),
        ],
        current="Explore",
        adding=adding,
    )


def framed(children: list[Any], *, current: str, adding: bool) -> Any:
    """Return a page with the header that all pages have, in the look that all have."""
    return dmc.MantineProvider(
        [
            html.A("Skip to the contents", href="#main", className="skip"),
            _header(current, adding=adding),
            *children,
        ],
        theme={
            "fontFamily": "Inter, system-ui, sans-serif",
            "primaryColor": "dark",
            "defaultRadius": "sm",
        },
        forceColorScheme="light",
    )


def _header(current: str, *, adding: bool) -> html.Header:
    explores = current == "Explore"
    pages = {"Explore": "?" if explores else "/"} | ({"Add": "/add/"} if adding else {})
    links = [
        html.A(name, href=to, **(aria(current="page") if name == current else {}))
        for name, to in pages.items()
    ]
    opens = html.Button("Filters", id="open-facets", className="quiet narrow", **aria(controls="facets"))
    return html.Header(
        [
            *([opens] if explores else []),
            html.A("Tradefacts", href=pages["Explore"], className="name"),
            html.Nav(links, **aria(label="Pages")),
            *([_search()] if explores else []),
        ]
    )


def _search() -> dmc.TextInput:
    return dmc.TextInput(
        id="search",
        placeholder="Search the sentences",
        debounce=400,
        className="search",
        **aria(label="Search the sentences"),
    )


def _facets() -> html.Aside:
    return html.Aside(html.Div(id="facet-groups"), id="facets", **aria(label="Filters"))


def _main() -> html.Main:
    return html.Main(
        [
            html.Div(id="chips", className="chips"),
            html.H1(id="title"),
            html.P(id="subtitle", className="soft"),
            html.Nav(id="kinds", className="kinds", **aria(label="Figures")),
            html.Div(
                dcc.Graph(
                    id="figure",
                    config=_GRAPH,
                    responsive=True,
                    clear_on_unhover=True,
                    style={"height": "320px"},
                ),
                id="chart",
                role="img",
                tabIndex=0,
                className="chart",
            ),
            html.Div([html.P(id="foot", className="soft"), export.form()], className="foot"),
            html.H2(id="table-title", className="table-title"),
            table.grid(),
        ],
        id="main",
    )


def _panel() -> html.Aside:
    return html.Aside(id="panel", tabIndex=-1, **aria(label="Source", live="polite"))
