"""What tests share: a store, a stand-in for the extractor, and the command run in this process."""

import io
import re
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from making import Run, made_fact

from schemas.records import Document, Fact
from store import Store


@pytest.fixture(scope="session")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """Give the file of an empty database; migrating once is enough for all tests."""
    path = tmp_path_factory.mktemp("prepared") / "empty.db"
    with Store(path) as store:
        store.prepare()
    return path.read_bytes()


@pytest.fixture
def store(tmp_path: Path, prepared: bytes) -> Iterator[Store]:
    path = tmp_path / "facts.db"
    path.write_bytes(prepared)
    with Store(path) as opened:
        yield opened


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
