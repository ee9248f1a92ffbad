"""Pairs of a figure and the earlier one that it is compared with, wherever in the sentence the two stand.

`a deficit of 4.6bn in November, as opposed to a surplus of 1.9bn a year before`: what stands after `against`,
`from`, `having been` or `2.3 times the previous year's` is a baseline of the last like figure before it.
"""

from itertools import pairwise

from extraction.draft import Draft
from extraction.language.tokens import Token
from extraction.rules.times import Versus

#: What may stand between the word that compares and the figure.
_PASSED = frozenset(
    "hedge hedge_estimate hedge_plain a the its low_word revised record total average of flow period versus "
    "possessive ordinal superlative demonym balance previous cap_word".split()
)
_FARTHEST = 7
_NO_LEVEL = frozenset({"change", "relative_change", "ratio", "rank"})
_PARTED = frozenset({"semicolon", "while", "but"})
_TIMES = frozenset({"ratio", "fraction"})
#: What `… below the $5bn` or `… the $5bn of last year` may say how far it is off.
_COMPARE = frozenset({"ratio", "fraction", "percent_quantity", "money", "physical"})
_AMOUNTS = frozenset({"money", "physical", "price", "bare", "percent_quantity", "count"})


def pair(tokens: list[Token], drafts: list[Draft]) -> None:
    """Let each figure that is compared with an earlier one know it."""
    for draft in drafts:
        if draft.role is None and draft.follows is None and draft.measure not in _NO_LEVEL:
            link = _link(tokens, draft)
            if link is not None:
                _join(tokens, drafts, draft, link)


def _join(tokens: list[Token], drafts: list[Draft], earlier: Draft, link: int) -> None:
    main = _main(tokens, drafts, earlier, link)
    change = next((d for d in drafts if link - 2 <= d.at <= link and d.quantity.kind in _COMPARE), None)
    if change is not None and change.baseline is None:
        change.baseline = earlier
    if main is not None:
        earlier.follows, main.baseline = main, earlier
        main.say("against $18", tokens[link], measure=earlier.measure)
    if main is not None or change is not None:
        earlier.say("against $18", tokens[link], role="baseline", measure=main.measure if main else None)


def _link(tokens: list[Token], draft: Draft) -> int | None:
    """Return where the word stands that makes a figure the earlier one."""
    at = draft.at - 1
    owned = False
    while at > 0 and draft.at - at < _FARTHEST and tokens[at].kind in _PASSED:
        if _is_measured_than(tokens, at, draft) or _compares_with_owner(tokens[at]):
            return at
        owned = owned or tokens[at].kind == "possessive"
        at -= 1
    if at < 1:
        return None
    kind = tokens[at].kind
    plain = kind == "against" or (kind in ("from", "than") and not _goes_on(tokens, draft))
    definite = owned or any(token.kind == "the" for token in tokens[at + 1 : draft.at])
    measured = kind == "above" or (kind in ("on", "over") and definite)
    below = measured and tokens[at - 1].kind in _AMOUNTS
    dated = kind == "after" and _has_time(tokens, draft)
    bracket = (
        kind == "colon" and tokens[at - 2].kind == "open" and tokens[at - 1].kind in ("period", "versus")
    )
    bracket = bracket or (kind == "open" and _is_of_then(tokens, draft, at))
    by_owner = definite and (kind in _TIMES or (owned and kind in ("on", "to")))
    return at if plain or below or dated or bracket or by_owner else None


def _is_measured_than(tokens: list[Token], at: int, draft: Draft) -> bool:
    """`11 per cent less than the A$466 billion`: after an amount, `less than the` compares.

    So it does after a comma, where the figure has its own time: `less than the $110bn of 2021`.
    """
    if tokens[at].kind != "hedge" or tokens[at].value not in ("more_than", "less_than"):
        return False
    near = at - 1
    while near > 0 and at - near < _LONGEST_HEDGE and tokens[near].kind in ("low_word", "a", "hedge_plain"):
        near -= 1  # `a touch more than the 8m of May`
    apart = tokens[near].kind == "comma" and _has_time(tokens, draft)
    return tokens[at + 1].kind in ("the", "period") and (tokens[at - 1].kind in _AMOUNTS or apart)


#: `, a mere touch more than the`.
_LONGEST_HEDGE = 4


def _is_of_then(tokens: list[Token], draft: Draft, at: int) -> bool:
    """`5% less than in 2023 (€174.8bn)`: the bracket tells how much it was then."""
    closed = tokens[draft.at + 1].kind == "close" if draft.at + 1 < len(tokens) else False
    return closed and at == draft.at - 1 and has_time_before_bracket(tokens, draft)


def has_time_before_bracket(tokens: list[Token], draft: Draft) -> bool:
    """Tell whether a comparison with a time stands right before a bracket with nothing but the figure."""
    if draft.at < 2 or tokens[draft.at - 1].kind != "open":
        return False
    versus = tokens[draft.at - 2].value
    return isinstance(versus, Versus) and versus.kind == "when"


def _compares_with_owner(token: Token) -> bool:
    """Tell whether `against last year` goes on with its figure: `against last year's total of $4bn`."""
    return isinstance(token.value, Versus) and token.value.kind != "unknown" and not token.value.moment


def _goes_on(tokens: list[Token], draft: Draft) -> bool:
    """Tell whether `from $3bn` goes on with `to $4bn`."""
    after = [token.kind for token in tokens[draft.at + 1 : draft.at + 9]]
    return any(one == "to" and other in _AMOUNTS for one, other in pairwise(after))


def _has_time(tokens: list[Token], draft: Draft) -> bool:
    return any(token.kind in ("period", "versus") for token in tokens[draft.at + 1 : draft.at + 4])


def _main(tokens: list[Token], drafts: list[Draft], earlier: Draft, link: int) -> Draft | None:
    """Return the last figure before `link` of the same kind that is no change and no baseline."""
    for draft in reversed(drafts):
        if draft.at >= link or draft.role is not None or draft.measure in _NO_LEVEL:
            continue
        if any(token.kind in _PARTED for token in tokens[draft.at : link]):
            return None
        if draft.baseline is None and _are_alike(draft, earlier):
            return draft
    return None


def _are_alike(one: Draft, other: Draft) -> bool:
    units = {one.quantity.unit, other.quantity.unit}
    if "percent" in units and "bare" not in (
        one.quantity.kind,
        other.quantity.kind,
    ):  # a percentage that nothing is known of may be a change
        return len(units) == 1 and (one.measure or other.measure) is not None
    if "bare" in (one.quantity.kind, other.quantity.kind):
        return True
    priced = any(a.startswith(f"{b}/") for a in units for b in units if a and b)
    return len(units) == 1 or priced
