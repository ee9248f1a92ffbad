"""Counts: a number and the noun that is counted. The number alone becomes the token, for it is the quote."""

from dataclasses import dataclass

from extraction.lexicon import words_in
from extraction.pattern import compiled
from extraction.rules.quantities import OLDEST, Quantity, like_scale, numeral_of
from extraction.tokens import Token, letters_of

_OF_THEM = compiled("(numeral) of those")
_MODIFIERS = (
    "low_word|cap_word|noun|people|demonym|place|city|possessive|flow|flow_bare|trader|region|supplier|superlative|"
    "trade|label|global|higher|more|rate_word|price_noun|status|earlier|other|total|label_rare|name|subject|others|casualty|people_of"
)
_PHRASE = compiled(
    f"(numeral) (of (place|demonym|possessive|its|the|superlative)+)? (np: ((hyphen)? ({_MODIFIERS})){{1,6}}"
    " (of (low_word|demonym|flow|flow_bare)+)?)"
)
_HYPHENED = compiled("(n: numeral) hyphen (c: low_word|noun|people|label|subject|trader|supplier)")
_SUFFERED = compiled("(n: numeral) (who: low_word)? (be|have|low_word){0,3} casualty")
_CROWD = compiled("crowd (of|be|at|to|amount|hedge){1,3} (n: numeral)")
_NAMED_AGE = compiled("(who: cap_word|name|low_word) comma (n: numeral) (comma|close)")
_NUMBER_OF = compiled("label_rare of (the|demonym)? (what: low_word|cap_word|people|noun)")
_MOVES = compiled("(to|from|by|at|amount) hedge? (n: numeral)")
_LEVELS = compiled("(to|at|from|of|amount) hedge? (n: numeral)")
_RANGE = compiled("(between (n: numeral) and | (m: numeral) (to|or|hyphen|en_dash)) (high: count)")
_NOUN_KINDS = frozenset(
    {
        "low_word",
        "cap_word",
        "noun",
        "people",
        "people_of",
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
_YOUNGEST = 10
_GROUPS = words_in("group of")
#: Persons and things of which one alone is worth counting: `one person`.
_SINGLE = words_in("counted alone")
#: What stands behind `two-` and is no unit: `two-way`.
_NO_UNIT = words_in("not counted after a hyphen")
#: `4,000-strong` counts those of whom the next word tells.
_GROUP_SAID = words_in("counts what follows")
_PARTICIPLE = (
    "ded",
    "ged",
    "ted",
    "ied",
    "sed",
    "ked",
    "ned",
    "red",
    "led",
    "ved",
    "ced",
    "ped",
    "wed",
    "yed",
)
_ENDS_A_LEVEL = frozenset("point comma in from to semicolon versus period close on and against since".split())
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
        if self.token.kind not in _NOUN_KINDS or low in _NOT_COUNTED:
            return False
        return low in _IRREGULAR or (len(low) > 3 and low.endswith("s") and not low.endswith(_NOT_PLURAL))


def fold_counts(text: str, tokens: list[Token]) -> list[Token]:
    """Return the tokens with each counting number made a `count`.

    In `two of them` the noun is left open (an empty `counted`); it is that of the count before.
    """
    if not any(token.kind == "numeral" for token in tokens):
        return _without_over(tokens)
    letters = letters_of(tokens)
    out = list(tokens)
    for match in _PHRASE.finditer(letters):
        first, last = match.span()
        phrase = [_Word(one, text[one.start : one.end]) for one in tokens[match.start("np") : last]]
        before = tokens[first - 1] if first else None
        counted = _counted(phrase, tokens[first], before)
        if counted and not _is_in_a_name(text[tokens[first].start], phrase, before):
            _count(out, first, counted, "18 companies")
    for match in _OF_THEM.finditer(letters):
        if out[match.start()].kind == "numeral" and numeral_of(out[match.start()]).value >= 2:
            _count(out, match.start(), "", "two of them")
    _fold_others(text, letters, out)
    return _fold_ranges(_without_over(out))


def _goes_on(tokens: list[Token], at: int) -> bool:
    """Tell whether a hyphen joins yet another word, as in `one-size-fits-all`."""
    return at < len(tokens) and tokens[at].kind == "hyphen"


def _count(out: list[Token], at: int, counted: str | None, rule: str) -> None:
    """Make the number at `at` a count of `counted`."""
    number = numeral_of(out[at])
    quantity = Quantity("count", number.value, "count", bound=number.bound, counted=counted, rule=rule)
    out[at] = out[at]._replace(kind="count", value=quantity)


def _fold_others(text: str, letters: str, out: list[Token]) -> None:
    """Count what has no plural noun behind its number: `four-cylinder`, `two were hurt`, `a crowd of 60,000`."""
    for match in _HYPHENED.finditer(letters):
        at, word = match.start("n"), out[match.start("c")]
        noun = text[word.start : word.end].lower()
        ends = not _goes_on(out, match.end())
        if out[at].kind == "numeral" and ends and noun not in _NO_UNIT and not noun.endswith(_PARTICIPLE):
            _count(out, at, None if noun in _GROUP_SAID else noun, "four-cylinder")
    for match in _SUFFERED.finditer(letters):
        if out[match.start("n")].kind == "numeral":
            who = out[match.start("who")] if match.start("who") >= 0 else None
            _count(out, match.start("n"), text[who.start : who.end] if who else None, "two were hurt")
    for match in _CROWD.finditer(letters):
        if out[match.start("n")].kind == "numeral":
            _count(out, match.start("n"), None, "a crowd of 60,000")
    _fold_moves(text, letters, out)
    for match in _NAMED_AGE.finditer(letters):
        who = out[match.start("who")]
        if who.kind != "low_word" or text[who.start : who.end] in _SINGLE:
            _age(out, match.start("n"))
    if any(token.kind == "index_noun" for token in out):
        _fold_levels(letters, out)


def _fold_moves(text: str, letters: str, out: list[Token]) -> None:
    """`the number of visitors fell to 1.2 million`, `the population grew by 200,000`."""
    of = _NUMBER_OF.search(letters)
    said = of and text[out[of.start()].start : out[of.start()].end].lower() == "number"
    if not said and not any(token.kind == "crowd" for token in out):
        return
    what = out[of.start("what")] if of and said else None
    for match in _MOVES.finditer(letters):
        at = match.start("n")
        after = out[at + 1].kind if at + 1 < len(out) else "point"
        if out[at].kind == "numeral" and after in _ENDS_A_LEVEL and not numeral_of(out[at]).in_words:
            _count(out, at, text[what.start : what.end] if what else None, "the number of visitors")


def _age(out: list[Token], at: int) -> None:
    """`Woods, 46,`: a number alone behind a person's name is an age."""
    if out[at].kind != "numeral":
        return
    number = numeral_of(out[at])
    if _YOUNGEST <= number.value <= OLDEST and not (number.value % 1 or number.in_words or number.scaled):
        years = Quantity("physical", number.value, "year", rule="Woods, 46")
        out[at] = out[at]._replace(kind="physical", value=years)


def _fold_levels(letters: str, out: list[Token]) -> None:
    """`the PMI rose to 57.1`: where an index is named, a number without a unit is where it stands."""
    for match in _LEVELS.finditer(letters):
        at = match.start("n")
        after = out[at + 1].kind if at + 1 < len(out) else "point"
        number = numeral_of(out[at])
        if out[at].kind == "numeral" and after in _ENDS_A_LEVEL and not (number.in_words or number.scaled):
            level = Quantity("physical", number.value, "index", rule="rose to 57.1")
            out[at] = out[at]._replace(kind="physical", value=level)


_MEASURED = frozenset({"money", "percent_quantity", "physical", "count", "ratio"})


def _without_over(tokens: list[Token]) -> list[Token]:
    """`11 batters over seven innings`, `8.5% over 13.8km`: this `over` hedges nothing."""
    out = list(tokens)
    for at in range(1, len(tokens) - 1):
        if tokens[at].kind == "over" and tokens[at + 1].kind in ("count", "physical"):
            counted = at > 1 and tokens[at - 1].kind == "low_word" and tokens[at - 2].kind == "count"
            if counted or tokens[at - 1].kind in _MEASURED:
                out[at] = out[at]._replace(kind="low_word")
    return out


def _fold_ranges(tokens: list[Token]) -> list[Token]:
    """`between 50,000 and 60,000 people`: the count's quote begins with the lower number."""
    out, at = [], 0
    letters = letters_of(tokens)
    for match in _RANGE.finditer(letters):
        low = tokens[match.start("n" if match.start("n") >= 0 else "m")]
        high = tokens[match.start("high")]
        top = high.value
        assert isinstance(top, Quantity)
        bottom = like_scale(numeral_of(low), top.value)
        if not 0 < bottom < top.value <= _WIDEST * bottom:
            continue
        out += tokens[at : match.start()]
        folded = top._replace(value=bottom, high=top.value, quote=None)
        out.append(Token("count", low.start, high.end, folded))
        at = match.end()
    return [*out, *tokens[at:]]


def _is_in_a_name(letter: str, phrase: list[_Word], before: Token | None) -> bool:
    """Tell whether a number word closes a name: `Big Four accountants`."""
    closes = letter.isupper() and phrase[0].text.islower()
    return closes and before is not None and before.kind == "cap_word"


def _counted(phrase: list[_Word], number: Token, before: Token | None) -> str | None:
    """Return the noun with its near modifiers, without demonyms; None where nothing is counted."""
    value = numeral_of(number).value
    if phrase and value == 1 and phrase[0].token.kind != "hyphen":
        return phrase[0].text if phrase[0].text.lower() in _SINGLE else None
    if (value < 2 and not value % 1) or (
        before is not None and before.kind in ("symbol", "label", "month", "hyphen")
    ):
        return None
    if phrase[0].token.kind == "hyphen":
        return None
    at = next((i for i, word in enumerate(phrase) if word.is_plural()), None)
    if at is None or (value % 1 and phrase[at].token.kind != "low_word"):
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
