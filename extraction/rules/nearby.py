"""Times seen from the day of the document: `last year`, `this month so far`, `yesterday`, `Monday`."""

from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.rules.time_parts import MONTHS, OF_YEAR, month_of, period, whole, year_said
from extraction.times.periods import When

#: `until` is folded with `through`; only the longer word tells how far figures go.
_UNTIL = 5


_THROUGH = 7


#: What may stand before `Through May, …`.
_OPENS = frozenset({"comma", "semicolon", "and", "but", "while", "other_mark", "colon", "bullet"})


def _through(found: Found) -> Token | None:
    """`Through May, …` tells what the year has brought up to then."""
    opens = found.before is None or found.before.kind in _OPENS
    word = found.tokens[0]
    length = word.end - word.start
    if length <= _UNTIL or not (opens or length > _THROUGH):
        return None  # only `up to and including May` tells as much behind a figure
    return period(found, "year_to", last=When("month", month=month_of(found), **year_said(found)))


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


def _full_year(found: Found) -> Token | None:
    """`full-year exports of $5bn`: of the year that is under way or, where nothing looks ahead, the last one."""
    names_it = found.after is not None and found.after.kind in (
        "year",
        "period",
        "the",
        "of",
        "fiscal",
        "this",
    )
    if found.tokens[0].value != "year" or names_it:
        return None
    return period(found, "full_year")


def _later(found: Found) -> Token | None:
    """`A year later`, `six months later`: so long after what was spoken of."""
    number, unit = found.get("n"), str(found["unit"].value)
    count = whole(number) if number is not None and number.kind == "numeral" else 1
    if MONTHS.get(unit) is None or count > _LONGEST:
        return None
    return period(found, "later", n=count * MONTHS[unit])


_LONGEST = 20


def _following(found: Found) -> Token | None:
    """`in the following 12 months`, `the month after`: right behind what was spoken of."""
    number, unit = found.get("n"), str(found["unit"].value)
    count = whole(number) if number is not None else 1
    ends = found.after is None or found.after.kind in ("comma", "point", "semicolon", "and", "close")
    if (
        MONTHS.get(unit) is None
        or not 0 < count <= _LONGEST
        or (found.tokens[-1].kind == "after" and not ends)
    ):
        return None
    return period(found, "following", n=count * MONTHS[unit])


def _elapsed(found: Found) -> Token:
    """`in the past 12 months` tells when; `over the next five years` and longer stretches only how long."""
    past = found["p"].kind in ("last", "past") and found["unit"].value == "month"
    if past and 1 < whole(found["n"]) <= MONTHS["year"]:
        return period(found, "passed", n=whole(found["n"]))
    return found.token("elapsed", "elapsed")


NEARBY = (
    Rule(
        "the following 12 months",
        "the after (n: numeral)? (unit: span|spans)",
        _following,
        {"the following 12 months": "following(n=12)", "the following quarter": "following(n=3)"},
    ),
    Rule("the month after", "the (unit: span) after", _following, {}, ("the month after May",)),
    Rule("full-year exports", "(w: whole_of)", _full_year, {}, ("full-year 2023", "all of them")),
    Rule(
        "a year later",
        "(n: a|numeral) (unit: span|spans) later",
        _later,
        {"a year later": "later(n=12)"},
        ("a day later",),
    ),
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
        "(p: this|last|past|next) (n: numeral) (unit: spans|span)",
        _elapsed,
        {"next five years": "elapsed", "past 12 months": "passed(n=12)"},
    ),
    Rule(
        "through May",
        f"through (m: month) {OF_YEAR}",
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
