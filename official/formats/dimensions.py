"""Rows of SDMX -> drafts: every dimension by its concept, every code by its meaning.

No structure file is read, so that what is a dimension is told by the order that SDMX-CSV has (dimensions,
then OBS_VALUE, then attributes) and by `concepts.csv`. A dimension that is not known there is part of the
series' key and of nothing else, which is told of.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import partial, reduce
from operator import add

import pandas as pd

from official.areas import is_rest_of_the_world, lettered_area
from official.columns import constant, disagree, first_told, joined, periods, some, translated
from official.errors import OfficialError
from official.meanings import Meaning, classification_of, concept_of, meaning_of, status_of
from official.notes import Notes
from official.numbers import is_missing, is_plain, shifted
from schemas.observations import ALL_PRODUCTS
from schemas.periods import days_of
from schemas.vocabulary import Flow, Valuation

#: The concepts whose codes say something, see `official.meanings`.
_CODED = ("flow", "indicator", "unit", "multiplier", "adjustment", "valuation", "breakdown")
#: What codes may say of an observation.
_SAID = ("flow", "unit", "valuation", "adjustment", "coverage", "product")
_OF_A_KEY = frozenset(_CODED) - {"multiplier"} | {"frequency", "reporter", "partner", "product"}
#: What has members, whose trade with each other is no trade with the rest of the world.
_UNIONS = ("EUU", "EMU")
_BROKEN_DOWN = "of a breakdown, which the totals hold already"


@dataclass(frozen=True, slots=True)
class Dimensions:
    """The columns of a file by their concepts, and those that make up a series' key, in the file's order."""

    by_concept: dict[str, list[str]]
    key: list[str]
    unknown: list[str] = field(default_factory=list)

    @property
    def value(self) -> str:
        """The column of the figures."""
        return self.by_concept["value"][0]

    @property
    def period(self) -> str:
        """The column of the periods."""
        return self.by_concept["period"][0]

    @property
    def coded(self) -> list[tuple[str, str]]:
        """The columns whose codes say something, each with its concept."""
        return [(concept, column) for concept in _CODED for column in self.by_concept.get(concept, ())]

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
    frame = _with_known_codes(_with_value(frame, dimensions, notes), dimensions, notes)
    said = [_said(frame[column], concept) for concept, column in dimensions.coded]
    frame, said = _agreeing(frame, said, notes)
    drafts = pd.DataFrame({"dataset": dataset.loc[frame.index], "series_key": _series_key(frame, dimensions)})
    for column in _SAID:
        drafts[column] = first_told([constant(None, drafts.index), *(one[column] for one in said)])
    drafts["valuation"] = _valuation(drafts["valuation"], drafts["flow"])
    drafts["value"] = shifted(frame[dimensions.value].str.strip(), _power(said, frame))
    drafts["status"] = _status(frame, dimensions, notes)
    _add_areas(drafts, frame, dimensions, notes)
    _add_products(drafts, frame, dimensions, notes)
    return pd.concat([drafts, periods(frame[dimensions.period], days_of)], axis="columns")


def _is_key(column: str, *, is_before: bool) -> bool:
    """Tell whether a column is a dimension, or else an attribute, a value or a period."""
    known = concept_of(column)
    return is_before if known is None else known.concept in _OF_A_KEY


def _tell_unknown(dimensions: Dimensions, notes: Notes) -> None:
    if dimensions.unknown:
        names = some(dimensions.unknown, 12)
        notes.say(f"These dimensions are not known, and tell series apart by their key alone: {names}.")


def _with_value(frame: pd.DataFrame, dimensions: Dimensions, notes: Notes) -> pd.DataFrame:
    """Return the rows whose value is a number."""
    values = frame[dimensions.value].str.strip()
    frame = notes.keep(frame, ~is_missing(values), "without a value")
    values = values.loc[frame.index]
    return notes.keep(frame, is_plain(values), "with a value that is no number", values)


def _with_known_codes(frame: pd.DataFrame, dimensions: Dimensions, notes: Notes) -> pd.DataFrame:
    """Return the rows whose codes all mean something; of a breakdown, only the codes of totals do."""
    for concept, column in dimensions.coded:
        reason = _BROKEN_DOWN if concept == "breakdown" else f"with a code of {column} that is not known"
        known = translated(frame[column], partial(_known, concept))
        frame = notes.keep(frame, known.notna(), reason, frame[column])
    return frame


def _known(concept: str, code: str) -> str | None:
    return None if meaning_of(concept, code) is None else code


def _said(cells: pd.Series, concept: str) -> pd.DataFrame:
    """Return what the codes of a column say, a column for each of a meaning's parts."""
    parts = {name: translated(cells, partial(_part, concept, name)) for name in (*_SAID, "power")}
    return pd.DataFrame(parts)


def _part(concept: str, name: str, code: str) -> str | None:
    told = getattr(meaning_of(concept, code), name)
    return None if told is None else str(told)


def _agreeing(
    frame: pd.DataFrame, said: list[pd.DataFrame], notes: Notes
) -> tuple[pd.DataFrame, list[pd.DataFrame]]:
    """Return the rows whose codes say one thing of each part, and of multiples at most one."""
    if not said:
        return frame, said
    multiples = [one["power"].fillna("0") != "0" for one in said]
    agree = reduce(add, (one.astype("int64") for one in multiples)) <= 1
    for name in ("flow", "unit"):
        agree &= ~disagree([one[name] for one in said])
    frame = notes.keep(frame, agree, "that say two things of one, as MIO_EUR and a multiplier do")
    return frame, [one.loc[frame.index] for one in said]


def _power(said: list[pd.DataFrame], frame: pd.DataFrame) -> pd.Series:
    told = [one["power"].where(one["power"] != "0") for one in said]
    return first_told([constant(None, frame.index), *told]).fillna("0").astype("int64")


def _valuation(told: pd.Series, flow: pd.Series) -> pd.Series:
    """Return FOB for exports and CIF for imports where a code says that the flow tells it."""
    by_flow = flow.map({Flow.EXPORT: str(Valuation.FOB), Flow.IMPORT: str(Valuation.CIF)}).astype("str")
    return told.where(told != "by flow", by_flow)


def _status(frame: pd.DataFrame, dimensions: Dimensions, notes: Notes) -> pd.Series:
    column = dimensions.one("status")
    if column is None:
        return constant("reported", frame.index)
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
        areas = frame[column].str.strip() if column else constant(None, frame.index)
        drafts[f"{role}_area"] = areas.where(areas != "")
        read = partial(lettered_area, is_partner=role == "partner")
        drafts[role] = notes.countries(areas, read) if column else areas
    outside = drafts["partner_area"].fillna("").map(is_rest_of_the_world).astype(bool)
    drafts["partner"] = drafts["partner"].mask(drafts["reporter"].isin(_UNIONS) & outside)


def _add_products(drafts: pd.DataFrame, frame: pd.DataFrame, dimensions: Dimensions, notes: Notes) -> None:
    """Add the product and its classification.

    Without a column of products, an indicator may tell it; and where no column is unknown, all are meant.
    """
    column = dimensions.one("product")
    if column is None:
        if not dimensions.unknown and drafts["product"].isna().any():
            drafts["product"] = drafts["product"].fillna(ALL_PRODUCTS)
            notes.say(
                "No dimension tells products, so the figures are taken for those of all goods together."
            )
        return
    drafts["product"] = translated(frame[column].str.strip(), _product)
    concept = concept_of(column)
    by_name = constant(concept.classification if concept else None, drafts.index)
    drafts["classification"] = by_name.fillna(translated(drafts["dataset"], classification_of))


def _product(code: str) -> str | None:
    is_total = meaning_of("product", code) not in (None, Meaning())
    return ALL_PRODUCTS if is_total else code or None


def _series_key(frame: pd.DataFrame, dimensions: Dimensions) -> pd.Series:
    parts = [frame[column].str.strip() for column in dimensions.key]
    return joined(parts) if parts else constant("", frame.index)
