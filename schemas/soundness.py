"""What is wrong with documents and facts as they are stored, in sentences: the contract, and every span.

Rows come as they lie in a database: a day as ISO 8601, lists as JSON. All of it is looked at, whatever is
wrong before it.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise
from typing import Any, NamedTuple

import pandas as pd

from schemas.contract import ContractError
from schemas.frames import DOCUMENT_COLUMNS, check_documents, check_facts
from schemas.observations import OBSERVATION_COLUMNS, check_observations
from schemas.vocabulary import DATE_COLUMNS, EVIDENCE_FIELDS, FACT_COLUMNS, Section

#: How much of a value is shown in a sentence.
_SHOWN = 80
_OBSERVED_DAYS = ("period_start", "period_end", "vintage")


class StoredDocument(NamedTuple):
    """A document's columns, by DOCUMENT_COLUMNS, and its lists as JSON."""

    columns: Mapping[str, Any]
    passages: str
    pages: str
    notes: str


def wrong_with_documents(documents: Sequence[StoredDocument]) -> Iterator[str]:
    """Yield what is wrong with documents that have different ids."""
    rows = [{name: one.columns[name] for name in DOCUMENT_COLUMNS} for one in documents]
    frame, wrong_days = _dated(rows, DOCUMENT_COLUMNS, ("published",), "document_id")
    frame["confidential"] = [bool(one) for one in frame["confidential"]]
    for row, name, told in wrong_days:
        yield _sentence("document", row, name, told, "is no day")
    try:
        check_documents(frame)
    except ContractError as error:
        yield from _problems("document", error)
    for one in documents:
        yield from _wrong_with_text(one)


def _wrong_with_text(one: StoredDocument) -> Iterator[str]:
    name, text = one.columns["document_id"], one.columns["text"]
    if not isinstance(text, str):
        return
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    if digest != one.columns["sha256"]:
        yield f"The text of document {name!r} is not the one that was stored: its hash is another."
    if not _are_passages(_listed(one.passages), len(text)):
        yield f"The passages of document {name!r} do not lie in its text one after the other."
    if not _are_pages(_listed(one.pages), len(text)):
        yield f"The pages of document {name!r} do not begin in its text one after the other."
    notes = _listed(one.notes)
    if notes is None or not all(isinstance(note, str) for note in notes):
        yield f"The notes of document {name!r} are no list of sentences."


def _are_passages(found: list[Any] | None, length: int) -> bool:
    if found is None or not all(isinstance(one, list) and len(one) == 3 for one in found):
        return False
    if not all(isinstance(place, int) for one in found for place in one[:2]):
        return False
    ends = [0, *(one[1] for one in found)]
    in_order = all(
        end == one[0] <= one[1] and one[2] in set(Section) for end, one in zip(ends, found, strict=False)
    )
    return in_order and (not found or ends[-1] == length)


def _are_pages(found: list[Any] | None, length: int) -> bool:
    if found is None or not all(isinstance(one, int) for one in found):
        return False
    return not found or (
        found[0] == 0 and found[-1] <= length and all(first <= last for first, last in pairwise(found))
    )


def _listed(told: str) -> list[Any] | None:
    try:
        found = json.loads(told)
    except (TypeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, list) else None


def wrong_with_facts(
    facts: Sequence[Mapping[str, Any]], evidence: Iterable[str], texts: Mapping[str, str]
) -> Iterator[str]:
    """Yield what is wrong with facts (FACT_COLUMNS) and their evidence, beside the texts of all of them."""
    if not facts:
        return
    frame, wrong_days = _dated(facts, FACT_COLUMNS, DATE_COLUMNS, "fact_id")
    for row, name, told in wrong_days:
        yield _sentence("fact", row, name, told, "is no day")
    try:
        check_facts(frame, texts)
    except ContractError as error:
        yield from _problems("fact", error)
    for fact, told in zip(facts, evidence, strict=True):
        text = texts.get(fact["document_id"])
        if text is not None and not _is_evidence(_listed(told), len(text)):
            yield f"The evidence of fact {fact['fact_id']!r} is not all words of its text."


def _is_evidence(found: list[Any] | None, length: int) -> bool:
    return found is not None and all(
        isinstance(one, list)
        and len(one) in (3, 4)
        and one[0] in EVIDENCE_FIELDS
        and all(isinstance(place, int) for place in one[1:3])
        and 0 <= one[1] <= one[2] <= length
        for one in found
    )


def not_as_corrected(fact: Mapping[str, Any], corrected: str) -> list[str]:
    """Return which columns of a fact are not what a review says, whose corrections are JSON."""
    try:
        said = json.loads(corrected)
    except (TypeError, ValueError, RecursionError):
        said = None
    if not isinstance(said, dict):
        return ["corrections"]
    return sorted(name for name, value in said.items() if name not in fact or fact[name] != value)


def wrong_with_observations(rows: Sequence[Mapping[str, Any]]) -> Iterator[str]:
    """Yield what is wrong with observations (OBSERVATION_COLUMNS)."""
    frame, wrong_days = _dated(rows, OBSERVATION_COLUMNS, _OBSERVED_DAYS, None)
    named = [f"{one['dataset']} {one['series_key']} {one['period_start']}" for one in rows]
    for row, name, told in wrong_days:
        yield _sentence("observation", named[row], name, told, "is no day")
    try:
        check_observations(frame)
    except ContractError as error:
        for one in error.problems:
            name = named[one.row] if isinstance(one.row, int) else str(one.row)
            yield _sentence("observation", name, one.column, one.value, one.reason)


def _dated(
    rows: Sequence[Mapping[str, Any]], columns: Sequence[str], days: Sequence[str], label: str | None
) -> tuple[pd.DataFrame, list[tuple[Any, str, str]]]:
    """Return rows as a frame with the days of some columns read, and what is no day there."""
    labels = [row[label] for row in rows] if label else list(range(len(rows)))
    made: dict[str, Any] = {name: [row[name] for row in rows] for name in columns}
    wrong = [
        (at, name, told)
        for name in days
        for at, told in zip(labels, made[name], strict=True)
        if told is not None and _day(told) is None
    ]
    for name in days:
        made[name] = pd.array([_day(told) for told in made[name]], dtype="object")
    # Of texts that may be unknown None is made null, as the contract has it.
    return pd.DataFrame(made, index=pd.Index(labels, dtype=object), columns=list(columns)), wrong


def _day(told: object) -> date | None:
    try:
        return date.fromisoformat(str(told)) if told is not None else None
    except ValueError:
        return None


def _problems(what: str, error: ContractError) -> Iterator[str]:
    for one in error.problems:
        # Of whole rows the contract names the id, which the sentence names already.
        yield _sentence(what, one.row, one.column, None if one.value == one.row else one.value, one.reason)


def _sentence(what: str, row: object, column: str, value: object, reason: str) -> str:
    told = repr(value)
    shown = "" if value is None else f" {told if len(told) <= _SHOWN else told[:_SHOWN] + '…'}"
    named = f"{what} {row!r}" if row is not None else f"all {what}s together"
    reason = reason if len(reason) <= 2 * _SHOWN else f"{reason[: 2 * _SHOWN]}…"
    return f"Of {named}, {column}{shown}: {reason}."
