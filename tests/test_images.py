"""Pictures: the size asked for, and a sentence where there is no browser."""

import subprocess
import sys
from io import BytesIO

import pytest
from builders import frames, trade_facts
from PIL import Image

from figures import image
from figures.catalogue import CATALOGUE
from figures.style import Options


@pytest.mark.parametrize(("width", "height", "scale"), [(1200, 675, 1), (800, 500, 2)])
def test_a_png_has_the_pixels_asked_for(width: int, height: int, scale: int) -> None:
    figure = CATALOGUE["values-over-time"].build(*frames(trade_facts()), Options(width=width, height=height))
    picture = Image.open(BytesIO(image.render(figure, "png", width, height, scale)))
    assert picture.format == "PNG"
    assert picture.size == (width * scale, height * scale)


def test_an_svg_has_the_words_of_the_source() -> None:
    figure = CATALOGUE["counts"].build(*frames(trade_facts()), Options(width=800, height=500))
    assert "The Daily" in image.render(figure, "svg", 800, 500, 1).decode()


def test_without_a_browser_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    image.close()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    figure = CATALOGUE["counts"].build(*frames(trade_facts()))
    with pytest.raises(image.ImageError, match="apt-get install chromium"):
        image.render(figure)


def test_the_process_ends_by_itself_after_drawing() -> None:
    code = (
        "import plotly.graph_objects as go; from figures.image import render; "
        "assert render(go.Figure(), 'png', 300, 200, 1)[:4] == b'\\x89PNG'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)
