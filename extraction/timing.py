"""Which period and which comparison belong to a quantity, and what earlier sentences leave to it.

A quantity's own period stands right after it; else the nearest of its sentence; else the one that the
sentences before were about.
"""

from extraction.context import Context
from extraction.draft import Draft
from extraction.lexicon import words_in
from extraction.periods import Asked, Days, When, resolve
from extraction.reading import Sentence
from extraction.rules.times import Versus
from extraction.settled import CARRIED_PERIOD, Settled
from extraction.tokens import Token

_PUBLISHED = words_in("not a period after")
_CLAUSE_ENDS = frozenset({"semicolon", "while", "but", "em_dash", "after"})
#: The measures that compare two times.
COMPARES = frozenset({"change", "relative_change", "ratio"})
#: How many sentences back a period may have been named.
_PERIOD_REACH = 2


def settle_period(sentence: Sentence, one: Settled, context: Context) -> None:
    """Give a quantity its period, and a change `since …` the time that it is compared with."""
    token = _period_token(sentence, one)
    since = _since(sentence, one, context)
    if token is not None and isinstance(token.value, When):
        one.when = token.value
        one.show("period", token)
        one.days = resolve(one.when, one.asked(context))
        if _is_over(one, context):
            one.status = "reported"
    elif not since and context.when is not None and _may_carry_period(sentence, one, context):
        one.when, one.days = context.when, context.days
        one.doubt(CARRIED_PERIOD)


def _period_token(sentence: Sentence, one: Settled) -> Token | None:
    """A count of no flow and a rate take only the period that stands right after them."""
    if one.draft.role == "baseline" and versus_right_after(sentence, one.draft):
        return None  # `from the 15.6m tons exported in the same month last year`
    near = (one.draft.quantity.kind == "count" and one.topic is None) or one.draft.measure == "rate"
    return right_after(sentence, one.draft) if near else period_of(sentence, one.draft)


def _may_carry_period(sentence: Sentence, one: Settled, context: Context) -> bool:
    """A sentence that speaks of a stretch of time (`over the next five years`) has no period from before."""
    if any(token.kind == "elapsed" for token in sentence.tokens):
        return False
    carries = one.draft.measure not in ("rank", "price", "rate") and one.draft.role != "baseline"
    return carries and one.topic is not None and context.distance <= _PERIOD_REACH


def _is_over(one: Settled, context: Context) -> bool:
    """Tell whether a forecast's period had ended when the text appeared: then it is no forecast."""
    published = context.document.published
    ahead = one.status in ("forecast", "target")
    return bool(ahead and one.days and published and one.days[1] < published)


def _since(sentence: Sentence, one: Settled, context: Context) -> bool:
    """A change since X has baseline X and no period; an amount since X runs to the document's date."""
    token = since_of(sentence)
    if token is None or not isinstance(token.value, When):
        return False
    days = resolve(token.value, one.asked(context))
    if days is None:
        return False
    if one.draft.measure in COMPARES:
        one.baseline_days = days
        one.show("baseline_period", token)
    elif one.draft.measure == "level" and one.draft.quantity.kind != "count" and context.document.published:
        one.days = (days[0], context.document.published)
        one.show("period", token)
    return True


def established_period(
    sentence: Sentence, main: list[Settled], context: Context
) -> tuple[When, Days | None] | None:
    """Return the period that a sentence establishes: its facts', or the one that its topic has alone."""
    if any(token.kind == "revised" for token in sentence.tokens):
        return None  # what was revised lies behind what is reported
    for one in main:
        if one.when is not None:
            return one.when, one.days
    values = (token.value for token in sentence.tokens if token.kind == "period")
    named = [when for when in values if isinstance(when, When) and when.kind != "day"]
    if main or not sentence.topics or len(named) != 1:
        return None
    return named[0], resolve(named[0], Asked(context.document.published, country=context.reporter))


def period_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the period token that a quantity refers to, if its sentence has one."""
    own = right_after(sentence, draft)
    if own is not None:
        return own
    taken = {
        token.start
        for other in sentence.drafts
        if other is not draft
        for token in [right_after(sentence, other)]
        if token and _keeps(other, draft)
    }
    best: tuple[int, Token] | None = None
    for at, token in enumerate(sentence.tokens):
        if (
            token.kind != "period"
            or token.start in taken
            or _is_weekday(token)
            or _is_outside(sentence, at, draft)
        ):
            continue
        cost = abs(at - draft.at) + 30 * _ends_between(sentence.tokens, at, draft.at)
        if _belongs_to_another(sentence, at, draft):
            if _is_anaphoric(sentence):
                continue
            cost += 8
        if best is None or cost < best[0]:
            best = (cost, token)
    return best[1] if best else None


def _belongs_to_another(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether another quantity stands between `draft` and a period after it."""
    return any(draft.at < other.at < at for other in sentence.drafts)


def _is_anaphoric(sentence: Sentence) -> bool:
    """Tell whether a sentence begins by pointing back: `This figure is three times higher …`."""
    return any(token.kind == "anaphor" for token in sentence.tokens[:3])


def _keeps(owner: Draft, other: Draft) -> bool:
    """Tell whether a period right after `owner` is closed to `other`: one of them is a baseline."""
    return owner.role == "baseline" or other.role == "baseline"


def _is_weekday(token: Token) -> bool:
    return isinstance(token.value, When) and token.value.unit == "weekday"


def _is_outside(sentence: Sentence, at: int, draft: Draft) -> bool:
    """A period in `by the end of 2022` or after `published on` names no period of the figures."""
    if any(token.value in _PUBLISHED for token in sentence.tokens[max(0, at - 2) : at]):
        return True
    before = [token.kind for token in sentence.tokens[max(0, at - 3) : at]]
    if before[-1:] == ["by"]:
        return True  # `could reach 15% by 2025` speaks of that figure alone
    return bool({"end_of", "start_of"} & set(before)) and "to" not in before


def _ends_between(tokens: list[Token], one: int, other: int) -> int:
    low, high = sorted((one, other))
    return sum(token.kind in _CLAUSE_ENDS for token in tokens[low:high])


def right_after(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the period in `$452 million in 2021`, `in` and brackets passed over."""
    for token in sentence.tokens[draft.at + 1 : draft.at + 4]:
        if token.kind == "period":
            return None if _is_weekday(token) else token
        if token.kind not in ("in", "for", "close", "on", "the", "of", "by"):
            return None
    return None


def versus_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the comparison that holds for a change: the next one of its clause, else the last one before."""
    tokens = sentence.tokens
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
    for at, token in enumerate(sentence.tokens):
        if token.kind == "since" and not _is_a_peak(sentence, at):
            return token
    return None


def _is_a_peak(sentence: Sentence, at: int) -> bool:
    """`the weakest reading since June 2022` compares no figure with that month."""
    near = sentence.tokens[max(0, at - 4) : at]
    return any(
        t.kind in ("superlative", "superlative_not", "ordinal") or str(t.value).endswith("est") for t in near
    )


def comparison(token: Token | None) -> Versus | None:
    """Return the Versus of a token."""
    return token.value if token is not None and isinstance(token.value, Versus) else None
