"""A view and a composition -> the picture, and its size in words."""

from dataclasses import replace
from datetime import UTC, datetime
from functools import cache
from importlib.metadata import version

from dashboard.address import View
from dashboard.composing.composition import Composition
from dashboard.drawn import Material, chosen
from figures.pictures.picture import Made, Picture, picture

_MILLIMETRES = 25.4
#: From so many pixels to an inch a picture is meant for paper, where millimetres say more.
_PRINTED_DPI = 300


def composed(view: View, composition: Composition, found: Material) -> Picture:
    """Return the picture of a view that is to be like this; `found` is what its figure is built of.

    Raises composition.SizeError and figures.drawing.frame.RoomError where it has no such size.
    """
    name = chosen(view, found)
    # Neither the page's theme nor its table is any business of the picture's.
    shown = replace(view, figure=name, theme=None, order=None, page=1)
    made = Made(shown.query(), _version(), datetime.now(UTC))
    options = composition.options(found.options)
    return picture(name, found.facts, found.documents, options, composition.layout_size(), made)


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
