"""Claims: facts about one thing in one unit, with all that each of them allows its value to be."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from functools import cache
from typing import NamedTuple

from analysis.conversion import told
from analysis.rates import NoRate, Rate, Rates, currency_of, in_currency
from analysis.rounding import stands_for
from analysis.signs import signed, signed_ends
from analysis.subjects import subject
from schemas.records import Fact
from schemas.units import BARE_UNITS, registry

#: `revised to $3bn`, `corrected figures`; an amended agreement and an updated system revise no figure.
_REVISED = re.compile(
    r"\b(?:revis(?:ed|es|ions?)|restated)\b|\bcorrect(?:ed|s|ions?)\b(?:\s+\w+){0,2}\s+(?:to|from|figures?|data)\b"
    r"|\bupdated\s+(?:figures?|data|estimates?|statistics)\b",
    re.I,
)


class Claim(NamedTuple):
    """A fact with its value in the unit of its group, from `low` to `high` by what it allows.

    `source` is its document, or the one that this is a copy of. A claim that was converted tells the rate; it
    allows what the rate of any day of the period would give, for its writer need not have taken the average.
    """

    fact: Fact
    source: str
    published: date | None
    unit: str
    value: float
    low: float
    high: float
    conversion: str | None = None

    @property
    def says_revised(self) -> bool:
        """Whether its sentence speaks of a revision or a correction."""
        return _REVISED.search(self.fact.sentence) is not None

    @property
    def is_said(self) -> bool:
        """Whether its text says what is measured: of tonnes the goods, of money at least the flow."""
        money = currency_of(self.fact.unit) is not None or self.fact.unit in BARE_UNITS
        return self.fact.indicator is not None and (money or bool(subject(self.fact)))


@cache
def comparable(unit: str) -> str:
    """Return what units have in common that can be converted into one another: money, or a dimension."""
    if currency_of(unit):
        return f"money{unit.partition('/')[1]}{unit.partition('/')[2]}"
    if unit in BARE_UNITS:
        return unit
    return str(registry().parse_units(unit).dimensionality)


def claims_of(
    facts: Sequence[Fact],
    published: Mapping[str, date | None],
    originals: Mapping[str, str],
    rates: Rates | None,
) -> Iterator[list[Claim]]:
    """Yield the claims of facts about one thing, those together that can be had in one unit.

    Each source claims a value once: the most exact of those that say the same.
    """
    commonest = Counter(one.unit for one in facts).most_common(1)[0][0]
    lists: dict[str, list[Claim]] = defaultdict(list)
    for fact in facts:
        source = originals.get(fact.document_id, fact.document_id)
        ends = signed_ends(fact, stands_for(fact))
        claim = Claim(
            fact, source, published.get(fact.document_id), fact.unit, signed(fact, fact.value), *ends
        )
        claim = _in_unit(claim, commonest, rates)
        lists[claim.unit].append(claim)
    for claims in lists.values():
        yield _once_each(claims)


def _once_each(claims: Sequence[Claim]) -> list[Claim]:
    by_source: dict[str, list[Claim]] = defaultdict(list)
    for one in sorted(claims, key=lambda one: (one.high - one.low, one.fact.start)):
        said = by_source[one.source]
        if not any(other.low <= one.high and one.low <= other.high for other in said):
            said.append(one)
    return [one for said in by_source.values() for one in said]


def _in_unit(claim: Claim, unit: str, rates: Rates | None) -> Claim:
    """Return a claim in another unit, or as it is where there is no way to it."""
    if claim.unit == unit:
        return claim
    own, other = currency_of(claim.unit), currency_of(unit)
    if own is None or other is None:
        factor = registry().Quantity(1, claim.unit).to(unit).magnitude
        return _scaled(claim, unit, Rate(factor, factor, factor, 0, date.min, date.min, ""))._replace(
            conversion=f"1 {claim.unit} = {factor:.6g} {unit}"
        )
    if rates is None or in_currency(claim.unit, other) != unit:
        return claim
    rate = rates.average(own, other, claim.fact.period_start, claim.fact.period_end)
    if isinstance(rate, NoRate):
        return claim
    return _scaled(claim, unit, rate)._replace(conversion=told(own, other, rate))


def _scaled(claim: Claim, unit: str, rate: Rate) -> Claim:
    low = claim.low * (rate.low if claim.low >= 0 else rate.high)
    high = claim.high * (rate.high if claim.high >= 0 else rate.low)
    return claim._replace(unit=unit, value=claim.value * rate.value, low=low, high=high)
