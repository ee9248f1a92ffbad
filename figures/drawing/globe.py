"""Where a place comes to stand on a map, in pixels, so that labels and arrows can be laid out beforehand.

This is what plotly does with its `natural earth` projection, given the same ranges: the ranges' outline is
fitted into the plot, and its middle stands in the plot's middle. The formula is that of d3-geo's
geoNaturalEarth1 (Tom Patterson; polynomial by Bojan Šavrič and others, 2011).
"""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from figures.drawing.placing import Box
from figures.geography import Place
from figures.look import Palette

PROJECTION = "natural earth"
#: A map shows no less than so many degrees, and reaches so far beyond what it is about.
_LEAST_WIDE, _LEAST_HIGH, _BEYOND = 34.0, 22.0, 0.14
#: Nothing is traded with Antarctica, and what lies north of this is ice.
_SOUTH, _NORTH = -56.0, 78.0
#: A map is of the whole world where it would show more of it than this.
_NEARLY_ALL = 290.0
_ROUNDS = 12

Point = tuple[float, float]
Linked = tuple[Place, Place, float]


@dataclass(frozen=True, slots=True)
class Globe:
    """A part of the earth: `middle` is its central meridian, `wide` its degrees across; `size` in pixels."""

    middle: float
    wide: float
    south: float
    north: float
    size: tuple[float, float]

    @property
    def centre(self) -> float:
        """The latitude that stands in the middle of the plot."""
        return (self.south + self.north) / 2

    @property
    def per_unit(self) -> float:
        """Pixels for a unit of the projection."""
        (left, top), (right, bottom) = self._outline()
        return min(self.size[0] / (right - left), self.size[1] / (top - bottom))

    def _outline(self) -> tuple[Point, Point]:
        """Return the outermost corners of the ranges' outline: plotly draws its edges as great circles."""
        half = self.wide / 2
        step = math.cos(math.radians(self.wide / 8))
        south, north = (
            math.degrees(math.atan(math.tan(math.radians(one)) / step)) if (one < 0) == is_south else one
            for one, is_south in ((self.south, True), (self.north, False))
        )
        widest = (
            min(max(0.0, self.south), self.north) if self.south > 0 else max(self.south, min(0.0, self.north))
        )
        across = projected(half, widest)[0]
        return (-across, projected(0, north)[1]), (across, projected(0, south)[1])

    def pixel(self, longitude: float, latitude: float) -> Point:
        """Return where a place stands, from the left and from the top of the plot."""
        x, y = projected(turned(longitude, self.middle), latitude)
        per_unit = self.per_unit
        return (
            self.size[0] / 2 + per_unit * x,
            self.size[1] / 2 - per_unit * (y - projected(0, self.centre)[1]),
        )

    def place(self, x: float, y: float) -> Point:
        """Return the longitude and latitude that stand at a pixel: pixel() backwards."""
        per_unit = self.per_unit
        across = (x - self.size[0] / 2) / per_unit
        upward = (self.size[1] / 2 - y) / per_unit + projected(0, self.centre)[1]
        latitude = _latitude(upward)
        unit = projected(1, latitude)[0]
        return (across / unit + self.middle + 180) % 360 - 180, latitude

    def holds(self, box: Box) -> bool:
        """Tell whether a label lies on the map, where every pixel of it has a place."""
        corners = ((x, y) for x in (box.left, box.right) for y in (box.top, box.bottom))
        return box.inside(self.frame) and all(self._is_on(*corner) for corner in corners)

    def _is_on(self, x: float, y: float) -> bool:
        per_unit = self.per_unit
        latitude = _latitude((self.size[1] / 2 - y) / per_unit + projected(0, self.centre)[1])
        return abs(x - self.size[0] / 2) / per_unit < projected(min(180.0, self.wide / 2), latitude)[0]

    @property
    def frame(self) -> Box:
        """The pixels that the map takes of the plot."""
        (left, top), (right, bottom) = self._outline()
        wide, high = self.per_unit * (right - left), self.per_unit * (top - bottom)
        x, y = (self.size[0] - wide) / 2, (self.size[1] - high) / 2
        return Box(x, y, x + wide, y + high)

    @property
    def needs(self) -> float:
        """The pixels that the map takes from top to bottom."""
        frame = self.frame
        return frame.bottom - frame.top

    def layout(self, look: Palette) -> dict[str, Any]:
        """Return plotly's `layout.geo` for this part of the earth, in the colours of a theme."""
        return {
            "projection": {"type": PROJECTION, "rotation": {"lon": self.middle, "lat": 0, "roll": 0}},
            "lonaxis": {"range": [self.middle - self.wide / 2, self.middle + self.wide / 2]},
            "lataxis": {"range": [self.south, self.north]},
            "center": {"lon": self.middle, "lat": self.centre},
            "fitbounds": False,
            "resolution": 110,
            "domain": {"x": [0, 1], "y": [0, 1]},
            "showframe": False,
            "showland": True,
            "landcolor": look.line,
            "showcountries": True,
            "countrycolor": look.ground if look.ground.startswith("#") else "#FFFFFF",
            "countrywidth": 0.7,
            "showcoastlines": False,
            "showlakes": False,
            "bgcolor": look.ground,
        }


def projected(longitude: float, latitude: float) -> Point:
    """Return a place in the projection's own units; both in degrees, the longitude from the middle."""
    phi = math.radians(latitude)
    two = phi * phi
    four = two * two
    x = 0.8707 - 0.131979 * two + four * (-0.013791 + four * (0.003971 * two - 0.001529 * four))
    return math.radians(longitude) * x, phi * _height(two)


def _height(two: float) -> float:
    four = two * two
    return 1.007226 + two * (0.015085 + four * (-0.044475 + 0.028874 * two - 0.005916 * four))


def _latitude(y: float) -> float:
    """Return the latitude whose height in the projection is `y`: found by halving, since it only rises."""
    low, high = -90.0, 90.0
    for _ in range(50):
        middle = (low + high) / 2
        low, high = (middle, high) if projected(0, middle)[1] < y else (low, middle)
    return (low + high) / 2


def turned(longitude: float, middle: float) -> float:
    """Return how far east of the middle a longitude lies, from −180 to 180."""
    return (longitude - middle + 180) % 360 - 180


def around(places: Sequence[Place], links: Iterable[Linked], size: tuple[float, float]) -> Globe:
    """Return the part of the earth that holds some places with a margin, in a plot of `size` pixels.

    `links` are pairs between which something is drawn, with how much it is: the map is turned so that as
    little as may be has to go the long way round.
    """
    middle = _turn(places, list(links))
    reaches = [_reach(one, middle) for one in places]
    west, east = min(one[0] for one in reaches), max(one[2] for one in reaches)
    south, north = min(one[1] for one in reaches), max(one[3] for one in reaches)
    south, north = _widened(south, north, _LEAST_HIGH)
    south, north = max(_SOUTH, south), min(_NORTH, north)
    west, east = _widened(west, east, _LEAST_WIDE)
    wide = east - west
    if wide > _NEARLY_ALL:
        wide = 360.0
    else:
        middle = (middle + (west + east) / 2 + 180) % 360 - 180
    return _filling(Globe(middle, wide, south, north, size))


def _filling(globe: Globe) -> Globe:
    """Return a part of the earth that fills its plot as far as there is more of the earth to show."""
    for _ in range(_ROUNDS):
        frame = globe.frame
        across, down = globe.size[0] / (frame.right - frame.left), globe.size[1] / (frame.bottom - frame.top)
        if across > 1.02 and globe.wide < 360:
            globe = _other(globe, wide=min(360.0, globe.wide * min(across, 1.25)))
        elif down > 1.02 and (globe.south > _SOUTH or globe.north < _NORTH):
            more = (globe.north - globe.south) * (min(down, 1.25) - 1) / 2
            globe = _other(
                globe, south=max(_SOUTH, globe.south - more), north=min(_NORTH, globe.north + more)
            )
        else:
            break
    return globe


def _other(globe: Globe, **changed: float) -> Globe:
    told = {name: getattr(globe, name) for name in ("middle", "wide", "south", "north", "size")}
    return Globe(**{**told, **changed})


def _widened(low: float, high: float, least: float) -> tuple[float, float]:
    more = max(_BEYOND * (high - low), (least - (high - low)) / 2)
    return low - more, high + more


def _reach(place: Place, middle: float) -> tuple[float, float, float, float]:
    """Return west, south, east and north of a place: no more of its land than a reader needs to know it."""
    longitude, latitude, reach = place
    at = turned(longitude, middle)
    if reach is None:
        return at, latitude, at, latitude
    west, south, east, north = reach
    return (
        at - min(longitude - west, 16),
        max(south, latitude - 12),
        at + min(east - longitude, 16),
        min(north, latitude + 12),
    )


def _turn(places: Sequence[Place], links: Sequence[Linked]) -> float:
    """Return the meridian for the middle: where the places lie closest together, if they fit on half a map.

    A map of the world has Europe and Africa in its middle, or the Pacific, where more crosses that.
    """

    def spread(middle: float) -> float:
        at = [turned(one.longitude, middle) for one in places]
        return max(at) - min(at)

    def long(middle: float) -> float:
        ends = ((turned(a.longitude, middle), turned(b.longitude, middle), much) for a, b, much in links)
        return sum(much for one, other, much in ends if abs(one - other) > _LONG_WAY)

    closest = min((_USUAL, *range(-180, 180, 10)), key=spread)
    return closest if spread(closest) < _HALF else min((_USUAL, _PACIFIC), key=long)


#: The meridians in the middle of most maps of the world, and of those that show the Pacific whole.
_USUAL, _PACIFIC = 10.0, 155.0
_HALF, _LONG_WAY = 170.0, 180.0
