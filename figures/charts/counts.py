"""How many: bars for what the texts count, labelled with the noun and who it is about."""

from collections.abc import Mapping, Sequence
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from figures import wording
from figures.described import described
from figures.drawing import rows
from figures.drawing.frame import message
from figures.drawing.ink import Ink
from figures.drawing.lettering import width
from figures.drawing.marks import colour, is_unfirm, status_note, told, tooltip
from figures.drawing.scale import Need
from figures.drawing.value_axis import bar_notes
from figures.look import BODY
from figures.options import Options
from figures.selection import Selection, drawable
from figures.shown import of_fact
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "No counts of companies, goods or events are among these facts."
_PITCH = 64
#: Counts share an axis where the largest is at most so many times another.
_ALIKE = 50


def counted(selection: Selection) -> list[Fact]:
    """Return the facts that this figure draws: counts of what the text names, the largest first."""
    chosen = [one for one in _counts(selection) if one.counted]
    return sorted(chosen, key=lambda one: (-one.value, one.document_id, one.start))


def _counts(selection: Selection) -> list[Fact]:
    return [one for one in drawable(selection) if one.unit == "count" and one.measure == "level"]


def unsaid(selection: Selection) -> list[str]:
    """Return what a figure of counts says of those that it cannot name."""
    many = sum(not one.counted for one in _counts(selection))
    return [f"{many:,} {'count does' if many == 1 else 'counts do'} not say of what."] if many else []


def draw(selection: Selection) -> go.Figure:
    """How many of what are spoken of?

    Draw one bar a count, from zero, longest first; those that are alike in size share an axis.
    """
    documents, options = selection.documents, selection.options
    chosen = counted(selection)
    if not chosen:
        return message("Counts", _NOTHING, options)
    days = dict(zip(documents["document_id"], documents["published"], strict=True))
    left, groups = unsaid(selection), _grouped(chosen)
    panels = [_panel(group, days) for group in groups]
    fits = rows.fitting(panels, _words(groups, len(chosen), left, documents, options), options, _PITCH)
    groups = [group[:most] for group, most in zip(groups, fits, strict=True) if most]
    panels = [_panel(group, days) for group in groups]
    ink = Ink()
    words = _words(groups, len(chosen), left, documents, options)
    for group, placed in zip(groups, rows.place(ink, panels, words, options, _PITCH), strict=True):
        _bars(ink, group, placed, options)
    return ink.figure()


def _grouped(chosen: Sequence[Fact]) -> list[list[Fact]]:
    """Return counts, the largest first, in groups of which none flattens another."""
    groups: list[list[Fact]] = []
    for one in chosen:
        if groups and one.value * _ALIKE >= groups[-1][0].value:
            groups[-1].append(one)
        else:
            groups.append([one])
    return groups


def _panel(group: Sequence[Fact], days: Mapping[str, date | None]) -> rows.Panel:
    title = wording.unit_title("count", group[0].value)
    return rows.Panel("count", title, [row_of(one, days.get(one.document_id)) for one in group])


def row_of(fact: Fact, published: date | None) -> rows.Row:
    """Return the row of a count: what is counted, of whom and when, or the day on which it was said."""
    noun = fact.counted or ""
    head = noun[:1].upper() + noun[1:]
    about = fact.indicator if fact.indicator and fact.indicator.casefold() != noun.casefold() else ""
    who = wording.flow_phrase(fact.flow, fact.reporter, fact.partner)
    when = wording.period(fact.period_start, fact.period_end)
    if not when and pd.notna(published):
        when = f"text of {wording.day(published)}"
    who = "" if who and who in about else who
    detail = ", ".join(part for part in (who, about, when) if part)
    return rows.Row(head, detail, (Need(fact.value, 0, width(_label(fact), BODY, bold=True) + 14),))


def _label(fact: Fact) -> str:
    return wording.fact_amount(fact._replace(counted=None))


def _bars(ink: Ink, chosen: Sequence[Fact], placed: rows.Placed, options: Options) -> None:
    look = options.palette
    ink.bar(
        orientation="h",
        x=[one.value for one in chosen],
        y=[placed.y(number) for number in range(len(chosen))],
        width=placed.thickness,
        marker={
            "color": [look.ground if is_unfirm(one) else colour(one.flow, look) for one in chosen],
            "line": {"color": [colour(one.flow, look) for one in chosen], "width": 1.5},
        },
        text=[f"<b>{_label(one)}</b>" for one in chosen],
        textposition="outside",
        constraintext="none",
        textangle=0,
        textfont={"size": BODY, "color": look.ink},
        cliponaxis=False,
        customdata=[one.fact_id for one in chosen],
        hovertext=[tooltip(told(one), one.sentence) for one in chosen],
        hoverinfo="text",
        xaxis=placed.xaxis,
        yaxis=placed.yaxis,
    )


def _words(
    groups: Sequence[Sequence[Fact]],
    total: int,
    left: Sequence[str],
    documents: pd.DataFrame,
    options: Options,
) -> Words:
    shown = [one for group in groups for one in group]
    table = tuple(of_fact(one) for one in shown)
    # Of each group the largest are drawn.
    some = [f"{len(shown)} of {total} counts are shown."] if len(shown) < total else []
    return Words(
        title="What was counted, as reported",
        subtitle="Number of each, as the text gives it",
        notes=(*some, *status_note(shown), *left, *bar_notes(options)),
        sources=sources(documents, (one.document_id for one in shown)),
        described=described("Bar chart", table),
        rows=table,
    )
