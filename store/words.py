"""Words that are looked for in sentences: SQLite's FTS5 and PostgreSQL's full text, with one meaning.

A word is letters and digits; capitals and accents do not matter. Each word of a question is the beginning of
one in the sentence (`export` finds exports), a number before a percent sign is the whole one. What stands in
quotation marks, or is one word with signs inside (`year-on-year`, `1.2`), stands side by side there.
"""

import re
import unicodedata
from collections.abc import Iterator
from typing import NamedTuple

from sqlalchemy import ColumnElement, Select, column, func, literal, literal_column, select, table

from store.tables import SENTENCES

#: So many words are looked for; nobody asks for more, and each takes time.
_MOST_WORDS = 16
_PHRASE = re.compile(r'"([^"]*)"|(\S+)')
_WORD = re.compile(r"[^\W_]+")

#: Letters with accents, as PostgreSQL is told to read them. The index in `store.migrations` is built with the
#: same two texts: who changes them adds a migration that builds it anew.
_ACCENTED = [
    (letter, base[0].lower())
    for letter in map(chr, (*range(0xC0, 0x180), *range(0x1E00, 0x1F00)))
    if (base := unicodedata.normalize("NFKD", letter))[0].isascii() and base[0].isalpha()
]
_SIGNS = (
    "".join(chr(one) for one in range(0x21, 0x7F) if not chr(one).isalnum())
    + "“”„‘’‚«»‹›–—−…€£¥₺₽₴₸₹₩°·•×÷§\u00a0"
)
FROM = "".join(letter for letter, _ in _ACCENTED) + _SIGNS
TO = "".join(base for _, base in _ACCENTED) + " " * len(_SIGNS)


class Term(NamedTuple):
    """Words that stand side by side; of the last one only the beginning is told, unless it `is_whole`."""

    words: tuple[str, ...]
    is_whole: bool


def terms(search: str | None) -> list[Term]:
    """Return what is looked for; nothing where the question has neither letters nor digits."""
    return list(_terms(search or ""))[:_MOST_WORDS]


def _terms(search: str) -> Iterator[Term]:
    for found in _PHRASE.finditer(search):
        phrase, single = found.groups()
        words = tuple(_WORD.findall(_folded(phrase if phrase is not None else single)))
        if words:
            yield Term(words[:_MOST_WORDS], phrase is not None or single.endswith("%"))


def _folded(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in apart if not unicodedata.combining(letter)).lower()


def sentences_with(search: list[Term], dialect: str) -> Select:
    """Return the question for the ids of the sentences that hold all of what is looked for."""
    if dialect == "postgresql":
        condition = words_of(SENTENCES.c.text).op("@@")(func.to_tsquery(_SIMPLE, _tsquery(search)))
        return select(SENTENCES.c.sentence_id).where(condition)
    words = table("sentence_words", column("rowid"))
    return select(words.c.rowid).where(literal_column("sentence_words").op("MATCH")(_fts5(search)))


_SIMPLE: ColumnElement = literal_column("'simple'::regconfig")


def words_of(text: ColumnElement[str]) -> ColumnElement:
    """Return the words of a text as PostgreSQL's index has them."""
    signs = func.translate(text, literal(FROM, literal_execute=True), literal(TO, literal_execute=True))
    return func.to_tsvector(_SIMPLE, signs)


def _fts5(search: list[Term]) -> str:
    return " ".join(f'"{" ".join(one.words)}"{"" if one.is_whole else "*"}' for one in search)


def _tsquery(search: list[Term]) -> str:
    quoted = [(" <-> ".join(f"'{word}'" for word in one.words), one.is_whole) for one in search]
    return " & ".join(f"({words}{'' if is_whole else ':*'})" for words, is_whole in quoted)
