"""The commands that look after a whole database: check it, back it up, restore it."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from tradefacts.opening import CommandError, account, opened, write_down
from tradefacts.options import DEFAULT_DATABASE, Database
from tradefacts.progress import portion

if TYPE_CHECKING:
    from collections.abc import Iterable

    from store import Person, Placed, Store

Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup, one file.")]


_NOT_COMPARED = (
    "The index of words was not compared with the sentences: SQLite has to write into the file for that, and "
    "may not; check a copy of it to have that done."
)


def check(database: Database = DEFAULT_DATABASE) -> None:
    """Look whether all that is stored is sound, and say in sentences what is not.

    Every document is held against its hash, every fact, sentence and piece of evidence against its text, all
    of it against the contract; what belongs to nothing, indexes, counts and reviews are looked at, and of
    SQLite the file itself. Others may read and write meanwhile. The exit status is 1 where anything is wrong.

    \b
    Examples:
      tradefacts check
      tradefacts check --database backup.db
    """
    with opened(database) as store:
        wrong = 0
        with portion("Checking documents") as progress:
            for sentence in store.whole.check(progress):
                wrong += 1
                typer.echo(sentence)
        if not store.whole.words_were_compared:
            typer.echo(_NOT_COMPARED, err=True)
        if wrong:
            raise CommandError(f"{store.name} is not sound: {wrong:,} things are wrong; restore a backup.")
        told = store.summary()
        typer.echo(
            f"{store.name}: {told.documents:,} documents and {told.facts:,} facts are sound.", err=True
        )


def backup(
    file: Backup,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the backup in the place of a file of that name.")
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Write all that is stored to one file, as it is at one moment, while others go on reading and writing.

    The file gets its name when it is whole. It is an SQLite database in itself, so that it can be checked,
    and restored into SQLite or PostgreSQL alike. With it go documents, facts, reviews, named views and
    official figures.

    \b
    Examples:
      tradefacts backup trade-2024-05-01.db
      tradefacts backup nightly.db --replace --database postgresql://localhost/trade
    """
    from pipeline.keeping import backup as write
    from store import What

    with opened(database) as store, portion("Backing up rows") as progress:
        counts = write(store, file, replace=replace, progress=progress)
        write_down(store, What.EXPORT, f"everything to {file}, a backup")
    typer.echo(f"{file}: {_told(counts)}.", err=True)


def restore(
    file: Backup,
    replace: Annotated[
        bool, typer.Option("--replace", help="Put the backup in the place of all that is stored.")
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Put all that a backup holds into a database, wholly or not at all.

    A database that holds anything is left as it is, unless --replace is given. A backup that is damaged is
    refused, one of an older version is brought to the newest shape. People who are known to the database stay
    as they are there; whom only the backup knows is let in, and told of.

    \b
    Examples:
      tradefacts restore trade-2024-05-01.db --database new.db
      tradefacts restore trade-2024-05-01.db --replace --database postgresql://localhost/trade
    """
    from datetime import UTC, datetime

    from pipeline.keeping import restore as put
    from pipeline.opening import open_store
    from store import Event, What

    done = Event(datetime.now(UTC), account(), What.RESTORE, str(file), "command line")
    with open_store(database) as store, portion("Restoring rows") as progress:
        restored = put(store, file, replace=replace, told=done, progress=progress)
    typer.echo(f"{store.name}: {_told(restored.counts)}.", err=True)
    _tell_of_people(restored.people.came, restored.people.stayed)


def reviews(
    unplaced: Annotated[
        bool,
        typer.Option("--unplaced", help="Only what is of places where no fact is read any more."),
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show what people said of facts, the last first.

    When a newer version reads a document anew, what was said of a fact goes to the fact that then stands in
    its place. Where none does, nothing is lost: it is shown with --unplaced, and counts again when one is
    read there.

    \b
    Examples:
      tradefacts reviews
      tradefacts reviews --unplaced
    """
    from tradefacts.showing import print_answers

    with opened(database) as store:
        found = store.all_reviews(unplaced=unplaced)
    if found:
        print_answers([_row(one) for one in found], _SHOWN, note=("note",))
    else:
        typer.echo("Every review has its fact." if unplaced else "Nobody has reviewed a fact yet.", err=True)


_SHOWN = ("document_id", "quote", "verdict", "corrected", "note", "reviewer", "reviewed_at")


def _row(one: "Placed") -> dict[str, object]:
    said = one.review
    corrected = ", ".join(f"{name}: {value}" for name, value in said.corrected.items()) or None
    shown = (str(said.verdict), corrected, said.note, said.reviewer, f"{said.reviewed_at:%Y-%m-%d %H:%M}")
    return dict(zip(_SHOWN, (one.document_id, one.quote, *shown), strict=True))


def tell_if_unplaced(store: "Store") -> None:
    """Tell whether people said something of places where no fact is read any more."""
    if store.is_prepared() and (count := len(store.all_reviews(unplaced=True))):
        verb = "review is of a place" if count == 1 else "reviews are of places"
        typer.echo(
            f"{count:,} {verb} where no fact is read any more; tradefacts reviews --unplaced shows them.",
            err=True,
        )


def _tell_of_people(came: "Iterable[Person]", stayed: "Iterable[Person]") -> None:
    """Tell who came with a backup, and who is not as the backup has them: nobody is let in unseen."""
    if came:
        typer.echo(
            f"Came with the backup, as they were then: {_people(came)}. Look whether each may still be let "
            "in; tradefacts user disable NAME lets somebody in no more.",
            err=True,
        )
    if stayed:
        typer.echo(f"Stayed as they were here, and are otherwise in the backup: {_people(stayed)}.", err=True)


def _people(people: "Iterable[Person]") -> str:
    return ", ".join(f"{one.name} ({one.role}{', disabled' if one.disabled else ''})" for one in people)


def _told(counts: dict[str, int]) -> str:
    kinds = {
        "documents": "documents",
        "facts": "facts",
        "reviews": "reviews",
        "saved_views": "named views",
        "observations": "official figures",
    }
    return ", ".join(f"{counts.get(name, 0):,} {told}" for name, told in kinds.items())
