"""Which change speaks of which level: both are about one thing, in one document, for one period."""

import re
from collections import defaultdict
from collections.abc import Iterable

from analysis.rows import baseline_of, period_of
from schemas.records import Fact

_COMPARES = frozenset({"change", "relative_change", "ratio"})
#: `three times higher` is three times the earlier value to one reader and four times to another.
_TWO_READINGS = re.compile(r"\s*(?:higher|more|greater|larger|bigger|lower|less|fewer|smaller)\b", re.I)

_Key = tuple[object, ...]


def links(facts: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """Return pairs (change, level) that speak of one thing: what the change brought the level to.

    Both are exact, of one document, flow, reporter, partner and period; the change names the period that
    it is compared with. Where several levels would do, the one with the same indicator is taken, and
    otherwise the change and the level that are nearest to each other in one sentence.
    """
    levels: dict[_Key, list[Fact]] = defaultdict(list)
    changes: dict[_Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        if _is_level(fact):
            levels[_subject(fact)].append(fact)
        elif _is_change(fact):
            changes[_subject(fact)].append(fact)
    found = []
    for subject, group in changes.items():
        for change in group:
            level = _level_for(change, levels[subject], group)
            if level is not None:
                found.append((change, level))
    return found


def _subject(fact: Fact) -> _Key:
    return fact.document_id, fact.flow, fact.balance, fact.reporter, fact.partner, period_of(fact)


def _is_plain(fact: Fact) -> bool:
    known = fact.bound == "exact" and fact.value_high is None and fact.role not in ("superseded", "baseline")
    return known and fact.section != "boilerplate" and period_of(fact) is not None


def _is_level(fact: Fact) -> bool:
    amount = fact.measure == "level" and fact.unit not in ("count", "percent") and fact.value > 0
    return _is_plain(fact) and amount and fact.role != "conversion"


def _is_change(fact: Fact) -> bool:
    if not _is_plain(fact) or fact.measure not in _COMPARES or baseline_of(fact) is None:
        return False
    return fact.direction is not None and not (fact.measure == "ratio" and _has_two_readings(fact))


def _has_two_readings(fact: Fact) -> bool:
    after = fact.sentence[fact.end - fact.sentence_start :]
    return _TWO_READINGS.match(after) is not None


def _level_for(change: Fact, levels: list[Fact], rivals: list[Fact]) -> Fact | None:
    fitting = [one for one in levels if change.measure != "change" or one.unit == change.unit]
    named = [one for one in fitting if _same_indicator(one, change)]
    if named:
        return min(named, key=lambda one: _distance(one, change))
    beside = [one for one in fitting if one.sentence_start == change.sentence_start]
    if not beside:
        return None
    nearest = min(beside, key=lambda one: _distance(one, change))
    others = [one for one in rivals if one.measure == change.measure]
    return nearest if min(others, key=lambda one: _distance(one, nearest)) is change else None


def _same_indicator(one: Fact, other: Fact) -> bool:
    if one.indicator is None or other.indicator is None:
        return False
    return one.indicator.casefold() == other.indicator.casefold()


def _distance(one: Fact, other: Fact) -> int:
    return abs(one.start - other.start)
