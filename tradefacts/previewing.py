"""What is recognised of documents, for a person to look at before it is stored."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import typer

from pipeline.drafts import Draft, described
from schemas.records import Document
from schemas.vocabulary import PublishedBy, Section
from tradefacts.explaining import plain

_TOLD_BY = {
    PublishedBy.GIVEN: "as given",
    PublishedBy.METADATA: "as the file states",
    PublishedBy.DATELINE: "as its first lines say",
    PublishedBy.FILE: "the day on which the file was written",
}
_MOST_FACTS, _MOST_SECTIONS, _NAME = 12, 12, 11


def preview(draft: Draft) -> Iterator[str]:
    """Yield the lines that tell what was recognised; they carry colours."""
    document = draft.reading.document
    told = described(draft)
    yield typer.style(plain(document.document_id), bold=True)
    for name in ("source", "title", "publisher", "author", "url"):
        yield _line(name, told[name] or "unknown")
    yield _line("published", _published(document))
    if document.pages:
        yield _line("pages", str(len(document.pages)))
    yield from _sections(document)
    yield from _facts(draft)
    for note in document.notes:
        yield _line("note", note)


def write_draft(draft: Draft, stream: TextIO) -> None:
    """Write what was recognised as a line of JSON."""
    stream.write(json.dumps(described(draft), ensure_ascii=False) + "\n")


def open_drafts(path: Path) -> TextIO:
    """Return a new file for drafts."""
    return path.open("w", encoding="utf-8", newline="\n")


def _line(name: str, told: str) -> str:
    return f"  {name:<{_NAME}} {plain(told)}"


def _published(document: Document) -> str:
    if document.published is None or document.published_by is None:
        return "unknown: what it says of `last month` stays without a period; give --published"
    return f"{document.published} ({_TOLD_BY[document.published_by]})"


def _sections(document: Document) -> Iterator[str]:
    """Yield a line for each passage, and how long it is."""
    for start, end, section in document.passages[:_MOST_SECTIONS]:
        words = plain(document.text[start:end])
        shown = words if len(words) <= 60 else f"{words[:60].rstrip()} … ({len(words):,} characters)"
        yield f"  {section:<{_NAME}} {typer.style(shown, dim=section != Section.BODY)}"
    if len(document.passages) > _MOST_SECTIONS:
        yield _line("", f"and {len(document.passages) - _MOST_SECTIONS} more sections")


def _facts(draft: Draft) -> Iterator[str]:
    facts = draft.kept().facts
    yield _line("facts", f"{len(facts)}")
    for fact in described(draft)["facts"][:_MOST_FACTS]:
        yield f"    {plain(fact['quote'])} · {plain(fact['says'])}"
    if len(facts) > _MOST_FACTS:
        yield f"    and {len(facts) - _MOST_FACTS} more"
