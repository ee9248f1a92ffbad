"""Words that are looked for in sentences: SQLite's FTS5 and PostgreSQL's full text, with one meaning.

A word is letters and digits; capitals and accents do not matter. Each word of a question is the beginning of
one in the sentence (`export` finds exports), a number before a percent sign is the whole one. What stands in
quotation marks, or is one word with signs inside (`year-on-year`, `1.2`), stands side by side there.
"""

import re
import unicodedata
from collections.abc import Iterator
from itertools import islice, takewhile
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, case, column, func, literal, literal_column, select, table

from store.tables import SENTENCES

#: So many words are looked for; nobody asks for more, and each takes time.
_MOST_WORDS = 16
#: Of a longer word the beginning is looked for: PostgreSQL refuses one of two thousand letters.
_LONGEST_WORD = 200
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
#: Accents that stand behind their letters belong to the word.
_ACCENTS = "".join(map(chr, range(0x300, 0x332)))


def _folded(word: str) -> str:
    """Return a word in small letters, those of the Latin alphabet without accents, as FTS5 reads it."""
    return "".join(map(_folded_letter, word))


def _is_of_words(letter: str) -> bool:
    """Tell whether a sign is part of words: letters and digits are, `½` and `²` are not."""
    return letter.isalnum() and unicodedata.category(letter) != "No"


def _folded_letter(letter: str) -> str:
    base = unicodedata.normalize("NFD", letter)[0]
    if unicodedata.combining(base):
        return ""
    folded = base.casefold() if base.isascii() else letter.casefold()
    return folded if len(folded) == 1 else letter.lower()


#: What PostgreSQL is told to read as something else, whatever its locale: letters as they are folded, and
#: signs that stand between words. The index in `store.migrations` is built with these texts: who changes them
#: adds a migration that builds it anew.
_LETTERS = {
    letter: folded
    for letter in map(chr, (*range(0xAA, 0x250), *range(0x370, 0x530), *range(0x1E00, 0x1F00)))
    if letter.isalpha() and len(folded := _folded_letter(letter)) == 1 and folded != letter
}
_PLACES_OF_SIGNS = (*range(0x80, 0xC0), 0xD7, 0xF7, *range(0x2000, 0x20D0), *range(0x2150, 0x2160))
_MORE_SIGNS = "\u2122←↑→↓−≈≠≤≥\ufeff"
_SIGNS = "".join(one for one in map(chr, _PLACES_OF_SIGNS) if not _is_of_words(one)) + _MORE_SIGNS
_ASCII_SIGNS = "".join(chr(one) for one in range(0x21, 0x7F) if not chr(one).isalnum())


class Term(NamedTuple):
    """Words that stand side by side; of the last one only the beginning is told, unless it `is_whole`."""

    words: tuple[str, ...]
    is_whole: bool


def terms(search: str | None) -> list[Term]:
    """Return what is looked for; nothing where the question has neither letters nor digits."""
    return list(islice(_terms(search or ""), _MOST_WORDS))


def _terms(search: str) -> Iterator[Term]:
    for found in _PHRASE.finditer(search):
        phrase, single = found.groups()
        words = _words(phrase if phrase is not None else single)
        whole = [*takewhile(lambda word: len(word) <= _LONGEST_WORD, words)]
        if len(whole) < len(words):
            yield Term((*whole, words[len(whole)][:_LONGEST_WORD]), False)
        elif words:
            yield Term(tuple(words), phrase is not None or single.endswith("%"))


def _words(text: str) -> list[str]:
    letters = unicodedata.normalize("NFC", text)
    apart = "".join(one if _is_of_words(one) or one in _ACCENTS else " " for one in letters)
    return apart.split()[:_MOST_WORDS]


def sentences_with(search: list[Term], dialect: str) -> Select:
    """Return the question for the ids of the sentences that hold all of what is looked for."""
    if dialect == "postgresql":
        condition = words_of(SENTENCES.c.text).op("@@")(func.to_tsquery(_SIMPLE, _tsquery(search)))
        return select(SENTENCES.c.sentence_id).where(condition)
    words = table("sentence_words", column("rowid"))
    return select(words.c.rowid).where(literal_column("sentence_words").op("MATCH")(_fts5(search)))


_SIMPLE: ColumnElement = literal_column("'simple'::regconfig")


#: How FTS5 finds words: letters of any script and digits, without accents.
WORDS_OF_FTS5 = "unicode61 remove_diacritics 2 categories 'L* Nd Nl Co'"


def words_of(text: ColumnElement[str]) -> ColumnElement:
    """Return the words of a text as PostgreSQL's index has them."""
    # Most sentences are ASCII, and each letter is looked up in all of what it may be replaced by.
    is_ascii = func.octet_length(text) == func.char_length(text)
    old, new = (*_LETTERS, _SIGNS, _ACCENTS), (*_LETTERS.values(), " " * len(_SIGNS))
    read = case((is_ascii, text), else_=_translated(text, "".join(old), "".join(new)))
    return func.to_tsvector(_SIMPLE, _translated(read, _ASCII_SIGNS, " " * len(_ASCII_SIGNS)))


def _translated(text: ColumnElement[str], old: str, new: str) -> ColumnElement[str]:
    return func.translate(text, literal(old, literal_execute=True), literal(new, literal_execute=True))


def _fts5(search: list[Term]) -> str:
    return " ".join(f'"{" ".join(one.words)}"{"" if one.is_whole else "*"}' for one in search)


def _tsquery(search: list[Term]) -> str:
    quoted = [(" <-> ".join(f"'{_folded(word)}'" for word in one.words), one.is_whole) for one in search]
    return " & ".join(f"({words}{'' if is_whole else ':*'})" for words, is_whole in quoted)
