"""Observations: what a statistical office published, one value of one series over one period.

The words are SDMX's: a dataset holds series, each known by its key, and a series holds observations. A
vintage is the state of a dataset on one day: figures are revised, and a later vintage has other values.
"""

import pandas as pd
import pandera.pandas as pa

from schemas.columns import closed, country, day, number, ordered, text, unit
from schemas.contract import checked
from schemas.vocabulary import Coverage, Flow, Frequency, Status, Valuation

#: What `product` says where an observation is about all goods.
ALL_PRODUCTS = "TOTAL"

#: Every column of an observation, in order.
OBSERVATION_COLUMNS = (
    # The dataset as its file names it, or as the person who added it does.
    "dataset",
    # The codes of the series' dimensions, as the file has them, with points between.
    "series_key",
    "flow",
    # ISO 3166 alpha-3, EUU, EMU or WLD; null for an area that is none of these, such as `extra-EU`.
    "reporter",
    "partner",
    # The areas as the file has them: `EU27_2020`, `842`.
    "reporter_area",
    "partner_area",
    # A code of `classification`, ALL_PRODUCTS for all goods together, null where the file does not say.
    "product",
    # `HS`, `SITC`, `CN`, `BEC`, ...
    "classification",
    "coverage",
    "valuation",
    # `seasonal` (seasonally, with or without calendar adjustment), or null for unadjusted figures.
    "adjustment",
    "frequency",
    "period_start",
    "period_end",
    "value",
    "unit",
    "status",
    "vintage",
)

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
