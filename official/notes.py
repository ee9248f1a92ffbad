"""What is told of a file besides its figures: what was left out, how much and why, and what was assumed."""

from collections import Counter
from collections.abc import Callable

import pandas as pd

from official.areas import Area
from official.columns import some, translated

#: So many codes are listed in a sentence.
_MOST = 12
#: So many are counted.
_MOST_KEPT = 1000


class Notes:
    """The notes on one file, gathered while its rows are read, and put into sentences at the end."""

    def __init__(self) -> None:
        self._left_out: Counter[str] = Counter()
        self._examples: dict[str, dict[str, None]] = {}
        self._said: dict[str, None] = {}
        self._unknown: dict[str, None] = {}
        self._remarkable: dict[str, str] = {}
        #: So many rows stood there before, word for word.
        self.repeated = 0

    @property
    def left_out(self) -> str:
        """What was left out, as a part of a sentence: `12 rows of this; 1 row of that`; may be empty."""
        return "; ".join(self._counted())

    def say(self, sentence: str) -> None:
        """Add a sentence; one that was said is not said again."""
        self._said[sentence] = None

    def keep(
        self, frame: pd.DataFrame, holds: pd.Series, reason: str, cells: pd.Series | None = None
    ) -> pd.DataFrame:
        """Return the rows for which `holds`, and count the others under a reason.

        The reason goes on after a number: `with an indicator that is not known`. `cells` are examples.
        """
        if holds.all():
            return frame
        self._left_out[reason] += int((~holds).sum())
        if cells is not None:
            shown = self._examples.setdefault(reason, {})
            shown.update(dict.fromkeys(cells[~holds].unique()[:_MOST]))
        return frame[holds]

    def countries(self, cells: pd.Series, read: Callable[[str], Area | None]) -> pd.Series:
        """Return the countries of areas, null for those that are none, and note which are not known."""
        return translated(cells, lambda code: self._country(code, read(code)))

    def sentences(self) -> list[str]:
        """Return the notes as sentences."""
        told = [f"{one}: left out." for one in self._counted()]
        if self.repeated:
            told.append(f"{self.repeated:,} of its observations were there before, and count once.")
        if self._remarkable:
            wider = [f"{code} ({remark})" for code, remark in self._remarkable.items()]
            told.append(f"These areas are taken for a country or a union: {some(wider, _MOST)}.")
        if self._unknown:
            told.append(f"These areas are not known and count as no country: {some(self._unknown, _MOST)}.")
        return [*self._said, *told]

    def _counted(self) -> list[str]:
        return [
            f"{count:,} {'row' if count == 1 else 'rows'} {self._reason(reason)}"
            for reason, count in self._left_out.most_common()
        ]

    def _reason(self, reason: str) -> str:
        shown = self._examples.get(reason)
        return f"{reason} ({some((repr(one) for one in shown), _MOST)})" if shown else reason

    def _country(self, code: str, area: Area | None) -> str | None:
        if area is None:
            if code.strip() and len(self._unknown) < _MOST_KEPT:
                self._unknown[code] = None
            return None
        if area.iso3 and area.remark:
            self._remarkable[code] = f"{area.iso3}: {area.remark}"
        return area.iso3
