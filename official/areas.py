"""Areas as statistical offices code them -> the contract's countries, by `areas.csv`.

A row of the table is a code, the country that it stands for and what is remarkable about that (`842` is the
United States with Puerto Rico). A code without a country is known to be none: the former Soviet Union, all
that is not in the EU. Its systems:

    iso2      ISO 3166 alpha-2
    m49       the UN's numbers, of three digits (UNSD, M49; ISO 3166 numeric)
    comtrade  what UN Comtrade numbers in its own way; BACI numbers as it does
    eurostat  the letters that the EU uses besides ISO's (Eurostat, Geonomenclature)
    group     unions and the world, as Eurostat, the ECB, the OECD and the IMF code them (SDMX, CL_AREA)
    partner   what is a partner only: the rest of the world is all partners of whom it is the rest

To add a code, add a line.
"""

import csv
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from schemas.places import countries, country_code

#: So many codes are kept with what they stand for; a table has some hundreds of them.
_KNOWN = 10_000


class Area(NamedTuple):
    """An area of a file: its country, null for one that is none, and what is remarkable about it."""

    iso3: str | None
    remark: str


@lru_cache(_KNOWN)
def lettered_area(code: str, *, is_partner: bool = False) -> Area | None:
    """Return what a code of SDMX's area lists stands for, None for a code that is not known.

    Alpha-3 and alpha-2 codes, codes of groups and the numbers of M49 are read; `UK` and `EL` are the EU's.
    """
    code = code.strip().upper()
    if code.isdecimal() and len(code) == 3:
        return _table().get(("m49", code)) or _table().get(("comtrade", code.lstrip("0")))
    if code in countries():
        return Area(code, "")
    systems = ("iso2", "eurostat", "group", "partner") if is_partner else ("iso2", "eurostat", "group")
    return next((found for system in systems if (found := _table().get((system, code)))), None)


def is_rest_of_the_world(code: str) -> bool:
    """Tell whether a code is all partners but the reporter itself.

    To a country that is the world; to a union it leaves out what its members trade with each other.
    """
    return ("partner", code.strip().upper()) in _table()


@lru_cache(_KNOWN)
def numbered_area(code: str) -> Area | None:
    """Return what a number of UN Comtrade's or BACI's stands for, None for one that is not known.

    `842` and `840` are the United States, `0` is the world.
    """
    number = code.strip().lstrip("0") or "0"
    return _table().get(("comtrade", number)) or _table().get(("m49", number.zfill(3)))


@lru_cache(_KNOWN)
def named_area(name: str) -> Area | None:
    """Return what a person calls an area: by an alpha-3 or alpha-2 code, a group's code, an English name."""
    if found := None if name.strip().isdecimal() else lettered_area(name):
        return found
    code = country_code(name)
    return Area(code, "") if code else None


@cache
def _table() -> dict[tuple[str, str], Area]:
    with resources.files("official").joinpath("areas.csv").open(encoding="utf-8") as lines:
        return {
            (row["system"], row["code"]): Area(row["iso3"] or None, row["remark"])
            for row in csv.DictReader(lines)
        }
