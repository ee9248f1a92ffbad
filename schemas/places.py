"""Countries: ISO 3166 alpha-3 codes, with EUU, EMU and WLD for the groups that the contract names.

`countries.csv` was drawn from CLDR's English territory names and hand-checked where the press says it
otherwise (Turkey, Ivory Coast). `currency` is the ISO 4217 code of its legal tender. A capital is left out
where the word is mostly a person's name or another place (Stanley, Douglas, Victoria).
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


#: What people type for a country besides its code and its name.
_SHORT_NAMES = {
    "america": "USA",
    "britain": "GBR",
    "burma": "MMR",
    "cabo verde": "CPV",
    "cote d'ivoire": "CIV",
    "czech republic": "CZE",
    "côte d'ivoire": "CIV",
    "drc": "COD",
    "east timor": "TLS",
    "eu": "EUU",
    "eurozone": "EMU",
    "great britain": "GBR",
    "holland": "NLD",
    "korea": "KOR",
    "macau": "MAC",
    "russian federation": "RUS",
    "swaziland": "SWZ",
    "türkiye": "TUR",
    "turkiye": "TUR",
    "uae": "ARE",
    "uk": "GBR",
    "us": "USA",
    "usa": "USA",
    "viet nam": "VNM",
}


def country_code(name: str) -> str | None:
    """Return the code of a country named by its code or English name in any case, None for no country."""
    wanted = name.strip().casefold()
    for country in countries().values():
        if wanted in (country.code.casefold(), country.name.casefold()):
            return country.code
    return _SHORT_NAMES.get(wanted)


@cache
def spoken_names(code: str) -> tuple[str, ...]:
    """Return all that a country is called here: code, name, demonym, capital, short names (`eu`, `uk`)."""
    country = countries().get(code)
    own = (country.code, country.name, country.demonym, country.capital) if country else ()
    return (*(name for name in own if name), *(name for name, of in _SHORT_NAMES.items() if of == code))


def country_name(code: str | None) -> str | None:
    """Return the English name of a code, the code itself where it has none, and None for None."""
    if code is None:
        return None
    country = countries().get(code)
    return country.name if country else code
