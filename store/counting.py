"""The number of the last change: who keeps a copy of what is stored sees by it that there is more."""

from sqlalchemy import Connection, select, update

from store.tables import COUNTERS

_REVISION = "revision"


def revision_of(connection: Connection) -> int:
    """Return the number of the last change."""
    wanted = select(COUNTERS.c.value).where(COUNTERS.c.name == _REVISION)
    return int(connection.execute(wanted).scalar() or 0)


def next_revision(connection: Connection) -> int:
    """Return the number of the change that this transaction makes. It holds the one write lock."""
    counted = update(COUNTERS).where(COUNTERS.c.name == _REVISION)
    connection.execute(counted.values(value=COUNTERS.c.value + 1))
    return revision_of(connection)
