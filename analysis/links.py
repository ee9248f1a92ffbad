"""Which quantity speaks of which: a change of the level it led to, a share of the whole it was taken of."""

import re
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from analysis.rates import currency_of
from analysis.rows import baseline_of, period_of
from analysis.steps import COMPARING
from analysis.subjects import VOLUME, is_of_volume, subject
from schemas.records import Fact

#: `down 13% from the 15.6 million`: what follows such a word is where the change began.
_BEGINNING = re.compile(r"\b(?:from|than|against|versus|compared (?:with|to))\b(?!.*\bto\b)", re.I | re.S)
#: `This figure is three times higher …`: the sentence goes on about the level of the one before.
_REFERS = re.compile(
    r"\W*(?:(?:this|that|the) (?:amount|figure|level|number|sum|total|value|volume)\b"
    r"|(?:this|that|it|these) (?:is|was|were|represents?|represented|marks?|marked|means|meant)\b)",
    re.I,
)
#: Between two sentences stands white space, and no more of it than a paragraph takes.
_MOST_BETWEEN = 4
#: So many quantities are looked at on either side of another one; a sentence with more of them is none, and
#: looking at all of them for each would take the square of its length.
_MOST_NEAR = 50
#: A forecast that is raised by a tonne was a tonne lower when it was last made, not a year before.
_UNFIRM = frozenset({"forecast", "target"})
#: `five per cent less than forecast earlier`: such a change leads from no earlier level.
_NOT_IN_TIME = re.compile(
    r"(?:\s+[\w'’-]+){0,5}?\s+(?:forecasts?|estimates?d?|expect(?:ed|ations?)|projections?|targets?|budgeted)\b",
    re.I,
)
#: `20% of the $25bn`: what follows is the whole.
_OF_THE_WHOLE = re.compile(r"\s+of\s+(?:(?:a|all|its|our|that|the|their|this|total)\s+)*", re.I)
#: `$5bn, or 20% of its exports`: what stands before is the part, and what is named behind is the whole.
_IS_THE_PART = re.compile(
    r"(?:\s+(?:in|during|for)\s+[\w ]{1,24})?,?\s*"
    r"(?:or|accounting for|making up|representing|equal to|equivalent to|which is|which was)\s+"
    r"(?:about|around|nearly|some|roughly)?\s*",
    re.I,
)
_WHOLE = re.compile(
    r"\s+of\s+(?:(?:a|all|its|our|that|the|their|this|total|overall|entire|\w+[’']s)\s+)*"
    r"(?P<flow>exports?|imports?|trade|shipments|sales|purchases)\b(?!\s+(?:of|to|from|with|in)\b)",
    re.I,
)

_Key = tuple[object, ...]


class Share(NamedTuple):
    """A share, and the one of part and whole that is stated; `of_part` tells which."""

    share: Fact
    level: Fact
    of_part: bool


def links(facts: Iterable[Fact]) -> list[tuple[Fact, Fact]]:
    """Return pairs (change, level) that speak of one thing: what the change brought the level to.

    Both are exact, of one flow, reporter, partner and period; the change names the period that it is
    compared with. Of several levels the one with the same indicator is taken, otherwise the nearest, and
    only where this is also the change that is nearest to it. What stands in two sentences is left apart,
    because what the second one takes over from the first may be the flow or the partner of something else;
    unless it begins by saying that it goes on about the figure of the first.
    """
    levels: dict[_Key, list[Fact]] = defaultdict(list)
    changes: dict[_Key, list[Fact]] = defaultdict(list)
    before = _sentences_before(known := list(facts))
    for fact in known:
        if is_level(fact):
            levels[_key_of(fact)].append(fact)
        elif is_change(fact):
            changes[_key_of(fact)].append(fact)
    found = []
    for key, group in changes.items():
        there = levels.get(key) or levels.get((*key[:1], before.get(key[:2]), *key[2:]), [])
        group.sort(key=_start)
        there.sort(key=_start)
        for change in group:
            level = _level_for(change, _near(change, there), group)
            if level is not None:
                found.append((change, level))
    return found


def begun(facts: Iterable[Fact], linked: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield pairs (change, level) where the level is the one that the change began at: `up 5% from $4bn`.

    `linked` are the changes of which the level they led to is stated.
    """
    told = {one.fact_id for one in linked}
    sentences: dict[_Key, list[Fact]] = defaultdict(list)
    for fact in (known := list(facts)):
        if is_known(fact) and fact.measure == "level" and fact.unit not in ("count", "percent"):
            sentences[fact.document_id, fact.sentence_start].append(fact)
    for change in known:
        if is_change(change) and change.fact_id not in told:
            yield from _began_at(change, sentences[change.document_id, change.sentence_start])


def _began_at(change: Fact, levels: Iterable[Fact]) -> Iterator[tuple[Fact, Fact]]:
    """Yield the nearest level behind a change that is named as where it began."""
    behind = [one for one in levels if one.start > change.end]
    nearest = min(behind, key=lambda one: one.start, default=None)
    if nearest is None or (change.measure == "change" and nearest.unit != change.unit):
        return
    when = period_of(nearest)
    if _BEGINNING.search(_between(change, nearest)) and when in (None, baseline_of(change)):
        yield change, nearest


def shares(facts: Iterable[Fact]) -> Iterator[Share]:
    """Yield the shares beside which the sentence states what they are of, or what they make up.

    Only two ways of saying so are certain: `20% of the $25bn` and `$5bn, or 20% of its exports`.
    """
    sentences: dict[_Key, list[Fact]] = defaultdict(list)
    for fact in facts:
        if is_known(fact):
            sentences[fact.document_id, fact.sentence_start].append(fact)
    for group in sentences.values():
        for one, other in pairwise(sorted(group, key=lambda fact: fact.start)):
            if is_share(one) and is_amount(other) and _OF_THE_WHOLE.fullmatch(_between(one, other)):
                yield Share(one, other, of_part=False)
            elif is_amount(one) and is_share(other) and _is_the_part(one, other):
                yield Share(other, one, of_part=True)


def _is_the_part(level: Fact, share: Fact) -> bool:
    said = _IS_THE_PART.fullmatch(_between(level, share))
    # `$2bn, or 20% of Egypt's imports` are no fifth of what Russia exports.
    one_flow = (share.flow, share.reporter) == (level.flow, level.reporter)
    return one_flow and said is not None and whole_named(share) is not None


def whole_named(share: Fact) -> str | None:
    """Return the noun of the whole that stands behind a share, `exports`, None where none is certain."""
    found = _WHOLE.match(share.sentence, share.end - share.sentence_start)
    return found["flow"].casefold() if found else None


def is_known(fact: Fact) -> bool:
    """Tell whether a fact is one exact value that its text stands by."""
    exact = fact.bound == "exact" and fact.value_high is None and fact.status not in _UNFIRM
    return exact and fact.role != "superseded" and fact.section != "boilerplate"


def is_amount(fact: Fact) -> bool:
    """Tell whether a fact is an amount of something, no count and no share."""
    return fact.measure == "level" and fact.unit not in ("count", "percent") and fact.value > 0


def is_share(fact: Fact) -> bool:
    """Tell whether a fact is a share in percent, or a fraction such as a third."""
    whole = {"percent": 100, "ratio": 1}.get(fact.unit)
    return fact.measure == "share" and whole is not None and 0 < fact.value <= whole


def is_level(fact: Fact) -> bool:
    """Tell whether a fact is an amount that a change can have led to."""
    own = fact.role not in ("baseline", "conversion")
    return is_known(fact) and is_amount(fact) and own and period_of(fact) is not None


def is_change(fact: Fact) -> bool:
    """Tell whether a fact tells how an amount changed from one period to another."""
    compares = fact.measure in COMPARING and fact.direction is not None and fact.role is None
    if not compares or not is_known(fact) or None in (period_of(fact), baseline_of(fact)):
        return False
    return _NOT_IN_TIME.match(fact.sentence, fact.end - fact.sentence_start) is None


def _key_of(fact: Fact) -> _Key:
    about = fact.flow, fact.balance, fact.reporter, fact.partner
    return fact.document_id, fact.sentence_start, *about, period_of(fact)


def _sentences_before(facts: Iterable[Fact]) -> dict[_Key, int]:
    """Return where the sentence before begins, by document and sentence, for those that go on about it."""
    spans = sorted({(one.document_id, one.sentence_start, one.sentence_end, one.sentence) for one in facts})
    return {
        (document, start): earlier_start
        for (earlier, earlier_start, end, _), (document, start, _, sentence) in pairwise(spans)
        if earlier == document and start - end <= _MOST_BETWEEN and _REFERS.match(sentence)
    }


def _near(fact: Fact, others: list[Fact]) -> list[Fact]:
    """Return those of some facts, in the order in which they stand, that are nearest to a fact."""
    at = bisect_left(others, fact.start, key=_start)
    return others[max(at - _MOST_NEAR, 0) : at + _MOST_NEAR]


def _start(fact: Fact) -> int:
    return fact.start


def _level_for(change: Fact, levels: list[Fact], rivals: list[Fact]) -> Fact | None:
    fitting = [one for one in levels if _may_lead_to(change, one)]
    if not fitting:
        return None
    named = [one for one in fitting if _same_indicator(one, change)]
    nearest = min(named or fitting, key=lambda one: _distance(one, change))
    others = [one for one in _near(nearest, rivals) if one.measure == change.measure]
    return nearest if min(others, key=lambda one: _distance(one, nearest)) is change else None


def _may_lead_to(change: Fact, level: Fact) -> bool:
    """Tell whether a level can be where a change ended: of one unit, and not named as where it began."""
    if change.measure == "change" and level.unit != change.unit:
        return False
    if is_of_volume(change) and currency_of(level.unit):
        return False
    if None not in (change.indicator, level.indicator) and not _same_subject(change, level):
        return False
    return level.start < change.start or _BEGINNING.search(_between(change, level)) is None


def _same_subject(change: Fact, level: Fact) -> bool:
    return subject(change).removesuffix(VOLUME).strip() == subject(level)


def _between(one: Fact, other: Fact) -> str:
    """Return what a sentence says between two quantities."""
    return one.sentence[one.end - one.sentence_start : other.start - one.sentence_start]


def _same_indicator(one: Fact, other: Fact) -> bool:
    if one.indicator is None or other.indicator is None:
        return False
    return one.indicator.casefold() == other.indicator.casefold()


def _distance(one: Fact, other: Fact) -> int:
    return abs(one.start - other.start)
