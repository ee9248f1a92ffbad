"""The command that reads out of a picture what it rests on, and holds it against what is stored today."""

from collections.abc import Iterator, Mapping
from contextlib import nullcontext
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from schemas.filters import Filters
from tradefacts.explaining import plain
from tradefacts.opening import CommandError
from tradefacts.options import DEFAULT_DATABASE, Database

if TYPE_CHECKING:
    from figures.pictures.record import Record
    from schemas.records import Fact
    from store import Store

#: A larger file is no picture that Tradefacts has drawn.
_MOST_BYTES = 200_000_000
#: What is held against what is stored; of more facts than it has sentences for, a picture has quotes alone.
_COMPARED = (
    "quote", "value", "value_high", "unit", "measure", "direction", "flow", "reporter", "partner",
    "indicator", "period_start", "period_end", "status",
)  # fmt: skip


class Now(StrEnum):
    """What has become of a fact since it was drawn."""

    SAME = "stored as it was drawn"
    CHANGED = "changed since"
    GONE = "read so no longer"
    ELSEWHERE = "of a document that is not stored here"
    UNKNOWN = "not held against a database"


def trace(
    picture: Annotated[Path, typer.Argument(metavar="FILE", help="A .png, .svg, .pdf or .webp.")],
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Print what the picture carries as JSON, and hold it against nothing."),
    ] = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show the sentences behind a picture, and what has changed since it was drawn.

    The picture itself carries them; the database, where there is one, tells what is read there today. The
    exit status is 1 where a fact has changed or is gone, or where the picture carries nothing.

    \b
    Examples:
      tradefacts trace brief.png
      tradefacts trace brief.pdf --database sqlite:///trade.db
    """
    record = _record(picture)
    if as_json:
        typer.echo(record.json())
        return
    for line in _head(picture, record):
        typer.echo(line)
    with _store(database) or nullcontext() as store:
        found = _show(record, store)
    typer.echo(f"\n{_tally(found)}")
    if found.keys() & {Now.CHANGED, Now.GONE}:
        raise typer.Exit(1)


def _show(record: "Record", store: "Store | None") -> dict[Now, int]:
    """Print each document with its facts, and return how many have become what."""
    found: dict[Now, int] = {}
    for document in record.documents:
        typer.echo(f"\n{plain(_document(document))}")
        own = (fact for fact in record.facts if fact["document_id"] == document["document_id"])
        for fact in own:
            now, lines = _held(fact, store)
            found[now] = found.get(now, 0) + 1
            for line in lines:
                typer.echo(line)
    return found


def _record(path: Path) -> "Record":
    from figures.pictures.carrying import record_in
    from figures.pictures.record import RecordError

    try:
        # A device has no size, and no end.
        with path.open("rb") as stream:
            image = stream.read(_MOST_BYTES + 1)
    except OSError as error:
        raise CommandError(f"{path} cannot be read: {error.strerror}.") from None
    if len(image) > _MOST_BYTES:
        raise CommandError(f"{path} is larger than any picture that Tradefacts draws.")
    try:
        record = record_in(image)
    except RecordError as error:
        raise CommandError(f"{path}: {error}") from None
    if record is None:
        raise CommandError(
            f"{path} carries no record of facts: it was not drawn by Tradefacts, or a program through which "
            "it went has taken the record out. Ask for the file as it was exported."
        )
    return record


def _head(path: Path, record: "Record") -> Iterator[str]:
    title = f" “{plain(record.title)}”" if record.title else ""
    day = f"{record.made.day} {record.made:%b %Y, %H:%M} UTC"
    drawn = f"drawn by Tradefacts {plain(record.version)}, {day}"
    yield f"{path.name} shows{title}: the figure {plain(record.figure)}, {drawn}."
    if len(record.query) > 1:
        yield f"It is what the dashboard shows at {plain(record.query)}"
    if record.datasets:
        yield f"Official figures in it: {plain(', '.join(record.datasets))}."


def _document(told: Mapping[str, Any]) -> str:
    """Return a document as a picture knows it: `Euronews, “Turkey exported …” (2024-08-08), document 000`."""
    if told.get("confidential"):
        return f"A confidential document, {told['document_id']}"
    title = f"“{told['title']}”" if told.get("title") else ""
    named = ", ".join(filter(None, (told.get("publisher"), title)))
    day = f" ({told['published']})" if told.get("published") else ""
    return (
        f"{named}{day}, document {told['document_id']}" if named else f"Document {told['document_id']}{day}"
    )


def _store(database: str) -> "Store | None":
    """Return the database to hold a picture against, or None, and say so, where there is none to be read."""
    from store import Store, StoreError

    try:
        store = Store(database)
        if store.is_prepared():
            return store
        store.close()
        told = f"There is no database at {store.name} to hold this against; --database names another."
    except StoreError as error:
        told = f"There is no database to hold this against: {error}"
    typer.echo(told, err=True)
    return None


def _held(told: Mapping[str, Any], store: "Store | None") -> tuple[Now, list[str]]:
    """Return what has become of a fact, and the lines that tell of it."""
    if store is None:
        return Now.UNKNOWN, [_sentence(told)]
    stored = store.fact(told["fact_id"])
    if stored is not None:
        changed = list(_changed(told, stored))
        now = Now.CHANGED if changed else Now.SAME
        said = _sentence(told if "sentence" in told else {**told, **stored.columns()})
        return now, [said, f"    {now}{': ' + plain('; '.join(changed)) if changed else ''}"]
    if store.document(told["document_id"]) is None:
        return Now.ELSEWHERE, [_sentence(told), f"    {Now.ELSEWHERE}"]
    return Now.GONE, [_sentence(told), f"    {Now.GONE}{_instead(told, store)}"]


def _sentence(told: Mapping[str, Any]) -> str:
    """Return a fact's sentence with its quantity in brackets, or as much of it as is known."""
    quote, sentence = (str(told.get(name) or "") for name in ("quote", "sentence"))
    if not quote:
        return f"  fact {plain(told['fact_id'])}"
    at = told.get("start", 0) - told.get("sentence_start", 0)
    is_there = at >= 0 and sentence.startswith(quote, at)
    whole = plain(f"{sentence[:at]}[{quote}]{sentence[at + len(quote) :]}" if is_there else f"[{quote}]")
    marked = f"[{plain(quote)}]"
    return f"  {whole.replace(marked, typer.style(marked, fg='green', bold=True), 1)}"


def _changed(told: Mapping[str, Any], stored: "Fact") -> Iterator[str]:
    for name in _COMPARED:
        value = getattr(stored, name)
        now = value.isoformat() if isinstance(value, date) else value
        if name in told and told[name] != now:
            yield f"{name.replace('_', ' ')} was {told[name]}, is {now}"


def _instead(told: Mapping[str, Any], store: "Store") -> str:
    """Return what is read today where a fact was read."""
    from analysis.rows import facts_of
    from pipeline.drafts import says

    if not {"start", "end"} <= told.keys():
        return ""
    facts = facts_of(store.facts(Filters(document=(told["document_id"],), copies=True)))
    read = [plain(says(one)) for one in facts if one.start < told["end"] and one.end > told["start"]]
    return f": what is read there now is {'; '.join(read)}" if read else ": nothing is read there now"


def _tally(found: Mapping[Now, int]) -> str:
    many = sum(found.values())
    told = ", ".join(f"{number:,} {now}" for now, number in found.items())
    return f"{many:,} {'fact' if many == 1 else 'facts'}: {told}." if many else "It shows no fact."
