"""A named figure of facts -> a file: laid out for its size, drawn by a browser, and given its record."""

import base64
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from figures.catalogue import CATALOGUE
from figures.confidential import titled
from figures.options import Options
from figures.pictures import carrying
from figures.pictures.browser import render
from figures.pictures.record import Record, record
from figures.pictures.sizes import Size
from figures.words import words_of

#: What a picture can be written as, by the ending of its file.
FORMATS = ("png", "svg", "pdf", "webp")
#: What a reader's own browser draws; the others need one beside the server.
DRAWN_ANYWHERE = ("png", "svg")


class Made(NamedTuple):
    """How a picture came about: the view as the dashboard's address has it, by which version, and when."""

    query: str
    version: str
    at: datetime


class Picture(NamedTuple):
    """A figure that is laid out for a size, with the record that goes into its file.

    `needed` is the height that its contents need, which may be more than a page has.
    """

    figure: go.Figure
    size: Size
    record: Record
    needed: int

    @property
    def height(self) -> int:
        """The height in pixels of layout."""
        return int(self.figure.layout.height)

    @property
    def drawing(self) -> dict[str, Any]:
        """The figure as a reader's browser draws it, without the words that are kept with it."""
        layout = {
            name: value for name, value in self.figure.layout.to_plotly_json().items() if name != "meta"
        }
        return self.figure.to_plotly_json() | {"layout": layout}


def picture(
    name: str, facts: pd.DataFrame, documents: pd.DataFrame, options: Options, size: Size, made: Made
) -> Picture:
    """Return the figure of CATALOGUE called `name`, of validated frames, laid out for `size`.

    Raises drawing.frame.RoomError where it has no room there.
    """
    figure, needed = _laid_out(name, facts, titled(documents), options, size)
    told = record(
        name, words_of(figure), facts, documents, query=made.query, version=made.version, made=made.at
    )
    return Picture(figure, size, told, needed)


def _laid_out(
    name: str, facts: pd.DataFrame, documents: pd.DataFrame, options: Options, size: Size
) -> tuple[go.Figure, int]:
    """Return a figure as high as its contents need, but no higher than a page; and what they need."""
    build = CATALOGUE[name].build
    figure = build(facts, documents, replace(options, width=size.width, height=size.height))
    needed = int(figure.layout.height)
    if size.height is None and size.most_height is not None and needed > size.most_height:
        figure = build(facts, documents, replace(options, width=size.width, height=size.most_height))
    return figure, needed


def draw(one: Picture, kind: str) -> bytes:
    """Return a picture as a file of one of FORMATS. Raises browser.ImageError where it cannot be drawn."""
    is_bitmap = kind in ("png", "webp")
    scale = one.size.scale if is_bitmap else 1
    image = render(one.figure, "png" if is_bitmap else kind, one.size.width, one.height, scale)
    if kind == "webp":
        return carrying.webp_of(image, one.record)
    if kind == "pdf":
        return carrying.into_pdf(image, one.record, one.size)
    if kind == "svg":
        return carrying.into_svg(image, one.record, one.size, one.height)
    return carrying.into_png(image, one.record, one.size)


def for_browser(one: Picture, kind: str) -> dict[str, Any]:
    """Return what a reader's browser needs to write the same file: the figure, and what goes into it.

    A PNG gets `chunks` (Base64) behind its first `behind` bytes; an SVG its `sized` attributes instead of
    its width and height, and `inside` behind its root element's beginning.
    """
    told: dict[str, Any] = {
        "figure": one.drawing,
        "format": kind,
        "width": one.size.width,
        "height": one.height,
        "scale": one.size.scale,
    }
    if kind == "svg":
        sized, inside = carrying.svg_head(one.record, one.size, one.height)
        return told | {"sized": sized, "inside": inside}
    chunks = base64.b64encode(carrying.png_chunks(one.record, one.size)).decode()
    return told | {"behind": carrying.PNG_HEADER, "chunks": chunks}
