"""Map: how much each country sends to one, or receives from it, as tints of the flow's colour.

The countries that are coloured are those at the other end: of Turkey's exports, where they go. A country
without a value is grey, which says that no text tells one, and not that it is zero.
"""

from collections.abc import Sequence
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.flows import Link
from figures import wording
from figures.charts.flow_map import map_height
from figures.described import described
from figures.drawing import globe, linked
from figures.drawing.classes import Classes
from figures.drawing.frame import Canvas, canvas, dress
from figures.drawing.globe import Globe, Point
from figures.drawing.ink import Ink
from figures.drawing.lettering import safe, width
from figures.drawing.linked import Picked, picked
from figures.drawing.marks import colour
from figures.drawing.placing import Box, Label, leader_boxes, led
from figures.geography import places
from figures.look import SMALL
from figures.options import Options
from figures.selection import Selection
from figures.words import Words, sources

_NOWHERE = "None of these flows is one of a country that a map could colour."
#: Groups of countries have a place for an arrow, but no land of their own to colour.
_GROUPS = frozenset({"EUU", "EMU", "WLD"})
_LINE, _NARROW = 15.0, 600
#: Land is rarely a rectangle: of what its ends span, so much is taken to be land around its point.
_OF_ITS_LAND = 0.7


class _Coloured(NamedTuple):
    """The links that one country shares, the country, and whether it is the one that sends."""

    links: tuple[Link, ...]
    country: str
    sends: bool

    def code(self, link: Link) -> str:
        """Return the country that a link colours."""
        return link.receiver if self.sends else link.sender


def coloured(selection: Selection) -> tuple[Link, ...]:
    """Return the links whose countries this figure colours, the largest first."""
    found = _shared(picked(selection))
    return found.links if found else ()


def _shared(chosen: Picked) -> _Coloured | None:
    """Return the links of the country that has most of one kind, on one side of it."""
    groups: dict[tuple[str, str, str, bool], list[Link]] = {}
    for one in chosen.links:
        for country, other, sends in ((one.sender, one.receiver, True), (one.receiver, one.sender, False)):
            if other in places() and other not in _GROUPS:
                groups.setdefault((one.kind, one.part, country, sends), []).append(one)
    if not groups:
        return None
    _, _, country, sends = largest = max(groups, key=lambda key: len(groups[key]))
    return _Coloured(tuple(groups[largest]), country, sends)


def draw(selection: Selection) -> go.Figure:
    """Which countries have how much of it? Colour each country by its value."""
    documents, options = selection.documents, selection.options
    chosen = picked(selection)
    shown = _shared(chosen)
    if shown is None:
        text = (_NOWHERE,) if chosen.links else ()
        return linked.nothing("Map", chosen, options, *text)
    classes = Classes([one.fact.value for one in shown.links], _hue(shown, options), options.palette)
    sheet, legend = _sheet(_words(shown, chosen, documents, options, 99), classes, shown, options)
    high = (
        map_height(sheet.plot_width) if options.height is None else options.height - sheet.top - sheet.bottom
    )
    seen = _seen(shown, (sheet.plot_width, max(1.0, high)))
    if options.height is None:
        seen = _seen(shown, (sheet.plot_width, seen.needs))
    texts = _texts(shown, seen)
    words = _words(shown, chosen, documents, options, sum(one.text == "" for one in texts))
    sheet, _ = _sheet(words, classes, shown, options)
    ink = Ink()
    dress(ink, words, sheet, options.height or seen.size[1] + sheet.top + sheet.bottom, options)
    ink.layout["geo"] = seen.layout(options.palette)
    _colour(ink, shown, chosen, classes, options)
    _write(ink, shown, texts, seen, classes, options)
    _write_legend(ink, legend, options)
    return ink.figure()


def _hue(shown: _Coloured, options: Options) -> str:
    """Return the colour of the flow by which most values are told."""
    flows = [one.fact.flow for one in shown.links]
    return colour(max(dict.fromkeys(flows), key=flows.count), options.palette)


def _sheet(words: Words, classes: Classes, shown: _Coloured, options: Options) -> tuple[Canvas, list[str]]:
    """Return the room that words and legend leave, and the lines of the legend."""
    sheet = canvas(words, options, axis_room=0)
    unit = shown.links[0].fact.unit
    legend = classes.legend(unit, options.palette, sheet.plot_width, empty="no value")
    sheet.top += len(legend) * _LEGEND_LINE + 6
    return sheet, legend


_LEGEND_LINE = 18


def _seen(shown: _Coloured, size: tuple[float, float]) -> Globe:
    known = places()
    codes = [*map(shown.code, shown.links), shown.country]
    return globe.around([known[code] for code in dict.fromkeys(codes) if code in known], [], size)


class _Text(NamedTuple):
    """What is written on a country, or beside it where it is too small; empty where it has no room.

    `leader` are the ends of the line that leads from the country to it.
    """

    text: str
    at: Point
    is_on_land: bool = True
    leader: tuple[float, float, float, float] | None = None


def _texts(shown: _Coloured, seen: Globe) -> list[_Text]:
    """Return what is written of each country: name and value, the value alone, or nothing."""
    taken: list[Box] = []
    found = [_on_land(shown.code(one), one, taken, seen) for one in shown.links]
    for number, one in enumerate(shown.links):
        if found[number] is None:
            found[number] = _beside(shown.code(one), one, taken, seen)
    return [one or _Text("", (0, 0)) for one in found]


def _on_land(code: str, link: Link, taken: list[Box], seen: Globe) -> _Text | None:
    """Return the text of a country with room for it, and add its box to those that are taken."""
    x, y = seen.pixel(*places()[code][:2])
    name, value = wording.capital(wording.place(code)), linked.short(link)
    for lines in ((name, value), (value,)):
        wide, high = max(width(line, SMALL) for line in lines) + 6, len(lines) * _LINE
        box = Box(x - wide / 2, y - high / 2, x + wide / 2, y + high / 2)
        fits = box.inside(_land(code, seen)) and seen.holds(box)
        if fits and not any(box.overlaps(other) for other in taken):
            taken.append(box)
            return _Text("<br>".join(safe(line) for line in lines), (x, y))
    return None


def _beside(code: str, link: Link, taken: list[Box], seen: Globe) -> _Text | None:
    """Return the text of a small country beside it, where it may be led to."""
    x, y = seen.pixel(*places()[code][:2])
    text = f"{wording.capital(wording.place(code))} {linked.short(link)}"
    land = _land(code, seen)
    label = Label(x, y, width(text, SMALL) + 6, _LINE, reach=(land.right - land.left) / 2)
    place = led(label, taken, seen.frame, taken)
    if place is None or not seen.holds(place.box):
        return None
    taken += [place.box, *leader_boxes(place.leader or (x, y, x, y))]
    middle = (place.box.left + place.box.right) / 2, (place.box.top + place.box.bottom) / 2
    return _Text(safe(text), middle, is_on_land=False, leader=place.leader)


def _land(code: str, seen: Globe) -> Box:
    """Return the pixels between a country's ends through its point: there is land around it."""
    longitude, latitude, reach = places()[code]
    if reach is None:
        return Box(0, 0, 0, 0)
    west, south, east, north = reach
    x, y = seen.pixel(longitude, latitude)
    half = _OF_ITS_LAND * min(abs(seen.pixel(west, latitude)[0] - x), abs(seen.pixel(east, latitude)[0] - x))
    above = _OF_ITS_LAND * (y - seen.pixel(longitude, north)[1])
    below = _OF_ITS_LAND * (seen.pixel(longitude, south)[1] - y)
    return Box(x - half, y - above, x + half, y + below)


def _colour(ink: Ink, shown: _Coloured, chosen: Picked, classes: Classes, options: Options) -> None:
    """Colour the countries that the map has, and draw a circle for those that it lacks."""
    large = [one for one in shown.links if places()[shown.code(one)].reach is not None]
    small = [one for one in shown.links if places()[shown.code(one)].reach is None]
    look = options.palette
    numbers = [classes.of(one.fact.value) for one in large]
    edge = look.ground if look.ground.startswith("#") else "#FFFFFF"
    if large:
        ink.trace(
            "choropleth", locations=[shown.code(one) for one in large], z=numbers, zmin=-0.5,
            zmax=len(classes.tints) - 0.5, colorscale=classes.scale, showscale=False,
            marker={"line": {"color": edge, "width": 0.7}}, **_answers(large, chosen),
        )  # fmt: skip
    if small:
        spots = [places()[shown.code(one)] for one in small]
        ink.geo(
            lon=[one.longitude for one in spots], lat=[one.latitude for one in spots], mode="markers",
            marker={
                "size": 11 if options.width >= _NARROW else 7,
                "color": [classes.tints[classes.of(one.fact.value)] for one in small],
                "line": {"color": look.soft, "width": 1},
                "opacity": 1,
            },
            **_answers(small, chosen),
        )  # fmt: skip


def _answers(links: Sequence[Link], chosen: Picked) -> dict[str, object]:
    return {
        "customdata": [one.fact.fact_id for one in links],
        "hovertext": [linked.tip(one, chosen) for one in links],
        "hoverinfo": "text",
    }


def _write(
    ink: Ink,
    shown: _Coloured,
    texts: Sequence[_Text],
    seen: Globe,
    classes: Classes,
    options: Options,
) -> None:
    """Write the values on their countries, and mark the country that all of them are about."""
    both = list(zip(shown.links, texts, strict=True))
    tints = {one.fact.fact_id: classes.ink(classes.of(one.fact.value)) for one in shown.links}
    tones = [tints[one.fact.fact_id] if text.is_on_land else options.palette.ink for one, text in both]
    for tone in sorted(set(tones)):
        own = [text for text, its in zip(texts, tones, strict=True) if text.text and its == tone]
        spots = [seen.place(*one.at) for one in own]
        if own:
            ink.geo(
                lon=[lon for lon, _ in spots], lat=[lat for _, lat in spots], mode="text", hoverinfo="skip",
                text=[one.text for one in own], textposition="middle center",
                textfont={"size": SMALL, "color": tone},
            )  # fmt: skip
    for leader in (one.leader for one in texts if one.leader):
        ends = [seen.place(*leader[:2]), seen.place(*leader[2:])]
        ink.geo(
            lon=[lon for lon, _ in ends], lat=[lat for _, lat in ends], mode="lines", hoverinfo="skip",
            line={"color": options.palette.ink, "width": 0.8},
        )  # fmt: skip
    home = places().get(shown.country)
    if home is not None and shown.country not in map(shown.code, shown.links):
        ink.geo(
            lon=[home.longitude], lat=[home.latitude], mode="markers", hoverinfo="skip",
            marker={"size": 9, "symbol": "diamond", "color": options.palette.ink, "opacity": 1},
        )  # fmt: skip


def _write_legend(ink: Ink, legend: Sequence[str], options: Options) -> None:
    ink.annotation(
        text="<br>".join(legend), xref="paper", x=0, xanchor="left", yref="paper", y=1, yanchor="bottom",
        yshift=8, showarrow=False, borderpad=0, align="left", name="legend",
        font={"size": SMALL, "color": options.palette.soft},
    )  # fmt: skip


def _words(shown: _Coloured, chosen: Picked, documents: pd.DataFrame, options: Options, silent: int) -> Words:
    rows = linked.rows(shown.links, chosen)
    unit = wording.unit_title(shown.links[0].fact.unit)
    return Words(
        title=linked.title(shown.links, chosen),
        subtitle=f"{unit}, by country {'that receives' if shown.sends else 'that sends'}",
        notes=(*_notes(shown, silent), *linked.notes_of_some(shown.links, chosen, options)),
        sources=sources(documents, (one.fact.document_id for one in shown.links)),
        described=described("Map", rows),
        rows=rows,
    )


def _notes(shown: _Coloured, silent: int) -> list[str]:
    codes = [shown.code(one) for one in shown.links]
    found = ["Grey: no value is told, which does not mean zero."]
    if shown.country in places() and shown.country not in codes:
        found.append(f"Diamond: {wording.place(shown.country)}.")
    if any(places()[code].reach is None for code in codes):
        found.append("A circle stands for a country that is too small for the map.")
    if silent:
        have = "value has" if silent == 1 else "values have"
        found.append(f"{silent} {have} no room on the map: see the table.")
    return found
