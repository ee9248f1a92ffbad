"""A sentence -> typed tokens: one pass of one regular expression, and a look-up of each word.

"exports rose 14% to $312mn"
 flow    change number percent to symbol number scale
"""

from typing import NamedTuple

from extraction.language.cutting import NUMBER
from extraction.language.known_words import (
    BEHIND,
    GLUED,
    HYPHENED,
    LETTERS_OF_MONEY,
    WITH_NUMBER,
    Known,
    Words,
    plain_kind,
)
from extraction.language.lexicon import Entry, Phrases, lexicon
from extraction.language.pattern import LETTERS
from extraction.language.writing import PLAIN, Writing


class Token(NamedTuple):
    """A stretch of the text and its kind; `value` is what the kind's rules need to know of it."""

    kind: str
    start: int
    end: int
    value: object


#: The words of texts that write 4,510.3, and of those that write 4.510,3.
_WORDS = (Words(continental=False), Words(continental=True))
_END = Known(0, "", "", 0, 0, "end", None, ())


def tokenize(text: str, start: int, end: int, writing: Writing = PLAIN) -> list[Token]:
    """Return the tokens of `text[start:end]`; their spans count from the text's beginning."""
    words, begins = _WORDS[writing.continental].cut(text, start, end)
    words.append(_END)
    tokens: list[Token] = []
    done = 0
    for at, begin in enumerate(begins):
        if at < done:
            continue
        _, _, _, left, right, kind, value, seconds = words[at]
        done = at + 1
        if kind and not (seconds and (words[done].low in seconds or words[done].low == "-")):
            tokens.append(_new_token(Token, (kind, begin + left, begin + right, value)))
        else:
            token, done = _among(Line(words, begins), at, tokens, writing)
            tokens.append(token)
    return tokens


#: What a NamedTuple's own constructor does, without the call of a function of its own.
_new_token = tuple.__new__


class Line(NamedTuple):
    """A sentence's pieces, a mark of its end behind them, and where the stretch of each piece begins."""

    words: list[Known]
    begins: list[int]

    def start(self, at: int) -> int:
        """Return where a piece begins in the text."""
        return self.begins[at] + self.words[at].start

    def end(self, at: int) -> int:
        """Return where a piece ends in the text."""
        return self.begins[at] + self.words[at].end


def _among(line: Line, at: int, before: list[Token], writing: Writing) -> tuple[Token, int]:
    """Return what begins with a piece among its neighbours, and the index after its last word."""
    word, start = line.words[at], line.start(at)
    found = _phrase(word, line.words, at + 1)
    if found and found[0].kind == LETTERS_OF_MONEY:
        found = _money_letters(found[0], line, at, writing)
    kind = _kind_said(found[0], before, start) if found else ""
    if found and kind == "unit" != found[0].kind and _goes_on(line, found[1]):
        kind = ""  # `10W2` are no watts
    if found and kind:
        return Token(kind, start, line.end(found[1] - 1), found[0].value), found[1]
    return Token(plain_kind(word.piece, word.text), start, line.end(at), word.text), at + 1


def _phrase(word: Known, words: list[Known], after: int) -> tuple[Entry, int] | None:
    """Return the phrase that begins with a word, as it is written or else in small letters."""
    phrases = lexicon().get(word.text)
    found = _longest(phrases, words, after) if phrases else None
    if found is None and word.low != word.text:
        return _lowered(word, words, after)
    return found


def _lowered(word: Known, words: list[Known], after: int) -> tuple[Entry, int] | None:
    phrases = lexicon().get(word.low)
    found = _longest(phrases, words, after) if phrases else None
    return None if found and found[0].kind.startswith((GLUED, BEHIND)) else found  # `5G` are no five grams


_NUMBERS = frozenset({"digits", "year", "numword", "scale", "attached_scale", "half"})


def _goes_on(line: Line, at: int) -> bool:
    """Tell whether a number touches the piece before `at`."""
    return line.words[at].piece == NUMBER and line.start(at) == line.end(at - 1)


def _money_letters(entry: Entry, line: Line, at: int, writing: Writing) -> tuple[Entry, int] | None:
    """Return `R` as a currency where a number follows, which has to touch a single letter; else as a word."""
    word = line.words[at]
    number = line.words[at + 1].piece == NUMBER and line.start(at + 1) - line.end(at) <= (len(word.text) > 1)
    if number and word.text in writing.letters:
        return entry._replace(kind="code"), at + 1
    return _lowered(word, line.words, at + 1)


def _kind_said(entry: Entry, before: list[Token], left: int) -> str:
    """Return the kind of a phrase that begins at `left`; empty where it is none without its number."""
    kind = entry.kind
    if not kind.startswith(WITH_NUMBER):
        return kind
    at = len(before) - 1
    hyphened = at > 0 and before[at].kind in ("hyphen", "minus")
    if hyphened and not kind.startswith(GLUED):
        at -= 1
    number = at >= 0 and before[at].kind in _NUMBERS
    touches = number and (hyphened or (before[at].end == left and not kind.startswith(HYPHENED)))
    return kind.partition("_")[2] if touches or (number and kind.startswith(BEHIND)) else ""


def _longest(phrases: Phrases, words: list[Known], at: int) -> tuple[Entry, int] | None:
    """Return the longest phrase that goes on at `at`, and the index after it."""
    if phrases.longer:
        second = words[at + 1].low if words[at].low == "-" and at + 1 < len(words) else words[at].low
        for entry in phrases.longer.get(second, ()):
            after = _end_of(entry.rest, words, at)
            if after:
                return entry, after
    return (phrases.alone, at) if phrases.alone else None


def _end_of(rest: tuple[str, ...], words: list[Known], at: int) -> int:
    """Return the index after the words `rest` that begin at `at`, or 0; hyphens are passed over."""
    for word in rest:
        if words[at].low == "-":
            at += 1
        if at >= len(words) or (words[at].text != word and words[at].low != word):
            return 0
        at += 1
    return at


def letters_of(tokens: list[Token]) -> str:
    """Return the tokens' kinds as the string that patterns read."""
    return "".join([LETTERS[token.kind] for token in tokens])
