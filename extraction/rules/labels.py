"""Times as tables and analysts write them: `2Q24`, `9M 2024`, `10MFY24`, `FY'24`, `Jan'24`."""

import re

from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.times.periods import When

_LABEL = re.compile(
    r"(?P<half>[12]H|H[12])?(?P<quarter>[1-4]Q|Q[1-4])?(?P<months>\d+(?=M))?(?P<name>M|[JFMASOND][a-z]{2})?"
    r"[-/ ]?(?P<fiscal>FY)?[-/ '’]*(?P<year>\d\d(?:\d\d)?)"
)
_NAMES = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_CENTURY = 2000


def _label(found: Found) -> Token | None:
    told = _LABEL.fullmatch(str(found["l"].value))
    if told is None:
        return None
    year = int(told["year"]) % 100 + _CENTURY
    return found.token("period", _of_fiscal(told, year) if told["fiscal"] else _of_year(told, year))


def _of_year(told: re.Match[str], year: int) -> When:
    if told["months"]:
        return When("months_of_year", year=year, n=int(told["months"]))
    if told["half"] or told["quarter"]:
        kind = "half" if told["half"] else "quarter"
        return When(kind, year=year, n=_number(told))
    return When("month", year=year, month=_NAMES.index(told["name"]) + 1)


def _of_fiscal(told: re.Match[str], year: int) -> When:
    """Return some months of a fiscal year, or all of them."""
    whole = When("fiscal", year=year)
    if told["months"]:
        return When("part", month=0, n=int(told["months"]), last=whole)
    length = 6 if told["half"] else 3 if told["quarter"] else 0
    return When("part", month=(_number(told) - 1) * length, n=length, last=whole) if length else whole


def _number(told: re.Match[str]) -> int:
    """Return the number of the quarter or the half, which stands before its letter or after it."""
    return int((told["half"] or told["quarter"]).strip("HQ"))


LABELS = (
    Rule(
        "2Q24",
        "(l: time_label)",
        _label,
        {
            "2Q24": "quarter(year=2024, n=2)",
            "1H25": "half(year=2025, n=1)",
            "9M 2024": "months_of_year(year=2024, n=9)",
            "10MFY24": "part(month=0, n=10, last=fiscal(year=2024))",
            "Q2FY24": "part(month=3, n=3, last=fiscal(year=2024))",
            "FY'24": "fiscal(year=2024)",
            "Jan'24": "month(year=2024, month=1)",
        },
    ),
)
