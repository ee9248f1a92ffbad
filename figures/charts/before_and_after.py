"""Before and after: two values of one thing on a line, with the difference in amount and in percent."""

from collections.abc import Sequence
from itertools import pairwise

import pandas as pd
import plotly.graph_objects as go

from analysis.pairs import Pair
from figures import wording
from figures.described import described
from figures.drawing import paired, rows
from figures.drawing.frame import PAD, message
from figures.drawing.ink import Ink
from figures.drawing.lettering import width
from figures.drawing.marks import colour, hollow, marker, ring
from figures.drawing.paired import Drawn
from figures.drawing.scale import Need
from figures.drawing.texts import Arrow, Text
from figures.look import BODY
from figures.options import Options
from figures.selection import Selection
from figures.titles import whose
from figures.words import Words, sources

_NOTHING = "None of these facts states or implies an earlier value to compare with."
_GAP = 14
_PITCH = 72
#: So many pairs are drawn where the figure may be as high as it likes.
_MOST = 16
#: A pair that is so much smaller than the next larger one has an axis of its own.
_APART = 30
#: The share of a narrow plot that a label may take at either side; see figures.drawing.scale.
_SIDE = 0.42


compared = paired.compared


def draw(selection: Selection) -> go.Figure:
    """What was it before, what is it now, and by how much did it change?

    Draw one dumbbell a pair, those of one unit and kind of flow on one axis.
    """
    documents, options = selection.documents, selection.options
    chosen = [paired.drawn(one, options) for one in compared(selection)]
    if not chosen:
        return message("Before and after", _NOTHING, options)
    groups = _grouped(chosen)
    panels = [_panel(group, options) for group in groups]
    draft = _words(groups, documents, options, len(chosen))
    fits = rows.fitting(panels, draft, options, pitch=_PITCH, most=_MOST)
    groups = [group[:most] for group, most in zip(groups, fits, strict=True) if most]
    panels = [_panel(group, options) for group in groups]
    ink = Ink()
    words = _words(groups, documents, options, len(chosen))
    for group, placed in zip(groups, rows.place(ink, panels, words, options, pitch=_PITCH), strict=True):
        for number, one in enumerate(group):
            _dumbbell(ink, one, placed, placed.y(number), options)
    return ink.figure()


def _grouped(chosen: Sequence[Drawn]) -> list[list[Drawn]]:
    """Return the pairs by unit, kind and size: aid is no trade, and one axis for both would dwarf it."""
    groups: dict[tuple[str, str, str], list[Drawn]] = {}
    for one in chosen:
        later = one.pair.later
        groups.setdefault((later.unit, later.measure, paired.family(later.flow)), []).append(one)
    return sorted((one for group in groups.values() for one in _alike(group)), key=len, reverse=True)


def _alike(group: Sequence[Drawn]) -> list[list[Drawn]]:
    """Return the pairs in groups of which none flattens another, in the order in which they were."""
    sizes = sorted(map(_largest, group), reverse=True)
    # A size begins a group of its own where the one before is so much larger.
    ends = [one for before, one in pairwise(sizes) if one * _APART < before]
    parts: dict[int, list[Drawn]] = {}
    for one in group:
        parts.setdefault(sum(_largest(one) <= end for end in ends), []).append(one)
    return list(parts.values())


def _largest(one: Drawn) -> float:
    return max(abs(one.pair.before), abs(one.pair.later.value))


#: Figures that are narrower than this leave out the difference in amount; see also rows.NARROW.
_ROOMY = 860


def _panel(group: Sequence[Drawn], options: Options) -> rows.Panel:
    largest = max(map(_largest, group))
    unit = group[0].pair.later.unit
    return rows.Panel(unit, wording.unit_title(unit, largest), [_row(one, options) for one in group])


def _row(one: Drawn, options: Options) -> rows.Row:
    detail = " to ".join(part for part in one.periods if part)
    if options.width < rows.NARROW:
        detail = f"{paired.arrow(one)}  {detail}".strip()
    sides = zip(_sides(one.pair), _labels(one, options), (True, False), strict=True)
    needs = [_need(value, _plain_width(parts) + _GAP + 14, left) for value, parts, left in sides]
    return rows.Row(wording.subject(one.pair.later), detail, tuple(needs))


def _need(value: float, room: float, left: bool) -> Need:
    return Need(value, room, 12) if left else Need(value, 12, room)


def _sides(pair: Pair) -> tuple[float, float]:
    """Return where the pair ends at its left and its right, the band of an implied value included."""
    band = (pair.implied.value_low, pair.implied.value_high) if pair.implied is not None else ()
    values = (pair.before, pair.later.value, *band)
    return min(values), max(values)


_Parts = list[tuple[str, bool]]


def _labels(one: Drawn, options: Options) -> tuple[_Parts, _Parts]:
    """Return what stands left and right of the pair, as (text, is bold) parts."""
    if options.width < rows.NARROW:
        return _short_labels(one, options)
    before: _Parts = [(paired.earlier_amount(one), False)]
    if kind := paired.earlier_kind(one):
        before.append((f" {kind}", False))
    left, right = _in_order(one.pair, before, [(wording.fact_amount(one.said.later), True)])
    if change := paired.arrow(one):
        right = [*right, (f"   {change}", True)]
    difference = paired.absolute(one) if options.width >= _ROOMY else ""
    return left, [*right, (f"  {difference}", False)] if difference else right


def _short_labels(one: Drawn, options: Options) -> tuple[_Parts, _Parts]:
    """Return the labels of a narrow figure: its axis names the unit, and what would be clipped is left out.

    A number whose first digit is cut off is another number; a mark without a label still has its tooltip.
    """
    unit = one.pair.later.unit
    before: _Parts = [(wording.unitless(paired.earlier_amount(one), unit), False)]
    if kind := paired.earlier_kind(one):
        before.append((f" {kind}", False))
    after: _Parts = [(wording.unitless(wording.fact_amount(one.said.later), unit), True)]
    return _in_order(one.pair, _fitting(before, options), _fitting(after, options))


def _fitting(parts: _Parts, options: Options) -> _Parts:
    room = _SIDE * (options.width - 2 * PAD)
    while parts and _plain_width(parts) + _GAP + 14 > room:
        parts = parts[:-1]
    return parts


def _in_order(pair: Pair, before: _Parts, after: _Parts) -> tuple[_Parts, _Parts]:
    """Return the labels as they lie on the axis: the smaller value's at the left."""
    return (before, after) if pair.later.value >= pair.before else (after, before)


def _plain_width(parts: Sequence[tuple[str, bool]]) -> float:
    return sum(width(text, BODY, bold=bold) for text, bold in parts)


def _marked_up(parts: Sequence[tuple[str, bool]], soft: str) -> str:
    return "".join(
        f"<b>{text}</b>" if bold else f'<span style="color:{soft}">{text}</span>' for text, bold in parts
    )


def _dumbbell(ink: Ink, drawn: Drawn, placed: rows.Placed, y: float, options: Options) -> None:
    look, pair = options.palette, drawn.pair
    begins, ends = placed.anchor(pair.before, y), placed.anchor(pair.later.value, y)
    ink.arrow(Arrow(begins, ends, colour(pair.later.flow, look), 2.5))
    _earlier_mark(ink, drawn, placed, y, options)
    outer = ring(pair.later, look)
    if outer is not None:
        ink.scatter(
            x=[pair.later.value], y=[y], mode="markers", marker=outer, hoverinfo="skip",
            xaxis=placed.xaxis, yaxis=placed.yaxis, cliponaxis=False,
        )  # fmt: skip
    _mark(
        ink, placed, pair.later.value, y, marker(pair.later, look), pair.later.fact_id,
        paired.later_tip(drawn),
    )  # fmt: skip
    labels = _labels(drawn, options)
    for parts, value, side in zip(labels, _sides(pair), (-1, 1), strict=True):
        if not parts:
            continue
        at = placed.anchor(value, y, right=side * _GAP)
        ink.text(Text(at, _marked_up(parts, look.soft), side, BODY, look.ink, look.ground))


def _earlier_mark(ink: Ink, drawn: Drawn, placed: rows.Placed, y: float, options: Options) -> None:
    """Draw the earlier value: full and lighter where it is stated, hollow with its interval where implied."""
    look, pair = options.palette, drawn.pair
    ids, text = " ".join(paired.earlier_ids(drawn)), paired.earlier_tip(drawn)
    if pair.implied is None:
        style = {**marker(pair.earlier or pair.later, look), "opacity": 0.55}
        _mark(ink, placed, pair.before, y, style, ids, text)
        return
    one = pair.implied
    for end in (one.value_low, one.value_high):
        ink.shape(
            type="line", xref=placed.xaxis, yref=placed.yaxis, x0=end, x1=end, y0=y - 0.2, y1=y + 0.2,
            line={"color": colour(one.flow, look), "width": 1}, opacity=0.6,
        )  # fmt: skip
    ink.shape(
        type="rect", xref=placed.xaxis, yref=placed.yaxis, x0=one.value_low, x1=one.value_high,
        y0=y - 0.2, y1=y + 0.2, fillcolor=colour(one.flow, look), opacity=0.12, line={"width": 0},
        layer="below",
    )  # fmt: skip
    _mark(ink, placed, one.value, y, hollow(one.flow, look), ids, text)


def _mark(
    ink: Ink, placed: rows.Placed, x: float, y: float, style: dict[str, object], fact: str, text: str
) -> None:
    ink.scatter(
        x=[x], y=[y], mode="markers", marker=style, customdata=[fact], hovertext=[text], hoverinfo="text",
        xaxis=placed.xaxis, yaxis=placed.yaxis, cliponaxis=False,
    )  # fmt: skip


def _words(groups: Sequence[Sequence[Drawn]], documents: pd.DataFrame, options: Options, total: int) -> Words:
    drawn = [one for group in groups for one in group]
    facts = [one.pair.later for one in drawn]
    units = wording.unit_list(one.unit for one in facts)
    rows = tuple(row for one in drawn for row in paired.shown(one))
    notes = paired.notes(drawn, options, band="its band")
    if len(drawn) < total:
        notes.append(f"{len(drawn)} of {total} pairs are shown.")
    return Words(
        title=f"{whose(facts)}, before and after",
        subtitle=f"{units}; each arrow runs from the earlier to the later value",
        notes=tuple(notes),
        sources=sources(documents, (one.document_id for one in facts)),
        described=described("Dumbbell chart", rows, *map(paired.in_words, drawn[:8])),
        rows=rows,
    )
