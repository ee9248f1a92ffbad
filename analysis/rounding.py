"""The interval of values that a number, as it was written, can stand for.

`631 million` is anything from 630.5 to 631.5 million: half a unit of the last digit shown, to both sides.
"""

import math
import re
from typing import NamedTuple

from schemas.records import Fact

_NUMBER = re.compile(r"\d[\d,.\u00a0\u202f ]*\d|\d")
#: What comes in whole numbers, and the half of one.
_WHOLE, _HALF = frozenset({"count", "rank"}), 0.5
#: `4 billion 300 million` is one number.
_TWO_NUMBERS = re.compile(r"\d\s*(?:trillion|billion|bn|million|mn|thousand)\s+(?:and\s+)?\d", re.I)
#: `190,000` ends in a thousand and `2,000,000` in a million: nobody counted the last digits.
_GROUPS_OF_ZEROS = re.compile(r"(?:[,.\u00a0\u202f ]000)+$")


class Interval(NamedTuple):
    """From `low` to `high`, both in the unit of the value they stand around."""

    low: float
    high: float


def written(quote: str, value: float) -> Interval | None:
    """Return what `quote`, read as `value`, can stand for; None where it shows no digit to go by.

    >>> written("631 million US dollars", 631e6)
    Interval(low=630500000.0, high=631500000.0)
    >>> written("20.2%", 20.2)
    Interval(low=20.15, high=20.25)
    """
    half = _half_of_last_digit(quote, abs(value))
    if half is None:
        return None
    return Interval(round(value - half, 12), round(value + half, 12))


def _half_of_last_digit(quote: str, size: float) -> float | None:
    if _TWO_NUMBERS.search(quote):
        return _half_of_last_nonzero(size)
    found = _NUMBER.search(quote)
    if found is None:
        return 0.5 if size >= 1 and size == int(size) else None
    digits = int(re.sub(r"\D", "", found.group()))
    if digits == 0:
        return None
    # All digits shown, read as one whole number, are the value up to a power of ten and a scale word:
    # the last digit is therefore worth value / digits, whichever mark separates the decimals.
    return 0.5 * size / digits * (_thousands(found.group()) if digits == size else 1)


def digits_of(quote: str) -> int | None:
    """Return how many digits of a number count as it is written; None where it shows none.

    >>> [digits_of(one) for one in ("$1.6 million", "190,000", "0.35 euros", "a third")]
    [2, 3, 2, None]
    """
    found = _NUMBER.search(quote)
    if found is None:
        return None
    shown = re.sub(r"\D", "", _GROUPS_OF_ZEROS.sub("", found.group())).lstrip("0")
    return len(shown) or None


def _thousands(shown: str) -> int:
    """Return what the last digit that counts is worth: `190,000` is so many thousands, not so many ones."""
    zeros = _GROUPS_OF_ZEROS.search(shown)
    return 10 ** (3 * len(zeros.group()) // 4) if zeros else 1


def stands_for(fact: Fact) -> Interval:
    """Return all that a fact allows its value to be, by its digits, its hedge and its range.

    `about 600 million` was rounded to its last digit that is no zero, and stands for 550 to 650 million;
    `over 600 million` has no upper end.
    """
    half = _half_of_last_digit(fact.quote, abs(fact.value)) or 0.0
    if fact.unit in _WHOLE and half <= _HALF:
        # Who counts 18 companies counts neither half a company more nor less.
        half = 0.0
    if fact.bound == "approx":
        half = max(half, _half_of_last_nonzero(abs(fact.value)))
    low, high = fact.value - half, (fact.value_high or fact.value) + half
    if fact.bound in ("more_than", "at_least"):
        return Interval(fact.value - half, math.inf)
    if fact.bound in ("less_than", "at_most"):
        return Interval(-math.inf, high)
    return Interval(low, high)


def _half_of_last_nonzero(size: float) -> float:
    digits = f"{size:.3e}".partition("e")
    shown = digits[0].rstrip("0").rstrip(".")
    places = len(shown.partition(".")[2])
    return float(0.5 * 10 ** (int(digits[2]) - places)) if size else 0.0
