"""Observations: what a statistical office published, one value of one series over one period.

Their columns are described by schemas.records.Observation.
"""

import pandas as pd
import pandera.pandas as pa

from schemas.columns import closed, country, day, number, ordered, text, unit
from schemas.contract import checked
from schemas.records import ALL_PRODUCTS, Observation
from schemas.vocabulary import Coverage, Flow, Frequency, Status, Valuation

__all__ = ["ALL_PRODUCTS", "OBSERVATIONS", "OBSERVATION_COLUMNS", "OBSERVATION_KEY", "check_observations"]

#: Every column of an observation, in order.
OBSERVATION_COLUMNS = Observation._fields

#: What tells one observation from every other one.
OBSERVATION_KEY = ("dataset", "series_key", "period_start", "period_end", "vintage")

OBSERVATIONS = pa.DataFrameSchema(
    {
        "dataset": text(),
        "series_key": text(),
        "flow": closed(Flow, nullable=True),
        "reporter": country(),
        "partner": country(),
        **{name: text(nullable=True) for name in ("reporter_area", "partner_area", "product")},
        "classification": text(nullable=True),
        "coverage": closed(Coverage, nullable=True),
        "valuation": closed(Valuation, nullable=True),
        "adjustment": text(nullable=True),
        "frequency": closed(Frequency, nullable=False),
        "period_start": day(nullable=False),
        "period_end": day(nullable=False),
        "value": number(nullable=False),
        "unit": unit(),
        "status": closed(Status, nullable=False),
        "vintage": day(nullable=False),
    },
    checks=[ordered("period_start", "period_end")],
    unique=list(OBSERVATION_KEY),
    name="OBSERVATIONS",
    strict=True,
    ordered=False,
)


def check_observations(frame: pd.DataFrame) -> pd.DataFrame:
    """Return a frame of observations (OBSERVATION_COLUMNS) with its types set, or raise ContractError."""
    return checked(OBSERVATIONS, frame)[list(OBSERVATION_COLUMNS)]
