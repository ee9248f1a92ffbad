"""What a figure over time draws, in words and numbers: points with their periods, lines, and panels of both.

Where these go is for figures.drawing.timeline to know.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from analysis.conversion import Conversion
from analysis.values import Implied
from figures import wording
from figures.drawing import marks, money
from figures.options import Options
from figures.shown import Shown, of_fact, of_implied
from schemas.records import Fact


@dataclass(frozen=True, slots=True)
class Point:
    """One value over one period, as it is drawn: a fact's own, or one that is `implied` and follows from it.

    `low` and `high` are the ends of its whisker. `said` stands beside the mark, with `about` below it where
    there is room, and `ids` are the facts behind it, with blanks between. `conversion` tells what became of
    it on the way to the currency asked for, and `verdicts` what its tooltip says of it besides.
    """

    fact: Fact
    start: date
    end: date
    value: float
    low: float
    high: float
    unit: str
    said: str
    about: str
    ids: str
    implied: Implied | None = None
    conversion: Conversion | None = None
    verdicts: tuple[str, ...] = ()

    @property
    def middle(self) -> date:
        """The day that its mark stands on."""
        return wording.middle(self.start, self.end)

    @property
    def tip(self) -> str:
        """Its tooltip: that takes long to make, and of many points few are drawn."""
        beside = *self.verdicts, *money.rate(self.conversion)
        if self.implied is None:
            told = marks.told(money.as_written(self.fact, self.conversion))
            return marks.tooltip(told, self.fact.sentence, *beside)
        written = money.implied_as_written(self.implied, self.fact, self.conversion)
        reading = filter(None, [self.implied.reading and wording.capital(self.implied.reading)])
        return marks.tooltip(marks.told_implied(written, self.fact), self.fact.sentence, *reading, *beside)

    @property
    def shown(self) -> Shown:
        """The row of the table that says what is drawn."""
        row = (
            of_fact(self.fact, self.conversion)
            if self.implied is None
            else of_implied(self.implied, self.fact, self.conversion)
        )
        low, high = (self.low, self.high) if self.low != self.high else (None, None)
        return row._replace(value=self.value, unit=self.unit, value_low=low, value_high=high)


@dataclass(frozen=True, slots=True)
class Line:
    """A series: its name, its days from first to last, None for a gap, and a tooltip each.

    `firm` tells of each value whether it is final; one that is provisional or an estimate looks open.
    """

    name: str
    days: tuple[date | None, ...]
    values: tuple[float | None, ...]
    tips: tuple[str, ...]
    firm: tuple[bool, ...]
    is_dashed: bool = False

    @property
    def known(self) -> list[tuple[date, float]]:
        """The points of the line, without its gaps."""
        both = zip(self.days, self.values, strict=True)
        return [(day, value) for day, value in both if day is not None and value is not None]


@dataclass(frozen=True, slots=True)
class Panel:
    """What shares two axes; all of it is in one unit.

    Its heading is made of the `measure`, empty for a plain level, and of what it is `about`.
    """

    points: Sequence[Point]
    measure: str = ""
    about: str = ""
    lines: Sequence[Line] = field(default=())

    @property
    def unit(self) -> str:
        """The unit of every value."""
        return self.points[0].unit

    @property
    def largest(self) -> float:
        """The value, or end of a whisker, that is furthest from zero."""
        return max(map(abs, self.edges))

    @property
    def heading(self) -> str:
        """What the panel measures, and of what: `Euros, billion · Turkey’s exports to Russia`."""
        return self.headed(self.quantity(self.largest))

    def quantity(self, largest: float) -> str:
        """Return the unit, in the scale that suits `largest`, with the measure."""
        unit = wording.unit_title(self.unit, largest)
        if self.measure == "change":
            return f"Change, {wording.uncapital(unit)}"
        return f"{unit}, {self.measure}" if self.measure else unit

    def headed(self, quantity: str) -> str:
        """Return the heading that begins with a quantity."""
        return " · ".join(filter(None, (quantity, self.about)))

    @property
    def edges(self) -> list[float]:
        """Every value that the axis has to hold."""
        marked = [edge for one in self.points for edge in (one.low, one.high, one.value)]
        return [*marked, *(value for line in self.lines for _, value in line.known)]

    @property
    def days(self) -> tuple[date, date]:
        """The first and last day of the time axis, with a margin so that one short period is no wall."""
        known = [day for line in self.lines for day, _ in line.known]
        first = min([*known, *(one.start for one in self.points)])
        last = max([*known, *(one.end for one in self.points)])
        return with_margin(first, last)


def with_margin(first: date, last: date) -> tuple[date, date]:
    """Return a stretch of days with some before it and behind it, as far as the calendar goes."""
    margin = max((last - first).days // 30, 20)
    before, behind = min(margin, (first - date.min).days), min(margin, (date.max - last).days - 1)
    return first - timedelta(days=before), last + timedelta(days=behind)


def in_time(points: Iterable[Point]) -> list[Point]:
    """Return points by period, the larger of two values first."""
    return sorted(points, key=lambda one: (one.start, one.end, -one.value))


def reported(fact: Fact, options: Options) -> Point:
    """Return the point of a fact that has a period, in the currency asked for."""
    fact, conversion = money.fact_in(fact, options)
    average = " on average" if fact.statistic == "average" else ""
    firm = f" {wording.firmness(fact)}" if marks.is_unfirm(fact) else ""
    other = fact.value if fact.value_high is None else fact.value_high
    written = money.as_written(fact, conversion)
    return _point(
        fact,
        (fact.period_start, fact.period_end),
        (fact.value, fact.value, other),
        said=f"{wording.fact_amount(_below_zero(written))}{average}{firm}",
        conversion=conversion,
    )


def _below_zero(fact: Fact) -> Fact:
    """Return a deficit as its label says it, where its name may have no room: `−£5.9bn`."""
    if fact.balance != "deficit" or fact.value_high is not None or fact.bound not in ("exact", "approx"):
        return fact
    return fact._replace(value=-abs(fact.value))


def implied_by(one: Implied, level: Fact, options: Options) -> Point:
    """Return the point of a value with a period that `level` implies, in the currency asked for."""
    one, conversion = money.implied_in(one, options)
    level = money.fact_in(level, options)[0]
    written = money.implied_as_written(one, level, conversion)
    sign = -1 if level.balance == "deficit" and written.value > 0 else 1
    return _point(
        level,
        (one.period_start, one.period_end),
        (one.value, one.value_low, one.value_high),
        said=f"{wording.amount(sign * written.value, one.unit)} implied",
        conversion=conversion,
        implied=one,
    )


def _point(
    fact: Fact,
    days: tuple[date | None, date | None],
    values: tuple[float, float, float],
    *,
    said: str,
    conversion: Conversion | None,
    implied: Implied | None = None,
) -> Point:
    """Return a point of a value and the ends of its whisker, a deficit's below zero."""
    start, end = days
    assert start is not None and end is not None  # what has no period is not drawn over time
    value, *ends = (-abs(one) if fact.balance == "deficit" else one for one in values)
    return Point(
        fact,
        start,
        end,
        value=value,
        low=min(ends),
        high=max(ends),
        unit=fact.unit if implied is None else implied.unit,
        said=said,
        about=wording.subject(fact),
        ids=fact.fact_id if implied is None else " ".join(implied.derived_from),
        implied=implied,
        conversion=conversion,
    )
