"""Two values of one thing, an earlier and a later one: stated, reported or implied."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.implied import implied_values
from analysis.links import links
from analysis.rows import baseline_of, period_of
from analysis.steps import estimate, steps
from analysis.values import Implied
from schemas.periods import Days, months
from schemas.records import Fact

#: Figures are revised: an earlier value may be so far, as a share, from what a later change implies.
_REVISED = 0.1


class Pair(NamedTuple):
    """A later value and the earlier one that it is held against.

    Exactly one of these gives the earlier value: `earlier` (a fact of its own), `implied`, or the
    baseline value that the later fact itself states. `change` is the fact that links them, if one does.
    `otherwise` is the implied value for who reads the change in another way.
    """

    later: Fact
    earlier: Fact | None = None
    implied: Implied | None = None
    change: Fact | None = None
    otherwise: Implied | None = None

    @property
    def before(self) -> float:
        """The earlier value, in the later one's unit."""
        if self.implied is not None:
            return self.implied.value
        return self.earlier.value if self.earlier is not None else float(self.later.baseline_value or 0)

    @property
    def fact_ids(self) -> tuple[str, ...]:
        """Every fact that the pair rests on, the later value's first."""
        given = (self.later, self.change, self.earlier)
        return tuple(one.fact_id for one in given if one is not None)

    @property
    def is_revision(self) -> bool:
        """Whether both values are of one period: then the figure was revised, and nothing rose or fell."""
        period = period_of(self.later)
        return self.earlier is not None and period is not None and period_of(self.earlier) == period

    @property
    def is_of_one_length(self) -> bool:
        """Whether the values can be divided: a whole year's and nine months' cannot, an average's can.

        Where a text names a period for only one of them it compares them itself, and so it is where it
        tells the change.
        """
        before, after = self._periods()
        averages = any(one is not None and one.statistic in _MEANS for one in (self.later, self.earlier))
        if self.change is not None or averages or before is None or after is None:
            return True
        return _length(before) == _length(after)

    def _periods(self) -> tuple[Days | None, Days | None]:
        own = period_of(self.earlier) if self.earlier is not None else None
        return own or baseline_of(self.later), period_of(self.later)


_MEANS = frozenset({"average", "median"})


def _length(days: Days) -> tuple[str, int]:
    whole = months(*days)
    # A leap day makes no season longer.
    return ("weeks", round((days[1] - days[0]).days / 7)) if whole is None else ("months", whole)


def pairs(facts: Iterable[Fact], implied: Sequence[Implied] | None = None) -> list[Pair]:
    """Return what can be shown before and after, in the order of the later facts.

    `implied` are the implied values that may be shown: those of the facts where nobody says otherwise.
    """
    known = [one for one in facts if one.section != "boilerplate"]
    found = {one.later.fact_id: one for one in _stated(known)}
    for one in _linked(known, implied_values(known) if implied is None else implied):
        found.setdefault(one.later.fact_id, one)
    return [found[one.fact_id] for one in known if one.fact_id in found]


def _stated(facts: list[Fact]) -> Iterator[Pair]:
    """Yield the levels that state what they are compared with, each with the baseline's own fact, if any."""
    baselines = {(*_place(one), one.unit, one.value): one for one in facts if one.role == "baseline"}
    for fact in facts:
        if fact.baseline_value is not None and fact.measure in ("level", "price", "rate"):
            key = *_place(fact), fact.unit, fact.baseline_value
            yield Pair(later=fact, earlier=baselines.get(key))


def _place(fact: Fact) -> tuple[object, ...]:
    return fact.document_id, fact.sentence_start


def _linked(facts: list[Fact], values: Sequence[Implied]) -> Iterator[Pair]:
    """Yield the levels that a change ties to an earlier level, reported or else implied."""
    implied: dict[tuple[str, ...], list[Implied]] = defaultdict(list)
    for one in values:
        implied[one.derived_from].append(one)
    reported = {(*_thing(one), period_of(one)): one for one in facts if _is_whole(one)}
    for change, level in links(facts):
        earlier = reported.get((*_thing(level), baseline_of(change)))
        # Of two readings of `three times higher` the first one comes first.
        derived = implied.get((level.fact_id, change.fact_id), [])
        if earlier is not None and _agrees(earlier, level, change):
            yield Pair(level, earlier, None, change)
        elif earlier is None and derived:
            yield Pair(level, None, derived[0], change, derived[1] if len(derived) > 1 else None)


def _is_whole(fact: Fact) -> bool:
    """Tell whether a level says enough of what it is about to be known again in another sentence."""
    known = None not in (fact.flow, fact.reporter) and (fact.partner or fact.indicator) is not None
    return fact.measure == "level" and known


def _agrees(earlier: Fact, level: Fact, change: Fact) -> bool:
    """Tell whether an earlier level is about what the change implies; otherwise it is of something else."""
    known = estimate(level)
    expected = [step.earlier(known) for step in steps(change)] if known else []
    return any(abs(earlier.value - one.value) <= _REVISED * one.value for one in expected if one)


def _thing(fact: Fact) -> tuple[object, ...]:
    return fact.document_id, fact.flow, fact.balance, fact.reporter, fact.partner, fact.unit, fact.indicator
