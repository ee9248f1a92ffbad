"""Numbers that no unit and no plural noun follows: what stands before them or beside them tells what they are.

A rule here makes the number `n` alone a quantity, and leaves the other tokens of its pattern as they are.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from extraction.lexicon import words_in
from extraction.pattern import compiled
from extraction.rule import Found
from extraction.rules.quantities import OLDEST, Quantity, numeral_of
from extraction.tokens import Token, letters_of


class Lone(NamedTuple):
    """One rule. `examples` are sentences, with the value, unit and noun of what is read in them."""

    name: str
    pattern: str
    read: Callable[[Found, str], Quantity | None]
    examples: Mapping[str, str]
    #: A kind of token without which the sentence has nothing for this rule.
    needs: str = ""


#: What stands behind `two-` and is no unit: `two-way`. `4,000-strong` counts those whom the next word names.
_NO_UNIT = words_in("not counted after a hyphen")
_GROUP_SAID = words_in("counts what follows")
_PERSONS = words_in("counted alone")
_ENDS = frozenset("point comma in from to semicolon versus period close on and against since".split())
_YOUNGEST = 10


def _count(found: Found, counted: str | None) -> Quantity:
    number = numeral_of(found["n"])
    return Quantity("count", number.value, "count", bound=number.bound, counted=counted)


def _text_of(text: str, token: Token | None) -> str | None:
    return text[token.start : token.end] if token is not None else None


def _hyphened(found: Found, text: str) -> Quantity | None:
    noun = (_text_of(text, found["what"]) or "").lower()
    goes_on = found.after is not None and found.after.kind == "hyphen"
    participle = noun.endswith("ed") and not noun.endswith("eed")
    if goes_on or participle or noun in _NO_UNIT:
        return None
    return _count(found, None if noun in _GROUP_SAID else noun)


def _suffered(found: Found, text: str) -> Quantity:
    return _count(found, _text_of(text, found.get("who")))


def _crowd(found: Found, text: str) -> Quantity:
    return _count(found, None)


def _moved(found: Found, text: str) -> Quantity | None:
    """Only digits at the end of a clause: `rose to 40 countries` counts something else."""
    number = numeral_of(found["n"])
    ends = found.after is None or found.after.kind in _ENDS
    said = found.get("said")
    counts = said is None or _text_of(text, said) == "number"
    return (
        _count(found, _text_of(text, found.get("what"))) if ends and counts and not number.in_words else None
    )


def _age(found: Found, text: str) -> Quantity | None:
    number, who = numeral_of(found["n"]), found["who"]
    person = who.kind != "low_word" or _text_of(text, who) in _PERSONS
    plain = not (number.value % 1 or number.in_words or number.scaled)
    if not (person and plain and _YOUNGEST <= number.value <= OLDEST):
        return None
    return Quantity("physical", number.value, "year")


def _level(found: Found, text: str) -> Quantity | None:
    number = numeral_of(found["n"])
    ends = found.after is None or found.after.kind in _ENDS
    if not ends or number.in_words or number.scaled:
        return None
    return Quantity("physical", number.value, "index")


_MOVES = "(to|from|by|at|amount) hedge? (n: numeral)"

RULES = (
    Lone(
        "four-cylinder",
        "(n: numeral) hyphen (what: low_word|noun|people|label|subject|trader|supplier)",
        _hyphened,
        {"The four-cylinder engine failed.": "4 count cylinder", "A 450-page report came.": "450 count page"},
    ),
    Lone(
        "two were hurt",
        "(n: numeral) (who: low_word)? (be|have|low_word){0,3} casualty",
        _suffered,
        {"Some say two were hurt.": "2 count", "Half a million displaced live there.": "500000 count"},
        needs="casualty",
    ),
    Lone(
        "a crowd of 60,000",
        "crowd (of|be|at|to|amount|hedge){1,3} (n: numeral)",
        _crowd,
        {"A crowd of 60,000 watched.": "60000 count"},
        needs="crowd",
    ),
    Lone(
        "the population grew by 200,000",
        _MOVES,
        _moved,
        {"The population grew by 200,000.": "200000 count"},
        needs="crowd",
    ),
    Lone(
        "the number of visitors fell to 1.2 million",
        f"(said: label_rare) of (the|demonym)? (what: low_word|cap_word|people|noun) (any){{0,8}} {_MOVES}",
        _moved,
        {"The number of visitors fell to 1.2 million.": "1.2e+06 count visitors"},
        needs="label_rare",
    ),
    Lone(
        "Woods, 46",
        "(who: cap_word|name|low_word) comma (n: numeral) (comma|close)",
        _age,
        {"Tiger Woods, 46, won.": "46 year", "The senator, 79, left.": "79 year"},
    ),
    Lone(
        "rose to 57.1",
        "(to|at|from|of|amount) hedge? (n: numeral)",
        _level,
        {"The PMI rose to 57.1.": "57.1 index"},
        needs="index_noun",
    ),
)


def fold_lone(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens with each number that a rule reads made a quantity."""
    kinds = {token.kind for token in tokens}
    if "numeral" not in kinds:
        return tokens
    letters, out = letters_of(tokens), list(tokens)
    for rule in RULES:
        if rule.needs and rule.needs not in kinds:
            continue
        for match in compiled(rule.pattern).finditer(letters):
            token = out[match.start("n")]
            quantity = rule.read(Found(match, out), text) if token.kind == "numeral" else None
            if quantity is not None:
                value = quantity._replace(rule=rule.name)
                out[match.start("n")] = token._replace(kind=quantity.kind, value=value)
    return out
