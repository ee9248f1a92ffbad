"""A claim against what the statistical office published: value, difference, and a verdict in plain words.

A verdict is given only where the two are of one flow, one product, one period and one unit. Where they are
not, the verdict says what is missing; where one currency would have to be turned into another, it says that,
unless a currency is asked for.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.conversion import told
from analysis.observed import Observations, Observed, Sought
from analysis.rates import NoRate, Rates, currency_of
from analysis.rounding import Interval, stands_for
from analysis.rows import baseline_of, facts_of, period_of
from analysis.subjects import product_code, subject
from schemas.periods import Days, frequency_of, time_period
from schemas.records import ALL_PRODUCTS, Fact
from schemas.units import BARE_UNITS, registry

_TRADE = frozenset({"export", "import", "balance", "total_trade"})
_COMPARED = frozenset({"level", "change", "relative_change"})
_HEDGES = {
    "approx": "about",
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
}
_WITHIN = "within rounding"
_OF_THE_WORLD = "the figure for all partners together; the text names none"
#: What floating-point arithmetic may leave between two numbers that are one.
_EXACT = 1e-9
#: From so many times on, a difference is told as a multiple.
_MULTIPLE = 3


class Comparison(NamedTuple):
    """A fact, what was observed, and what the one is to the other.

    `value` is the claim in the observation's unit, signed; `difference` is how far it lies above the
    observation, `relative_difference` the same as a share of the observation, `allowed` all that the claim
    allows. All four are None where there is no verdict. `is_mirror` tells that the observation is the
    partner's. `conversion` is the rate.
    """

    fact: Fact
    verdict: str
    observed: Observed | None = None
    value: float | None = None
    difference: float | None = None
    relative_difference: float | None = None
    is_mirror: bool = False
    conversion: str | None = None
    allowed: Interval | None = None

    @property
    def in_words(self) -> str:
        """The verdict; of a claim with a hedge it names the word that allows for the difference."""
        hedge = _HEDGES.get(self.fact.bound)
        return f"within what “{hedge}” allows" if hedge and self.verdict == _WITHIN else self.verdict


#: The columns of what compare() returns.
COMPARISON_COLUMNS = (
    "verdict",
    "fact_id",
    "document_id",
    "quote",
    "flow",
    "balance",
    "reporter",
    "partner",
    "product",
    "measure",
    "frequency",
    "time_period",
    "period_start",
    "period_end",
    "value",
    "unit",
    "observed",
    "difference",
    "relative_difference",
    "dataset",
    "series_key",
    "vintage",
    "observed_status",
    "valuation",
    "coverage",
    "mirror",
    "formula",
    "conversion",
    "sentence",
)


class Wanted(NamedTuple):
    """The observations that claims can be held against: between which areas, of what, from when to when."""

    areas: frozenset[str]
    products: frozenset[str]
    since: date
    until: date


class Money(NamedTuple):
    """The currency in which claims and observations are to be compared, and the rates to get there."""

    currency: str
    rates: Rates


def compare(facts: pd.DataFrame, observations: pd.DataFrame, money: Money | None = None) -> pd.DataFrame:
    """Return a row for each claim about trade and each dataset that observed it (COMPARISON_COLUMNS).

    `observations` is a frame of OBSERVATION_COLUMNS, see wanted(). A claim that no dataset observed, or that
    cannot be held against any, has one row that says why.
    """
    found = comparisons(facts_of(facts), Observations(observations), money)
    return pd.DataFrame([_row(one) for one in found], columns=list(COMPARISON_COLUMNS))


def comparisons(
    facts: Iterable[Fact], observations: Observations, money: Money | None = None
) -> list[Comparison]:
    """Return the comparisons of the facts that are claims about trade: see compare()."""
    return [one for fact in facts if is_claim(fact) for one in _compared(fact, observations, money)]


def is_claim(fact: Fact) -> bool:
    """Tell whether a fact is an amount of trade, or a change of one, that stands for itself."""
    stands = fact.section != "boilerplate" and fact.role not in ("conversion", "superseded")
    amount = fact.measure in _COMPARED and fact.unit not in BARE_UNITS - {"percent"}
    return stands and amount and fact.flow in _TRADE


def wanted(facts: Iterable[Fact]) -> Wanted | None:
    """Return which observations the facts can be held against, None where there is none to look for."""
    sought = [
        (sought_by(fact), days)
        for fact in facts
        if is_claim(fact) and _unfit(fact) is None
        for days in (period_of(fact), baseline_of(fact))
        if days is not None
    ]
    if not sought:
        return None
    return Wanted(
        frozenset(area for one, _ in sought for area in (one.reporter, one.partner)),
        frozenset(one.product for one, _ in sought),
        min(days[0] for _, days in sought),
        max(days[1] for _, days in sought),
    )


def _unfit(fact: Fact) -> str | None:
    """Return why a claim cannot be held against any observation, None where it can."""
    if fact.reporter is None:
        return "the text does not say whose flow it is"
    if period_of(fact) is None:
        return "the text does not say when"
    if fact.measure != "level" and baseline_of(fact) is None:
        return "the text does not say what it is compared with"
    if fact.status in ("forecast", "target"):
        return f"it is a {fact.status}"
    if fact.statistic in ("average", "median"):
        return f"it is {'an' if fact.statistic == 'average' else 'a'} {fact.statistic}"
    code, about = product_code(fact), subject(fact)
    if code == "CHPL":
        return "no single series is of the Common High Priority List"
    if about not in ("", code):
        return f"no heading is certain for “{fact.indicator or about}”"
    return None


def sought_by(fact: Fact) -> Sought:
    """Return the flow that a claim is about."""
    # A flow whose other side is not named is one with all the world.
    return Sought(
        str(fact.flow), str(fact.reporter), fact.partner or "WLD", product_code(fact) or ALL_PRODUCTS
    )


def _compared(fact: Fact, known: Observations, money: Money | None) -> Iterator[Comparison]:
    reason = _unfit(fact)
    if reason is not None:
        yield Comparison(fact, f"no verdict: {reason}")
        return
    sought = sought_by(fact)
    own = _by_dataset(observed_of(fact, sought, known))
    mirror = _by_dataset(observed_of(fact, sought.mirror, known) if sought.mirror else ())
    for dataset in dict.fromkeys((*own, *mirror)):
        one = _judged(fact, own.get(dataset, []), mirror.get(dataset, []), money)
        unsaid = fact.partner is None and one.value is not None and one.verdict != _WITHIN
        yield one._replace(verdict=f"{one.verdict} {_OF_THE_WORLD}") if unsaid else one
    if not own and not mirror:
        yield Comparison(fact, f"no observation: {_lacking(fact, sought, known.datasets)}")


def observed_of(fact: Fact, sought: Sought, known: Observations) -> Iterable[Observed]:
    """Return what was observed of what a claim says: a level, or the change between two of one series."""
    days, before = period_of(fact), baseline_of(fact)
    if days is None or (fact.measure != "level" and before is None):
        return []
    now = known.over(sought, days)
    if fact.measure == "level" or before is None:
        return now
    then = {(one.dataset, one.series_key, one.vintage): one for one in known.over(sought, before)}
    both = ((one, then.get((one.dataset, one.series_key, one.vintage))) for one in now)
    return [_change(fact, one, other, before) for one, other in both if other is not None and other.value]


def _change(fact: Fact, now: Observed, then: Observed, before: Days) -> Observed:
    at = time_period(*before)
    if fact.measure == "change":
        return now._replace(value=now.value - then.value, formula=f"less that of {at}")
    change = (now.value / then.value - 1) * 100
    return now._replace(value=change, unit="percent", formula=f"÷ that of {at} − 1")


def _by_dataset(found: Iterable[Observed]) -> dict[str, list[Observed]]:
    datasets: dict[str, list[Observed]] = {}
    for one in found:
        datasets.setdefault(one.dataset, []).append(one)
    return datasets


def _judged(fact: Fact, own: list[Observed], mirror: list[Observed], money: Money | None) -> Comparison:
    """Return the verdict on a claim: the newest vintage decides, then an older one, then the mirror."""
    newest, older = _newest(own), own[1:]
    first = _held(fact, newest, money) if newest else None
    if first is not None and (first.verdict == _WITHIN or first.value is None):
        return first
    for vintage in older:
        held = _held(fact, vintage, money)
        if held.verdict == _WITHIN:
            return held._replace(verdict=_vintage(vintage))
    seen = _newest(mirror)
    other = _held(fact, seen, money)._replace(is_mirror=True) if seen else None
    if other is not None and other.verdict == _WITHIN:
        return other._replace(verdict="matches the mirror figure")
    if first is not None:
        return first
    assert other is not None  # a dataset is asked only where one of the two is there
    return other if other.value is None else other._replace(verdict=f"{other.verdict} the mirror figure")


def _vintage(observed: Observed) -> str:
    firm = f"{observed.status} " if observed.status != "reported" else ""
    return f"matches the {firm}vintage of {observed.vintage}"


def _newest(found: list[Observed]) -> Observed | None:
    """Return the observation of the newest vintage; of several series the one that is meant by convention.

    Imports are counted CIF and exports FOB, goods without services, and the EU as it is today.
    """
    latest = [one for one in found if one.vintage == found[0].vintage]
    return min(latest, key=_unusual, default=None)


def _unusual(observed: Observed) -> tuple[bool, ...]:
    usual = {"import": "CIF", "export": "FOB"}.get(observed.flow)
    union = any(area and area.startswith("EU") and "2020" not in area for area in observed.area)
    return observed.valuation not in (usual, None), observed.coverage not in ("goods", None), union


def _held(fact: Fact, observed: Observed, money: Money | None) -> Comparison:
    """Hold a claim against one observation."""
    turned = in_one_unit(fact, observed, money)
    if isinstance(turned, str):
        return Comparison(fact, f"no verdict: {turned}", observed)
    factor, observed, conversion = turned
    allowed = Interval(*(end * factor for end in _allowed(fact)))
    value = _signed(fact, fact.value) * factor
    difference = value - observed.value
    relative = difference / abs(observed.value) if observed.value else None
    slack = abs(observed.value) * _EXACT
    within = allowed.low - slack <= observed.value <= allowed.high + slack
    verdict = _WITHIN if within else _distance(fact, difference, relative)
    return Comparison(
        fact, verdict, observed, value, difference, relative, conversion=conversion, allowed=allowed
    )


def _allowed(fact: Fact) -> Interval:
    """Return all that a claim allows, signed."""
    low, high = sorted(_signed(fact, one) for one in stands_for(fact))
    return Interval(low, high)


def _signed(fact: Fact, value: float) -> float:
    falls = fact.direction == "decrease" or fact.balance == "deficit"
    return -value if falls and value > 0 else value


def _distance(fact: Fact, difference: float, relative: float | None) -> str:
    """Return in words how far a claim lies from the observation."""
    side = "above" if difference > 0 else "below"
    if fact.measure == "relative_change":
        return f"{abs(difference):.2g} points {side}"
    if relative is None:
        return side
    if relative >= _MULTIPLE - 1:
        return f"{relative + 1:.2g} times as much as"
    return f"{abs(relative) * 100:.2g}% {side}"


def in_one_unit(
    fact: Fact, observed: Observed, money: Money | None
) -> tuple[float, Observed, str | None] | str:
    """Return by what a claim's value is multiplied, the observation in the same unit, and the rate's words.

    Where there is no common unit, the reason is returned.
    """
    if fact.unit == observed.unit:
        return 1.0, observed, None
    own, other = currency_of(fact.unit), currency_of(observed.unit)
    if own is not None and other is not None:
        return _in_one_currency(fact, observed, money)
    if own is not None or other is not None or BARE_UNITS & {fact.unit, observed.unit}:
        return f"the claim is in {fact.unit}, the observation in {observed.unit}"
    if not registry().is_compatible_with(fact.unit, observed.unit):
        return f"the claim is in {fact.unit}, the observation in {observed.unit}"
    factor = float(registry().Quantity(1, observed.unit).to(fact.unit).magnitude)
    told_factor = f"1 {observed.unit} = {factor:.6g} {fact.unit}"
    return 1.0, observed._replace(value=observed.value * factor, unit=fact.unit), told_factor


def _in_one_currency(
    fact: Fact, observed: Observed, money: Money | None
) -> tuple[float, Observed, str | None] | str:
    if money is None:
        return (
            f"the claim is in {fact.unit}, the observation in {observed.unit}; "
            "name a currency to compare them in"
        )
    days = period_of(fact) or (None, None)
    factors, words = [], []
    for unit in (fact.unit, observed.unit):
        if unit == money.currency:
            factors.append(1.0)
            continue
        rate = money.rates.average(unit, money.currency, *days)
        if isinstance(rate, NoRate):
            return f"{unit} cannot be converted: {rate.reason}"
        factors.append(rate.value)
        words.append(told(unit, money.currency, rate))
    converted = observed._replace(value=observed.value * factors[1], unit=money.currency)
    return factors[0], converted, "; ".join(words)


def _lacking(fact: Fact, sought: Sought, datasets: Collection[str]) -> str:
    """Return what no file has, in words: `the file has no TUR-RUS January 2024 (export)`."""
    if not datasets:
        return f"no official figures of {sought.reporter}-{sought.partner} are stored"
    days = period_of(fact)
    when = _when(days) if days else ""
    product = "" if sought.product == ALL_PRODUCTS else f" {sought.product}"
    named = "the file has" if len(datasets) == 1 else "the files have"
    return f"{named} no {sought.reporter}-{sought.partner}{product} {when} ({sought.flow})"


def _when(days: Days) -> str:
    return f"{days[0]:%B %Y}" if frequency_of(*days) == "M" else time_period(*days)


def _row(one: Comparison) -> list[object]:
    fact, observed = one.fact, one.observed
    days = period_of(fact)
    about = [fact.flow, fact.balance, fact.reporter, fact.partner, product_code(fact), fact.measure]
    period = [str(frequency_of(*days)), time_period(*days), *days] if days else [None] * 4
    seen: Mapping[str, object] = observed._asdict() if observed else {}
    names = ("dataset", "series_key", "vintage", "status", "valuation", "coverage")
    return [
        one.in_words,
        fact.fact_id,
        fact.document_id,
        fact.quote,
        *about,
        *period,
        one.value if one.value is not None else _signed(fact, fact.value),
        observed.unit if observed and one.value is not None else fact.unit,
        seen.get("value"),
        one.difference,
        one.relative_difference,
        *(seen.get(name) for name in names),
        one.is_mirror if observed else None,
        seen.get("formula"),
        one.conversion,
        fact.sentence,
    ]
