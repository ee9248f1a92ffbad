"""The parts of the page that are always there; the callbacks fill them, and assets/read.js sets the text."""

from typing import Any

from dash import dcc, html

from dashboard.markup import aria
from dashboard.source.panel import panel_place
from store import Store

PATH = "/read"


def layout(_store: Store) -> Any:
    """Return the page without its data."""
    return html.Div(
        [
            *(dcc.Store(id=name) for name in ("reading-asked", "reading-fact", "reading-shown")),
            html.Div([_main(), _margin(), panel_place()], id="read-page", className="page reading"),
        ]
    )


def _main() -> html.Main:
    return html.Main(
        [
            html.Div(id="reading-head"),
            html.Nav(id="reading-before", className="turns", **aria(label="Earlier in the document")),
            html.Article(id="reading-text", **aria(label="Text of the document")),
            html.Nav(id="reading-after", className="turns", **aria(label="Later in the document")),
        ],
        id="main",
    )


def _margin() -> html.Aside:
    """Return the list of the facts beside the text, with the buttons that go from one to the next."""
    return html.Aside(
        [
            html.Div(
                [
                    html.P(id="margin-told", className="soft", role="status"),
                    _step("previous-fact", "‹", "Previous fact", "p"),
                    _step("next-fact", "›", "Next fact", "n"),
                ],
                className="margin-head",
            ),
            html.Ol(id="margin-list"),
        ],
        id="margin",
        **aria(label="Facts"),
    )


def _step(name: str, sign: str, label: str, key: str) -> html.Button:
    return html.Button(
        sign, id=name, className="quiet", title=f"{label} ({key})", **aria(label=label, keyshortcuts=key)
    )
