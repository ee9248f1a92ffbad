"""Days, months, quarters and halves by their names: `14 March 2024`, `January-September`, `2Q24`."""

from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.rules.time_parts import (
    CHANGED,
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


def _day(found: Found) -> Token | None:
    counts = found.tokens[-1] is found["d"] and found.after is not None and found.after.kind == "hyphen"
    fraction = found["d"].kind == "ordinal" and found.before is not None and found.before.kind == "a"
    if counts or fraction or not is_day(found["d"]):
        return None  # `the April 10-year bond` names no tenth of April, nor `a third of May's` the third
    return period(found, "day", month=month_of(found), day=whole(found["d"]), **year_said(found))


def _iso_day(found: Found) -> Token | None:
    """`2024-05-31`, where nothing stands between."""
    month, day = found["m"], found["d"]
    if not found.close_knit() or not 1 <= whole(month) <= 12 or not is_day(day):
        return None
    return period(found, "day", year=whole(found["year"]), month=whole(month), day=whole(day))


def _month(found: Found) -> Token:
    return period(found, "month", month=month_of(found), **year_said(found))


def _relative_month(found: Found) -> Token:
    """`this June` is that of the document's year, `last June` the latest one."""
    this = int(str(found["rel"].value)) == 0
    return period(found, "month", month=month_of(found), shift=0 if this else None)


def _months(found: Found) -> Token | None:
    """January-September; but `rose 1.5% from February to March` compares two neighbours."""
    first, last = month_of(found), month_of(found, "to")
    before = found.before.kind if found.before is not None else ""
    opens = found.tokens[0].kind
    compares = before == "from" or (opens == "from" and before in CHANGED)
    if compares and last in (first, first % 12 + 1):
        return None
    year = found.get("from_year")
    start = When("month", month=first, year=whole(year) if year else None)
    end = When("month", month=last, **year_said(found))
    return period(found, "span", first=start, last=end)


def _quarter(found: Found) -> Token | None:
    number = whole(found["n"])
    return part_of(found, "quarter", number, 3) if 1 <= number <= 4 else None


def _quarters(found: Found) -> Token | None:
    """`the second and third quarters`, `the first to the third quarter of 2023`."""
    first, last = whole(found["a"]), whole(found["b"])
    if found["unit"].value != "quarter" or not 1 <= first < last <= 4:
        return None
    end = When("quarter", n=last, **year_said(found))
    return period(found, "span", first=When("quarter", n=first), last=end)


def _half(found: Found) -> Token | None:
    number, unit = whole(found["n"]), found.get("rel_unit") or found.get("own_unit")
    if unit is not None and unit.value == "month":
        days = part_of_month(number, "fortnight")
        return period(found, "days_of_month", **days, **year_said(found)) if days else None
    return part_of(found, "half", number, 6) if number <= 2 else None


def _no_period(found: Found) -> Token | None:
    return None


def _half_of_month(found: Found) -> Token | None:
    days = part_of_month(whole(found["n"]), "fortnight")
    if days is None:
        return None
    return period(found, "days_of_month", month=month_of(found), **days, **year_said(found))


def _ends_with_month(found: Found) -> Token | None:
    """`the June quarter`, `the December half`: three or six months, of which June or December is the last."""
    unit = found["unit"]
    length = 6 if unit.kind == "half" else {"quarter": 3}.get(str(unit.value))
    if length is None:
        return None
    year = found.get("early_year")
    said = {"year": whole(year)} if year else year_said(found)
    return period(found, "rolling", n=length, month=month_of(found), **said)


def _month_days(found: Found) -> Token | None:
    first, last = found["d"], found["e"]
    if not (is_day(first) and is_day(last)) or whole(first) >= whole(last):
        return None
    return period(
        found,
        "days_of_month",
        month=month_of(found),
        day=whole(first),
        n=whole(last),
        **year_said(found),
    )


DATES = (
    Rule(
        "2024-05-31",
        "(year: year) hyphen (m: digits|numeral) hyphen (d: digits|numeral)",
        _iso_day,
        {"2024-05-31": "day(year=2024, month=5, day=31)"},
    ),
    Rule(
        "1-15 January",
        f"(d: numeral) (hyphen|en_dash|to|and|through) (e: numeral) (m: month) {OF_YEAR}",
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
        f"(from|between) (m: month) (from_year: year)? (to|through|hyphen|en_dash|and) (to: month) {OF_YEAR}",
        _months,
        {"from January to September 2023": "span(first=month(month=1), last=month(year=2023, month=9))"},
    ),
    Rule(
        "January-September 2023",
        f"(m: month) point? (from_year: year)? (hyphen? to hyphen?|through|hyphen|en_dash|and|slash) (to: month) {OF_YEAR}",
        _months,
        {
            "January-to-August": "span(first=month(month=1), last=month(month=8))",
            "January-September": "span(first=month(month=1), last=month(month=9))",
            "January and February": "span(first=month(month=1), last=month(month=2))",
        },
    ),
    Rule(
        "Feb 1-20",
        f"(m: month) (d: numeral) (hyphen|en_dash|to|through) (e: numeral) {OF_YEAR}",
        _month_days,
        {"Feb 1-20": "days_of_month(month=2, day=1, n=20)"},
    ),
    Rule(
        "between October 6 and 16",
        f"between (m: month) (d: numeral) and (e: numeral) {OF_YEAR}",
        _month_days,
        {"between October 6 and 16": "days_of_month(month=10, day=6, n=16)"},
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
        f"(m: month) (early_year: year)? (unit: span|half) {OF_YEAR}",
        _ends_with_month,
        {
            "June quarter of 2023": "rolling(year=2023, month=6, n=3)",
            "December 2022 half": "rolling(year=2022, month=12, n=6)",
        },
    ),
    Rule(
        "January of this year",
        f"(m: month) {OF_YEAR}",
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
        f"(n: ordinal) hyphen? (unit: span) {OF_YEAR}",
        lambda f: {"quarter": _quarter, "half": _half}.get(str(f["unit"].value), _no_period)(f),
        {
            "third quarter of 2023": "quarter(year=2023, n=3)",
            "first half-year": "half(n=1)",
            "first quarter of the season": "part(month=0, n=3, last=relative(unit=season, shift=0))",
        },
    ),
    Rule(
        "the second and third quarters",
        f"(a: ordinal) (and|to|through|hyphen|en_dash) the? (b: ordinal) (unit: spans|span) {OF_YEAR}",
        _quarters,
        {"second and third quarters": "span(first=quarter(n=2), last=quarter(n=3))"},
        ("third and second quarters",),
    ),
    Rule(
        "second half of June",
        f"(n: ordinal) hyphen? half of (m: month) {OF_YEAR}",
        _half_of_month,
        {"first half of June": "days_of_month(month=6, day=1, n=15)"},
    ),
    Rule(
        "first half of the year",
        f"(n: ordinal) hyphen? half {OF_YEAR}",
        _half,
        {"first half": "half(n=1)", "first half of last month": "days_of_month(day=1, n=15, shift=-1)"},
    ),
    Rule("Q3 2023", f"(n: quarter_name) slash? {OF_YEAR}", _quarter, {"Q3 2023": "quarter(year=2023, n=3)"}),
    Rule("H1 2023", f"(n: half_name) {OF_YEAR}", _half, {"H1 2023": "half(year=2023, n=1)"}),
    Rule(
        "2023 Q3", "(year: year) hyphen? (n: quarter_name)", _quarter, {"2023 Q3": "quarter(year=2023, n=3)"}
    ),
    Rule("2023 H1", "(year: year) hyphen? (n: half_name)", _half, {"2023 H1": "half(year=2023, n=1)"}),
)
