"""Facts as rows of a table: what a reader would write into a spreadsheet, and nothing of the machinery."""

from collections.abc import Mapping
from typing import Any

import dash_ag_grid as dag
import pandas as pd
from dash import Patch

from analysis.rows import facts_of
from figures import wording
from schemas.records import Fact

_PAGE = 25
#: How every table of the pages looks, in AG Grid's options.
LOOK: dict[str, Any] = {
    "domLayout": "autoHeight",
    "animateRows": False,
    # It stays in the accessibility tree after the rows have come; the page says it in words.
    "suppressNoRowsOverlay": True,
    "headerHeight": 34,
    "rowHeight": 34,
    "theme": {"function": "tradefactsTheme(themeQuartz)"},
}
#: Their least widths fit side by side into what the open panel leaves of a laptop's screen.
_COLUMNS: list[dict[str, Any]] = [
    {"field": "quote", "headerName": "Quantity", "flex": 3, "minWidth": 120, "cellClass": "quantity"},
    {"field": "what", "headerName": "What", "flex": 8, "minWidth": 130},
    {"field": "period", "headerName": "Period", "flex": 2, "minWidth": 104},
    {"field": "compared", "headerName": "Against", "flex": 2, "minWidth": 104},
    {
        "field": "value",
        "headerName": "Value",
        "flex": 2,
        "minWidth": 100,
        "type": "rightAligned",
        "valueFormatter": {"function": "params.data ? params.data.amount : ''"},
        "tooltipField": "amount",
    },
    {"field": "status", "headerName": "Status", "flex": 1, "minWidth": 84},
    {"field": "source", "headerName": "Source", "flex": 3, "minWidth": 76},
]


def rows(facts: pd.DataFrame, titles: Mapping[str, str]) -> list[dict[str, Any]]:
    """Return one row a fact, with the names that the columns of grid() have."""
    return [_row(fact, titles.get(fact.document_id, fact.document_id)) for fact in facts_of(facts)]


def paged(count: int) -> Patch:
    """Return the grid's options for so many rows: one page has no use for a page turner."""
    options = Patch()
    options["pagination"] = count > _PAGE
    return options


def _row(fact: Fact, source: str) -> dict[str, Any]:
    measure = wording.measure_name(fact)
    return {
        "fact_id": fact.fact_id,
        "quote": fact.quote,
        "what": ", ".join(part for part in (wording.subject(fact), measure) if part),
        "period": wording.period(fact.period_start, fact.period_end),
        "compared": wording.compared_with(fact),
        "value": fact.value,
        "amount": wording.fact_amount(fact._replace(counted=None)),
        "status": fact.status,
        "source": source,
    }


def grid() -> dag.AgGrid:
    """Return the empty table; a click or Enter on a row opens its sentence."""
    return dag.AgGrid(
        id="table",
        # What a narrow column cuts off, it tells when it is pointed at.
        columnDefs=[{"tooltipField": one["field"], **one} for one in _COLUMNS],
        rowData=[],
        getRowId="params.data.fact_id",
        defaultColDef={"sortable": True, "resizable": True, "suppressHeaderMenuButton": True},
        dashGridOptions={**LOOK, "paginationPageSize": _PAGE, "paginationPageSizeSelector": False},
        style={"height": None, "width": "100%"},
    )
