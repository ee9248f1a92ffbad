"""A database -> one file that holds all of it, and back.

The file is an SQLite database of the same shape, whatever the database is: it moves between SQLite and
PostgreSQL, `tradefacts check` looks at it like at any other, and one of an older version is brought to the
newest shape before it is restored.
"""

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from pipeline.opening import open_store
from pipeline.output import in_words, locked, settle, settle_folder
from schemas.errors import TradefactsError
from store import Event, Replaced, Store

Progress = Callable[[int, int], None]

_MAGIC = b"SQLite format 3\0"
#: Where an SQLite file says how large its pages are, and how many.
_HEADER, _PAGE_SIZE, _PAGES = 100, slice(16, 18), slice(28, 32)


class KeepingError(TradefactsError):
    """A backup cannot be made or restored; the message is a sentence."""


def backup(
    store: Store, path: Path, *, replace: bool = False, progress: Progress = lambda done, total: None
) -> dict[str, int]:
    """Write all of a database to a file, as it is at one moment; return the rows by table.

    Others may read and write meanwhile. The file is written as `FILE.tmp`, and gets its name when it is whole
    and on the disk. Raises KeepingError where something has the name already, unless `replace`.
    """
    _refuse_database(store, path)
    if path.is_dir() or (path.exists() and not replace):
        raise KeepingError(
            f"{path} is there already; name another file, or pass --replace to put the backup in its place."
        )
    partial = path.with_name(f"{path.name}.tmp")
    # What a run that was killed has left is taken over, and what another run is writing is not touched.
    with in_words(path), locked(partial, path) as stream:
        try:
            # Who may log in is in it, and what is confidential: that is for the one who backs up.
            partial.chmod(0o600)
            _remove_beside(partial)
            stream.truncate(0)
            with Store(partial) as new:
                counts = store.whole.copy_to(new.whole, progress)
            settle(stream)
            partial.replace(path)
        except BaseException:
            _remove_beside(partial)
            partial.unlink(missing_ok=True)
            raise
        settle_folder(path.parent)
    return counts


def restore(
    store: Store,
    path: Path,
    *,
    replace: bool = False,
    told: Event | None = None,
    progress: Progress = lambda done, total: None,
) -> Replaced:
    """Put all that a backup holds into a database, in one transaction; tell what came of it.

    `told` is what the audit log then tells of it.
    The backup is looked at first, and is left as it is. Raises KeepingError or StoreError, with the database
    unchanged, where it is damaged or anything is in the database that would be lost, unless `replace`.
    """
    if _is_own(store, path):
        raise KeepingError(f"{path} is the database itself; name a backup of it.")
    with in_words(path), _opened(path) as kept:
        store.prepare()
        return store.whole.replace_by(kept.whole, replace=replace, told=told, progress=progress)


@contextmanager
def _opened(path: Path) -> Iterator[Store]:
    """Give the store of a backup in the newest shape; one of an older shape is brought there as a copy."""
    _check_file(path)
    with open_store(path) as kept:
        if not kept.is_prepared():
            raise KeepingError(f"{path} is no backup of a Tradefacts database; name one that is.")
        if wrong := list(kept.whole.damage()):
            raise KeepingError(f"The backup {path} is damaged: {wrong[0]} Restore another one.")
        if kept.whole.is_newest():
            yield kept
            return
        with TemporaryDirectory(prefix="tradefacts-") as folder:
            copy = Path(folder) / "backup.db"
            shutil.copyfile(path, copy)
            with open_store(copy) as brought:
                brought.prepare()
                yield brought


def _check_file(path: Path) -> None:
    """Refuse what is no SQLite file, and one of which the end is lacking."""
    if not path.is_file():
        raise KeepingError(f"There is no backup {path}; name a file that tradefacts backup has written.")
    with path.open("rb") as stream:
        header = stream.read(_HEADER)
    if not header.startswith(_MAGIC) or len(header) < _HEADER:
        raise KeepingError(f"{path} is no backup of a Tradefacts database; name one that is.")
    size = int.from_bytes(header[_PAGE_SIZE], "big")
    # The largest size does not fit into the two bytes, and is written as 1.
    expected = (65536 if size == 1 else size) * int.from_bytes(header[_PAGES], "big")
    if path.stat().st_size < expected:
        raise KeepingError(
            f"The backup {path} is cut short: it has {path.stat().st_size:,} of {expected:,} bytes. Copy it "
            "again, or restore another one."
        )


def _refuse_database(store: Store, path: Path) -> None:
    """Refuse to put a backup in the place of a database that somebody works with."""
    # What SQLite keeps beside a file would be taken to belong to the new one, and break it.
    in_use = [path.with_name(f"{path.name}{end}") for end in ("-wal", "-journal")]
    if _is_own(store, path) or any(one.exists() and one.stat().st_size for one in in_use):
        raise KeepingError(f"{path} is a database that is in use; name another file for the backup.")


def _is_own(store: Store, path: Path) -> bool:
    own = store.file
    return own is not None and own.exists() and path.exists() and own.samefile(path)


def _remove_beside(partial: Path) -> None:
    """Take away what SQLite had beside a backup that was not finished."""
    for end in ("-journal", "-wal", "-shm"):
        partial.with_name(f"{partial.name}{end}").unlink(missing_ok=True)
