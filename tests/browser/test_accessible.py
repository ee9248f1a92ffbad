"""Every page, by the rules of axe: no serious violation, in both themes and on both sizes."""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect
from visits import Visit, until

EXPORTS = "631 million US dollars"
_SERIOUS = {"serious", "critical"}


def violations(page: Page) -> list[str]:
    """Return the serious violations on a page, each with what it is about."""
    # What waits for an answer is faded, and settles with it.
    expect(page.locator(".busy")).to_have_count(0)
    until(page, "document.getAnimations().every(one => one.playState !== 'running')")
    found: list[dict[str, Any]] = Axe().run(page).response["violations"]
    return [
        f"{one['id']}: {one['help']}: {node['html'][:160]}"
        for one in found
        if one["impact"] in _SERIOUS
        for node in one["nodes"]
    ]


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(
    "query", ["?figure=before-and-after", "?figure=flow-map&currency=USD&reporter=TUR", "?figure=table"]
)
def test_explore(desktop: Visit, theme: str, query: str) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}{query}&theme={theme}")
    page.wait_for_selector("#table .ag-row")
    page.wait_for_selector("#kinds a")
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_sentence(desktop: Visit, theme: str) -> None:
    page = desktop.open(f"?figure=before-and-after&theme={theme}")
    page.locator("#table .ag-row", has_text=EXPORTS).first.click()
    page.wait_for_selector("#panel .sentence")
    assert violations(page) == []


def test_explore_on_a_phone(phone: Visit) -> None:
    page = phone.open("?figure=values-over-time")
    page.get_by_role("button", name="Filters").click()
    assert violations(page) == []


def test_nothing_that_passes(desktop: Visit) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}?reporter=KAZ&flow=import")
    page.wait_for_selector("#subtitle a")
    assert violations(page) == []


def test_adding(desktop: Visit) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}add")
    page.wait_for_selector(".adding")
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_reading(desktop: Visit, theme: str) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}read?theme={theme}")
    page.wait_for_selector("table.documents")
    assert violations(page) == []
    page.locator("table.documents a").first.click()
    page.wait_for_selector("#reading-text mark")
    page.keyboard.press("n")
    page.wait_for_selector("#panel .sentence")
    assert violations(page) == []


def test_reading_on_a_phone(phone: Visit) -> None:
    page = phone.page
    page.goto(f"{phone.address}read")
    page.locator("table.documents a").first.click()
    page.wait_for_selector("#reading-text mark")
    assert violations(page) == []


@pytest.mark.parametrize("query", ["?theme=light", "?theme=dark", "?against=official"])
def test_comparing(desktop: Visit, query: str) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}compare{query}")
    page.wait_for_selector("#compare-against a")
    assert violations(page) == []


def test_comparing_on_a_phone(phone: Visit) -> None:
    page = phone.page
    page.goto(f"{phone.address}compare")
    page.wait_for_selector("table.compared a")
    assert violations(page) == []


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_reviewing(desktop: Visit, theme: str) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}review?theme={theme}")
    page.wait_for_selector("#review-detail .why")
    assert violations(page) == []
    page.keyboard.press("c")
    page.wait_for_selector(".correcting")
    assert violations(page) == []


def test_reviewing_on_a_phone(phone: Visit) -> None:
    page = phone.page
    page.goto(f"{phone.address}review")
    page.wait_for_selector("#review-detail .why")
    assert violations(page) == []
