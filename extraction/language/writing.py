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

_CONTINENTAL = re.compile(r"\d(?<![\d.,]\d)(?:\d{0,2}(?:\.\d{3})+,\d+|\d{0,3},\d{1,2})(?![\d,]|\.\d)")
_ENGLISH = re.compile(r"(?<![\d.,])(?:\d{1,3}(?:,\d{3})+(?:\.\d+|(?=\D))|\d+\.\d{1,2})(?![\d.,]*\d)")
#: What may stand between the digits of one number, besides point and comma.
_MARKS = re.compile(r"[\s’']")
_SCALED = re.compile(
    r"([A-Z](?<![\w$€£][A-Z])[A-Za-z]?)[ ]?(?:\d{1,3}(?:,\d{3})+(?!\d)|\d[\d.,]{0,12}[ -]?"
    r"(?:billion|million|trillion|thousand|crore|lakh|bn|mn|mln|bln|trn|tn|m|b)(?![A-Za-z]))"
)


def writing_of(text: str) -> Writing:
    """Return how a text writes, as the numbers tell that can be read in one way only."""
    continental = len(_CONTINENTAL.findall(text))
    return Writing(
        continental > 0 and continental > len(_ENGLISH.findall(text)),
        frozenset(match.group(1) for match in _SCALED.finditer(text)),
    )


def number_value(text: str, *, continental: bool = False) -> float:
    """Return the number that digits spell; a last comma before other than three digits is decimal."""
    plain = _MARKS.sub("", text)
    if (
        plain.count(".") > 1
        or 0 <= plain.find(".") < plain.find(",")
        or (continental and _ends_in_three(plain))
    ):
        plain = plain.replace(".", "")
        return float(plain.replace(",", "."))
    if "," in plain and "." not in plain:
        whole, _, last = plain.rpartition(",")
        if len(last) != _GROUP or whole.startswith("0") or continental:
            return float(f"{whole.replace(',', '')}.{last}")
    return float(plain.replace(",", ""))


_GROUP = 3


def _ends_in_three(plain: str) -> bool:
    """Tell whether three digits stand behind the only point of `4.510`."""
    whole, point, last = plain.partition(".")
    return bool(point) and len(last) == _GROUP and whole != "0"
