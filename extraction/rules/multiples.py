"""Multiples and fractions of an earlier level: `half its 2018 level`, `four times the rate of October`."""

from extraction.language.lexicon import words_in
from extraction.language.rule import Found
from extraction.language.tokens import Token
from extraction.rules.relation import Drafts, Relation, draft_of

_DATED = frozenset({"period", "versus", "before", "since"})
_LEVEL_KINDS = frozenset({"carrier", "anaphor", "label_rare", "average", "total", "rate_noun", "price_noun"})
_LEVEL_WORDS = words_in("level word")
_NOW = words_in("another time")
#: A fraction behind one of these tells where something stands; at the head of a clause it is a part.
_TOLD = frozenset("be comma to and at or amount en_dash hyphen em_dash open than hedge in".split())
_STEPS = frozenset("hedge hedge_plain hedge_estimate a over".split())


def _names_level(token: Token) -> bool:
    return token.kind in _LEVEL_KINDS or str(token.value).lower() in _LEVEL_WORDS


def _is_dated(tokens: list[Token]) -> bool:
    return any(token.kind in _DATED or str(token.value).lower() in _NOW for token in tokens)


def _times_then(found: Found, drafts: Drafts, rule: str) -> None:
    """A multiple of what was at another time went up; of what is elsewhere it has no direction."""
    draft = draft_of(found, drafts, "q")
    if draft is None or draft.measure or draft.quantity.value <= 1:
        return
    direction = "increase" if _is_dated(found.all("rest")) else None
    draft.say(rule, found["q"], measure="ratio", direction=direction)


def is_told(found: Found) -> bool:
    """Tell whether what stands before a fraction says how high something is: `was about half the level`."""
    before = found.behind(_STEPS)
    return before is not None and before.kind in _TOLD


def _part_of_level(found: Found, drafts: Drafts, rule: str) -> None:
    """`half its 2018 level`, `a third of the volume of 2022`, but not `half of the volume went abroad`."""
    draft = draft_of(found, drafts, "q")
    if draft is None or draft.measure or not is_told(found):
        return
    rest = found.all("rest")
    level = next((at for at, token in enumerate(rest) if _names_level(token)), None)
    if level is None:
        return
    of = level + 1 < len(rest) and (rest[level + 1].kind in ("of", "versus"))
    if _is_dated(rest[:level]) or (of and _is_dated(rest[level + 1 :])):
        draft.say(rule, found["q"], measure="ratio", direction="decrease")


def _part_of_then(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None and not draft.measure and draft.quantity.value < 1:
        draft.say(rule, found["q"], measure="ratio", direction="decrease")


def _times_then_as(found: Found, drafts: Drafts, rule: str) -> None:
    draft = draft_of(found, drafts, "q")
    if draft is not None and not draft.measure and draft.quantity.value > 1:
        draft.say(rule, found["q"], measure="ratio", direction="increase")


def _times_what(found: Found, drafts: Drafts, rule: str) -> None:
    """`three times what they were in 2019`; the word is looked at, for any other says nothing of a time."""
    draft = draft_of(found, drafts, "q")
    what = found.tokens[1].value == "what"
    if what and draft is not None and not draft.measure and draft.quantity.value > 1:
        draft.say(rule, found["q"], measure="ratio", direction="increase")


RELATIONS = (
    Relation(
        "half of what it was",
        "(q: fraction) (of low_word (low_word|flow|trade|subject|its|the){0,3} have? be|hedge (versus|in))",
        _part_of_then,
        {
            "Exports were a third of what they had been.": "a third ratio decrease",
            "Exports were half as much as a year earlier.": "half ratio decrease",
        },
    ),
    Relation(
        "three times what it had been",
        "(q: ratio) low_word (low_word|flow|trade|subject|its|the){0,3} (have be|be (rest: versus|period|before))",
        _times_what,
        {"Exports were three times what they had been a year before.": "three times ratio increase"},
    ),
    Relation(
        "twice as many in 2023 as in 2022",
        "(q: ratio) (hedge|as low_word) (filler){1,9} as (in|of|at) (period|versus)",
        _times_then_as,
        {"Twice as many cars were shipped to Chad in 2023 as in 2022.": "Twice ratio increase"},
    ),
    Relation(
        "half of the 96,000 tonnes of April",
        "be hedge? (q: fraction) of the (money|physical|count|bare) (that|of|in|filler){0,4} (period|versus)",
        _part_of_then,
        {
            "That is half of the 90,000 tonnes of April 2020.": "half ratio decrease; 90,000 tonnes level baseline"
        },
    ),
    Relation(
        "half its 2018 level",
        "(q: fraction) (rest: (filler){1,7})",
        _part_of_level,
        {
            "Exports were half their 2018 level.": "half ratio decrease",
            "Exports fell to a third of the volume of 2022.": "a third ratio decrease",
        },
        ("Half of the volume went to China in 2022.",),
    ),
    Relation(
        "twice what it was in 2020",
        "(q: ratio) (what: low_word) (rest: (filler){1,7})",
        lambda found, drafts, rule: (
            _times_then(found, drafts, rule) if found["what"].value == "what" else None
        ),
        {
            "Cover costs ten times what it was in December.": "ten times ratio increase",
            "Aid was twice what Oslo gave in 2022.": "twice ratio increase",
            "Peru makes three times what it needs.": "three times ratio",
        },
    ),
    Relation(
        "four times the rate of October",
        "(q: ratio) (rest: (the|its|that|those|hedge|carrier|anaphor|as|period|versus|label_rare|possessive) quantity? (filler){0,7})",
        _times_then,
        {
            "Freight cost four times the rate of October.": "four times ratio increase",
            "Imports were nine times the exports.": "nine times ratio",
            "Exports were 1.7 times the volume of 2018.": "1.7 times ratio increase",
            "Exports were nearly three times those of 2021.": "three times ratio increase",
            "Sales were twice the $3bn of 2018.": "twice ratio increase; $3bn level baseline",
        },
    ),
)
