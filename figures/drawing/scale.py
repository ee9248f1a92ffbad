"""Axes whose ranges are known beforehand: room for labels is solved for, and ticks are round numbers."""

import math
from collections.abc import Iterable, Sequence
from itertools import pairwise
from typing import NamedTuple

from figures.wording import number, scale_of

#: An axis of multiples spans at least so many powers of ten.
_LEAST_POWERS = 0.5


class Need(NamedTuple):
    """A mark at `value` that wants `before` and `after` pixels free on its two sides."""

    value: float
    before: float = 10
    after: float = 10


def span(needs: Iterable[Need], pixels: float, *, edge: float = 0, start: float = 0) -> tuple[float, float]:
    """Return the range of an axis of `pixels` length that holds its `start` and every need's free room.

    `edge` are the pixels that the start itself stays away from both ends, for its tick label.
    """
    return _solved([Need(start, edge, edge), *_bounded(list(needs), pixels)], pixels)


def span_of_multiples(needs: Iterable[Need], pixels: float) -> tuple[float, float]:
    """Return the range of an axis on which equal steps are equal multiples; every value is above zero."""
    powers = [one._replace(value=math.log10(one.value)) for one in needs]
    low, high = _solved(_bounded(powers, pixels), pixels)
    # Nothing that is twice as large as something else may look as if it were a hundred times as large.
    short = max(0.0, _LEAST_POWERS - (high - low)) / 2
    return float(10 ** (low - short)), float(10 ** (high + short))


def _solved(wants: Sequence[Need], pixels: float) -> tuple[float, float]:
    """Return the least range in which every need has its free room."""
    wants = _outermost(wants)
    low, high = min(one.value for one in wants), max(one.value for one in wants)
    if low == high:
        return low - 0.5, high + 0.5
    # Making room at one end takes it at the other; each round comes closer, and twenty are plenty.
    for _ in range(20):
        high = max((one.value - low * one.after / pixels) / (1 - one.after / pixels) for one in wants)
        low = min((one.value - high * one.before / pixels) / (1 - one.before / pixels) for one in wants)
    return low, high


def _outermost(wants: Sequence[Need]) -> list[Need]:
    """Return the lowest and the highest of the needs that want as much room: the others have it then."""
    found: dict[tuple[float, float], tuple[float, float]] = {}
    for value, *room in wants:
        low, high = found.get((room[0], room[1]), (value, value))
        found[room[0], room[1]] = min(low, value), max(high, value)
    return [Need(value, *room) for room, ends in found.items() for value in ends]


def _bounded(needs: list[Need], pixels: float) -> list[Need]:
    """Return the needs cut so that together they leave a sixth of the axis for the values themselves."""
    before = min(max(one.before for one in needs), 0.42 * pixels)
    after = min(max(one.after for one in needs), 0.84 * pixels - before)
    return [Need(one.value, min(one.before, before), min(one.after, after)) for one in needs]


#: An axis is broken for the values that are so many times larger than the next one, if they are few.
_OUTLYING, _FEW = 5, 0.2


def broken_at(values: Iterable[float]) -> float | None:
    """Return how far from zero an axis may end where a few of its values would flatten all others, or None.

    >>> broken_at([5100, 55, 39, 20, 11])
    77.0
    """
    sizes = sorted((abs(one) for one in values), reverse=True)
    for few, (larger, next_one) in enumerate(pairwise(sizes), start=1):
        if few > _FEW * len(sizes):
            return None
        if larger > _OUTLYING * next_one > 0:
            return 1.4 * next_one
    return None


def ticks(low: float, high: float, most: int = 6) -> list[float]:
    """Return at most `most` + 1 round numbers from `low` to `high`, both of which they stay within."""
    if not high > low:
        return [low]
    rough = (high - low) / most
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * one for one in (1, 2, 2.5, 5, 10) if power * one >= rough * 0.9999)
    first = math.ceil(low / step - 1e-9)
    return [round(one * step, 12) for one in range(first, math.floor(high / step + 1e-9) + 1)]


def ticks_of_multiples(low: float, high: float, most: int = 6) -> list[float]:
    """Return at most `most` + 1 round numbers above zero, in steps of multiples where there is room for any.

    >>> ticks_of_multiples(80, 300_000, most=4)
    [100.0, 1000.0, 10000.0, 100000.0]
    >>> ticks_of_multiples(15, 300)
    [20.0, 50.0, 100.0, 200.0]
    """
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for parts in ((1, 2, 5), (1, 3), (1,)):
        found = [float(f"{part}e{power}") for power in range(first, last + 1) for part in parts]
        found = [one for one in found if low <= one <= high]
        if len(found) == 1 or (len(found) < 3 and parts == (1, 2, 5)):
            # The axis is too short for multiples: any round numbers, which then stand nearly evenly.
            return ticks(low, high, min(most, 4))
        if len(found) <= most + 1:
            return found
    return found[:: -(-len(found) // most)]


def tick_texts(values: Iterable[float], unit: str, largest: float) -> list[str]:
    """Return the ticks as numbers in the scale that the axis title names."""
    bare = unit in ("percent", "percentage_point", "ratio")
    divisor = 1.0 if bare else scale_of(largest)[0]
    return [number(one / divisor, digits=4) for one in values]
