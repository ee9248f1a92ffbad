"""What tests share: a store, made-up readings, and the command run in this process."""

import io
import re
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from schemas.records import Document, Evidence, Fact, Reading, fact_id
from store import Store

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE = "Exports to Russia fell by 39% in January. Imports from Russia fell by 20% in the same month."


def made_fact(document: Document, quote: str, /, **columns: Any) -> Fact:
    """Make a fact about the first place of a quote in a document: a relative decrease, unless told."""
    start = document.text.index(quote)
    end = start + len(quote)
    says: dict[str, Any] = {
        "quote": quote,
        "sentence_start": 0,
        "sentence_end": len(document.text),
        "sentence": document.text,
        "value": 39.0,
        "bound": "exact",
        "unit": "percent",
        "measure": "relative_change",
        "direction": "decrease",
        "status": "reported",
        "section": "body",
        "salience": "high",
        "rule": "made for a test",
        "confidence": 0.9,
        "evidence": (Evidence("value", start, end),),
    } | columns
    made = {
        "fact_id": fact_id(document.document_id, start, end, columns),
        "document_id": document.document_id,
    }
    given = made | {"start": start, "end": end} | says
    return Fact(**{name: given.get(name) for name in Fact._fields})


def made_reading(document_id: str = "a", text: str = ARTICLE, **columns: Any) -> Reading:
    """Make a reading with a fact for every percentage of a text."""
    document = Document(document_id, text, title="A title", published=date(2024, 2, 8))
    return Reading(
        document, tuple(made_fact(document, quote, **columns) for quote in re.findall(r"\d+%", text))
    )


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


@dataclass(frozen=True)
class Run:
    """What a run of the command left."""

    status: int
    out: str
    err: str


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
