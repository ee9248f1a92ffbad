"""Months, quarters, years and the words around them.

Two stages: `PERIODS` folds what names a time into one `period` (a When); `COMPARISONS` folds what says
compared with which time into one `versus` (a Versus).
"""

from typing import Any, NamedTuple

from extraction.periods import When
from extraction.rule import Found, Rule, Stage
from extraction.rules.numerals import Numeral
from extraction.tokens import Token


class Versus(NamedTuple):
    """What a change is compared with: `year_before`, `period_before`, or the time `when` itself.

    `same_part` says that `when` is a year and the same part of it is meant (`the same period of 2021`).
    """

    kind: str
    when: When | None = None
    same_part: bool = False
    #: `more than in June` compares and says which way.
    direction: str | None = None

    def __str__(self) -> str:
        return f"{self.kind} {self.when}" if self.when else self.kind


def _int(token: Token) -> int:
    value = token.value
    return int(value.value if isinstance(value, Numeral) else float(value))  # type: ignore[arg-type]


def _is_day(token: Token) -> bool:
    value = token.value
    whole = not isinstance(value, Numeral) or (not value.scaled and value.value % 1 == 0)
    return whole and 1 <= _int(token) <= 31


def _year_said(found: Found) -> dict[str, Any]:
    """Return the year, or its shift from the document's, that the groups `year` or `rel` give."""
    year = found.get("year")
    if year is not None:
        return {"year": _int(year)}
    relative = found.get("rel")
    if relative is not None:
        return {"shift": int(str(relative.value))}
    return {"shift": 0} if found.get("own") else {}


def _period(found: Found, kind: str, **fields: object) -> Token:
    return found.token("period", When(kind, **fields))  # type: ignore[arg-type]


def _day(found: Found) -> Token | None:
    counts = found.tokens[-1] is found["d"] and found.after is not None and found.after.kind == "hyphen"
    if counts or not _is_day(found["d"]):
        return None  # `the April 10-year bond` names no tenth of April
    return _period(found, "day", month=int(str(found["m"].value)), day=_int(found["d"]), **_year_said(found))


def _month(found: Found) -> Token:
    return _period(found, "month", month=int(str(found["m"].value)), **_year_said(found))


def _months(found: Found) -> Token | None:
    """January-September; but `rose 1.5% from February to March` compares two neighbours."""
    first, last = int(str(found["m"].value)), int(str(found["to"].value))
    before = found.before.kind if found.before is not None else ""
    opens = found.tokens[0].kind
    if last == first % 12 + 1 and (before == "from" or (opens == "from" and before in _CHANGED)):
        return None
    year = found.get("from_year")
    start = When("month", month=first, year=_int(year) if year else None)
    end = When("month", month=last, **_year_said(found))
    return _period(found, "span", first=start, last=end)


_CHANGED = frozenset({"percent", "scale", "currency", "change", "numeral", "unit"})


def _quarter(found: Found) -> Token | None:
    number = _int(found["n"])
    return _period(found, "quarter", n=number, **_year_said(found)) if 1 <= number <= 4 else None


def _half(found: Found) -> Token | None:
    number = _int(found["n"])
    return _period(found, "half", n=number, **_year_said(found)) if number <= 2 else None


def _first_months(found: Found) -> Token | None:
    unit, number = str(found["unit"].value), _int(found["n"])
    each = {"month": 1, "quarter": 3}.get(unit)
    if each is None or _int(found["first"]) != 1 or number * each > 12:
        return None
    return _period(found, "months_of_year", n=number * each, **_year_said(found))


def _first_days(found: Found) -> Token | None:
    if str(found["unit"].value) != "day" or not _is_day(found["n"]):
        return None
    return _period(
        found, "days_of_month", n=_int(found["n"]), month=int(str(found["m"].value)), **_year_said(found)
    )


def _month_days(found: Found) -> Token | None:
    first, last = found["d"], found["e"]
    if not (_is_day(first) and _is_day(last)) or _int(first) >= _int(last):
        return None
    month = int(str(found["m"].value))
    return _period(found, "days_of_month", month=month, day=_int(first), n=_int(last), **_year_said(found))


def _up_to(found: Found) -> Token | None:
    return _week_to(found) if found["unit"].value == "week" else _rolling(found)


def _rolling(found: Found) -> Token | None:
    number = found.get("n")
    each = {"month": 1, "quarter": 3, "year": 12, "fiscal": 12, "season": 12}.get(str(found["unit"].value))
    if each is None:
        return None
    day = found.get("d")
    fields = {"n": (_int(number) if number else 1) * each, "month": int(str(found["m"].value))}
    return _period(found, "rolling", day=_int(day) if day else None, **fields, **_year_said(found))


def _week_to(found: Found) -> Token | None:
    """`the week to June 9`, `the four weeks ended February 27`."""
    number, day = found.get("n"), found.get("d")
    if day is None:
        return None
    weeks = _int(number) if number else None
    return _period(
        found, "week_to", month=int(str(found["m"].value)), day=_int(day), n=weeks, **_year_said(found)
    )


def _year(found: Found) -> Token:
    return _period(found, "year", year=_int(found["year"]))


def _short_year(first: int, token: Token) -> int:
    """Return 2021 for the `21` of `2015-21`, and 2021 for 2021."""
    number = _int(token)
    return number if number > 99 else first // 100 * 100 + number


def _years(found: Found) -> Token | None:
    first = _int(found["year"])
    last = _short_year(first, found["last"])
    if not first < last < first + 60:
        return None
    if found.get("slash") is not None or (last == first + 1 and found["last"].kind != "year"):
        return _period(found, "season", year=first) if last == first + 1 else None
    return _period(found, "years", year=first, n=last)


def _fiscal(found: Found) -> Token | None:
    first = _int(found["year"]) if found.get("year") else 2000 + _int(found["short"])
    last = found.get("last")
    if last is not None and _short_year(first, last) != first + 1:
        return None
    return _period(found, "fiscal", year=first, n=_short_year(first, last) if last else None)


def _relative(found: Found) -> Token | None:
    unit, shift = str(found["unit"].value), int(str(found["rel"].value))
    if shift < 0 and found.before is not None and found.before.kind == "the":
        return None  # `the last year of the series` is not last year
    if unit == "year":
        return _period(found, "year", shift=shift)
    return _period(found, "relative", unit=unit, shift=shift)


def _year_to(found: Found) -> Token | None:
    end = found["end"].value
    return _period(found, "year_to", last=end) if isinstance(end, When) else None


_OF_YEAR = (
    "(comma? (of|in)? (year: year) | (of|in)? the? (rel: this|last|previous|next) span | (own: of the span))?"
)

PERIODS = Stage(
    Rule(
        "14 March 2024",
        "(d: numeral) of? (m: month) comma? (year: year)?",
        _day,
        {"14 March 2024": "day(year=2024, month=3, day=14)"},
    ),
    Rule(
        "from January to September 2023",
        f"(from|between) (m: month) (from_year: year)? (to|through|dash|and) (to: month) {_OF_YEAR}",
        _months,
        {"from January to September 2023": "span(first=month(month=1), last=month(year=2023, month=9))"},
    ),
    Rule(
        "January-September 2023",
        f"(m: month) (from_year: year)? (to|through|hyphen|en_dash) (to: month) {_OF_YEAR}",
        _months,
        {"January-September": "span(first=month(month=1), last=month(month=9))"},
    ),
    Rule(
        "Feb 1-20",
        f"(m: month) (d: numeral) (hyphen|en_dash|to) (e: numeral) {_OF_YEAR}",
        _month_days,
        {"Feb 1-20": "days_of_month(month=2, day=1, n=20)"},
    ),
    Rule(
        "March 14, 2024",
        "(m: month) (d: numeral|ordinal) comma? (year: year)?",
        _day,
        {"March 14, 2024": "day(year=2024, month=3, day=14)"},
        ("March 45",),
    ),
    Rule(
        "January of this year",
        f"(m: month) {_OF_YEAR}",
        _month,
        {"January of this year": "month(month=1, shift=0)", "March 2023": "month(year=2023, month=3)"},
    ),
    Rule(
        "third quarter of 2023",
        f"(n: ordinal) hyphen? (unit: span) {_OF_YEAR}",
        lambda f: _quarter(f) if f["unit"].value == "quarter" else None,
        {"third quarter of 2023": "quarter(year=2023, n=3)"},
    ),
    Rule(
        "first half of the year", f"(n: ordinal) hyphen? half {_OF_YEAR}", _half, {"first half": "half(n=1)"}
    ),
    Rule("Q3 2023", f"(n: quarter_name) {_OF_YEAR}", _quarter, {"Q3 2023": "quarter(year=2023, n=3)"}),
    Rule("H1 2023", f"(n: half_name) {_OF_YEAR}", _half, {"H1 2023": "half(year=2023, n=1)"}),
    Rule("2023 Q3", "(year: year) (n: quarter_name)", _quarter, {"2023 Q3": "quarter(year=2023, n=3)"}),
    Rule(
        "the first nine months of 2023",
        f"(first: ordinal) (n: numeral) (unit: spans) {_OF_YEAR}",
        _first_months,
        {"first nine months of 2023": "months_of_year(year=2023, n=9)"},
    ),
    Rule(
        "the first 20 days of May",
        f"(first: ordinal) (n: numeral) (unit: spans) of (m: month) {_OF_YEAR}",
        _first_days,
        {"first 20 days of May": "days_of_month(month=5, n=20)"},
    ),
    Rule(
        "12 months to October",
        "(n: numeral) (unit: spans) (to|through|ended) (in|the)? (end_of of)? (m: month) (d: numeral)? comma? (year: year)?",
        _up_to,
        {
            "12 months to October": "rolling(month=10, n=12)",
            "four weeks ended February 27": "week_to(month=2, day=27, n=4)",
        },
    ),
    Rule(
        "year to August",
        "(unit: span) (to|through|ended) (the)? (end_of of)? (m: month) (d: numeral)? comma? (year: year)?",
        _up_to,
        {
            "year ended March 31": "rolling(month=3, day=31, n=12)",
            "week to June 9": "week_to(month=6, day=9)",
        },
    ),
    Rule(
        "fiscal 2023",
        "(fiscal|span) (year: year) ((hyphen|slash|en_dash) (last: numeral|digits|year))?",
        lambda f: _fiscal(f) if f.tokens[0].kind == "fiscal" or f.tokens[0].value == "fiscal" else None,
        {"fiscal 2023": "fiscal(year=2023)", "fiscal year 2023-24": "fiscal(year=2023, n=2024)"},
    ),
    Rule(
        "FY24",
        "fiscal (short: numeral|digits)",
        lambda f: _fiscal(f) if _int(f["short"]) < 100 else None,
        {"FY24": "fiscal(year=2024)"},
    ),
    Rule(
        "2015 to 2021",
        "(year: year) (to|through|hyphen|en_dash|and|(slash: slash)) (last: year|numeral)",
        _years,
        {"2015 to 2021": "years(year=2015, n=2021)", "2023/24": "season(year=2023)"},
    ),
    Rule("2023", "(year: year)", _year, {"2023": "year(year=2023)"}),
    Rule(
        "last year",
        "(rel: this|last|next) (unit: span)",
        _relative,
        {"last year": "year(shift=-1)", "this month": "relative(unit=month, shift=0)"},
    ),
    Rule(
        "so far this year",
        "to_date this span",
        lambda f: _period(f, "year_to_date") if f.tokens[2].value == "year" else None,
        {"so far this year": "year_to_date()"},
    ),
    Rule(
        "over the next five years",
        "(this|last|past|next) numeral (spans|span)",
        lambda f: f.token("elapsed", "elapsed"),
        {"next five years": "elapsed"},
    ),
    Rule(
        "Monday",
        "(d: weekday)",
        lambda f: _period(f, "day", unit="weekday", n=int(str(f["d"].value))),
        {"Monday": "day(n=0, unit=weekday)"},
    ),
    Rule(
        "year to date",
        "year_to_date",
        lambda f: _period(f, "year_to_date"),
        {"year to date": "year_to_date()"},
    ),
)


def _versus_when(found: Found) -> Token | None:
    when = found["when"].value
    return found.token("versus", Versus("when", when)) if isinstance(when, When) else None


def _versus_before(found: Found) -> Token | None:
    """`a year earlier`, `the previous month`: the unit decides how far back."""
    unit = str(found["unit"].value)
    if unit in ("year", "fiscal", "season", "decade"):
        return found.token("versus", Versus("year_before"))
    return (
        found.token("versus", Versus("period_before"))
        if unit in ("month", "quarter", "week", "day")
        else None
    )


def _than_when(found: Found) -> Token | None:
    """`$1.4 billion more than June exports`: what follows `more than` is a time, not an amount."""
    direction = {"more_than": "increase", "less_than": "decrease"}.get(str(found.tokens[0].value))
    token = _versus_when(found)
    after_amount = found.before is not None and found.before.kind in _CHANGED
    if not (direction and token and after_amount):
        return None
    return token._replace(value=token.value._replace(direction=direction))  # type: ignore[attr-defined]


def _below_when(found: Found) -> Token | None:
    """`13% below 2018` compares and says which way."""
    token = _versus_when(found)
    after_amount = found.before is not None and found.before.kind in _CHANGED
    if token is None or not after_amount:
        return None
    return token._replace(value=token.value._replace(direction=str(found.tokens[0].value)))  # type: ignore[attr-defined]


def _from_when(found: Found) -> Token | None:
    """`rose 1.5% from February`: after a change, `from` names what it is compared with."""
    after_change = found.before is not None and found.before.kind in _CHANGED
    return _versus_when(found) if after_change else None


def _phrase(found: Found) -> Token:
    return found.token("versus", Versus(str(found.tokens[0].value)))


def _start_of_year_to(found: Found) -> Token | None:
    """`the start of the year to October 31`, of which `year to October 31` was read as twelve months."""
    when = found["p"].value
    if not isinstance(when, When) or when.kind != "rolling" or when.n != 12:
        return None
    end = (
        When("day", year=when.year, month=when.month, day=when.day)
        if when.day
        else When("month", year=when.year, month=when.month)
    )
    return _period(found, "year_to", last=end)


def _same_period(found: Found) -> Token:
    when = found.get("when")
    if when is not None and isinstance(when.value, When) and when.value.kind == "year" and when.value.year:
        return found.token("versus", Versus("when", when.value, same_part=True))
    return found.token("versus", Versus("year_before"))


def _since(found: Found) -> Token | None:
    when = found["when"].value
    return found.token("since", when) if isinstance(when, When) else None


_THAN = "(from|than|against|over|on|to)"
_YEAR_BEFORE_WORDS = "(unit: span) (earlier|before|ago)"

COMPARISONS = Stage(
    Rule(
        "the start of the year to October 31",
        "start_of of (the|this)* (p: period)",
        _start_of_year_to,
        {"start of the year to October 31": "year_to(last=day(month=10, day=31))"},
    ),
    Rule("year on year", "versus", _phrase, {"year on year": "year_before"}),
    Rule(
        "since February 2022",
        "since (in|start_of|of|the|end_of)* (when: period)",
        _since,
        {"since February 2022": "month(year=2022, month=2)"},
    ),
    Rule(
        "since the invasion in February 2022",
        "since (the|a|its|cap_word|low_word|demonym|place|capital|region|possessive|price_noun|rate_word|in|rise|of|on|flow_verb|be|have|ordinal|status){1,9} in (when: period)",
        _since,
        {"since the invasion in February 2022": "month(year=2022, month=2)"},
    ),
    Rule(
        "the same period of 2021",
        "(from|than|against|over|on|to|in|the|of|with|same) (than|in|the|that|of|for)* same (period_word|span|period) ((of|in|a)? the? (when: period|versus|previous) span? | a span (earlier|before|ago))?",
        _same_period,
        {
            "compared with the same period of 2021": "when year(year=2021)",
            "than the same period last year": "year_before",
        },
    ),
    Rule(
        "from a year earlier",
        f"(from|than|against|over|on|to|of) (that|in|of)* (a|the) {_YEAR_BEFORE_WORDS}",
        _versus_before,
        {"from a year earlier": "year_before", "than a month before": "period_before"},
    ),
    Rule(
        "a year earlier", f"(a|the) {_YEAR_BEFORE_WORDS}", _versus_before, {"a year earlier": "year_before"}
    ),
    Rule(
        "year-earlier",
        "(unit: span) hyphen (earlier|ago|before)",
        _versus_before,
        {"year-earlier": "year_before"},
    ),
    Rule(
        "from the previous month",
        "(from|than|against|over|on|to|in) (in|of|that|for)* the (previous|last) (unit: span)",
        _versus_before,
        {"on the previous year": "year_before"},
    ),
    Rule("than in June", "hedge (in|of|that|for)* (when: period)", _than_when),
    Rule("below 2018", "above (in|of|the)* (when: period)", _below_when),
    Rule("from February", "from (in|of)* (when: period)", _from_when),
    Rule(
        "in the previous 12 months",
        "(from|than|against|over|on|in) (in|for|that|of)* the (previous|last) numeral spans",
        lambda f: f.token("versus", Versus("period_before")) if f.tokens[-3].kind == "previous" else None,
        {"than in the previous 12 months": "period_before"},
    ),
    Rule(
        "on last year",
        "(than|against|over|on) (in|of|that|for)* (when: period)",
        _versus_when,
        {
            "compared with 2021": "when year(year=2021)",
            "than in November 2023": "when month(year=2023, month=11)",
        },
    ),
)
