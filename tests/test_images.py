"""Pictures: the size asked for, and a sentence where there is no browser."""

import os
import subprocess
import sys
from contextlib import suppress
from io import BytesIO
from pathlib import Path

import plotly.graph_objects as go
import pytest
from builders import frames, trade_facts
from PIL import Image

from figures.catalogue import CATALOGUE
from figures.drawing.frame import RoomError
from figures.options import Options
from figures.pictures import browser as image


@pytest.mark.parametrize(("width", "height", "scale"), [(1200, 675, 1), (800, 500, 2)])
def test_a_png_has_the_pixels_asked_for(width: int, height: int, scale: int) -> None:
    figure = CATALOGUE["values-over-time"].build(*frames(trade_facts()), Options(width=width, height=height))
    picture = Image.open(BytesIO(image.render(figure, "png", width, height, scale)))
    assert picture.format == "PNG"
    assert picture.size == (width * scale, height * scale)


def test_an_svg_has_the_words_of_the_source() -> None:
    figure = CATALOGUE["counts"].build(*frames(trade_facts()), Options(width=800, height=500))
    assert "The Daily" in image.render(figure, "svg", 800, 500, 1).decode()


@pytest.mark.parametrize("name", ["flow-map", "map"])
def test_a_map_is_drawn_without_asking_a_server_elsewhere(name: str) -> None:
    figure = CATALOGUE[name].build(*frames(trade_facts()), Options(width=600, height=600))
    picture = Image.open(BytesIO(image.render(figure, "png", 600, 600, 1))).convert("RGB")
    land = tuple(bytes.fromhex(figure.layout.geo.landcolor.removeprefix("#")))
    drawn = {colour: count for count, colour in picture.getcolors(1 << 24)}
    assert drawn[land] > 10_000


def test_without_a_browser_one_sentence_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    image.close()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    figure = CATALOGUE["counts"].build(*frames(trade_facts()))
    with pytest.raises(image.ImageError, match="apt-get install chromium"):
        image.render(figure)


def test_the_process_ends_by_itself_after_drawing() -> None:
    code = (
        "import plotly.graph_objects as go; from figures.pictures.browser import render; "
        "assert render(go.Figure(), 'png', 300, 200, 1)[:4] == b'\\x89PNG'"
    )
    subprocess.run([sys.executable, "-c", code], check=True, timeout=60)


def program(folder: Path, does: str) -> Path:
    """Return a program that tells a browser's version, and then is none."""
    path = folder / "browser"
    path.write_text(f'#!/bin/sh\n[ "$1" = --version ] && echo "Chromium 120.0.1.2" && exit 0\n{does}\n')
    path.chmod(0o755)
    return path


def test_a_browser_that_does_not_start_is_told_of_at_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    image.close()
    monkeypatch.setenv("BROWSER_PATH", str(program(tmp_path, "exit 3")))
    monkeypatch.setattr(image, "_ANSWER_TIME", 20)
    with pytest.raises(image.ImageError, match="could not draw the picture: The browser seemed to close"):
        image.render(go.Figure())
    assert "Traceback" not in capfd.readouterr().err


def test_a_browser_that_hangs_keeps_nobody_waiting(tmp_path: Path) -> None:
    code = (
        "import plotly.graph_objects as go; from figures.pictures import browser;"
        "browser._ANSWER_TIME = browser._CLOSE_TIME = 1\n"
        "try: browser.render(go.Figure())\n"
        "except browser.ImageError as error: print(error)"
    )
    # It ends with this test, and not before.
    path = program(tmp_path, f"while [ -e {tmp_path}/browser ]; do sleep 1; done")
    environment = {**os.environ, "BROWSER_PATH": str(path)}
    done = subprocess.run(
        [sys.executable, "-c", code],
        check=True,
        timeout=30,
        env=environment,
        stdout=subprocess.PIPE,
        text=True,
    )
    path.unlink()
    assert "it did not answer within 1 seconds" in done.stdout


def test_a_browser_that_something_else_has_ended_is_started_again() -> None:
    psutil = pytest.importorskip("psutil")
    first = image.render(go.Figure(), "png", 300, 200, 1)
    for one in psutil.Process().children(recursive=True):
        # Some of them end with the others, and the browser of other tests is none of ours.
        with suppress(psutil.NoSuchProcess):
            told = " ".join(one.cmdline())
            if "--headless" in told and "playwright" not in told:
                one.kill()
    assert image.render(go.Figure(), "png", 300, 200, 1) == first


def test_a_picture_that_no_browser_could_draw_is_refused_before_it_is_tried() -> None:
    with pytest.raises(image.ImageError, match="100,000 × 100,000 pixels is more than a browser can draw"):
        image.render(go.Figure(), "png", 10_000, 10_000, 10)


def test_what_is_no_image_is_not_given_out(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(image, "_drawn", lambda *_: b"???")
    with pytest.raises(image.ImageError, match="no PNG but 3 bytes"):
        image.render(go.Figure(), "png", 300, 200, 1)


def test_a_program_that_is_no_browser_is_found_out_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    image.close()
    monkeypatch.setenv("BROWSER_PATH", "/bin/sh")
    with pytest.raises(image.ImageError, match="/bin/sh does not behave as a browser"):
        image.render(go.Figure())


def _sized(name: str, size: tuple[int, int]) -> go.Figure:
    return CATALOGUE[name].build(*frames(trade_facts()), Options(width=size[0], height=size[1]))


@pytest.mark.parametrize("name", list(CATALOGUE))
@pytest.mark.parametrize("size", [(100, 100), (200, 100), (3000, 100)])
def test_a_size_without_room_is_refused_with_one_that_has(name: str, size: tuple[int, int]) -> None:
    with pytest.raises(RoomError, match=r"has no room .* give at least \d+ × \d+"):
        _sized(name, size)


@pytest.mark.parametrize("name", list(CATALOGUE))
@pytest.mark.parametrize("size", [(300, 900), (390, 500), (3000, 675)])
def test_odd_sizes_are_drawn(name: str, size: tuple[int, int]) -> None:
    layout = _sized(name, size).layout
    assert (layout.width, layout.height) == size
