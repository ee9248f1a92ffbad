"""What several documents say about one thing: they agree, one supersedes another, or they conflict.

Two facts are about one thing where flow, countries, subject, measure and period are the same. An export and
the import that mirrors it are one flow seen from its two ends. Copies of an article are one source.

Facts without a period are held against each other with more care. They can agree, where documents of one
season say the same number of the same thing; they cannot conflict, since each may speak of another time.
"""

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from enum import StrEnum
from typing import NamedTuple

import pandas as pd

from analysis.claims import Claim, claims_of, comparable
from analysis.matters import same_matter
from analysis.overlaps import clusters, overlap
from analysis.rates import Rates
from analysis.reasons import reasons
from analysis.rows import baseline_of, facts_of
from analysis.signs import signed
from analysis.steps import COMPARING
from analysis.subjects import product_code, subject
from schemas.periods import frequency_of, months, time_period
from schemas.records import Fact

#: What is expected of a period is not what came of it.
_UNFIRM = frozenset({"forecast", "target"})
#: The months in which calendar and fiscal years begin.
_YEARS_BEGIN = (1, 4, 7, 10)
#: The year from July to June is called by the year in which it ends, all others by most of their months.
_HALF_A_YEAR = timedelta(days=184)
#: Documents without a period of their own speak of one time where one followed the other so soon.
_SEASON = timedelta(days=92)


class Verdict(StrEnum):
    """What the claims about one thing are to each other."""

    AGREE = "agree"
    CONVERTED = "agree after conversion"
    SUPERSEDED = "superseded"
    CONFLICT = "conflict"


class Group(NamedTuple):
    """The claims about one thing, by value, with the verdict and what may explain a difference."""

    verdict: Verdict
    claims: tuple[Claim, ...]
    reasons: tuple[str, ...]

    @property
    def sources(self) -> int:
        """The number of documents, copies counted once."""
        return len({one.source for one in self.claims})

    @property
    def difference(self) -> float:
        """By how much the largest value is above the smallest, in the claims' unit."""
        return self.claims[-1].value - self.claims[0].value

    @property
    def relative_difference(self) -> float | None:
        """The same as a share of the smallest value; None where that is zero."""
        least = abs(self.claims[0].value)
        return self.difference / least if least else None

    @property
    def superseded(self) -> tuple[Claim, ...]:
        """The claims whose place others take; there are none unless that is the verdict."""
        if self.verdict is not Verdict.SUPERSEDED:
            return ()
        standing = [one for one in self.claims if one.fact.role != "superseded"]
        last = max((one.published for one in standing if one.published is not None), default=None)
        newest = next(one for one in standing if one.published == last)
        kept = [one for one in standing if one.published == last or overlap([one, newest])]
        return tuple(one for one in self.claims if one not in kept)


#: The columns of what agreement() returns.
AGREEMENT_COLUMNS = (
    "verdict",
    "flow",
    "balance",
    "reporter",
    "partner",
    "indicator",
    "product",
    "measure",
    "unit",
    "frequency",
    "time_period",
    "period_start",
    "period_end",
    "sources",
    "value_low",
    "value_high",
    "difference",
    "relative_difference",
    "claims",
    "reasons",
    "conversion",
    "document_ids",
    "fact_ids",
)


def agreement(
    facts: pd.DataFrame,
    documents: pd.DataFrame,
    *,
    originals: Mapping[str, str] | None = None,
    rates: Rates | None = None,
) -> pd.DataFrame:
    """Return a row for each thing of which several documents speak (AGREEMENT_COLUMNS), conflicts first.

    `originals` are the copies among the documents with what they are copies of. Without `rates`, amounts in
    different currencies are not held against each other.
    """
    found = groups(facts_of(facts), days_of(documents), originals=originals or {}, rates=rates)
    return pd.DataFrame([_row(one) for one in found], columns=list(AGREEMENT_COLUMNS))


def days_of(documents: pd.DataFrame) -> dict[str, date | None]:
    """Return the day on which each document was published, by its id; None where that is unknown."""
    days = zip(documents["document_id"], documents["published"], strict=True)
    return {name: None if pd.isna(day) else day.date() for name, day in days}


def groups(
    facts: Iterable[Fact],
    published: Mapping[str, date | None],
    *,
    originals: Mapping[str, str],
    rates: Rates | None = None,
) -> list[Group]:
    """Return the groups of claims from two documents or more: conflicts first, then by number of sources."""
    together: dict[tuple[object, ...], list[Fact]] = defaultdict(list)
    for fact in facts:
        if _is_claim(fact):
            together[_matter(fact)].append(fact)
    found: list[Group] = []
    for same in together.values():
        if len({originals.get(one.document_id, one.document_id) for one in same}) > 1:
            for part in _parts(same, published):
                found += _judged(part, published, originals, rates)
    return sorted(found, key=_order)


def _order(group: Group) -> tuple[object, ...]:
    """Return what conflicts come first by, those of two figures that lie close together before all others."""
    differs = group.relative_difference if group.verdict is Verdict.CONFLICT else 0.0
    apart = math.inf if differs is None else differs
    return -list(Verdict).index(group.verdict), apart, -group.sources, group.claims[0].fact.fact_id


def _is_claim(fact: Fact) -> bool:
    stands = fact.section != "boilerplate" and fact.role != "conversion" and fact.salience != "low"
    about = fact.flow is not None or bool(subject(fact))
    return stands and about and (fact.reporter or fact.partner) is not None


def _matter(fact: Fact) -> tuple[object, ...]:
    """Return what a fact is about, so that what is about the same gives the same."""
    said = fact.measure, fact.statistic == "average", subject(fact), fact.status in _UNFIRM
    # What rose on the month and what rose on the year are two things.
    compared = baseline_of(fact) if fact.measure in COMPARING else None
    # A multiple has no sign to tell a fall by.
    turned = fact.direction if fact.measure == "ratio" else None
    period = _period(fact)
    # What has no period can only agree: another number is another matter.
    number = (signed(fact, fact.value), fact.unit) if period is None else None
    return *_sides(fact), *said, compared, turned, comparable(fact.unit), period, number


def _sides(fact: Fact) -> tuple[object, ...]:
    """Return flow and sides; an export from one to another and the import by the other are one flow."""
    if fact.flow == "import" and fact.partner and fact.reporter and fact.measure == "level":
        return "export", None, fact.partner, fact.reporter
    if fact.flow == "total_trade" and fact.partner and fact.reporter:
        # Trade between two has no order.
        return (fact.flow, None, *sorted((fact.reporter, fact.partner)))
    # A balance is told by its sign, where its text tells that; without one it may be either side's.
    side = "signed" if fact.flow == "balance" and (fact.balance or fact.value < 0) else None
    return fact.flow, side, fact.reporter, fact.partner


def _period(fact: Fact) -> tuple[object, ...] | None:
    """Return the period; of a calendar or a fiscal year the year in which most of its months lie."""
    if fact.period_start is None or fact.period_end is None:
        return None
    if months(fact.period_start, fact.period_end) == 12 and fact.period_start.month in _YEARS_BEGIN:
        return ("year", (fact.period_start + _HALF_A_YEAR).year)
    return fact.period_start, fact.period_end


def _parts(same: Sequence[Fact], published: Mapping[str, date | None]) -> Iterable[list[Fact]]:
    """Return the facts of one matter as they may be held against each other."""
    if same[0].period_start is None:
        return _of_one_season(same, published)
    by_start: dict[date | None, list[Fact]] = defaultdict(list)
    for fact in same:
        by_start[fact.period_start].append(fact)
    # Two fiscal years that begin in different months are no readings of one year; each is of the calendar's.
    calendar = any(start is not None and start.month == 1 for start in by_start)
    return [list(same)] if calendar else list(by_start.values())


def _of_one_season(same: Sequence[Fact], published: Mapping[str, date | None]) -> Iterator[list[Fact]]:
    """Yield facts without a period whose documents followed one another closely and are of one matter."""
    known = [(day, one) for one in same if (day := published.get(one.document_id)) is not None]
    part: list[Fact] = []
    last: date | None = None
    for day, fact in sorted(known, key=lambda one: (one[0], one[1].document_id, one[1].start)):
        fits = last is not None and day - last <= _SEASON and same_matter(part[0], fact)
        if part and not fits:
            yield part
            part = []
        part.append(fact)
        last = day
    if part:
        yield part


def _judged(
    same: Sequence[Fact],
    published: Mapping[str, date | None],
    originals: Mapping[str, str],
    rates: Rates | None,
) -> Iterator[Group]:
    """Yield what the claims of several documents are to each other, for each unit that they can be had in."""
    for claims in claims_of(same, published, originals, rates):
        opposed = _opposed(claims)
        if opposed:
            yield _group(_difference(opposed), opposed)
        taken = {one.fact.fact_id for one in opposed}
        for alike in clusters(one for one in claims if one.fact.fact_id not in taken):
            if len({one.source for one in alike}) > 1:
                converted = any(one.conversion for one in alike)
                yield _group(Verdict.CONVERTED if converted else Verdict.AGREE, alike)


def _group(verdict: Verdict, claims: Iterable[Claim]) -> Group:
    in_order = tuple(sorted(claims, key=lambda one: (one.value, one.source)))
    told = reasons(in_order) if verdict in (Verdict.SUPERSEDED, Verdict.CONFLICT) else ()
    return Group(verdict, in_order, told)


def _opposed(claims: Sequence[Claim]) -> list[Claim]:
    """Return the claims that cannot all be right; none where they can, or where they are of different things.

    A document that gives two numbers for what looks like one thing speaks of two, which its words do not
    keep apart; and so may one that does not say of which goods it speaks.
    """
    given = Counter(one.source for one in claims if one.fact.role != "superseded")
    clear = [one for one in claims if given[one.source] <= 1 and one.is_said]
    several = len({one.source for one in clear}) > 1
    return clear if several and not overlap(clear) and clear[0].fact.period_start else []


def _difference(claims: Sequence[Claim]) -> Verdict:
    """Tell whether some claims take the place of the others."""
    standing = [one for one in claims if one.fact.role != "superseded"]
    if standing and len(standing) < len(claims) and overlap(standing):
        return Verdict.SUPERSEDED
    return Verdict.SUPERSEDED if _is_revision(standing) else Verdict.CONFLICT


def _is_revision(claims: Sequence[Claim]) -> bool:
    """Tell whether the claim that was published last takes the place of all that differ from it."""
    dated = [(one.published, one) for one in claims if one.published is not None]
    if len(dated) < len(claims) or not dated:
        return False
    last = max(day for day, _ in dated)
    newest = [one for day, one in dated if day == last]
    older = [one for day, one in dated if day < last and not overlap([one, newest[0]])]
    if not older or not overlap(newest) or _is_unfirm(newest[0]):
        return False
    revised = any(one.says_revised for one in newest)
    return revised or all(one.fact.status in ("provisional", "estimate") for one in older)


def _is_unfirm(claim: Claim) -> bool:
    return claim.fact.status in ("provisional", "estimate", "forecast", "target")


def _row(group: Group) -> list[object]:
    first = group.claims[0].fact
    start, end = first.period_start, first.period_end
    kind, when = (frequency_of(start, end), time_period(start, end)) if start and end else (None, None)
    about = [first.flow, first.balance, first.reporter, first.partner, first.indicator, product_code(first)]
    conversions = dict.fromkeys(one.conversion for one in group.claims if one.conversion)
    return [
        str(group.verdict),
        *about,
        first.measure,
        group.claims[0].unit,
        kind and str(kind),
        when,
        start,
        end,
        group.sources,
        group.claims[0].value,
        group.claims[-1].value,
        group.difference,
        group.relative_difference,
        _told(group),
        "; ".join(group.reasons) or None,
        "; ".join(conversions) or None,
        " ".join(dict.fromkeys(one.fact.document_id for one in group.claims)),
        " ".join(one.fact.fact_id for one in group.claims),
    ]


def _told(group: Group) -> str:
    """Return what is claimed and by how many: `18 (2 sources); 20`."""
    quotes: dict[str, set[str]] = defaultdict(set)
    for one in group.claims:
        quotes[_said(one)].add(one.source)
    told = (f"{quote} ({len(by)} sources)" if len(by) > 1 else quote for quote, by in quotes.items())
    return "; ".join(told)


def _said(claim: Claim) -> str:
    """Return a claim in its own words, with the sign that they leave to other words."""
    if claim.value < 0 and claim.fact.value > 0:
        return f"−{claim.fact.quote}"
    rises = claim.fact.direction == "increase" and claim.fact.measure != "ratio"
    return f"+{claim.fact.quote}" if rises else claim.fact.quote
