"""Times of a sentence that are the period of none of its figures.

`by the end of 2022`, `published in May`, `the July contract`, `for delivery in March`, `the quakes that
struck on February 6`: they tell of a deadline, a document, a thing, a delivery or an event.
"""

from itertools import pairwise

from extraction.draft import COMPARES, Draft
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.times.multiplied import times_of_multiples
from extraction.times.periods import When
from extraction.times.seasons import YEAR, has_season, length_of

_PUBLISHED = words_in("not a period after")


def is_outside(sentence: Sentence, at: int, draft: Draft) -> bool:
    """A period in `by the end of 2022` or after `published on` names no period of the figures."""
    when = sentence.tokens[at].value
    if isinstance(when, When) and when.kind == "span" and length_of(when) == YEAR and has_season(sentence):
        return True  # `the season, which runs from October to September`
    if draft.at < at and _goes_to_amount(sentence.tokens, at):
        return True
    if any(token.value in _PUBLISHED for token in sentence.tokens[max(0, at - 2) : at]):
        return True
    before = [token.kind for token in sentence.tokens[max(0, at - 3) : at]]
    if _is_contract(sentence, at, draft) or _names_a_thing(sentence.tokens, at):
        return True
    if draft.at > at and before[-1:] == ["of"] and before[-2:-1] in (["trader"], ["supplier"], ["market"]):
        return True  # `Tunisia, the biggest exporter of 2023, earned …`
    if _is_of_delivery(sentence.tokens, at) or _is_event(sentence.tokens, at, draft):
        return True
    if before[-1:] in (["through"], ["before"]) or at in times_of_multiples(sentence):
        return True  # `which until May bought half of it`
    if before[-1:] == ["by"]:
        # `could reach 15% by 2025` speaks of that figure alone
        return draft.at > at or any(draft.at < other.at < at for other in sentence.drafts)
    if before[-1:] == ["in"] and (before[-2:-1] == ["status"] or _is_what_they_said(sentence, at)):
        return True  # `against the 1.8% expected in March`
    return bool({"end_of", "start_of"} & set(before)) and "to" not in before


def _goes_to_amount(tokens: list[Token], at: int) -> bool:
    """`The gap of $4bn takes the shortfall for the year to $40bn`: the year is that of the sum alone."""
    when = tokens[at].value
    so_far = isinstance(when, When) and when.kind == "year_to_date"
    return so_far and [token.kind for token in tokens[at + 1 : at + 2]] == ["to"]


def _is_contract(sentence: Sentence, at: int, draft: Draft) -> bool:
    """`December wheat settled at $215 a ton`: of a price, a month without a preposition names a contract."""
    when, tokens = sentence.tokens[at].value, sentence.tokens
    month = isinstance(when, When) and when.kind == "month" and when.year is None
    names = tokens[at + 1].kind in ("low_word", "demonym") if at + 1 < len(tokens) else False
    free = at == 0 or tokens[at - 1].kind not in ("in", "for", "of", "from", "since", "on", "to", "at")
    return month and sentence.is_priced and names and free and draft.measure in ("price", *COMPARES)


def _names_a_thing(tokens: list[Token], at: int) -> bool:
    """`the May contract`, `April's supplemental bill`: a thing is named by its month."""
    if at + 1 < len(tokens) and tokens[at + 1].kind == "possessive":
        when = tokens[at].value
        if at and tokens[at - 1].kind == "at" and isinstance(when, When) and when.unit == "weekday":
            return False  # `At Tuesday's auction the price fell`: what is paid there is of that day
        return any(token.value in _DATED_THINGS for token in tokens[at + 2 : at + 4])
    the = at > 0 and tokens[at - 1].kind in ("the", "a", "its")
    return the and any(token.value in _DATED_THINGS for token in tokens[at + 1 : at + 2])


_DATED_THINGS = words_in("dated thing")


def _is_of_delivery(tokens: list[Token], at: int) -> bool:
    """`bought 415,000 tonnes for shipment in October`: not when it was bought."""
    if tokens[at - 1].kind == "for" and any(t.value in _DELIVERED for t in tokens[at + 1 : at + 2]):
        return True  # `the contract for March delivery`
    return any(token.kind == "handed_over" for token in tokens[max(0, at - _NEAR_DELIVERY) : at])


_DELIVERED = frozenset("delivery shipment loading arrival lifting dispatch".split())


_NEAR_DELIVERY = 4


def _is_event(tokens: list[Token], at: int, draft: Draft) -> bool:
    """`the quakes that struck on February 6`, `before work resumed on March 24`: the day of an event."""
    when = tokens[at].value
    dated = isinstance(when, When) and when.kind == "day" and draft.at < at
    return dated and any(token.kind in _TELLS_MORE for token in tokens[draft.at + 1 : at])


_TELLS_MORE = frozenset({"which", "that", "before", "after"})


def _is_what_they_said(sentence: Sentence, at: int) -> bool:
    """`the 1.7% it forecast in April`: this tells when they spoke."""
    near, after = sentence.tokens[max(0, at - 6) : at], sentence.tokens[at + 1 : at + 2]
    who = near[-2].kind == "which" if len(near) > 1 else False
    speaks = who and any(token.kind in ("say", "status") for token in after)
    return speaks or any(
        token.value in ("it", "they", "he", "she") and before.kind not in _LEADS_TO_OBJECT
        for before, token in pairwise(near)
    )


#: A pronoun behind one of these does not act: `15% stayed within it in 2017`.
_LEADS_TO_OBJECT = frozenset("in to of from with by for at on".split())
