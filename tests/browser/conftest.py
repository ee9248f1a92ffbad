"""A real browser at a real server. It fails on any console error and on any request to another host."""

import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date
from pathlib import Path

import pytest
from builders import fact_in
from playwright.sync_api import Browser, sync_playwright
from servers import Servers
from visits import Visit, visiting

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
def browser(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """Give a browser whose first window keeps what it has fetched and compiled, as a reader's own does."""
    path = os.environ.get("BROWSER_PATH") or shutil.which("chromium") or shutil.which("google-chrome")
    assert path, "The browser tests need Chromium: run make test, or install it (Debian: chromium)."
    profile = tmp_path_factory.mktemp("profile")
    with sync_playwright() as play:
        window = play.chromium.launch_persistent_context(profile, executable_path=path, args=_ARGUMENTS)
        window.set_default_timeout(20_000)
        assert window.browser is not None
        yield window.browser
        window.close()


@pytest.fixture(scope="session")
def servers() -> Iterator[Servers]:
    known = Servers()
    yield known
    known.close()


@pytest.fixture
def serve(servers: Servers) -> Iterator[Callable[[Store], str]]:
    """Give a function that serves a store until the test ends, and returns the address."""
    with ExitStack() as served:
        yield lambda store: served.enter_context(servers.serving(store))


@pytest.fixture(scope="session")
def seeds_address(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a dashboard over the five seeds, loaded as a user's own files would be."""
    with Store(tmp_path_factory.mktemp("seeds") / "facts.db") as store:
        store.prepare()
        load([SEEDS], store)
        with servers.serving(store) as address:
            yield address


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
