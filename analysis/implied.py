"""Values that no text states and arithmetic gives, with what rounding allows and where each comes from.

`Exports fell 39% to $631 million in January` says two things: 631 million this January, and, by
arithmetic, 631 / (1 - 0.39) = 1,034 million a year before. Both numbers were rounded when they were
written, so the earlier one lies between 1,026 and 1,043 million.

Of a level and its change, its share or its stated baseline the missing one follows:

    the earlier level    from a level and the change that led to it
    the later level      from a change and the level that it began at
    the whole, the part  from a share and the other of the two
    the change           from a level and the earlier one that it states
    further levels       from each of these and the change next to it, as far as the changes go
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from operator import mul, truediv

import pandas as pd

from analysis.chains import chained
from analysis.links import Share, begun, is_amount, is_change, is_known, links, shares, whole_named
from analysis.rounding import written
from analysis.rows import baseline_of, facts_of, period_of
from analysis.steps import Estimate, combined, estimate, steps
from analysis.values import Implied, level_over, place_of
from schemas.periods import Days
from schemas.records import Fact


def implied(facts: pd.DataFrame) -> pd.DataFrame:
    """Return the implied values of a facts frame, one row each (the fields of Implied).

    `derived_from` are ids with blanks between. A value that the same document states for that period is not
    implied again. An empty frame with the same columns is returned where nothing is implied.
    """
    rows = [one._replace(derived_from=" ".join(one.derived_from)) for one in implied_values(facts_of(facts))]  # type: ignore[arg-type]
    return pd.DataFrame(rows, columns=list(Implied._fields))


def implied_values(facts: Iterable[Fact]) -> list[Implied]:
    """Return the implied values of `facts`: see the module."""
    every = list(facts)
    known = [one for one in every if is_known(one)]
    linked = links(known)
    found = [one for change, level in linked for one in _earlier(change, level)]
    found += [
        one
        for change, level in begun(known, (change for change, _ in linked))
        for one in _later(change, level)
    ]
    found += [one for share in shares(known) for one in _of_share(share)]
    beside = defaultdict(list)
    for one in known:
        beside[one.document_id, one.sentence_start].append(one)
    found += [value for one in known for value in _change(one, beside[one.document_id, one.sentence_start])]
    stated = {place_of(one) for one in every if one.measure == "level"}
    new = [one for one in _narrowest(found) if one.measure != "level" or place_of(one) not in stated]
    return [*new, *chained(known, new, stated)]


def _narrowest(found: Iterable[Implied]) -> list[Implied]:
    """Return of the values that say the same twice the more exact: by a change in percent and in amount."""
    best: dict[tuple[object, ...], Implied] = {}
    for one in found:
        key = one.measure, one.reading, *place_of(one)
        other = best.setdefault(key, one)
        if one.value_high - one.value_low < other.value_high - other.value_low:
            best[key] = one
    return list(best.values())


def _earlier(change: Fact, level: Fact) -> Iterator[Implied]:
    """Yield the value from which a change led to a level, once for each reading; what is stated is not."""
    when, known = baseline_of(change), estimate(level)
    if level.baseline_value is not None or when is None or known is None:
        return
    for step in steps(change):
        if (value := step.earlier(known)) is not None:
            yield level_over(level, (level.fact_id, change.fact_id), when, value, step.back, step.reading)


def _later(change: Fact, level: Fact) -> Iterator[Implied]:
    """Yield the value to which a change led from a level."""
    when, known = period_of(change), estimate(level)
    if when is None or known is None:
        return
    own = level._replace(status=change.status)
    for step in steps(change):
        if (value := step.later(known)) is not None:
            yield level_over(own, (level.fact_id, change.fact_id), when, value, step.on, step.reading)


def _of_share(found: Share) -> Iterator[Implied]:
    """Yield the whole of which a level is a share, or the part that is a share of it."""
    share, level = found.share, found.level
    known, size = estimate(level), written(share.quote, share.value)
    when = period_of(level) or period_of(share)
    if known is None or size is None or size.low <= 0 or when is None:
        return
    per = 100.0 if share.unit == "percent" else 1.0
    part = Estimate(share.value / per, size.low / per, size.high / per)
    ids = (level.fact_id, share.fact_id)
    if found.of_part:
        whole = combined(known, part, truediv)
        # What the whole is called stands behind the share; to whom it went is no longer one country.
        of = level._replace(partner=None, indicator=f"total {whole_named(share)}")
        yield from _if_any(of, ids, when, whole, "level ÷ share")
    else:
        of = share._replace(unit=level.unit, measure="level")
        yield from _if_any(of, ids, when, combined(known, part, mul), "level × share")


def _if_any(
    of: Fact, ids: tuple[str, ...], when: Days, value: Estimate | None, formula: str
) -> Iterator[Implied]:
    if value is not None:
        yield level_over(of, ids, when, value, formula)


def _change(level: Fact, beside: Sequence[Fact]) -> Iterator[Implied]:
    """Yield the change between a level and the earlier one that it states, in percent.

    `beside` are the facts of its sentence; where one of them is a change, that one says it.
    """
    if level.baseline_value is None or level.measure != "level" or not is_amount(level):
        return
    earlier = next((one for one in beside if one.role == "baseline" and _states(level, one)), None)
    if earlier is None or any(map(is_change, beside)):
        return
    after, before = estimate(level), estimate(earlier)
    if after is None or before is None or before.low <= 0:
        return
    ends = [(a / b - 1) * 100 for a, b in ((after.low, before.high), (after.high, before.low))]
    if ends[0] < 0 < ends[1]:
        return
    low, high = sorted(map(abs, ends))
    growth = (after.value / before.value - 1) * 100
    value = Estimate(abs(growth), low, high)
    yield level_over(level, (level.fact_id, earlier.fact_id), None, value, "level ÷ baseline − 1")._replace(
        measure="relative_change",
        direction="increase" if growth > 0 else "decrease",
        unit="percent",
        period_start=level.period_start,
        period_end=level.period_end,
        baseline_period_start=level.baseline_period_start or earlier.period_start,
        baseline_period_end=level.baseline_period_end or earlier.period_end,
    )


def _states(level: Fact, earlier: Fact) -> bool:
    same = (earlier.value, earlier.unit) == (level.baseline_value, level.unit)
    # From a deficit to a surplus there is no change in percent.
    return same and earlier.balance == level.balance
