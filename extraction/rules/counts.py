"""Counts: a number and the noun that is counted. The number alone becomes the token, for it is the quote."""

from dataclasses import dataclass

from extraction.language.lexicon import words_in
from extraction.language.pattern import LETTERS, compiled
from extraction.language.tokens import Token, letters_of
from extraction.rules.lone import fold_lone
from extraction.rules.quantity import Quantity, like_scale, numeral_of

_OF_THEM = compiled("(numeral) of (those|which)")
_MODIFIERS = (
    "low_word|cap_word|noun|people|demonym|place|city|possessive|flow|flow_bare|trader|region|supplier|superlative|"
    "trade|label|global|higher|more|rate_word|price_noun|status|earlier|other|total|label_rare|name|subject|others|casualty|people_of|hedge_after"
)
_PHRASE = compiled(
    f"(numeral) (of (place|demonym|possessive|its|the|superlative)+)? (np: ((hyphen)? ({_MODIFIERS})){{1,6}}"
    " (of (low_word|demonym|flow|flow_bare)+)?)"
)
_RANGE = compiled("(between (n: numeral) and | (m: numeral) (to|or|hyphen|en_dash)) (high: count)")
_NOUN_KINDS = frozenset(
    {
        "low_word",
        "cap_word",
        "noun",
        "people",
        "people_of",
        "subject",
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
#: Persons and things of which one alone is worth counting: `one person`.
_SINGLE = words_in("counted alone")
#: The upper end of a range of counts is at most so many times the lower one.
_WIDEST = 20


@dataclass(frozen=True, slots=True)
class _Word:
    token: Token
    text: str

    def is_plural(self) -> bool:
        low = self.text.lower()
        if self.token.kind in ("noun", "others"):
            return True
        if self.token.kind == "name":
            return self.text.endswith("s") and not self.text[-2:-1].islower()  # `19 F-16s`
        if self.token.kind not in _NOUN_KINDS or low in _NOT_COUNTED:
            return False
        return low in _IRREGULAR or (len(low) > 3 and low.endswith("s") and not low.endswith(_NOT_PLURAL))


def fold_counts(text: str, tokens: list[Token], letters: str) -> list[Token]:
    """Return the tokens with each counting number made a `count`; `letters` are those of the tokens.

    In `two of them` the noun is left open (an empty `counted`); it is that of the count before.
    """
    if LETTERS["numeral"] not in letters:
        return _without_over(tokens)
    tokens = _with_pair(_with_nouns(text, tokens, letters), letters)
    letters = letters_of(tokens)
    out = list(tokens)
    for match in _PHRASE.finditer(letters):
        phrase = [_Word(one, text[one.start : one.end]) for one in tokens[match.start("np") : match.end()]]
        counted = _counted(text, phrase, tokens, match.start())
        if counted and not _are_the_pair(tokens, match.start(), counted):
            _count(out, match.start(), counted, "18 companies")
    for match in _OF_THEM.finditer(letters):
        number = numeral_of(out[match.start()]) if out[match.start()].kind == "numeral" else None
        which = out[match.end() - 1].kind == "which"  # `45m tonnes, 20 of which` may be tonnes
        if number is not None and number.value >= 2 and (number.in_words or not which):
            _count(out, match.start(), "", "two of them")
    return _fold_ranges(_without_over(fold_lone(text, out)))


#: Persons of whom `between the two …` says that they are the two just named.
_PERSONS = words_in("one of a pair")


def _are_the_pair(tokens: list[Token], at: int, counted: str) -> bool:
    """`talks between the two leaders` counts nobody: they were named; `between the two allies` tells how many."""
    before = [token.kind for token in tokens[max(0, at - 2) : at]]
    two = numeral_of(tokens[at]).value == 2
    return two and before == ["between", "the"] and counted.lower() in _PERSONS


def _with_pair(tokens: list[Token], letters: str) -> list[Token]:
    """Return the tokens with `trade between the two` made a word for the two countries, which counts nobody."""
    out = list(tokens)
    for match in _BETWEEN.finditer(letters):
        at = match.end() - 1
        number = numeral_of(tokens[at])
        ends = at + 1 == len(tokens) or tokens[at + 1].kind in _BEHIND_PAIR
        if number.value == 2 and number.in_words and ends:
            out[at] = tokens[at]._replace(kind="pointer_pair", value="")
    return out


_BETWEEN = compiled("between the numeral")
_BEHIND_PAIR = frozenset(
    "be amount change went have comma point period in semicolon and since versus".split()
)


def _with_nouns(text: str, tokens: list[Token], letters: str) -> list[Token]:
    """Return the tokens with `145 ships` and `108 M1A2Ts` made nouns: behind a number they are no verbs."""
    out = list(tokens)
    for at in _where_nouns_may_stand(letters):
        token, before = out[at], out[at - 1]
        said = text[token.start : token.end]
        named = (
            token.kind == "name"
            and said[-1:] == "s"
            and before.kind in ("numeral", "name", "cap_word", "label")
        )
        noun = before.kind == "numeral" and token.kind in _VERB_KINDS and said.lower() in _VERB_OR_NOUN
        if before.kind == "numeral" and said.endswith("ing") and _is_noun(text, tokens[at + 1 : at + 2]):
            out[at] = token._replace(kind="low_word")  # `50 exporting countries`
        if (named and any(one.kind == "numeral" for one in out[max(0, at - 3) : at])) or noun:
            out[at] = token._replace(kind="noun")
    return out


def _is_noun(text: str, ahead: list[Token]) -> bool:
    """Tell whether a plain plural noun follows."""
    return any(_Word(token, text[token.start : token.end]).is_plural() for token in ahead)


def _where_nouns_may_stand(letters: str) -> list[int]:
    """Return where a number stands before a token, or a name such as `M1A2Ts` stands."""
    found = {match.start() + (match[0] != _NAME) for match in _NUMBER_OR_NAME.finditer(letters)}
    return sorted(at for at in found if 0 < at < len(letters))


_NUMBER_OR_NAME = compiled("(numeral|name)")
_NAME = LETTERS["name"]
_VERB_KINDS = frozenset({"flow_verb", "status", "status_weak"})
_VERB_OR_NOUN = words_in("verb or noun")


def _count(out: list[Token], at: int, counted: str, rule: str) -> None:
    """Make the number at `at` a count of `counted`."""
    number = numeral_of(out[at])
    quantity = Quantity("count", number.value, "count", bound=number.bound, counted=counted, rule=rule)
    out[at] = out[at]._replace(kind="count", value=quantity)


_MEASURED = frozenset({"money", "percent_quantity", "physical", "count", "ratio"})


def _without_over(tokens: list[Token]) -> list[Token]:
    """`11 batters over seven innings`, `8.5% over 13.8km`: this `over` hedges nothing."""
    if not any(token.kind == "over" for token in tokens):
        return tokens
    out = list(tokens)
    for at in range(1, len(tokens) - 1):
        if tokens[at].kind == "over" and tokens[at + 1].kind in ("count", "physical"):
            counted = at > 1 and tokens[at - 1].kind == "low_word" and tokens[at - 2].kind == "count"
            if counted or tokens[at - 1].kind in _MEASURED:
                out[at] = out[at]._replace(kind="low_word")
    return out


def _fold_ranges(tokens: list[Token]) -> list[Token]:
    """`between 50,000 and 60,000 people`: the count's quote begins with the lower number."""
    if not any(token.kind == "count" for token in tokens):
        return tokens
    out, at = [], 0
    for match in _RANGE.finditer(letters_of(tokens)):
        low = tokens[match.start("n" if match.start("n") >= 0 else "m")]
        high = tokens[match.start("high")]
        top = high.value
        assert isinstance(top, Quantity)
        bottom = like_scale(numeral_of(low), top.value)
        if 0 < bottom < top.value <= _WIDEST * bottom:
            folded = top._replace(value=bottom, high=top.value, quote=None)
            out += [*tokens[at : match.start()], Token("count", low.start, high.end, folded)]
            at = match.end()
    return [*out, *tokens[at:]]


def _is_in_a_name(letter: str, phrase: list[_Word], before: Token | None) -> bool:
    """Tell whether a number word closes a name: `Big Four accountants`."""
    closes = letter.isupper() and phrase[0].text.islower()
    return closes and before is not None and before.kind == "cap_word"


def _counted(text: str, phrase: list[_Word], tokens: list[Token], first: int) -> str | None:
    """Return the noun with its near modifiers, without demonyms; None where nothing is counted."""
    value = numeral_of(tokens[first]).value
    before = tokens[first - 1] if first else None
    if len(phrase) > 1 and phrase[1].token.kind == "hedge_after":
        phrase = phrase[2:]  # `1,200-odd firms`
    if (
        not phrase
        or phrase[0].token.kind == "hyphen"
        or _is_in_a_name(text[tokens[first].start], phrase, before)
    ):
        return None
    if value == 1:
        return phrase[0].text if phrase[0].text.lower() in _SINGLE else None
    at = next((i for i, word in enumerate(phrase) if word.is_plural()), None)
    numbered = before is not None and before.kind in ("symbol", "label", "month", "hyphen")
    part = value % 1 != 0
    if at is None or numbered or (value < 1 and not part) or (part and phrase[at].token.kind != "low_word"):
        return None
    return _named(phrase, at)


def _named(phrase: list[_Word], plural: int) -> str:
    """Return the words of the noun phrase whose plural noun stands at `plural`."""
    end = plural + 1
    if phrase[plural].text.lower() in _GROUPS and any(w.token.kind == "of" for w in phrase[end : end + 1]):
        end = len(phrase)
    left_out = ("demonym", "place", "possessive", "city")
    return " ".join([word.text for word in phrase[:end] if word.token.kind not in left_out][-4:])
