"""Upright axes of values: equal steps for equal amounts, or, where it is asked for, for equal multiples."""

import math
from collections.abc import Iterable, Sequence
from typing import Any, NamedTuple

from figures import wording
from figures.drawing.scale import Need, span, span_of_multiples, tick_texts, ticks, ticks_of_multiples
from figures.options import Options

#: The words of an axis title, and what a figure says of what it cannot draw so.
LOGARITHMIC = "logarithmic scale"
_BARS = "Bars start at zero, which a logarithmic scale does not have: their axis keeps equal steps."
#: Values that lie this far apart are each written in their own scale: `10m`, `1bn`.
_FAR_APART = 1000
_LEAST_PIXELS = 26


class ValueAxis(NamedTuple):
    """From which value to which an axis reaches, and whether equal steps are equal multiples.

    Of an axis of multiples `unlike` tells that the sizes of its values are too unlike for one scale.
    """

    low: float
    high: float
    is_logarithmic: bool = False
    unlike: bool = False

    def share(self, value: float) -> float:
        """Return how far up the axis a value stands, from 0 at its lower to 1 at its upper end."""
        low, high = self.at(self.low), self.at(self.high)
        return (self.at(value) - low) / (high - low)

    def at(self, value: float) -> float:
        """Return where plotly has to be told that an annotation stands: of multiples the power of ten."""
        return math.log10(value) if self.is_logarithmic else value


def axis_of(values: Sequence[float], pixels: float, needs: Iterable[Need], options: Options) -> ValueAxis:
    """Return the axis of `pixels` length that holds every value and the free room that marks need."""
    wanted = list(needs)
    if options.logarithmic and can_be_multiples(values):
        return ValueAxis(*span_of_multiples(wanted, pixels), True, are_unlike(values))
    return ValueAxis(*span(wanted, pixels))


def can_be_multiples(values: Iterable[float]) -> bool:
    """Tell whether an axis of equal multiples can hold these: it has no zero and nothing below it."""
    return all(one > 0 for one in values)


def are_unlike(values: Sequence[float]) -> bool:
    """Tell whether values above zero are too unlike to be written in one scale, such as millions."""
    return max(values) >= _FAR_APART * min(values)


def settings(axis: ValueAxis, pixels: float, unit: str, largest: float) -> dict[str, Any]:
    """Return plotly's settings of an axis, whose texts are in the scale of `largest`."""
    most = max(2, min(5, int(pixels / _LEAST_PIXELS)))
    shown = (ticks_of_multiples if axis.is_logarithmic else ticks)(axis.low, axis.high, most=most)
    texts = [_alone(one, unit) for one in shown] if axis.unlike else tick_texts(shown, unit, largest)
    return {
        "type": "log" if axis.is_logarithmic else "linear",
        "range": [axis.at(axis.low), axis.at(axis.high)],
        "tickvals": shown,
        "ticktext": texts,
    }


def _alone(value: float, unit: str) -> str:
    """Return a tick as a number with a scale of its own: `500`, `10m`, `2bn`."""
    if unit in ("percent", "percentage_point", "ratio"):
        return wording.number(value)
    divisor, short, _ = wording.scale_of(value)
    return f"{wording.number(value / divisor)}{short}"


def notes(axes: Iterable[tuple[str, Sequence[float]]], options: Options) -> list[str]:
    """Return what a figure says of axes, each a heading and its values, that keep equal steps."""
    if not options.logarithmic:
        return []
    kept = [heading for heading, values in axes if not can_be_multiples(values)]
    if not kept:
        return []
    names = wording.listed([f"“{one}”" for one in kept]) if len(kept) < 3 else f"{len(kept)} axes"
    verb = "keeps" if len(kept) == 1 else "keep"
    return [f"Zero and what lies below it are on no logarithmic scale: {names} {verb} equal steps."]


def bar_notes(options: Options) -> tuple[str, ...]:
    """Return what a figure of bars says where a logarithmic scale is asked for: it has none."""
    return (_BARS,) if options.logarithmic else ()
