"""How wide a text will be, and how it breaks into lines: by a table, so that figures stay pure.

The widths are the advances of DejaVu Sans, in hundredths of the letters' height. It is the widest of the
fonts that a figure asks for, and the one that a server without any other draws with.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from functools import cache, lru_cache
from html import escape
from importlib.resources import files

#: What a letter takes that the table lacks: one of the east, which are square, or another one, which is
#: taken to be wide: of what is thought too narrow an end is lost.
_SQUARE, _PICTURE, _UNKNOWN = 1.0, 1.4, 1.0


#: What stands between two parts of a line: see packed().
BETWEEN_PARTS = "\u2003"


class _Widths(dict[str, float]):
    """The width of each letter as a share of its height; what the table lacks is worked out once."""

    def __missing__(self, letter: str) -> float:
        """Return and keep the width of a letter that the table lacks."""
        self[letter] = found = _unlisted(letter)
        return found


def _unlisted(letter: str) -> float:
    if unicodedata.category(letter) in ("Mn", "Me", "Cf", "Cc"):
        # Marks upon other letters, and what is not seen at all.
        return 0.0
    if letter >= "\U0001f000":
        return _PICTURE
    return _SQUARE if letter >= "\u2e80" else _UNKNOWN


@cache
def _widths(weight: str) -> _Widths:
    table = files("figures.drawing").joinpath("letters.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(table.split("\n")) if row["weight"] == weight]
    return _Widths({letter: int(row["width"]) / 100 for row in rows for letter in row["letters"]})


@lru_cache(maxsize=1 << 16)
def _share(text: str, weight: str) -> float:
    """Return the width of a text as a share of its height: words and labels come again and again."""
    return sum(map(_widths(weight).__getitem__, text))


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many pixels one line of `text` takes at `size` pixels; markup is not for here."""
    return size * _share(text, "bold" if bold else "regular")


def wrapped(text: str, size: float, room: float, *, most: int = 99, bold: bool = False) -> list[str]:
    """Break `text` at spaces into at most `most` lines of `room` pixels; the last one may end in `…`."""
    return list(_wrapped(text, size, room, most, bold))


@lru_cache(maxsize=1 << 13)
def _wrapped(text: str, size: float, room: float, most: int, bold: bool) -> tuple[str, ...]:
    lines: list[list[str]] = []
    taken, blank = 0.0, width(" ", size, bold=bold)
    for word in _short_words(text.split(), size, room, bold):
        needs = width(word, size, bold=bold)
        if lines and taken + blank + needs <= room:
            lines[-1].append(word)
            taken += blank + needs
        else:
            lines.append([word])
            taken = needs
    told = [" ".join(words) for words in lines]
    if len(told) > most:
        told = [*told[: most - 1], cut(f"{told[most - 1]} {told[most]}", size, room, bold=bold)]
    return tuple(told)


def _short_words(words: Iterable[str], size: float, room: float, bold: bool) -> Iterable[str]:
    """Yield the words, those that are wider than a whole line in pieces that are not."""
    for word in words:
        piece = word
        while len(piece) > 1 and width(piece, size, bold=bold) > room:
            most = next(at for at in range(1, len(piece) + 1) if width(piece[:at], size, bold=bold) > room)
            yield piece[: max(1, most - 1)]
            piece = piece[max(1, most - 1) :]
        if piece:
            yield piece


def packed(parts: Iterable[str], size: float, room: float) -> list[list[str]]:
    """Return parts in lines of at most `room` pixels, each whole; between two stand two broad blanks."""
    lines: list[list[str]] = []
    taken = 0.0
    for part in parts:
        needs = width(f"{part}{BETWEEN_PARTS}", size)
        if not lines or taken + needs > room:
            lines.append([])
            taken = 0.0
        lines[-1].append(part)
        taken += needs
    return lines


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return `text`, or as much of its beginning as fits into `room` pixels, with `…` behind it."""
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;:')}…"


def safe(text: str) -> str:
    """Return `text` so that plotly, which reads markup in every label, shows it letter by letter.

    The letters that turn the direction of writing are taken out: they would let a document reorder the
    words of a figure. What is written from right to left is set apart instead, so that it does not draw the
    numbers behind it over to its other side: of `… (8 Aug 2024)` the day would stand away from its month.
    """
    plain = "".join(letter for letter in drawable(text) if letter not in _OVERRIDES)
    return _LEFTWARD.sub("\u2067\\g<0>\u2069", escape(plain, quote=False))


def drawable(text: str) -> str:
    """Return `text` without what no XML may hold: an SVG with a control character in it opens nowhere."""
    return _NO_LETTERS.sub("", text)


#: Control characters, the halves of code points, and the two that are no characters.
_NO_LETTERS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_OVERRIDES = frozenset("\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
#: Letters of the Hebrew, Arabic and related scripts, with what stands between two of them.
_RIGHT_TO_LEFT = "\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufeff\U00010800-\U00010fff\U0001e800-\U0001efff"
_LEFTWARD = re.compile(f"[{_RIGHT_TO_LEFT}](?:[^A-Za-z\u00c0-\u058f<>&]*[{_RIGHT_TO_LEFT}])?")
