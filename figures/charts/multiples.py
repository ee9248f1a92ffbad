"""Small multiples: how does it compare from one country to another, or from one product to another?

One small panel a pair of countries, or a product, in a grid with one axis of time; those of one unit that are
alike in size share the axis of values too, so that a mark is as high as it is large beside the others.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from typing import NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.products import product_of
from analysis.subjects import subject
from figures import wording
from figures.charts.values import dated, status_and_readings, without_period
from figures.described import described
from figures.drawing import grid, money
from figures.drawing.frame import message
from figures.drawing.marks import colour
from figures.drawing.points import Panel, Point, in_time
from figures.options import Options
from figures.selection import Selection
from figures.titles import when, whose
from figures.words import Words, sources
from schemas.records import Fact
from schemas.units import is_currency

_NOTHING = "None of these facts is an amount with a period that could be drawn by {}."
_ALL, _NO_PARTNER, _NO_REPORTER = "No product named", "No partner named", "No reporter named"
#: So many panels are still told apart at a glance.
_MOST = 12
#: In so many groups, of a unit or of a size each: each more is a comparison less.
_MOST_FACETS = 4
#: Panels share an axis where the largest value of one is at most so many times another's.
_ALIKE = 20
#: A note names so many of those that are left out.
_MOST_NAMED = 4


class _Cell(NamedTuple):
    """A small panel: its title, and its points in time."""

    title: str
    points: list[Point]

    @property
    def largest(self) -> float:
        return max(abs(edge) for one in self.points for edge in (one.low, one.high))

    @property
    def rank(self) -> tuple[bool, float]:
        """Where it stands among the others: the largest first, what is of nothing in particular last."""
        return self.title != _ALL, self.largest


class _Facet(NamedTuple):
    """The panels that share an axis of values: one unit, one measure, and alike in size."""

    cells: list[_Cell]

    @property
    def points(self) -> list[Point]:
        return [one for cell in self.cells for one in cell.points]


def by_country(selection: Selection) -> go.Figure:
    """How does it compare from one country to another? Draw one small panel a reporter and partner."""
    return _draw("country", _countries, selection)


def by_product(selection: Selection) -> go.Figure:
    """How does it compare from one product to another?

    Draw one small panel a product, or a thing that is measured.
    """
    return _draw("product", _products, selection)


def countries(selection: Selection) -> list[Point]:
    """Return what the figure by country draws: amounts of which a country is named."""
    return list(filter(_has_country, dated(selection)))


def products(selection: Selection) -> list[Point]:
    """Return what the figure by product draws: amounts that name what is measured, or whose flow it is."""
    return list(filter(_has_product, dated(selection)))


def _has_country(point: Point) -> bool:
    return bool(point.fact.reporter or point.fact.partner)


def _has_product(point: Point) -> bool:
    return bool(point.fact.flow or subject(point.fact))


def _countries(points: Sequence[Point]) -> list[_Cell]:
    """Return the panels by pair; where one side is the same throughout, the other one names them."""
    pairs: dict[tuple[str | None, str | None], list[Point]] = {}
    for one in points:
        pairs.setdefault((one.fact.reporter, one.fact.partner), []).append(one)
    one_reporter = len({reporter for reporter, _ in pairs}) == 1
    one_partner = len({partner for _, partner in pairs}) == 1

    def title(reporter: str | None, partner: str | None) -> str:
        if one_reporter and not one_partner:
            return wording.place(partner) or _NO_PARTNER
        if one_partner and not one_reporter:
            return wording.place(reporter) or _NO_REPORTER
        if not reporter:
            return f"with {wording.place(partner)}"
        return f"{wording.place(reporter)}{f' with {wording.place(partner)}' if partner else ''}"

    return [_Cell(wording.capital(title(*pair)), found) for pair, found in pairs.items()]


def _products(points: Sequence[Point]) -> list[_Cell]:
    found: dict[str, list[Point]] = {}
    for one in points:
        found.setdefault(subject(one.fact), []).append(one)
    return [_Cell(_product_name([one.fact for one in group], key), group) for key, group in found.items()]


def _product_name(facts: Sequence[Fact], key: str) -> str:
    """Return what facts of one subject are of: the words of most of them, as the texts have them."""
    if not key:
        return _ALL
    named = [product_of(one) for one in facts]
    words = [one.words if one is not None else fact.indicator for one, fact in zip(named, facts, strict=True)]
    said = Counter(wording.capital(one.strip()) for one in words if one and one.strip())
    return said.most_common(1)[0][0] if said else wording.capital(key)


_Part = Callable[[Sequence[Point]], list[_Cell]]
_IS_DRAWN = {"country": _has_country, "product": _has_product}


def _draw(kind: str, parted: _Part, selection: Selection) -> go.Figure:
    documents, options = selection.documents, selection.options
    amounts = dated(selection)
    points = list(filter(_IS_DRAWN[kind], amounts))
    if not points:
        return message(f"By {kind}", _NOTHING.format(kind), options)
    every = _facets(points, parted)
    told = [*_left_unsaid(len(amounts) - len(points), kind), *without_period(selection)]
    shown = _first(every[:_MOST_FACETS], _MOST)
    words = _words(kind, shown, every, told, documents, options)
    for most in range(sum(len(one.cells) for one in shown), 0, -1):
        shown = _first(shown, most)
        if grid.fits([len(one.cells) for one in shown], words, options):
            break
    words = _words(kind, shown, every, told, documents, options)
    return grid.draw([_panels(one) for one in shown], _key(shown, options), words, options)


def _left_unsaid(many: int, kind: str) -> list[str]:
    if not many:
        return []
    lacks = "country" if kind == "country" else "flow or product"
    says = f"amount names no {lacks} and is" if many == 1 else f"amounts name no {lacks} and are"
    return [f"{many:,} {says} not drawn."]


def _facets(points: Sequence[Point], parted: _Part) -> list[_Facet]:
    """Return what is of one unit and measure together, money before quantities, that of most panels first."""
    kinds: dict[tuple[str, str], list[Point]] = {}
    for one in points:
        kinds.setdefault((one.unit, one.fact.measure), []).append(one)
    found = [
        _Facet(sorted(group, key=lambda cell: cell.rank, reverse=True))
        for one in kinds.values()
        for group in _alike(parted(in_time(one)))
    ]
    units = Counter(one.points[0].unit for one in found for _ in one.cells)
    return sorted(found, key=lambda one: _facet_rank(one, units))


def _alike(cells: Sequence[_Cell]) -> list[list[_Cell]]:
    """Return the panels in groups of which none flattens another: the largest first."""
    groups: list[list[_Cell]] = []
    for cell in sorted(cells, key=lambda one: one.largest, reverse=True):
        if groups and cell.largest * _ALIKE >= groups[-1][0].largest:
            groups[-1].append(cell)
        else:
            groups.append([cell])
    return groups


def _facet_rank(facet: _Facet, units: Counter[str]) -> tuple[bool, bool, int, str, float]:
    """Return where a group stands, given how many panels each unit has; of one unit the larger come first."""
    named, unit = [one for one in facet.cells if one.title != _ALL], facet.points[0].unit
    return not named, not is_currency(unit), -units[unit], unit, -max(one.largest for one in facet.cells)


def _first(every: Sequence[_Facet], most: int) -> list[_Facet]:
    """Return the first `most` panels, in turn from each of the facets, so that the first takes not all."""
    counts = [0] * len(every)
    while sum(counts) < most and any(
        taken < len(one.cells) for taken, one in zip(counts, every, strict=True)
    ):
        for number, facet in enumerate(every):
            # A row of panels at a time: a facet of one panel among many is no comparison.
            room = min(_TURN, most - sum(counts), len(facet.cells) - counts[number])
            counts[number] += max(0, room)
    return [_Facet(one.cells[:taken]) for one, taken in zip(every, counts, strict=True) if taken]


_TURN = 8


def _panels(facet: _Facet) -> list[Panel]:
    measure = wording.measure_name(facet.points[0].fact)
    flows = {one.fact.flow for one in facet.points}
    return [
        Panel(_labelled(cell.points, several=len(flows) > 1), measure, cell.title) for cell in facet.cells
    ]


def _labelled(points: Sequence[Point], *, several: bool) -> list[Point]:
    """Return points of which only the last one of each flow is labelled, with its flow where it tells."""
    last = {one.fact.flow: number for number, one in enumerate(points) if one.implied is None}
    last = last or {one.fact.flow: number for number, one in enumerate(points)}

    def said(number: int, one: Point) -> str:
        if last.get(one.fact.flow) != number:
            return ""
        flow = one.fact.balance or wording.FLOW_NAMES.get(one.fact.flow or "", "").lower() if several else ""
        return f"{one.said} {flow}".strip()

    return [replace(one, said=said(number, one), about="") for number, one in enumerate(points)]


def _key(shown: Sequence[_Facet], options: Options) -> list[tuple[str, str]]:
    """Return the flows with their colours, where there are several to be told apart."""
    flows = dict.fromkeys(one.fact.flow for facet in shown for one in facet.points)
    if len(flows) < 2:
        return []
    named = [
        (wording.FLOW_NAMES[flow], colour(flow, options.palette))
        for flow in wording.FLOW_NAMES
        if flow in flows
    ]
    return [*named, ("No flow", colour(None, options.palette))] if None in flows else named


def _words(
    kind: str,
    shown: Sequence[_Facet],
    every: Sequence[_Facet],
    told: Sequence[str],
    documents: pd.DataFrame,
    options: Options,
) -> Words:
    points = [one for facet in shown for one in facet.points]
    facts = [one.fact for one in points]
    units = wording.unit_list(one.unit for one in points)
    shared = "all panels" if len(shown) == 1 else "panels of one unit that are alike in size"
    one = len({cell.title for facet in shown for cell in facet.cells}) == 1
    years = when([(point.start, point.end) for point in points])
    rows = tuple(point.shown for point in points)
    title = ", ".join(filter(None, (whose(facts), "" if one else f"by {kind}", years)))
    same = "" if one else f"; {shared} share both axes, the largest first"
    return Words(
        title=title,
        subtitle=f"{units}{same}",
        notes=(
            *status_and_readings(points),
            "The last value of each panel is written beside it.",
            *_mixed(shown),
            *told,
            *_hidden(shown, every),
            *money.notes((point.conversion for point in points), options),
        ),
        sources=sources(documents, (fact.document_id for fact in facts)),
        described=described(f"Small multiples by {kind}", rows),
        rows=rows,
    )


def _hidden(shown: Sequence[_Facet], every: Sequence[_Facet]) -> Iterable[str]:
    drawn = {id(cell.points) for one in shown for cell in one.cells}
    left = [(one, cell) for one in every for cell in one.cells if id(cell.points) not in drawn]
    if left:
        total = sum(len(one.cells) for one in every)
        # A pair of countries may have a panel that is drawn, and one of another unit or size that is not.
        names = [f"{_inside(cell.title)} ({_scale(one)})" for one, cell in left[:_MOST_NAMED]]
        more = f" and {len(left) - len(names):,} more" if len(left) > len(names) else ""
        yield f"{total - len(left):,} of {total:,} panels are shown; not drawn: {', '.join(names)}{more}."


def _scale(facet: _Facet) -> str:
    """Return the unit of panels with its scale, as a note names it: `euros, million`."""
    largest = max(one.largest for one in facet.cells)
    return wording.uncapital(wording.unit_title(facet.points[0].unit, largest))


def _mixed(shown: Sequence[_Facet]) -> Iterable[str]:
    """Tell where a panel holds flows of several countries, whose marks look the same."""
    if any(
        len({(one.fact.reporter, one.fact.partner) for one in cell.points}) > 1
        for facet in shown
        for cell in facet.cells
    ):
        yield "Marks of one panel may be of several countries."


def _inside(title: str) -> str:
    """Return a panel's title as it stands inside a sentence."""
    if title in (_ALL, _NO_PARTNER, _NO_REPORTER):
        return title[:1].lower() + title[1:]
    return f"the {title.removeprefix('The ')}" if title.startswith("The ") else title
