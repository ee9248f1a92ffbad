"""The words that matter, from the tables in words/ and from the countries and currencies of the contract.

A table has a phrase, its kind, and what it stands for. A phrase in small letters is found in any case; one
with a capital only as it is written (`May`, `US`, `Polish`) or, from four letters on, all in capitals.
Hyphens between words do not count: `year-on-year` is found by `year on year`.
"""

import csv
from collections import Counter
from collections.abc import Iterator
from functools import cache
from importlib import resources
from typing import NamedTuple

from extraction.language.cutting import words_of
from schemas.places import countries
from schemas.units import currencies

_SHORTEST_IN_CAPITALS = 4


class Entry(NamedTuple):
    """What a phrase is: `rest` are its words after the first."""

    rest: tuple[str, ...]
    kind: str
    value: str


class Phrases(NamedTuple):
    """The phrases that begin with one word: that word alone, and the longer ones by their second word.

    The second word is in small letters; behind it stand the phrases with it, longest first.
    """

    alone: Entry | None
    longer: dict[str, tuple[Entry, ...]]


class Lexicon:
    """From a phrase's first word to the phrases that begin with it, put in order when they are asked for."""

    def __init__(self, by_first: dict[str, list[Entry]]) -> None:
        self._by_first = by_first
        self._ordered: dict[str, Phrases] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_first)

    def get(self, first: str) -> Phrases | None:
        """Return the phrases that begin with a word, or None where none does."""
        if first not in self._by_first:
            return None
        if first not in self._ordered:
            self._ordered[first] = _phrases(self._by_first[first])
        return self._ordered[first]


def _rows() -> list[tuple[str, str, str]]:
    rows = []
    tables = resources.files("extraction").joinpath("words")
    for table in sorted(tables.iterdir(), key=lambda one: one.name):
        if table.name.endswith(".csv"):
            with table.open(encoding="utf-8") as lines:
                rows += [(phrase, kind, value) for phrase, kind, value in csv.reader(lines)][1:]
    return rows


def _country_rows() -> list[tuple[str, str, str]]:
    rows = []
    for one in countries().values():
        kinds = (("place", one.name), ("demonym", one.demonym), ("capital", one.capital))
        rows += [(name, kind, one.code) for kind, name in kinds if name]
    return rows


def _currency_rows() -> list[tuple[str, str, str]]:
    rows = []
    for one in currencies().values():
        rows += [(one.code, "code", one.code), (one.name, "currency", one.code)]
    return rows


def _forms(phrase: str) -> list[str]:
    forms = [phrase]
    if not (phrase.islower() or phrase.isupper() or len(phrase) < _SHORTEST_IN_CAPITALS):
        forms.append(phrase.upper())
    return forms + [form.replace("'", "’") for form in forms if "'" in form]


@cache
def rows() -> tuple[tuple[str, str, str], ...]:
    """Return every phrase, its kind and its value. What a table says goes before what is derived."""
    return (*_rows(), *_country_rows(), *_currency_rows())


@cache
def lexicon() -> Lexicon:
    """Return all phrases by their first word; of a phrase that is there twice the first counts."""
    entries: dict[tuple[str, ...], Entry] = {}
    for phrase, kind, value in rows():
        for form in _forms(phrase):
            words = words_of(form)
            entries.setdefault(words, Entry(words[1:], kind, value))
    by_first: dict[str, list[Entry]] = {}
    for words, entry in entries.items():
        by_first.setdefault(words[0], []).append(entry)
    return Lexicon(by_first)


def _phrases(entries: list[Entry]) -> Phrases:
    if len(entries) == 1 and not entries[0].rest:
        return Phrases(entries[0], {})
    longer: dict[str, list[Entry]] = {}
    for entry in sorted(entries, key=lambda one: -len(one.rest)):
        if entry.rest:
            longer.setdefault(entry.rest[0].lower(), []).append(entry)
    alone = next((entry for entry in entries if not entry.rest), None)
    return Phrases(alone, {second: tuple(found) for second, found in longer.items()})


def duplicates() -> list[str]:
    """Return the phrases that the tables of words/ give twice; there should be none."""
    phrases = Counter(phrase for phrase, _, _ in _rows())
    return [phrase for phrase, count in phrases.items() if count > 1]


@cache
def words_in(name: str) -> frozenset[str]:
    """Return the words of one of the lists in lists.csv; raise KeyError where there is no such list."""
    return frozenset(_lists()[name])


@cache
def _lists() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    with resources.files("extraction").joinpath("lists.csv").open(encoding="utf-8") as lines:
        for row in csv.DictReader(lines):
            found.setdefault(row["list"], []).append(row["word"])
    return found
