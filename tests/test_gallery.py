"""The gallery of the docs: every figure is in it, and shows what the figure draws today."""

import json
from collections.abc import Iterator
from typing import Any

import gallery
import plotly.graph_objects as go
import pytest
from PIL import Image

from figures.catalogue import CATALOGUE
from figures.pictures.carrying import record_in
from figures.pictures.picture import Picture
from figures.words import words_of


@pytest.fixture(scope="module")
def pictures() -> Iterator[dict[str, Picture]]:
    with gallery.stores() as known:
        yield {name: gallery.shown(name, known[one.texts]) for name, one in gallery.CHOICES.items()}


def test_every_figure_is_in_the_gallery() -> None:
    assert list(gallery.CHOICES) == list(CATALOGUE)
    assert {path.stem for path in gallery.PICTURES.iterdir()} == set(CATALOGUE)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_a_picture_shows_what_the_figure_draws_today(name: str, pictures: dict[str, Picture]) -> None:
    path, one = gallery.PICTURES / f"{name}.png", pictures[name]
    assert not words_of(one.figure).empty
    carried = record_in(path.read_bytes())
    assert carried is not None
    # Whoever changes what a figure draws runs `make figures`, and looks at it.
    assert carried._replace(made=one.record.made, version=one.record.version) == one.record
    assert Image.open(path).size == (one.size.width, one.height)


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_plotly_takes_every_attribute_of_a_picture_as_it_is(name: str, pictures: dict[str, Picture]) -> None:
    def told(figure: go.Figure) -> Any:
        # Plotly turns an angle once around, which may change its last digit.
        return json.loads(figure.to_json(), parse_float=lambda number: round(float(number), 9))

    figure = pictures[name].figure
    # A figure is made unlooked at; here plotly looks at all of it, and raises for what it does not know.
    assert told(go.Figure(figure.to_dict())) == told(figure)


def test_the_page_is_that_of_the_pictures(pictures: dict[str, Picture]) -> None:
    assert gallery.PAGE.read_text(encoding="utf-8") == gallery.page(pictures)
