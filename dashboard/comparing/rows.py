"""One thing that is compared: what it is, the verdict, and its values on a small scale of their own."""

import math
from datetime import date
from typing import NamedTuple

#: What a scale leaves free at each end, as a share of what lies between its values.
_MARGIN = 0.12


class Mark(NamedTuple):
    """One value of a row: in words, `by` whom and of which day, where it lies and what it allows.

    `fact_id` is that of the sentence that claims it; None for what an office published. `note` is what else
    there is to be said of it; `is_gone` tells that another value takes its place.
    """

    said: str
    by: str
    day: date | None
    value: float
    low: float
    high: float
    fact_id: str | None = None
    note: str = ""
    is_gone: bool = False


class Row(NamedTuple):
    """One thing that is compared. `kind` is a word of VERDICTS; only what differs has a band between.

    `reasons` may explain a difference, at `rates` values were converted.
    """

    what: str
    detail: str
    kind: str
    verdict: str
    marks: tuple[Mark, ...]
    difference: str
    reasons: tuple[str, ...] = ()
    rates: tuple[str, ...] = ()

    @property
    def fact_ids(self) -> list[str]:
        """The facts whose sentences claim the values."""
        return [one.fact_id for one in self.marks if one.fact_id is not None]


class Scale(NamedTuple):
    """From one value to another, as percents of a width."""

    low: float
    high: float

    def at(self, value: float) -> float:
        """Return where a value lies, 0 to 100; what has no end lies at the end of the scale."""
        if math.isinf(value):
            return 0.0 if value < 0 else 100.0
        if self.high <= self.low:
            return 50.0
        return round(min(100.0, max(0.0, 100 * (value - self.low) / (self.high - self.low))), 1)


def scale_of(marks: tuple[Mark, ...]) -> Scale:
    """Return the scale on which all values of a row lie, with what they allow."""
    ends = [end for one in marks for end in (one.low, one.value, one.high) if math.isfinite(end)]
    low, high = min(ends), max(ends)
    margin = _MARGIN * (high - low)
    return Scale(low - margin, high + margin)
