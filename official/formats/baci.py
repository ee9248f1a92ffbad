"""CEPII's BACI -> drafts: what one country exported to another, of one commodity in one year.

Its columns are `t` (year), `i` (exporter), `j` (importer), `k` (six digits of the HS), `v` (thousand US dollars)
and `q` (metric tons). Exporter's and importer's figures are reconciled and freight is taken off imports, so that
a value is FOB. Source: Gaulier and Zignago (2010), "BACI: International Trade Database at the Product-Level",
CEPII Working Paper 2010-23.

BACI has no totals. Where a file is a whole year, which its name tells, the sums over all commodities and over
each heading of four digits are made here, under keys that say so; of weights only where no part is missing.
"""

import re
from collections.abc import Iterator
from datetime import date

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
_WEIGHT = {"unit": "tonne", "suffix": ".T"}
#: The millions of dollars' thousandths that v is written in: sums are made of whole dollars.
_THOUSAND = 3


def is_baci(header: Header) -> bool:
    """Tell whether a table is BACI."""
    return header.lowered == frozenset(_COLUMNS)


def read_baci(file: File, header: Header, notes: Notes, wanted: Wanted) -> Iterator[pd.DataFrame]:
    """Yield the drafts of a file, so many rows at a time, and at last those of the sums."""
    name = _NAME.search(file.inner)
    told = _told(name, notes)
    sums = _Sums() if name else None
    for chunk in frames(file, header, list(header.names)):
        frame = _wanted_pairs(_numbers(file, chunk.rename(columns=str.lower)), wanted)
        if sums:
            sums.add(frame)
        frame["key"] = frame["k"]
        yield from _drafts(frame, told, notes)
    if sums is None:
        notes.say("The file's name is none of BACI's, so it may be a part of a year, and no sums are made.")
        return
    for frame in sums.frames():
        yield from _drafts(frame, told, notes)


def _told(name: re.Match[str] | None, notes: Notes) -> dict[str, object]:
    """Return what a file's name tells of every row: the dataset, and the vintage by its version."""
    if name is None:
        return {"dataset": "BACI"}
    year, month = int(name["month"][:4]), int(name["month"][4:])
    issue = ord(name["issue"].lower() or "a") - ord("a") + 1
    told: dict[str, object] = {"dataset": f"BACI HS{name['revision']}"}
    if 1 <= month <= 12 and year:
        told["vintage"] = pd.Timestamp(date(year, month, issue)).as_unit("s")
        notes.say(
            f"The version V{name['month']}{name['issue']} gives the vintage {told['vintage']:%Y-%m-%d}: "
            "the month, and as the day the number of the issue within it."
        )
    return told


def _numbers(file: File, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the columns t, i, j (text), k (six digits), v (US dollars) and q (metric tons, null for none)."""
    frame = frame[list(_COLUMNS)].apply(lambda cells: cells.str.strip())
    for column in ("v", "q"):
        missing = is_missing(frame[column])
        wrong = frame[~missing & ~is_plain(frame[column])]
        if len(wrong):
            raise OfficialError(
                file.name,
                f"row {wrong.index[0] + 1}, column {column}: {wrong[column].iloc[0][:60]!r} is no number; "
                "get the file again from CEPII",
            )
        frame[column] = shifted(frame[column].where(~missing), _THOUSAND if column == "v" else 0)
    return frame.assign(k=frame["k"].str.zfill(6))


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


def _drafts(frame: pd.DataFrame, told: dict[str, object], notes: Notes) -> Iterator[pd.DataFrame]:
    """Yield the drafts of the values, and of the weights that are there."""
    drafts = pd.DataFrame(
        {
            "series_key": joined([frame["i"], frame["j"], frame["key"]]),
            "flow": constant(Flow.EXPORT, frame["i"]),
            "reporter": notes.countries(frame["i"], numbered_area),
            "partner": notes.countries(frame["j"], numbered_area),
            "reporter_area": frame["i"],
            "partner_area": frame["j"],
            "product": frame["k"],
            "classification": constant("HS", frame["i"]),
            "coverage": constant(Coverage.GOODS, frame["i"]),
            "status": constant(Status.REPORTED, frame["i"]),
        }
    ).assign(**told)
    drafts = pd.concat([drafts, periods(frame["t"], days_of)], axis="columns")
    yield drafts.assign(value=frame["v"], unit="USD", valuation=str(Valuation.FOB))
    weights = drafts.assign(value=frame["q"], unit="tonne", series_key=drafts["series_key"] + ".T")
    yield weights[weights["value"].notna()]


class _Sums:
    """The sums over all commodities and over each heading, kept as one sum for each heading, pair and year.

    Values are summed in thousandths of a dollar as whole numbers, so that the sum does not depend on the order.
    """

    def __init__(self) -> None:
        self._parts: list[pd.DataFrame] = []
        self._rows = 0

    def add(self, frame: pd.DataFrame) -> None:
        """Add rows."""
        part = pd.DataFrame({column: pd.to_numeric(frame[column]) for column in ("t", "i", "j")})
        part["heading"] = pd.to_numeric(frame["k"].str[:4])
        part["v"] = np.rint(frame["v"] * 1000)
        part["q"] = np.rint(frame["q"].fillna(0) * 1000)
        part["lacking"] = frame["q"].isna().astype("int32")
        self._parts.append(_summed(part, ["t", "i", "j", "heading"]))
        self._rows += len(self._parts[-1])
        if self._rows > 2 * max(len(self._parts[0]), ROWS_AT_A_TIME * 5):
            self._merge()

    def frames(self) -> Iterator[pd.DataFrame]:
        """Yield the sums by heading and over all, as rows of BACI with their `key`, so many at a time."""
        self._merge()
        headings = self._parts[0]
        yield from _rows(headings, headings["heading"].astype("str").str.zfill(4), "SUM4.")
        totals = _summed(headings, ["t", "i", "j"])
        yield from _rows(totals, constant(ALL_PRODUCTS, totals["t"]), "SUM.")

    def _merge(self) -> None:
        merged = _summed(pd.concat(self._parts), ["t", "i", "j", "heading"])
        self._parts, self._rows = [merged], len(merged)


def _summed(frame: pd.DataFrame, by: list[str]) -> pd.DataFrame:
    return frame.groupby(by, as_index=False, sort=False)[["v", "q", "lacking"]].sum()


def _rows(sums: pd.DataFrame, products: pd.Series, mark: str) -> Iterator[pd.DataFrame]:
    for start in range(0, len(sums), ROWS_AT_A_TIME):
        some = sums.iloc[start : start + ROWS_AT_A_TIME]
        frame = some[["t", "i", "j"]].astype("str")
        frame["k"] = products.loc[some.index]
        frame["v"] = some["v"] / 1000
        frame["q"] = (some["q"] / 1000).where(some["lacking"] == 0)
        frame["key"] = mark + frame["k"]
        yield frame
