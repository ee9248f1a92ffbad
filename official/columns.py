"""Columns of text -> columns of meanings: each distinct cell is read once, however often it stands there.

A column of cells has no nulls: what a file leaves empty is an empty text.
"""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import reduce

import numpy as np
import pandas as pd

from schemas.periods import Days, frequency_of

#: What `periods` gives for each cell.
PERIOD_COLUMNS = ("period_start", "period_end", "frequency")


def translated(cells: pd.Series, read: Callable[[str], str | None]) -> pd.Series:
    """Return a column of text: what `read` makes of each cell, null for None."""
    places, distinct = pd.factorize(cells)
    read_ones = pd.Series([read(cell) for cell in distinct], dtype="str").array
    return pd.Series(read_ones.take(places), index=cells.index)


def powers(cells: pd.Series, read: Callable[[str], int | None]) -> pd.Series:
    """Return a column of whole numbers (Int64): what `read` makes of each cell, null for None."""
    places, distinct = pd.factorize(cells)
    read_ones = pd.array([read(cell) for cell in distinct], dtype="Int64")
    return pd.Series(read_ones.take(places), index=cells.index)


def periods(cells: pd.Series, read: Callable[[str], Days | None]) -> pd.DataFrame:
    """Return PERIOD_COLUMNS: the first and last day that `read` makes of each cell, and the frequency."""
    places, distinct = pd.factorize(cells)
    rows = [(*days, str(frequency_of(*days))) if (days := read(cell)) else (None,) * 3 for cell in distinct]
    starts, ends, frequencies = zip(*rows, strict=True) if rows else ((), (), ())
    table = pd.DataFrame(
        {
            "period_start": _days(starts),
            "period_end": _days(ends),
            "frequency": pd.Series(frequencies, dtype="str"),
        }
    )
    return table.take(places).set_axis(cells.index)


def joined(parts: Sequence[pd.Series]) -> pd.Series:
    """Return the cells of several columns with points between; a null cell is an empty one."""
    return reduce(lambda left, right: left + "." + right, (part.fillna("") for part in parts))


def constant(value: str | None, index: pd.Index) -> pd.Series:
    """Return a column of text that is the same in every row of an index."""
    return pd.Series(value, index=index, dtype="str")


def first_told(columns: Sequence[pd.Series]) -> pd.Series:
    """Return the first cell of each row that is not null."""
    return reduce(lambda left, right: left.fillna(right), columns)


def disagree(columns: Sequence[pd.Series]) -> pd.Series:
    """Tell for each row whether two cells that are not null differ (bool)."""
    first = first_told(columns)
    return reduce(lambda left, right: left | right, (one.notna() & (one != first) for one in columns))


def some(cells: Iterable[object], most: int = 5) -> str:
    """Return some distinct cells as a sentence lists them: `A, B, C and 12 more`."""
    distinct = list(dict.fromkeys(map(str, cells)))
    shown = ", ".join(one[:100] for one in distinct[:most])
    return f"{shown} and {len(distinct) - most} more" if len(distinct) > most else shown


def _days(days: Sequence[date | None]) -> pd.Series:
    return pd.Series(np.array(days, dtype="datetime64[s]"))
