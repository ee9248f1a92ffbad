"""Stored facts as a table for the terminal."""

import sys
from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any

import pandas as pd

from pipeline.explained import amount
from pipeline.output import Row
from schemas.filters import Filters
from schemas.vocabulary import FACT_COLUMNS
from store import Store
from tradefacts.explaining import plain

#: A table that does not go to a terminal is not squeezed into one's width.
_WIDTH_OF_A_FILE = 200
_NUMBERS = frozenset({"value", "facts", "observed", "relative difference", "sources", "observations"})
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
    _print(_HEADINGS, (_cells(dict(zip(FACT_COLUMNS, row, strict=False))) for row in rows))


def print_answers(rows: Iterable[dict[str, Any]], columns: Sequence[str], note: Sequence[str] = ()) -> None:
    """Print some columns of answers; `note` is made of what the columns named by `note` tell."""
    cells = ([_cell(row, name, note) for name in columns] for row in rows)
    _print([name.replace("_", " ") for name in columns], cells)


def _cell(row: dict[str, Any], name: str, note: Sequence[str]) -> str:
    if name in _MADE:
        return _MADE[name](row)
    if name == "note":
        return "; ".join(str(row[one]) for one in note if row[one])
    value = row[name]
    if value is None:
        return ""
    return _short(value) if isinstance(value, float) else str(value)


def _what(row: dict[str, Any]) -> str:
    """Return what flows between whom: `TUR export to RUS`."""
    flow, other = (row["flow"] or "").replace("_", " "), row["partner"]
    link = {"import": "from", "export": "to", "aid": "to", "investment": "in"}.get(flow, "with")
    return " ".join(part for part in (row["reporter"], flow, f"{link} {other}" if other else "") if part)


def _allowed(row: dict[str, Any]) -> str:
    """Return what rounding allows an implied value to be."""
    ends = [row["value_low"], row["value_high"]] if row["formula"] else []
    return " to ".join("…" if end is None else _short(end) for end in ends)


def _status(row: dict[str, Any]) -> str:
    """Return how firm a value is, and whether it is implied."""
    if row["origin"] == "reported":
        return str(row["status"])
    return "implied" if row["status"] == "reported" else f"{row['status']}, implied"


def _share(row: dict[str, Any]) -> str:
    share = row["relative_difference"]
    return "" if share is None else f"{share:.1%}"


#: The cells that are made of several columns, or written in their own way.
_MADE: dict[str, Callable[[dict[str, Any]], str]] = {
    "what": _what,
    "allowed": _allowed,
    "status": _status,
    "relative_difference": _share,
}


def _short(value: float) -> str:
    """Return a number without the digits that arithmetic left and nobody counted."""
    return amount(float(f"{value:.6g}"))


def print_documents(store: Store) -> int:
    """Print what is stored of each document, with the number of its facts; return how many there are."""
    documents = store.documents(texts=False).astype(object)
    facts, originals = store.counts("document_id", Filters(copies=True)), store.originals()
    rows = [
        [
            one["document_id"],
            _published(one),
            *(one[name] if pd.notna(one[name]) else "" for name in ("publisher", "title")),
            f"{facts.get(one['document_id'], 0):,}",
            originals.get(one["document_id"], ""),
        ]
        for one in documents.to_dict("records")
    ]
    if rows:
        _print(("document", "published", "publisher", "title", "facts", "copy of"), rows)
    return len(rows)


def _published(document: dict[Hashable, Any]) -> str:
    day = document["published"]
    return f"{day:%Y-%m-%d} ({document['published_by']})" if pd.notna(day) else "unknown"


def _print(headings: Iterable[str], rows: Iterable[Iterable[str]]) -> None:
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    table = Table(box=box.SIMPLE_HEAD, header_style="bold")
    for heading in headings:
        table.add_column(heading, justify="right" if heading in _NUMBERS else "left", overflow="fold")
    for row in rows:
        table.add_row(*(Text(plain(cell)) for cell in row))
    width = None if sys.stdout.isatty() else _WIDTH_OF_A_FILE
    Console(width=width).print(table)


def _cells(fact: dict[str, object]) -> list[str]:
    value = amount(float(str(fact["value"])))
    names = ("unit", "measure", "flow", "reporter", "partner")
    period = f"{fact['period_start']} to {fact['period_end']}" if fact["period_start"] else ""
    known = [str(fact[name] or "") for name in names]
    return [str(fact["document_id"]), str(fact["quote"]), value, *known, period, str(fact["status"])]
