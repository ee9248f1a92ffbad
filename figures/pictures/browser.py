"""A figure -> the bytes of an image: one browser for the whole process, started when first needed."""

import asyncio
import atexit
import os
import re
import shutil
import subprocess
import threading
from contextlib import suppress
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
#: Seconds for a page to be ready for its next picture, and after which it is looked whether the browser runs.
_TIDY_TIME, _LOOK_TIME = 5, 0.5
_VERSION = re.compile(r"\d+\.\d+\.\d+\.\d+")
_lock = threading.Lock()
_browser: "_Browser | None" = None


class ImageError(TradefactsError):
    """A figure could not be drawn; the message is one sentence that says what to do."""


class NoBrowserError(ImageError):
    """No picture can be drawn here, for want of a browser."""


def render(
    figure: go.Figure, format: str = "png", width: int = 1200, height: int = 675, scale: float = 2
) -> bytes:
    """Return `figure` as an image of `width` × `height` CSS pixels; a PNG has `scale` times as many.

    `format` is png, svg or pdf. Raises ImageError where the image would be larger than a
    browser can draw, or where it fails, and NoBrowserError where none is there.
    """
    if format == "png":
        _check_size(width * scale, height * scale)
    options = {"format": format, "width": width, "height": height, "scale": scale}
    with _lock:
        image = _drawn(figure.to_dict(), options)
    if re.match(_BEGINS[format], image, re.S) is None:
        raise ImageError(
            f"The browser gave back no {format.upper()} but {len(image)} bytes of something else: "
            "ask for a smaller picture."
        )
    return image


def _drawn(figure: dict[str, Any], options: dict[str, Any]) -> bytes:
    is_new = _browser is None
    try:
        return _running().draw(figure, options)
    except ImageError:
        raise
    except Exception as error:  # whatever goes wrong in another program's process
        # One that something else has ended, or that has had enough of pictures, is no reason to give none.
        close()
        if is_new or isinstance(error, TimeoutError):
            raise ImageError(f"The browser could not draw the picture: {_first_line(error)}.") from error
    return _drawn(figure, options)


def _first_line(error: Exception) -> str:
    said = error.args[0] if error.args else type(error).__name__
    return str(said).strip().partition("\n")[0].rstrip(".")


def _check_size(across: float, down: float) -> None:
    if max(across, down) > _MOST_SIDE or across * down > _MOST_PIXELS:
        raise ImageError(
            f"A picture of {across:,.0f} × {down:,.0f} pixels is more than a browser can draw: give a width, "
            f"height and scale that make at most {_MOST_SIDE:,} pixels a side and "
            f"{_MOST_PIXELS // 1_000_000} million in all."
        )


class _Kaleido(kaleido.Kaleido):
    """Kaleido that gives an image out before it makes its page ready for the next one, a third of the time.

    Where another version of Kaleido does that in another place, all is as it would be without this class.
    """

    def __init__(self, **options: Any) -> None:
        super().__init__(**options)
        self._tidying: set[asyncio.Task[None]] = set()

    async def image(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        """Return what is drawn; raise ConnectionError as soon as the browser has ended without that."""
        # Without a map of its own, plotly would ask a server elsewhere for one.
        drawing = asyncio.create_task(self.calc_fig(figure, opts=options, topojson=_MAPS))
        while not (await asyncio.wait({drawing}, timeout=_LOOK_TIME))[0]:
            if self.subprocess.poll() is not None:
                drawing.cancel()
                raise ConnectionError("the browser has ended")
        return bytes(drawing.result())

    async def _return_kaleido_tab(self, tab: Any) -> None:
        task = asyncio.create_task(self._tidy(tab))
        self._tidying.add(task)
        task.add_done_callback(self._tidying.discard)

    async def _tidy(self, tab: Any) -> None:
        try:
            await asyncio.wait_for(super()._return_kaleido_tab(tab), _TIDY_TIME)
        except Exception:  # its browser has ended, of which whoever asks for the next picture is to hear
            await self.tabs_ready.put(tab)

    async def __aexit__(self, *error: Any) -> Any:
        await asyncio.gather(*self._tidying, return_exceptions=True)
        return await super().__aexit__(*error)


class _Browser:
    """A browser, and the thread that talks to it.

    One that hangs is left to itself, so nobody waits for its thread: neither the process when it ends, nor
    the browser that takes its place.
    """

    def __init__(self, path: str) -> None:
        self._loop = asyncio.new_event_loop()
        self._asked: asyncio.Queue[tuple[dict[str, Any], dict[str, Any]] | None] = asyncio.Queue()
        self._answers: Queue[bytes | Exception] = Queue()
        self._thread = threading.Thread(target=self._run, args=(path,), daemon=True)
        self._thread.start()

    def draw(self, figure: dict[str, Any], options: dict[str, Any]) -> bytes:
        """Return what the browser makes of a figure, or raise what went wrong there."""
        self._ask((figure, options))
        try:
            answer = self._answers.get(timeout=_ANSWER_TIME)
        except Empty:
            raise TimeoutError(f"it did not answer within {_ANSWER_TIME} seconds") from None
        if isinstance(answer, Exception):
            raise answer
        return answer

    def stop(self) -> None:
        """Have it end, and wait a while for that."""
        self._ask(None)
        self._thread.join(_CLOSE_TIME)

    def _ask(self, what: tuple[dict[str, Any], dict[str, Any]] | None) -> None:
        # A loop that has ended has left an answer that says why.
        with suppress(RuntimeError):
            self._loop.call_soon_threadsafe(self._asked.put_nowait, what)

    def _run(self, path: str) -> None:
        try:
            self._loop.run_until_complete(self._serve(path))
        except Exception as error:  # whatever keeps another program from starting
            self._answers.put(error)
        finally:
            self._loop.close()

    async def _serve(self, path: str) -> None:
        async with _Kaleido(n=1, mathjax=False, timeout=_DRAW_TIME, path=path) as browser:
            while (asked := await self._asked.get()) is not None:
                figure, options = asked
                try:
                    self._answers.put(await browser.image(figure, options))
                except Exception as error:
                    self._answers.put(error)


def _running() -> _Browser:
    """Return the browser of this process."""
    global _browser
    if _browser is None:
        path = os.environ.get("BROWSER_PATH") or next(filter(None, map(shutil.which, _BROWSERS)), None)
        if path is None or not os.access(path, os.X_OK):
            raise NoBrowserError(f"No Chromium was found to draw the picture: {_INSTALL}")
        _check_browser(path)
        _browser = _Browser(path)
    return _browser


def _check_browser(path: str) -> None:
    """Raise NoBrowserError unless the program tells a version as Chrome and all of its kin do: `1.2.3.4`."""
    try:
        told = subprocess.run(
            [path, "--version"], capture_output=True, text=True, timeout=_VERSION_TIME, check=False
        ).stdout
    except (OSError, UnicodeDecodeError, subprocess.TimeoutExpired):
        told = ""
    if _VERSION.search(told) is None:
        raise NoBrowserError(f"{path} does not behave as a browser: it tells no version. Please {_INSTALL}")


def close() -> None:
    """Stop the browser, if one runs; the next picture starts another."""
    global _browser
    if _browser is not None:
        ending, _browser = _browser, None
        ending.stop()


atexit.register(close)
