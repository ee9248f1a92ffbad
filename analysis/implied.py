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

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from operator import mul, truediv
from typing import NamedTuple

import pandas as pd

from analysis.links import Share, begun, is_amount, is_change, is_known, is_level, links, shares, whole_named
from analysis.rounding import written
from analysis.rows import baseline_of, facts_of, period_of
from analysis.steps import Estimate, combined, estimate, steps
from analysis.subjects import About, about, product_code, subject
from schemas.periods import Days
from schemas.records import Fact

#: A document and what is spoken of in it.
_Topic = tuple[str, About]
#: The same with a unit and a period.
_Place = tuple[object, ...]
#: So many changes are gone along from one level; more of them are no chain that a reader could follow.
_MOST_STEPS = 20


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
    stated = {_place(one) for one in every if one.measure == "level"}
    new = [one for one in _narrowest(found) if one.measure != "level" or _place(one) not in stated]
    return [*new, *_chained(known, new, stated)]


def _narrowest(found: Iterable[Implied]) -> list[Implied]:
    """Return of the values that say the same twice the more exact: by a change in percent and in amount."""
    best: dict[tuple[object, ...], Implied] = {}
    for one in found:
        key = one.measure, one.reading, *_place(one)
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
            yield _level(level, (level.fact_id, change.fact_id), when, value, step.back, step.reading)


def _later(change: Fact, level: Fact) -> Iterator[Implied]:
    """Yield the value to which a change led from a level."""
    when, known = period_of(change), estimate(level)
    if when is None or known is None:
        return
    own = level._replace(status=change.status)
    for step in steps(change):
        if (value := step.later(known)) is not None:
            yield _level(own, (level.fact_id, change.fact_id), when, value, step.on, step.reading)


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
        yield _level(of, ids, when, value, formula)


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
    yield _level(level, (level.fact_id, earlier.fact_id), None, value, "level ÷ baseline − 1")._replace(
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


def _level(
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


def _place(one: Fact | Implied) -> _Place:
    """Return where a level stands: in which document, of what, in which unit, over which period."""
    return one.document_id, _about(one), one.unit, one.period_start, one.period_end


def _chained(known: Iterable[Fact], found: Iterable[Implied], stated: set[_Place]) -> list[Implied]:
    """Return the levels that follow from a level by the changes next to it, one after the other.

    From a stated level the first step stays within its sentence. A step is taken only where one change, and
    no other one, leads there.
    """
    changes: dict[_Topic, list[Fact]] = defaultdict(list)
    levels = []
    for fact in known:
        if is_change(fact):
            changes[_topic(fact)].append(fact)
        elif is_level(fact) and (value := estimate(fact)):
            levels.append(_level(fact, (fact.fact_id,), period_of(fact), value, "level"))
    sentences = {fact.fact_id: fact.sentence_start for fact in known}
    taken = stated | {_place(one) for one in found}
    waiting = deque([*levels, *(one for one in found if one.measure == "level")])
    chained: list[Implied] = []
    while waiting:
        one = waiting.popleft()
        own = sentences[one.level_id] if one.formula == "level" else None
        near = [change for change in changes[_topic(one)] if own in (None, change.sentence_start)]
        new = [after for after in _stepped(one, near) if _place(after) not in taken]
        taken |= {_place(after) for after in new}
        chained += new
        waiting += [after for after in new if len(after.derived_from) < _MOST_STEPS]
    return chained


def _stepped(one: Implied, changes: Iterable[Fact]) -> Iterator[Implied]:
    """Yield the levels one change away from a level, in either direction."""
    fitting = [
        change
        for change in changes
        if change.fact_id not in one.derived_from and change.unit in (one.unit, "percent", "ratio")
    ]
    when = one.period_start, one.period_end
    for at, to, back in ((period_of, baseline_of, True), (baseline_of, period_of, False)):
        leading = [change for change in fitting if at(change) == when]
        if len(leading) != 1 or to(leading[0]) is None:
            continue
        for step in steps(leading[0]):
            value = step.earlier(one.estimate) if back else step.later(one.estimate)
            if value is not None:
                formula = _after(one.formula, step.back if back else step.on)
                ids = (*one.derived_from, leading[0].fact_id)
                yield _level(one, ids, to(leading[0]), value, formula, step.reading or one.reading)


def _after(formula: str, step: str) -> str:
    return step.replace("level", formula if formula == "level" else f"({formula})")


def _topic(one: Fact | Implied) -> _Topic:
    return one.document_id, _about(one)


def _about(one: Fact | Implied) -> About:
    if isinstance(one, Implied):
        return one.flow, one.balance, one.reporter, one.partner, one.subject
    return about(one)
