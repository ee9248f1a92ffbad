"""Periods as people write them -> days, where they can be read in one way alone."""

import re

from schemas.periods import Days, days_of

_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_NAMES = "january february march april may june july august september october november december".split()
_NAMED = re.compile(
    r"(?P<name>[a-z]{3,9})\.?[ \-/]?(?P<year>\d{4})|(?P<year_first>\d{4})[ \-/]?(?P<name_last>[a-z]{3,9})\.?"
)
_NUMBERED = re.compile(
    r"(?P<month>\d{1,2})[/.](?P<year>\d{4})|(?P<year_first>\d{4})[/.](?P<month_last>\d{1,2})"
)
_RUN_TOGETHER = re.compile(r"(?P<year>(?:1[89]|20)\d{2})(?P<month>\d{2})")
_QUARTER = re.compile(
    r"q(?P<number>[1-4])[ \-/]?(?P<year>\d{4})|(?P<year_first>\d{4})[ \-/]?q(?P<number_last>[1-4])"
)


def spelled_days(text: str) -> Days | None:
    """Return the first and last day of a period, None for what can be read in no way, or in two.

    Besides SDMX's: `Jan 2024`, `2024 January`, `01/2024`, `2024/01`, `202401`, `Q1 2024`. What has a day and
    a month in figures (`01/02/2024`) is read by some as January and by others as February.
    """
    if told := days_of(text):
        return told
    text = text.strip().lower()
    if quarter := _QUARTER.fullmatch(text):
        return days_of(
            f"{quarter['year'] or quarter['year_first']}-Q{quarter['number'] or quarter['number_last']}"
        )
    return _month(text)


def month_run_together(text: str) -> Days | None:
    """Return the days of a year or of a month without a hyphen, as the UN writes them: `2023`, `202401`."""
    found = _RUN_TOGETHER.fullmatch(text.strip())
    return _days(found["year"], int(found["month"])) if found else days_of(text)


def _month(text: str) -> Days | None:
    if named := _NAMED.fullmatch(text):
        name = named["name"] or named["name_last"]
        if name == "sept" or name in _MONTHS or name in _NAMES:
            return _days(named["year"] or named["year_first"], _MONTHS.index(name[:3]) + 1)
        return None
    if numbered := _NUMBERED.fullmatch(text):
        return _days(
            numbered["year"] or numbered["year_first"], int(numbered["month"] or numbered["month_last"])
        )
    return month_run_together(text)


def _days(year: str, month: int) -> Days | None:
    return days_of(f"{year}-{month:02}")
