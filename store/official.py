"""Observations <-> SQL: what statistical offices published, a file at a time, wholly or not at all."""

import json
from collections.abc import Callable, Collection, Iterable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import pyarrow as pa
from sqlalchemy import Connection, Row, and_, delete, func, select

from schemas.observations import OBSERVATION_COLUMNS, OBSERVATION_KEY
from store.counting import next_revision
from store.database import StoreError
from store.inserting import insert
from store.tables import OBSERVATIONS, OFFICIAL_FILES, is_among

_DAYS = ("period_start", "period_end", "vintage")
_FILE = ("sha256", "asked", "source", "kind", "datasets", "notes", "observations")

#: Opens a connection for as long as a `with` statement takes.
Opening = Callable[[], AbstractContextManager[Connection]]


@dataclass(frozen=True, slots=True)
class OfficialFile:
    """A file that was added: its hash, what was asked of it (as JSON), and what is told of it."""

    sha256: str
    asked: str
    source: str
    kind: str
    datasets: tuple[str, ...]
    notes: tuple[str, ...]
    observations: int


class Official:
    """The observations of one database."""

    def __init__(self, reading: Opening, writing: Opening) -> None:
        self._reading = reading
        self._writing = writing

    def add(
        self, sha256: str, asked: str, frames: Iterable[pd.DataFrame], described: Callable[[], OfficialFile]
    ) -> tuple[OfficialFile, int] | None:
        """Store the observations of a file in one transaction; return it, and how many of them were new.

        None where this very file was added, with the same asked of it. `frames` are checked frames of
        OBSERVATION_COLUMNS, read as they are stored; `described` is asked when all of them are. What is
        stored already is passed over. Raises StoreError where another file gives another value for the same
        observation of the same vintage.
        """
        with self._writing() as connection:
            if _is_added(connection, sha256, asked):
                return None
            known = _vintages(connection)
            new = sum(_add(connection, frame, known) for frame in frames)
            file = described()
            row = [getattr(file, name) for name in _FILE]
            lists = [json.dumps(one) if isinstance(one, tuple) else one for one in row]
            insert(connection, OFFICIAL_FILES, _FILE, [tuple(lists)])
            next_revision(connection)
        return file, new

    def files(self) -> list[OfficialFile]:
        """Return what was added, by source."""
        wanted = select(*(OFFICIAL_FILES.c[name] for name in _FILE)).order_by(OFFICIAL_FILES.c.source)
        with self._reading() as connection:
            rows = list(connection.execute(wanted))
        return [_file(row) for row in rows]

    def datasets(self) -> pd.DataFrame:
        """Return a row for each vintage of a dataset: its observations, first and last day."""
        told = {
            "observations": func.count(),
            "since": func.min(OBSERVATIONS.c.period_start),
            "until": func.max(OBSERVATIONS.c.period_end),
        }
        named = [OBSERVATIONS.c.dataset, OBSERVATIONS.c.vintage]
        wanted = select(*named, *told.values()).group_by(*named).order_by(*named)
        with self._reading() as connection:
            rows = list(connection.execute(wanted))
        return pd.DataFrame(rows, columns=["dataset", "vintage", *told])

    def remove(self, dataset: str, vintage: date | None = None) -> int:
        """Take a dataset away, or one vintage of it, and return how many observations that was."""
        which = [OBSERVATIONS.c.dataset == dataset]
        if vintage is not None:
            which.append(OBSERVATIONS.c.vintage == vintage)
        with self._writing() as connection:
            gone = connection.execute(delete(OBSERVATIONS).where(and_(*which))).rowcount
            next_revision(connection)
            # A file of which something is gone may be added again.
            for sha256, asked, datasets in connection.execute(
                select(OFFICIAL_FILES.c.sha256, OFFICIAL_FILES.c.asked, OFFICIAL_FILES.c.datasets)
            ).all():
                if dataset in datasets:
                    connection.execute(
                        delete(OFFICIAL_FILES).where(
                            OFFICIAL_FILES.c.sha256 == sha256, OFFICIAL_FILES.c.asked == asked
                        )
                    )
        return gone

    def observations(
        self, areas: Collection[str], products: Collection[str], since: date, until: date
    ) -> pd.DataFrame:
        """Return observations (OBSERVATION_COLUMNS) between any two of some areas, of some products.

        Those whose period lies wholly between the two days, in the order of their keys.
        """
        table = OBSERVATIONS.c
        with self._reading() as connection:
            wanted = select(*(table[name] for name in OBSERVATION_COLUMNS)).where(
                is_among(connection, table.reporter, sorted(areas)),
                is_among(connection, table.partner, sorted(areas)),
                is_among(connection, table.product, sorted(products)),
                table.period_start >= since,
                table.period_end <= until,
            )
            rows = list(connection.execute(wanted.order_by(*(table[name] for name in OBSERVATION_KEY))))
        return _typed(pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)))

    def has_any(self) -> bool:
        """Tell whether any observation is stored."""
        with self._reading() as connection:
            return connection.execute(select(OBSERVATIONS.c.dataset).limit(1)).first() is not None


def _is_added(connection: Connection, sha256: str, asked: str) -> bool:
    wanted = select(OFFICIAL_FILES.c.sha256).where(
        OFFICIAL_FILES.c.sha256 == sha256, OFFICIAL_FILES.c.asked == asked
    )
    return connection.execute(wanted).first() is not None


def _file(row: Row) -> OfficialFile:
    told = row._asdict()
    return OfficialFile(**told | {"datasets": tuple(row.datasets), "notes": tuple(row.notes)})


def _vintages(connection: Connection) -> set[tuple[str, date]]:
    rows = connection.execute(select(OBSERVATIONS.c.dataset, OBSERVATIONS.c.vintage).distinct())
    return {(row.dataset, row.vintage) for row in rows}


def _add(connection: Connection, frame: pd.DataFrame, known: set[tuple[str, date]]) -> int:
    """Insert observations without those that are there, and return how many that was."""
    vintages = frame[["dataset", "vintage"]].drop_duplicates().itertuples(index=False)
    if any((dataset, vintage.date()) in known for dataset, vintage in vintages):
        frame = _new(connection, frame)
    table = pa.Table.from_pandas(_dated(frame)[list(OBSERVATION_COLUMNS)], preserve_index=False)
    insert(connection, OBSERVATIONS, OBSERVATION_COLUMNS, table)
    return len(frame)


def _new(connection: Connection, frame: pd.DataFrame) -> pd.DataFrame:
    """Return the observations that are not stored yet; refuse those that contradict what is."""
    names = [*OBSERVATION_KEY, "value", "status"]
    keys = sorted(set(frame["series_key"]))
    wanted = select(*(OBSERVATIONS.c[name] for name in names))
    rows = list(connection.execute(wanted.where(is_among(connection, OBSERVATIONS.c.series_key, keys))))
    types = dict.fromkeys(_DAYS, "datetime64[s]") | {"value": "float64", "status": "str"}
    there = pd.DataFrame(rows, columns=names).astype(types)
    both = frame.merge(there, how="left", on=list(OBSERVATION_KEY), suffixes=("", "_there"))
    stored = both["value_there"].notna().to_numpy()
    same = np.isclose(both["value"], both["value_there"].fillna(0.0), rtol=1e-9, atol=0)
    other = stored & ~(same & (both["status"] == both["status_there"]).to_numpy())
    if other.any():
        one = both[other].iloc[0]
        when = f"{one['period_start']:%Y-%m-%d} in the vintage of {one['vintage']:%Y-%m-%d}"
        raise StoreError(
            f"The database has {one['value_there']:,.10g} ({one['status_there']}) for {one['dataset']} "
            f"{one['series_key']} from {when}, and this file {one['value']:,.10g} ({one['status']}): give "
            "the file's own --vintage, or remove the other one."
        )
    return frame[~stored]


def _dated(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame whose days are days, without a time of day."""
    return frame.assign(**{name: frame[name].dt.date for name in _DAYS})


def _typed(frame: pd.DataFrame) -> pd.DataFrame:
    types = dict.fromkeys(frame.columns, "str") | dict.fromkeys(_DAYS, "datetime64[s]") | {"value": "float64"}
    return frame.astype(types)
