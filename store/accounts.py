"""Who may get in: people, their sessions and tokens, and how often somebody tried to log in.

Nothing that opens a door is stored: of a password what argon2id makes of it, of every token its SHA-256. Each
change is written into the audit log in its own transaction.
"""

import re
import unicodedata
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple

from sqlalchemy import Connection, Row, Select, delete, func, or_, select, update

from store.audit import Event, Opening, What, in_utc, record
from store.database import StoreError
from store.tables import ATTEMPTS, PEOPLE, SESSIONS, TOKENS

#: Letters, digits and what stands in an e-mail address: nothing that a table or a log reads otherwise.
_NAME = re.compile(r"[\w][\w.@+-]{0,119}")
#: When somebody was last seen is kept to the minute: not every request has to write.
_SEEN_EVERY = timedelta(minutes=1)
#: Of what kind a token is.
API, _SET_UP = "api", "set-up"


class Role(StrEnum):
    """What a person may do, each one more than the one before."""

    VIEWER = "viewer"
    EDITOR = "editor"
    ADMIN = "admin"

    def includes(self, other: "Role") -> bool:
        """Tell whether who has this role may do what the other one may."""
        roles = list(Role)
        return roles.index(self) >= roles.index(other)


class Person(NamedTuple):
    """Somebody who may get in, unless `disabled`; `by_password` tells whether there is one to log in with."""

    person_id: int
    name: str
    role: Role
    disabled: bool = False
    by_password: bool = False


class ApiToken(NamedTuple):
    """A token of a person, without what it is: its name and its moments."""

    person: str
    name: str
    made_at: datetime
    expires_at: datetime
    used_at: datetime | None
    revoked_at: datetime | None


class By(NamedTuple):
    """Who changes something, when, and from where: what the audit log tells of a change."""

    at: datetime
    who: str | None
    address: str | None = None

    def event(self, what: What, about: str | None = None) -> Event:
        """Return that something was done."""
        return Event(self.at, self.who, what, about, self.address)


class Lifetimes(NamedTuple):
    """How long a session lasts: unused, and at most."""

    idle: timedelta
    longest: timedelta


def name_of(text: str) -> str:
    """Return a name as it is stored, so that no two people have names that look the same by their case.

    Raises StoreError where it is none.
    """
    name = unicodedata.normalize("NFKC", text).strip().casefold()
    if not _NAME.fullmatch(name):
        raise StoreError(
            f"{text.strip()!r} is no name to log in with; use up to 120 letters, digits and . _ @ + -, such "
            "as ada or ada@example.org."
        )
    return name


class Accounts:
    """The people of one database."""

    def __init__(self, reading: Opening, writing: Opening) -> None:
        self._reading = reading
        self._writing = writing

    # people

    def people(self) -> list[Person]:
        """Return everybody by name, those who are disabled too."""
        with self._reading() as connection:
            return [person_of(row) for row in connection.execute(select(PEOPLE).order_by(PEOPLE.c.name))]

    def person(self, name: str) -> Person | None:
        """Return who has a name, or None."""
        with self._reading() as connection:
            row = _named(connection, name)
            return person_of(row) if row else None

    def password_of(self, name: str) -> tuple[Person, str] | None:
        """Return who logs in by a name with a password, and what is kept of that; None for anybody else."""
        with self._reading() as connection:
            row = _named(connection, name)
            return (person_of(row), row.password) if row and row.password and not row.disabled_at else None

    def of_subject(self, subject: str) -> Person | None:
        """Return whom an OpenID provider means, or None where it was never heard of."""
        with self._reading() as connection:
            row = connection.execute(select(PEOPLE).where(PEOPLE.c.subject == subject)).first()
            return person_of(row) if row else None

    def add(
        self, name: str, role: Role, by: By, *, password: str | None = None, subject: str | None = None
    ) -> Person:
        """Let somebody in from now on. Raises StoreError where the name is taken or none."""
        with self._writing() as connection:
            return _add(connection, name, role, by, password=password, subject=subject)

    def join(self, name: str, subject: str, by: By) -> Person | None:
        """Let a person who was added by name be whom an OpenID provider means; None where none waits."""
        with self._writing() as connection:
            row = _named(connection, name)
            if row is None or row.subject or row.password:
                return None
            _change(connection, row.person_id, subject=subject)
            record(connection, by.event(What.PERSON_KNOWN, f"{row.name}: {subject}"))
            return person_of(row)

    def set_role(self, name: str, role: Role, by: By) -> None:
        """Give a person another role, from their next request on."""
        with self._writing() as connection:
            row = _known(connection, name)
            _change(connection, row.person_id, role=role.value)
            record(connection, by.event(What.ROLE_CHANGED, f"{row.name}: {row.role} to {role}"))

    def set_password(self, name: str, password: str, by: By) -> None:
        """Give a person another password, and end their sessions."""
        with self._writing() as connection:
            row = _known(connection, name)
            _change(connection, row.person_id, password=password)
            connection.execute(delete(SESSIONS).where(SESSIONS.c.person_id == row.person_id))
            record(connection, by.event(What.PASSWORD_SET, row.name))

    def rehash(self, person_id: int, password: str) -> None:
        """Keep the same password more safely."""
        with self._writing() as connection:
            _change(connection, person_id, password=password)

    def set_disabled(self, name: str, disabled: bool, by: By) -> None:
        """Let a person in no more, which ends their sessions and stills their tokens; or again."""
        with self._writing() as connection:
            row = _known(connection, name)
            _change(connection, row.person_id, disabled_at=by.at.astimezone(UTC) if disabled else None)
            connection.execute(delete(SESSIONS).where(SESSIONS.c.person_id == row.person_id))
            record(connection, by.event(What.DISABLED if disabled else What.ENABLED, row.name))

    # the first admin

    def has_people(self) -> bool:
        """Tell whether anybody may get in."""
        with self._reading() as connection:
            return _has_people(connection)

    def offer_set_up(self, token_hash: str, at: datetime, until: datetime) -> None:
        """Let who has a token be the first admin, as long as there is nobody."""
        values = {"token_hash": token_hash, "kind": _SET_UP, "made_at": at.astimezone(UTC)}
        with self._writing() as connection:
            connection.execute(
                delete(TOKENS).where(TOKENS.c.kind == _SET_UP, TOKENS.c.expires_at < values["made_at"])
            )
            connection.execute(TOKENS.insert().values(**values, expires_at=until.astimezone(UTC)))

    def may_set_up(self, token_hash: str, at: datetime) -> bool:
        """Tell whether a token makes who has it the first admin."""
        with self._reading() as connection:
            return _may_set_up(connection, token_hash, at)

    def set_up(self, token_hash: str, name: str, password: str, by: By) -> Person:
        """Make the first admin, which uses up every such token. Raises StoreError where it is too late."""
        with self._writing() as connection:
            if not _may_set_up(connection, token_hash, by.at):
                raise StoreError(
                    "This link was used, is too old, or somebody was added meanwhile: then tradefacts user "
                    "role makes an admin. Where nobody was added, start the server again for a new one."
                )
            connection.execute(delete(TOKENS).where(TOKENS.c.kind == _SET_UP))
            return _add(connection, name, Role.ADMIN, by, password=password, subject=None)

    def has_admin(self) -> bool:
        """Tell whether an admin may get in."""
        return any(one.role is Role.ADMIN and not one.disabled for one in self.people())

    # sessions

    def start_session(self, person: Person, token_hash: str, by: By) -> None:
        """Remember that a person is logged in."""
        at = by.at.astimezone(UTC)
        with self._writing() as connection:
            connection.execute(
                SESSIONS.insert().values(
                    token_hash=token_hash,
                    person_id=person.person_id,
                    started_at=at,
                    seen_at=at,
                    address=by.address,
                )
            )
            record(connection, by.event(What.LOG_IN))

    def in_session(self, token_hash: str, at: datetime, lifetimes: Lifetimes) -> Person | None:
        """Return who is logged in by a token, and that they were seen; None where the session has ended."""
        at = at.astimezone(UTC)
        wanted = select(PEOPLE, SESSIONS.c.seen_at).join_from(SESSIONS, PEOPLE)
        alive = (
            SESSIONS.c.token_hash == token_hash,
            SESSIONS.c.seen_at > at - lifetimes.idle,
            SESSIONS.c.started_at > at - lifetimes.longest,
            PEOPLE.c.disabled_at.is_(None),
        )
        with self._reading() as connection:
            row = connection.execute(wanted.where(*alive)).first()
        if row is None:
            return None
        if at - in_utc(row.seen_at) >= _SEEN_EVERY:
            with self._writing() as connection:
                seen = update(SESSIONS).where(SESSIONS.c.token_hash == token_hash)
                connection.execute(seen.values(seen_at=at))
        return person_of(row)

    def end_session(self, token_hash: str, by: By) -> None:
        """Forget that a person is logged in."""
        with self._writing() as connection:
            ended = connection.execute(delete(SESSIONS).where(SESSIONS.c.token_hash == token_hash))
            if ended.rowcount:
                record(connection, by.event(What.LOG_OUT))

    def forget_ended(self, at: datetime, lifetimes: Lifetimes) -> None:
        """Remove the sessions that have ended by themselves."""
        at = at.astimezone(UTC)
        ended = or_(
            SESSIONS.c.seen_at <= at - lifetimes.idle, SESSIONS.c.started_at <= at - lifetimes.longest
        )
        with self._writing() as connection:
            connection.execute(delete(SESSIONS).where(ended))

    # tokens of programs

    def make_token(self, name: str, called: str, token_hash: str, until: datetime, by: By) -> None:
        """Let a program that shows a token do what a person may. A name is a person's own, and used once."""
        called = " ".join(called.split())
        with self._writing() as connection:
            row = _known(connection, name)
            same = (TOKENS.c.person_id == row.person_id, TOKENS.c.name == called)
            if not called or connection.execute(select(TOKENS).where(*same)).first():
                raise StoreError(
                    f"{row.name} had a token called {called!r} already; choose another name for it, such as "
                    "the program that uses it."
                )
            connection.execute(
                TOKENS.insert().values(
                    token_hash=token_hash,
                    kind=API,
                    person_id=row.person_id,
                    name=called,
                    made_at=by.at.astimezone(UTC),
                    expires_at=until.astimezone(UTC),
                )
            )
            record(connection, by.event(What.TOKEN_MADE, f"{row.name}: {called}"))

    def by_token(self, token_hash: str, at: datetime) -> Person | None:
        """Return for whom a program asks that shows a token; None where the token opens nothing."""
        at = at.astimezone(UTC)
        wanted = select(PEOPLE, TOKENS.c.used_at).join_from(TOKENS, PEOPLE)
        alive = (
            TOKENS.c.token_hash == token_hash,
            TOKENS.c.kind == API,
            TOKENS.c.expires_at > at,
            TOKENS.c.revoked_at.is_(None),
            PEOPLE.c.disabled_at.is_(None),
        )
        with self._reading() as connection:
            row = connection.execute(wanted.where(*alive)).first()
        if row is None:
            return None
        if row.used_at is None or at - in_utc(row.used_at) >= _SEEN_EVERY:
            with self._writing() as connection:
                used = update(TOKENS).where(TOKENS.c.token_hash == token_hash)
                connection.execute(used.values(used_at=at))
        return person_of(row)

    def revoke_token(self, name: str, called: str, by: By) -> None:
        """Let a token open nothing any more, for good."""
        with self._writing() as connection:
            row = _known(connection, name)
            own = (TOKENS.c.person_id == row.person_id, TOKENS.c.revoked_at.is_(None))
            revoked = update(TOKENS).where(*own, TOKENS.c.name == called)
            if not connection.execute(revoked.values(revoked_at=by.at.astimezone(UTC))).rowcount:
                raise StoreError(
                    f"{row.name} has no token called {called!r}; tradefacts user list tells which there are."
                )
            record(connection, by.event(What.TOKEN_REVOKED, f"{row.name}: {called}"))

    def tokens(self) -> list[ApiToken]:
        """Return all tokens of programs, by person and name."""
        wanted = select(PEOPLE.c.name.label("person"), TOKENS).join_from(TOKENS, PEOPLE)
        with self._reading() as connection:
            rows = list(connection.execute(wanted.order_by(PEOPLE.c.name, TOKENS.c.name)))
        return [
            ApiToken(
                row.person,
                row.name,
                in_utc(row.made_at),
                in_utc(row.expires_at),
                row.used_at and in_utc(row.used_at),
                row.revoked_at and in_utc(row.revoked_at),
            )
            for row in rows
        ]

    # tries to log in

    def may_try(self, limits: Mapping[str, int], at: datetime, within: timedelta) -> bool:
        """Count a try against each of some subjects, unless one of them has had its number of tries.

        Counted before a password is looked at, under the one write lock: of many tries at once, in any number
        of processes, no more than these get through.
        """
        at = at.astimezone(UTC)
        with self._writing() as connection:
            connection.execute(delete(ATTEMPTS).where(ATTEMPTS.c.tried_at <= at - within))
            for subject, most in limits.items():
                tried = select(func.count()).where(ATTEMPTS.c.subject == subject)
                if connection.execute(tried).scalar_one() >= most:
                    return False
            rows = [{"subject": subject, "tried_at": at} for subject in limits]
            connection.execute(ATTEMPTS.insert(), rows)
        return True

    def succeeded(self, subject: str, *shared: str) -> None:
        """Forget the tries of a subject that has logged in, and this one of those that others share."""
        last = select(func.max(ATTEMPTS.c.attempt_id)).where(ATTEMPTS.c.subject.in_(shared))
        these = ATTEMPTS.c.attempt_id.in_(last.group_by(ATTEMPTS.c.subject))
        with self._writing() as connection:
            connection.execute(delete(ATTEMPTS).where(or_(ATTEMPTS.c.subject == subject, these)))


def person_of(row: Row) -> Person:
    """Return who a row of PEOPLE is."""
    return Person(row.person_id, row.name, Role(row.role), row.disabled_at is not None, bool(row.password))


def _named(connection: Connection, name: str) -> Row | None:
    try:
        wanted: Select = select(PEOPLE).where(PEOPLE.c.name == name_of(name))
    except StoreError:
        return None
    return connection.execute(wanted).first()


def _known(connection: Connection, name: str) -> Row:
    row = _named(connection, name)
    if row is None:
        raise StoreError(f"There is no {name!r}; tradefacts user list tells who there is.")
    return row


def _add(
    connection: Connection, name: str, role: Role, by: By, *, password: str | None, subject: str | None
) -> Person:
    name = name_of(name)
    if _named(connection, name):
        raise StoreError(f"There is a {name!r} already; choose another name, or change that person's role.")
    values = {"name": name, "role": role.value, "password": password, "subject": subject}
    connection.execute(PEOPLE.insert().values(**values, added_at=by.at.astimezone(UTC)))
    record(connection, by.event(What.PERSON_ADDED, f"{name}: {role}"))
    return person_of(_known(connection, name))


def _change(connection: Connection, person_id: int, **values: object) -> None:
    connection.execute(update(PEOPLE).where(PEOPLE.c.person_id == person_id).values(**values))


def _has_people(connection: Connection) -> bool:
    return connection.execute(select(PEOPLE.c.person_id).limit(1)).first() is not None


def _may_set_up(connection: Connection, token_hash: str, at: datetime) -> bool:
    offered = (
        TOKENS.c.token_hash == token_hash,
        TOKENS.c.kind == _SET_UP,
        TOKENS.c.expires_at > at.astimezone(UTC),
    )
    found = connection.execute(select(TOKENS.c.token_hash).where(*offered)).first()
    return found is not None and not _has_people(connection)
