"""The number of the last change: who keeps a copy of what is stored sees by it that there is more."""

from sqlalchemy import Connection, bindparam, delete, select, update

from store.tables import COUNTERS

_REVISION = "revision"
#: The number of the change with which all that is stored was put in the place of what had been.
_REPLACED = "replaced"
#: Asked with everything else, so that it is made once.
_COUNTER = select(COUNTERS.c.value).where(COUNTERS.c.name == bindparam("wanted"))


def revision_of(connection: Connection) -> int:
    """Return the number of the last change."""
    return _counter(connection, _REVISION)


def replaced_at(connection: Connection) -> int:
    """Return the number of the change that replaced everything, 0 where there was none."""
    return _counter(connection, _REPLACED)


def _counter(connection: Connection, name: str) -> int:
    return int(connection.execute(_COUNTER, {"wanted": name}).scalar() or 0)


def set_replaced(connection: Connection, after: int) -> None:
    """Number the change that replaced everything: behind all that there were, here and in what came."""
    number = max(after, revision_of(connection)) + 1
    names = (_REVISION, _REPLACED)
    connection.execute(delete(COUNTERS).where(COUNTERS.c.name.in_(names)))
    connection.execute(COUNTERS.insert(), [{"name": name, "value": number} for name in names])


def next_revision(connection: Connection) -> int:
    """Return the number of the change that this transaction makes. It holds the one write lock."""
    counted = update(COUNTERS).where(COUNTERS.c.name == _REVISION)
    connection.execute(counted.values(value=COUNTERS.c.value + 1))
    return revision_of(connection)
