"""The unit that a heading tells: `million euros`, `USD bn`, `'000 tonnes`, `€/MWh`, `%`.

Its words are found here and then read as any quantity is, with a number put where the text would have one.
"""

import re
from functools import lru_cache
from itertools import pairwise
from typing import NamedTuple

from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import read_sentence
from extraction.rules.quantity import Quantity

#: What each kind of token is in the pattern below.
_LETTERS = {
    "symbol": "c", "code": "c", "currency": "c", "cent": "e", "scale": "s", "attached_scale": "s",
    "dozens": "s", "unit": "u", "attached_unit": "u", "ton_or_trillion": "u", "percent": "p", "of": "g",
    "per": "r", "slash": "r", "a": "r", "span": "d", "comma": "k",
}  # fmt: skip
_UNIT = re.compile(
    r"""
    (?P<scales>[sn]*) g? (?P<money>c) (?P<behind>(?:k?[sn])*) (?P<each>r[sn]?[ud])?
    | (?P<more>[sn]*) g? (?P<measured>[ue]) (?P<rate>r[ud])?
    | (?P<percent>p)
    | (?P<alone>s)
    """,
    re.VERBOSE,
)
_COUNTED = words_in("counted heading")
_NOUGHTS = re.compile(r"(?:1[, \u00a0]?)?000(?:[, \u00a0]000)*")
_PLURALS = {"thousands": 1e3, "millions": 1e6, "billions": 1e9, "trillions": 1e12}
_NUMBERS = frozenset({"digits", "numword", "heading_number"})


class Unit(NamedTuple):
    """A unit that `text[start:end]` tells: a figure times `factor` is in `unit`.

    `unit` is empty where only a scale is told. `family` is as a Quantity's. `price` marks a unit price.
    """

    start: int
    end: int
    factor: float
    unit: str
    family: str | None = None
    price: bool = False


def units_in(text: str, tokens: list[Token]) -> tuple[Unit, ...]:
    """Return the units that the tokens of a heading tell, in order."""
    letters = "".join(_letter(text, token) for token in tokens)
    found = (_unit(text, tokens, match) for match in _UNIT.finditer(letters))
    units = [unit for unit in found if unit is not None]
    return tuple(units) or _counted(text, tokens)


def _letter(text: str, token: Token) -> str:
    words = text[token.start : token.end]
    if words.lower() in _PLURALS:
        return "s"
    if token.kind in ("digits", "heading_number") and _NOUGHTS.fullmatch(words):
        return "n"
    return _LETTERS.get(token.kind, ".")


def _unit(text: str, tokens: list[Token], match: re.Match[str]) -> Unit | None:
    first, last = match.start(), match.end()
    own = tokens[first:last]
    before = tokens[first - 1] if first else None
    after = tokens[last] if last < len(tokens) else None
    if any(one is not None and one.kind in _NUMBERS for one in (before, after)):
        return None  # `towns of 5 million`, `$5 a day`
    if not _stands_out(tokens, first, last):
        return None
    words = _with_number(text, tokens, match)
    start = own[0].start - (text[own[0].start - 1 : own[0].start] in ("'", "’") and own[0].start > 0)
    if match["alone"]:
        return Unit(start, own[-1].end, _scale(text, own), "")
    read = _read(words)
    if read is None or read.kind not in ("money", "physical", "percent_quantity", "price"):
        return None
    return Unit(start, own[-1].end, read.value, read.unit, read.family, read.kind == "price")


def _stands_out(tokens: list[Token], first: int, last: int) -> bool:
    """A lone letter is a unit only behind a mark or a scale, or where it is all that the heading says."""
    own = tokens[first:last]
    if own[-1].end - own[0].start > 1 or own[0].kind in ("symbol", "percent"):
        return True
    alone = first == 0 and last == len(tokens)
    return alone or tokens[first - 1].kind in ("comma", "open", "scale", "attached_scale", "colon")


def _with_number(text: str, tokens: list[Token], match: re.Match[str]) -> str:
    """Return the unit's words with a number that has its scales: `1000000 euros`, `$ 1000 per tonne`."""
    start, end = match.span()
    scales = [tokens[at] for at in range(start, end) if match.group()[at - start] in "sn"]
    each = match.start("each") if match["each"] else match.start("rate") if match["rate"] else end
    number = f"{_scale(text, [one for one in scales if one.start < tokens[min(each, end - 1)].end]):.0f}"
    core = tokens[
        match.start("money")
        if match["money"]
        else match.start("measured" if match["measured"] else "percent")
    ]
    word = text[core.start : core.end]
    tail = text[tokens[each].start : tokens[end - 1].end] if each < end else ""
    tail = tail if tail[:1] in ("/", "") else f" {tail}"
    if core.kind in ("symbol", "code"):
        return f"{word} {number}{tail}"
    return f"{number}{word}{tail}" if core.kind == "attached_unit" else f"{number} {word}{tail}"


def _scale(text: str, tokens: list[Token]) -> float:
    value = 1.0
    for token in tokens:
        words = text[token.start : token.end].lower()
        if words in _PLURALS:
            value *= _PLURALS[words]
        elif token.kind in ("digits", "heading_number"):
            value *= 10.0 ** words.count("0")
        else:
            value *= float(str(token.value))
    return value


@lru_cache(maxsize=4096)
def _read(words: str) -> Quantity | None:
    drafts = read_sentence(words, 0, len(words), "body").drafts
    return drafts[0].quantity if len(drafts) == 1 else None


def _counted(text: str, tokens: list[Token]) -> tuple[Unit, ...]:
    """`Cars, units` and `Lorries (number)` are counted."""
    for before, token in pairwise([None, *tokens]):
        word = text[token.start : token.end].lower() if token else ""
        if (
            token is not None
            and word in _COUNTED
            and (before is None or before.kind in ("comma", "open", "scale"))
        ):
            scaled = before is not None and before.kind == "scale"
            factor = float(str(before.value)) if scaled and before is not None else 1.0
            return (Unit(token.start, token.end, factor, "count"),)
    return ()
