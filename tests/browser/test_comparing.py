"""Compare: what sources say of one thing, and what offices published of it, by mouse, keyboard and thumb."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from builders import JANUARY, fact_in, observation, observations
from playwright.sync_api import Browser, Page, expect
from servers import Servers
from visits import Visit, visiting

from schemas.records import Document, Reading
from store import OfficialFile, Store

_CLAIMS = (("Daily", "$631mn", 631e6), ("Herald", "$800mn", 800e6))


@pytest.fixture(scope="module")
def claims_address(servers: Servers, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Give the address of a dashboard over two claims that conflict, and an official figure of one month."""
    with Store(tmp_path_factory.mktemp("claims") / "facts.db") as store:
        store.prepare()
        for name, quote, value in _CLAIMS:
            text = f"Turkey’s exports to Russia were worth {quote} in January."
            document = Document(name, text, publisher=f"The {name}", published=date(2024, 2, 1))
            says = {"flow": "export", "reporter": "TUR", "partner": "RUS", "indicator": "exports"}
            fact = fact_in(document, quote, value=value, unit="USD", period=JANUARY, **says)
            store.save(Reading(document, (fact,)), "1")
        file = OfficialFile("0" * 64, "{}", "file.csv", "tidy", ("COMTRADE",), (), 1)
        store.official.add(file.sha256, file.asked, [observations(observation(631.4e6))], lambda: file)
        with servers.serving(store) as address:
            yield address


@pytest.fixture
def judge(browser: Browser, claims_address: str) -> Iterator[Visit]:
    with visiting(browser, claims_address, 1440, 900) as visit:
        yield visit


@pytest.fixture
def thumb(browser: Browser, claims_address: str) -> Iterator[Visit]:
    with visiting(browser, claims_address, 360, 740) as visit:
        yield visit


def _compare(visit: Visit, query: str = "") -> Page:
    visit.page.goto(f"{visit.address}compare{query}")
    expect(visit.page.locator("#compare-title")).to_have_text(re.compile("Claims against"))
    return visit.page


def test_claims_that_conflict_stand_side_by_side_and_open_their_sentences(judge: Visit) -> None:
    page = _compare(judge)
    row = page.get_by_role("row", name="Turkey’s exports to Russia")
    expect(row).to_contain_text("Conflict: 27% apart")
    expect(row).to_contain_text("$169m")
    expect(row.locator(".band")).to_have_count(2)
    row.get_by_role("link", name="$800m").click()
    expect(page.locator("#panel mark.quoted")).to_have_text("$800mn")
    expect(row.locator("a[aria-current]")).to_contain_text("The Herald, 1 Feb 2024")
    row.get_by_role("link", name="$631m").click()
    expect(page.locator("#panel mark.quoted")).to_have_text("$631mn")
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_the_marks_of_the_figure_open_their_sentences(judge: Visit) -> None:
    page = _compare(judge)
    expect(page.locator("#compare-figure .point").first).to_be_visible()
    assert "27% apart" in (page.locator("#compare-chart").get_attribute("aria-label") or "")
    page.locator("#compare-chart").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#compare-figure .hoverlayer")).to_contain_text("exports to Russia")
    page.keyboard.press("Enter")
    expect(page.locator("#panel mark.quoted")).to_have_text(re.compile("mn"))
    expect(page.locator("#compare-figure .point.chosen")).to_have_count(1)


def test_official_figures_are_a_tab_of_the_address(judge: Visit) -> None:
    page = _compare(judge)
    page.get_by_role("link", name="Against official figures").click()
    expect(page.locator("#compare-told")).to_have_text("Of 2 claims about trade 2 can be compared.")
    rows = page.locator("table.compared tbody tr")
    expect(rows.nth(0)).to_contain_text("27% above")
    expect(rows.nth(1)).to_contain_text("Within rounding")
    expect(rows.nth(1)).to_contain_text("COMTRADE, vintage of 1 Dec 2024, FOB")
    expect(page.locator("#compare-figure .point").first).to_be_visible()
    page.locator(".verdicts a", has_text="Within rounding").click()
    expect(rows).to_have_count(1)
    assert "against=official&verdict=within" in page.url
    page.reload()
    expect(rows).to_have_count(1)
    page.go_back()
    expect(rows).to_have_count(2)


def test_a_filter_leaves_the_tab_and_is_a_chip(judge: Visit) -> None:
    page = _compare(judge, "?against=official")
    page.locator("#facets a.choice", has_text="The Daily").click()
    expect(page.locator("table.compared tbody tr")).to_have_count(1)
    expect(page.locator(".chip")).to_contain_text("Source: The Daily")
    assert "against=official" in page.url
    page.get_by_role("radio", name="Euros").click()
    expect(page.get_by_role("radio", name="Euros")).to_have_attribute("aria-checked", "true")
    assert "currency=EUR" in page.url
    page.get_by_role("link", name="Clear all").click()
    expect(page.locator("table.compared tbody tr")).to_have_count(2)
    assert "against=official" in page.url


def test_the_rest_of_a_facet_unfolds(browser: Browser, serve: Callable[[Store], str], store: Store) -> None:
    for number in range(9):
        document = Document(f"d{number}", "It was 18 in all.", publisher=f"Paper {number}")
        store.save(Reading(document, (fact_in(document, "18", value=18.0, unit="count"),)), "1")
    with visiting(browser, serve(store), 1440, 900) as visit:
        page = _compare(visit, "?against=official")
        page.get_by_text("3 more").first.click()
        page.locator("#facets a.choice", has_text="Paper 8").click()
        expect(page.locator(".chip")).to_contain_text("Source: Paper 8")
        assert "against=official" in page.url


def test_explore_takes_its_filters_along_and_the_panel_leads_to_the_text(judge: Visit) -> None:
    page = judge.open("?reporter=TUR")
    page.locator("#pages").get_by_role("link", name="Compare").click()
    expect(page.locator(".chip")).to_contain_text("Reporter: Turkey")
    page.get_by_role("row", name="Turkey’s exports").get_by_role("link", name="$631m").click()
    page.get_by_role("link", name="Open in document").click()
    expect(page.locator("#reading-text mark.chosen")).to_have_text("$631mn")


def test_what_cannot_be_compared_says_why(desktop: Visit, nothing_stored: Visit) -> None:
    page = _compare(desktop, "?against=official")
    expect(page.locator("#compare-told")).to_contain_text("tradefacts official add FILE")
    expect(page.locator("#compare-around")).to_be_hidden()
    page = _compare(desktop, "?flow=aid")
    expect(page.locator("#compare-told")).to_contain_text("nothing to hold against each other")
    page.get_by_role("link", name="Clear all filters").click()
    expect(page.locator("table.compared tbody tr").first).to_contain_text("2 sources agree")
    page = _compare(nothing_stored)
    expect(page.locator("#compare-told")).to_contain_text("tradefacts load seeds/")


@pytest.mark.parametrize("against", ["claims", "official"])
def test_on_a_phone_nothing_is_wider_than_the_screen(thumb: Visit, against: str) -> None:
    page = _compare(thumb, f"?against={against}")
    expect(page.locator("#compare-figure .point").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    expect(page.locator("#facets")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(page.locator("#facets")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("table.compared").get_by_role("link", name="$631m").first.click()
    expect(page.locator("#panel mark.quoted")).to_have_text("$631mn")
