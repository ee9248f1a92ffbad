"""Readings -> checked against the contract -> the store. A document is stored whole or not at all."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from pathlib import Path

from documents import Refusal, read_all
from pipeline.reading import name_of, read_one
from pipeline.version import extractor_version
from schemas.frames import ContractError, check_documents, check_facts, documents_frame, facts_frame
from schemas.records import Reading
from store import Saved, Store, StoreError, UnusableError

#: Checking a frame costs far more than checking a row, so documents are checked this many at a time.
_BATCH = 200


@dataclass(frozen=True, slots=True)
class _Known:
    """A document that is stored as it would be read now, so that reading its facts again is spared."""

    facts: int


_Item = Reading | _Known | Refusal


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
    replace: bool = False,
    progress: Callable[[int | Refusal], None] = lambda _: None,
) -> LoadReport:
    """Read every document of the sources and store it with its facts; tell what became of them.

    A document that cannot be read, breaks the contract or is refused by the store does not stop the
    others; a database that cannot be written to does, with UnusableError. `progress` is called for each
    document as soon as it is done with, with the number of its facts or its refusal. A new database is
    made when there is something to store in it.
    """
    report = LoadReport()
    made = store.is_prepared()
    if made:
        store.prepare()
    for item in _checked(_items(sources, published, store if made else None)):
        if isinstance(item, Reading) and not made:
            store.prepare()
            made = True
        outcome = _outcome(item, store, replace)
        if isinstance(outcome, Refusal):
            report.refused.append(outcome)
            progress(outcome)
        else:
            saved, facts = outcome
            report.outcomes[saved] += 1
            report.facts += facts
            progress(facts)
    return report


def _items(sources: Iterable[str | Path], published: date | None, known_to: Store | None) -> Iterator[_Item]:
    """Yield what is read of each document, unless the store knows it already."""
    for item in read_all(sources, published):
        if isinstance(item, Refusal):
            yield item
            continue
        facts = known_to.unchanged(item, extractor_version()) if known_to else None
        yield read_one(item) if facts is None else _Known(facts)


def _outcome(item: _Item, store: Store, replace: bool) -> tuple[Saved, int] | Refusal:
    """Store a reading; return what became of it with the number of its facts, or its refusal."""
    if isinstance(item, Refusal):
        return item
    if isinstance(item, _Known):
        return Saved.UNCHANGED, item.facts
    try:
        return store.save(item, extractor_version(), replace=replace), len(item.facts)
    except UnusableError:
        raise
    except StoreError as error:
        return _refusal(item, error)


def _checked(items: Iterable[_Item]) -> Iterator[_Item]:
    """Yield the items in order, a refusal in the place of a reading that breaks the contract."""
    waiting = iter(items)
    while batch := list(islice(waiting, _BATCH)):
        problem = _problem(batch)
        for item in batch:
            alone = _problem([item]) if problem else None
            yield _refusal(item, alone) if alone and isinstance(item, Reading) else item


def _problem(items: list[_Item]) -> ContractError | None:
    """Return what breaks the contract in these readings."""
    readings = [item for item in items if isinstance(item, Reading)]
    if not readings:
        return None
    documents = [reading.document for reading in readings]
    try:
        check_documents(documents_frame(documents))
        check_facts(
            facts_frame(fact for reading in readings for fact in reading.facts),
            {document.document_id: document.text for document in documents},
        )
    except ContractError as error:
        return error
    return None


def _refusal(reading: Reading, error: Exception) -> Refusal:
    return Refusal(name_of(reading.document), str(error).rstrip("."))
