"""Shares: what part of what whole? One bar from 0 to 100 percent a whole, a segment for each stated share.

Segments stand side by side only where a text gives them as parts of one whole that do not overlap; every
other share has a row of its own. What no share is given of stays empty.

Only segments that stand side by side are called by their partners. Of a lone share nobody can tell whether
its partner has it (`Brazil supplies 68% of what the US imports`) or is a side of the whole (`43% of what
Brazil sold to the US`): its row names both sides and quotes the words, and its segment has the number alone.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from analysis.shares import Part, Whole, percent, wholes
from analysis.subjects import subject
from figures import wording
from figures.described import described
from figures.drawing import rows
from figures.drawing.frame import message, plot_of
from figures.drawing.ink import Ink
from figures.drawing.lettering import cut, safe, width
from figures.drawing.marks import colour, is_unfirm, status_note, told, tooltip
from figures.drawing.scale import Need
from figures.drawing.spreading import fitting
from figures.drawing.texts import Text
from figures.look import BODY, CLEAR, SMALL, Palette
from figures.options import Options
from figures.selection import Selection, drawable
from figures.shown import of_fact
from figures.titles import whose
from figures.words import Words, sources
from schemas.records import Fact

_NOTHING = "None of these facts says what share of a whole something is."
#: Pixels: a row where labels stand beside it and where they stand above it, and the least of a row.
_PITCH, _PITCH_NARROW, _LEAST = 64, 84, 44
#: A row whose labels do not all fit into their segments is so much higher: they stand below the bar.
_HIGHER = 1.45
#: The share of the figure that a bar takes at least; see figures.drawing.rows.
_BAR, _BAR_NARROW = 0.58, 0.82
#: Between a label and the end of its segment, and from a bar to the labels below it.
_INSIDE, _BELOW = 6, 15
#: The longest name of a segment, in pixels, and how much of a flow's colour it has.
_LONGEST, _TINT = 150, 0.3
#: A text that does not name the whole is quoted by so many letters.
_QUOTED = 60


def shared(selection: Selection) -> list[Whole]:
    """Return the wholes that this figure draws, those with most shares first."""
    found = wholes(drawable(selection))
    return sorted(found, key=lambda one: -len(one.parts))


def draw(selection: Selection) -> go.Figure:
    """What part of what whole? Draw one bar a whole, from 0 to 100 percent."""
    documents, options = selection.documents, selection.options
    found = shared(selection)
    if not found:
        return message("Shares", _NOTHING, options)
    days = dict(zip(documents["document_id"], documents["published"], strict=True))
    pitch = _PITCH_NARROW if options.width < rows.NARROW else _PITCH
    panel = rows.Panel("percent", "Percent of the whole", [_row(one, days, options) for one in found])
    draft = _words(found, documents, len(found), 0)
    fits = rows.fitting([panel], draft, options, pitch, _LEAST)[0]
    panel.rows, shown = panel.rows[:fits], found[:fits]
    # How many labels have no room is known when all is placed, and the note that says so takes a line.
    left = _fill(Ink(), panel, shown, draft, options, pitch)
    ink = Ink()
    _fill(ink, panel, shown, _words(shown, documents, len(found), left), options, pitch)
    return ink.figure()


def _row(whole: Whole, days: dict[str, Any], options: Options) -> rows.Row:
    fact, is_lone = whole.parts[0].fact, len(whole.parts) == 1
    about = fact if is_lone else fact._replace(partner=None)
    says_more = bool(subject(fact)) or fact.flow is None
    head = (
        wording.subject(about) if says_more else wording.flow_phrase(fact.flow, fact.reporter, about.partner)
    )
    when = wording.period(fact.period_start, fact.period_end)
    published: date | None = days.get(fact.document_id)
    if not when and pd.notna(published):
        when = f"text of {wording.day(published)}"
    words = wording.words_around(fact, _quoted_letters(when, options))
    quoted = f"“{words}”" if _is_quoted(whole) else ""
    detail = " · ".join(filter(None, (when, quoted)))
    inside = all(_fits_inside(part, options, is_lone=is_lone) for part in whole.parts)
    return rows.Row(head, detail, (Need(100, 10, 18),), 1.0 if inside else _HIGHER)


def _quoted_letters(when: str, options: Options) -> int:
    """Return how many letters of a text are quoted: above a bar is one line, with the number at its end."""
    if options.width >= rows.NARROW:
        return _QUOTED
    room = options.width - 48 - width(f"{when} · “…”", SMALL)
    return max(16, min(_QUOTED, int(room / width("e", SMALL))))


def _is_quoted(whole: Whole) -> bool:
    """Tell whether a row quotes its text, for its head does not say what the whole is."""
    fact = whole.parts[0].fact
    if len(whole.parts) > 1:
        return not (fact.indicator and fact.reporter)
    # What has neither flow nor indicator is called by its words already.
    return bool(fact.flow or fact.indicator or fact.counted)


def _name(part: Part) -> str:
    """Return whose a share is that stands beside others: its partner's."""
    return wording.capital(wording.place(part.fact.partner))


def _label(part: Part, *, is_lone: bool) -> tuple[str, str]:
    """Return the name and the percent of a segment; one that stands alone has no name."""
    name = "" if is_lone else cut(_name(part), SMALL, _LONGEST)
    return name, wording.fact_amount(_in_percent(part.fact))


def _in_percent(fact: Fact) -> Fact:
    """Return a share in percent: a third is 33%, for nobody meant 33.3%."""
    if fact.unit == "percent":
        return fact
    high = None if fact.value_high is None else _short(fact.value_high * 100)
    return fact._replace(unit="percent", value=_short(percent(fact)), value_high=high)


def _short(share: float) -> float:
    return round(share, 1) if abs(share - round(share, 1)) < 1e-9 else wording.rounded(share, 2)


def _label_width(part: Part, *, is_lone: bool) -> float:
    name, amount = _label(part, is_lone=is_lone)
    return width(f"{name} ", SMALL) + width(amount, BODY, bold=True)


def _fits_inside(part: Part, options: Options, *, is_lone: bool) -> bool:
    narrow = options.width < rows.NARROW
    bar = (options.width - 48) * _BAR_NARROW if narrow else options.width * _BAR
    return _label_width(part, is_lone=is_lone) + 2 * _INSIDE <= part.percent / 100 * bar


@dataclass(frozen=True, slots=True)
class _Segment:
    """One share where it stands: from which percent on, and on which height of the axis."""

    part: Part
    start: float
    y: float
    is_lone: bool

    @property
    def middle(self) -> float:
        return self.start + self.part.percent / 2


def _fill(
    ink: Ink,
    panel: rows.Panel,
    shown: Sequence[Whole],
    words: Words,
    options: Options,
    pitch: float,
) -> int:
    """Draw the bars and their labels, and return how many labels have no room."""
    (placed,) = rows.place(ink, [panel], words, options, pitch)
    ink.layout["xaxis"] |= {"tickvals": [0, 25, 50, 75, 100], "ticktext": ["0", "25", "50", "75", "100"]}
    segments: list[list[_Segment]] = []
    heights = [_height(placed, panel, number, options) for number in range(len(shown))]
    for y, whole in zip(heights, shown, strict=True):
        row: list[_Segment] = []
        for part in whole.parts:
            start = row[-1].start + row[-1].part.percent if row else 0.0
            row.append(_Segment(part, start, y, len(whole.parts) == 1))
        segments.append(row)
    _bars(ink, [one for row in segments for one in row], placed, options.palette)
    _rests(ink, shown, heights, placed, options.palette)
    a_row = _pixels(ink, panel, options)
    return sum(
        _labels(ink, row, panel.rows[number].size, placed, a_row, options)
        for number, row in enumerate(segments)
    )


def _height(placed: rows.Placed, panel: rows.Panel, number: int, options: Options) -> float:
    """Return where a row's bar stands: below a label that stands above it, and so above what lies below."""
    spare = (panel.rows[number].size - 1) / 2 if options.width < rows.NARROW else 0.0
    return placed.y(number) - spare


def _pixels(ink: Ink, panel: rows.Panel, options: Options) -> float:
    """Return how many pixels a row of size 1 takes."""
    low, high = ink.layout["yaxis"]["domain"]
    return float(plot_of(ink, options)[1] * (high - low) / panel.size)


def _bars(ink: Ink, segments: Sequence[_Segment], placed: rows.Placed, look: Palette) -> None:
    facts = [one.part.fact for one in segments]
    ink.bar(
        orientation="h", x=[one.part.percent for one in segments], base=[one.start for one in segments],
        y=[one.y for one in segments], width=placed.thickness, marker=_looks(facts, look),
        customdata=[" ".join(fact.fact_id for fact in one.part.facts) for one in segments],
        hovertext=[tooltip(told(_in_percent(one)), one.sentence) for one in facts], hoverinfo="text",
        xaxis=placed.xaxis, yaxis=placed.yaxis,
    )  # fmt: skip
    ink.layout["barmode"] = "overlay"


def _looks(facts: Sequence[Fact], look: Palette) -> dict[str, Any]:
    hues = [colour(one.flow, look) for one in facts]
    hatched = [one.status in ("provisional", "estimate") for one in facts]
    fills = [
        CLEAR if is_unfirm(one) else hue if lines else _tint(hue)
        for one, hue, lines in zip(facts, hues, hatched, strict=True)
    ]
    shape: dict[str, Any] = {"color": fills, "line": {"color": hues, "width": 1.5}}
    if any(hatched):
        shapes = ["/" if one else "" for one in hatched]
        shape["pattern"] = {"shape": shapes, "size": 8, "solidity": 0.15, "fillmode": "replace"}
    return shape


def _tint(hue: str) -> str:
    """Return a colour so light that text on it can be read, on a light ground and on a dark one."""
    parts = ", ".join(str(int(hue[at : at + 2], 16)) for at in (1, 3, 5))
    return f"rgba({parts}, {_TINT})"


def _rests(
    ink: Ink, shown: Sequence[Whole], heights: Sequence[float], placed: rows.Placed, look: Palette
) -> None:
    """Draw what is left of each whole as an outline: nobody said whose it is."""
    left = [(y, one.rest) for y, one in zip(heights, shown, strict=True) if one.rest > 0]
    ink.bar(
        orientation="h", x=[rest for _, rest in left], base=[100 - rest for _, rest in left],
        y=[y for y, _ in left], width=placed.thickness, hoverinfo="skip",
        marker={"color": CLEAR, "line": {"color": look.axis, "width": 1}},
        xaxis=placed.xaxis, yaxis=placed.yaxis,
    )  # fmt: skip


def _labels(
    ink: Ink,
    row: Sequence[_Segment],
    size: float,
    placed: rows.Placed,
    a_row: float,
    options: Options,
) -> int:
    """Write into each segment, or below it, what it is; return how many there is no room for."""
    inside = [one for one in row if _fits_inside(one.part, options, is_lone=one.is_lone)]
    for one in inside:
        hatched = one.part.fact.status in ("provisional", "estimate")
        _write(ink, one, one.middle, one.y, placed, options, on_hatch=hatched)
    _rest_label(ink, row, placed, options)
    outside = [one for one in row if one not in inside]
    below = _BELOW / a_row + placed.thickness / 2
    if not outside or size == 1.0:
        return len(outside)
    low, high = ink.layout["xaxis"]["range"]
    wide, _ = plot_of(ink, options)
    a_percent = wide / (high - low)
    fits = fitting(
        [(one.middle - low) * a_percent for one in outside],
        [_label_width(one.part, is_lone=one.is_lone) + 14 for one in outside],
        0,
        wide + (0 if options.bare else 16),
        [one.part.percent for one in outside],
    )
    for number, middle in fits.items():
        one = outside[number]
        at = low + middle / a_percent
        ink.shape(
            type="line", xref=placed.xaxis, yref=placed.yaxis, x0=one.middle, x1=at,
            y0=one.y + placed.thickness / 2, y1=one.y + below - 6 / a_row,
            line={"color": options.palette.axis, "width": 1},
        )  # fmt: skip
        _write(ink, one, at, one.y + below, placed, options)
    return len(outside) - len(fits)


def _write(
    ink: Ink,
    one: _Segment,
    x: float,
    y: float,
    placed: rows.Placed,
    options: Options,
    *,
    on_hatch: bool = False,
) -> None:
    name, amount = _label(one.part, is_lone=one.is_lone)
    look = options.palette
    text = f'<span style="font-size:{SMALL}px">{safe(name)}</span> <b>{safe(amount)}</b>'.strip()
    ground = look.ground if on_hatch else None
    ink.text(Text(placed.anchor(x, y), text, 0, BODY, look.ink, ground))


def _rest_label(ink: Ink, row: Sequence[_Segment], placed: rows.Placed, options: Options) -> None:
    end = row[-1].start + row[-1].part.percent
    bar = (options.width - 48) * _BAR_NARROW if options.width < rows.NARROW else options.width * _BAR
    if (100 - end) / 100 * bar < width("rest", SMALL) + 2 * _INSIDE:
        return
    at = placed.anchor((end + 100) / 2, row[0].y)
    ink.text(Text(at, "rest", 0, SMALL, options.palette.soft))


def _words(shown: Sequence[Whole], documents: pd.DataFrame, total: int, left: int) -> Words:
    facts = [part.fact for whole in shown for part in whole.parts]
    table = tuple(
        of_fact(_in_percent(part.fact))._replace(fact_ids=tuple(one.fact_id for one in part.facts))
        for whole in shown
        for part in whole.parts
    )
    about = whose(facts, several="")
    return Words(
        title=f"{about}: shares of the whole" if about else "Shares of the whole, as reported",
        subtitle="Percent; one bar a whole, one segment a stated share",
        notes=tuple(_notes(shown, facts, total, left)),
        sources=sources(documents, (one.document_id for one in facts)),
        described=described("Stacked bars", table),
        rows=table,
    )


def _notes(shown: Sequence[Whole], facts: Sequence[Fact], total: int, left: int) -> list[str]:
    notes = [note.replace("Ring", "Hatched").replace("Dashed", "Outlined") for note in status_note(facts)]
    if any(one.rest > 0 for one in shown):
        notes.append("Rest: what the text gives to nobody.")
    if any(len(one.parts) > 1 for one in shown):
        notes.append("Shares stand in one bar where one sentence gives them, each to another partner.")
    if any(_is_quoted(whole) for whole in shown):
        notes.append("What whole a share is of is for the quoted words to say.")
    if len(shown) < total:
        notes.append(f"{len(shown)} of {total} wholes are shown.")
    if left:
        notes.append(f"{left} {'label has' if left == 1 else 'labels have'} no room here.")
    return notes
