"""A reading told for a person: each sentence with its quantities marked, and what was read from them."""

import re
from collections.abc import Iterator
from itertools import groupby

import typer

from pipeline.explained import columns_told
from schemas.records import Evidence, Fact, Reading

#: A terminal would obey control characters and turns of direction, and nothing can print half a code point.
_NO_CONTROLS: dict[int, str | None] = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0)], " "),
    **dict.fromkeys([0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A)]),
    **dict.fromkeys(range(0xD800, 0xE000), "\ufffd"),
}


def explain(reading: Reading, *, everything: bool = False) -> Iterator[str]:
    """Yield the lines that explain a reading; `everything` has the sentences without a fact as well.

    Lines carry colours; who prints them takes those away where there is no terminal.
    """
    document = reading.document
    known = (document.document_id, document.publisher, document.published or "date unknown")
    yield typer.style(plain(" · ".join(str(one) for one in known if one)), bold=True)
    end = 0
    for (start, stop), facts in groupby(reading.facts, key=lambda fact: fact[5:7]):
        if everything:
            yield from _passed_over(document.text[end:start])
        yield ""
        own = list(facts)
        page = typer.style(f" (page {document.page(start)})", dim=True) if document.pages else ""
        yield _marked(document.text, start, stop, own) + page
        for fact in own:
            yield from _told(fact, document.text)
        end = stop
    if everything:
        yield from _passed_over(document.text[end:])
    if not reading.facts:
        yield "No quantity was found."


def plain(text: str) -> str:
    """Return a text on one line, without the control characters that a terminal would obey."""
    return re.sub(r" {2,}", " ", text.translate(_NO_CONTROLS)).strip()


def _passed_over(text: str) -> Iterator[str]:
    if words := plain(text):
        yield ""
        yield typer.style(words, dim=True)


def _marked(text: str, start: int, stop: int, facts: list[Fact]) -> str:
    """Return a sentence with its quantities in brackets; one inside another is not marked twice."""
    parts, done = [], start
    for fact in sorted(facts, key=lambda fact: (fact.start, -fact.end)):
        if fact.start >= done:
            parts.append(text[done : fact.start].translate(_NO_CONTROLS))
            parts.append(typer.style(f"[{plain(fact.quote)}]", fg="green", bold=True))
            done = fact.end
    parts.append(text[done:stop].translate(_NO_CONTROLS))
    return "".join(parts).strip()


def _told(fact: Fact, text: str) -> Iterator[str]:
    yield typer.style(f"  [{plain(fact.quote)}]", fg="green")
    for one in columns_told(fact):
        words = ", ".join(_evidence(given, text) for given in one.evidence)
        yield f"    {one.column.replace('_', ' '):<16} {plain(one.value):<28} {words}".rstrip()


def _evidence(one: Evidence, text: str) -> str:
    quoted = f'"{plain(text[one.start : one.end])}"' if one.field != "confidence" else ""
    note = f"({plain(one.note)})" if one.note else ""
    return typer.style(" ".join(part for part in (quoted, note) if part), fg="cyan")
