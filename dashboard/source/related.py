"""What is known of one fact beside its own sentence: from other facts, documents and official figures."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from analysis.agreement import Group, Verdict, days_of, groups
from analysis.claims import Claim
from analysis.comparison import comparisons
from analysis.observed import Observations
from analysis.overlaps import overlap
from analysis.pairs import pairs
from analysis.verdicts import Comparison, Money
from dashboard.drawn import documents_of, titles_of
from figures import wording
from figures.charts import agreement
from figures.drawing.marks import told
from pipeline.official import observations_for
from pipeline.rates import configured_rates
from schemas.filters import Filters
from schemas.records import Fact
from schemas.units import BARE_UNITS
from store import Store

#: A fact is held against so many others, the newest that may be about the same thing.
_MOST_HELD = 300
#: So many other documents are named.
_MOST_NAMED = 3
#: The flows that are one seen from its two ends.
_MIRRORED = ("export", "import")


def related(fact: Fact, store: Store, currency: str | None = None) -> list[tuple[str, str]]:
    """Return what is said of a fact elsewhere, each with its heading.

    Amounts in other currencies than the official figures are compared in `currency`, if one is chosen.
    """
    return [
        *_in_the_document(fact, _around(fact, store)),
        *_in_others(fact, store),
        *_official(fact, store, currency),
    ]


def _around(fact: Fact, store: Store) -> list[Fact]:
    """Return the facts that stand next to one in its document, and itself: a book has thousands more."""
    selection = store.selection(Filters(document=(fact.document_id,), copies=True))
    at = bisect_left(selection.starts(), fact.start)
    return store.records_of(selection.ids(max(0, at - _MOST_HELD // 2), at + _MOST_HELD // 2))


def _in_the_document(fact: Fact, facts: Sequence[Fact]) -> Iterator[tuple[str, str]]:
    """Yield the change of a fact, and the value that it implies."""
    pair = next((one for one in pairs(facts) if fact.fact_id in one.fact_ids), None)
    if pair is None:
        return
    if pair.change is not None and pair.change.fact_id != fact.fact_id:
        yield "Change", told(pair.change)
    for one in filter(None, (pair.implied, pair.otherwise)):
        value = wording.amount(one.value, one.unit)
        interval = wording.within(one.value_low, one.value_high, one.unit)
        when = wording.period(one.period_start, one.period_end)
        read = f"; {one.reading}" if one.reading else ""
        yield "Implied", f"{when}: {value} ({interval}), {one.formula}{read}"


def _in_others(fact: Fact, store: Store) -> Iterator[tuple[str, str]]:
    """Yield whether other documents agree with a fact, where they speak of the same thing."""
    selection = store.selection(_of_the_same(fact))
    facts = store.records_of(list(dict.fromkeys([fact.fact_id, *selection.ids(0, _MOST_HELD)])))
    documents = documents_of((one.document_id for one in facts), store)
    if len(documents) < 2:
        return
    days = days_of(documents)
    titles, originals = titles_of(documents), store.originals(list(documents["document_id"]))
    for group in groups(facts, days, originals=originals, rates=configured_rates()):
        own = next((one for one in group.claims if one.fact.fact_id == fact.fact_id), None)
        if own is not None:
            yield "Other sources", _beside(own, group, titles)


def _of_the_same(fact: Fact) -> Filters:
    """Return filters that keep every fact that may be about the same thing, and not many more."""
    mirrored = fact.flow in _MIRRORED
    sides = tuple(side for side in (fact.reporter, fact.partner) if side)
    return Filters(
        reporter=sides if mirrored else tuple(filter(None, [fact.reporter])),
        partner=sides if mirrored and len(sides) > 1 else tuple(filter(None, [fact.partner])),
        flow=_MIRRORED if mirrored else tuple(filter(None, [fact.flow])),
        measure=(fact.measure,),
        # What is money in another currency may be the same, and so may tonnes and kilograms.
        unit=(fact.unit,) if fact.unit in BARE_UNITS else (),
        since=fact.period_start,
        until=fact.period_end,
    )


def _beside(own: Claim, group: Group, titles: Mapping[str, str]) -> str:
    """Return in words with which other sources a claim agrees, and from which it differs, by how much."""
    others = [one for one in group.claims if one.source != own.source]
    agreeing = [one for one in others if overlap([own, one])]
    told = []
    if agreeing:
        number = len({one.source for one in agreeing})
        after = " after conversion" if any(one.conversion for one in (own, *agreeing)) else ""
        named = _named(agreeing, titles)
        told.append(f"agrees with {number} other {'source' if number == 1 else 'sources'}{after}: {named}")
    if differing := [one for one in others if one not in agreeing]:
        far = max(differing, key=lambda one: abs(one.value - own.value))
        two = group._replace(claims=tuple(sorted((own, far), key=lambda one: one.value)))
        most = "up to " if len(differing) > 1 else ""
        word = "one supersedes the other, beside" if group.verdict is Verdict.SUPERSEDED else "conflicts with"
        told.append(f"{word} {_named(differing, titles)}: {most}{agreement.apart(two)}")
    return wording.capital("; ".join(told))


def _named(claims: Sequence[Claim], titles: Mapping[str, str]) -> str:
    names = [f"“{titles[one]}”" for one in dict.fromkeys(claim.fact.document_id for claim in claims)]
    return wording.listed([*names[:_MOST_NAMED], *(["others"] if len(names) > _MOST_NAMED else [])])


def _official(fact: Fact, store: Store, currency: str | None) -> Iterator[tuple[str, str]]:
    """Yield the verdict of each dataset that observed what a fact says."""
    observations = observations_for([fact], store)
    if observations.empty:
        return
    money = Money(currency, configured_rates()) if currency else None
    for one in comparisons([fact], Observations(observations), money):
        if one.observed is not None:
            yield "Official", _verdict(one)


def _verdict(one: Comparison) -> str:
    assert one.observed is not None  # only what was observed is told
    value = wording.amount(one.observed.value, one.observed.unit)
    when = f"vintage of {wording.day(one.observed.vintage)}"
    return f"{wording.capital(one.in_words)}: {value}, {one.observed.dataset}, {when}"
