"""The list of documents: the newest first, each with how many of its facts pass the filters."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pandas as pd
from dash import html

from dashboard.address import View
from dashboard.explore import facets
from dashboard.explore.table import TablePage, pager
from dashboard.markup import aria, day, number
from dashboard.reading.layout import PATH
from dashboard.reading.opened import Asked
from figures import wording
from store import Store

#: So many documents stand on one page.
_ROWS = 50
#: A document without a title is called by the beginning of its text.
_BEGINNING = 400


def listed(asked: Asked, store: Store) -> list[Any]:
    """Return the documents whose facts pass the filters, as one page of a table."""
    view, selection = asked.view, asked.selection(store)
    found = selection.by_document((view.page - 1) * _ROWS, view.page * _ROWS)
    many = found.others + len(found.facts)
    at = max(1, min(view.page, -(-many // _ROWS)))
    if at != view.page:
        found = selection.by_document((at - 1) * _ROWS, at * _ROWS)
    page = TablePage([], at, _ROWS, max(1, -(-many // _ROWS)), many)
    chips = facets.chips(facets.Asked(view, selection, store))
    return [
        html.Div(chips, className="chips"),
        html.H1("Documents"),
        html.Div(
            [
                html.P([number(many), " document" if many == 1 else " documents"], className="soft"),
                html.Nav(pager(view, page), className="pager", **aria(label="Pages of the list")),
            ],
            className="table-head",
        ),
        *([_table(view, found.facts, store)] if many else _nothing(view, store)),
    ]


def _nothing(view: View, store: Store) -> list[Any]:
    if not len(store.index()):
        return [
            html.P(["No documents are stored yet. Load some: ", html.Code("tradefacts load seeds/"), "."])
        ]
    return [
        html.P(
            [
                "No document has facts that pass these filters. ",
                html.A("Clear all filters", href=view.cleared().query()),
                ".",
            ]
        )
    ]


def _table(view: View, facts: Mapping[str, int], store: Store) -> html.Table:
    frame = store.documents(list(facts), letters=_BEGINNING)
    known: dict[str, dict[Any, Any]] = {row["document_id"]: row for row in frame.to_dict("records")}
    heads = [html.Th(name, scope="col") for name in ("Title", "Publisher", "Date")]
    return html.Table(
        [
            html.Thead(html.Tr([*heads, html.Th("Facts", scope="col", className="many")])),
            html.Tbody([_row(view, known[name], many) for name, many in facts.items() if name in known]),
        ],
        className="documents",
    )


def _row(view: View, document: Mapping[Any, Any], many: int) -> html.Tr:
    title, publisher, published = (
        None if pd.isna(document[name]) else document[name] for name in ("title", "publisher", "published")
    )
    to = replace(view.with_filter("document", (document["document_id"],)), page=1)
    return html.Tr(
        [
            html.Th(
                html.A(wording.title_of(title, document["text"]), href=f"{PATH}{to.query()}"), scope="row"
            ),
            html.Td(publisher or ""),
            html.Td(day(published.date()) if published is not None else ""),
            html.Td(number(many), className="many"),
        ]
    )
