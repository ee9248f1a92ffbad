"""Exchange rates averaged over a period, or the reason why there are none.

Every rate is so many units for one euro, as the European Central Bank quotes its reference rates. A rate
between two other currencies is the quotient of both averages: what is converted and converted back gives the
amount it began with.

Reference rates are published on the days on which TARGET is open. A period's average is the mean of the
rates published in it, which is how the ECB computes its own; a day without a rate takes the last one before.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from functools import cache
from itertools import pairwise
from typing import NamedTuple

import numpy as np
import pandas as pd

from schemas.errors import TradefactsError
from schemas.periods import time_period
from schemas.units import is_currency

EURO = "EUR"
#: What a frame of rates has: a currency, the days for which a rate holds, units for one euro, who says so.
RATE_COLUMNS = ("currency", "start", "end", "rate", "source")
_SATURDAY = 5
_OWN = ("currency", "start", "end", "rate", "base", "source")
#: TARGET is closed for four days at Easter; a longer silence is a currency that is not quoted.
_MOST_SILENT = timedelta(days=7)


class Rate(NamedTuple):
    """`value` units of one currency for one of another: the average over `days` days from `first` to `last`.

    `low` and `high` are the least and the most of these days.
    """

    value: float
    low: float
    high: float
    days: int
    first: date
    last: date
    source: str


class NoRate(NamedTuple):
    """Why an amount stays in its own currency, as half a sentence."""

    reason: str


class Rates:
    """The rates of a frame of RATE_COLUMNS, by currency and day.

    Where two rows hold for one day, the later row counts: one's own table stands behind the reference rates.
    """

    def __init__(self, frame: pd.DataFrame) -> None:
        self._rows = {str(currency): rows for currency, rows in frame.groupby("currency", sort=False)}
        self._quoted = cache(lambda currency: _Quoted(self._rows[currency]))
        self.average = cache(self._average)

    def _average(self, of: str, to: str, start: date | None, end: date | None) -> Rate | NoRate:
        """Return how many units of `to` one unit of `of` was worth over a period, on average."""
        if start is None or end is None:
            return NoRate("its period is unknown")
        sides = []
        for currency in (of, to):
            side = self._for_a_euro(currency, start, end)
            if isinstance(side, NoRate):
                return side
            sides.append(side)
        below, above = sides
        own = above if of == EURO else below
        named = dict.fromkeys(side.source for code, side in ((of, below), (to, above)) if code != EURO)
        return Rate(
            above.value / below.value,
            above.low / below.high,
            above.high / below.low,
            own.days,
            own.first,
            own.last,
            " and ".join(named),
        )

    def _for_a_euro(self, currency: str, start: date, end: date) -> Rate | NoRate:
        if currency == EURO:
            return Rate(1.0, 1.0, 1.0, 0, start, end, "")
        if currency not in self._rows:
            return NoRate(f"there are no rates for {currency}")
        quoted = self._quoted(currency)
        return quoted.average(start, end) or NoRate(
            f"there are no rates for {currency} in all of {time_period(start, end)}{quoted.told}"
        )


class _Quoted:
    """The rates of one currency: its days in order, and the rate of each."""

    def __init__(self, rows: pd.DataFrame) -> None:
        by_day = dict(_days(rows))
        self._days = sorted(by_day)
        self._rates = np.array([by_day[day][0] for day in self._days])
        self._sources = [by_day[day][1] for day in self._days]

    @property
    def told(self) -> str:
        """Which days there are rates for, in brackets."""
        return f" (they run from {self._days[0]} to {self._days[-1]})"

    def average(self, start: date, end: date) -> Rate | None:
        """Return the average over a period, None where it is not wholly covered."""
        first, last = bisect_left(self._days, start), bisect_right(self._days, end)
        if first == last:
            # A day on which no rate was published, or a few of them, take the last one before.
            first -= 1
        if first < 0 or not self._covers(first, last, start, end):
            return None
        rates = self._rates[first:last]
        return Rate(
            float(rates.mean()),
            float(rates.min()),
            float(rates.max()),
            len(rates),
            self._days[first],
            self._days[last - 1],
            " and ".join(dict.fromkeys(self._sources[first:last])),
        )

    def _covers(self, first: int, last: int, start: date, end: date) -> bool:
        """Tell whether no day of a period is further than some days from one with a rate."""
        known = self._days[first:last]
        if known[0] > start and first and start - self._days[first - 1] <= _MOST_SILENT:
            known = [self._days[first - 1], *known]
        silences = (later - one for one, later in pairwise([*known, end]))
        return abs(known[0] - start) <= _MOST_SILENT and all(one <= _MOST_SILENT for one in silences)


def for_a_euro(table: pd.DataFrame, reference: pd.DataFrame) -> pd.DataFrame:
    """Return a table of rates with a `base` as one of RATE_COLUMNS, a row a day, each rate for one euro.

    A rate over several days holds on each of them for which the ECB published rates, so that it weighs no
    more than those do; the rate of the shorter period counts before that of a longer one. A rate for a dollar
    is multiplied by what a euro was in dollars on the same day. Raises TradefactsError where that is unknown.
    """
    longest_first = table.assign(length=table["end"] - table["start"]).sort_values(
        "length", ascending=False, kind="stable"
    )
    open_days = sorted(set(reference["start"]))
    own = longest_first[longest_first["base"] == EURO]
    bases = Rates(pd.concat([reference, _for_each_day(own, None, open_days)], ignore_index=True))
    return _for_each_day(longest_first, bases, open_days)


def _for_each_day(table: pd.DataFrame, bases: "Rates | None", open_days: Sequence[date]) -> pd.DataFrame:
    rows = []
    for currency, start, end, rate, base, source in table[list(_OWN)].itertuples(index=False):
        for day in _working_days(start, end, open_days):
            euro = rate * _in_base(currency, base, day, bases)
            rows.append((currency, day, day, euro, f"{source} (for one {base})"))
    return pd.DataFrame(rows, columns=list(RATE_COLUMNS))


def _working_days(start: date, end: date, open_days: Sequence[date]) -> list[date]:
    """Return the days on which rates were published; where none were yet, or any more, those of the week."""
    every = [start + timedelta(days=number) for number in range((end - start).days + 1)]
    known = set(open_days[bisect_left(open_days, start) : bisect_right(open_days, end)])
    first, last = open_days[0], open_days[-1]
    beyond = (day for day in every if not first <= day <= last and day.weekday() < _SATURDAY)
    return sorted(known.union(beyond)) or every


def _in_base(currency: str, base: str, day: date, bases: "Rates | None") -> float:
    """Return what a euro was in the currency that a rate is for, on one day."""
    if base == EURO or bases is None:
        return 1.0
    through = bases.average(EURO, base, day, day)
    if isinstance(through, NoRate):
        raise TradefactsError(
            f"The rate of {currency} for one {base} on {day} cannot be used: {through.reason}; give it for "
            "one euro instead."
        )
    return through.value


def _days(rows: pd.DataFrame) -> Iterator[tuple[date, tuple[float, str]]]:
    """Yield each day for which rows give a rate."""
    for start, end, rate, source in rows[["start", "end", "rate", "source"]].itertuples(index=False):
        for number in range((end - start).days + 1):
            yield (start + timedelta(days=number)), (float(rate), source)


def in_currency(unit: str, currency: str) -> str | None:
    """Return a unit with its currency changed, `EUR/barrel` for `USD/barrel`; None for what is no money."""
    top, slash, per = unit.partition("/")
    return f"{currency}{slash}{per}" if is_currency(top) else None


def currency_of(unit: str) -> str | None:
    """Return the currency that an amount or a price is in, None for what is no money."""
    top = unit.partition("/")[0]
    return top if is_currency(top) else None
