"""What fills the page: the text by way of assets/read.js, all else as it stands."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State

from dashboard.reading import documents, head
from dashboard.reading.opened import Asked, opened
from dashboard.source import panel
from store import Store


def add_to(app: Dash, store: Store) -> None:
    """Register what the page does."""
    app.clientside_callback(
        ClientsideFunction("tradefacts_read", "read"),
        Output("reading-asked", "data"),
        Output("reading-fact", "data"),
        Output("read-page", "className"),
        Input("address", "href"),
        State("reading-asked", "data"),
        State("reading-fact", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("tradefacts_read", "draw"),
        Input("reading-shown", "data"),
        prevent_initial_call=True,
    )

    @app.callback(
        Output("reading-head", "children"),
        Output("reading-before", "children"),
        Output("reading-after", "children"),
        Output("reading-shown", "data"),
        Input("reading-asked", "data"),
        prevent_initial_call=True,
        running=[(Output("reading-text", "className"), "busy", "")],
    )
    def page(query: str) -> tuple[Any, ...]:
        return shown(Asked.of(query), store)

    panel.add_to(app, store, "reading-fact", "reading-asked", lambda query: Asked.of(query).view)


def shown(asked: Asked, store: Store) -> tuple[Any, ...]:
    """Return what stands above the text, the ways before and after it, and the text as plain data."""
    nothing = {"asked": asked.query, "part": 1, "lines": [], "facts": [], "first": 0, "all": 0}
    if asked.document_id is None:
        return documents.listed(asked, store), [], [], nothing
    one = opened(asked, store)
    if one is None:
        return head.unknown(asked), [], [], nothing
    return head.head(asked, one, store), head.before(asked, one), head.after(asked, one), one.shown(asked)
