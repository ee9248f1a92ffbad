"""A plain table with one figure a row -> drafts: columns named as ours are, or as a mapping tells.

A person may have written it, so that countries may have their English names and periods and numbers may be
spelled out. What can be read in two ways is not read: `1,234` and `01/02/2024` are told of by their row.
"""

from collections.abc import Iterator, Mapping
from enum import StrEnum
from functools import partial
from pathlib import Path

import pandas as pd

from official.areas import named_area
from official.asked import Given
from official.columns import constant, joined, periods, powers, some, translated
from official.errors import OfficialError
from official.files import File
from official.meanings import meaning_of, status_of
from official.notes import Notes
from official.numbers import is_missing, is_plain, plain_number, shifted
from official.rows import Header, frames, refuse_twice
from official.spelled import spelled_days
from schemas.observations import ALL_PRODUCTS
from schemas.units import is_unit
from schemas.vocabulary import Coverage, Flow, Frequency, Status, Valuation

#: What a row must tell, by a column or a constant.
NEEDED = ("reporter", "flow", "period", "value", "unit")
#: Every column that is read; `multiplier` is a power of ten in figures or in words (`3`, `thousands`).
TIDY_COLUMNS = (
    *NEEDED,
    *("partner", "product", "multiplier", "frequency", "status", "dataset", "vintage", "series_key"),
    *("classification", "coverage", "valuation", "adjustment"),
)
#: What a series' key is made of where the table has none.
_KEY = (
    *("reporter_area", "partner_area", "flow", "product", "classification", "coverage", "valuation"),
    *("adjustment", "frequency", "unit"),
)
#: What people write for all goods together.
_ALL = frozenset({"total", "all", "all products", "all commodities", "_t"})


def is_tidy(header: Header, given: Given) -> bool:
    """Tell whether a table tells all that is needed, with what is given of it."""
    return set(NEEDED) <= set(_sources(header, given)) | set(given.constants)


def lacking(header: Header, given: Given) -> str:
    """Return in words what a table lacks to be read as a tidy one."""
    lacks = [one for one in NEEDED if one not in {*_sources(header, given), *given.constants}]
    return f"a column or a constant for {some(lacks)} (its columns are {some(header.names, 12)})"


def read_tidy(file: File, header: Header, notes: Notes, given: Given) -> Iterator[pd.DataFrame]:
    """Yield the drafts of such a table, so many rows at a time.

    Raises OfficialError for a cell that is wrong, by its row and column.
    """
    refuse_twice(file, [name.lower() for name in header.names])
    sources = _sources(header, given)
    constants = {**_wholes(sources, given, notes), **given.constants}
    decimals = _Decimals(file, sources.get("value", "value"))
    for chunk in frames(file, header, list(dict.fromkeys(sources.values()))):
        cells = {ours: chunk[theirs].str.strip() for ours, theirs in sources.items()}
        cells |= {ours: constant(value.strip(), chunk.index) for ours, value in constants.items()}
        frame = pd.DataFrame(cells).reindex(columns=list(TIDY_COLUMNS), fill_value="")
        frame = notes.keep(frame, ~is_missing(frame["value"]), "without a value")
        yield _drafts(_Cells(file, frame, sources), decimals, notes)


def _sources(header: Header, given: Given) -> dict[str, str]:
    """Return the file's column for each of ours that it has."""
    by_name = {name.lower(): name for name in header.names}
    told = {ours: by_name.get(theirs.lower(), "") for ours, theirs in given.columns.items()}
    own = {ours: by_name[ours] for ours in TIDY_COLUMNS if ours in by_name}
    return {ours: theirs for ours, theirs in (own | told).items() if theirs and ours not in given.constants}


def _wholes(sources: Mapping[str, str], given: Given, notes: Notes) -> dict[str, str]:
    """Return what a table is about that has no column for a product or a partner: all of them together."""
    found = {}
    for column, whole, told in (("product", ALL_PRODUCTS, "all goods"), ("partner", "WLD", "all partners")):
        if column not in sources and column not in given.constants:
            found[column] = whole
            notes.say(f"It has no column {column}, so its figures are taken for those of {told} together.")
    return found


def check_given(file: File, header: Header, given: Given) -> None:
    """Raise OfficialError for a mapping that names what is not there, or leaves out what is needed."""
    for ours in (*given.columns, *given.constants):
        if ours not in TIDY_COLUMNS:
            raise OfficialError(
                file.name, f"{ours!r} is no column of ours; they are {some(TIDY_COLUMNS, 99)}"
            )
    for ours, theirs in given.columns.items():
        if theirs.lower() not in header.lowered:
            raise OfficialError(
                file.name, f"it has no column {theirs!r} for {ours} ({some(header.names, 12)} are there)"
            )
    if not is_tidy(header, given):
        raise OfficialError(file.name, f"it lacks {lacking(header, given)}")


class _Cells:
    """The cells of some rows by our columns, and the words for what is wrong with one."""

    def __init__(self, file: File, frame: pd.DataFrame, sources: Mapping[str, str]) -> None:
        self._file = file
        self._sources = sources
        self.frame = frame

    def text(self, column: str) -> pd.Series:
        """Return a column with null for what is empty."""
        return self.frame[column].where(self.frame[column] != "")

    def refuse_unread(self, column: str, read: pd.Series, what: str) -> pd.Series:
        """Return what was read of a column. Raises OfficialError for a cell that is there and was not."""
        wrong = self.frame[column][read.isna() & (self.frame[column] != "")]
        if len(wrong):
            where = f"row {wrong.index[0] + 1}, column {self._sources.get(column, column)}"
            raise OfficialError(self._file.name, f"{where}: {wrong.iloc[0][:60]!r} is {what}")
        return read


def _drafts(cells: _Cells, decimals: "_Decimals", notes: Notes) -> pd.DataFrame:
    frame = cells.frame
    drafts = pd.DataFrame(index=frame.index)
    for role in ("reporter", "partner"):
        drafts[f"{role}_area"] = cells.text(role)
        drafts[role] = notes.countries(frame[role], named_area)
    _add_words(drafts, cells)
    for column in ("classification", "dataset"):
        drafts[column] = cells.text(column)
    drafts["dataset"] = drafts["dataset"].fillna(Path(decimals.file.inner).stem)
    drafts["product"] = translated(frame["product"], _product)
    drafts["value"] = decimals.numbers(frame["value"], _power(cells))
    drafts["vintage"] = _vintage(cells)
    times = _periods(cells, notes)
    drafts = pd.concat([drafts, times], axis="columns")
    drafts["series_key"] = cells.text("series_key").fillna(joined([drafts[column] for column in _KEY]))
    return drafts


def _add_words(drafts: pd.DataFrame, cells: _Cells) -> None:
    """Add the columns whose words are those of closed lists, or the codes of offices."""
    for column, words in (("flow", Flow), ("valuation", Valuation), ("coverage", Coverage)):
        read = translated(cells.frame[column], partial(_word, column, words))
        drafts[column] = cells.refuse_unread(column, read, f"none of {some(words, 9)}")
    read = translated(cells.frame["adjustment"], _adjustment)
    drafts["adjustment"] = read.where(read != "none")
    cells.refuse_unread("adjustment", read, "none of seasonal, calendar, NSA")
    status = translated(cells.frame["status"], status_of)
    drafts["status"] = cells.refuse_unread("status", status, f"none of {some(Status, 9)}")
    unit = translated(cells.frame["unit"], _unit)
    drafts["unit"] = cells.refuse_unread("unit", unit, "no unit that is known; write USD, tonne, kilogram")


def _product(cell: str) -> str | None:
    return ALL_PRODUCTS if cell.lower() in _ALL else cell or None


def _word(column: str, words: type[StrEnum], cell: str) -> str | None:
    known = {str(word).lower(): str(word) for word in words}
    return known.get(cell.lower()) or _said(column, cell, column)


def _said(concept: str, cell: str, field: str) -> str | None:
    found = meaning_of(concept, cell)
    return getattr(found, field) if found else None


def _adjustment(cell: str) -> str | None:
    """Return the adjustment that a cell says, `none` for unadjusted figures, None for what is not known."""
    if cell.lower() in ("", "none", "unadjusted"):
        return "none"
    found = meaning_of("adjustment", cell)
    return (found.adjustment or "none") if found else None


def _unit(cell: str) -> str | None:
    return _said("unit", cell, "unit") or (cell if cell and is_unit(cell) else None)


def _power(cells: _Cells) -> pd.Series:
    """Return the power of ten by which values are multiplied: the unit's (`MIO_EUR`) or the multiplier's."""
    of_unit = powers(cells.frame["unit"], _multiple)
    told = powers(cells.frame["multiplier"], _multiplier)
    cells.refuse_unread("multiplier", told, "no power of ten; write 3 or thousands")
    both = (of_unit != 0) & (told.fillna(0) != 0)
    cells.refuse_unread("unit", cells.frame["unit"].where(~both), "a multiple, and so says the multiplier")
    return of_unit + told.fillna(0)


def _multiple(unit: str) -> int:
    found = meaning_of("unit", unit)
    return (found.power or 0) if found else 0


def _multiplier(cell: str) -> int | None:
    found = meaning_of("multiplier", cell) or meaning_of("multiplier", cell + "s")
    return (found.power or 0) if found else None


def _vintage(cells: _Cells) -> pd.Series:
    days = pd.to_datetime(cells.text("vintage"), format="%Y-%m-%d", errors="coerce").astype("datetime64[s]")
    return cells.refuse_unread("vintage", days, "no day as 2024-03-31 is one")


def _periods(cells: _Cells, notes: Notes) -> pd.DataFrame:
    """Return the periods and frequencies; a column `frequency` overrides what the period tells."""
    times = periods(cells.frame["period"], spelled_days)
    unread = times["period_start"].isna()
    if unread.any():
        examples = some(cells.frame["period"][unread].unique(), 3)
        notes.say(
            f"These periods can be read in no way, or in more than one: {examples}; write 2024-01 or 2024-Q1."
        )
    known = {str(one) for one in Frequency}
    told = translated(cells.frame["frequency"], lambda cell: cell if cell in known else None)
    cells.refuse_unread("frequency", told, f"none of {some(Frequency, 9)}")
    return times.assign(frequency=told.fillna(times["frequency"]))


class _Decimals:
    """Reads the numbers of a table, which must part decimals in one way throughout."""

    def __init__(self, file: File, column: str) -> None:
        self.file = file
        self._column = column
        self._way = ""

    def numbers(self, cells: pd.Series, power: pd.Series) -> pd.Series:
        """Return numbers (float64), times ten to a power. Raises OfficialError for a cell that is none."""
        written = cells[~is_plain(cells) | cells.str.contains(".", regex=False)]
        read = {cell: self._read(cell, cells) for cell in written.unique()}
        return shifted(cells.map(lambda cell: read.get(cell, cell)).astype("str"), power)

    def _read(self, cell: str, cells: pd.Series) -> str:
        found = plain_number(cell)
        if found is None:
            self._refuse(cell, cells, "no number, or may be read as two; write 1234.5")
            raise AssertionError
        text, way = found
        if way and self._way and way != self._way:
            self._refuse(cell, cells, f"written with a decimal {way}, and others with a {self._way}; use one")
        self._way = self._way or way
        return text

    def _refuse(self, cell: str, cells: pd.Series, what: str) -> None:
        row = cells[cells == cell].index[0] + 1
        raise OfficialError(self.file.name, f"row {row}, column {self._column}: {cell[:60]!r} is {what}")
