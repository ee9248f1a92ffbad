"""The page Review, walked by keyboard: accept, correct, reject, undo; and what other pages then say."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from builders import ECHO, TRADE, echo_facts, fact_in, trade_facts
from playwright.sync_api import Browser, Page, expect
from visits import Visit, visiting

from extraction import extract
from schemas.filters import Filters
from schemas.records import Document, Fact, Reading
from schemas.vocabulary import Verdict
from store import Store


def stored(store: Store) -> Store:
    """Fill a store with two documents whose amounts differ."""
    facts = [one._replace(confidence=0.5 + at / 100) for at, one in enumerate(trade_facts())]
    others = [one._replace(bound="exact") for one in echo_facts()]
    store.save_all([(Reading(TRADE, tuple(facts)), "1"), (Reading(ECHO, tuple(others)), "1")])
    return store


@pytest.fixture
def waiting(file_store: Store) -> Store:
    return stored(file_store)


@pytest.fixture
def reviewing(browser: Browser, serve: Callable[[Store], str], waiting: Store) -> Iterator[Visit]:
    with visiting(browser, serve(waiting), 1440, 900) as visit:
        opened(visit)
        yield visit


def opened(visit: Visit, query: str = "") -> Page:
    visit.page.goto(f"{visit.address}review{query}")
    visit.page.wait_for_selector("#review-detail .why")
    return visit.page


def shows(page: Page, quote: str) -> None:
    expect(page.locator("#review-sentence .sentence mark.quoted")).to_have_text(quote)
    expect(page.locator("#review-list a[aria-current]")).to_have_count(1)


def amounts(page: Page) -> list[str]:
    return page.locator("#review-list .amount").all_inner_texts()


def states(store: Store) -> dict[str, int]:
    """Return how many facts there are of each state."""
    every = Filters(review=("unreviewed", "accepted", "corrected", "rejected"))
    return store.selection(every).counts("review").facts


def fact(store: Store, quote: str) -> Fact:
    frame = store.facts(Filters(review=("unreviewed", "accepted", "corrected", "rejected")))
    found = store.fact(frame[frame["quote"] == quote].iloc[0]["fact_id"])
    assert found is not None
    return found


def test_a_queue_is_walked_by_one_key_each(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    assert amounts(page)[:3] == ["−39%", "$631m", "−20.2%"]
    shows(page, "39%")
    page.keyboard.press("a")
    expect(page.locator("#said-told")).to_contain_text("Accepted: −39%, Turkey’s exports to Russia.")
    shows(page, "631 million US dollars")
    expect(page.locator("#review-list .amount").first).to_have_text("$631m")
    page.keyboard.press("n")
    shows(page, "20.2%")
    page.keyboard.press("r")
    expect(page.locator("#said-told")).to_contain_text("Rejected: −20.2%")
    shows(page, "4 billion US dollars")
    page.keyboard.press("ArrowUp")
    shows(page, "631 million US dollars")
    page.keyboard.press("p")
    shows(page, "631 million US dollars")
    assert states(waiting) == {"accepted": 1, "rejected": 1}
    assert "20.2%" not in set(waiting.facts()["quote"])


def test_a_note_goes_with_the_verdict(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    page.keyboard.press("m")
    page.keyboard.type("a rare <b>note</b>")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    expect(page.locator("#said-told")).to_contain_text("Accepted")
    shows(page, "631 million US dollars")
    expect(page.get_by_label("Note")).to_have_value("")
    (said,) = waiting.reviews(fact(waiting, "39%").fact_id)
    assert (said.verdict, said.note) == (Verdict.ACCEPTED, "a rare <b>note</b>")
    opened(reviewing, "?review=accepted")
    expect(page.locator(".history")).to_contain_text("“a rare <b>note</b>”")


def test_what_was_said_is_taken_back(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    page.keyboard.press("r")
    shows(page, "631 million US dollars")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#said-told")).to_have_text("Taken back: −39%, Turkey’s exports to Russia.")
    shows(page, "39%")
    page.keyboard.press("a")
    shows(page, "631 million US dollars")
    page.keyboard.press("u")
    shows(page, "39%")
    expect(page.locator(".history li")).to_have_count(4)
    assert states(waiting) == {}
    assert [one.verdict.value for one in waiting.reviews(fact(waiting, "39%").fact_id)] == [
        "withdrawn", "accepted", "withdrawn", "rejected"
    ]  # fmt: skip


def test_a_fact_is_corrected_and_keeps_what_was_read(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    page.keyboard.press("n")
    shows(page, "631 million US dollars")
    before = fact(waiting, "631 million US dollars")
    page.keyboard.press("c")
    form = page.locator(".correcting")
    expect(form.get_by_label("Value", exact=True)).to_have_value("631,000,000")
    expect(form.get_by_label("Reporter")).to_have_value("Turkey")
    form.get_by_label("Value", exact=True).fill("641,000,000")
    form.get_by_label("Partner").fill("kazakhstan")
    expect(form.locator(".field.changed .read")).to_have_text(["Read as 631,000,000", "Read as Russia"])
    form.locator('[data-column="status"] input').first.click()
    page.get_by_role("option", name="Reported").click()
    page.get_by_role("button", name="Save correction").click()
    expect(page.locator("#said-told")).to_contain_text("Corrected: $641m, Turkey’s exports to Kazakhstan.")
    shows(page, "20.2%")
    expect(form).to_have_count(0)
    changed = {"value": 641e6, "partner": "KAZ", "status": "reported"}
    assert fact(waiting, "631 million US dollars") == before._replace(**changed)
    (said,) = waiting.reviews(before.fact_id)
    assert said.machine == {"value": 631e6, "partner": "RUS", "status": "provisional"}
    opened(reviewing, "?review=corrected")
    expect(page.locator(".why")).to_contain_text("641,000,000 USD read as 631,000,000 USD")
    expect(page.locator(".history")).to_contain_text("Partner: Kazakhstan (read as Russia)")


def test_a_correction_that_cannot_be_is_refused_at_its_field_and_nothing_is_stored(
    reviewing: Visit, waiting: Store
) -> None:
    page = reviewing.page
    page.keyboard.press("c")
    form = page.locator(".correcting")
    page.get_by_role("button", name="Save correction").click()
    expect(page.locator("#correct-told")).to_have_text(
        "Nothing differs from what was read. Accept it, or change a field."
    )
    form.get_by_label("Value", exact=True).fill("much")
    form.get_by_label("Reporter").fill("Narnia")
    form.get_by_label("Period, first day").fill("soon")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("“much” is no number; write it as 631,000,000 or 631e6.")
    expect(form).to_contain_text("“Narnia” is no country; give its name (Turkey) or its code (TUR).")
    expect(form).to_contain_text("“soon” is no day; write it as 2024-02-29.")
    form.get_by_label("Value", exact=True).fill("39")
    form.get_by_label("Reporter").fill("TUR")
    form.get_by_label("Period, first day").fill("2024-02-01")
    page.keyboard.press("Enter")
    expect(form).to_contain_text("A period has a first and a last day, in this order.")
    expect(form).not_to_contain_text("is no number")
    page.keyboard.press("Escape")
    expect(form).to_have_count(0)
    shows(page, "39%")
    assert states(waiting) == {}
    assert waiting.reviews(fact(waiting, "39%").fact_id) == []


def test_letters_in_a_field_are_no_keys(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    page.keyboard.press("m")
    page.keyboard.type("arucnp")
    page.keyboard.press("Escape")
    page.keyboard.press("c")
    page.locator(".correcting").get_by_label("Indicator").fill("")
    page.keyboard.type("arucnp")
    shows(page, "39%")
    page.locator("#search").click()
    page.keyboard.type("ar")
    page.wait_for_timeout(700)
    assert states(waiting) == {}


def test_what_may_conflict_comes_first(
    browser: Browser, serve: Callable[[Store], str], file_store: Store
) -> None:
    amounts_told = {"a": "$631 million", "b": "$450 million", "c": "$95 million"}
    for day, (name, amount) in enumerate(amounts_told.items(), 1):
        whom = "Iraq" if name == "c" else "Russia"
        text = f"Turkey’s exports to {whom} were worth {amount} in January 2024, {name} said."
        document = Document(name, text, title=f"The figures of {name}", published=date(2024, 3, day))
        file_store.save(Reading(document, tuple(extract(document))), "1")
    with visiting(browser, serve(file_store), 1440, 900) as visit:
        page = opened(visit, "?order=conflicts")
        assert amounts(page) == ["$450m", "$631m", "$95m"]
        expect(page.locator("#review-head")).to_contain_text("Conflicts 2")
        expect(page.locator("#review-detail")).to_contain_text("Conflicts with “The figures of a”")
        page.get_by_role("link", name="Newest").click()
        expect(page.locator("#review-list .amount")).to_have_text(["$95m", "$450m", "$631m"])
        assert "order=newest" in page.url
        page.go_back()
        expect(page.get_by_role("link", name="Conflicts")).to_have_attribute("aria-current", "true")


def test_the_queue_is_filtered_and_says_what_would_fill_it(reviewing: Visit) -> None:
    page = opened(reviewing, "?flow=import")
    assert amounts(page) == ["−20.2%", "$4bn"]
    page.keyboard.press("a")
    shows(page, "4 billion US dollars")
    page.keyboard.press("a")
    expect(page.locator("#review-list")).to_contain_text("Nothing waits here.")
    expect(page.locator("#review-detail")).to_be_empty()
    expect(page.locator("#review-sentence")).to_be_empty()
    page.get_by_role("link", name="Accepted").click()
    shows(page, "20.2%")
    page.get_by_role("link", name="Unreviewed").click()
    page.get_by_role("link", name="Clear all filters").click()
    shows(page, "39%")


def test_the_address_opens_the_same_fact_elsewhere(reviewing: Visit, browser: Browser) -> None:
    page = reviewing.page
    page.keyboard.press("n")
    shows(page, "631 million US dollars")
    page.keyboard.press("c")
    expect(page.locator(".correcting")).to_be_visible()
    with visiting(browser, page.url, 1440, 900) as other:
        other.page.goto(other.address)
        shows(other.page, "631 million US dollars")
        expect(other.page.locator(".correcting")).to_be_visible()
    page.go_back()
    expect(page.locator(".correcting")).to_have_count(0)
    page.go_back()
    shows(page, "39%")


def test_behind_the_last_of_a_page_comes_the_next_page(
    browser: Browser, serve: Callable[[Store], str], file_store: Store
) -> None:
    for at in range(30):
        document = Document(f"d{at}", f"Exports fell by {at + 1}%.", published=date(2024, 1, 1))
        made = fact_in(document, f"{at + 1}%", value=at + 1.0, unit="percent", confidence=0.5 + at / 100)
        file_store.save(Reading(document, (made,)), "1")
    with visiting(browser, serve(file_store), 1440, 900) as visit:
        page = opened(visit)
        assert len(amounts(page)) == 25
        page.locator("#review-list a").last.click()
        shows(page, "25%")
        page.keyboard.press("n")
        shows(page, "26%")
        expect(page.locator("#review-pages")).to_contain_text("26–30 of 30")
        page.keyboard.press("ArrowUp")
        expect(page.locator("#review-pages")).to_contain_text("1–25 of 30")


def test_a_fact_is_reviewed_in_the_source_panel(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    one = fact(waiting, "631 million US dollars")
    page.goto(f"{reviewing.address}?figure=table&fact={one.fact_id}")
    panel = page.locator("#panel")
    panel.get_by_role("button", name="Reject").click()
    expect(page.locator("#said-told")).to_contain_text("Rejected: $631m")
    expect(panel.locator(".history")).to_contain_text("Rejected")
    expect(page.locator("#table")).not_to_contain_text("631 million")
    page.get_by_role("button", name="Undo").click()
    expect(page.locator("#table")).to_contain_text("631 million")
    panel.get_by_role("link", name="Correct").click()
    form = page.locator(".correcting")
    form.get_by_label("Value", exact=True).fill("1")
    page.keyboard.press("Enter")
    expect(page.locator("#said-told")).to_contain_text("Corrected")
    page.goto(f"{reviewing.address}?figure=table&fact={one.fact_id}")
    expect(panel.locator(".history")).to_contain_text("Value: 1 (read as 631,000,000)")


def test_the_panels_of_read_and_compare_have_the_buttons_too(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    one = fact(waiting, "631 million US dollars")
    panel = page.locator("#panel")
    for path in (f"read?document=trade&fact={one.fact_id}", f"compare?fact={one.fact_id}"):
        page.goto(f"{reviewing.address}{path}")
        panel.get_by_role("button", name="Accept").click()
        expect(page.locator("#said-told")).to_contain_text("Accepted: $631m")
        expect(panel.locator(".history li").first).to_contain_text("Accepted")
        page.get_by_role("button", name="Undo").click()
        expect(panel.locator(".history li").first).not_to_contain_text("Accepted")
    assert states(waiting) == {}


def test_a_figure_of_accepted_facts_says_so(reviewing: Visit, waiting: Store) -> None:
    page = reviewing.page
    for _ in range(2):
        quote = page.locator("#review-sentence .sentence mark.quoted").inner_text()
        page.keyboard.press("a")
        expect(page.locator("#review-sentence .sentence mark.quoted")).not_to_have_text(quote)
    page.goto(f"{reviewing.address}?figure=values-over-time")
    page.locator("#facet-switches").get_by_role("switch", name="Accepted only").click()
    expect(page.locator("#foot")).to_contain_text("Only facts that a person accepted or corrected.")
    expect(page.locator("#table-title")).to_have_text("2 facts")
    assert "review=accepted&review=corrected" in page.url
    page.locator("#facet-switches").get_by_role("switch", name="Accepted only").click()
    expect(page.locator("#foot")).not_to_contain_text("Only facts")


def test_on_a_phone_all_of_it_fits(
    browser: Browser, serve: Callable[[Store], str], waiting: Store, tmp_path: Path
) -> None:
    with visiting(browser, serve(waiting), 360, 740) as visit:
        page = opened(visit, "?order=conflicts")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("button", name="Correct").click()
        expect(page.locator(".correcting")).to_be_visible()
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        page.get_by_role("button", name="Cancel").click()
        page.locator("#review-bar").get_by_role("button", name="Accept").click()
        expect(page.locator("#said-told")).to_contain_text("Accepted")


def test_an_empty_store_has_nothing_to_review(nothing_stored: Visit) -> None:
    page = nothing_stored.page
    page.goto(f"{nothing_stored.address}review")
    expect(page.locator("#review-list")).to_contain_text("Nothing waits.")
    page.keyboard.press("a")
    page.keyboard.press("c")
    expect(page.locator(".correcting")).to_have_count(0)


def test_a_hostile_text_is_reviewed_letter_by_letter(hostile: Visit) -> None:
    page = opened(hostile)
    expect(page.locator("#review-sentence .sentence")).to_contain_text("<img src=x onerror=alert(1)>")
    expect(page.locator("#review-list")).to_contain_text("<script>alert(2)</script>")
    page.keyboard.press("a")
    expect(page.locator("#said-told")).to_contain_text("<b>firms</b>")
    assert page.locator("#main img, #main b, .said b").count() == 0
