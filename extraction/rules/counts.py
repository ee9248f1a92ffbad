"""Counts: a number and the noun that is counted. The number alone becomes the token, for it is the quote."""

from dataclasses import dataclass

from extraction.lexicon import words_in
from extraction.pattern import compiled
from extraction.rules.quantities import Quantity, numeral_of
from extraction.tokens import Token, letters_of

_OF_THEM = compiled("(numeral) of those")
_PHRASE = compiled(
    "(numeral) (of (place|demonym|possessive|its|the|superlative)+)? (np: ((hyphen)? (low_word|cap_word|noun|people|demonym|place|city|possessive|flow|flow_bare|trader|region|"
    "supplier|superlative|trade|label|global|higher|more|rate_word|price_noun|status|earlier|other|total|label_rare)){1,6}"
    " (of (low_word|demonym|flow|flow_bare)+)?)"
)
_NOUN_KINDS = frozenset(
    {
        "low_word",
        "cap_word",
        "noun",
        "people",
        "flow",
        "trader",
        "supplier",
        "rate_noun",
        "price_noun",
        "label",
    }
)
_IRREGULAR = words_in("irregular plural")
_NOT_PLURAL = ("ss", "us", "is")
#: Words in -s that are no nouns, or that count nothing: `two others`, `15 years` is a duration.
_NOT_COUNTED = words_in("not counted")
_GROUPS = words_in("group of")


@dataclass(frozen=True, slots=True)
class _Word:
    token: Token
    text: str

    def is_plural(self) -> bool:
        low = self.text.lower()
        if self.token.kind not in _NOUN_KINDS or low in _NOT_COUNTED:
            return False
        return low in _IRREGULAR or (len(low) > 3 and low.endswith("s") and not low.endswith(_NOT_PLURAL))


def fold_counts(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens with each counting number made a `count`.

    In `two of them` the noun is left open (an empty `counted`); it is that of the count before.
    """
    letters = letters_of(tokens)
    out = list(tokens)
    for match in _PHRASE.finditer(letters):
        first, last = match.span()
        begin = first + match.start("np") - first
        phrase = [_Word(one, text[one.start : one.end]) for one in tokens[begin:last]]
        before = tokens[first - 1] if first else None
        counted = _counted(phrase, tokens[first], before)
        if counted:
            number = numeral_of(tokens[first])
            quantity = Quantity(
                "count", number.value, "count", bound=number.bound, counted=counted, rule="18 companies"
            )
            out[first] = Token("count", tokens[first].start, tokens[first].end, quantity)
    for match in _OF_THEM.finditer(letters):
        token = out[match.start()]
        if token.kind == "numeral" and numeral_of(token).value >= 2:
            quantity = Quantity("count", numeral_of(token).value, "count", counted="", rule="two of them")
            out[match.start()] = token._replace(kind="count", value=quantity)
    return out


def _counted(phrase: list[_Word], number: Token, before: Token | None) -> str | None:
    """Return the noun with its near modifiers, without demonyms; None where nothing is counted."""
    value = numeral_of(number).value
    if (
        value % 1
        or value < 2
        or (before is not None and before.kind in ("symbol", "label", "month", "hyphen"))
    ):
        return None
    if phrase[0].token.kind == "hyphen":
        return None
    at = next((i for i, word in enumerate(phrase) if word.is_plural()), None)
    if at is None:
        return None
    end = at + 1
    if phrase[at].text.lower() in _GROUPS and any(word.token.kind == "of" for word in phrase[end : end + 1]):
        end = len(phrase)
    kept = [
        word.text
        for word in phrase[:end]
        if word.token.kind not in ("demonym", "place", "possessive", "city")
    ]
    return " ".join(kept[-4:])
