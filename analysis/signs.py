"""Which side of zero a value stands on: a fall and a deficit below it, though neither is written so."""

from typing import Protocol

from analysis.rounding import Interval


class Signed(Protocol):
    """A fact, or a value that facts imply."""

    @property
    def value(self) -> float: ...  # noqa: D102
    @property
    def measure(self) -> str: ...  # noqa: D102
    @property
    def direction(self) -> str | None: ...  # noqa: D102
    @property
    def balance(self) -> str | None: ...  # noqa: D102


def leads_down(says: Signed) -> bool:
    """Tell whether a change leads down: a deficit that widens is a balance that falls.

    That is where a change leads, whatever it is measured in. What it does to a value is its sign: see
    is_negative().
    """
    return (says.direction == "decrease") != (says.balance == "deficit")


def is_negative(says: Signed) -> bool:
    """Tell whether a value that is written without a sign lies below zero.

    A deficit that widens by an amount falls further below zero, and one that widens by 10% grows by 10%.
    """
    if says.value < 0:
        return False
    falls, deficit = says.direction == "decrease", says.balance == "deficit"
    negative = {"level": deficit, "relative_change": falls, "change": leads_down(says)}
    return negative.get(says.measure, False)


def signed(says: Signed, value: float) -> float:
    """Return a value on its side of zero."""
    return -value if is_negative(says) else value


def signed_ends(says: Signed, ends: Interval) -> Interval:
    """Return an interval on its side of zero: `less than 5` of a fall is more than -5."""
    return Interval(-ends.high, -ends.low) if is_negative(says) else ends
