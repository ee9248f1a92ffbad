"""The pipeline: sources become facts in a file or the database, and no document stops the others."""

import csv
import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pandas as pd
import pyarrow.parquet as pq
import pytest
from making import ARTICLE, made_reading

from documents import Refusal
from pipeline.loading import extractor_version, load
from pipeline.output import OutputError, frame_rows, moved_into_place, write_facts
from pipeline.reading import name_of, read_facts
from schemas.records import Document, Fact, Reading
from schemas.vocabulary import FACT_COLUMNS
from store import Saved, Store, UnusableError

pytestmark = pytest.mark.usefixtures("percentages")
DAYS = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 31)}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Give a folder with two good documents, and a broken one between them."""
    folder = tmp_path / "articles"
    folder.mkdir()
    (folder / "a.txt").write_text(ARTICLE)
    (folder / "b.txt").write_bytes(b"\0")
    (folder / "c.jsonl").write_text(json.dumps({"id": "c", "text": "Only 5%.", "published": "2024-02-08"}))
    return folder


def test_sources_become_readings_and_refusals(folder: Path) -> None:
    items = list(read_facts([folder], published=date(2024, 1, 1)))
    assert [type(item) for item in items] == [Reading, Refusal, Reading]
    assert [len(item.facts) for item in items if isinstance(item, Reading)] == [2, 1]


def test_loading_stores_the_good_and_reports_the_rest(folder: Path, store: Store) -> None:
    seen: list[object] = []
    report = load([folder], store, progress=seen.append)
    assert report.outcomes == {Saved.STORED: 2}
    assert report.facts == 3
    assert [Path(refusal.name).name for refusal in report.refused] == ["b.txt"]
    assert len(seen) == 3
    assert str(report) == "2 stored, 1 refused; 3 facts"
    assert store.summary().facts == 3


def test_loading_again_changes_nothing(folder: Path, store: Store) -> None:
    load([folder], store)
    before = store.facts()
    report = load([folder], store)
    assert str(report) == "2 unchanged, 1 refused; 3 facts"
    pd.testing.assert_frame_equal(store.facts(), before)


def test_what_is_stored_as_it_would_be_read_is_not_read_again(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    load([folder], store)
    read: list[str] = []
    monkeypatch.setattr("pipeline.reading.extract", lambda document: read.append(document.document_id) or [])
    assert load([folder], store).outcomes == {Saved.UNCHANGED: 2}
    assert read == []
    # The text file has no date of its own, so now more is known of it.
    assert load([folder], store, published=date(2024, 2, 9)).outcomes == {Saved.REREAD: 1, Saved.UNCHANGED: 1}
    assert read == ["a"]


def test_a_database_is_made_when_there_is_something_to_store(folder: Path, tmp_path: Path) -> None:
    with Store(tmp_path / "new.db") as store:
        assert str(load([folder / "b.txt"], store)) == "1 refused; 0 facts"
        assert not list(tmp_path.glob("new.db*"))
        assert str(load([folder], store)) == "2 stored, 1 refused; 3 facts"


FULL = {
    "sqlite": ["CREATE TRIGGER full_up BEFORE INSERT ON facts BEGIN SELECT nosuch(); END"],
    "postgresql": [
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        "RAISE 'No space left on device' USING ERRCODE = 'disk_full'; END $$",
        "CREATE TRIGGER full_up BEFORE INSERT ON facts FOR EACH ROW EXECUTE FUNCTION refuse()",
    ],
}


def test_a_database_that_cannot_be_written_to_ends_it(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    with store._writing() as connection:
        for statement in FULL[connection.dialect.name]:
            connection.exec_driver_sql(statement)
    refused: list[object] = []
    with pytest.raises(UnusableError, match=r"cannot be used: .*(nosuch|No space left)"):
        load([folder], store, progress=refused.append)
    assert refused == []


def test_a_changed_extractor_reads_again(folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    load([folder], store)
    assert len(extractor_version()) == 16
    monkeypatch.setattr("pipeline.loading.extractor_version", lambda: "another")
    assert load([folder], store).outcomes == {Saved.REREAD: 2}
    assert store.summary().facts == 3


def test_a_changed_text_is_refused_with_the_way_out(folder: Path, store: Store) -> None:
    load([folder], store)
    (folder / "a.txt").write_text("Now 7%.")
    (refusal,) = load([folder / "a.txt"], store).refused
    assert "--replace" in str(refusal)
    assert load([folder / "a.txt"], store, replace=True).outcomes == {Saved.REREAD: 1}
    assert list(store.facts()["quote"]) == ["5%", "7%"]


def test_a_fact_that_breaks_the_contract_refuses_its_document_alone(
    folder: Path, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(document: Document) -> list[Fact]:
        wrong = {"quote": "6%"} if document.document_id == "c" else {}
        return list(made_reading(document.document_id, document.text, **wrong).facts)

    monkeypatch.setattr("pipeline.reading.extract", extract)
    report = load([folder], store)
    assert report.outcomes == {Saved.STORED: 1}
    assert "column 'quote': '6%' is not text[start:end], which reads '5%'" in str(report.refused[1])
    assert list(store.documents()["document_id"]) == ["a"]


def test_a_fault_in_the_extractor_refuses_its_document_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def extract(document: Document) -> list[Fact]:
        raise OverflowError(document.document_id)

    monkeypatch.setattr("pipeline.reading.extract", extract)
    told = [str(item) for item in read_facts([folder])]
    assert len(told) == 3
    assert "the extractor failed on it, which is a fault in Tradefacts (OverflowError('a'))" in told[0]


def test_a_refusal_names_the_document_among_many_of_one_file() -> None:
    assert name_of(Document("a", "x", source="texts/a.txt")) == "texts/a.txt"
    assert name_of(Document("7", "x", source="many.jsonl")) == "many.jsonl, id '7'"
    assert name_of(Document("stdin", "x")) == "stdin"


def rows_of(path: Path) -> list[dict[str, object]]:
    if path.suffix == ".jsonl":
        return [json.loads(line) for line in path.read_text("utf-8").splitlines()]
    if path.suffix == ".csv":
        with path.open(encoding="utf-8", newline="") as lines:
            return list(csv.DictReader(lines))
    return pq.read_table(path).to_pylist()


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_every_format_has_the_columns_in_order_and_null_for_unknown(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"facts.{ending}"
    write_facts(made_reading(**DAYS, counted='köln, "x"\n2').facts, path)
    first, second = rows_of(path)
    assert tuple(first) == FACT_COLUMNS
    assert first["counted"] == 'köln, "x"\n2'
    assert str(first["period_start"]) == "2024-01-01"
    assert float(str(first["value"])) == 39.0
    assert first["flow"] == ("" if ending == "csv" else None)
    assert second["quote"] == "20%"


@pytest.mark.parametrize("ending", ["jsonl", "csv", "parquet"])
def test_no_facts_is_a_file_too(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"facts.{ending}"
    write_facts([], path)
    assert rows_of(path) == []
    if ending != "jsonl":
        frame = pd.read_csv(path) if ending == "csv" else pd.read_parquet(path)
        assert tuple(frame.columns) == FACT_COLUMNS


def test_parquet_is_typed(tmp_path: Path) -> None:
    write_facts(made_reading(**DAYS).facts, tmp_path / "a.parquet")
    types = {field.name: str(field.type) for field in pq.read_schema(tmp_path / "a.parquet")}
    assert (types["start"], types["value"], types["period_end"]) == ("int64", "double", "date32[day]")
    assert types["flow"] == "string"


@pytest.mark.parametrize("start", ["=1+1", "+7.6%", "-€0.9bn", "@x", "\tx"])
def test_a_csv_cell_is_no_formula_in_a_spreadsheet(tmp_path: Path, start: str) -> None:
    facts = made_reading(text="Only 5%.", indicator=start, value=-1.0).facts
    write_facts(facts, tmp_path / "a.csv")
    (row,) = rows_of(tmp_path / "a.csv")
    assert row["indicator"] == f"'{start}"
    assert row["value"] == "-1.0"
    write_facts(facts, tmp_path / "a.jsonl")
    assert rows_of(tmp_path / "a.jsonl")[0]["indicator"] == start


def test_stored_facts_are_written_like_read_ones(tmp_path: Path, store: Store) -> None:
    reading = made_reading(**DAYS)
    store.save(reading, "1")
    write_facts(reading.facts, tmp_path / "read.jsonl")
    write_facts(frame_rows(store.facts()), tmp_path / "stored.jsonl")
    assert (tmp_path / "read.jsonl").read_text() == (tmp_path / "stored.jsonl").read_text()


def test_an_unknown_ending_is_refused_before_anything_is_written(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=r"give a file that ends in \.jsonl, \.csv, \.parquet"):
        write_facts([], tmp_path / "a.xls")
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_finished_leaves_the_old_one(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text("old")

    def broken() -> Callable[[], Fact]:
        yield from made_reading().facts
        raise RuntimeError

    with pytest.raises(RuntimeError):
        write_facts(broken(), path)
    assert path.read_text() == "old"
    assert [one.name for one in tmp_path.iterdir()] == ["a.jsonl"]


def test_a_link_is_written_through_and_a_device_stays_one(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "real")
    with moved_into_place(tmp_path / "link") as stream:
        stream.write(b"new")
    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / "real").read_bytes() == b"new"
    with moved_into_place(Path("/dev/null")) as stream:
        stream.write(b"new")
    assert Path("/dev/null").is_char_device()
