"""Currencies and units: which names a fact's `unit` may have, and the one pint registry behind them.

Each currency is a dimension of its own, so that pint refuses to add euros to dollars.
"""

import csv
import re
from functools import cache
from importlib import resources
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import pint

#: Units that are plain numbers: they have no dimension and are never converted into one another.
BARE_UNITS = frozenset({"percent", "percentage_point", "basis_point", "ratio", "count", "rank", "index"})


class Currency(NamedTuple):
    """One row of currencies.csv: an ISO 4217 code, its name as people write amounts, and its symbol."""

    code: str
    name: str
    symbol: str


@cache
def currencies() -> dict[str, Currency]:
    """Return every currency by its code; withdrawn ones that old texts name are among them."""
    with resources.files("schemas").joinpath("currencies.csv").open(encoding="utf-8") as lines:
        return {row["code"]: Currency(**row) for row in csv.DictReader(lines)}


@cache
def registry() -> "pint.UnitRegistry":
    """Return the project's one registry: pint's own units, units.txt, and a dimension per currency."""
    import pint

    # The project means other things than pint by `barrel`; saying so once is enough.
    units: pint.UnitRegistry = pint.UnitRegistry(on_redefinition="ignore")
    with resources.as_file(resources.files("schemas").joinpath("units.txt")) as path:
        units.load_definitions(str(path))
    for code in currencies():
        units.define(f"{code} = [currency_{code}]")
    return units


#: Words, products, quotients and small powers. Pint works out what else it is given: `10**10**10` has no end.
_UNIT = re.compile(r"(?:[A-Za-z_]+(?:\*\*[1-9](?![\d*]))?|[ */()])+")
_LONGEST = 200


@cache
def is_unit(name: str) -> bool:
    """Tell whether `name` is a unit that a fact may have: a bare one, a currency, or one pint can read."""
    if name in BARE_UNITS or name in currencies():
        return True
    if len(name) > _LONGEST or not _UNIT.fullmatch(name):
        return False
    try:
        registry().parse_units(name)
    except Exception:  # pint raises its own errors, tokenize's and plain ones for text that is no unit
        return False
    return bool(name)


def is_currency(name: str) -> bool:
    """Tell whether `name` is a currency's code alone (`USD`, not `USD/barrel`)."""
    return name in currencies()
