"""Where sentences begin and end. A sentence never crosses a blank line, a passage or a bullet."""

import re
from collections.abc import Iterator

from extraction.language.lexicon import words_in

#: Longer stretches without a full stop are cut at a blank, so that every cost stays linear.
LONGEST = 3000

_ABBREVIATIONS = words_in("abbreviation")
_BREAK = re.compile(
    r"""
    \n\s*\n\s*                                   # a blank line
    | [.!?…]["'”’)\]]*(?P<stop>\s+)(?=["'“‘(\[]*[\w€$£¥₹₺₽+−-])
    | \n(?P<line>[ \t]*)
    """,
    re.VERBOSE,
)
_INITIALS = re.compile(r"\w(?:\.\w)+")
_LAST_WORD = re.compile(r"([\w.]*\w)\.$")
_ENDS_A_LINE = re.compile(r"[.!?:;…\"”’)]\s*$")


def sentences(text: str, start: int = 0, end: int | None = None) -> Iterator[tuple[int, int]]:
    """Yield the spans of the sentences of `text[start:end]`, without the blanks around them."""
    end = len(text) if end is None else end
    wrapped = _is_wrapped(text[start : min(end, start + 4000)])
    begin = start
    for match in _BREAK.finditer(text, start, end):
        if _is_break(text, begin, match, wrapped):
            yield from _trimmed(
                text, begin, match.end() if match.group("stop") is None else match.start("stop")
            )
            begin = match.end()
    yield from _trimmed(text, begin, end)


def _is_break(text: str, begin: int, match: re.Match[str], wrapped: bool) -> bool:
    if match.group("stop") is not None:
        return not _is_abbreviation(text, begin, match)
    if match.group("line") is None:
        return True
    rest = text[match.end() : match.end() + 1]
    if rest.islower() or rest in (",", ";", ")"):
        return False
    return (
        not wrapped
        or len(match.group("line")) > 0
        or bool(_ENDS_A_LINE.search(text, max(begin, match.start() - 3), match.start()))
    )


def _is_abbreviation(text: str, begin: int, match: re.Match[str]) -> bool:
    """Tell whether the point before a blank belongs to `Mr.`, `Jan.` or an initial."""
    if text[match.start()] != ".":
        follows = text[match.end() : match.end() + 1]
        return text[match.start()] == "…" and follows.islower()
    follows = text[match.end() : match.end() + 1]
    if follows.islower():
        return True
    word = _LAST_WORD.search(text, max(begin, match.start() - 12), match.start() + 1)
    if word is None:
        return False
    last = word.group(1).lower()
    if _INITIALS.fullmatch(last):  # `U.S. Wheat`, `N.Z. Dlrs`
        return follows.islower() or follows.isdigit() or not text[match.end() :].startswith(_SENTENCE_STARTS)
    return last in _ABBREVIATIONS or (len(last) == 1 and last.isalpha() and text[word.start(1)].isupper())


_BYTE_ORDER_MARK = "\ufeff"
_SENTENCE_STARTS = (
    "The ",
    "In ",
    "It ",
    "But ",
    "This ",
    "That ",
    "A ",
    "He ",
    "She ",
    "They ",
    "Its ",
    "And ",
    "Exports ",
    "Imports ",
)


def _is_wrapped(text: str) -> bool:
    """Tell whether lines were broken at a fixed width, as wire services do: many lines, none long."""
    lines = [line for line in text.splitlines() if line.strip()]
    if len(lines) < 4:
        return False
    full = sum(1 for line in lines if 50 <= len(line) <= 85)
    return max(len(line) for line in lines) <= 90 and full * 2 > len(lines)


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while end - start > LONGEST:
        cut = text.rfind(" ", start + LONGEST // 2, start + LONGEST)
        cut = cut if cut > 0 else start + LONGEST
        yield from _stripped(text, start, cut)
        start = cut
    yield from _stripped(text, start, end)


def _stripped(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    while start < end and (text[start].isspace() or text[start] == _BYTE_ORDER_MARK):
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    if start < end:
        yield start, end
