"""Frames -> an Excel workbook, a sheet each: numbers as numbers, days as days, text as nothing but text.

A text that a spreadsheet would take for a formula or an error is written as text, and marked so that it
stays one when somebody edits its cell (Excel's quotePrefix).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from io import BytesIO
from typing import Any

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter

from pipeline.formats import FORMULA_STARTS

#: A cell of Excel holds so many letters.
_MOST_LETTERS = 32_767
_WIDEST = 60
#: Excel counts its days from here; an earlier one stands there as text.
_FIRST_DAY = date(1900, 1, 1)
#: What no XML holds; openpyxl knows most of it.
_NO_LETTERS = re.compile(f"{ILLEGAL_CHARACTERS_RE.pattern}|[\ud800-\udfff\ufffe\uffff]")


def workbook(sheets: Mapping[str, tuple[Iterable[str], Iterable[Iterable[Any]]]]) -> bytes:
    """Return a workbook (.xlsx) of sheets by name, each with its columns' names and its rows."""
    book = Workbook(write_only=True)
    for name, (columns, rows) in sheets.items():
        sheet = book.create_sheet(name)
        sheet.freeze_panes = "A2"
        known = [list(row) for row in rows]
        for number, column in enumerate(columns, start=1):
            longest = max([len(str(row[number - 1])) for row in known[:200]] + [len(column)])
            sheet.column_dimensions[get_column_letter(number)].width = min(_WIDEST, longest + 2)
        sheet.append(_heading(sheet, column) for column in columns)
        for row in known:
            sheet.append(list(_cells(sheet, row)))
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _heading(sheet: Any, text: str) -> Any:
    cell = WriteOnlyCell(sheet, text)
    cell.font = Font(bold=True)
    return cell


def _cells(sheet: Any, row: Iterable[Any]) -> Iterator[Any]:
    for value in row:
        if isinstance(value, date) and value < _FIRST_DAY:
            value = value.isoformat()
        cell = WriteOnlyCell(sheet, _clean(value) if isinstance(value, str) else value)
        if isinstance(value, str):
            cell.data_type = "s"
            cell.quotePrefix = value.startswith(FORMULA_STARTS)
        elif isinstance(value, date):
            cell.number_format = "yyyy-mm-dd"
        yield cell


def _clean(text: str) -> str:
    """Return a text as a cell can hold it: without control characters, and not endless."""
    return str(_NO_LETTERS.sub("", text))[:_MOST_LETTERS]


def sheet_of(frame: pd.DataFrame, rows: Iterable[Mapping[str, Any]]) -> tuple[list[str], list[list[Any]]]:
    """Return a frame, whose rows are given as plain Python, as workbook() takes a sheet."""
    return [str(name) for name in frame.columns], [list(row.values()) for row in rows]
