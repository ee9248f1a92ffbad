"""The interval of values that a number, as it was written, can stand for.

`631 million` is anything from 630.5 to 631.5 million: half a unit of the last digit shown, to both sides.
"""

import re
from typing import NamedTuple

_NUMBER = re.compile(r"\d[\d,.\u00a0\u202f ]*\d|\d")


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
    found = _NUMBER.search(quote)
    if found is None:
        return 0.5 if size >= 1 and size == int(size) else None
    shown = found.group()
    digits = int(re.sub(r"\D", "", shown))
    if digits == 0:
        return None
    # All digits shown, read as one whole number, are the value up to a power of ten and a scale word:
    # the last digit is therefore worth value / digits, whichever mark separates the decimals.
    return 0.5 * size / digits
