"""A view and a composition -> the picture, and its size in words."""

from collections import deque
from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version
from typing import Any

from dashboard.address import View
from dashboard.composing.composition import Composition
from dashboard.drawn import Material, chosen
from figures.pictures.picture import Made, Picture, picture

_MILLIMETRES = 25.4
#: From so many pixels to an inch a picture is meant for paper, where millimetres say more.
_PRINTED_DPI = 300
#: Title, subtitle, notes and sources together take so many pixels at most.
_MOST_AROUND = 400
#: The views and sizes, the last so many, whose contents fill a page whatever is written around them.
_full: deque[tuple[Any, ...]] = deque(maxlen=64)


def composed(view: View, composition: Composition, found: Material) -> Picture:
    """Return the picture of a view that is to be like this; `found` is what its figure is built of.

    Raises composition.SizeError and figures.drawing.frame.RoomError where it has no such size.
    """
    name = chosen(view, found)
    # Neither the page's theme nor its table is any business of the picture's.
    shown = replace(view, figure=name, theme=None, order=None, page=1)
    made = Made(shown.query(), _version(), datetime.now(UTC))
    size = composition.layout_size()
    key = (shown, composition.size, *found.facts["fact_id"])
    if key in _full:
        # It is not laid out once to find how high it would be, and then again as high as a page.
        size = size._replace(height=size.most_height)
    options = composition.options(found.options)
    one = picture(name, found.facts, found.documents, options, size, made)
    if size.most_height is not None and one.needed > size.most_height + _MOST_AROUND:
        _full.append(key)
    return one


@cache
def _version() -> str:
    return version("tradefacts")


def measured(one: Picture, kind: str) -> str:
    """Return how large a picture will be in a format: `1920 × 1080 pixels`, `1004 × 887 pixels, 85 mm wide`.

    What is drawn by lines has no pixels but a size on paper.
    """
    wide, high = (side * one.size.inches * _MILLIMETRES for side in (one.size.width, one.height))
    if kind in ("svg", "pdf"):
        return f"{wide:.0f} × {high:.0f} mm"
    pixels = f"{int(one.size.width * one.size.scale)} × {int(one.height * one.size.scale)} pixels"
    return f"{pixels}, {wide:.0f} mm wide" if one.size.dpi >= _PRINTED_DPI else pixels
