"""Readings -> checked against the contract -> the store. A document is stored whole or not at all."""

import hashlib
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from importlib import resources
from itertools import islice
from pathlib import Path

from documents import Refusal
from pipeline.reading import read_facts
from schemas.frames import ContractError, check_documents, check_facts, documents_frame, facts_frame
from schemas.records import Reading
from store import Saved, Store, StoreError

#: Checking a frame costs far more than checking a row, so documents are checked this many at a time.
_BATCH = 200


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
    progress: Callable[[Reading | Refusal], None] = lambda _: None,
) -> LoadReport:
    """Read every document of the sources and store it with its facts; tell what became of them.

    A document that cannot be read, breaks the contract or is refused by the store does not stop the
    others. `progress` is called with each document as soon as it is done with.
    """
    report = LoadReport()
    for item in _checked(read_facts(sources, published)):
        outcome = item if isinstance(item, Refusal) else _save(item, store, replace)
        if isinstance(outcome, Refusal):
            report.refused.append(outcome)
            progress(outcome)
        elif isinstance(item, Reading):
            report.outcomes[outcome] += 1
            report.facts += len(item.facts)
            progress(item)
    return report


@cache
def extractor_version() -> str:
    """Return the name under which stored documents remember what read them: a digest of the code and words.

    Whoever mends a rule or pulls a newer one sees its effect at the next load, with no number to remember.
    """
    digest = hashlib.blake2b(digest_size=8)
    for room in ("documents", "extraction"):
        folder = Path(str(resources.files(room)))
        for path in sorted(folder.rglob("*")):
            if path.suffix in (".py", ".csv"):
                digest.update(f"{room}/{path.relative_to(folder)}\0".encode() + path.read_bytes())
    return digest.hexdigest()


def _save(reading: Reading, store: Store, replace: bool) -> Saved | Refusal:
    try:
        return store.save(reading, extractor_version(), replace=replace)
    except StoreError as error:
        return _refusal(reading, error)


def _checked(items: Iterable[Reading | Refusal]) -> Iterator[Reading | Refusal]:
    """Yield the items in order, a refusal in the place of a reading that breaks the contract."""
    waiting = iter(items)
    while batch := list(islice(waiting, _BATCH)):
        problem = _problem(batch)
        for item in batch:
            alone = _problem([item]) if problem else None
            yield _refusal(item, alone) if alone and isinstance(item, Reading) else item


def _problem(items: list[Reading | Refusal]) -> ContractError | None:
    """Return what breaks the contract in these readings."""
    readings = [item for item in items if isinstance(item, Reading)]
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
    name = reading.document.source or reading.document.document_id
    return Refusal(name, str(error).rstrip("."))
