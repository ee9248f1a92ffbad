"""Where labels go so that none lies on another, on a mark, or outside the plot. Pixels, y downwards."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import NamedTuple


class Box(NamedTuple):
    """A rectangle in pixels."""

    left: float
    top: float
    right: float
    bottom: float

    def overlaps(self, other: "Box") -> bool:
        """Tell whether the two share any area."""
        across = self.left < other.right and other.left < self.right
        return across and self.top < other.bottom and other.top < self.bottom

    def inside(self, other: "Box") -> bool:
        """Tell whether this box lies wholly in the other one."""
        across = self.left >= other.left and self.right <= other.right
        return across and self.top >= other.top and self.bottom <= other.bottom


@dataclass(frozen=True, slots=True)
class Label:
    """A text of `width` × `height` pixels that belongs to the mark around (x, y)."""

    x: float
    y: float
    width: float
    height: float
    #: Half of what the mark takes to the left and right; labels keep clear of it.
    reach: float = 10


#: What stands at (x, y) and takes `reach` pixels to its left and right: a mark with its period.
Spot = tuple[float, float, float]


class Place(NamedTuple):
    """Where a label goes; `leader` are the ends of the line to it from its mark, if it needs one."""

    box: Box
    leader: tuple[float, float, float, float] | None = None


_CLEAR = 6


def placed(
    labels: Sequence[Label], taken: Iterable[Box], bounds: Box, spots: Sequence[Spot] = ()
) -> list[Box | None]:
    """Return a place for each label, in their order, or None for one that fits nowhere near its mark.

    No label stands nearer to another one of the `spots` than to its own mark.
    """
    occupied = list(taken)
    found: list[Box | None] = []
    for label in labels:
        box = near(label, occupied, bounds, spots)
        if box is not None:
            occupied.append(box)
        found.append(box)
    return found


def near(label: Label, occupied: Sequence[Box], bounds: Box, spots: Sequence[Spot] = ()) -> Box | None:
    """Return the best free place beside a label's own mark, None where there is none."""
    for box in _beside(label):
        free = box.inside(bounds) and not any(box.overlaps(other) for other in occupied)
        if free and _is_nearest(label, box, spots):
            return box
    return None


def _is_nearest(label: Label, box: Box, spots: Sequence[Spot]) -> bool:
    own = _apart(box, (label.x, label.y, label.reach))
    return all(own <= _apart(box, other) + 0.5 for other in spots)


def _apart(box: Box, spot: Spot) -> float:
    """Return how far a mark with its period lies from a box."""
    x, y, reach = spot
    across = max(box.left - (x + reach), (x - reach) - box.right, 0.0)
    return math.hypot(across, max(box.top - y, y - box.bottom, 0.0))


def _beside(label: Label) -> Iterable[Box]:
    """Yield the boxes around a mark where its label reads well, the best first."""
    right, left = label.x + label.reach + _CLEAR, label.x - label.reach - _CLEAR - label.width
    level, centred = label.y - label.height / 2, label.x - label.width / 2
    above, below = label.y - label.height - 13, label.y + 13
    corners = [(right, level), (left, level), (centred, above), (centred, below)]
    corners += [(label.x - 4, above), (label.x - label.width + 4, above)]
    corners += [(label.x - 4, below), (label.x - label.width + 4, below)]
    for away in (0.6, 0.9, 1.2):
        step = label.height * away
        corners += [(right, level - step), (right, level + step), (left, level - step), (left, level + step)]
    for x, y in corners:
        yield Box(x, y, x + label.width, y + label.height)


#: Where a label goes that has no room beside its mark: so far across from it, and up or down.
_ACROSS, _UPWARD = (24, 48, 80, 120, 170), (0, 20, -20, 40, -40, 62, -62, 86, -86, 112, -112, 140, -140)
#: A leader is looked at every so many pixels, from where it leaves its mark.
_LEADER_STEP, _LEAVES = 7, 10


def led(label: Label, occupied: Sequence[Box], bounds: Box, solid: Sequence[Box]) -> Place | None:
    """Return a free place further away with a line that leads to it over nothing `solid`, or None."""
    around = Box(label.x - 420, label.y - 220, label.x + 420, label.y + 220)
    close = [one for one in occupied if one.overlaps(around)]
    firm = [one for one in solid if one.overlaps(around)]
    for box in _away(label):
        if not box.inside(bounds) or any(box.overlaps(other) for other in close):
            continue
        end = (box.left - 2 if box.left > label.x else box.right + 2, (box.top + box.bottom) / 2)
        if not any(_crosses(step, firm) for step in leader_boxes((label.x, label.y, *end))):
            return Place(box, (label.x, label.y, *end))
    return None


def _away(label: Label) -> Iterable[Box]:
    corners = [
        (label.x + across if side > 0 else label.x - across - label.width, label.y - label.height / 2 + up)
        for across in _ACROSS
        for up in _UPWARD
        for side in (1, -1)
    ]
    for x, y in sorted(corners, key=lambda one: math.hypot(_beyond(one[0], label), one[1] - label.y)):
        yield Box(x, y, x + label.width, y + label.height)


def _beyond(left: float, label: Label) -> float:
    """Return how far a box that begins at `left` lies from a mark, across."""
    return max(left - label.x, label.x - left - label.width, 0.0)


def _crosses(box: Box, others: Iterable[Box]) -> bool:
    return any(box.overlaps(other) for other in others)


def leader_boxes(leader: tuple[float, float, float, float]) -> list[Box]:
    """Return small boxes along a leader, from where it has left its mark."""
    x, y, to_x, to_y = leader
    length = math.hypot(to_x - x, to_y - y)
    steps = max(1, math.ceil(length / _LEADER_STEP))
    shares = [step / steps for step in range(steps) if step / steps * length > _LEAVES]
    at = [(x + (to_x - x) * share, y + (to_y - y) * share) for share in shares]
    return [Box(a - 2, b - 2, a + 2, b + 2) for a, b in at]
