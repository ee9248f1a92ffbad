"""What fills the page: each callback asks the store, calls a figure, and is done."""

from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update

from dashboard.address import TABLE, View, read
from dashboard.composing.composition import PATH
from dashboard.drawn import Drawn, documents_of, drawn, titles_of
from dashboard.explore import facets, marks, table
from dashboard.markup import aria, number
from dashboard.source.panel import panel
from figures import wording
from figures.catalogue import CATALOGUE
from figures.words import words_of
from store import Store

#: How a graph is that has nothing to draw.
_HIDDEN = {"height": "1px", "visibility": "hidden"}
#: So many figures stand in one row; the others are unfolded.
_IN_ROW = 6


def add_to(app: Dash, store: Store) -> None:
    """Register what the page does."""
    _in_the_browser(app)
    _lists(app, store)
    _figure(app, store)
    _panel(app, store)


def _in_the_browser(app: Dash) -> None:
    """Register what needs no server; the functions are in assets/explore.js."""

    def runs(function: str, *args: Any, first: bool = False) -> None:
        app.clientside_callback(
            ClientsideFunction("tradefacts_explore", function), *args, prevent_initial_call=not first
        )

    runs(
        "read",
        Output("view", "data"),
        Output("fact", "data"),
        Output("page", "className"),
        Output("width", "data"),
        Input("address", "href"),
        State("view", "data"),
        State("fact", "data"),
        State("width", "data"),
        first=True,
    )
    runs("openMark", Input("figure", "clickData"))
    runs("point", Input("figure", "hoverData"))
    runs("period", Input("period", "value"), State("period", "min"), State("period", "max"))
    runs("sorted", Input("table", "columnState"))


def _lists(app: Dash, store: Store) -> None:
    @app.callback(
        Output("facet-groups", "children"),
        Output("facet-more", "children"),
        Output("facet-switches", "children"),
        Output("chips", "children"),
        Output("table", "rowData"),
        Output("table-title", "children"),
        Output("table-pages", "children"),
        Input("view", "data"),
        prevent_initial_call=True,
        running=[(Output("table-around", "className"), "busy", "")],
    )
    def lists(query: str) -> tuple[Any, ...]:
        view = read(query)
        selection = store.selection(view.asked)
        page = table.page(view, selection)
        facts = store.facts_of(page.ids)
        titles = titles_of(documents_of(facts, store))
        asked = facets.Asked(view, selection, store)
        return (
            facets.first(asked),
            facets.more(asked),
            facets.switches(asked),
            facets.chips(asked),
            table.rows(facts, titles),
            [number(len(selection)), " fact" if len(selection) == 1 else " facts"],
            table.pager(view, page),
        )

    facets.unfold(app, store, "explore", "view", read)

    @app.callback(
        Output("period", "min"),
        Output("period", "max"),
        Output("period", "value"),
        Output("period-bars", "children"),
        Output("period-years", "children"),
        Output("period-facet", "hidden"),
        Input("view", "data"),
        prevent_initial_call=True,
    )
    def period(query: str) -> tuple[Any, ...]:
        view = read(query)
        return facets.period(view, store.selection(view.asked).years())


def _figure(app: Dash, store: Store) -> None:
    @app.callback(
        Output("figure", "figure"),
        Output("figure", "style"),
        Output("chart", "aria-label"),
        Output("title", "children"),
        Output("subtitle", "children"),
        Output("kinds", "children"),
        Output("foot", "children"),
        Output("export", "href"),
        Output("chart-around", "hidden"),
        Output("marks-around", "children"),
        Input("view", "data"),
        Input("width", "data"),
        Input("theme", "data"),
        prevent_initial_call=True,
        running=[(Output("chart-around", "className"), "busy", "")],
    )
    def figure(query: str | None, width: int | None, theme: str | None) -> tuple[Any, ...]:
        if query is None or not width or not theme:
            return (no_update,) * 10
        view = read(query)
        found = drawn(view, store, theme, int(width))
        if not found.selection.facts:
            return _nothing(view, store)
        if view.figure == TABLE:
            return _rows_alone(view, found, store)
        return _answer(view, found)

    @app.callback(
        Output("marks", "children"),
        Input("open-marks", "n_clicks"),
        State("view", "data"),
        State("width", "data"),
        prevent_initial_call=True,
    )
    def as_table(_clicks: int, query: str, width: int) -> Any:
        view = read(query)
        found = drawn(view, store, width=int(width))
        return marks.rows(view, words_of(found.entry.draw(found.selection)).rows)


def _rows_alone(view: View, found: Drawn, store: Store) -> tuple[Any, ...]:
    """Return the page's answer where the table is all that is shown."""
    title = wording.capital(_sought(view, store) or "all facts")
    told = "One row a fact; choose one to see its sentence"
    return {}, _HIDDEN, "", title, told, _kinds(view, found), "", PATH + view.query(), True, []


def _answer(view: View, found: Drawn) -> tuple[Any, ...]:
    graph = found.entry.draw(found.selection)
    words = words_of(graph)
    # What goes with a picture is no business of the page's.
    graph.layout.meta = None
    return (
        graph,
        {"height": f"{graph.layout.height}px"},
        words.described,
        words.title,
        "; ".join(filter(None, (words.subtitle, wording.uncapital(found.part).rstrip(".")))),
        _kinds(view, found),
        words.foot,
        PATH + replace(view, figure=found.entry.name).query(),
        False,
        marks.closed(view.query()),
    )


def _kinds(view: View, found: Drawn) -> list[Any]:
    """Return links to the figures that are offered, the current one among them, and to the table alone.

    Those that show most stand in the row, the others are unfolded.
    """
    current = TABLE if view.figure == TABLE else found.entry.name
    offered = [entry for entry in CATALOGUE.values() if entry is found.entry or entry.name in found.offered]
    by_marks = sorted(offered, key=lambda entry: (entry.name != current, -found.shows[entry.name]))
    in_row = {entry.name for entry in by_marks[:_IN_ROW]}
    links = {entry.name: _kind(view, entry.name, entry.label, entry.question, current) for entry in offered}
    more = [link for name, link in links.items() if name not in in_row]
    return [
        *(link for name, link in links.items() if name in in_row),
        _kind(view, TABLE, "Table", "The facts as rows.", current),
        *([_more(view, more)] if more else []),
    ]


def _more(view: View, links: list[html.A]) -> html.Details:
    # By another key it is another one, and folded again.
    return html.Details(
        [html.Summary("More"), html.Div(links, className="drop")], key=view.query(), className="menu"
    )


def _kind(view: View, name: str, label: str, question: str, current: str) -> html.A:
    marked = aria(current="page") if name == current else {}
    return html.A(label, href=replace(view, figure=name).query(), title=question, **marked)


def _nothing(view: View, store: Store) -> tuple[Any, ...]:
    """Return the page's answer where no fact passes: what would fill it."""
    if not len(store.index()):
        told: list[Any] = [
            "Load some: ",
            html.Code("tradefacts load seeds/"),
            ", or ",
            html.A("add documents", href="/add"),
            ".",
        ]
        return {}, _HIDDEN, "", "No facts are stored yet", told, [], "", PATH, True, []
    told = ["Take a filter away, or ", html.A("clear all filters", href=view.cleared().query()), "."]
    sought = _sought(view, store) or "what these filters ask for"
    return {}, _HIDDEN, "", f"No facts about {sought}", told, [], "", PATH, True, []


def _sought(view: View, store: Store) -> str:
    """Return in words what the filters ask for, nothing where none is in force."""
    asked = view.filters
    if len(asked.flow) == 1 and len(asked.reporter) <= 1 and len(asked.partner) <= 1:
        reporter, partner = ("".join(one) or None for one in (asked.reporter, asked.partner))
        return wording.flow_phrase(asked.flow[0], reporter, partner)
    named = facets.named(facets.Asked(view, store.selection(view.asked), store))
    searched = [f"“{asked.search}”"] if asked.search else []
    return ", ".join([*named, *searched])


def _panel(app: Dash, store: Store) -> None:
    @app.callback(
        Output("panel", "children"),
        Input("fact", "data"),
        State("view", "data"),
        prevent_initial_call=True,
    )
    def source_panel(fact_ids: str | None, query: str | None) -> Any:
        return panel(store, fact_ids, read(query).currency) if fact_ids else []
