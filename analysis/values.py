"""One implied value, and what it is about."""

from datetime import date
from typing import NamedTuple

from analysis.steps import Estimate
from analysis.subjects import About, about, product_code, subject
from schemas.periods import Days
from schemas.records import Fact

#: A document and what is spoken of in it.
Topic = tuple[str, About]
#: The same with a unit and a period.
Place = tuple[object, ...]


class Implied(NamedTuple):
    """One value that no text states.

    `derived_from` are the ids of the facts it was computed from, the level's first. `measure` is that of the
    value: a level, or the change between two stated ones, which has a `direction` and a baseline. The period
    of a change may be unknown. `subject` and `product` are those of the level: see analysis.subjects.
    `reading` tells which of two honest readings of the words was taken.
    """

    document_id: str
    derived_from: tuple[str, ...]
    measure: str
    direction: str | None
    flow: str | None
    balance: str | None
    reporter: str | None
    partner: str | None
    indicator: str | None
    subject: str
    product: str | None
    unit: str
    period_start: date | None
    period_end: date | None
    baseline_period_start: date | None
    baseline_period_end: date | None
    value: float
    value_low: float
    value_high: float
    status: str
    formula: str
    reading: str | None = None

    @property
    def level_id(self) -> str:
        """The id of the level that it was computed from."""
        return self.derived_from[0]

    @property
    def estimate(self) -> Estimate:
        """The value with what rounding allows."""
        return Estimate(self.value, self.value_low, self.value_high)


def level_over(
    of: Fact | Implied,
    ids: tuple[str, ...],
    when: Days | None,
    value: Estimate,
    formula: str,
    reading: str | None = None,
) -> Implied:
    """Return a level that is about what a fact is about, over another period."""
    start, end = when or (None, None)
    return Implied(
        document_id=of.document_id,
        derived_from=ids,
        measure="level",
        direction=None,
        flow=of.flow,
        balance=of.balance,
        reporter=of.reporter,
        partner=of.partner,
        indicator=of.indicator,
        subject=of.subject if isinstance(of, Implied) else subject(of),
        product=of.product if isinstance(of, Implied) else product_code(of),
        unit=of.unit,
        period_start=start,
        period_end=end,
        baseline_period_start=None,
        baseline_period_end=None,
        value=value.value,
        value_low=value.low,
        value_high=value.high,
        status=of.status,
        formula=formula,
        reading=reading,
    )


def place_of(one: Fact | Implied) -> Place:
    """Return where a level stands: in which document, of what, in which unit, over which period."""
    return one.document_id, _about(one), one.unit, one.period_start, one.period_end


def topic_of(one: Fact | Implied) -> Topic:
    """Return what is spoken of, and in which document."""
    return one.document_id, _about(one)


def _about(one: Fact | Implied) -> About:
    if isinstance(one, Implied):
        return one.flow, one.balance, one.reporter, one.partner, one.subject
    return about(one)
