"""Words, numbers and marks with what the lexicon says of each alone, remembered from text to text.

Most of what a text writes between two blanks has been written before: `the`, `exports`, `million,`. It is
cut and looked up once.
"""

import re
from collections.abc import Collection
from itertools import accumulate
from typing import NamedTuple

from extraction.language.cutting import LABEL, MARK, NUMBER, POSSESSIVE, is_time, pieces
from extraction.language.lexicon import Entry, Phrases, lexicon
from extraction.language.writing import number_value


class Known(NamedTuple):
    """A piece of a text and what it is where no phrase goes on behind it.

    `start` and `end` count from the beginning of what stands between two blanks. `kind` is the kind of its
    token, empty where that depends on its neighbours. `seconds` are the words, in small letters, with which a
    phrase may go on.
    """

    piece: int
    text: str
    low: str
    start: int
    end: int
    kind: str
    value: object
    seconds: Collection[str]


_PUNCTUATION = {
    "-": "hyphen",
    "‑": "hyphen",
    "–": "en_dash",
    "−": "minus",
    "—": "em_dash",
    "+": "plus",
    "±": "plus_minus",
    "(": "open",
    ")": "close",
    "[": "open",
    "]": "close",
    ",": "comma",
    ";": "semicolon",
    ":": "colon",
    "/": "slash",
    ".": "point",
    "~": "hedge",
    "•": "bullet",
    "&": "and",
    "=": "equals",
}
_YEAR = re.compile(r"(?:1[89]|20|21)\d\d")

#: A kind that begins so is that kind only where a number touches it (`65W`), stands before it (`12 hp`), or
#: is joined to it by a hyphen (`500-plus`).
GLUED, BEHIND, HYPHENED = "glued_", "behind_", "hyphened_"
WITH_NUMBER = (GLUED, BEHIND, HYPHENED)
#: The kind of `R` and `KD`, which are money only where the text has shown it.
LETTERS_OF_MONEY = "letter_code"

#: A number, or a label of a time, may go on behind a blank: `1 145.6`, `9M 2024`, `S/ 30`.
_GOES_ON = re.compile(r"(?:[\dM]|FY|[SB]/\.?) (?=\d|FY|['’]\d)")
#: What is read past: the mark of a footnote (`million²`, `4.2%[1]`, `631[^2]`), and Markdown's of bold at a
#: figure (`**$631** million`). That of a square metre or of a power is none.
_READ_PAST = re.compile(
    r"(?<=[\w%)”\"’.])(?<![Mm])(?<!ft)(?<!10)(?:\[\^?(?:\d{1,3}|[a-z])\]|[¹²³⁰⁴-⁹]+)+(?=[.,;:)”\"’]*$)"
    r"|(?<=[\d%])(?:\*{2,3}|_{2,3})|(?:\*{2,3}|_{2,3})(?=[$€£₺\d])"
)
#: Longer stretches without a blank are no words, and so many different ones are remembered.
_LONGEST, _MOST = 40, 50_000


class Words(dict[str, tuple[Known, ...]]):
    """What stands between two blanks, by its text, in texts that write their numbers in one way.

    `continental` ones write 4.510,3.
    """

    def __init__(self, *, continental: bool) -> None:
        super().__init__()
        self._continental = continental

    def __missing__(self, stretch: str) -> tuple[Known, ...]:
        edges = [0, *(edge for mark in _READ_PAST.finditer(stretch) for edge in mark.span()), len(stretch)]
        found = [
            one
            for start, end in zip(edges[::2], edges[1::2], strict=True)
            for one in pieces(stretch, start, end)
        ]
        known = tuple([self._known(m.lastindex or 0, m.group(), *m.span()) for m in found])
        if len(stretch) <= _LONGEST:
            if len(self) >= _MOST:
                self.clear()
            self[stretch] = known
        return known

    def cut(self, text: str, start: int, end: int) -> tuple[list[Known], list[int]]:
        """Return the pieces of `text[start:end]`, and where in the text the stretch of each begins."""
        stretches = _stretches(text[start:end])
        known = [self[stretch] for stretch in stretches]
        begins = accumulate([len(stretch) + 1 for stretch in stretches], initial=start)
        return (
            [word for words in known for word in words],
            [begin for words, begin in zip(known, begins, strict=False) for _ in words],
        )

    def _known(self, piece: int, text: str, start: int, end: int) -> Known:
        low = text.lower()
        made = self._made(piece, text)
        if made is not None:
            return Known(piece, text, low, start, end, *made, ())
        entry, seconds = _alone(text, low)
        kind, value = (entry.kind, entry.value) if entry else (plain_kind(piece, text), text)
        if kind == LETTERS_OF_MONEY or kind.startswith(WITH_NUMBER):
            kind = ""
        return Known(piece, text, low, start, end, kind, value, seconds)

    def _made(self, piece: int, text: str) -> tuple[str, object] | None:
        """Return the kind and the value of a number, or of a label made of a number and letters."""
        if piece == NUMBER:
            return "year" if _YEAR.fullmatch(text) else "digits", number_value(
                text, continental=self._continental
            )
        if piece != LABEL:
            return None
        if is_time(text):
            return "time_label", text
        if text[-1].islower():
            return "ordinal", text[:-2]
        return ("heading_number", float(text)) if text[-1].isdigit() and text[0].isdigit() else None


def _stretches(text: str) -> list[str]:
    """Return what stands between the blanks of a text, each as long as its last number goes on."""
    parts = text.split(" ")
    if _GOES_ON.search(text) is None:
        return parts
    joined = parts[:1]
    for part in parts[1:]:
        if _GOES_ON.search(f"{joined[-1][-3:]} {part[:2]}"):
            joined[-1] += f" {part}"
        else:
            joined.append(part)
    return joined


def _alone(text: str, low: str) -> tuple[Entry | None, Collection[str]]:
    """Return what a word is where no phrase goes on, and the words with which one may."""
    exact = lexicon().get(text)
    lowered = lexicon().get(low) if low != text else None
    seconds: Collection[str] = exact.longer if exact else ()
    if lowered is not None and lowered.longer:
        seconds = {*seconds, *lowered.longer}
    if exact is not None and exact.alone is not None:
        return exact.alone, seconds
    return _in_small_letters(lowered), seconds


def _in_small_letters(phrases: Phrases | None) -> Entry | None:
    """Return what a word with capitals is as the same word without: `5G` are no five grams."""
    entry = phrases.alone if phrases is not None else None
    return None if entry is None or entry.kind.startswith((GLUED, BEHIND)) else entry


def plain_kind(piece: int, text: str) -> str:
    """Return the kind of a piece that is no phrase of the lexicon."""
    if piece == MARK:
        return _PUNCTUATION.get(text, "other_mark")
    if piece == POSSESSIVE:
        return "possessive"
    return "cap_word" if text[0].isupper() else "low_word"
