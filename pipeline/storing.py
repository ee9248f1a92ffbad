"""Batches -> checked against the contract -> the store, each while the next one is being made.

A batch is stored in a thread of its own: to check and to make one takes about as long as a database takes to
write one, and the database is another process or waits for the disk.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import Self

import pandas as pd

from documents import Refusal
from pipeline.checking import broken
from pipeline.extracting import StrictError
from pipeline.reading import name_of
from schemas.records import Reading
from store import Rows, Saved, Store, StoreError


@dataclass(frozen=True, slots=True)
class Known:
    """A document that is stored as it would be read now, so that reading its facts again is spared."""

    facts: int


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

    def readings(self) -> list[Reading | Rows]:
        """Return those of the items that may be stored."""
        return [item for item in self.items if isinstance(item, Reading | Rows)]


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


#: Why readings of a batch are not to be stored, by their number among the readings.
Wrong = dict[int, object]
#: What became of a document: how it was saved and the number of its facts, or why it was refused.
Outcome = tuple[Saved, int] | Refusal


class Storing:
    """Stores batches in their order, each while the next one is being made. Use it in a `with` statement.

    A document that breaks the contract or is refused by the store does not stop the others, unless
    `strict`: then StrictError is raised. A new database is made when there is something to store in it.
    `progress` is called for each document when it is on the disk, with the number of its facts, or with its
    refusal.
    """

    def __init__(
        self, store: Store, *, replace: bool, strict: bool, progress: Callable[[int | Refusal], None]
    ) -> None:
        self.report = LoadReport()
        self._store, self._replace, self._strict, self._progress = store, replace, strict, progress
        self._made = False
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._doing: Future[list[Outcome]] | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        with self._thread:
            self._finish()

    def store(self, batch: Batch) -> None:
        """Begin to store a batch, when the one before it is stored; what became of that one is reported."""
        wrong = _wrong(batch)
        self._finish()
        self._doing = self._thread.submit(self._stored, batch, wrong)

    def _finish(self) -> None:
        doing, self._doing = self._doing, None
        for outcome in doing.result() if doing else ():
            self._count(outcome)
            if self._strict and isinstance(outcome, Refusal):
                raise StrictError(f"{outcome} That stops the run, by --strict: {self.report}.")

    def _stored(self, batch: Batch, wrong: Wrong) -> list[Outcome]:
        if batch.read_by and not self._made:
            self._store.prepare()
            self._made = True
        return list(_outcomes(batch, wrong, self._store, self._replace))

    def _count(self, outcome: Outcome) -> None:
        if isinstance(outcome, Refusal):
            self.report.refused.append(outcome)
            self._progress(outcome)
        else:
            saved, facts = outcome
            self.report.outcomes[saved] += 1
            self.report.facts += facts
            self._progress(facts)


def _wrong(batch: Batch) -> Wrong:
    read = batch.readings()
    return {
        **broken([one.document for one in read], batch.facts, [len(one.facts) for one in read]),
        **batch.refused,
    }


def store_batch(batch: Batch, store: Store, *, replace: bool = False) -> list[Outcome]:
    """Check a batch and store it; return what became of each document, in order. The store is prepared."""
    return list(_outcomes(batch, _wrong(batch), store, replace))


def _outcomes(batch: Batch, wrong: Wrong, store: Store, replace: bool) -> Iterator[Outcome]:
    """Store a batch; yield what became of each document with the number of its facts, or its refusal."""
    read = batch.readings()
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
                yield outcome, 0 if outcome is Saved.SAME else len(item.facts)
            else:
                way_out = "" if isinstance(outcome, StoreError) else batch.way_out
                yield Refusal(name_of(item.document), str(outcome).rstrip(".") + way_out)
