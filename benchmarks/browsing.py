"""The dashboard in a real browser, over many facts in SQLite and in PostgreSQL.

    python -m benchmarks --only browsing

The facts are read from number-dense articles. The server is the one of the Procfile, warm; the browser is new
for each first chart. A step is measured in the browser itself, from the click, or from the change of the
address that typing led to, until the last change of the page: all counts, figure and table are there then.
"""

import os
import random
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq

from benchmarks import corpus, loading
from benchmarks.command import run
from benchmarks.serving import serving
from benchmarks.timing import percentiles

#: So many facts stand in a megabyte of such articles.
_FACTS_A_MB = 14_600
_SEED = 8
#: The words that are looked for: common ones and rare ones.
_WORDS = ("wheat", "turkey", "billion", "exports of steel", '"rose by"', "39%", "lorries", "deficit", "japan")
#: Without a change for so long, and without an answer that is waited for, a page is done.
_QUIET_MS = 400
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
]


def measure(facts: int, rounds: int) -> dict[str, Any]:
    """Return the milliseconds of each kind of step at the 50th and the 95th percentile, by database."""
    with tempfile.TemporaryDirectory(prefix="tradefacts-bench-") as name:
        folder = Path(name)
        articles, filed = folder / "articles.jsonl", folder / "facts.parquet"
        with articles.open("wb") as stream:
            corpus.write(stream, round(facts / _FACTS_A_MB * 1e6), "dense", _SEED)
        run(["extract", articles, "--output", filed, "--evidence"])
        load = ["load", articles, "--facts", filed, "--database"]
        found: dict[str, Any] = {"facts": pq.ParquetFile(filed).metadata.num_rows, "rounds": rounds}
        with _server_of(f"sqlite:///{folder / 'facts.db'}", load) as address:
            found["sqlite"] = browse(address, rounds)
        with loading.server() as url, _server_of(url, load) as address:
            found["postgresql"] = browse(address, rounds)
    return found


@contextmanager
def _server_of(url: str, load: list[Any]) -> Iterator[str]:
    """Load the facts into a database, and serve it until the block ends."""
    run([*load, url])
    with serving(url) as served:
        yield served.address


def browse(address: str, rounds: int) -> dict[str, dict[str, float]]:
    """Return the milliseconds that each kind of step took, at the 50th and the 95th percentile."""
    from playwright.sync_api import sync_playwright

    path = os.environ.get("BROWSER_PATH") or "/usr/bin/chromium"
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=_ARGUMENTS)
        times = {"first chart": [_first_chart(browser, address) for _ in range((rounds + 1) // 2)]}
        times |= _steps(browser, address, rounds)
        browser.close()
    return {name: percentiles(taken) for name, taken in times.items()}


def _page(browser: Any) -> Any:
    page = browser.new_context(viewport={"width": 1440, "height": 900}).new_page()
    page.set_default_timeout(60_000)
    page.add_init_script(_WATCH)
    return page


def _first_chart(browser: Any, address: str) -> float:
    page = _page(browser)
    before = time.perf_counter()
    page.goto(address, wait_until="commit")
    page.wait_for_selector("#figure .point")
    taken = (time.perf_counter() - before) * 1000
    page.context.close()
    return taken


def _steps(browser: Any, address: str, rounds: int) -> dict[str, list[float]]:
    """Walk through the facts as a person would, by chance that is the same each time."""
    page, chance = _page(browser), random.Random(_SEED)
    page.goto(address)
    page.wait_for_selector("#figure .point")
    page.evaluate(_SETTLED, _QUIET_MS)
    times: dict[str, list[float]] = {}

    def step(name: str, act: Callable[[], None], within: str = "body") -> None:
        times.setdefault(name, []).append(_timed(page, act, within))

    for number in range(rounds):
        step("filter", lambda: _click_one(page, "#facet-groups a.choice:visible", chance))
        step("filter", lambda: _click_one(page, "#facet-groups a.choice:visible", chance))
        step("figure", lambda: _click_one(page, "#kinds > a:not([aria-current])", chance))
        step("sort", lambda: page.locator('#table .ag-header-cell[col-id="value"]').click())
        if page.locator("#table-pages a").count():
            step("page", lambda: page.locator("#table-pages a").last.click())
        step("sentence", lambda: _click_one(page, "#table .ag-row", chance), "#panel")
        if page.locator(".clear").count():  # a second click may have taken away what the first one chose
            step("clear", lambda: page.locator(".clear").click())
        step("search", partial(page.fill, "#search", _WORDS[number % len(_WORDS)]))
        page.evaluate("window.tradefacts.go('/', new URLSearchParams())")
        page.evaluate(_SETTLED, _QUIET_MS)
    return times


def _click_one(page: Any, selector: str, chance: random.Random) -> None:
    found = page.locator(selector)
    found.first.wait_for()
    found.nth(chance.randrange(found.count())).click()


def _timed(page: Any, act: Callable[[], None], within: str) -> float:
    """Return the milliseconds from what was done to the last change of a part of the page.

    Beside a sentence that is opened the figure is laid out anew in less room, which nobody waits for.
    """
    page.evaluate("within => window.watched.begin(within)", within)
    act()
    return float(page.evaluate(_SETTLED, _QUIET_MS))


#: Notes when something was clicked or the address changed, what is waited for, and when the page changed.
_WATCH = """(() => {
  const watched = { began: 0, changed: 0, pending: 0,
    begin(within) { this.began = 0; this.changed = 0; this.within = within; } };
  window.watched = watched;
  const now = () => performance.now();
  const begin = () => { if (!watched.began) watched.began = now(); };
  addEventListener("click", begin, true);
  addEventListener("_dashprivate_pushstate", begin, true);
  const fetched = window.fetch;
  window.fetch = (...all) => {
    watched.pending += 1;
    return fetched(...all).finally(() => { watched.pending -= 1; });
  };
  addEventListener("DOMContentLoaded", () =>
    new MutationObserver((changes) => {
      // A mouse that rests on a mark moves its tooltip, which is no answer; nor is the class without any look
      // that a graph has for a moment after its height changed.
      const counts = ({ target, attributeName }) => {
        const one = target.closest ? target : target.parentElement;
        if (attributeName === "class" && one.matches(".js-plotly-plot")) return false;
        return one && !one.closest(".hoverlayer") && one.closest(watched.within || "body");
      };
      if (changes.some(counts)) watched.changed = now();
    }).observe(document.body, { childList: true, subtree: true, characterData: true, attributes: true }));
})()"""
_SETTLED = """quiet => new Promise((done) => {
  const asked = performance.now();
  const look = () => {
    const { began, changed, pending } = window.watched;
    const last = Math.max(changed, began);
    const rests = !pending && performance.now() - Math.max(last, asked) > quiet;
    if (rests && (began || performance.now() - asked > 2000)) done(Math.max(0, last - began));
    else setTimeout(look, 20);
  };
  look();
})"""
