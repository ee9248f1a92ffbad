"""Multiples and fractions of what another time had: `half April's total`, `nine times the number of 2021`.

The time belongs to what they are measured by, so it is their baseline and nobody's period. What makes them
multiples of another time is told by rules/multiples.
"""

from extraction.draft import Draft
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.rules.times import Versus, is_level

_MULTIPLES = frozenset({"ratio", "fraction"})
#: What may stand between the multiple and the time.
_PASSED = frozenset(
    "of the a its that low_word flow amount hedge anaphor for average total rate_noun".split()
)
_FARTHEST = 8
_NAMED = frozenset({"low_word", "anaphor", "average", "total", "rate_noun"})
_REACHED = ("seen", "recorded", "registered", "reached")


def measured_by(tokens: list[Token], draft: Draft) -> Token | None:
    """Return the time in `nine times the number of 2021` or `a third of October's level`."""
    at = _time_of(tokens, draft.at) if draft.quantity.kind in _MULTIPLES else None
    return tokens[at] if at is not None else None


def times_of_multiples(sentence: Sentence) -> set[int]:
    """Return where the times stand that multiples and fractions are measured by."""
    found = (_time_of(sentence.tokens, at) for at in sentence.places_of(*_MULTIPLES))
    return {at for at in found if at is not None}


def _time_of(tokens: list[Token], multiple: int) -> int | None:
    if tokens[multiple + 1 : multiple + 2] and tokens[multiple + 1].value == "what":
        return _time_of_clause(tokens, multiple + 2)
    for at in range(multiple + 1, min(multiple + _FARTHEST, len(tokens) - 1)):
        if tokens[at].kind == "period" or isinstance(tokens[at].value, Versus):
            return at if _is_measure(tokens, at) else None
        if tokens[at].kind not in _PASSED:
            return None
    return None


def _time_of_clause(tokens: list[Token], first: int) -> int | None:
    """Return where the time stands in `twice what Oslo gave in 2022`."""
    for at in range(first, min(first + _FARTHEST, len(tokens))):
        if tokens[at].kind == "period" or isinstance(tokens[at].value, Versus):
            return at
        if tokens[at].kind in _CLAUSE_ENDS or tokens[at].kind.endswith("quantity"):
            return None
    return None


_CLAUSE_ENDS = frozenset({"comma", "semicolon", "while", "but", "colon", "money", "physical", "count"})


def _is_measure(tokens: list[Token], at: int) -> bool:
    """`October's level`, `the number of 2021`, `the figure for the first half`, `its 2018 level`."""
    before, after = tokens[at - 1], tokens[at + 1]
    if after.kind == "possessive" or before.value in _REACHED:
        return True
    if before.kind in ("its", "the") and any(is_level(token) for token in tokens[at + 1 : at + 3]):
        return True
    link = at - 2 if before.kind == "the" else at - 1
    return tokens[link].kind in ("of", "for") and tokens[link - 1].kind in _NAMED
