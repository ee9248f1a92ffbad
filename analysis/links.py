"""Which change speaks of which level: one sentence says both, about one thing and one period."""

import re
from collections import defaultdict
from collections.abc import Iterable

from analysis.rows import baseline_of, period_of
from schemas.records import Fact

_COMPARES = frozenset({"change", "relative_change", "ratio"})
#: `three times higher` is three times the earlier value to one reader and four times to another.
_TWO_READINGS = re.compile(r"\s*(?:higher|more|greater|larger|bigger|lower|less|fewer|smaller)\b", re.I)
#: `down 13% from the 15.6 million`: what follows such a word is where the change began.
_BEGINNING = re.compile(r"\b(?:from|than|against|versus|compared (?:with|to))\b(?!.*\bto\b)", re.I | re.S)
#: A forecast that is raised by a tonne was a tonne lower when it was last made, not a year before.
_UNFIRM = frozenset({"forecast", "target"})

_Key = tuple[object, ...]


def links(facts: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """Return pairs (change, level) that speak of one thing: what the change brought the level to.

    Both are exact, of one sentence, flow, reporter, partner and period; the change names the period that
    it is compared with. Of several levels the one with the same indicator is taken, otherwise the nearest,
    and only where this is also the change that is nearest to it. What stands in two sentences is left
    apart: what the second one takes over from the first may be the flow or the partner of something else.
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
    about = fact.flow, fact.balance, fact.reporter, fact.partner
    return fact.document_id, fact.sentence_start, *about, period_of(fact)


def _is_plain(fact: Fact) -> bool:
    known = fact.bound == "exact" and fact.value_high is None and fact.status not in _UNFIRM
    said = fact.role not in ("superseded", "baseline") and fact.section != "boilerplate"
    return known and said and period_of(fact) is not None


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
    fitting = [one for one in levels if _may_lead_to(change, one)]
    if not fitting:
        return None
    named = [one for one in fitting if _same_indicator(one, change)]
    nearest = min(named or fitting, key=lambda one: _distance(one, change))
    others = [one for one in rivals if one.measure == change.measure]
    return nearest if min(others, key=lambda one: _distance(one, nearest)) is change else None


def _may_lead_to(change: Fact, level: Fact) -> bool:
    """Tell whether a level can be where a change ended: of one unit, and not named as where it began."""
    if change.measure == "change" and level.unit != change.unit:
        return False
    between = change.sentence[change.end - change.sentence_start : level.start - change.sentence_start]
    return level.start < change.start or _BEGINNING.search(between) is None


def _same_indicator(one: Fact, other: Fact) -> bool:
    if one.indicator is None or other.indicator is None:
        return False
    return one.indicator.casefold() == other.indicator.casefold()


def _distance(one: Fact, other: Fact) -> int:
    return abs(one.start - other.start)
