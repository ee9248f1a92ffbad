"""Facts -> rows: what texts claim against what statistical offices published, differences first."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from analysis.comparison import comparisons
from analysis.observed import Observations
from analysis.verdicts import WITHIN, Comparison, Money
from dashboard.comparing.asked import OFFICIAL, VERDICTS
from dashboard.comparing.gathered import Gathered
from dashboard.comparing.rows import Mark, Row
from figures import wording
from figures.charts.agreement import what_of
from figures.drawing import money
from pipeline.official import observations_for
from pipeline.rates import configured_rates
from store import Store

#: Of what is compared with nothing, so many reasons are named.
_MOST_REASONS = 12
_ORDER = list(VERDICTS[OFFICIAL])


class Held(NamedTuple):
    """The rows of what was compared; how many facts are claims about trade; and why others were not."""

    rows: list[Row]
    claims: int
    reasons: list[tuple[str, int]]

    @property
    def left(self) -> int:
        """The number of claims that were compared with nothing."""
        return sum(many for _, many in self.reasons)


def held(found: Gathered, store: Store) -> Held:
    """Return what offices published of what the facts claim; nothing where nothing is stored."""
    if not store.official.has_any():
        return Held([], 0, [])
    known = Observations(observations_for(found.facts, store))
    currency = found.view.currency
    every = comparisons(found.facts, known, Money(currency, configured_rates()) if currency else None)
    compared = [one for one in every if one.value is not None]
    ids = {one.fact.fact_id for one in compared}
    # A claim may stand beside several datasets, and be compared with one of them only.
    left = {one.fact.fact_id: one.verdict for one in every if one.fact.fact_id not in ids}
    sources = found.sources()
    in_order = sorted(compared, key=_order)
    rows = [_row(one, *sources[one.fact.document_id]) for one in in_order]
    return Held(rows, len({one.fact.fact_id for one in every}), Counter(left.values()).most_common())


def named(reasons: Sequence[tuple[str, int]]) -> list[tuple[str, int]]:
    """Return the commonest reasons, and what the others come to."""
    told, others = list(reasons[:_MOST_REASONS]), sum(many for _, many in reasons[_MOST_REASONS:])
    named = [(wording.capital(reason), many) for reason, many in told]
    return [*named, ("Others", others)] if others else named


def _kind(one: Comparison) -> str:
    if one.verdict == WITHIN:
        return "within"
    return "matches" if one.verdict.startswith("matches") else "differs"


def _order(one: Comparison) -> tuple[int, float]:
    return _ORDER.index(_kind(one)), -abs(one.relative_difference or 0)


def _row(one: Comparison, by: str, day: date | None) -> Row:
    fact, seen = one.fact, one.observed
    assert seen is not None and one.value is not None  # only what was compared is a row
    low, high = one.allowed or (one.value, one.value)
    when = wording.period(fact.period_start, fact.period_end)
    stated = wording.fact_amount(fact)
    said = stated
    if fact.unit != seen.unit and fact.measure != "relative_change":
        said = f"{wording.hedge(fact)}{money.amount_as_written(one.value, seen.unit, fact)} ({stated})"
    told = (seen.status if seen.status != "reported" else "", seen.valuation or "", seen.formula or "")
    vintage = f"{seen.dataset}{', the mirror' if one.is_mirror else ''}, vintage of"
    return Row(
        what_of(fact),
        ", ".join(filter(None, (when, wording.measure_name(fact)))),
        _kind(one),
        wording.capital(one.in_words),
        (
            Mark(said, f"{by},", day, one.value, low, high, fact.fact_id, wording.firmness(fact)),
            Mark(
                wording.amount(seen.value, seen.unit), vintage, seen.vintage, *(seen.value,) * 3,
                note=", ".join(filter(None, told)),
            ),
        ),
        _difference(one, seen.unit),
        rates=tuple(filter(None, (one.conversion,))),
    )  # fmt: skip


def _difference(one: Comparison, unit: str) -> str:
    if not one.difference:
        return "none"
    if unit == "percent":
        return f"{wording.number(one.difference)} points"
    return wording.signed(one.difference, unit)
