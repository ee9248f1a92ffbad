"""words.txt and templates.txt -> what can be said: for each slot its ways, each in parts."""

from functools import cache
from pathlib import Path
from typing import NamedTuple

from schemas.places import countries

_HERE = Path(__file__).parent


class Way(NamedTuple):
    """One way to fill a slot: the letters before each slot with the slot's name, and the last letters."""

    parts: tuple[tuple[str, str], ...]
    end: str


def _sections(name: str) -> dict[str, list[str]]:
    sections: dict[str, list[str]] = {}
    lines: list[str] = []
    for line in (_HERE / name).read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            lines = sections.setdefault(line.strip("[]"), [])
        elif line.strip() and not line.startswith("#"):
            lines.append(line)
    return sections


@cache
def templates() -> dict[str, tuple[Way, ...]]:
    """Return the ways of each slot that templates.txt fills; a blank at the end of a way belongs to it."""
    return {slot: tuple(map(_way, ways)) for slot, ways in _sections("templates.txt").items()}


def _way(line: str) -> Way:
    pieces = line.replace("}", "{").split("{")
    return Way(tuple(zip(pieces[::2], pieces[1::2], strict=False)), pieces[-1])


@cache
def words() -> dict[str, tuple[str, ...]]:
    """Return the lists of words.txt and what is inflected from them, the frequent words first."""
    found = {slot: tuple(dict.fromkeys(_split(lines))) for slot, lines in _sections("words.txt").items()}
    found["nouns"] = tuple(_with_s(word) for word in found["noun"])
    found["verbs"] = tuple(_with_s(word) for word in found["verb"])
    found["verbed"] = tuple(f"{_stem(word)}ed" for word in found["verb"])
    found["verbing"] = tuple(f"{_before_ing(word)}ing" for word in found["verb"])
    return found


def _split(lines: list[str]) -> list[str]:
    """Return the words of a list's lines; where phrases are among them, they stand between bars."""
    bars = any("|" in line for line in lines)
    return [word.strip() for line in lines for word in (line.split("|") if bars else line.split())]


def _with_s(word: str) -> str:
    if word.endswith(("s", "x", "ch", "sh")):
        return f"{word}es"
    return f"{word[:-1]}ies" if word.endswith("y") and word[-2] not in "aeiou" else f"{word}s"


def _stem(word: str) -> str:
    if word.endswith("e"):
        return word[:-1]
    return f"{word[:-1]}i" if word.endswith("y") and word[-2] not in "aeiou" else word


def _before_ing(word: str) -> str:
    return word[:-1] if word.endswith("e") and not word.endswith("ee") else word


class Land(NamedTuple):
    """A country as an article speaks of it."""

    name: str
    demonym: str
    capital: str


@cache
def lands() -> tuple[tuple[Land, ...], tuple[Land, ...]]:
    """Return the countries that the news is full of, and all that have people, a capital and an adjective."""
    known = countries()
    often = [known[code] for code in words()["frequent"]]
    every = [one for one in known.values() if one.demonym and one.capital and one.currency]
    return tuple(_land(one) for one in often), tuple(_land(one) for one in every)


def _land(one: object) -> Land:
    return Land(*(getattr(one, column) for column in ("name", "demonym", "capital")))
