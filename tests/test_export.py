"""export and trace as commands: all figures of a view, what stands beside them, what has changed since."""

import csv
import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow.parquet as pq
import pytest
from builders import JANUARY, TRADE, YEAR_BEFORE, fact_in, frames, trade_facts
from making import Run
from PIL import Image

from dashboard.composing.beside import KINDS, beside
from figures.catalogue import CATALOGUE
from figures.look import THEMES
from figures.options import Options
from figures.pictures import browser
from figures.pictures.carrying import into_png, record_in
from figures.pictures.picture import FORMATS, Made, picture
from figures.pictures.sizes import PRESETS
from figures.selection import Selection
from figures.table import TABLE_COLUMNS, sources_table, table
from figures.words import words_of
from pipeline.beside import BESIDE, sdmx_csv, tables_workbook
from schemas.records import Document, Fact, Reading
from store import Store
from tradefacts import exporting

Command = Callable[..., Run]


@pytest.fixture
def trade(run: Command, tmp_path: Path) -> Command:
    """Give the command in a folder whose database holds one document that was made by hand."""
    store_trade(tmp_path)
    return run


def store_trade(
    folder: Path, document: Document = TRADE, facts: list[Fact] | None = None, by: str = "1"
) -> None:
    (folder / "var").mkdir(exist_ok=True)
    with Store(folder / "var" / "tradefacts.db") as store:
        store.prepare()
        store.save(Reading(document, tuple(trade_facts() if facts is None else facts)), by)


def test_the_words_of_the_options_are_those_that_there_are() -> None:
    assert exporting.PICTURES == FORMATS
    assert tuple(THEMES) == exporting.THEMES
    assert tuple(PRESETS) == exporting.SIZES
    assert {*exporting.TABLES, *exporting.TEXTS} == set(KINDS)
    assert set(exporting.TABLES) == set(BESIDE)


def test_all_figures_of_a_view_are_drawn_that_have_something_to_show(trade: Command, tmp_path: Path) -> None:
    done = trade(
        "export", "--all", "--output", "pictures", "--reporter", "Turkey", "--kind", "png", "--kind", "svg"
    )
    assert done.status == 0, done.err
    drawn = {path.name for path in (tmp_path / "pictures").iterdir()}
    assert {"changes.png", "changes.svg", "values-over-time.png"} <= drawn
    assert "claims-against-official.png" not in drawn
    assert "nothing to show in " in done.err
    assert "claims-against-official" in done.err


def test_an_address_of_the_dashboard_is_drawn_as_it_is_there(trade: Command, tmp_path: Path) -> None:
    address = "http://127.0.0.1:8050/?reporter=TUR&flow=export&figure=changes&event=sanctions%3D2022-02-24"
    assert trade("export", "--view", address, "--output", "a.png").status == 0
    told = json.loads(trade("trace", "a.png", "--json").out)
    assert told["query"] == "?reporter=TUR&flow=export&figure=changes&event=sanctions%3D2022-02-24"
    assert [fact["quote"] for fact in told["facts"]] == ["39%"]
    assert trade("export", "--view", f"{address}#top", "--output", "b.png").status == 0
    done = trade("export", "--view", address, "--output", "a.png", "--flow", "import")
    assert "give --view or filters" in " ".join(done.err.split())
    done = trade("export", "--view", "?flow=nonsense", "changes", "--output", "a.png")
    assert "flow=nonsense" in done.err


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["changes", "--output", "a.png", "--size", "slide", "--width", "300"], "give --size, or --width"),
        (["changes", "--output", "a.png", "--size", "poster"], "'poster' is none of column, report"),
        (["changes", "--output", "a.png", "--theme", "sepia"], "'sepia' is none of light, dark, print"),
        (["changes", "--output", "a.png", "--event", "2022-02-24"], "is no pair; write it as NAME=VALUE"),
        (["changes", "--output", "a.png", "--event", "war=yesterday"], "'yesterday' is no date"),
        (["changes", "--output", "a.jpg"], "give a file that ends in .png, .svg, .pdf, .webp"),
        (["--all", "--output", "a.png"], "--all needs a folder"),
        (["--all"], "--all needs a folder"),
        (["--all", "--output", "var/tradefacts.db"], "var/tradefacts.db cannot be written: File exists"),
        (["changes", "--all", "--output", "pictures"], "give changes, or --all figures"),
        (["changes", "--output", "a.png", "--kind", "pdf"], "--kind goes with --all"),
    ],
)
def test_what_cannot_be_drawn_is_refused_with_the_way_out(
    trade: Command, arguments: list[str], told: str
) -> None:
    done = trade("export", *arguments)
    assert done.status in (1, 2)
    assert told in " ".join(done.err.replace("│", " ").split())


def test_a_folder_may_have_points_in_its_name(trade: Command, tmp_path: Path) -> None:
    assert trade("export", "--all", "--output", "report.v1", "--flow", "aid").status == 0
    assert (tmp_path / "report.v1" / "before-and-after.png").exists()


def test_without_a_browser_it_is_said_once(trade: Command, monkeypatch: pytest.MonkeyPatch) -> None:
    browser.close()
    monkeypatch.setenv("BROWSER_PATH", "/nowhere/chromium")
    done = trade("export", "--all", "--output", "pictures")
    assert done.status == 1
    assert done.err.count("No Chromium was found") == 1


def test_titles_and_notes_of_ones_own_stand_in_the_picture_and_the_sources_stay(
    trade: Command, tmp_path: Path
) -> None:
    words = ["--title", "Exports fell", "--subtitle", "By 39%", "--note", "For the brief."]
    assert trade("export", "changes", "--output", "a.svg", "--size", "report", *words).status == 0
    svg = (tmp_path / "a.svg").read_text(encoding="utf-8")
    assert all(f">{one}<" in svg for one in ("Exports fell", "By 39%"))
    assert "For the brief." in svg and "The Daily" in svg


def test_a_title_without_end_leaves_room_for_the_plot() -> None:
    document = replace(TRADE, title="word " * 8000, publisher="p" * 9000)
    facts, documents = frames(trade_facts(), document)
    made = Made("?", "9.9", datetime(2026, 11, 29))
    one = picture("changes", facts, documents, Options(), PRESETS["report"].size, made)
    assert len(words_of(one.figure).sources) < 300


# ---- what stands beside a picture


def of_trade(*extra: Fact, document: Document = TRADE) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return the table and the sources of the values over time of TRADE."""
    facts, documents = frames([*trade_facts(), *extra], document)
    words = words_of(CATALOGUE["values-over-time"].build(facts, documents, Options()))
    return table(words, facts, documents), sources_table(words, facts, documents)


def test_a_table_has_a_row_for_every_mark_with_its_sentence() -> None:
    rows, sources = of_trade()
    assert tuple(rows.columns) == TABLE_COLUMNS
    (january,) = rows[rows["quote"] == "631 million US dollars"].to_dict("records")
    assert (january["value"], january["unit"], january["time_period"]) == (631e6, "USD", "2024-01")
    assert january["sentence"].startswith("Preliminary data")
    assert january["source"] == "The Daily, “Exports fell” (8 Aug 2024)"
    implied = rows[rows["origin"] == "implied"]
    assert len(implied) == 2
    assert implied["value_low"].notna().all()
    assert list(sources["document_id"].dropna()) == ["trade"]
    notes = sources[sources["publisher"] == "note"]
    assert any(note.startswith("Hollow: implied") for note in notes["title"])


SECRET = Document(
    "secret",
    "The Zebra plan of spring.\n"
    "Zebra plan: 18 zebrafirms and 40% of quasars.\n"
    "Turkey’s exports of quasars to Russia fell by 39% to 631 million US dollars in January.",
    title="Quagga title",
    publisher="Quagga press",
    url="https://quagga.example",
    published=date(2024, 8, 8),
    confidential=True,
)
_QUASARS: dict[str, Any] = {
    "flow": "export", "reporter": "TUR", "partner": "RUS", "period": JANUARY,
    "indicator": "exports of quasars",
}  # fmt: skip
OF_SECRET = [
    fact_in(SECRET, "18", value=18.0, unit="count", counted="zebrafirms", period=JANUARY),
    fact_in(SECRET, "40%", value=40.0, unit="percent", measure="share", period=JANUARY),
    fact_in(
        SECRET, "39%", value=39.0, unit="percent", measure="relative_change", direction="decrease",
        baseline=YEAR_BEFORE, **_QUASARS,
    ),
    fact_in(SECRET, "631 million US dollars", value=631e6, unit="USD", **_QUASARS),
]  # fmt: skip


def beside_secret(name: str, kind: str) -> str:
    """Return all text of a file beside a picture of SECRET."""
    facts, documents = frames(OF_SECRET, SECRET)
    made = Made("?", "9.9", datetime(2026, 11, 29))
    one = picture(name, facts, documents, Options(), PRESETS["report"].size, made)
    data = beside(one, facts, documents, kind)
    if kind == "parquet":
        return str(pq.read_table(io.BytesIO(data)).to_pylist())
    if kind == "xlsx":
        book = openpyxl.load_workbook(io.BytesIO(data))
        return " ".join(str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row)
    return data.decode()


@pytest.mark.parametrize("kind", list(KINDS))
def test_what_stands_beside_a_picture_has_no_words_of_a_confidential_document(kind: str) -> None:
    facts, documents = frames(OF_SECRET, SECRET)
    for name, entry in CATALOGUE.items():
        if entry.shows(Selection.of(facts, documents)):
            told = beside_secret(name, kind)
            said = told.split(".")[0] if kind == "citation.txt" else ""
            words = [one for one in ("zebra", "quasar", "quagga") if one in told.lower()]
            # A citation begins with the title that stands on the picture.
            assert all(one in said.lower() for one in words), (name, words)
            assert "secret" in told or kind == "alt.txt"
    assert "631" in beside_secret("values-over-time", kind) or kind == "citation.txt"


def test_a_confidential_document_without_a_title_is_not_called_by_its_words() -> None:
    facts, documents = frames(OF_SECRET, replace(SECRET, title=None))
    made = Made("?", "9.9", datetime(2026, 11, 29))
    one = picture("values-over-time", facts, documents, Options(), PRESETS["report"].size, made)
    assert words_of(one.figure).sources == "Source: Quagga press, “Document secret” (8 Aug 2024)."


@pytest.mark.parametrize("name", list(CATALOGUE))
def test_every_figure_gives_the_table_of_its_values(name: str) -> None:
    facts, documents = frames(trade_facts(), TRADE)
    figure = CATALOGUE[name].build(facts, documents, Options())
    words = words_of(figure)
    rows = table(words, facts, documents)
    assert len(rows) == len(words.rows)
    assert rows.empty or rows["value"].notna().all()
    known = set(facts["fact_id"])
    assert all(set(ids.split(" | ")) <= known for ids in rows["fact_ids"].dropna())


HOSTILE = ["=1+1", "+1", "-2", "@SUM(A1)", "\t=1", "\r=1", "#N/A"]


@pytest.mark.parametrize("text", HOSTILE)
def test_no_text_becomes_a_formula(text: str) -> None:
    frame = pd.DataFrame([dict.fromkeys(TABLE_COLUMNS) | {"what": text, "value": 1.5, "status": "reported"}])
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook(frame, pd.DataFrame({"title": [text]}))))
    for sheet, column in (("Data", TABLE_COLUMNS.index("what") + 1), ("Sources", 1)):
        cell = book[sheet].cell(2, column)
        assert cell.data_type == "s"
        assert cell.value == text.replace("\r", "\n") or cell.value == text
        assert cell.quotePrefix is text.startswith(("=", "+", "-", "@", "\t", "\r"))
    for kind in ("csv", "sdmx.csv"):
        lines = list(csv.reader(io.StringIO(BESIDE[kind](frame, frame).decode(), newline="")))
        cell = next(one for one in lines[1] if text.replace("\r", "\n") in one)
        assert not cell.startswith(("=", "+", "-", "@", "\t", "\r"))


def test_a_workbook_has_real_numbers_and_days() -> None:
    rows, sources = of_trade()
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook(rows, sources)))
    assert book.sheetnames == ["Data", "Sources"]
    head = [cell.value for cell in book["Data"][1]]
    assert tuple(head) == TABLE_COLUMNS
    first = dict(zip(head, book["Data"][2], strict=True))
    assert first["value"].data_type == "n"
    assert isinstance(first["period_start"].value, datetime)
    assert first["period_start"].number_format == "yyyy-mm-dd"
    assert [cell.value for cell in book["Sources"][2]][:2] == ["trade", "The Daily"]


def test_a_day_before_the_first_of_excel_stands_as_text() -> None:
    days = [date(1850, 1, 1), date(1899, 12, 31), date(1900, 1, 1), date(2024, 2, 29)]
    frame = pd.DataFrame({"period_start": days})
    book = openpyxl.load_workbook(io.BytesIO(tables_workbook(frame, frame)))
    cells = [book["Data"].cell(row, 1).value for row in range(2, 6)]
    assert cells == ["1850-01-01", "1899-12-31", datetime(1900, 1, 1), datetime(2024, 2, 29)]


def test_control_characters_and_endless_texts_fit_into_a_cell() -> None:
    frame = pd.DataFrame([{"what": "a\x00\x07\ufffeb" + "x" * 40_000}])
    cell = openpyxl.load_workbook(io.BytesIO(tables_workbook(frame, frame)))["Data"].cell(2, 1)
    assert str(cell.value).startswith("abx")
    assert len(str(cell.value)) == 32_767


def test_sdmx_csv_is_read_by_another_program_as_what_it_is() -> None:
    from pysdmx.io import read_sdmx

    rows, _ = of_trade()
    (dataset,) = read_sdmx(io.BytesIO(sdmx_csv(rows)), validate=False).data
    data: Any = dataset.data
    assert len(data) == len(rows)
    (january,) = data[(data["TIME_PERIOD"] == "2024-01") & (data["FLOW"] == "export")].to_dict("records")
    assert (float(january["OBS_VALUE"]), january["UNIT_MEASURE"]) == (631e6, "USD")
    assert (january["FREQ"], january["OBS_STATUS"], january["REPORTER"]) == ("M", "P", "TUR")
    key = [
        "FREQ",
        "REPORTER",
        "PARTNER",
        "FLOW",
        "INDICATOR",
        "MEASURE",
        "UNIT_MEASURE",
        "ORIGIN",
        "FACT",
        "TIME_PERIOD",
    ]
    assert not data.duplicated(key).any()


def test_all_of_it_stands_beside_the_picture(trade: Command, tmp_path: Path) -> None:
    asked = [part for kind in KINDS for part in ("--beside", kind)]
    assert trade("export", "values-over-time", "--output", "v.png", *asked).status == 0
    assert {path.name for path in tmp_path.glob("v.*")} == {"v.png", *(f"v.{kind}" for kind in KINDS)}
    cited = (tmp_path / "v.citation.txt").read_text(encoding="utf-8")
    assert "The Daily, “Exports fell” (8 Aug 2024)" in cited
    assert "Figure made with Tradefacts" in cited
    assert "$631m in Jan 2024" in (tmp_path / "v.alt.txt").read_text(encoding="utf-8")
    assert pq.read_schema(tmp_path / "v.parquet").field("value").type == "double"
    told = json.loads((tmp_path / "v.json").read_text(encoding="utf-8"))
    assert {row["origin"] for row in told} == {"reported", "implied"}


# ---- what a picture rests on


def drawn(run: Command, name: str = "a.png") -> str:
    assert run("export", "changes", "--output", name).status == 0
    return name


def test_trace_prints_the_sentences_behind_a_picture(trade: Command) -> None:
    done = trade("trace", drawn(trade))
    assert done.status == 0, done.err
    assert "Turkey’s exports to Russia fell by [39%] to 631 million US dollars" in done.out
    assert "The Daily, “Exports fell” (2024-08-08), document trade" in done.out
    assert "2 facts: 2 stored as it was drawn." in done.out


def test_trace_says_when_a_fact_is_read_otherwise_since(trade: Command, tmp_path: Path) -> None:
    name = drawn(trade)
    other = [
        fact_in(TRADE, "39%", value=38.0, unit="percent", measure="relative_change", direction="decrease")
        if one.quote == "39%"
        else one
        for one in trade_facts()
    ]
    store_trade(tmp_path, facts=other, by="2")
    done = trade("trace", name)
    assert done.status == 1
    assert "read so no longer: what is read there now is 38 percent, relative_change" in done.out
    assert "1 stored as it was drawn" in done.out


def test_trace_says_when_a_stored_fact_has_changed_since(trade: Command, tmp_path: Path) -> None:
    name = drawn(trade)
    changed = [one._replace(reporter="GRC") if one.quote == "39%" else one for one in trade_facts()]
    store_trade(tmp_path, facts=changed, by="2")
    done = trade("trace", name)
    assert done.status == 1
    assert "changed since: reporter was TUR, is GRC" in done.out


def test_trace_says_when_a_document_is_not_there(trade: Command, tmp_path: Path) -> None:
    name = drawn(trade)
    assert trade("prepare", "--database", "other.db").status == 0
    done = trade("trace", name, "--database", "other.db")
    assert done.status == 0
    assert "2 of a document that is not stored here" in done.out


def test_trace_reads_a_picture_without_a_database(trade: Command, tmp_path: Path) -> None:
    name = drawn(trade)
    done = trade("trace", name, "--database", "none/none.db")
    assert done.status == 0
    assert "[39%]" in done.out
    assert "There is no database to hold this against: The database none/none.db" in done.err
    assert (
        "There is no database at n.db to hold this against" in trade("trace", name, "--database", "n.db").err
    )


def test_trace_says_when_a_picture_carries_nothing(run: Command, tmp_path: Path) -> None:
    Image.new("RGB", (4, 4)).save(tmp_path / "a.png")
    done = run("trace", "a.png")
    assert done.status == 1
    assert "a.png carries no record of facts" in done.err
    (tmp_path / "b.png").write_text("no picture")
    assert "b.png: It is no PNG, SVG, PDF or WebP." in run("trace", "b.png").err
    assert "none.png cannot be read: No such file" in run("trace", "none.png").err


def test_trace_prints_nothing_that_a_terminal_would_obey(trade: Command, tmp_path: Path) -> None:
    record = record_in((tmp_path / drawn(trade)).read_bytes())
    assert record is not None
    evil = "\x1b]0;x\x07\x9b31m\u202e\ud800"
    fact = {**record.facts[0], "unit": evil, "sentence": f"{evil}39%", "start": 12, "sentence_start": 0}
    named = {"document_id": record.documents[0]["document_id"], "title": evil, "publisher": evil}
    facts = (fact, fact | {"fact_id": evil})
    other = record._replace(title=evil[:-1], query=f"?{evil}", facts=facts, documents=(named,))
    blank = io.BytesIO()
    Image.new("RGB", (4, 4)).save(blank, "PNG")
    (tmp_path / "a.png").write_bytes(into_png(blank.getvalue(), other, PRESETS["column"].size))
    for arguments in ((), ("--json",), ("--database", "none.db")):
        done = trade("trace", "a.png", *arguments)
        assert "Traceback" not in done.err
        assert not set(done.out) & (set(evil) - set("]0;x31m"))
        assert "39%" in done.out


def test_trace_tells_what_is_wrong_with_a_database_once_and_no_password(trade: Command) -> None:
    name = drawn(trade)
    done = trade("trace", name, "--database", "postgresql://me:secret@localhost:1/x")
    assert done.status == 0
    assert "secret" not in done.err
    assert len(done.err.splitlines()) == 1


def test_trace_of_a_confidential_document_shows_what_the_database_has(run: Command, tmp_path: Path) -> None:
    store_trade(tmp_path, replace(TRADE, confidential=True))
    name = drawn(run)
    assert b"39%" not in (tmp_path / name).read_bytes()
    inside = run("trace", name)
    assert "A confidential document, trade" in inside.out
    assert "[39%]" in inside.out
    outside = run("trace", name, "--database", "none.db")
    assert "39%" not in outside.out
    assert "fact " in outside.out


def test_all_figures_leave_out_those_that_need_one_currency_with_a_sentence(
    run: Command, tmp_path: Path
) -> None:
    document = Document("two", "Turkey sold Russia $9bn in 2023.\nTurkey sold Iraq €4bn in 2023.")
    year = (date(2023, 1, 1), date(2023, 12, 31))
    says = {"flow": "export", "reporter": "TUR", "period": year}
    facts = [
        fact_in(document, "$9bn", value=9e9, unit="USD", partner="RUS", **says),
        fact_in(document, "€4bn", value=4e9, unit="EUR", partner="IRQ", **says),
    ]
    store_trade(tmp_path, document, facts)
    done = run("export", "--all", "--output", "pictures", "--kind", "svg")
    assert "flows, flow-map, map, flow-matrix need --currency, or one --unit." in done.err
    assert "nothing to show in before-and-after" in done.err
    assert not (tmp_path / "pictures" / "flows.svg").exists()
    run("export", "flows", "--output", "flows.svg", "--currency", "USD")
    assert (tmp_path / "flows.svg").exists()
