"""What names a time, in words and numbers, folded into one `period` (a When)."""

from typing import Any

from extraction.periods import When
from extraction.rule import Found, Rule, Stage
from extraction.rules.numerals import Numeral
from extraction.tokens import Token

#: What stands before `from February` where it tells what is compared.
CHANGED = frozenset({"percent", "scale", "currency", "change", "numeral", "unit", "close", "cent"})
#: How many months the units of time have.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "fiscal": 12, "season": 12}
#: `until` is folded with `through`; only the longer word tells how far figures go.
_UNTIL, _THROUGH = 5, 7
#: What may stand before `Through May, …`.
_OPENS = frozenset({"comma", "semicolon", "and", "but", "while", "other_mark", "colon", "bullet"})


def whole(token: Token) -> int:
    """Return the whole number of a numeral, a year or an ordinal."""
    value = token.value
    return int(value.value if isinstance(value, Numeral) else float(value))  # type: ignore[arg-type]


def _is_day(token: Token) -> bool:
    value = token.value
    plain = not isinstance(value, Numeral) or (not value.scaled and value.value % 1 == 0)
    return plain and 1 <= whole(token) <= 31


def _year_said(found: Found) -> dict[str, Any]:
    """Return the year, or its shift from the document's, that the groups `year` or `rel` give."""
    year = found.get("year")
    if year is not None:
        return {"year": whole(year)}
    relative = found.get("rel")
    if relative is not None:
        return {"shift": int(str(relative.value))}
    return {"shift": 0} if found.get("own") else {}


def period(found: Found, kind: str, **fields: object) -> Token:
    """Return the match as one `period`."""
    return found.token("period", When(kind, **fields))  # type: ignore[arg-type]


def _month_of(found: Found, name: str = "m") -> int:
    return int(str(found[name].value))


def _day(found: Found) -> Token | None:
    counts = found.tokens[-1] is found["d"] and found.after is not None and found.after.kind == "hyphen"
    fraction = found["d"].kind == "ordinal" and found.before is not None and found.before.kind == "a"
    if counts or fraction or not _is_day(found["d"]):
        return None  # `the April 10-year bond` names no tenth of April, nor `a third of May's` the third
    return period(found, "day", month=_month_of(found), day=whole(found["d"]), **_year_said(found))


def _iso_day(found: Found) -> Token | None:
    """`2024-05-31`, where nothing stands between."""
    month, day = found["m"], found["d"]
    if not found.close_knit() or not 1 <= whole(month) <= 12 or not _is_day(day):
        return None
    return period(found, "day", year=whole(found["year"]), month=whole(month), day=whole(day))


def _month(found: Found) -> Token:
    return period(found, "month", month=_month_of(found), **_year_said(found))


def _relative_month(found: Found) -> Token:
    """`this June` is that of the document's year, `last June` the latest one."""
    this = int(str(found["rel"].value)) == 0
    return period(found, "month", month=_month_of(found), shift=0 if this else None)


def _months(found: Found) -> Token | None:
    """January-September; but `rose 1.5% from February to March` compares two neighbours."""
    first, last = _month_of(found), _month_of(found, "to")
    before = found.before.kind if found.before is not None else ""
    opens = found.tokens[0].kind
    compares = before == "from" or (opens == "from" and before in CHANGED)
    if compares and last in (first, first % 12 + 1):
        return None
    year = found.get("from_year")
    start = When("month", month=first, year=whole(year) if year else None)
    end = When("month", month=last, **_year_said(found))
    return period(found, "span", first=start, last=end)


def _quarter(found: Found) -> Token | None:
    number = whole(found["n"])
    return period(found, "quarter", n=number, **_year_said(found)) if 1 <= number <= 4 else None


def _quarters(found: Found) -> Token | None:
    """`the second and third quarters`, `the first to the third quarter of 2023`."""
    first, last = whole(found["a"]), whole(found["b"])
    if found["unit"].value != "quarter" or not 1 <= first < last <= 4:
        return None
    end = When("quarter", n=last, **_year_said(found))
    return period(found, "span", first=When("quarter", n=first), last=end)


def _half(found: Found) -> Token | None:
    number = whole(found["n"])
    return period(found, "half", n=number, **_year_said(found)) if number <= 2 else None


def _no_period(found: Found) -> Token | None:
    return None


def _half_of_month(found: Found) -> Token | None:
    days = _part_of_month(whole(found["n"]), "fortnight")
    if days is None:
        return None
    return period(found, "days_of_month", month=_month_of(found), **days, **_year_said(found))


def _ends_with_month(found: Found) -> Token | None:
    """`the June quarter`, `the December half`: three or six months, of which June or December is the last."""
    unit = found["unit"]
    length = 6 if unit.kind == "half" else {"quarter": 3}.get(str(unit.value))
    if length is None:
        return None
    year = found.get("early_year")
    said = {"year": whole(year)} if year else _year_said(found)
    return period(found, "rolling", n=length, month=_month_of(found), **said)


def _first_months(found: Found) -> Token | None:
    unit, number = str(found["unit"].value), whole(found["n"])
    each = {"month": 1, "quarter": 3}.get(unit)
    if each is None or whole(found["first"]) != 1 or number * each > 12:
        return None
    return period(found, "months_of_year", n=number * each, **_year_said(found))


def _months_of_year(found: Found) -> Token | None:
    number = whole(found["n"])
    again = found.before is not None and found.before.kind == "same"
    if found["unit"].value != "month" or again or not 1 < number <= 12:
        return None
    return period(found, "months_of_year", n=number, **_year_said(found))


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
        days = _part_of_month(whole(found["first"]), str(found["unit"].value))
    else:
        days = {"n": whole(number)} if found["unit"].value == "day" and _is_day(number) else None
    if days is None:
        return None
    return period(found, "days_of_month", month=_month_of(found), **days, **_year_said(found))


def _first_days_of_it(found: Found) -> Token | None:
    """`the first 20 days of this month`."""
    if found["unit"].value != "day" or found["own"].value != "month" or not _is_day(found["n"]):
        return None
    return period(found, "days_of_month", n=whole(found["n"]), **_year_said(found))


def _part_of_month(number: int, unit: str) -> dict[str, int] | None:
    """Return the days of the month's first week or second fortnight; the last fortnight runs to its end."""
    if unit == "week" and number < 5:
        return {"day": 7 * number - 6, "n": 7 * number}
    if unit == "fortnight" and number < 3:
        return {"day": 1, "n": 15} if number == 1 else {"day": 16}
    return None


def _month_days(found: Found) -> Token | None:
    first, last = found["d"], found["e"]
    if not (_is_day(first) and _is_day(last)) or whole(first) >= whole(last):
        return None
    return period(
        found,
        "days_of_month",
        month=_month_of(found),
        day=whole(first),
        n=whole(last),
        **_year_said(found),
    )


def _up_to(found: Found) -> Token | None:
    """`12 months to October`, `the year ended March 31`, `the four weeks to June 9`."""
    unit = str(found["unit"].value)
    number, day = found.get("n"), found.get("d")
    count = whole(number) if number else 1
    said = {"month": _month_of(found), **_year_said(found)}
    if day is not None and not _is_day(day):
        return None
    if unit in ("week", "day"):
        if day is None:
            return None
        return period(found, "days_to", day=whole(day), n=count * (7 if unit == "week" else 1), **said)
    if unit not in MONTHS:
        return None
    return period(found, "rolling", day=whole(day) if day else None, n=count * MONTHS[unit], **said)


def _years_to(found: Found) -> Token | None:
    """`the three years to 2023`."""
    last = whole(found["year"])
    if found["unit"].value != "year":
        return None
    return period(found, "years", year=last - whole(found["n"]) + 1, n=last)


def _decade_to(found: Found) -> Token | None:
    last = whole(found["year"])
    return period(found, "years", year=last - 9, n=last) if found["unit"].value == "decade" else None


def _through(found: Found) -> Token | None:
    """`Through May, …` tells what the year has brought up to then."""
    opens = found.before is None or found.before.kind in _OPENS
    word = found.tokens[0]
    length = word.end - word.start
    if length <= _UNTIL or not (opens or length > _THROUGH):
        return None  # only `up to and including May` tells as much behind a figure
    return period(found, "year_to", last=When("month", month=_month_of(found), **_year_said(found)))


def _year(found: Found) -> Token | None:
    """A year, but not that of `a 2007-built unit`."""
    builds = found.after is not None and found.after.kind == "hyphen" and found.after.start == found.end
    return None if builds else period(found, "year", year=whole(found["year"]))


def _short_year(first: int, token: Token) -> int:
    """Return 2021 for the `21` of `2015-21`, and 2021 for 2021."""
    number = whole(token)
    return number if number > 99 else first // 100 * 100 + number


def _years(found: Found) -> Token | None:
    first = whole(found["year"])
    last = _short_year(first, found["last"])
    if not first < last < first + 60:
        return None
    if found.get("slash") is not None:
        return period(found, "season", year=first) if last == first + 1 else None
    if last == first + 1 and found["last"].kind != "year":
        return period(found, "season", year=first, unit="fiscal")
    return period(found, "years", year=first, n=last)


def _years_named(found: Found) -> Token | None:
    """`the 2022/23 fiscal year`, `marketing year 2023/24`: the word tells which twelve months."""
    first, unit = whole(found["year"]), str(found["unit"].value)
    last = found.get("last")
    if unit not in ("fiscal", "season") or (last is None and unit == "season"):
        return None
    if last is not None and _short_year(first, last) != first + 1:
        return None
    if unit == "season":
        return period(found, "season", year=first)
    return period(found, "fiscal", year=first, n=first + 1 if last is not None else None)


def _fiscal(found: Found) -> Token | None:
    first = whole(found["year"]) if found.get("year") else 2000 + whole(found["short"])
    last = found.get("last")
    if last is not None and _short_year(first, last) != first + 1:
        return None
    return period(found, "fiscal", year=first, n=_short_year(first, last) if last else None)


def _fiscal_said(found: Found) -> Token | None:
    word = found.tokens[0]
    return _fiscal(found) if word.kind == "fiscal" or word.value == "fiscal" else None


def _relative(found: Found) -> Token | None:
    unit, shift = str(found["unit"].value), int(str(found["rel"].value))
    after_the = found.before is not None and found.before.kind == "the"
    if shift < 0 and after_the and unit not in ("fiscal", "season"):
        return None  # `the last year of the series` is not last year
    if unit == "year":
        return period(found, "year", shift=shift)
    return period(found, "relative", unit=unit, shift=shift)


def _latest(found: Found) -> Token | None:
    unit = str(found["unit"].value)
    return period(found, "relative", unit=unit, shift=-1) if unit in ("month", "quarter") else None


def _to_date(found: Found) -> Token | None:
    span = next(token for token in found.tokens if token.kind == "span")
    unit = str(span.value)
    if unit == "year":
        return period(found, "year_to_date")
    return period(found, "year_to_date", unit=unit) if unit in _TO_DATE else None


_TO_DATE = frozenset({"month", "quarter", "season", "fiscal"})


_OF_YEAR = (
    "(comma? (of|in)? (year: year) | (of|in)? the? (rel: this|last|previous|next) span | (own: of the span))?"
)
_DASH = "(hyphen|en_dash)"
_TO = "(to|through|ended) (in|on|the|this|end_of|of|hyphen)*"

PERIODS = Stage(
    Rule(
        "2024-05-31",
        "(year: year) hyphen (m: digits|numeral) hyphen (d: digits|numeral)",
        _iso_day,
        {"2024-05-31": "day(year=2024, month=5, day=31)"},
    ),
    Rule(
        "1-15 January",
        f"(d: numeral) (hyphen|en_dash|to|and|through) (e: numeral) (m: month) {_OF_YEAR}",
        _month_days,
        {"1-15 January 2024": "days_of_month(year=2024, month=1, day=1, n=15)"},
    ),
    Rule(
        "14 March 2024",
        "(d: numeral|ordinal) of? (m: month) (comma? (year: year))?",
        _day,
        {"14 March 2024": "day(year=2024, month=3, day=14)", "5th of May": "day(month=5, day=5)"},
    ),
    Rule(
        "from January to September 2023",
        f"(from|between) (m: month) (from_year: year)? (to|through|hyphen|en_dash|and) (to: month) {_OF_YEAR}",
        _months,
        {"from January to September 2023": "span(first=month(month=1), last=month(year=2023, month=9))"},
    ),
    Rule(
        "January-September 2023",
        f"(m: month) point? (from_year: year)? (hyphen? to hyphen?|through|hyphen|en_dash|and|slash) (to: month) {_OF_YEAR}",
        _months,
        {
            "January-to-August": "span(first=month(month=1), last=month(month=8))",
            "January-September": "span(first=month(month=1), last=month(month=9))",
            "January and February": "span(first=month(month=1), last=month(month=2))",
        },
    ),
    Rule(
        "Feb 1-20",
        f"(m: month) (d: numeral) (hyphen|en_dash|to|through) (e: numeral) {_OF_YEAR}",
        _month_days,
        {"Feb 1-20": "days_of_month(month=2, day=1, n=20)"},
    ),
    Rule(
        "March 14, 2024",
        "(m: month) (d: numeral|ordinal) (comma? (year: year))?",
        _day,
        {"March 14, 2024": "day(year=2024, month=3, day=14)"},
        ("March 45",),
    ),
    Rule(
        "June 2024 quarter",
        f"(m: month) (early_year: year)? (unit: span|half) {_OF_YEAR}",
        _ends_with_month,
        {
            "June quarter of 2023": "rolling(year=2023, month=6, n=3)",
            "December 2022 half": "rolling(year=2022, month=12, n=6)",
        },
    ),
    Rule(
        "January of this year",
        f"(m: month) {_OF_YEAR}",
        _month,
        {"January of this year": "month(month=1, shift=0)", "March 2023": "month(year=2023, month=3)"},
    ),
    Rule(
        "last June",
        "(rel: this|last) (m: month)",
        _relative_month,
        {"this June": "month(month=6, shift=0)", "last June": "month(month=6)"},
    ),
    Rule(
        "third quarter of 2023",
        f"(n: ordinal) hyphen? (unit: span) {_OF_YEAR}",
        lambda f: {"quarter": _quarter, "half": _half}.get(str(f["unit"].value), _no_period)(f),
        {"third quarter of 2023": "quarter(year=2023, n=3)", "first half-year": "half(n=1)"},
    ),
    Rule(
        "the second and third quarters",
        f"(a: ordinal) (and|to|through|hyphen|en_dash) the? (b: ordinal) (unit: spans|span) {_OF_YEAR}",
        _quarters,
        {"second and third quarters": "span(first=quarter(n=2), last=quarter(n=3))"},
        ("third and second quarters",),
    ),
    Rule(
        "second half of June",
        f"(n: ordinal) hyphen? half of (m: month) {_OF_YEAR}",
        _half_of_month,
        {"first half of June": "days_of_month(month=6, day=1, n=15)"},
    ),
    Rule(
        "first half of the year", f"(n: ordinal) hyphen? half {_OF_YEAR}", _half, {"first half": "half(n=1)"}
    ),
    Rule("Q3 2023", f"(n: quarter_name) slash? {_OF_YEAR}", _quarter, {"Q3 2023": "quarter(year=2023, n=3)"}),
    Rule("H1 2023", f"(n: half_name) {_OF_YEAR}", _half, {"H1 2023": "half(year=2023, n=1)"}),
    Rule(
        "2023 Q3", "(year: year) hyphen? (n: quarter_name)", _quarter, {"2023 Q3": "quarter(year=2023, n=3)"}
    ),
    Rule("2023 H1", "(year: year) hyphen? (n: half_name)", _half, {"2023 H1": "half(year=2023, n=1)"}),
    Rule(
        "the first nine months of 2023",
        f"(first: ordinal) (n: numeral) (unit: spans) {_OF_YEAR}",
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
        f"(first: ordinal) (n: numeral)? (unit: spans|span) (of|in) (m: month) {_OF_YEAR}",
        _first_days,
        {
            "first 20 days of May": "days_of_month(month=5, n=20)",
            "first week of May": "days_of_month(month=5, day=1, n=7)",
        },
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
        f"(n: numeral) hyphen? (unit: spans|span) period_word? {_TO} (d: numeral) (m: month) {_OF_YEAR}",
        _up_to,
        {"twelve months to 30 June 2024": "rolling(year=2024, month=6, day=30, n=12)"},
    ),
    Rule(
        "12 months to October",
        f"(n: numeral) hyphen? (unit: spans|span) period_word? {_TO} (m: month) {_OF_YEAR}",
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
        f"(unit: span) (that|which)? {_TO} (m: month) (d: numeral) (comma? (year: year))?",
        _up_to,
        {
            "year ended March 31": "rolling(month=3, day=31, n=12)",
            "week to June 9": "days_to(month=6, day=9, n=7)",
        },
    ),
    Rule(
        "year to 31 August",
        f"(unit: span) (that|which)? {_TO} (d: numeral) (m: month) {_OF_YEAR}",
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
        "year to August",
        f"(unit: span) (that|which)? {_TO} (m: month) {_OF_YEAR}",
        _up_to,
        {
            "financial year to June": "rolling(month=6, n=12)",
        },
    ),
    Rule(
        "fiscal 2023",
        f"(fiscal|span) (year: year) (({_DASH}|slash) (last: numeral|digits|year))?",
        _fiscal_said,
        {"fiscal 2023": "fiscal(year=2023)", "fiscal year 2023-24": "fiscal(year=2023, n=2024)"},
    ),
    Rule(
        "FY24",
        f"fiscal (short: numeral|digits) (({_DASH}|slash) (last: numeral|digits))?",
        lambda f: _fiscal(f) if whole(f["short"]) < 100 else None,
        {"FY24": "fiscal(year=2024)", "FY23-24": "fiscal(year=2023, n=2024)"},
    ),
    Rule(
        "marketing year 2023/24",
        f"(unit: span) (year: year) ({_DASH}|slash) (last: year|numeral|digits)",
        _years_named,
        {"marketing year 2023/24": "season(year=2023)"},
    ),
    Rule(
        "the 2022/23 fiscal year",
        f"(year: year) (({_DASH}|slash) (last: year|numeral|digits))? (unit: span)",
        _years_named,
        {
            "2022/23 fiscal year": "fiscal(year=2022, n=2023)",
            "2022-23 season": "season(year=2022)",
            "2024 financial year": "fiscal(year=2024)",
        },
        ("2023 season",),
    ),
    Rule(
        "2015 to 2021",
        "(year: year) (to|through|hyphen|en_dash|and|(slash: slash)) (last: year|numeral|digits)",
        _years,
        {
            "2015 to 2021": "years(year=2015, n=2021)",
            "2023/24": "season(year=2023)",
            "2018-19": "season(year=2018, unit=fiscal)",
        },
    ),
    Rule("calendar 2023", "calendar (year: year)", _year, {"CY2023": "year(year=2023)"}),
    Rule("2023", "(year: year)", _year, {"2023": "year(year=2023)"}, ("2007-built",)),
    Rule(
        "this year so far",
        "this (unit: span) to_date",
        _to_date,
        {"this year so far": "year_to_date()", "this month so far": "year_to_date(unit=month)"},
    ),
    Rule(
        "season to date",
        "(unit: span) to_date",
        lambda f: _to_date(f) if f["unit"].value in ("season", "fiscal") else None,
        {"marketing year to date": "year_to_date(unit=season)"},
    ),
    Rule(
        "the first 20 days of the month",
        "(first: ordinal) (n: numeral) (unit: spans) of the? (rel: this|last)? (own: span)",
        _first_days_of_it,
        {"first 20 days of this month": "days_of_month(n=20, shift=0)"},
    ),
    Rule(
        "so far this year",
        "to_date in? this (unit: span)",
        _to_date,
        {"so far this year": "year_to_date()", "so far this month": "year_to_date(unit=month)"},
    ),
    Rule(
        "last year",
        "(rel: this|last|next) (unit: span)",
        _relative,
        {
            "last year": "year(shift=-1)",
            "this month": "relative(unit=month, shift=0)",
            "last financial year": "relative(unit=fiscal, shift=-1)",
        },
    ),
    Rule(
        "the current fiscal",
        "(rel: this|last|next) (unit: fiscal)",
        lambda f: period(f, "relative", unit="fiscal", shift=int(str(f["rel"].value))),
        {"this fiscal": "relative(unit=fiscal, shift=0)"},
    ),
    Rule(
        "the end of the year",
        "end_of of? the (unit: span)",
        lambda f: period(f, "end", last=When("year", shift=0)) if f["unit"].value == "year" else None,
        {"end of the year": "end(last=year(shift=0))"},
    ),
    Rule(
        "the latest quarter",
        "latest (unit: span)",
        _latest,
        {"latest quarter": "relative(unit=quarter, shift=-1)"},
        ("latest year",),
    ),
    Rule(
        "over the next five years",
        "(this|last|past|next) numeral (spans|span)",
        lambda f: f.token("elapsed", "elapsed"),
        {"next five years": "elapsed"},
    ),
    Rule(
        "through May",
        f"through (m: month) {_OF_YEAR}",
        _through,
        {"up to and including August": "year_to(last=month(month=8))"},
        ("exports through May",),
    ),
    Rule(
        "today",
        "(d: day_word)",
        lambda f: period(f, "relative", unit="day", shift=int(str(f["d"].value))),
        {"yesterday": "relative(unit=day, shift=-1)"},
    ),
    Rule(
        "Monday",
        "(d: weekday)",
        lambda f: period(f, "day", unit="weekday", n=int(str(f["d"].value))),
        {"Monday": "day(n=0, unit=weekday)"},
    ),
    Rule(
        "year to date",
        "year_to_date",
        lambda f: period(f, "year_to_date"),
        {"year to date": "year_to_date()"},
    ),
)
