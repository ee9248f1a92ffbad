"""The parts of the page that are always there; the callbacks fill them."""

from typing import Any

import dash_ag_grid as dag
import dash_mantine_components as dmc
from dash import dcc, html

from dashboard.explore.table import LOOK
from dashboard.markup import aria
from documents.limits import longest
from store import Store

#: The columns that a person may correct: the same names as in a draft.
CORRECTED = ("id", "title", "publisher", "author", "published")
_WIDEST = 5


def layout(_store: Store) -> Any:
    """Return the page without a document."""
    return html.Div(
        [
            *(dcc.Store(id=name) for name in ("sending", "arrived", "chosen", "looked-at")),
            dcc.Store(id="drafts", data={}),
            dcc.Store(id="most-bytes", data=longest()),
            html.Main([_intake(), _recognised()], id="main", className="adding"),
        ]
    )


def _intake() -> html.Div:
    return html.Div(
        [
            html.H1("Add documents"),
            html.P(
                "Web pages, PDF, Word, e-mails, feeds, tables of texts, zip archives and plain text. Nothing "
                "leaves this machine, and nothing is stored before you have looked at it and saved it.",
                className="soft",
            ),
            html.Div([_files(), _paste()], className="intake"),
            dmc.TextInput(
                id="default-date",
                label="Published",
                description="The day of documents that tell none, such as 2024-02-29",
                placeholder="unknown",
                className="day",
            ),
            html.Div(
                [
                    dmc.Progress(id="progress", value=0, color="dark", **aria(label="Files that were read")),
                    html.P(id="progress-text", className="soft", **aria(live="polite")),
                ],
                id="progress-shown",
                hidden=True,
            ),
            html.Ul(id="refused", className="refused", role="status"),
        ]
    )


def _files() -> dcc.Upload:
    return dcc.Upload(
        [
            dmc.Button("Choose files", color="dark", id="choose-files"),
            html.Span("or drop them here", className="soft"),
        ],
        id="files",
        multiple=True,
        className="drop",
        className_active="drop over",
    )


def _paste() -> html.Div:
    return html.Div(
        [
            dmc.Textarea(
                id="pasted",
                placeholder="… or paste a text",
                autosize=True,
                minRows=4,
                maxRows=12,
                **aria(label="Paste a text"),
            ),
            dmc.Button("Read the text", id="read-pasted", color="dark", variant="outline", disabled=True),
        ],
        className="paste",
    )


def _recognised() -> html.Div:
    return html.Div(
        [
            html.Div(
                [
                    html.H2("Recognised", className="table-title"),
                    dmc.Button("Save", id="save", color="dark", disabled=True),
                ],
                className="above",
            ),
            html.P(
                "Double-click a cell, or press Enter in it, to correct it. Choose a row to see its sections "
                "and facts.",
                className="soft",
            ),
            _grid(),
            html.P(id="saved", className="saved", role="status"),
            html.Section(id="detail", tabIndex=-1, **aria(label="Sections and facts")),
        ],
        id="recognised",
        hidden=True,
    )


def _grid() -> dag.AgGrid:
    editable = [
        {
            "field": name,
            "headerName": name.capitalize(),
            "editable": True,
            "flex": _WIDEST if name == "title" else 2,
            "minWidth": 96,
        }
        for name in CORRECTED
    ]
    told = [
        {"field": "facts", "headerName": "Facts", "flex": 1, "minWidth": 70, "type": "rightAligned"},
        {"field": "status", "headerName": "Status", "flex": 4, "minWidth": 130},
    ]
    return dag.AgGrid(
        id="grid",
        columnDefs=[{"tooltipField": one["field"], **one} for one in (*editable, *told)],
        rowData=[],
        selectedRows=[],
        getRowId="params.data.key",
        defaultColDef={"sortable": False, "resizable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={
            **LOOK,
            "rowSelection": {"mode": "multiRow", "enableClickSelection": False},
            "stopEditingWhenCellsLoseFocus": True,
        },
        style={"height": None, "width": "100%"},
    )
