"""What all pages have: the document around them, the header, and the look."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import dcc, html, set_props

from dashboard.access.menu import menu as own_menu
from dashboard.access.settings import Access
from dashboard.markup import aria
from dashboard.operations.failures import words
from dashboard.pages import Page, contents, links, shown_first
from dashboard.remembered import forget_this
from dashboard.saved import menu
from dashboard.source.verdicts import may_write
from store import Store

#: What is in assets/first runs before anything is drawn.
INDEX = """<!DOCTYPE html>
<html lang="en">
<head>
{%metas%}<title>{%title%}</title>{%favicon%}<script src="/assets/first/first.js?m=0"></script>{%css%}
</head>
<body>{%app_entry%}<footer>{%config%}{%scripts%}{%renderer%}</footer></body>
</html>"""


def layout(pages: Sequence[Page], store: Store, access: Access) -> Any:
    """Return the whole with the page that is opened, as who asks may see it."""
    path = shown_first(pages)
    return dmc.MantineProvider(
        [
            dcc.Location(id="address", refresh=False),
            dcc.Store(id="route", data=path),
            dcc.Store(id="theme"),
            # What a person says of a fact, on whichever page, and what became of it.
            *(dcc.Store(id=name) for name in ("say", "said")),
            html.A("Skip to the contents", href="#main", className="skip"),
            _header(pages, store, access),
            html.Div(contents(pages, path, store), id="content"),
            html.Div(id="said-told", className="said", role="status"),
        ],
        id="provider",
        theme={
            "fontFamily": "Inter, system-ui, sans-serif",
            "primaryColor": "dark",
            "defaultRadius": "sm",
        },
        forceColorScheme="light",
    )


def tell(error: Exception) -> None:
    """Say why an answer does not come, with the way back; what has no words of its own is in the log."""
    told = [html.Span(words(error)), " ", html.A("Load the page again", href="")]
    forget_this()
    set_props("said-told", {"children": told})


def _header(pages: Sequence[Page], store: Store, access: Access) -> html.Header:
    return html.Header(
        [
            html.Button("Filters", id="open-facets", className="quiet narrow", **aria(controls="facets")),
            html.A("Tradefacts", href="/", className="name"),
            links(pages),
            _search(store),
            html.Div(
                [
                    menu(writing=may_write()),
                    html.Button("Dark", id="switch-theme", className="bare"),
                    *own_menu(access),
                ],
                className="beside",
            ),
        ]
    )


def _search(store: Store) -> dmc.TextInput:
    index = store.index()
    facts, documents = len(index), len(index.coded["document"].values) - 1
    told = f"Search {facts:,} facts in {documents:,} documents" if facts else "Search the sentences"
    return dmc.TextInput(
        id="search", placeholder=told, debounce=250, className="search", **aria(label="Search the sentences")
    )
