"""A figure -> the bytes of an image: one browser for the whole process, started when first needed."""

import atexit
import os
import shutil
import threading

import kaleido
import plotly.graph_objects as go

from schemas.errors import TradefactsError

_BROWSERS = ("chromium", "google-chrome", "google-chrome-stable", "chromium-browser", "chrome")
_MISSING = (
    "No Chromium was found to draw the picture: install it (Debian: apt-get install chromium; macOS: "
    "brew install --cask chromium), or name a Chrome or Chromium in BROWSER_PATH."
)
_lock = threading.Lock()
_started = False


class ImageError(TradefactsError):
    """A figure could not be drawn; the message is one sentence that says what to do."""


def render(
    figure: go.Figure, format: str = "png", width: int = 1200, height: int = 675, scale: float = 2
) -> bytes:
    """Return `figure` as an image of `width` × `height` CSS pixels; a bitmap has `scale` times as many.

    `format` is png, svg, pdf, webp or jpeg. Raises ImageError where no browser is there or it fails.
    """
    options = {"format": format, "width": width, "height": height, "scale": scale}
    with _lock:
        _start()
        try:
            return bytes(kaleido.calc_fig_sync(figure.to_dict(), opts=options))
        except Exception as error:  # whatever goes wrong in another program's process
            raise ImageError(f"The browser could not draw the picture: {error}.") from error


def _start() -> None:
    global _started
    if _started:
        return
    path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, _BROWSERS)), None)
    if path is None or not os.access(path, os.X_OK):
        raise ImageError(_MISSING)
    kaleido.start_sync_server(n=1, mathjax=False, timeout=30, silence_warnings=True, path=path)
    atexit.register(close)
    _started = True


def close() -> None:
    """Stop the browser, if one runs; the next picture starts another."""
    global _started
    if _started:
        _started = False
        kaleido.stop_sync_server(silence_warnings=True)
