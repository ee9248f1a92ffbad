"""What several claims allow in common."""

import math
from collections.abc import Iterable, Iterator, Sequence
from functools import reduce
from typing import NamedTuple

from analysis.claims import Claim

#: What floating-point arithmetic may leave between two numbers that are one.
_TINY = 1e-9


def overlap(claims: Sequence[Claim]) -> bool:
    """Tell whether there is a value that all claims allow."""
    return _is_room(reduce(_narrowed, claims, _EVERYTHING))


class _Common(NamedTuple):
    """What some claims allow in common, and whether one of them allows a single value."""

    low: float
    high: float
    is_point: bool


_EVERYTHING = _Common(-math.inf, math.inf, is_point=False)


def _narrowed(common: _Common, claim: Claim) -> _Common:
    is_point = common.is_point or claim.low == claim.high
    return _Common(max(common.low, claim.low), min(common.high, claim.high), is_point)


def _is_room(common: _Common) -> bool:
    """Tell whether a value is left. $30bn and $31bn meet in one that neither is likely to have meant."""
    left = common.high - common.low
    tiny = _TINY * max(abs(common.low), abs(common.high)) if math.isfinite(left) else 0.0
    return left > tiny or (common.is_point and left >= -tiny)


def clusters(claims: Iterable[Claim]) -> Iterator[list[Claim]]:
    """Yield claims in groups of those that allow a value in common, from the smallest on."""
    group: list[Claim] = []
    common = _EVERYTHING
    for one in sorted(claims, key=lambda one: (one.value, one.source)):
        common = _narrowed(common, one)
        if group and not _is_room(common):
            yield group
            group, common = [], _narrowed(_EVERYTHING, one)
        group.append(one)
    if group:
        yield group
