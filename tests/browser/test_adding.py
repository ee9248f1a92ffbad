"""The page that adds documents: files are dropped or chosen, looked at, corrected, and only then stored."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import real_files as made
from playwright.sync_api import Browser, Page, expect
from test_formats import ARTICLE
from visits import Visit, until, visiting

from dashboard.app import create_app
from store import Store


@pytest.fixture
def adding(browser: Browser, serve: Callable[[Store], str], file_store: Store) -> Iterator[Visit]:
    file_store.prepare()
    with visiting(browser, serve(file_store) + "add/", 1280, 900) as visit:
        visit.page.goto(visit.address)
        visit.page.wait_for_selector("#files input", state="attached")
        yield visit


def choose(page: Page, folder: Path, files: dict[str, bytes]) -> None:
    for name, data in files.items():
        (folder / name).write_bytes(data)
    page.set_input_files("#files input", [folder / name for name in files])
    expect(page.locator("#progress-text")).to_have_text(f"{len(files)} file{'s'[: len(files) > 1]} read.")


def cell(page: Page, row: int, column: str) -> str:
    return page.locator(f'#grid [row-index="{row}"] [col-id="{column}"]').inner_text()


def correct(page: Page, row: int, column: str, text: str) -> None:
    page.locator(f'#grid [row-index="{row}"] [col-id="{column}"]').dblclick()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type(text)
    page.keyboard.press("Enter")


def asked_for(page: Page, output: str) -> list[str]:
    """Return a list that grows with every question for an output from now on."""
    asked: list[str] = []
    page.on("request", lambda sent: f'"output":"{output}"' in (sent.post_data or "") and asked.append(output))
    return asked


def test_files_are_shown_before_they_are_stored(adding: Visit, tmp_path: Path, file_store: Store) -> None:
    page = adding.page
    files = {
        "brief.pdf": made.as_pdf(ARTICLE),
        "scan.pdf": made.as_scan(),
        "page.html": made.as_html(ARTICLE).replace(b"33%", b"34%").replace(b"18 firms", b"19 companies"),
    }
    choose(page, tmp_path, files)
    assert [cell(page, 0, name) for name in ("id", "title", "author", "facts")] == [
        "brief",
        ARTICLE.title,
        "Jane Doe",
        "14",
    ]
    assert cell(page, 1, "published") == "2024-03-05"
    expect(page.locator("#refused li")).to_contain_text("scan.pdf: it is a PDF without text (a scan?)")
    expect(page.locator("#detail h2")).to_have_text(ARTICLE.title)
    assert file_store.summary().documents == 0
    page.get_by_role("button", name="Save 2 documents").click()
    expect(page.locator("#saved")).to_contain_text("1 stored, 1 stored as a copy of another.")
    assert file_store.originals() == {"page": "brief"}
    page.get_by_role("link", name="Look at what is said there").click()
    page.wait_for_selector("#figure .point")
    assert "document=brief" in page.url


def test_title_day_section_and_facts_are_corrected(adding: Visit, tmp_path: Path, file_store: Store) -> None:
    page = adding.page
    choose(page, tmp_path, {"brief.pdf": made.as_pdf(ARTICLE)})
    correct(page, 0, "title", "Exports of Turkey")
    expect(page.locator("#detail h2")).to_have_text("Exports of Turkey")
    drawn = asked_for(page, "detail.children")
    correct(page, 0, "published", "2023-06-10")
    expect(page.locator("#detail")).to_contain_text("$3.6 billion Turkey’s imports from Russia, May 2023")
    assert drawn
    drawn.clear()
    correct(page, 0, "published", "soon")
    expect(page.locator('#grid [col-id="status"]').nth(1)).to_contain_text("is no date like 2024-02-29")
    assert cell(page, 0, "published") == "2023-06-10"
    assert drawn == [], "what a person looks at is drawn anew only when it changes: an open list stays open"
    page.locator("#detail .row", has_text="Imports from Russia").locator("input").first.click()
    page.get_by_role("option", name="Boilerplate").click()
    expect(page.locator("#detail")).to_contain_text("$4.1 billion Imports from Russia, May 2022 · low")
    page.get_by_role("checkbox", name="18 Firms").uncheck()
    expect(page.locator("#detail")).to_contain_text("Facts: 13 of 14")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("1 stored.")
    document = file_store.document("brief")
    assert document is not None
    assert (document.title, str(document.published)) == ("Exports of Turkey", "2023-06-10")
    facts = file_store.facts().set_index("quote")
    assert "18" not in facts.index
    assert facts.loc["$3.6 billion", "salience"] == "low"


def test_pasted_text_is_read_with_the_day_that_is_given(adding: Visit, file_store: Store) -> None:
    page = adding.page
    expect(page.get_by_role("button", name="Read the text")).to_be_disabled()
    page.get_by_label("Published").fill("2024-03-05")
    page.get_by_label("Paste a text").fill("Exports of tea to Çeşme fell by 12% last month, said “Jane”.")
    page.get_by_role("button", name="Read the text").click()
    expect(page.locator("#progress-text")).to_have_text("1 file read.")
    assert cell(page, 0, "facts") == "1"
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#saved")).to_contain_text("1 stored.")
    (fact,) = file_store.facts().to_dict("records")
    assert (fact["quote"], str(fact["period_start"].date())) == ("12%", "2024-02-01")
    assert "Çeşme" in fact["sentence"]


def test_a_file_that_is_too_long_is_refused_before_it_is_sent(
    browser: Browser, serve: Callable[[Store], str], file_store: Store, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    monkeypatch.setenv("TRADEFACTS_MAX_DOCUMENT_MB", "1")
    file_store.prepare()
    with visiting(browser, serve(file_store) + "add/", 360, 740) as visit:
        page = visit.page
        page.goto(visit.address)
        page.wait_for_selector("#files input", state="attached")
        (tmp_path / "long.txt").write_bytes(b"Exports rose by 5%. " * 60_000)
        (tmp_path / "short.txt").write_bytes(b"Exports rose by 5%.")
        page.set_input_files("#files input", [tmp_path / "long.txt", tmp_path / "short.txt"])
        expect(page.locator("#progress-text")).to_have_text("1 file read.")
        expect(page.locator("#refused li")).to_have_text(
            "long.txt: it is longer than 1 MB; divide it, or load it with tradefacts load."
        )
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_files_are_dropped(adding: Visit) -> None:
    page = adding.page
    page.evaluate(
        """() => {
          const data = new DataTransfer();
          data.items.add(new File(["Exports of tea rose by 5% in 2023."], "tea.txt"));
          data.items.add(new File(["Exports of coal rose by 7% in 2023."], "coal.txt"));
          document.querySelector("#files > div").dispatchEvent(
            new DragEvent("drop", { dataTransfer: data, bubbles: true, cancelable: true }));
        }"""
    )
    expect(page.locator("#progress-text")).to_have_text("2 files read.")
    assert {cell(page, row, "id") for row in (0, 1)} == {"tea", "coal"}


def test_the_keyboard_chooses_files(adding: Visit) -> None:
    """Enter on the button reaches the field of the files; the browser then opens its own window."""
    page = adding.page
    page.evaluate("""() => document.querySelector("#files input").addEventListener("click", (event) => {
      event.preventDefault();
      document.title = "reached";
    })""")
    page.locator("#choose-files").focus()
    page.keyboard.press("Enter")
    until(page, "document.title === 'reached'")


def test_the_keyboard_reaches_a_row(adding: Visit, tmp_path: Path) -> None:
    page = adding.page
    choose(page, tmp_path, {"a.txt": b"Exports of tea rose by 5%.", "b.txt": b"Exports of coal fell by 7%."})
    page.locator('#grid [row-index="1"] [col-id="facts"]').focus()
    page.keyboard.press("Enter")
    expect(page.locator("#detail")).to_contain_text("7%")


def test_what_the_text_says_is_no_markup(adding: Visit, tmp_path: Path) -> None:
    page = adding.page
    text = b"<img src=x onerror=alert(1)>\n\nExports of <b>tea</b> rose by 5% in 2023, the ministry said."
    choose(page, tmp_path, {"<b>x<b>.txt": text})
    expect(page.locator("#detail")).to_contain_text("<img src=x onerror=alert(1)>")
    assert page.locator("#detail img, #detail b").count() == 0


def test_a_request_by_another_name_is_refused(file_store: Store) -> None:
    file_store.prepare()
    client = create_app(file_store, writing=True).server.test_client()
    for name, status in {
        "127.0.0.1:8050": 200,
        "localhost": 200,
        "[::1]:80": 200,
        "evil.example": 403,
    }.items():
        assert client.get("/add/", headers={"Host": name}).status_code == status, name
    assert client.get("/_dash-layout", headers={"Host": "evil.example:8050"}).status_code == 403


def test_an_application_for_others_has_no_such_page(file_store: Store) -> None:
    file_store.prepare()
    client = create_app(file_store).server.test_client()
    assert client.get("/add/_dash-layout").status_code == 200  # the page that every address leads to
    assert b"choose-files" not in client.get("/add/_dash-layout").data
    assert b"/add/" not in client.get("/_dash-layout").data
