"""A database of an older version is brought here with all that is in it, and back again."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from making import SEEDS
from sqlalchemy import URL, Connection, create_engine, inspect, text
from test_whole import fill

from pipeline.opening import open_store
from schemas.filters import Filters
from schemas.vocabulary import FACT_COLUMNS
from store import Store, StoreError
from store.migrations import migrate
from store.owner import known_revisions
from store.tables import METADATA

_TEXT = "Exports of wheat to Türkiye fell by 39% in January.\nImports rose by 5% to $4bn."
_END = _TEXT.index("\n")


def _row(fact_id: str, document_id: str, quote: str, **says: Any) -> dict[str, Any]:
    start = _TEXT.index(quote)
    first, last = (0, _END) if start < _END else (_END + 1, len(_TEXT))
    plain = {
        "fact_id": fact_id, "document_id": document_id, "start": start, "end": start + len(quote),
        "quote": quote, "sentence_start": first, "sentence_end": last, "sentence": _TEXT[first:last],
        "value": 39.0, "bound": "exact", "unit": "percent", "measure": "level", "status": "reported",
        "section": "body", "salience": "high", "rule": "by hand", "confidence": 0.9,
        "evidence": json.dumps([["flow", 0, 7]]), "repeats": None,
    }  # fmt: skip
    return dict.fromkeys(FACT_COLUMNS) | plain | says


FELL = {"measure": "relative_change", "direction": "decrease"}
ROWS = [
    _row("1", "a", "39%", flow="export", indicator="wheat exports", **FELL),
    _row("2", "a", "5%", period_start="2024-01-01", period_end="2024-01-31"),
    _row("3", "a", "$4bn", unit="USD", value=4e9, attributed_to="TÜİK"),
    _row("4", "b", "5%", repeats="2"),
    # Only part of the sentence, which others give whole.
    _row("5", "b", "39%", sentence_end=40, sentence=_TEXT[:40]),
]


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request: pytest.FixtureRequest, tmp_path: Path) -> URL:
    """Give the address of a database of version 0005 with two documents in it."""
    if request.param == "sqlite":
        store = Store(tmp_path / "old.db")
    else:
        store = request.getfixturevalue("server_store")
        with store._writing() as connection:
            migrate(connection, "base", back=True)
    with store, store._writing() as connection:
        migrate(connection, "0005")
        _fill(connection)
    return store.url


def _fill(connection: Connection) -> None:
    told = "(document_id, title, published, sha256, text, passages, extractor_version, copy_of)"
    put = f"INSERT INTO documents {told} VALUES (:id, 'A title', :day, :hash, :text, '[]', '1', :copy)"
    for name, copy in (("a", None), ("b", "a")):
        day = date(2024, 2, 8)
        connection.execute(
            text(put), {"id": name, "hash": name * 64, "text": _TEXT, "copy": copy, "day": day.isoformat()}
        )
    names = list(ROWS[0])
    marks = ", ".join(f":{name}" for name in names)
    columns = ", ".join(f'"{name}"' for name in names)
    connection.execute(text(f"INSERT INTO facts ({columns}) VALUES ({marks})"), ROWS)


def _rows(connection: Connection) -> list[dict[str, Any]]:
    found = connection.execute(text("SELECT * FROM facts ORDER BY fact_id")).mappings()
    return [{name: str(value) if value is not None else None for name, value in row.items()} for row in found]


def test_an_older_database_is_brought_here_whole(old: URL) -> None:
    with open_store(old) as store:
        store.prepare()
        frame = store.facts(Filters(copies=True)).set_index("fact_id")
        assert sorted(frame.index) == ["1", "2", "3", "4", "5"]
        for row in ROWS:
            for name in ("quote", "sentence", "value", "unit", "sentence_end", "rule"):
                assert frame.loc[row["fact_id"], name] == row[name]
        one = store.fact("1")
        assert one is not None and one.evidence[0].field == "flow"
        assert sorted(store.selection(Filters()).ids()) == ["1", "2", "3", "5"]
        assert store.originals() == {"b": "a"}


def test_what_was_stored_before_is_found_by_words_and_by_product(old: URL) -> None:
    with open_store(old) as store:
        store.prepare()
        for search, ids in {"turkiye wheat": ["1", "5"], '"rose by"': ["2", "3"], "january": ["1"]}.items():
            assert sorted(store.facts(Filters(search=search))["fact_id"]) == ids
            assert sorted(store.selection(Filters(search=search)).ids()) == ids
        assert dict(store.selection(Filters()).counts("product").facts) == {"1001": 1}


def test_the_way_back_loses_nothing(old: URL) -> None:
    with Store(old) as store:
        with store._reading() as connection:
            before = _rows(connection)
        store.prepare()
        with store._writing() as connection:
            migrate(connection, "0005", back=True)
        with store._reading() as connection:
            assert _rows(connection) == before
        store.prepare()
        assert len(store.facts(Filters(search="wheat"))) == 2


def test_what_is_stored_later_stands_beside_what_was_there(old: URL) -> None:
    from pipeline.loading import load

    with open_store(old) as store:
        store.prepare()
        load([SEEDS], store)
        assert {"1", "2", "3", "4", "5"} < set(store.facts(Filters(copies=True))["fact_id"])
        index = store.index()
        assert len(index) == store.summary().facts
        assert len(store.facts(Filters(copies=True))) == store.summary().facts


def test_older_databases_are_of_a_version_that_is_known(old: URL) -> None:
    engine = create_engine(old)
    with engine.connect() as connection:
        assert connection.execute(text("SELECT version_num FROM alembic_version")).scalar() == "0005"
    engine.dispose()


VERSIONS = sorted(known_revisions())
#: The first version that kept what people say of facts.
_WITH_REVIEWS = "0006"


def all_rows(connection: Connection) -> dict[str, list[str]]:
    """Return every row of every table of ours that is there, as text, by table."""
    there = inspect(connection).get_table_names()
    return {
        table.name: sorted(
            str({name: str(value) for name, value in row.items()})
            for row in connection.execute(text(f"SELECT * FROM {table.name}")).mappings()
        )
        for table in METADATA.sorted_tables
        if table.name in there
    }


@pytest.mark.parametrize("version", VERSIONS)
def test_from_every_version_the_way_leads_forward_and_back_with_all_that_was_there(
    store: Store, version: str
) -> None:
    fill(store)
    texts = dict(store.documents().set_index("document_id")["text"])
    quotes = sorted(store.facts(Filters(copies=True))["quote"])
    with open_store(store.url) as older:
        with older._writing() as connection:
            migrate(connection, version, back=True)
        with older._reading() as connection:
            before = all_rows(connection)
        older.prepare()
        assert list(older.whole.check()) == []
        assert dict(older.documents().set_index("document_id")["text"]) == texts
        # What was rejected is no longer known to be where the reviews were not.
        found = sorted(older.facts(Filters(copies=True))["quote"])
        assert len(found) == len(quotes) + (version < _WITH_REVIEWS)
        assert sorted(older.selection(Filters(copies=True)).ids()) == sorted(
            older.facts(Filters(copies=True))["fact_id"]
        )
        assert len(older.facts(Filters(search="exports"))) > 3
        with older._writing() as connection:
            migrate(connection, version, back=True)
        with older._reading() as connection:
            assert all_rows(connection) == before


@pytest.mark.parametrize("version", [one for one in VERSIONS if one < _WITH_REVIEWS])
def test_a_step_that_fails_leaves_the_version_before_it(
    store: Store, version: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(store)
    with store._writing() as connection:
        migrate(connection, version, back=True)
    with store._reading() as connection:
        before = all_rows(connection)

    def fail(*_: object) -> None:
        raise StoreError("The disk is full.")

    monkeypatch.setattr("store.store.fill_products", fail)
    with open_store(store.url) as older:
        with pytest.raises(StoreError, match="The disk is full"):
            older.prepare()
        with older._reading() as connection:
            assert all_rows(connection) == before


def test_back_at_the_beginning_nothing_is_there(store: Store) -> None:
    fill(store)
    with store._writing() as connection:
        migrate(connection, "base", back=True)
    with store._reading() as connection:
        assert all_rows(connection) == {}
    store.prepare()
    assert list(store.whole.check()) == []
    assert store.summary().documents == 0
