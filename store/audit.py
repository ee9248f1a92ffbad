"""Who did what, when and from where. Rows are added, and nothing else: triggers of the database see to it."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from datetime import UTC, datetime
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Select, select

from store.tables import AUDIT

Opening = Callable[[], AbstractContextManager[Connection]]

#: So many letters of what an event is about are kept: some of them come from outside.
_LONGEST = 500


class What(StrEnum):
    """What was done."""

    LOG_IN = "log-in"
    FAILED_LOG_IN = "failed log-in"
    LOG_OUT = "log-out"
    LOAD = "load"
    REVIEW = "review"
    EXPORT = "export"
    RESTORE = "restore"
    SAVED_VIEW = "saved view"
    PERSON_KNOWN = "person known"
    PERSON_ADDED = "person added"
    ROLE_CHANGED = "role changed"
    DISABLED = "disabled"
    ENABLED = "enabled"
    PASSWORD_SET = "password set"
    TOKEN_MADE = "token made"
    TOKEN_REVOKED = "token revoked"


class Event(NamedTuple):
    """One thing that was done; `who` is null where nobody knows, `address` is from where it was asked."""

    at: datetime
    who: str | None
    what: What
    about: str | None = None
    address: str | None = None


class Audit:
    """The audit log of one database."""

    def __init__(self, reading: Opening, writing: Opening) -> None:
        self._reading = reading
        self._writing = writing

    def write(self, event: Event) -> None:
        """Add an event, for good."""
        with self._writing() as connection:
            record(connection, event)

    def events(self, most: int | None = None, since: datetime | None = None) -> list[Event]:
        """Return what was done, the last first; `most` is how many at most, `since` from when on."""
        # What a backup added has later numbers than what was done since then.
        last_first = (AUDIT.c.at.desc(), AUDIT.c.audit_id.desc())
        wanted = select(*(AUDIT.c[name] for name in Event._fields)).order_by(*last_first)
        if since:
            wanted = wanted.where(AUDIT.c.at >= since.astimezone(UTC))
        with self._reading() as connection:
            return list(_events(connection, wanted.limit(most)))


def record(connection: Connection, event: Event) -> None:
    """Add an event in the transaction of what was done, so that the one is never there without the other."""
    words = {name: _legible(getattr(event, name)) for name in ("who", "about", "address")}
    told = {"at": event.at.astimezone(UTC), "what": What(event.what).value, **words}
    connection.execute(AUDIT.insert().values(**told))


def _legible(text: str | None) -> str | None:
    """Return a text as one line, without the signs by which a terminal or a page would show another one."""
    if text is None:
        return None
    return "".join(
        one if one.isprintable() else " " if one.isspace() else "\ufffd" for one in text[:_LONGEST]
    )


def in_utc(when: datetime) -> datetime:
    """Return a moment as it was stored. SQLite keeps no zone: what is written there is UTC."""
    return when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)


def _events(connection: Connection, wanted: Select) -> Iterator[Event]:
    for row in connection.execute(wanted):
        yield Event(in_utc(row.at), row.who, What(row.what), row.about, row.address)
