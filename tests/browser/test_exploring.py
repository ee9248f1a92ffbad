"""Explore's controls: each changes the address, and the address is all that a view needs."""

import re
from collections.abc import Callable, Iterator
from datetime import date

import pytest
from builders import fact_in
from playwright.sync_api import Browser, Page, expect
from visits import Visit, until, visiting

from schemas.records import Document, Reading
from store import Store, StoreError


@pytest.fixture
def many(browser: Browser, serve: Callable[[Store], str], file_store: Store) -> Iterator[Visit]:
    """Give a visit to a store of 600 facts: more than a figure draws, and many pages of a table."""
    for number in range(6):
        quotes = [f"{number}{place:02d}1 tonnes" for place in range(100)]
        document = Document(
            f"d{number}",
            "\n".join(f"Turkey exported {quote} of wheat to Egypt." for quote in quotes),
            title=f"Wheat {number}",
            publisher="The Daily" if number % 2 else "The Weekly",
            published=date(2020 + number, 3, 1),
        )
        facts = [
            fact_in(
                document,
                quote,
                value=float(quote.split()[0]),
                unit="tonne",
                flow="export",
                reporter="TUR",
                partner="EGY",
                period=(date(2019 + number, 1, 1), date(2019 + number, 12, 31)),
            )
            for quote in quotes
        ]
        file_store.save(Reading(document, tuple(facts)), "1")
    with visiting(browser, serve(file_store), 1440, 900) as visit:
        yield visit


def values(page: Page) -> list[str]:
    return page.locator('#table [col-id="quote"].ag-cell').all_inner_texts()


def test_the_table_is_turned_page_by_page_and_ordered_as_a_whole(many: Visit) -> None:
    page = many.open()
    expect(page.locator("#table-title")).to_have_text("600 facts")
    expect(page.locator("#table-pages")).to_contain_text("1–25 of 600")
    page.get_by_role("link", name="Next ›").click()
    expect(page.locator("#table-pages")).to_contain_text("26–50 of 600")
    assert "page=2" in page.url
    page.locator('#table .ag-header-cell[col-id="value"]').click()
    expect(page.locator("#table-pages")).to_contain_text("1–25 of 600")
    expect(page.locator('#table [col-id="quote"].ag-cell').first).to_have_text("0001 tonnes")
    page.locator('#table .ag-header-cell[col-id="value"]').click()
    expect(page.locator('#table [col-id="quote"].ag-cell').first).to_have_text("5991 tonnes")
    page.reload()
    expect(page.locator('#table [col-id="quote"].ag-cell').first).to_have_text("5991 tonnes")
    page.go_back()
    expect(page.locator('#table [col-id="quote"].ag-cell').first).to_have_text("0001 tonnes")


def test_what_is_not_drawn_is_said(many: Visit) -> None:
    page = many.open()
    expect(page.locator("#subtitle")).to_contain_text(re.compile(r"the newest \d+ of 600 facts"))
    page.locator("#facets a.choice", has_text="The Daily").click()
    expect(page.locator("#table-title")).to_have_text("300 facts")
    expect(page.locator("#facets a.choice", has_text="The Weekly")).to_contain_text("300")


def test_the_rest_of_a_facet_is_unfolded(many: Visit, file_store: Store) -> None:
    for number, code in enumerate(("DEU", "FRA", "ITA", "ESP", "POL", "GRC", "USA")):
        text = f"Exports of {number}% went on."
        fact = fact_in(Document(code, text), f"{number}%", value=1.0, unit="percent", reporter=code)
        file_store.save(Reading(Document(code, text, published=date(2024, 1, 1)), (fact,)), "1")
    page = many.open()
    group = page.locator("details.facet", has=page.locator("summary", has_text="Reporter"))
    expect(group.locator("a.choice")).to_have_count(6)
    group.locator("summary", has_text="2 more").click()
    expect(group.locator("a.choice")).to_have_count(8)
    group.get_by_role("checkbox", name="United States").click()
    expect(page.locator("#table-title")).to_have_text("1 fact")
    expect(group.locator("a.choice").first).to_contain_text("United States")


def test_what_is_folded_is_counted_when_somebody_looks(many: Visit) -> None:
    page = many.open()
    group = page.locator('details.facet[data-key="document"]')
    expect(group.locator("a.choice")).to_have_count(0)
    group.locator("> summary").click()
    expect(group.get_by_role("checkbox", name="Wheat 1")).to_contain_text("100")
    page.locator("#facets a.choice", has_text="The Weekly").click()
    expect(page.locator("#table-title")).to_have_text("300 facts")
    # It stays unfolded, with what there is now.
    expect(group.locator("a.choice")).to_have_count(3)
    expect(group.get_by_role("checkbox", name="Wheat 1")).to_have_count(0)


def test_a_value_of_a_folded_facet_is_taken_back_by_the_key_that_chose_it(many: Visit) -> None:
    page = many.open()
    for column in ("document", "section"):
        summary = page.locator(f'details.facet[data-key="{column}"] > summary')
        if summary.count():
            summary.click()
    group = page.locator('details.facet[data-key="document"]')
    one = group.get_by_role("checkbox", name="Wheat 1")
    one.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#table-title")).to_have_text("100 facts")
    expect(one).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#table-title")).to_have_text("600 facts")
    expect(group.locator("a.choice")).to_have_count(6)
    expect(one).to_be_focused()


def test_another_figure_asks_for_no_new_lists_whose_links_carry_it_along(many: Visit) -> None:
    page = many.open()
    expect(page.locator("#table .ag-row")).to_have_count(25)
    asked: list[str] = []
    page.on("request", lambda one: asked.append(one.post_data or ""))
    page.locator("#kinds").get_by_role("link", name="By country").click()
    expect(page.locator("#kinds [aria-current]")).to_have_text("By country")
    until(page, "!document.querySelector('#chart-around.busy')")
    assert not [one for one in asked if "explore-lists" in one]
    weekly = page.locator("#facets a.choice", has_text="The Weekly")
    expect(weekly).to_have_attribute("href", re.compile("figure=by-country"))
    weekly.click()
    expect(page.locator("#table-title")).to_have_text("300 facts")
    assert "figure=by-country" in page.url and "publisher=The+Weekly" in page.url


def test_handles_choose_years_and_the_keyboard_moves_them(many: Visit) -> None:
    page = many.open()
    expect(page.locator("#period-years")).to_have_text("2019–2024")
    first = page.get_by_role("slider", name="First year")
    first.focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#table-title")).to_have_text("500 facts")
    assert "since=2020-01-01" in page.url
    expect(page.locator(".chip")).to_contain_text("Period: from 2020")
    page.locator(".chip").click()
    expect(page.locator("#table-title")).to_have_text("600 facts")
    assert "since" not in page.url


def test_words_are_found_from_their_beginnings(many: Visit) -> None:
    page = many.open()
    page.keyboard.press("/")
    page.keyboard.type('whea "to egypt" 5991')
    expect(page.locator("#table-title")).to_have_text("1 fact")
    expect(page.locator(".chip")).to_contain_text("Search: whea")
    page.fill("#search", "")
    expect(page.locator("#table-title")).to_have_text("600 facts")


def test_the_table_alone_is_a_view(many: Visit) -> None:
    page = many.open()
    page.locator("#kinds").get_by_role("link", name="Table").click()
    expect(page.locator("#chart")).to_be_hidden()
    expect(page.locator("#table-pages")).to_contain_text("1–100 of 600")
    page.go_back()
    expect(page.locator("#chart")).to_be_visible()


def test_a_figure_is_read_as_a_table_and_each_row_opens_its_sentence(desktop: Visit) -> None:
    page = desktop.open("?figure=before-and-after&currency=USD")
    page.locator("#open-marks").click()
    row = page.locator(".drawn tr", has_text="Jan 2023").first
    expect(row).to_contain_text("implied")
    expect(row).to_contain_text("$1.03bn ($1.026bn–$1.043bn)")
    row.get_by_role("link").click()
    expect(page.locator("#panel")).to_contain_text("no text states it")


def test_a_database_that_fails_is_told_in_words_with_a_way_back(
    many: Visit, file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lost(*_: object) -> None:
        raise StoreError("The database facts.db cannot be used: it is away.")

    page = many.open()
    monkeypatch.setattr(file_store, "selection", lost)
    page.locator("#facets a.choice", has_text="The Daily").click()
    expect(page.locator("#said-told")).to_contain_text("The database facts.db cannot be used: it is away.")
    monkeypatch.undo()
    page.get_by_role("link", name="Load the page again").click()
    expect(page.locator("#table-title")).to_have_text("300 facts")


def test_what_nobody_expected_is_told_with_the_number_of_its_request(
    many: Visit, file_store: Store, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def lost(*_: object) -> None:
        raise RuntimeError("the very words")

    page = many.open()
    monkeypatch.setattr(file_store, "selection", lost)
    page.locator("#facets a.choice", has_text="The Daily").click()
    told = page.locator("#said-told")
    expect(told).to_contain_text(
        re.compile(r"Something went wrong here, and was noted \(request [0-9a-f]{16}\)\.")
    )
    expect(told).not_to_contain_text("the very words")
    assert "the very words" in caplog.text
    expect(page.locator("#chart-around.busy")).to_have_count(0)
    many.errors.clear()


def test_the_theme_is_in_the_address_and_in_the_figure(desktop: Visit) -> None:
    page = desktop.open("?figure=changes")
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    assert "theme=dark" in page.url
    ground = "document.querySelector('#figure .js-plotly-plot')._fullLayout.paper_bgcolor"
    until(page, f"{ground} === '#141414'")
    page.locator("#kinds").get_by_role("link", name="Over time").click()
    expect(page.locator("#title")).to_contain_text("2015")
    assert "theme=dark" in page.url
    page.reload()
    page.wait_for_selector("#figure .point")
    until(page, f"{ground} === '#141414'")


def test_a_view_gets_a_name_and_is_found_by_it(desktop: Visit) -> None:
    page = desktop.open("?reporter=TUR&figure=changes")
    page.locator("#open-views").click()
    page.get_by_label("Name of this view").fill("Turkish changes")
    page.keyboard.press("Enter")
    expect(page.locator("#view-told")).to_have_text("Saved as “Turkish changes”.")
    page.goto(desktop.address)
    page.wait_for_selector("#figure .point")
    page.locator("#open-views").click()
    page.get_by_role("link", name="Turkish changes").click()
    expect(page.locator(".chip")).to_contain_text("Reporter: Turkey")
    assert "figure=changes" in page.url
    page.locator("#open-views").click()
    page.get_by_role("button", name="Forget the view Turkish changes").click()
    expect(page.locator("#saved-views")).to_contain_text("No view has a name yet")


def test_a_view_without_a_name_is_not_saved(desktop: Visit) -> None:
    page = desktop.open()
    page.locator("#open-views").click()
    page.get_by_role("button", name="Save view").click()
    expect(page.locator("#view-told")).to_contain_text("give it a name")


def test_numbers_and_days_are_written_as_the_reader_does(browser: Browser, many: Visit) -> None:
    context = browser.new_context(locale="de-DE", viewport={"width": 1440, "height": 900})
    page = context.new_page()
    page.goto(many.address)
    page.locator("#table .ag-row").first.click()
    expect(page.locator("#panel .source time")).to_have_text("1. März 2025")
    context.close()


def test_going_from_page_to_page_loads_nothing_anew_and_leads_back(desktop: Visit) -> None:
    page = desktop.open("?figure=changes")
    page.evaluate("window.same = true")
    page.get_by_role("navigation", name="Pages").get_by_role("link", name="Add").click()
    expect(page.locator("h1")).to_have_text("Add documents")
    page.go_back()
    page.wait_for_selector("#figure .point")
    assert page.evaluate("window.same") is True
    assert "figure=changes" in page.url


def test_an_address_without_a_page_says_so_and_leads_back(desktop: Visit) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}nowhere")
    expect(page.locator("h1")).to_have_text("There is no such page")
    page.get_by_role("link", name="Go to Explore").click()
    page.wait_for_selector("#figure .point")
