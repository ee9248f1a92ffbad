"""Whose flow to whom a figure tells: the flow, the reporter and the partner, from the headings around it."""

from typing import NamedTuple

from extraction.language.tokens import Token
from extraction.tables.figures import Around
from extraction.tables.headings import Heading, Side

_WORLD = "WLD"
#: Rows under the flows of one of these are its members, where a partner is told.
_GROUPS = frozenset({"EUU", "EMU", _WORLD})
_EITHER_WAY = frozenset({"total_trade", "balance"})
#: What assuming a side costs.
_ASSUMED = 0.9


class Sides(NamedTuple):
    """A figure's flow and countries: tokens whose `value` is the word or the code.

    `is_open` says that whose flow it is must not be taken from the text around the table.
    """

    flow: Token | None = None
    balance: str | None = None
    reporter: Token | None = None
    partner: Token | None = None
    is_open: bool = False
    confidence: float = 1.0


def sides_of(around: Around) -> Sides | None:
    """Return the flow and the countries of a cell, or None where its headings contradict each other."""
    found = _flow(around)
    if found is None:
        return None
    flow, balance = found
    heads = sorted(around.all(), key=lambda head: head.flow is not flow) if flow else list(around.all())
    sides = Sides(
        flow, balance, _first(heads, "reporter"), _first(heads, "partner"), any(h.several for h in around.row)
    )
    above = next((h.country for h in (*around.group, *around.captions) if h.country), None)
    if sides.reporter is None and above is not None:
        sides = _placed(sides, above, _role(sides, above, None) or "reporter")
    countries = [head.country for head in (*around.row, *around.column) if head.country]
    return _with_own(sides, around, countries)


def _flow(around: Around) -> tuple[Token | None, str | None] | None:
    """Return the flow of the column or the row, else of what stands above; None where they differ."""
    column, row = _flow_of(around.column), _flow_of((*around.row, *around.group))
    if column and row and column.flow and row.flow and column.flow.value != row.flow.value:
        if "total_trade" not in (column.flow.value, row.flow.value):
            return None
        column = row if column.flow.value == "total_trade" else column
    head = column or row or _flow_of((*around.corner, *around.captions))
    return (head.flow, head.balance) if head else (None, None)


def _flow_of(heads: tuple[Heading, ...]) -> Heading | None:
    return next((head for head in heads if head.flow), None)


def _first(heads: list[Heading], name: str) -> Token | None:
    return next((word for head in heads if (word := getattr(head, name)) is not None), None)


def _with_own(sides: Sides, around: Around, countries: list[Side]) -> Sides | None:
    """Return the sides with the country that heads the row or the column; with both, a side must be told."""
    told = next((head.side for head in (*around.corner, *around.captions) if head.side), None)
    if len(countries) > 1:
        return None if told is None else _matrix(sides, countries, told)
    if not countries:
        role = _role(sides, None, told) if told else None
        lacks = role == "reporter" and any(head.several for head in around.row)
        return sides._replace(reporter=None) if lacks else sides
    country = countries[0]
    role = _role(sides, country, told)
    if role is not None:
        return _placed(sides, country, role)
    reporter = sides.reporter.value if sides.reporter else None
    if reporter is None:
        return _placed(sides, country, "reporter")._replace(confidence=_ASSUMED)
    if sides.partner is None or sides.partner.value == _WORLD:
        return _placed(sides, country, "partner")
    if reporter in _GROUPS:
        return _placed(sides, country, "reporter")._replace(confidence=_ASSUMED)
    return sides if country.word.value in (reporter, sides.partner.value) else None


def _matrix(sides: Sides, countries: list[Side], told: str) -> Sides | None:
    """`Exporter` above the rows says that the columns are the other side."""
    if sides.flow is None or len(countries) != 2:
        return None
    row, column = countries
    role = _role(sides, None, told)
    if role is None:
        return None
    other = "partner" if role == "reporter" else "reporter"
    return _placed(_placed(sides, row, role), column, other)._replace(confidence=_ASSUMED)


def _role(sides: Sides, country: Side | None, told: str | None) -> str | None:
    """Return which side a country is, where a preposition or a word of the header says so."""
    flow = sides.flow.value if sides.flow else None
    sends = {"from": "sends", "to": "receives"}.get(country.by if country else "", told)
    if sends in ("sends", "receives") and flow in _EITHER_WAY:
        return "partner"
    if sends in ("sends", "receives"):
        return "reporter" if (sends == "sends") == (flow != "import") else "partner"
    return sends


def _placed(sides: Sides, country: Side, role: str) -> Sides:
    return (
        sides._replace(reporter=country.word) if role == "reporter" else sides._replace(partner=country.word)
    )
