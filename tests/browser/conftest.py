"""A real browser at a real server. It fails on any console error and on any request to another host."""

import os
import shutil
import threading
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from builders import fact_in
from playwright.sync_api import Browser, sync_playwright
from visits import Visit, visiting
from werkzeug.serving import make_server

from dashboard.app import create_app
from pipeline.loading import load
from schemas.records import Document, Reading
from store import Store

SEEDS = Path(__file__).parents[2] / "seeds"
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "The browser tests need Chromium: run make test, or install it (Debian: chromium)."
    with sync_playwright() as play:
        opened = play.chromium.launch(executable_path=path, args=_ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture(scope="session")
def serve() -> Iterator[Callable[[Store], str]]:
    servers = []

    def start(store: Store) -> str:
        server = make_server("127.0.0.1", 0, create_app(store, writing=True).server, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.fixture(scope="session")
def seeds_address(serve: Callable[[Store], str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a dashboard over the five seeds, loaded as a user's own files would be."""
    with Store(tmp_path_factory.mktemp("seeds") / "facts.db") as store:
        store.prepare()
        load([SEEDS], store)
        yield serve(store)


def _visit(browser: Browser, address: str, width: int, height: int) -> Iterator[Visit]:
    with visiting(browser, address, width, height) as visit:
        yield visit


@pytest.fixture
def desktop(browser: Browser, seeds_address: str) -> Iterator[Visit]:
    yield from _visit(browser, seeds_address, 1440, 900)


@pytest.fixture
def phone(browser: Browser, seeds_address: str) -> Iterator[Visit]:
    yield from _visit(browser, seeds_address, 360, 740)


@pytest.fixture
def nothing_stored(browser: Browser, serve: Callable[[Store], str], store: Store) -> Iterator[Visit]:
    yield from _visit(browser, serve(store), 1440, 900)


@pytest.fixture
def hostile(browser: Browser, serve: Callable[[Store], str], store: Store) -> Iterator[Visit]:
    """Give a visit to a store whose one document tries to be markup."""
    text = "<img src=x onerror=alert(1)>18 <b>firms</b> <a href='http://x.example'>here</a>"
    document = Document("evil", text, title="<script>alert(2)</script>", published=date(2024, 2, 1))
    fact = fact_in(document, "18", value=18.0, unit="count", counted="<b>firms</b>")
    store.save(Reading(document, (fact,)), "1")
    yield from _visit(browser, serve(store), 1440, 900)
