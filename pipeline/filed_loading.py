"""Documents, and files that hold their facts -> batches to store, without reading the facts again.

A document of which the files hold no fact may have none, or may never have been read: the files do not
tell. It is stored without facts under the name UNREAD, so that it is there to be found, takes nothing
away, and is read by the next load that reads.
"""

import hashlib
from collections.abc import Callable, Generator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import accumulate, islice, pairwise
from pathlib import Path

import numpy as np
import pyarrow as pa

from documents import Raw, Refusal, Seen, parse, raw_all
from pipeline.facts_table import stored_form, stray_evidence
from pipeline.filed import FiledFacts, Stretch
from pipeline.loading import cut
from pipeline.storing import Batch, Known
from schemas.frames import facts_frame
from schemas.records import Document
from schemas.vocabulary import FACT_COLUMNS
from store import UNREAD, WITHOUT_EVIDENCE, Rows, Store
from store.rows import csv_of

_LOOKED_UP_AT_ONCE = 200
_WAY_OUT = (
    "; its facts in the files are of another text or were changed: extract it again, "
    "or load it without --facts"
)


def filed_batches(
    sources: Sequence[str | Path],
    filed: FiledFacts,
    known_to: Store | None,
    *,
    published: date | None,
    read: Callable[[int], None],
) -> Generator[Batch, None, None]:
    """Yield the documents of the sources with the facts that the files hold of them."""
    items = _found(_documents(sources, published, read), filed)
    for batch in cut(items, lambda one: one.facts, lambda one: one.document):
        yield _batch(batch, filed, known_to)
    documents_left, facts_left, names = filed.left()
    if documents_left:
        named = ", ".join(repr(name) for name in names) + (", …" if documents_left > len(names) else "")
        reason = (
            f"{facts_left} facts are of {documents_left} documents that are not in the input ({named}); "
            "name the texts that they were read from as well"
        )
        yield Batch([Refusal(", ".join(str(path) for path in filed.sources), reason)], [], facts_frame([]))


def _documents(
    sources: Sequence[str | Path], published: date | None, read: Callable[[int], None]
) -> Iterator[Document | Refusal]:
    seen = Seen()
    for raw in raw_all(sources, published):
        item = parse(raw) if isinstance(raw, Raw) else raw
        if isinstance(item, Document):
            item = seen.again(raw.name, item.document_id) or item
        yield item
        read(raw.size if isinstance(raw, Raw) else 0)


@dataclass(frozen=True, slots=True)
class _Found:
    """A document, where its facts stand, and how many there are; or what could not be read."""

    item: Document | Refusal
    stretches: list[Stretch]

    @property
    def facts(self) -> int:
        return sum(rows for _, rows in self.stretches)

    @property
    def document(self) -> Document | None:
        return self.item if isinstance(self.item, Document) else None

    def read_by(self, filed: FiledFacts) -> str | None:
        """Return the name under which the facts are stored, unless they must be seen for it."""
        if not self.stretches:
            return UNREAD
        if filed.read_by is None:
            return None
        return filed.read_by if filed.have_evidence else filed.read_by + WITHOUT_EVIDENCE


def _found(documents: Iterable[Document | Refusal], filed: FiledFacts) -> Iterator[_Found]:
    waiting = iter(documents)
    while some := list(islice(waiting, _LOOKED_UP_AT_ONCE)):
        ids = [item.document_id if isinstance(item, Document) else "" for item in some]
        yield from map(_Found, some, filed.find(ids))


def _batch(items: list[_Found], filed: FiledFacts, known_to: Store | None) -> Batch:
    named = [(one.document, name) for one in items if one.document and (name := one.read_by(filed))]
    known = known_to.unchanged(named) if known_to else {}
    new = [one for one in items if one.document and one.document.document_id not in known]
    table = filed.take(stretch for one in new for stretch in one.stretches)
    ends = list(accumulate((one.facts for one in new), initial=0))
    stored = stored_form(table)
    shares = [range(*share) for share in pairwise(ends)]
    made = iter(
        [Rows(one.document, stored, share) for one, share in zip(new, shares, strict=True) if one.document]
    )
    return Batch(
        [_item(one.item, known) or next(made) for one in items],
        [one.read_by(filed) or _digest(stored, share) for one, share in zip(new, shares, strict=True)],
        table.select(FACT_COLUMNS).to_pandas(date_as_object=False),
        _stray([len(one.document.text) for one in new if one.document], table, ends),
        _WAY_OUT,
    )


def _item(item: Document | Refusal, known: dict[str, int]) -> Known | Refusal | None:
    if isinstance(item, Refusal):
        return item
    return Known(known[item.document_id]) if item.document_id in known else None


def _digest(stored: pa.Table, share: range) -> str:
    """Return a name for facts of which nobody tells what read them: by what they are."""
    facts = csv_of(stored.slice(share.start, len(share)))
    return f"facts {hashlib.blake2b(facts, digest_size=8).hexdigest()}"


def _stray(lengths: list[int], table: pa.Table, ends: list[int]) -> dict[int, str]:
    """Return why a document is refused whose evidence does not stand in its text, by its number."""
    rows = stray_evidence(table, np.repeat(np.array(lengths, "int64"), np.diff(ends)))
    numbers = np.searchsorted(ends, rows, side="right") - 1
    return {int(number): "its facts have evidence that is not in its text" for number in numbers}
