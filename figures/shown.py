"""What a figure shows, mark by mark: the rows of the table that stands beside the picture.

A picture cannot be read by everyone, nor computed with. Each figure lists what it draws as it draws it, in
the unit and with the sign in which it is drawn, and description and table are made of that.
"""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, NamedTuple

from analysis.conversion import Conversion
from analysis.signs import signed
from analysis.values import Implied
from figures import wording
from schemas.records import Fact


class Shown(NamedTuple):
    """One mark: `value` in `unit` as drawn, below zero for a fall or a deficit.

    `value_low` and `value_high` are the ends of its whisker, null where it has none. `origin` is `reported`
    by a text, `implied` by one, `official`, or `computed` of several facts; `note` then says how, or at what
    rate it was converted. `fact_ids` are the facts behind it, `dataset` the official one that it is of.
    """

    what: str
    value: float
    unit: str
    measure: str
    period_start: date | None = None
    period_end: date | None = None
    value_low: float | None = None
    value_high: float | None = None
    flow: str | None = None
    reporter: str | None = None
    partner: str | None = None
    indicator: str | None = None
    counted: str | None = None
    status: str = "reported"
    origin: str = "reported"
    note: str = ""
    fact_ids: tuple[str, ...] = ()
    dataset: str | None = None

    @property
    def firm(self) -> str:
        """What a reader must know of how firm it is: `implied`, `provisional`; empty for what is reported."""
        said = [
            self.origin if self.origin != "reported" else "",
            "" if self.status == "reported" else self.status,
        ]
        return ", ".join(filter(None, said))


def of_fact(fact: Fact, conversion: Conversion | None = None) -> Shown:
    """Return the row of a fact that is drawn as it is, or as it was converted."""
    low = high = None
    if fact.value_high is not None:
        low, high = sorted((signed(fact, fact.value), signed(fact, fact.value_high)))
    return Shown(
        what=wording.subject(fact),
        value=signed(fact, fact.value),
        unit=fact.unit,
        measure=fact.measure,
        period_start=fact.period_start,
        period_end=fact.period_end,
        value_low=low,
        value_high=high,
        flow=fact.flow,
        reporter=fact.reporter,
        partner=fact.partner,
        indicator=fact.indicator,
        counted=fact.counted,
        status=fact.status,
        note=_note(wording.hedge(fact).strip(), conversion and conversion.told),
        fact_ids=(fact.fact_id,),
    )


def of_implied(implied: Implied, level: Fact, conversion: Conversion | None = None) -> Shown:
    """Return the row of a value that follows from `level` and a change of it."""
    low, high = sorted((signed(implied, implied.value_low), signed(implied, implied.value_high)))
    return Shown(
        what=wording.subject(level),
        value=signed(implied, implied.value),
        unit=implied.unit,
        measure=implied.measure,
        period_start=implied.period_start,
        period_end=implied.period_end,
        value_low=low,
        value_high=high,
        flow=implied.flow,
        reporter=implied.reporter,
        partner=implied.partner,
        indicator=implied.indicator,
        counted=level.counted,
        status=implied.status,
        origin="implied",
        note=_note(implied.formula, implied.reading, conversion and conversion.told),
        fact_ids=implied.derived_from,
    )


def _note(*said: str | None) -> str:
    return "; ".join(one for one in said if one)


def plain(rows: Iterable[Shown]) -> list[list[Any]]:
    """Return rows as JSON can hold them; back() gives the same rows."""
    return [[one.isoformat() if isinstance(one, date) else one for one in row] for row in rows]


def back(rows: Iterable[Sequence[Any]]) -> tuple[Shown, ...]:
    """Return the rows that plain() was given."""
    return tuple(_back(Shown(*row)) for row in rows)


def _back(row: Shown) -> Shown:
    start, end = (date.fromisoformat(one) if one else None for one in (row.period_start, row.period_end))  # type: ignore[arg-type]
    return row._replace(period_start=start, period_end=end, fact_ids=tuple(row.fact_ids))
