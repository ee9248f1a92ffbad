"""Periods as SDMX writes them: how long one is, and how it is written and read.

Source: SDMX 2.1 section 6, "Technical Notes", 4.2 (time formats) and the code list CL_FREQ. A period is its
first and its last day, both included.
"""

import re
from calendar import monthrange
from datetime import date, timedelta

from schemas.vocabulary import Frequency

#: A first and a last day.
Days = tuple[date, date]

_MONTHS = {1: Frequency.MONTH, 3: Frequency.QUARTER, 6: Frequency.HALF_YEAR, 12: Frequency.YEAR}
_OF_A_YEAR = {"A": 12, "S": 6, "T": 4, "Q": 3, "M": 1}
_TIME_PERIOD = re.compile(
    r"(?P<year>\d{4})(?:"
    r"-?(?P<part>[ASTQM])(?P<number>\d{1,3})"
    r"|-?W(?P<week>\d{1,2})"
    r"|-(?P<month>\d{2})(?:-(?P<day>\d{2}))?"
    r")?"
)
_RANGE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:T[\d:]+)?/P(?:(\d{1,3})Y)?(?:(\d{1,4})M)?(?:(\d{1,5})D)?")


def months(start: date, end: date) -> int | None:
    """Return how many whole months a period has, None for one that does not consist of whole months."""
    if start.day != 1 or end.day != monthrange(end.year, end.month)[1]:
        return None
    return (end.year - start.year) * 12 + end.month - start.month + 1


def frequency_of(start: date, end: date) -> Frequency:
    """Return the frequency whose period this is.

    Twelve months are a year whichever month they begin in: SDMX calls that the reporting year, and
    `time_period` writes down where it begins. What runs from January on, and is no year, no half and no
    quarter, is the sum of the year so far; so is the first half, which is told apart by nothing, and is
    taken for a half.
    """
    if start == end:
        return Frequency.DAY
    whole = months(start, end)
    if whole is None:
        week = start.weekday() == 0 and end - start == timedelta(days=6)
        return Frequency.WEEK if week else Frequency.OTHER
    if whole == 12 or (whole in _MONTHS and (start.month - 1) % whole == 0):
        return _MONTHS[whole]
    return Frequency.CUMULATIVE if start.month == 1 and whole < 12 else Frequency.OTHER


def time_period(start: date, end: date) -> str:
    """Return a period as SDMX writes it: `2024-01`, `2024-Q3`, `2023`, `2024-W05`, `2023-01-01/P9M`."""
    kind = frequency_of(start, end)
    whole = months(start, end)
    if kind is Frequency.DAY:
        return start.isoformat()
    if kind is Frequency.WEEK:
        year, week, _ = start.isocalendar()
        return f"{year}-W{week:02}"
    if kind is Frequency.MONTH:
        return f"{start:%Y-%m}"
    if kind in (Frequency.QUARTER, Frequency.HALF_YEAR) and whole:
        return f"{start.year}-{kind}{end.month // whole}"
    if kind is Frequency.YEAR and start.month == 1:
        return str(start.year)
    if whole is None:
        return f"{start.isoformat()}/P{(end - start).days + 1}D"
    return f"{start.isoformat()}/P{whole // 12}Y" if whole % 12 == 0 else f"{start.isoformat()}/P{whole}M"


def days_of(text: str) -> Days | None:
    """Return the first and last day of a period as SDMX writes it, None for what is no such period.

    >>> days_of("2024-Q3")
    (datetime.date(2024, 7, 1), datetime.date(2024, 9, 30))
    """
    text = text.strip()
    try:
        if spans := _RANGE.fullmatch(text):
            return _of_range(*spans.groups())
        found = _TIME_PERIOD.fullmatch(text)
        return _of_parts(found) if found else None
    except (ValueError, OverflowError):
        return None


def _of_range(first: str, *lengths: str | None) -> Days | None:
    start = date.fromisoformat(first)
    years, extra, days = (int(one or 0) for one in lengths)
    if not years and not extra and not days:
        return None
    after = _plus_months(start, years * 12 + extra) + timedelta(days=days)
    return start, after - timedelta(days=1)


def _of_parts(found: re.Match[str]) -> Days | None:
    year = int(found["year"])
    if found["week"]:
        monday = date.fromisocalendar(year, int(found["week"]), 1)
        return monday, monday + timedelta(days=6)
    if found["day"]:
        day = date(year, int(found["month"]), int(found["day"]))
        return day, day
    if found["month"]:
        return whole_months(date(year, int(found["month"]), 1), 1)
    size, number = _OF_A_YEAR[found["part"] or "A"], int(found["number"] or 1)
    if not 1 <= number <= 12 // size:
        return None
    return whole_months(date(year, (number - 1) * size + 1, 1), size)


def whole_months(start: date, count: int) -> Days:
    """Return the period of so many months that begins on the first day of a month."""
    return start, _plus_months(start, count) - timedelta(days=1)


def _plus_months(day: date, count: int) -> date:
    years, month = divmod(day.month - 1 + count, 12)
    return date(day.year + years, month + 1, day.day)
