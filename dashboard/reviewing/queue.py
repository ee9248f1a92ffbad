"""The facts that wait for a person: which, in which order, and one page of them."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, NamedTuple
from urllib.parse import urlencode

from dash import html

from dashboard.address import View
from dashboard.drawn import documents_of, titles_of
from dashboard.explore import facets, table
from dashboard.explore.table import TablePage
from dashboard.markup import aria, data, number
from figures import wording
from schemas.records import Fact
from schemas.vocabulary import ReviewState
from store import Selection, Store

_PATH = "/review"
#: What the queue is ordered by, the first where the address does not say.
ORDERS = {"confidence": "Lowest confidence", "conflicts": "Conflicts", "newest": "Newest"}
_DEFAULT = "confidence"


class Queue(NamedTuple):
    """What waits: the view that the address asks for, the facts that pass, one page of them, their order."""

    view: View
    selection: Selection
    page: TablePage
    order: str


def queue(view: View, store: Store) -> Queue:
    """Return what waits: what nobody has reviewed, unless the address asks for other states."""
    order = view.order if view.order in ORDERS else _DEFAULT
    states = view.filters.review or (ReviewState.UNREVIEWED.value,)
    selection = store.selection(replace(view.asked, review=states))
    page = table.page(replace(view, order=order, figure=None), selection)
    return Queue(view, selection, page, order)


def head(found: Queue, store: Store) -> list[Any]:
    """Return the title, how many wait, and the links to other states, orders and fewer filters."""
    asked = facets.Asked(found.view, found.selection, store)
    return [
        html.H1("Review"),
        _choices("Show", _states(found)),
        _choices("First", _orders(found)),
        html.Div(facets.chips(asked, own=("review",)), className="chips"),
    ]


def _choices(title: str, links: list[html.A]) -> html.P:
    return html.P([html.Span(title, className="soft"), *links], className="choices")


def _states(found: Queue) -> list[html.A]:
    counts = found.selection.counts("review").facts
    counts |= {ReviewState.UNREVIEWED.value: found.selection.without("review")}
    current = found.view.filters.review or (ReviewState.UNREVIEWED.value,)
    return [
        _link(
            [wording.capital(state), " ", number(counts.get(state, 0), "count")],
            found.view.with_filter("review", () if state is ReviewState.UNREVIEWED else (state.value,)),
            current == (state.value,),
        )
        for state in ReviewState
    ]


def _orders(found: Queue) -> list[html.A]:
    contested = [" ", number(found.selection.contested(), "count")]
    return [
        _link(
            [label, *(contested if order == "conflicts" else [])],
            replace(found.view, order=None if order == _DEFAULT else order, page=1),
            order == found.order,
        )
        for order, label in ORDERS.items()
    ]


def _link(told: list[Any], to: View, is_current: bool) -> html.A:
    # With its path the link leads to the first fact, and not to the one that is open.
    return html.A(told, href=f"{_PATH}{to.query()}", **(aria(current="true") if is_current else {}))


def rows(found: Queue, store: Store) -> list[Any]:
    """Return the facts of the page as links, each with its amount, what it is, how sure it is, its source."""
    facts = store.records_of(found.page.ids)
    if not facts:
        return [_nothing(found)]
    titles = titles_of(documents_of((one.document_id for one in facts), store))
    return [html.Ol([html.Li(_row(one, found.view, titles)) for one in facts])]


def _row(fact: Fact, view: View, titles: Mapping[str, str]) -> html.A:
    about = ", ".join(part for part in (wording.subject(fact), wording.measure_name(fact)) if part)
    return html.A(
        [
            html.Strong(wording.fact_amount(fact), className="amount"),
            html.Span(f"{fact.confidence:.2f}", className="sure", title="Confidence"),
            html.Span(about or fact.quote, className="what"),
            html.Span(titles.get(fact.document_id, fact.document_id), className="from"),
        ],
        href=f"{view.query()}&{urlencode({'fact': fact.fact_id})}",
        **data(fact=fact.fact_id),
    )


def _nothing(found: Queue) -> html.P:
    """Return what is said where nothing waits, and what would."""
    if found.view.cleared().query() == replace(found.view, page=1).query():
        return html.P(
            ["Nothing waits. ", html.A("Look at what was accepted", href="/?review=accepted"), "."],
            className="empty",
        )
    return html.P(
        [
            "Nothing waits here. ",
            html.A("Clear all filters", href=f"{_PATH}{found.view.cleared().query()}"),
            ".",
        ],
        className="empty",
    )
