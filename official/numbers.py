"""Text -> numbers, exactly: `1234.567` thousands are 1234567, as decimals are shifted, not multiplied."""

import re

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

#: A number, as programs write it.
_PLAIN = r"[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]{1,3})?"
#: What offices write where they have no value; a flag may follow the colon.
_MISSING = r"\s*(?::.{0,8}|\.{1,3}|…|-|–|nan|na|n/a|n\.a\.|null|none|)\s*"
_BLANKS = re.compile("[\u0020\u00a0\u2009\u202f']")
#: Numbers whose marks tell which of them parts the decimals, by the name of that mark.
_GROUPED = {
    # 1,234,567  1,234.5  12,345,678.90
    "point": re.compile(
        r"[+-]?\d{1,3}(?:,\d{3})+\.\d*|[+-]?\d{1,3}(?:,\d{3}){2,}|[+-]?\d+\.\d*|[+-]?\.\d+", re.ASCII
    ),
    # 1.234.567  1.234,5  12,50
    "comma": re.compile(
        r"[+-]?\d{1,3}(?:\.\d{3})+,\d*|[+-]?\d{1,3}(?:\.\d{3}){2,}|[+-]?\d+,(?:\d{1,2}|\d{4,})",
        re.ASCII,
    ),
}
_WHOLE = re.compile(r"[+-]?\d+", re.ASCII)
_NUMBER = re.compile(_PLAIN)


def is_missing(cells: pd.Series) -> pd.Series:
    """Tell which cells say that there is no value (bool): empty ones, `:`, `..`, `n/a`; never zero."""
    return cells.str.lower().str.fullmatch(_MISSING).fillna(True).astype(bool)


def is_plain(cells: pd.Series) -> pd.Series:
    """Tell which cells are numbers as programs write them (bool)."""
    return cells.str.fullmatch(_PLAIN).fillna(False).astype(bool)


def shifted(cells: pd.Series, power: pd.Series | int = 0) -> pd.Series:
    """Return numbers (float64, null for null) of plain cells, times ten to a power.

    The power is written behind the digits, so that each number is the one nearest to its decimals: 1.001
    thousand are 1001, where a product of two floats is 1000.9999999999999. A cell with an exponent of its
    own is multiplied.
    """
    own = cells.str.contains("e", case=False).fillna(False).astype(bool)
    tens = pd.Series(power, index=cells.index, dtype="Int64").fillna(0)
    written = cells.where(own | (tens == 0).astype(bool), cells + "e" + tens.astype("str"))
    numbers = pc.cast(pa.array(written, type=pa.string(), from_pandas=True), pa.float64()).to_pandas()
    numbers.index = cells.index
    return numbers.where(~own, numbers * 10.0 ** tens.astype("float64"))


def plain_number(text: str) -> tuple[str, str] | None:
    """Return a number that a person wrote, as programs write it, and how it parts decimals.

    The second is `point`, `comma`, or empty where the number does not tell. None is what is no number, or
    may be two of them: `1,234` is a thousand to some and one to others.

    >>> plain_number("1,234,567.5"), plain_number("1.234,5"), plain_number("1,234")
    (('1234567.5', 'point'), ('1234.5', 'comma'), None)
    """
    text = _BLANKS.sub("", text.strip().replace("\u2212", "-"))
    if _WHOLE.fullmatch(text):
        return text, ""
    if _GROUPED["comma"].fullmatch(text):
        return text.replace(".", "").replace(",", "."), "comma"
    if _GROUPED["point"].fullmatch(text):
        return text.replace(",", ""), "point"
    return (text, "point") if _NUMBER.fullmatch(text) else None
