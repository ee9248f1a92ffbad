"""What one mark says and how it shows how firm it is: tooltip, id, and the look of its status."""

from collections.abc import Sequence
from typing import Any

from analysis.values import Implied
from figures import wording
from figures.drawing.lettering import safe, wrapped
from figures.look import Palette
from schemas.records import Fact

_TIP_WIDTH, _TIP_LINES, _TIP_SIZE = 420, 5, 12


def tooltip(what: str, sentence: str, *beside: str) -> str:
    """Return the parts of a tooltip, what it is and the sentence, as text that plotly may show.

    `beside` are further things to be told between the two: a rate, a verdict. All is shown letter by
    letter, whatever markup it holds, in a bounded number of lines.
    """
    head = "<br>".join(safe(line) for line in wrapped(what, _TIP_SIZE + 1, _TIP_WIDTH, most=2))
    told = [line for one in beside for line in wrapped(one, _TIP_SIZE, _TIP_WIDTH, most=2)]
    lines = [*told, *wrapped(" ".join(sentence.split()), _TIP_SIZE, _TIP_WIDTH, most=_TIP_LINES)]
    return f"<b>{head}</b><br>{'<br>'.join(safe(line) for line in lines)}"


def told(fact: Fact) -> str:
    """Return what a fact is, in one line: `$631m, Turkey’s exports to Russia, Jan 2024, provisional`."""
    when = wording.period(fact.period_start, fact.period_end)
    average = "average" if fact.statistic == "average" else ""
    parts = (wording.fact_amount(fact), wording.subject(fact), when, average, wording.firmness(fact))
    return ", ".join(part for part in parts if part)


def told_implied(value: Implied, level: Fact) -> str:
    """Return what an implied value is, in one line, with its interval and formula."""
    about = wording.amount(value.value, value.unit)
    interval = wording.within(value.value_low, value.value_high, value.unit)
    when = wording.period(value.period_start, value.period_end)
    return f"{about} ({interval}), {wording.subject(level)}, {when}, implied: {value.formula}"


def is_unfirm(fact: Fact) -> bool:
    """Tell whether a fact speaks of what has not happened: a forecast or a target."""
    return fact.status in ("forecast", "target")


def colour(flow: str | None, look: Palette) -> str:
    """Return the colour of a flow, the same in every figure."""
    return look.flows.get(flow, look.flows[None])


def marker(fact: Fact, look: Palette, size: float = 12) -> dict[str, Any]:
    """Return the mark of a reported fact: full, or lighter for a forecast."""
    hue = colour(fact.flow, look)
    if is_unfirm(fact):
        return {"size": size, "color": look.ground, "line": {"color": hue, "width": 2}, "symbol": "diamond"}
    return {"size": size, "color": hue, "line": {"color": look.ground, "width": 1}, "symbol": "circle"}


def ring(fact: Fact, look: Palette, size: float = 12) -> dict[str, Any] | None:
    """Return the ring around the mark of a provisional fact or an estimate, None for a firm one."""
    if fact.status not in ("provisional", "estimate"):
        return None
    hue = colour(fact.flow, look)
    return {"size": size + 7, "color": "rgba(0,0,0,0)", "line": {"color": hue, "width": 1.3}}


def hollow(flow: str | None, look: Palette, size: float = 13) -> dict[str, Any]:
    """Return the mark of an implied value: the flow's outline around nothing."""
    return {"size": size, "color": look.ground, "line": {"color": colour(flow, look), "width": 2}}


def status_note(facts: Sequence[Fact]) -> list[str]:
    """Return one sentence for each status that the drawn facts show by their look."""
    statuses = {fact.status for fact in facts}
    notes = []
    rings = [word for word in ("provisional", "estimate") if word in statuses]
    if rings:
        notes.append(f"Ring: {' or '.join(rings)}.")
    dashes = [word for word in ("forecast", "target") if word in statuses]
    if dashes:
        notes.append(f"Dashed: {' or '.join(dashes)}.")
    return notes
