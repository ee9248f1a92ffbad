"""Years, fiscal years and seasons: `2023`, `FY24`, `the 2022/23 season`, `2015 to 2021`."""

from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.rules.time_parts import period, whole


def _year(found: Found) -> Token | None:
    """A year, but not that of `a 2007-built unit`."""
    builds = found.after is not None and found.after.kind == "hyphen" and found.after.start == found.end
    return None if builds else period(found, "year", year=whole(found["year"]))


def _short_year(first: int, token: Token) -> int:
    """Return 2021 for the `21` of `2015-21`, and 2021 for 2021."""
    number = whole(token)
    return number if number > 99 else first // 100 * 100 + number


_FIGURES = frozenset({"percent", "scale", "unit", "currency"})


def _years(found: Found) -> Token | None:
    first = whole(found["year"])
    last = _short_year(first, found["last"])
    figure = found.after is not None and found.after.kind in _FIGURES
    if not first < last < first + 60 or (figure and found["last"].kind != "year"):
        return None  # `in 2018 – 36% of it from Sweden`
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


_DASH = "(hyphen|en_dash)"


YEARS = (
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
)
