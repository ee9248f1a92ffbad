"""A visit to the dashboard: its page, what went wrong on it, and where its marks stand."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from playwright.sync_api import Browser, ConsoleMessage, Page

_OWN = ("http://127.0.0.1", "data:", "blob:")


@dataclass
class Visit:
    """A page at the dashboard, with what went wrong on it."""

    page: Page
    address: str
    errors: list[str] = field(default_factory=list)

    def open(self, query: str = "") -> Page:
        """Go to an address and wait until its figure stands."""
        self.page.goto(self.address + query)
        self.page.wait_for_selector("#figure .point")
        return self.page

    def compose(self, query: str = "") -> Page:
        """Go to the composer with the parameters of an address and wait until its picture is seen."""
        self.page.goto(f"{self.address}compose{query}")
        self.page.wait_for_selector("#preview .point")
        return self.page

    def mark(self, ids: str) -> tuple[float, float]:
        """Return where on the screen the mark of these facts stands, by plotly's own coordinates."""
        self.page.locator("#figure").scroll_into_view_if_needed()
        found = self.page.evaluate(_MARK, ids)
        assert found, f"no mark for {ids}"
        return found[0], found[1]

    def fact(self, quote: str) -> str:
        """Return the id of the fact with this quote, as the table has it."""
        row = self.page.locator("#table .ag-row", has_text=quote).first
        return str(row.get_attribute("row-id"))


def until(page: Page, expression: str) -> None:
    """Wait until a JavaScript expression is true; playwright's own way needs what the pages forbid."""
    for _ in range(200):
        if page.evaluate(expression):
            return
        page.wait_for_timeout(50)
    raise AssertionError(f"never true: {expression}")


#: What Chromium warns of where a busy machine takes seconds to run a script that it has fetched beforehand.
_LATE = "was preloaded using link preload but not used within a few seconds"


def _is_wrong(said: ConsoleMessage) -> bool:
    """Tell whether a line of the console says that something is wrong, and not only late."""
    if said.type == "warning" and _LATE in said.text:
        return False
    return said.type in ("error", "warning") or "Invalid" in said.text


@contextmanager
def visiting(browser: Browser, address: str, width: int, height: int) -> Iterator[Visit]:
    """Give a visit, and fail on any console error, any request to another host and any error in the log."""
    visit = Visit(_page(browser, width, height), address)
    visit.page.on("console", lambda said: _is_wrong(said) and visit.errors.append(said.text))
    visit.page.on("pageerror", lambda error: visit.errors.append(str(error)))
    visit.page.on("request", lambda sent: sent.url.startswith(_OWN) or visit.errors.append(sent.url))
    log = _Kept(visit.errors)
    logging.getLogger("tradefacts").addHandler(log)
    yield visit
    logging.getLogger("tradefacts").removeHandler(log)
    if visit.page.url.startswith(_OWN[0]):
        visit.page.evaluate("localStorage.clear()")
    visit.page.close()
    assert visit.errors == [], visit.errors


class _Kept(logging.Handler):
    """Keeps the errors that a server in this process logs."""

    def __init__(self, errors: list[str]) -> None:
        super().__init__(logging.ERROR)
        self.errors = errors

    def emit(self, record: logging.LogRecord) -> None:
        self.errors.append(f"{record.getMessage()} {record.exc_info}")


def _page(browser: Browser, width: int, height: int) -> Page:
    """Return a page of a size in the browser's own window: visits share what it has fetched and compiled."""
    page = browser.contexts[0].new_page()
    page.set_viewport_size({"width": width, "height": height})
    return page


_MARK = """ids => {
  const graph = document.querySelector("#figure .js-plotly-plot");
  const at = graph.getBoundingClientRect();
  for (const trace of graph._fullData) {
    const number = (trace.customdata || []).indexOf(ids);
    if (number < 0) continue;
    const axis = name => graph._fullLayout[name[0] + "axis" + name.slice(1)];
    const [x, y] = [axis(trace.xaxis), axis(trace.yaxis)];
    return [at.left + x._offset + x.d2p(trace.x[number]), at.top + y._offset + y.d2p(trace.y[number])];
  }
  return null;
}"""
