"""What a person says of a fact, in words -> checked against the contract -> the store.

    accept, correct, reject, withdraw   what may be said
    undo                                the last word is taken back, and the one before it stands
    machine_reading                     a fact as it was read, whatever was said of it

A correction comes as the texts of a form. What cannot be is refused whole, with the reason at its column.
"""

import re
from collections.abc import Callable, Mapping
from datetime import date
from typing import Any, NamedTuple

from schemas.contract import ContractError
from schemas.errors import TradefactsError
from schemas.frames import check_facts, facts_frame
from schemas.places import country_code
from schemas.records import Fact
from schemas.units import is_currency, is_unit
from schemas.vocabulary import CLOSED_COLUMNS, DATE_COLUMNS, NUMBER_COLUMNS, Verdict
from store import CORRECTABLE, By, Review, Said, Store

#: A note and a text of a fact have so many letters.
_LONGEST_NOTE, _LONGEST_TEXT = 1000, 200
_THOUSANDS = re.compile(r"[+\-−]?\d{1,3}(?:,\d{3})+(?:\.\d+)?")
_COUNTRIES = ("reporter", "partner")
#: What the contract says of several columns together, and where it is to be said.
_WHOLE = {
    "value_high is below value": ("value_high", "The upper end of a range is not below its lower end."),
    "a change has a direction, and only changes and ratios have one": (
        "direction",
        "A change has a direction, and only changes and ratios have one.",
    ),
    "balance is filled exactly where the flow is balance": (
        "balance",
        "Only a flow that is a balance has a surplus or a deficit.",
    ),
    "period_start and period_end are not both there and in order": (
        "period_end",
        "A period has a first and a last day, in this order.",
    ),
    "baseline_period_start and baseline_period_end are not both there and in order": (
        "baseline_period_end",
        "A period has a first and a last day, in this order.",
    ),
}


class CorrectionError(TradefactsError):
    """A correction cannot be; `reasons` has a sentence for each column that is at fault."""

    def __init__(self, reasons: Mapping[str, str]) -> None:
        self.reasons = dict(reasons)
        super().__init__(" ".join(dict.fromkeys(self.reasons.values())))


class Known(NamedTuple):
    """A fact as it counts now, as the machine read it, and what people said of it, the last first."""

    fact: Fact
    machine: Fact
    reviews: list[Review]

    @property
    def verdict(self) -> Verdict | None:
        """What counts of what was said; None where nobody said anything, or withdrew it."""
        last = self.reviews[0].verdict if self.reviews else Verdict.WITHDRAWN
        return None if last is Verdict.WITHDRAWN else last


def known(store: Store, fact_id: str) -> Known | None:
    """Return a fact with what was said of it, or None where there is none of that id."""
    fact = store.fact(fact_id)
    if fact is None:
        return None
    reviews = store.reviews(fact_id)
    is_corrected = bool(reviews) and reviews[0].verdict is Verdict.CORRECTED
    machine = fact._replace(**dict(reviews[0].machine)) if is_corrected else fact  # type: ignore[arg-type]
    return Known(fact, machine, reviews)


def accept(store: Store, fact_id: str, by: By, note: str | None = None) -> None:
    """Let a person stand for a fact as the machine read it."""
    store.review(fact_id, Said(Verdict.ACCEPTED, note=_note(note), reviewer=by.who), by)


def reject(store: Store, fact_id: str, by: By, note: str | None = None) -> None:
    """Let a fact be none: it is left out of everything that does not ask for it."""
    store.review(fact_id, Said(Verdict.REJECTED, note=_note(note), reviewer=by.who), by)


def withdraw(store: Store, fact_id: str, by: By, note: str | None = None) -> None:
    """Let the machine's reading stand again, and nobody for it."""
    store.review(fact_id, Said(Verdict.WITHDRAWN, note=_note(note), reviewer=by.who), by)


def undo(store: Store, fact_id: str, by: By) -> None:
    """Take back the last word that was said of a fact: what was said before it counts again."""
    before = store.reviews(fact_id)[1:2]
    said = [Said(one.verdict, one.corrected, one.note, one.reviewer) for one in before]
    store.review(fact_id, said[0] if said else Said(Verdict.WITHDRAWN, reviewer=by.who), by, "Taken back")


def correct(
    store: Store, fact_id: str, told: Mapping[str, str | None], by: By, note: str | None = None
) -> Fact:
    """Let a fact be as a person says, by the texts of a form, and return it as it is then.

    A column of `told` is as it says there, an empty text is unknown; what is not told is as it was read.
    Raises CorrectionError for what no fact can say, and for what is no other than the machine's reading.
    """
    found = known(store, fact_id)
    if found is None:
        raise CorrectionError({"": "This fact is no longer stored: its document was read anew."})
    said = _values(told)
    changed = {name: value for name, value in said.items() if value != getattr(found.machine, name)}
    if not changed:
        raise CorrectionError({"": "Nothing differs from what was read. Accept it, or change a field."})
    corrected = found.machine._replace(**changed)
    _check(corrected)
    store.review(fact_id, Said(Verdict.CORRECTED, changed, _note(note), by.who), by)
    return corrected


def text_of(value: object) -> str:
    """Return a value as a form shows it; the form's text gives the same value again."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{int(value):,}" if value.is_integer() and abs(value) < 1e15 else repr(value)
    return value.isoformat() if isinstance(value, date) else str(value)


def _note(note: str | None) -> str | None:
    words = _readable(note or "", "\n").strip()
    return words[:_LONGEST_NOTE] or None


def _readable(text: str, kept: str = "") -> str:
    """Return a text without controls, which no database keeps as they are."""
    return "".join(one if one.isprintable() or one in kept else " " for one in text)


def _values(told: Mapping[str, str | None]) -> dict[str, Any]:
    """Return what the texts of a form say. Raises CorrectionError with a reason at each that says nothing."""
    values: dict[str, Any] = {}
    reasons: dict[str, str] = {}
    for name in (one for one in CORRECTABLE if one in told):
        text = " ".join(_readable(told[name] or "").split())
        try:
            values[name] = _reader(name)(text) if text else None
        except ValueError as error:
            reasons[name] = str(error)
    if reasons:
        raise CorrectionError(reasons)
    return values


def _reader(name: str) -> Callable[[str], object]:
    if name in DATE_COLUMNS:
        return _day
    if name in NUMBER_COLUMNS:
        return _number
    if name in _COUNTRIES:
        return _country
    if name == "unit":
        return _unit
    return _word(name) if name in CLOSED_COLUMNS else _text


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ValueError(f"“{text}” is no day; write it as 2024-02-29.") from None


def _number(text: str) -> float:
    plain = text.replace(",", "") if _THOUSANDS.fullmatch(text) else text
    try:
        return float(plain.replace(" ", "").replace("−", "-"))
    except ValueError:
        raise ValueError(f"“{text}” is no number; write it as 631,000,000 or 631e6.") from None


def _country(text: str) -> str:
    code = country_code(text)
    if code is None:
        raise ValueError(f"“{text}” is no country; give its name (Turkey) or its code (TUR).")
    return code


def _unit(text: str) -> str:
    unit = text.upper() if is_currency(text.upper()) else text
    if not is_unit(unit):
        raise ValueError(f"“{text}” is no unit; give one such as USD, percent, tonne or USD/barrel.")
    return unit


def _word(name: str) -> Callable[[str], str]:
    def read(text: str) -> str:
        if text not in list(CLOSED_COLUMNS[name]):
            raise ValueError(f"“{text}” is none of {', '.join(CLOSED_COLUMNS[name])}.")
        return text

    return read


def _text(text: str) -> str:
    if len(text) > _LONGEST_TEXT:
        raise ValueError(f"Write it in at most {_LONGEST_TEXT} letters.")
    return text


def _check(fact: Fact) -> None:
    """Refuse a fact that breaks the contract."""
    try:
        check_facts(facts_frame([fact]))
    except ContractError as error:
        reasons: dict[str, str] = {}
        for one in error.problems:
            column, reason = _WHOLE.get(one.reason, (one.column, f"{_named(one.column)} {one.reason}."))
            reasons.setdefault(column, reason)
        raise CorrectionError(reasons) from None


def _named(column: str) -> str:
    words = column.replace("_", " ")
    return f"{words[:1].upper()}{words[1:]}"
