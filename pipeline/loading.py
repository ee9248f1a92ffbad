"""Readings -> checked against the contract -> the store. A document is stored whole or not at all.

Documents are stored some thousands at a time, because a transaction and a check of a frame each cost much
more than a document. What is reported as stored is on the disk; an interrupted load has stored whole
documents, and the next one passes over them.
"""

from collections import Counter
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from contextlib import closing, nullcontext
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import pandas as pd
from sqlalchemy import URL

from documents import Refusal
from pipeline.checking import broken
from pipeline.extracting import StrictError
from pipeline.reading import name_of, read_each, readings
from pipeline.version import extractor_version
from schemas.frames import facts_frame
from schemas.records import Document, Reading
from store import Rows, Saved, Store, StoreError

if TYPE_CHECKING:
    from pipeline.filed import FiledFacts

T = TypeVar("T")

#: A batch ends behind so many documents, facts or characters, whichever comes first.
_MOST_DOCUMENTS, _MOST_FACTS, _MOST_CHARACTERS = 2000, 20_000, 4_000_000


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is stored as it would be read now, so that reading its facts again is spared."""

    facts: int


#: What a worker gives back of a document.
Item = Reading | Known | Refusal


@dataclass(frozen=True, slots=True)
class Batch:
    """What is stored in one transaction: a reading of each document, or what stands in its place."""

    items: Sequence[Reading | Rows | Known | Refusal]
    #: What read each of the readings, in their order.
    read_by: list[str]
    #: All their facts in order.
    facts: pd.DataFrame
    #: Readings that are not to be stored, by their number among the readings, with the reason.
    refused: dict[int, str] = field(default_factory=dict)
    #: What is said of a way out behind the reason for which a reading is refused.
    way_out: str = ""


@dataclass(slots=True)
class LoadReport:
    """What became of the documents: how many were stored, unchanged or reread, and the refused ones."""

    outcomes: Counter[Saved] = field(default_factory=Counter)
    #: The facts of all the documents that are in the database now.
    facts: int = 0
    refused: list[Refusal] = field(default_factory=list)

    def __str__(self) -> str:
        told = [f"{self.outcomes[outcome]} {outcome}" for outcome in Saved if self.outcomes[outcome]]
        if self.refused:
            told.append(f"{len(self.refused)} refused")
        return f"{', '.join(told) or 'no document'}; {self.facts} facts"


def load(
    sources: Iterable[str | Path],
    store: Store,
    *,
    published: date | None = None,
    facts: Sequence[str | Path] = (),
    replace: bool = False,
    strict: bool = False,
    jobs: int | None = None,
    progress: Callable[[int | Refusal], None] = lambda _: None,
    read: Callable[[int], None] = lambda _: None,
) -> LoadReport:
    """Read every document of the sources and store it with its facts; tell what became of them.

    The facts are read by `jobs` processes (None: as many as there are cores), or taken from the files
    `facts`, which `tradefacts extract` has written. A document that cannot be read, breaks the contract
    or is refused by the store does not stop the others, unless `strict`: then StrictError is raised, with
    what came before it stored. A database that cannot be written to ends it with UnusableError.

    `progress` is called for each document when it is on the disk, with the number of its facts, or with
    its refusal; `read` with the bytes of input that are done with. A new database is made when there is
    something to store in it.
    """
    sources = list(sources)
    report = LoadReport()
    made = store.is_prepared()
    if made:
        store.prepare()
    known_to = store if made else None
    with _filed(facts) as filed:
        if filed is not None:
            from pipeline.filed_loading import filed_batches

            batches = filed_batches(sources, filed, known_to, published=published, read=read)
        else:
            batches = _read_batches(sources, known_to, published=published, jobs=jobs, read=read)
        # Whatever ends the load, the workers are ended with it.
        with closing(batches):
            for batch in batches:
                if not made and batch.read_by:
                    store.prepare()
                    made = True
                for outcome in _outcomes(batch, store, replace):
                    _count(outcome, report, progress)
                    if strict and isinstance(outcome, Refusal):
                        raise StrictError(f"{outcome} That stops the run, by --strict: {report}.")
    return report


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


def _outcomes(batch: Batch, store: Store, replace: bool) -> Iterator[tuple[Saved, int] | Refusal]:
    """Store a batch; yield what became of each document with the number of its facts, or its refusal."""
    read = [item for item in batch.items if isinstance(item, Reading | Rows)]
    counts = [len(reading.facts) for reading in read]
    wrong: dict[int, object] = {
        **broken([one.document for one in read], batch.facts, counts),
        **batch.refused,
    }
    good = [
        named for number, named in enumerate(zip(read, batch.read_by, strict=True)) if number not in wrong
    ]
    saved = iter(store.save_all(good, replace=replace) if good else [])
    number = 0
    for item in batch.items:
        if isinstance(item, Refusal):
            yield item
        elif isinstance(item, Known):
            yield Saved.UNCHANGED, item.facts
        else:
            outcome = wrong[number] if number in wrong else next(saved)
            number += 1
            if isinstance(outcome, Saved):
                yield outcome, len(item.facts)
            else:
                way_out = "" if isinstance(outcome, StoreError) else batch.way_out
                yield Refusal(name_of(item.document), str(outcome).rstrip(".") + way_out)


def _count(
    outcome: tuple[Saved, int] | Refusal, report: LoadReport, progress: Callable[[int | Refusal], None]
) -> None:
    if isinstance(outcome, Refusal):
        report.refused.append(outcome)
        progress(outcome)
    else:
        saved, facts = outcome
        report.outcomes[saved] += 1
        report.facts += facts
        progress(facts)
