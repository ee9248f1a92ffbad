"""The way through the dashboard, walked with a real mouse and a real keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from visits import Visit, until, visiting

from dashboard.source.panel import paragraph_around

EXPORTS = "631 million US dollars"


def _panel_says(page: Page, quote: str) -> None:
    panel = page.locator("#panel")
    expect(panel.locator("mark.quoted").first).to_have_text(quote)
    expect(panel.locator(".sentence")).to_contain_text(
        "in January of this year, Turkey’s exports to Russia decreased by 39% year-on-year"
    )
    expect(panel).to_contain_text("US Urges Turkey to Enact Ban")
    expect(panel).to_contain_text("8 Aug 2024")


@pytest.mark.parametrize("figure", ["before-and-after", "values-over-time", "changes", "counts", "agreement"])
def test_every_figure_is_drawn(desktop: Visit, figure: str) -> None:
    page = desktop.open(f"?figure={figure}")
    assert page.locator("#figure .point").count() > 1
    expect(page.locator("#foot")).to_contain_text(re.compile("Sources?: "))
    chart = page.locator("#chart")
    assert chart.get_attribute("role") == "img"
    assert len(chart.get_attribute("aria-label") or "") > 40
    assert page.evaluate("document.documentElement.lang") == "en"


def test_a_click_on_a_mark_opens_the_sentence_it_was_read_from(desktop: Visit) -> None:
    page = desktop.open("?figure=before-and-after")
    ids = desktop.fact(EXPORTS)
    page.mouse.click(*desktop.mark(ids))
    _panel_says(page, EXPORTS)
    expect(page.locator(f'#table .ag-row[row-id="{ids}"]')).to_have_class(re.compile("chosen"))
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()


def test_a_click_on_a_row_opens_the_same_sentence(desktop: Visit) -> None:
    page = desktop.open()
    page.locator("#table .ag-row", has_text=EXPORTS).first.click()
    _panel_says(page, EXPORTS)


def test_enter_on_a_row_opens_the_sentence_and_escape_gives_the_focus_back(desktop: Visit) -> None:
    page = desktop.open()
    cell = page.locator("#table .ag-row", has_text=EXPORTS).first.locator(".ag-cell").first
    cell.focus()
    page.keyboard.press("Enter")
    _panel_says(page, EXPORTS)
    page.keyboard.press("Escape")
    expect(page.locator("#panel")).to_be_hidden()
    expect(cell).to_be_focused()


def test_arrow_keys_walk_over_the_marks_and_enter_opens_one(desktop: Visit) -> None:
    page = desktop.open("?figure=changes")
    page.locator("#chart").focus()
    page.keyboard.press("ArrowRight")
    expect(page.locator("#figure .hoverlayer")).to_contain_text("39%")
    page.keyboard.press("Enter")
    _panel_says(page, "39%")


def test_an_implied_mark_shows_both_quantities_behind_it(desktop: Visit) -> None:
    page = desktop.open("?figure=before-and-after")
    page.mouse.click(*desktop.mark(f"{desktop.fact(EXPORTS)} {desktop.fact('39%')}"))
    panel = page.locator("#panel")
    expect(panel).to_contain_text("no text states it")
    assert set(panel.locator("mark.quoted").all_text_contents()) == {EXPORTS, "39%"}
    expect(panel).to_contain_text("$1.03bn ($1.026bn–$1.043bn)")


def test_sources_that_agree_are_shown_side_by_side_and_named_beside_the_sentence(desktop: Visit) -> None:
    page = desktop.open("?figure=agreement")
    expect(page.locator('#kinds a[aria-current="page"]')).to_have_text("Agreement")
    expect(page.locator("#kinds")).not_to_contain_text("Against official")
    expect(page.locator("#figure")).to_contain_text("Turkey: companies")
    expect(page.locator("#figure")).to_contain_text("2 sources agree")
    ids = page.locator("#table .ag-row", has_text="Turkey: companies").last.get_attribute("row-id")
    page.mouse.click(*desktop.mark(str(ids)))
    expect(page.locator("#panel")).to_contain_text("18 companies")
    expect(page.locator("#panel")).to_contain_text("Agrees with 1 other source")


def test_a_currency_is_a_choice_and_an_address(desktop: Visit) -> None:
    page = desktop.open("?figure=values-over-time")
    page.get_by_role("radio", name="Euros").click()
    expect(page.locator("#subtitle")).to_contain_text("Euros;")
    expect(page.locator("#foot")).to_contain_text("Converted to euros at the average rate of each period")
    assert "currency=EUR" in page.url
    page.get_by_role("radio", name="As stated").click()
    expect(page.locator("#subtitle")).to_contain_text("Euros and US dollars;")


def test_a_filter_is_a_link_a_chip_and_an_address(desktop: Visit) -> None:
    page = desktop.open()
    before = page.locator("#table-title").inner_text()
    page.locator("#facets a.choice", has_text="Imports").click()
    expect(page.locator("#table-title")).to_have_text("2 facts")
    expect(page.locator(".chip")).to_contain_text("Flow: Imports")
    assert "flow=import" in page.url
    page.reload()
    expect(page.locator("#table-title")).to_have_text("2 facts")
    expect(page.get_by_role("checkbox", name="Imports")).to_have_attribute("aria-checked", "true")
    page.go_back()
    expect(page.locator("#table-title")).to_have_text(before)
    page.go_forward()
    page.locator(".clear").click()
    expect(page.locator(".chip")).to_have_count(0)


def test_space_turns_a_switch_and_the_marks_follow(desktop: Visit) -> None:
    page = desktop.open("?figure=before-and-after")
    assert page.locator("#figure .point").count() == 10
    page.get_by_role("switch", name="Implied values").focus()
    page.keyboard.press("Space")
    expect(page.locator("#figure .point")).to_have_count(2)
    assert "implied=0" in page.url


def test_the_search_box_finds_words_in_sentences(desktop: Visit) -> None:
    page = desktop.open()
    page.get_by_label("Search the sentences").fill("Blinken earthquake relief")
    expect(page.locator(".chip")).to_contain_text("Search: Blinken earthquake relief")
    page.get_by_label("Search the sentences").fill("")
    expect(page.locator(".chip")).to_have_count(0)


def test_an_address_brings_back_figure_filters_and_sentence(desktop: Visit) -> None:
    page = desktop.open()
    ids = desktop.fact(EXPORTS)
    page = desktop.open(f"?reporter=TUR&partner=RUS&figure=values-over-time&fact={ids}")
    _panel_says(page, EXPORTS)
    expect(page.locator("#title")).to_have_text("Turkey’s trade with Russia, 2015–2024")
    expect(page.locator('#kinds a[aria-current="page"]')).to_have_text("Over time")


def test_an_address_that_makes_no_sense_is_no_error(desktop: Visit) -> None:
    page = desktop.open("?figure=pie&since=yesterday&flow=bogus&nonsense=1&fact=none")
    expect(page.locator("#panel")).to_contain_text("no longer stored")
    expect(page.locator("#chips")).to_have_text(
        "Left out, because there is no such thing: flow=bogus, since=yesterday, figure=pie."
    )
    page = desktop.open("?page=-3&search=***&since=2030-01-01&until=2020-01-01")
    expect(page.locator("#chips")).to_have_text(
        "Left out, because there is no such thing: since=2030-01-01, until=2020-01-01, search=***, page=-3."
    )


def test_the_label_of_a_chosen_bar_stays_legible(desktop: Visit) -> None:
    page = desktop.open("?figure=counts")
    ids = page.evaluate("document.querySelector('#figure .js-plotly-plot').data[0].customdata[0]")
    page.goto(f"{page.url}&fact={ids}")
    label = page.locator("#figure .point.chosen text")
    expect(label).to_have_count(1)
    assert label.evaluate("one => getComputedStyle(one).stroke") == "none"


def test_a_filter_shows_its_chips_and_title(desktop: Visit) -> None:
    page = desktop.open("?figure=changes")
    # The table comes after the figure, and with it what can be scrolled to.
    page.wait_for_selector("#table .ag-row")
    page.mouse.wheel(0, 4000)
    until(page, "window.scrollY > 0")
    page.locator("#facets a.choice", has_text="Exports").click()
    expect(page.locator(".chip")).to_be_in_viewport()
    expect(page.locator("#title")).to_be_in_viewport()


def test_beside_the_open_panel_the_table_has_all_its_columns(desktop: Visit) -> None:
    page = desktop.open("?figure=before-and-after")
    page.goto(f"{page.url}&fact={desktop.fact(EXPORTS)}")
    expect(page.locator("#panel")).to_be_visible()
    viewport = "document.querySelector('#table .ag-center-cols-viewport')"
    until(page, f"{viewport} && {viewport}.scrollWidth <= {viewport}.clientWidth")
    assert "No Rows To Show" not in page.locator("#table").inner_text()
    assert page.locator("#table .ag-overlay-no-rows-center").count() == 0


def test_nothing_offers_to_upload_the_figure(desktop: Visit) -> None:
    page = desktop.open()
    page.locator("#figure").hover()
    assert page.locator(".modebar-btn").count() == 0
    assert "Share chart" not in page.content()
    assert (
        page.evaluate("document.querySelector('#figure .js-plotly-plot')._context.showSendToCloud") is False
    )


def test_filters_that_find_nothing_say_so_and_lead_back(desktop: Visit) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}?reporter=KAZ&flow=import")
    expect(page.locator("#title")).to_have_text("No facts about Kazakhstan’s imports")
    page.get_by_role("link", name="clear all filters").click()
    page.wait_for_selector("#figure .point")


def test_an_empty_store_says_what_would_fill_it(nothing_stored: Visit) -> None:
    page = nothing_stored.page
    page.goto(nothing_stored.address)
    expect(page.locator("#title")).to_have_text("No facts are stored yet")
    expect(page.locator("#subtitle")).to_contain_text("tradefacts load seeds/")


def test_a_hostile_text_is_shown_letter_by_letter(hostile: Visit) -> None:
    page = hostile.open("?figure=counts")
    x, y = hostile.mark(hostile.fact("18"))
    page.mouse.move(x - 20, y)
    expect(page.locator("#figure .hoverlayer")).to_contain_text("<b>firms</b>")
    page.locator("#table .ag-row").first.click()
    expect(page.locator("#panel .sentence")).to_contain_text("<img src=x onerror=alert(1)>18 <b>firms</b>")
    expect(page.locator("#foot")).to_contain_text("<script>alert(2)</script>")
    assert page.locator("#panel img, #figure a, .sentence b").count() == 0


def test_on_a_phone_nothing_is_wider_than_the_screen(phone: Visit) -> None:
    for figure in ("before-and-after", "values-over-time", "changes", "counts", "agreement"):
        page = phone.open(f"?figure={figure}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360


def test_on_a_phone_the_filters_are_a_drawer_and_the_source_is_a_sheet(phone: Visit) -> None:
    page = phone.open("?figure=before-and-after")
    expect(page.locator("#facets")).to_be_hidden()
    page.get_by_role("button", name="Filters").click()
    expect(page.locator("#facets")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.locator("#facets")).to_be_hidden()
    page.mouse.click(*phone.mark(phone.fact(EXPORTS)))
    _panel_says(page, EXPORTS)
    page.locator("#panel .close").click()
    expect(page.locator("#panel")).to_be_hidden()


def test_a_paragraph_without_end_is_cut_at_sentences() -> None:
    text = "First one here. " * 100 + "This is it." + " Then another." * 100
    start = text.index("This is it.")
    first, last = paragraph_around(text, start, start + len("This is it."))
    shown = text[first:last]
    assert len("This is it.") + 1000 < len(shown) < 1300
    assert shown.startswith("First one here. First")
    assert shown.endswith("Then another.")
    assert paragraph_around("One. Two.\nThree. Four.", 10, 16) == (10, 22)


def test_a_page_that_opens_draws_its_figure_once(desktop: Visit) -> None:
    drawn = []
    asked = '"output":"..figure.figure...'
    desktop.page.on("request", lambda sent: drawn.append(sent) if asked in (sent.post_data or "") else None)
    page = desktop.open("?figure=changes")
    page.wait_for_timeout(600)
    assert len(drawn) == 1


_SHIFTS = """
window.shifts = [];
new PerformanceObserver((list) => list.getEntries().forEach((one) => shifts.push(one))).observe(
  { type: "layout-shift", buffered: true });
"""


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_nothing_moves_while_the_page_is_loaded(
    browser: Browser, seeds_address: str, width: int, height: int
) -> None:
    with visiting(browser, seeds_address, width, height) as visit:
        visit.page.add_init_script(_SHIFTS)
        visit.open()
        visit.page.wait_for_selector("#table .ag-row", state="attached")
        visit.page.wait_for_timeout(500)
        moved = visit.page.evaluate("shifts.map((one) => [one.value, one.sources.map((it) => it.node?.id)])")
        assert visit.page.evaluate("performance.getEntriesByName('first-contentful-paint').length") == 1
        assert sum(value for value, _ in moved) < 0.1, moved
