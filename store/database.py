"""The address of a database, and an engine that behaves the same on SQLite and PostgreSQL."""

import os
import re
import sqlite3
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, DisconnectionError, NoSuchModuleError

from schemas.errors import TradefactsError

DEFAULT_DATABASE = "sqlite:///var/tradefacts.db"

#: Set on a connection that is going to write, so that it takes the one write lock at the beginning: in
#: SQLite a transaction that reads first and asks for the lock later can be refused without waiting, and
#: in PostgreSQL two that store the same documents would each find that they are not there yet.
WRITES = "tradefacts_writes"

#: How long the lock is waited for. A batch is stored in a second or two; slow disks take longer.
_PATIENCE_SECONDS = 60
_CONNECT_SECONDS = 10
#: The name of that lock among PostgreSQL's advisory locks: any number that nobody else has.
_LOCK = int.from_bytes(b"tradefac", "big")
#: What begins as the address of a server and goes on as none: no file is called so.
_SLIP = re.compile(r"postgres\w*(\+\w+)?:(?!//)")
#: What SQLite may hold of the file while it writes. The index of the facts' ids is written to all over:
#: about 40 MB for a million facts.
_CACHE_KB = 128 * 1024

#: Where an SQLite file says that what is written goes into a log beside it first.
_JOURNAL_AT, _WRITE_AHEAD = 18, b"\x02"

_WAIT = "wait until the other program is done with it"
_MAKE_ROOM = "make room on its disk"
_LET_IT_BE_WRITTEN = "let its file and its folder be written to, or name another one with --database"

#: What SQLite says, and the way out of it.
_WAYS_OUT = {
    "attempt to write a readonly database": _LET_IT_BE_WRITTEN,
    "unable to open database file": _LET_IT_BE_WRITTEN,
    "file is not a database": "name another one with --database",
    "database is locked": _WAIT,
    "database or disk is full": _MAKE_ROOM,
    "database disk image is malformed": "its file is damaged; restore a backup of it",
    "canceling statement due to lock timeout": _WAIT,
}


class StoreError(TradefactsError):
    """The database cannot do what was asked; the message is a sentence for the person who asked."""


class UnusableError(StoreError):
    """The database as a whole cannot be used, so that trying again with another document is no use."""


def told(reason: str) -> str:
    """Return what a database says of its error as half a sentence, with the way out where there is one."""
    reason = reason.strip().partition("\n")[0].rstrip(".")
    # PostgreSQL names the file that there is no room for.
    way_out = _MAKE_ROOM if reason.endswith("No space left on device") else _WAYS_OUT.get(reason)
    return f"{reason}; {way_out}" if way_out else reason


def database_url(name: str) -> URL:
    """Return the URL of a database named by a URL or by the path of an SQLite file.

    `postgres://` and `postgresql://` both mean PostgreSQL through psycopg 3.
    """
    harmless = _without_secret(name)
    try:
        if _SLIP.match(name):
            raise ArgumentError("It is no path either.")
        url = make_url(name) if "://" in name else URL.create("sqlite", database=name)
    except (ArgumentError, ValueError):
        raise StoreError(
            f"{harmless!r} is no database address; write sqlite:///FILE or postgresql://HOST/NAME."
        ) from None
    if url.get_backend_name() == "sqlite" and url.query:
        raise StoreError(
            f"{harmless!r} has options ({', '.join(url.query)}), and an SQLite file is opened without any; "
            "leave out the question mark and what follows it."
        )
    if url.get_backend_name() == "sqlite" and sqlite_file(url) is None:
        raise StoreError(
            f"{harmless!r} is a database in memory, which is gone when the command ends; name a file: sqlite:///FILE."
        )
    if isinstance(password := url.query.get("password"), str):
        # In its own place it is shown nowhere.
        url = url.difference_update_query(["password"]).set(password=password)
    return url.set(drivername="postgresql+psycopg") if url.drivername in ("postgres", "postgresql") else url


def _without_secret(name: str) -> str:
    """Return what somebody wrote for an address, without what may be a password in it."""
    return re.sub(r"(?<=password=)[^&]*", "***", re.sub(r"^(\w+:/+)?.*@", r"\1***@", name, flags=re.DOTALL))


def open_engine(url: URL) -> Engine:
    """Return an engine for a database; nothing is opened before it is first used."""
    try:
        # The connection that was used last is the one that has what questions need at hand.
        # What is asked for may be a password that somebody took for a name: no error repeats it.
        engine = create_engine(url, connect_args=_patience(url), pool_use_lifo=True, hide_parameters=True)
    except (ArgumentError, NoSuchModuleError, ModuleNotFoundError):
        raise StoreError(
            f"Tradefacts cannot open a database of the kind {url.drivername!r}; "
            "write sqlite:///FILE or postgresql://HOST/NAME."
        ) from None
    event.listen(engine, "connect", _remember_process)
    event.listen(engine, "checkout", _refuse_other_process)
    if engine.dialect.name == "sqlite":
        path = sqlite_file(url)
        event.listen(engine, "do_connect", partial(_connect_read_only, path))
        event.listen(engine, "checkout", partial(_refuse_outdated, path))
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
    elif engine.dialect.name == "postgresql":
        event.listen(engine, "checkout", partial(_refuse_lost, engine))
        event.listen(engine, "begin", _begin_postgresql)
    return engine


def reading_engine(engine: Engine) -> Engine:
    """Return the same engine for questions alone.

    None of them waits for PostgreSQL to begin and to end a transaction, which to a single question is the
    same. SQLite's cost nothing, and keep several questions together.
    """
    return engine.execution_options(isolation_level="AUTOCOMMIT") if _is_server(engine.url) else engine


def _is_server(url: URL) -> bool:
    return url.get_backend_name() == "postgresql"


def _patience(url: URL) -> dict[str, int]:
    """Return how long a server is waited for that gives no sign: the network's own patience is minutes."""
    is_waited_for = _is_server(url) and "connect_timeout" not in url.query
    return {"connect_timeout": _CONNECT_SECONDS} if is_waited_for else {}


def write_ahead(engine: Engine) -> None:
    """Let others read while one writes. SQLite keeps this in the file, and asks for no transaction."""
    if engine.dialect.name == "sqlite":
        connection = engine.raw_connection()
        # Where it cannot be had, as on some network disks, the database works without.
        with suppress(sqlite3.OperationalError):
            connection.cursor().execute("PRAGMA journal_mode = WAL")
        connection.close()


def make_folder(url: URL) -> None:
    """Make the folder of the default database, so that a first run needs no preparation."""
    path = sqlite_file(url)
    if path and is_default(url):
        try:
            path.parent.mkdir(exist_ok=True)
        except OSError as error:
            raise StoreError(f"The database {path} cannot be made: {error.strerror}.") from None


def check_folder(url: URL) -> None:
    """Refuse an SQLite file in a folder that is not there: a slip of the pen makes no folders."""
    path = sqlite_file(url)
    if path and not path.parent.is_dir() and not is_default(url):
        raise StoreError(
            f"The database {path} cannot be there: there is no folder {path.parent}; make it, or name "
            "another file."
        )


def is_default(url: URL) -> bool:
    """Tell whether it is the database that is meant where none is named."""
    return sqlite_file(url) == sqlite_file(make_url(DEFAULT_DATABASE))


def sqlite_file(url: URL) -> Path | None:
    """Return the file of an SQLite database, or None for one in memory or on a server."""
    in_file = url.get_backend_name() == "sqlite" and url.database not in (None, "", ":memory:")
    return Path(str(url.database)) if in_file else None


def _connect_read_only(
    path: Path | None, _dialect: object, record: Any, arguments: list[Any], options: dict[str, Any]
) -> None:
    """Tell SQLite of a file that nobody writes to here: it would want to write beside it, only to read it."""
    if path and _is_only_to_be_read(path):
        arguments[0] = f"{path.absolute().as_uri()}?mode=ro&immutable=1"
        options["uri"] = True
        record.info["as_of"] = _as_of(path)


def _refuse_outdated(path: Path | None, _connection: object, record: Any, _proxy: object) -> None:
    """Open anew where somebody else has written to a file since: SQLite was told that nobody does."""
    known = record.info.get("as_of")
    if path and known and known != _as_of(path):
        del record.info["as_of"]
        raise DisconnectionError("The file has changed")


def _as_of(path: Path) -> list[int]:
    """Return what differs as soon as somebody writes to a file, or to the log beside it."""
    beside = path.with_name(f"{path.name}-wal")
    return [one.stat().st_mtime_ns if one.exists() else 0 for one in (path, beside)]


def _is_only_to_be_read(path: Path) -> bool:
    """Tell whether a file is read through a log beside it that is not there and may not be made."""
    if os.access(path.parent, os.W_OK) or path.with_name(f"{path.name}-wal").exists():
        return False
    try:
        with path.open("rb") as stream:
            return stream.read(_JOURNAL_AT + 1)[_JOURNAL_AT:] == _WRITE_AHEAD
    except OSError:
        return False


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    # Python's own transaction handling commits before DDL; _begin_sqlite takes its place.
    connection.isolation_level = None
    connection.execute(f"PRAGMA busy_timeout = {_PATIENCE_SECONDS * 1000}")
    # What has been reported as stored is still there after a power cut.
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def _begin_sqlite(connection: Connection) -> None:
    writes = connection.get_execution_options().get(WRITES)
    if writes:
        connection.exec_driver_sql(f"PRAGMA cache_size = -{_CACHE_KB}")
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def _begin_postgresql(connection: Connection) -> None:
    if connection.get_execution_options().get(WRITES):
        connection.exec_driver_sql(f"SET LOCAL lock_timeout = '{_PATIENCE_SECONDS}s'")
        connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")


def _remember_process(_connection: object, record: Any) -> None:
    record.info["process"] = os.getpid()


def _refuse_lost(engine: Engine, connection: Any, _record: object, _proxy: object) -> None:
    """Open anew where the server was restarted meanwhile: who asks a web worker then gets an answer.

    A server that ends says so, and to look whether it did takes no time: to ask it takes as long as a small
    question. Behind `_refuse_other_process`, since nothing may be read from another process's connection.
    """
    try:
        # First what the server said at last, then that there is no more.
        connection.pgconn.consume_input()
        connection.pgconn.consume_input()
    except engine.dialect.loaded_dbapi.Error:
        raise DisconnectionError("The server has closed the connection") from None


def _refuse_other_process(_connection: object, record: Any, proxy: Any) -> None:
    """Open anew in a forked web worker: a connection must not be shared with the parent process."""
    if record.info["process"] != os.getpid():
        record.dbapi_connection = proxy.dbapi_connection = None
        raise DisconnectionError("The connection belongs to another process")
