"""Who asks now, and from where."""

from datetime import UTC, datetime

from flask import Request, g, has_request_context, request

from store import By, Person, Role

#: Who sits at this machine, where nobody has to log in: no name, and no row in the database.
_LOCAL = Person(0, "", Role.VIEWER)


def local(role: Role) -> Person:
    """Return who sits at this machine, as one who may do so much."""
    return _LOCAL._replace(role=role)


def let_in(person: Person) -> None:
    """Let a person be who asks, for the rest of the request."""
    g.person = person


def current_person() -> Person | None:
    """Return who asks, or None where nobody is known; the guard has found out before any page is made."""
    return g.get("person") if has_request_context() else None


def may(role: Role) -> bool:
    """Tell whether who asks may do what a role may."""
    person = current_person()
    return person is not None and person.role.includes(role)


def name_of_current() -> str | None:
    """Return the name of who asks; None for who sits at this machine and needs none."""
    person = current_person()
    return person.name or None if person else None


def address_of(asked: Request) -> str | None:
    """Return from where a request comes, as the proxies that are believed say."""
    return asked.remote_addr or None


def by(who: str | None = None) -> By:
    """Return who does something, now, and from where; `who` where it is not yet known who asks."""
    return By(
        datetime.now(UTC), who or name_of_current(), address_of(request) if has_request_context() else None
    )
