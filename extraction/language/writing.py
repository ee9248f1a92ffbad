"""How a text writes its numbers and its money, which a single one of them may leave open.

`4.510 million` is four and a half million, but 4,510 million in a text that also has `4.086,3 million`;
`R16.6` is a name like `R2`, but an amount of rand in a text that also has `R24.23 billion` or `R16,600`.
"""

import re
from typing import NamedTuple


class Writing(NamedTuple):
    """The point separates thousands; the letters stand for a currency where a number touches them."""

    continental: bool = False
    letters: frozenset[str] = frozenset()


PLAIN = Writing()

_CONTINENTAL = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:\.\d{3})+,\d+|\d{1,4},\d{1,2})(?![\d,]|\.\d)")
_ENGLISH = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+|(?=\D))|\d+\.\d{1,2})(?![\d.,]*\d)")
_SCALED = re.compile(
    r"(?<![\w$€£])([A-Z][A-Za-z]?)[ ]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d[\d.,]{0,12}[ -]?"
    r"(?:billion|million|trillion|thousand|crore|lakh|bn|mn|mln|bln|trn|tn|m|b)(?![A-Za-z]))"
)


def writing_of(text: str) -> Writing:
    """Return how a text writes, as the numbers tell that can be read in one way only."""
    continental = len(_CONTINENTAL.findall(text))
    return Writing(
        continental > 0 and continental > len(_ENGLISH.findall(text)),
        frozenset(match.group(1) for match in _SCALED.finditer(text)),
    )
