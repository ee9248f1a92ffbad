"""Repetitions in turn, so that a noisy machine disturbs all alike; medians, ratios, the slope of a line."""

import math
import statistics
import time
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple


class Taken(NamedTuple):
    """What one repetition took, in seconds; `cpu` is of the processes that worked, `wall` by the clock."""

    wall: float
    cpu: float

    def per(self, size: float) -> "Taken":
        """Return the seconds that a unit took where `size` of them were done."""
        return Taken(self.wall / size, self.cpu / size)


def percentiles(taken: Sequence[float]) -> dict[str, float]:
    """Return what half of some times are below, what 19 of 20 are, and how many there are: at least one."""
    p95 = statistics.quantiles(taken, n=20, method="inclusive")[-1] if len(taken) > 1 else taken[0]
    return {"p50": statistics.median(taken), "p95": p95, "n": len(taken)}


#: Does one thing in the turn whose number it is given, so that each turn can have texts of its own.
Run = Callable[[int], Taken]


class Timed(NamedTuple):
    """All repetitions of one thing. CPU time says what a program needs, whoever else was on the machine."""

    taken: tuple[Taken, ...]

    @property
    def cpu(self) -> float:
        """The median of CPU seconds."""
        return statistics.median(one.cpu for one in self.taken)

    @property
    def wall(self) -> float:
        """The median of wall-clock seconds."""
        return statistics.median(one.wall for one in self.taken)

    @property
    def best(self) -> float:
        """The least CPU seconds."""
        return min(one.cpu for one in self.taken)

    @property
    def spread(self) -> float:
        """How far the slowest repetition is above the fastest, as a share of the median, in CPU time."""
        return (max(one.cpu for one in self.taken) - self.best) / self.cpu if self.cpu else 0.0


def once(work: Callable[[], object]) -> Taken:
    """Do some work in this process and return what it took."""
    cpu, wall = time.process_time(), time.perf_counter()
    work()
    return Taken(time.perf_counter() - wall, time.process_time() - cpu)


def in_turn(runs: Mapping[str, Run], repeats: int, *, warm: bool = True) -> dict[str, Timed]:
    """Run each thing `repeats` times, A B A B; where `warm`, after a turn -1 that does not count."""
    taken: dict[str, list[Taken]] = {name: [] for name in runs}
    for turn in range(-1 if warm else 0, repeats):
        for name, run in runs.items():
            one = run(turn)
            if turn >= 0:
                taken[name].append(one)
    return {name: Timed(tuple(found)) for name, found in taken.items()}


def ratio(slower: Timed, faster: Timed, *, of: str = "cpu") -> float:
    """Return the median of the ratios of repetitions that were made in the same turn.

    `of` is the seconds that are compared, `cpu` or `wall`. What disturbs a turn disturbs both alike.
    """
    pairs = zip(slower.taken, faster.taken, strict=True)
    return statistics.median(getattr(one, of) / getattr(other, of) for one, other in pairs)


def exponent(sizes: Sequence[float], seconds: Sequence[float]) -> float:
    """Return the slope of the least-squares line through the logarithms: 1 is linear, 2 quadratic.

    >>> round(exponent([1, 10, 100], [2, 200, 20000]), 6)
    2.0
    """
    return statistics.linear_regression(
        [math.log(size) for size in sizes], [math.log(one) for one in seconds]
    ).slope
