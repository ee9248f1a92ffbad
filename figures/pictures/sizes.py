"""How large a picture is: laid out in pixels, drawn in as many more, and so large on paper.

A figure is laid out on few pixels for a narrow column and on more for a slide, so that its letters, which
always take as many pixels, come out as large as a reader needs them there: some 7 points in print.
"""

from typing import NamedTuple

_INCH = 25.4
#: Pixels to an inch, as CSS counts them.
CSS_DPI = 96
_PRINTED_DPI = 300


class Size(NamedTuple):
    """A picture of `width` × `height` pixels of layout, and `scale` pixels of the image for each of these.

    A height of None is what the contents need, but `most_height`, where that is given. `dpi` are the image's
    pixels to an inch, which makes it as large on paper as it is meant to be.
    """

    width: int
    height: int | None = None
    scale: float = 1.0
    dpi: float = CSS_DPI
    most_height: int | None = None

    @classmethod
    def free(cls, width: int, height: int | None = None, scale: float = 1.0) -> "Size":
        """Return a size that is as large on paper as on a screen, however fine it is drawn."""
        return cls(width, height, scale, CSS_DPI * scale)

    @property
    def inches(self) -> float:
        """The inches on paper that a pixel of layout takes."""
        return self.scale / self.dpi


class Preset(NamedTuple):
    """A size by name, with what it is for."""

    label: str
    size: Size


def _printed(millimetres: float, layout: int, highest: float, *, is_full: bool = False) -> Size:
    """Return the size of a picture in print, laid out on so many pixels, at most so many mm high."""
    # A little more than the pixels that are wanted: a browser takes the whole ones of what it is told.
    scale = round(millimetres / _INCH * _PRINTED_DPI) / layout * (1 + 1e-9)
    pixels = round(highest / _INCH * _PRINTED_DPI / scale)
    return Size(layout, pixels if is_full else None, scale, _PRINTED_DPI, pixels)


PRESETS = {
    "column": Preset("Report column, 85 mm", _printed(85, 420, 230)),
    "report": Preset("Report page, 170 mm", _printed(170, 800, 240)),
    "slide": Preset("Slide, 16:9", Size(960, 540, 2.0, 144)),
    "square": Preset("Square", Size(720, 720, 1.5, 144)),
    "a4": Preset("A4 sheet", _printed(210, 900, 297, is_full=True)),
}
