"""Who sends what to whom: one value for each link between two countries, over one period, in one unit.

An export goes from reporter to partner, an import from partner to reporter; aid goes from donor to recipient,
investment from the investor's country to the host. What one picture cannot show beside the rest is left out,
and every fact that is left out is kept with the reason.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from enum import StrEnum
from functools import cache
from typing import NamedTuple

from analysis.rows import period_of
from analysis.subjects import subject
from schemas.periods import Days
from schemas.places import countries, spoken_names
from schemas.records import Fact
from schemas.units import BARE_UNITS, is_currency

#: What flows; an export and the import that mirrors it are one flow seen from its two ends.
_KINDS = {"export": "trade", "import": "trade", "aid": "aid", "investment": "investment"}
#: What is expected of a period is not what came of it.
_UNFIRM = frozenset({"forecast", "target"})
_UNION = frozenset(
    "AUT BEL BGR CYP CZE DEU DNK ESP EST FIN FRA GRC HRV HUN IRL ITA LTU LUX LVA MLT NLD POL PRT ROU SVK SVN "
    "SWE".split()
)
_EURO_AREA = _UNION - frozenset("CZE DNK HUN POL ROU SWE".split())
_GROUPS = frozenset({"WLD", "EUU", "EMU"})
#: The last day on which the United Kingdom was in the Union.
_LEFT_THE_UNION = date(2020, 1, 31)


class Why(StrEnum):
    """Why a fact that tells of a link is not one of the links."""

    PERIOD = "another period"
    UNDATED = "no period"
    UNIT = "another unit"
    SIDE = "the other side's figure"
    AGAIN = "another figure of the same link"
    PART = "part of a link"
    GROUP = "holds other links"
    NOTHING = "not above zero"


class Link(NamedTuple):
    """What one country sends another. `part` is the subject of what is not all of the flow, else empty.

    `kind` is `trade`, `aid` or `investment`; `fact` tells the value, in its own unit, and its own side of it.
    """

    kind: str
    sender: str
    receiver: str
    part: str
    fact: Fact

    @property
    def between(self) -> tuple[str, str, str]:
        """What flows, from where and to where."""
        return self.kind, self.sender, self.receiver


class Flows(NamedTuple):
    """The links of one period and one unit, the largest first, and what was left out.

    `period` is None where no link has one: then the links are those of one document. With more than one of
    `currencies`, none of which holds all links, there are no links: they cannot stand on one scale.
    """

    links: tuple[Link, ...] = ()
    period: Days | None = None
    unit: str | None = None
    left: Mapping[Why, tuple[Fact, ...]] = {}
    currencies: tuple[str, ...] = ()


def flows(facts: Iterable[Fact], published: Mapping[str, date | None], currency: str | None = None) -> Flows:
    """Return the links that facts tell of, see Flows.

    `published` are the days of their documents, see analysis.agreement.days_of. The period is the one that
    most links have, of several the latest. Money goes before other units; of several currencies `currency`
    is taken where it is among them.
    """
    left: dict[Why, list[Fact]] = {}
    links = [_link(one) for one in facts if tells_of_a_link(one)]
    links = _kept(links, lambda one: one.fact.value > 0, Why.NOTHING, left)
    links = _kept(links, _right_unit(links), Why.UNIT, left)
    links, period = _of_one_period(links, left)
    units = tuple(sorted({one.fact.unit for one in links}))
    unit = _one_unit(links, currency)
    if unit is None:
        return Flows(period=period, currencies=units)
    links = _kept(links, lambda one: one.fact.unit == unit, Why.UNIT, left)
    links = _one_value_each(links, published, left)
    wholes = {one.between for one in links if not one.part}
    links = _kept(links, lambda one: not one.part or one.between not in wholes, Why.PART, left)
    links = _kept(links, lambda one: not _holds_one(one, links), Why.GROUP, left)
    in_order = sorted(links, key=lambda one: (-one.fact.value, one[:4]))
    return Flows(tuple(in_order), period, unit, {why: tuple(some) for why, some in left.items()}, units)


def of_one_kind(links: Sequence[Link]) -> tuple[list[Link], list[Link]]:
    """Return the links of the kind that most have, of one part where they are parts; and the others."""
    many = Counter((one.kind, one.part) for one in links)
    if not many:
        return [], []
    # What is whole goes before a part, and of the rest what holds the largest link.
    first = {key: number for number, key in reversed(list(enumerate((one.kind, one.part) for one in links)))}
    chosen = max(many, key=lambda key: (many[key], not key[1], -first[key]))
    own = [one for one in links if (one.kind, one.part) == chosen]
    return own, [one for one in links if (one.kind, one.part) != chosen]


def tells_of_a_link(fact: Fact) -> bool:
    """Tell whether a fact is an amount that went from one country to another."""
    amount = fact.measure == "level" and fact.unit not in BARE_UNITS and fact.flow in _KINDS
    # An earlier value whose time nobody knows says nothing of the others' time.
    stands = fact.role is None or (fact.role == "baseline" and period_of(fact) is not None)
    whole = fact.statistic not in ("average", "median")
    return amount and stands and whole and fact.reporter is not None and fact.partner is not None


def _link(fact: Fact) -> Link:
    sender, receiver = str(fact.reporter), str(fact.partner)
    if fact.flow == "import":
        sender, receiver = receiver, sender
    return Link(_KINDS[str(fact.flow)], sender, receiver, _part(fact), fact)


def _part(fact: Fact) -> str:
    """Return what is sent where that is not all; `exports to three neighbours of Russia` name no product."""
    words = subject(fact).split()
    return "" if _country_words().issuperset(words) else " ".join(words)


@cache
def _country_words() -> frozenset[str]:
    """Return the words of which countries' names are made."""
    names = (name for code in countries() for name in spoken_names(code))
    return frozenset(word for name in names for word in name.casefold().split())


def _kept(
    links: Sequence[Link], keep: Callable[[Link], bool], why: Why, left: dict[Why, list[Fact]]
) -> list[Link]:
    """Return the links that are to be kept; the facts of the others go to those left out."""
    kept = [one for one in links if keep(one)]
    out = [one.fact for one in links if not keep(one)] if len(kept) < len(links) else []
    if out:
        left.setdefault(why, []).extend(out)
    return kept


def _right_unit(links: Sequence[Link]) -> Callable[[Link], bool]:
    """Return what tells the links in money, or where none is, those in the unit that most have."""
    if any(is_currency(one.fact.unit) for one in links):
        return lambda one: is_currency(one.fact.unit)
    unit = _most(links, lambda fact: fact.unit)
    return lambda one: one.fact.unit == unit


def _of_one_period(links: Sequence[Link], left: dict[Why, list[Fact]]) -> tuple[list[Link], Days | None]:
    """Return the links of the period that most of them have, and the period.

    Where none has one, those of one document are of one time, as far as anybody can tell.
    """
    if all(period_of(one.fact) is None for one in links):
        most = _most(links, lambda fact: fact.document_id)
        return _kept(links, lambda one: one.fact.document_id == most, Why.UNDATED, left), None
    dated = _kept(links, lambda one: period_of(one.fact) is not None, Why.UNDATED, left)
    ends = _most(dated, _ends)
    of_ends = _kept(dated, lambda one: _ends(one.fact) == ends, Why.PERIOD, left)
    return of_ends, period_of(of_ends[0].fact)


def _ends(fact: Fact) -> str:
    """Return a period so that the largest is the one that ends last, of several the shortest."""
    return f"{fact.period_end} {fact.period_start}"


def _most(links: Sequence[Link], of: Callable[[Fact], str]) -> str | None:
    """Return what most links have, the largest of several; None where there are no links."""
    many: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    for one in links:
        many[of(one.fact)].add(one.between)
    return max(many, key=lambda key: (len(many[key]), key), default=None)


def _one_unit(links: Sequence[Link], currency: str | None) -> str | None:
    """Return the unit for the links: the only one, the one asked for, or the one that all links have."""
    units = {one.fact.unit for one in links}
    if currency in units:
        return currency
    everywhere = {one.between for one in links}
    whole = [unit for unit in units if {one.between for one in links if one.fact.unit == unit} == everywhere]
    many = Counter(one.fact.unit for one in links)
    return min(whole, key=lambda unit: (-many[unit], unit), default=None)


def _one_value_each(
    links: Sequence[Link], published: Mapping[str, date | None], left: dict[Why, list[Fact]]
) -> list[Link]:
    """Return one link for each thing sent; the same value told again is left out without a word."""
    together: dict[tuple[str, str, str, str], list[Link]] = defaultdict(list)
    for one in links:
        together[one[:4]].append(one)
    chosen = []
    for same in together.values():
        best = min(same, key=lambda one: _rank(one.fact, published))
        chosen.append(best)
        for other in same:
            if other.fact.value != best.fact.value:
                why = Why.AGAIN if other.fact.flow == best.fact.flow else Why.SIDE
                left.setdefault(why, []).append(other.fact)
    return chosen


def _rank(fact: Fact, published: Mapping[str, date | None]) -> tuple[object, ...]:
    """Return what puts a firm fact first, then the sender's own, the newest, and one not of a headline."""
    day = published.get(fact.document_id)
    age = -day.toordinal() if day else 0
    headline = fact.section == "headline"
    return fact.status in _UNFIRM, fact.flow == "import", age, headline, fact.document_id, fact.start


def _holds_one(link: Link, links: Sequence[Link]) -> bool:
    """Tell whether other links are in one that has a group at an end."""
    return bool(_GROUPS & {link.sender, link.receiver}) and any(_holds(link, other) for other in links)


def _holds(link: Link, other: Link) -> bool:
    """Tell whether another link is in this one: Germany's exports are in those of the Union."""
    if link.kind != other.kind or link.between == other.between or link.part not in ("", other.part):
        return False
    end = link.fact.period_end
    return _is_of(other.sender, link.sender, end) and _is_of(other.receiver, link.receiver, end)


def _is_of(code: str, group: str, end: date | None) -> bool:
    """Tell whether a country is a group, or belongs to it at the end of a period."""
    if group == code or group == "WLD":
        return True
    if group == "EUU":
        was = code == "GBR" and end is not None and end <= _LEFT_THE_UNION
        return code in _UNION or code == "EMU" or was
    return group == "EMU" and code in _EURO_AREA
