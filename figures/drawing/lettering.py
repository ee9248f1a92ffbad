"""How wide a text will be, and how it breaks into lines: by a table, so that figures stay pure.

The widths are the advances of DejaVu Sans, in hundredths of the letters' height. It is the widest of the
fonts that a figure asks for, and the one that a server without any other draws with.
"""

import csv
from collections.abc import Iterable
from functools import cache
from html import escape
from importlib.resources import files

#: What a letter takes that the table lacks: one of the east, which are square, or another one.
_SQUARE, _UNKNOWN = 1.0, 0.65


@cache
def _widths(weight: str) -> dict[str, float]:
    table = files("figures.drawing").joinpath("letters.csv").read_text(encoding="utf-8")
    rows = [row for row in csv.DictReader(table.split("\n")) if row["weight"] == weight]
    return {letter: int(row["width"]) / 100 for row in rows for letter in row["letters"]}


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return how many pixels one line of `text` takes at `size` pixels; markup is not for here."""
    known = _widths("bold" if bold else "regular")
    return size * sum(known.get(one) or (_SQUARE if one >= "\u2e80" else _UNKNOWN) for one in text)


def wrapped(text: str, size: float, room: float, *, most: int = 99, bold: bool = False) -> list[str]:
    """Break `text` at spaces into at most `most` lines of `room` pixels; the last one may end in `…`."""
    lines: list[str] = []
    line = ""
    for word in _short_words(text.split(), size, room, bold):
        longer = f"{line} {word}".strip()
        if line and width(longer, size, bold=bold) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", size, room, bold=bold)]
    return [one for one in lines if one]


def _short_words(words: Iterable[str], size: float, room: float, bold: bool) -> Iterable[str]:
    """Yield the words, those that are wider than a whole line in pieces that are not."""
    most = max(1, int(room / size))
    for word in words:
        if width(word, size, bold=bold) <= room:
            yield word
        else:
            yield from (word[at : at + most] for at in range(0, len(word), most))


def cut(text: str, size: float, room: float, *, bold: bool = False) -> str:
    """Return `text`, or as much of its beginning as fits into `room` pixels, with `…` behind it."""
    if width(text, size, bold=bold) <= room:
        return text
    while text and width(f"{text}…", size, bold=bold) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;:')}…"


def safe(text: str) -> str:
    """Return `text` so that plotly, which reads markup in every label, shows it letter by letter.

    Bidi overrides are taken out: they would let a document reorder the words of a figure.
    """
    return escape("".join(letter for letter in text if letter not in _OVERRIDES), quote=False)


_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
