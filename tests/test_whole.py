"""A whole database: what is wrong in it is said, and all of it goes to another one and back."""

import ctypes
import os
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from builders import observation, observations
from making import SEEDS, Run, made_reading
from sqlalchemy import text

from pipeline.keeping import KeepingError, backup, restore
from pipeline.loading import load
from pipeline.opening import open_store
from pipeline.output import OutputError
from schemas.filters import Filters
from schemas.vocabulary import Verdict
from store import (
    By,
    Event,
    OfficialFile,
    Role,
    Said,
    Saved,
    Store,
    StoreError,
    UnusableError,
    What,
)
from store.migrations import migrate
from store.tables import METADATA
from store.words import terms

ROOT = Path(__file__).parent.parent
AT = datetime(2024, 5, 1, 12, 30, 1, 250, tzinfo=UTC)
BY = By(AT, None)
FILE = OfficialFile("0" * 64, "[]", "ours.csv", "UN Comtrade", ("COMTRADE",), ("3 rows left out.",), 2)
STORY = " ".join(f"In sentence {at} exports of good {at} fell by {at}%." for at in range(1, 40))


def fill(store: Store) -> Store:
    """Store everything that there may be: documents, copies, reviews, views, official figures."""
    load([SEEDS], store)
    copy = made_reading("copy", STORY.replace("sentence 3 ", "sentence three "))
    odd = made_reading("ödd", 'In "quotes", with,commas\nand Türkiye’s exports rose 39%\\N.')
    store.save_all([(made_reading("story", STORY), "1"), (copy, "1"), (odd, "1")])
    ids = sorted(store.facts()["fact_id"])
    store.review(ids[0], Said(Verdict.ACCEPTED, note="so it is", reviewer="Ayşe"), BY)
    corrected = {"value": 1e9, "period_start": date(2024, 1, 1), "period_end": date(2024, 1, 31)}
    store.review(ids[1], Said(Verdict.CORRECTED, corrected), BY)
    store.review(ids[2], Said(Verdict.REJECTED), BY)
    store.review(ids[3], Said(Verdict.REJECTED), BY)
    store.review(ids[3], Said(Verdict.WITHDRAWN), BY)
    store.views.save("January", "/?reporter=TUR", AT)
    rows = observations(observation(631e6), observation(1034.25e6, "2023-01", status="provisional"))
    store.official.add(FILE.sha256, FILE.asked, [rows], lambda: FILE)
    return store


@pytest.fixture
def full(store: Store) -> Store:
    """Give a store with everything in it."""
    return _with_people(fill(store))


def _with_people(store: Store) -> Store:
    """Let somebody in, with a token, a log-in of now and a failed try: these two are of the moment."""
    by, later = By(AT, "the command line"), AT + timedelta(days=1)
    ada = store.accounts.add("ada", Role.ADMIN, by, password="hashed")
    store.accounts.make_token("ada", "notebook", "1" * 64, later, by)
    store.accounts.start_session(ada, "2" * 64, by)
    assert store.accounts.may_try({"ada": 5}, AT, timedelta(minutes=15))
    return store


def wrong(store: Store) -> list[str]:
    return list(store.whole.check())


def rows_of(store: Store) -> dict[str, list[dict[str, Any]]]:
    """Return every row of every table that goes along, but the counters, as SQLAlchemy reads them."""
    found = {}
    with store._reading() as connection:
        for table in METADATA.sorted_tables:
            if table.name not in ("counters", "sessions", "attempts"):
                rows = [dict(row) for row in connection.execute(table.select()).mappings()]
                for row in rows:
                    for name, value in row.items():
                        if isinstance(value, datetime) and value.tzinfo:
                            row[name] = value.astimezone(UTC).replace(tzinfo=None)
                found[table.name] = sorted(rows, key=repr)
    return found


# --- check


def test_what_is_stored_is_sound(full: Store) -> None:
    told: list[tuple[int, int]] = []
    found = list(full.whole.check(lambda done, total: told.append((done, total))))
    assert found == [], "\n".join(found)
    documents = full.summary().documents
    assert told[-1] == (documents, documents)


def test_an_empty_database_is_sound(store: Store) -> None:
    assert wrong(store) == []


def test_documents_are_looked_at_in_parts(full: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("store.checking._MOST_DOCUMENTS", 2)
    monkeypatch.setattr("store.checking._DOCUMENTS_AT_ONCE", 1)
    told: list[int] = []
    assert list(full.whole.check(lambda done, total: told.append(done))) == []
    assert told == [*range(2, full.summary().documents, 2), full.summary().documents]


BROKEN = {
    "UPDATE documents SET text = text || ' ' WHERE document_id = 'story'":
        "text of document 'story' is not the one",
    "UPDATE documents SET passages = '[[3, 9, \"body\"]]' WHERE document_id = 'story'":
        "passages of document 'story'",
    "UPDATE documents SET passages = '{}' WHERE document_id = 'story'": "passages of document 'story'",
    "UPDATE documents SET pages = '[0, 99999]' WHERE document_id = 'story'": "pages of document 'story'",
    "UPDATE documents SET notes = '[1]' WHERE document_id = 'story'": "notes of document 'story'",
    "UPDATE documents SET published_by = 'guess' WHERE document_id = 'story'": "published_by 'guess'",
    "UPDATE documents SET copy_of = 'copy' WHERE document_id = 'story'": "Document 'copy' is a copy of one",
    "UPDATE documents SET copy_of = 'nothing' WHERE document_id = 'story'":
        "Document 'story' is a copy of one",
    "UPDATE facts SET quote = 'x' WHERE document_id = 'story' AND quote = '7%'":
        "quote 'x': is not text[start:end]",
    'UPDATE facts SET "end" = 5, start = 4 WHERE document_id = \'story\' AND quote = \'7%\'':
        "is not text[start:end]",
    "UPDATE facts SET sentence_start = 1 WHERE document_id = 'story' AND quote = '7%'":
        "is not text[sentence_start",
    "UPDATE facts SET evidence = '[[\"flow\", 0, 99999]]' WHERE quote = '7%'": "evidence of fact",
    "UPDATE facts SET evidence = '[[\"colour\", 0, 9]]' WHERE quote = '7%'": "evidence of fact",
    "UPDATE facts SET reporter = 'XXX' WHERE quote = '7%'": "reporter 'XXX': is no ISO 3166",
    "UPDATE facts SET period_start = '2024-01-01' WHERE quote = '7%'":
        "period_start and period_end are not both",
    "UPDATE facts SET confidence = 3 WHERE quote = '7%'": "is not between 0 and 1",
    "UPDATE facts SET sentence_id = 99999 WHERE quote = '7%'": "has no sentence",
    "UPDATE facts SET review = 'accepted' WHERE quote = '7%'": "is accepted, and people last said nothing",
    "UPDATE facts SET review = NULL": "is unreviewed, and people last said",
    "UPDATE facts SET value = 7 WHERE review = 'corrected'": "does not have its value as people corrected",
    "UPDATE facts SET period_end = '2024-02-29' WHERE review = 'corrected'": "not have its period_end as",
    "UPDATE reviews SET corrected = '[]' WHERE verdict = 'corrected'": "does not have its corrections as",
    "UPDATE facts SET repeats = 'nothing' WHERE quote = '7%'": "says again what a fact says",
    "UPDATE sentences SET text = 'x' WHERE document_id = 'ödd'": "sentence 'x': is not text",
    "INSERT INTO sentences (sentence_id, document_id, text) VALUES (99999, 'story', 'x')":
        "Sentence 99999 has no fact",
    "UPDATE reviews SET document_id = 'nothing'": "is of a document that is not there",
    "UPDATE reviews SET fact_id = 'nothing'": "is not told of the fact that stands in its place",
    "UPDATE counters SET value = 0": "has a change numbered",
    "UPDATE observations SET unit = 'glorbs'": "unit 'glorbs': is no unit",
    "UPDATE alembic_version SET version_num = '0005'": "is of the shape 0005",
    "DROP TABLE saved_views": "The table saved_views is gone",
    "ALTER TABLE documents DROP COLUMN author": "lost its column author",
    "DROP INDEX ix_facts_sentence_id": "The index ix_facts_sentence_id of the table facts is gone",
}  # fmt: skip


@pytest.mark.parametrize(("statement", "says"), BROKEN.items(), ids=range(len(BROKEN)))
def test_whatever_is_wrong_is_said(full: Store, statement: str, says: str) -> None:
    with full._writing() as connection:
        connection.execute(text(statement.replace(":", r"\:")))
    told = wrong(full)
    assert any(says in one for one in told), told
    assert all(one[0].isupper() and one.endswith(".") for one in told)


BROKEN_FILE = {
    "DELETE FROM documents WHERE document_id = 'story'": "has no document",
    "DELETE FROM facts WHERE document_id = 'story'": "has no fact",
    "DELETE FROM sentences WHERE document_id = 'story'": "has no sentence",
    "UPDATE document_bands SET document_id = 'nothing' WHERE document_id = 'story'":
        "What finds copies names",
    "UPDATE facts SET period_start = 'soon' WHERE quote = '7%'": "period_start 'soon': is no day",
    "UPDATE facts SET value = 'many' WHERE quote = '7%'": "value 'many'",
    "DELETE FROM sentence_words_docsize WHERE id = 1": "Sentence 1 is not in the index of words",
    "INSERT INTO sentence_words (rowid, text) VALUES (99999, 'x')": "has sentence 99999, which is not there",
    "DROP TRIGGER sentence_words_added": "sentence_words_added is gone",
    "DROP TRIGGER audit_refuses_update": "The trigger audit_refuses_update is gone",
    "INSERT INTO sentence_words (sentence_words, rowid, text) "
    "SELECT 'delete', sentence_id, text FROM sentences "
    "WHERE sentence_id = 1; INSERT INTO sentence_words (rowid, text) VALUES (1, 'other words')":
        "does not have the words",
}  # fmt: skip


@pytest.mark.parametrize(("statement", "says"), BROKEN_FILE.items(), ids=range(len(BROKEN_FILE)))
def test_what_only_sqlite_lets_be_wrong_is_said(file_store: Store, statement: str, says: str) -> None:
    fill(file_store).close()
    with closing(sqlite3.connect(str(file_store.url.database))) as raw:  # which keeps no foreign keys
        raw.executescript(statement)
        raw.commit()
    told = wrong(file_store)
    assert any(says in one for one in told), told


_UNINDEXED = "UPDATE pg_index SET indisready = {} WHERE indexrelid = 'ix_sentences_words'::regclass"


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE sentences SET text = 'In sentence three exports of cheese fell.' WHERE sentence_id = {}",
        "WITH gone AS (DELETE FROM sentences WHERE sentence_id = {} RETURNING *) "
        "INSERT INTO sentences SELECT * FROM gone",
    ],
    ids=["of other words", "not there"],
)
def test_a_sentence_that_postgresql_has_not_in_its_index_is_said(server_store: Store, statement: str) -> None:
    fill(server_store)
    (number,) = server_store._sentences_with(terms('"sentence three"'))
    with server_store._writing() as connection:
        connection.exec_driver_sql(_UNINDEXED.format("false"))
    with server_store._writing() as connection:
        connection.exec_driver_sql(statement.format(number))
    with server_store._writing() as connection:
        connection.exec_driver_sql(_UNINDEXED.format("true"))
    told = [one for one in wrong(server_store) if "index of words" in one]
    lacking = f"Sentence {number} is not in the index of words as it reads; REINDEX INDEX ix_sentences_words"
    assert told == [f"{lacking} mends it."]
    with server_store._writing() as connection:
        connection.exec_driver_sql("REINDEX INDEX ix_sentences_words")
    assert [one for one in wrong(server_store) if "index of words" in one] == []


@pytest.mark.parametrize(
    "how", ["DROP TRIGGER audit_refuses ON audit", "ALTER TABLE audit DISABLE TRIGGER ALL"]
)
def test_an_audit_log_that_could_be_changed_is_said(server_store: Store, how: str) -> None:
    with server_store._writing() as connection:
        connection.exec_driver_sql(how)
    assert [one for one in wrong(server_store) if "audit_refuses is gone or switched off" in one]


def test_an_index_of_other_words_than_are_looked_for_is_said(server_store: Store) -> None:
    fill(server_store)
    with server_store._writing() as connection:
        connection.exec_driver_sql("DROP INDEX ix_sentences_words")
        connection.exec_driver_sql(
            "CREATE INDEX ix_sentences_words ON sentences USING gin (to_tsvector('simple', text))"
        )
    assert any("is not of the words that are looked for" in one for one in wrong(server_store))


def test_of_many_that_are_wrong_some_are_named_and_the_rest_is_counted(store: Store) -> None:
    with store._writing() as connection:
        for number in range(1, 31):
            store_text = (
                "INSERT INTO documents (document_id, sha256, text, passages, extractor_version, copy_of)"
            )
            connection.execute(
                text(f"{store_text} VALUES ('d{number:02}', '{'0' * 64}', 'x', '[]', '1', 'nothing')")
            )
    told = [one for one in wrong(store) if "copy" in one or "more" in one]
    assert len(told) == 21
    assert told[-1] == "So it is with 10 more."


def test_a_damaged_file_is_told_of(file_store: Store) -> None:
    path = Path(str(fill(file_store).url.database))
    file_store.close()
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        (size,) = raw.execute("PRAGMA page_size").fetchone()
        wanted = "SELECT rootpage FROM sqlite_master WHERE name = 'ix_facts_reporter'"
        (page,) = raw.execute(wanted).fetchone()
    with path.open("rb+") as stream:
        stream.seek((page - 1) * size)
        stream.write(bytes([255]) * 64)
    told = wrong(file_store)
    assert told
    assert all(one.startswith("The file itself is damaged, in facts: ") for one in told)


def test_the_command_tells_what_is_wrong(run: Callable[..., Run], tmp_path: Path) -> None:
    assert run("check").status == 1
    run("load", SEEDS)
    sound = run("check")
    assert (sound.status, sound.out) == (0, "")
    assert "5 documents and" in sound.err and "are sound" in sound.err
    with closing(sqlite3.connect(tmp_path / "var" / "tradefacts.db")) as raw:
        raw.execute(
            "UPDATE documents SET text = 'x' WHERE document_id = (SELECT min(document_id) FROM documents)"
        )
        raw.commit()
    broken = run("check")
    assert broken.status == 1
    assert "its hash is another." in broken.out
    assert "is not sound" in broken.err


def run_under_rights(*arguments: str, folder: Path) -> "subprocess.CompletedProcess[str]":
    """Run the command as somebody to whom the rights of a file are rights, which to root they are not."""
    command = [sys.executable, "-m", "tradefacts", *arguments]
    seen = {**os.environ, "PYTHONPATH": str(ROOT)}
    return subprocess.run(
        command, capture_output=True, text=True, cwd=folder, env=seen, preexec_fn=_give_up_overriding
    )


def _give_up_overriding() -> None:
    """Let what is run next have no leave to pass over rights; to whom is not root this does nothing."""
    drop_from_bounding_set, override, read_search = 24, 1, 2
    for capability in (override, read_search):
        ctypes.CDLL(None).prctl(drop_from_bounding_set, capability, 0, 0, 0)


@pytest.mark.parametrize("kind", ["a database", "a backup"])
def test_a_file_that_may_only_be_read_is_checked_without_writing(
    file_store: Store, tmp_path: Path, kind: str
) -> None:
    shut = tmp_path / "shut"
    shut.mkdir()
    path = shut / "facts.db"
    fill(file_store).close()
    if kind == "a backup":
        backup(file_store, path)
    else:
        shutil.copyfile(str(file_store.url.database), path)
    path.chmod(0o444)
    shut.chmod(0o555)
    before = path.read_bytes()
    sound = run_under_rights("check", "--database", str(path), folder=shut)
    assert sound.returncode == 0, sound.stderr
    assert "The index of words was not compared with the sentences" in sound.stderr
    assert "8 documents and" in sound.stderr and "are sound" in sound.stderr
    assert "story" in run_under_rights("documents", "--database", str(path), folder=shut).stdout
    assert path.read_bytes() == before
    assert [one.name for one in shut.iterdir()] == ["facts.db"]
    (tmp_path / "new.txt").write_text("Exports of tea fell by 3% in May.")
    refused = run_under_rights("load", str(tmp_path / "new.txt"), "--database", str(path), folder=shut)
    assert refused.returncode == 1
    assert "let its file and its folder be written to" in refused.stderr
    shut.chmod(0o755)
    path.chmod(0o644)
    with closing(sqlite3.connect(path)) as raw:
        raw.execute("UPDATE documents SET text = text || ' ' WHERE document_id = 'story'")
        raw.commit()
    for left in shut.glob("facts.db-*"):
        left.unlink()
    path.chmod(0o444)
    shut.chmod(0o555)
    broken = run_under_rights("check", "--database", str(path), folder=shut)
    assert (broken.returncode, "its hash is another" in broken.stdout) == (1, True)


def test_who_may_only_read_sees_what_others_write_meanwhile(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    file_store.save(made_reading("first"), "1")
    file_store.close()
    with Store(file_store.url) as reader:
        with monkeypatch.context() as shut:
            shut.setattr("store.database._is_only_to_be_read", lambda path: True)
            assert reader.number_of_documents() == 1
            with pytest.raises(UnusableError, match="readonly"):
                reader.save(made_reading("second"), "1")
        file_store.save(made_reading("second"), "1")
        assert reader.number_of_documents() == 2


# --- backup and restore


@pytest.fixture(params=["sqlite", "postgresql"])
def empty(request: pytest.FixtureRequest, tmp_path: Path, prepared: bytes) -> Store:
    """Give a second store, with nothing in it."""
    if request.param == "postgresql":
        opened: Store = request.getfixturevalue("other_server_store")
        return opened
    path = tmp_path / "other.db"
    path.write_bytes(prepared)
    return Store(path)


def test_everything_goes_along_between_either_kind_and_back(
    full: Store, empty: Store, tmp_path: Path
) -> None:
    before = rows_of(full)
    assert all(before.values())
    told: list[tuple[int, int]] = []
    counts = backup(full, tmp_path / "a.db", progress=lambda done, total: told.append((done, total)))
    went = {name: len(rows) for name, rows in before.items() if name not in ("audit", "people", "tokens")}
    assert counts == went | {"counters": 1}
    assert told[-1] == (sum(counts.values()), sum(counts.values()))
    assert restore(empty, tmp_path / "a.db").counts == counts
    assert rows_of(empty) == before
    assert wrong(empty) == []
    backup(empty, tmp_path / "b.db")
    with open_store(tmp_path / "b.db") as again, open_store(tmp_path / "c.db") as back:
        assert rows_of(again) == before
        assert wrong(again) == []
        restore(back, tmp_path / "b.db")
        assert rows_of(back) == before
    left = {one.name for one in tmp_path.iterdir() if one.name.startswith(("a.db", "b.db"))}
    assert left <= {"a.db", "b.db", "b.db-wal", "b.db-shm"}


def test_a_log_in_does_not_come_back_and_what_was_done_stays_told(full: Store, tmp_path: Path) -> None:
    backup(full, tmp_path / "a.db")
    full.accounts.set_role("ada", Role.VIEWER, By(AT, "somebody"))
    told = full.audit.events()
    restore(full, tmp_path / "a.db", replace=True)
    assert full.audit.events() == told
    assert [one.role for one in full.accounts.people()] == [Role.VIEWER]
    assert full.accounts.by_token("1" * 64, AT) is not None
    with full._reading() as connection:
        assert not connection.execute(METADATA.tables["sessions"].select()).all()
    full.accounts.add("grace", Role.EDITOR, By(AT, "ada"))
    assert len({one.person_id for one in full.accounts.people()}) == 2


def at(minute: int) -> datetime:
    return AT + timedelta(minutes=minute)


@pytest.mark.parametrize("times", [1, 2])
def test_two_audit_logs_become_one_in_the_order_of_time(
    store: Store, empty: Store, tmp_path: Path, times: int
) -> None:
    twice = Event(at(4), "ada", What.EXPORT, "values-over-time", "192.0.2.7")
    theirs = [Event(at(0), "ada", What.LOG_IN), Event(at(2), None, What.FAILED_LOG_IN, "ada"), twice, twice]
    ours = [Event(at(1), "grace", What.LOG_IN), Event(at(3), "grace", What.LOG_OUT), twice]
    for one in theirs:
        store.audit.write(one)
    for one in ours:
        empty.audit.write(one)
    backup(store, tmp_path / "a.db")
    restored = Event(at(9), "root", What.RESTORE, "a.db", "command line")
    for number in range(times):
        done = restored._replace(at=at(9 + number))
        restore(empty, tmp_path / "a.db", replace=True, told=done)
    wanted = [theirs[0], ours[0], theirs[1], ours[1], twice, twice]
    wanted += [restored._replace(at=at(9 + number)) for number in range(times)]
    assert empty.audit.events() == wanted[::-1]
    assert empty.audit.events(times + 1, at(3)) == wanted[: -times - 2 : -1]


def test_a_restore_lets_nobody_in_who_is_not_shut_now(store: Store, empty: Store, tmp_path: Path) -> None:
    by, later = By(AT, "the command line"), AT + timedelta(days=90)
    for number, name in enumerate(("ada", "eve", "bob", "zoe", "ida")):
        store.accounts.add(name, Role.ADMIN, by, password=f"the old one of {name}")
        store.accounts.make_token(name, "notebook", f"{number}" * 64, later, by)
    store.accounts.set_disabled("ida", True, by)
    store.accounts.offer_set_up("a" * 64, AT, later)
    backup(store, tmp_path / "a.db")

    # Another database with people of its own, some of whom were known when the backup was made.
    empty.accounts.add("kim", Role.VIEWER, by, subject="kim at the provider")
    for name in ("bob", "eve", "ada"):
        empty.accounts.add(name, Role.ADMIN, by, password="the new one")
    empty.accounts.make_token("ada", "notebook", "0" * 64, later, by)
    empty.accounts.revoke_token("ada", "notebook", by)
    empty.accounts.set_disabled("eve", True, by)
    empty.accounts.set_role("bob", Role.VIEWER, by)
    before = {one.name: one for one in empty.accounts.people()}
    told = Event(AT, "root", What.RESTORE, "a.db")
    people = restore(empty, tmp_path / "a.db", told=told).people

    now = {one.name: one for one in empty.accounts.people()}
    assert {name: now[name] for name in before} == before
    assert [(one.name, one.disabled) for one in people.came] == [("zoe", False), ("ida", True)]
    assert now.keys() - before.keys() == {"zoe", "ida"} and now["ida"].disabled
    assert {one.name for one in people.stayed} == {"ada", "bob", "eve"}
    opens = [number for number in range(5) if empty.accounts.by_token(f"{number}" * 64, AT)]
    assert opens == [3], "only the token of whom nobody knew here"
    person, kept = empty.accounts.password_of("ada") or (None, "")
    assert (person, kept) == (now["ada"], "the new one")
    with empty._reading() as connection:
        kinds = {row.kind for row in connection.execute(METADATA.tables["tokens"].select())}
    assert kinds == {"api"}, "no link by which another server was to be set up"
    written = [(one.what, one.about) for one in empty.audit.events() if one.who == "root"]
    assert sorted(written) == [
        (What.PERSON_ADDED, "ida: admin"),
        (What.PERSON_ADDED, "zoe: admin"),
        (What.RESTORE, "a.db"),
    ]
    # The same again: everybody is known now.
    assert restore(empty, tmp_path / "a.db", replace=True).people.came == ()
    assert {one.name for one in empty.accounts.people()} == now.keys()
    empty.accounts.add("new", Role.VIEWER, by)


def test_whom_a_provider_knows_by_another_name_is_no_newcomer(
    store: Store, empty: Store, tmp_path: Path
) -> None:
    by = By(AT, "the command line")
    store.accounts.add("eve.smith", Role.ADMIN, by, subject="number 7")
    backup(store, tmp_path / "a.db")
    empty.accounts.add("eve", Role.VIEWER, by, subject="number 7")
    empty.accounts.set_disabled("eve", True, by)
    people = restore(empty, tmp_path / "a.db").people
    assert (people.came, [one.name for one in people.stayed]) == ((), ["eve"])
    assert [one.name for one in empty.accounts.people()] == ["eve"]


def test_the_command_says_who_came_and_who_stayed(run: Callable[..., Run], tmp_path: Path) -> None:
    by = By(AT, "test")
    with open_store(tmp_path / "a.db") as store:
        store.prepare()
        for name in ("ada", "eve"):
            store.accounts.add(name, Role.ADMIN, by)
    assert run("backup", "kept.db", "--database", "a.db").status == 0
    with open_store(tmp_path / "b.db") as store:
        store.prepare()
        store.accounts.add("eve", Role.VIEWER, by)
        store.accounts.set_disabled("eve", True, by)
    told = run("restore", "kept.db", "--database", "b.db")
    assert told.status == 0, told.err
    assert "Came with the backup, as they were then: ada (admin). Look whether" in told.err
    assert "otherwise in the backup: eve (viewer, disabled)." in told.err
    assert "restore\tkept.db" in run("audit", "--database", "b.db").out


def test_what_comes_after_a_restore_goes_on_as_before(full: Store, empty: Store, tmp_path: Path) -> None:
    backup(full, tmp_path / "a.db")
    restore(empty, tmp_path / "a.db")
    fact = full.selection(Filters()).ids()[0]
    for store in (full, empty):
        store.review(fact, Said(Verdict.REJECTED, note="later"), BY)
        assert store.save(made_reading("later", "Exports fell 71%."), "1") == Saved.STORED
        assert load([SEEDS], store).outcomes == {Saved.UNCHANGED: 5}
        assert len(store.facts(Filters(search="exports"))) > 3
        assert wrong(store) == []
    assert rows_of(empty)["facts"] == rows_of(full)["facts"]
    assert [one.note for one in empty.reviews(fact)] == [one.note for one in full.reviews(fact)]


def test_who_has_the_old_database_in_memory_sees_the_restored_one(store: Store, tmp_path: Path) -> None:
    with open_store(tmp_path / "small.db") as small:
        small.prepare()
        small.save(made_reading("small", "Exports fell 7%."), "1")
        backup(small, tmp_path / "a.db")
    fill(store)
    with Store(store.url) as other:
        assert len(other.selection(Filters(copies=True)).ids()) > 10
        restore(store, tmp_path / "a.db", replace=True)
        for reader in (store, other):
            assert len(reader.selection(Filters(copies=True)).ids()) == 1
        store.save(made_reading("more", "Imports rose 8%."), "1")
        assert len(other.selection(Filters()).ids()) == 2
    assert wrong(store) == []


@pytest.mark.parametrize("what", ["document", "view", "official"])
def test_nothing_is_replaced_unless_that_is_asked_for(store: Store, tmp_path: Path, what: str) -> None:
    with open_store(tmp_path / "small.db") as small:
        small.prepare()
        backup(small, tmp_path / "a.db")
    if what == "document":
        store.save(made_reading("here"), "1")
    elif what == "view":
        store.views.save("January", "/?reporter=TUR", AT)
    else:
        store.official.add(FILE.sha256, FILE.asked, [observations(observation(1.0))], lambda: FILE)
    before = rows_of(store)
    with pytest.raises(StoreError, match=r"The database holds 1 .*which would be lost; .*--replace"):
        restore(store, tmp_path / "a.db")
    assert rows_of(store) == before
    restore(store, tmp_path / "a.db", replace=True)
    assert not any(rows_of(store).values())


def test_a_backup_of_an_older_shape_is_brought_to_the_newest(store: Store, tmp_path: Path) -> None:
    path = tmp_path / "old.db"
    with open_store(path) as old:
        fill(old)
        with old._writing() as connection:
            migrate(connection, "0005", back=True)
        backup(old, tmp_path / "a.db")
    kept = (tmp_path / "a.db").read_bytes()
    restore(store, tmp_path / "a.db")
    assert (tmp_path / "a.db").read_bytes() == kept
    assert wrong(store) == []
    assert len(store.facts(Filters(search="exports"))) > 3


def test_a_backup_while_others_write_is_of_one_moment(store: Store, tmp_path: Path) -> None:
    for number in range(40):
        store.save(made_reading(f"first{number}"), "1")
    others = [(made_reading(f"more{number}"), "1") for number in range(40)]

    def write(done: int, total: int) -> None:
        """Store a document whenever some rows were copied: what is copied later must not have it."""
        if others:
            with Store(store.url) as other:
                other.save(*others.pop())

    backup(store, tmp_path / "a.db", progress=write)
    assert store.summary().documents > 42
    with open_store(tmp_path / "a.db") as kept:
        assert {one[:5] for one in kept.documents()["document_id"]} == {"first"}
        assert (kept.summary().documents, kept.summary().facts) == (40, 80)
        assert wrong(kept) == []


def test_a_backup_runs_beside_a_loader(store: Store, tmp_path: Path) -> None:
    def write() -> None:
        with Store(store.url) as other:
            for number in range(60):
                other.save(made_reading(f"d{number}"), "1")

    writer = Thread(target=write)
    writer.start()
    for number in range(4):
        backup(store, tmp_path / f"{number}.db")
    writer.join()
    counts = []
    for number in range(4):
        with open_store(tmp_path / f"{number}.db") as kept:
            assert wrong(kept) == []
            counts.append(kept.summary().documents)
    assert counts == sorted(counts)
    assert store.summary().documents == 60


def test_of_two_backups_to_one_file_the_second_is_refused(file_store: Store, tmp_path: Path) -> None:
    fill(file_store)
    refused: list[str] = []

    def other(done: int, total: int) -> None:
        if not refused:
            with pytest.raises(OutputError, match=r"Another run is writing .*; wait for it") as told:
                backup(file_store, tmp_path / "a.db", replace=True)
            refused.append(str(told.value))

    backup(file_store, tmp_path / "a.db", progress=other)
    assert refused
    with open_store(tmp_path / "a.db") as kept:
        assert rows_of(kept) == rows_of(file_store)
        assert wrong(kept) == []
    assert not list(tmp_path.glob("a.db.tmp*"))


def test_what_a_killed_backup_left_is_taken_over(file_store: Store, tmp_path: Path) -> None:
    fill(file_store)
    backup(file_store, tmp_path / "a.db.tmp")
    (tmp_path / "a.db.tmp-journal").write_bytes(b"left" * 2000)
    backup(file_store, tmp_path / "a.db")
    with open_store(tmp_path / "a.db") as kept:
        assert rows_of(kept) == rows_of(file_store)
    assert not list(tmp_path.glob("a.db.tmp*"))


@pytest.mark.parametrize("share", [0.0, 0.01, 0.3, 0.99])
def test_a_backup_that_is_cut_short_is_refused_and_changes_nothing(
    file_store: Store, tmp_path: Path, share: float
) -> None:
    path = tmp_path / "a.db"
    backup(fill(file_store), path)
    path.write_bytes(path.read_bytes()[: int(path.stat().st_size * share)])
    before = rows_of(file_store)
    with pytest.raises(KeepingError, match=r"is cut short: it has [\d,]+ of|is no backup of a Tradefacts"):
        restore(file_store, path, replace=True)
    assert rows_of(file_store) == before


def test_a_damaged_backup_is_refused(file_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    backup(fill(file_store), path)
    data = path.read_bytes()
    middle = len(data) // 2 // 4096 * 4096
    path.write_bytes(data[:middle] + bytes([255]) * 4096 + data[middle + 4096 :])
    before = rows_of(file_store)
    with pytest.raises((KeepingError, StoreError), match="damaged"):
        restore(file_store, path, replace=True)
    assert rows_of(file_store) == before


@pytest.mark.parametrize("made", ["nothing", "text", "folder", "sqlite"])
def test_what_is_no_backup_is_refused(file_store: Store, tmp_path: Path, made: str) -> None:
    path = tmp_path / "a.db"
    if made == "text":
        path.write_text("SQLite format 4" * 20)
    elif made == "folder":
        path.mkdir()
    elif made == "sqlite":
        with closing(sqlite3.connect(path)) as raw:
            raw.execute("CREATE TABLE birds (name)")
    with pytest.raises(
        (KeepingError, StoreError), match=r"There is no backup|is no backup|not one of Tradefacts"
    ):
        restore(file_store, path)


def test_a_backup_never_takes_the_place_of_a_file_by_itself(file_store: Store, tmp_path: Path) -> None:
    path = tmp_path / "a.db"
    path.write_text("mine")
    with pytest.raises(KeepingError, match="is there already; name another file, or pass --replace"):
        backup(file_store, path)
    assert path.read_text() == "mine"
    backup(file_store, path, replace=True)
    # The hashes of passwords are in it, and confidential documents.
    assert path.stat().st_mode & 0o077 == 0
    with pytest.raises(OutputError, match="No such file or directory"):
        backup(file_store, tmp_path / "no" / "a.db")


def test_no_database_is_overwritten_by_its_backup(file_store: Store, tmp_path: Path) -> None:
    own = Path(str(fill(file_store).url.database))
    before = rows_of(file_store)
    with pytest.raises(KeepingError, match="is a database that is in use; name another file"):
        backup(file_store, own, replace=True)
    with pytest.raises(KeepingError, match="is the database itself; name a backup"):
        restore(file_store, own, replace=True)
    # Another one that somebody is writing to.
    with open_store(tmp_path / "other.db") as other:
        other.prepare()
        other.save(made_reading("a"), "1")
        with pytest.raises(KeepingError, match="is a database that is in use; name another file"):
            backup(file_store, tmp_path / "other.db", replace=True)
        assert other.summary().documents == 1
    assert rows_of(file_store) == before


def test_a_full_disk_leaves_no_backup_and_no_half_restored_database(
    file_store: Store, tmp_path: Path
) -> None:
    path = tmp_path / "a.db"
    backup(fill(file_store), path)
    before = rows_of(file_store)
    with open_store(tmp_path / "new.db") as new:
        new.prepare()
        # The disk takes no file larger than an empty database, and a little.
        with largest_file(path.stat().st_size // 2):
            with pytest.raises(UnusableError, match="disk"):
                backup(file_store, tmp_path / "b.db")
            with pytest.raises(UnusableError, match="disk"):
                restore(new, path)
        assert not any(rows_of(new).values())
        assert wrong(new) == []
        assert not [*tmp_path.glob("b.db*")]
        assert rows_of(file_store) == before
        restore(new, path)
        assert rows_of(new) == before


@contextmanager
def largest_file(size: int) -> Iterator[None]:
    """Let no file of this process grow larger, as if the disk were full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def test_the_commands_say_what_they_did(run: Callable[..., Run], tmp_path: Path) -> None:
    run("load", SEEDS)
    made = run("backup", "kept.db")
    assert made.status == 0
    assert made.err.startswith("kept.db: 5 documents, ")
    again = run("backup", "kept.db")
    assert (again.status, "--replace" in again.err) == (1, True)
    refused = run("restore", "kept.db")
    assert (refused.status, "The database holds 5 documents" in refused.err) == (1, True)
    assert run("restore", "kept.db", "--database", "new.db").err.startswith("new.db: 5 documents, ")
    assert run("check", "--database", "new.db").status == 0
    assert run("check", "--database", "kept.db").status == 0
    assert run("restore", "kept.db", "--replace").status == 0
