"""What stands beside a picture: its table as CSV, JSON, Parquet, a workbook or SDMX-CSV, and its texts.

SDMX-CSV is version 2.0 of the format (https://github.com/sdmx-twg/sdmx-csv): one observation a mark, called
by the codes of the contract. Two texts may say two things of one flow and period, so the facts behind an
observation are a dimension of its key.
"""

import csv
import io
from collections.abc import Callable, Mapping
from typing import Any

import pandas as pd

from pipeline.answers import ANSWER_FORMATS, plain_rows
from pipeline.formats import defused
from pipeline.spreadsheet import sheet_of, workbook
from schemas.periods import frequency_of
from schemas.vocabulary import Frequency, Status

_STRUCTURE = ("dataflow", "TRADEFACTS:FIGURE(1.0)", "I")
#: The code list CL_OBS_STATUS; it has no word for a target, which is a forecast that somebody wishes for.
_OBS_STATUS = {
    Status.REPORTED: "A",
    Status.PROVISIONAL: "P",
    Status.ESTIMATE: "E",
    Status.FORECAST: "F",
    Status.TARGET: "F",
}
#: The columns of SDMX-CSV, by those of the table.
_SDMX = {
    "REPORTER": "reporter",
    "PARTNER": "partner",
    "FLOW": "flow",
    "INDICATOR": "what",
    "MEASURE": "measure",
    "UNIT_MEASURE": "unit",
    "ORIGIN": "origin",
    "FACT": "fact_ids",
    "TIME_PERIOD": "time_period",
    "OBS_VALUE": "value",
    "VALUE_LOW": "value_low",
    "VALUE_HIGH": "value_high",
    "OBS_STATUS": "status",
    "NOTE": "note",
    "SOURCE": "source",
    # An attribute of the whole, which the format repeats in every row.
    "COMMENT_DSET": "restriction",
}


def sdmx_csv(table: pd.DataFrame) -> bytes:
    """Return the table of a figure as SDMX-CSV 2.0; what is unknown is an empty cell."""
    text = io.StringIO(newline="")
    lines = csv.writer(text, lineterminator="\n")
    lines.writerow(["STRUCTURE", "STRUCTURE_ID", "ACTION", "FREQ", *_SDMX])
    for row in plain_rows(table):
        cells = [_obs_status(row["status"]) if name == "status" else row[name] for name in _SDMX.values()]
        lines.writerow([*_STRUCTURE, _frequency(row), *map(defused, cells)])
    return text.getvalue().encode()


def _obs_status(status: str) -> str:
    return _OBS_STATUS[Status(status)]


def _frequency(row: Mapping[str, Any]) -> str:
    """Return a code of CL_FREQ; that list has none for the sum of a year so far."""
    if row["period_start"] is None:
        return ""
    kind = frequency_of(row["period_start"], row["period_end"])
    return str(Frequency.OTHER if kind is Frequency.CUMULATIVE else kind)


def tables_workbook(table: pd.DataFrame, sources: pd.DataFrame) -> bytes:
    """Return the table of a figure as a workbook, with a sheet of its sources."""
    sheets = {"Data": table, "Sources": sources}
    return workbook({name: sheet_of(frame, plain_rows(frame)) for name, frame in sheets.items()})


#: How a table is written beside a picture, by what stands behind the picture's name.
BESIDE: dict[str, Callable[[pd.DataFrame, pd.DataFrame], bytes]] = {
    "csv": lambda table, _sources: ANSWER_FORMATS["csv"](table),
    "json": lambda table, _sources: ANSWER_FORMATS["json"](table),
    "parquet": lambda table, _sources: ANSWER_FORMATS["parquet"](table),
    "xlsx": tables_workbook,
    "sdmx.csv": lambda table, _sources: sdmx_csv(table),
}
