"""The pages of the application, and which of them is shown: the one that the address names.

Going from page to page loads nothing anew: the header stays, and the contents are asked for. A page reads its
state from the address by itself, so that an address that is opened elsewhere shows the same.
"""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from dash import ClientsideFunction, Dash, Input, Output, State, html
from flask import has_request_context, request

from dashboard.access.current import may
from dashboard.access.needs import callbacks_for
from dashboard.markup import aria, data
from store import Role, Store


class Page(NamedTuple):
    """One page: what the header calls it (nothing: it is not there), its path, its contents, its callbacks.

    One that `writes` is there only where whoever opens the dashboard may change what is stored. The header's
    link to a page that `filters` takes the filters in force along.
    """

    name: str
    path: str
    contents: Callable[[Store], Any]
    add_to: Callable[[Dash, Store], None]
    writes: bool = False
    filters: bool = False


def shown_first(pages: Sequence[Page]) -> str:
    """Return the path of the page that is being opened: the browser tells it when it asks for the layout."""
    referrer = request.headers.get("Referer", "") if has_request_context() else ""
    path = _path(urlsplit(referrer).path)
    return path if any(one.path == path for one in open_to_reader(pages)) else "/"


def contents(pages: Sequence[Page], path: str | None, store: Store) -> Any:
    """Return what the page at a path shows; where there is none, that and the way back."""
    wanted = _path(path or "/")
    for page in open_to_reader(pages):
        if page.path == wanted:
            return page.contents(store)
    return html.Main(
        [
            html.H1("There is no such page"),
            html.P(["The address may have been cut off. ", html.A("Go to Explore", href="/"), "."]),
        ],
        id="main",
        className="plain",
    )


def open_to_reader(pages: Sequence[Page]) -> list[Page]:
    """Return the pages that are there for who asks."""
    return [page for page in pages if may(Role.EDITOR) or not page.writes]


def _path(path: str) -> str:
    return path.rstrip("/") or "/"


def links(pages: Sequence[Page]) -> html.Nav:
    """Return the links of the header; assets/address.js marks the current one and adds the filters."""
    shown = [page for page in open_to_reader(pages) if page.name]
    return html.Nav(
        [
            html.A(page.name, href=page.path, **(data(keeps="filters") if page.filters else {}))
            for page in shown
        ],
        id="pages",
        **aria(label="Pages"),
    )


def add_to(app: Dash, pages: Sequence[Page], store: Store) -> None:
    """Register the way from page to page, and what each page does."""
    app.clientside_callback(
        ClientsideFunction("tradefacts_address", "route"),
        Output("route", "data"),
        Output("provider", "forceColorScheme"),
        Output("theme", "data"),
        Output("search", "value"),
        Input("address", "href"),
        State("route", "data"),
        State("theme", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("tradefacts_address", "search"),
        Input("search", "value"),
        prevent_initial_call=True,
    )

    with callbacks_for(app, Role.VIEWER):

        @app.callback(Output("content", "children"), Input("route", "data"), prevent_initial_call=True)
        def page(path: str | None) -> Any:
            return contents(pages, path, store)

    for one in pages:
        with callbacks_for(app, Role.EDITOR if one.writes else Role.VIEWER):
            one.add_to(app, store)
