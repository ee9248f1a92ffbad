"""The value that a level and its change imply for the earlier period, with what rounding allows.

`Exports fell 39% to $631 million in January` says two things: 631 million this January, and, by
arithmetic, 631 / (1 - 0.39) = 1,034 million a year before. Both numbers were rounded when they were
written, so the earlier one lies between 1,026 and 1,043 million.
"""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import NamedTuple

import pandas as pd

from analysis.links import links
from analysis.rounding import written
from analysis.rows import baseline_of, facts_of, period_of
from schemas.records import Fact


class Implied(NamedTuple):
    """One value that no text states. `change_id` and `level_id` are the facts it was derived from."""

    document_id: str
    change_id: str
    level_id: str
    flow: str | None
    balance: str | None
    reporter: str | None
    partner: str | None
    indicator: str | None
    unit: str
    period_start: date
    period_end: date
    value: float
    value_low: float
    value_high: float
    status: str
    formula: str


def implied(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the implied earlier values of a facts frame, one row each (the fields of Implied).

    A value that the same document states for that period is not implied again. An empty frame with the
    same columns is returned where nothing is implied.
    """
    return pd.DataFrame(list(implied_values(facts_of(facts))), columns=list(Implied._fields))


def implied_values(facts: Iterable[Fact]) -> Iterator[Implied]:
    """Yield the implied earlier values of `facts`: see implied()."""
    known = list(facts)
    stated = {(_thing(one), period_of(one)) for one in known if one.measure == "level"}
    for change, level in links(known):
        if (_thing(level), baseline_of(change)) not in stated and level.baseline_value is None:
            yield from _earlier(change, level)


def _thing(fact: Fact) -> tuple[object, ...]:
    return fact.document_id, fact.flow, fact.balance, fact.reporter, fact.partner, fact.unit


def _earlier(change: Fact, level: Fact) -> Iterator[Implied]:
    period = baseline_of(change)
    by, of = written(change.quote, change.value), written(level.quote, level.value)
    if period is None or by is None or of is None:
        return
    try:
        value = before(level.value, change)
        corners = [before(one, change, other) for one in of for other in by]
    except ZeroDivisionError:
        return
    # Rounding must not let the change swallow the whole level: below zero there is nothing to draw.
    if min(value, *corners) <= 0:
        return
    yield Implied(
        document_id=level.document_id,
        change_id=change.fact_id,
        level_id=level.fact_id,
        flow=level.flow,
        balance=level.balance,
        reporter=level.reporter,
        partner=level.partner,
        indicator=level.indicator,
        unit=level.unit,
        period_start=period[0],
        period_end=period[1],
        value=value,
        value_low=min(corners),
        value_high=max(corners),
        status=level.status,
        formula=formula(change),
    )


def before(level: float, change: Fact, by: float | None = None) -> float:
    """Return the value from which `change` led to `level`; `by` stands in for the change's own value.

    Raises ZeroDivisionError where the change took everything away.
    """
    size = change.value if by is None else by
    falls = change.direction == "decrease"
    if change.measure == "change":
        return level + size if falls else level - size
    if change.measure == "ratio":
        # `fell threefold` and `fell to a third` are the same fall.
        return level * size if falls and change.value > 1 else level / size
    share = size / 100 if change.unit == "percent" else size
    return level / (1 - share) if falls else level / (1 + share)


def formula(change: Fact) -> str:
    """Return in words how the earlier value follows from the level and this change."""
    falls = change.direction == "decrease"
    if change.measure == "change":
        return "level + change" if falls else "level − change"
    if change.measure == "ratio":
        return "level × multiple" if falls and change.value > 1 else "level ÷ multiple"
    return "level ÷ (1 − change)" if falls else "level ÷ (1 + change)"
