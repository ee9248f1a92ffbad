"""Before and after: two values of one thing on a line, with the difference in amount and in percent."""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.conversion import Conversion
from analysis.pairs import Pair, pairs
from figures import wording
from figures.described import described
from figures.drawing import money, rows
from figures.drawing.frame import PAD, message
from figures.drawing.lettering import width
from figures.drawing.marks import (
    colour,
    drawable,
    hollow,
    marker,
    ring,
    status_note,
    told,
    told_implied,
    tooltip,
)
from figures.drawing.scale import Need
from figures.look import BODY
from figures.options import Options
from figures.shown import Shown, of_fact, of_implied
from figures.titles import whose
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "None of these facts states or implies an earlier value to compare with."
_GAP = 12
_PITCH = 72
#: The share of a narrow plot that a label may take at either side; see figures.drawing.scale.
_SIDE = 0.42


def compared(facts: pd.DataFrame, options: Options) -> list[Pair]:
    """Return the pairs that this figure draws."""
    return pairs(drawable(facts, options), with_implied=options.implied)


def build(facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> go.Figure:
    """Draw one dumbbell a pair, those of one unit and kind of flow on one axis."""
    options = options or Options()
    chosen = [_drawn(one, options) for one in compared(facts, options)]
    if not chosen:
        return message("Before and after", _NOTHING, options)
    groups = _grouped(chosen)
    panels = [_panel(group, options) for group in groups]
    fits = rows.fitting(panels, _words(groups, documents, options, len(chosen)), options, pitch=_PITCH)
    groups = [group[:most] for group, most in zip(groups, fits, strict=True) if most]
    panels = [_panel(group, options) for group in groups]
    figure = go.Figure()
    words = _words(groups, documents, options, len(chosen))
    for group, placed in zip(groups, rows.place(figure, panels, words, options, pitch=_PITCH), strict=True):
        for number, one in enumerate(group):
            _dumbbell(figure, one, placed, placed.y(number), options)
    return figure


class _Drawn(NamedTuple):
    """A pair as it is drawn, and what became of its later and its earlier value on the way to a currency."""

    pair: Pair
    later: Conversion | None = None
    earlier: Conversion | None = None


def _drawn(pair: Pair, options: Options) -> _Drawn:
    """Return a pair with both its values in the currency asked for, or with neither."""
    later, after = money.fact_in(pair.later, options)
    if after is None or after.source is None:
        return _Drawn(pair, after)
    earlier, implied, otherwise = pair.earlier, pair.implied, pair.otherwise
    if implied is not None:
        implied, before = money.implied_in(implied, options)
        otherwise = otherwise and money.implied_in(otherwise, options)[0]
    else:
        known, before = money.fact_in(earlier or _baseline(pair.later), options)
        earlier = earlier and known
        later = later._replace(baseline_value=known.value)
    if before is None or before.source is None:
        return _Drawn(pair, before)
    return _Drawn(Pair(later, earlier, implied, pair.change, otherwise), after, before)


def _baseline(fact: Fact) -> Fact:
    """Return the earlier value that a fact states as a fact over its own period."""
    start, end = fact.baseline_period_start, fact.baseline_period_end
    value = float(fact.baseline_value or 0)
    return fact._replace(value=value, value_high=None, period_start=start, period_end=end)


def _grouped(chosen: Sequence[_Drawn]) -> list[list[_Drawn]]:
    """Return the pairs by unit and kind: aid is no trade, and one axis for both would dwarf it."""
    groups: dict[tuple[str, str, str], list[_Drawn]] = {}
    for one in chosen:
        later = one.pair.later
        groups.setdefault((later.unit, later.measure, _family(later.flow)), []).append(one)
    return sorted(groups.values(), key=len, reverse=True)


def _family(flow: str | None) -> str:
    return flow if flow in ("aid", "investment") else "trade" if flow else ""


#: Figures that are narrower than this leave out the difference in amount; see also rows.NARROW.
_ROOMY = 860


def _panel(group: Sequence[_Drawn], options: Options) -> rows.Panel:
    largest = max(max(one.pair.before, one.pair.later.value) for one in group)
    unit = group[0].pair.later.unit
    return rows.Panel(unit, wording.unit_title(unit, largest), [_row(one.pair, options) for one in group])


def _row(pair: Pair, options: Options) -> rows.Row:
    then = pair.change or pair.later
    before = wording.period(then.baseline_period_start, then.baseline_period_end)
    after = wording.period(pair.later.period_start, pair.later.period_end)
    detail = " to ".join(part for part in (before, after) if part)
    if options.width < rows.NARROW:
        detail = f"{_arrow(pair)}  {detail}".strip()
    sides = zip(_sides(pair), _labels(pair, options), (True, False), strict=True)
    needs = [_need(value, _plain_width(parts) + _GAP + 14, left) for value, parts, left in sides]
    return rows.Row(wording.subject(pair.later), detail, tuple(needs))


def _need(value: float, room: float, left: bool) -> Need:
    return Need(value, room, 12) if left else Need(value, 12, room)


def _sides(pair: Pair) -> tuple[float, float]:
    """Return where the pair ends at its left and its right, the band of an implied value included."""
    band = (pair.implied.value_low, pair.implied.value_high) if pair.implied is not None else ()
    values = (pair.before, pair.later.value, *band)
    return min(values), max(values)


_Parts = list[tuple[str, bool]]


def _labels(pair: Pair, options: Options) -> tuple[_Parts, _Parts]:
    """Return what stands left and right of the pair, as (text, is bold) parts."""
    if options.width < rows.NARROW:
        return _short_labels(pair, options)
    before: _Parts = [(wording.amount(pair.before, pair.later.unit, like=pair.later.value), False)]
    if pair.implied is not None:
        before.append((" implied", False))
    left, right = _in_order(pair, before, [(wording.fact_amount(pair.later), True)])
    right = [*right, (f"   {_arrow(pair)}", True)]
    return left, [*right, (_absolute(pair), False)] if options.width >= _ROOMY else right


def _short_labels(pair: Pair, options: Options) -> tuple[_Parts, _Parts]:
    """Return the labels of a narrow figure: its axis names the unit, and what would be clipped is left out.

    A number whose first digit is cut off is another number; a mark without a label still has its tooltip.
    """
    unit = pair.later.unit
    earlier = wording.unitless(wording.amount(pair.before, unit, like=pair.later.value), unit)
    before: _Parts = [(earlier, False)]
    if pair.implied is not None:
        before.append((" implied", False))
    after: _Parts = [(wording.unitless(wording.fact_amount(pair.later), unit), True)]
    return _in_order(pair, _fitting(before, options), _fitting(after, options))


def _fitting(parts: _Parts, options: Options) -> _Parts:
    room = _SIDE * (options.width - 2 * PAD)
    while parts and _plain_width(parts) + _GAP + 14 > room:
        parts = parts[:-1]
    return parts


def _in_order(pair: Pair, before: _Parts, after: _Parts) -> tuple[_Parts, _Parts]:
    """Return the labels as they lie on the axis: the smaller value's at the left."""
    return (before, after) if pair.later.value >= pair.before else (after, before)


def _arrow(pair: Pair) -> str:
    return f"{'▲' if pair.later.value >= pair.before else '▼'} {_relative(pair)}"


def _relative(pair: Pair) -> str:
    """Return the change in percent: as the text has it where it has it, otherwise computed."""
    stated = pair.change
    if stated is not None and stated.measure == "relative_change" and stated.unit == "percent":
        return wording.amount(stated.value, "percent")
    times = pair.later.value / pair.before if pair.before else 0
    if times >= 3:
        return f"×{wording.number(times, 2)}"
    return wording.amount(abs(times - 1) * 100, "percent") if times else ""


def _absolute(pair: Pair) -> str:
    difference = pair.later.value - pair.before
    about = "about " if pair.implied is not None else ""
    text = wording.signed(difference, pair.later.unit) if difference else ""
    return f"  {about}{text}" if text else ""


def _plain_width(parts: Sequence[tuple[str, bool]]) -> float:
    return sum(width(text, BODY, bold=bold) for text, bold in parts)


def _marked_up(parts: Sequence[tuple[str, bool]], soft: str) -> str:
    return "".join(
        f"<b>{text}</b>" if bold else f'<span style="color:{soft}">{text}</span>' for text, bold in parts
    )


def _dumbbell(figure: go.Figure, drawn: _Drawn, placed: rows.Placed, y: float, options: Options) -> None:
    look, pair = options.palette, drawn.pair
    axes = {"xref": placed.xaxis, "yref": placed.yaxis}
    hue = colour(pair.later.flow, look)
    figure.add_annotation(
        **axes, axref=placed.xaxis, ayref=placed.yaxis, x=pair.later.value, y=y, ax=pair.before, ay=y,
        arrowcolor=hue, arrowwidth=2.5, arrowhead=2, arrowsize=0.8, standoff=11, startstandoff=8, text="",
    )  # fmt: skip
    _earlier_mark(figure, drawn, placed, y, options)
    outer = ring(pair.later, look)
    if outer is not None:
        figure.add_scatter(
            x=[pair.later.value], y=[y], mode="markers", marker=outer, hoverinfo="skip",
            xaxis=placed.xaxis, yaxis=placed.yaxis, cliponaxis=False,
        )  # fmt: skip
    _mark(
        figure, placed, pair.later.value, y, marker(pair.later, look), pair.later.fact_id,
        tooltip(told(pair.later), pair.later.sentence, *money.rate(drawn.later)),
    )  # fmt: skip
    labels = _labels(pair, options)
    for parts, value, side in zip(labels, _sides(pair), (-1, 1), strict=True):
        if not parts:
            continue
        figure.add_annotation(
            **axes, x=value, y=y, text=_marked_up(parts, look.soft), showarrow=False, xshift=side * _GAP,
            xanchor="left" if side > 0 else "right", font={"size": BODY, "color": look.ink},
            bgcolor=look.ground,
        )  # fmt: skip


def _earlier_mark(figure: go.Figure, drawn: _Drawn, placed: rows.Placed, y: float, options: Options) -> None:
    """Draw the earlier value: full and lighter where it is stated, hollow with its interval where implied."""
    look, pair = options.palette, drawn.pair
    if pair.implied is None:
        known = pair.earlier or pair.later
        style = {**marker(known, look), "opacity": 0.55}
        says = told(pair.earlier) if pair.earlier else f"{wording.amount(pair.before, known.unit)}, earlier"
        text = tooltip(says, known.sentence, *money.rate(drawn.earlier))
        _mark(figure, placed, pair.before, y, style, known.fact_id, text)
        return
    one = pair.implied
    for end in (one.value_low, one.value_high):
        figure.add_shape(
            type="line", xref=placed.xaxis, yref=placed.yaxis, x0=end, x1=end, y0=y - 0.2, y1=y + 0.2,
            line={"color": colour(one.flow, look), "width": 1}, opacity=0.6,
        )  # fmt: skip
    figure.add_shape(
        type="rect", xref=placed.xaxis, yref=placed.yaxis, x0=one.value_low, x1=one.value_high,
        y0=y - 0.2, y1=y + 0.2, fillcolor=colour(one.flow, look), opacity=0.12, line_width=0, layer="below",
    )  # fmt: skip
    beside = [*_readings(pair), *money.rate(drawn.earlier)]
    text = tooltip(told_implied(one, pair.later), pair.later.sentence, *beside)
    _mark(figure, placed, one.value, y, hollow(one.flow, look), " ".join(one.derived_from), text)


def _readings(pair: Pair) -> list[str]:
    """Return how the words were read, and what they imply for who reads them otherwise."""
    if pair.implied is None or pair.otherwise is None:
        return []
    other = pair.otherwise
    read = str(other.reading).partition(" read as ")[2]
    value = wording.amount(other.value, other.unit, like=pair.later.value)
    return [wording.capital(f"{pair.implied.reading}; as {read}, the earlier value would be {value}.")]


def _mark(
    figure: go.Figure, placed: rows.Placed, x: float, y: float, style: dict[str, object], fact: str, text: str
) -> None:
    figure.add_scatter(
        x=[x], y=[y], mode="markers", marker=style, customdata=[fact], hovertext=[text], hoverinfo="text",
        xaxis=placed.xaxis, yaxis=placed.yaxis, cliponaxis=False,
    )  # fmt: skip


def _words(
    groups: Sequence[Sequence[_Drawn]], documents: pd.DataFrame, options: Options, total: int
) -> Words:
    drawn = [one for group in groups for one in group]
    shown = [one.pair for one in drawn]
    facts = [one.later for one in shown]
    units = wording.unit_list(one.unit for one in facts)
    rows = tuple(row for one in drawn for row in _shown(one))
    return Words(
        title=f"{whose(facts)}, before and after",
        subtitle=f"{units}; each arrow runs from the earlier to the later value",
        notes=(*_notes(shown, total), *_money_notes(drawn, options)),
        sources=sources(documents, (one.document_id for one in facts)),
        described=described("Dumbbell chart", rows, *(_in_words(one) for one in shown[:8])),
        rows=rows,
    )


def _shown(drawn: _Drawn) -> tuple[Shown, Shown]:
    """Return the rows of a pair: the earlier value, and the later one."""
    pair = drawn.pair
    if pair.implied is not None:
        before = of_implied(pair.implied, pair.later, drawn.earlier)
    else:
        before = of_fact(pair.earlier or _baseline(pair.later), drawn.earlier)
    return before, of_fact(pair.later, drawn.later)._replace(fact_ids=_stated_ids(pair))


def _stated_ids(pair: Pair) -> tuple[str, ...]:
    """Return the facts that state the later value and the change that leads to it."""
    return tuple(one.fact_id for one in (pair.later, pair.change) if one is not None)


def _notes(shown: Sequence[Pair], total: int) -> list[str]:
    notes = status_note([one.later for one in shown])
    if any(one.implied for one in shown):
        formulas = dict.fromkeys(one.implied.formula for one in shown if one.implied)
        notes.append(f"Hollow: implied, {wording.listed(list(formulas))}; its band is what rounding allows.")
    notes += [reading for one in shown for reading in _readings(one)]
    if len(shown) < total:
        notes.append(f"{len(shown)} of {total} pairs are shown.")
    return notes


def _money_notes(drawn: Sequence[_Drawn], options: Options) -> list[str]:
    notes = money.notes((one for pair in drawn for one in pair[1:]), options)
    if any(one.earlier is not None and one.pair.change is not None for one in drawn):
        notes.append(
            "Changes in percent are as the texts state them, in their own currency; what no text states is "
            "worked out from the converted amounts."
        )
    return notes


def _in_words(pair: Pair) -> str:
    went = "rose" if pair.later.value >= pair.before else "fell"
    implied = "an implied " if pair.implied is not None else ""
    before = wording.amount(pair.before, pair.later.unit, like=pair.later.value)
    return f"{wording.subject(pair.later)} {went} from {implied}{before} to {wording.fact_amount(pair.later)}"
