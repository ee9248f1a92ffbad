"""The columns that facts are chosen by, in memory: a million facts are filtered and counted in milliseconds.

    Index      one array a column, the newest facts first; it never changes, a newer one takes its place
    Selection  the facts of an index that pass some filters: how many, of which values, in which order

Nothing here knows SQL; `store.indexing` fills an index from the database and keeps it up to date. A million
facts take about 90 MB.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np

from schemas.filters import LISTED, OF_NULL, Filters
from schemas.vocabulary import FactSection, ReviewState, Salience, Status

#: The columns of which a fact has one of some values, each with the filter of the same name.
CODED = LISTED
#: The columns of few values that are kept: also what tells facts about one thing apart, and is no filter.
KEPT = (*CODED, "direction")
#: Facts about one thing over one period have these in common.
_ABOUT = ("flow", "reporter", "partner", "measure", "direction", "unit", "product")
#: What is expected is held against what is expected alone.
_EXPECTED = (Status.FORECAST, Status.TARGET)
#: The code of null.
NONE = 0
#: The steps of the facet of confidence: at least so sure.
STEPS = (0.95, 0.9, 0.8, 0.6)
_NO_DAY = 0
_PERIOD, _CONFIDENCE = "period", "min_confidence"

Mask = np.ndarray[Any, np.dtype[np.bool_]]
Numbers = np.ndarray[Any, np.dtype[Any]]


class Coded(NamedTuple):
    """A column of few values: `values[code]` is what a fact has; the first of them stands for null."""

    values: list[str | None]
    codes: Numbers


class Counts(NamedTuple):
    """How many facts have each value, and how many values more there are."""

    facts: dict[str, int]
    others: int


@dataclass(frozen=True)
class Index:
    """Facts by number, the newest document's first, each document's in the order of its text.

    `since` and `until` are the first and last day of a fact's period as ordinals, 0 where it has none;
    `sentence` is the number of its sentence, `repeats` whether it says again what an original says.
    """

    revision: int
    coded: dict[str, Coded]
    ids: Numbers
    sentence: Numbers
    since: Numbers
    until: Numbers
    published: Numbers
    start: Numbers
    value: Numbers
    confidence: Numbers
    repeats: Mask

    def __len__(self) -> int:
        return len(self.ids)

    @cached_property
    def signed(self) -> Numbers:
        """The value of each fact as a table shows it: a change is below zero where it is a fall."""
        falls = self._among("direction", ["decrease"]) & self._among("measure", ["change", "relative_change"])
        return np.where(falls, -self.value, self.value)

    def values_of(self, column: str) -> int:
        """Return how many values a column of CODED has, null not counted."""
        return len(self.coded[column].values) - 1

    def select(self, filters: Filters, found: Numbers | None = None) -> "Selection":
        """Return the facts that pass; `found` are the sentences that hold the words, if any are asked."""
        always = np.ones(len(self), bool) if filters.copies else ~self.repeats
        if found is not None:
            always &= self._in(found)
        if not filters.review:
            always &= ~self._among("review", [ReviewState.REJECTED])
        passes = {name: self._among(name, chosen) for name in CODED if (chosen := getattr(filters, name))}
        if filters.since or filters.until:
            passes[_PERIOD] = self._within(filters.since, filters.until)
        if filters.min_confidence is not None:
            passes[_CONFIDENCE] = self.confidence >= filters.min_confidence
        return Selection(self, always, passes)

    @cached_property
    def contested(self) -> Numbers:
        """For each fact the number of the first of those that may conflict with it; `len(self)` for none.

        Documents may conflict where they give other values for the same thing, by the columns that are here:
        who is to judge looks closer. What is a copy, is rejected, or tells not when or what, is no claim.
        """
        found = np.full(len(self), len(self), "int32")
        about = self._about()
        claims = np.flatnonzero(self._claims())
        if not len(claims):
            return found
        order = claims[np.argsort(about[claims], kind="stable")]
        starts = np.flatnonzero(np.diff(about[order], prepend=~about[order[0]]))
        differs = np.ones(len(starts), bool)
        for column in (self.value, self.coded["document"].codes):
            least, most = (pick.reduceat(column[order], starts) for pick in (np.minimum, np.maximum))
            differs &= least != most
        first = np.where(differs, np.minimum.reduceat(order, starts), len(self))
        found[order] = np.repeat(first, np.diff(starts, append=len(order)))
        return found

    def _about(self) -> Numbers:
        """Return a number for each fact that those about one thing and one period share, hardly others."""
        told = [self.coded[name].codes for name in _ABOUT]
        about = np.zeros(len(self), "uint64")
        for column in (*told, self.since, self.until, self._among("status", _EXPECTED)):
            about = (about ^ column.astype("uint64")) * np.uint64(0x9E3779B97F4A7C15)
            about ^= about >> np.uint64(29)
        return about

    def _claims(self) -> Mask:
        """Return which facts say something of a flow of somebody's over a period."""
        reporter, partner, flow = (self.coded[name].codes for name in ("reporter", "partner", "flow"))
        claims = (
            ~self.repeats
            & (self.since != _NO_DAY)
            & (flow != NONE)
            & ((reporter != NONE) | (partner != NONE))
        )
        claims &= ~self._among("review", [ReviewState.REJECTED])
        claims &= self._among("salience", [Salience.HIGH])
        return claims & ~self._among("section", [FactSection.BOILERPLATE])

    def _among(self, column: str, chosen: Iterable[str]) -> Mask:
        wanted = set(chosen)
        values, codes = self.coded[column]
        told = [OF_NULL.get(column) if one is None else one for one in values]
        return np.array([one in wanted for one in told], bool)[codes]

    def _within(self, since: date | None, until: date | None) -> Mask:
        passes = np.ones(len(self), bool)
        if since:
            passes &= (self.until != _NO_DAY) & (self.until >= since.toordinal())
        if until:
            passes &= (self.since != _NO_DAY) & (self.since <= until.toordinal())
        return passes

    def _in(self, sentences: Numbers) -> Mask:
        most = int(max(self.sentence.max(initial=0), sentences.max(initial=0)))
        holds = np.zeros(most + 1, bool)
        holds[sentences] = True
        return holds[self.sentence]


@dataclass(frozen=True)
class Selection:
    """The facts of an index that pass some filters.

    `always` passes what no facet opens: words, copies, rejected ones. `passes` has for each facet in force
    which facts pass it: a facet's own counts are taken as if it were open.
    """

    index: Index
    always: Mask
    passes: dict[str, Mask]
    _orders: dict[tuple[str, bool], Numbers] = field(default_factory=dict, repr=False)
    _counts: dict[str, Numbers] = field(default_factory=dict, repr=False)

    def __len__(self) -> int:
        return len(self.numbers)

    @cached_property
    def numbers(self) -> Numbers:
        """The numbers of the facts that pass all, the newest first."""
        return np.flatnonzero(self._open_to(None))

    def _open_to(self, facet: str | None) -> Mask:
        """Return which facts pass all but one facet."""
        mask = self.always
        for name, passes in self.passes.items():
            if name != facet:
                mask = mask & passes
        return mask

    def _numbers(self, facet: str) -> Numbers:
        return np.flatnonzero(self._open_to(facet)) if facet in self.passes else self.numbers

    def counts(self, column: str, most: int | None = None) -> Counts:
        """Return how many facts have each value of a column of CODED, the commonest first, without null.

        With `most`, of so many values.
        """
        values = self.index.coded[column].values
        counted = self._counted(column)
        there = np.flatnonzero(counted)
        order = there[np.argsort(-counted[there], kind="stable")][:most]
        facts = {str(values[code]): int(counted[code]) for code in order}
        return Counts(facts, len(there) - len(facts))

    def without(self, column: str) -> int:
        """Return how many facts have no value of a column."""
        codes = self.index.coded[column].codes
        return int(np.count_nonzero(codes[self._numbers(column)] == NONE))

    def _counted(self, column: str) -> Numbers:
        """Return how many facts have each code of a column, none that of null."""
        if column not in self._counts:
            values, codes = self.index.coded[column]
            counted = np.bincount(codes[self._numbers(column)], minlength=len(values))
            counted[NONE] = 0
            self._counts[column] = counted
        return self._counts[column]

    def by_document(self, start: int = 0, stop: int | None = None) -> Counts:
        """Return the documents of these facts, the newest first, with how many facts each has.

        From one place to another; how many documents more there are is told beside.
        """
        values, codes = self.index.coded["document"]
        of = codes[self.numbers]
        # The facts of a document stand together.
        firsts = np.flatnonzero(np.diff(of, prepend=NONE))
        many = np.diff(firsts, append=len(of))
        facts = {
            str(values[of[at]]): int(n) for at, n in zip(firsts[start:stop], many[start:stop], strict=True)
        }
        return Counts(facts, len(firsts) - len(facts))

    def sure(self) -> dict[float, int]:
        """Return how many facts are at least so sure, for each of STEPS."""
        confidence = self.index.confidence[self._numbers(_CONFIDENCE)]
        return {step: int(np.count_nonzero(confidence >= step)) for step in STEPS}

    def years(self) -> dict[int, int]:
        """Return how many facts have a period that ends in each year, from the first year to the last."""
        ends = self.index.until[self._numbers(_PERIOD)]
        ends = ends[ends != _NO_DAY]
        if not len(ends):
            return {}
        first, last = (date.fromordinal(int(one)).year for one in (ends.min(), ends.max()))
        begins = np.array([date(year, 1, 1).toordinal() for year in range(first, last + 1)])
        counted = np.bincount(np.searchsorted(begins, ends, side="right") - 1, minlength=len(begins))
        return {first + at: int(number) for at, number in enumerate(counted)}

    def ids(
        self, start: int = 0, stop: int | None = None, *, by: str = "newest", falling: bool = False
    ) -> list[str]:
        """Return the ids of facts from one place to another in an order.

        By `newest`, by a column, by `period`, or by `conflicts`: what may conflict first, side by side.
        """
        ordered = self._ordered(by, falling)[start:stop]
        return [one.decode() for one in self.index.ids[ordered].tolist()]

    def starts(self) -> list[int]:
        """Return where in its text each fact begins, in the order of `ids`."""
        found: list[int] = self.index.start[self.numbers].tolist()
        return found

    def _ordered(self, by: str, falling: bool) -> Numbers:
        if by == "newest":
            return self.numbers[::-1] if falling else self.numbers
        if (by, falling) not in self._orders:
            keys = self._keys(by)[self.numbers]
            # Of equals the newest comes first in either direction.
            self._orders[by, falling] = self.numbers[np.argsort(-keys if falling else keys, kind="stable")]
        return self._orders[by, falling]

    def contested(self) -> int:
        """Return how many of the facts may conflict with what another document says."""
        return int(np.count_nonzero(self.index.contested[self.numbers] < len(self.index)))

    def _keys(self, by: str) -> Numbers:
        if by in self.index.coded:
            values, codes = self.index.coded[by]
            # What is unknown comes last among the rising.
            names = sorted(range(len(values)), key=lambda code: (values[code] is None, str(values[code])))
            ranks = np.empty(len(values), "int32")
            ranks[names] = np.arange(len(values), dtype="int32")
            return ranks[codes]
        found: Numbers = {
            "value": self.index.signed,
            "confidence": self.index.confidence,
            "period": self.index.until,
            "published": self.index.published,
            "conflicts": self.index.contested,
        }[by]
        return found
