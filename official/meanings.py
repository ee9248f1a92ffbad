"""What the dimensions of a file are about, and what their codes mean, by `concepts.csv` and `codes.csv`.

`concepts.csv` tells which names of dimensions are which concept (`REF_AREA`, `geo` and `reporter` are the
reporter), and which list the codes of a product are from. `codes.csv` tells what a code says, under which
concept: `MIO_EXP_VAL` says export, euro, times ten to the sixth, goods, FOB. The concepts:

    dataset, vintage, reporter, partner, product, period, value    what they say
    frequency   left to the period, which tells it better
    flow, indicator, unit, multiplier, adjustment, valuation       by their codes
    status      SDMX's OBS_STATUS in capitals (CL_OBS_STATUS), Eurostat's flags in small letters
    breakdown   what a figure may be divided by besides partner and product, such as transport or the
                exporters' industry: only totals are observations
    attribute   what says something about a figure, and tells no series apart

To add a dimension or a code, add a line. A cell of `valuation` that says `by flow` is FOB for exports and
CIF for imports, as the EU's statistical value is (Regulation (EU) 2020/1197, Annex V).
"""

import csv
import re
from functools import cache
from importlib import resources
from typing import NamedTuple

from schemas.units import currencies

_BY_FLOW = "by flow"
_DATASET = re.compile(r"(?:[^:()]+:)?(?P<id>[^:()]+)(?:\(.*)?")


class Concept(NamedTuple):
    """What a dimension is about, and the list that its codes are from where its name tells."""

    concept: str
    classification: str | None


class Meaning(NamedTuple):
    """What a code says; None is what it says nothing of."""

    flow: str | None = None
    unit: str | None = None
    power: int | None = None
    coverage: str | None = None
    valuation: str | None = None
    adjustment: str | None = None
    product: str | None = None
    classification: str | None = None
    status: str | None = None


def concept_of(name: str) -> Concept | None:
    """Return what a dimension is about by its name in any case, None for one that is not known."""
    return _concepts().get(name.strip().upper())


def meaning_of(concept: str, code: str) -> Meaning | None:
    """Return what a code says under a concept, None for one that is not known; an empty one says nothing.

    A unit may be a currency's code besides, a multiplier an exponent of ten (SDMX, CL_UNIT_MULT).
    """
    code = code.strip()
    if not code:
        return Meaning()
    found = _code(concept, code)
    if found is None and concept == "unit" and code.upper() in currencies():
        return Meaning(unit=code.upper())
    if found is None and concept == "multiplier" and code.isdecimal() and len(code) <= 2:
        return Meaning(power=int(code))
    return found


def status_of(code: str) -> str | None:
    """Return the status of an observation by its SDMX status or its Eurostat flags, None for unknown ones.

    Of several flags (`bp`, `b,p`) the least firm counts. None at all is a figure as reported.
    """
    if not code.strip():
        return "reported"
    if found := _code("status", code.strip()):
        return found.status
    flags = [_code("status", flag) for flag in re.sub(r"[\s,;]", "", code)]
    told = {flag.status for flag in flags if flag}
    if not told or None in flags or not code.islower():
        return None
    return next(word for word in ("forecast", "estimate", "provisional", "reported") if word in told)


def classification_of(dataset: str) -> str | None:
    """Return the list that a dataset's products are from: CN for Comext's `ESTAT:DS-045409(1.0)`."""
    found = _DATASET.match(dataset.strip())
    meaning = _codes().get(("dataset", found["id"].strip())) if found else None
    return meaning.classification if meaning else None


def _code(concept: str, code: str) -> Meaning | None:
    """Return the line of a code; that of capitals holds for small letters without a line too."""
    return _codes().get((concept, code)) or _codes().get((concept, code.upper()))


@cache
def _concepts() -> dict[str, Concept]:
    with resources.files("official").joinpath("concepts.csv").open(encoding="utf-8") as lines:
        return {
            row["name"]: Concept(row["concept"], row["classification"] or None)
            for row in csv.DictReader(lines)
        }


@cache
def _codes() -> dict[tuple[str, str], Meaning]:
    with resources.files("official").joinpath("codes.csv").open(encoding="utf-8") as lines:
        return {(row["concept"], row["code"]): _meaning(row) for row in csv.DictReader(lines)}


def _meaning(row: dict[str, str]) -> Meaning:
    told = {field: row[field] or None for field in Meaning._fields if field != "power"}
    return Meaning(power=int(row["power"]) if row["power"] else None, **told)
