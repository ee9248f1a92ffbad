"""The goods that a few words name: `declared wheat exports to Egypt` is wheat, `coffee machines` is nothing.

    products.csv      what a good is called, and its code in the Harmonized System (HS 2022)
    goods_words.csv   the words that may stand around a good without making another one of it
    goods_of          both, on a noun phrase: one good, or none

A phrase stands in products.csv where the code is the good: all of it, and little else. Semiconductors are
8541 and 8542, natural gas is half of 2711, diesel shares 271019 with fuel oil, lorries are 8704 and the road
tractors of 8701: a figure of theirs beside the official one of such a code would mislead, so these words have
none. `Little else` is what a title names along with its good and trade does not notice: meslin with wheat,
curd with cheese.

A kind of a good (`used cars`, `durum wheat`) has no code unless it has one of its own. What is not known to
be harmless is taken to make another good: `rubber boots`, `tea towels`, `synthetic diamonds`.
"""

import csv
import re
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib import resources
from typing import NamedTuple

from schemas.places import countries


class Product(NamedTuple):
    """A good by its code; `words` are those of the text that told it."""

    code: str
    #: `HS`, or `CHPL` for the goods of the Common High Priority List together.
    classification: str
    name: str
    words: str


class Goods(NamedTuple):
    """What a noun phrase says of goods."""

    product: Product | None
    #: Whether it speaks of a flow alone, `exports to Russia`: what goods, another place may say.
    is_open: bool


class Word(NamedTuple):
    """One word or set phrase of a text, `text[start:end]`: its kind as a letter, and the good it names."""

    letter: str
    start: int
    end: int
    product: Product | None = None


_NO_GOODS = Goods(None, False)

#: A letter for each kind of goods_words.csv, so that a noun phrase is a short string and a rule a pattern.
_LETTERS = {
    "measure": "M",
    "amount": "C",
    "of": "o",
    "for": "f",
    "in": "i",
    "from": "F",
    "to": "T",
    "with": "W",
    "done": "v",
    "plain": "w",
    "all": "A",
    "the": "t",
    "place": "P",
    "number": "N",
    "and": "&",
    "not": "x",
    "break": "b",
    "worth": "k",
    "strange": "u",
}
_GOOD = "G"
_UNKNOWN = "u"
_POINTS = {",": "&", "/": "&", "&": "&", "+": "&", ";": "b", "'s": "s", "’s": "s"}

_BEFORE = "[PNAtvws]*"
#: Where it goes to, by what and when. Nothing is listed there but places: `wheat to Egypt and barley to …`.
#: `trade with China` is with a country, `cars with electric motors` are a kind of cars.
_AFTER = "(?:(?:[TiFv]|(?<=M)W)(?:[^Gx&b]|&[PNt])*)?"
#: `[the share of] [the volume of] Russian wheat [exports] [of the year] [to Egypt]`.
_MEASURED = re.compile(f"(?:{_BEFORE}[MC]+[ofiF])*{_BEFORE}G(?:s?M)*(?:o{_BEFORE}M+)?{_AFTER}")
_OPEN = re.compile(f"[PNtvws]*M+{_AFTER}")

#: A word, an abbreviation with its points, a possessive, or a sign; hyphens and quotation marks are blanks.
_TOKEN = re.compile(r"(?:[^\W\d_]\.){2,}|\d+(?:[.,]\d+)*|[^\W_]+|['’]s\b|[^\s\w'’‘“”\"«»„\-‐‑–]")
#: American spellings, and others that are not the file's.
_SPELLINGS = {
    "aluminum": "aluminium",
    "armored": "armoured",
    "fertilizer": "fertiliser",
    "fiberboard": "fibreboard",
    "jewelry": "jewellery",
    "liquified": "liquefied",
    "sulfuric": "sulphuric",
    "tire": "tyre",
    "whiskey": "whisky",
}
_PLURAL_WITH_E = ("sses", "shes", "ches", "xes", "uses", "oes")
_NO_PLURAL = ("ss", "us", "is")
_SHORTEST_PLURAL = 4


@lru_cache(maxsize=1 << 16)
def goods_of(phrase: str) -> Goods:
    """Return what a noun phrase says of goods: of two goods, or of one that only describes another, nothing.

    Prices, tariffs, output and stocks of a good are about the good: the fact's measure says what of it was
    told. Its makers, buyers, carriers, futures and machines are something else.
    """
    words = words_of(phrase)
    letters = "".join(word.letter for word in words)
    if _OPEN.fullmatch(letters):
        return Goods(None, True)
    if not _MEASURED.fullmatch(letters):
        return _NO_GOODS
    named = words[letters.index(_GOOD)]
    if named.product is None:
        return _NO_GOODS
    return Goods(named.product._replace(words=phrase[named.start : named.end]), False)


def words_of(text: str) -> list[Word]:
    """Return a text as words, of what may be one phrase the longest: `crude palm oil` is no crude."""
    tokens = [(_plain(one.group()), one.start(), one.end()) for one in _TOKEN.finditer(text)]
    found = []
    at = 0
    while at < len(tokens):
        letter, product, length = _longest([token for token, _, _ in tokens[at : at + _most_words()]])
        found.append(Word(letter, tokens[at][1], tokens[at + length - 1][2], product))
        at += length
    return found


def _longest(tokens: list[str]) -> tuple[str, Product | None, int]:
    """Return the letter and the good of the longest phrase that tokens begin with, and its length."""
    phrases = _phrases()
    for length in range(len(tokens), 0, -1):
        known = phrases.get(" ".join(tokens[:length]))
        if known is not None:
            return *known, length
    return _POINTS.get(tokens[0]) or ("N" if tokens[0][0].isdigit() else _UNKNOWN), None, 1


def normal(phrase: str) -> str:
    """Return a phrase as it is looked up: small letters, singular, British, without hyphens."""
    return " ".join(_plain(token) for token in _TOKEN.findall(phrase))


@lru_cache(maxsize=1 << 14)
def _plain(token: str) -> str:
    singular = _singular(token.casefold().replace(".", "") or token)
    return _SPELLINGS.get(singular, singular)


def _singular(word: str) -> str:
    """Return the singular of a plural; of other words always the same, which is all that is needed here."""
    if len(word) < _SHORTEST_PLURAL or not word.endswith("s") or word.endswith(_NO_PLURAL):
        return word
    if word.endswith("ies"):
        return word[:-3] + "y"
    return word[:-2] if word.endswith(_PLURAL_WITH_E) else word[:-1]


@cache
def _phrases() -> dict[str, tuple[str, Product | None]]:
    """Return the letter and the good of every known phrase; what is a good is nothing else."""
    phrases: dict[str, tuple[str, Product | None]] = {normal(name): ("P", None) for name in _place_names()}
    for row in rows_of("goods_words.csv"):
        for phrase in row["words"].split("; "):
            phrases[normal(phrase)] = _LETTERS[row["kind"]], None
    for row in rows_of("products.csv"):
        product = Product(row["code"], "HS", row["name"], row["phrase"])
        phrases[normal(row["phrase"])] = _GOOD, product
    for phrase in _LISTED:
        phrases[normal(phrase)] = _GOOD, LISTED_GOODS._replace(words=phrase)
    return phrases


@cache
def _most_words() -> int:
    return max(phrase.count(" ") for phrase in _phrases()) + 1


def _place_names() -> Iterator[str]:
    for country in countries().values():
        yield from filter(None, (country.name, country.demonym, country.capital))


def rows_of(name: str) -> list[dict[str, str]]:
    """Return the rows of a data file of this room."""
    text = resources.files("analysis").joinpath(name).read_text(encoding="utf-8")
    return list(csv.DictReader(text.splitlines()))


#: The goods of the list together: the press counts them as one, and the list has no name for them.
LISTED_GOODS = Product("CHPL", "CHPL", "Common High Priority List", "")
_LISTED_NOUNS = ("goods", "items", "products", "battlefield goods", "battlefield items")
_LISTED = (
    *(f"{common}high priority {noun}" for common in ("", "common ") for noun in _LISTED_NOUNS),
    *(f"high priority {flow}" for flow in ("exports", "imports", "re-exports", "shipments", "trade")),
    *(f"{noun} classified as high priority" for noun in _LISTED_NOUNS[:3]),
    *(f"{noun} on the common high priority list" for noun in _LISTED_NOUNS[:3]),
)
