"""Where countries lie, for the figures that are maps. Degrees, east and north above zero.

    world_110m.json   the shapes that plotly draws; it fetches them by this name, see `folder`
    centres.csv       where a country's name goes, and how far its largest piece of land reaches

The shapes are those that plotly.js 4.1.1 has (MIT licence): countries and coasts after the United Nations'
map data, lakes and rivers after Natural Earth (public domain). They are drawn for a world map, 1 to 110
million: islands and the smallest states are not on it. Borders on it are no statement of this project.

The centres were computed of these shapes, as the point of the largest piece of land that is farthest from
its border, and mended by hand where that is not where a reader looks for the country. States that the map
lacks have their capital's place; the European Union has Brussels, the euro area Frankfurt. The world has
none.
"""

import csv
from functools import cache
from importlib import resources
from pathlib import Path
from typing import NamedTuple

#: What plotly asks for; nothing else in this folder is given out.
MAP = "world_110m.json"


class Place(NamedTuple):
    """Where a country lies. `reach` is west, south, east, north of its largest piece; None: no shape."""

    longitude: float
    latitude: float
    reach: tuple[float, float, float, float] | None


@cache
def places() -> dict[str, Place]:
    """Return where each country lies, by its code; what is nowhere, such as the world, has none."""
    text = resources.files("figures.geography").joinpath("centres.csv").read_text(encoding="utf-8")
    return {row["code"]: _place(row) for row in csv.DictReader(text.splitlines())}


def _place(row: dict[str, str]) -> Place:
    west, south, east, north = (row[name] for name in ("west", "south", "east", "north"))
    reach = (float(west), float(south), float(east), float(north)) if west else None
    return Place(float(row["longitude"]), float(row["latitude"]), reach)


def folder() -> Path:
    """Return the folder that holds the map, for who has to give it to a browser."""
    return Path(__file__).parent.absolute()
