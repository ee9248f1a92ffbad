"""The kinds of columns that the pandera models are made of, and what holds between two of them."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

import numpy as np
import pandas as pd
import pandera.pandas as pa
from pandera.dtypes import immutable
from pandera.engines import pandas_engine

from schemas.places import countries
from schemas.units import is_unit


def closed(kind: type[StrEnum], *, nullable: bool) -> pa.Column:
    """Return a column of the words of a closed list."""
    words = [str(word) for word in kind]
    return pa.Column(
        str, pa.Check.isin(words, error=f"is none of {', '.join(words)}"), nullable=nullable, coerce=True
    )


def text(*, nullable: bool = False) -> pa.Column:
    """Return a column of text."""
    return pa.Column(str, nullable=nullable, coerce=True)


def country() -> pa.Column:
    """Return a column of country codes; null is unknown."""
    known = pa.Check.isin(set(countries()), error="is no ISO 3166 alpha-3 code (or EUU, EMU, WLD)")
    return pa.Column(str, known, nullable=True, coerce=True)


@immutable
class _Day(pandas_engine.DataType):
    """A calendar day. Pandera's own datetime counts nanoseconds, which leaves no day before 1677."""

    type = np.dtype("datetime64[s]")

    def __init__(self) -> None:
        """Leave out Pandera's own, which asks for the type again."""

    def coerce(self, data_container: Any) -> Any:
        return data_container.astype(self.type)

    def coerce_value(self, value: Any) -> Any:
        return None if pd.isna(value) else np.datetime64(value, "s")

    def check(self, pandera_dtype: Any, data_container: object = None) -> bool:
        return str(getattr(pandera_dtype, "type", None)).startswith("datetime64")

    def __str__(self) -> str:
        return "a day"


def day(*, nullable: bool = True) -> pa.Column:
    """Return a column of days."""
    return pa.Column(_Day(), nullable=nullable, coerce=True)


def unit() -> pa.Column:
    """Return a column of units, see schemas.units."""
    return pa.Column(str, pa.Check(_are_units, error="is no unit that is defined"), coerce=True)


def _are_units(cells: pd.Series) -> pd.Series:
    return cells.isin([cell for cell in cells.unique() if is_unit(cell)])


def offset() -> pa.Column:
    """Return a column of places in a text, in code points."""
    return pa.Column("int64", pa.Check.ge(0, error="is before the text's beginning"), coerce=True)


def number(*, nullable: bool) -> pa.Column:
    """Return a column of finite numbers."""
    finite = pa.Check(lambda s: s.abs() != float("inf"), error="is not finite")
    return pa.Column("float64", finite, nullable=nullable, coerce=True)


def whole(error: str, holds: Callable[[pd.DataFrame], pd.Series]) -> pa.Check:
    """Return a check of whole rows; `holds` gives a bool for each."""
    return pa.Check(holds, error=error, ignore_na=False)


def ordered(first: str, last: str) -> pa.Check:
    """Return the check that two columns are both null, or both there and in order."""

    def holds(frame: pd.DataFrame) -> pd.Series:
        both = frame[first].notna() & frame[last].notna()
        neither = frame[first].isna() & frame[last].isna()
        return neither | (both & (frame[first] <= frame[last]))

    return whole(f"{first} and {last} are not both there and in order", holds)
