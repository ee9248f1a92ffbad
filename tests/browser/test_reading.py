"""Read: a document with its facts in the text and beside it, by mouse, keyboard and thumb."""

import re
from collections.abc import Iterator
from datetime import date

import pytest
from builders import fact_in
from playwright.sync_api import Browser, Page, expect
from servers import Servers
from visits import Visit, visiting

from schemas.records import Document, Fact, Reading
from store import Store

TITLE = "US Urges Turkey to Enact Ban on Exporting Military Products to Russia"
_NUMBERS = range(1000, 2000)


@pytest.fixture(scope="module")
def book(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Store, list[Fact]]]:
    """Give a store with one document of a thousand facts, and the facts."""
    text = "\n".join(f"In that year exports were worth ${number}mn, as was said." for number in _NUMBERS)
    document = Document("long", text, title="A long report", published=date(2024, 1, 1))
    facts = [fact_in(document, f"${number}mn", value=float(number), unit="USD") for number in _NUMBERS]
    with Store(tmp_path_factory.mktemp("long") / "facts.db") as store:
        store.prepare()
        store.save(Reading(document, tuple(facts)), "1")
        yield store, facts


@pytest.fixture(scope="module")
def book_address(servers: Servers, book: tuple[Store, list[Fact]]) -> Iterator[str]:
    with servers.serving(book[0]) as address:
        yield address


@pytest.fixture
def reader(browser: Browser, book_address: str) -> Iterator[Visit]:
    with visiting(browser, book_address, 1440, 900) as visit:
        yield visit


def _read(visit: Visit, query: str = "") -> Page:
    visit.page.goto(f"{visit.address}read{query}")
    expect(visit.page.locator("#reading-head h1")).to_be_visible()
    return visit.page


def _article(visit: Visit) -> Page:
    """Go to the article of ten facts by way of the list."""
    page = _read(visit)
    page.get_by_role("link", name=TITLE).click()
    expect(page.locator("#reading-text mark.signed")).to_have_count(10)
    return page


def _chosen(page: Page, quote: str) -> None:
    """Expect that a fact is open: in the text, in the margin and in the panel."""
    expect(page.locator("#reading-text mark.chosen")).to_have_text(quote)
    expect(page.locator("#reading-text mark.chosen")).to_be_in_viewport()
    expect(page.locator("#margin-list a[aria-current]")).to_have_count(1)
    expect(page.locator("#panel mark.quoted").first).to_have_text(quote)


def test_the_list_has_the_newest_first_and_a_search_narrows_it(desktop: Visit) -> None:
    page = _read(desktop)
    rows = page.locator("table.documents tbody tr")
    expect(rows).to_have_count(5)
    expect(rows.first).to_contain_text(TITLE)
    expect(rows.first).to_contain_text("8 Aug 2024")
    expect(rows.first.locator(".many")).to_have_text("10")
    page.get_by_label("Search the sentences").fill("Blinken")
    expect(rows).to_have_count(1)
    assert "/read?search=Blinken" in page.url
    page.get_by_role("link", name="Clear all").click()
    expect(rows).to_have_count(5)


def test_a_document_shows_every_fact_in_the_text_and_in_the_margin(desktop: Visit) -> None:
    page = _article(desktop)
    expect(page.locator("#margin-told")).to_have_text("10 facts")
    entries = page.locator("#margin-list a")
    expect(entries).to_have_count(10)
    expect(entries.filter(has_text="$631m")).to_contain_text("Turkey’s exports to Russia")
    expect(page.locator("#reading-text mark.m-relative_change").first).to_have_text("39%")
    entries.filter(has_text="$631m").click()
    _chosen(page, "631 million US dollars")
    expect(page.locator("#panel")).not_to_contain_text("Open in document", use_inner_text=True)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#reading-text mark")).to_have_count(10)


def test_keys_go_from_fact_to_fact_and_the_focus_goes_along(desktop: Visit) -> None:
    page = _article(desktop)
    page.keyboard.press("n")
    _chosen(page, "45")
    expect(page.locator("#margin-told")).to_have_text("Fact 1 of 10")
    page.keyboard.press("j")
    _chosen(page, "144 million euros")
    expect(page.locator("#margin-list a[aria-current]")).to_be_focused()
    page.keyboard.press("p")
    _chosen(page, "45")
    page.keyboard.press("k")
    _chosen(page, "45")
    address = page.url
    page.get_by_role("button", name="Next fact").click()
    _chosen(page, "144 million euros")
    page.go_back()
    _chosen(page, "45")
    page.goto(address)
    _chosen(page, "45")


def test_another_theme_leaves_the_reader_where_they_are(desktop: Visit) -> None:
    page = _article(desktop)
    page.locator("#margin-list a", has_text="$631m").click()
    _chosen(page, "631 million US dollars")
    page.evaluate("scrollTo(0, 0)")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.wait_for_timeout(300)
    assert page.evaluate("scrollY") == 0


def test_in_the_search_box_the_keys_are_letters(desktop: Visit) -> None:
    page = _article(desktop)
    page.get_by_label("Search the sentences").press_sequentially("n")
    expect(page.locator("#panel")).to_be_hidden()
    expect(page.locator("#reading-text mark.chosen")).to_have_count(0)


def test_a_click_in_the_text_opens_the_sentence(desktop: Visit) -> None:
    page = _article(desktop)
    page.locator("#reading-text mark", has_text="20.2%").click()
    _chosen(page, "20.2%")


def test_the_legend_counts_the_measures_and_filters_by_them(desktop: Visit) -> None:
    page = _article(desktop)
    change = page.get_by_role("checkbox", name="Relative change")
    expect(change).to_have_text("abcRelative change2", use_inner_text=False)
    change.click()
    expect(page.locator("#reading-text mark")).to_have_count(2)
    expect(page.locator("#margin-list a")).to_have_count(2)
    expect(change).to_have_attribute("aria-checked", "true")
    page.get_by_role("checkbox", name="Rank").click()
    expect(page.locator("#reading-text mark")).to_have_count(3)
    assert "measure=relative_change&measure=rank" in page.url
    page.get_by_role("link", name="Show all").click()
    expect(page.locator("#reading-text mark")).to_have_count(10)


def test_the_margin_goes_along_with_the_text(reader: Visit) -> None:
    page = _read(reader, "?document=long")
    near = page.locator("#margin-list a.near")
    expect(near).to_contain_text(re.compile(r"^\$1bn|^\$1,00\d"))
    page.locator("#reading-text p").nth(150).evaluate("one => scrollTo(0, one.offsetTop - 300)")
    expect(near).to_contain_text(re.compile(r"^\$1,1[45]\d "))
    expect(near).to_be_in_viewport()


def test_a_long_document_comes_in_parts_and_the_keys_go_on_in_the_next(
    reader: Visit, book: tuple[Store, list[Fact]]
) -> None:
    ids = [one.fact_id for one in book[1]]
    page = _read(reader, f"?document=long&fact={ids[399]}")
    _chosen(page, "$1399mn")
    expect(page.locator("#reading-after")).to_contain_text("Part 1 of 3")
    page.keyboard.press("n")
    _chosen(page, "$1400mn")
    expect(page.locator("#margin-told")).to_have_text("Fact 401 of 1,000")
    expect(page.locator("#reading-before")).to_contain_text("Part 2 of 3")
    # What is closed stays where it was read.
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    assert "page=2" in page.url and "fact=" not in page.url
    expect(page.locator("#reading-text mark").first).to_have_text("$1400mn")
    page.locator("#reading-before a").click()
    expect(page.locator("#reading-text mark").last).to_have_text("$1399mn")
    expect(page.locator("#reading-text mark").last).to_be_in_viewport()
    assert page.locator("#reading-text").evaluate("one => one.textContent.length") <= 40_000


def test_the_panel_of_explore_leads_into_the_document(desktop: Visit) -> None:
    page = desktop.open("?figure=changes&theme=dark")
    page.locator("#table .ag-row", has_text="39%").first.click()
    page.get_by_role("link", name="Open in document").click()
    _chosen(page, "39%")
    expect(page.locator("#reading-head h1")).to_have_text(TITLE)
    assert "theme=dark" in page.url
    page.get_by_role("link", name="All documents").click()
    expect(page.locator("table.documents")).to_be_visible()
    expect(page.locator("#margin")).to_be_hidden()


def test_an_unknown_document_says_so_and_leads_back(desktop: Visit) -> None:
    page = _read(desktop, "?document=gone&fact=none")
    expect(page.locator("#reading-head h1")).to_have_text("There is no such document")
    page.get_by_role("link", name="Show all documents").click()
    expect(page.locator("table.documents tbody tr")).to_have_count(5)


def test_filters_that_leave_no_fact_say_so(desktop: Visit) -> None:
    page = _article(desktop)
    page.goto(f"{page.url}&flow=investment")
    expect(page.locator("#reading-head")).to_contain_text("No fact of this document passes the filters.")
    expect(page.locator("#reading-text mark")).to_have_count(0)
    page.get_by_role("link", name="Clear them").click()
    expect(page.locator("#reading-text mark")).to_have_count(10)


def test_where_nothing_is_stored_the_list_says_what_to_do(nothing_stored: Visit) -> None:
    page = _read(nothing_stored)
    expect(page.locator("#reading-head")).to_contain_text("tradefacts load seeds/")


def test_a_hostile_document_is_shown_letter_by_letter(hostile: Visit) -> None:
    page = _read(hostile, "?document=evil")
    expect(page.locator("#reading-text")).to_contain_text("<img src=x onerror=alert(1)>18")
    expect(page.locator("#reading-head h1")).to_have_text("<script>alert(2)</script>")
    expect(page.locator("#margin-list a")).to_contain_text("<b>firms</b>")
    assert page.locator("#main img, #main b, #margin b").count() == 0


def test_on_a_phone_the_facts_are_a_strip_below(phone: Visit) -> None:
    page = _article(phone)
    assert page.evaluate("document.documentElement.scrollWidth") <= 360
    strip = page.locator("#margin").bounding_box()
    assert strip is not None and strip["y"] > 600
    page.get_by_role("button", name="Next fact").click()
    _chosen(page, "45")
    page.get_by_role("button", name="Next fact").click()
    _chosen(page, "144 million euros")
    mark = page.locator("#reading-text mark.chosen").bounding_box()
    sheet = page.locator("#panel").bounding_box()
    assert mark is not None and sheet is not None
    assert 56 <= mark["y"] < sheet["y"] - 20


@pytest.mark.parametrize("query", ["", "&fact=one"])
def test_the_text_has_the_room_that_there_is(desktop: Visit, query: str) -> None:
    page = _article(desktop)
    if query:
        page.keyboard.press("n")
        expect(page.locator("#panel")).to_be_visible()
    wide = page.locator("#reading-text").bounding_box()
    assert wide is not None and wide["width"] > 500
