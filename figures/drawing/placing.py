"""Where labels go so that none lies on another, on a mark, or outside the plot. Pixels, y downwards."""

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


_CLEAR = 6


def placed(labels: Sequence[Label], taken: Iterable[Box], bounds: Box) -> list[Box | None]:
    """Return a place for each label, in their order, or None for one that fits nowhere near its mark."""
    occupied = list(taken)
    found: list[Box | None] = []
    for label in labels:
        fits = (box for box in _near(label) if box.inside(bounds))
        box = next((one for one in fits if not any(one.overlaps(other) for other in occupied)), None)
        if box is not None:
            occupied.append(box)
        found.append(box)
    return found


def _near(label: Label) -> Iterable[Box]:
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
