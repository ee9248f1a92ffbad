"""Shares of one whole: which of them a text states of the same thing, so that they may stand side by side.

Two shares are added up only where nothing can be counted twice: one sentence gives them for the same flow,
reporter and period, they belong to different partners, and together they are no more than all of it.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from analysis.links import is_share
from analysis.subjects import subject
from schemas.records import Fact

#: What contains other countries, and may hold a share that is told beside it.
_GROUPS = frozenset({"EUU", "EMU", "WLD"})
#: `16% of the exports`, `half of overseas sales`: how the whole is called behind its share.
_NAME = r"[^\W\d_][\w'’-]{0,40}"
_OF = re.compile(rf"\)?\s{{1,3}}(?:share\s{{1,3}})?of\s{{1,3}}({_NAME}(?:\s{{1,3}}{_NAME}){{0,2}})", re.I)
#: What floating-point arithmetic may leave between a sum of shares and all of it.
_TINY = 1e-9
#: A balance has no parts: some partners' deficits are other partners' surpluses.
_NO_WHOLE = frozenset({None, "balance"})


class Part(NamedTuple):
    """One share in percent, with the facts that state it, those of the body first."""

    percent: float
    facts: tuple[Fact, ...]

    @property
    def fact(self) -> Fact:
        """The fact that states it."""
        return self.facts[0]


class Whole(NamedTuple):
    """The shares of one whole, largest first; they never add up to more than all of it."""

    parts: tuple[Part, ...]

    @property
    def rest(self) -> float:
        """What no text gives to anyone, in percent."""
        return max(0.0, 100.0 - sum(one.percent for one in self.parts))


def wholes(facts: Iterable[Fact]) -> list[Whole]:
    """Return the wholes that facts state shares of, in the order of the facts."""
    groups: dict[tuple[object, ...], list[Part]] = {}
    for part in _said_once(one for one in facts if is_share(one) and one.role not in _NOT_OWN):
        groups.setdefault(_whole_of(part.fact), []).append(part)
    return [whole for group in groups.values() for whole in _stacked(group)]


_NOT_OWN = frozenset({"superseded", "conversion"})


def _said_once(facts: Iterable[Fact]) -> Iterator[Part]:
    """Yield each share of a text once, though its headline may say it as well."""
    found: dict[tuple[object, ...], list[Fact]] = {}
    for one in facts:
        about = one.flow, one.reporter, one.partner, subject(one), one.period_start, one.period_end
        known = one.flow is not None and one.partner is not None
        said = () if known else (one.sentence_start, one.start)
        found.setdefault((one.document_id, percent(one), one.role, one.bound, *about, *said), []).append(one)
    for same in found.values():
        same.sort(key=lambda one: (one.section != "body", one.start))
        yield Part(percent(same[0]), tuple(same))


def percent(share: Fact) -> float:
    """Return a share in percent, a third as well."""
    return share.value * (1.0 if share.unit == "percent" else 100.0)


def _whole_of(fact: Fact) -> tuple[object, ...]:
    """Return what tells a whole: shares that give the same may be parts of one."""
    if fact.flow in _NO_WHOLE or fact.reporter is None or fact.partner is None:
        return (fact.fact_id,)
    about = fact.flow, fact.reporter, subject(fact), fact.period_start, fact.period_end, fact.role
    return fact.document_id, fact.sentence_start, *about


def whole_said(fact: Fact) -> str | None:
    """Return the words by which a share names its whole, `of the exports`; None where none follow it."""
    found = _OF.match(fact.sentence, fact.end - fact.sentence_start)
    return " ".join(found[1].casefold().split()) if found else None


def _stacked(group: Sequence[Part]) -> list[Whole]:
    """Return the parts of a group as one whole, or each as one of its own where they are not apart."""
    in_order = sorted(group, key=lambda one: -one.percent)
    if len(group) > 1 and not _are_apart(in_order):
        return [Whole((one,)) for one in in_order]
    return [Whole(tuple(in_order))]


def _are_apart(parts: Sequence[Part]) -> bool:
    """Tell whether no part can hold another, and whether they fit into one whole."""
    partners = [one.fact.partner for one in parts]
    names = {named for one in parts if (named := whole_said(one.fact))}
    if len(set(partners)) < len(partners) or _GROUPS & set(partners) or len(names) > 1:
        return False
    most = sum(max(one.percent, _high(one.fact)) for one in parts)
    return most <= 100 + _TINY


def _high(fact: Fact) -> float:
    return percent(fact._replace(value=fact.value_high)) if fact.value_high is not None else 0.0
