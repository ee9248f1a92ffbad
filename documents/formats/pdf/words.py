"""A page -> its words: the characters that stand close together on one base line."""

from __future__ import annotations

import ctypes
import math
from collections.abc import Iterator
from typing import Any, NamedTuple

#: A gap between two characters that is wider than so many of their heights parts two words.
_GAP = 0.17
#: A word of this many characters is a line of ornament, or a fault.
_LONGEST = 200
#: A page with more characters is a map or a drawing.
_MOST_CHARACTERS = 200_000
_SOFT_HYPHENS = frozenset({0x02, 0xAD, 0xFFFE})


class Word(NamedTuple):
    """What stands together from `left` to `right` on the base line `base`, in points from the corner."""

    text: str
    left: float
    right: float
    base: float
    size: float


class _Glyph(NamedTuple):
    character: str
    left: float
    right: float
    base: float
    size: float


def words_of(page: Any) -> list[Word]:
    """Return the words of a page of pypdfium2, in the order in which the page draws them."""
    text = page.get_textpage()
    try:
        return list(_words(_glyphs(text)))
    finally:
        text.close()


def _words(glyphs: Iterator[_Glyph]) -> Iterator[Word]:
    held: list[_Glyph] = []
    for glyph in glyphs:
        if held and (glyph.character.isspace() or not _goes_on(held[-1], glyph) or len(held) >= _LONGEST):
            yield _word(held)
            held = []
        if not glyph.character.isspace():
            held.append(glyph)
    if held:
        yield _word(held)


def _word(glyphs: list[_Glyph]) -> Word:
    return Word(
        "".join(glyph.character for glyph in glyphs),
        min(glyph.left for glyph in glyphs),
        max(glyph.right for glyph in glyphs),
        glyphs[0].base,
        max(glyph.size for glyph in glyphs),
    )


def _goes_on(before: _Glyph, glyph: _Glyph) -> bool:
    """Tell whether a character stands in the same word as the one that was drawn before it."""
    small, size = sorted((before.size, glyph.size))
    level = abs(glyph.base - before.base) < (0.3 if small > 0.85 * size else 0.08) * size
    return level and -0.6 * size < glyph.left - before.right < _GAP * size


def _glyphs(text: Any) -> Iterator[_Glyph]:
    """Yield the characters that stand upright; a turned one is a label of a chart, or a watermark."""
    from pypdfium2 import raw

    x, y = ctypes.c_double(), ctypes.c_double()
    box = raw.FS_RECTF()
    for at in range(min(raw.FPDFText_CountChars(text), _MOST_CHARACTERS)):
        code = raw.FPDFText_GetUnicode(text, at)
        if code in (0, 10, 13) or 0xD800 <= code <= 0xDFFF or code > 0x10FFFF:
            continue
        raw.FPDFText_GetCharOrigin(text, at, x, y)
        raw.FPDFText_GetLooseCharBox(text, at, box)
        size = abs(box.top - box.bottom)
        values = (x.value, y.value, box.left, box.right, size)
        if not all(map(math.isfinite, values)) or _is_turned(raw.FPDFText_GetCharAngle(text, at)):
            continue
        character = "\u00ad" if code in _SOFT_HYPHENS else chr(code)
        yield _Glyph(character, box.left, max(box.right, box.left), y.value, size or 1.0)


def _is_turned(angle: float) -> bool:
    return math.isfinite(angle) and 0.1 < angle % (2 * math.pi) < 2 * math.pi - 0.1
