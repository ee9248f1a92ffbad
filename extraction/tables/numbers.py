"""The figure in a table's cell: `1,664`, `(12.3)`, `+4.5%`, `$1.2bn`, `..` for what is missing."""

import re
from collections.abc import Iterable
from typing import NamedTuple

from extraction.language.writing import Writing
from extraction.reading import read_sentence
from extraction.rules.numerals import Numeral
from extraction.rules.quantity import Quantity

#: Where no figure is, though one could be.
_MISSING = frozenset(
    "- – — − -- --- .. ... … . : n/a n.a. n.a na nd n.d. x c (c) nil #n/a ? * † ‡".split()
) | {""}
_NUMBER = r"""
    \d{1,3}(?:[,.'’\u00a0\u2009\u202f ]\d{3})+(?:[.,]\d+)?(?!\d)   # 1,664.5 and 1.664,5 and 1 664,5
    | \d{1,2}(?:,\d\d)+,\d{3}(?!\d)                              # 2,40,000
    | \d+(?:[.,]\d+)?
"""
_CELL = re.compile(
    rf"""
    (?P<open>[(\[])? (?P<sign>[-+−–]\ ?)? (?P<currency>[^\W\d_]{{0,3}}[$€£¥₹₽₺₩₴₸]\ ?)? (?P<low>[-−–])?
    (?P<number>{_NUMBER})
    (?P<after>\ ?[^\W\d_%¹²³ªº][^\W\d_]*(?:\ [^\W\d_]+)?)? (?P<percent>\ ?%)? (?P<close>[)\]])?
    (?P<note>(?:\ ?(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹ªº]|\[\w\]|\(\w\)|\d[)/]))*)
    """,
    re.VERBOSE,
)
_LONGEST = 40
#: As everywhere: what has more digits is a row of digits and no number.
_MOST = 1e18
#: Written so, a comma is no thousands' mark, or a point is none.
_DECIMAL_COMMA = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[. \u00a0\u202f]\d{3})+,\d+|\d{1,3}(?:\.\d{3}){2,}"
    r"|\d+,(?:\d{1,2}|\d{4,}))(?![\d.,])"
)
_DECIMAL_POINT = re.compile(
    r"(?<![\d.,])(?:\d{1,3}(?:[, ]\d{3})+\.\d+|\d{1,3}(?:,\d{3}){2,}|\d+\.(?:\d{1,2}|\d{4,}))(?![\d.,])"
)
_YEAR = re.compile(r"(?:19|20)\d\d")


class Number(NamedTuple):
    """A cell's figure: `value` is positive, `sign` is -1, 0 (none written) or 1.

    `start` and `end` are its quote. `unit` and `family` are those of the cell itself, or empty; where it is
    `scaled`, it has its own million, and the heading's is not meant.
    """

    start: int
    end: int
    value: float
    sign: int = 0
    unit: str = ""
    family: str | None = None
    scaled: bool = False


def is_missing(words: str) -> bool:
    """Tell whether a cell says that there is no figure."""
    return words.lower() in _MISSING


def is_number(words: str) -> bool:
    """Tell whether a cell holds one figure and nothing else but a unit and footnote marks."""
    match = _CELL.fullmatch(words) if len(words) <= _LONGEST else None
    return match is not None and bool(match["open"]) == bool(match["close"]) and _reads(match)


def is_year(words: str) -> bool:
    """Tell whether a figure is written as a year is."""
    match = _CELL.fullmatch(words) if len(words) <= _LONGEST else None
    plain = match is not None and not any(
        match[name] for name in ("open", "sign", "currency", "low", "percent")
    )
    return match is not None and plain and bool(_YEAR.fullmatch(match["number"]))


def decimal_mark(cells: Iterable[str], writing: Writing) -> str | None:
    """Return the mark of the decimals in a table's cells, a point or a comma, or None where they disagree.

    Where no cell tells, it is that of the text.
    """
    commas = points = False
    for words in cells:
        commas = commas or bool(_DECIMAL_COMMA.search(words))
        points = points or bool(_DECIMAL_POINT.search(words))
    if commas and points:
        return None
    return "," if commas or (writing.continental and not points) else "."


def number_in(text: str, start: int, end: int, decimal: str) -> Number | None:
    """Return the figure of the cell `text[start:end]`, or None where it holds none."""
    match = _CELL.fullmatch(text, start, end) if end - start <= _LONGEST else None
    if match is None or bool(match["open"]) != bool(match["close"]):
        return None
    value = _value(match["number"], decimal)
    quote_end = match.start("note")
    while text[quote_end - 1] == " ":
        quote_end -= 1
    number = Number(start, quote_end, value, _sign(match))
    if match["currency"] or match["after"] or match["percent"]:
        return _with_unit(number, match)
    return number if value < _MOST else None


def _sign(match: re.Match[str]) -> int:
    marks = f"{match['sign'] or ''}{match['low'] or ''}".strip()
    if match["open"] == "(" or marks in ("-", "−", "–"):
        return -1
    return 1 if marks == "+" else 0


def _value(written: str, decimal: str) -> float:
    plain = re.sub(r"[\s'’]", "", written)
    if decimal == ",":
        return float(plain.replace(".", "").replace(",", "."))
    if plain.count(".") > 1:
        return float(plain.replace(".", ""))
    return float(plain.replace(",", ""))


def _reads(match: re.Match[str]) -> bool:
    """Tell whether letters behind the figure are a unit, a scale or a footnote's letter."""
    letters = match["after"]
    return not letters or _is_note(letters) or _quantity(match) is not None


def _is_note(letters: str) -> bool:
    return len(letters.strip()) == 1 and letters.strip() in "abcdefghijlnopqrsuvwxyz"


def _quantity(match: re.Match[str]) -> Quantity | Numeral | None:
    """Read a one with the cell's own unit as any text is read: `$1bn` for `$1.2bn`."""
    letters = "" if match["after"] and _is_note(match["after"]) else match["after"] or ""
    words = f"{(match['currency'] or '').strip()}1{letters}{match['percent'] or ''}"
    tokens = read_sentence(words, 0, len(words), "body").tokens
    value = tokens[0].value if len(tokens) == 1 else None
    return value if isinstance(value, Quantity | Numeral) else None


def _with_unit(number: Number, match: re.Match[str]) -> Number | None:
    read = _quantity(match)
    if match["after"] and _is_note(match["after"]) and not match["percent"]:
        number = number._replace(end=number.start + match.start("after") - match.start())
    if read is None:
        return None
    value = float(f"{number.value * read.value:.15g}")
    if isinstance(read, Quantity) and read.kind != "bare":
        return number._replace(value=value, unit=read.unit, family=read.family, scaled=read.value != 1)
    return number._replace(value=value, scaled=read.value > 1) if value < _MOST else None
