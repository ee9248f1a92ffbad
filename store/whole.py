"""A database as a whole: is it sound, and all of it into another one."""

from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager
from typing import NamedTuple, Self

from sqlalchemy import Connection

from store.admitting import Admitted
from store.audit import Event, What, record
from store.checking import Progress, wrong_in, wrong_pages
from store.checking_words import BROKEN_INDEX, check_words
from store.copying import copy_all, replace_all, what_is_there
from store.database import StoreError, UnusableError
from store.owner import newest_revision, revisions_of

Opening = Callable[[], AbstractContextManager[Connection]]


class Replaced(NamedTuple):
    """What came in the place of a database: the rows by table, and what became of people."""

    counts: dict[str, int]
    people: Admitted


class Whole:
    """All of one database, seen in one state however many write to it meanwhile."""

    def __init__(self, snapshot: Opening, writing: Opening) -> None:
        self._snapshot = snapshot
        self._writing = writing
        #: Whether the last `check` could hold SQLite's index of words against the sentences.
        self.words_were_compared = True

    def check(self, progress: Progress = lambda done, total: None) -> Iterator[str]:
        """Yield a sentence for each thing that is wrong; nothing where the database is sound."""
        found = 0
        self.words_were_compared = True
        with self._snapshot() as connection:
            is_sqlite = connection.dialect.name == "sqlite"
            for sentence in wrong_in(connection, progress):
                found += 1
                yield sentence
        if is_sqlite and not found:
            yield from self._wrong_words()

    def _wrong_words(self) -> Iterator[str]:
        try:
            with self._writing() as connection:
                check_words(connection)
        except UnusableError as error:
            if "readonly" in str(error):
                self.words_were_compared = False
            elif "malformed" in str(error):
                yield BROKEN_INDEX
            else:
                raise

    def damage(self) -> Iterator[str]:
        """Yield what is wrong with the file itself, where there is one."""
        with self._snapshot() as connection:
            yield from wrong_pages(connection)

    def revision(self) -> str | None:
        """Return the name of the database's shape, None where it has none or one that is not known here."""
        with self._snapshot() as connection:
            return next(iter(revisions_of(connection)), None)

    def is_newest(self) -> bool:
        """Tell whether the database has the newest shape."""
        return self.revision() == newest_revision()

    def copy_to(self, new: Self, progress: Progress = lambda done, total: None) -> dict[str, int]:
        """Copy all of it into a database without tables, in the same shape; return the rows by table."""
        from store.migrations import migrate

        with self._snapshot() as source, new._writing() as target:
            (revision,) = revisions_of(source)
            migrate(target, revision)
            counts, _ = copy_all(source, target, progress)
            return counts

    def replace_by(
        self,
        other: Self,
        *,
        replace: bool = False,
        told: Event | None = None,
        progress: Progress = lambda done, total: None,
    ) -> Replaced:
        """Put all of another database of the same shape here, in one transaction; tell what came of it.

        People who are known here stay as they are here, and the audit log is added to; `told` is what is
        written into it, also of everybody who came. Raises StoreError where anything is here that would be
        lost, unless `replace` says that it may be.
        """
        with other._snapshot() as source, self._writing() as target:
            there = what_is_there(target)
            if there and not replace:
                raise StoreError(
                    f"The database holds {there}, which would be lost; restore into a new one, or pass "
                    "--replace to put the backup in their place."
                )
            counts, admitted = replace_all(source, target, progress)
            for event in _events(told, admitted):
                record(target, event)
            return Replaced(counts, admitted)


def _events(told: Event | None, admitted: Admitted) -> Iterator[Event]:
    if told:
        yield told
        for one in admitted.came:
            yield told._replace(what=What.PERSON_ADDED, about=f"{one.name}: {one.role}")
