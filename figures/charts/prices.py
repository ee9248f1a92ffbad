"""Unit prices: what did one unit cost? Prices that texts state, and unit values that follow from them.

One row a product, or what else a price is of, and period; one panel a unit, each from zero. A unit value is
an amount of money over the quantity that it paid for: no text states it, so it is hollow.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

import pandas as pd
import plotly.graph_objects as go

from analysis.conversion import Conversion
from analysis.rates import currency_of
from analysis.rounding import digits_of
from analysis.unit_values import unit_values
from figures import wording
from figures.described import described
from figures.drawing import marks, money, rows
from figures.drawing.frame import message
from figures.drawing.ink import Ink
from figures.drawing.lettering import safe, width
from figures.drawing.scale import Need
from figures.drawing.texts import Text
from figures.look import BODY
from figures.options import Options
from figures.selection import Selection, drawable, once
from figures.shown import Shown, of_fact, of_implied
from figures.titles import when, whose
from figures.words import Words, sources
from schemas.records import Fact
from schemas.units import is_currency

_NOTHING = (
    "None of these facts states a price per unit, or an amount of money with the quantity that it paid."
)
#: Pixels of a row where its label stands beside it, and where it stands above it.
_PITCH, _PITCH_NARROW = 56, 66
#: Pixels from a mark to its label, and what an arrow takes to where the price may lie.
_GAP, _ARROW = 14, 30
#: The side on which a price may lie that a text gives only a bound of.
_BOUNDS = {"more_than": 1, "at_least": 1, "less_than": -1, "at_most": -1}
_NOT_OWN = frozenset({"superseded", "conversion"})


@dataclass(frozen=True, slots=True)
class Price:
    """One price as it is drawn, from `low` to `high`; `said` is how it is written.

    Its tooltip says what it is `told` to be, and the `sentence` that it is of.
    """

    fact: Fact
    value: float
    low: float
    high: float
    unit: str
    said: str
    told: str
    sentence: str
    row: Shown
    conversion: Conversion | None = None

    @property
    def tip(self) -> str:
        """Its tooltip."""
        return marks.tooltip(self.told, self.sentence, *money.rate(self.conversion))

    @property
    def is_implied(self) -> bool:
        """Whether it is a unit value, which no text states."""
        return self.row.origin == "implied"

    @property
    def bound(self) -> int:
        """Where the price may lie: 1 above its mark, -1 below it, 0 where it is that."""
        return 0 if self.is_implied else _BOUNDS.get(self.fact.bound, 0)


@once
def priced(selection: Selection) -> Sequence[Price]:
    """Return the prices that this figure draws, in the currency asked for."""
    chosen, options = drawable(selection), selection.options
    found = [_stated(one, options) for one in chosen if _is_unit_price(one)]
    if options.implied:
        known = {one.fact_id: one for one in chosen}
        for one in unit_values(chosen):
            amount, quantity = (known[each] for each in one.derived_from)
            turned, conversion = money.implied_in(one, options)
            written = turned._replace(value=wording.rounded(turned.value, _digits(amount, quantity)))
            told = marks.told_implied(written, amount)
            said = f"{wording.amount(written.value, written.unit)} implied"
            row = of_implied(turned, amount, conversion)
            found.append(
                Price(
                    amount, turned.value, turned.value_low, turned.value_high, turned.unit, said, told,
                    _sentences(amount, quantity), row, conversion,
                )
            )  # fmt: skip
    return found


def _is_unit_price(fact: Fact) -> bool:
    """Tell whether a fact is the price of a unit; an exchange rate is the price of no goods."""
    per = fact.unit.partition("/")[2]
    own = fact.measure == "price" and fact.role not in _NOT_OWN
    return own and bool(per) and currency_of(fact.unit) is not None and not is_currency(per)


def _stated(fact: Fact, options: Options) -> Price:
    fact, conversion = money.fact_in(fact, options)
    written = money.as_written(fact, conversion)
    average = " on average" if fact.statistic == "average" else ""
    firm = f", {wording.firmness(fact)}" if marks.is_unfirm(fact) else ""
    low, high = sorted((fact.value, fact.value_high or fact.value))
    said = f"{wording.fact_amount(written)}{average}{firm}"
    told, row = marks.told(written), of_fact(fact, conversion)
    return Price(fact, fact.value, low, high, fact.unit, said, told, fact.sentence, row, conversion)


def _digits(amount: Fact, quantity: Fact) -> int:
    """Return with how many digits a unit value is written: as many as the less exact of its two parts has."""
    return max(2, min(digits_of(one.quote) or 3 for one in (amount, quantity)))


def _sentences(amount: Fact, quantity: Fact) -> str:
    """Return what the texts say of an amount and of the quantity that it paid for."""
    return " … ".join(dict.fromkeys((amount.sentence, quantity.sentence)))


def draw(selection: Selection) -> go.Figure:
    """What did a tonne, a barrel or another unit cost?

    Draw one mark a price, those of one thing and period in one row, one panel a unit.
    """
    documents, options = selection.documents, selection.options
    found = priced(selection)
    if not found:
        return message("Unit prices", _NOTHING, options)
    groups = _grouped(found)
    pitch = _PITCH_NARROW if options.width < rows.NARROW else _PITCH
    draft = _words(groups, documents, options, len(found))
    fits = rows.fitting([_panel(group, options) for group in groups], draft, options, pitch)
    groups = [group[:most] for group, most in zip(groups, fits, strict=True) if most]
    ink = Ink()
    words = _words(groups, documents, options, len(found))
    panels = [_panel(group, options) for group in groups]
    for group, placed in zip(groups, rows.place(ink, panels, words, options, pitch), strict=True):
        _fill(ink, group, placed, options)
    return ink.figure()


#: The prices of one thing over one period.
_Row = list[Price]


def _grouped(found: Iterable[Price]) -> list[list[_Row]]:
    """Return the rows of each unit, that with most rows first.

    The dearest thing comes first, and what was paid for it at other times stands beside it, in time.
    """
    units: dict[str, dict[tuple[object, ...], _Row]] = {}
    for one in found:
        key = wording.subject(one.fact), one.row.period_start, one.row.period_end
        units.setdefault(one.unit, {}).setdefault(key, []).append(one)
    groups = []
    for named in units.values():
        dearest: dict[str, float] = {}
        for row in named.values():
            name = wording.subject(row[0].fact)
            dearest[name] = max(dearest.get(name, 0.0), *(one.value for one in row))
        groups.append(sorted(named.values(), key=lambda row: _order(row[0], dearest)))
    return sorted(groups, key=len, reverse=True)


def _order(one: Price, dearest: dict[str, float]) -> tuple[float, str, date, date]:
    name = wording.subject(one.fact)
    return -dearest[name], name, one.row.period_start or date.max, one.row.period_end or date.max


def _panel(group: Sequence[_Row], options: Options) -> rows.Panel:
    unit = group[0][0].unit
    largest = max(one.high for row in group for one in row)
    return rows.Panel(unit, wording.unit_title(unit, largest), [_row(row, options) for row in group])


def _row(row: _Row, options: Options) -> rows.Row:
    first = row[0]
    period = wording.period(first.row.period_start, first.row.period_end)
    detail = period or "The text names no period"
    return rows.Row(wording.subject(first.fact), detail, tuple(_needs(row, options)))


def _needs(row: _Row, options: Options) -> list[Need]:
    low, high = _ends(row)
    before = _ARROW + 4 if any(one.bound < 0 for one in row) else 12
    return [
        Need(low, before, 12),
        Need(high, 12, width(_label(row, options), BODY, bold=True) + _away(row) + 6),
    ]


def _ends(row: _Row) -> tuple[float, float]:
    return min(one.low for one in row), max(one.high for one in row)


def _away(row: _Row) -> float:
    """Return how many pixels from the last mark of a row its label begins: an arrow may lie between."""
    return _GAP + (_ARROW if any(one.bound > 0 for one in row) else 0)


def _label(row: _Row, options: Options) -> str:
    """Return what stands behind a row: its price, or from which to which its prices go."""
    if len({one.said for one in row}) == 1:
        return _plain(row[0])
    low, high = (_without_unit(wording.amount(one, row[0].unit), row[0].unit) for one in _ends(row))
    return f"{low} to {high}{f', {len(row)} prices' if options.width >= rows.NARROW else ''}"


def _plain(one: Price) -> str:
    """Return a price without the unit that its axis names: `$4,602`, `about $77`, `$4,630 implied`."""
    return _without_unit(one.said, one.unit)


def _without_unit(said: str, unit: str) -> str:
    per = wording.amount(1.0, unit).partition(" a ")[2]
    return said.replace(f" a {per}", "") if per else said


def _fill(ink: Ink, group: Sequence[_Row], placed: rows.Placed, options: Options) -> None:
    """Draw a panel: a line from zero to each row's last mark, the marks, arrows and labels."""
    look = options.palette
    for number, row in enumerate(group):
        y, high = placed.y(number), _ends(row)[1]
        ink.shape(
            type="line", xref=placed.xaxis, yref=placed.yaxis, x0=0, x1=high, y0=y, y1=y, layer="below",
            line={"color": look.line, "width": 1.5},
        )  # fmt: skip
        for one in row:
            _arrow(ink, one, y, placed, options)
        text = f"<b>{safe(_label(row, options))}</b>"
        ink.text(Text(placed.anchor(high, y, _away(row)), text, 1, BODY, look.ink, look.ground, "price"))
    spots = [(one, placed.y(number)) for number, row in enumerate(group) for one in row]
    looks: dict[tuple[object, ...], list[tuple[Price, float]]] = {}
    for one, y in spots:
        looks.setdefault((one.fact.flow, one.fact.status, one.is_implied), []).append((one, y))
    for alike in looks.values():
        _draw(ink, alike, placed, options)


def _draw(ink: Ink, alike: Sequence[tuple[Price, float]], placed: rows.Placed, options: Options) -> None:
    """Draw prices that look alike in one trace, with what each may be at most and at least."""
    first, look = alike[0][0], options.palette
    at = {
        "x": [one.value for one, _ in alike], "y": [y for _, y in alike], "mode": "markers",
        "xaxis": placed.xaxis, "yaxis": placed.yaxis, "cliponaxis": False,
    }  # fmt: skip
    outer = None if first.is_implied else marks.ring(first.fact, look)
    if outer is not None:
        ink.scatter(**at, marker=outer, hoverinfo="skip")
    hue = marks.colour(first.fact.flow, look)
    whiskers = {
        "type": "data", "symmetric": False, "color": hue, "thickness": 1.2, "width": 5,
        "array": [one.high - one.value for one, _ in alike],
        "arrayminus": [one.value - one.low for one, _ in alike],
    }  # fmt: skip
    mark = marks.hollow(first.fact.flow, look) if first.is_implied else marks.marker(first.fact, look)
    ink.scatter(
        **at, marker=mark,
        error_x=whiskers if any(one.low != one.high for one, _ in alike) else None,
        customdata=[" ".join(one.row.fact_ids) for one, _ in alike],
        hovertext=[one.tip for one, _ in alike], hoverinfo="text",
    )  # fmt: skip


def _arrow(ink: Ink, one: Price, y: float, placed: rows.Placed, options: Options) -> None:
    """Draw an arrow to where a price may lie of which the text gives a bound: a cap is the most it may be."""
    if one.bound:
        ink.annotation(
            xref=placed.xaxis, yref=placed.yaxis, x=one.value, y=y, xshift=one.bound * _ARROW, text="",
            ax=-one.bound * (_ARROW - 8), ay=0, arrowwidth=1.5, arrowhead=2,
            arrowcolor=marks.colour(one.fact.flow, options.palette),
        )  # fmt: skip


def _words(groups: Sequence[Sequence[_Row]], documents: pd.DataFrame, options: Options, total: int) -> Words:
    shown = [one for group in groups for row in group for one in row]
    facts = [one.fact for one in shown]
    table = tuple(one.row for one in shown)
    about = whose(facts, several="") if all(one.flow for one in facts) else ""
    years = when([(row.period_start, row.period_end) for row in table if row.period_start and row.period_end])
    title = f"{about}: prices per unit" if about else "Prices per unit"
    units = list(dict.fromkeys(one.unit for one in shown))
    return Words(
        title=f"{title}, {years}" if years else title,
        subtitle=f"{wording.unit_list(units[:4])}{' and others' if units[4:] else ''}; each axis from zero",
        notes=(*_notes(shown, total), *money.notes((one.conversion for one in shown), options)),
        sources=sources(documents, (one.document_id for one in facts)),
        described=described("Dot plot", table),
        rows=table,
    )


def _notes(shown: Sequence[Price], total: int) -> list[str]:
    notes = marks.status_note([one.fact for one in shown if not one.is_implied])
    notes = [note.replace("Dashed", "Diamond") for note in notes]
    if formulas := dict.fromkeys(one.row.note.partition(";")[0] for one in shown if one.is_implied):
        notes.append(
            f"Hollow: implied unit value, {wording.listed(list(formulas))}; the bar through it is what "
            "rounding allows."
        )
    if any(one.bound for one in shown):
        notes.append("Arrow: the text gives a bound, and the price lies on that side of it.")
    if len(shown) < total:
        notes.append(f"{len(shown)} of {total} prices are shown.")
    return notes
