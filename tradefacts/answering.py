"""The commands that put facts together: series, agreement, claims against official figures."""

import sys
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from schemas.filters import Filters
from schemas.vocabulary import Frequency
from tradefacts.opening import opened, tell_if_none, write_down_file
from tradefacts.options import (
    DEFAULT_DATABASE,
    Currency,
    Database,
    Format,
    Kind,
    Output,
    OwnRates,
    one_of,
    with_filters,
)

if TYPE_CHECKING:
    import pandas as pd

    from analysis.rates import Rates


class _Length(StrEnum):
    """What totals may be averaged or blown up to."""

    MONTH = "month"
    QUARTER = "quarter"
    YEAR = "year"


_SERIES = (
    "what", "indicator", "measure", "time_period", "frequency", "value", "unit", "allowed", "status", "note",
)  # fmt: skip
_AGREEMENT = (
    "verdict", "what", "indicator", "measure", "time_period", "unit", "claims", "relative_difference",
    "sources", "reasons",
)  # fmt: skip
_COMPARISON = (
    "document_id", "what", "time_period", "quote", "value", "observed", "unit", "verdict", "dataset",
)  # fmt: skip


@with_filters
def series(
    filters: Filters,
    implied: Annotated[
        bool,
        typer.Option(
            "--implied", help="With the values that arithmetic gives and no text states, marked so."
        ),
    ] = False,
    currency: Currency = None,
    per: Annotated[
        str | None,
        typer.Option(
            metavar="LENGTH",
            help=f"Totals as averages, or annual rates, one of {', '.join(_Length)}; the basis says so.",
            parser=one_of(_Length),
        ),
    ] = None,
    rates: OwnRates = None,
    output: Output = None,
    kind: Kind = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show the stored facts as series, one row a point, by period.

    A series is all that is said of one flow, reporter, partner, indicator and unit over periods of one
    length; `gap` counts the periods that are missing before a point. Implied points carry their formula, the
    facts behind it and what rounding allows. What cannot be converted stays as it is and says why.

    \b
    Examples:
      tradefacts series --reporter Turkey --partner Russia --implied
      tradefacts series --flow export --currency EUR --output series.csv
      tradefacts series --currency EUR --rates roubles.csv
    """
    from analysis.series import series as arranged

    with opened(database) as store:
        found = store.facts(filters)
        write_down_file(store, output, "series", filters)
    tell_if_none(found, filters)
    known = _rates(rates) if currency or rates else None
    frame = arranged(
        found, implied=implied, currency=currency, rates=known, per=Frequency[per.upper()] if per else None
    )
    undated = len(found) - len(frame[frame["origin"] == "reported"])
    if undated:
        typer.echo(
            f"{undated:,} facts have no place in a series: no period, or no value of their own.", err=True
        )
    _show(frame, _SERIES, output, kind, note=("statistic", "formula", "reading", "basis", "conversion"))


@with_filters
def agreement(
    filters: Filters,
    rates: OwnRates = None,
    output: Output = None,
    kind: Kind = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Show what several documents say about one thing: whether they agree, and where not, by how much.

    They agree within rounding, or after conversion at the rates of the period; a figure may supersede
    another one; or they conflict, and reasons that may explain it are named. Copies count once.

    \b
    Examples:
      tradefacts agreement --reporter Turkey
      tradefacts agreement --flow export --output agreement.csv
    """
    from analysis.agreement import agreement as agreed

    with opened(database) as store:
        found = store.facts(filters)
        documents, originals = store.documents(texts=False), store.originals()
        write_down_file(store, output, "agreement", filters)
    tell_if_none(found, filters)
    frame = agreed(found, documents, originals=originals, rates=_rates(rates))
    if len(found) and frame.empty:
        typer.echo("No two documents speak of one thing.", err=True)
    _show(frame, _AGREEMENT, output, kind)


@with_filters
def compare(
    filters: Filters,
    currency: Currency = None,
    rates: OwnRates = None,
    output: Output = None,
    kind: Kind = None,
    database: Database = DEFAULT_DATABASE,
) -> None:
    """Hold claims about trade against official figures: value, difference, and a verdict in plain words.

    There is a verdict only where flow, product, period and unit are the same. Claims in another currency
    than the observation are compared in the one that --currency names. `official add` adds the figures.

    \b
    Examples:
      tradefacts official add comtrade.csv
      tradefacts compare --reporter Turkey --partner Russia
      tradefacts compare --currency USD --output claims.csv
    """
    from analysis.comparison import Money
    from analysis.comparison import compare as compared
    from analysis.rows import facts_of
    from pipeline.official import observations_for

    with opened(database) as store:
        found = store.facts(filters)
        observations = observations_for(facts_of(found), store)
        write_down_file(store, output, "comparison", filters)
    tell_if_none(found, filters)
    frame = compared(found, observations, Money(currency, _rates(rates)) if currency else None)
    if len(found) and frame.empty:
        typer.echo("None of these facts is an amount of trade, or a change of one.", err=True)
    _show(frame, _COMPARISON, output, kind)


def _rates(own: Path | None) -> "Rates":
    from pipeline.rates import known_rates

    return known_rates(own)


def _show(
    frame: "pd.DataFrame",
    columns: tuple[str, ...],
    output: Path | None,
    kind: str | None,
    note: tuple[str, ...] = (),
) -> None:
    """Write a frame to a file, or print it; a table has the columns that tell most."""
    from pipeline.answers import ANSWER_FORMATS, plain_rows, write_answers

    if output and kind:
        raise typer.BadParameter("give --format or --output; a file's format goes by its ending.")
    if output:
        write_answers(frame, output)
    elif kind and kind != Format.TABLE:
        sys.stdout.buffer.write(ANSWER_FORMATS[kind](frame))
    elif len(frame):
        from tradefacts.showing import print_answers

        print_answers(plain_rows(frame), columns, note)
