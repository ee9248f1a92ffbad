"""The `tradefacts` command.

What takes long to import is imported by the command that needs it: `extract` starts in a fifth of a
second because it knows neither frames nor figures nor a database.
"""

import gc
import os
import sys
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, NoReturn

import typer

from schemas.errors import TradefactsError
from schemas.filters import Filters
from tradefacts import answering, exporting, keeping, offices, tracing, users
from tradefacts.opening import check_prepared, opened, tell_if_none, write_down, write_down_file
from tradefacts.options import (
    DEFAULT_DATABASE,
    Database,
    Format,
    Inputs,
    Jobs,
    Kind,
    Output,
    Published,
    Strict,
    number_from,
    one_of,
    with_filters,
)

if TYPE_CHECKING:
    from tradefacts.progress import Progress

#: So many objects are made before the first search for cycles.
_COLLECTED_AFTER = 50_000

app = typer.Typer(
    rich_markup_mode=None, pretty_exceptions_enable=False, add_completion=False, no_args_is_help=True
)


for command in (answering.series, answering.agreement, answering.compare):
    app.command()(command)
app.command()(exporting.export)
app.command()(tracing.trace)
app.command()(users.audit)
for command in (keeping.check, keeping.backup, keeping.restore, keeping.reviews):
    app.command()(command)
app.add_typer(offices.app, name="official")
app.add_typer(users.app, name="user")


class EngineName(StrEnum):
    """Who reads: processes of this machine, or a cluster."""

    LOCAL = "local"
    DASK = "dask"


def main() -> None:
    """Run the command line. Exit status: 0, 1 where an input was refused, 2 for wrong usage."""
    # A short run makes no rubbish that is worth a search, and a long one little.
    gc.set_threshold(_COLLECTED_AFTER)
    if sys.stdout is None:
        # `>&-`: what is asked may still be written to a file by --output
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    try:
        try:
            app()
        finally:
            if sys.stdout:
                sys.stdout.flush()
            # What is left goes back to the system as it is, without a last search for cycles in it.
            gc.freeze()
    except TradefactsError as error:
        typer.echo(f"tradefacts: {error}", err=True)
        sys.exit(error.status)
    except OSError as error:
        if error.filename:
            raise
        _give_up_output(error)


def _give_up_output(error: OSError) -> NoReturn:
    """End where standard output takes no more: in a sentence, unless its reader has seen enough."""
    # What is held back would be written, and fail, once more when the interpreter ends.
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    if not isinstance(error, BrokenPipeError):
        typer.echo(f"tradefacts: Standard output cannot be written: {error.strerror}.", err=True)
    sys.exit(1)


def _show_version(wanted: bool) -> None:
    if wanted:
        from tradefacts import VERSION

        typer.echo(f"tradefacts {VERSION}")
        raise typer.Exit


@app.callback()
def tradefacts(
    version: Annotated[
        bool, typer.Option("--version", callback=_show_version, is_eager=True, help="Show the version.")
    ] = False,
) -> None:
    """Text goes in, quantified trade facts come out, each beside the sentence it was read from.

    The exit status is 0, 1 where something was refused, or 2 for wrong usage.
    """


@app.command()
def extract(
    inputs: Inputs,
    output: Output = None,
    published: Published = None,
    jobs: Jobs = None,
    strict: Strict = False,
    resume: Annotated[
        bool, typer.Option("--resume", help="Go on where an interrupted run with the same --output stopped.")
    ] = False,
    engine: Annotated[
        str,
        typer.Option(
            metavar="ENGINE",
            help=f"Who reads: one of {', '.join(EngineName)}; dask is a cluster of Dask distributed.",
            parser=one_of(EngineName),
        ),
    ] = EngineName.LOCAL,
    scheduler: Annotated[
        str | None,
        typer.Option(metavar="ADDRESS", help="The cluster's scheduler; without it one is started here."),
    ] = None,
    evidence: Annotated[
        bool,
        typer.Option("--evidence", help="Add a column: the words that each of the others was read from."),
    ] = False,
) -> None:
    """Read the facts of texts, one a line.

    JSONL goes to standard output, or JSONL, CSV or Parquet to a file by its ending, or Parquet in parts to
    a folder where the name has no ending; it gets its name when it is whole. A document that cannot be read
    is told of and left out: the facts of the others are written, and the exit status is 1. A run that is
    interrupted, by Ctrl-C or a power cut, goes on with --resume, and gives the same output.

    \b
    Examples:
      tradefacts extract article.txt
      tradefacts extract articles/ --output facts.csv
      tradefacts extract wire.jsonl.gz --output facts.parquet --jobs 8 --resume
      tradefacts extract s3://bucket/wire/*.jsonl --output facts --engine dask --scheduler tcp://host:8786
      tradefacts extract wire.jsonl --output facts.parquet --evidence    (for load --facts)
      tradefacts extract - --published 2024-02-08 < article.txt
    """
    from tradefacts.extracting import chosen_engine
    from tradefacts.extracting import extract as run
    from tradefacts.progress import Progress

    if resume and output is None:
        raise typer.BadParameter("--resume needs the file that was being written: give --output FILE.")
    if scheduler and engine != EngineName.DASK:
        raise typer.BadParameter("--scheduler is for --engine dask.")
    if scheduler and jobs:
        raise typer.BadParameter("give --jobs or --scheduler; a cluster that runs has its own workers.")
    chosen = chosen_engine(engine, jobs, scheduler)
    with Progress(shown=output is not None, sources=inputs) as progress:
        run(
            inputs,
            output,
            progress,
            chosen,
            published=published,
            strict=strict,
            resume=resume,
            evidence=evidence,
        )
    _end(progress)


@app.command()
def load(
    inputs: Inputs,
    published: Published = None,
    facts: Annotated[
        list[Path] | None,
        typer.Option(
            "--facts",
            metavar="FILE",
            help="Take the facts from this file or folder, .parquet or .jsonl, that extract has written from "
            "the same texts, instead of reading them. Repeatable.",
        ),
    ] = None,
    replace: Annotated[
        bool, typer.Option("--replace", help="A text takes the place of another one stored under its id.")
    ] = False,
    preview: Annotated[
        bool,
        typer.Option("--preview", help="Show what is recognised of each document, and store nothing."),
    ] = False,
    drafts: Annotated[
        Path | None,
        typer.Option(
            "--drafts",
            metavar="FILE",
            help="Write what is recognised as JSON lines, to be corrected, and store nothing.",
        ),
    ] = None,
    corrected: Annotated[
        Path | None,
        typer.Option("--corrected", metavar="FILE", help="Store documents as such lines have them."),
    ] = None,
    jobs: Jobs = None,
    strict: Strict = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Read documents and store them with their facts.

    Loading one again changes nothing, unless more is known of it now or the extractor has changed. A
    document that is refused is told of, the others are stored, and the exit status is 1. What was stored
    when a run was interrupted stays, and the next one passes over it.

    With --facts nothing is read a second time: every fact is checked against its text, and stored with the
    words it was read from where the files have them (extract --evidence). A text without a fact in the files
    is stored without facts, and read by the next load without --facts.

    What is recognised (title, publisher, date, sections, facts) can be looked at and corrected beforehand:
    --drafts writes a line for each document; change its title, date or sections in an editor, or take facts
    away, and give the file with --corrected. What was corrected stays so.

    \b
    Examples:
      tradefacts load articles/
      tradefacts load brief.pdf --preview
      tradefacts load brief.pdf --drafts drafts.jsonl
      tradefacts load brief.pdf --corrected drafts.jsonl
      tradefacts load articles.jsonl --database sqlite:///trade.db
      tradefacts load articles.jsonl --facts facts.parquet --database postgresql://localhost/trade
    """
    from pipeline.drafts import read_corrections
    from pipeline.loading import load as load_all
    from pipeline.opening import open_store
    from store import What

    if preview or drafts:
        if corrected or facts:
            raise typer.BadParameter(
                "--preview and --drafts store nothing: leave --corrected and --facts out."
            )
        return _preview(inputs, published, drafts, shown=preview)
    if corrected and facts:
        raise typer.BadParameter("give --corrected or --facts: what is corrected is read again.")
    from tradefacts.progress import Progress

    with open_store(database) as store:
        with Progress(shown=True, sources=inputs) as progress:
            report = load_all(
                inputs,
                store,
                published=published,
                facts=facts or (),
                corrections=read_corrections(corrected) if corrected else None,
                replace=replace,
                strict=strict,
                jobs=jobs,
                progress=progress,
                read=progress.read,
            )
        write_down(store, What.LOAD, f"{', '.join(inputs)}: {report}")
        typer.echo(f"{store.name}: {report}.", err=True)
        keeping.tell_if_unplaced(store)
    _end(progress)


@app.command()
def explain(
    inputs: Inputs,
    published: Published = None,
    everything: Annotated[
        bool, typer.Option("--all", help="Show the sentences without a quantity as well.")
    ] = False,
) -> None:
    """Show what was read from each sentence, and why.

    Quantities are marked; beneath stand the facts, the rules that read them, and the words that gave each
    column.

    \b
    Examples:
      tradefacts explain article.txt
      echo "Exports fell by 39% in January." | tradefacts explain - --published 2024-02-08
    """
    from documents import Refusal
    from pipeline.reading import read_facts
    from tradefacts.explaining import explain as explained
    from tradefacts.progress import Progress

    progress = Progress(shown=False)
    for item in read_facts(inputs, published):
        progress(item if isinstance(item, Refusal) else len(item.facts))
        if not isinstance(item, Refusal):
            if progress.documents > 1:
                typer.echo()
            for line in explained(item, everything=everything):
                typer.echo(line)
    _end(progress)


@app.command()
@with_filters
def facts(
    filters: Filters,
    output: Output = None,
    kind: Kind = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show the stored facts that pass the filters.

    \b
    Examples:
      tradefacts facts --reporter Turkey --flow export --since 2023-01-01
      tradefacts facts --unit USD --search "chips Russia" --output chips.csv
    """
    from pipeline.formats import FORMATS
    from pipeline.output import frame_rows, write_facts

    if output and kind:
        raise typer.BadParameter("give --format or --output; a file's format goes by its ending.")
    with opened(database) as store:
        found = store.facts(filters)
        write_down_file(store, output, "facts", filters)
    rows = frame_rows(found)
    tell_if_none(found, filters)
    if filters.restriction:
        # The columns of a fact have no place for it.
        typer.echo(filters.restriction, err=True)
    if output:
        write_facts(rows, output, filters.restriction)
    elif kind and kind != Format.TABLE:
        FORMATS[kind]().write(rows, sys.stdout.buffer)
    elif len(found):
        from tradefacts.showing import print_table

        print_table(rows)


@app.command()
def documents(database: Database = DEFAULT_DATABASE) -> None:
    """Show the stored documents: their dates and what told them, their facts, and which are copies of others.

    \b
    Example:
      tradefacts documents
    """
    from tradefacts.showing import print_documents

    with opened(database) as store:
        if not print_documents(store):
            typer.echo("No document is stored yet.", err=True)


@app.command()
def serve(
    host: Annotated[str, typer.Option(metavar="HOST", help="Where to listen.")] = "127.0.0.1",
    port: Annotated[
        int, typer.Option(metavar="0..65535", parser=number_from(0, 65535), help="0 is any free one.")
    ] = 8050,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Serve the dashboard on this machine.

    \b
    Examples:
      tradefacts serve
      tradefacts serve --port 8060 --database sqlite:///trade.db
    """
    from pipeline.opening import open_store
    from tradefacts.serving import serve as serve_store

    with open_store(database) as store:
        # The default database may be served before anything is in it; another name may be a slip.
        if not store.is_default:
            check_prepared(store)
        serve_store(store, host, port)


@app.command()
def prepare(database: Database = DEFAULT_DATABASE) -> None:
    """Make the database, or bring it to its newest shape.

    \b
    Example:
      tradefacts prepare --database postgresql://localhost/trade
    """
    from pipeline.opening import open_store

    with open_store(database) as store:
        store.prepare()
        typer.echo(f"{store.name} is ready.", err=True)


def _preview(inputs: list[str], published: date | None, drafts: Path | None, *, shown: bool) -> None:
    """Show, or write, what is recognised of each document."""
    from contextlib import nullcontext

    from documents import Refusal
    from pipeline.drafts import Draft
    from pipeline.reading import read_facts
    from tradefacts.previewing import open_drafts, preview, write_draft
    from tradefacts.progress import Progress

    with (
        open_drafts(drafts) if drafts else nullcontext() as stream,
        Progress(shown=drafts is not None) as progress,
    ):
        for item in read_facts(inputs, published):
            progress(item if isinstance(item, Refusal) else len(item.facts))
            if isinstance(item, Refusal):
                continue
            if stream:
                write_draft(Draft(item), stream)
            if shown:
                for line in preview(Draft(item)):
                    typer.echo(line)
                typer.echo()
    _end(progress)


def _end(progress: "Progress") -> None:
    if progress.refused:
        raise typer.Exit(1)
