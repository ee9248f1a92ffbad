"""Rows of SDMX -> drafts: every dimension by its concept, every code by its meaning.

No structure file is read, so that what is a dimension is told by the order that SDMX-CSV has (dimensions,
then OBS_VALUE, then attributes) and by `concepts.csv`. A dimension that is not known there is part of the
series' key and of nothing else, which is told of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial

import pandas as pd

from official.areas import lettered_area
from official.columns import constant, disagree, first_told, joined, periods, powers, some, translated
from official.errors import OfficialError
from official.meanings import Meaning, classification_of, concept_of, meaning_of, status_of
from official.notes import Notes
from official.numbers import is_missing, is_plain, shifted
from schemas.observations import ALL_PRODUCTS
from schemas.periods import days_of
from schemas.vocabulary import Flow, Valuation

#: The concepts whose codes say something, see `official.meanings`.
_CODED = ("flow", "indicator", "unit", "multiplier", "adjustment", "valuation", "breakdown")
#: What several dimensions may say, and must not say differently.
_SAID = ("flow", "unit", "valuation", "adjustment", "coverage")
_UNSAID = "that say two things of one, as with MIO_EUR and a multiplier"


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The columns of a file by their concepts, and those that make up a series' key, in the file's order."""

    by_concept: dict[str, list[str]]
    key: list[str]
    unknown: list[str] = field(default_factory=list)

    def one(self, concept: str) -> str | None:
        """Return the column of a concept that a row has once."""
        return next(iter(self.by_concept.get(concept, ())), None)


def dimensions_of(name: str, columns: Sequence[str]) -> Dimensions:
    """Return what the columns of a file are. Raises OfficialError where a value or a period is lacking."""
    by_concept: dict[str, list[str]] = {}
    for column in columns:
        if known := concept_of(column):
            by_concept.setdefault(known.concept, []).append(column)
    for concept, usual in (("value", "OBS_VALUE"), ("period", "TIME_PERIOD")):
        if concept not in by_concept:
            raise OfficialError(
                name, f"it has no column {usual} ({some(columns)} are there); download it as SDMX-CSV"
            )
    value = columns.index(by_concept["value"][0])
    key = [column for at, column in enumerate(columns) if _is_key(column, is_before=at < value)]
    return Dimensions(by_concept, key, [column for column in key if concept_of(column) is None])


def drafts_of(frame: pd.DataFrame, dimensions: Dimensions, notes: Notes, dataset: pd.Series) -> pd.DataFrame:
    """Return the drafts of rows whose cells are text without labels.

    Rows of a breakdown, and with codes that are not known, are left out and counted.
    """
    _tell_unknown(dimensions, notes)
    frame = _with_value(frame, dimensions, notes)
    frame, said = _meanings(frame, dimensions, notes)
    dataset = dataset.loc[frame.index]
    drafts = pd.DataFrame(
        {"dataset": dataset, "series_key": _series_key(frame, dimensions)}, index=frame.index
    )
    for column in _SAID:
        drafts[column] = first_told([one[column] for one in said] or [constant(None, dataset)])
    drafts["valuation"] = _valuation(drafts["valuation"], drafts["flow"])
    drafts["value"] = shifted(frame[dimensions.by_concept["value"][0]].str.strip(), _power(said, frame))
    drafts["status"] = _status(frame, dimensions, notes)
    _add_areas(drafts, frame, dimensions, notes)
    _add_products(drafts, frame, dimensions, said)
    times = periods(frame[dimensions.by_concept["period"][0]], days_of)
    return pd.concat([drafts, times], axis="columns")


def _is_key(column: str, *, is_before: bool) -> bool:
    known = concept_of(column)
    if known is None:
        return is_before
    return (
        known.concept in ("frequency", "reporter", "partner", "product", *_CODED)
        and known.concept != "multiplier"
    )


def _tell_unknown(dimensions: Dimensions, notes: Notes) -> None:
    if dimensions.unknown:
        notes.say(
            f"These dimensions are not known, and tell series apart by their key alone: {some(dimensions.unknown, 12)}."
        )


def _with_value(frame: pd.DataFrame, dimensions: Dimensions, notes: Notes) -> pd.DataFrame:
    """Return the rows whose value is a number; a value that is neither one nor missing is no figure."""
    values = frame[dimensions.by_concept["value"][0]].str.strip()
    frame = notes.keep(frame, ~is_missing(values), "without a value")
    values = values.loc[frame.index]
    return notes.keep(frame, is_plain(values), "with a value that is no number", values)


def _meanings(
    frame: pd.DataFrame, dimensions: Dimensions, notes: Notes
) -> tuple[pd.DataFrame, list[dict[str, pd.Series]]]:
    """Return the rows whose codes are all known and agree, and for each coded column what its codes say."""
    columns = [(concept, one) for concept in _CODED for one in dimensions.by_concept.get(concept, ())]
    for concept, column in columns:
        known = translated(
            frame[column], lambda code, concept=concept: "yes" if meaning_of(concept, code) else None
        )
        reason = (
            "of a breakdown, which the totals hold already"
            if concept == "breakdown"
            else f"with codes of {column} that are not known"
        )
        frame = notes.keep(frame, known.notna(), reason, frame[column])
    said = [_said(frame[column], concept) for concept, column in columns]
    agreed = pd.Series(True, index=frame.index)
    for name in ("flow", "unit"):
        if said:
            agreed &= ~disagree([one[name] for one in said])
    agreed &= sum((one["power"].fillna(0) != 0).astype(int) for one in said) <= 1 if said else True
    frame = notes.keep(frame, agreed, _UNSAID)
    return frame, [{name: cells.loc[frame.index] for name, cells in one.items()} for one in said]


def _said(cells: pd.Series, concept: str) -> dict[str, pd.Series]:
    """Return what the codes of a column say, for each column of an observation."""

    def part(name: str, code: str) -> str | None:
        found = meaning_of(concept, code)
        return getattr(found, name) if found else None

    names = [name for name in Meaning._fields if name not in ("power", "status", "classification")]
    said = {name: translated(cells, partial(part, name)) for name in names}
    return {**said, "power": powers(cells, lambda code: (meaning_of(concept, code) or Meaning()).power)}


def _power(said: list[dict[str, pd.Series]], frame: pd.DataFrame) -> pd.Series:
    power = pd.Series(0, index=frame.index, dtype="Int64")
    for one in said:
        power = power + one["power"].fillna(0)
    return power


def _valuation(told: pd.Series, flow: pd.Series) -> pd.Series:
    """Return FOB for exports and CIF for imports where a code says that the flow tells it."""
    by_flow = flow.map({Flow.EXPORT: str(Valuation.FOB), Flow.IMPORT: str(Valuation.CIF)}).astype("str")
    return told.where(told != "by flow", by_flow)


def _status(frame: pd.DataFrame, dimensions: Dimensions, notes: Notes) -> pd.Series:
    column = dimensions.one("status")
    if column is None:
        return constant("reported", frame.index.to_series())
    status = translated(frame[column], status_of)
    if status.isna().any():
        notes.say(
            f"These marks of {column} are not known, and count as reported: "
            f"{some(frame[column][status.isna()].unique(), 12)}."
        )
    return status.fillna("reported")


def _add_areas(drafts: pd.DataFrame, frame: pd.DataFrame, dimensions: Dimensions, notes: Notes) -> None:
    for role in ("reporter", "partner"):
        column = dimensions.one(role)
        areas = frame[column].str.strip() if column else constant(None, frame.index.to_series())
        drafts[f"{role}_area"] = areas.where(areas != "")
        read = partial(lettered_area, is_partner=role == "partner")
        drafts[role] = notes.countries(areas, read) if column else areas


def _add_products(
    drafts: pd.DataFrame, frame: pd.DataFrame, dimensions: Dimensions, said: list[dict[str, pd.Series]]
) -> None:
    told = [one["product"] for one in said] or [constant(None, drafts["dataset"])]
    column = dimensions.one("product")
    if column is None:
        drafts["product"] = first_told(told)
        drafts["classification"] = constant(None, drafts["dataset"])
        return
    drafts["product"] = translated(frame[column].str.strip(), _product)
    known = concept_of(column)
    drafts["classification"] = (
        constant(known.classification, drafts["dataset"])
        if known and known.classification
        else translated(drafts["dataset"], classification_of)
    )


def _product(code: str) -> str | None:
    is_total = meaning_of("product", code) not in (None, Meaning())
    return ALL_PRODUCTS if is_total else code or None


def _series_key(frame: pd.DataFrame, dimensions: Dimensions) -> pd.Series:
    parts = [frame[column].str.strip() for column in dimensions.key]
    return joined(parts) if parts else constant("", frame.index.to_series())
