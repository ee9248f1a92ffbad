"""Sources -> batches of readings -> the store. A document is stored whole or not at all.

Documents are stored some thousands at a time, because a transaction and a check of a frame each cost much
more than a document. What is reported as stored is on the disk; an interrupted load has stored whole
documents, and the next one passes over them.
"""

import gc
from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager, nullcontext
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from sqlalchemy import URL

from documents import Refusal
from pipeline.reading import read_each, readings
from pipeline.storing import Batch, Known, LoadReport, Storing
from pipeline.version import extractor_version
from schemas.frames import facts_frame
from schemas.records import Document, Reading
from store import Store

if TYPE_CHECKING:
    from pipeline.filed import FiledFacts

T = TypeVar("T")

#: A batch ends behind so many documents, facts or characters, whichever comes first.
_MOST_DOCUMENTS, _MOST_FACTS, _MOST_CHARACTERS = 2000, 20_000, 4_000_000


#: What a worker gives back of a document.
Item = Reading | Known | Refusal


def load(
    sources: Iterable[str | Path],
    store: Store,
    *,
    published: date | None = None,
    facts: Sequence[str | Path] = (),
    corrections: Mapping[str, Mapping[str, Any]] | None = None,
    replace: bool = False,
    strict: bool = False,
    jobs: int | None = None,
    progress: Callable[[int | Refusal], None] = lambda _: None,
    read: Callable[[int], None] = lambda _: None,
) -> LoadReport:
    """Read every document of the sources and store it with its facts; tell what became of them.

    The facts are read by `jobs` processes (None: as many as there are cores), or taken from the files
    `facts`, which `tradefacts extract` has written. `corrections` are what a person says of documents, by
    their ids, as `pipeline.drafts` describes them; these are read in this process.

    A document that cannot be read, breaks the contract or is refused by the store does not stop the others,
    unless `strict`: then StrictError is raised, with what came before it stored. A database that cannot be
    written to ends it with UnusableError.

    `progress` is called for each document when it is on the disk, with the number of its facts, or with
    its refusal; `read` with the bytes of input that are done with. A new database is made when there is
    something to store in it.
    """
    sources = list(sources)
    known_to = store if store.is_prepared() else None
    if known_to:
        store.prepare()
    with _filed(facts) as filed, _seldom_collected():
        if filed is not None:
            from pipeline.filed_loading import filed_batches

            batches = filed_batches(sources, filed, known_to, published=published, read=read)
        elif corrections is not None:
            batches = _corrected_batches(sources, corrections, published)
        else:
            batches = _read_batches(sources, known_to, published=published, jobs=jobs, read=read)
        # Whatever ends the load, the workers are ended with it.
        with closing(batches), Storing(store, replace=replace, strict=strict, progress=progress) as storing:
            for batch in batches:
                storing.store(batch)
    return storing.report


@contextmanager
def _seldom_collected() -> Iterator[None]:
    """Look for cycles seldom: rows come by the ten thousand, hold none, and each look sees them all."""
    often = gc.get_threshold()
    gc.set_threshold(_MOST_FACTS * 10, *often[1:])
    try:
        yield
    finally:
        gc.set_threshold(*often)


def _filed(facts: Sequence[str | Path]) -> "nullcontext[None] | FiledFacts":
    if not facts:
        return nullcontext(None)
    from pipeline.filed import FiledFacts

    return FiledFacts(facts)


def cut(
    items: Iterable[T], facts_of: Callable[[T], int], document_of: Callable[[T], Document | None]
) -> Iterator[list[T]]:
    """Cut items into batches that are bounded in documents, facts and characters."""
    batch: list[T] = []
    facts = characters = 0
    for item in items:
        batch.append(item)
        document = document_of(item)
        facts += facts_of(item)
        characters += len(document.text) if document else 0
        if len(batch) >= _MOST_DOCUMENTS or facts >= _MOST_FACTS or characters >= _MOST_CHARACTERS:
            yield batch
            batch, facts, characters = [], 0, 0
    if batch:
        yield batch


def _read_batches(
    sources: list[str | Path],
    known_to: Store | None,
    *,
    published: date | None,
    jobs: int | None,
    read: Callable[[int], None],
) -> Generator[Batch, None, None]:
    """Yield what is read of the documents, unless the store knows it already."""
    version = extractor_version()
    work: Callable[[list[Document]], list[Item]]
    work = partial(read_unknown, known_to.url, version) if known_to else _read_all
    items: Generator[Item, None, None] = readings(sources, published, jobs=jobs, work=work, read=read)
    with closing(items):
        for batch in cut(items, _facts_in, _document_in):
            read_now = [item for item in batch if isinstance(item, Reading)]
            facts = facts_frame(fact for reading in read_now for fact in reading.facts)
            yield Batch(batch, [version] * len(read_now), facts)


def _corrected_batches(
    sources: list[str | Path], corrections: Mapping[str, Mapping[str, Any]], published: date | None
) -> Generator[Batch, None, None]:
    """Yield what is read of the documents in this process, as a person corrected it."""
    from pipeline.drafts import corrected_readings

    read = corrected_readings(sources, corrections, published)
    for batch in cut(read, lambda one: _facts_in(one[0]), lambda one: _document_in(one[0])):
        items = [item for item, _ in batch]
        read_by = [by for item, by in batch if isinstance(item, Reading)]
        facts = facts_frame(fact for item in items if isinstance(item, Reading) for fact in item.facts)
        yield Batch(items, read_by, facts)


def _read_all(documents: list[Document]) -> list[Item]:
    return [*read_each(documents)]


def read_unknown(database: URL, version: str, documents: list[Document]) -> list[Item]:
    """Read the facts of the documents that are not stored as this version reads them; work of a worker."""
    with Store(database) as store:
        known = store.unchanged([(document, version) for document in documents])
    read = iter(read_each([one for one in documents if one.document_id not in known]))
    return [Known(known[one.document_id]) if one.document_id in known else next(read) for one in documents]


def _facts_in(item: Item) -> int:
    return len(item.facts) if isinstance(item, Reading) else 0


def _document_in(item: Item) -> Document | None:
    return item.document if isinstance(item, Reading) else None
