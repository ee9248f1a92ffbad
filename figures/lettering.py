"""How wide a text will be, and how it breaks into lines: by estimate, so that figures stay pure.

The widths are those of Inter, rounded up a little so that the wider DejaVu Sans still fits.
"""

from collections.abc import Iterable
from html import escape

_NARROW = frozenset("iljtfr.,:;'’‘|!I()[] ·-")
_WIDE = frozenset("mwMWQ@%—▲▼+−=÷×€£")


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Return about how many pixels one line of `text` takes at `size` pixels; markup is not for here."""
    ems = sum(_ems(letter) for letter in text)
    return ems * size * (1.07 if bold else 1.0)


def _ems(letter: str) -> float:
    if letter in _NARROW:
        return 0.34
    if letter in _WIDE:
        return 0.84
    if letter.isupper():
        return 0.71
    return 0.60 if letter < "\u2e80" else 1.0


def wrapped(text: str, size: float, room: float, *, most: int = 99) -> list[str]:
    """Break `text` at spaces into at most `most` lines of `room` pixels; the last one may end in `…`."""
    lines: list[str] = []
    line = ""
    for word in _short_words(text.split(), size, room):
        longer = f"{line} {word}".strip()
        if line and width(longer, size) > room:
            lines.append(line)
            line = word
        else:
            line = longer
    lines.append(line)
    if len(lines) > most:
        lines = [*lines[: most - 1], cut(f"{lines[most - 1]} {lines[most]}", size, room)]
    return [one for one in lines if one]


def _short_words(words: Iterable[str], size: float, room: float) -> Iterable[str]:
    """Yield the words, those that are wider than a whole line in pieces that are not."""
    most = max(1, int(room / size))
    for word in words:
        if width(word, size) <= room:
            yield word
        else:
            yield from (word[at : at + most] for at in range(0, len(word), most))


def cut(text: str, size: float, room: float) -> str:
    """Return `text`, or as much of its beginning as fits into `room` pixels, with `…` behind it."""
    if width(text, size) <= room:
        return text
    while text and width(f"{text}…", size) > room:
        text = text[:-1]
    return f"{text.rstrip(' ,;:')}…"


def safe(text: str) -> str:
    """Return `text` so that plotly, which reads markup in every label, shows it letter by letter.

    Bidi overrides are taken out: they would let a document reorder the words of a figure.
    """
    return escape("".join(letter for letter in text if letter not in _OVERRIDES), quote=False)


_OVERRIDES = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
