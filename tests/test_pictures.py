"""Pictures as files: their size on paper, the record they carry, and what a broken or foreign file tells."""

import json
import re
import struct
import zlib
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from html import escape
from io import BytesIO
from typing import Any
from xml.etree import ElementTree

import pytest
from builders import JANUARY, TRADE, fact_in, frames, trade_facts
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image
from pypdf import PdfReader

from figures.look import DARK, LIGHT, PRINT, without_ground
from figures.options import Options
from figures.pictures import carrying
from figures.pictures.picture import FORMATS, Made, Picture, draw, for_browser, picture
from figures.pictures.record import Record, RecordError, read, record
from figures.pictures.sizes import PRESETS, Size
from figures.shown import of_fact
from figures.words import Words, words_of
from schemas.records import Document
from tradefacts import draw as draw_picture

MADE = Made("?reporter=TUR&figure=values-over-time", "9.9", datetime(2026, 11, 29, 12, 30, tzinfo=UTC))
COLUMN = PRESETS["column"].size


def laid_out(size: Size = COLUMN, document: Document = TRADE, **options: Any) -> Picture:
    return picture("values-over-time", *frames(trade_facts(), document), Options(**options), size, MADE)


@pytest.mark.parametrize(
    ("name", "pixels", "dpi"),
    [
        ("column", (1004, None), 300),
        ("report", (2008, None), 300),
        ("slide", (1920, 1080), 144),
        ("square", (1080, 1080), 144),
        ("a4", (2480, 3507), 300),
    ],
)
def test_a_preset_has_its_pixels_and_tells_how_many_go_into_an_inch(
    name: str, pixels: tuple[int, int | None], dpi: int
) -> None:
    image = Image.open(BytesIO(draw(laid_out(PRESETS[name].size), "png")))
    assert image.size[0] == pixels[0]
    assert image.size[1] == pixels[1] or pixels[1] is None
    assert image.info["dpi"] == pytest.approx((dpi, dpi), rel=1e-3)


@pytest.mark.parametrize(("name", "millimetres"), [("column", 85), ("report", 170), ("a4", 210)])
def test_a_picture_in_print_is_as_wide_as_it_says_in_every_format(name: str, millimetres: int) -> None:
    one = laid_out(PRESETS[name].size)
    page = PdfReader(BytesIO(draw(one, "pdf"))).pages[0].mediabox
    assert float(page.width) / 72 * 25.4 == pytest.approx(millimetres, abs=0.3)
    svg = draw(one, "svg").decode()
    told = re.search(r'width="([\d.]+)mm"', svg)
    assert told is not None
    assert float(told[1]) == pytest.approx(millimetres, abs=0.1)
    image = Image.open(BytesIO(draw(one, "png")))
    assert image.size[0] / image.info["dpi"][0] * 25.4 == pytest.approx(millimetres, abs=0.1)


def test_a_free_size_is_as_large_on_paper_however_fine_it_is_drawn() -> None:
    once, twice = (Image.open(BytesIO(draw(laid_out(Size.free(600, 600, n)), "png"))) for n in (1, 2))
    assert (once.size, twice.size) == ((600, 600), (1200, 1200))
    assert (once.info["dpi"][0], twice.info["dpi"][0]) == pytest.approx((96, 192), rel=1e-3)


def test_a_figure_is_no_higher_than_a_page() -> None:
    low = COLUMN._replace(most_height=700)
    assert laid_out(COLUMN).height > 700
    assert laid_out(low).height == 700


@pytest.mark.parametrize("kind", FORMATS)
def test_every_format_carries_what_it_rests_on(kind: str) -> None:
    one = laid_out()
    record = carrying.record_in(draw(one, kind))
    assert record == one.record
    assert record.query == MADE.query
    assert (record.version, record.made, record.figure) == ("9.9", MADE.at, "values-over-time")
    assert {fact["fact_id"] for fact in record.facts} == set(words_of(one.figure).drawn)
    told = next(fact for fact in record.facts if fact["quote"] == "631 million US dollars")
    assert told["value"] == 631e6
    assert told["sentence"].startswith("Preliminary data shows")
    (document,) = record.documents
    assert document["publisher"] == "The Daily"
    assert document["sha256"] == TRADE.sha256


def test_a_reader_that_knows_nothing_of_tradefacts_finds_title_and_description() -> None:
    one = laid_out()
    png = Image.open(BytesIO(draw(one, "png")))
    assert png.text["Title"] == one.record.title
    assert "$631m" in png.text["Description"]
    pdf = PdfReader(BytesIO(draw(one, "pdf"))).metadata
    assert pdf is not None
    assert (pdf.title, pdf.subject) == (one.record.title, one.record.described)
    svg = draw(one, "svg").decode()
    assert f"<title>{one.record.title}</title>" in svg
    assert 'role="img"' in svg
    assert "Turkey’s exports to Russia" in Image.open(BytesIO(draw(one, "webp"))).info["xmp"].decode()


@pytest.mark.parametrize("kind", FORMATS)
def test_of_a_confidential_document_only_ids_go_along(kind: str) -> None:
    one = laid_out(document=replace(TRADE, confidential=True))
    record = carrying.record_in(draw(one, kind))
    assert record is not None
    assert {fact["fact_id"] for fact in record.facts} == set(words_of(one.figure).drawn)
    assert all(set(fact) == {"fact_id", "document_id"} for fact in record.facts)
    assert record.documents == ({"document_id": "trade", "confidential": True},)
    assert (record.title, record.described) == ("", "")
    assert "million" not in record.json()
    if kind == "pdf":
        told = PdfReader(BytesIO(draw(one, kind))).metadata
        assert told is not None
        assert told.title == "values-over-time"


@pytest.mark.parametrize(
    ("many", "letters", "keeps"), [(600, 10, "quote"), (300, 2000, "quote"), (40, 80, "sentence")]
)
def test_a_picture_of_much_text_is_opened_by_every_program(many: int, letters: int, keeps: str) -> None:
    lines = [f"{at + 1} companies{' and' * letters}" for at in range(many)]
    document = Document("much", "\n".join(lines))
    facts = [
        fact_in(
            document, f"{at + 1} companies", value=at + 1.0, unit="count", counted="companies", period=days
        )
        for at, days in enumerate([JANUARY] * many)
    ]
    frame, documents = frames(facts, document)
    words = Words("Much", rows=tuple(of_fact(one) for one in facts))
    told = record("counts", words, frame, documents, query="?", version="1", made=MADE.at)
    assert keeps in told.facts[0]
    assert len(told.facts) == many
    image = Image.open(BytesIO(carrying.into_png(blank("PNG"), told, COLUMN)))
    image.load()
    assert carrying.record_in(carrying.into_png(blank("PNG"), told, COLUMN)) == told


def test_a_pdf_keeps_its_text_as_text_in_its_place() -> None:
    one = laid_out()
    page = PdfReader(BytesIO(draw(one, "pdf"))).pages[0]
    placed: list[tuple[str, float, float]] = []
    page.extract_text(visitor_text=lambda text, now, place, *_: placed.append((text, *_at(now, place))))
    assert "Source: The Daily" in " ".join(page.extract_text().split())
    width, height = float(page.mediabox.width), float(page.mediabox.height)
    assert all(-1 <= x <= width and -1 <= y <= height for text, x, y in placed if text.strip())
    # The title stands at the top, and not where a page of another size would have it.
    assert max(y for text, _, y in placed if text.strip()) > height * 0.9


def _at(now: Any, place: Any) -> tuple[float, float]:
    """Return where on the page a text begins, of the matrices of the page and of the text."""
    x, y = place[4:6]
    return now[0] * x + now[2] * y + now[4], now[1] * x + now[3] * y + now[5]


def test_the_browser_is_told_to_write_the_same_bytes() -> None:
    one = laid_out()
    told, whole = for_browser(one, "png"), draw(one, "png")
    chunks = carrying.png_chunks(one.record, one.size)
    assert told["behind"] == whole.index(chunks) == 33
    assert "words" not in json.dumps(told["figure"]["layout"], default=str)[:200]
    svg = for_browser(one, "svg")
    assert svg["sized"] in draw(one, "svg").decode()
    assert svg["inside"] in draw(one, "svg").decode()


def test_the_python_api_draws_what_the_command_draws() -> None:
    image = draw_picture("values-over-time", trade_facts(), [TRADE], size="column", made=MADE.at)
    assert Image.open(BytesIO(image)).tobytes() == Image.open(BytesIO(draw(laid_out(), "png"))).tobytes()


@pytest.mark.parametrize("look", [LIGHT, DARK, PRINT])
def test_a_theme_has_its_ground_and_a_flow_its_colour(look: Any) -> None:
    figure = laid_out(palette=look).figure
    assert figure.layout.template.layout.paper_bgcolor == look.ground
    hues = {trace.line.color for trace in figure.data if trace.mode == "lines"}
    assert {"#0072B2", "#D55E00"} <= hues


def test_a_picture_without_a_ground_is_transparent() -> None:
    image = Image.open(BytesIO(draw(laid_out(palette=without_ground(LIGHT)), "png"))).convert("RGBA")
    assert image.getpixel((2, 2))[3] == 0
    white = Image.open(BytesIO(draw(laid_out(), "png"))).convert("RGBA")
    assert white.getpixel((2, 2)) == (255, 255, 255, 255)


# ---- what is read back


def blank(kind: str) -> bytes:
    written = BytesIO()
    Image.new("RGB", (4, 4)).save(written, kind)
    return written.getvalue()


@pytest.mark.parametrize("image", [blank("PNG"), blank("WEBP"), b"<svg></svg>", b"<?xml?><svg a='1'/>"])
def test_a_picture_of_somebody_else_carries_nothing(image: bytes) -> None:
    assert carrying.record_in(image) is None


@pytest.mark.parametrize("image", [b"", b"GIF89a", b"\xff\xd8\xff\xe0", b"%PDF-1.7 nothing", b"text"])
def test_what_is_no_picture_is_refused_in_a_sentence(image: bytes) -> None:
    with pytest.raises(RecordError, match=r"It is no PNG|It is a PDF that cannot be read"):
        carrying.record_in(image)


@pytest.mark.parametrize(
    ("ours", "theirs"),
    [
        ('<metadata id="tradefacts">', "<metadata\n   id='tradefacts'>"),
        ('<metadata id="tradefacts">', '<svg:metadata xml:space="default" id = "tradefacts" >'),
        ("<svg", f"<!-- {'x' * 5000} --><svg"),
    ],
)
def test_an_svg_that_another_program_has_written_again_still_carries_its_record(
    ours: str, theirs: str
) -> None:
    one = laid_out()
    svg = draw(one, "svg").decode()
    assert ours in svg
    assert carrying.record_in(svg.replace(ours, theirs, 1).encode()) == one.record
    whole = ElementTree.tostring(ElementTree.fromstring(svg))
    assert carrying.record_in(whole) == one.record
    raw = svg.replace(escape(one.record.json()), f"<![CDATA[{one.record.json()}]]>")
    assert raw != svg
    assert carrying.record_in(raw.encode()) == one.record


def test_a_webp_whose_xmp_another_program_has_written_again_still_carries_its_record() -> None:
    one = laid_out()
    image = Image.open(BytesIO(draw(one, "webp")))
    packet = image.info["xmp"].replace(
        b'xmlns:tradefacts="urn:tradefacts"', b"xmlns:tradefacts='urn:tradefacts'"
    )
    assert packet != image.info["xmp"]
    again = BytesIO()
    image.save(again, "WEBP", xmp=packet)
    assert carrying.record_in(again.getvalue()) == one.record


def test_a_broken_pdf_is_told_of_in_one_sentence_and_no_log(capsys: pytest.CaptureFixture[str]) -> None:
    whole = draw(laid_out(), "pdf")
    with pytest.raises(RecordError, match="PDF that cannot be read"):
        carrying.record_in(whole[: len(whole) // 2])
    assert capsys.readouterr() == ("", "")


def png_with(data: bytes) -> bytes:
    text = b"tradefacts\0\1\0\0\0" + data
    chunk = struct.pack(">I", len(text)) + b"iTXt" + text + b"\0\0\0\0"
    return blank("PNG")[:33] + chunk + blank("PNG")[33:]


@pytest.mark.parametrize(
    "data", [b"", b"no zlib", zlib.compress(b"\xff"), zlib.compress(b"{}"), zlib.compress(b'{"facts": 5}')]
)
def test_a_record_that_is_broken_is_told_of(data: bytes) -> None:
    with pytest.raises(RecordError, match="record is broken"):
        carrying.record_in(png_with(data))


def test_a_record_that_unpacks_without_end_is_refused() -> None:
    with pytest.raises(RecordError, match="larger than any"):
        carrying.record_in(png_with(zlib.compress(b" " * 70_000_000)))


@given(st.binary(max_size=400))
def test_whatever_follows_a_png_signature_is_read_or_refused(data: bytes) -> None:
    with suppress(RecordError):
        carrying.record_in(b"\x89PNG\r\n\x1a\n" + data)


def told_with(**more: Any) -> str:
    """Return a record of one fact of one document as JSON, with something else in its fact."""
    fact = {"fact_id": "a", "document_id": "b", "quote": "39%"} | more
    told = Record("counts", "", "", "?", "1", MADE.at, (fact,), ({"document_id": "b"},))
    return told.json()


@pytest.mark.parametrize(
    "wrong",
    [{"quote": 5}, {"start": "a"}, {"start": -1}, {"end": 1.5}, {"value": "x"}, {"document_id": "other"}],
)
def test_a_record_that_somebody_made_up_is_told_of(wrong: dict[str, Any]) -> None:
    assert read(told_with()).facts[0]["quote"] == "39%"
    with pytest.raises(RecordError, match="record is broken"):
        read(told_with(**wrong))


UNPRINTABLE = "a\x00\x07\x1b[31m\x9b31m\u202eb\ufffe\ud800c"


def test_a_record_has_no_letter_that_xml_cannot_hold_or_a_terminal_obeys() -> None:
    text = told_with(quote=UNPRINTABLE)
    assert not set(text) & set(UNPRINTABLE.replace("[31m", "").replace("31m", "")) - set("abc")
    assert read(text).facts[0]["quote"] == UNPRINTABLE


@pytest.mark.parametrize("kind", FORMATS)
def test_letters_that_cannot_be_drawn_are_left_out_and_spoil_no_file(kind: str) -> None:
    one = laid_out(title=f"Exports {UNPRINTABLE} ]]> fell", notes=(UNPRINTABLE,))
    image = draw(one, kind)
    record = carrying.record_in(image)
    assert record is not None
    assert record.title.startswith("Exports a[31m31m")
    if kind == "svg":
        assert ElementTree.fromstring(image).tag.endswith("svg")
    if kind == "webp":
        assert ElementTree.fromstring(Image.open(BytesIO(image)).info["xmp"]).tag.endswith("xmpmeta")


@given(st.text(), st.text(), st.lists(st.text(min_size=1), max_size=3))
def test_a_record_comes_back_whatever_its_words_are(title: str, quote: str, datasets: list[str]) -> None:
    facts = ({"fact_id": "a", "document_id": "b", "quote": quote},)
    record = Record(
        "counts", title, quote, "?a=1", "1", MADE.at, facts, ({"document_id": "b"},), tuple(datasets)
    )
    assert read(record.json()) == record
