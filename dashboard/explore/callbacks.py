"""What fills the page: each callback asks the store, calls a figure, and is done."""

from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, no_update

from dashboard.address import read
from dashboard.drawn import documents_of, drawn, titles_of
from dashboard.explore import facets, marks, table
from dashboard.explore.figure import Answer, answer
from dashboard.markup import number
from dashboard.planting import planted
from dashboard.remembered import remembered_for
from dashboard.source import panel
from figures.words import words_of
from store import Store


def add_to(app: Dash, store: Store) -> None:
    """Register what the page does."""
    _in_the_browser(app)
    with remembered_for(app):
        _lists(app, store)
        _figure(app, store)
        panel.add_to(app, store, "fact", "view", read)


def _in_the_browser(app: Dash) -> None:
    """Register what needs no server; the functions are in assets/explore.js."""

    def runs(function: str, *args: Any, first: bool = False) -> None:
        app.clientside_callback(
            ClientsideFunction("tradefacts_explore", function), *args, prevent_initial_call=not first
        )

    words = ClientsideFunction("planting", "plant")
    app.clientside_callback(words, Input("explore-words", "data"), prevent_initial_call=True)
    runs(
        "read",
        Output("view", "data"),
        Output("listed-view", "data"),
        Output("drawn-view", "data"),
        Output("fact", "data"),
        Output("page", "className"),
        Output("width", "data"),
        Input("address", "href"),
        State("view", "data"),
        State("listed-view", "data"),
        State("drawn-view", "data"),
        State("fact", "data"),
        State("width", "data"),
        first=True,
    )
    runs("openMark", Input("figure", "clickData"))
    runs("point", Input("figure", "hoverData"))
    runs("period", Input("period", "value"), State("period", "min"), State("period", "max"))
    runs("sorted", Input("table", "columnState"))
    runs("rows", Output("table", "rowData"), Input("rows", "data"), first=True)


def _lists(app: Dash, store: Store) -> None:
    @app.callback(
        Output("explore-lists", "data"),
        Output("rows", "data"),
        Output("period", "min"),
        Output("period", "max"),
        Output("period", "value"),
        Output("period-facet", "hidden"),
        Input("listed-view", "data"),
        State("view", "data"),
        prevent_initial_call=True,
        running=[(Output("table-around", "className"), "busy", "")],
    )
    def lists(_listed: str, query: str) -> tuple[Any, ...]:
        view = read(query)
        selection = store.selection(view.asked)
        page = table.page(view, selection)
        facts = store.records_of(page.ids)
        titles = titles_of(documents_of((one.document_id for one in facts), store))
        asked = facets.Asked(view, selection, store)
        years = facets.period(view, selection.years())
        places = {
            "facet-groups": facets.first(asked),
            "facet-more": facets.more(asked),
            "facet-switches": facets.switches(asked),
            "chips": facets.chips(asked),
            "period-bars": years.bars if years else [],
            "period-years": [years.told] if years else [],
            "table-title": [number(len(selection)), " fact" if len(selection) == 1 else " facts"],
            "table-pages": table.pager(view, page),
        }
        slider = (years.least, years.most, years.chosen) if years else (no_update,) * 3
        return planted(places), table.rows(facts, titles), *slider, years is None

    facets.plant(app, store, "explore", "view", read)

    @app.callback(Output("table-place", "children"), Input("table-wanted", "data"), prevent_initial_call=True)
    def empty_table(_wanted: bool) -> Any:
        return table.grid()


def _figure(app: Dash, store: Store) -> None:
    @app.callback(
        Output("figure", "figure"),
        Output("chart", "style"),
        Output("chart", "aria-label"),
        Output("explore-words", "data"),
        Output("export", "href"),
        Output("chart-around", "hidden"),
        Output("marks-around", "children"),
        Input("drawn-view", "data"),
        Input("width", "data"),
        Input("theme", "data"),
        prevent_initial_call=True,
        running=[(Output("chart-around", "className"), "busy", "")],
    )
    def figure(query: str | None, width: int | None, theme: str | None) -> tuple[Any, ...]:
        if query is None or not width or not theme:
            return (no_update,) * len(Answer._fields)
        return answer(read(query), store, theme, int(width))

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
