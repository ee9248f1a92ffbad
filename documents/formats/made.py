"""The text that is made of a file which holds no plain text: paragraphs, items and tables.

    Turkey's exports to Russia fall            a heading is a line of its own
                                               blocks are parted by an empty line
    - chips: $85mn                             an item of a list
    | Country | 2022 | 2023 |                  a table, as Markdown writes it
    | --- | --- | --- |
    | Russia | 652 | 657 |

It is normalised while it is made (NFC, one blank for many, no soft hyphens, line feeds), and never changes
afterwards: every span of a fact counts the characters of this text.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, field
from datetime import date
from typing import Any

from documents.record import UNKNOWN, Record
from schemas.records import Passage
from schemas.vocabulary import Section

#: What no reader sees: soft hyphens, marks of direction, blanks without width, half a byte order mark.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff\ufffe]")
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]+")
_BLANKS = re.compile(r"\s+")
#: The form feed, which nobody sees.
PAGE = "\f"
_LENGTH = re.compile(r"(?:^|[^A-Za-z])(?:[kcmd]?m|ft|in|mi|yd)$")
_POWER = re.compile(r"(?:^|[^\d.,])10$")
_RAISED = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_FOOTNOTE = re.compile(r"[\[(]?(?:\d{1,3}|[a-z]|[*†‡§#¹²³]{1,3})(?:\s?[,;–-]\s?(?:\d{1,3}|[a-z]))*[\])]?")
_HALVES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Made:
    """A text that was made, where its pages begin, and what its file says of it.

    `record` is what the file states of its publication, `created` the day on which the file was written,
    and `language` a tag such as `en-US`, or None. `marks` are the stretches that are known to be captions, or
    what stands around the text. `part` names one of several documents in a file, and is empty for one alone.
    """

    text: str
    record: Record = UNKNOWN
    created: date | None = None
    language: str | None = None
    pages: tuple[int, ...] = ()
    marks: tuple[Passage, ...] = ()
    notes: tuple[str, ...] = ()
    part: str = ""

    def as_json(self) -> dict[str, Any]:
        """Return what `from_json` makes the same of."""
        told = asdict(self)
        told["record"] = [_day_out(value) for value in self.record]
        told["created"] = _day_out(self.created)
        return told

    @classmethod
    def from_json(cls, told: dict[str, Any]) -> "Made":
        """Return what `as_json` wrote. Raises KeyError, TypeError or ValueError for anything else."""
        title, publisher, author, published, url, _never_its_own_word = told["record"]
        return cls(
            text=str(told["text"]),
            record=Record(title, publisher, author, _day_in(published), url),
            created=_day_in(told["created"]),
            language=told["language"],
            pages=tuple(int(at) for at in told["pages"]),
            marks=tuple(Passage(int(start), int(end), Section(name)) for start, end, name in told["marks"]),
            notes=tuple(str(note) for note in told["notes"]),
            part=str(told["part"]),
        )


@dataclass(slots=True)
class Maker:
    """A text in the making, block by block."""

    _blocks: list[str] = field(default_factory=list)
    _length: int = 0
    _listed: bool = False
    _pages: list[int] = field(default_factory=list)
    _marks: list[Passage] = field(default_factory=list)

    def paragraph(self, words: str) -> None:
        """Add a paragraph, a heading, or any other block of prose; one without words is left out.

        A page begins where a form feed stands in its words.
        """
        before, *rest = words.split(PAGE)
        if told := normal("".join([before, *rest])):
            self._add(told)
            start = self._length - len(told)
            for part in rest:
                self._pages.append(start + len(normal(before)))
                before += part

    def lines(self, text: str) -> None:
        """Add lines that stay as they stand, blanks and all: a table that was aligned by hand."""
        told = "\n".join(clean(line).rstrip() for line in text.splitlines()).strip("\n")
        if told.strip():
            self._add(told)

    def caption(self, words: str) -> None:
        """Add a paragraph that is known to be a caption."""
        self._marked(words, Section.CAPTION)

    def around(self, words: str) -> None:
        """Add a paragraph that is known to stand around the text: a running head."""
        self._marked(words, Section.BOILERPLATE)

    def item(self, words: str) -> None:
        """Add an item of a list; items that follow each other are parted by no empty line."""
        if told := normal(words):
            self._add(f"- {told}", close=self._listed)
            self._listed = True

    def table(self, rows: Sequence[Sequence[str]], headers: int = 1) -> None:
        """Add a table, without empty rows and columns; its first `headers` rows stand above its columns."""
        cells = [[_cell(cell) for cell in row] for row in rows]
        width = max(map(len, cells), default=0)
        cells = [row + [""] * (width - len(row)) for row in cells]
        kept = [at for at in range(width) if any(row[at] for row in cells)]
        written = [_row([row[at] for at in kept]) for row in cells if any(row)]
        if written:
            at = min(max(headers, 1), len(written))
            self._add("\n".join([*written[:at], _row(["---"] * len(kept)), *written[at:]]))

    def page(self) -> None:
        """Begin a page: what is added next stands on it."""
        self._pages.append(self._length)

    def made(self, **told: Any) -> Made:
        """Return the text with what else is told of it, as Made takes it."""
        text = "".join(self._blocks)
        starts = [_first_word(text, at) for at in self._pages]
        return Made(text, pages=tuple(starts), marks=tuple(self._marks), **told)

    def _marked(self, words: str, section: Section) -> None:
        if told := normal(words):
            self._add(told)
            self._marks.append(Passage(self._length - len(told), self._length, section))

    def _add(self, block: str, *, close: bool = False) -> None:
        gap = ("\n" if close else "\n\n") if self._blocks else ""
        self._blocks.append(gap + block)
        self._length += len(gap) + len(block)
        self._listed = False


def normal(words: str) -> str:
    """Return prose on one line: NFC, one blank for many, without what no reader sees."""
    return _BLANKS.sub(" ", clean(words)).strip()


def clean(words: str) -> str:
    """Return a text in NFC without soft hyphens, marks of direction and characters that do not print."""
    if words.isascii() and words.isprintable():
        return words
    seen = _UNPRINTABLE.sub(" ", _UNSEEN.sub("", _HALVES.sub("\ufffd", words)))
    return unicodedata.normalize("NFC", seen)


def raised(mark: str, before: str, behind: str = "") -> str:
    """Return how a raised mark is written behind some words: `631 million²` must not become 631 million 2.

    A square or a cubic metre keeps it, and a power of ten; the mark of a footnote is left out, the `th` of
    5th stands as it is, and so does what is half of a fraction.
    """
    told = normal(mark)
    if behind[:1] in ("/", "\u2044") and told:
        return f" {told}"
    if (told in ("2", "3") and _LENGTH.search(before)) or (told.isdecimal() and _POWER.search(before)):
        return told.translate(_RAISED)
    return "" if _FOOTNOTE.fullmatch(told) else told


def joined(words: Iterable[str]) -> str:
    """Return pieces as one text with a blank between them."""
    return " ".join(piece for piece in words if piece)


def _cell(words: str) -> str:
    return normal(words).replace("|", "/")


def _row(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _first_word(text: str, at: int) -> int:
    while at < len(text) and text[at] in "\n ":
        at += 1
    return at


def _day_out(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date) else value


def _day_in(value: str | None) -> date | None:
    return date.fromisoformat(value) if value is not None else None
