"""The command that draws figures of the stored facts into files, with what stands beside them."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

import typer

from schemas.errors import TradefactsError
from schemas.filters import Filters
from tradefacts.opening import CommandError, opened, tell_if_none, write_down
from tradefacts.options import (
    DEFAULT_DATABASE,
    Currency,
    Database,
    OwnRates,
    number_from,
    parse_event,
    with_filters,
    word_of,
)
from tradefacts.progress import each

if TYPE_CHECKING:
    import pandas as pd

    from dashboard.address import View
    from figures.options import Options
    from figures.pictures.picture import Made, Picture
    from figures.pictures.sizes import Size

# These words are those of figures.pictures, figures.look and pipeline.beside, whose import takes longer than
# most commands; a test holds them together.
PICTURES = ("png", "svg", "pdf", "webp")
THEMES = ("light", "dark", "print")
SIZES = ("column", "report", "slide", "square", "a4")
TABLES = ("csv", "json", "parquet", "xlsx", "sdmx.csv")
TEXTS = ("citation.txt", "alt.txt")
_PIXELS = number_from(100, 10_000)
_WIDTH = 1200


_Name = Annotated[str | None, typer.Argument(metavar="NAME", help="The figure; --list names them.")]
_Output = Annotated[
    Path | None,
    typer.Option(metavar="FILE", help="The picture: .png, .svg, .pdf or .webp; with --all a folder."),
]
_Every = Annotated[
    bool, typer.Option("--all", help="Every figure that has something to show, into the folder --output.")
]
_Kinds = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        parser=word_of(*PICTURES),
        help=f"With --all, what to draw: one of {', '.join(PICTURES)}; png by default. Repeatable.",
    ),
]
_SizeName = Annotated[
    str | None,
    typer.Option(
        metavar="SIZE",
        parser=word_of(*SIZES),
        help="column (85 mm wide), report (170 mm) or a4, all at 300 dpi; slide (16:9) or square.",
    ),
]
_Width = Annotated[
    int | None, typer.Option(metavar="100..10000", parser=_PIXELS, help="In pixels; 1200 by default.")
]
_Height = Annotated[
    int | None,
    typer.Option(metavar="100..10000", parser=_PIXELS, help="In pixels; what the contents need by default."),
]
_Scale = Annotated[
    float | None,
    typer.Option(
        metavar="0.1..10",
        parser=number_from(0.1, 10.0),
        help="Image pixels for each of these; 1 by default.",
    ),
]
_Theme = Annotated[
    str, typer.Option(metavar="THEME", parser=word_of(*THEMES), help=f"One of {', '.join(THEMES)}.")
]
_Transparent = Annotated[bool, typer.Option("--transparent", help="Without a ground.")]
_Title = Annotated[str | None, typer.Option(metavar="TEXT", help="In place of the figure's own.")]
_Subtitle = Annotated[str | None, typer.Option(metavar="TEXT", help="In place of the figure's own.")]
_Notes = Annotated[
    list[str] | None,
    typer.Option(metavar="TEXT", help="Stands before the figure's own notes. Repeatable."),
]
_Events = Annotated[
    list[str] | None,
    typer.Option(
        metavar="NAME=DATE",
        parser=parse_event,
        help="A line across time axes, such as sanctions=2022-02-24. Repeatable.",
    ),
]
_Log = Annotated[
    bool,
    typer.Option("--log", help="Equal steps of an axis are equal multiples, where there are no bars."),
]
_Stated = Annotated[
    bool, typer.Option("--stated", help="Without values that no text states and arithmetic implies.")
]
_Beside = Annotated[
    list[str] | None,
    typer.Option(
        metavar="KIND",
        parser=word_of(*TABLES, *TEXTS),
        help=f"Write what is shown beside the picture: {', '.join((*TABLES, *TEXTS))}. Repeatable.",
    ),
]
_View = Annotated[
    str | None,
    typer.Option(metavar="ADDRESS", help="What the dashboard shows at this address, instead of filters."),
]
_Listed = Annotated[bool, typer.Option("--list", help="Name the figures and what each answers.")]


@with_filters
def export(
    filters: Filters,
    name: _Name = None,
    output: _Output = None,
    every: _Every = False,
    kind: _Kinds = None,
    size: _SizeName = None,
    width: _Width = None,
    height: _Height = None,
    scale: _Scale = None,
    theme: _Theme = "light",
    transparent: _Transparent = False,
    title: _Title = None,
    subtitle: _Subtitle = None,
    note: _Notes = None,
    event: _Events = None,
    log: _Log = False,
    stated: _Stated = False,
    beside: _Beside = None,
    view: _View = None,
    currency: Currency = None,
    rates: OwnRates = None,
    listed: _Listed = False,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Draw a figure of the stored facts as a picture.

    It shows the facts that pass the filters and names its sources. What it rests on goes with it: tradefacts
    trace reads that out of it again.

    \b
    Examples:
      tradefacts export --list
      tradefacts export values-over-time --output values.png --size report --reporter Turkey
      tradefacts export changes --output slide.png --size slide --title "Exports to Russia fell by 39%"
      tradefacts export values-over-time --output values.svg --event sanctions=2022-02-24 --beside xlsx
      tradefacts export --all --output pictures --size column --theme print --reporter Turkey
      tradefacts export claims-against-official --output claims.png --currency USD
    """
    if listed:
        typer.echo(list_figures())
        return
    if size and (width or height or scale):
        raise typer.BadParameter("give --size, or --width, --height and --scale.")
    asked = _asked(
        view,
        filters,
        figure=name,
        currency=currency,
        logarithmic=log or None,
        events=event or None,
        implied=False if stated else None,
    )
    options = _options(asked, theme, transparent, rates)
    options = replace(options, title=title, subtitle=subtitle, notes=(*(note or ()), *options.notes))
    work = _Work(asked, options, tuple(beside or ()))
    drawn_at = _size(size, width, height, scale)
    if every and name:
        raise typer.BadParameter(f"give {name}, or --all figures.")
    if kind and not every:
        raise typer.BadParameter("--kind goes with --all; without it the file's ending says what is drawn.")
    if every:
        _export_all(database, work, drawn_at, output, list(dict.fromkeys(kind or ["png"])))
    elif asked.figure is None or output is None:
        raise typer.BadParameter("name a figure and a file: tradefacts export NAME --output FILE.png.")
    else:
        _export_one(database, work, drawn_at, output)


class _Work(NamedTuple):
    """What is to be drawn: a view, how, and what is written beside each picture."""

    view: "View"
    options: "Options"
    beside: tuple[str, ...]


def _asked(address: str | None, filters: Filters, **said: Any) -> "View":
    """Return the view that an address or filters ask for; what is `said`, and not None, goes before it."""
    from dashboard.address import View, read
    from figures.options import Event

    view = View(filters, low_salience="low" in filters.salience)
    if address is not None:
        if filters != Filters():
            raise typer.BadParameter("give --view or filters: an address has filters of its own.")
        view = read(f"?{address.partition('#')[0].rpartition('?')[2]}")
        if view.ignored:
            raise typer.BadParameter(f"the address asks for what is not known: {', '.join(view.ignored)}.")
    if said["events"]:
        said["events"] = tuple(Event(*one) for one in said["events"])
    return replace(view, **{name: value for name, value in said.items() if value is not None})


def _options(view: "View", theme: str, transparent: bool, rates: Path | None) -> "Options":
    from figures.look import THEMES as PALETTES
    from figures.look import without_ground
    from pipeline.rates import known_rates

    palette = PALETTES[theme]
    return replace(
        view.options, palette=without_ground(palette) if transparent else palette, rates=known_rates(rates)
    )


def _size(name: str | None, width: int | None, height: int | None, scale: float | None) -> "Size":
    from figures.pictures.sizes import PRESETS, Size

    return PRESETS[name].size if name else Size.free(width or _WIDTH, height, scale or 1.0)


def list_figures() -> str:
    """Return every figure's name with the question that it answers, one a line."""
    from figures.catalogue import CATALOGUE

    longest = max(map(len, CATALOGUE))
    return "\n".join(f"{name:<{longest}} {entry.question}" for name, entry in CATALOGUE.items())


class _Found(NamedTuple):
    """What is stored and passes the filters, with what is drawn beside it."""

    facts: "pd.DataFrame"
    documents: "pd.DataFrame"
    options: "Options"


def _found(database: str, work: _Work) -> _Found:
    from analysis.rows import facts_of
    from pipeline.official import series_for
    from store import What

    with opened(database) as store:
        facts = store.facts(work.view.asked)
        observed = series_for(facts_of(facts), store)
        options = replace(work.options, originals=store.originals(), observations=observed)
        documents = store.documents()
        write_down(store, What.EXPORT, f"{work.view.figure or 'all figures'}: {work.view.query()}")
    tell_if_none(facts, work.view.filters)
    return _Found(facts, documents, options)


def _export_one(database: str, work: _Work, size: "Size", output: Path) -> None:
    from figures.catalogue import CATALOGUE

    name = str(work.view.figure)
    if name not in CATALOGUE:
        raise CommandError(f"There is no figure {name!r}; the figures are {', '.join(CATALOGUE)}.")
    kind = output.suffix.lower().removeprefix(".")
    if kind not in PICTURES:
        endings = ", ".join(f".{one}" for one in PICTURES)
        raise CommandError(f"No picture can be written to {output}: give a file that ends in {endings}.")
    found = _found(database, work)
    _write(_picture(name, found, work, size), found, {kind: output}, work.beside)


def _export_all(database: str, work: _Work, size: "Size", output: Path | None, kinds: list[str]) -> None:
    """Draw every figure that has something to show; one that has no room is told of, and the others stand."""
    from figures import catalogue
    from figures.pictures.browser import NoBrowserError
    from figures.selection import Selection
    from pipeline.output import OutputError, in_words

    # What has the ending of a picture is meant to be one; a folder may have points in its name.
    if output is None or (output.suffix.lower().removeprefix(".") in PICTURES and not output.is_dir()):
        raise typer.BadParameter("--all needs a folder: tradefacts export --all --output FOLDER.")
    found = _found(database, work)
    selection = Selection.of(*found)
    shows = catalogue.shown(selection)
    shown = [name for name, many in shows.items() if many]
    waiting = catalogue.waiting(shows, selection)
    with in_words(output):
        output.mkdir(parents=True, exist_ok=True)
    refused = 0
    for name in each(shown, "Drawing"):
        try:
            picture = _picture(name, found, work, size)
            _write(picture, found, {kind: output / f"{name}.{kind}" for kind in kinds}, work.beside)
        except (NoBrowserError, OutputError):
            # What keeps this one from being drawn and written keeps all of them.
            raise
        except TradefactsError as error:
            refused += 1
            typer.echo(f"tradefacts: {name}: {error}", err=True)
    _tell_which(len(shown) - refused, output, shows, waiting)
    if refused:
        raise typer.Exit(1)


def _tell_which(drawn: int, output: Path, shows: Mapping[str, int], waiting: Collection[str]) -> None:
    """Tell how many figures were drawn, which wait for a currency, and which have nothing to show."""
    if waiting:
        names = [name for name in shows if name in waiting]
        need = "needs" if len(names) == 1 else "need"
        told = f"{', '.join(names)} {need} --currency, or one --unit"
        typer.echo(f"Amounts in several currencies have no scale in common: {told}.", err=True)
    left = [name for name, many in shows.items() if not many and name not in waiting]
    nothing = f"; nothing to show in {', '.join(left)}" if left else ""
    typer.echo(f"{drawn} figures are in {output}{nothing}.", err=True)


def _picture(name: str, found: _Found, work: _Work, size: "Size") -> "Picture":
    from figures.pictures.picture import picture

    query = replace(work.view, figure=name).query()
    return picture(name, *found, size, _made(query))


def _made(query: str) -> "Made":
    from figures.pictures.picture import Made
    from tradefacts import VERSION

    return Made(query, VERSION, datetime.now(UTC))


def _write(picture: "Picture", found: _Found, files: dict[str, Path], beside: tuple[str, ...]) -> None:
    """Write a picture into a file of each kind, and beside it what is asked for."""
    from dashboard.composing.beside import beside as beside_it
    from figures.pictures.picture import draw
    from pipeline.output import moved_into_place

    for kind, path in files.items():
        image = draw(picture, kind)
        with moved_into_place(path) as stream:
            stream.write(image)
    stem = next(iter(files.values())).with_suffix("")
    for kind in beside:
        with moved_into_place(stem.with_name(f"{stem.name}.{kind}")) as stream:
            stream.write(beside_it(picture, found.facts, found.documents, kind))
