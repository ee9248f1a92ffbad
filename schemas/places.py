"""Countries: ISO 3166 alpha-3 codes, with EUU, EMU and WLD for the groups that the contract names.

`countries.csv` was drawn from CLDR's English territory names and hand-checked where the press says it
otherwise (Turkey, Ivory Coast). `currency` is the ISO 4217 code of its legal tender.
"""

import csv
from functools import cache
from importlib import resources
from typing import NamedTuple


class Country(NamedTuple):
    """One row of countries.csv; a demonym, capital or currency may be empty."""

    code: str
    name: str
    demonym: str
    capital: str
    currency: str


@cache
def countries() -> dict[str, Country]:
    """Return every country by its code."""
    with resources.files("schemas").joinpath("countries.csv").open(encoding="utf-8") as lines:
        return {row["code"]: Country(**row) for row in csv.DictReader(lines)}


def country_name(code: str | None) -> str | None:
    """Return the English name of a code, the code itself where it has none, and None for None."""
    if code is None:
        return None
    country = countries().get(code)
    return country.name if country else code
