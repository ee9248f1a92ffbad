"""What facts are about, so that two of them can be told to speak of one thing."""

import re
from functools import cache

from analysis.products import product_of
from schemas.places import spoken_names
from schemas.records import Fact

#: Words of an indicator that say no more than its flow does: `total exports of goods` are exports.
_SAID_BY_THE_FLOW = frozenset(
    "a all and annual at by bilateral combined country daily deficit delivery export exported for from good "
    "import imported in into it its merchandise monthly of on overall purchase quarterly s sale shipment "
    "supply surplus that the their to total trade trading value volume weekly whole with world worth yearly "
    "aid assistance balance investment delivered shipped million billion trillion bn mn tn declared five "
    "four neighbor neighbour official partner recorded registered reported three two".split()
)
_WORD = re.compile(r"\w+")
#: `surplus`, `analysis` and `glass` are no plurals.
_NO_PLURAL = ("us", "is", "ss")
#: `rose 8% in volume`: how much was moved, not what it was worth.
_BY_VOLUME = re.compile(r"(?:\s+\w+){0,3}?\s+(?:in|by)\s+(?:volume|quantity|tonnage|weight|tonnes)\b", re.I)
_VOLUME = frozenset({"volume", "quantity", "tonnage"})
_CHANGES = frozenset({"change", "relative_change", "ratio"})

#: The word of a subject that sets changes in quantity apart.
VOLUME = "volume"
#: What a series is about, beside its unit and its measure: flow, balance, reporter, partner and subject.
About = tuple[str | None, str | None, str | None, str | None, str]


def about(fact: Fact) -> About:
    """Return what a fact speaks of; two facts that give the same speak of the same."""
    return fact.flow, fact.balance, fact.reporter, fact.partner, subject(fact)


def subject(fact: Fact) -> str:
    """Return what is measured, beyond the flow and its two sides, in a form that spellings share.

    `exports of wheat to Egypt` and `wheat exports` are both `wheat`; `exports to Russia` are nothing more
    than the flow itself, and so is a fact that names no indicator. What is counted is told of counts, and a
    product by its code, so that maize and corn are one.
    """
    product = product_of(fact)
    words = _words(fact.indicator or "", fact.flow, fact.reporter, fact.partner)
    if is_of_volume(fact):
        words |= {VOLUME}
    counted = _words(fact.counted or "", None, None, None) if fact.unit == "count" else frozenset()
    if product is None:
        return " ".join(sorted(words | counted))
    own = _words(product.words, fact.flow, None, None)
    return " ".join([product.code, *sorted((words | counted) - own)])


def is_of_volume(fact: Fact) -> bool:
    """Tell whether a change is told to be one of quantities, and not of what they were worth."""
    if fact.measure not in _CHANGES:
        return False
    named = _VOLUME & _words(fact.indicator or "", None, None, None)
    return bool(named) or _BY_VOLUME.match(fact.sentence, fact.end - fact.sentence_start) is not None


def product_code(fact: Fact) -> str | None:
    """Return the code of the product that a fact is certain to be about, see analysis.products."""
    product = product_of(fact)
    return product.code if product else None


@cache
def _words(text: str, flow: str | None, reporter: str | None, partner: str | None) -> frozenset[str]:
    words = frozenset(_singular(one) for one in _WORD.findall(text.casefold()) if not one.isdecimal())
    if flow is not None:
        words -= _SAID_BY_THE_FLOW
    for code in (reporter, partner):
        words -= _names(code)
    return words


@cache
def _names(code: str | None) -> frozenset[str]:
    """Return the words by which a country is called."""
    words = _WORD.findall(" ".join(spoken_names(code)).casefold()) if code else ()
    return frozenset(map(_singular, words))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith(_NO_PLURAL) and len(word) > 3 else word
