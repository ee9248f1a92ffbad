"""Views with names: a menu of the addresses that somebody wants to find again."""

from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from dashboard.access import callbacks_for
from dashboard.access.auditing import tell
from dashboard.markup import aria
from dashboard.operations.failures import words
from dashboard.source.verdicts import may_write
from store import Role, Store, StoreError, What


def menu(*, writing: bool) -> html.Details:
    """Return the button and what it opens: the views, and a field that names the one that is looked at."""
    return html.Details(
        [
            html.Summary("Views", id="open-views"),
            html.Div([html.Div(id="saved-views"), *(_form() if writing else [])], className="drop"),
        ],
        id="views",
        className="menu saved-views",
    )


def _form() -> list[Any]:
    return [
        # Told with Enter, or when the field is left: what was typed last would come after Enter otherwise.
        dmc.TextInput(
            id="view-name", label="Name of this view", placeholder="Turkey to Russia, 2024", debounce=True
        ),
        html.P(id="view-told", className="told soft", role="status"),
        dmc.Button("Save view", id="save-view", color="dark", fullWidth=True),
    ]


def add_to(app: Dash, store: Store, *, writing: bool) -> None:
    """Register what lists the views and, where something may be written, what saves and removes them."""

    with callbacks_for(app, Role.VIEWER):

        @app.callback(
            Output("saved-views", "children"), Input("open-views", "n_clicks"), prevent_initial_call=True
        )
        def listed(_clicks: int) -> Any:
            return _listed(store, writing=may_write())

    if writing:
        with callbacks_for(app, Role.EDITOR):
            _writes(app, store)


def _listed(store: Store, *, writing: bool) -> Any:
    views = store.views.all()
    if not views:
        return html.P("No view has a name yet. Give this one a name, and find it here.", className="soft")
    return html.Ul(
        [
            html.Li([html.A(one.name, href=one.address), *([_remover(one.name)] if writing else [])])
            for one in views
        ]
    )


def _remover(name: str) -> html.Button:
    return html.Button("×", id={"forget": name}, className="bare", **aria(label=f"Forget the view {name}"))


def _writes(app: Dash, store: Store) -> None:
    @app.callback(
        Output("saved-views", "children", allow_duplicate=True),
        Output("view-told", "children"),
        Output("view-name", "value"),
        Input("save-view", "n_clicks"),
        Input("view-name", "n_submit"),
        State("view-name", "value"),
        State("address", "href"),
        prevent_initial_call=True,
    )
    def save(_clicks: int | None, _entered: int | None, name: str | None, href: str) -> tuple[Any, Any, Any]:
        parts = urlsplit(href)
        try:
            view = store.views.save(name or "", f"{parts.path or '/'}?{parts.query}", datetime.now(UTC))
        except StoreError as error:
            return no_update, words(error), no_update
        tell(store, What.SAVED_VIEW, view.name)
        return _listed(store, writing=True), f"Saved as “{view.name}”.", ""

    @app.callback(
        Output("saved-views", "children", allow_duplicate=True),
        Input({"forget": ALL}, "n_clicks"),
        prevent_initial_call=True,
    )
    def forget(clicks: list[int | None]) -> Any:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update
        name = str(ctx.triggered_id["forget"])
        store.views.remove(name)
        tell(store, What.SAVED_VIEW, f"{name}: forgotten")
        return _listed(store, writing=True)
