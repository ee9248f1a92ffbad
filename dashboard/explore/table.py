"""Facts as rows of a table: what a reader would write into a spreadsheet, and nothing of the machinery."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

import dash_ag_grid as dag
from dash import html

from dashboard.address import ORDERS, TABLE, View
from dashboard.markup import number
from figures import wording
from schemas.records import Fact
from schemas.units import is_currency
from store import Selection

#: So many rows stand below a figure, and where the table is all that is shown.
_ROWS, _ROWS_ALONE = 25, 100
#: How every table of the pages looks, in AG Grid's options.
LOOK: dict[str, Any] = {
    "domLayout": "autoHeight",
    "animateRows": False,
    # It stays in the accessibility tree after the rows have come; the page says it in words.
    "suppressNoRowsOverlay": True,
    "headerHeight": 34,
    "tooltipShowDelay": 300,
    "rowHeight": 34,
    "theme": {"function": "tradefactsTheme(themeQuartz)"},
}
#: The server orders all rows, of which one page is here.
_AS_THEY_CAME = {"function": "0"}
#: Their least widths fit side by side into what the open panel leaves of a laptop's screen.
_COLUMNS: list[dict[str, Any]] = [
    {"field": "quote", "headerName": "Quantity", "flex": 4, "minWidth": 120, "cellClass": "quantity"},
    {"field": "what", "headerName": "What", "flex": 7, "minWidth": 130},
    {"field": "period", "headerName": "Period", "flex": 2, "minWidth": 112},
    {"field": "compared", "headerName": "Against", "flex": 2, "minWidth": 112},
    {
        "field": "value",
        "headerName": "Value",
        "flex": 2,
        "minWidth": 100,
        "type": "rightAligned",
        "valueFormatter": {"function": "tradefactsAmount(params.data)"},
        "tooltipField": "amount",
    },
    {"field": "status", "headerName": "Status", "flex": 1, "minWidth": 92},
    {"field": "publisher", "headerName": "Source", "flex": 3, "minWidth": 76},
]


class TablePage(NamedTuple):
    """One page of a table: the ids of its facts, its number, and how many rows and pages there are in all."""

    ids: list[str]
    number: int
    rows: int
    of: int
    all: int


def page(view: View, selection: Selection) -> TablePage:
    """Return the page that a view asks for, the last one where it asks for more than there are."""
    rows = _ROWS_ALONE if view.figure == TABLE else _ROWS
    of = max(1, -(-len(selection) // rows))
    at = min(view.page, of)
    by, falling = (view.order or "newest").removeprefix("-"), (view.order or "").startswith("-")
    ids = selection.ids((at - 1) * rows, at * rows, by=by, falling=falling)
    return TablePage(ids, at, rows, of, len(selection))


def pager(view: View, page: TablePage) -> list[Any]:
    """Return which rows are shown, and links to the pages before and after."""
    if page.of == 1:
        return []
    first = (page.number - 1) * page.rows + 1
    last = min(page.number * page.rows, page.all)
    told = html.Span([number(first), "–", number(last), " of ", number(page.all)])
    earlier = _turn("‹ Previous", view, page.number - 1) if page.number > 1 else None
    later = _turn("Next ›", view, page.number + 1) if page.number < page.of else None
    return [one for one in (earlier, told, later) if one is not None]


def _turn(label: str, view: View, number: int) -> html.A:
    return html.A(label, href=replace(view, page=number).query(), className="turn")


def rows(facts: Iterable[Fact], titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row a fact, with the names that the columns of grid() have."""
    return [_row(fact, titles.get(fact.document_id, fact.document_id)) for fact in facts]


def _row(fact: Fact, source: str) -> dict[str, Any]:
    subject, measure = wording.subject(fact), wording.measure_name(fact)
    says_it = measure.lower() in subject.lower().split()
    return {
        "fact_id": fact.fact_id,
        "quote": fact.quote,
        "what": subject if says_it else ", ".join(part for part in (subject, measure) if part),
        "period": wording.period(fact.period_start, fact.period_end),
        "compared": wording.compared_with(fact),
        "value": fact.value,
        "amount": wording.fact_amount(fact._replace(counted=None)),
        # An amount of money alone is written as the reader's language writes it.
        "currency": fact.unit if is_currency(fact.unit) and fact.value_high is None else None,
        "status": fact.status,
        "publisher": source,
    }


def grid() -> dag.AgGrid:
    """Return the empty table; a click or Enter on a row opens its sentence, on a heading orders all rows."""
    return dag.AgGrid(
        id="table",
        # What a narrow column cuts off, it tells when it is pointed at.
        columnDefs=[
            {"tooltipField": one["field"], "sortable": one["field"] in ORDERS, **one} for one in _COLUMNS
        ],
        rowData=[],
        getRowId="params.data.fact_id",
        defaultColDef={
            "resizable": True,
            "suppressHeaderMenuButton": True,
            "comparator": _AS_THEY_CAME,
        },
        dashGridOptions=LOOK,
        style={"height": None, "width": "100%"},
    )
