"""People and tokens of one database -> another: who is known there stays as they are there.

Whether somebody may get in is decided now, not when a backup was made: whoever was disabled since then, was
given a lesser role or another password, or whose token was revoked, is not let in by an old copy.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import Connection, Row, Table, inspect, select

from store.accounts import API, Person, person_of
from store.audit import in_utc
from store.tables import PEOPLE, TOKENS

_DECIDED = ("name", "subject", "role", "password")


class Admitted(NamedTuple):
    """Who came by a copy, and who was there, is otherwise in the copy, and stayed as they were."""

    came: tuple[Person, ...] = ()
    stayed: tuple[Person, ...] = ()


def admit(source: Connection, target: Connection) -> Admitted:
    """Let those of one database into another that it does not know, with their tokens; nobody else changes.

    A link by which the first admin sets a server up opens nothing in another database.
    """
    if not inspect(source).has_table(PEOPLE.name):
        return Admitted()
    here = target.execute(select(PEOPLE)).all()
    known = _by_names(here)
    behind = max((one.person_id for one in here), default=0)
    theirs = source.execute(select(PEOPLE).order_by(PEOPLE.c.person_id)).all()
    came = [one for one in theirs if not _names(one) & known.keys()]
    numbers = {one.person_id: behind + one.person_id for one in came}
    tokens = source.execute(select(TOKENS).where(TOKENS.c.kind == API)).all()
    for table, rows in ((PEOPLE, came), (TOKENS, [one for one in tokens if one.person_id in numbers])):
        _insert(target, table, ({**_plain(one), "person_id": numbers[one.person_id]} for one in rows))
    pairs = [(known[name], one) for one in theirs for name in _names(one) & known.keys()]
    stayed = {ours.name: person_of(ours) for ours, one in pairs if _differ(ours, one)}
    return Admitted(tuple(map(person_of, came)), tuple(stayed.values()))


def _names(one: Row) -> set[tuple[str, str]]:
    """Return by what a person is known: the name, and whom a provider says it is."""
    return {(kind, name) for kind, name in (("name", one.name), ("subject", one.subject)) if name}


def _by_names(people: Iterable[Row]) -> dict[tuple[str, str], Row]:
    return {name: one for one in people for name in _names(one)}


def _differ(ours: Row, theirs: Row) -> bool:
    return bool(ours.disabled_at) != bool(theirs.disabled_at) or any(
        getattr(ours, name) != getattr(theirs, name) for name in _DECIDED
    )


def _plain(row: Row) -> dict[str, Any]:
    """Return a row with its moments in UTC, as either kind of database takes them."""
    return {
        name: in_utc(value) if isinstance(value, datetime) else value for name, value in row._mapping.items()
    }


def _insert(target: Connection, table: Table, rows: Iterable[Mapping[str, Any]]) -> None:
    if every := list(rows):
        target.execute(table.insert(), every)
