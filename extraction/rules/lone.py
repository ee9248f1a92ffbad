"""Numbers that no unit and no plural noun follows: what stands before them or beside them tells what they are.

A rule here makes the number `n` alone a quantity, and leaves the other tokens of its pattern as they are.
"""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from extraction.language.lexicon import words_in
from extraction.language.pattern import compiled
from extraction.language.rule import Found
from extraction.language.tokens import Token, letters_of
from extraction.rules.measures import OLDEST
from extraction.rules.quantity import Quantity, numeral_of


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


def _victims(found: Found, text: str) -> Quantity | None:
    """Only at the end of a clause: `killed 50 people` counts by its noun."""
    ends = found.after is None or found.after.kind in _ENDS | {"and"}
    number = numeral_of(found["n"])
    return _count(found, None) if ends and number.value > 0 and not number.value % 1 else None


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


_LISTS = words_in("list of things")
_MORE = words_in("one more")
_OPENS_CLAUSE = frozenset("comma and semicolon hedge hedge_plain that which colon but or while open".split())


def _whole(found: Found) -> bool:
    """Tell whether the number counts: it is whole, more than one and no amount of millions."""
    number = numeral_of(found["n"])
    return number.value > 1 and not number.value % 1 and not number.scaled


def _of_them(found: Found, text: str) -> Quantity | None:
    """Count what was counted before: `Nineteen are in China`."""
    opens = found.before is None or found.before.kind in _OPENS_CLAUSE
    if not opens or not _whole(found):
        return None
    whole = found.last(lambda token: isinstance(token.value, Quantity))
    measured = whole is not None and whole.kind in ("physical", "money")
    if measured and found.before is not None and found.before.kind == "which":
        return Quantity("bare", numeral_of(found["n"]).value, "")  # `50,000 tonnes, of which 20,000 are …`
    return _count(found, "")


def _of_those(found: Found, text: str) -> Quantity | None:
    return _count(found, "") if _whole(found) and found.before is None else None


def _part_of_count(found: Found, text: str) -> Quantity | None:
    whole = found["m"].value
    counted = whole.counted if isinstance(whole, Quantity) else ""
    return _count(found, counted) if _whole(found) else None


def _rate_of_exchange(found: Found, text: str) -> Quantity | None:
    """So many rand for a dollar, where the rand is named before the number."""
    money, other = (str(found[name].value).partition(" ")[0] for name in ("d", "c"))
    number = numeral_of(found["n"])
    unit = f"{money}/{other}"
    return Quantity("price", number.value, unit, bound=number.bound) if money != other else None


def _unnamed_rate(found: Found, text: str) -> Quantity | None:
    """So many for a dollar, of money that a sentence before has named: `It trades at 447 to the dollar.`"""
    number = numeral_of(found["n"])
    if number.scaled or (found.after is not None and found.after.kind == "of"):
        return None
    other = str(found["c"].value).partition(" ")[0]
    return Quantity("price", number.value, f"{UNNAMED}/{other}", bound=number.bound)


#: Stands in a unit for a currency that the sentences before have named.
UNNAMED = "?"


def _more_of_them(found: Found, text: str) -> Quantity | None:
    """`another 42 in 2025`, `a further 27 elsewhere`; but not `another 42 tonnes`."""
    word = found.get("word")
    said = word is None or str(word.value).lower() in _MORE
    after = found.after
    ends = after is None or after.kind in _ENDS - {"to"} or _text_of(text, after) == "elsewhere"
    return _count(found, "") if said and ends and _whole(found) else None


def _listed(found: Found, text: str) -> Quantity | None:
    said = _text_of(text, found["said"]) or ""
    return _count(found, _text_of(text, found["what"])) if said.lower() in _LISTS and _whole(found) else None


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
        "killed over 50,000",
        "casualty (hedge|hedge_plain|over|above|at){0,2} (n: numeral)",
        _victims,
        {
            "The quake killed over 50,000.": "50000 count",
            "It injured 30 and killed two.": "30 count; 2 count",
        },
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
        "15 of the 20 groups",
        "(n: numeral) of (the|its|demonym|possessive|superlative){1,3} (m: count|numeral)",
        _part_of_count,
        {"Exports grew in 15 of the 20 groups.": "15 count groups; 20 count groups"},
    ),
    Lone(
        "of the 27 are",
        "(the|its) (n: numeral) (be|have)",
        lambda found, text: _count(found, "") if _whole(found) else None,
        {"Eleven of the 27 are registered in China.": "11 count; 27 count"},
    ),
    Lone(
        "the rand was at 18.4 to the dollar",
        "(d: currency) (low_word|be|have|change|amount|at|to|hedge|from|by|period|past|money){1,7} (n: numeral) (to|per|against|a) the? (c: currency|code)",
        _rate_of_exchange,
        {
            "The rand was at 18.4 to the dollar.": "18.4 ZAR/USD",
            "The rupee lost 12 paise to 83.25 a dollar.": "0.12 INR; 83.25 INR/USD",
        },
        needs="currency",
    ),
    Lone(
        "it trades at 447 to the dollar",
        "(at|to|from|amount|be|hedge) (n: numeral) (to|per|against) the? (c: currency)",
        _unnamed_rate,
        {"And the sol? It trades at 447 to the dollar.": "447 PEN/USD"},
        needs="currency",
    ),
    Lone(
        "the 300 or so",
        "the (n: numeral) hedge_after",
        lambda found, text: _count(found, "") if _whole(found) else None,
        {"It saw 64 lorries, against the 300 or so that came before.": "64 count lorries; 300 count lorries"},
    ),
    Lone(
        "Nineteen are in China",
        "(n: numeral) (be|have|apiece)",
        _of_them,
        {"Nineteen are in China.": "19 count", "At least 40 were set up.": "40 count"},
    ),
    Lone(
        "of the newcomers, 33 fly flags",
        "of (any){1,12} comma (hedge|hedge_plain){0,2} (n: numeral) (low_word|flow_verb|say|change)",
        _of_those,
        {"Of the newcomers, 33 fly the flags of Gabon.": "33 count"},
    ),
    Lone(
        "and 19 passed to",
        "of (any){1,24} (and|comma) (n: numeral) (low_word|in)",
        _of_those,
        {"Of these, 57 were seized and 19 passed on.": "57 count; 19 count"},
    ),
    Lone(
        "eight in Turkey",
        "(and|comma|colon) (n: numeral) in the? (place|city|region)",
        lambda found, text: _count(found, "") if _whole(found) and numeral_of(found["n"]).in_words else None,
        {"Nineteen are in China and eight in Turkey.": "19 count; 8 count"},
    ),
    Lone(
        "another 42",
        "(another | a (word: low_word) | the last) hedge? (n: numeral)",
        _more_of_them,
        {"It expects 5 ships and another 42 in 2025.": "5 count ships; 42 count ships"},
    ),
    Lone(
        "expects 38 by June",
        "(status|status_weak) hedge? (n: numeral) (by|in|period)",
        lambda found, text: _count(found, "") if _whole(found) else None,
        {"It ordered 60 ships and expects 38 in 2024.": "60 count ships; 38 count ships"},
    ),
    Lone(
        "adds 31 more",
        "change hedge? (n: numeral) more",
        lambda found, text: _count(found, None) if _whole(found) else None,
        {"The ministry adds 31 more to its list.": "31 count"},
    ),
    Lone(
        "and 11 more",
        "and hedge? (n: numeral) more (comma|point)",
        lambda found, text: _count(found, "") if _whole(found) else None,
        {"It named 16 firms and 11 more, most of them small.": "16 count firms; 11 count firms"},
    ),
    Lone(
        "the list of items from 57 to 798",
        "(said: low_word|label_rare) of (the|its|demonym|low_word){0,2} (what: low_word|people|noun) (any){0,10} from (n: numeral) to numeral",
        _listed,
        {"It lengthened the list of items from 57 to 798.": "57 count items; 798 count items"},
    ),
    Lone(
        "the list of items rose to 798",
        "(said: low_word|label_rare) of (the|its|demonym|low_word){0,2} (what: low_word|people|noun) (any){0,10} from (count|numeral) to (n: numeral)",
        _listed,
        {},
    ),
    Lone(
        "the index read 108.4",
        "(word: low_word) (n: numeral)",
        lambda found, text: _level(found, text) if _text_of(text, found["word"]) == "read" else None,
        {"The PMI read 57.1.": "57.1 index"},
        needs="index_noun",
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
