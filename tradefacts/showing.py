"""Stored facts as a table for the terminal."""

import sys
from collections.abc import Iterable

from pipeline.output import Row
from schemas.vocabulary import FACT_COLUMNS
from tradefacts.explaining import amount, plain

#: A table that does not go to a terminal is not squeezed into one's width.
_WIDTH_OF_A_FILE = 200
_HEADINGS = (
    "document",
    "quote",
    "value",
    "unit",
    "measure",
    "flow",
    "reporter",
    "partner",
    "period",
    "status",
)


def print_table(rows: Iterable[Row]) -> None:
    """Print the columns of facts that tell most; the other formats have all of them."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for heading in _HEADINGS:
        table.add_column(heading, justify="right" if heading == "value" else "left", overflow="fold")
    for row in rows:
        fact = dict(zip(FACT_COLUMNS, row, strict=False))
        table.add_row(*(Text(plain(cell)) for cell in _cells(fact)))
    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    Console(width=width).print(table)


def _cells(fact: dict[str, object]) -> list[str]:
    value = amount(float(str(fact["value"])))
    names = ("unit", "measure", "flow", "reporter", "partner")
    period = f"{fact['period_start']} to {fact['period_end']}" if fact["period_start"] else ""
    known = [str(fact[name] or "") for name in names]
    return [str(fact["document_id"]), str(fact["quote"]), value, *known, period, str(fact["status"])]
