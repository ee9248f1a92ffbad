"""From an earlier value to a later one: what a change does to a value, and how it is undone.

`rose 25%` multiplies by 1.25, `fell by $10m` adds −10 million, `tripled` multiplies by 3. A change was
rounded when it was written, so it stands for an interval, and what is computed from it is one as well.
"""

import re
from collections.abc import Callable, Iterator
from itertools import product
from operator import add, mul, sub, truediv
from typing import NamedTuple

from analysis.rounding import Interval, written
from schemas.records import Fact

COMPARING = frozenset({"change", "relative_change", "ratio"})
#: `three times higher` is three times the earlier value to one reader and four times to another.
_TWO_READINGS = re.compile(r"\s*(?:higher|more|greater|larger|bigger)\b", re.I)


class Estimate(NamedTuple):
    """A value, and the ends between which rounding lets it lie."""

    value: float
    low: float
    high: float


class Step(NamedTuple):
    """What a change does: `times` its estimate, or plus it. `back` and `on` say in words how it is used.

    `reading` tells how the words are read, where another reader may read them otherwise.
    """

    times: bool
    by: Estimate
    back: str
    on: str
    reading: str | None = None

    def earlier(self, later: Estimate) -> Estimate | None:
        """Return the value before the change, None where rounding lets the change swallow all of it."""
        if self.times and self.by.low <= 0:
            return None
        return combined(later, self.by, truediv if self.times else sub)

    def later(self, earlier: Estimate) -> Estimate | None:
        """Return the value after the change, None where there may be none left."""
        return combined(earlier, self.by, mul if self.times else add)


def steps(change: Fact) -> Iterator[Step]:
    """Yield what a change does to a value, once for each honest reading; nothing where it shows no digits."""
    size = written(change.quote, change.value)
    if size is None or change.measure not in COMPARING:
        return
    falls = change.direction == "decrease"
    if change.measure == "change":
        sign = -1 if falls else 1
        by = _mapped(change.value, size, lambda one: sign * one)
        yield Step(
            False, by, f"level {'+' if falls else '−'} change", f"level {'−' if falls else '+'} change"
        )
    elif change.measure == "ratio":
        yield from _multiples(change, size, falls)
    else:
        by = _mapped(change.value, size, _growth(change, falls))
        told = "(1 − change)" if falls else "(1 + change)"
        yield Step(True, by, f"level ÷ {told}", f"level × {told}")


def estimate(level: Fact) -> Estimate | None:
    """Return a level with what rounding allows, None where its words show no digit to go by."""
    ends = written(level.quote, level.value)
    return None if ends is None else Estimate(level.value, *ends)


def has_two_readings(change: Fact) -> bool:
    """Tell whether a multiple is one of `three times higher`, which some read as four times as much."""
    after = change.sentence[change.end - change.sentence_start :]
    return change.measure == "ratio" and _TWO_READINGS.match(after) is not None


def _multiples(change: Fact, size: Interval, falls: bool) -> Iterator[Step]:
    # `fell threefold` and `fell to a third` are the same fall.
    divides = falls and change.value > 1
    by = _mapped(change.value, size, (lambda one: 1 / one) if divides else (lambda one: one))
    words = ("level × multiple", "level ÷ multiple") if divides else ("level ÷ multiple", "level × multiple")
    if falls or not has_two_readings(change):
        yield Step(True, by, *words)
        return
    says = f"“{change.quote} {_word_after(change)}” read as"
    yield Step(True, by, *words, f"{says} {change.value:g} times as much")
    more = _mapped(change.value, size, lambda one: 1 + one)
    told = "level ÷ (1 + multiple)", "level × (1 + multiple)"
    yield Step(True, more, *told, f"{says} {change.value:g} times more, {change.value + 1:g} times as much")


def _word_after(change: Fact) -> str:
    return change.sentence[change.end - change.sentence_start :].split()[0].strip(".,;:")


def _growth(change: Fact, falls: bool) -> Callable[[float], float]:
    unit = 100.0 if change.unit == "percent" else 1.0
    return (lambda one: 1 - one / unit) if falls else (lambda one: 1 + one / unit)


def _mapped(value: float, ends: Interval, to: Callable[[float], float]) -> Estimate:
    low, high = sorted(map(to, ends))
    return Estimate(to(value), low, high)


def combined(one: Estimate, other: Estimate, apply: Callable[[float, float], float]) -> Estimate | None:
    """Return what two estimates give, None where that may be nothing or less.

    The ends of the outcome come of the ends of both, because each of the four operations is monotonic.
    """
    ends = [apply(a, b) for a, b in product(one[1:], other[1:])]
    low, high = min(ends), max(ends)
    return Estimate(apply(one.value, other.value), low, high) if low > 0 else None
