"""What fills the page: the table at once, the figure of what stands in it, and the sentence of a claim."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from dash import ClientsideFunction, Dash, Input, Output, State, html, no_update

from dashboard.comparing import claims, official, table
from dashboard.comparing.asked import CLAIMS, OFFICIAL, Comparing, comparing
from dashboard.comparing.gathered import MOST_COMPARED, Gathered, gathered
from dashboard.comparing.rows import Row
from dashboard.drawn import documents_of, options_of
from dashboard.explore import facets
from dashboard.markup import aria, number
from dashboard.planting import planted
from dashboard.source import panel
from figures.catalogue import CATALOGUE
from figures.selection import Selection
from figures.words import words_of
from store import Store

_TITLES = {CLAIMS: "Claims against each other", OFFICIAL: "Claims against official figures"}
_FIGURES = {CLAIMS: "agreement", OFFICIAL: "claims-against-official"}
#: So many rows are drawn, the first ones: more would push the table itself out of sight.
_DRAWN = 6


def add_to(app: Dash, store: Store) -> None:
    """Register what the page does."""
    _in_the_browser(app)
    _facets(app, store)
    _table(app, store)
    _figure(app, store)
    panel.add_to(app, store, "compare-fact", "compare-view", comparing)


def _in_the_browser(app: Dash) -> None:
    """Register what needs no server; the functions are in assets/compare.js, the chart's in explore.js."""
    app.clientside_callback(
        ClientsideFunction("tradefacts_compare", "read"),
        Output("compare-view", "data"),
        Output("compare-fact", "data"),
        Output("compare-page", "className"),
        Output("compare-width", "data"),
        Input("address", "href"),
        State("compare-view", "data"),
        State("compare-fact", "data"),
        State("compare-width", "data"),
    )
    for function, event in (("openMark", "clickData"), ("point", "hoverData")):
        app.clientside_callback(
            ClientsideFunction("tradefacts_explore", function),
            Input("compare-figure", event),
            prevent_initial_call=True,
        )


def _facets(app: Dash, store: Store) -> None:
    @app.callback(
        Output("compare-lists", "data"),
        Input("compare-view", "data"),
        prevent_initial_call=True,
    )
    def lists(query: str) -> dict[str, Any]:
        view = comparing(query)
        asked = facets.Asked(view, store.selection(view.asked), store, "compare")
        return planted(
            {
                "compare-facets": [*facets.first(asked), *facets.more(asked), *facets.currencies(asked)],
                "compare-chips": facets.chips(asked),
            }
        )

    facets.plant(app, store, "compare", "compare-view", comparing)


def _table(app: Dash, store: Store) -> None:
    @app.callback(
        Output("compare-title", "children"),
        Output("compare-told", "children"),
        Output("compare-against", "children"),
        Output("compare-verdicts", "children"),
        Output("compare-table", "children"),
        Output("compare-left", "children"),
        Output("compare-shown", "data"),
        Input("compare-view", "data"),
        prevent_initial_call=True,
        running=[(Output("compare-table", "className"), "busy", "")],
    )
    def rows(query: str) -> tuple[Any, ...]:
        return compared(comparing(query), store)


def compared(view: Comparing, store: Store) -> tuple[Any, ...]:
    """Return title, what is told, tabs, verdicts, the table, what is not in it, and what is drawn of it."""
    found = gathered(view, store)
    left: list[Any] = []
    if view.against == CLAIMS:
        every = claims.rows(found, store)
        told = _told_of_claims(found, every)
    else:
        held = official.held(found, store)
        every = held.rows
        told = _told_of_official(found, held, store)
        left = _left(held)
    rows, page = table.page_of(view, every)
    return (
        _TITLES[view.against],
        [*told, *_bounded(found)],
        _tabs(view),
        table.verdicts(view, every),
        table.table(view, rows, page),
        left,
        _to_be_drawn(view, rows),
    )


def _to_be_drawn(view: Comparing, rows: Sequence[Row]) -> dict[str, Any]:
    """Return what the figure is asked to draw: so nothing is compared twice."""
    ids = [one for row in rows[:_DRAWN] for one in row.fact_ids]
    return {"query": view.query(), "facts": list(dict.fromkeys(ids)), "isPart": len(rows) > _DRAWN}


def _tabs(view: Comparing) -> list[Any]:
    names = ((CLAIMS, "Against each other"), (OFFICIAL, "Against official figures"))
    return [
        html.A(
            name,
            href=replace(view, against=against, verdict=None, page=1).query(),
            **(aria(current="page") if view.against == against else {}),
        )
        for against, name in names
    ]


def _told_of_claims(found: Gathered, rows: Sequence[Row]) -> list[Any]:
    if rows:
        things = " thing of which" if len(rows) == 1 else " things of which"
        return [number(len(rows)), things, " several sources speak."]
    if not found.facts:
        return _no_facts(found)
    return [
        "No two of these sources speak of one thing, so there is nothing to hold against each other. ",
        *_clear(found.view),
    ]


def _told_of_official(found: Gathered, held: official.Held, store: Store) -> list[Any]:
    if not store.official.has_any():
        return ["No official figures are stored. Add some: ", html.Code("tradefacts official add FILE"), "."]
    if not found.facts:
        return _no_facts(found)
    if not held.claims:
        return ["None of these facts is an amount of trade, or a change of one. ", *_clear(found.view)]
    compared = held.claims - held.left
    return ["Of ", number(held.claims), " claims about trade ", number(compared), " can be compared."]


def _no_facts(found: Gathered) -> list[Any]:
    if found.view.cleared().filters != found.view.filters:
        return ["No facts pass these filters. ", *_clear(found.view)]
    return ["No facts are stored yet. Load some: ", html.Code("tradefacts load seeds/"), "."]


def _clear(view: Comparing) -> list[Any]:
    if view.cleared().filters == view.filters:
        return []
    return [html.A("Clear all filters", href=view.cleared().query()), "."]


def _bounded(found: Gathered) -> list[Any]:
    if len(found.selection) <= MOST_COMPARED:
        return []
    told = [" Of ", number(len(found.selection)), " facts the newest ", number(MOST_COMPARED)]
    return [*told, " are compared: filter to compare others."]


def _left(held: official.Held) -> list[Any]:
    """Return why claims are compared with nothing, the commonest reason first."""
    if not held.left:
        return []
    reasons = [html.Li([number(many), " · ", reason]) for reason, many in official.named(held.reasons)]
    summary = [number(held.left), " claim is" if held.left == 1 else " claims are", " not compared"]
    return [html.Details([html.Summary(summary), html.Ul(reasons)], className="left")]


def _figure(app: Dash, store: Store) -> None:
    @app.callback(
        Output("compare-figure", "figure"),
        Output("compare-chart", "style"),
        Output("compare-chart", "aria-label"),
        Output("compare-foot", "children"),
        Output("compare-around", "hidden"),
        Input("compare-shown", "data"),
        Input("compare-width", "data"),
        Input("theme", "data"),
        prevent_initial_call=True,
        running=[(Output("compare-around", "className"), "busy", "")],
    )
    def figure(shown: dict[str, Any] | None, width: int | None, theme: str | None) -> tuple[Any, ...]:
        if shown is None or not width or not theme:
            return (no_update,) * 5
        return drawn(shown, store, int(width), theme)


def drawn(shown: Mapping[str, Any], store: Store, width: int, theme: str) -> tuple[Any, ...]:
    """Return the figure of the first rows that stand in the table, with what is said around it."""
    facts = store.facts_of(shown["facts"][:MOST_COMPARED])
    if facts.empty:
        return {}, {"height": "1px"}, "", "", True
    view, documents = comparing(shown["query"]), documents_of(facts["document_id"], store)
    seen = replace(view, official=view.against == OFFICIAL)
    options = options_of(seen, facts, documents, store, theme, width)
    graph = CATALOGUE[_FIGURES[view.against]].draw(Selection.of(facts, documents, options))
    words = words_of(graph)
    # What goes with a picture is no business of the page's.
    graph.layout.meta = None
    graph.layout.width = width
    foot = f"The first {_DRAWN} of the table are drawn. {words.foot}" if shown["isPart"] else words.foot
    return graph, {"height": f"{graph.layout.height}px"}, words.described, foot, False
