"""Drafts -> observations: what every kind of file passes through, whoever wrote it.

A draft is a frame with some of OBSERVATION_COLUMNS; the others are null. What lacks a value, a flow, a unit
or a period is left out and counted; what is not wanted is dropped; a vintage and a dataset are filled in;
what stands twice stands once; and the contract is checked.
"""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pandas as pd

from official.asked import Given, Wanted
from official.errors import OfficialError
from official.files import File
from official.notes import Notes
from schemas.contract import ContractError
from schemas.observations import OBSERVATION_COLUMNS, check_observations
from schemas.periods import time_period

_NEEDED = {
    "value": "without a value",
    "flow": "that tell no flow",
    "unit": "that tell no unit",
    "period_start": "that tell no period",
}
#: A sorted run of that many is merged no more: merging takes three times its memory.
_LONGEST_RUN = 4_000_000
#: What tells two rows of one file apart; dataset and vintage may come from outside and be the same in all.
_KEY = ["dataset", "series_key", "period_start", "period_end", "vintage"]


class Finishing:
    """Finishes the drafts of one file, in order; `dropped` counts what was not wanted."""

    def __init__(self, file: File, given: Given, wanted: Wanted, notes: Notes) -> None:
        self._file = file
        self._given = given
        self._wanted = wanted
        self._notes = notes
        self._seen = _Seen(file.name)
        self.dropped = 0

    def finish(self, drafts: pd.DataFrame) -> pd.DataFrame:
        """Return the observations of a draft (check_observations), maybe none. Raises OfficialError."""
        frame = self._wanted_of(self._whole(drafts))
        if frame.empty:
            return frame
        frame = self._named(frame.reindex(columns=list(OBSERVATION_COLUMNS)))
        before, frame = len(frame), self._seen.new_of(frame)
        self._notes.repeated += before - len(frame)
        try:
            return check_observations(frame.reset_index(drop=True))
        except ContractError as error:
            raise OfficialError(self._file.name, f"its figures are none that can be kept ({error})") from None

    def _whole(self, frame: pd.DataFrame) -> pd.DataFrame:
        for column, reason in _NEEDED.items():
            frame = self._notes.keep(frame, frame[column].notna(), reason)
        return frame

    def _wanted_of(self, frame: pd.DataFrame) -> pd.DataFrame:
        before = len(frame)
        for role, areas in (("reporter", self._wanted.reporters), ("partner", self._wanted.partners)):
            if areas:
                frame = frame[frame[role].isin(areas) | frame[f"{role}_area"].isin(areas)]
        if self._wanted.products:
            frame = frame[frame["product"].str.startswith(self._wanted.products).fillna(False).astype(bool)]
        self.dropped += before - len(frame)
        return frame

    def _named(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Fill in the dataset and the vintage: as given, as the file has them, as the file was changed."""
        if self._given.dataset is not None:
            frame["dataset"] = self._given.dataset
        if self._given.vintage is not None:
            frame["vintage"] = np.datetime64(self._given.vintage, "s")
        elif frame["vintage"].isna().any():
            self._notes.say(
                f"The file tells no vintage, so the day of its last change ({self._file.modified}) is taken; "
                "give another if the figures are of another day."
            )
            frame["vintage"] = frame["vintage"].astype("datetime64[s]").fillna(_second(self._file.modified))
        return frame


class _Seen:
    """The observations of a file that were handed on: sixteen bytes each, so that millions can be held.

    They are kept as two hashes, of what must be unique and of all the rest, in sorted runs that are merged
    while they are short. Two of a hundred million keys are taken for one by chance in one file of four
    thousand.
    """

    def __init__(self, name: str) -> None:
        self._name = name
        self._runs: list[tuple[np.ndarray, np.ndarray]] = []

    def new_of(self, frame: pd.DataFrame) -> pd.DataFrame:
        """Return the rows that were not seen before, in order.

        Raises OfficialError for a row that was seen with other values.
        """
        keys, rests = (
            _hashes(frame, _KEY),
            _hashes(frame, [one for one in OBSERVATION_COLUMNS if one not in _KEY]),
        )
        order = np.argsort(keys, kind="stable")
        keys, rests = keys[order], rests[order]
        again = np.zeros(len(keys), dtype=bool)
        again[1:] = keys[1:] == keys[:-1]
        differs = np.zeros(len(keys), dtype=bool)
        differs[1:] = again[1:] & (rests[1:] != rests[:-1])
        for known, values in self._runs:
            at = np.searchsorted(known, keys) % len(known)
            there = known[at] == keys
            again |= there
            differs |= there & (values[at] != rests)
        if differs.any():
            self._refuse(frame.iloc[order[differs.argmax()]])
        self._add(keys[~again], rests[~again])
        return frame.iloc[np.sort(order[~again])]

    def _add(self, keys: np.ndarray, rests: np.ndarray) -> None:
        """Add a sorted run; a short one before it is merged into it."""
        while self._runs and len(self._runs[-1][0]) < min(2 * len(keys), _LONGEST_RUN):
            more_keys, more_rests = self._runs.pop()
            keys, rests = np.concatenate([more_keys, keys]), np.concatenate([more_rests, rests])
            order = np.argsort(keys, kind="stable")
            keys, rests = keys[order], rests[order]
        if len(keys):
            self._runs.append((keys, rests))

    def _refuse(self, row: pd.Series) -> None:
        period = time_period(row["period_start"].date(), row["period_end"].date())
        raise OfficialError(
            self._name,
            f"it gives the series {row['series_key']} twice for {period}, with different figures or marks "
            f"({row['value']:,.15g} {row['unit']} is one); leave one, or tell them apart by a column",
        )


def _hashes(frame: pd.DataFrame, columns: list[str]) -> np.ndarray:
    return pd.util.hash_pandas_object(frame[columns], index=False).to_numpy()


def _second(day: date) -> np.datetime64:
    return np.datetime64(day, "s")


def finished(drafts: Iterator[pd.DataFrame], finishing: Finishing) -> Iterator[pd.DataFrame]:
    """Yield the observations of each draft that has any."""
    for draft in drafts:
        if not (frame := finishing.finish(draft)).empty:
            yield frame
