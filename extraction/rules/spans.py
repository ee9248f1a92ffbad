"""What two periods, or a period and a word around it, mean together.

`from Q3 2023 to May`, `the first seven months of FY18`, `the end of 2024`.
"""

from extraction.language.rule import Found, Rule, Stage
from extraction.language.tokens import Token
from extraction.rules.time_parts import CHANGED, period, whole
from extraction.times.periods import When

_WHOLES = frozenset({"year", "fiscal", "season"})


def _when(found: Found, name: str) -> When | None:
    value = found[name].value
    return value if isinstance(value, When) else None


def _from_to(found: Found) -> Token | None:
    """`from Q3 2023 to May`, but `rose 3% from Q1 to Q2` compares the two."""
    first, last = _when(found, "a"), _when(found, "b")
    after_change = found.before is not None and found.before.kind in CHANGED
    compares = after_change and found.tokens[0].kind == "from" and first is not None and first.kind != "day"
    if first is None or last is None or compares or _is_long(first) or "weekday" in (first.unit, last.unit):
        return None
    return period(found, "span", first=first, last=last)


def _is_long(when: When) -> bool:
    return when.kind in ("span", "years", "rolling", "year_to", "year_to_date", "relative")


def _joined(found: Found) -> Token | None:
    """`March 2023 to the first quarter of 2024`, `Q1-Q3 2023`."""
    first, last = _when(found, "a"), _when(found, "b")
    if found.before is not None and found.before.kind in ("from", "between"):
        return None  # what was no span from one to the other is none without `from`
    if first is None or last is None or _is_long(first) or "weekday" in (first.unit, last.unit):
        return None
    return period(found, "span", first=first, last=last) if first.kind == last.kind else None


def _part(found: Found) -> Token | None:
    """`the first seven months of FY18`, `the second quarter of the 2023/24 season`."""
    part, container = _when(found, "a"), _when(found, "b")
    if part is None or container is None or part.year is not None or part.n is None:
        return None
    unit = container.unit if container.kind == "relative" else container.kind
    length = {"quarter": 3, "half": 6, "months_of_year": part.n}.get(part.kind)
    if unit not in _WHOLES or length is None:
        return None
    skipped = 0 if part.kind == "months_of_year" else (part.n - 1) * length
    return period(found, "part", month=skipped, n=length, last=container)


def _within(found: Found) -> Token | None:
    """`July-March of FY24`: the months of that span that lie in the fiscal year or the season."""
    part, container = _when(found, "a"), _when(found, "b")
    if part is None or container is None or part.kind not in ("span", "month") or _has_year(part):
        return None
    unit = container.unit if container.kind == "relative" else container.kind
    return period(found, "within", first=part, last=container) if unit in _FISCALS else None


_FISCALS = frozenset({"fiscal", "season"})


def _has_year(when: When) -> bool:
    return when.year is not None or (when.last is not None and when.last.year is not None)


def _explained(found: Found) -> Token | None:
    """`the first ten months (July-April)`, `the first quarter (April-June)`: the months are told."""
    told, months = _when(found, "a"), _when(found, "b")
    if told is None or months is None or months.kind != "span" or told.year is not None:
        return None
    return found.token("period", months) if told.kind in ("months_of_year", "quarter", "half") else None


def _of_owner(found: Found) -> Token | None:
    """`this year's first half`, `2023's third quarter`."""
    year, part = _when(found, "y"), _when(found, "a")
    if year is None or part is None or year.kind != "year" or _has_year(part) or part.kind not in _PARTS:
        return None
    return found.token("period", part._replace(year=year.year, shift=year.shift))


_PARTS = frozenset({"quarter", "half", "months_of_year", "month"})


def _up_to_now(found: Found) -> Token | None:
    when = _when(found, "p")
    unit = when.unit if when is not None and when.kind == "relative" else when.kind if when else None
    return period(found, "up_to_now", last=when) if unit in _WHOLES else None


def _same_time(found: Found) -> Token | None:
    when = _when(found, "p")
    return found.token("period", when) if when is not None else None


def _end(found: Found) -> Token | None:
    """`the end of 2024`, `end-March`; of a day there is no end."""
    when = _when(found, "p")
    return period(found, "end", last=when) if when is not None and when.kind != "day" else None


def _quarter_left_out(found: Found) -> Token | None:
    """`from the second`, `than in the third`: of the quarters that the sentence speaks of."""
    link, after = found.before, found.after
    if link is None or link.kind not in _LINKS or (after is not None and after.kind not in _GOES_ON):
        return None
    last = found.last(lambda token: isinstance(token.value, When) and token.value.kind == "quarter")
    if last is None or not 1 <= whole(found["n"]) <= _QUARTERS:
        return None
    return found.token("period", last.value._replace(n=whole(found["n"])))  # type: ignore[attr-defined]


_LINKS = frozenset({"from", "in", "than", "of", "for"})
_GOES_ON = frozenset("point comma semicolon close to from and but while after as versus against".split())
_QUARTERS = 4


SPANS = Stage(
    Rule(
        "from Q3 2023 to May",
        "(from|between) (a: period) (to|through|and|hyphen|en_dash) (the|end_of|of|hyphen)* (b: period)",
        _from_to,
        {
            "between January 2020 and this June": (
                "span(first=month(year=2020, month=1), last=month(month=6, shift=0))"
            ),
        },
    ),
    Rule(
        "the first seven months of FY18",
        "(a: period) (of|in)? the? (b: period)",
        _part,
        {
            "first seven months of FY18": "part(month=0, n=7, last=fiscal(year=2018))",
            "second quarter of the 2023/24 season": "part(month=3, n=3, last=season(year=2023))",
        },
    ),
    Rule(
        "July-March of FY24",
        "(a: period) (of|in)? the? (b: period)",
        _within,
        {
            "July-March of FY24": (
                "within(first=span(first=month(month=7), last=month(month=3)), last=fiscal(year=2024))"
            )
        },
    ),
    Rule(
        "the first ten months (July-April)",
        "(a: period) open (b: period) close",
        _explained,
        {"first quarter (April-June)": "span(first=month(month=4), last=month(month=6))"},
    ),
    Rule(
        "this year's first half",
        "(y: period) possessive (a: period)",
        _of_owner,
        {"this year's first half": "half(n=1, shift=0)"},
    ),
    Rule(
        "Q1 to Q3 2023",
        "(a: period) (to|through|hyphen|en_dash) the? (b: period)",
        _joined,
        {"Q1-Q3 2023": "span(first=quarter(n=1), last=quarter(year=2023, n=3))"},
    ),
    Rule("than in the third", "the (n: ordinal)", _quarter_left_out, {}, ("the third",)),
    Rule(
        "so far in 2024",
        "to_date in? the? (p: period)",
        _up_to_now,
        {"so far in the 2024/25 season": "up_to_now(last=season(year=2024))"},
    ),
    Rule(
        "in 2024 so far",
        "(p: period) to_date",
        _up_to_now,
        {"2024 so far": "up_to_now(last=year(year=2024))"},
    ),
    Rule(
        "the whole of last year",
        "whole_of the? (p: period)",
        _same_time,
        {"the whole of last year": "year(shift=-1)", "all of 2022": "year(year=2022)"},
    ),
    Rule(
        "mid-2022",
        "phase (hyphen|in|of)* (p: period)",
        _same_time,
        {"mid-2022": "year(year=2022)", "late 2021": "year(year=2021)", "early June": "month(month=6)"},
    ),
    Rule(
        "the end of 2024",
        "end_of (hyphen|of|the)* (p: period)",
        _end,
        {"end of 2024": "end(last=year(year=2024))", "end-March": "end(last=month(month=3))"},
    ),
)
