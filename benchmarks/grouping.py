"""What facts say together: agreement between documents, and series with what they imply.

    python -m benchmarks --only grouping

The facts of some articles are told again and again, each time as if another document said them: half of all
documents agree and a few conflict, which is more work than any real collection gives.
"""

import math
from collections.abc import Iterable
from itertools import islice
from typing import Any

import pandas as pd

from analysis.agreement import agreement
from analysis.series import series
from benchmarks.loading import copies
from benchmarks.timing import in_turn, once, ratio
from schemas.frames import check_documents, check_facts, documents_frame, facts_frame
from schemas.records import Reading


def measure(facts: int, repeats: int = 3) -> dict[str, Any]:
    """Return the seconds for so many facts, and the exponent with which they grow from a fifth of them."""
    few, many = (frames(facts // part) for part in (5, 1))
    runs = {
        "few": lambda _: once(lambda: agreement(*few)),
        "many": lambda _: once(lambda: agreement(*many)),
        "series": lambda _: once(lambda: series(many[0], implied=True)),
    }
    timed = in_turn(runs, repeats)
    grown = math.log(ratio(timed["many"], timed["few"]))
    return {
        "facts": len(many[0]),
        "agreement_s": timed["many"].wall,
        "series_s": timed["series"].wall,
        "exponent": grown / math.log(len(many[0]) / len(few[0])),
    }


def frames(facts: int) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return checked frames of at least so many facts, and of their documents."""
    readings = list(_enough(copies(), facts))
    told = facts_frame(fact for one in readings for fact in one.facts)
    return check_facts(told), check_documents(documents_frame(one.document for one in readings))


def _enough(readings: Iterable[Reading], facts: int) -> Iterable[Reading]:
    told = 0
    for reading in islice(readings, facts):
        yield reading
        told += len(reading.facts)
        if told >= facts:
            return
