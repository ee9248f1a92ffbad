"""Official files -> the store, and from there the observations that claims can be held against."""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import asdict
from datetime import date
from functools import cache
from itertools import chain
from pathlib import Path

import pandas as pd

from analysis.comparison import wanted
from official import Given, Report, Wanted, read_official
from schemas.observations import OBSERVATION_COLUMNS, check_observations
from schemas.records import Fact
from store import OfficialFile, Store

#: A series is looked at for so many years before and after what is held against it.
_AROUND = 5


def add_official(
    path: Path,
    store: Store,
    given: Given | None = None,
    only: Wanted | None = None,
    progress: Callable[[int], None] = lambda count: None,
) -> tuple[OfficialFile, int] | None:
    """Store the observations of a file; return what is known of it, and how many of them were new.

    None where this very file was added before. All of them are stored or none. `progress` is told how many
    observations there are with each part. Raises OfficialError for a file that cannot be read, StoreError
    where it contradicts what is stored.
    """
    given, only = given or Given(), only or Wanted()
    asked = json.dumps([_said(given), asdict(only)], sort_keys=True, default=str)
    report, datasets = Report(), dict[str, None]()
    frames = read_official(path, given, only, report)
    # What the file is, is known with its first figures.
    first = next(frames)

    def counted() -> Iterator[pd.DataFrame]:
        for frame in chain([first], frames):
            datasets.update(dict.fromkeys(frame["dataset"].unique()))
            progress(len(frame))
            yield frame

    def described() -> OfficialFile:
        told = tuple(datasets), tuple(report.notes), report.observations
        return OfficialFile(report.sha256, asked, str(path), report.kind, *told)

    return store.official.add(report.sha256, asked, counted(), described)


def _said(given: Given) -> dict[str, object]:
    return {
        "dataset": given.dataset,
        "vintage": given.vintage,
        "columns": dict(given.columns),
        "constants": dict(given.constants),
    }


def observations_for(facts: Sequence[Fact], store: Store) -> pd.DataFrame:
    """Return the stored observations that some facts can be held against, an empty frame where none can."""
    return _observations(facts, store, years=0)


def series_for(facts: Sequence[Fact], store: Store) -> pd.DataFrame:
    """Return the stored observations of the series in which some facts stand, an empty frame where none do.

    They begin some whole years before the first of what the facts speak of and end some after the last.
    """
    return _observations(facts, store, years=_AROUND)


@cache
def _no_observations() -> pd.DataFrame:
    # To check a frame takes as long as to draw a figure, which asks for it each time.
    return check_observations(pd.DataFrame(columns=list(OBSERVATION_COLUMNS)))


def _observations(facts: Sequence[Fact], store: Store, years: int) -> pd.DataFrame:
    sought = wanted(facts) if store.official.has_any() else None
    if sought is None:
        return _no_observations().copy()
    since, until = sought.since, sought.until
    if years:
        since, until = date(since.year - years, 1, 1), date(until.year + years, 12, 31)
    return store.official.observations(sought.areas, sought.products, since, until)
