"""In which tense a figure is told: what was goes on about the period spoken of, what is or has been does not.

`the fee rose to $5bn` past; `the fee is $5bn`, `the fee has since risen to $5bn` present.
"""

from itertools import chain

from extraction.language.lexicon import words_in
from extraction.language.tokens import Token

_PRESENT, _PAST = words_in("present tense"), words_in("past tense")
_VERBS = frozenset({"change", "went", "flow_verb", "share_verb", "levy_verb", "give_verb"})
_CLAUSE_OPENS = frozenset({"colon", "semicolon"})
#: `have`, perhaps a word such as `since`, and the verb.
_TO_VERB = 2


def tense_of(tokens: list[Token], figure: int, text: str) -> str | None:
    """Return the tense, `present` or `past`, of the verb nearest before a figure, or else the next."""
    first = next((at + 1 for at in range(figure, -1, -1) if tokens[at].kind in _CLAUSE_OPENS), 0)
    for at in chain(range(figure, first - 1, -1), range(figure + 1, len(tokens))):
        word = text[tokens[at].start : tokens[at].end].lower().partition(" ")[0]
        if _is_verb(tokens, at, word):
            now = (word in _PRESENT and not _leads_to_amount(tokens, at)) or _is_perfect(tokens, at)
            return "present" if now else "past"
    return None


def _leads_to_amount(tokens: list[Token], at: int) -> bool:
    """`The gap of $4bn takes the shortfall for the year to $40bn`: what this comes to was reported before."""
    after = tokens[at + 1 : at + 1 + _FARTHEST]
    to = next((i for i, token in enumerate(after) if token.kind in _STOPS), 0)
    kinds = [token.kind for token in after[to + 1 : to + 4] if token.kind not in ("hedge", "a")]
    return bool(to) and after[to].kind == "to" and kinds[:1] in (["money"], ["physical"])


_FARTHEST = 12
_STOPS = frozenset({"to", "comma", "from", "money", "physical", "percent_quantity", "fraction"})


def _is_perfect(tokens: list[Token], at: int) -> bool:
    """`has fallen`, `have since changed hands`: what has happened by now is of no period."""
    return any(t.kind == "have" and t.value != "had" for t in tokens[max(0, at - _TO_VERB) : at])


def _is_verb(tokens: list[Token], at: int, word: str) -> bool:
    """Tell whether a token is a verb that shows its tense; `that is` and `which is` only explain."""
    if at and tokens[at - 1].kind in ("that", "which") and tokens[at].kind == "be":
        return False
    multiplied = tokens[at].kind == "ratio" and word.endswith("ed")  # `doubled`
    return multiplied or word in _PAST or word in _PRESENT or tokens[at].kind in _VERBS
