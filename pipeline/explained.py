"""A fact told column by column, each with the words that gave it: why it was read so."""

from collections.abc import Iterator
from typing import NamedTuple

from schemas.places import country_name
from schemas.records import Evidence, Fact

#: What a fact says where its text says nothing special; told only where words gave it.
_ORDINARY = {"bound": "exact", "status": "reported", "section": "body", "salience": "high"}


class Told(NamedTuple):
    """A column, or both days of a period, with its value in words and the words of the text that gave it."""

    column: str
    value: str
    evidence: tuple[Evidence, ...]


def columns_told(fact: Fact) -> Iterator[Told]:
    """Yield what a fact says, and behind it the evidence of what is unknown."""
    left = list(fact.evidence)
    for name, value in _columns(fact):
        given = tuple(one for one in left if one.field == name or one.field.startswith(f"{name}_"))
        left = [one for one in left if one not in given]
        if given or _ORDINARY.get(name) != value:
            yield Told(name, value, given)
    for one in left:
        yield Told(one.field, "", (one,))


def amount(value: float) -> str:
    """Return a number as a person writes it: 631,000,000 and 20.2."""
    return f"{value:,.10g}" if abs(value) < 1e10 else f"{value:,.0f}"


def _columns(fact: Fact) -> Iterator[tuple[str, str]]:
    """Yield the filled columns in words; a period is one line, and so is a value with its unit."""
    high = f" to {amount(fact.value_high)}" if fact.value_high is not None else ""
    yield "value", f"{amount(fact.value)}{high} {fact.unit}"
    for name in ("bound", "counted", "measure", "direction", "statistic", "flow", "balance"):
        yield from _filled(name, getattr(fact, name))
    for name in ("reporter", "partner"):
        code = getattr(fact, name)
        yield from _filled(name, code and f"{code} ({country_name(code)})")
    yield from _filled("indicator", fact.indicator)
    yield from _filled("period", _days(fact.period_start, fact.period_end))
    yield from _filled("baseline_period", _days(fact.baseline_period_start, fact.baseline_period_end))
    if fact.baseline_value is not None:
        yield "baseline_value", amount(fact.baseline_value)
    for name in ("status", "role", "attributed_to", "section", "salience"):
        yield from _filled(name, getattr(fact, name))
    yield "rule", fact.rule
    yield "confidence", f"{fact.confidence:.2f}"


def _filled(name: str, value: str | None) -> Iterator[tuple[str, str]]:
    if value:
        yield name, str(value)


def _days(first: object, last: object) -> str | None:
    return f"{first} to {last}" if first else None
