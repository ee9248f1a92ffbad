"""What is recognised of a document, before it is saved: told for a person, corrected by one, read again.

    {"id": "brief", "source": "brief.pdf", "title": "...", "publisher": null, "author": "...",
     "published": "2024-03-05", "url": null, "confidential": null,
     "notes": ["Its date, 5 March 2024, is ..."],
     "sections": [{"section": "headline", "start": 0, "end": 43, "begins": "Turkish exports to ..."}, ...],
     "facts": [{"start": 83, "end": 86, "quote": "33%", "says": "33 percent, export, TUR, ..."}]}

Whoever corrects it writes another title, day or section, or takes facts away. What is corrected is read
again: a fact's period follows from the day, and its weight from the section.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, replace
from datetime import date
from itertools import pairwise
from pathlib import Path
from typing import Any, NamedTuple

from documents import DocumentError, Refusal, read_held
from documents.building import DATE_NOTES, published_date, words, yes_or_no
from pipeline.reading import name_of, read_facts, read_one
from pipeline.storing import Batch
from pipeline.version import extractor_version
from schemas.errors import TradefactsError
from schemas.frames import facts_frame
from schemas.records import Document, Fact, Passage, Reading
from schemas.vocabulary import PublishedBy, Section
from store import CORRECTED

_WORDS = ("title", "publisher", "author", "url")
_BEGINS = 60
#: Of a long passage so many lines at either end are told by themselves: those that may be something else.
_ENDS = 3


class CorrectionError(TradefactsError):
    """A correction cannot be made; the message is a sentence."""


class Draft(NamedTuple):
    """A reading that is not saved, with all its facts, and the places of those that are to be left out."""

    reading: Reading
    left_out: frozenset[tuple[int, int]] = frozenset()

    def kept(self) -> Reading:
        """Return the reading as it is to be saved."""
        facts = [one for one in self.reading.facts if (one.start, one.end) not in self.left_out]
        return Reading(self.reading.document, tuple(facts))


def drafts_of_file(name: str, data: bytes, published: date | None = None) -> Iterator[Draft | Refusal]:
    """Yield a draft of each document of a file that was handed over, and a refusal for each that is none."""
    for document in read_held(name, data, published):
        read = document if isinstance(document, Refusal) else read_one(document)
        yield read if isinstance(read, Refusal) else Draft(read)


def described(draft: Draft) -> dict[str, Any]:
    """Return what was recognised, as JSON has it; `corrected` takes it, changed or not."""
    document = draft.reading.document
    return {
        "id": document.document_id,
        "source": document.source,
        **{name: getattr(document, name) for name in _WORDS},
        "published": document.published.isoformat() if document.published else None,
        "confidential": document.confidential,
        "notes": list(document.notes),
        "sections": [_section(document.text, piece) for piece in pieces(document)],
        "facts": [
            {"start": one.start, "end": one.end, "quote": one.quote, "says": says(one)}
            for one in draft.kept().facts
        ],
    }


def packed(draft: Draft) -> dict[str, Any]:
    """Return a draft as JSON that `unpacked` makes the same of: its document, and what is left out."""
    document = draft.reading.document
    told = asdict(document)
    told["published"] = document.published.isoformat() if document.published else None
    told["left_out"] = sorted(draft.left_out)
    return told


def unpacked(told: Mapping[str, Any]) -> Draft:
    """Return a draft that came back from somewhere. Raises CorrectionError for what no `packed` wrote."""
    try:
        document = Document(
            document_id=str(told["document_id"]),
            text=str(told["text"]),
            source=_text_or_none(told["source"]),
            published=published_date("", told["published"]),
            published_by=PublishedBy(told["published_by"]) if told["published_by"] else None,
            pages=tuple(int(at) for at in told["pages"]),
            notes=tuple(str(note) for note in told["notes"]),
        )
        document = replace(document, **_named("", told))
        sections = [{"start": start, "end": end, "section": name} for start, end, name in told["passages"]]
        left_out = frozenset((int(start), int(end)) for start, end in told["left_out"])
    except (KeyError, TypeError, ValueError, DocumentError) as error:
        raise CorrectionError(f"The document came back broken ({error}); add it again.") from None
    document = replace(document, passages=_passages(document, sections) if sections else ())
    read = read_one(document)
    if isinstance(read, Refusal):
        raise CorrectionError(str(read))
    return Draft(read, left_out)


def _named(name: str, told: Mapping[str, Any]) -> dict[str, Any]:
    named: dict[str, Any] = {key: words(name, key, told[key]) for key in _WORDS if key in told}
    if "confidential" in told:
        named["confidential"] = yes_or_no(name, "confidential", told["confidential"])
    return named


def _text_or_none(value: object) -> str | None:
    return str(value) if value else None


def corrected(draft: Draft, told: Mapping[str, Any]) -> Draft:
    """Return a draft as it is told to be; keys that are not told stay as they are.

    Raises CorrectionError, with a sentence, for what cannot be.
    """
    old = draft.reading.document
    try:
        new = replace(old, **_named(old.document_id, told))
        if "id" in told:
            new = replace(new, document_id=words(old.document_id, "id", told["id"]) or old.document_id)
        if "published" in told:
            new = _dated(new, published_date(old.document_id, told["published"]))
    except DocumentError as error:
        raise CorrectionError(str(error)) from None
    if "sections" in told:
        new = replace(new, passages=_passages(old, told["sections"]))
    read = draft.reading if new == old else read_one(new)
    if isinstance(read, Refusal):
        raise CorrectionError(str(read))
    left_out = draft.left_out
    if "facts" in told:
        kept = {(_place(old, one, "start"), _place(old, one, "end")) for one in _objects(old, told["facts"])}
        left_out = frozenset((one.start, one.end) for one in draft.reading.facts) - kept
    return Draft(read, left_out)


def corrected_readings(
    sources: Iterable[str | Path],
    corrections: Mapping[str, Mapping[str, Any]],
    published: date | None = None,
) -> Iterator[tuple[Reading | Refusal, str]]:
    """Yield each document as it is told to be, if anything is told of it, with the name of what read it.

    Behind them stands a refusal for each id of which something is told, and which no document has.
    """
    missing = set(corrections)
    for item in read_facts(sources, published):
        told = None if isinstance(item, Refusal) else corrections.get(item.document.document_id)
        if isinstance(item, Refusal) or told is None:
            yield item, extractor_version()
            continue
        missing.discard(item.document.document_id)
        yield _corrected_or_refused(item, told), extractor_version() + CORRECTED
    for unknown in sorted(missing):
        reason = "corrections are given for this id, which no document has; --preview shows the ids"
        yield Refusal(unknown, reason), extractor_version()


def _corrected_or_refused(reading: Reading, told: Mapping[str, Any]) -> Reading | Refusal:
    try:
        return corrected(Draft(reading), told).kept()
    except CorrectionError as error:
        reason = str(error).removeprefix(f"{reading.document.document_id}: ").rstrip(".")
        return Refusal(name_of(reading.document), reason)


def read_corrections(path: Path) -> dict[str, dict[str, Any]]:
    """Return what a file of JSON lines tells of documents, by their ids."""
    found = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise CorrectionError(f"{path}: it cannot be read ({error}).") from None
    for number, line in enumerate(lines, start=1):
        if line.strip():
            try:
                told = json.loads(line)
            except (ValueError, RecursionError):
                told = None
            if not isinstance(told, dict) or not isinstance(told.get("id"), str):
                raise CorrectionError(
                    f"{path}, line {number}: it is no JSON object with an id, as load --preview writes it."
                )
            found[told["id"]] = told
    return found


def batch_of(drafts: Iterable[Draft]) -> Batch:
    """Return drafts as they are to be stored: as a person has looked at them."""
    readings = [draft.kept() for draft in drafts]
    facts = facts_frame(fact for reading in readings for fact in reading.facts)
    return Batch(readings, [extractor_version() + CORRECTED] * len(readings), facts)


def pieces(document: Document) -> list[Passage]:
    """Return the passages, long ones cut so that each of the lines at their ends stands alone."""
    whole = document.passages or (Passage(0, len(document.text), Section.BODY),)
    return [piece for passage in whole for piece in _cut(document.text, passage)]


def says(fact: Fact) -> str:
    """Return in a line what a fact says."""
    period = f"{fact.period_start} to {fact.period_end}" if fact.period_start else "period unknown"
    value = f"{round(fact.value, 4):,.15g} {fact.unit}"
    parts = (value, fact.measure, fact.flow, fact.reporter, fact.partner, period)
    return ", ".join(part for part in parts if part)


def _dated(document: Document, published: date | None) -> Document:
    if published == document.published:
        return document
    by = PublishedBy.GIVEN if published else None
    notes = tuple(note for note in document.notes if not note.startswith(DATE_NOTES))
    return replace(document, published=published, published_by=by, notes=notes)


def _cut(text: str, passage: Passage) -> Iterator[Passage]:
    lines = list(_lines(text, passage))
    if len(lines) <= 2 * _ENDS:
        edges = lines
    else:
        edges = [*lines[:_ENDS], (lines[_ENDS][0], lines[-_ENDS - 1][1]), *lines[-_ENDS:]]
    bounds = [passage.start, *(start for start, _ in edges[1:]), passage.end]
    for start, end in pairwise(bounds):
        yield Passage(start, end, passage.section)


def _lines(text: str, passage: Passage) -> Iterator[tuple[int, int]]:
    """Yield where the lines of a passage are that are not blank; the rows of a table are one."""
    start, table = passage.start, False
    for line in text[passage.start : passage.end].splitlines(keepends=True):
        is_row = line.startswith("|")
        if line.strip() and not (is_row and table):
            yield start, start + len(line)
        table = is_row
        start += len(line)


def _section(text: str, piece: Passage) -> dict[str, Any]:
    begins = " ".join(text[piece.start : piece.end][: 4 * _BEGINS].split())
    shown = begins if len(begins) <= _BEGINS else f"{begins[:_BEGINS]}…"
    return {"section": str(piece.section), "start": piece.start, "end": piece.end, "begins": shown}


def _passages(document: Document, told: object) -> tuple[Passage, ...]:
    """Return sections that were told as passages that cover the text; neighbours of one kind are one."""
    passages: list[Passage] = []
    at = 0
    for one in _objects(document, told):
        start, end = _place(document, one, "start"), _place(document, one, "end")
        if start != at or end <= start:
            raise CorrectionError(
                f"{document.document_id}: its sections leave a gap, or overlap, at {start}; leave start and "
                "end of each as they were."
            )
        try:
            section = Section(str(one.get("section")))
        except ValueError:
            raise CorrectionError(
                f"{document.document_id}: {one.get('section')!r} is no section; it is one of "
                f"{', '.join(Section)}."
            ) from None
        if passages and passages[-1].section is section:
            passages[-1] = passages[-1]._replace(end=end)
        else:
            passages.append(Passage(start, end, section))
        at = end
    if at != len(document.text):
        raise CorrectionError(f"{document.document_id}: its sections end at {at}, and its text does not.")
    return tuple(passages)


def _objects(document: Document, told: object) -> Iterable[Mapping[str, Any]]:
    if not isinstance(told, list) or not all(isinstance(one, dict) for one in told):
        raise CorrectionError(f"{document.document_id}: its sections and facts are lists of JSON objects.")
    return told


def _place(document: Document, told: Mapping[str, Any], key: str) -> int:
    value = told.get(key)
    if type(value) is not int or not 0 <= value <= len(document.text):
        raise CorrectionError(f"{document.document_id}: {key} is {value!r}, which is no place in its text.")
    return value
