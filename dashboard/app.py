"""create_app(store): the callbacks of the page. Each asks the store, calls a figure, and is done."""

from collections.abc import Callable, Collection, Mapping
from dataclasses import replace
from functools import partial
from ipaddress import ip_address
from typing import Any
from urllib.parse import urlsplit

import pandas as pd
from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update
from flask import Response, request, send_from_directory

from dashboard import export, facets, page, panel, table
from dashboard.address import View, read
from dashboard.markup import aria
from figures import wording
from figures.catalogue import CATALOGUE, Entry, shown, waiting
from figures.geography import MAP, folder
from figures.options import Options
from figures.selection import Selection
from figures.words import words_of
from pipeline.official import series_for
from pipeline.rates import configured_rates
from store import Store


def create_app(store: Store, *, adding: bool = False) -> Dash:
    """Return the web application over a prepared store; `.server` is its WSGI application.

    With `adding`, documents can be added to the store, and it answers to this machine's own names alone.
    """
    app = Dash(
        __name__,
        title="Tradefacts",
        update_title="",
        compress=True,
        health_endpoint="healthz",
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.index_string = page.INDEX
    # A table of rates that is none is told of now, and not to whoever opens the page.
    configured_rates()
    app.layout = partial(page.layout, adding=adding)
    _maps(app)
    _in_the_browser(app)
    _lists(app, store)
    _figure(app, store)
    _panel(app, store)
    export.add_to(app, _drawn(store))
    if adding:
        from dashboard.adding import add_to

        add_to(app, store)
        app.server.before_request(_refuse_other_names)
    return app


def _refuse_other_names() -> tuple[str, int] | None:
    """Refuse a request that came by another name: a page elsewhere may give this machine one of its own."""
    name = urlsplit(f"//{request.host}").hostname or ""
    if name == "localhost" or _is_loopback(name):
        return None
    return "The dashboard answers only to the machine that it runs on: open it at http://127.0.0.1.", 403


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _maps(app: Dash) -> None:
    """Give out the map that plotly draws on, and nothing else of its folder."""

    @app.server.get(f"{page.MAPS}{MAP}")
    def world() -> Response:
        # The name of the file says which it is: it never changes under a name.
        return send_from_directory(folder(), MAP, max_age=_A_DAY)


_A_DAY = 24 * 60 * 60


def _in_the_browser(app: Dash) -> None:
    """Register what needs no server; the functions are in assets/page.js."""

    def runs(function: str, *args: Any, first: bool = False) -> None:
        app.clientside_callback(
            ClientsideFunction("tradefacts", function), *args, prevent_initial_call=not first
        )

    runs(
        "read",
        Output("view", "data"),
        Output("fact", "data"),
        Output("page", "className"),
        Output("width", "data"),
        Output("search", "value"),
        Input("address", "search"),
        State("view", "data"),
        State("fact", "data"),
        State("width", "data"),
        first=True,
    )
    runs("search", Input("search", "value"))
    runs("openMark", Input("figure", "clickData"))
    runs("point", Input("figure", "hoverData"))


def titles_of(documents: pd.DataFrame) -> dict[str, str]:
    """Return what each document is called, by id."""
    rows = documents[["document_id", "title", "text"]].to_dict("records")
    return {
        row["document_id"]: wording.title_of(row["title"] if pd.notna(row["title"]) else None, row["text"])
        for row in rows
    }


def _lists(app: Dash, store: Store) -> None:
    @app.callback(
        Output("facet-groups", "children"),
        Output("chips", "children"),
        Output("table", "rowData"),
        Output("table", "dashGridOptions"),
        Output("table-title", "children"),
        Input("view", "data"),
        prevent_initial_call=True,
    )
    def lists(query: str) -> tuple[Any, ...]:
        view = read(query)
        titles = titles_of(store.documents())
        rows = table.rows(store.facts(view.asked), titles)
        told = f"{len(rows):,} {'fact' if len(rows) == 1 else 'facts'}"
        groups, chips = facets.column(store, view, titles), facets.chips(view, titles)
        return groups, chips, rows, table.paged(len(rows)), told


def _figure(app: Dash, store: Store) -> None:
    @app.callback(
        Output("figure", "figure"),
        Output("figure", "style"),
        Output("chart", "aria-label"),
        Output("title", "children"),
        Output("subtitle", "children"),
        Output("kinds", "children"),
        Output("foot", "children"),
        Input("view", "data"),
        Input("width", "data"),
        prevent_initial_call=True,
    )
    def figure(query: str | None, width: int | None) -> tuple[Any, ...]:
        if query is None or not width:
            return (no_update,) * 7
        view = read(query)
        facts, documents = store.facts(view.asked), store.documents()
        if facts.empty:
            return _nothing(view, documents)
        options = replace(_options(view, facts, store), bare=True, width=int(width))
        selection = Selection.of(facts, documents, options)
        shows = shown(selection)
        entry = _chosen(view, shows)
        offered = {name for name, many in shows.items() if many} | waiting(shows, selection)
        drawn = entry.draw(selection)
        words = words_of(drawn)
        style = {"height": f"{drawn.layout.height}px"}
        # What goes with a picture is no business of the page's.
        drawn.layout.meta = None
        return (
            drawn,
            style,
            words.described,
            words.title,
            words.subtitle,
            _kinds(view, offered, entry),
            words.foot,
        )


def _options(view: View, facts: pd.DataFrame, store: Store) -> Options:
    """Return how the figure of a view is drawn, with what is stored beside its facts."""
    return replace(
        view.options,
        rates=configured_rates(),
        originals=store.originals(),
        observations=series_for(facts, store),
    )


def _chosen(view: View, shows: Mapping[str, int]) -> Entry:
    """Return the figure that the view names, or the one that shows most."""
    return CATALOGUE[view.figure or max(CATALOGUE, key=lambda name: shows[name])]


def _kinds(view: View, offered: Collection[str], current: Entry) -> list[Any]:
    """Return links to the figures that are offered, the current one among them."""
    return [
        html.A(
            entry.label,
            href=replace(view, figure=entry.name).query(),
            title=entry.question,
            **(aria(current="page") if entry is current else {}),
        )
        for entry in CATALOGUE.values()
        if entry is current or entry.name in offered
    ]


def _nothing(view: View, documents: pd.DataFrame) -> tuple[Any, ...]:
    """Return the page's answer where no fact passes: what would fill it."""
    hidden = {"height": "1px", "visibility": "hidden"}
    if documents.empty:
        told: list[Any] = ["Load some: ", html.Code("tradefacts load seeds/")]
        return {}, hidden, "", "No facts are stored yet", told, [], ""
    told = ["Take a filter away, or ", html.A("clear all filters", href=view.cleared().query()), "."]
    return {}, hidden, "", f"No facts about {_sought(view, titles_of(documents))}", told, [], ""


def _sought(view: View, titles: Mapping[str, str]) -> str:
    """Return in words what the filters ask for."""
    asked = view.filters
    if len(asked.flow) == 1 and len(asked.reporter) <= 1 and len(asked.partner) <= 1:
        reporter, partner = ("".join(one) or None for one in (asked.reporter, asked.partner))
        return wording.flow_phrase(asked.flow[0], reporter, partner)
    named = [facet.name(value) for facet in facets.facets(titles) for value in getattr(asked, facet.column)]
    searched = [f"“{asked.search}”"] if asked.search else []
    return ", ".join([*named, *searched]) or "what these filters ask for"


def _panel(app: Dash, store: Store) -> None:
    @app.callback(
        Output("panel", "children"),
        Input("fact", "data"),
        State("view", "data"),
        prevent_initial_call=True,
    )
    def source_panel(fact_ids: str | None, query: str | None) -> Any:
        return panel.panel(store, fact_ids, read(query).currency) if fact_ids else []


def _drawn(store: Store) -> Callable[[View], export.Shown]:
    """Return what gives the figure of a view, for who writes it into a file."""

    def drawn(view: View) -> export.Shown:
        facts, documents = store.facts(view.asked), store.documents()
        options = _options(view, facts, store)
        shows = shown(Selection.of(facts, documents, options))
        return export.Shown(_chosen(view, shows).name, facts, documents, options)

    return drawn
