"""What stands above and below the text of a document: what it is, what is highlighted, and the way on."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.address import View
from dashboard.explore import facets
from dashboard.markup import aria, day, number
from dashboard.reading.layout import PATH
from dashboard.reading.opened import Asked, Opened
from figures import wording
from schemas.records import Document
from schemas.vocabulary import Measure
from store import Store

#: The filters that this page has controls of its own for.
_OWN = ("document", "measure")


def head(asked: Asked, one: Opened, store: Store) -> list[Any]:
    """Return what is known of the document, the filters in force, and the measures with their counts."""
    return [
        html.P(html.A("‹ All documents", href=_all(asked.view)), className="crumbs"),
        html.H1(wording.title_of(one.document.title, one.document.text, most=120)),
        html.P([*_known(one.document)], className="soft"),
        *(html.P(note, className="soft") for note in one.document.notes),
        html.Div(facets.chips(facets.Asked(asked.view, one.selection, store), own=_OWN), className="chips"),
        *_measures(asked.view, one),
        *_nothing(asked.view, one),
    ]


def unknown(asked: Asked) -> list[Any]:
    """Return what is said where there is no such document."""
    return [
        html.H1("There is no such document"),
        html.P(
            [
                "It is no longer stored, or the address was cut off. ",
                html.A("Show all documents", href=_all(asked.view)),
                ".",
            ]
        ),
    ]


def _all(view: View) -> str:
    return f"{PATH}{replace(view.without('document'), page=1).query()}"


def _known(document: Document) -> Iterator[Any]:
    """Yield publisher, author and day, with points between."""
    parts = [part for part in (document.publisher, document.author, day(document.published)) if part]
    for at, part in enumerate(parts):
        yield from (" · ", part) if at else (part,)


def _measures(view: View, one: Opened) -> list[Any]:
    """Return the legend: each measure with its sign and count, as a link that chooses it or lets it go."""
    chosen = view.filters.measure
    counts = one.selection.counts("measure").facts
    there = [measure.value for measure in Measure if measure in counts or measure in chosen]
    if not there:
        return []
    # Another choice of measures leaves the reader in the part that is open.
    choices = [
        _measure(
            replace(view.toggled("measure", name), page=one.part.number),
            name,
            counts.get(name, 0),
            name in chosen,
        )
        for name in there
    ]
    everything = replace(view.without("measure"), page=one.part.number)
    every = [html.A("Show all", href=everything.query(), className="clear")] if chosen else []
    return [html.Div([*choices, *every], className="measures", role="group", **aria(label="Measures"))]


def _measure(to: View, name: str, many: int, is_chosen: bool) -> html.A:
    return html.A(
        [
            html.Span(className="box"),
            html.Span("abc", className=f"swatch m-{name}", **aria(hidden="true")),
            html.Span(wording.capital(name.replace("_", " "))),
            number(many, "count"),
        ],
        href=to.query(),
        role="checkbox",
        className="choice",
        **aria(checked="true" if is_chosen else "false"),
    )


def _nothing(view: View, one: Opened) -> list[Any]:
    if one.ids:
        return []
    if view.without("document").filters == type(view.filters)():
        return [html.P("No facts were read from this document.", className="soft")]
    clear = replace(view.cleared(), page=one.part.number).with_filter("document", view.filters.document)
    return [
        html.P(
            [
                "No fact of this document passes the filters. ",
                html.A("Clear them", href=clear.query()),
                ", or ",
                html.A("look in all documents", href=_all(view)),
                ".",
            ],
            className="soft",
        )
    ]


def before(asked: Asked, one: Opened) -> list[Any]:
    """Return the way to the part before."""
    return _turn(asked.view, one, -1, "‹ Earlier") if one.part.number > 1 else []


def after(asked: Asked, one: Opened) -> list[Any]:
    """Return the way to the part after."""
    return _turn(asked.view, one, 1, "Later ›") if one.part.number < one.part.of else []


def _turn(view: View, one: Opened, by: int, label: str) -> list[Any]:
    # With the path, the link takes no open fact along: that would lead back to its own part.
    to = f"{PATH}{replace(view, page=one.part.number + by).query()}"
    told = html.Span(["Part ", number(one.part.number), " of ", number(one.part.of)], className="soft")
    return [html.A(label, href=to, className="turn"), told]
