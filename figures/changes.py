"""Changes: signed bars, from zero, with what each is compared with."""

from collections.abc import Sequence

import pandas as pd
import plotly.graph_objects as go

from figures import rows, wording
from figures.lettering import width
from figures.marks import colour, drawable, is_unfirm, status_note, told, tooltip
from figures.scale import Need
from figures.style import BODY, Options, Words, message, sources
from figures.titles import whose
from schemas.records import Fact

_NOTHING = "None of these facts says by how much something rose or fell."
_PITCH = 64


def changed(facts: pd.DataFrame, options: Options) -> list[Fact]:
    """Return the facts that this figure draws: changes, and multiples that compare in time."""
    return [one for one in drawable(facts, options) if one.direction is not None]


def build(facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> go.Figure:
    """Draw one bar a change, falls left of zero and rises right of it, one panel a unit."""
    options = options or Options()
    chosen = changed(facts, options)
    if not chosen:
        return message("Changes", _NOTHING, options)
    groups = _grouped(chosen)
    panels = [_panel(group) for group in groups]
    fits = rows.fitting(panels, _words(groups, documents, options, len(chosen)), options, _PITCH)
    groups = [_largest(group, most) for group, most in zip(groups, fits, strict=True) if most]
    panels = [_panel(group) for group in groups]
    figure = go.Figure()
    words = _words(groups, documents, options, len(chosen))
    for group, placed in zip(groups, rows.place(figure, panels, words, options, _PITCH), strict=True):
        _bars(figure, group, placed, options)
    return figure


def _grouped(chosen: Sequence[Fact]) -> list[list[Fact]]:
    """Return the changes by what they are measured in, the deepest fall first."""
    groups: dict[str, list[Fact]] = {}
    for fact in sorted(chosen, key=_signed):
        groups.setdefault(_measured_in(fact), []).append(fact)
    return sorted(groups.values(), key=lambda group: _ORDER.get(_measured_in(group[0]), 1))


_ORDER = {"percent": 0, "ratio": 2}


def _measured_in(fact: Fact) -> str:
    if fact.measure == "relative_change":
        return "percent"
    return "ratio" if fact.measure == "ratio" else fact.unit


def _signed(fact: Fact) -> float:
    """Return the change with its sign, a relative change in percent and a multiple as written."""
    if fact.measure == "ratio":
        return fact.value
    size = fact.value * 100 if fact.measure == "relative_change" and fact.unit == "ratio" else fact.value
    return -size if fact.direction == "decrease" else size


def _largest(group: Sequence[Fact], most: int) -> list[Fact]:
    """Return the `most` largest changes of a group, falls and rises alike, in the group's own order."""
    kept = {one.fact_id for one in sorted(group, key=lambda one: -abs(_signed(one)))[:most]}
    return [one for one in group if one.fact_id in kept]


def _panel(group: Sequence[Fact]) -> rows.Panel:
    unit = _measured_in(group[0])
    title = {"percent": "Change, percent", "ratio": "Times the earlier value"}.get(
        unit,
        f"Change, {wording.uncapital(wording.unit_title(unit, max(abs(_signed(one)) for one in group)))}",
    )
    return rows.Panel(unit, title, [_row(one) for one in group])


def _row(fact: Fact) -> rows.Row:
    room = width(_label(fact), BODY, bold=True) + 16
    after = wording.period(fact.period_start, fact.period_end)
    before = wording.compared_with(fact)
    detail = " against ".join(part for part in (after, before) if part) if after else f"against {before}"
    value = _signed(fact)
    need = Need(value, room, 10) if value < 0 else Need(value, 10, room)
    return rows.Row(wording.subject(fact), detail if after or before else "", (need,))


def _label(fact: Fact) -> str:
    arrow = "▲" if fact.direction == "increase" else "▼"
    hedge = wording.hedge(fact)
    if fact.measure == "ratio":
        return f"{arrow} {hedge}×{wording.number(fact.value)}"
    return f"{arrow} {hedge}{wording.signed(_signed(fact), _measured_in(fact))}"


def _bars(figure: go.Figure, group: Sequence[Fact], placed: rows.Placed, options: Options) -> None:
    look = options.palette
    figure.add_bar(
        orientation="h",
        x=[_signed(one) for one in group],
        y=[placed.y(number) for number in range(len(group))],
        width=placed.thickness,
        marker={
            "color": [look.ground if is_unfirm(one) else colour(one.flow, look) for one in group],
            "line": {"color": [colour(one.flow, look) for one in group], "width": 1.5},
            "pattern": {"shape": ["/" if one.status == "provisional" else "" for one in group], "size": 5},
        },
        text=[f"<b>{_label(one)}</b>" for one in group],
        textposition="outside",
        constraintext="none",
        textangle=0,
        textfont={"size": BODY, "color": look.ink},
        cliponaxis=False,
        customdata=[one.fact_id for one in group],
        hovertext=[tooltip(told(one), one.sentence) for one in group],
        hoverinfo="text",
        xaxis=placed.xaxis,
        yaxis=placed.yaxis,
    )


def _title(shown: Sequence[Fact]) -> str:
    about = whose(shown, several="")
    return f"{about}: reported changes" if about else "Reported changes"


def _words(groups: Sequence[Sequence[Fact]], documents: pd.DataFrame, options: Options, total: int) -> Words:
    shown = [one for group in groups for one in group]
    notes = [note.replace("Ring", "Hatched") for note in status_note(shown)]
    if len(shown) < total:
        notes.append(f"{len(shown)} of {total} changes are shown.")
    if any(not one.baseline_period_start and one.baseline_value is None for one in shown):
        notes.append("Where no earlier period is named, the text does not say what it compares with.")
    return Words(
        title=options.title or _title(shown),
        subtitle="Falls to the left of zero, rises to the right",
        notes=tuple(notes),
        sources=sources(documents, (one.document_id for one in shown)),
        described=f"Bar chart of {len(shown)} changes: {'; '.join(told(one) for one in shown[:8])}.",
        drawn=tuple(one.fact_id for one in shown),
    )
