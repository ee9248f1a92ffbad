"""Amounts summed up: `since February 2022`, `in the 2024/25 season … by Nov 10`."""

from datetime import date

from extraction.context import Context
from extraction.draft import Draft
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.times.frames import COMPARES, right_after, since_of
from extraction.times.periods import Days, When, resolve


def summed_by(sentence: Sentence, one: Settled, context: Context) -> Days | None:
    """`in the 2024/25 season … had reached 8.9 million by Nov 10`: from the season's start to that day."""
    periods = ((at, sentence.tokens[at].value) for at in sentence.places_of("period"))
    days = [(at, when) for at, when in periods if isinstance(when, When)]
    if any(when is one.when and _is_year_so_far(sentence.tokens, at) for at, when in days):
        return resolve(When("year_to", last=one.when.last), one.asked(context)) if one.when else None
    until = next((w for at, w in days if w.kind == "day" and sentence.tokens[at - 1].kind in _UP_TO), None)
    within = next((w for _, w in days if w.kind in _WHOLE or w.unit in _WHOLE), None)
    if until is None or within is None or one.when not in (until, within, *(w for _, w in days)):
        return None
    whole, last = resolve(within, one.asked(context)), resolve(until, one.asked(context))
    return (whole[0], last[1]) if whole and last and whole[0] < last[1] <= whole[1] else None


def _is_year_so_far(tokens: list[Token], at: int) -> bool:
    """`by the end of August this year's sales had reached $2.1bn`: what the year had brought by then."""
    when = tokens[at].value
    named = isinstance(when, When) and when.kind == "end" and when.last is not None and when.last.shift == 0
    owns = at + 1 < len(tokens) and tokens[at + 1].kind == "possessive"
    return named and owns and any(token.kind in _UP_TO for token in tokens[max(0, at - 2) : at])


_WHOLE = frozenset({"season", "fiscal", "year"})


def settle_since(sentence: Sentence, one: Settled, context: Context) -> bool:
    """A change since X has baseline X and no period; an amount since X runs to the document's date."""
    token = since_of(sentence)
    if token is None or not isinstance(token.value, When):
        return False
    start, end = resolve(token.value, one.asked(context)), _summed_to(sentence, token, one, context)
    if start is None or end is None or start[0] > end:
        return start is not None
    season = token.value.unit == "season"
    if not season and _is_aside_since(sentence, sentence.tokens.index(token), one.draft):
        return False
    if one.draft.measure in COMPARES and not season:
        if _is_of_another(sentence, sentence.tokens.index(token), one.draft):
            return False
        one.baseline_days = start
    elif _is_summed(sentence, token, one) or (season and one.draft.measure in COMPARES):
        one.when, one.days = When("span"), (start[0], end)
        one.show("period", token)
    else:
        return False
    return True


def _is_summed(sentence: Sentence, since: Token, one: Settled) -> bool:
    """Tell whether a level is what was summed `since …`: it stands next to these words, or they open."""
    draft, at = one.draft, sentence.tokens.index(since)
    opens = at < _NEAR
    if draft.measure != "level" or draft.role == "baseline" or _is_of_change(sentence, at):
        return False
    if draft.quantity.kind == "count" and one.topic is None:
        return opens
    if draft.at < at and any(token.kind == "comma" for token in sentence.tokens[draft.at : at]):
        return False
    low, high = sorted((at, draft.at))
    between = any(low < other.at < high for other in sentence.drafts)
    own = right_after(sentence, draft)
    return (opens or not between) and (own is None or own is sentence.tokens[at - 1])


def _is_aside_since(sentence: Sentence, at: int, draft: Draft) -> bool:
    """`the line, shut since May, carried 4.4 bcm`: what commas set apart tells nothing of the figure."""
    apart = any(token.kind == "comma" for token in sentence.tokens[at : draft.at])
    return _NEAR <= at < draft.at and apart


def _is_of_change(sentence: Sentence, at: int) -> bool:
    """Tell whether `since …` belongs to the change right before it: `fell 41% since 2021 to €2bn`."""
    near = (d for d in sentence.drafts if at - _NEAR <= d.at < at)
    return any(d.measure in COMPARES or d.quantity.kind in ("ratio", "fraction") for d in near)


def _is_of_another(sentence: Sentence, since: int, draft: Draft) -> bool:
    """`was up 87% and has more than quadrupled since 2019`: what has happened since then is told anew."""
    tokens = sentence.tokens
    anew = next(
        (i for i in range(draft.at, since) if tokens[i].kind == "and" and tokens[i + 1].kind == "have"), None
    )
    return anew is not None and any(anew < other.at < since for other in sentence.drafts)


_NEAR = 4


def _summed_to(sentence: Sentence, since: Token, one: Settled, context: Context) -> date | None:
    """Return the day up to which an amount `since …` is summed: the one beside, else the document's."""
    at = sentence.tokens.index(since)
    beside = [i for i in (at - 1, at + 2) if 0 < i < len(sentence.tokens)]
    for i in beside:
        token = sentence.tokens[i]
        if token.kind == "period" and isinstance(token.value, When) and sentence.tokens[i - 1].kind in _UP_TO:
            days = resolve(token.value, one.asked(context))
            return days[1] if days else None
    return context.document.published


_UP_TO = frozenset({"by", "to", "through", "as_of"})
