"""Pictures of every page for the docs: `make screens` writes them anew; a test holds the list to the pages.

The pages show the five seeds, beside a made series of Turkey's exports, as an office would publish it.
"""

import os
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

sys.path.insert(0, str(Path(__file__).parent))

import official_files as made
from PIL import Image
from playwright.sync_api import Browser, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from dashboard.app import create_app
from pipeline.loading import load
from pipeline.official import add_official
from pipeline.opening import open_store
from store import Store

ROOT = Path(__file__).parent.parent
SCREENS = ROOT / "docs" / "images" / "screens"
DESK, PHONE = (1440, 900), (360, 740)


class Screen(NamedTuple):
    """One picture: its name, the page's address, what stands there when it is ready, and its size."""

    name: str
    address: str
    ready: str
    size: tuple[int, int] = DESK


ALL = (
    Screen(
        "explore", "/?reporter=TUR&partner=RUS&figure=before-and-after&fact={exports}", "#panel .sentence"
    ),
    Screen("explore-dark", "/?figure=values-over-time&theme=dark", "#figure .point"),
    Screen("explore-table", "/?figure=table&order=-confidence", "#table .ag-row"),
    Screen("explore-phone", "/?reporter=TUR&figure=values-over-time", "#figure .point", PHONE),
    Screen("read", "/read?document={ban}&fact={exports}", "#panel .sentence"),
    Screen("read-list", "/read", "#main a"),
    Screen("compare", "/compare", "#main h1"),
    Screen("compare-official", "/compare?against=official", "#main h1"),
    Screen("review", "/review", "#main h1"),
    Screen("compose", "/compose?reporter=TUR&partner=RUS&figure=changes&size=slide", "#preview .point"),
    Screen("compose-phone", "/compose?reporter=TUR&figure=changes&size=column", "#preview .point", PHONE),
    Screen("add", "/add", "#files"),
)


def main() -> None:
    """Write all pictures."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium")
    SCREENS.mkdir(parents=True, exist_ok=True)
    with stored() as store, served(store) as address, sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu"])
        ids = {"exports": _exports(store), "ban": _document_of(store, _exports(store))}
        for screen in ALL:
            _write(browser, screen, address, ids)
        browser.close()


@contextmanager
def stored() -> Iterator[Store]:
    """Give a store of the seeds and an official series."""
    with tempfile.TemporaryDirectory() as folder, open_store(Path(folder) / "facts.db") as store:
        store.prepare()
        load([ROOT / "seeds"], store)
        file = Path(folder) / "comtrade.csv"
        file.write_bytes(made.comtrade(*(_month(year, value) for year, value in _OBSERVED.items())))
        add_official(file, store)
        yield store


_OBSERVED = {2023: "1034200000", 2024: "630900000"}


def _month(year: int, value: str) -> dict[str, str]:
    return {
        "freqCode": "M",
        "period": f"{year}01",
        "refPeriodId": f"{year}0101",
        "refYear": str(year),
        "refMonth": "1",
        "partnerCode": "643",
        "partnerISO": "RUS",
        "primaryValue": value,
    }


class _Quiet(WSGIRequestHandler):
    def log_request(self, code: object = "-", size: object = "-") -> None:
        """Say nothing of each request."""


@contextmanager
def served(store: Store) -> Iterator[str]:
    """Serve a store, and give the address without its last slash."""
    server = make_server(
        "127.0.0.1", 0, create_app(store, writing=True).server, threaded=True, request_handler=_Quiet
    )
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


def _exports(store: Store) -> str:
    facts = store.facts()
    return str(facts[facts["quote"] == "631 million US dollars"]["fact_id"].iloc[0])


def _document_of(store: Store, fact_id: str) -> str:
    fact = store.fact(fact_id)
    assert fact is not None
    return fact.document_id


def _write(browser: Browser, screen: Screen, address: str, ids: dict[str, str]) -> None:
    width, height = screen.size
    page: Page = browser.new_page(viewport={"width": width, "height": height})
    page.goto(address + screen.address.format(**ids))
    page.wait_for_selector(screen.ready)
    # The last label is placed, the last font is there.
    page.wait_for_timeout(800)
    path = SCREENS / f"{screen.name}.png"
    page.screenshot(path=path)
    page.close()
    with Image.open(path) as picture:
        picture.convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(path, optimize=True)
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size // 1000} kB", file=sys.stderr)


if __name__ == "__main__":
    main()
