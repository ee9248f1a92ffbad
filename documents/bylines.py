"""The lines that say who wrote an article, where and when: they stand above its text.

A rule is one literal, as in `boilerplate`: `pattern` must match the whole line. `examples` are recognised
and `refuses` are left alone; one test holds for all.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Byline:
    """One kind of byline. A pattern captures nothing, and tells small letters from capitals."""

    name: str
    pattern: str
    examples: tuple[str, ...]
    refuses: tuple[str, ...] = ()


_NAME = r"[A-ZÀ-Þ][\w.’'-]*"
_NAMES = rf"{_NAME}(?:,? (?:and |de |van |von |al-)?{_NAME}){{0,8}}"
_MONTH = r"(?i:jan|feb|mar|apr|may|jun|jul|aug|sept?|oct|nov|dec)[a-z]*"

RULES = (
    Byline(
        "By Jane Doe",
        rf"(?:[Bb]y|BY) {_NAMES}(?: in {_NAME}(?: {_NAME})?)?(?:,? [|·–-]? ?(?:\w+ )?\d[\w ,.:/-]{{4,40}})?",
        examples=(
            "By Jane Doe",
            "BY JANE DOE AND JOHN ROE",
            "By Jane Doe in Ankara",
            "By Jane Doe, 5 March 2024",
        ),
        refuses=(
            "By May imports had fallen by 4%",
            "By 2024",
            "By country of origin, Turkey leads",
        ),
    ),
    Byline(
        "Jane Doe in Ankara",
        rf"{_NAME} {_NAME}(?:, {_NAME} {_NAME}){{0,3}} in {_NAME}"
        rf"(?:,? and {_NAME} {_NAME}(?:, {_NAME} {_NAME}){{0,3}} in {_NAME})*",
        examples=("Jane Doe in Ankara", "Jane Doe in Ankara and John Roe in London"),
        refuses=("Wheat Prices rise in Ankara", "Exports in May", "Jane Doe in Ankara rose"),
    ),
    Byline(
        "Published: 12/03/2024",
        r"(?i:(?:published|posted|released?|date|source)(?: on)?: .*|for immediate release)",
        examples=("Published: 12/03/2024", "Source: TurkStat", "FOR IMMEDIATE RELEASE", "Date: 5 May"),
        refuses=("Published figures show exports fell", "Source of imports"),
    ),
    Byline(
        "12.03.2024",
        r"\d[\d .,:/-]+",
        examples=("12.03.2024", "2024-03-12 16:15"),
        refuses=("12 firms", "4%"),
    ),
    Byline(
        "2 Feb, 2024 16:15",
        rf"(?:\w+,? )?(?:\d{{1,2}}\.? )?{_MONTH}[.,]? [\d ,.:/-]+\w{{0,4}}",
        examples=("2 Feb, 2024 16:15", "Ankara, 5 March 2024", "March 5, 2024"),
        refuses=("Exports fell in March 2024", "March exports: 4% up"),
    ),
)

_ANY = re.compile("|".join(f"(?:{rule.pattern})" for rule in RULES))


def is_byline(line: str) -> bool:
    """Tell whether a line, without the blanks around it, says who wrote an article, where or when."""
    return _ANY.fullmatch(line) is not None
