"""How the two columns of a flow diagram are laid out: pixels, from the top of the plot downwards.

What is sent stands left, what is received right; a country that does both stands in both columns, so that
nothing runs backwards. A node takes what its value needs, and at least the room of its label.
"""

from collections.abc import Mapping, Sequence
from typing import NamedTuple

#: No node is higher than this, however few there are.
_HIGHEST = 90.0
_ROUNDS = 60


class Node(NamedTuple):
    """An end of links: where it begins and how high it is."""

    top: float
    height: float

    @property
    def middle(self) -> float:
        """Where its label stands."""
        return self.top + self.height / 2


def scale(left: Mapping[str, float], right: Mapping[str, float], room: float, slot: float) -> float:
    """Return how many pixels a unit of value may take where both columns are to fit into `room` pixels.

    `left` and `right` are the values of the columns' nodes, each of which takes at least a `slot`.
    """
    low, high = 0.0, _HIGHEST / max(*left.values(), *right.values())
    for _ in range(_ROUNDS):
        middle = (low + high) / 2
        fits = all(_taken(column, middle, slot) <= room for column in (left, right))
        low, high = (middle, high) if fits else (low, middle)
    return low


def _taken(column: Mapping[str, float], per_unit: float, slot: float) -> float:
    return sum(max(slot, value * per_unit + _BETWEEN) for value in column.values())


#: Between two nodes that are higher than their labels.
_BETWEEN = 8.0


def column(values: Mapping[str, float], per_unit: float, room: float, slot: float) -> dict[str, Node]:
    """Return where each node of a column stands, in the order given, in the middle of `room` pixels."""
    free = max(0.0, room - _taken(values, per_unit, slot))
    # What is left goes between the nodes, but a short column stays together.
    between = min(free / max(1, len(values)), slot)
    at = (room - _taken(values, per_unit, slot) - between * (len(values) - 1)) / 2
    found = {}
    for key, value in values.items():
        takes = max(slot, value * per_unit + _BETWEEN)
        found[key] = Node(at + (takes - value * per_unit) / 2, value * per_unit)
        at += takes + between
    return found


def begins(order: Sequence[tuple[str, str, float]], own: Mapping[str, Node], per_unit: float) -> list[float]:
    """Return where the middle of each link, (node, other node, value), leaves its node, as they stack."""
    reached = {key: node.top for key, node in own.items()}
    found = []
    for key, _, value in order:
        found.append(reached[key] + value * per_unit / 2)
        reached[key] += value * per_unit
    return found
