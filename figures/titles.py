"""Titles that say who and what, for figures to which the user gives none."""

from collections.abc import Sequence
from datetime import date

from figures.wording import flow_phrase, listed, period, phrase_inside, place, possessive
from schemas.records import Fact


def whose(facts: Sequence[Fact], several: str = "Reported values") -> str:
    """Return what the facts are about: `Turkey’s trade with Russia and US aid to Turkey`.

    Where that would be more than two things, `several` stands for them.
    """
    duties = [one.measure == "rate" and one.flow in _TRADE for one in facts]
    if not any(duties):
        return _of_flows(facts, several)
    # A duty is none of the trade that it is levied on.
    about = _of_flows(facts, "") if all(duties) else ""
    return f"Rates on {phrase_inside(about)}" if about else several


def _of_flows(facts: Sequence[Fact], several: str) -> str:
    subjects: dict[tuple[str | None, str | None, bool], set[str | None]] = {}
    for one in facts:
        subjects.setdefault((one.reporter, one.partner, one.flow in _TRADE), set()).add(one.flow)
    if len(subjects) > 2:
        return _shared(facts) or several
    told = dict.fromkeys(_phrase(flows, *key) for key, flows in subjects.items())
    return listed([one for one in told if one]) or several


_TRADE = frozenset({"export", "import", "balance", "total_trade"})


def _phrase(flows: set[str | None], reporter: str | None, partner: str | None, trade: bool) -> str:
    if len(flows) > 1 and trade and reporter:
        return f"{possessive(reporter)} trade{f' with {place(partner)}' if partner else ''}"
    return flow_phrase(next(iter(flows)), reporter, partner) if len(flows) == 1 else ""


def _shared(facts: Sequence[Fact]) -> str:
    """Return whose the facts are, or what flows, where that is one; otherwise nothing."""
    reporters, flows = {one.reporter for one in facts}, {one.flow for one in facts}
    if len(reporters) == 1 and flows <= _TRADE and None not in reporters:
        return f"{possessive(str(next(iter(reporters))))} trade"
    return flow_phrase(next(iter(flows)), None, None) if len(flows) == 1 else ""


def when(periods: Sequence[tuple[date, date]]) -> str:
    """Return the stretch of years that periods cover: `2015–2024`; empty where there is none."""
    if not periods:
        return ""
    first, last = min(start for start, _ in periods), max(end for _, end in periods)
    return period(first, last) if first.year == last.year else f"{first.year}–{last.year}"
