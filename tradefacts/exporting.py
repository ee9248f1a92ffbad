"""A named figure of the stored facts -> an image file."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from figures.catalogue import CATALOGUE
from figures.options import Options
from figures.pictures.browser import render
from pipeline.official import series_for
from pipeline.output import moved_into_place
from schemas.errors import TradefactsError
from schemas.filters import Filters
from store import Store

#: The image format that each ending of a file's name stands for.
FORMATS = {
    ".png": "png",
    ".svg": "svg",
    ".pdf": "pdf",
    ".webp": "webp",
    ".jpg": "jpeg",
    ".jpeg": "jpeg",
}


class ExportError(TradefactsError):
    """A figure cannot be exported; the message is a sentence."""


def list_figures() -> str:
    """Return every figure's name with the question that it answers, one a line."""
    longest = max(map(len, CATALOGUE))
    return "\n".join(f"{name:<{longest}} {entry.question}" for name, entry in CATALOGUE.items())


def draw(
    store: Store, filters: Filters, name: str, output: Path, options: Options, *, scale: float
) -> pd.DataFrame:
    """Draw a figure of the facts that pass the filters into a file; return these facts.

    The file's ending names the format. Without a height, it is as high as its contents need. What `options`
    lack of what is stored, official figures and copies, is added.
    """
    if name not in CATALOGUE:
        raise ExportError(f"There is no figure {name!r}; the figures are {', '.join(CATALOGUE)}.")
    kind = FORMATS.get(output.suffix.lower())
    if kind is None:
        raise ExportError(
            f"No image can be written to {output}: give a file that ends in {', '.join(FORMATS)}."
        )
    facts = store.facts(filters)
    options = replace(options, originals=store.originals(), observations=series_for(facts, store))
    figure = CATALOGUE[name].build(facts, store.documents(), options)
    image = render(figure, kind, width=options.width, height=figure.layout.height, scale=scale)
    with moved_into_place(output) as stream:
        stream.write(image)
    return facts
