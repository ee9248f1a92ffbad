"""Text -> passages: headline, byline, body, caption, boilerplate, by the look of its lines.

Turkish exports to Russia fall by 39%        headline: short, first, no sentence, and text follows
By Jane Doe, 2 February 2024                 byline, above the text
ANKARA, 2 Feb - Exports to Russia fell …     body
A ship at Mersin. (Photo by Jane Doe)        caption
Articles You May Like                        boilerplate, to the end
The answer could be worth £1.3mn
"""

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import NamedTuple

from documents.boilerplate import Rule, boilerplate_rule
from documents.bylines import is_byline
from schemas.records import Passage
from schemas.vocabulary import Section

_LONGEST_HEADLINE = 160
#: A headline that is known stands so near the top; what is above it is the page's.
_NEAR_TOP = 12
#: Behind a heading such as "Articles You May Like", a line as long as this is the article again.
_SHORTEST_PARAGRAPH = 80
#: Narrower texts than this are lists, not prose that was wrapped.
_NARROWEST_WRAP = 50

_SENTENCE_END = re.compile(r"[.,;:…][\"'”’»)\]]*$")
_ABBREVIATION_END = re.compile(r"(?:\b[A-Z]\.){2,}$")
_NO_HEADLINE_START = ("•", "-", "*", "–", "—", "|")


class _Line(NamedTuple):
    start: int
    text: str


def sections(text: str, title: str | None = None, marks: Sequence[Passage] = ()) -> tuple[Passage, ...]:
    """Return the passages of a text, in order and without a gap; line ends belong to what precedes them.

    `marks` are the stretches that are known, in order. A text without a word has none.
    """
    lines = _lines(text)
    labels = _labels(lines, title)
    if marks:
        labels = _with_marks(lines, labels, marks)
    starts: list[tuple[int, Section]] = []
    before = None
    for line, section in zip(lines, labels, strict=True):
        if section is not before:
            starts.append((line.start if starts else 0, section))
            before = section
    ends = [*(start for start, _ in starts[1:]), len(text)]
    return tuple(Passage(start, end, section) for (start, section), end in zip(starts, ends, strict=False))


def _lines(text: str) -> list[_Line]:
    """Return the lines that have more than blanks; a line ends at every line feed and carriage return."""
    lines = []
    start = 0
    for line in text.replace("\r", "\n").split("\n"):
        if line.strip("\ufeff \t"):
            lines.append(_Line(start, line))
        start += len(line) + 1
    return lines


def _labels(lines: list[_Line], title: str | None) -> list[Section]:
    rules = [boilerplate_rule(line.text) for line in lines]
    own = [line for line, rule in zip(lines, rules, strict=True) if rule is None]
    headline = _headline(own, title)
    labels = []
    to_end = False
    above = title is not None and headline is not None and _bare(headline.text) == _bare(title)
    for line, rule in zip(lines, rules, strict=True):
        above = above and line is not headline
        if to_end and _is_paragraph(line.text):
            to_end = False
        if rule is not None:
            to_end = to_end or rule.to_end
        labels.append(_label(line, rule, is_headline=line is headline, around=to_end or above))
    for at in _above_body(lines, labels):
        labels[at] = Section.BYLINE
    return labels


def _label(line: _Line, rule: Rule | None, *, is_headline: bool, around: bool) -> Section:
    if is_headline:
        return Section.HEADLINE
    if rule is not None:
        return rule.section
    return Section.BOILERPLATE if around else Section.BODY


def _above_body(lines: list[_Line], labels: list[Section]) -> Iterator[int]:
    """Yield the numbers of the bylines: they stand above the first line of the body that is none."""
    for at, (line, label) in enumerate(zip(lines, labels, strict=True)):
        if label == Section.BODY:
            if not is_byline(_bare(line.text)):
                return
            yield at


def _with_marks(lines: list[_Line], labels: list[Section], marks: Sequence[Passage]) -> list[Section]:
    starts = [mark.start for mark in marks]
    told = []
    for line, label in zip(lines, labels, strict=True):
        at = bisect_right(starts, line.start) - 1
        told.append(marks[at].section if at >= 0 and line.start < marks[at].end else label)
    return told


def _headline(lines: list[_Line], title: str | None) -> _Line | None:
    """Return the line that is the headline among the lines that are not boilerplate."""
    if title:
        told = next((line for line in lines[:_NEAR_TOP] if _bare(line.text) == _bare(title)), None)
        if told is not None:
            return told if told is not lines[-1] else None
    for number, line in enumerate(lines):
        words = _bare(line.text)
        if len(words) > _LONGEST_HEADLINE:
            return None
        if is_byline(words):
            continue
        return line if _heads(words, lines[number + 1 :]) and not _is_wrapped(lines[number:]) else None
    return None


def _heads(words: str, below: list[_Line]) -> bool:
    """Tell whether a line looks like a headline, and what stands below it like its text."""
    if words.startswith(_NO_HEADLINE_START) or "\t" in words:
        return False
    if _SENTENCE_END.search(words) and not _ABBREVIATION_END.search(words):
        return False
    if not below or below[0].text.lstrip()[0].islower():
        return False
    return any(
        len(line.text) > len(words) or line.text.rstrip().endswith((".", ".”", '."')) for line in below
    )


def _is_wrapped(lines: list[_Line]) -> bool:
    """Tell whether the text begins with a sentence that was broken into lines of one width.

    That is so where no line has room for the first word of the next.
    """
    paragraph = [lines[0].text]
    for before, line in pairwise(lines):
        if line.start - before.start - len(before.text) > 2:
            break
        paragraph.append(line.text)
    width = max(map(len, paragraph))
    full = (len(line.rstrip()) + 1 + len(below.split()[0]) > width for line, below in pairwise(paragraph))
    return len(paragraph) > 2 and width >= _NARROWEST_WRAP and all(full)


def _is_paragraph(text: str) -> bool:
    return len(text) > _SHORTEST_PARAGRAPH and bool(_SENTENCE_END.search(text.strip()))


def _bare(text: str) -> str:
    return text.strip("\ufeff \t#").strip()
