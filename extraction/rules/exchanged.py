"""What one currency costs in another: `the euro traded at $1.04`, `the pound bought 1.19 euros`."""

from extraction.language.pattern import compiled
from extraction.language.tokens import Token, letters_of
from extraction.rules.quantity import Quantity

#: No money costs so much of another.
_DEAREST = 1_000_000

_PRICED = compiled(
    "(d: currency) (low_word|cap_word|be|have|change|amount|at|to|from|period|past|hyphen|comma|"
    "percent_quantity|possessive){0,8} (v: at|to|amount|be|worth|subject|flow_verb|earn_verb|past) "
    "(hedge|a|record|low_word|of|superlative){0,4} (n: money)"
)
_VERBS = frozenset({"subject", "flow_verb", "earn_verb"})


def fold_exchanged(tokens: list[Token]) -> list[Token]:
    """Return the tokens with each sum that tells what another currency costs made a price of it."""
    kinds = {token.kind for token in tokens}
    if "currency" not in kinds or "money" not in kinds:
        return tokens
    out = list(tokens)
    for match in _PRICED.finditer(letters_of(tokens)):
        at, money = match.start("n"), tokens[match.start("n")]
        if _is_subject(tokens, match.start("d")) and isinstance(money.value, Quantity):
            priced = str(tokens[match.start("d")].value).partition(" ")[0]
            if money.value.value < _DEAREST and money.value.unit != priced and "/" not in money.value.unit:
                quote = money.value.quote or (money.start, money.end)
                unit = f"{money.value.unit}/{priced}"
                value = money.value._replace(
                    kind="price", unit=unit, rule="the euro traded at $1.04", quote=quote
                )
                verb = match.start("v")
                if tokens[verb].kind in _VERBS:
                    out[verb] = tokens[verb]._replace(kind="low_word")  # no euro imports the dollars it buys
                out[at] = money._replace(kind="price", value=value)
    return out


def _is_subject(tokens: list[Token], at: int) -> bool:
    """Tell whether money is spoken of as such: `the euro`, `Sterling`; but not `in euros`."""
    before = [token.kind for token in tokens[max(0, at - 3) : at]]
    if before[-1:] == ["demonym"]:
        before = before[:-1]
    return not before or (before[-1] == "the" and before[-2:-1] not in (["in"], ["of"], ["against"], ["to"]))
