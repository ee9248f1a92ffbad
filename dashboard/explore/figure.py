"""The figure of a view with the words around it, or what stands there where nothing is drawn."""

from dataclasses import replace
from typing import Any, NamedTuple

from dash import html

from dashboard.address import TABLE, View
from dashboard.composing.composition import PATH
from dashboard.drawn import Drawn, drawn
from dashboard.explore import facets, marks
from dashboard.markup import aria
from dashboard.planting import planted
from figures import wording
from figures.catalogue import CATALOGUE
from figures.words import words_of
from schemas.filters import UNSAID
from store import Store

#: So many figures stand in one row; the others are unfolded.
_IN_ROW = 6


class Answer(NamedTuple):
    """What the page shows of a figure: the graph, its style and its name for who cannot see it.

    `words` are title, subtitle, links to the other figures and the foot, to be planted; `export` is the
    address of the composer, `marks` the figure as a table.
    """

    figure: Any
    style: dict[str, str]
    described: str
    words: dict[str, Any]
    export: str
    is_hidden: bool
    marks: Any


def answer(view: View, store: Store, theme: str, width: int) -> Answer:
    """Return what is shown of a view in a theme, so many pixels wide."""
    found = drawn(view, store, theme, width)
    if not found.selection.facts:
        return _nothing(view, store)
    if view.figure == TABLE:
        return _rows_alone(view, found, store)
    return _answer(view, found)


def _rows_alone(view: View, found: Drawn, store: Store) -> Answer:
    """Return the page's answer where the table is all that is shown."""
    title = wording.capital(_sought(view, store) or "all facts")
    told = ["One row a fact; choose one to see its sentence"]
    return _without_figure(_words(title, told, _kinds(view, found)), PATH + view.query())


def _without_figure(words: dict[str, Any], export: str) -> Answer:
    return Answer({}, {"height": "1px", "visibility": "hidden"}, "", words, export, True, [])


def _words(title: str, subtitle: list[Any], kinds: list[Any], foot: str = "") -> dict[str, Any]:
    return planted({"title": [title], "subtitle": subtitle, "kinds": kinds, "foot": [foot]})


def _answer(view: View, found: Drawn) -> Answer:
    graph = found.entry.draw(found.selection)
    words = words_of(graph)
    # What goes with a picture is no business of the page's.
    graph.layout.meta = None
    graph.layout.width = found.selection.options.width
    subtitle = "; ".join(filter(None, (words.subtitle, wording.uncapital(found.part).rstrip("."))))
    return Answer(
        graph,
        {"height": f"{graph.layout.height}px"},
        words.described,
        _words(words.title, [subtitle], _kinds(view, found), words.foot),
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
        *([_more(more)] if more else []),
    ]


def _more(links: list[html.A]) -> html.Details:
    return html.Details([html.Summary("More"), html.Div(links, className="drop")], className="menu")


def _kind(view: View, name: str, label: str, question: str, current: str) -> html.A:
    marked = aria(current="page") if name == current else {}
    return html.A(label, href=replace(view, figure=name).query(), title=question, **marked)


def _nothing(view: View, store: Store) -> Answer:
    """Return the page's answer where no fact passes: what would fill it."""
    if not len(store.index()):
        told: list[Any] = [
            "Load some: ",
            html.Code("tradefacts load seeds/"),
            ", or ",
            html.A("add documents", href="/add"),
            ".",
        ]
        return _without_figure(_words("No facts are stored yet", told, []), PATH)
    told = ["Take a filter away, or ", html.A("clear all filters", href=view.cleared().query()), "."]
    sought = _sought(view, store) or "what these filters ask for"
    return _without_figure(_words(f"No facts about {sought}", told, []), PATH)


def _sought(view: View, store: Store) -> str:
    """Return in words what the filters ask for, nothing where none is in force."""
    asked = view.filters
    sides = (asked.flow, asked.reporter, asked.partner)
    if asked.flow and all(len(one) <= 1 and UNSAID not in one for one in sides):
        reporter, partner = ("".join(one) or None for one in (asked.reporter, asked.partner))
        return wording.flow_phrase(asked.flow[0], reporter, partner)
    named = facets.named(facets.Asked(view, store.selection(view.asked), store))
    searched = [f"“{asked.search}”"] if asked.search else []
    return ", ".join([*named, *searched])
