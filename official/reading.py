"""A file of official figures -> validated frames of observations."""

from collections.abc import Iterator
from pathlib import Path

import pandas as pd

from official.asked import Given, Report, Wanted
from official.errors import OfficialError
from official.files import File, look_through
from official.finishing import Finishing, finished
from official.kinds import kind_of
from official.notes import Notes


def read_official(path: Path, given: Given, wanted: Wanted, report: Report) -> Iterator[pd.DataFrame]:
    """Yield a file's observations as frames that fulfil the contract (OBSERVATION_COLUMNS).

    `report` is filled meanwhile. Frames are handed on while the file is read: a fault that is found late (a
    figure that contradicts an earlier one) raises after some of them, and makes all of them void.

    Raises OfficialError for a file that cannot be read, or of which nothing is left.
    """
    file = look_through(path)
    report.sha256 = file.sha256
    notes = Notes()
    kind = kind_of(file, given, wanted)
    report.kind = kind.name
    finishing = Finishing(file, given, wanted, notes)
    for frame in finished(kind.drafts(notes), finishing):
        report.observations += len(frame)
        yield frame
    report.notes.extend(notes.sentences())
    if not report.observations:
        raise _nothing_left(file, finishing, notes)


def _nothing_left(file: File, finishing: Finishing, notes: Notes) -> OfficialError:
    """Return the refusal of a file without an observation, with the reason."""
    if finishing.dropped:
        return OfficialError(
            file.name, f"none of its {finishing.dropped:,} observations is of what is wanted; want more of it"
        )
    if notes.left_out:
        return OfficialError(file.name, f"nothing of it is left: {notes.left_out}")
    return OfficialError(file.name, "it has no rows; see whether the download went through")
