"""What a claim is to the observations of one dataset: the verdict, in plain words."""

from typing import NamedTuple

from analysis.conversion import told
from analysis.observed import Observed
from analysis.rates import NoRate, Rates, currency_of
from analysis.rounding import Interval, stands_for
from analysis.rows import period_of
from analysis.signs import signed, signed_ends
from schemas.records import Fact
from schemas.units import BARE_UNITS, registry

WITHIN = "within rounding"
#: What floating-point arithmetic may leave between two numbers that are one.
_EXACT = 1e-9

_HEDGES = {
    "approx": "about",
    "at_least": "at least",
    "more_than": "more than",
    "at_most": "at most",
    "less_than": "less than",
}


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
        return f"within what “{hedge}” allows" if hedge and self.verdict == WITHIN else self.verdict


class Money(NamedTuple):
    """The currency in which claims and observations are to be compared, and the rates to get there."""

    currency: str
    rates: Rates


def judged(fact: Fact, own: list[Observed], mirror: list[Observed], money: Money | None) -> Comparison:
    """Return the verdict on a claim: the newest vintage decides, then an older one, then the mirror."""
    newest = _newest(own)
    first = _held(fact, newest, money) if newest else None
    if first is not None and (first.verdict == WITHIN or first.value is None):
        return first
    for other in own:
        if newest is not None and (held := _held(fact, other, money)).verdict == WITHIN:
            return held._replace(verdict=_matched(other, newest))
    seen = _newest(mirror)
    mirrored = _held(fact, seen, money)._replace(is_mirror=True) if seen else None
    if mirrored is not None and mirrored.verdict == WITHIN:
        return mirrored._replace(verdict="matches the mirror figure")
    if first is not None:
        return first
    assert mirrored is not None  # a dataset is asked only where one of the two is there
    told = mirrored.verdict if mirrored.value is None else f"{mirrored.verdict} the mirror figure"
    return mirrored._replace(verdict=told)


def _matched(observed: Observed, newest: Observed) -> str:
    """Return what a claim matches instead of the newest vintage's usual series."""
    if observed.vintage == newest.vintage:
        if observed.valuation != newest.valuation and observed.valuation:
            return f"matches the {observed.valuation} figure"
        if observed.coverage != newest.coverage and observed.coverage:
            return f"matches the figure for {observed.coverage}"
        areas = [area for area in observed.area if area and area not in newest.area]
        if areas:
            return f"matches the figure for {' and '.join(areas)}"
        return f"matches the series {observed.series_key}"
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
    allowed = Interval(*(end * factor for end in signed_ends(fact, stands_for(fact))))
    value = signed(fact, fact.value) * factor
    difference = value - observed.value
    relative = difference / abs(observed.value) if observed.value else None
    slack = abs(observed.value) * _EXACT
    within = allowed.low - slack <= observed.value <= allowed.high + slack
    told = _distance_of_balance(fact, value, observed.value) or _distance(fact, difference, relative)
    verdict = WITHIN if within else told
    return Comparison(
        fact, verdict, observed, value, difference, relative, conversion=conversion, allowed=allowed
    )


def _distance_of_balance(fact: Fact, value: float, observed: float) -> str | None:
    """Return how far a deficit or a surplus lies from the observed one; None for what is neither."""
    if fact.balance is None or fact.measure != "level" or not observed:
        return None
    if value * observed < 0:
        return f"a {fact.balance} against a {'deficit' if observed < 0 else 'surplus'}"
    share = abs(value) / abs(observed) - 1
    return f"{fact.balance} {_percent(share)} {'larger' if share > 0 else 'smaller'}"


def _percent(share: float) -> str:
    """Return a share in percent, as many digits of it as tell anything: `0.23%`, `3%`, `1,200%`."""
    percent = abs(share) * 100
    return f"{percent:.2g}%" if percent < 99.5 else f"{percent:,.0f}%"


def _distance(fact: Fact, difference: float, relative: float | None) -> str:
    """Return in words how far a claim lies from the observation."""
    side = "above" if difference > 0 else "below"
    if fact.measure == "relative_change":
        return f"{abs(difference):.2g} points {side}"
    if relative is None:
        return side
    return f"{_percent(relative)} {side}"


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
