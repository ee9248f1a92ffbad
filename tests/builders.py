"""Facts and documents built by hand, so that a test says only what it is about."""

from datetime import date
from typing import Any

import pandas as pd

from schemas.frames import check_documents, check_facts, documents_frame, facts_frame
from schemas.observations import OBSERVATION_COLUMNS, check_observations
from schemas.periods import days_of, frequency_of, time_period
from schemas.records import Document, Evidence, Fact, fact_id
from schemas.vocabulary import FACT_COLUMNS

JANUARY = (date(2024, 1, 1), date(2024, 1, 31))
YEAR_BEFORE = (date(2023, 1, 1), date(2023, 1, 31))
_PLAIN: dict[str, Any] = {
    "value_high": None,
    "bound": "exact",
    "measure": "level",
    "status": "reported",
    "section": "body",
    "salience": "high",
    "rule": "by hand",
    "confidence": 0.9,
}


def fact_in(document: Document, quote: str, **says: Any) -> Fact:
    """Return a fact about the first `quote` of a document; `period` and `baseline` take two days each."""
    start = document.text.index(quote)
    end = start + len(quote)
    for name in ("period", "baseline"):
        first, last = says.pop(name, (None, None))
        prefix = "period" if name == "period" else "baseline_period"
        says |= {f"{prefix}_start": first, f"{prefix}_end": last}
    sentence_start = document.text.rfind("\n", 0, start) + 1
    stop = document.text.find("\n", end)
    sentence_end = len(document.text) if stop < 0 else stop
    row = dict.fromkeys(FACT_COLUMNS) | _PLAIN | says
    row |= {"document_id": document.document_id, "start": start, "end": end, "quote": quote}
    row |= {"sentence_start": sentence_start, "sentence_end": sentence_end}
    row["sentence"] = document.text[sentence_start:sentence_end]
    row["fact_id"] = fact_id(document.document_id, start, end, says)
    evidence = tuple(says.pop("evidence", ()))
    return Fact(**{name: row[name] for name in FACT_COLUMNS}, evidence=evidence)


TRADE = Document(
    "trade",
    "Exports and imports\n"
    "Preliminary data shows that in January, Turkey’s exports to Russia fell by 39% to 631 million US "
    "dollars, while imports from Russia fell by 20.2% to 4 billion US dollars.\n"
    "The US would give $185mn in aid, up from $85mn. In nine months 45 types of goods worth 144 million "
    "euros went to Russia, against an average of 26 million euros. Officials listed 18 companies.",
    title="Exports fell",
    publisher="The Daily",
    published=date(2024, 8, 8),
)
_PAIR = {"reporter": "TUR", "partner": "RUS", "period": JANUARY, "status": "provisional"}


def trade_facts() -> list[Fact]:
    """Return the facts of TRADE: two levels with their changes, aid, amounts in euros, and two counts."""
    at = TRADE.text.index("Preliminary")
    firm = [Evidence("status", at, at + len("Preliminary"))]
    falls = {
        "measure": "relative_change",
        "unit": "percent",
        "direction": "decrease",
        "baseline": YEAR_BEFORE,
    }
    aid = {"unit": "USD", "flow": "aid", "reporter": "USA", "partner": "TUR"}
    euros = {"unit": "EUR", "flow": "export", "reporter": "TUR", "partner": "RUS"}
    months, years = (date(2023, 1, 1), date(2023, 9, 30)), (date(2015, 1, 1), date(2021, 12, 31))
    return [
        fact_in(TRADE, "39%", value=39.0, flow="export", **_PAIR, **falls),
        fact_in(
            TRADE, "631 million US dollars", value=631e6, unit="USD", flow="export", evidence=firm, **_PAIR
        ),
        fact_in(TRADE, "20.2%", value=20.2, flow="import", **_PAIR, **falls),
        fact_in(TRADE, "4 billion US dollars", value=4e9, unit="USD", flow="import", **_PAIR),
        fact_in(TRADE, "$185mn", value=185e6, baseline_value=85e6, **aid),
        fact_in(TRADE, "$85mn", value=85e6, role="baseline", **aid),
        fact_in(TRADE, "45", value=45.0, unit="count", counted="types of goods"),
        fact_in(TRADE, "144 million euros", value=144e6, period=months, **euros),
        fact_in(TRADE, "26 million euros", value=26e6, period=years, statistic="average", **euros),
        fact_in(TRADE, "18", value=18.0, unit="count", counted="companies", reporter="TUR"),
    ]


ECHO = Document(
    "echo",
    "In January Turkey’s exports to Russia were worth about 600 million US dollars.\n"
    "Officials in the US listed 18 companies; goods worth millions of euros went to Russia.",
    title="Eighteen companies",
    publisher="The Herald",
    published=date(2024, 8, 9),
)


def echo_facts() -> list[Fact]:
    """Return the facts of ECHO: an amount near to one of TRADE, and a count that both have."""
    about = {"flow": "export", "reporter": "TUR", "partner": "RUS", "period": JANUARY}
    return [
        fact_in(ECHO, "600 million US dollars", value=600e6, unit="USD", bound="approx", **about),
        fact_in(ECHO, "18", value=18.0, unit="count", counted="companies", reporter="TUR"),
    ]


def frames(facts: list[Fact], *documents: Document) -> tuple[pd.DataFrame, pd.DataFrame]:
    """Return validated frames of facts and documents."""
    return check_facts(facts_frame(facts)), check_documents(documents_frame(documents or (TRADE,)))


_SAYS: dict[str, Any] = {"flow": "export", "reporter": "TUR", "partner": "RUS", "unit": "USD"}
_SAYS |= {"indicator": "exports to Russia"}


def claim(quote: str, value: float, when: str | None = "2024-01", **more: Any) -> Fact:
    """Return a fact about Turkey's exports to Russia."""
    period = days_of(when) if when else (None, None)
    baseline = days_of(more.pop("than")) if "than" in more else (None, None)
    told = _SAYS | {"value": value, "period": period, "baseline": baseline} | more
    return fact_in(Document("d", quote), quote, **told)


def observation(value: float, when: str = "2024-01", **more: Any) -> dict[str, Any]:
    """Return an observation of Turkey's exports to Russia."""
    days = days_of(when)
    assert days is not None
    told = dict.fromkeys(OBSERVATION_COLUMNS) | {
        "dataset": "COMTRADE",
        "series_key": "M.TUR.RUS.X.TOTAL",
        "flow": "export",
        "reporter": "TUR",
        "partner": "RUS",
        "product": "TOTAL",
        "coverage": "goods",
        "valuation": "FOB",
        "frequency": str(frequency_of(*days)),
        "period_start": days[0],
        "period_end": days[1],
        "value": value,
        "unit": "USD",
        "status": "reported",
        "vintage": date(2024, 12, 1),
    }
    return told | more


def observations(*rows: dict[str, Any]) -> pd.DataFrame:
    """Return a validated frame of observations."""
    return check_observations(pd.DataFrame(rows, columns=list(OBSERVATION_COLUMNS)))


def seen(days: tuple[date, date], value: float, **says: Any) -> dict[str, Any]:
    """Return an observation over some days, whose series is told by what it is about."""
    row = observation(value, time_period(*days), vintage=date(2024, 6, 1), classification="HS")
    row |= {"valuation": None, "coverage": None} | says
    return row | {"series_key": ".".join(str(row[name]) for name in ("reporter", "partner", "flow"))}
