"""Titles that say who and what, for figures to which the user gives none."""

from collections.abc import Sequence

from figures.wording import flow_phrase, listed, period, place, possessive
from schemas.records import Fact


def whose(facts: Sequence[Fact]) -> str:
    """Return what the facts are about: `Turkey’s trade with Russia and US aid to Turkey`.

    Where that would be more than two things, `Reported values`.
    """
    subjects: dict[tuple[str | None, str | None, bool], set[str | None]] = {}
    for one in facts:
        subjects.setdefault((one.reporter, one.partner, one.flow in _TRADE), set()).add(one.flow)
    if len(subjects) > 2:
        return _shared(facts)
    told = dict.fromkeys(_phrase(flows, *key) for key, flows in subjects.items())
    return listed([one for one in told if one]) or "Reported values"


_TRADE = frozenset({"export", "import", "balance", "total_trade"})


def _phrase(flows: set[str | None], reporter: str | None, partner: str | None, trade: bool) -> str:
    if len(flows) > 1 and trade and reporter:
        return f"{possessive(reporter)} trade{f' with {place(partner)}' if partner else ''}"
    return flow_phrase(next(iter(flows)), reporter, partner) if len(flows) == 1 else ""


def _shared(facts: Sequence[Fact]) -> str:
    """Return whose the facts are, or what flows, where that is one; otherwise `Reported values`."""
    reporters, flows = {one.reporter for one in facts}, {one.flow for one in facts}
    if len(reporters) == 1 and flows <= _TRADE and None not in reporters:
        return f"{possessive(str(next(iter(reporters))))} trade"
    return (flow_phrase(next(iter(flows)), None, None) if len(flows) == 1 else "") or "Reported values"


def when(facts: Sequence[Fact]) -> str:
    """Return the stretch of years that the facts' periods cover: `2015–2024`; empty where none has one."""
    starts = [one.period_start for one in facts if one.period_start]
    ends = [one.period_end for one in facts if one.period_end]
    if not starts or not ends:
        return ""
    first, last = min(starts), max(ends)
    return period(first, last) if first.year == last.year else f"{first.year}–{last.year}"
