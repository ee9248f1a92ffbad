"""The store: what goes in comes out, a document is stored whole or not at all, and never twice."""

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import date
from importlib import resources
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from making import made_fact, made_reading
from pandas.testing import assert_frame_equal
from sqlalchemy import delete

from pipeline.output import frame_rows
from schemas.filters import Filters
from schemas.frames import check_documents, check_facts, documents_frame, facts_frame
from schemas.records import Document, Evidence, Fact, Passage, Reading
from schemas.vocabulary import CLOSED_COLUMNS, DATE_COLUMNS, FACT_COLUMNS, Section
from store import Saved, Store, StoreError
from store.database import DEFAULT_DATABASE, database_url, told
from store.migrations import migrate
from store.owner import known_revisions
from store.tables import FACTS, METADATA

WORDS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1, max_size=20)
MAYBE = st.none() | WORDS
NUMBERS = st.floats(allow_nan=False, allow_infinity=False)
DAYS = st.none() | st.dates()


@st.composite
def readings(draw: st.DrawFn) -> Reading:
    """Any document with any facts, whether or not they make sense."""
    document = Document(
        draw(WORDS),
        draw(WORDS),
        draw(MAYBE),
        draw(MAYBE),
        draw(DAYS),
        draw(MAYBE),
        (Passage(0, 1, Section.BODY),),
    )

    def fact(number: int) -> Fact:
        columns = {
            name: draw(MAYBE) for name in ("counted", "reporter", "partner", "indicator", "attributed_to")
        }
        columns |= {name: draw(st.sampled_from(list(words))).value for name, words in CLOSED_COLUMNS.items()}
        columns |= {name: draw(DAYS) for name in DATE_COLUMNS}
        made = made_fact(
            document, document.text, **columns, value=draw(NUMBERS), baseline_value=draw(NUMBERS)
        )
        evidence = (Evidence("flow", 0, 1, draw(WORDS)),)
        return made._replace(fact_id=f"{document.document_id}{number}", end=number + 1, evidence=evidence)

    return Reading(document, tuple(fact(number) for number in range(draw(st.integers(0, 3)))))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(reading=readings())
def test_what_goes_in_comes_out(tmp_path: Path, prepared: bytes, reading: Reading) -> None:
    (tmp_path / "new.db").write_bytes(prepared)
    with Store(tmp_path / "new.db") as store:
        store.save(reading, "1")
        _check(store, reading)
    for left in tmp_path.glob("new.db*"):
        left.unlink()


def _check(store: Store, reading: Reading) -> None:
    document = reading.document
    assert store.document(document.document_id) == document
    for fact in reading.facts:
        assert store.fact(fact.fact_id) == fact
    stored = store.facts(Filters(document=(document.document_id,)))
    assert [tuple(row) for row in frame_rows(stored)] == [fact[: len(FACT_COLUMNS)] for fact in reading.facts]


def test_frames_are_those_of_the_contract(store: Store) -> None:
    assert_frame_equal(store.facts(), check_facts(facts_frame([])), check_dtype=False)
    reading = made_reading(period_start=date(2024, 1, 1), period_end=date(2024, 1, 31))
    store.save(reading, "1")
    assert_frame_equal(store.facts(), check_facts(facts_frame(reading.facts)))
    documents = check_documents(documents_frame([reading.document]))
    assert_frame_equal(store.documents(), documents)
    assert_frame_equal(store.documents(texts=False), documents.drop(columns="text"))


def test_a_frame_without_rows_has_the_types_of_one_with_rows(store: Store) -> None:
    facts, documents = store.facts().dtypes, store.documents().dtypes
    store.save(made_reading(), "1")
    assert store.facts().dtypes.equals(facts)
    assert store.documents().dtypes.equals(documents)


def test_loading_again_changes_nothing(store: Store) -> None:
    assert store.save(made_reading(), "1") == Saved.STORED
    assert store.save(made_reading(), "1") == Saved.UNCHANGED
    assert (store.summary().documents, store.summary().facts) == (1, 2)


def test_the_store_tells_beforehand_what_it_would_leave_as_it_is(store: Store) -> None:
    reading = made_reading()
    assert store.unchanged([(reading.document, "1")]) == {}
    store.save(reading, "1")
    empty = made_reading("b", "Nothing.")
    store.save(empty, "1")
    assert store.unchanged([(reading.document, "1"), (empty.document, "1")]) == {"a": 2, "b": 0}
    assert store.unchanged([(reading.document, "2"), (empty.document, "1")]) == {"b": 0}
    assert store.unchanged([(Document("a", reading.document.text), "2")]) == {"a": 2}
    assert store.unchanged([(made_reading(text="Now 5%.").document, "1")]) == {}


def test_another_version_of_the_extractor_replaces_the_facts(store: Store) -> None:
    store.save(made_reading(value=39.0), "1")
    assert store.save(made_reading(value=40.0), "2") == Saved.REREAD
    assert set(store.facts()["value"]) == {40.0}


def test_more_known_of_a_document_replaces_it_and_less_does_not(store: Store) -> None:
    reading = made_reading()
    store.save(reading, "1")
    less = Reading(Document("a", reading.document.text), reading.facts)
    assert store.save(less, "1") == Saved.UNCHANGED
    assert store.save(less, "2") == Saved.UNCHANGED
    assert store.document("a") == reading.document
    more = Reading(Document("a", reading.document.text, publisher="P"), reading.facts)
    assert store.save(more, "1") == Saved.REREAD


@pytest.mark.parametrize(("told", "stays"), [(None, True), (True, True), (False, False)])
def test_what_is_confidential_stays_so_until_told_otherwise(
    store: Store, told: bool | None, stays: bool
) -> None:
    reading = made_reading()
    secret = replace(reading.document, confidential=True)
    store.save(Reading(secret, reading.facts), "1")
    again = replace(reading.document, title="A new title", confidential=told)
    assert store.save(Reading(again, reading.facts), "2") == Saved.REREAD
    assert store.document("a") == replace(again, confidential=stays)
    assert store.documents()["confidential"].tolist() == [stays]


def test_another_text_under_the_same_id_is_refused_unless_told(store: Store) -> None:
    store.save(made_reading(), "1")
    other = made_reading(text="Now 5%.")
    with pytest.raises(StoreError, match=r"another text under the id 'a'.*--replace"):
        store.save(other, "1")
    assert store.summary().facts == 2
    assert store.save(other, "1", replace=True) == Saved.REREAD
    assert store.document("a") == other.document
    assert store.summary().facts == 1


def test_a_document_whose_facts_cannot_be_stored_is_not_there_at_all(store: Store) -> None:
    reading = made_reading()
    broken = Reading(reading.document, (reading.facts[0], reading.facts[0]))
    with pytest.raises(StoreError, match="cannot be used"):
        store.save(broken, "1")
    assert store.summary().documents == 0


def test_facts_come_by_date_document_and_place(store: Store) -> None:
    for document_id, day in (("b", None), ("c", date(2024, 1, 1)), ("a", date(2024, 1, 1))):
        reading = made_reading(document_id)
        document = Document(document_id, reading.document.text, published=day)
        store.save(Reading(document, reading.facts[::-1]), "1")
    assert list(store.facts()["document_id"]) == ["a", "a", "c", "c", "b", "b"]
    assert list(store.facts()["start"].head(2)) == sorted(fact.start for fact in made_reading().facts)
    assert list(store.documents()["document_id"]) == ["a", "c", "b"]


JANUARY = {"period_start": date(2024, 1, 1), "period_end": date(2024, 1, 31)}


@pytest.mark.parametrize(
    ("filters", "passes"),
    [
        (Filters(), True),
        (Filters(reporter=("TUR", "USA"), flow=("export",)), True),
        (Filters(reporter=("USA",)), False),
        (Filters(partner=("RUS",), unit=("percent",), measure=("relative_change",)), True),
        (Filters(document=("a",), status=("reported",), salience=("high",)), True),
        (Filters(document=("b",)), False),
        (Filters(since=date(2024, 1, 31)), True),
        (Filters(since=date(2024, 2, 1)), False),
        (Filters(until=date(2024, 1, 1)), True),
        (Filters(until=date(2023, 12, 31)), False),
        (Filters(min_confidence=0.9), True),
        (Filters(min_confidence=0.91), False),
        (Filters(search="JANUARY türkİYE"), True),
        (Filters(search="january ankara"), False),
        (Filters(search="39%"), True),
        (Filters(search="3_%"), False),
        (Filters(search="%"), True),
        (Filters(search="\\"), True),
        (Filters(search="'; drop table facts"), False),
    ],
)
def test_filters(store: Store, filters: Filters, passes: bool) -> None:
    text = "TürkİYE sold 39% less in January."
    store.save(made_reading(text=text, reporter="TUR", partner="RUS", flow="export", **JANUARY), "1")
    assert len(store.facts(filters)) == int(passes)
    assert store.counts("unit", filters).sum() == int(passes)


def test_a_fact_without_a_period_is_left_out_only_where_days_are_asked_for(store: Store) -> None:
    store.save(made_reading(), "1")
    assert len(store.facts(Filters(since=date(1, 1, 1)))) == 0
    assert len(store.facts(Filters(search="exports"))) == 2


def test_counts_leave_null_out_and_begin_with_the_commonest(store: Store) -> None:
    store.save(made_reading("a", reporter="TUR"), "1")
    store.save(made_reading("b", "Only 5%.", reporter="RUS"), "1")
    store.save(made_reading("c", "Only 6%."), "1")
    assert store.counts("reporter").to_dict() == {"TUR": 2, "RUS": 1}
    assert store.counts("reporter", Filters(document=("b",))).to_dict() == {"RUS": 1}
    with pytest.raises(StoreError, match="no column 'text'"):
        store.counts("text")


def test_the_summary_spans_the_periods(store: Store) -> None:
    assert store.summary().since is None
    store.save(made_reading(**JANUARY), "1")
    assert (store.summary().since, store.summary().until) == (date(2024, 1, 1), date(2024, 1, 31))


def test_what_is_not_there_is_none(store: Store) -> None:
    assert store.document("no") is None
    assert store.fact("no") is None


def test_many_can_write_at_once(store: Store) -> None:
    with ThreadPoolExecutor(8) as threads:
        outcomes = list(
            threads.map(lambda number: store.save(made_reading(f"d{number % 10}"), "1"), range(40))
        )
    assert outcomes.count(Saved.STORED) == 10
    assert store.summary().documents == 10


def test_the_migrations_lead_to_the_tables_and_back(tmp_path: Path) -> None:
    with Store(tmp_path / "a.db") as store:
        assert not store.is_prepared()
        assert not (tmp_path / "a.db").exists()
        store.prepare()
        store.prepare()
        assert store.is_prepared()
        with store._reading() as connection:
            # The tables in which SQLite keeps the words of sentences are its own affair.
            others = {"include_name": lambda name, kind, _: kind != "table" or name in METADATA.tables}
            context = MigrationContext.configure(connection, opts={"compare_type": True, **others})
            assert compare_metadata(context, METADATA) == []
        with store._writing() as connection:
            migrate(connection, "base", back=True)
        assert not store.is_prepared()


@pytest.mark.parametrize(
    ("name", "url"),
    [
        ("a/b.db", "sqlite:///a/b.db"),
        ("postgres://me@host/trade", "postgresql+psycopg://me@host/trade"),
        ("postgresql://me@host/trade", "postgresql+psycopg://me@host/trade"),
    ],
)
def test_addresses_of_databases(name: str, url: str) -> None:
    assert database_url(name).render_as_string(hide_password=False) == url


def test_a_password_is_never_shown() -> None:
    assert "secret" not in Store("postgresql://me:secret@host/trade").name


@pytest.mark.parametrize("name", ["mysql://host/x", "nosuch://x", "://", "sqlite+nosuch:///x"])
def test_a_database_of_another_kind_is_refused_in_a_sentence(name: str) -> None:
    with pytest.raises(StoreError, match=r"write sqlite:///FILE or postgresql://"):
        Store(name)


def test_a_file_that_is_no_database_is_refused_in_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("no database" * 1000)
    with pytest.raises(StoreError, match=r"a\.db cannot be used: file is not a database; name another one"):
        Store(path).prepare()


def test_what_sqlite_says_comes_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match="unable to open database file; let its file and its folder be"):
        Store(tmp_path).prepare()
    # Root may write everything, so a read-only database cannot be had in every test run.
    assert told("attempt to write a readonly database").endswith("or name another one with --database")
    assert told("something else.\nwith a second line") == "something else"


@pytest.mark.parametrize("name", ["sqlite://", "sqlite:///:memory:", ":memory:", ""])
def test_a_database_in_memory_is_refused(name: str) -> None:
    with pytest.raises(StoreError, match="in memory, which is gone when the command ends"):
        Store(name)


@pytest.mark.parametrize("options", ["?mode=ro", "?uri=true&mode=ro"])
def test_options_of_an_sqlite_file_are_refused(options: str) -> None:
    with pytest.raises(StoreError, match=r"mode.*leave out the question mark"):
        Store(f"sqlite:///a.db{options}")
    assert Store("postgresql://host/trade?sslmode=require").url.query == {"sslmode": "require"}


def test_only_the_default_database_gets_its_folder_made(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for ask in (Store.prepare, Store.is_prepared):
        with pytest.raises(StoreError, match=r"there is no folder .*new; make it, or name another file\."):
            ask(Store(tmp_path / "new" / "a.db"))
    assert list(tmp_path.iterdir()) == []
    with Store(DEFAULT_DATABASE) as store:
        assert store.is_default
        assert not store.is_prepared()
        store.prepare()
        assert store.is_prepared()


def test_a_folder_that_cannot_be_made_is_refused_in_a_sentence(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "var").write_text("")
    with pytest.raises(StoreError, match=r"var/tradefacts\.db cannot be made: File exists\."):
        Store(DEFAULT_DATABASE).prepare()


@pytest.mark.parametrize(
    ("tables", "says"),
    [
        (["create table cats (name)"], "is not one of Tradefacts; name one of Tradefacts, or a new one"),
        (["create table facts (name)"], "is not one of Tradefacts"),
        (["create table facts (name)", "create table alembic_version (version_num)"], "is not one of Trade"),
        (
            ["create table alembic_version (version_num)", "insert into alembic_version values ('beef')"],
            "is at revision beef, which this Tradefacts does not know",
        ),
    ],
)
def test_the_database_of_another_program_is_left_alone(tmp_path: Path, tables: list[str], says: str) -> None:
    with sqlite3.connect(tmp_path / "a.db") as connection:
        for statement in tables:
            connection.execute(statement)
    before = (tmp_path / "a.db").read_bytes()
    for ask in (Store.prepare, Store.is_prepared):
        with Store(tmp_path / "a.db") as store, pytest.raises(StoreError, match=says):
            ask(store)
    connection.close()
    assert (tmp_path / "a.db").read_bytes() == before


def test_every_migration_is_known_by_its_file() -> None:
    folder = Path(str(resources.files("store.migrations")))
    assert known_revisions() == {step.revision for step in ScriptDirectory(folder).walk_revisions()}


def test_others_read_while_one_writes(file_store: Store) -> None:
    with file_store._writing() as writing:
        writing.execute(delete(FACTS))
        assert file_store.summary().facts == 0
    with file_store._reading() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"


def test_a_stored_fact_is_plain_in_the_file(file_store: Store) -> None:
    """Anyone may open the file with SQLite's own tools: days are ISO dates, numbers are numbers."""
    file_store.save(made_reading(**JANUARY), "1")
    with sqlite3.connect(str(file_store.url.database)) as connection:
        assert connection.execute("select value, period_start from facts").fetchone() == (39.0, "2024-01-01")
    connection.close()
