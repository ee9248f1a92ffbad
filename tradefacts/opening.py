"""What several commands do with a database that is there: open it, and tell why nothing is shown."""

from pathlib import Path
from typing import TYPE_CHECKING

import typer

from schemas.errors import TradefactsError
from schemas.filters import Filters

if TYPE_CHECKING:
    import pandas as pd

    from store import Store, What


class CommandError(TradefactsError):
    """A command cannot do what was asked; the message is a sentence."""


def opened(database: str) -> "Store":
    """Return the store of a database that is there."""
    from pipeline.opening import open_store

    store = open_store(database)
    check_prepared(store)
    return store


def check_prepared(store: "Store") -> None:
    """Refuse a database in which nothing was ever stored."""
    if not store.is_prepared():
        raise CommandError(
            f"There are no facts at {store.name} yet; load some with tradefacts load INPUT, or name another "
            "database with --database."
        )


def write_down(store: "Store", what: "What", about: str) -> None:
    """Write into the audit log that something was done on this machine.

    Who can run the command has the database itself: one that cannot be written to stops nobody from reading.
    """
    from contextlib import suppress
    from datetime import UTC, datetime

    from store import Event, StoreError

    with suppress(StoreError):
        store.audit.write(Event(datetime.now(UTC), account(), what, about, "command line"))


def write_down_file(store: "Store", output: Path | None, told: str, filters: Filters) -> None:
    """Write into the audit log that facts go out into a file, if one was asked for."""
    from store import What

    if output:
        write_down(store, What.EXPORT, f"{told} to {output}: {filters.described() or 'everything'}")


def account() -> str | None:
    """Return whose account of this machine runs the command, or None where the machine does not say.

    A server has an account of its own, into which people get by `sudo`: that tells who asked.
    """
    import getpass
    import os

    try:
        runs = getpass.getuser()
    except (OSError, KeyError):
        return None
    asked = os.environ.get("SUDO_USER")
    return f"{asked} as {runs} (this machine)" if asked and asked != runs else f"{runs} (this machine)"


def tell_if_none(found: "pd.DataFrame", filters: Filters) -> None:
    """Tell why nothing is shown: an empty answer looks like a fault."""
    if found.empty:
        told = "No stored fact passes these filters." if filters.described() else "No fact is stored yet."
        typer.echo(told, err=True)
