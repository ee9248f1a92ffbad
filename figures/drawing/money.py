"""Amounts in the currency that was asked for, each at the average rate of its own period.

What cannot be converted stays as it is stated, and a note says how many amounts that are, and why.
"""

from collections.abc import Iterable

from analysis.conversion import Conversion, fact_in_currency, implied_in_currency
from analysis.rounding import digits_of
from analysis.values import Implied
from figures import wording
from figures.options import Options
from schemas.records import Fact
from schemas.units import currencies

_LEFT = "not converted: "
#: A note gives so many reasons.
_MOST_REASONS = 2


def fact_in(fact: Fact, options: Options) -> tuple[Fact, Conversion | None]:
    """Return a fact in the currency asked for, and what became of it; None where nothing had to."""
    if options.currency is None or options.rates is None:
        return fact, None
    return fact_in_currency(fact, options.currency, options.rates)


def implied_in(value: Implied, options: Options) -> tuple[Implied, Conversion | None]:
    """Return an implied value in the currency asked for, and what became of it."""
    if options.currency is None or options.rates is None:
        return value, None
    return implied_in_currency(value, options.currency, options.rates)


#: What is written of a converted amount: at least so many digits, and so many where the text shows none.
_LEAST_DIGITS, _USUAL_DIGITS = 2, 3


def as_written(fact: Fact, conversion: Conversion | None) -> Fact:
    """Return a converted fact as it is written: with no more digits than its text gives.

    `$1.6m` is no `€1,467,890`. It is drawn where it is, and only its words are rounded.
    """
    if conversion is None or conversion.source is None:
        return fact
    digits = _digits(fact)
    high, before = (
        None if one is None else wording.rounded(one, digits)
        for one in (fact.value_high, fact.baseline_value)
    )
    return fact._replace(value=wording.rounded(fact.value, digits), value_high=high, baseline_value=before)


def implied_as_written(value: Implied, level: Fact, conversion: Conversion | None) -> Implied:
    """Return a converted implied value as it is written: with no more digits than its level's text gives."""
    if conversion is None or conversion.source is None:
        return value
    return value._replace(value=wording.rounded(value.value, _digits(level)))


def amount_as_written(value: float, unit: str, fact: Fact) -> str:
    """Return what a fact's amount is in another unit, with no more digits than its text gives."""
    return wording.amount(wording.rounded(value, _digits(fact)), unit)


def _digits(fact: Fact) -> int:
    return max(_LEAST_DIGITS, digits_of(fact.quote) or _USUAL_DIGITS)


def rate(conversion: Conversion | None) -> tuple[str, ...]:
    """Return what a tooltip says of a conversion, nothing where there was none."""
    return () if conversion is None else (wording.capital(conversion.told),)


def notes(conversions: Iterable[Conversion | None], options: Options) -> list[str]:
    """Return what a figure says of the amounts that it converted, and of those that it did not."""
    known = [one for one in conversions if one is not None]
    found = []
    if sources := dict.fromkeys(one.source for one in known if one.source is not None):
        name = currencies()[str(options.currency)].name
        found.append(
            f"Converted to {name} at the average rate of each period ({wording.listed(list(sources))})."
        )
    if left := [one.told.removeprefix(_LEFT) for one in known if one.source is None]:
        found.append(_not_converted(left))
    return found


def _not_converted(reasons: list[str]) -> str:
    several = len(reasons) > 1
    told = list(dict.fromkeys(reasons))
    more = "; and others" if len(told) > _MOST_REASONS else ""
    who = f"{len(reasons)} amounts stay in their" if several else "1 amount stays in its"
    return f"{who} own currency: {'; '.join(told[:_MOST_REASONS])}{more}."
