"""Whether a whole database is sound: what is not is said in sentences, from one state of it.

Documents come one part after the other, each with its facts and sentences, so that memory is bounded and each
row is looked at once; what belongs to nothing is asked of the database itself.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sqlalchemy import (
    Column,
    ColumnElement,
    Connection,
    Table,
    and_,
    exists,
    func,
    inspect,
    not_,
    select,
    text,
)
from sqlalchemy.exc import DBAPIError

from schemas.frames import DOCUMENT_COLUMNS
from schemas.soundness import (
    StoredDocument,
    not_as_corrected,
    wrong_with_documents,
    wrong_with_facts,
    wrong_with_observations,
)
from schemas.vocabulary import FACT_COLUMNS, Verdict
from store.checking_words import named, unindexed, unlike_the_texts
from store.counting import revision_of
from store.owner import newest_revision, revisions_of
from store.streaming import as_written, in_parts, streamed
from store.tables import (
    BANDS,
    DOCUMENTS,
    FACTS,
    METADATA,
    OBSERVATIONS,
    REVIEWS,
    SENTENCES,
    is_among,
)

#: So many documents are asked for at once: a text may be long.
_DOCUMENTS_AT_ONCE = 20
_MOST_DOCUMENTS, _MOST_CHARACTERS = 500, 4_000_000
_OBSERVATIONS_AT_ONCE = 20_000

_LISTS = ("passages", "pages", "notes")
_TEXT_AT = DOCUMENT_COLUMNS.index("text")
_PLACE = ("document_id", "start", "end", "quote")

#: Is told how many documents were looked at, of how many.
Progress = Callable[[int, int], None]


def wrong_in(connection: Connection, progress: Progress = lambda done, total: None) -> Iterator[str]:
    """Yield what is wrong in a database. Of a damaged file, or one of another shape, nothing more is told."""
    for asked in (_shape, wrong_pages):
        if wrong := list(asked(connection)):
            yield from wrong
            return
    yield from _indexes(connection)
    yield from _guards(connection)
    yield from _alone(connection)
    yield from _counters(connection)
    yield from _documents(connection, progress)
    yield from _official(connection)
    if connection.dialect.name == "postgresql":
        yield from unlike_the_texts(connection)


def _shape(connection: Connection) -> Iterator[str]:
    """Yield how far the tables are not those of the newest shape."""
    revisions = revisions_of(connection)
    if revisions != {newest_revision()}:
        told = ", ".join(sorted(revisions)) or "none"
        yield (
            f"The database is of the shape {told}, and the newest is {newest_revision()}; "
            "run tradefacts prepare, and check again."
        )
        return
    known = inspect(connection)
    there = set(known.get_table_names())
    for table in METADATA.sorted_tables:
        if table.name not in there:
            yield f"The table {table.name} is gone."
            continue
        columns = {one["name"] for one in known.get_columns(table.name)}
        for column in table.columns:
            if column.name not in columns:
                yield f"The table {table.name} has lost its column {column.name}."


def wrong_pages(connection: Connection) -> Iterator[str]:
    """Yield what SQLite says of its own file; PostgreSQL watches over its pages by itself."""
    if connection.dialect.name != "sqlite":
        return
    asked = "SELECT name FROM sqlite_master WHERE type = 'table' AND rootpage > 0 ORDER BY name"
    for name in connection.exec_driver_sql(asked).scalars().all():
        try:
            told = connection.exec_driver_sql(f"PRAGMA integrity_check({name})").scalars().all()
        except DBAPIError as error:
            told = [str(error.orig)]
        real = [one for one in told if one != "ok" and not _is_slip(connection, one)]
        yield from named(f"The file itself is damaged, in {name}: {{}}.", real)


def _is_slip(connection: Connection, told: str) -> bool:
    """Tell whether SQLite says of a value that it is null, and it is not.

    Before 3.41 it looks for the columns of a table WITHOUT ROWID in the wrong places.
    """
    table, _, column = told.removeprefix("NULL value in ").partition(".")
    if not told.startswith("NULL value in ") or table not in METADATA.tables:
        return False
    asked = f'SELECT 1 FROM {table} WHERE "{column}" IS NULL LIMIT 1'
    return column in METADATA.tables[table].columns and not connection.exec_driver_sql(asked).first()


def _indexes(connection: Connection) -> Iterator[str]:
    """Yield which indexes are not there, or are not to be relied on."""
    known = inspect(connection)
    for table in METADATA.sorted_tables:
        there = {one["name"] for one in known.get_indexes(table.name)}
        for index in table.indexes:
            if index.name not in there:
                yield f"The index {index.name} of the table {table.name} is gone."
    if connection.dialect.name == "postgresql":
        invalid = text(
            "SELECT indexrelid::regclass::text FROM pg_index WHERE NOT (indisvalid AND indisready)"
        )
        for name in connection.execute(invalid).scalars():
            yield f"The index {name} is not valid; REINDEX it."
        words = text("SELECT 1 FROM pg_indexes WHERE indexname = 'ix_sentences_words'")
        if not connection.execute(words).first():
            yield "The index of the words of the sentences is gone."
        return
    yield from unindexed(connection)


#: What keeps the audit log from being changed, by kind of database.
_GUARDS = {
    "sqlite": (
        {"audit_refuses_update", "audit_refuses_delete"},
        text("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"),
    ),
    "postgresql": (
        {"audit_refuses"},
        text("SELECT tgname FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND tgenabled <> 'D'"),
    ),
}


def _guards(connection: Connection) -> Iterator[str]:
    """Yield what would let rows of the audit log be changed."""
    wanted, asked = _GUARDS[connection.dialect.name]
    for name in sorted(wanted - set(connection.execute(asked).scalars())):
        yield (
            f"The trigger {name} is gone or switched off, without which the audit log can be changed; "
            "restore a backup into a new database."
        )


_ORIGINAL, _TOLD = DOCUMENTS.alias("original"), FACTS.alias("told")


def _lacks(column: Column, other: Column) -> ColumnElement[bool]:
    """Return the condition that no row has as `other` what a row has as `column`."""
    return not_(exists().where(other == column))


#: What belongs to something that is not there: a sentence, what it names, and when it is so.
_ALONE: list[tuple[str, Column, ColumnElement[bool]]] = [
    ("Fact {!r} has no document.", FACTS.c.fact_id, _lacks(FACTS.c.document_id, DOCUMENTS.c.document_id)),
    ("Fact {!r} has no sentence.", FACTS.c.fact_id, _lacks(FACTS.c.sentence_id, SENTENCES.c.sentence_id)),
    (
        "Sentence {} has no document.",
        SENTENCES.c.sentence_id,
        _lacks(SENTENCES.c.document_id, DOCUMENTS.c.document_id),
    ),
    (
        "Sentence {} has no fact.",
        SENTENCES.c.sentence_id,
        _lacks(SENTENCES.c.sentence_id, FACTS.c.sentence_id),
    ),
    (
        "What finds copies names document {!r}, which is not there.",
        BANDS.c.document_id,
        _lacks(BANDS.c.document_id, DOCUMENTS.c.document_id),
    ),
    (
        "Review {} is of a document that is not there.",
        REVIEWS.c.review_id,
        _lacks(REVIEWS.c.document_id, DOCUMENTS.c.document_id),
    ),
    (
        "Document {!r} is a copy of one that is not there, or of a copy.",
        DOCUMENTS.c.document_id,
        and_(
            DOCUMENTS.c.copy_of.is_not(None),
            not_(
                exists().where(_ORIGINAL.c.document_id == DOCUMENTS.c.copy_of, _ORIGINAL.c.copy_of.is_(None))
            ),
        ),
    ),
    (
        "Fact {!r} says again what a fact says that its document's original does not have.",
        FACTS.c.fact_id,
        and_(
            FACTS.c.repeats.is_not(None),
            not_(
                exists().where(
                    _TOLD.c.fact_id == FACTS.c.repeats,
                    DOCUMENTS.c.document_id == FACTS.c.document_id,
                    DOCUMENTS.c.copy_of == _TOLD.c.document_id,
                )
            ),
        ),
    ),
    (
        "Review {} is not told of the fact that stands in its place.",
        REVIEWS.c.review_id,
        and_(
            _lacks(REVIEWS.c.fact_id, FACTS.c.fact_id),
            exists().where(*(_TOLD.c[name] == REVIEWS.c[name] for name in _PLACE)),
        ),
    ),
]


def _alone(connection: Connection) -> Iterator[str]:
    """Yield what belongs to something that is not there."""
    for sentence, column, condition in _ALONE:
        rows = connection.execute(select(column).where(condition).order_by(column))
        yield from named(sentence, rows.scalars())


def _counters(connection: Connection) -> Iterator[str]:
    """Yield whether something claims a change that was not counted: who keeps a copy would never see it."""
    last = revision_of(connection)
    for table in (DOCUMENTS, REVIEWS):
        highest = connection.execute(select(func.max(table.c.revision))).scalar() or 0
        if highest > last:
            yield f"The table {table.name} has a change numbered {highest}, and only {last} were counted."


def _documents(connection: Connection, progress: Progress) -> Iterator[str]:
    total = count_of(connection, DOCUMENTS)
    done = 0
    columns = [
        as_written(DOCUMENTS.c[name], connection.dialect.name) for name in (*DOCUMENT_COLUMNS, *_LISTS)
    ]
    wanted = select(*columns).order_by(DOCUMENTS.c.document_id)
    parts = streamed(connection, wanted, _DOCUMENTS_AT_ONCE)
    for rows in in_parts(parts, _MOST_DOCUMENTS, _MOST_CHARACTERS, _TEXT_AT):
        documents = [
            StoredDocument(dict(zip(DOCUMENT_COLUMNS, row, strict=False)), *row[-len(_LISTS) :])
            for row in rows
        ]
        yield from wrong_with_documents(documents)
        yield from _facts(connection, {row[0]: row[_TEXT_AT] for row in rows})
        done += len(rows)
        progress(done, total)


def _facts(connection: Connection, texts: dict[str, str]) -> Iterator[str]:
    """Yield what is wrong with the facts of some documents: their spans, sentences and reviews."""
    dialect = connection.dialect.name
    own = [
        SENTENCES.c.text if name == "sentence" else as_written(FACTS.c[name], dialect)
        for name in FACT_COLUMNS
    ]
    more = [as_written(FACTS.c.evidence, dialect), FACTS.c.review, SENTENCES.c.document_id]
    joined = select(*own, *more).join_from(FACTS, SENTENCES, FACTS.c.sentence_id == SENTENCES.c.sentence_id)
    rows = connection.execute(joined.where(is_among(connection, FACTS.c.document_id, list(texts)))).all()
    facts = [dict(zip(FACT_COLUMNS, row, strict=False)) for row in rows]
    yield from wrong_with_facts(facts, [row[-3] for row in rows], texts)
    for fact, row in zip(facts, rows, strict=True):
        if row[-1] != fact["document_id"]:
            yield f"The sentence of fact {fact['fact_id']!r} is of another document, {row[-1]!r}."
    states = {
        (fact["fact_id"], fact["quote"]): (row[-2], fact) for fact, row in zip(facts, rows, strict=True)
    }
    yield from _reviewed(connection, list(texts), states)


def _reviewed(
    connection: Connection,
    ids: list[str],
    states: Mapping[tuple[str, str], tuple[str | None, Mapping[str, Any]]],
) -> Iterator[str]:
    """Yield which facts, by id and quote, are not as people last said of them, to each corrected value."""
    corrections = as_written(REVIEWS.c.corrected, connection.dialect.name)
    said = (REVIEWS.c.fact_id, REVIEWS.c.quote, REVIEWS.c.verdict, corrections)
    wanted = select(*said).where(is_among(connection, REVIEWS.c.document_id, ids))
    last: dict[tuple[str, str], tuple[str | None, str]] = {}
    for fact_id, quote, verdict, corrected in connection.execute(wanted.order_by(REVIEWS.c.review_id)):
        last[fact_id, quote] = (None if verdict == Verdict.WITHDRAWN else verdict, corrected)
    for place, (state, fact) in states.items():
        verdict, corrected = last.get(place, (None, "{}"))
        if state != verdict:
            told = verdict or "nothing"
            yield f"Fact {place[0]!r} is {state or 'unreviewed'}, and people last said {told} of it."
        elif names := not_as_corrected(fact, corrected):
            yield f"Fact {place[0]!r} does not have its {', '.join(names)} as people corrected it."


def _official(connection: Connection) -> Iterator[str]:
    names = [one.name for one in OBSERVATIONS.columns]
    columns = [as_written(one, connection.dialect.name) for one in OBSERVATIONS.columns]
    for rows in streamed(connection, select(*columns), _OBSERVATIONS_AT_ONCE):
        yield from wrong_with_observations([dict(zip(names, row, strict=True)) for row in rows])


def count_of(connection: Connection, table: Table) -> int:
    """Return the number of rows of a table."""
    return int(connection.execute(select(func.count()).select_from(table)).scalar() or 0)
