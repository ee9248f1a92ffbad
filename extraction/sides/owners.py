"""Whose a figure is that belongs to no flow: `Germany's caverns hold …`, `Mine production in Peru grew 9%`.

The country stands in the subject of the figure's clause, owning or naming it, or at the clause's beginning.
"""

from extraction.flow.flows import code_of
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token

#: The kinds that name whose a figure may be.
NAMES = frozenset({"place", "capital", "demonym", "bloc", "people_of", "city", "world"})
_ENDS = frozenset({"semicolon", "while", "but", "em_dash", "colon"})
#: What a subject has behind it: from here on no preposition leads to whose it is.
_VERBS = frozenset(
    "change amount be have flow_verb share_verb made updown status aims money physical "
    "percent_quantity price fraction ratio count bare".split()
)
_GOVERNS = frozenset("to from with between by against for on among after as or than".split())
_INSIDE = frozenset({"in", "of", "at"})
_ARTICLES = frozenset({"the", "a", "its", "low_word", "superlative"})


_OFFICES = words_in("office")


def owner(tokens: list[Token], end: int) -> int | None:
    """Return the country of the figure at `end`: the one of its clause, else of the clauses before.

    Who only speaks comes last, and the world (`Brazil, the world's largest grower, produced …`):
    `The U.S. department put Brazil's crop at …`.
    """
    found = _owner(tokens, end)
    while found is not None and (_is_office(tokens, found) or tokens[found].kind == "world"):
        other = _owner(tokens, found)
        if other is None:
            return None if is_epithet(tokens, found) else found
        found = other
    return found


def is_epithet(tokens: list[Token], at: int) -> bool:
    """Tell whether `the world's` begins what somebody is called: `The world's biggest buyer of rice`."""
    after = [token.kind for token in tokens[at + 1 : at + 3]]
    return tokens[at].kind == "world" and after[:1] == ["possessive"] and after[1:] in _PLACED


_PLACED = (["superlative"], ["ordinal"], ["rank"])


def is_modifier(tokens: list[Token], at: int) -> bool:
    """Tell whether a country only says where somebody sits: `Lanyon Partners, a Singapore consultancy, …`."""
    near = [token.kind for token in tokens[max(0, at - 2) : at + 2]]
    return near == ["comma", "a", "place", "low_word"]


def _is_office(tokens: list[Token], at: int) -> bool:
    return any(str(token.value).lower() in _OFFICES for token in tokens[at + 1 : at + 5])


def _owner(tokens: list[Token], end: int) -> int | None:
    last = end
    while last > 0:
        first = next((at + 1 for at in range(last - 1, -1, -1) if tokens[at].kind in _ENDS), 0)
        found = _in_clause(tokens, first, last)
        if found is not None:
            return found
        last = first - 1
    return None


def _in_clause(tokens: list[Token], first: int, last: int) -> int | None:
    for at in range(last - 1, first - 1, -1):
        if tokens[at].kind in NAMES and _is_free(tokens, first, at) and not is_modifier(tokens, at):
            return at
    return None


def _is_free(tokens: list[Token], first: int, at: int) -> bool:
    """Tell whether no preposition leads to the country, or one of its subject or at the clause's head."""
    before = at - 1
    while before >= first and tokens[before].kind in _ARTICLES:
        before -= 1
    if before < first or tokens[before].kind not in _GOVERNS | _INSIDE:
        return True
    verbs = any(token.kind in _VERBS for token in tokens[first:before])
    return tokens[before].kind in _INSIDE and not verbs and bool(code_of(tokens[at]))
