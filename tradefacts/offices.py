"""The commands of official figures: add a file, list what is there, take a dataset away."""

from datetime import date
from pathlib import Path
from typing import Annotated

import typer

from tradefacts.opening import opened, write_down
from tradefacts.options import (
    DEFAULT_DATABASE,
    Database,
    parse_area,
    parse_day,
    parse_name,
    parse_pair,
    several,
)

app = typer.Typer(help="What statistical offices published: add files, list what is there, take it away.")

_Vintage = Annotated[
    date | None,
    typer.Option(
        metavar="DATE",
        parser=parse_day,
        help="The day of which the figures are; what the file says of it, or its own day, by default.",
    ),
]


@app.command()
def add(
    files: Annotated[
        list[Path],
        typer.Argument(metavar="FILE", help="SDMX-CSV, SDMX-ML, Eurostat, UN Comtrade, BACI, or a tidy CSV."),
    ],
    dataset: Annotated[
        str | None,
        typer.Option(
            metavar="NAME", help="What to call the dataset; as the file does otherwise.", parser=parse_name
        ),
    ] = None,
    vintage: _Vintage = None,
    column: several("OURS=THEIRS", "What a tidy CSV calls one of our columns.", parse_pair) = None,  # type: ignore[valid-type]
    constant: several("OURS=VALUE", "What holds for every row of a tidy CSV.", parse_pair) = None,  # type: ignore[valid-type]
    reporter: several("AREA", "Store no others; code, name, or as the file has it.", parse_area) = None,  # type: ignore[valid-type]
    partner: several("AREA", "Store no others; WLD is the world.", parse_area) = None,  # type: ignore[valid-type]
    product: several("CODE", "Store no others; the beginning of a code, or TOTAL.") = None,  # type: ignore[valid-type]
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Store the observations of official files. Adding one again changes nothing.

    A file is stored wholly or not at all; what was left out of it, and why, is told. A later download of the
    same dataset is another vintage, and stands beside the earlier one.

    \b
    Examples:
      tradefacts official add comtrade.csv.gz
      tradefacts official add BACI_HS17_Y2021_V202401b.csv --reporter Turkey --product 8542
      tradefacts official add ours.csv --column reporter=Country --constant unit=USD --constant flow=export
    """
    from official import Given, Wanted
    from pipeline.official import add_official
    from pipeline.opening import open_store
    from store import What
    from tradefacts.progress import counting

    given = Given(dataset, vintage, dict(column or ()), dict(constant or ()))
    wanted = Wanted(*(tuple(one or ()) for one in (reporter, partner, product)))
    with open_store(database) as store:
        store.prepare()
        for file in files:
            with counting(f"{file.name}: observations") as progress:
                added = add_official(file, store, given, wanted, progress)
            if added is None:
                typer.echo(f"{file}: added before, unchanged.", err=True)
                continue
            told, new = added
            write_down(store, What.LOAD, f"official figures: {file}")
            named = f"{told.observations:,} observations of {', '.join(told.datasets)}"
            known = f", {new:,} of them new" if new < told.observations else ""
            typer.echo(f"{file}: {told.kind}; {named}{known}.", err=True)
            for note in told.notes:
                typer.echo(f"  {note}", err=True)


@app.command(name="list")
def list_official(database: Database = DEFAULT_DATABASE) -> None:
    """Show the official datasets that are stored, their vintages, and the days that they reach over.

    \b
    Example:
      tradefacts official list
    """
    from pipeline.answers import plain_rows
    from tradefacts.showing import print_answers

    with opened(database) as store:
        found = store.official.datasets()
    if found.empty:
        typer.echo(
            "No official figures are stored yet; add some with tradefacts official add FILE.", err=True
        )
    else:
        print_answers(plain_rows(found), tuple(found.columns))


@app.command()
def remove(
    dataset: Annotated[str, typer.Argument(metavar="NAME", help="As official list shows it.")],
    vintage: _Vintage = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Take a dataset away, or one vintage of it.

    \b
    Example:
      tradefacts official remove COMTRADE --vintage 2024-02-15
    """
    from store import What
    from tradefacts.opening import CommandError

    when = f" of the vintage {vintage}" if vintage else ""
    with opened(database) as store:
        gone = store.official.remove(dataset, vintage)
        if gone:
            write_down(store, What.LOAD, f"official figures: {dataset}{when} taken away")
    if not gone:
        raise CommandError(f"There is no dataset {dataset!r}{when}; see tradefacts official list.")
    typer.echo(f"{gone:,} observations of {dataset} are gone.", err=True)
