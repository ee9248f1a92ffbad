"""A figure -> the bytes of an image: one browser for the whole process, started when first needed."""

import atexit
import os
import re
import shutil
import subprocess
import threading
from queue import Empty, Queue
from typing import Any

import kaleido
import plotly.graph_objects as go

from figures.geography import folder
from schemas.errors import TradefactsError

_BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
_INSTALL = (
    "install Chromium (Debian: apt-get install chromium; macOS: brew install --cask chromium), or name a "
    "Chrome or Chromium in BROWSER_PATH."
)
#: What the browser can draw: so many pixels to a side, and in all.
_MOST_SIDE, _MOST_PIXELS = 16_000, 100_000_000
#: How the bytes of each format begin.
_BEGINS = {
    "png": rb"\x89PNG\r\n",
    "pdf": rb"%PDF",
    "svg": rb"\s*<svg",
}
#: Where the maps are; plotly puts the name of one behind the slash.
_MAPS = f"{folder().as_uri()}/"
#: Seconds: for a browser to tell its version, to draw a picture, until it has to have answered, and to end.
_VERSION_TIME, _DRAW_TIME, _ANSWER_TIME, _CLOSE_TIME = 15, 25, 28, 10
_VERSION = re.compile(r"\d+\.\d+\.\d+\.\d+")
_lock = threading.Lock()
_started = False


class ImageError(TradefactsError):
    """A figure could not be drawn; the message is one sentence that says what to do."""


def render(
    figure: go.Figure, format: str = "png", width: int = 1200, height: int = 675, scale: float = 2
) -> bytes:
    """Return `figure` as an image of `width` × `height` CSS pixels; a PNG has `scale` times as many.

    `format` is png, svg or pdf. Raises ImageError where the image would be larger than a
    browser can draw, where no browser is there, or where it fails.
    """
    if format == "png":
        _check_size(width * scale, height * scale)
    options = {"format": format, "width": width, "height": height, "scale": scale}
    with _lock:
        _start()
        try:
            image = _drawn(figure.to_dict(), options)
        except Exception as error:  # whatever goes wrong in another program's process
            raise ImageError(f"The browser could not draw the picture: {error}.") from error
    if re.match(_BEGINS[format], image, re.S) is None:
        raise ImageError(
            f"The browser gave back no {format.upper()} but {len(image)} bytes of something else: "
            "ask for a smaller picture."
        )
    return image


def _check_size(across: float, down: float) -> None:
    if max(across, down) > _MOST_SIDE or across * down > _MOST_PIXELS:
        raise ImageError(
            f"A picture of {across:,.0f} × {down:,.0f} pixels is more than a browser can draw: give a width, "
            f"height and scale that make at most {_MOST_SIDE:,} pixels a side and "
            f"{_MOST_PIXELS // 1_000_000} million in all."
        )


def _drawn(figure: dict[str, Any], options: dict[str, Any]) -> bytes:
    """Return what the browser makes of a figure.

    Kaleido waits for ever where its browser ends while it starts, so it is waited for in a thread that
    the process need not wait for.
    """
    answers: Queue[bytes | Exception] = Queue()

    def ask() -> None:
        try:
            # Without a map of its own, plotly would ask a server elsewhere for one.
            answers.put(bytes(kaleido.calc_fig_sync(figure, opts=options, topojson=_MAPS)))
        except Exception as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True).start()
    try:
        answer = answers.get(timeout=_ANSWER_TIME)
    except Empty:
        close()
        raise TimeoutError(f"it did not answer within {_ANSWER_TIME} seconds") from None
    if isinstance(answer, Exception):
        raise answer
    return answer


def _start() -> None:
    global _started
    if _started:
        return
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None or not os.access(path, os.X_OK):
        raise ImageError(f"No Chromium was found to draw the picture: {_INSTALL}")
    _check_browser(path)
    kaleido.start_sync_server(n=1, mathjax=False, timeout=_DRAW_TIME, silence_warnings=True, path=path)
    atexit.register(close)
    _started = True


def _check_browser(path: str) -> None:
    """Raise ImageError unless the program tells a version as Chrome and all of its kin do: `1.2.3.4`."""
    try:
        told = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=_VERSION_TIME, check=False
        ).stdout
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired):
        told = ""
    if _VERSION.search(told) is None:
        raise ImageError(f"{path} does not behave as a browser: it tells no version. Please {_INSTALL}")


def close() -> None:
    """Stop the browser, if one runs; the next picture starts another."""
    global _started
    if _started:
        _started = False
        # One that hangs must not keep the process from ending.
        stopping = threading.Thread(
            target=kaleido.stop_sync_server, kwargs={"silence_warnings": True}, daemon=True
        )
        stopping.start()
        stopping.join(_CLOSE_TIME)
