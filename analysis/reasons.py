"""Honest reasons for which two figures of one thing differ, named where the claims show that they apply."""

import re
from collections.abc import Callable, Iterable, Sequence
from datetime import date

from analysis.claims import Claim

#: On 1 February 2020 the United Kingdom left, and the EU of 28 became one of 27.
_LEFT = date(2020, 2, 1)
#: Two figures of one thing are seldom one twice the other.
_FAR = 2
_MEMBERS = re.compile(r"\bEU[ -]?(2[78])\b")
_SERVICES = re.compile(r"\bgoods and services\b|\bservices\b", re.I)


def reasons(claims: Sequence[Claim]) -> tuple[str, ...]:
    """Return the reasons that may explain why these claims differ, most often none."""
    return tuple(reason for reason, applies in _REASONS.items() if applies(claims))


def _mirrored(claims: Sequence[Claim]) -> bool:
    return {"export", "import"} <= {one.fact.flow for one in claims}


def _reporters_differ(claims: Sequence[Claim]) -> bool:
    return _mirrored(claims) and len({one.fact.reporter for one in claims}) > 1


def _firmness_differs(claims: Sequence[Claim]) -> bool:
    unfirm = {one.fact.status in ("provisional", "estimate") for one in claims}
    return len(unfirm) == 2


def _coverage_differs(claims: Sequence[Claim]) -> bool:
    money = all("/" not in one.unit for one in claims)
    return money and _differ(_SERVICES.search(one.fact.sentence) is not None for one in claims)


def _years_differ(claims: Sequence[Claim]) -> bool:
    return _differ((one.fact.period_start, one.fact.period_end) for one in claims)


def _members_differ(claims: Sequence[Claim]) -> bool:
    about_the_union = [one for one in claims if "EUU" in (one.fact.reporter, one.fact.partner)]
    return _differ(members for one in about_the_union if (members := _members(one)) is not None)


def _members(claim: Claim) -> int | None:
    """Return how many members a claim's union has: as its sentence says, or by the day it was written."""
    said = _MEMBERS.search(claim.fact.sentence)
    if said:
        return int(said[1])
    if claim.published is None:
        return None
    return 28 if claim.published < _LEFT else 27


def _far_apart(claims: Sequence[Claim]) -> bool:
    sizes = [abs(one.value) for one in claims]
    return max(sizes) > _FAR * min(sizes)


def _differ(values: Iterable[object]) -> bool:
    return len(set(values)) > 1


_REASONS: dict[str, Callable[[Sequence[Claim]], bool]] = {
    "imports are counted CIF, with freight and insurance, and exports FOB": _mirrored,
    "one is the reporter's own figure and the other its partner's (the mirror)": _reporters_differ,
    "one is provisional or an estimate": _firmness_differs,
    "one may be of goods and the other of goods and services": _coverage_differs,
    "one is of a calendar year and the other of a fiscal year": _years_differ,
    "one is of the EU of 27 and the other of the EU of 28": _members_differ,
    "they are so far apart that they may be of different goods": _far_apart,
}
