"""The dashboard in a real browser, over many facts in SQLite and in PostgreSQL.

    python -m benchmarks --only browsing

The facts are read from number-dense articles. The server is the one of the Procfile, warm.

A first chart is measured by the page's own clock, from the navigation to the first frame that has a mark, in
a window that has nothing of the page yet and to which no debugger listens: with one, V8 looks up where each
of the errors was thrown by which scripts find out what a browser can do, and that alone takes 0.4 s.

A step is measured in the browser too, from the click, or from the change of the address that typing led to,
until the last change of the page: all counts, figure and table are there then.
"""

import asyncio
import os
import random
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import Any

import choreographer
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
#: The window in pixels, and the seconds after which nothing is waited for any more.
_WIDE, _HIGH, _MOST_S = 1440, 900, 60
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
    times = {"first chart": asyncio.run(_first_charts(path, address, (rounds + 1) // 2))}
    with sync_playwright() as play:
        browser = play.chromium.launch(executable_path=path, args=_ARGUMENTS)
        times |= _steps(browser, address, rounds)
        browser.close()
    return {name: percentiles(taken) for name, taken in times.items()}


async def _first_charts(path: str, address: str, many: int) -> list[float]:
    async with choreographer.Browser(
        path=path, headless=True, enable_sandbox=False, enable_gpu=False
    ) as browser:
        return [await _first_chart(browser, address) for _ in range(many)]


async def _first_chart(browser: choreographer.Browser, address: str) -> float:
    """Return the milliseconds to the first frame with a mark, in a window that has fetched nothing yet."""
    window = await _asked(browser, "Target.createBrowserContext")
    opened = {"url": "about:blank", "width": _WIDE, "height": _HIGH} | window
    target = await _asked(browser, "Target.createTarget", opened)
    await browser.populate_targets()
    tab = browser.tabs[target["targetId"]]
    await _asked(tab, "Page.enable")
    await _asked(tab, "Page.addScriptToEvaluateOnNewDocument", {"source": _CHARTED})
    await _asked(tab, "Page.navigate", {"url": address})
    taken = None
    async with asyncio.timeout(_MOST_S):
        while taken is None:
            await asyncio.sleep(0.2)
            taken = await _charted(tab)
    await _asked(browser, "Target.disposeBrowserContext", window)
    return taken


async def _charted(tab: choreographer.Tab) -> float | None:
    """Return what the page has written down: when it had its first mark."""
    root = (await _asked(tab, "DOM.getDocument", {"depth": 1}))["root"]
    for one in root.get("children", ()):
        names = one.get("attributes", [])
        told = dict(zip(names[::2], names[1::2], strict=True))
        if "data-charted" in told:
            return float(told["data-charted"])
    return None


async def _asked(whom: Any, command: str, told: dict[str, Any] | None = None) -> dict[str, Any]:
    """Return what a browser or a tab answers to a command of the DevTools protocol."""
    answer = await whom.send_command(command, told)
    if "error" in answer:
        raise RuntimeError(f"Chromium refused {command}: {answer['error']['message']}.")
    found: dict[str, Any] = answer["result"]
    return found


def _page(browser: Any) -> Any:
    page = browser.new_context(viewport={"width": _WIDE, "height": _HIGH}).new_page()
    page.set_default_timeout(1000 * _MOST_S)
    page.add_init_script(_WATCH)
    return page


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


#: Writes down when the frame was drawn in which a mark stands first.
_CHARTED = """addEventListener("DOMContentLoaded", () => {
  const watching = new MutationObserver(() => {
    if (!document.querySelector("#figure .point")) return;
    watching.disconnect();
    requestAnimationFrame(() =>
      setTimeout(() => { document.documentElement.dataset.charted = performance.now(); }));
  });
  watching.observe(document.body, { childList: true, subtree: true });
});"""
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
      // that a graph has for a moment after its height changed, nor that AG Grid, a quarter of a second after
      // the rows stand in another order, lets a screen reader say so.
      const counts = ({ target, attributeName }) => {
        const one = target.closest ? target : target.parentElement;
        if (attributeName === "class" && one.matches(".js-plotly-plot")) return false;
        const aside = ".hoverlayer, .ag-aria-description-container";
        return one && !one.closest(aside) && one.closest(watched.within || "body");
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
