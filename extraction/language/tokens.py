"""A sentence -> typed tokens: one pass of one regular expression, and a look-up of each word.

"exports rose 14% to $312mn"
 flow    change number percent to symbol number scale
"""

import re
from typing import NamedTuple

from extraction.language.cutting import LABEL, MARK, NUMBER, POSSESSIVE, is_time, pieces
from extraction.language.lexicon import Entry, Lexicon, Phrases, lexicon
from extraction.language.pattern import LETTERS
from extraction.language.writing import PLAIN, Writing


class Token(NamedTuple):
    """A stretch of the text and its kind; `value` is what the kind's rules need to know of it."""

    kind: str
    start: int
    end: int
    value: object


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


def _number_value(text: str, *, continental: bool = False) -> float:
    """Return the number that digits spell; a last comma before other than three digits is decimal."""
    plain = re.sub(r"[\s’']", "", text)
    if (
        plain.count(".") > 1
        or 0 <= plain.find(".") < plain.find(",")
        or (continental and _ends_in_three(plain))
    ):
        plain = plain.replace(".", "")
        return float(plain.replace(",", "."))
    if "," in plain and "." not in plain:
        whole, _, last = plain.rpartition(",")
        if len(last) != _GROUP or whole.startswith("0") or continental:
            return float(f"{whole.replace(',', '')}.{last}")
    return float(plain.replace(",", ""))


_GROUP = 3


def _ends_in_three(plain: str) -> bool:
    """Tell whether three digits stand behind the only point of `4.510`."""
    whole, point, last = plain.partition(".")
    return bool(point) and len(last) == _GROUP and whole != "0"


Piece = tuple[int, str, int, int]


def tokenize(text: str, start: int, end: int, writing: Writing = PLAIN) -> list[Token]:
    """Return the tokens of `text[start:end]`; their spans count from the text's beginning."""
    words = lexicon()
    cut: list[Piece] = [(m.lastindex or 0, m.group(), m.start(), m.end()) for m in pieces(text, start, end)]
    tokens: list[Token] = []
    at = 0
    while at < len(cut):
        kind, piece, left, right = cut[at]
        at += 1
        if kind == LABEL and is_time(piece):
            tokens.append(Token("time_label", left, right, piece))
            continue
        if kind == LABEL and piece[-1].islower():
            tokens.append(Token("ordinal", left, right, piece[:-2]))
            continue
        if kind == LABEL and piece[-1].isdigit() and piece[0].isdigit():
            tokens.append(Token("heading_number", left, right, float(piece)))
            continue
        if kind == NUMBER:
            name = "year" if _YEAR.fullmatch(piece) else "digits"
            tokens.append(Token(name, left, right, _number_value(piece, continental=writing.continental)))
            continue
        found = _phrase(words, piece, cut, at)
        if found and found[0].kind == _LETTERS_OF_MONEY:
            found = _money_letters(found[0], words, cut, at, writing)
        kind_said = _kind_said(found[0], tokens, left) if found else ""
        if found and kind_said == "unit" != found[0].kind and _goes_on(cut, found[1]):
            kind_said = ""  # `10W2` are no watts
        if found and kind_said:
            entry, at = found
            tokens.append(Token(kind_said, left, cut[at - 1][3], entry.value))
        else:
            tokens.append(Token(_plain_kind(kind, piece), left, right, piece))
    return tokens


def _phrase(words: Lexicon, piece: str, cut: list[Piece], at: int) -> tuple[Entry, int] | None:
    """Return the phrase that begins with `piece`, as it is written or else in small letters."""
    phrases = words.get(piece)
    found = _longest(phrases, cut, at) if phrases else None
    if found is None and not piece.islower():
        phrases = words.get(piece.lower())
        found = _longest(phrases, cut, at) if phrases else None
        if found and found[0].kind.startswith((_GLUED, _BEHIND)):
            return None  # `5G` are no five grams
    return found


#: A kind that begins so is that kind only where a number touches it (`65W`), stands before it (`12 hp`), or
#: is joined to it by a hyphen (`500-plus`).
_GLUED, _BEHIND, _HYPHENED = "glued_", "behind_", "hyphened_"
_WITH_NUMBER = (_GLUED, _BEHIND, _HYPHENED)
_NUMBERS = frozenset({"digits", "year", "numword", "scale", "attached_scale", "half"})


def _goes_on(cut: list[Piece], at: int) -> bool:
    """Tell whether a number touches the piece before `at`."""
    return at < len(cut) and cut[at][0] == NUMBER and cut[at][2] == cut[at - 1][3]


#: The kind of `R` and `KD`, which are money only where the text has shown it.
_LETTERS_OF_MONEY = "letter_code"


def _money_letters(
    entry: Entry, words: Lexicon, cut: list[Piece], at: int, writing: Writing
) -> tuple[Entry, int] | None:
    """Return `R` as a currency where a number follows, which has to touch a single letter; else as a word."""
    _, piece, _, right = cut[at - 1]
    number = at < len(cut) and cut[at][0] == NUMBER and cut[at][2] - right <= (len(piece) > 1)
    if number and piece in writing.letters:
        return entry._replace(kind="code"), at
    return _phrase(words, piece.lower(), cut, at)


def _kind_said(entry: Entry, before: list[Token], left: int) -> str:
    """Return the kind of a phrase that begins at `left`; empty where it is none without its number."""
    kind = entry.kind
    if not kind.startswith(_WITH_NUMBER):
        return kind
    at = len(before) - 1
    hyphened = at > 0 and before[at].kind in ("hyphen", "minus")
    if hyphened and not kind.startswith(_GLUED):
        at -= 1
    number = at >= 0 and before[at].kind in _NUMBERS
    touches = number and (hyphened or (before[at].end == left and not kind.startswith(_HYPHENED)))
    return kind.partition("_")[2] if touches or (number and kind.startswith(_BEHIND)) else ""


def _plain_kind(kind: int, piece: str) -> str:
    """Return the kind of a piece that is no phrase of the lexicon."""
    if kind == MARK:
        return _PUNCTUATION.get(piece, "other_mark")
    if kind == POSSESSIVE:
        return "possessive"
    return "cap_word" if piece[0].isupper() else "low_word"


def _longest(phrases: Phrases, cut: list[Piece], at: int) -> tuple[Entry, int] | None:
    """Return the longest phrase that goes on at `at`, and the index after it."""
    if phrases.longer and at < len(cut):
        second = cut[at + 1][1] if cut[at][1] == "-" and at + 1 < len(cut) else cut[at][1]
        for entry in phrases.longer.get(second.lower(), ()):
            after = _end_of(entry.rest, cut, at)
            if after:
                return entry, after
    return (phrases.alone, at) if phrases.alone else None


def _end_of(rest: tuple[str, ...], cut: list[Piece], at: int) -> int:
    """Return the index after the words `rest` that begin at `at`, or 0; hyphens are passed over."""
    for word in rest:
        if at < len(cut) and cut[at][1] == "-":
            at += 1
        if at >= len(cut) or (cut[at][1] != word and cut[at][1].lower() != word):
            return 0
        at += 1
    return at


def letters_of(tokens: list[Token]) -> str:
    """Return the tokens' kinds as the string that patterns read."""
    return "".join([LETTERS[token.kind] for token in tokens])
