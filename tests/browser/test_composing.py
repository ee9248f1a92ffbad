"""The composer: what is chosen is seen at once, is in the address, and comes into the file."""

import io
import re
from urllib.parse import parse_qs, urlsplit

import pytest
from PIL import Image
from playwright.sync_api import Page, Request, expect
from visits import Visit

TITLE = "Turkey’s exports to Russia fell by 39%"
CHANGES = "?reporter=TUR&figure=changes"


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f"#{field}").click()
    page.get_by_role("option", name=option).click()


def previews(page: Page) -> list[Request]:
    """Return a list that every request for a preview is put into."""
    found: list[Request] = []
    asked = '"..composed-view.children'
    page.on("request", lambda sent: found.append(sent) if asked in (sent.post_data or "") else None)
    return found


def test_an_address_opened_elsewhere_shows_the_same_composition(desktop: Visit) -> None:
    page = desktop.compose(CHANGES)
    page.get_by_label("Title", exact=True).fill("A title & “more”")
    page.get_by_label("Subtitle").fill("Below it")
    page.get_by_label("Notes").fill("One note.\n\nAnother note.")
    choose(page, "picture-size", "Free size")
    page.get_by_label("Height").fill("800")
    choose(page, "picture-format", "SVG")
    choose(page, "picture-theme", "Print")
    page.get_by_label("Without a ground").check()
    page.get_by_label("Logarithmic axis").check()
    expect(page.locator("#preview")).to_contain_text("Another note.")
    page.wait_for_url(re.compile("height=800.*ground=0.*log=1"))
    address, fields = page.url, form(page)
    assert parse_qs(urlsplit(address).query)["note"] == ["One note.", "Another note."]
    page.goto("about:blank")
    page.goto(address)
    expect(page.locator("#preview")).to_contain_text("Another note.")
    expect(page.locator("#preview")).to_contain_text("A title & “more”")
    assert form(page) == {**fields, "Notes": "One note.\nAnother note."}
    assert page.url == address


def form(page: Page) -> dict[str, str]:
    texts = ("Title", "Subtitle", "Notes", "Size", "Width", "Height", "Scale", "Format", "Theme")
    found = {name: page.get_by_label(name, exact=True).first.input_value() for name in texts}
    boxes = ("Without a ground", "Logarithmic axis")
    return found | {name: str(page.get_by_label(name).is_checked()) for name in boxes}


def test_the_preview_follows_pauses_and_not_letters(desktop: Visit) -> None:
    page = desktop.compose(CHANGES)
    page.wait_for_timeout(500)
    asked = previews(page)
    page.get_by_label("Title", exact=True).press_sequentially(TITLE, delay=15)
    expect(page.locator("#preview")).to_contain_text(TITLE)
    # One, where the machine is fast enough to type without a pause.
    seen = len(asked)
    assert 1 <= seen < 6
    page.get_by_label("Title", exact=True).fill(TITLE + " ")
    page.get_by_label("Title", exact=True).fill(TITLE)
    page.get_by_label("Notes").fill("\n\n")
    page.get_by_label("Subtitle").focus()
    page.wait_for_timeout(600)
    assert len(asked) == seen


def test_an_empty_title_is_the_figures_own_which_stands_there_in_grey(desktop: Visit) -> None:
    page = desktop.compose(f"{CHANGES}&title=Mine")
    title = page.get_by_label("Title", exact=True)
    expect(title).to_have_value("Mine")
    title.fill("")
    own = "Turkey’s trade with Russia: reported changes"
    expect(page.locator("#preview")).to_contain_text(own)
    expect(title).to_have_attribute("placeholder", own)
    expect(page.get_by_label("Subtitle")).to_have_attribute(
        "placeholder", "Falls to the left of zero, rises to the right; multiples below ×1 are falls"
    )


@pytest.mark.parametrize("size", ["column", "report", "slide", "square", "a4"])
def test_whatever_is_written_around_it_the_sources_stay(desktop: Visit, size: str) -> None:
    page = desktop.compose(f"{CHANGES}&size={size}")
    page.get_by_label("Title", exact=True).fill("A long title that goes on and on " * 9)
    page.get_by_label("Notes").fill(
        "\n".join(f"Note {n} says a good deal of what is seen. " * 6 for n in range(6))
    )
    expect(page.locator("#preview")).to_contain_text("Note 0 says")
    expect(page.locator("#preview")).to_contain_text("Source: “US Urges Turkey")
    lines = page.locator("#preview .annotation-text tspan.line")
    widths = lines.evaluate_all("all => all.map(one => one.getBoundingClientRect().right)")
    assert (
        max(widths)
        <= page.locator("#sheet").bounding_box()["x"] + page.locator("#sheet").bounding_box()["width"]
    )


def test_the_picture_has_a_theme_of_its_own_and_words_for_who_cannot_see_it(desktop: Visit) -> None:
    page = desktop.compose(f"{CHANGES}&theme=dark")
    ground = page.locator("#preview .main-svg").first
    assert ground.evaluate("one => getComputedStyle(one).backgroundColor") == "rgb(255, 255, 255)"
    sheet = page.get_by_role("img", name=re.compile("Bar chart of 3 values"))
    expect(sheet).to_have_attribute("aria-label", page.get_by_label("Description in words").input_value())
    choose(page, "picture-theme", "Dark")
    expect(ground).to_have_css("background-color", "rgb(20, 20, 20)")
    assert "theme=dark" in page.url and "picture-theme=dark" in page.url


def test_events_come_onto_the_picture_and_go(desktop: Visit) -> None:
    page = desktop.compose("?figure=values-over-time&size=slide")
    page.get_by_role("button", name="Add event").click()
    expect(page.locator("#event-told")).to_have_text("Give the event a name and a day.")
    page.get_by_label("Name", exact=True).fill("Sanctions")
    page.get_by_label("Day").fill("2022-02-24")
    page.get_by_role("button", name="Add event").click()
    expect(page.locator("#preview")).to_contain_text("Sanctions")
    assert "event=Sanctions%3D2022-02-24" in page.url
    expect(page.get_by_label("Name", exact=True)).to_have_value("")
    page.get_by_role("button", name="Remove the event Sanctions").click()
    expect(page.locator("#preview")).not_to_contain_text("Sanctions")
    assert "event=" not in page.url


def test_a_picture_is_copied_and_what_the_copy_lacks_is_told(desktop: Visit) -> None:
    page = desktop.compose(f"{CHANGES}&size=slide")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name="Copy picture").click()
    expect(page.locator("#picture-told")).to_have_text(
        "Copied. A copy does not carry the facts behind it: for tradefacts trace, download the file."
    )
    image = page.evaluate(
        """async () => {
          const [item] = await navigator.clipboard.read();
          const blob = await item.getType("image/png");
          return [...new Uint8Array(await blob.arrayBuffer())];
        }"""
    )
    assert Image.open(io.BytesIO(bytes(image))).size == (1920, 1080)


def test_a_browser_that_copies_no_pictures_says_what_to_do(desktop: Visit) -> None:
    desktop.page.add_init_script("Object.defineProperty(navigator, 'clipboard', { value: undefined })")
    page = desktop.compose(CHANGES)
    page.get_by_role("button", name="Copy picture").click()
    expect(page.locator("#picture-told")).to_contain_text("download it instead")
    # Words are marked and copied in the old way.
    page.get_by_role("button", name="Copy citation").click()
    expect(page.locator("#copy-citation")).to_have_text("Copied")


@pytest.mark.parametrize("name", ["citation", "description"])
def test_the_citation_and_the_description_are_copied(desktop: Visit, name: str) -> None:
    page = desktop.compose(f"{CHANGES}&title=Mine")
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.get_by_role("button", name=f"Copy {name}").click()
    expect(page.locator(f"#copy-{name}")).to_have_text("Copied")
    copied = page.evaluate("navigator.clipboard.readText()")
    assert copied == page.locator(f"#{name}").input_value()
    assert {"citation": "Mine. Falls to the left", "description": "Bar chart of 3 values"}[name] in copied
    expect(page.locator(f"#copy-{name}")).to_have_text(f"Copy {name}")


def test_where_nothing_passes_the_filters_there_is_a_way_back(desktop: Visit) -> None:
    page = desktop.page
    page.goto(f"{desktop.address}compose?reporter=KAZ&flow=import&size=poster&flow=bogus")
    expect(page.locator("#picture-told")).to_have_text(
        "No facts pass these filters: go back to Explore, and take one away."
    )
    for name in ("Download picture", "Copy picture", "Download data"):
        expect(page.get_by_role("button", name=name)).to_be_disabled()
    expect(page.locator("#composed-view")).to_contain_text(
        "Left out, because there is no such thing: flow=bogus, size=poster."
    )
    page.get_by_role("link", name="Back to Explore").click()
    expect(page.locator("#title")).to_have_text("No facts about Kazakhstan’s imports")


def test_what_has_no_room_is_refused_beside_the_button_and_comes_back(desktop: Visit) -> None:
    page = desktop.compose(f"{CHANGES}&size=free&width=400&height=700")
    page.get_by_label("Height").fill("201")
    expect(page.locator("#picture-told")).to_contain_text(
        "has no room for its figure beside title and sources: give"
    )
    expect(page.get_by_role("button", name="Download picture")).to_be_disabled()
    page.get_by_label("Height").fill("700")
    expect(page.get_by_role("button", name="Download picture")).to_be_enabled()
    expect(page.locator("#picture-told")).to_have_text("")


def test_the_currency_is_told_and_chosen_in_explore(desktop: Visit) -> None:
    page = desktop.compose("?figure=values-over-time&currency=EUR&log=1")
    expect(page.locator("#picture-currency")).to_contain_text("Amounts are in Euros.")
    expect(page.locator("#preview")).to_contain_text("Converted to euros")
    page.get_by_role("link", name="Change it in Explore").click()
    page.wait_for_selector("#figure .point")
    assert urlsplit(page.url).query == "figure=values-over-time&currency=EUR&log=1"


def test_another_picture_is_composed_after_the_first_one(desktop: Visit) -> None:
    page = desktop.compose(f"{CHANGES}&title=First&size=slide&format=svg")
    page.get_by_role("link", name="Explore", exact=True).click()
    page.wait_for_selector("#figure .point")
    page.get_by_role("link", name="Export picture").click()
    page.wait_for_selector("#preview .point")
    expect(page.get_by_label("Title", exact=True)).to_have_value("")
    expect(page.locator("#picture-format")).to_have_value("PNG")
    page.go_back()
    page.wait_for_selector("#figure .point")
    page.go_back()
    page.wait_for_selector("#preview .point")
    expect(page.get_by_label("Title", exact=True)).to_have_value("First")
    expect(page.locator("#picture-format")).to_have_value("SVG")
    expect(page.locator("#preview")).to_contain_text("First")


def test_the_keyboard_reaches_everything_in_its_order(desktop: Visit) -> None:
    page = desktop.compose(CHANGES)
    page.get_by_label("Title", exact=True).focus()
    reached = []
    for _ in range(24):
        reached.append(page.evaluate("document.activeElement.closest('[id]')?.id"))
        page.keyboard.press("Tab")
    assert list(dict.fromkeys(name for name in reached if name in _ORDER)) == _ORDER
    unnamed = page.locator("main :is(input, textarea, button)").evaluate_all(
        "all => all.filter(one => one.type !== 'hidden' && !(one.labels?.length || one.ariaLabel || "
        "one.textContent.trim())).map(one => one.outerHTML)"
    )
    assert unnamed == []


_ORDER = [
    "picture-title",
    "picture-subtitle",
    "picture-notes",
    "picture-size",
    "picture-format",
    "picture-theme",
    "picture-clear",
    "picture-logarithmic",
    "event-name",
    "event-day",
    "add-event",
    "download",
    "copy",
    "data-kind",
    "download-data",
    "citation",
    "copy-citation",
]


def test_on_a_phone_the_picture_comes_first_and_nothing_is_wider_than_the_screen(phone: Visit) -> None:
    for size in ("column", "slide", "a4"):
        page = phone.compose(f"{CHANGES}&size={size}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360
        seen, form, taken = (page.locator(one).bounding_box() for one in (".seen", ".form", ".taken"))
        assert seen and form and taken
        assert seen["y"] < form["y"] < taken["y"]
        sheet = page.locator("#sheet").bounding_box()
        assert sheet and 300 < sheet["width"] <= 328
