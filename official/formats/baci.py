"""CEPII's BACI -> drafts: what one country exported to another, of one commodity in one year.

Its columns are `t` (year), `i` (exporter), `j` (importer), `k` (six digits of the HS), `v` (thousand US
dollars) and `q` (metric tons). Exporter's and importer's figures are reconciled and freight is taken off
imports, so that a value is FOB. Source: Gaulier and Zignago (2010), "BACI: International Trade Database at
the Product-Level", CEPII Working Paper 2010-23.

BACI has no totals. Where a file is a whole year, which its name tells, the sums over all commodities and over
each heading of four digits are made here, under keys that say so; of weights only where no part is missing.
"""

import re
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

import numpy as np
import pandas as pd

from official.areas import numbered_area
from official.asked import Wanted
from official.columns import constant, joined, periods
from official.errors import OfficialError
from official.files import File
from official.limits import ROWS_AT_A_TIME
from official.notes import Notes
from official.numbers import is_missing, is_plain, shifted
from official.rows import Header, frames
from schemas.observations import ALL_PRODUCTS
from schemas.periods import days_of
from schemas.vocabulary import Coverage, Flow, Status, Valuation

_COLUMNS = ("t", "i", "j", "k", "v", "q")
_NAME = re.compile(r"BACI_HS(?P<revision>\d{2})_Y(?P<year>\d{4})_V(?P<month>\d{6})(?P<issue>[a-z]?)", re.I)
#: Values are written in thousands of dollars, to the dollar: sums are made of whole thousandths of one.
_THOUSAND = 3
#: So many sums of parts are gathered before they are added up.
_MERGED_FROM = 500_000
#: Year, exporter, importer and commodity are figures of so many digits at most.
_DIGITS = {"t": r"\d{4}", "i": r"\d{1,3}", "j": r"\d{1,3}", "k": r"\d{1,6}"}


def is_baci(header: Header) -> bool:
    """Tell whether a table is BACI."""
    return sorted(name.lower() for name in header.names) == sorted(_COLUMNS)


def read_baci(file: File, header: Header, notes: Notes, wanted: Wanted) -> Iterator[pd.DataFrame]:
    """Yield the drafts of a file, so many rows at a time, and at last those of the sums."""
    name = _NAME.search(file.inner)
    told = _told(name, notes)
    sums = _Sums() if name else None
    for chunk in frames(file, header, list(header.names)):
        frame = _wanted_pairs(_numbers(file, chunk.rename(columns=str.lower), notes), wanted)
        if sums:
            sums.add(frame)
        frame["key"] = frame["k"]
        yield from _drafts(frame, told, notes)
    if sums is None:
        notes.say("The file's name is none of BACI's, so it may be a part of a year, and no sums are made.")
    elif notes.repeated:
        notes.say("Rows of it stand twice, so that it is not as CEPII made it, and no sums are made.")
    else:
        for frame in sums.frames():
            yield from _drafts(frame, told, notes)


class _Told(NamedTuple):
    """What a file's name tells of every row: the dataset, and the vintage by its version."""

    dataset: str
    vintage: date | None


def _told(name: re.Match[str] | None, notes: Notes) -> _Told:
    if name is None:
        return _Told("BACI", None)
    year, month = int(name["month"][:4]), int(name["month"][4:])
    issue = ord(name["issue"].lower() or "a") - ord("a") + 1
    if not (1 <= month <= 12 and year):
        return _Told(f"BACI HS{name['revision']}", None)
    vintage = date(year, month, issue)
    notes.say(
        f"The version V{name['month']}{name['issue']} gives the vintage {vintage}: "
        "the month, and as the day the number of the issue within it."
    )
    return _Told(f"BACI HS{name['revision']}", vintage)


def _numbers(file: File, frame: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Return the columns t, i, j (text), k (six digits), v (US dollars), q (metric tons or null)."""
    frame = frame[list(_COLUMNS)].apply(lambda cells: cells.str.strip())
    for column, pattern in _DIGITS.items():
        _refuse_unless(file, frame[column], frame[column].str.fullmatch(pattern))
    for column in ("v", "q"):
        missing = is_missing(frame[column])
        _refuse_unless(file, frame[column], missing | is_plain(frame[column]))
        frame[column] = shifted(frame[column].where(~missing), _THOUSAND if column == "v" else 0)
    frame = notes.keep(frame, frame["v"].notna(), "without a value")
    return frame.assign(k=frame["k"].str.zfill(6))


def _refuse_unless(file: File, cells: pd.Series, holds: pd.Series) -> None:
    if not holds.all():
        wrong = cells[~holds.astype(bool)]
        raise OfficialError(
            file.name,
            f"row {wrong.index[0] + 1}, column {cells.name}: {wrong.iloc[0][:60]!r} is no figure of BACI's; "
            "get the file again from CEPII",
        )


def _wanted_pairs(frame: pd.DataFrame, wanted: Wanted) -> pd.DataFrame:
    """Return the rows of wanted countries; those of other commodities are needed for the sums."""
    for column, areas in (("i", wanted.reporters), ("j", wanted.partners)):
        if areas:
            codes = frame[column].unique()
            kept = [
                one for one in codes if one in areas or ((area := numbered_area(one)) and area.iso3 in areas)
            ]
            frame = frame[frame[column].isin(kept)]
    return frame.copy()


def _drafts(frame: pd.DataFrame, told: _Told, notes: Notes) -> Iterator[pd.DataFrame]:
    """Yield the drafts of the values, and of the weights that are there."""
    drafts = pd.DataFrame(
        {
            "dataset": constant(told.dataset, frame.index),
            "series_key": joined([frame["i"], frame["j"], frame["key"]]),
            "flow": constant(Flow.EXPORT, frame.index),
            "reporter": notes.countries(frame["i"], numbered_area),
            "partner": notes.countries(frame["j"], numbered_area),
            "reporter_area": frame["i"],
            "partner_area": frame["j"],
            "product": frame["k"],
            "classification": constant("HS", frame.index),
            "coverage": constant(Coverage.GOODS, frame.index),
            "status": constant(Status.REPORTED, frame.index),
            "vintage": pd.Series(np.datetime64(told.vintage, "s"), index=frame.index),
        }
    )
    drafts = pd.concat([drafts, periods(frame["t"], days_of)], axis="columns")
    yield drafts.assign(value=frame["v"], unit="USD", valuation=str(Valuation.FOB))
    weights = drafts.assign(value=frame["q"], unit="tonne", series_key=drafts["series_key"] + ".T")
    yield weights[weights["value"].notna()]


class _Sums:
    """The sums over all commodities and over each heading, kept as one sum for each heading, pair and year.

    What is summed are whole numbers (thousandths of dollars, of tons), whose sum depends on no order. Year,
    exporter, importer and heading are the digits of one number, which takes a quarter of their memory.
    """

    def __init__(self) -> None:
        self._parts: list[pd.DataFrame] = []
        self._rows = 0

    def add(self, frame: pd.DataFrame) -> None:
        """Add rows."""
        digits = frame["t"] + frame["i"].str.zfill(3) + frame["j"].str.zfill(3) + frame["k"].str[:4]
        part = pd.DataFrame(
            {
                "v": np.rint(frame["v"] * 1000).array,
                "q": np.rint(frame["q"].fillna(0) * 1000).array,
                "lacking": frame["q"].isna().astype("int32").array,
            },
            index=pd.Index(digits.astype("int64"), name="digits"),
        )
        self._parts.append(_summed(part))
        self._rows += len(self._parts[-1])
        if self._rows > 2 * max(len(self._parts[0]), _MERGED_FROM):
            self._merge()

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield the sums by heading and over all, as rows of BACI with their `key`, so many at a time."""
        if not self._parts:
            return
        self._merge()
        headings = self._parts[0]
        yield from _rows(headings, "SUM4.")
        totals = _summed(headings.set_axis(headings.index // 10_000 * 10_000))
        yield from _rows(totals, "SUM.")

    def _merge(self) -> None:
        merged = _summed(pd.concat(self._parts))
        self._parts, self._rows = [merged], len(merged)


def _summed(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.groupby(level=0, sort=False).sum()


def _rows(sums: pd.DataFrame, mark: str) -> Iterator[pd.DataFrame]:
    """Yield sums as rows of BACI; a sum of weights that lacks one is none."""
    for start in range(0, len(sums), ROWS_AT_A_TIME):
        some = sums.iloc[start : start + ROWS_AT_A_TIME].reset_index()
        digits = some["digits"].astype("str")
        parts = {"t": digits.str[:4], "i": digits.str[4:7], "j": digits.str[7:10], "k": digits.str[10:]}
        frame = pd.DataFrame(parts)
        for column in ("i", "j"):
            frame[column] = frame[column].str.lstrip("0")
        if mark == "SUM.":
            frame["k"] = ALL_PRODUCTS
        frame["v"] = some["v"] / 1000
        frame["q"] = (some["q"] / 1000).where(some["lacking"] == 0)
        yield frame.assign(key=mark + frame["k"])
