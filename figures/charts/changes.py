"""Changes: signed bars, from zero, with what each is compared with."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.conversion import Conversion
from figures import wording
from figures.described import described
from figures.drawing import money, rows
from figures.drawing.frame import message
from figures.drawing.lettering import width
from figures.drawing.marks import colour, drawable, is_unfirm, status_note, told, tooltip
from figures.drawing.scale import Need, broken_at
from figures.look import BODY
from figures.options import Options
from figures.shown import of_fact
from figures.titles import whose
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "None of these facts says by how much something rose or fell."
_PITCH = 64


def changed(facts: pd.DataFrame, options: Options) -> list[Fact]:
    """Return the facts that this figure draws: changes, and multiples that compare in time."""
    return [one for one in drawable(facts, options) if one.direction is not None]


def build(facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> go.Figure:
    """Draw one bar a change, falls left of zero and rises right of it, one panel a unit."""
    options = options or Options()
    turned = [money.fact_in(one, options) for one in changed(facts, options)]
    if not turned:
        return message("Changes", _NOTHING, options)
    rates = {fact.fact_id: conversion for fact, conversion in turned if conversion is not None}
    groups = _grouped([fact for fact, _ in turned])
    panels = [_panel(group) for group in groups]
    fits = rows.fitting(panels, _words(groups, documents, options, rates, len(turned)), options, _PITCH)
    groups = [_largest(group, most) for group, most in zip(groups, fits, strict=True) if most]
    panels = [_panel(group) for group in groups]
    figure = go.Figure()
    words = _words(groups, documents, options, rates, len(turned))
    for group, placed in zip(groups, rows.place(figure, panels, words, options, _PITCH), strict=True):
        _bars(figure, group, placed, rates, options)
    return figure


#: What became of each fact's amount on the way to the currency asked for, by its id.
_Rates = Mapping[str, Conversion]


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
    return -size if _falls(fact) else size


def _falls(fact: Fact) -> bool:
    """Tell whether a change leads down: a deficit that widens is a balance that falls."""
    return (fact.direction == "decrease") != (fact.balance == "deficit")


def _largest(group: Sequence[Fact], most: int) -> list[Fact]:
    """Return the `most` largest changes of a group, falls and rises alike, in the group's own order."""
    kept = {one.fact_id for one in sorted(group, key=lambda one: -abs(_signed(one)))[:most]}
    return [one for one in group if one.fact_id in kept]


def _panel(group: Sequence[Fact]) -> rows.Panel:
    unit = _measured_in(group[0])
    title = {"percent": "Change, percent", "ratio": "Times the earlier value"}.get(
        unit, f"Change, {wording.uncapital(wording.unit_title(unit, max(map(abs, _drawn(group)))))}"
    )
    return rows.Panel(unit, title, [_row(*one) for one in zip(group, _drawn(group), strict=True)])


def _drawn(group: Sequence[Fact]) -> list[float]:
    """Return how far from zero each bar reaches: a few that would flatten all others are cut short."""
    values = [_signed(one) for one in group]
    most = broken_at(values)
    return values if most is None else [max(-most, min(most, one)) for one in values]


def _row(fact: Fact, drawn: float) -> rows.Row:
    room = width(_label(fact), BODY, bold=True) + 16
    after = wording.period(fact.period_start, fact.period_end)
    before = wording.compared_with(fact)
    detail = " against ".join(part for part in (after, before) if part) if after else f"against {before}"
    need = Need(drawn, room, 10) if drawn < 0 else Need(drawn, 10, room)
    return rows.Row(wording.subject(fact), detail if after or before else "", (need,))


def _label(fact: Fact) -> str:
    hedge = wording.hedge(fact)
    if fact.balance in ("surplus", "deficit"):
        return _balance_label(fact)
    arrow = "▲" if fact.direction == "increase" else "▼"
    if fact.measure == "ratio":
        return f"{arrow} {hedge}×{wording.number(fact.value)}"
    return f"{arrow} {hedge}{wording.signed(_signed(fact), _measured_in(fact))}"


def _balance_label(fact: Fact) -> str:
    """Return what became of a surplus or deficit in words, which no sign could say: `widened by £4.7bn`."""
    went = "widened" if fact.direction == "increase" else "narrowed"
    size = abs(_signed(fact))
    much = f"×{wording.number(size)}" if fact.measure == "ratio" else wording.amount(size, _measured_in(fact))
    by = "" if fact.measure == "ratio" else "by "
    return f"{'▼' if _falls(fact) else '▲'} {fact.balance} {went} {by}{wording.hedge(fact)}{much}"


def _bars(
    figure: go.Figure, group: Sequence[Fact], placed: rows.Placed, rates: _Rates, options: Options
) -> None:
    look = options.palette
    reach = _drawn(group)
    figure.add_bar(
        orientation="h",
        x=reach,
        y=[placed.y(number) for number in range(len(group))],
        width=placed.thickness,
        marker=_looks(group, options),
        text=[f"<b>{_label(one)}</b>" for one in group],
        textposition="outside",
        constraintext="none",
        textangle=0,
        textfont={"size": BODY, "color": look.ink},
        cliponaxis=False,
        customdata=[one.fact_id for one in group],
        hovertext=[tooltip(told(one), one.sentence, *money.rate(rates.get(one.fact_id))) for one in group],
        hoverinfo="text",
        xaxis=placed.xaxis,
        yaxis=placed.yaxis,
    )
    for number, (one, drawn) in enumerate(zip(group, reach, strict=True)):
        if drawn != _signed(one):
            _break(figure, drawn, placed.y(number), placed, options)


def _looks(group: Sequence[Fact], options: Options) -> dict[str, Any]:
    hues = [colour(one.flow, options.palette) for one in group]
    fills = [options.palette.ground if is_unfirm(one) else hue for one, hue in zip(group, hues, strict=True)]
    look: dict[str, Any] = {"color": fills, "line": {"color": hues, "width": 1.5}}
    if any(one.status == "provisional" for one in group):
        shapes = ["/" if one.status == "provisional" else "" for one in group]
        # Plotly's own template lays patterns over the fill, and then takes a list of colours for one colour.
        look["pattern"] = {"shape": shapes, "size": 6, "solidity": 0.4, "fillmode": "replace"}
    return look


def _break(figure: go.Figure, end: float, y: float, placed: rows.Placed, options: Options) -> None:
    """Draw two strokes across a bar that is cut short: it goes on, and its label says how far."""
    for at in (0.86, 0.9):
        figure.add_shape(
            type="line", xref=placed.xaxis, yref=placed.yaxis, x0=at * end, x1=(at + 0.02) * end,
            y0=y + 0.7 * placed.thickness, y1=y - 0.7 * placed.thickness,
            line={"color": options.palette.ground, "width": 3},
        )  # fmt: skip


def _title(shown: Sequence[Fact]) -> str:
    about = whose(shown, several="")
    return f"{about}: reported changes" if about else "Reported changes"


def _subtitle(shown: Sequence[Fact]) -> str:
    sides = "Falls to the left of zero, rises to the right"
    deficits = any(one.balance == "deficit" for one in shown)
    return f"{sides}; a deficit that widens is a balance that falls" if deficits else sides


def _words(
    groups: Sequence[Sequence[Fact]], documents: pd.DataFrame, options: Options, rates: _Rates, total: int
) -> Words:
    shown = [one for group in groups for one in group]
    rows = tuple(of_fact(one, rates.get(one.fact_id)) for one in shown)
    notes = [note.replace("Ring", "Hatched") for note in status_note(shown)]
    if len(shown) < total:
        notes.append(f"{len(shown)} of {total} changes are shown.")
    if any(not one.baseline_period_start and one.baseline_value is None for one in shown):
        notes.append("Where no earlier period is named, the text does not say what it compares with.")
    if any(_drawn(group) != [_signed(one) for one in group] for group in groups):
        notes.append("A bar with two strokes across goes on: its label says how far.")
    return Words(
        title=_title(shown),
        subtitle=_subtitle(shown),
        notes=(*notes, *money.notes((rates.get(one.fact_id) for one in shown), options)),
        sources=sources(documents, (one.document_id for one in shown)),
        described=described("Bar chart", rows),
        rows=rows,
    )
