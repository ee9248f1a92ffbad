"""Rows as they lie in the database, part by part, in one form that both kinds of database take.

Days and moments (UTC) are ISO 8601, and JSON is the text that was written: what goes from SQLite to
PostgreSQL and back is the same to the letter.
"""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from itertools import count
from typing import Any

from sqlalchemy import (
    JSON,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Select,
    Text,
    cast,
    func,
    literal_column,
    type_coerce,
)
from sqlalchemy.exc import DBAPIError

_NUMBERS = count()
#: How SQLAlchemy has SQLite keep days and moments.
_DAY, _MOMENT = "'YYYY-MM-DD'", "'YYYY-MM-DD HH24:MI:SS.US'"


def as_written(column: Column, dialect: str) -> ColumnElement:
    """Return the question for a column in the form that rows are carried in."""
    if dialect != "postgresql":
        return type_coerce(column, Text) if isinstance(column.type, Date | DateTime | JSON) else column
    if isinstance(column.type, JSON):
        return cast(column, Text)
    if isinstance(column.type, DateTime):
        return func.to_char(func.timezone(literal_column("'UTC'"), column), literal_column(_MOMENT))
    if isinstance(column.type, Date):
        return func.to_char(column, literal_column(_DAY))
    return column


def streamed(connection: Connection, wanted: Select, at_once: int) -> Iterator[Sequence[Any]]:
    """Yield rows, so many at once, by the driver's own cursor: SQLAlchemy's take three times as long."""
    asked = str(wanted.compile(connection, compile_kwargs={"literal_binds": True}))
    driver: Any = connection.connection.driver_connection
    # By a name PostgreSQL keeps the rows, and sends them part by part.
    named = {"name": f"tradefacts_{next(_NUMBERS)}"} if connection.dialect.name == "postgresql" else {}
    errors = connection.dialect.loaded_dbapi.Error
    try:
        with closing(driver.cursor(**named)) as cursor:
            cursor.execute(asked)
            while rows := cursor.fetchmany(at_once):
                yield rows
    except errors as error:
        raise DBAPIError.instance(asked, None, error, errors) from error


def in_parts(
    parts: Iterable[Sequence[Any]], most_rows: int, most_characters: int, text_at: int | None = None
) -> Iterator[list[Any]]:
    """Join parts of rows until there are so many rows, or characters in one of their columns."""
    rows: list[Any] = []
    characters = 0
    for part in parts:
        rows.extend(part)
        characters += sum(len(row[text_at]) for row in part) if text_at is not None else 0
        if len(rows) >= most_rows or characters >= most_characters:
            yield rows
            rows, characters = [], 0
    if rows:
        yield rows
