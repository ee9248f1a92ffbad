"""The days of the two people who work here, from opening the page to the file on the disk."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import official_files as made
import pytest
from making import Run
from PIL import Image
from playwright.sync_api import Browser, Page, expect
from visits import Visit, visiting

from pipeline.loading import load
from pipeline.official import add_official
from store import Store

SEEDS = Path(__file__).parents[2] / "seeds"
EXPORTS = "631 million US dollars"
SIZES = {"desk": (1440, 900), "phone": (360, 740)}


@pytest.fixture(params=SIZES)
def day(
    request: pytest.FixtureRequest,
    browser: Browser,
    serve: Callable[[Store], str],
    file_store: Store,
    tmp_path: Path,
) -> Iterator[Visit]:
    """Give a visit, on a desk and on a phone, to the seeds beside an official series of Turkey's exports."""
    load([SEEDS], file_store)
    official = tmp_path / "comtrade.csv"
    month = {"freqCode": "M", "flowCode": "X", "partnerCode": "643", "partnerISO": "RUS"}
    official.write_bytes(
        made.comtrade(
            month | _month(2024) | {"primaryValue": "630900000"},
            month | _month(2023) | {"primaryValue": "1034200000"},
        )
    )
    add_official(official, file_store)
    with visiting(browser, serve(file_store), *SIZES[request.param]) as visit:
        yield visit


def _month(year: int) -> dict[str, str]:
    return {"period": f"{year}01", "refPeriodId": f"{year}0101", "refYear": str(year), "refMonth": "1"}


def filtered(page: Page, facet: str, value: str) -> None:
    """Choose one value of a facet, on a phone from the drawer, and wait for its chip."""
    if page.get_by_role("button", name="Filters").is_visible():
        page.get_by_role("button", name="Filters").click()
    group = page.locator("details.facet", has=page.locator("summary", has_text=facet))
    group.locator("a.choice", has_text=value).click()
    expect(page.locator(".chip", has_text=f"{facet}: {value}")).to_be_visible()


def row_of(page: Page, quote: str) -> Any:
    return page.locator("#table .ag-row", has_text=quote).first


def test_the_economist(day: Visit, browser: Browser) -> None:
    page = day.open()
    filtered(page, "Reporter", "Turkey")
    filtered(page, "Partner", "Russia")
    filtered(page, "Flow", "Exports")
    expect(page.locator("#title")).to_contain_text("Turkey’s exports to Russia")
    _choose_figure(page, "Over time")
    expect(page.locator("#figure")).to_contain_text("$631m")
    expect(page.locator("#figure")).to_contain_text("$1.03bn implied")
    page.mouse.move(*day.mark(f"{day.fact(EXPORTS)} {day.fact('39%')}"))
    expect(page.locator("#figure .hoverlayer")).to_contain_text(re.compile(r"Jan\s*2023"))
    page.mouse.move(*day.mark(day.fact(EXPORTS)))
    expect(page.locator("#figure .hoverlayer")).to_contain_text("$631m")
    page.mouse.click(*day.mark(day.fact(EXPORTS)))
    panel = page.locator("#panel")
    expect(panel.locator("mark.quoted").first).to_have_text(EXPORTS)
    expect(panel).to_contain_text("Within rounding")
    expect(panel).to_contain_text("UN Comtrade")
    shared = page.url
    with visiting(browser, shared, 1440, 900) as other:
        other.page.goto(shared)
        expect(other.page.locator("#panel mark.quoted").first).to_have_text(EXPORTS)
        expect(other.page.locator("#title")).to_have_text(page.locator("#title").inner_text())
        expect(other.page.locator(".chip")).to_have_count(3)


def _choose_figure(page: Page, label: str) -> None:
    link = page.locator("#kinds").get_by_role("link", name=label, exact=True)
    if not link.is_visible():
        page.locator("#kinds summary").click()
    link.click()
    expect(page.locator('#kinds a[aria-current="page"]')).to_have_text(label)
    page.wait_for_selector("#figure .point")


TITLE = "Turkey’s exports to Russia fell by 39%"


def test_the_officer(day: Visit, run: Callable[..., Run], tmp_path: Path) -> None:
    page = day.open()
    page.fill("#search", "39%")
    expect(page.locator("#table-title")).to_have_text("4 facts")
    _choose_figure(page, "Changes")
    row_of(page, "39%").click()
    expect(page.locator("#panel .sentence")).to_contain_text("exports to Russia decreased by 39%")
    page.keyboard.press("Escape")
    view = page.url
    page.get_by_role("link", name="Export picture").click()
    page.locator("#picture-size").click()
    page.get_by_role("option", name="Slide").click()
    expect(page.locator("#picture-measured")).to_have_text("1920 × 1080 pixels")
    page.get_by_label("Title", exact=True).fill(TITLE)
    # The button is pressed at once: no pause in typing is waited for.
    with page.expect_download() as download:
        page.get_by_role("button", name="Download picture").click()
    file = tmp_path / download.value.suggested_filename
    download.value.save_as(file)
    expect(page.locator("#preview")).to_contain_text(TITLE)
    assert Image.open(file).size == (1920, 1080)
    told = run("trace", file)
    assert (file.name, TITLE in told.out) == ("tradefacts-changes.png", True)
    assert "exports to Russia decreased by [39%] year-on-year" in " ".join(told.out.split())
    page.go_back()
    page.wait_for_selector("#figure .point")
    assert page.url == view
