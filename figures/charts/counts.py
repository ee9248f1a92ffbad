"""How many: bars for what the texts count, labelled with the noun and who it is about."""

from datetime import date

import pandas as pd
import plotly.graph_objects as go

from figures import wording
from figures.described import described
from figures.drawing import rows
from figures.drawing.frame import message
from figures.drawing.lettering import width
from figures.drawing.marks import colour, drawable, is_unfirm, status_note, told, tooltip
from figures.drawing.scale import Need
from figures.drawing.value_axis import bar_notes
from figures.look import BODY
from figures.options import Options
from figures.shown import of_fact
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "No counts of companies, goods or events are among these facts."
_PITCH = 64


def counted(facts: pd.DataFrame, options: Options) -> list[Fact]:
    """Return the facts that this figure draws: counts, the largest first."""
    chosen = [one for one in drawable(facts, options) if one.unit == "count" and one.measure == "level"]
    return sorted(chosen, key=lambda one: (-one.value, one.document_id, one.start))


def build(facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> go.Figure:
    """How many of what are spoken of?

    Draw one bar a count, from zero, longest first. `facts` and `documents` are validated frames.
    """
    options = options or Options()
    chosen = counted(facts, options)
    if not chosen:
        return message("Counts", _NOTHING, options)
    days = dict(zip(documents["document_id"], documents["published"], strict=True))
    title = wording.unit_title("count", chosen[0].value)
    panel = rows.Panel("count", title, [row_of(one, days.get(one.document_id)) for one in chosen])
    fits = rows.fitting([panel], _words(chosen, chosen, documents, options), options, pitch=_PITCH)[0]
    words = _words(chosen[:fits], chosen, documents, options)
    panel.rows = panel.rows[:fits]
    figure = go.Figure()
    placed = rows.place(figure, [panel], words, options, pitch=_PITCH)[0]
    _bars(figure, chosen[:fits], placed, options)
    return figure


def row_of(fact: Fact, published: date | None) -> rows.Row:
    """Return the row of a count: what is counted, of whom and when, or the day on which it was said."""
    noun = fact.counted or "Not said of what"
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


def _bars(figure: go.Figure, chosen: list[Fact], placed: rows.Placed, options: Options) -> None:
    look = options.palette
    figure.add_bar(
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


def _words(shown: list[Fact], chosen: list[Fact], documents: pd.DataFrame, options: Options) -> Words:
    notes = [*status_note(shown), *bar_notes(options)]
    rows = tuple(of_fact(one) for one in shown)
    if len(shown) < len(chosen):
        notes.insert(0, f"The {len(shown)} largest of {len(chosen)} counts.")
    return Words(
        title="What was counted, as reported",
        subtitle="Number of each, as the text gives it",
        notes=tuple(notes),
        sources=sources(documents, (one.document_id for one in shown)),
        described=described("Bar chart", rows),
        rows=rows,
    )
