"""Stretches of so many months, weeks or days: `the first nine months`, `the year to August`."""

from extraction.language.lexicon import words_in
from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.rules.time_parts import (
    MONTHS,
    OF_YEAR,
    is_day,
    month_of,
    part_of,
    part_of_month,
    period,
    whole,
    year_said,
)
from extraction.times.periods import When


def _first_months(found: Found) -> Token | None:
    unit, number = str(found["unit"].value), whole(found["n"])
    each = {"month": 1, "quarter": 3}.get(unit)
    if each is None or whole(found["first"]) != 1 or number * each > 12:
        return None
    return part_of(found, "months_of_year", number * each, number * each)


def _months_of_year(found: Found) -> Token | None:
    number = whole(found["n"])
    again = found.before is not None and found.before.kind == "same"
    if found["unit"].value != "month" or again or not 1 < number <= 12:
        return None
    return period(found, "months_of_year", n=number, **year_said(found))


def _nth_month(found: Found) -> Token | None:
    """`the first month of last year`."""
    number = whole(found["n"])
    if found["unit"].value != "month" or not 1 <= number <= 12:
        return None
    return period(found, "month", month=number, **year_said(found))


def _last_months(found: Found) -> Token | None:
    """`the last five months of 2023`, `the final quarter of last year`."""
    number = found.get("n")
    length = (whole(number) if number else 1) * {"month": 1, "quarter": 3}.get(str(found["unit"].value), 0)
    if not 0 < length <= 12:
        return None
    year = found.get("year")
    said = {"year": whole(year)} if year else {"shift": int(str(found["of_rel"].value))}
    return period(found, "part", n=length, month=12 - length, last=When("year", **said))  # type: ignore[arg-type]


def _first_days(found: Found) -> Token | None:
    """`the first 20 days of May`, `the first week of May`."""
    number = found.get("n")
    if number is None:
        days = part_of_month(whole(found["first"]), str(found["unit"].value))
    else:
        days = {"n": whole(number)} if found["unit"].value == "day" and is_day(number) else None
    if days is None:
        return None
    return period(found, "days_of_month", month=month_of(found), **days, **year_said(found))


def _first_days_of_it(found: Found) -> Token | None:
    """`the first 20 days of this month`."""
    if found["unit"].value != "day" or found["own"].value != "month" or not is_day(found["n"]):
        return None
    return period(found, "days_of_month", n=whole(found["n"]), **year_said(found))


def _up_to(found: Found) -> Token | None:
    """`12 months to October`, `the year ended March 31`, `the four weeks to June 9`."""
    unit = str(found["unit"].value)
    number, day = found.get("n"), found.get("d")
    count = whole(number) if number else 1
    said = {"month": month_of(found), **year_said(found)}
    if day is not None and not is_day(day):
        return None
    if unit in ("week", "day"):
        if day is None:
            return None
        return period(found, "days_to", day=whole(day), n=count * (7 if unit == "week" else 1), **said)
    if unit not in MONTHS:
        return None
    return period(found, "rolling", day=whole(day) if day else None, n=count * MONTHS[unit], **said)


def _closes_on(found: Found) -> Token | None:
    """`the financial year that closed on June 30`, `its fiscal year, which ends on 7 July`."""
    return _up_to(found) if found["w"].kind == "ended" or str(found["w"].value) in _CLOSES else None


_CLOSES = words_in("closes a year")


def _years_to(found: Found) -> Token | None:
    """`the three years to 2023`."""
    last = whole(found["year"])
    if found["unit"].value != "year":
        return None
    return period(found, "years", year=last - whole(found["n"]) + 1, n=last)


def _decade_to(found: Found) -> Token | None:
    last = whole(found["year"])
    return period(found, "years", year=last - 9, n=last) if found["unit"].value == "decade" else None


_TO = "(to|through|ended) (in|on|the|this|end_of|of|hyphen)*"

_WHICH_CLOSES = "(unit: span) comma? (that|which) (w: low_word|ended) (on|in|at|with)? the?"


STRETCHES = (
    Rule(
        "the first nine months of 2023",
        f"(first: ordinal) (n: numeral) (unit: spans) {OF_YEAR}",
        _first_months,
        {"first nine months of 2023": "months_of_year(year=2023, n=9)"},
    ),
    Rule(
        "the eight months of 2021",
        "(n: numeral) (unit: spans) of the? ((year: year) | (rel: this|last) span | (own: span))",
        _months_of_year,
        {
            "eight months of 2021": "months_of_year(year=2021, n=8)",
            "eight months of this year": "months_of_year(n=8, shift=0)",
        },
        ("three weeks of 2021",),
    ),
    Rule(
        "the first 20 days of May",
        f"(first: ordinal) (n: numeral)? (unit: spans|span) (of|in) (m: month) {OF_YEAR}",
        _first_days,
        {
            "first 20 days of May": "days_of_month(month=5, n=20)",
            "first week of May": "days_of_month(month=5, day=1, n=7)",
        },
    ),
    Rule(
        "the first month of last year",
        "(n: ordinal) (unit: span) of the? ((year: year) | (rel: this|last) span)",
        lambda f: _nth_month(f) if f.tokens[-1].kind == "year" or f.tokens[-1].value == "year" else None,
        {
            "first month of last year": "month(month=1, shift=-1)",
            "third month of 2024": "month(year=2024, month=3)",
        },
        ("first month of last season",),
    ),
    Rule(
        "the last five months of 2023",
        "(last|this) (n: numeral)? (unit: spans|span) of the? ((year: year) | (of_rel: this|last) span)",
        _last_months,
        {
            "last five months of 2023": "part(month=7, n=5, last=year(year=2023))",
            "last quarter of last year": "part(month=9, n=3, last=year(shift=-1))",
        },
    ),
    Rule(
        "12 months to October 31",
        f"(n: numeral) hyphen? (unit: spans|span) period_word? {_TO} (m: month) (d: numeral) (comma? (year: year))?",
        _up_to,
        {
            "12-month period ended March 31": "rolling(month=3, day=31, n=12)",
            "four weeks ended February 27": "days_to(month=2, day=27, n=28)",
        },
    ),
    Rule(
        "12 months to 31 October",
        f"(n: numeral) hyphen? (unit: spans|span) period_word? {_TO} (d: numeral) (m: month) {OF_YEAR}",
        _up_to,
        {"twelve months to 30 June 2024": "rolling(year=2024, month=6, day=30, n=12)"},
    ),
    Rule(
        "12 months to October",
        f"(n: numeral) hyphen? (unit: spans|span) period_word? {_TO} (m: month) {OF_YEAR}",
        _up_to,
        {"12 months to October": "rolling(month=10, n=12)"},
    ),
    Rule(
        "three years to 2023",
        "(n: numeral) (unit: spans) (to|through|ended) (in)? (year: year)",
        _years_to,
        {"three years to 2023": "years(year=2021, n=2023)"},
    ),
    Rule(
        "year to August 31",
        f"(unit: span) (comma? (that|which))? {_TO} (m: month) (d: numeral) (comma? (year: year))?",
        _up_to,
        {
            "year ended March 31": "rolling(month=3, day=31, n=12)",
            "week to June 9": "days_to(month=6, day=9, n=7)",
        },
    ),
    Rule(
        "year to 31 August",
        f"(unit: span) (comma? (that|which))? {_TO} (d: numeral) (m: month) {OF_YEAR}",
        _up_to,
        {"year to 31 August": "rolling(month=8, day=31, n=12)"},
    ),
    Rule(
        "decade to 2023",
        "(unit: span) (to|through|ended) in? (year: year)",
        _decade_to,
        {"decade to 2023": "years(year=2014, n=2023)"},
        ("year to 2023",),
    ),
    Rule(
        "year that closed on June 30",
        f"{_WHICH_CLOSES} (m: month) (d: numeral)? (comma? (year: year))?",
        _closes_on,
        {
            "year that closed on June 30": "rolling(month=6, day=30, n=12)",
            "financial year, which ends in March": "rolling(month=3, n=12)",
        },
        ("year that came in May",),
    ),
    Rule(
        "year, which closed on 30 June",
        f"{_WHICH_CLOSES} (d: numeral) (m: month) {OF_YEAR}",
        _closes_on,
        {"year which closed on 30 June 2024": "rolling(year=2024, month=6, day=30, n=12)"},
    ),
    Rule(
        "year to August",
        f"(unit: span) (comma? (that|which))? {_TO} (m: month) {OF_YEAR}",
        _up_to,
        {
            "financial year to June": "rolling(month=6, n=12)",
            "fiscal year, which ended in July": "rolling(month=7, n=12)",
        },
    ),
    Rule(
        "the first 20 days of the month",
        "(first: ordinal) (n: numeral) (unit: spans) of the? (rel: this|last)? (own: span)",
        _first_days_of_it,
        {"first 20 days of this month": "days_of_month(n=20, shift=0)"},
    ),
)
