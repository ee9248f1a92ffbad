"""Whose database it is: another program's tables are neither read nor added to."""

from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from store.database import StoreError
from store.tables import METADATA

#: Where Alembic keeps the revision that a database is at.
_REVISION = table("alembic_version", column("version_num"))
_VERSIONS = Path(__file__).parent / "migrations" / "versions"
_WAY_OUT = "name one of Tradefacts, or a new one, with --database or DATABASE_URL"


def check_owner(connection: Connection, name: str) -> None:
    """Refuse a database that another program made, or a newer Tradefacts; an empty one is anybody's."""
    tables = set(inspect(connection).get_table_names())
    revisions = revisions_of(connection)
    if unknown := revisions - known_revisions():
        raise StoreError(
            f"The database {name} is at revision {', '.join(sorted(unknown))}, which this Tradefacts does "
            f"not know: another program made it, or a newer Tradefacts; {_WAY_OUT}."
        )
    others = tables - {_REVISION.name}
    # A server's database may be shared with others, as long as they have no tables of the same name.
    in_the_way = others if connection.dialect.name == "sqlite" else others & set(METADATA.tables)
    if in_the_way and not revisions:
        raise StoreError(f"The database {name} is not one of Tradefacts; {_WAY_OUT}.")


def revisions_of(connection: Connection) -> set[str]:
    """Return the revision that a database is at, or nothing where it has none."""
    if not inspect(connection).has_table(_REVISION.name):
        return set()
    return set(connection.execute(select(_REVISION.c.version_num)).scalars())


def newest_revision() -> str:
    """Return the revision that a database is brought to."""
    return max(known_revisions())


def is_current(connection: Connection) -> bool:
    """Tell whether a database is at the newest revision."""
    return revisions_of(connection) == {newest_revision()}


def known_revisions() -> set[str]:
    """Return every revision that there is a migration to; its file's name begins with it."""
    return {path.name.partition("_")[0] for path in _VERSIONS.glob("[0-9]*_*.py")}
