"""The files that the composer makes of a figure: sizes, formats, the record in them, and what is refused."""

import io
import struct
from pathlib import Path
from urllib.parse import quote
from xml.etree import ElementTree

import openpyxl
import pytest
from PIL import Image, ImageChops
from playwright.sync_api import Page, expect
from visits import Visit

from figures.options import Options
from figures.pictures import browser as drawer
from figures.pictures.carrying import record_in
from figures.pictures.picture import Made, draw, picture
from figures.pictures.sizes import PRESETS
from pipeline.loading import load
from store import Store


def choose(page: Page, field: str, option: str) -> None:
    page.locator(f"#{field}").click()
    page.get_by_role("option", name=option).click()


def downloaded(page: Page, button: str = "Download picture") -> tuple[str, bytes]:
    with page.expect_download() as download:
        page.get_by_role("button", name=button).click()
    return download.value.suggested_filename, Path(download.value.path()).read_bytes()


@pytest.mark.parametrize(("width", "height", "scale"), [(1200, 675, 2), (640, 480, 1)])
def test_the_picture_has_the_size_asked_for(desktop: Visit, width: int, height: int, scale: int) -> None:
    page = desktop.compose("?figure=before-and-after&size=free")
    for label, value in (("Width", width), ("Height", height), ("Scale", scale)):
        page.get_by_label(label, exact=True).fill(str(value))
    expect(page.locator("#picture-measured")).to_have_text(f"{width * scale} × {height * scale} pixels")
    name, data = downloaded(page)
    image = Image.open(io.BytesIO(data))
    assert (image.format, image.size) == ("PNG", (width * scale, height * scale))
    assert image.info["dpi"] == pytest.approx((96 * scale, 96 * scale), rel=1e-3)
    assert name == "tradefacts-before-and-after.png"


@pytest.mark.parametrize("kind", ["PNG", "SVG", "PDF", "WebP"])
def test_every_format_carries_the_facts_that_are_looked_at(desktop: Visit, kind: str) -> None:
    page = desktop.compose("?figure=changes&reporter=TUR&theme=dark&size=slide")
    choose(page, "picture-size", "Report page")
    choose(page, "picture-format", kind)
    name, data = downloaded(page)
    record = record_in(data)
    assert name == f"tradefacts-changes.{kind.lower()}"
    assert record is not None
    assert "39%" in [fact["quote"] for fact in record.facts]
    assert record.query == "?reporter=TUR&figure=changes"


def test_the_browser_draws_what_the_command_draws(desktop: Visit, tmp_path: Path) -> None:
    page = desktop.compose("?figure=values-over-time")
    choose(page, "picture-size", "Slide")
    _, data = downloaded(page)
    record = record_in(data)
    assert record is not None
    with Store(tmp_path / "facts.db") as store:
        store.prepare()
        load([Path(__file__).parents[2] / "seeds"], store)
        facts, documents = store.facts(), store.documents()
    made = Made(record.query, record.version, record.made)
    one = picture("values-over-time", facts, documents, Options(), PRESETS["slide"].size, made)
    mine, theirs = (Image.open(io.BytesIO(image)).convert("RGB") for image in (draw(one, "png"), data))
    assert ImageChops.difference(mine, theirs).getbbox() is None
    assert record == one.record
    # The chunks of the record, byte for byte.
    length = struct.unpack(">I", data[33:37])[0]
    assert data[37:41] == b"pHYs" and length == 9


def test_a_title_and_a_theme_of_ones_own(desktop: Visit) -> None:
    page = desktop.compose("?figure=before-and-after")
    choose(page, "picture-theme", "Dark")
    choose(page, "picture-format", "SVG")
    page.get_by_label("Title", exact=True).fill("Exports <fell> by 39%")
    _, data = downloaded(page)
    assert "Exports &lt;fell&gt; by 39%" in data.decode()
    assert "rgb(20, 20, 20)" in data.decode()


def test_whatever_a_title_and_an_event_are_called_the_svg_opens_and_nothing_runs(desktop: Visit) -> None:
    event = quote("<img src=x onerror=document.title='run'>=2024-01-15", safe="")
    page = desktop.compose(f"?figure=values-over-time&event={event}")
    choose(page, "picture-format", "SVG")
    page.get_by_label("Title", exact=True).fill("]]> & <script>document.title='run'</script> \x07\ufffe")
    _, data = downloaded(page)
    root = ElementTree.fromstring(data)
    assert not [one for one in root.iter() if one.tag.endswith(("script", "img"))]
    record = record_in(data)
    assert record is not None
    assert record.title == "]]> & <script>document.title='run'</script> "
    assert page.title() != "run"


@pytest.mark.parametrize(
    ("label", "value", "reason"),
    [
        ("Width", "99999", "At most 8000 pixels a side: make it smaller."),
        ("Width", "", "Give all three sizes."),
        ("Height", "20", "Give a width and a height of at least 200."),
        ("Scale", "0", "Give all three sizes."),
    ],
)
def test_a_size_that_cannot_be_drawn_is_refused_with_the_reason(
    desktop: Visit, label: str, value: str, reason: str
) -> None:
    page = desktop.compose("?figure=before-and-after&size=free")
    page.get_by_label(label, exact=True).fill(value)
    expect(page.locator("#picture-told")).to_have_text(reason)
    expect(page.get_by_role("button", name="Download picture")).to_be_disabled()
    page.get_by_label(label, exact=True).fill({"Width": "1200", "Height": "675", "Scale": "2"}[label])
    expect(page.get_by_role("button", name="Download picture")).to_be_enabled()


def test_without_a_browser_beside_the_server_the_readers_own_still_draws(
    desktop: Visit, monkeypatch: pytest.MonkeyPatch
) -> None:
    drawer.close()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    page = desktop.compose("?figure=before-and-after")
    choose(page, "picture-format", "PDF")
    page.get_by_role("button", name="Download picture").click()
    expect(page.locator("#picture-told")).to_contain_text(
        "No Chromium was found to draw the picture: install"
    )
    expect(page.locator("#picture-told")).to_contain_text("PNG and SVG are drawn by your own browser")
    choose(page, "picture-format", "PNG")
    _, data = downloaded(page)
    assert record_in(data) is not None


def test_what_is_shown_is_downloaded_as_a_table(desktop: Visit) -> None:
    page = desktop.compose("?figure=values-over-time&flow=export")
    name, data = downloaded(page, "Download data")
    assert name == "tradefacts-values-over-time.xlsx"
    book = openpyxl.load_workbook(io.BytesIO(data))
    assert book.sheetnames == ["Data", "Sources"]
    head = [cell.value for cell in book["Data"][1]]
    assert {row[head.index("flow")].value for row in book["Data"].iter_rows(min_row=2)} == {"export"}
    choose(page, "data-kind", "Citation")
    name, data = downloaded(page, "Download data")
    assert b"Figure made with Tradefacts" in data
