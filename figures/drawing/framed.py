"""Where a panel of a figure over time stands: its pixels, and what its two axes reach over."""

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from figures.drawing.placing import Box, Spot
from figures.drawing.points import Point
from figures.drawing.texts import Anchor
from figures.drawing.value_axis import ValueAxis

#: A bound points to where the value may lie: up for `over`, down for `under`.
_BOUNDS = {"more_than": 1, "at_least": 1, "less_than": -1, "at_most": -1}
#: Pixels: an arrow begins and ends so far from its mark, and is no arrow if it is shorter than the least.
ARROW_FROM, _ARROW_TO, _ARROW_LEAST = 10, 24, 18


class Framed(NamedTuple):
    """The ending of a panel's axes' names, its pixels from the plot's left and top, and its axes.

    Behind its last day there are `beyond` pixels, which the names of lines may use.
    """

    name: str
    left: float
    top: float
    wide: float
    high: float
    beyond: float
    days: tuple[date, date]
    values: ValueAxis

    @property
    def axes(self) -> dict[str, Any]:
        """What a trace is told, so that it stands in this panel."""
        return {"xaxis": f"x{self.name}", "yaxis": f"y{self.name}", "cliponaxis": False}

    @property
    def refs(self) -> dict[str, str]:
        """What an annotation is told, so that it stands in this panel."""
        return {"xref": f"x{self.name}", "yref": f"y{self.name}"}

    def anchor(self, day: date, value: float, right: float, up: float) -> Anchor:
        """Return the place so many pixels beside a value."""
        return Anchor(f"x{self.name}", f"y{self.name}", day.isoformat(), value, right, up)

    def across(self, days: float) -> float:
        """Return how many pixels so many days take."""
        return days * self.wide / (self.days[1] - self.days[0]).days

    def down(self, value: float) -> float:
        """Return how many pixels below the panel's top a value stands."""
        return (1 - self.values.share(value)) * self.high

    def at(self, day: date, value: float) -> tuple[float, float]:
        """Return where a value stands, in pixels from the panel's left and top."""
        return self.across((day - self.days[0]).days), self.down(value)

    def spot(self, point: Point) -> Spot:
        """Return a mark's pixels from the panel's left and top, and half of what its period takes."""
        reach = self.across((point.end - point.start).days + 1) / 2
        return (*self.at(point.middle, point.value), reach)

    def arrow(self, point: Point) -> int:
        """Return how many pixels up from a mark its arrow ends, 0 where it has none or no room for one.

        An arrow leads to where the value may lie, if the text gives no more than a bound.
        """
        away = _BOUNDS.get(point.fact.bound)
        if away is None or point.implied is not None:
            return 0
        # A deficit of over a billion lies below that of a billion.
        away = -away if point.value < 0 else away
        y = self.down(point.value)
        length = min(_ARROW_TO, int(y if away > 0 else self.high - y) - 1)
        return away * length if length >= _ARROW_LEAST else 0

    def taken(self, point: Point) -> Iterator[Box]:
        """Yield the pixels that a mark takes, its period, its whisker and its arrow."""
        x, y, reach = self.spot(point)
        yield Box(x - 10, y - 10, x + 10, y + 10)
        yield Box(x - reach, y - 4, x + reach, y + 4)
        yield Box(x - 6, self.down(point.high) - 2, x + 6, self.down(point.low) + 2)
        if arrow := self.arrow(point):
            yield Box(x - 5, min(y, y - arrow) - 2, x + 5, max(y, y - arrow) + 2)
