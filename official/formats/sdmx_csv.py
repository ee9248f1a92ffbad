"""SDMX-CSV 1.0, 2.0 and 2.1 -> drafts, without a structure file. Eurostat's and Comext's are SDMX-CSV 1.0.

Read by this room and not by pysdmx, which guesses types: it reads the country `004` as 4 and the commodity
`0101` as 101 (pysdmx 1.21). Labels stand in the cells (`DE: Germany`, Eurostat's `DE:Germany`), or in
columns beside the codes' (SDMX-CSV 2.0, field guide, "labels"); they are left aside.
"""

import re
from collections.abc import Iterator
from datetime import date, datetime

import pandas as pd

from official.columns import constant, translated
from official.files import File
from official.formats.dimensions import Dimensions, dimensions_of, drafts_of
from official.meanings import concept_of
from official.notes import Notes
from official.rows import Header, frames, refuse_twice

#: A structure's reference has a colon of its own: `ESTAT:DS-045409(1.0): EU trade`.
_REFERENCE = re.compile(r"(?:[\w.-]+:)?[\w.-]+(?:\([\d.+*]+\))?")
_LAST_UPDATE = "%d/%m/%y %H:%M:%S"
#: What the column ACTION says of a row that deletes a figure (SDMX-CSV 2.0).
_DELETED = "D"


def is_sdmx_csv(header: Header) -> bool:
    """Tell whether a table is SDMX-CSV: it names its dataflow, or its structure."""
    names = {_id(name) for name in header.names}
    return "DATAFLOW" in names or {"STRUCTURE", "STRUCTURE_ID"} <= names


def kind_of_csv(header: Header) -> str:
    """Return what such a table is called: version 2.1 has no mark that 2.0 lacks."""
    names = {_id(name) for name in header.names}
    if "LAST UPDATE" in names:
        return "Eurostat's CSV"
    return "SDMX-CSV 1.0" if "DATAFLOW" in names else "SDMX-CSV 2"


def read_sdmx_csv(file: File, header: Header, notes: Notes) -> Iterator[pd.DataFrame]:
    """Yield the drafts of such a table, so many rows at a time."""
    columns = _without_labels(header.names)
    ids = [_id(name) for name in columns]
    refuse_twice(file, ids)
    dimensions = dimensions_of(file.name, ids)
    for chunk in frames(file, header, columns):
        frame = _without_deleted(chunk.rename(columns=_id), notes)
        frame = pd.DataFrame({name: _codes(frame[name]) for name in frame})
        yield _dated(drafts_of(frame, dimensions, notes, _dataset(frame, dimensions)), frame, dimensions)


def _id(name: str) -> str:
    """Return the id of a column: `geo` of Eurostat's `geo:Geopolitical entity`."""
    return name.split(":", 1)[0].strip()


def _without_labels(names: tuple[str, ...]) -> list[str]:
    """Return the columns that hold codes.

    Where a table names its structure, each column from the first dimension on is followed by its labels;
    elsewhere labels are what has blanks in its name and no colon.
    """
    if "STRUCTURE_NAME" in names:
        first = next((at for at, name in enumerate(names) if not _is_of_the_row(name)), 0)
        return [*names[:first], *names[first::2]] if _are_pairs(names[first:]) else list(names)
    return [name for name in names if " " not in _id(name) or concept_of(_id(name))]


def _is_of_the_row(name: str) -> bool:
    """Tell whether a column says something of a row before its dimensions do."""
    concept = concept_of(name)
    return concept is not None and concept.concept in ("attribute", "dataset", "vintage")


def _are_pairs(names: tuple[str, ...]) -> bool:
    """Tell whether every other column is a code's: the period and the value then stand at even places."""
    return all(names.index(one) % 2 == 0 for one in ("TIME_PERIOD", "OBS_VALUE") if one in names)


def _codes(cells: pd.Series) -> pd.Series:
    """Return the codes of cells without their labels: no code has a colon, but times and references have."""
    known = concept_of(str(cells.name))
    concept = known.concept if known else ""
    if concept in ("value", "vintage"):
        return cells.str.strip()
    if concept == "dataset":
        return translated(cells, _reference)
    colon = ": " if concept == "period" else ":"
    return translated(cells, lambda cell: cell.split(colon, 1)[0].strip())


def _reference(cell: str) -> str:
    found = _REFERENCE.match(cell.strip())
    return found[0] if found else cell.strip()


def _without_deleted(frame: pd.DataFrame, notes: Notes) -> pd.DataFrame:
    if "ACTION" not in frame:
        return frame
    return notes.keep(frame, frame["ACTION"].str[:1] != _DELETED, "that delete a figure").copy()


def _dataset(frame: pd.DataFrame, dimensions: Dimensions) -> pd.Series:
    column = dimensions.one("dataset")
    return frame[column] if column else constant("", frame.index)


def _dated(drafts: pd.DataFrame, frame: pd.DataFrame, dimensions: Dimensions) -> pd.DataFrame:
    """Return drafts with the vintage that their rows tell, which may be none."""
    column = dimensions.one("vintage")
    if column:
        days = translated(frame.loc[drafts.index, column], lambda cell: _iso(_last_update(cell)))
        drafts["vintage"] = pd.to_datetime(days, format="%Y-%m-%d").astype("datetime64[s]")
    return drafts


def _last_update(cell: str) -> date | None:
    """Return the day of `16/10/26 23:00:00` (day, month, year) or of an ISO time."""
    for read in (lambda one: datetime.strptime(one, _LAST_UPDATE), datetime.fromisoformat):
        try:
            return read(cell.strip()).date()
        except ValueError:
            continue
    return None


def _iso(day: date | None) -> str | None:
    return day.isoformat() if day else None
