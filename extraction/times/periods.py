"""Periods: what a text says of a time (When), and the days it means, resolved against the document's date.

    "the first nine months of 2023"   When("months_of_year", n=9, year=2023)   2023-01-01 to 2023-09-30

A period without a year is the most recent past one, as a reader of that day would take it. Where neither
the text nor the document says enough, it stays unresolved (None): never a guess.
"""

import calendar
from collections.abc import Mapping
from datetime import date, timedelta
from functools import cache
from types import MappingProxyType
from typing import NamedTuple

Days = tuple[date, date]

#: First month of the fiscal year, where it is not January; a fiscal year named by one number is the year in
#: which it begins for those in _NAMED_BY_START, otherwise the one in which it ends.
_FISCAL_START = {
    "IND": 4, "JPN": 4, "GBR": 4, "CAN": 4, "NZL": 7, "HKG": 4, "SGP": 4, "ZAF": 4, "KWT": 4, "MMR": 4,
    "USA": 10, "THA": 10, "AUS": 7, "PAK": 7, "BGD": 7, "EGY": 7, "KEN": 7, "UGA": 7, "TZA": 7, "NPL": 7,
    "ETH": 7, "IRN": 4,
}  # fmt: skip
_NAMED_BY_START = frozenset({"JPN"})
_EARLIEST, _LATEST = 1700, 2200


class When(NamedTuple):
    """What a text says of a time. Which fields matter depends on `kind`; what is not said is None.

    kinds: day, month, quarter, half, year, years (from `year` to `n`), months_of_year (its first `n`),
    rolling (`n` months to `month`), days_to (`n` days to `day`), days_of_month (from `day` or its first
    to `n` or its last), season and fiscal (beginning or named `year`), relative (`unit`, `shift` units
    from the document's), span (`first` to `last`), within (`first` as it lies in `last`), part (`n`
    months of `last`, of which `month` are skipped), end (of `last`), year_to (from January to `last`),
    year_to_date (or of another `unit`), up_to_now (of `last`, what has passed), full_year (the one that
    is spoken of without a name), later (`n` months after what was spoken of), passed (the `n` months
    before now), following (the `n` months
    after what was spoken of), same (what was spoken of before, if it is `n` months long).
    """

    kind: str
    year: int | None = None
    month: int | None = None
    day: int | None = None
    n: int | None = None
    unit: str | None = None
    shift: int | None = None
    first: "When | None" = None
    last: "When | None" = None

    def __str__(self) -> str:
        told = [
            f"{name}={value}"
            for name, value in self._asdict().items()
            if value is not None and name != "kind"
        ]
        return f"{self.kind}({', '.join(told)})"


class Asked(NamedTuple):
    """What resolving needs beside the words: the document's day, whether they look ahead, whose year.

    `season` is the month with which a season begins; `spoken` are the days that were spoken of before, by
    their length in months, and under None the last of them.
    """

    published: date | None
    ahead: bool = False
    country: str | None = None
    season: int | None = None
    spoken: Mapping[int | None, Days] = MappingProxyType({})


@cache
def month_end(year: int, month: int) -> date:
    """Return the last day of a month."""
    return date(year, month, calendar.monthrange(year, month)[1])


def months(year: int, month: int, count: int) -> Days:
    """Return the days of `count` months of which the first is `month` of `year`."""
    last = year * 12 + month - 1 + count - 1
    return date(year, month, 1), month_end(last // 12, last % 12 + 1)


def shifted(days: Days, by_months: int) -> Days:
    """Return the same days so many months on; a period that ends with a month still does."""
    return _shift(days[0], by_months, False), _shift(days[1], by_months, _ends_month(days[1]))


def _ends_month(day: date) -> bool:
    return day == month_end(day.year, day.month)


def _shift(day: date, by: int, to_end: bool) -> date:
    at = day.year * 12 + day.month - 1 + by
    year, month = at // 12, at % 12 + 1
    last = month_end(year, month)
    return last if to_end or day.day > last.day else date(year, month, day.day)


def length_in_months(days: Days) -> int | None:
    """Return how many whole months a period has, or None where it is not made of whole months."""
    start, end = days
    if start.day != 1 or not _ends_month(end):
        return None
    return (end.year - start.year) * 12 + end.month - start.month + 1


def resolve(when: When, asked: Asked) -> Days | None:
    """Return the first and the last day that `when` means, or None where that is not certain."""
    try:
        days = _RESOLVERS[when.kind](when, asked)
    except (ValueError, OverflowError):  # 31 February, or a year that no calendar has
        return None
    if days is None or days[0] > days[1] or not (days[0].year >= _EARLIEST and days[1].year <= _LATEST):
        return None
    return days


_NEAR_PAST = 5
#: A season is July to June where the text tells no other.
_SEASON_START = 7


def _year_of(when: When, asked: Asked, first_month: int) -> int | None:
    """Return the year that is said, or that of the latest past period that begins with `first_month`."""
    if when.year is not None:
        return when.year
    if asked.published is None:
        return None
    if when.shift is not None:
        return asked.published.year + when.shift
    if asked.ahead:
        # `April` in a June forecast is the last one, `January` in an October forecast the next one
        return asked.published.year + (first_month < asked.published.month - _NEAR_PAST)
    return asked.published.year - (first_month > asked.published.month)


def _day(when: When, asked: Asked) -> Days | None:
    if when.unit == "weekday":
        return _weekday(when, asked)
    assert when.month is not None and when.day is not None
    year = _year_of(when, asked, when.month)
    if year is None:
        return None
    found = date(year, when.month, when.day)
    if when.year is None and asked.published and found > asked.published and not asked.ahead:
        found = date(year - 1, when.month, when.day)
    return found, found


def _weekday(when: When, asked: Asked) -> Days | None:
    if asked.published is None or when.n is None:
        return None
    back = (asked.published.weekday() - when.n) % 7
    found = asked.published - timedelta(days=back)
    return found, found


def _month(when: When, asked: Asked) -> Days | None:
    assert when.month is not None
    year = _year_of(when, asked, when.month)
    return None if year is None else months(year, when.month, 1)


def _quarter(when: When, asked: Asked) -> Days | None:
    return _part_of_year(when, asked, 3)


def _half(when: When, asked: Asked) -> Days | None:
    return _part_of_year(when, asked, 6)


def _part_of_year(when: When, asked: Asked, length: int) -> Days | None:
    assert when.n is not None
    month = (when.n - 1) * length + 1
    if month > 12:
        return None
    year = _year_of(when, asked, month)
    return None if year is None else months(year, month, length)


def _year(when: When, asked: Asked) -> Days | None:
    year = _year_of(when, asked, 1)
    return None if year is None else months(year, 1, 12)


def _years(when: When, asked: Asked) -> Days | None:
    assert when.year is not None and when.n is not None
    return date(when.year, 1, 1), date(when.n, 12, 31)


def _months_of_year(when: When, asked: Asked) -> Days | None:
    assert when.n is not None
    if when.n > 12:
        return None
    # "The first five months" have passed: they end in the document's year if that month has come.
    year = _year_of(when, asked, when.n if not asked.ahead else 1)
    return None if year is None else months(year, 1, when.n)


def _rolling(when: When, asked: Asked) -> Days | None:
    assert when.n is not None and when.month is not None
    year = _year_of(when, asked, when.month)
    if year is None:
        return None
    if when.day is not None and not _ends_month(date(year, when.month, when.day)):
        end = date(year, when.month, when.day)
        return _shift(end, -when.n, False) + timedelta(days=1), end
    at = year * 12 + when.month - when.n
    return months(at // 12, at % 12 + 1, when.n)


def _days_to(when: When, asked: Asked) -> Days | None:
    end = _day(when, asked)
    return None if end is None else (end[1] - timedelta(days=(when.n or 1) - 1), end[1])


def _days_of_month(when: When, asked: Asked) -> Days | None:
    month = _relative(when._replace(unit="month"), asked) if when.month is None else None
    days = _month(when, asked) if when.month is not None else month
    if days is None:
        return None
    return days[0].replace(day=when.day or 1), days[0].replace(day=when.n) if when.n else days[1]


def _season(when: When, asked: Asked) -> Days | None:
    """A season begins in July where the text tells no other; `2018-19` may also be a fiscal year."""
    assert when.year is not None
    if when.unit == "fiscal" and asked.season is None and asked.country in _FISCAL_START:
        return _fiscal(when._replace(n=when.year + 1), asked)
    return months(when.year, asked.season or _SEASON_START, 12)


def _part(when: When, asked: Asked) -> Days | None:
    """Some months of a longer period."""
    assert when.last is not None and when.month is not None and when.n is not None
    whole = resolve(when.last, asked)
    if whole is None:
        return None
    first = _shift(whole[0], when.month, False)
    return months(first.year, first.month, when.n)


def _within(when: When, asked: Asked) -> Days | None:
    """Some months as they lie in a fiscal year or a season."""
    assert when.first is not None and when.last is not None
    whole, part = resolve(when.last, asked), resolve(when.first, asked)
    if whole is None or part is None:
        return None
    moved = shifted(part, 12 * (whole[0].year - part[0].year))
    moved = moved if moved[0] >= whole[0] else shifted(moved, 12)
    return moved if moved[1] <= whole[1] else None


def _end(when: When, asked: Asked) -> Days | None:
    """The last day of a period; a forecast `by the end of 2024` is one for 2024."""
    assert when.last is not None
    days = resolve(when.last, asked)
    return days if days is None or asked.ahead else (days[1], days[1])


def _same(when: When, asked: Asked) -> Days | None:
    """`the nine months` are those spoken of before, or else the first nine of the year."""
    if when.n in asked.spoken:
        return asked.spoken[when.n]
    if when.n is None or when.shift is not None or not 1 < when.n < 12:
        return None
    return _months_of_year(When("months_of_year", n=when.n), asked)


def _fiscal(when: When, asked: Asked) -> Days | None:
    month = _FISCAL_START.get(asked.country or "", 1)
    year = when.year
    if year is None:
        if asked.published is None or when.shift is None:
            return None
        now = asked.published
        begins = now.year - (now.month < month)
        return months(begins + when.shift, month, 12)
    if when.n is not None and month == 1:
        return None  # `2022/23`, of a country whose fiscal year is not known
    named_by_end = month > 1 and when.n is None and asked.country not in _NAMED_BY_START
    days = months(year - named_by_end, month, 12)
    guessed = asked.country not in _FISCAL_START and asked.published is not None
    if guessed and not asked.ahead and asked.published is not None and days[0] > asked.published:
        return None  # FY25 had begun in 2024 already: of whom it is, is not known
    return days


def _relative(when: When, asked: Asked) -> Days | None:
    now, shift = asked.published, when.shift or 0
    if now is None:
        return None
    if when.unit == "week":
        monday = now - timedelta(days=now.weekday()) + timedelta(weeks=shift)
        return monday, monday + timedelta(days=6)
    if when.unit == "day":
        return now + timedelta(days=shift), now + timedelta(days=shift)
    if when.unit == "fiscal":
        return _fiscal(when, asked)
    if when.unit == "season":
        first = asked.season or _SEASON_START
        return months(now.year - (now.month < first) + shift, first, 12)
    lengths = {"month": 1, "quarter": 3, "year": 12}
    length = lengths.get(when.unit or "")
    if length is None:
        return None
    at = (now.year * 12 + now.month - 1) // length * length + shift * length
    return months(at // 12, at % 12 + 1, length)


def _span(when: When, asked: Asked) -> Days | None:
    assert when.first is not None and when.last is not None
    last = resolve(when.last, asked)
    if last is None:
        return None
    first = when.first
    if first.year is None and first.shift is None and first.kind in ("month", "day", "quarter", "half"):
        first = first._replace(year=last[1].year)
    days = resolve(first, asked)
    if days is None:
        return None
    if days[0] > last[1] and when.first.year is None:
        days = shifted(days, -12)
    return days[0], last[1]


def before(days: Days) -> Days:
    """Return the period of the same length right before `days`."""
    length = length_in_months(days)
    if length:
        return shifted(days, -length)
    end = days[0] - timedelta(days=1)
    return end - (days[1] - days[0]), end


def same_part(days: Days, of: Days) -> Days:
    """Return what `days` are in their year, in the year `of`; at least a year earlier."""
    apart = (days[0].year - of[0].year) * 12 + days[0].month - of[0].month
    return shifted(days, -12 * max(1, apart // 12))


def _year_to(when: When, asked: Asked) -> Days | None:
    assert when.last is not None
    last = resolve(when.last, asked)
    return None if last is None else (date(last[1].year, 1, 1), last[1])


def _year_to_date(when: When, asked: Asked) -> Days | None:
    """The year, or another unit, up to the document's day, or as far as the figures before it go."""
    now = asked.published
    if now is None:
        return None
    current = resolve(When("relative", unit=when.unit or "year", shift=0), asked)
    if current is None:
        return None
    reported = asked.spoken.get(None)
    goes_on = reported is not None and current[0] <= reported[1] <= now and now - reported[1] <= _REPORTED
    return current[0], reported[1] if reported is not None and goes_on else now


#: A month's figures are reported at most so long after its end.
_REPORTED = timedelta(days=75)


def _up_to_now(when: When, asked: Asked) -> Days | None:
    """`so far in the 2024/25 season`."""
    assert when.last is not None
    days, now = resolve(when.last, asked), asked.published
    return None if days is None or now is None else (days[0], min(days[1], now))


def _full_year(when: When, asked: Asked) -> Days | None:
    """`full-year growth` is the current year's of a forecast, else that of the year that has passed."""
    return None if asked.published is None else months(asked.published.year - (not asked.ahead), 1, 12)


def _later(when: When, asked: Asked) -> Days | None:
    """`a year later`, seen from what was spoken of last."""
    then = asked.spoken.get(None)
    return None if then is None or when.n is None else shifted(then, when.n)


def _following(when: When, asked: Asked) -> Days | None:
    """`the following 12 months`, seen from the end of what was spoken of last."""
    then = asked.spoken.get(None)
    if then is None or when.n is None or not _ends_month(then[1]):
        return None
    at = then[1].year * 12 + then[1].month
    return months(at // 12, at % 12 + 1, when.n)


def _passed(when: When, asked: Asked) -> Days | None:
    """`the past 12 months` end with the month that was reported last, else on the document's day."""
    now, last = asked.published, asked.spoken.get(None)
    if now is None or when.n is None:
        return None
    if last is not None and _ends_month(last[1]) and timedelta(0) < now - last[1] < _FRESH:
        at = last[1].year * 12 + last[1].month - when.n
        return months(at // 12, at % 12 + 1, when.n)
    return _shift(now, -when.n, False) + timedelta(days=1), now


#: What was reported so long ago is not the latest.
_FRESH = timedelta(days=100)

_RESOLVERS = {
    "passed": _passed,
    "full_year": _full_year,
    "later": _later,
    "following": _following,
    "day": _day,
    "month": _month,
    "quarter": _quarter,
    "half": _half,
    "year": _year,
    "years": _years,
    "months_of_year": _months_of_year,
    "rolling": _rolling,
    "days_to": _days_to,
    "days_of_month": _days_of_month,
    "season": _season,
    "part": _part,
    "within": _within,
    "end": _end,
    "same": _same,
    "up_to_now": _up_to_now,
    "fiscal": _fiscal,
    "relative": _relative,
    "span": _span,
    "year_to": _year_to,
    "year_to_date": _year_to_date,
}
