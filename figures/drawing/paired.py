"""An earlier and a later value of one thing, as figures draw and tell them.

A pair has its amounts in the currency asked for, or as they are stated. Its change in percent is always that
of the text's own currency: between converted amounts lies a change of the rate as well, which is no change
of trade.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from analysis.conversion import Conversion
from analysis.pairs import Pair, pairs
from analysis.rates import currency_of
from figures import wording
from figures.drawing import money
from figures.drawing.marks import status_note, told, told_implied, tooltip
from figures.options import Options
from figures.selection import Selection, drawable, implied, once
from figures.shown import Shown, of_fact, of_implied
from schemas.records import Fact


class Drawn(NamedTuple):
    """A pair as it is drawn: `own` is as its text has it, `said` as it is written.

    `later` and `earlier` tell what became of its two values on the way to a currency.
    """

    pair: Pair
    own: Pair
    said: Pair
    later: Conversion | None = None
    earlier: Conversion | None = None

    @property
    def is_converted(self) -> bool:
        """Whether both amounts were converted."""
        return self.pair is not self.own

    @property
    def periods(self) -> tuple[str, str]:
        """The earlier and the later period in words, empty where the text does not say."""
        earlier, later = days(self.own)
        if self.own.is_revision:
            return "", f"{wording.period(*later)}, revised"
        return wording.period(*earlier), wording.period(*later)


@once
def compared(selection: Selection) -> Sequence[Pair]:
    """Return the pairs that a figure of before and after draws."""
    return pairs(drawable(selection), implied(selection))


def days(pair: Pair) -> tuple[tuple[date | None, date | None], tuple[date | None, date | None]]:
    """Return the earlier and the later period of a pair, as far as they are known."""
    then = pair.change or pair.later
    earlier = then.baseline_period_start, then.baseline_period_end
    return earlier, (pair.later.period_start, pair.later.period_end)


def drawn(pair: Pair, options: Options) -> Drawn:
    """Return a pair with both its values in the currency asked for, or with neither."""
    later, after = money.fact_in(pair.later, options)
    if after is None or after.source is None:
        return Drawn(pair, pair, pair, after)
    earlier, implied, otherwise = pair.earlier, pair.implied, pair.otherwise
    if implied is not None:
        implied, before = money.implied_in(implied, options)
        otherwise = otherwise and money.implied_in(otherwise, options)[0]
    else:
        known, before = money.fact_in(earlier or baseline(pair.later), options)
        earlier = earlier and known
        later = later._replace(baseline_value=known.value)
    if before is None or before.source is None:
        return Drawn(pair, pair, pair, before)
    turned = Pair(later, earlier, implied, pair.change, otherwise)
    return Drawn(turned, pair, _said(turned, after, before), after, before)


def _said(pair: Pair, after: Conversion, before: Conversion) -> Pair:
    """Return a converted pair with no more digits than its text gives."""
    implied, otherwise = (
        one and money.implied_as_written(one, pair.later, before) for one in (pair.implied, pair.otherwise)
    )
    earlier = pair.earlier and money.as_written(pair.earlier, before)
    later = money.as_written(pair.later, after)
    return Pair(later, earlier, implied, pair.change, otherwise)


def baseline(fact: Fact) -> Fact:
    """Return the earlier value that a fact states as a fact over its own period."""
    start, end = fact.baseline_period_start, fact.baseline_period_end
    value = float(fact.baseline_value or 0)
    return fact._replace(value=value, value_high=None, period_start=start, period_end=end)


def family(flow: str | None) -> str:
    """Return the kind of flow, of which only one stands on an axis: aid would be dwarfed by trade."""
    return flow if flow in ("aid", "investment") else "trade" if flow else ""


def earlier_amount(one: Drawn) -> str:
    """Return the earlier value as it is written: `$1.03bn`."""
    return wording.amount(one.said.before, one.said.later.unit)


def arrow(one: Drawn) -> str:
    """Return the change with its direction: `▼ 39%`; of converted amounts `▲ 20% in TRY`.

    Empty where two periods differ in length.
    """
    if not one.own.is_of_one_length:
        return ""
    own = f" in {currency_of(one.own.later.unit)}" if one.is_converted else ""
    return f"{'▲' if one.own.later.value >= one.own.before else '▼'} {_relative(one.own)}{own}"


def _relative(pair: Pair) -> str:
    """Return the change in percent: as the text has it where it has it, otherwise computed."""
    stated = pair.change
    if stated is not None and stated.measure == "relative_change" and stated.unit == "percent":
        return wording.amount(stated.value, "percent")
    if pair.later.unit == "percent":
        # From 10% to 50% is 40 points: a percentage of a percentage is read as either.
        return wording.amount(wording.rounded(abs(pair.later.value - pair.before), 2), "percentage_point")
    times = pair.later.value / pair.before if pair.before else 0
    if times and pair.later.value_high is not None:
        ends = sorted((abs(times - 1) * 100, abs(pair.later.value_high / pair.before - 1) * 100))
        return f"{wording.number(ends[0], 2)}–{wording.number(ends[1], 2)}%"
    if times >= 3:
        return f"×{wording.number(times, 2)}"
    # Two rounded values make no change of three digits.
    return f"{wording.number(abs(times - 1) * 100, 2)}%" if times else ""


def absolute(one: Drawn) -> str:
    """Return the difference in amount, `+$100m`; empty where there is none."""
    if not one.own.is_of_one_length or one.said.later.unit == "percent":
        return ""
    difference = one.said.later.value - one.said.before
    about = "about " if one.pair.implied is not None or one.is_converted else ""
    if about:
        # What is reckoned of rounded values has no three digits that count.
        difference = wording.rounded(difference, 2)
    text = wording.signed(difference, one.said.later.unit) if difference else ""
    return f"{about}{text}" if text else ""


def later_tip(one: Drawn) -> str:
    """Return the tooltip of the later value."""
    return tooltip(told(one.said.later), one.pair.later.sentence, *money.rate(one.later))


def earlier_kind(one: Drawn) -> str:
    """Return what an earlier value is where it is no plain figure: `implied`, `on average`; else nothing."""
    if one.pair.implied is not None:
        return "implied"
    is_mean = one.pair.earlier is not None and one.pair.earlier.statistic == "average"
    return "on average" if is_mean else ""


def earlier_tip(one: Drawn) -> str:
    """Return the tooltip of the earlier value."""
    said = one.said
    if said.implied is not None:
        beside = [*readings(one), *money.rate(one.earlier)]
        return tooltip(told_implied(said.implied, said.later), said.later.sentence, *beside)
    known = said.earlier or said.later
    what = told(said.earlier) if said.earlier else f"{wording.amount(said.before, known.unit)}, earlier"
    return tooltip(what, known.sentence, *money.rate(one.earlier))


def earlier_ids(one: Drawn) -> tuple[str, ...]:
    """Return the facts that the earlier value rests on."""
    pair = one.pair
    return pair.implied.derived_from if pair.implied else ((pair.earlier or pair.later).fact_id,)


def readings(one: Drawn) -> list[str]:
    """Return how the words were read, and what they imply for who reads them otherwise."""
    pair = one.said
    if pair.implied is None or pair.otherwise is None:
        return []
    other = pair.otherwise
    read = str(other.reading).partition(" read as ")[2]
    value = wording.amount(other.value, other.unit)
    return [wording.capital(f"{pair.implied.reading}; as {read}, the earlier value would be {value}.")]


def shown(one: Drawn) -> tuple[Shown, Shown]:
    """Return the rows of a pair: the earlier value, and the later one."""
    pair = one.pair
    if pair.implied is not None:
        before = of_implied(pair.implied, pair.later, one.earlier)
    else:
        before = of_fact(pair.earlier or baseline(pair.later), one.earlier)
    stated = tuple(fact.fact_id for fact in (pair.later, pair.change) if fact is not None)
    return before, of_fact(pair.later, one.later)._replace(fact_ids=stated)


def notes(some: Sequence[Drawn], options: Options, *, band: str) -> list[str]:
    """Return what the looks of the pairs mean, how they were read, and how they were converted.

    `band` is what shows how far rounding lets an implied value lie.
    """
    found = status_note([one.pair.later for one in some])
    if any(one.pair.implied for one in some):
        formulas = dict.fromkeys(one.pair.implied.formula for one in some if one.pair.implied)
        found.append(f"Hollow: implied, {wording.listed(list(formulas))}; {band} is what rounding allows.")
    found += [reading for one in some for reading in readings(one)]
    if not all(one.own.is_of_one_length for one in some):
        found.append("Where the two periods differ in length, no change is given.")
    found += money.notes((each for one in some for each in (one.later, one.earlier)), options)
    if any(one.is_converted for one in some):
        found.append(
            "Changes in percent are those in the currency of the text; a difference between converted "
            "amounts holds the change of the rate as well."
        )
    return found


def in_words(one: Drawn) -> str:
    """Return a pair as a sentence says it: `Turkey’s exports fell from an implied $1.03bn to $631m`."""
    pair = one.said
    went = "rose" if one.pair.later.value >= one.pair.before else "fell"
    if one.own.is_revision:
        went = "was revised"
    if not one.own.is_of_one_length:
        before, after = (f" in {when}" if when else "" for when in one.periods)
        amounts = f"{earlier_amount(one)}{before} and {wording.fact_amount(pair.later)}{after}"
        return f"{wording.subject(pair.later)}: {amounts}"
    implied = "an implied " if pair.implied is not None else ""
    if earlier_kind(one) == "on average":
        implied = "an average of "
    own = f" ({arrow(one)})" if one.is_converted else ""
    return (
        f"{wording.subject(pair.later)} {went} from {implied}{earlier_amount(one)} to "
        f"{wording.fact_amount(pair.later)}{own}"
    )
