"""Readings -> rows: what becomes of each document of a batch, and its rows by the fastest way there is.

Everything here is done inside a transaction that is someone else's, who has the database's one write
lock: what is known of the documents stays so until it is committed.
"""

import json
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from dataclasses import replace as altered
from datetime import date
from enum import StrEnum
from itertools import groupby

import pyarrow as pa
from sqlalchemy import Connection, Row, Table, delete, func, select

from schemas.frames import DOCUMENT_COLUMNS
from schemas.records import Document, Fact, Reading
from store.copies import Originals, find_originals, originals_among, stored, write_originals
from store.counting import next_revision
from store.database import StoreError
from store.inserting import insert
from store.likeness import bands
from store.reviews import put_back, reviewed_in
from store.sentences import STORED_FACT, ProductOf, stored_rows, stored_tables
from store.tables import BANDS, DOCUMENTS, FACTS, is_among


@dataclass(frozen=True, slots=True)
class Rows:
    """A document, and which rows of a table are its facts: FACT_COLUMNS, and evidence as JSON."""

    document: Document
    table: pa.Table
    facts: range


#: A reading, and the name of what read it.
Named = tuple[Reading | Rows, str]

#: What read a document whose facts nobody has read, or nobody knows to have been read: it takes nothing away.
UNREAD = "unread"
#: What stands behind the name of what read a document that a person corrected: it stays until the person, or
#: another, corrects it again, whatever its file says and whatever the extractor learns.
CORRECTED = " corrected"
#: What stands behind the name of what read facts that lost the words they were read from.
WITHOUT_EVIDENCE = " without evidence"

_DESCRIPTION = ("title", "publisher", "author", "published", "url", "confidential")
_LISTS = ("passages", "pages", "notes")
_STORED = (*DOCUMENT_COLUMNS, *_LISTS, "extractor_version", "revision")


class Saved(StrEnum):
    """What became of a reading that was saved."""

    STORED = "stored"
    #: Stored, and told to be a copy of another.
    COPY = "stored as copies of others"
    #: Not stored: the same text is there, under another id.
    SAME = "the same as others"
    UNCHANGED = "unchanged"
    REREAD = "reread"


def save_batch(
    connection: Connection, batch: Sequence[Named], product_of: ProductOf, *, replace: bool
) -> list[Saved | StoreError]:
    """Store the readings of different documents, and return what became of each, a refusal among them."""
    known = _known(connection, [reading.document.document_id for reading, _ in batch])
    outcomes = [_outcome(known.get(one.document.document_id), one, by, replace) for one, by in batch]
    _set_same(connection, [one.document for one, _ in batch], outcomes)
    chosen = [
        (_as_confidential_as(known, reading), by)
        for (reading, by), outcome in zip(batch, outcomes, strict=True)
        if outcome in (Saved.STORED, Saved.REREAD)
    ]
    documents = [one.document for one, _ in chosen]
    old = [one.document_id for one in documents if one.document_id in known]
    before = originals_among(connection, old) if old else {}
    as_it_was = {one.document_id for one in documents if _has_text(known.get(one.document_id), one)}
    reviewed = reviewed_in(connection, sorted(as_it_was)) if as_it_was else {}
    if old:
        connection.execute(delete(DOCUMENTS).where(is_among(connection, DOCUMENTS.c.document_id, old)))
    if chosen:
        revision = next_revision(connection)
        _insert(connection, DOCUMENTS, (_document_row(*named, revision) for named in chosen))
        _insert_facts(connection, [one for one, _ in chosen], product_of)
        put_back(connection, old, product_of, reviewed)
    found = _tie(connection, documents, before, as_it_was)
    return [
        Saved.COPY if outcome is Saved.STORED and one.document.document_id in found else outcome
        for (one, _), outcome in zip(batch, outcomes, strict=True)
    ]


def _insert_facts(connection: Connection, readings: Sequence[Reading | Rows], product_of: ProductOf) -> None:
    facts = [fact for one in readings for fact in _own_facts(one)]
    if facts:
        insert(connection, FACTS, STORED_FACT, stored_rows(connection, facts, product_of))
    for table in _tables(one for one in readings if isinstance(one, Rows)):
        insert(connection, FACTS, STORED_FACT, stored_tables(connection, table, product_of))


def _tie(
    connection: Connection, documents: Sequence[Document], before: Originals, as_it_was: set[str]
) -> Originals:
    """Write down which documents are copies: what was told before of texts that stay, and what is found.

    Only what is no copy has bands: it is what others are compared with.
    """
    gone = {one.document_id for one in documents} - as_it_was
    found = {copy: one for copy, one in before.items() if copy not in gone and one not in gone}
    sketches = {one.document_id: bands(one) for one in documents}
    new = [one for one in documents if one.document_id in gone]
    copies, added = find_originals(connection, new, sketches)
    found |= copies
    alone = [copy for copy in before if copy not in found and copy not in sketches]
    again = [one for one in documents if one.document_id in as_it_was and one.document_id not in found]
    added |= {one.document_id: bands(one) for one in (*again, *stored(connection, alone))}
    insert(
        connection, BANDS, _COLUMNS[BANDS], ((band, one) for one, sketch in added.items() for band in sketch)
    )
    write_originals(connection, found, before)
    return found


def _set_same(
    connection: Connection, documents: Sequence[Document], outcomes: list[Saved | StoreError]
) -> None:
    """Set those apart that would be stored though their text is there, of the same publisher and day."""
    new = {number: documents[number] for number, told in enumerate(outcomes) if told is Saved.STORED}
    hashes = {number: document.sha256 for number, document in new.items()}
    names = ("sha256", "publisher", "published")
    wanted = select(*(DOCUMENTS.c[name] for name in names))
    there = defaultdict(list)
    for sha256, *said in connection.execute(
        wanted.where(is_among(connection, DOCUMENTS.c.sha256, list(hashes.values())))
    ):
        there[sha256].append(said)
    for number, document in new.items():
        said = [document.publisher, document.published]
        if any(_may_be_one(said, other) for other in there[hashes[number]]):
            outcomes[number] = Saved.SAME
        else:
            there[hashes[number]].append(said)


def _may_be_one(said: Sequence[object], other: Sequence[object]) -> bool:
    return all(a is None or b is None or a == b for a, b in zip(said, other, strict=True))


def _has_text(known: Row | None, document: Document) -> bool:
    return known is not None and known.sha256 == document.sha256


def unchanged(connection: Connection, documents: Sequence[tuple[Document, str]]) -> dict[str, int]:
    """Return how many facts are stored of each document, by its id, that a batch would leave as it is."""
    known = _known(connection, [document.document_id for document, _ in documents])
    kept = [
        document.document_id
        for document, read_by in documents
        if (row := known.get(document.document_id)) is not None
        and row.sha256 == document.sha256
        and _stays(row, document, read_by)
    ]
    count = select(FACTS.c.document_id, func.count()).where(FACTS.c.document_id.in_(kept))
    counted = {row[0]: row[1] for row in connection.execute(count.group_by(FACTS.c.document_id))}
    return {document_id: counted.get(document_id, 0) for document_id in kept}


def _known(connection: Connection, ids: list[str]) -> dict[str, Row]:
    names = ("document_id", "sha256", *_DESCRIPTION, "extractor_version")
    wanted = select(*(DOCUMENTS.c[name] for name in names)).where(
        is_among(connection, DOCUMENTS.c.document_id, ids)
    )
    return {row.document_id: row for row in connection.execute(wanted)}


def _outcome(known: Row | None, reading: Reading | Rows, read_by: str, replace: bool) -> Saved | StoreError:
    """Tell what is to become of a reading beside what is stored under its document's id."""
    document = reading.document
    if known is None:
        return Saved.STORED
    if _has_text(known, document):
        return Saved.UNCHANGED if _stays(known, document, read_by) else Saved.REREAD
    if replace:
        return Saved.REREAD
    return StoreError(
        f"the database already holds another text under the id {document.document_id!r}; "
        "give this one another name, or pass --replace to put it in the other's place"
    )


def _stays(known: Row, document: Document, read_by: str) -> bool:
    """Tell whether what is stored of a text is at least as good as a new reading of it."""
    if read_by.endswith(CORRECTED) or known.extractor_version.endswith(CORRECTED):
        return not read_by.endswith(CORRECTED)
    described = [(getattr(known, name), getattr(document, name)) for name in _DESCRIPTION]
    tells_more = any(new is not None and new != old for old, new in described)
    tells_less = any(new is None and old is not None for old, new in described)
    if read_by == UNREAD and known.extractor_version != UNREAD:
        return True
    as_good = read_by in (known.extractor_version, known.extractor_version + WITHOUT_EVIDENCE)
    return not tells_more and (tells_less or as_good)


def _as_confidential_as(known: Mapping[str, Row], reading: Reading | Rows) -> Reading | Rows:
    """Return a reading of a document that stays confidential, once told to be, until told not to be."""
    document = reading.document
    before = known.get(document.document_id)
    if before is None or before.confidential is None or document.confidential is not None:
        return reading
    return altered(reading, document=altered(document, confidential=before.confidential))


def _document_row(reading: Reading | Rows, read_by: str, revision: int) -> tuple[object, ...]:
    document = reading.document
    described = [getattr(document, name) for name in DOCUMENT_COLUMNS]
    described[_PUBLISHED] = _day(document.published)
    return (*described, *(json.dumps(getattr(document, name)) for name in _LISTS), read_by, revision)


def _own_facts(reading: Reading | Rows) -> Sequence[Fact]:
    return reading.facts if isinstance(reading, Reading) else ()


def _tables(readings: Iterable[Rows]) -> Iterator[pa.Table]:
    """Yield the facts of all of them: of each table the rows that are theirs."""
    for _, group in groupby(readings, key=lambda one: id(one.table)):
        chosen = list(group)
        numbers = [number for one in chosen for number in one.facts]
        table = chosen[0].table
        yield table if len(numbers) == len(table) else table.take(numbers)


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None


_PUBLISHED = DOCUMENT_COLUMNS.index("published")
_COLUMNS = {
    DOCUMENTS: _STORED,
    BANDS: ("band", "document_id"),
}


def _insert(connection: Connection, table: Table, rows: Iterable[tuple[object, ...]] | pa.Table) -> None:
    insert(connection, table, _COLUMNS[table], rows)
