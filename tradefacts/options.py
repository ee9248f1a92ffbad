"""The options that several commands have: which database, and which facts."""

import inspect
from collections.abc import Callable
from datetime import date
from enum import StrEnum
from functools import wraps
from pathlib import Path
from typing import Annotated, Any

import typer

from schemas.filters import UNSAID, Filters
from schemas.places import country_code
from schemas.units import is_currency, is_unit
from schemas.vocabulary import FactSection, Flow, Measure, ReviewState, Salience, Status


class Format(StrEnum):
    """What stored facts can be shown as."""

    TABLE = "table"
    JSONL = "jsonl"
    CSV = "csv"


def parse_day(text: str) -> date:
    """Return an ISO date; Typer turns the error into one about the option."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write it as 2024-02-29.") from None


def parse_country(text: str) -> str:
    """Return the code of a country given by code or English name."""
    code = country_code(text)
    if code is None:
        raise typer.BadParameter(
            f"{text!r} is no country; give its ISO 3166 code (TUR), its English name (Turkey), "
            "or EUU, EMU, WLD."
        )
    return code


def parse_area(text: str) -> str:
    """Return the code of a country, or an area as a statistical office writes it (`EU27_2020`)."""
    return country_code(text) or text


def parse_name(text: str) -> str:
    """Return a name that is one."""
    if not text.strip():
        raise typer.BadParameter("a name has letters; leave the option out where none is to be given.")
    return text.strip()


def parse_pair(text: str) -> tuple[str, str]:
    """Return the two sides of `NAME=VALUE`."""
    name, sign, value = (part.strip() for part in text.partition("="))
    if not (name and sign and value):
        raise typer.BadParameter(f"{text!r} is no pair; write it as NAME=VALUE.")
    return name, value


def parse_unit(text: str) -> str:
    """Return a unit that a fact may have; a currency's code may be in small letters."""
    if is_currency(text.upper()):
        return text.upper()
    if not is_unit(text):
        raise typer.BadParameter(f"{text!r} is no unit; give one such as USD, percent, tonne or USD/barrel.")
    return text


def parse_currency(text: str) -> str:
    """Return a currency's code, given in letters of any size."""
    if not is_currency(text.upper()):
        raise typer.BadParameter(f"{text!r} is no currency; give its ISO 4217 code, such as EUR.")
    return text.upper()


def parse_event(text: str) -> tuple[str, date]:
    """Return the name and the day of `NAME=DATE`."""
    name, day = parse_pair(text)
    return name, parse_day(day)


def word_of(*words: str) -> Callable[[str], str]:
    """Return a parser of one of these words, in any case."""

    def parse(text: str) -> str:
        if text.lower() not in words:
            raise typer.BadParameter(f"{text!r} is none of {', '.join(words)}.")
        return text.lower()

    return parse


def one_of(words: type[StrEnum]) -> Callable[[str], str]:
    """Return a parser of one of these words, in any case."""

    def parse(text: str) -> str:
        try:
            return words(text.lower().replace("-", "_")).value
        except ValueError:
            raise typer.BadParameter(f"{text!r} is none of {', '.join(words)}.") from None

    return parse


def or_none(parser: Callable[[str], Any]) -> Callable[[str], Any]:
    """Return a parser that also takes `none`, which asks for the facts that do not say."""
    return lambda text: UNSAID if text.lower() == UNSAID else parser(text)


def number_from(low: float, high: float) -> Callable[[str | float], Any]:
    """Return a parser of a number between two others; it is a whole one where `low` is."""
    kind = type(low)

    def parse(text: str | float) -> Any:
        try:
            value = kind(text)
        except ValueError:
            value = None
        # Not a number is not between any two.
        if value is None or not low <= value <= high:
            whole = "whole number" if kind is int else "number"
            raise typer.BadParameter(f"{text!r} is no {whole} from {low:g} to {high:g}.")
        return value

    return parse


def several(metavar: str, help_text: str, parser: Callable[[str], Any] = str) -> Any:
    """Return an option of texts that may be given several times."""
    return Annotated[
        list[str] | None, typer.Option(metavar=metavar, help=f"{help_text} Repeatable.", parser=parser)
    ]


def _single(kind: type, metavar: str, help_text: str, **more: Any) -> Any:
    return Annotated[kind | None, typer.Option(metavar=metavar, help=help_text, **more)]


DEFAULT_DATABASE = "sqlite:///var/tradefacts.db"

Kind = Annotated[
    str | None,
    typer.Option(
        "--format",
        metavar="FORMAT",
        help=f"What to print: one of {', '.join(Format)}; --output goes by the file's ending.",
        parser=one_of(Format),
    ),
]
Inputs = Annotated[
    list[str],
    typer.Argument(
        metavar="INPUT",
        help="Text, JSONL and Parquet files, also .gz and .zst; folders; patterns in quotes; URLs such as "
        "s3://bucket/x/*.jsonl; or - for standard input.",
    ),
]
Published = Annotated[
    date | None,
    typer.Option(
        metavar="DATE",
        help="The date of documents that bring none of their own, by which 'last month' is resolved.",
        parser=parse_day,
    ),
]
Jobs = Annotated[
    int | None,
    typer.Option(
        metavar="1..1000",
        help="Worker processes; as many as there are cores by default. Small inputs are read in one.",
        parser=number_from(1, 1000),
    ),
]
Strict = Annotated[bool, typer.Option("--strict", help="Stop at the first document that is refused.")]
Database = Annotated[
    str,
    typer.Option(
        envvar="DATABASE_URL", metavar="URL", help="The database: a URL, or the path of an SQLite file."
    ),
]
Currency = Annotated[
    str | None,
    typer.Option(
        metavar="CODE",
        help="Convert amounts of money at the average rate of their own period.",
        parser=parse_currency,
    ),
]
OwnRates = Annotated[
    Path | None,
    typer.Option(
        "--rates",
        envvar="TRADEFACTS_RATES",
        metavar="FILE",
        help="A table of rates of your own, CSV: currency,period,rate and, if you like, base,source.",
    ),
]
Output = Annotated[
    Path | None, typer.Option(metavar="FILE", help="Write to this file: .jsonl, .csv or .parquet.")
]

#: One option for each field of Filters, for every command that has filters.
FILTER_OPTIONS: dict[str, Any] = {
    "reporter": several("COUNTRY", "Whose flow it is: code, name or none.", or_none(parse_country)),
    "partner": several("COUNTRY", "The other side of the flow: code, name or none.", or_none(parse_country)),
    "flow": several("FLOW", f"One of {', '.join(Flow)}, none.", or_none(one_of(Flow))),
    "measure": several("MEASURE", f"One of {', '.join(Measure)}.", one_of(Measure)),
    "unit": several("UNIT", "Such as USD, percent, tonne.", parse_unit),
    "product": several("CODE", "Such as 1001 or CHPL: the product that a fact is about; or none."),
    "since": _single(date, "DATE", "Periods that end on or after this day.", parser=parse_day),
    "until": _single(date, "DATE", "Periods that begin on or before this day.", parser=parse_day),
    "publisher": several("NAME", "Who published the document, or none."),
    "document": several("ID", "The document's id."),
    "status": several("STATUS", f"One of {', '.join(Status)}.", one_of(Status)),
    "section": several("SECTION", f"One of {', '.join(FactSection)}.", one_of(FactSection)),
    "salience": several("SALIENCE", f"One of {', '.join(Salience)}.", one_of(Salience)),
    "review": several("STATE", f"One of {', '.join(ReviewState)}.", one_of(ReviewState)),
    "min_confidence": _single(float, "0..1", "At least this sure.", parser=number_from(0.0, 1.0)),
    "search": _single(str, "WORDS", "Words of the sentence, from their beginnings; phrases in quotes."),
    "copies": Annotated[bool, typer.Option("--copies", help="With what copies of an article say again.")],
}


def with_filters(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of FILTER_OPTIONS: it gets all of them as one argument, `filters`.

    Every option but the dates, the confidence and the search may be given several times.
    """
    signature = inspect.signature(command)
    own = [one for one in signature.parameters.values() if one.name != "filters"]
    options = [
        inspect.Parameter(
            name,
            inspect.Parameter.KEYWORD_ONLY,
            default=False if name == "copies" else None,
            annotation=annotation,
        )
        for name, annotation in FILTER_OPTIONS.items()
    ]

    @wraps(command)
    def run(**arguments: Any) -> None:
        given = {name: arguments.pop(name) for name in FILTER_OPTIONS}
        command(filters=_filters(given), **arguments)

    run.__signature__ = signature.replace(parameters=[*own, *options])  # type: ignore[attr-defined]
    return run


def _filters(given: dict[str, Any]) -> Filters:
    chosen: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value for name, value in given.items() if value
    }
    return Filters(**chosen)
