"""A table's figures -> facts."""

from bisect import bisect_right
from typing import NamedTuple

from extraction.confidence import COSTS, Doubt
from extraction.currencies import is_shared, shared_currency
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.tables.figures import Figure, Table
from extraction.tables.headings import Heading
from extraction.tables.sides import Sides, sides_of
from extraction.tables.times import Times, times_of
from extraction.times.periods import Asked
from schemas.records import Document, Evidence, Fact, Passage, fact_id
from schemas.units import BARE_UNITS, currencies
from schemas.vocabulary import Section

RULE = "a table's cell"
_SIGNED = frozenset({"change", "relative_change"})
_PLAIN = words_in("plain heading")
_TRADED_UNITS = words_in("traded unit")
_LONGEST_INDICATOR = 90


class Asking(NamedTuple):
    """What a table's facts take from the text around it, as a Context has it."""

    document: Document
    passages: tuple[Passage, ...]
    subject: str | None = None
    places: tuple[str, ...] = ()
    currency: str | None = None


def facts_of(table: Table, asking: Asking) -> list[Fact]:
    """Return the facts of a table in the text's order."""
    shows_signs = any(figure.sign < 0 for figure in table.figures)
    told = [(figure, sides) for figure in table.figures if (sides := sides_of(figure.around)) is not None]
    if any(_owns(figure, sides) for figure, sides in told):
        asking = asking._replace(subject=None)
    found = (_fact(table, figure, sides, asking, shows_signs=shows_signs) for figure, sides in told)
    return [fact for fact in found if fact is not None and (fact.flow or fact.indicator)]


def _owns(figure: Figure, sides: Sides) -> bool:
    """Tell whether the country of a row or column is whose flow it is: then the others are not the text's."""
    own = [head.country.word for head in (*figure.around.row, *figure.around.column) if head.country]
    return sides.reporter in own


def _fact(table: Table, figure: Figure, sides: Sides, asking: Asking, *, shows_signs: bool) -> Fact | None:
    sides = Sides(is_open=True) if _is_nobodys(figure, sides) else sides
    reporter, partner, trust = _countries(sides, asking)
    asked = Asked(asking.document.published, country=reporter)
    times = times_of(figure, table.columns, asked)
    unit, certain = _currency(table.text, figure, reporter, asking)
    flow = str(sides.flow.value) if sides.flow else None
    if figure.sign < 0 and flow != "balance" and figure.measure not in _SIGNED:
        return None  # what is less than nothing is no amount of trade
    says = {
        **_value(figure, sides, flow, shows_signs=shows_signs),
        "unit": unit,
        "reporter": reporter,
        "partner": partner,
        "indicator": _indicator(table.text, figure),
        "status": _status(figure, times, asking.document),
        "period_start": times.days[0] if times.days else None,
        "period_end": times.days[1] if times.days else None,
        "baseline_period_start": times.baseline[0] if times.baseline else None,
        "baseline_period_end": times.baseline[1] if times.baseline else None,
    }
    confidence = figure.confidence * sides.confidence * times.confidence * trust * certain
    return _made(
        table.text, figure, says, _evidence(figure, sides, times, says), asking, round(confidence, 3)
    )


def _is_nobodys(figure: Figure, sides: Sides) -> bool:
    """A market price is nobody's; that of an export is."""
    return figure.measure == "price" and sides.flow is None


def _countries(sides: Sides, asking: Asking) -> tuple[str | None, str | None, float]:
    """Return reporter and partner, and what it costs to take the reporter from the text."""
    reporter = str(sides.reporter.value) if sides.reporter else None
    partner = str(sides.partner.value) if sides.partner else None
    partner = None if partner in ("WLD", reporter) else partner
    if (
        reporter is None
        and sides.flow is not None
        and not sides.is_open
        and asking.subject not in (None, partner)
    ):
        return asking.subject, partner, COSTS[Doubt.CARRIED_REPORTER]
    return reporter, partner, 1.0


def _currency(text: str, figure: Figure, reporter: str | None, asking: Asking) -> tuple[str, float]:
    """Return the unit with a currency that several countries share settled, and what that costs."""
    if asking.currency and figure.family == "dollar":
        return figure.unit.replace("USD", asking.currency), 1.0
    if not is_shared(figure.family):
        return figure.unit, 1.0
    code = shared_currency(text, figure.family, (reporter, *asking.places))
    if code is None:
        return figure.unit, COSTS[Doubt.GUESSED_CURRENCY]
    return figure.unit.replace(figure.unit.partition("/")[0], code), 1.0


def _value(figure: Figure, sides: Sides, flow: str | None, *, shows_signs: bool) -> dict[str, object]:
    """Return the columns that say what the figure is, its sign made a direction or a side of the balance."""
    changes = figure.measure in _SIGNED
    balance = sides.balance if flow == "balance" else None
    level = flow == "balance" and figure.measure == "level"
    if level and figure.sign < 0:
        balance = "deficit"
    elif level and shows_signs and balance is None:
        balance = "surplus"
    return {
        "value": -figure.value if level and figure.sign < 0 else figure.value,
        "value_high": None,
        "bound": "exact",
        "counted": None,
        "measure": figure.measure,
        "direction": ("decrease" if figure.sign < 0 else "increase") if changes else None,
        "statistic": "total" if any(head.total for head in figure.around.row) else None,
        "flow": flow,
        "balance": balance,
        "baseline_value": None,
        "role": None,
    }


def _status(figure: Figure, times: Times, document: Document) -> str:
    """Return how firm a figure is; what was still to come when the text appeared is a forecast."""
    word = _status_word(figure)
    if word is not None:
        return str(word.value)
    ahead = times.days is not None and document.published is not None and times.days[0] > document.published
    return "forecast" if ahead else "reported"


def _status_word(figure: Figure) -> Token | None:
    return next((head.status for head in figure.around.all() if head.status), None)


def _indicator(text: str, figure: Figure) -> str | None:
    """Return what is measured, in the text's words: a product of the row, else what names the flow."""
    around = figure.around
    above = (*around.column, *around.group)
    heads = [head for head in around.row if not _is_bare(head)]
    heads += [head for head in above if not (head.flow or _is_bare(head) or _is_plain(text, head))]
    heads += [head for head in (*above, *around.captions, *around.corner) if head.flow]
    heads += [head for head in above if not _is_bare(head)] + list(around.captions)
    for head in heads:
        start, end = head.phrase
        if any(map(str.isalpha, text[start:end])):
            return " ".join(text[start : min(end, start + _LONGEST_INDICATOR)].split())
    return None


def _is_plain(text: str, head: Heading) -> bool:
    """Tell whether a heading names no goods: `Value`."""
    return text[slice(*head.phrase)].lower() in _PLAIN


def _is_bare(head: Heading) -> bool:
    """Tell whether a heading only says when, where, in what unit or how it is measured."""
    alone = head.country is not None and head.phrase[1] <= head.country.word.end
    unit = bool(head.units) and head.units[0].start <= head.phrase[0]
    named = head.flow is None and (head.measure is not None or bool(head.whens) or head.side is not None)
    return bool(alone or unit or named or head.total or (head.several and head.flow is None))


def _evidence(figure: Figure, sides: Sides, times: Times, says: dict[str, object]) -> tuple[Evidence, ...]:
    """Return the words that gave the columns that are filled."""
    told: list[tuple[str, Token | None]] = [
        ("flow", sides.flow),
        ("reporter", sides.reporter),
        ("partner", sides.partner),
    ]
    told += [("period", word) for word in times.words]
    told += [("baseline_period", times.baseline_word), ("status", _status_word(figure))]
    shown = [Evidence(column, word.start, word.end) for column, word in told if word is not None]
    filled = (
        one
        for one in (*figure.evidence, *shown)
        if says.get(one.field, says.get(f"{one.field}_start")) is not None
    )
    return tuple(dict.fromkeys(filled))


def _made(
    text: str,
    figure: Figure,
    says: dict[str, object],
    evidence: tuple[Evidence, ...],
    asking: Asking,
    confidence: float,
) -> Fact:
    start, end, row = figure.start, figure.end, figure.row
    section = _section(asking.passages, start)
    return Fact(
        fact_id=fact_id(asking.document.document_id, start, end, says),
        document_id=asking.document.document_id,
        start=start,
        end=end,
        quote=text[start:end],
        sentence_start=row.start,
        sentence_end=row.end,
        sentence=text[row.start : row.end],
        **says,  # type: ignore[arg-type]
        attributed_to=None,
        section=section,
        salience="low" if section == Section.BOILERPLATE or not _is_traded(figure.unit) else "high",
        rule=RULE,
        confidence=confidence,
        evidence=evidence,
    )


def _is_traded(unit: str) -> bool:
    """Tell whether a unit is money, a plain number, or what goods are traded by."""
    base = unit.partition("/")[0]
    return base in _TRADED_UNITS or base in BARE_UNITS or base in currencies()


def _section(passages: tuple[Passage, ...], at: int) -> str:
    """Return the section of the passage in which a place lies."""
    number = bisect_right(passages, at, key=lambda passage: passage.start) - 1
    return str(passages[max(number, 0)].section.of_facts)
