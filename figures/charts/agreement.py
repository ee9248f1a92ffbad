"""Agreement: what several sources say of one thing, one mark each, with the verdict in words."""

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

import pandas as pd
import plotly.graph_objects as go

from analysis.agreement import Group, Verdict, days_of, groups
from analysis.claims import Claim
from analysis.conversion import Conversion
from figures import wording
from figures.described import described
from figures.drawing import marks, money, rows
from figures.drawing.frame import message, plot_of
from figures.drawing.ink import Ink
from figures.drawing.lettering import cut, safe, width
from figures.drawing.scale import Need
from figures.drawing.texts import Text
from figures.look import BODY, Palette
from figures.options import Options
from figures.selection import Selection, drawable, once
from figures.shown import Shown, of_fact
from figures.titles import whose
from figures.words import Words, source, sources
from schemas.records import Fact

_NOTHING = "No two of these sources speak of one thing, so there is nothing to hold against each other."
#: Pixels: a row of two claims, one claim in a row, what else a row takes, and its label where it is narrow.
_PITCH, _LINE, _SPARE, _ABOVE = 64, 23, 18, 36
#: A row that is given less than this share of its pixels has no room for its claims.
_LEAST = 0.75
#: Of more claims than this the smallest and the largest are drawn.
_MOST_CLAIMS = 8
#: Rows share an axis where the largest value of one is at most so many times another's.
_ALIKE = 12
#: Pixels between a mark and its label, and those of an arrow to where the value may lie.
_GAP, _ARROW = 12, 26
#: The size of a mark, and how far from its middle it hides what lies below, in pixels.
_SIZE, _HIDDEN = 11, 8
_MOST_REASONS = 3
#: The notes give so many of the rates at which claims were converted to be compared.
_MOST_RATES = 3
#: So many verdicts are told to who cannot see the figure.
_MOST_TOLD = 8
_FADED = 0.45


@once
def agreed(selection: Selection) -> Sequence[Group]:
    """Return the groups of claims that this figure draws, conflicts first."""
    options, days = selection.options, days_of(selection.documents)
    return groups(drawable(selection), days, originals=options.originals, rates=options.rates)


def draw(selection: Selection) -> go.Figure:
    """Do the sources agree, and if not, by how much?

    Draw one row a thing of which several sources speak, those of one unit and size on one axis.
    """
    documents, options = selection.documents, selection.options
    found = agreed(selection)
    if not found:
        return message("Agreement", _NOTHING, options)
    named = {row["document_id"]: _Source.of(row) for row in documents.to_dict("records")}
    lists = _grouped([_drawn(one, named, options) for one in found])
    panels = [_panel(one, options) for one in lists]
    fits = rows.fitting(
        panels, _words(lists, documents, options, len(found)), options, _PITCH, _LEAST * _PITCH
    )
    lists = [one[:most] for one, most in zip(lists, fits, strict=True) if most]
    panels = [_panel(one, options) for one in lists]
    ink = Ink()
    words = _words(lists, documents, options, len(found))
    for some, placed in zip(lists, rows.place(ink, panels, words, options, _PITCH), strict=True):
        _fill(ink, some, placed, options)
    # Every mark has its value beside it, and a line would only strike through that.
    for name in ink.layout:
        if name.startswith("xaxis"):
            ink.layout[name] |= {"showgrid": False, "ticks": "outside", "tickcolor": options.palette.axis}
    return ink.figure()


def verdict(group: Group) -> str:
    """Return in words what the claims are to each other: `2 sources agree`, `conflict: 12% apart`."""
    if group.verdict is Verdict.AGREE:
        return f"{group.sources} sources agree"
    if group.verdict is Verdict.CONVERTED:
        return f"{group.sources} agree after conversion"
    return f"{group.verdict}: {apart(group)}"


def apart(group: Group) -> str:
    """Return how far the largest value lies from the smallest."""
    unit, relative = group.claims[0].unit, group.relative_difference
    if unit == "percent":
        return f"{wording.number(group.difference)} points apart"
    if unit == "rank":
        return f"{wording.number(group.difference)} {'place' if group.difference == 1 else 'places'} apart"
    if relative is None:
        return f"{wording.amount(group.difference, unit)} apart"
    if relative >= 2:
        return f"one {wording.number(relative + 1, 2)} times the other"
    return f"{wording.amount(float(f'{relative * 100:.2g}'), 'percent')} apart"


def about_of(group: Group) -> Fact:
    """Return a fact that says what a group is about: of a flow seen from both its ends the export."""
    facts = [claim.fact for claim in group.claims]
    return next((fact for fact in facts if fact.flow == "export"), facts[0])


def in_currency(group: Group, options: Options) -> tuple[list[Claim], Conversion | None]:
    """Return the claims of a group in the currency asked for; one rate for all changes no verdict."""
    first = group.claims[0]
    one, conversion = money.fact_in(first.fact._replace(unit=first.unit, value=1.0), options)
    return [_scaled(claim, one.unit, one.value) for claim in group.claims], conversion


class _Source(NamedTuple):
    """A document as the source line names it, by its publisher or title alone, and its day."""

    full: str
    name: str
    day: str

    @classmethod
    def of(cls, document: dict[Any, Any]) -> "_Source":
        full = source(document)
        day = full.rpartition(" (")[2].removesuffix(")")
        publisher = document["publisher"]
        return cls(full, full.removesuffix(f" ({day})") if pd.isna(publisher) else str(publisher), day)


@dataclass(frozen=True, slots=True)
class _Mark:
    """One claim as it is drawn, with its tooltip.

    Its label is what is `said`, `by` whom, and `when`; `is_superseded` tells that others take its place.
    """

    claim: Claim
    said: str
    by: str
    when: str
    tip: str
    is_superseded: bool

    @property
    def low(self) -> float:
        """The least that the claim allows, or its value where no bar is drawn."""
        return self.claim.low if _has_bar(self.claim) else self.claim.value

    @property
    def high(self) -> float:
        """The most that the claim allows, or its value where no bar is drawn."""
        return self.claim.high if _has_bar(self.claim) else self.claim.value


def _has_bar(claim: Claim) -> bool:
    """Tell whether what a claim allows is a bar: with two ends, which are not those of half a company."""
    reach = claim.high - claim.low
    return math.isfinite(reach) and reach > (1 if claim.unit in ("count", "rank") else 0)


@dataclass(frozen=True, slots=True)
class _Drawn:
    """A group as it is drawn, in the currency asked for."""

    group: Group
    marks: list[_Mark]
    conversion: Conversion | None = None

    @property
    def largest(self) -> float:
        """The value that is furthest from zero."""
        return max(abs(one.claim.value) for one in self.marks)


def _drawn(group: Group, named: Mapping[str, _Source], options: Options) -> _Drawn:
    """Return a group as it is drawn."""
    turned, conversion = in_currency(group, options)
    gone = {claim.fact.fact_id for claim in group.superseded}
    told = [verdict(group), *group.reasons, *money.rate(conversion)]
    found = [_mark(claim, named, told, claim.fact.fact_id in gone) for claim in turned]
    return _Drawn(group, _fewer(sorted(found, key=lambda mark: mark.claim.value)), conversion)


def _scaled(claim: Claim, unit: str, rate: float) -> Claim:
    return claim._replace(unit=unit, value=claim.value * rate, low=claim.low * rate, high=claim.high * rate)


def _fewer(found: list[_Mark]) -> list[_Mark]:
    half = _MOST_CLAIMS // 2
    return found if len(found) <= _MOST_CLAIMS else [*found[:half], *found[-half:]]


def _mark(claim: Claim, named: Mapping[str, _Source], told: Sequence[str], is_superseded: bool) -> _Mark:
    fact, origin = claim.fact, named[claim.fact.document_id]
    beside = filter(None, (origin.full, _allowed(claim), claim.conversion, *told))
    tip = marks.tooltip(marks.told(fact), fact.sentence, *map(wording.capital, beside))
    when = f", {origin.day}{', superseded' if is_superseded else ''}"
    return _Mark(claim, in_words(claim), origin.name, when, tip, is_superseded)


def in_words(claim: Claim) -> str:
    """Return a claim's value, and in brackets how its text has it where it was converted."""
    fact = claim.fact._replace(counted=None)
    said = stated = wording.fact_amount(fact)
    if claim.unit != fact.unit:
        # Beside the word, a deficit needs no sign.
        value = abs(claim.value) if fact.balance else claim.value
        said = f"{wording.hedge(fact)}{money.amount_as_written(value, claim.unit, fact)} ({stated})"
    return f"{said} {fact.balance}" if fact.balance in ("deficit", "surplus") else said


def _allowed(claim: Claim) -> str:
    """Return what a claim allows its value to be; nothing where that is one value, or has no end."""
    if not _has_bar(claim):
        return ""
    return f"it allows {wording.within(claim.low, claim.high, claim.unit)}"


def _grouped(found: Sequence[_Drawn]) -> list[list[_Drawn]]:
    """Return the groups by unit and measure, those of each that are alike in size, in their own order."""
    kinds: dict[tuple[str, str], list[list[_Drawn]]] = {}
    for one in found:
        claim = one.marks[0].claim
        lists = kinds.setdefault((claim.unit, claim.fact.measure), [])
        fitting = next((some for some in lists if all(_alike(one, other) for other in some)), None)
        if fitting is None:
            lists.append([one])
        else:
            fitting.append(one)
    order = {id(one): number for number, one in enumerate(found)}
    return sorted((some for lists in kinds.values() for some in lists), key=lambda some: order[id(some[0])])


def _alike(one: _Drawn, other: _Drawn) -> bool:
    small, large = sorted((one.largest, other.largest))
    return large <= _ALIKE * small


def _panel(some: Sequence[_Drawn], options: Options) -> rows.Panel:
    first = some[0].marks[0].claim
    measure = wording.measure_name(first.fact)
    title = wording.unit_title(first.unit, max(one.largest for one in some))
    if measure and measure != title.casefold():
        title = f"{wording.capital(measure)}, {wording.uncapital(title)}"
    side = _side(some, options)
    return rows.Panel(first.unit, title, [_row(one, side, options) for one in some])


def _row(drawn: _Drawn, side: int, options: Options) -> rows.Row:
    fact = about_of(drawn.group)
    when = wording.period(fact.period_start, fact.period_end)
    detail = " · ".join(filter(None, (wording.capital(verdict(drawn.group)), when)))
    above = _ABOVE if options.width < rows.NARROW else 0
    size = max(1.0, (above + _SPARE + _LINE * len(drawn.marks)) / _PITCH)
    needs = tuple(need for one in drawn.marks for need in _needs(one, side, options))
    return rows.Row(what_of(fact), detail, needs, size)


def what_of(fact: Fact) -> str:
    """Return what a group is about; of counts, what is counted."""
    subject, counted = wording.subject(fact), fact.counted or ""
    return subject if counted.casefold() in subject.casefold() else f"{subject}: {counted}"


def _side(some: Sequence[_Drawn], options: Options) -> int:
    """Return at which side of its marks a panel has its labels, −1 at the left: towards zero if they fit.

    Outside they would take room from what the figure is about, how far apart the marks are.
    """
    every = [mark for one in some for mark in one.marks]
    plot = options.width * (0.55 if options.width >= rows.NARROW else 0.82)
    a_unit = plot / (max(one.largest for one in some) or 1)
    inward = -1 if every[0].claim.value > 0 else 1
    fits = all(min(abs(one.low), abs(one.high)) * a_unit > _room(one, inward, options) for one in every)
    return inward if fits else 1


def _needs(mark: _Mark, side: int, options: Options) -> Iterator[Need]:
    room = _room(mark, side, options)
    before, after = (room, _GAP) if side < 0 else (_GAP, room)
    yield Need(mark.low, max(before, _away(mark, -1)), _GAP)
    yield Need(mark.high, _GAP, max(after, _away(mark, 1)))


def _room(mark: _Mark, side: int, options: Options) -> float:
    """Return how many pixels the label of a mark takes, with what keeps it apart."""
    said, by = _label(mark, options)
    return width(said, BODY, bold=True) + width(f"  {by}", BODY) + _away(mark, side) + 8


def _away(mark: _Mark, side: int) -> float:
    """Return how many pixels from a claim's end its label begins: an arrow lies between."""
    end = mark.claim.low if side < 0 else mark.claim.high
    return _ARROW + _GAP if math.isinf(end) else _GAP


def _label(mark: _Mark, options: Options) -> tuple[str, str]:
    """Return what stands beside a mark: its value, and as much as there is room for of whose it is."""
    full = options.width * (0.32 if options.width >= rows.NARROW else 0.56)
    room = full - width(mark.said, BODY, bold=True) - width(mark.when, BODY)
    by = cut(mark.by, BODY, max(30.0, room))
    closed = "”" if by != mark.by and by.count("“") > by.count("”") else ""
    return mark.said, f"{by}{closed}{mark.when}"


class _Spot(NamedTuple):
    """A mark, where on its panel's y axis it stands, at which side its label is, and whether on a band."""

    mark: _Mark
    y: float
    side: int
    on_band: bool


def _fill(ink: Ink, some: Sequence[_Drawn], placed: rows.Placed, options: Options) -> None:
    """Draw the rows of a panel: bands below, then the marks, and beside each whose it is."""
    spots: list[_Spot] = []
    side = _side(some, options)
    for number, one in enumerate(some):
        step = 2 * placed.reach(number) / (len(one.marks) + 0.7)
        first = placed.y(number) - step * (len(one.marks) - 1) / 2
        on_band = one.group.verdict is Verdict.CONFLICT
        own = [_Spot(mark, first + step * line, side, on_band) for line, mark in enumerate(one.marks)]
        if on_band:
            _band(ink, own, step, placed, options.palette)
        spots += own
    for alike in _looks(spots):
        _draw(ink, alike, placed, _behind_a_mark(ink, placed, options), options.palette)
    for spot in spots:
        _open_ends(ink, spot, placed, options.palette)
        _write(ink, spot, placed, options)


def _band(ink: Ink, spots: Sequence[_Spot], step: float, placed: rows.Placed, look: Palette) -> None:
    """Draw what lies between claims that conflict."""
    values = [spot.mark.claim.value for spot in spots]
    ink.shape(
        type="rect", xref=placed.xaxis, yref=placed.yaxis, x0=min(values), x1=max(values),
        y0=spots[0].y - 0.42 * step, y1=spots[-1].y + 0.42 * step, fillcolor=look.line, line={"width": 0},
        layer="below",
    )  # fmt: skip


def _looks(spots: Iterable[_Spot]) -> list[list[_Spot]]:
    """Return the marks by what they look like, one trace each."""
    found: dict[tuple[object, ...], list[_Spot]] = {}
    for one in spots:
        fact = one.mark.claim.fact
        found.setdefault((fact.flow, fact.status, one.mark.is_superseded), []).append(one)
    return list(found.values())


def _behind_a_mark(ink: Ink, placed: rows.Placed, options: Options) -> float:
    """Return how much of the value axis a mark hides at each side of its middle."""
    low, high = ink.layout[placed.xaxis.replace("x", "xaxis")]["range"]
    return float((high - low) / plot_of(ink, options)[0] * _HIDDEN)


def _draw(ink: Ink, spots: Sequence[_Spot], placed: rows.Placed, hidden: float, look: Palette) -> None:
    first = spots[0].mark
    fact = first.claim.fact
    at = {
        "x": [spot.mark.claim.value for spot in spots],
        "y": [spot.y for spot in spots],
        "xaxis": placed.xaxis,
        "yaxis": placed.yaxis,
        "mode": "markers",
        "cliponaxis": False,
        "opacity": _FADED if first.is_superseded else 1,
    }
    outer = marks.ring(fact, look, _SIZE)
    if outer is not None:
        ink.scatter(**at, marker=outer, hoverinfo="skip")
    ink.scatter(
        **at, marker=marks.marker(fact, look, _SIZE),
        error_x=_whiskers(spots, hidden) | {"color": marks.colour(fact.flow, look)},
        customdata=[spot.mark.claim.fact.fact_id for spot in spots],
        hovertext=[spot.mark.tip for spot in spots], hoverinfo="text",
    )  # fmt: skip


def _whiskers(spots: Sequence[_Spot], hidden: float) -> dict[str, Any]:
    """Return the bars of what claims allow, None for those that their marks hide but for the ends."""
    over, under = (
        [size if size > hidden else None for size in sizes]
        for sizes in (
            [spot.mark.high - spot.mark.claim.value for spot in spots],
            [spot.mark.claim.value - spot.mark.low for spot in spots],
        )
    )
    return {
        "type": "data",
        "symmetric": False,
        "array": over,
        "arrayminus": under,
        "thickness": 1.2,
        "width": 5,
    }


def _open_ends(ink: Ink, spot: _Spot, placed: rows.Placed, look: Palette) -> None:
    """Draw an arrow to where a value may lie whose text gives no more than a bound."""
    claim = spot.mark.claim
    for end, away in ((claim.low, -1), (claim.high, 1)):
        if math.isinf(end):
            ink.annotation(
                xref=placed.xaxis, yref=placed.yaxis, x=claim.value, y=spot.y, xshift=away * _ARROW, text="",
                ax=-away * (_ARROW - 8), ay=0, arrowcolor=marks.colour(claim.fact.flow, look), arrowwidth=1.5,
                arrowhead=2,
            )  # fmt: skip


def _write(ink: Ink, spot: _Spot, placed: rows.Placed, options: Options) -> None:
    look, mark = options.palette, spot.mark
    said, by = _label(mark, options)
    said = f'<span style="color:{look.soft}">{safe(said)}</span>' if mark.is_superseded else safe(said)
    end = mark.low if spot.side < 0 else mark.high
    at = placed.anchor(end, spot.y, spot.side * _away(mark, spot.side))
    text = f'<b>{said}</b>  <span style="color:{look.soft}">{safe(by)}</span>'
    ink.text(Text(at, text, spot.side, BODY, look.ink, None if spot.on_band else look.ground))


def _words(lists: Sequence[Sequence[_Drawn]], documents: pd.DataFrame, options: Options, total: int) -> Words:
    shown = [one for some in lists for one in some]
    claims = [mark.claim for one in shown for mark in one.marks]
    rows = tuple(_shown(mark.claim, one) for one in shown for mark in one.marks)
    facts = [about_of(one.group) for one in shown]
    about = whose(facts, several="") if all(one.flow for one in facts) else ""
    return Words(
        title=f"{about}: do the sources agree?" if about else "Do the sources agree?",
        subtitle=f"{_tally(shown)}; a mark is what one source says, the bar through it what its words allow",
        notes=(*_notes(shown, total, options), *money.notes(_conversions(shown), options)),
        sources=sources(documents, (one.fact.document_id for one in claims)),
        described=described("Strip plot", rows, *(_in_words(one) for one in shown[:_MOST_TOLD])),
        rows=rows,
    )


def _shown(claim: Claim, drawn: _Drawn) -> Shown:
    ends = (claim.low, claim.high) if _has_bar(claim) else (None, None)
    row = of_fact(claim.fact, drawn.conversion)
    note = "; ".join(filter(None, (verdict(drawn.group), row.note, claim.conversion)))
    low, high = ends
    return row._replace(value=claim.value, unit=claim.unit, value_low=low, value_high=high, note=note)


def _conversions(shown: Sequence[_Drawn]) -> Iterator[Conversion | None]:
    """Yield what became of each claim's amount; one that was converted to its group's unit did not stay."""
    for one in shown:
        stays = one.conversion is not None and one.conversion.source is None
        for mark in one.marks:
            yield None if stays and mark.claim.conversion else one.conversion


def _tally(shown: Sequence[_Drawn]) -> str:
    """Return how often which verdict was given: `1 conflict and 2 agreements`."""
    counted = {
        ("conflict", "conflicts"): (Verdict.CONFLICT,),
        ("superseded figure", "superseded figures"): (Verdict.SUPERSEDED,),
        ("agreement", "agreements"): (Verdict.AGREE, Verdict.CONVERTED),
    }
    told = []
    for (one, several), verdicts in counted.items():
        number = sum(drawn.group.verdict in verdicts for drawn in shown)
        if number:
            told.append(f"{number:,} {one if number == 1 else several}")
    return wording.listed(told)


def _notes(shown: Sequence[_Drawn], total: int, options: Options) -> list[str]:
    every = [mark for one in shown for mark in one.marks]
    notes = marks.status_note([mark.claim.fact for mark in every])
    if any(one.group.verdict is Verdict.CONFLICT for one in shown):
        notes.append("Grey: between claims that conflict.")
    if any(mark.is_superseded for mark in every):
        notes.append("Lighter: superseded.")
    if reasons := list(dict.fromkeys(reason for one in shown for reason in one.group.reasons)):
        notes.append(f"What may explain a difference: {'; '.join(reasons[:_MOST_REASONS])}.")
    if any(one.group.verdict is Verdict.CONVERTED for one in shown):
        notes.append("Currencies are held against each other at the rates of the period.")
    if rates := list(dict.fromkeys(mark.claim.conversion for mark in every if mark.claim.conversion)):
        more = f"; and {len(rates) - _MOST_RATES} more rates" if len(rates) > _MOST_RATES else ""
        notes.append(f"Converted to be compared: {'; '.join(rates[:_MOST_RATES])}{more}.")
    if options.originals:
        notes.append("Copies of an article are counted once.")
    left = sum(len(one.group.claims) - len(one.marks) for one in shown)
    if left:
        notes.append(f"{left} claims between the smallest and the largest of their row are not drawn.")
    if len(shown) < total:
        notes.append(f"{len(shown)} of {total} are shown.")
    return notes


def _in_words(drawn: _Drawn) -> str:
    fact = about_of(drawn.group)
    values = wording.listed([f"{mark.said} ({mark.by}{mark.when})" for mark in drawn.marks[:4]])
    return f"{what_of(fact)}: {verdict(drawn.group)}: {values}"
