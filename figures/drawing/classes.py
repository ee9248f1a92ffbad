"""Values in a few classes between round numbers, the tints of a colour that stand for them, a legend."""

import math
from bisect import bisect_right
from collections.abc import Sequence
from itertools import pairwise

from figures import wording
from figures.drawing.lettering import safe, width
from figures.drawing.scale import ticks
from figures.look import LIGHT, SMALL, Palette

_MOST = 5
_BLACK = "#000000"
#: Where the largest value is so many times the smallest, classes are of equal multiples.
_FAR = 4


class Classes:
    """The classes of some values above zero, and how each of them looks in a theme."""

    def __init__(self, values: Sequence[float], hue: str, look: Palette) -> None:
        """`hue` is the colour of the largest, as `#rrggbb`."""
        self.edges = _edges(min(values), max(values))
        self.tints = _tints(hue, len(self.edges) + 1, look)

    def of(self, value: float) -> int:
        """Return the number of the class in which a value lies, 0 for the smallest."""
        return bisect_right(self.edges, value)

    def ink(self, number: int) -> str:
        """Return the colour in which text can be read on a class."""
        return _BLACK if _brightness(self.tints[number]) > _BRIGHT else LIGHT.ground

    @property
    def scale(self) -> list[tuple[float, str]]:
        """The classes as plotly's colour scale, for numbers from −0.5 to their count less a half."""
        many = len(self.tints)
        ends = [(number / many, (number + 1) / many) for number in range(many)]
        return [(at, tint) for pair, tint in zip(ends, self.tints, strict=True) for at in pair]

    def legend(self, unit: str, look: Palette, room: float, *, empty: str = "") -> list[str]:
        """Return the lines of a legend that is at most `room` pixels wide, as markup for an annotation.

        `empty` is what is said of what has no value, where that is drawn.
        """
        items = list(zip(self.tints, self._names(unit), strict=True))
        if empty:
            items.append((look.line, empty))
        lines: list[list[tuple[str, str]]] = [[]]
        used = 0.0
        for tint, text in items:
            takes = width(f"■ {text}", SMALL) + 20
            if lines[-1] and used + takes > room:
                lines.append([])
                used = 0.0
            lines[-1].append((tint, text))
            used += takes
        return ["&nbsp;&nbsp;&nbsp; ".join(_item(*one) for one in line) for line in lines]

    def _names(self, unit: str) -> list[str]:
        told = [wording.amount(edge, unit) for edge in self.edges]
        if not told:
            return ["with a value"]
        between = [f"{low} to {high}" for low, high in pairwise(told)]
        return [f"under {told[0]}", *between, f"{told[-1]} and more"]


def _item(tint: str, text: str) -> str:
    return f'<span style="color:{tint}">■</span> {safe(text)}'


def _edges(low: float, high: float) -> list[float]:
    """Return at most four round numbers that divide the values from `low` to `high` into classes."""
    if high <= low:
        return []
    if high / low < _FAR:
        return [one for one in ticks(low, high, _MOST - 2) if low < one <= high][: _MOST - 1]
    first, last = math.floor(math.log10(low)), math.ceil(math.log10(high))
    for powers in ((1, 2, 5), (1, 3), (1,)):
        found = [part * 10.0**power for power in range(first, last + 1) for part in powers]
        found = [one for one in found if low < one <= high]
        if len(found) < _MOST:
            return found
    return found[:: math.ceil(len(found) / (_MOST - 1))]


#: A colour that is brighter than this contrasts more with black text than with white.
_BRIGHT = 0.179
#: How much of the hue the class of the smallest values has.
_LEAST = 0.22


def _tints(hue: str, many: int, look: Palette) -> list[str]:
    """Return tints from the ground's to the hue; on a dark ground the largest is the brightest."""
    ground = look.ground if look.ground.startswith("#") else LIGHT.ground
    is_dark = _brightness(ground) < _BRIGHT
    least, full = (0.4, _mixed("#FFFFFF", hue, 0.6)) if is_dark else (_LEAST, hue)
    if many == 1:
        return [_mixed(ground, full, 0.8)]
    return [_mixed(ground, full, least + (1 - least) * number / (many - 1)) for number in range(many)]


def _mixed(one: str, other: str, share: float) -> str:
    """Return a colour that is so much of the other one."""
    parts = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02X}" for a, b in parts)


def _parts(colour: str) -> list[int]:
    return [int(colour[at : at + 2], 16) for at in (1, 3, 5)]


def _brightness(colour: str) -> float:
    """Return how bright a colour is, from 0 to 1, near enough to what WCAG 2 calls its relative luminance."""
    red, green, blue = ((part / 255) ** 2.2 for part in _parts(colour))
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue
