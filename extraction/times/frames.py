"""Which words of a sentence tell a quantity's time: those right after it, those that own it, the nearest.

`$5bn in May`, `December's $3.29 billion`, `$4bn a year earlier`, `In May exports rose …, the office said`.
"""

from itertools import pairwise

from extraction.draft import COMPARES, Draft
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.rules.times import Versus
from extraction.times.multiplied import measured_by
from extraction.times.outside import is_outside
from extraction.times.periods import When

_PUBLISHED = words_in("not a period after")
_CLAUSE_ENDS = frozenset({"semicolon", "while", "but", "em_dash", "after"})


def moment_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the comparison that tells a quantity's own time: right after it, or before it as its owner."""
    if not sentence.has("versus"):
        return None
    owner = _owner_of(sentence, draft)
    if owner is not None and owner.kind == "versus":
        return owner
    opening = next((t for t in sentence.tokens[:3] if t.kind == "versus"), None)
    versus = comparison(opening)
    if versus is not None and versus.moment and not sentence.has("period"):
        return opening  # `A year earlier it was $4bn`
    for token in sentence.tokens[draft.at + 1 : draft.at + 6]:
        versus = comparison(token)
        if versus is not None:
            return token if versus.moment else None
        if token.kind not in _BESIDE_MOMENT and not (draft.role == "baseline" and token.kind in _ROW):
            return None
    return None


#: `against 5.8 million bags and $845m a year before`.
_ROW = frozenset({"and", "money", "physical", "count"})
_BESIDE_MOMENT = frozenset("low_word flow_verb flow of in the for demonym close which".split())


def _owner_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the time that owns a quantity: `December's US$3.29 billion`, `the year's $5bn`."""
    tokens, at = sentence.tokens, draft.at - 1
    if at > 1 and tokens[at].kind == "colon" and tokens[at - 1].kind == "period":
        return tokens[at - 1]  # `(2018: $5.6 billion)`
    while at > 0 and tokens[at].kind in _OWNED:
        at -= 1
    if 0 < at < draft.at - 1 and tokens[at].kind == "period" and tokens[at - 1].kind in ("the", "its"):
        return tokens[at] if _is_of(tokens[draft.at - 1]) else None
    if at < 1 or tokens[at].kind != "possessive":
        return None
    owner = sentence.tokens[at - 1]
    return owner if owner.kind in ("period", "versus") else None


def _is_of(token: Token) -> bool:
    """`the 2024 average of $5.6bn`, whose `average of` may be one word."""
    return token.kind == "of" or token.kind == "average"


_OWNED = frozenset("low_word hedge record total revised of a flow balance average".split())


def period_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the period token that a quantity refers to, if its sentence has one."""
    own = right_after(sentence, draft)
    if own is not None and own is not measured_by(sentence.tokens, draft):
        return own
    if not sentence.has("period"):
        return None
    taken = {
        token.start
        for other in sentence.drafts
        if other is not draft and _keeps(other, draft)
        for token in [right_after(sentence, other)]
        if token
    }
    best: tuple[int, Token] | None = None
    for at in sentence.places_of("period"):
        token = sentence.tokens[at]
        if (
            token.start in taken
            or (is_weekday(token) and not _is_quoted_on(sentence, at, draft))
            or is_outside(sentence, at, draft)
            or _is_looked_back_at(sentence, at, draft)
            or _opens_the_next(sentence, at, draft)
        ):
            continue
        if _is_added(sentence, at, draft):
            continue
        if _is_behind_colon(sentence, at, draft) or _is_elsewhere(sentence, at, draft):
            continue
        cost = abs(at - draft.at) + 30 * _ends_between(sentence.tokens, at, draft.at)
        cost += _ASIDE * _is_aside_before(sentence.tokens, at, draft.at)
        if _belongs_to_another(sentence, at, draft):
            if is_anaphoric(sentence):
                continue
            cost += 8
        if best is None or cost < best[0]:
            best = (cost, token)
    return best[1] if best else None


#: So much farther is what stands in a clause that commas set apart.
_ASIDE = 12


def _is_aside_before(tokens: list[Token], at: int, quantity: int) -> bool:
    """`Chile, which taught us to eat berries in May, sold 118,000 tonnes`: the clause ends with a comma."""
    if at > quantity:
        return False
    which = next((i for i in range(at - 1, 0, -1) if tokens[i].kind in ("which", "comma")), 0)
    opens = tokens[which].kind == "which" and tokens[which - 1].kind == "comma"
    return opens and at + 1 < len(tokens) and tokens[at + 1].kind == "comma"


def _is_added(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether a period after a quantity is one of a clause that only adds something.

    `$5m, which takes its total to $9m this year`, `$5m, under a scheme that Oslo launched in March`.
    """
    between = sentence.tokens[draft.at + 1 : at]
    adds = any(one.kind == "comma" and other.kind == "which" for one, other in pairwise(between))
    if adds and _belongs_to_another(sentence, at, draft):
        return True
    kinds = [token.kind for token in between]
    began = kinds[-2:] == ["low_word", "in"] and str(between[-2].value).endswith("ed")
    return began and "comma" in kinds and bool({"that", "which"} & set(kinds[kinds.index("comma") :]))


def _belongs_to_another(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether another quantity stands between `draft` and a period after it."""
    return any(draft.at < other.at < at for other in sentence.drafts)


def _is_looked_back_at(sentence: Sentence, at: int, draft: Draft) -> bool:
    """`rose 15%, after a 30% jump in September`, `87%, against 82% in June 2020`: each has its own time."""
    tokens, behind = sentence.tokens, range(draft.at + 1, at)
    if at > draft.at and tokens[at - 1].kind in _LOOKS_BACK and _owns_figure(sentence, at):
        return True  # `a 3% decline after August's 1.0% dip`
    after = next((i for i in behind if tokens[i].kind in _LOOKS_BACK or _opens_had(tokens, i)), None)
    return after is not None and any(after < other.at < at for other in sentence.drafts)


def _opens_the_next(sentence: Sentence, at: int, draft: Draft) -> bool:
    """`rose to $237m, and last year it was $1bn`, `6%; in 2009 it was 53%`: of the next figure."""
    first = at - 1 if sentence.tokens[at - 1].kind != "in" else at - 2
    opens = first > draft.at and sentence.tokens[first].kind in ("and", "but", "while", "semicolon")
    return opens and any(other.at > at for other in sentence.drafts)


_LOOKS_BACK = frozenset({"after", "against"})


def _owns_figure(sentence: Sentence, at: int) -> bool:
    """Tell whether a time owns the next figure: `August's 1.0% dip`."""
    owned = next((other for other in sentence.drafts if other.at > at), None)
    return owned is not None and _owner_of(sentence, owned) is sentence.tokens[at]


def looks_back(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a figure is only what came before: `after August's 1.0% dip`, `after 4% in May`."""
    at = draft.at - 1
    while at > 0 and (sentence.tokens[at].kind in _OWNED or sentence.tokens[at].kind in _OWNERS):
        at -= 1
    return at > 0 and sentence.tokens[at].kind in _LOOKS_BACK


_OWNERS = frozenset({"possessive", "period", "the", "its", "change_noun"})


def _opens_had(tokens: list[Token], at: int) -> bool:
    """Tell whether a clause tells what once was: `Chad (4%), whose share had been 9% in 2013`."""
    relative = tokens[at].kind == "which" or tokens[at].value == "whose"
    relative = relative and tokens[at - 1].kind == "comma"
    return relative and any(token.kind == "have" and token.value == "had" for token in tokens[at : at + 5])


def _is_elsewhere(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether a period stands in another clause than a count, which speaks of something else."""
    return draft.quantity.kind == "count" and _ends_between(sentence.tokens, at, draft.at) > 0


def _is_behind_colon(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether a period stands in the explanation that a colon opens after the quantity.

    So does one behind a semicolon, where a clause with figures of its own begins.
    """
    between = [token.kind for token in sentence.tokens[draft.at : at]]
    anew = "semicolon" in between and any(other.at > at for other in sentence.drafts)
    return "colon" in between or anew


def is_anaphoric(sentence: Sentence) -> bool:
    """Tell whether a sentence begins by pointing back: `This figure is three times higher …`."""
    return any(token.kind == "anaphor" for token in sentence.tokens[:3])


def _keeps(owner: Draft, other: Draft) -> bool:
    """Tell whether a period right after `owner` is closed to `other`: one of them is a baseline."""
    return owner.role == "baseline" or other.role == "baseline"


def _is_quoted_on(sentence: Sentence, at: int, draft: Draft) -> bool:
    """`Brent settled on Friday at $61.91`: of a price the weekday is the period, but not after `said`."""
    near = sentence.tokens[max(0, at - 3) : at]
    priced = draft.measure == "price" or (
        draft.measure in COMPARES and (sentence.is_priced or sentence.has("price_noun", "index_noun"))
    )
    said = any(token.kind in _SPOKEN for token in near)
    if said or abs(at - draft.at) > _QUOTED:
        return False
    return priced or _is_done_on(sentence, at, draft)


def _is_done_on(sentence: Sentence, at: int, draft: Draft) -> bool:
    """`storage was 87% full on Sunday`, `338 mcm a day on Monday`: what can be counted on one day."""
    low, high = sorted((at, draft.at))
    between = sentence.tokens[low + 1 : high]
    apart = any(token.kind in _SPOKEN or token.value in _PUBLISHED for token in between)
    daily = draft.quantity.kind in ("physical", "count", "fraction") or draft.measure == "share"
    return daily and not apart and (draft.at < at or at < _OPENS_WITH)


_SPOKEN = frozenset({"say", "comma"})
_OPENS_WITH = 2


_QUOTED = 8


def is_weekday(token: Token) -> bool:
    """Tell whether a period is a day of the week, which seldom is a figure's."""
    return isinstance(token.value, When) and token.value.unit in ("weekday", "day")


def _ends_between(tokens: list[Token], one: int, other: int) -> int:
    low, high = sorted((one, other))
    return sum(token.kind in _CLAUSE_ENDS for token in tokens[low:high])


def right_after(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the period in `$452 million in 2021`, `in` and brackets passed over, or in `2021's $452m`."""
    owner = _owner_of(sentence, draft)
    if owner is not None and owner.kind == "period":
        return owner
    passed, reach = (_BESIDE_OWN, 3) if draft.role != "baseline" else (_BESIDE_BASELINE, 6)
    for token in _after(sentence, draft)[:reach]:
        if token.kind == "period":
            return None if is_weekday(token) else token
        if token.kind not in passed or token.value in _PUBLISHED:
            return None
    return None


def _after(sentence: Sentence, draft: Draft) -> list[Token]:
    """Return the tokens after a quantity, without the brackets that follow it at once."""
    after = sentence.tokens[draft.at + 1 : draft.at + 16]
    if after and after[0].kind == "open":
        close = next((i for i, token in enumerate(after) if token.kind == "close"), None)
        return after[close + 1 :] if close is not None else after
    return after


_BESIDE_OWN = frozenset({"as_of", "in", "for", "close", "on", "the", "of", "by", "over"})


_BESIDE_BASELINE = _BESIDE_OWN | {"low_word", "flow_verb", "flow", "that", "which", "be", "a", "place"}


def versus_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the comparison that holds for a change: the next one of its clause, else the last one before."""
    tokens = sentence.tokens
    if not sentence.has("versus"):
        return None
    for token in tokens[draft.at + 1 :]:
        if token.kind == "versus":
            return token
        if token.kind in ("semicolon", "while") or (
            token.kind == "percent_quantity" and draft.measure == "relative_change"
        ):
            break
    before = [token for token in tokens[: draft.at] if token.kind == "versus"]
    if before:
        return before[-1]
    return next((token for token in tokens[draft.at + 1 :] if token.kind == "versus"), None)


def versus_right_after(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether the comparison stands with this very quantity: `from 49.4m tonnes a year earlier`."""
    for token in sentence.tokens[draft.at + 1 : draft.at + 5]:
        if token.kind == "versus":
            return True
        if token.kind not in ("low_word", "flow_verb", "flow", "of", "in", "demonym", "close"):
            return False
    return False


def since_of(sentence: Sentence) -> Token | None:
    """Return the `since …` of a quantity's sentence."""
    if not sentence.has("since"):
        return None
    since = (at for at in sentence.places_of("since") if not _is_a_peak(sentence, at))
    at = next(since, None)
    return sentence.tokens[at] if at is not None else None


def _is_a_peak(sentence: Sentence, at: int) -> bool:
    """`the weakest reading since June 2022`, `the most in any month since 1991` compare no figure."""
    near = sentence.tokens[max(0, at - 5) : at]
    return any(
        t.kind in ("superlative", "superlative_not", "ordinal", "record")
        or str(t.value).endswith("est")
        or t.value == "most"
        for t in near
    )


def comparison(token: Token | None) -> Versus | None:
    """Return the Versus of a token."""
    return token.value if token is not None and isinstance(token.value, Versus) else None
