"""Documents: when was what said about when? One row a document, on an axis of time.

A mark stands on the day of publication, with the number of facts that were read; the light stretches are the
periods that these facts speak of.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from figures import wording
from figures.drawing import rows
from figures.drawing.frame import message, plot_of
from figures.drawing.ink import Ink
from figures.drawing.marks import tooltip
from figures.drawing.scale import Need
from figures.drawing.time_axis import time_ticks
from figures.options import Options
from figures.selection import Selection, drawable, once
from figures.shown import Shown
from figures.words import Words, source, sources
from schemas.records import Fact

_NOTHING = "None of these facts stands in a document whose day of publication is known."
_PITCH, _PITCH_NARROW = 48, 64
#: The columns by which a document is named, and told from others.
_NAMING = ["document_id", "text", "title", "publisher", "published"]
#: A mark opens so many facts of its document; so many of its periods are drawn, the most spoken of.
_MOST_FACTS, _MOST_PERIODS = 8, 24
#: The axis reaches so many years beyond the first and the last publication at most.
_YEARS_BEFORE, _YEARS_AFTER = 12, 6
#: So many documents are told to who cannot see the figure.
_MOST_DESCRIBED = 8
#: A day on an axis of time, in milliseconds.
_A_DAY = 86_400_000


@dataclass(frozen=True, slots=True)
class Stretch:
    """A period that facts of a document speak of, those facts, and the part of it on the axis."""

    start: date
    end: date
    facts: tuple[Fact, ...]


@dataclass(frozen=True, slots=True)
class Told:
    """A document with the day of its publication and its facts, the most telling one first."""

    name: str
    publisher: str
    title: str
    published: date
    facts: tuple[Fact, ...]

    @property
    def stretches(self) -> list[Stretch]:
        """The periods of its facts, the most spoken of first."""
        found: dict[tuple[date, date], list[Fact]] = {}
        for one in self.facts:
            if one.period_start and one.period_end:
                found.setdefault((one.period_start, one.period_end), []).append(one)
        stretches = [Stretch(*days, tuple(facts)) for days, facts in found.items()]
        return sorted(stretches, key=lambda one: (-len(one.facts), one.start, one.end))


@once
def dated(selection: Selection) -> Sequence[Told]:
    """Return the documents that this figure draws, those with facts and a day, the newest first."""
    by_document = _by_document(selection)
    found = [
        _told(row, sorted(by_document[row["document_id"]], key=_telling))
        for row in selection.documents[_NAMING].to_dict("records")
        if row["document_id"] in by_document and pd.notna(row["published"])
    ]
    return sorted(found, key=lambda one: (-one.published.toordinal(), one.name))


def _by_document(selection: Selection) -> dict[str, list[Fact]]:
    found: dict[str, list[Fact]] = {}
    for one in drawable(selection):
        found.setdefault(one.document_id, []).append(one)
    return found


def _told(document: dict[Any, Any], facts: Sequence[Fact]) -> Told:
    day: date = document["published"]
    day = day.date() if hasattr(day, "date") else day
    title, publisher = (
        None if pd.isna(document[name]) else str(document[name]) for name in ("title", "publisher")
    )
    name = wording.title_of(title, "" if pd.isna(document["text"]) else str(document["text"]))
    return Told(source(document), publisher or "", name, day, tuple(facts))


def _telling(fact: Fact) -> tuple[object, ...]:
    """Return by what the most telling facts stand first: of trade, of a period, surely read, early said."""
    known = sum(one is not None for one in (fact.flow, fact.reporter, fact.partner, fact.period_start))
    return fact.role is not None, -known, -fact.confidence, fact.start


def draw(selection: Selection) -> go.Figure:
    """When was what said about when? Draw one row a document, the newest first."""
    documents, options = selection.documents, selection.options
    found = dated(selection)
    if not found:
        return message("Documents", _NOTHING, options)
    undated = len(_by_document(selection)) - len(found)
    pitch = _PITCH_NARROW if options.width < rows.NARROW else _PITCH
    panel = rows.Panel("count", "", [_row(one) for one in found])
    fits = rows.fitting([panel], _words(found, documents, len(found), undated), options, pitch, 36)[0]
    panel.rows, shown = panel.rows[:fits], found[:fits]
    ink = Ink()
    words = _words(shown, documents, len(found), undated)
    (placed,) = rows.place(ink, [panel], words, options, pitch)
    days = _days(shown)
    _time_axis(ink, days, options)
    _periods(ink, shown, placed, days, options)
    _publications(ink, shown, placed, options)
    return ink.figure()


def _row(one: Told) -> rows.Row:
    """Return the row of a document: what it says, and how much; in the plot that would hide periods."""
    head = f"{one.publisher}: {one.title}" if one.publisher else one.title
    return rows.Row(head, f"{wording.day(one.published)} · {_many(len(one.facts))}", (Need(0),))


def _days(shown: Sequence[Told]) -> tuple[date, date]:
    """Return the first and the last day of the axis: what was said, and what it was about, within bounds."""
    published = [one.published for one in shown]
    first, last = min(published), max(published)
    stretches = [each for one in shown for each in _drawn(one)]
    early = min([first, *(each.start for each in stretches)])
    late = max([last, *(each.end for each in stretches)])
    early = max(early, _years_on(first, -_YEARS_BEFORE))
    late = min(late, _years_on(last, _YEARS_AFTER))
    margin = timedelta(days=max((late - early).days // 30, 20))
    return _moved(early, -margin), _moved(late, margin)


def _years_on(day: date, years: int) -> date:
    return date(min(max(day.year + years, 1), 9999), day.month, 1)


def _moved(day: date, by: timedelta) -> date:
    return date.fromordinal(min(max(day.toordinal() + by.days, 1), date.max.toordinal()))


def _drawn(one: Told) -> list[Stretch]:
    return one.stretches[:_MOST_PERIODS]


def _cut(one: Stretch, days: tuple[date, date]) -> tuple[date, date] | None:
    """Return the part of a period that lies on the axis, None where nothing of it does."""
    start, end = max(one.start, days[0]), min(one.end, days[1])
    return (start, end) if start <= end else None


def _time_axis(ink: Ink, days: tuple[date, date], options: Options) -> None:
    # A figure on the last ticks' side has no room for half of what they say.
    wide, _ = plot_of(ink, options)
    at, texts = time_ticks(days, wide)
    edge = timedelta(days=round(20 / wide * (days[1] - days[0]).days))
    kept = [
        (tick, text)
        for tick, text in zip(at, texts, strict=True)
        if days[0] + edge <= date.fromisoformat(tick) <= days[1] - edge
    ]
    line = options.palette.axis
    ink.layout["xaxis"] |= {
        "type": "date", "range": [one.isoformat() for one in days], "tickvals": [tick for tick, _ in kept],
        "ticktext": [text for _, text in kept], "tickangle": 0, "ticks": "outside", "tickcolor": line,
        "showline": True, "linecolor": line, "zeroline": False,
    }  # fmt: skip
    del ink.layout["xaxis"]["title"]


def _periods(
    ink: Ink, shown: Sequence[Told], placed: rows.Placed, days: tuple[date, date], options: Options
) -> None:
    """Draw what each document speaks of as light stretches, darker where they overlap."""
    found = [
        (one, each, part, placed.y(number))
        for number, one in enumerate(shown)
        for each in _drawn(one)
        if (part := _cut(each, days)) is not None
    ]
    ink.bar(
        orientation="h", base=[start.isoformat() for _, _, (start, _), _ in found],
        x=[((end - start).days + 1) * _A_DAY for _, _, (start, end), _ in found],
        y=[y for *_, y in found], width=placed.thickness * 0.7,
        marker={"color": options.palette.flows["total_trade"], "opacity": 0.35, "line": {"width": 0}},
        customdata=[" ".join(_ids(each.facts)) for _, each, _, _ in found],
        hovertext=[
            tooltip(
                f"{_many(len(each.facts))} about {wording.period(each.start, each.end)}",
                each.facts[0].sentence, one.name,
            )
            for one, each, _, _ in found
        ],
        hoverinfo="text", xaxis=placed.xaxis, yaxis=placed.yaxis,
    )  # fmt: skip
    ink.layout["barmode"] = "overlay"


def _ids(facts: Iterable[Fact]) -> list[str]:
    return [one.fact_id for one in facts][:_MOST_FACTS]


def _many(facts: int) -> str:
    return f"{facts:,} {'fact' if facts == 1 else 'facts'}"


def _publications(ink: Ink, shown: Sequence[Told], placed: rows.Placed, options: Options) -> None:
    """Draw the days of publication."""
    look = options.palette
    mark = {"size": 11, "symbol": "diamond", "color": look.ink, "line": {"color": look.ground, "width": 1}}
    ink.scatter(
        x=[one.published.isoformat() for one in shown], y=[placed.y(number) for number in range(len(shown))],
        mode="markers", cliponaxis=False, marker=mark,
        customdata=[" ".join(_ids(one.facts)) for one in shown],
        hovertext=[tooltip(one.name, one.facts[0].sentence, _many(len(one.facts))) for one in shown],
        hoverinfo="text", xaxis=placed.xaxis, yaxis=placed.yaxis,
    )  # fmt: skip


def _words(shown: Sequence[Told], documents: pd.DataFrame, total: int, undated: int) -> Words:
    days = _days(shown)
    facts = sum(len(one.facts) for one in shown)
    table = tuple(row for one in shown for row in _rows(one, days))
    published = sorted(one.published for one in shown)
    years = dict.fromkeys((published[0].year, published[-1].year))
    documents_said = f"{len(shown):,} {'document' if len(shown) == 1 else 'documents'}"
    return Words(
        title=f"Documents of {'–'.join(map(str, years))} and the periods that they speak of",
        subtitle=f"{documents_said} with {_many(facts)}; a diamond is the day of publication",
        notes=tuple(_notes(shown, days, total, undated)),
        sources=sources(documents, (one.facts[0].document_id for one in shown)),
        described=f"Timeline of {documents_said}. {' '.join(map(_in_words, shown[:_MOST_DESCRIBED]))}",
        rows=table,
    )


def _in_words(one: Told) -> str:
    about = [wording.period(each.start, each.end) for each in one.stretches[:3]]
    more = ", and others" if len(one.stretches) > len(about) else ""
    return f"{one.name}: {_many(len(one.facts))}{f', about {wording.listed(about)}{more}' if about else ''}."


def _rows(one: Told, days: tuple[date, date]) -> Iterator[Shown]:
    """Yield the rows of a document: how many facts were published on its day, and about which periods."""
    published = Shown(
        one.name, float(len(one.facts)), "count", "level", one.published, one.published, counted="facts",
        origin="computed", note="published on this day", fact_ids=tuple(_ids(one.facts)),
    )  # fmt: skip
    yield published
    for each in _drawn(one):
        if _cut(each, days) is not None:
            yield published._replace(
                value=float(len(each.facts)), period_start=each.start, period_end=each.end,
                note="about this period", fact_ids=tuple(_ids(each.facts)),
            )  # fmt: skip


def _notes(shown: Sequence[Told], days: tuple[date, date], total: int, undated: int) -> list[str]:
    stretches = [(each, _cut(each, days)) for one in shown for each in _drawn(one)]
    notes = []
    if stretches:
        notes.append("Light: the periods that a document’s facts speak of, darker where they overlap.")
    if any(part != (each.start, each.end) for each, part in stretches):
        notes.append("Periods that reach beyond the axis end with it.")
    if any(len(one.stretches) > _MOST_PERIODS for one in shown):
        notes.append(f"Of each document the {_MOST_PERIODS} periods most spoken of are drawn.")
    if len(shown) < total:
        notes.append(f"The {len(shown)} newest of {total} documents are shown.")
    if undated:
        has = "document has no day of publication and no row" if undated == 1 else (
            "documents have no day of publication and no rows"
        )  # fmt: skip
        notes.append(f"{undated} {has}.")
    return notes
