"""All rows of one database -> another, of the same shape: between SQLite and PostgreSQL, in either direction.

Everything here is done inside two transactions that are someone else's: one that sees a single state of what
is copied, and one in which all of it comes to be there, or nothing.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Connection, DateTime, MetaData, Table, delete, func, inspect, select, text

from store.admitting import Admitted, admit
from store.checking import count_of
from store.counting import revision_of, set_replaced
from store.database import StoreError
from store.inserting import insert
from store.streaming import as_written, in_parts, streamed
from store.tables import ATTEMPTS, AUDIT, COUNTERS, DOCUMENTS, METADATA, PEOPLE, REVIEWS, SESSIONS, TOKENS

#: A document may be long: so few are asked for at once, and so many characters are stored at once.
_DOCUMENTS_AT_ONCE, _ROWS_AT_ONCE = 20, 5000
_MOST_CHARACTERS = 4_000_000
#: Who is logged in, and who tried to, does not go along: a log-in that came back would be a door left open.
_OF_THE_MOMENT = (SESSIONS.name, ATTEMPTS.name)
#: What a database keeps of its own, whatever comes: what was done in it, who may get in, and who tried to.
_ITS_OWN = (AUDIT.name, PEOPLE.name, TOKENS.name, ATTEMPTS.name)

#: Is told how many rows were copied, of how many.
Progress = Callable[[int, int], None]


def tables_of(connection: Connection) -> list[Table]:
    """Return the tables that a database has, of ours and with the columns that are there, in their order.

    An older shape has fewer of them.
    """
    known = inspect(connection)
    return [_as_there(one, known) for one in METADATA.sorted_tables if known.has_table(one.name)]


def _as_there(one: Table, known: Any) -> Table:
    """Return a table with the columns that are there; of one that we do not have any more a text is known."""
    columns = []
    for found in known.get_columns(one.name):
        ours = one.columns.get(found["name"])
        kind = ours.type if ours is not None else found["type"]
        columns.append(Column(found["name"], kind, primary_key=bool(ours is not None and ours.primary_key)))
    return Table(one.name, MetaData(), *columns)


def copy_all(source: Connection, target: Connection, progress: Progress) -> tuple[dict[str, int], Admitted]:
    """Copy every row into a database that has none; return how many there are now, by table, and who came.

    The audit log and people are not counted: a database may have had its own, and keeps them.
    Raises StoreError where what came is not as much as what went.
    """
    every = tables_of(source)
    events = [one for one in every if one.name == AUDIT.name]
    tables = [one for one in every if one.name not in (*_OF_THE_MOMENT, *_ITS_OWN)]
    expected = {one.name: count_of(source, one) for one in tables}
    total, done = sum(expected.values()), 0
    if COUNTERS.name in expected:
        # A new database counts from 0 by itself.
        target.execute(delete(COUNTERS))
    for one in tables:
        names = [column.name for column in one.columns]
        for rows in _rows(source, one):
            insert(target, one, names, _zoned(target, one.columns, rows))
            done += len(rows)
            progress(done, total)
    for one in events:
        _add_events(source, target, one)
    admitted = admit(source, target)
    _go_on_counting(target)
    return _all_there(target, tables, expected), admitted


def _all_there(target: Connection, tables: Sequence[Table], expected: dict[str, int]) -> dict[str, int]:
    found = {one.name: count_of(target, one) for one in tables}
    if wrong := [name for name, count in expected.items() if found[name] != count]:
        name = wrong[0]
        raise StoreError(
            f"Of {expected[name]:,} rows of {name} {found[name]:,} came; nothing was changed. Try again."
        )
    return found


def _rows(source: Connection, one: Table) -> Iterator[list[Any]]:
    columns = [as_written(column, source.dialect.name) for column in one.columns]
    wanted = select(*columns)
    if keys := list(one.primary_key.columns):
        # In the order of its key a table is written from one end to the other.
        wanted = wanted.order_by(*keys) if one.name != "facts" else wanted
    if one.name != DOCUMENTS.name:
        yield from map(list, streamed(source, wanted, _ROWS_AT_ONCE))
        return
    text_at = [column.name for column in one.columns].index("text")
    parts = streamed(source, wanted, _DOCUMENTS_AT_ONCE)
    yield from in_parts(parts, _ROWS_AT_ONCE, _MOST_CHARACTERS, text_at)


def _zoned(target: Connection, columns: Iterable[Column[Any]], rows: Sequence[Any]) -> list[tuple[Any, ...]]:
    """Return rows as a database takes them: PostgreSQL is told that moments are those of UTC."""
    places = [at for at, column in enumerate(columns) if isinstance(column.type, DateTime)]
    if target.dialect.name != "postgresql" or not places:
        return [tuple(row) for row in rows]
    return [
        tuple(f"{value}+00" if at in places and value else value for at, value in enumerate(row))
        for row in rows
    ]


def _add_events(source: Connection, target: Connection, one: Table) -> None:
    """Add the events of an audit log to another one, which keeps its own; what both have is there once.

    Two events may be the same to the letter: each is there as often as in the one log that has it more often.
    """
    columns = [column for column in one.columns if column.name != "audit_id"]
    theirs = select(*(as_written(column, source.dialect.name) for column in columns)).order_by(one.c.audit_id)
    ours = select(*(as_written(column, target.dialect.name) for column in columns))
    known = Counter(tuple(row) for row in target.execute(ours))
    for rows in streamed(source, theirs, _ROWS_AT_ONCE):
        fresh = []
        for row in map(tuple, rows):
            if known[row]:
                known[row] -= 1
            else:
                fresh.append(row)
        insert(target, one, [column.name for column in columns], _zoned(target, columns, fresh))


def _go_on_counting(target: Connection) -> None:
    """Let PostgreSQL number the next review and person behind those that came with their numbers."""
    if target.dialect.name != "postgresql":
        return
    for table, key in ((REVIEWS, REVIEWS.c.review_id), (PEOPLE, PEOPLE.c.person_id)):
        if inspect(target).has_table(table.name):
            last = select(func.max(key)).scalar_subquery()
            sequence = func.pg_get_serial_sequence(table.name, key.name)
            target.execute(select(func.setval(sequence, func.coalesce(last, 0) + 1, text("false"))))


def what_is_there(connection: Connection) -> str:
    """Return what would be lost if a database were replaced, in words; nothing where there is nothing."""
    kinds = {
        "documents": "documents",
        "reviews": "reviews",
        "saved_views": "named views",
        "observations": "official figures",
    }
    found = [
        f"{count:,} {told}"
        for name, told in kinds.items()
        if (count := count_of(connection, METADATA.tables[name]))
    ]
    return ", ".join(found)


def replace_all(
    source: Connection, target: Connection, progress: Progress
) -> tuple[dict[str, int], Admitted]:
    """Put all of one database in the place of all of another; return its counts, and who may get in by it."""
    before = revision_of(target)
    for one in reversed(METADATA.sorted_tables):
        if one.name not in _ITS_OWN:
            target.execute(delete(one))
    counts, admitted = copy_all(source, target, progress)
    # Whoever keeps a copy in memory of what was there must see that all of it is another.
    set_replaced(target, before)
    return counts, admitted
