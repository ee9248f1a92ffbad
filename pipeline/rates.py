"""The exchange rates that are known: the reference rates, and behind them a table of one's own."""

import os
from functools import cache
from pathlib import Path

import pandas as pd

from analysis.rates import Rates, for_a_euro
from official.rates import read_rates, reference_rates


def configured_rates() -> Rates:
    """Return the rates that are known here, with the table that TRADEFACTS_RATES names, if it does."""
    own = os.environ.get("TRADEFACTS_RATES")
    return known_rates(Path(own) if own else None)


@cache
def known_rates(own: Path | None = None) -> Rates:
    """Return the rates; where `own` has a rate for a day, it counts before the reference rate.

    Raises TradefactsError where the file is no table of rates, or has rates for a unit whose own are unknown.
    """
    reference = reference_rates()
    if own is None:
        return Rates(reference)
    table = for_a_euro(read_rates(own), reference)
    return Rates(pd.concat([reference, table], ignore_index=True))
