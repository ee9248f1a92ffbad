"""A part of a text with its facts -> lines made of pieces, as plain data that assets/read.js sets."""

from collections.abc import Iterator, Sequence
from typing import Any

from dashboard.source.spans import pieces
from figures import wording
from schemas.records import Fact, Passage
from schemas.vocabulary import FactSection, Section

#: The margin has two lines for what a fact is about.
_LONGEST = 90
#: A piece is its text, and where facts or a passage cover it a list: text, CSS classes, the facts' ids.
Piece = str | list[str]


def is_dim(fact: Fact) -> bool:
    """Tell whether a fact stands back: of boilerplate, or not about trade or policy."""
    return fact.section == FactSection.BOILERPLATE or fact.salience == "low"


def lines(
    text: str, start: int, end: int, facts: Sequence[Fact], passages: Sequence[Passage] = ()
) -> list[list[Piece]]:
    """Return the lines of `text[start:end]` that have words, each in pieces; `facts` are in order."""
    spans: list[Fact | Passage] = [*passages, *facts]
    spans.sort(key=lambda one: one.start)
    found, first = [], 0
    for left, right in _lines(text, start, end):
        while first < len(spans) and spans[first].end <= left:
            first += 1
        near = []
        for one in spans[first:]:
            if one.start >= right:
                break
            near.append(one)
        found.append([_piece(piece, covering) for piece, covering in pieces(text, left, right, near)])
    return found


def _lines(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end:
        stop = text.find("\n", start, end)
        stop = end if stop < 0 else stop
        if text[start:stop].strip():
            yield start, stop
        start = stop + 1


def _piece(text: str, covering: Sequence[Fact | Passage]) -> Piece:
    passages = [one for one in covering if isinstance(one, Passage)]
    # A click is about the shortest of several quotes: that is the one inside the others.
    facts = sorted((one for one in covering if isinstance(one, Fact)), key=lambda one: one.end - one.start)
    styles = [*(f"passage-{section}" for one in passages if (section := _section(one)))]
    if facts:
        styles += [f"m-{facts[0].measure}", *(["dim"] if all(map(is_dim, facts)) else [])]
    if not styles:
        return text
    return [text, " ".join(styles), " ".join(one.fact_id for one in facts)]


def _section(passage: Passage) -> str:
    """Return how a passage is set: as a headline, as boilerplate, or as everything else."""
    if passage.section is Section.HEADLINE:
        return "headline"
    return "boilerplate" if passage.section.of_facts is FactSection.BOILERPLATE else ""


def entry(fact: Fact) -> dict[str, Any]:
    """Return what the margin says of a fact."""
    return {
        "id": fact.fact_id,
        "amount": wording.fact_amount(fact),
        "what": wording.shortened(wording.subject(fact), _LONGEST),
        "period": wording.period(fact.period_start, fact.period_end),
        "measure": fact.measure,
        "dim": is_dim(fact),
    }
