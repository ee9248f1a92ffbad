"""The parts of the page that are always there; the callbacks fill them."""

from typing import Any

from dash import dcc, html

from dashboard.markup import aria
from store import Store

_STORES = ("review-query", "review-asked", "review-correcting", "review-ids", "review-shown")


def layout(_store: Store) -> Any:
    """Return the page without its data."""
    return html.Div(
        [
            *(dcc.Store(id=name) for name in _STORES),
            html.Main(
                [
                    html.Div(id="review-head", className="head"),
                    html.Div([_queue(), _fact()], className="columns"),
                ],
                id="main",
                className="reviewing",
            ),
        ]
    )


def _queue() -> html.Nav:
    return html.Nav(
        [
            html.Div(id="review-list"),
            html.Div(id="review-pages", className="pager"),
        ],
        className="queue",
        **aria(label="Facts to review"),
    )


def _fact() -> html.Section:
    return html.Section(
        [
            html.Div([html.Div(id="review-bar"), _note()], className="bar"),
            html.Div(id="review-sentence"),
            html.Div(id="review-form"),
            html.Div(id="review-detail"),
        ],
        className="reviewed",
        **aria(label="The fact"),
    )


def _note() -> html.Label:
    field = dcc.Textarea(
        id="review-note", value="", maxLength=1000, placeholder="Goes with what you say next"
    )
    key = html.Kbd("m", **aria(hidden="true"))
    return html.Label(
        [html.Span(["Note ", key], className="soft"), field], htmlFor="review-note", className="note"
    )
