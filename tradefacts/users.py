"""The commands of who gets in: people, their roles, their tokens, and the audit log."""

import csv
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from schemas.errors import TradefactsError
from tradefacts.opening import account, check_prepared
from tradefacts.options import DEFAULT_DATABASE, Database, number_from, parse_day, word_of

if TYPE_CHECKING:
    from store import By, Store

app = typer.Typer(help="Who gets in: people, what they may do, and the tokens of their programs.")

_ROLES = ("viewer", "editor", "admin")

Name = Annotated[str, typer.Argument(metavar="NAME", help="A name to log in with, such as ada@example.org.")]
RoleOption = Annotated[
    str,
    typer.Option(
        metavar="ROLE",
        help="viewer reads, editor also adds and reviews, admin also sees the audit log.",
        parser=word_of(*_ROLES),
    ),
]


class UserError(TradefactsError):
    """A person cannot be let in so; the message is a sentence."""


@app.command()
def add(
    name: Name,
    role: RoleOption = "viewer",
    without_password: Annotated[
        bool,
        typer.Option("--without-password", help="An OpenID provider or a proxy says who they are."),
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Let somebody in. The password is asked for, or read from standard input where that is no terminal.

    \b
    Examples:
      tradefacts user add ada --role admin
      tradefacts user add bob@example.org --without-password
    """
    from store import Role

    with _accounts(database) as (store, by):
        password = None if without_password else _password(name)
        person = store.accounts.add(name, Role(role), by, password=password)
    typer.echo(f"{person.name} is {person.role} now.", err=True)


@app.command()
def role(
    name: Name,
    to: Annotated[str, typer.Argument(metavar="ROLE", help=", ".join(_ROLES), parser=word_of(*_ROLES))],
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Give somebody another role, from their next request on.

    \b
    Example:
      tradefacts user role ada editor
    """
    from store import Role

    _change(database, lambda store, by: store.accounts.set_role(name, Role(to), by), f"{name} is {to} now.")


@app.command()
def password(name: Name, database: Database = DEFAULT_DATABASE) -> None:
    """Give somebody another password, which is asked for; their sessions end, and tokens that open are named.

    \b
    Example:
      tradefacts user password ada
    """
    from store.accounts import name_of

    with _accounts(database) as (store, by):
        store.accounts.set_password(name, _password(name), by)
        own = [one for one in store.accounts.tokens() if one.person == name_of(name)]
        opening = [one for one in own if not one.revoked_at and one.expires_at > by.at]
    typer.echo(f"{name} has another password now.", err=True)
    for one in opening:
        typer.echo(
            f"The token {one.name} still opens; tradefacts user token {name} {one.name} --revoke ends it.",
            err=True,
        )


@app.command()
def disable(name: Name, database: Database = DEFAULT_DATABASE) -> None:
    """Let somebody in no more: their sessions end at once, and their tokens open nothing.

    \b
    Example:
      tradefacts user disable ada
    """
    told = f"{name} is let in no more; tradefacts user enable lets them in again."
    _change(database, lambda store, by: store.accounts.set_disabled(name, True, by), told)


@app.command()
def enable(name: Name, database: Database = DEFAULT_DATABASE) -> None:
    """Let somebody in again.

    \b
    Example:
      tradefacts user enable ada
    """
    _change(
        database, lambda store, by: store.accounts.set_disabled(name, False, by), f"{name} is let in again."
    )


@app.command(name="list")
def listed(database: Database = DEFAULT_DATABASE) -> None:
    """Show who is let in, as what, and the tokens of their programs.

    \b
    Example:
      tradefacts user list
    """
    with _accounts(database) as (store, by):
        people, tokens = store.accounts.people(), store.accounts.tokens()
    if not people:
        typer.echo("Nobody was added yet; tradefacts user add NAME lets somebody in.", err=True)
    for one in people:
        typer.echo(f"{one.name}\t{one.role}{'' if not one.disabled else ', disabled'}")
        for token in tokens:
            if token.person == one.name:
                state = "revoked" if token.revoked_at else _until(token.expires_at, by.at)
                used = f"used {token.used_at:%Y-%m-%d}" if token.used_at else "never used"
                typer.echo(f"  token {token.name}\t{state}, {used}")


@app.command()
def token(
    name: Name,
    called: Annotated[
        str, typer.Argument(metavar="TOKEN", help="What to call it: the program that uses it.")
    ],
    days: Annotated[
        int, typer.Option(metavar="1..3650", help="How long it opens.", parser=number_from(1, 3650))
    ] = 365,
    revoke: Annotated[bool, typer.Option("--revoke", help="Let it open nothing any more, for good.")] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Make a token by which a program does what a person may, and print it, this once.

    It is sent as `Authorization: Bearer TOKEN`.

    \b
    Examples:
      tradefacts user token ada nightly-report
      tradefacts user token ada nightly-report --revoke
    """
    from dashboard.access.tokens import hash_of, new_token

    with _accounts(database) as (store, by):
        if revoke:
            store.accounts.revoke_token(name, called, by)
            typer.echo(f"The token {called} of {name} opens nothing any more.", err=True)
            return
        made = new_token()
        store.accounts.make_token(name, called, hash_of(made), by.at + timedelta(days=days), by)
    typer.echo(made)
    typer.echo("It is shown this once: keep it where only the program reads it.", err=True)


def audit(
    since: Annotated[
        date | None, typer.Option(metavar="DATE", help="From this day on.", parser=parse_day)
    ] = None,
    most: Annotated[
        int | None,
        typer.Option(metavar="1..1000000", help="At most so many.", parser=number_from(1, 1_000_000)),
    ] = None,
    as_csv: Annotated[bool, typer.Option("--csv", help="As CSV, with a line of names.")] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show who did what, when and from where, the last first.

    \b
    Examples:
      tradefacts audit --most 20
      tradefacts audit --since 2024-03-01 --csv > audit.csv
    """
    from dashboard.access.auditing import as_csv as in_csv
    from dashboard.access.auditing import rows

    beginning = datetime.combine(since, time(), UTC) if since else None
    with _accounts(database) as (store, _):
        events = store.audit.events(most, beginning)
    if as_csv:
        typer.echo(in_csv(events), nl=False)
        return
    if not events:
        typer.echo("Nothing was done yet.", err=True)
    csv.writer(sys.stdout, "excel-tab", lineterminator="\n").writerows(rows(events))


@contextmanager
def _accounts(database: str) -> "Iterator[tuple[Store, By]]":
    """Give the store, brought to the newest shape, and who asks: the account of this machine."""
    from pipeline.opening import open_store
    from store import By

    with open_store(database) as store:
        # The default database may be made for the first person; another name may be a slip.
        if not store.is_default:
            check_prepared(store)
        store.prepare()
        yield store, By(datetime.now(UTC), account(), "command line")


def _change(database: str, change: "Callable[[Store, By], None]", told: str) -> None:
    with _accounts(database) as (store, by):
        change(store, by)
    typer.echo(told, err=True)


def _until(day: datetime, now: datetime) -> str:
    return f"{'until' if day > now else 'too old since'} {day:%Y-%m-%d}"


def _password(name: str) -> str:
    """Return a password that is asked for twice, or read as one line where nobody sits at a terminal."""
    from dashboard.access.passwords import hashed, refusal

    if sys.stdin.isatty():
        told = typer.prompt("Password", hide_input=True, confirmation_prompt="Password again")
    else:
        told = sys.stdin.readline().rstrip("\n")
    if reason := refusal(told, name):
        raise UserError(reason)
    return hashed(told)
