"""A table's cell -> its figure: its value, its unit and what it measures, by the headings around it."""

from collections.abc import Iterator
from dataclasses import replace
from typing import NamedTuple

from extraction.language.tokens import Token
from extraction.language.writing import Writing
from extraction.reading import Known
from extraction.tables.grid import Grid, Row
from extraction.tables.headings import Heading, read_heading
from extraction.tables.lines import Span
from extraction.tables.numbers import Number, decimal_mark, number_in
from extraction.tables.units import Unit
from schemas.records import Evidence

_SHARES = frozenset({"percent", "percentage_point"})
#: What assuming a thing costs: see settled.
_SIGN_TELLS, _NO_CAPTION = 0.85, 0.9
_SURE = 0.9


class Around(NamedTuple):
    """The headings around a cell, by where they stand, the nearest first."""

    column: tuple[Heading, ...]
    row: tuple[Heading, ...]
    group: tuple[Heading, ...]
    corner: tuple[Heading, ...]
    captions: tuple[Heading, ...]

    def near(self) -> tuple[Heading, ...]:
        """Return the headings of the cell's own column and row, and of the rows it stands among."""
        return (*self.column, *self.row, *self.group)

    def all(self) -> tuple[Heading, ...]:
        """Return all headings, the nearest first."""
        return (*self.near(), *self.corner, *self.captions)


class Figure(NamedTuple):
    """A cell's figure: `value` is positive and in `unit`; `sign` is what is written before it."""

    row: Row
    column: int
    start: int
    end: int
    value: float
    sign: int
    unit: str
    family: str | None
    measure: str
    around: Around
    evidence: tuple[Evidence, ...]
    confidence: float


class Table:
    """A grid with its headings read, and the figures of its cells in the text's order.

    `columns` are the headings of each column, `used` the numbers of those in which cells stand.
    """

    def __init__(self, text: str, grid: Grid, known: Known, writing: Writing) -> None:
        self.text, self.grid, self.known, self.writing = text, grid, known, writing
        self._heads: dict[Span, Heading] = {}
        self.columns = [self._read(spans) for spans in grid.columns]
        self.used = {column for row in grid.rows for column, _ in row.cells}
        self.corner, self.captions = self._read(grid.corner), self._read(grid.captions)
        self.figures = list(self._figures()) if self._tells() else []

    def _read(self, spans: tuple[Span, ...]) -> tuple[Heading, ...]:
        for span in spans:
            if span not in self._heads:
                self._heads[span] = read_heading(self.text, *span, self.known)
        return tuple(self._heads[span] for span in spans)

    def _tells(self) -> bool:
        """Tell whether header and caption say enough for the rows to be a table's.

        Of several columns a heading has to tell anything; of a single one, what it is and in which unit.
        """
        above = [head for column in sorted(self.used) for head in self.columns[column]]
        if len(self.used) > 1:
            return any(not head.is_silent for head in (*above, *self.captions, *self.corner))
        rows = self._read(self.grid.rows[0].headings)
        return any(
            head.units and (head.flow or head.country or head.whens or head.measure)
            for head in (*self.captions, *above)
        ) or (any(head.units for head in above) and any(head.flow for head in rows))

    def unit_spans(self) -> set[Span]:
        """Return where the captions tell units: `billions of US dollars` there is no sum of money."""
        return {(unit.start, unit.end) for head in self.captions for unit in head.units}

    def _headed(self) -> set[int]:
        """Return the columns whose headings tell enough: of several, one without a heading tells nothing.

        Beside a time that was not understood, `1H23`, nobody knows of when a `Change` is.
        """
        if len(self.used) == 1:
            return self.used
        unread = {column for column in self.used if self._is_unread(self.columns[column])}
        timed = {at for at in self.used if any(head.whens for head in self.columns[at])}
        changes = {at for at in self.used if any(head.measure for head in self.columns[at])}
        headed = {column for column in self.used if self.columns[column]} - unread
        return headed - (changes - timed) if unread else headed

    def _is_unread(self, heads: tuple[Heading, ...]) -> bool:
        """Tell whether headings have a number that may be a time, and nothing that was understood."""
        silent = all(head.is_silent for head in heads)
        digits = (any(map(str.isdigit, self.text[slice(*head.span)])) for head in heads)
        return any(head.is_unread for head in heads) or (silent and any(digits))

    def _flow_beside(self, heads: tuple[Heading, ...]) -> list[Heading]:
        """Return the flow that the other columns have in common, for a column of its change or its share."""
        flows = [head for column in self.columns for head in column if head.flow]
        alike = {(head.flow.value, head.partner and head.partner.value) for head in flows if head.flow}
        if len(alike) != 1 or any(head.flow for head in heads) or not any(head.measure for head in heads):
            return []
        return [replace(flows[0], units=(), whens=(), measure=None)]

    def _figures(self) -> Iterator[Figure]:
        cells = (self.text[slice(*span)] for row in self.grid.rows for _, span in row.cells)
        headed = self._headed()
        decimal = decimal_mark(cells, self.writing)
        for row in self.grid.rows if decimal else ():
            rows, group = self._read(row.headings), self._read((row.group,) if row.group else ())
            for column, span in row.cells:
                if column not in headed:
                    continue
                number = number_in(self.text, *span, decimal or ".")
                corner = (*self.corner, *self._flow_beside(self.columns[column]))
                around = Around(self.columns[column], rows, group, corner, self.captions)
                figure = _figure(row, column, number, around) if number else None
                if figure is not None:
                    yield figure


def _figure(row: Row, column: int, number: Number, around: Around) -> Figure | None:
    """Return a cell's figure, or None where its unit or what it measures is not told."""
    if any(head.is_unread for head in around.near()):
        return None
    unit = _unit_of(number, around)
    if unit is None or not unit.unit:
        return None
    found = _measure(unit, number, around)
    if found is None:
        return None
    measure, word, confidence = found
    evidence = [] if unit.start == number.start else [Evidence("unit", unit.start, unit.end)]
    if word is not None:
        evidence.append(Evidence("measure", word.start, word.end))
    factor = 1.0 if number.scaled else unit.factor
    value = float(f"{number.value * factor:.15g}")
    confidence *= _SURE * (1.0 if around.captions else _NO_CAPTION)
    return Figure(
        row, column, number.start, number.end, value, number.sign, unit.unit, unit.family, measure, around,
        tuple(evidence), confidence,
    )  # fmt: skip


def _unit_of(number: Number, around: Around) -> Unit | None:
    """Return a cell's own unit, or its headings' where it has none or the same without their million."""
    unit = _unit(around)
    alike = unit is not None and unit.unit == number.unit and not number.scaled
    if not number.unit or alike:
        return unit
    own = Unit(number.start, number.end, 1.0, number.unit, number.family, "/" in number.unit)
    fits = unit is None or unit.unit in ("", number.unit, *_SHARES) or number.unit in _SHARES
    return own if fits else None


def _unit(around: Around) -> Unit | None:
    """Return the unit that the nearest headings tell, or None where they tell none or different ones.

    A percentage of a column or row goes before the money of the other; a `Change` without a unit is in the
    caption's percent or in nothing.
    """
    for part in (around.column, around.row):
        units = [unit for head in part for unit in head.units]
        if units and all(unit.unit in _SHARES for unit in units):
            return units[0]
    percent = next((u for head in around.all() for u in head.units if u.unit in _SHARES), None)
    if any(head.measure and not head.units for head in (*around.column, *around.row)):
        return percent
    amounts = [found for part in around if (found := _amounts(part))]
    if not amounts:
        return percent
    if len(amounts[0]) > 1 or (_amounts(around.column) and len(amounts) > 1 and _differ(around)):
        return None
    return _scaled(amounts[0][0], around)


def _amounts(part: tuple[Heading, ...]) -> list[Unit]:
    """Return the units of money, weight and the like that a part of the headings tells, each once."""
    units = {(u.factor, u.unit): u for head in part for u in head.units if u.unit and u.unit not in _SHARES}
    return list(units.values())


def _differ(around: Around) -> bool:
    """Tell whether the column is in another unit than the row."""
    rows = {unit.unit for unit in _amounts(around.row)}
    return bool(rows) and rows != {unit.unit for unit in _amounts(around.column)}


def _scaled(unit: Unit, around: Around) -> Unit:
    """Return a unit without a scale with the scale that another heading tells: `euros` under `million`."""
    scale = next((u for head in around.all() for u in head.units if not u.unit), None)
    return unit._replace(factor=scale.factor) if scale is not None and unit.factor == 1 else unit


def _measure(unit: Unit, number: Number, around: Around) -> tuple[str, Token | None, float] | None:
    """Return what a figure measures, the word that says so, and a confidence; None where nothing does."""
    word = _measure_word(unit, around)
    said = str(word.value) if word is not None else ""
    if unit.unit == "percent":
        if said:
            return ("relative_change" if said == "change" else said), word, 1.0
        return ("relative_change", None, _SIGN_TELLS) if number.sign > 0 else None
    if unit.unit == "percentage_point":
        return ("change", word, 1.0) if said == "change" else None
    if unit.price:
        return ("price", None, 1.0) if said != "change" else None
    return ("change", word, 1.0) if said == "change" else ("level", None, 1.0)


def _measure_word(unit: Unit, around: Around) -> Token | None:
    """Return the word for a change, a share or a rate that is said of this unit.

    A caption's is said of its percentages, and of its amounts only where it stands before the flow.
    """
    near = next((head.measure for head in around.near() if head.measure), None)
    if near is not None:
        return near
    for head in (*around.corner, *around.captions):
        opens = head.measure and (head.flow is None or head.measure.start < head.flow.start)
        alone = len(head.units) < 2
        if head.measure and (unit.unit in _SHARES or (opens and alone)):
            return head.measure
    return None
