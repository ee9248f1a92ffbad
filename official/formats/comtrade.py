"""UN Comtrade's tables -> drafts: a value in US dollars and, where it is told, a net weight in kilograms.

The new table (comtradeplus.un.org, 2022 on) writes its columns in camelCase or PascalCase, the old one in
words. A row that is divided by second partner, customs procedure, mode of supply or of transport is held by
its total already, and is left out. The world, partner 0, is a series of its own: what a country does not
allot to any partner is in it alone, so that it is more than the sum of the others.

Source: UN Comtrade, "User guide", data items; for the valuation International Merchandise Trade Statistics
2010, chapter IV: exports are valued FOB, imports CIF by most countries and FOB by some, which columns tell.
"""

from collections.abc import Iterator

import pandas as pd

from official.areas import numbered_area
from official.columns import constant, joined, periods, translated
from official.errors import OfficialError
from official.files import File
from official.notes import Notes
from official.numbers import is_missing, is_plain, shifted
from official.rows import Header, frames, refuse_twice
from official.spelled import month_run_together
from schemas.observations import ALL_PRODUCTS
from schemas.vocabulary import Coverage, Flow, Status, Valuation

#: The columns of the new table that are read, in small letters.
_COLUMNS = (
    "typecode freqcode period reportercode flowcode partnercode partner2code classificationcode cmdcode "
    "customscode moscode motcode netwgt isnetwgtestimated cifvalue fobvalue primaryvalue legacyestimationflag"
).split()
_NEEDED = frozenset("period reportercode flowcode partnercode cmdcode primaryvalue".split())
#: The old table's columns by the new one's names.
_OLD = {
    "classification": "classificationcode",
    "period": "period",
    "trade flow code": "flowcode",
    "reporter code": "reportercode",
    "partner code": "partnercode",
    "2nd partner code": "partner2code",
    "customs proc. code": "customscode",
    "mode of transport code": "motcode",
    "commodity code": "cmdcode",
    "netweight (kg)": "netwgt",
    "trade value (us$)": "primaryvalue",
    "flag": "legacyestimationflag",
}
_OLD_NEEDED = frozenset(old for old, new in _OLD.items() if new in _NEEDED)
#: The codes under which a row is the total of a breakdown; an empty cell is no breakdown.
_TOTALS = {
    "partner2code": ("", "0"),
    "customscode": ("", "C00"),
    "moscode": ("", "0"),
    "motcode": ("", "0"),
}
#: In the new table letters, in the old one numbers; 3 and 4, RX and RM are re-exports and re-imports.
_FLOWS = {"X": Flow.EXPORT, "M": Flow.IMPORT, "2": Flow.EXPORT, "1": Flow.IMPORT}
_COVERAGE = {"C": Coverage.GOODS, "S": Coverage.SERVICES, "": Coverage.GOODS}
#: The first letters of the codes of classifications: `H6` is HS 2022, `S4` SITC revision 4.
_CLASSIFICATIONS = {"H": "HS", "S": "SITC", "B": "BEC", "E": "EBOPS"}
#: Flags of the old system: 4 is an estimated net weight, 6 an estimated quantity and net weight.
_WEIGHT_ESTIMATED = ("4", "6")
_DATASET = "UN Comtrade"
#: What a series' key is made of; the old table has neither of the first two.
_KEY = "typecode freqcode reportercode partnercode flowcode classificationcode cmdcode".split()


def is_comtrade(header: Header) -> bool:
    """Tell whether a table is the new one of UN Comtrade."""
    return header.lowered >= _NEEDED


def is_old_comtrade(header: Header) -> bool:
    """Tell whether a table is the old one of UN Comtrade, as it was downloaded until 2022."""
    return header.lowered >= _OLD_NEEDED


def read_comtrade(file: File, header: Header, notes: Notes) -> Iterator[pd.DataFrame]:
    """Yield the drafts of either table, so many rows at a time, first the values and then the weights."""
    names = _OLD if is_old_comtrade(header) else {name: name for name in _COLUMNS}
    columns = {one: names[one.lower()] for one in header.names if one.lower() in names}
    refuse_twice(file, list(columns.values()))
    key = [column for column in _KEY if column in columns.values()]
    for chunk in frames(file, header, list(columns)):
        frame = chunk.rename(columns=columns).reindex(columns=_COLUMNS, fill_value="")
        frame = _totals(frame.apply(lambda cells: cells.str.strip()), notes)
        if frame.empty:
            continue
        drafts = _drafts(frame, key, notes)
        values, weights = _values(frame), _weights(frame)
        yield drafts.assign(**_numbers(file, frame["primaryvalue"], "primaryValue"), **values)
        yield _of_weight(file, drafts, frame, weights, notes)


def _totals(frame: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    """Return the rows that are totals of every breakdown, and exports or imports."""
    for column, codes in _TOTALS.items():
        holds = frame[column].isin(codes)
        frame = notes.keep(frame, holds, "of a breakdown, which the totals hold already")
    flows = frame["flowcode"].str.upper()
    return notes.keep(
        frame, flows.isin(list(_FLOWS)), "of flows besides exports and imports", frame["flowcode"]
    )


def _drafts(frame: pd.DataFrame, key: list[str], notes: Notes) -> pd.DataFrame:
    """Return what holds of the value and of the weight of each row."""
    drafts = pd.DataFrame(
        {
            "dataset": constant(_DATASET, frame.index),
            "series_key": joined([frame[column] for column in key]),
            "flow": translated(frame["flowcode"].str.upper(), lambda code: _FLOWS[code]),
            "product": translated(frame["cmdcode"], _product),
            "classification": translated(frame["classificationcode"], lambda c: _CLASSIFICATIONS.get(c[:1])),
            "coverage": translated(frame["typecode"], lambda code: _COVERAGE.get(code.upper())),
        }
    )
    for role in ("reporter", "partner"):
        drafts[f"{role}_area"] = frame[f"{role}code"]
        drafts[role] = notes.countries(frame[f"{role}code"], numbered_area)
    return pd.concat([drafts, periods(frame["period"], month_run_together)], axis="columns")


def _product(code: str) -> str | None:
    return ALL_PRODUCTS if code.upper() == "TOTAL" else code or None


def _values(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what holds of values: exports are FOB, imports what the value is equal to."""
    imports = frame["flowcode"].isin(["M", "m", "1"])
    is_cif = (frame["primaryvalue"] == frame["cifvalue"]) & imports
    is_fob = (frame["primaryvalue"] == frame["fobvalue"]) | ~imports
    valuation = constant(None, frame.index).mask(is_fob, Valuation.FOB).mask(is_cif, Valuation.CIF)
    is_goods = frame["typecode"].str.upper() != "S"
    return {
        "unit": constant("USD", frame.index),
        "valuation": valuation.where(is_goods),
        "status": constant(Status.REPORTED, frame.index),
    }


def _weights(frame: pd.DataFrame) -> dict[str, pd.Series]:
    """Return what holds of weights: whether they are estimated."""
    estimated = (frame["isnetwgtestimated"].str.lower().isin(["true", "1"])) | (
        frame["legacyestimationflag"].isin(_WEIGHT_ESTIMATED)
    )
    status = constant(Status.REPORTED, frame.index).mask(estimated, Status.ESTIMATE)
    return {"unit": constant("kilogram", frame.index), "status": status}


def _of_weight(
    file: File, drafts: pd.DataFrame, frame: pd.DataFrame, weights: dict[str, pd.Series], notes: Notes
) -> pd.DataFrame:
    """Return the drafts of net weights; a weight of 0 beside a value is one that was not told."""
    drafts = drafts.assign(**_numbers(file, frame["netwgt"], "netWgt"), **weights)
    drafts["series_key"] = drafts["series_key"] + ".KG"
    is_told = drafts["value"].notna() & (drafts["value"] != 0)
    if (drafts["value"] == 0).any():
        notes.say("Net weights of 0 are taken for weights that were not told, and left out.")
    return drafts[is_told]


def _numbers(file: File, cells: pd.Series, column: str) -> dict[str, pd.Series]:
    """Return the column `value` of cells. Raises OfficialError for a cell that is no number."""
    missing = is_missing(cells)
    wrong = cells[~missing & ~is_plain(cells)]
    if len(wrong):
        raise OfficialError(
            file.name,
            f"row {wrong.index[0] + 1}, column {column}: {wrong.iloc[0][:60]!r} is no number; "
            "download the file again, without opening it in a spreadsheet",
        )
    return {"value": shifted(cells.where(~missing))}
