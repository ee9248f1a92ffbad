"""Whether the index of words has the words of every sentence, and no others: SQLite's and PostgreSQL's."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from sqlalchemy import ColumnElement, Connection, Subquery, Text, cast, func, literal, select
from sqlalchemy.dialects.postgresql import TSQUERY
from sqlalchemy.exc import DBAPIError

from store.tables import SENTENCES
from store.words import Term, sentences_with, words_of

_INDEX = "ix_sentences_words"
#: By so many words those sentences are found that the index does not have as they read.
_MOST_WORDS = 500
#: Of one kind so many are named, and the rest counted.
_MOST_NAMED = 20
_REINDEX = f"REINDEX INDEX {_INDEX} mends it."
_MADE_ANEW = "back the database up and restore it into a new one, which makes the index anew"

BROKEN_INDEX = f"The index of words does not have the words of the sentences; {_MADE_ANEW}."


def check_words(connection: Connection) -> None:
    """Have SQLite compare its index of words with the sentences, by what looks like a change.

    Raises the driver's error where they are not the same.
    """
    connection.exec_driver_sql(
        "INSERT INTO sentence_words (sentence_words, rank) VALUES ('integrity-check', 1)"
    )


def unlike_the_texts(connection: Connection) -> Iterator[str]:
    """Yield which sentences PostgreSQL's index has otherwise than they read, or not at all.

    For each word the index is asked in how many sentences it stands, and that is held against the texts.
    """
    _tidy(connection)
    connection.exec_driver_sql("SET LOCAL enable_seqscan = off")
    connection.exec_driver_sql("SET LOCAL jit = off")
    if not _is_asked(connection):
        yield f"The index of words is not of the words that are looked for; {_MADE_ANEW}."
        return
    word, count = _words().c.word, func.count()
    counted = select(word, count.label("count")).group_by(word).subquery("counted")
    by_index = select(func.count()).select_from(SENTENCES).where(_has(counted.c.word))
    differ = counted.c["count"] != by_index.correlate(counted).scalar_subquery()
    rarest_first = select(counted.c.word).where(differ).order_by(counted.c["count"])
    found = connection.execute(rarest_first).scalars().all()
    yield from _sentences(connection, list(found[:_MOST_WORDS]))
    if (more := len(found) - _MOST_WORDS) > 0:
        yield f"The index of words has {more:,} more words in other sentences than they stand in."


def _tidy(connection: Connection) -> None:
    """Have what waits to be sorted into the index sorted in: every question would look through it."""
    with suppress(DBAPIError), connection.begin_nested():
        connection.exec_driver_sql(f"SELECT gin_clean_pending_list('{_INDEX}')")


def _is_asked(connection: Connection) -> bool:
    """Tell whether PostgreSQL uses the index where words are looked for: of other words it would not."""
    asked = sentences_with([Term(("word",), True)], "postgresql")
    written = asked.compile(connection, compile_kwargs={"literal_binds": True})
    plan = connection.exec_driver_sql(f"EXPLAIN {written}").scalars()
    return any(_INDEX in line for line in plan)


def _words() -> Subquery:
    """Return the number of each sentence beside each word that its text has."""
    words = func.unnest(func.tsvector_to_array(words_of(SENTENCES.c.text))).label("word")
    return select(SENTENCES.c.sentence_id, words).subquery("words")


def _has(word: ColumnElement[str]) -> ColumnElement[bool]:
    """Return the condition that a sentence has a word, by the index."""
    quoted = func.replace(func.replace(word, "\\", "\\\\"), "'", "''")
    return words_of(SENTENCES.c.text).op("@@")(cast(func.concat("'", quoted, "'"), TSQUERY))


def _sentences(connection: Connection, words: list[str]) -> Iterator[str]:
    """Yield which sentences the index has otherwise than they read, by some words of which it is so."""
    read = _words()
    by_text = {tuple(row) for row in connection.execute(select(read).where(read.c.word.in_(words)))}
    by_index = set()
    for word in words:
        has_it = select(SENTENCES.c.sentence_id).where(_has(literal(word, Text)))
        by_index |= {(number, word) for number in connection.execute(has_it).scalars()}
    lacking = sorted({number for number, _ in by_text - by_index})
    yield from named("Sentence {} is not in the index of words as it reads; " + _REINDEX, lacking)
    left = sorted({number for number, _ in by_index - by_text})
    yield from named("The index of words has sentence {} with other words than it reads; " + _REINDEX, left)


def unindexed(connection: Connection) -> Iterator[str]:
    """Yield which sentences SQLite's index of words lacks, and which it has that are not there."""
    there = set(
        connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE name LIKE 'sentence_words%'"
        ).scalars()
    )
    for name in (
        "sentence_words",
        "sentence_words_docsize",
        "sentence_words_added",
        "sentence_words_removed",
    ):
        if name not in there:
            yield f"The index of the words of the sentences is broken: {name} is gone."
            return
    asked = (
        "SELECT {one}.{a} FROM {one} LEFT JOIN {other} ON {other}.{b} = {one}.{a} WHERE {other}.{b} IS NULL"
    )
    sides = {"one": "sentences", "a": "sentence_id", "other": "sentence_words_docsize", "b": "id"}
    lacking = connection.exec_driver_sql(asked.format(**sides)).scalars()
    yield from named("Sentence {} is not in the index of words.", lacking)
    sides = {"one": "sentence_words_docsize", "a": "id", "other": "sentences", "b": "sentence_id"}
    left = connection.exec_driver_sql(asked.format(**sides)).scalars()
    yield from named("The index of words has sentence {}, which is not there.", left)


def named(sentence: str, found: Iterable[Any]) -> Iterator[str]:
    """Yield a sentence for each, and after so many how many more there are."""
    more = 0
    for number, one in enumerate(found):
        if number < _MOST_NAMED:
            yield sentence.format(one)
        else:
            more += 1
    if more:
        yield f"So it is with {more:,} more."
