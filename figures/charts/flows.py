"""Flows: who sends what to whom, as bands that are as wide as their values.

Senders stand left, receivers right, the largest on top. A country that sends and receives stands on both
sides. A band has the colour of its flow: an export is told by who sends it, an import by who receives it.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.flows import Link
from figures import wording
from figures.described import described
from figures.drawing import linked, ribbons
from figures.drawing.frame import Canvas, canvas, dress
from figures.drawing.ink import Ink
from figures.drawing.lettering import cut, safe, width
from figures.drawing.linked import Picked, picked
from figures.drawing.marks import colour, is_unfirm
from figures.look import BODY, SMALL
from figures.options import Options
from figures.selection import Selection
from figures.words import Words, sources

#: Pixels of a node's label with its value beside it, and below it where the figure is narrow.
_SLOT, _SLOT_NARROW, _NARROW = 24.0, 40.0, 600
#: So many nodes stand in a column where the figure may be as high as it likes; more bands are a tangle.
_MOST_NODES, _MOST_BANDS = 30, 60
#: The labels of both columns take no more of the width than this.
_LABELS = 0.64
_LEAST_BANDS = 90
_THICK, _HEAD, _GAP = 12, 24, 8
#: A band that is so wide, in pixels, has room for its value.
_LABELLED = 17


def linked_countries(selection: Selection) -> tuple[Link, ...]:
    """Return the links that this figure draws, the largest first."""
    return picked(selection).links


def draw(selection: Selection) -> go.Figure:
    """Who sends how much to whom?

    Draw each link as a band from who sends to who receives.
    """
    documents, options = selection.documents, selection.options
    chosen = picked(selection)
    if not chosen.links:
        return linked.nothing("Flows", chosen, options)
    room = _room(_words(chosen.links, chosen, documents, options), options)
    shown = _largest(chosen.links, max(1, int(room / _slot(options))) if options.height else _MOST_NODES)
    words = _words(shown, chosen, documents, options)
    return _figure(shown, chosen, words, options)


def _slot(options: Options) -> float:
    return _SLOT if options.width >= _NARROW else _SLOT_NARROW


def _room(words: Words, options: Options) -> float:
    """Return the pixels for the columns at the height asked for, 0 where it is free."""
    sheet = canvas(words, options, axis_room=0)
    return (options.height or 0) - sheet.top - sheet.bottom - _HEAD


def _largest(links: Sequence[Link], most: int) -> list[Link]:
    """Return the largest links that have at most so many nodes on either side."""
    kept: list[Link] = []
    ends: tuple[set[str], set[str]] = (set(), set())
    for one in links:
        wanted = [known | {end} for known, end in zip(ends, _ends(one), strict=True)]
        if len(kept) < _MOST_BANDS and all(len(some) <= most for some in wanted):
            kept.append(one)
            ends = (wanted[0], wanted[1])
    return kept


def _ends(link: Link) -> tuple[str, str]:
    """Return the keys of a link's nodes: what is a part has a node of its own where it arrives."""
    return link.sender, f"{link.receiver} {link.part}".strip()


@dataclass(slots=True)
class _Side:
    """One column: the links of each node, and where it stands."""

    links: dict[str, list[Link]]
    nodes: dict[str, ribbons.Node]
    labels: dict[str, tuple[str, str]]


def _figure(links: Sequence[Link], chosen: Picked, words: Words, options: Options) -> go.Figure:
    sheet = canvas(words, options, axis_room=0)
    slot = _slot(options)
    groups = [_grouped(links, end) for end in (0, 1)]
    values = [{key: _height(some) for key, some in group.items()} for group in groups]
    free = max(120.0, min(300.0, 60.0 * len(links)), max(map(len, groups)) * (slot + _BREATH))
    height = options.height or sheet.top + sheet.bottom + _HEAD + free
    room = height - sheet.top - sheet.bottom - _HEAD
    per_unit = ribbons.scale(values[0], values[1], room, min(slot, room / max(map(len, groups))))
    sides = [
        _Side(
            group,
            ribbons.column(own, per_unit, room, min(slot, room / len(own))),
            _labels(group, end, options),
        )
        for end, (group, own) in enumerate(zip(groups, values, strict=True))
    ]
    sheet.top += _HEAD
    _make_room(sheet, sides, options)
    ink = Ink()
    dress(ink, words, sheet, height, options)
    ink.trace("sankey", **_bands(links, chosen, sides, per_unit, (sheet.plot_width, room), options))
    for end, side in enumerate(sides):
        _name(ink, side, end, sheet, room, options)
    _tell_bands(ink, links, sides, per_unit, (sheet.plot_width, room), options)
    return ink.figure()


#: Between two labels, where the figure may be as high as it likes.
_BREATH = 6


def _grouped(links: Sequence[Link], end: int) -> dict[str, list[Link]]:
    """Return the links of each node of a column, the highest node first."""
    found: dict[str, list[Link]] = {}
    for one in links:
        found.setdefault(_ends(one)[end], []).append(one)
    return dict(sorted(found.items(), key=lambda item: -_height(item[1])))


def _height(links: Sequence[Link]) -> float:
    return sum(one.fact.value for one in links)


def _labels(group: dict[str, list[Link]], end: int, options: Options) -> dict[str, tuple[str, str]]:
    found = {}
    for key, links in group.items():
        first = links[0]
        name = wording.capital(wording.place(first.receiver if end else first.sender))
        part, value = linked.part_name(first) if end else "", _value_of(links)
        if part and options.width < _NARROW:
            # Below the name there is room for what would be cut beside it.
            found[key] = (name, f"{value} {part}".strip())
        else:
            found[key] = (f"{name}: {part}" if part else name, value)
    return found


def _value_of(links: Sequence[Link]) -> str:
    """Return what a node says of its value: a sum only of what can be added up."""
    first = links[0]
    if len(links) == 1:
        return linked.amount(first)
    # Parts of a flow may overlap, and senders count otherwise than receivers.
    if any(one.fact.flow != first.fact.flow or one.part or is_unfirm(one.fact) for one in links):
        return ""
    about = "" if all(one.fact.bound == "exact" and not one.fact.value_high for one in links) else "about "
    return f"{about}{wording.amount(_height(links), first.fact.unit)}"


def _make_room(sheet: Canvas, sides: Sequence[_Side], options: Options) -> None:
    """Set the margins so that the labels of both columns fit, or as much of them as may be."""
    most = min(options.width * _LABELS, sheet.plot_width - _LEAST_BANDS)
    wants = [max(_wide(one, options) for one in side.labels.values()) + _GAP + 2 for side in sides]
    # What the one column leaves, the other may take.
    sheet.left += min(wants[0], most - min(wants[1], most / 2))
    sheet.right += min(wants[1], most - min(wants[0], most / 2))


def _wide(label: tuple[str, str], options: Options) -> float:
    name, value = width(label[0], BODY, bold=True), width(label[1], BODY)
    return max(name, value) if options.width < _NARROW else name + (value + 7 if value else 0)


def _bands(
    links: Sequence[Link],
    chosen: Picked,
    sides: Sequence[_Side],
    per_unit: float,
    size: tuple[float, float],
    options: Options,
) -> dict[str, Any]:
    wide, room = size
    keys = [(end, key) for end in (0, 1) for key in sides[end].nodes]
    number = {key: at for at, key in enumerate(keys)}
    most = max(len(side.nodes) for side in sides)
    total = _height(links)
    # Plotly works out the scale of the bands from the gaps between nodes; of a single one it has none.
    tall = room if most > 1 else total * per_unit
    shift = 0.0 if most > 1 else (room - tall) / 2
    gap = (room - total * per_unit) / (most - 1) if most > 1 else 0
    look = options.palette
    edge = _THICK / 2 / wide
    return {
        "arrangement": "fixed",
        "domain": {"x": [0, 1], "y": [shift / room, 1 - shift / room]},
        "node": {
            "x": [1 - edge if end else edge for end, _ in keys],
            "y": [(sides[end].nodes[key].middle - shift) / tall for end, key in keys],
            "label": ["" for _ in keys],
            "color": look.soft,
            "line": {"width": 0},
            "pad": gap,
            "thickness": _THICK,
            "hoverinfo": "skip",
        },
        "link": _links(links, chosen, number, options),
    }


def _links(
    links: Sequence[Link], chosen: Picked, number: dict[tuple[int, str], int], options: Options
) -> dict[str, Any]:
    look = options.palette
    hues = [colour(one.fact.flow, look) for one in links]
    ends = [_ends(one) for one in links]
    return {
        "source": [number[0, sender] for sender, _ in ends],
        "target": [number[1, receiver] for _, receiver in ends],
        "value": [one.fact.value for one in links],
        "color": [
            _through(hue, 0.22 if is_unfirm(one.fact) else 0.5) for hue, one in zip(hues, links, strict=True)
        ],
        # Without outlines, plotly draws a band of less than a pixel as a line of one: none is lost.
        "line": {"width": 0},
        "customdata": [one.fact.fact_id for one in links],
        "label": [linked.tip(one, chosen) for one in links],
        "hovertemplate": "%{label}<extra></extra>",
        "hoverlabel": {
            "bgcolor": look.ground,
            "bordercolor": look.axis,
            "align": "left",
            "font": {"color": look.ink, "size": SMALL},
        },
    }


def _through(hue: str, share: float) -> str:
    """Return a colour that lets what is below it through."""
    red, green, blue = (int(hue[at : at + 2], 16) for at in (1, 3, 5))
    return f"rgba({red},{green},{blue},{share})"


def _name(ink: Ink, side: _Side, end: int, sheet: Canvas, room: float, options: Options) -> None:
    """Write each node's name and value outside its column, and above it what the column is."""
    look = options.palette
    beside = (sheet.right if end else sheet.left) - (2 if options.bare else 24)
    across = {
        "xref": "paper", "x": end, "xanchor": "left" if end else "right", "xshift": _GAP if end else -_GAP,
        "yref": "paper", "showarrow": False, "borderpad": 0, "align": "left" if end else "right",
    }  # fmt: skip
    for key, node in side.nodes.items():
        text = _marked_up(side.labels[key], beside - _GAP, options)
        ink.annotation(
            text=text, y=1 - node.middle / room, yanchor="middle",
            font={"size": BODY, "color": look.ink}, name="node", **across,
        )  # fmt: skip
    ink.annotation(
        text="To" if end else "From", y=1, yanchor="bottom", yshift=4, name="column",
        font={"size": SMALL, "color": look.soft}, **across,
    )  # fmt: skip


def _marked_up(label: tuple[str, str], room: float, options: Options) -> str:
    name, value = label
    soft = options.palette.soft
    if options.width < _NARROW:
        lines = [f"<b>{safe(cut(name, BODY, room, bold=True))}</b>"]
        if value:
            lines.append(f'<span style="color:{soft}">{safe(cut(value, BODY, room))}</span>')
        return "<br>".join(lines)
    rest = room - (width(value, BODY) + 7 if value else 0)
    name = f"<b>{safe(cut(name, BODY, rest, bold=True))}</b>"
    return f'{name} <span style="color:{soft}">{safe(value)}</span>' if value else name


def _tell_bands(
    ink: Ink,
    links: Sequence[Link],
    sides: Sequence[_Side],
    per_unit: float,
    size: tuple[float, float],
    options: Options,
) -> None:
    """Write the value of a band where it leaves, if neither of its nodes has it alone and there is room."""
    wide, room = size
    order = sorted(links, key=lambda one: sides[1].nodes[_ends(one)[1]].top)
    tops = ribbons.begins([(*_ends(one), one.fact.value) for one in order], sides[0].nodes, per_unit)
    for one, top in zip(order, tops, strict=True):
        alone = any(len(side.links[_ends(one)[end]]) == 1 for end, side in enumerate(sides))
        text = linked.amount(one)
        if alone or one.fact.value * per_unit < _LABELLED or width(text, SMALL) > wide / 3:
            continue
        ink.annotation(
            text=safe(text), xref="paper", x=0, xanchor="left", xshift=_THICK + 4, yref="paper",
            y=1 - top / room, yanchor="middle", showarrow=False, borderpad=0, name="band",
            font={"size": SMALL, "color": options.palette.ink},
        )  # fmt: skip


def _words(links: Sequence[Link], chosen: Picked, documents: pd.DataFrame, options: Options) -> Words:
    rows = linked.rows(links, chosen)
    unit = wording.unit_title(links[0].fact.unit)
    notes = linked.notes(links, chosen, options)
    if any(len(some) > 1 for end in (0, 1) for some in _grouped(links, end).values()):
        notes.append("Beside a country stands the sum of its bands, where they can be added up.")
    return Words(
        title=linked.title(links, chosen),
        subtitle=f"{unit}; each band is as wide as its value",
        notes=tuple(notes),
        sources=sources(documents, (one.fact.document_id for one in links)),
        described=described("Flow diagram", rows),
        rows=rows,
    )
