"""A claim against what the statistical office published: value, difference, and a verdict in plain words.

A verdict is given only where the two are of one flow, one product, one period and one unit. Where they are
not, the verdict says what is missing; where one currency would have to be turned into another, it says that,
unless a currency is asked for.
"""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.claims import comparable
from analysis.observed import Observations, Observed, Sought
from analysis.rates import currency_of
from analysis.rows import baseline_of, facts_of, period_of
from analysis.signs import signed
from analysis.subjects import VOLUME, is_of_volume, product_code, subject
from analysis.verdicts import WITHIN, Comparison, Money, judged
from schemas.periods import Days, frequency_of, time_period
from schemas.records import ALL_PRODUCTS, Fact
from schemas.units import BARE_UNITS
from schemas.vocabulary import Coverage

_TRADE = frozenset({"export", "import", "balance", "total_trade"})
_COMPARED = frozenset({"level", "change", "relative_change"})
_OF_THE_WORLD = "the figure for all partners together; the text names none"


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
    if set(about.split()) - {code, VOLUME}:
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
        one = judged(fact, own.get(dataset, []), mirror.get(dataset, []), money)
        unsaid = fact.partner is None and one.value is not None and one.verdict != WITHIN
        yield one._replace(verdict=f"{one.verdict} {_OF_THE_WORLD}") if unsaid else one
    if not own and not mirror:
        yield Comparison(fact, f"no observation: {_lacking(fact, sought, known)}")


def observed_of(fact: Fact, sought: Sought, known: Observations) -> Iterable[Observed]:
    """Return what was observed of what a claim says: a level, or the change between two of one series."""
    days, before = period_of(fact), baseline_of(fact)
    if days is None or (fact.measure != "level" and before is None):
        return []
    now = _fitting(fact, known.over(sought, days))
    if fact.measure == "level" or before is None:
        return now
    then = {(one.dataset, one.series_key, one.vintage): one for one in known.over(sought, before)}
    both = ((one, then.get((one.dataset, one.series_key, one.vintage))) for one in now)
    return [_change(fact, one, other, before) for one, other in both if other is not None and other.value]


def _fitting(fact: Fact, found: Iterable[Observed]) -> list[Observed]:
    """Return what a claim can be about: money or weights, and services only where it says so.

    Where nothing is in a unit of its kind, all is returned, so that the verdict can say what there is.
    """
    services = "service" in fact.sentence.casefold()
    there = [one for one in found if services or one.coverage != Coverage.SERVICES]
    if fact.measure == "relative_change":
        return [one for one in there if (currency_of(one.unit) is None) == is_of_volume(fact)]
    return [one for one in there if comparable(one.unit) == comparable(fact.unit)] or there


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


def _lacking(fact: Fact, sought: Sought, known: Observations) -> str:
    """Return what no file has, in words: `the file has no TUR-RUS January 2024 (export)`."""
    product = "" if sought.product == ALL_PRODUCTS else f" {sought.product}"
    what = f"{sought.reporter}-{sought.partner}{product}"
    if not known.datasets:
        return f"no official figures of {what}{'' if product else ', all goods together,'} are stored"
    before = baseline_of(fact) if fact.measure != "level" else None
    asked = [days for days in (period_of(fact), before) if days is not None]
    missing = [days for days in asked if not _fitting(fact, known.over(sought, days))]
    has = "the file has" if len(known.datasets) == 1 else "the files have"
    when = " and ".join(map(_when, missing or asked))
    if not missing:
        return f"{has} {what} {when} ({sought.flow}), but not in one series of one vintage"
    return f"{has} no {what} {when} ({sought.flow})"


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
        one.value if one.value is not None else signed(fact, fact.value),
        observed.unit if observed and one.value is not None else fact.unit,
        # Beside a value in another unit, it would look like one of the same.
        seen.get("value") if one.value is not None else None,
        one.difference,
        one.relative_difference,
        *(seen.get(name) for name in names),
        one.is_mirror if observed else None,
        seen.get("formula"),
        one.conversion,
        fact.sentence,
    ]
