"""Patterns over the kinds of tokens instead of over letters.

Each kind of token has a letter of its own, so a sentence becomes a short string and a pattern becomes a
regular expression over that string. A pattern is written with the kinds' names:

    "symbol (n: number) scale?"     a currency symbol, a number that is called n, perhaps a scale

`( ) | ? * +` and `{m,n}` mean what they mean in `re`; `(name: …)` names a group; `kind|kind` in
brackets is one token of either kind; `(ahead: …)` has to follow, but is no part of the match; `any` is one
token of any kind, `filler` one that is neither a quantity nor the end of a clause, `calm` a filler that
tells of no change. ALIASES are names for several.
"""

import re
from collections.abc import Iterable, Sequence
from functools import cache

from extraction.language.lexicon import rows

#: The kinds that no table of words/ has: marks, plain words and numbers, and what rules fold.
_MADE = frozenset(
    "low_word cap_word possessive year digits ordinal heading_number time_label other_mark hyphen en_dash "
    "em_dash minus plus plus_minus open close comma semicolon colon slash point bullet and "
    "equals hedge numeral name period versus since elapsed dateline money percent_quantity "
    "physical price count ratio fraction rank bare place_pair gift_verb remit_verb".split()
)

#: Names for several kinds at once.
ALIASES: dict[str, tuple[str, ...]] = {
    "rate_word": ("rate_noun", "tariff"),
    "rise": ("change", "change_noun"),
    "dash": ("hyphen", "en_dash"),
    "hedged": ("hedge", "hedge_estimate", "hedge_over", "over", "above", "hedge_plain", "record"),
    "quantity": ("money", "percent_quantity", "physical", "price", "count", "ratio", "fraction", "bare"),
    "clause_end": ("semicolon", "while", "but", "em_dash"),
}

#: Names for one token of any kind but these.
_ALL_BUT = {
    "filler": ("quantity", "clause_end"),
    "calm": ("quantity", "clause_end", "rise", "updown", "higher"),
}

#: A class of characters below 256 is a table of bits for `re`: quick to make, and to look into.
_ALPHABET = [chr(code) for code in range(1, 0x500) if re.escape(chr(code)) == chr(code)]
_FIRST = re.compile(r"(\()?(?:\w+:)?\s*([a-z_]+(?:\s*\|\s*[a-z_]+)*)\s*(.?)")
_PARTS = re.compile(r"\((\w+):|\{\d*,?\d*\}|[a-z_]+|[()|?*+]|\s+")


class _Letters(dict[str, str]):
    """From a kind to its letter; the first to ask for a kind gives it one."""

    def __missing__(self, kind: str) -> str:
        self[kind] = _ALPHABET[len(self)]
        return self[kind]


#: The letter of each kind.
LETTERS = _Letters()


@cache
def kinds() -> frozenset[str]:
    """Return every kind that a token can be of."""
    return _MADE | {kind for _, kind, _ in rows()}


def _kinds_letters(name: str) -> str:
    """Return the letters of a kind or of an alias; raise ValueError for a name that no token can have."""
    named = ALIASES.get(name, (name,))
    unknown = [kind for kind in named if kind not in kinds()]
    if unknown:
        raise ValueError(
            f"{unknown[0]!r} is no kind of token: no table of words/ has it and no rule makes it"
        )
    return "".join(LETTERS[kind] for kind in named)


@cache
def _class_of(name: str) -> str:
    if name == "any":
        return "."
    if name in _ALL_BUT:
        return f"[^{''.join(_kinds_letters(kind) for kind in _ALL_BUT[name])}]"
    letters = _kinds_letters(name)
    return letters if len(letters) == 1 else f"[{letters}]"


@cache
def compiled(pattern: str) -> re.Pattern[str]:
    """Return the regular expression over letters that a pattern spells.

    Raises ValueError where the pattern has a character that means nothing.
    """
    return re.compile(_spelled(pattern))


def first_of(patterns: Sequence[str]) -> re.Pattern[str]:
    """Return the expression that finds where one of several patterns begins to match.

    It matches the first letter alone, so that `re` looks for it in no time, and `lastindex` is the number of
    the first pattern that matches there, counted from 1. The groups stand at the patterns' ends: before one
    `re` passes over those that begin with another letter.
    """
    begins = "".join(sorted({letter for pattern in patterns for letter in first_letters(pattern)}))
    spelled = "|".join(f"{_NAME.sub('(?:', _spelled(pattern))}()" for pattern in patterns)
    return re.compile(f"[{begins}](?<=(?={spelled}).)")


_NAME = re.compile(r"\(\?P<\w+>")


@cache
def class_of(kinds: Iterable[str]) -> re.Pattern[str]:
    """Return the expression for one token of any of these kinds."""
    return re.compile(f"[{''.join(letter for kind in kinds for letter in _kinds_letters(kind))}]")


def _spelled(pattern: str) -> str:
    out, at = [], 0
    while at < len(pattern):
        part = _PARTS.match(pattern, at)
        if part is None:
            raise ValueError(f"{pattern!r} has {pattern[at]!r}, which means nothing in a pattern")
        text = part.group()
        if part.group(1):
            out.append("(?=" if part.group(1) == "ahead" else f"(?P<{part.group(1)}>")
        elif text[0].isalpha():
            out.append(_class_of(text))
        elif text == "(":
            out.append("(?:")
        elif not text.isspace():
            out.append(text)
        at = part.end()
    return "".join(out)


def needed_by(pattern: str) -> frozenset[str]:
    """Return letters without which a pattern does not match: those of the single kinds that it always has.

    Of what stands in brackets only `(name: kind)` is looked at.
    """
    plain, brackets = _NAMED_KIND.sub(r"\1", pattern), 1
    while brackets:
        plain, brackets = _BRACKETS.subn(" ", plain)
    names = () if "|" in plain else _ALWAYS.findall(plain)
    return frozenset(LETTERS[name] for name in names if name in kinds())


_NAMED_KIND = re.compile(r"\(\w+: ([a-z_]+)\)")
_BRACKETS = re.compile(r"\([^()]*\)")
_ALWAYS = re.compile(r"[a-z_]+(?![a-z_?*{])")


def first_letters(pattern: str) -> set[str]:
    """Return the letters with which a match can begin.

    A pattern begins with one token that is always there, of one kind or of several: `change by? …` or
    `(from|at) …`. Raises ValueError for one that does not, because it would be tried everywhere.
    """
    first = _FIRST.match(pattern)
    if first is None or first.group(3) in set("?*|{") or (first.group(1) and first.group(3) not in ")+"):
        raise ValueError(f"{pattern!r} does not begin with one token that is always there")
    if first.group(1) and pattern[first.end() : first.end() + 1] in set("?*{"):
        raise ValueError(f"{pattern!r} begins with a token that may be missing")
    return {one for name in first.group(2).split("|") for one in _kinds_letters(name.strip())}
