"""What the rules of times share: whole numbers, the year that is said beside a month, `of this year`."""

from typing import Any

from extraction.language.rule import Found
from extraction.language.tokens import Token
from extraction.rules.numerals import Numeral
from extraction.times.periods import When

#: What stands before `from February` where it tells what is compared.
CHANGED = frozenset(
    {
        "percent",
        "scale",
        "currency",
        "change",
        "numeral",
        "unit",
        "close",
        "cent",
        "ordinal",
        "fraction",
        "span",
        "respectively",
    }
)
#: How many months the units of time have.
MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12, "fiscal": 12, "season": 12}


def whole(token: Token) -> int:
    """Return the whole number of a numeral, a year or an ordinal."""
    value = token.value
    return int(value.value if isinstance(value, Numeral) else float(value))  # type: ignore[arg-type]


def is_day(token: Token) -> bool:
    """Tell whether a number can be that of a day of a month."""
    value = token.value
    plain = not isinstance(value, Numeral) or (not value.scaled and value.value % 1 == 0)
    return plain and 1 <= whole(token) <= 31


def year_said(found: Found) -> dict[str, Any]:
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


def part_of(found: Found, kind: str, n: int, length: int) -> Token | None:
    """Return the `n`th part of a year, as `kind`, or of the season or the fiscal year that the text names.

    `length` is that of a part in months; the first months of a year are one part, as long as they are.
    """
    unit = found.get("rel_unit") or found.get("own_unit")
    if unit is None or unit.value == "year":
        return period(found, kind, n=n, **year_said(found))
    if unit.value not in ("season", "fiscal"):
        return None
    skipped = 0 if kind == "months_of_year" else (n - 1) * length
    last = When("relative", unit=str(unit.value), **year_said(found))
    return period(found, "part", month=skipped, n=length, last=last)


def month_of(found: Found, name: str = "m") -> int:
    """Return the number of the month that a group matched."""
    return int(str(found[name].value))


def part_of_month(number: int, unit: str) -> dict[str, int] | None:
    """Return the days of the month's first week or second fortnight; the last fortnight runs to its end."""
    if unit == "week" and number < 5:
        return {"day": 7 * number - 6, "n": 7 * number}
    if unit == "fortnight" and number < 3:
        return {"day": 1, "n": 15} if number == 1 else {"day": 16}
    return None


#: The year that may follow a month or a quarter.
OF_YEAR = "(comma? (of|in)? (year: year) | (of|in)? the? (rel: this|last|previous|next) (rel_unit: span) | (own: of the) (own_unit: span))?"
