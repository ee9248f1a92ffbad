"""Changes: signed bars, from zero, with what each is compared with.

They stand by size, the deepest fall first, or by the periods in which they happened.
"""

from collections.abc import Callable, Iterator, Sequence
from datetime import date
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.conversion import Conversion
from analysis.signs import leads_down
from figures import wording
from figures.described import described
from figures.drawing import money, rows
from figures.drawing.frame import message
from figures.drawing.ink import Ink
from figures.drawing.lettering import width
from figures.drawing.marks import colour, is_unfirm, status_note, told, tooltip
from figures.drawing.scale import Need, broken_at
from figures.drawing.value_axis import bar_notes
from figures.look import BODY
from figures.options import Options
from figures.selection import Selection, drawable
from figures.shown import Shown, of_fact
from figures.titles import whose
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "None of these facts says by how much something rose or fell."
_PITCH = 64


class _Change(NamedTuple):
    """A change in the currency asked for, as it is written, and what became of it on the way there."""

    fact: Fact
    said: Fact
    conversion: Conversion | None


def changed(selection: Selection) -> list[Fact]:
    """Return the facts that this figure draws: changes, and multiples that compare in time."""
    return [one for one in drawable(selection) if one.direction is not None and one.role not in _NOT_OWN]


#: What a text takes back, and what it states in another currency as well, are no changes of their own.
_NOT_OWN = frozenset({"superseded", "conversion"})


def draw(selection: Selection) -> go.Figure:
    """By how much did it rise or fall, compared with what?

    Draw one bar a change, falls left of zero and rises right of it, one panel a unit, by size.
    """
    return _draw(selection, by_time=False)


def draw_by_time(selection: Selection) -> go.Figure:
    """What rose and what fell when?

    Draw the same bars by period, the earliest first and those without one last.
    """
    return _draw(selection, by_time=True)


def _draw(selection: Selection, *, by_time: bool) -> go.Figure:
    documents, options = selection.documents, selection.options
    chosen = [_converted(one, options) for one in changed(selection)]
    if not chosen:
        return message("Changes by time" if by_time else "Changes", _NOTHING, options)
    groups = _grouped(chosen, _when if by_time else _size)

    def words() -> Words:
        return _words(groups, documents, options, len(chosen), by_time=by_time)

    fits = rows.fitting([_panel(group, options) for group in groups], words(), options, _PITCH)
    groups = [_largest(group, most) for group, most in zip(groups, fits, strict=True) if most]
    panels = [_panel(group, options) for group in groups]
    ink = Ink()
    for group, placed in zip(groups, rows.place(ink, panels, words(), options, _PITCH), strict=True):
        _bars(ink, group, placed, options)
    return ink.figure()


def _converted(fact: Fact, options: Options) -> _Change:
    turned, conversion = money.fact_in(fact, options)
    return _Change(turned, money.as_written(turned, conversion), conversion)


def _grouped(chosen: Sequence[_Change], place: Callable[[Fact], Any]) -> list[list[_Change]]:
    """Return the changes by what they are measured in, in the order of their `place`."""
    groups: dict[str, list[_Change]] = {}
    for one in sorted(chosen, key=lambda one: place(one.fact)):
        groups.setdefault(_measured_in(one.fact), []).append(one)
    return sorted(groups.values(), key=lambda group: _ORDER.get(_measured_in(group[0].fact), 1))


def _when(fact: Fact) -> tuple[date, date, float]:
    """Return by what changes stand in time: those of one period by size, those without one last."""
    return fact.period_start or date.max, fact.period_end or date.max, _size(fact)


_ORDER = {"percent": 0, "ratio": 2}


def _measured_in(fact: Fact) -> str:
    if fact.measure == "relative_change":
        return "percent"
    return "ratio" if fact.measure == "ratio" else fact.unit


def _size(fact: Fact) -> float:
    """Return how far from zero a change lies, and at which side, a relative change in percent.

    A multiple lies where it is written. The side is where the change leads: see analysis.signs.
    """
    if fact.measure == "ratio":
        return wording.short(fact.value)
    in_words = fact.measure == "relative_change" and fact.unit == "ratio"
    size = wording.short(fact.value * 100) if in_words else fact.value
    return -size if leads_down(fact) else size


def _largest(group: Sequence[_Change], most: int) -> list[_Change]:
    """Return the `most` largest changes of a group, falls and rises alike, in the group's own order."""
    kept = {one.fact.fact_id for one in sorted(group, key=lambda one: -abs(_size(one.fact)))[:most]}
    return [one for one in group if one.fact.fact_id in kept]


def _panel(group: Sequence[_Change], options: Options) -> rows.Panel:
    unit = _measured_in(group[0].fact)
    title = {"percent": "Change, percent", "ratio": "Times the earlier value"}.get(
        unit, f"Change, {wording.uncapital(wording.unit_title(unit, max(map(abs, _drawn(group)))))}"
    )
    return rows.Panel(unit, title, [_row(*one, options) for one in zip(group, _drawn(group), strict=True)])


def _drawn(group: Sequence[_Change]) -> list[float]:
    """Return how far from zero each bar reaches: a few that would flatten all others are cut short."""
    values = [_size(one.fact) for one in group]
    most = broken_at(values)
    return values if most is None else [max(-most, min(most, one)) for one in values]


def _row(one: _Change, drawn: float, options: Options) -> rows.Row:
    room = width(_label(one.said, options), BODY, bold=True) + 16
    after = wording.period(one.fact.period_start, one.fact.period_end)
    before = wording.compared_with(one.said)
    if _is_long(one.fact) and wording.is_a_year_before(one.fact):
        before = "a year before"
    detail = " against ".join(part for part in (after, before) if part) if after else f"against {before}"
    need = Need(drawn, room, 10) if drawn < 0 else Need(drawn, 10, room)
    return rows.Row(wording.subject(one.fact), detail if after or before else "", (need,))


def _is_long(fact: Fact) -> bool:
    """Tell whether a period takes two dates to say, so that two of them are no label."""
    return " – " in wording.period(fact.period_start, fact.period_end) and fact.baseline_value is None


def _label(fact: Fact, options: Options) -> str:
    hedge = wording.hedge(fact)
    if fact.balance in ("surplus", "deficit"):
        return _balance_label(fact, options)
    arrow = "▲" if fact.direction == "increase" else "▼"
    if fact.measure == "ratio":
        return f"{arrow} {hedge}×{wording.number(_size(fact))}"
    return f"{arrow} {hedge}{wording.signed(_size(fact), _measured_in(fact))}"


def _balance_label(fact: Fact, options: Options) -> str:
    """Return what became of a surplus or deficit in words, which no sign could say: `widened by £4.7bn`.

    A narrow figure has no room beside its bars for which of the two it is: the row is called by it.
    """
    went = "widened" if fact.direction == "increase" else "narrowed"
    size = abs(_size(fact))
    much = f"×{wording.number(size)}" if fact.measure == "ratio" else wording.amount(size, _measured_in(fact))
    by = "" if fact.measure == "ratio" else "by "
    arrow, much = "▼" if leads_down(fact) else "▲", f"{wording.hedge(fact)}{much}"
    if options.width < rows.NARROW:
        return f"{arrow} {much} {'wider' if fact.direction == 'increase' else 'narrower'}"
    return f"{arrow} {fact.balance} {went} {by}{much}"


def _bars(ink: Ink, group: Sequence[_Change], placed: rows.Placed, options: Options) -> None:
    look = options.palette
    reach = _drawn(group)
    ink.bar(
        orientation="h",
        x=reach,
        y=[placed.y(number) for number in range(len(group))],
        width=placed.thickness,
        marker=_looks([one.fact for one in group], options),
        text=[f"<b>{_label(one.said, options)}</b>" for one in group],
        textposition="outside",
        constraintext="none",
        textangle=0,
        textfont={"size": BODY, "color": look.ink},
        cliponaxis=False,
        customdata=[one.fact.fact_id for one in group],
        hovertext=[tooltip(told(one.said), one.fact.sentence, *money.rate(one.conversion)) for one in group],
        hoverinfo="text",
        xaxis=placed.xaxis,
        yaxis=placed.yaxis,
    )
    for number, (one, drawn) in enumerate(zip(group, reach, strict=True)):
        if drawn != _size(one.fact):
            _break(ink, drawn, placed.y(number), placed, options)


def _looks(group: Sequence[Fact], options: Options) -> dict[str, Any]:
    hues = [colour(one.flow, options.palette) for one in group]
    fills = [options.palette.ground if is_unfirm(one) else hue for one, hue in zip(group, hues, strict=True)]
    look: dict[str, Any] = {"color": fills, "line": {"color": hues, "width": 1.5}}
    if any(one.status == "provisional" for one in group):
        shapes = ["/" if one.status == "provisional" else "" for one in group]
        # Plotly's own template lays patterns over the fill, and then takes a list of colours for one colour.
        look["pattern"] = {"shape": shapes, "size": 6, "solidity": 0.4, "fillmode": "replace"}
    return look


def _break(ink: Ink, end: float, y: float, placed: rows.Placed, options: Options) -> None:
    """Draw two strokes across a bar that is cut short: it goes on, and its label says how far."""
    for at in (0.86, 0.9):
        ink.shape(
            type="line", xref=placed.xaxis, yref=placed.yaxis, x0=at * end, x1=(at + 0.02) * end,
            y0=y + 0.7 * placed.thickness, y1=y - 0.7 * placed.thickness,
            line={"color": options.palette.ground, "width": 3},
        )  # fmt: skip


def _title(shown: Sequence[Fact], *, by_time: bool) -> str:
    about = whose(shown, several="")
    what = "reported changes by period" if by_time else "reported changes"
    return f"{about}: {what}" if about else wording.capital(what)


def _subtitle(shown: Sequence[Fact], *, by_time: bool) -> str:
    order = "Earliest first; falls" if by_time else "Falls"
    multiples = [one for one in shown if one.unit == "ratio" and one.measure == "ratio"]
    sides = f"{order} to the left of zero, rises to the right"
    if multiples:
        below = "multiples below ×1 are falls"
        sides = f"{sides}; {below}" if len(multiples) < len(shown) else wording.capital(below)
    deficits = any(one.balance == "deficit" for one in shown)
    return f"{sides}; a deficit that widens is a balance that falls" if deficits else sides


def _words(
    groups: Sequence[Sequence[_Change]],
    documents: pd.DataFrame,
    options: Options,
    total: int,
    *,
    by_time: bool,
) -> Words:
    shown = [one for group in groups for one in group]
    facts = [one.fact for one in shown]
    rows = tuple(map(_shown, shown))
    notes = [*_notes(facts, total, by_time=by_time), *bar_notes(options)]
    if any(_drawn(group) != [_size(one.fact) for one in group] for group in groups):
        notes.append("A bar with two strokes across goes on: its label says how far.")
    return Words(
        title=_title(facts, by_time=by_time),
        subtitle=_subtitle(facts, by_time=by_time),
        notes=(*notes, *money.notes((one.conversion for one in shown), options)),
        sources=sources(documents, (one.document_id for one in facts)),
        described=described("Bar chart", rows),
        rows=rows,
    )


def _shown(one: _Change) -> Shown:
    """Return the row of a change, in the unit and with the sign with which it is drawn."""
    row, unit = of_fact(one.fact, one.conversion), _measured_in(one.fact)
    if unit == row.unit and row.value_high is not None:
        return row
    return row._replace(value=_size(one.fact), unit=unit, value_low=None, value_high=None)


def _notes(shown: Sequence[Fact], total: int, *, by_time: bool) -> Iterator[str]:
    yield from (note.replace("Ring", "Hatched").replace("Dashed", "Outlined") for note in status_note(shown))
    if len(shown) < total:
        yield f"{len(shown)} of {total} changes are shown{', the largest' if by_time else ''}."
    undated = sum(one.period_start is None for one in shown)
    if by_time and undated:
        yield (
            f"{undated} {'change has' if undated == 1 else 'changes have'} no period in the text and "
            f"{'stands' if undated == 1 else 'stand'} last."
        )
    if any(not one.baseline_period_start and one.baseline_value is None for one in shown):
        yield "Where no earlier period is named, the text does not say what it compares with."
