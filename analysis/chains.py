"""From one level to the next along the changes between them, as far as the changes go."""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator

from analysis.links import is_change, is_level
from analysis.rows import baseline_of, period_of
from analysis.steps import estimate, steps
from analysis.values import Implied, Place, Topic, level_over, place_of, topic_of
from schemas.records import Fact

#: So many changes are gone along from one level; more of them are no chain that a reader could follow.
_MOST_STEPS = 20


def chained(known: Iterable[Fact], found: Iterable[Implied], stated: set[Place]) -> list[Implied]:
    """Return the levels that follow from a level by the changes next to it, one after the other.

    From a stated level the first step stays within its sentence. A step is taken only where one change, and
    no other one, leads there.
    """
    changes: dict[Topic, list[Fact]] = defaultdict(list)
    levels = []
    for fact in known:
        if is_change(fact):
            changes[topic_of(fact)].append(fact)
        elif is_level(fact) and (value := estimate(fact)):
            levels.append(level_over(fact, (fact.fact_id,), period_of(fact), value, "level"))
    sentences = {fact.fact_id: fact.sentence_start for fact in known}
    taken = stated | {place_of(one) for one in found}
    waiting = deque([*levels, *(one for one in found if one.measure == "level")])
    chained: list[Implied] = []
    while waiting:
        one = waiting.popleft()
        own = sentences[one.level_id] if one.formula == "level" else None
        near = [change for change in changes[topic_of(one)] if own in (None, change.sentence_start)]
        new = [after for after in _stepped(one, near) if place_of(after) not in taken]
        taken |= {place_of(after) for after in new}
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
                yield level_over(one, ids, to(leading[0]), value, formula, step.reading or one.reading)


def _after(formula: str, step: str) -> str:
    return step.replace("level", formula if formula == "level" else f"({formula})")
