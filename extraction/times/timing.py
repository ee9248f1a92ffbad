"""Which period belongs to a quantity.

Its own period stands right after it; else the nearest of its sentence; else the one that the sentences
before were about.
"""

from datetime import timedelta

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.pairs import has_time_before_bracket
from extraction.reading import Sentence
from extraction.rules.times import Versus
from extraction.settled import Settled
from extraction.sides.unowned import DURATIONS
from extraction.times.carrying import AHEAD, established_period, may_carry_period, open_with
from extraction.times.frames import (
    COMPARES,
    comparison,
    is_weekday,
    moment_of,
    period_of,
    right_after,
    versus_of,
    versus_right_after,
)
from extraction.times.periods import Asked, Days, When, before, length_in_months, resolve, same_part, shifted
from extraction.times.seasons import YEAR, learn_season
from extraction.times.sums import settle_since, summed_by

__all__ = ["COMPARES", "compared", "established_period", "open_with", "settle_period"]

_COUNTED = words_in("policy noun") | words_in("traded thing")


def settle_period(sentence: Sentence, one: Settled, context: Context) -> None:
    """Give a quantity its period, and a change `since …` the time that it is compared with."""
    learn_season(sentence, context)
    if one.draft.measure == "rate" and one.topic is not None and one.topic.is_rate:
        return  # a duty is in force until it is changed
    if _is_exchange_rate_aside(sentence, one) or _settle_by_owner(sentence, one, context):
        return
    if _settle_by_moment(sentence, one, context):
        return
    token = _period_token(sentence, one)
    if (
        token is not None
        and one.status == "reported"
        and _is_deadline(sentence, sentence.tokens.index(token))
    ):
        return
    nearer = token is not None and isinstance(token.value, When) and token.value.kind == "same"
    since = not nearer and settle_since(sentence, one, context)
    if token is not None and isinstance(token.value, When) and not (since and one.days):
        one.when = token.value
        one.show("period", token)
        asked = _with_spoken_before(sentence, token, one.asked(context))
        one.days = summed_by(sentence, one, context) or resolve(one.when, asked)
        _part_years(sentence, token, one, context)
        _share_out(sentence, token, one, context)
        if _is_over(one, context):
            one.status = "reported"
    elif not since and _settle_by_opening(sentence, one, context):
        return
    elif not since and (context.when or context.ahead) and may_carry_period(sentence, one, context):
        one.when, one.days = context.when, context.days
        if one.status in AHEAD and context.ahead is not None:
            one.when, one.days = context.ahead
        one.doubt(Doubt.CARRIED_PERIOD)


def _is_exchange_rate_aside(sentence: Sentence, one: Settled) -> bool:
    """`($1 = 4.55 lei)`: the rate by which a report converts is of no period."""
    if one.draft.measure != "price" or not 0 < one.draft.at < len(sentence.tokens) - 1:
        return False
    around = (sentence.tokens[one.draft.at - 1].kind, sentence.tokens[one.draft.at + 1].kind)
    return around == ("open", "close")


def _settle_by_owner(sentence: Sentence, one: Settled, context: Context) -> bool:
    """`slower than August's 9.1% rise`: the time that owns a figure is the figure's."""
    at = one.draft.at
    if at < 2 or sentence.tokens[at - 1].kind != "possessive":
        return False
    told = sentence.tokens[at - 2].value
    when = told.when if isinstance(told, Versus) and told.kind == "when" else None
    if when is None:
        return False
    one.when, one.days = when, resolve(when, one.asked(context))
    one.show("period", sentence.tokens[at - 2])
    return one.days is not None


def _with_spoken_before(sentence: Sentence, token: Token, asked: Asked) -> Asked:
    """`Since April …, and that month's exports`: the times that the sentence itself has named, by length."""
    if not isinstance(token.value, When) or token.value.kind not in ("same", "following"):
        return asked
    before = (t.value for t in sentence.of_kinds("period", "since") if t.start < token.start)
    named = [resolve(when, asked) for when in before if isinstance(when, When)]
    told: dict[int | None, Days] = {
        length_in_months(days): days for days in named if days and length_in_months(days)
    }
    if told and token.value.kind == "following":
        told[None] = list(told.values())[-1]
    return asked._replace(spoken={**asked.spoken, **told})


def _settle_by_opening(sentence: Sentence, one: Settled, context: Context) -> bool:
    """`Compared with the first quarter of 2023, exports rose 3%`: the same quarter a year on has passed."""
    opening = next((t for t in sentence.tokens[:3] if t.kind == "versus"), None)
    versus, published = comparison(opening), context.document.published
    if versus is None or versus.when is None or published is None or one.draft.measure not in COMPARES:
        return False
    then = resolve(versus.when, one.asked(context)) if versus.when.kind in _REPEATED else None
    if then is None or shifted(then, YEAR)[1] > published:
        return False
    one.days, one.baseline_days = shifted(then, YEAR), then
    one.doubt(Doubt.CARRIED_PERIOD)
    return True


_REPEATED = frozenset({"month", "quarter", "half", "months_of_year", "span"})


def _share_out(sentence: Sentence, token: Token, one: Settled, context: Context) -> None:
    """`$5bn and $6bn in 2022 and 2023, respectively`: to each its own."""
    when, last = one.when, next(iter(sentence.of_kinds("respectively")), None)
    if when is None or last is None or when.kind not in ("years", "span"):
        return
    said = context.document.text[token.start : token.end]
    if " and " not in said or said.lower().startswith("between"):
        return
    alike = [d for d in sentence.drafts if d.quantity.unit == one.draft.quantity.unit]
    alike = [d for d in alike if d.token.start < last.start][-2:]
    if len(alike) < 2 or one.draft not in alike:
        return
    first = one.draft is alike[0]
    if when.kind == "years":
        one.when = When("year", year=when.year if first else when.n)
    else:
        one.when = when.first._replace(year=_year_of_span(when)) if first and when.first else when.last
    one.days = resolve(one.when, one.asked(context)) if one.when else None


def _year_of_span(when: When) -> int | None:
    said = when.first.year if when.first else None
    return said or (when.last.year if when.last else None)


#: `between the ` stands so many characters before `second and third quarters`.
_BEFORE_TIME = 12


def _part_neighbours(sentence: Sentence, one: Settled, when: When, asked: Asked) -> None:
    """`shrank 2% between the second and third quarters`: the last is compared with the first."""
    last, days = when.last, one.days
    changed = one.draft.measure in COMPARES and versus_of(sentence, one.draft) is None
    if not changed or days is None or last is None or last.kind not in ("month", "quarter"):
        return
    later = resolve(last, asked)
    if later is not None and before(later)[0] == days[0]:
        one.days, one.baseline_days = later, before(later)


def _part_years(sentence: Sentence, token: Token, one: Settled, context: Context) -> None:
    """`doubled between 2015 and 2023`: the change is the last year's, seen from the first."""
    draft, when = one.draft, one.when
    if when is None or one.days is None:
        return
    near = context.document.text[max(0, token.start - _BEFORE_TIME) : token.end].lower()
    if when.kind == "span" and "between" in near:
        _part_neighbours(sentence, one, when, one.asked(context))
    said = context.document.text[token.start : token.end]
    if when.kind != "years" or not any(sign.isalpha() for sign in said):
        return  # `the 2015-2021 mean` is of all these years
    first, last = one.days
    pair = draft.role == "baseline" or draft.baseline is not None
    if not pair and (draft.measure not in COMPARES or versus_of(sentence, draft) is not None):
        return
    earlier, later = (first, first.replace(month=12, day=31)), (last.replace(month=1, day=1), last)
    one.days = earlier if draft.role == "baseline" else later
    one.baseline_days = earlier if draft.role != "baseline" else None


def _settle_by_moment(sentence: Sentence, one: Settled, context: Context) -> bool:
    """`$84.22 a month before`: the words tell the figure's own time, seen from the period spoken of."""
    token = moment_of(sentence, one.draft)
    versus = comparison(token)
    if token is None or versus is None or one.draft.measure in COMPARES:
        return False
    if one.draft.follows is not None and one.draft.role == "baseline":
        return True  # its time is told by the figure that it is compared with
    base = _frame_before(sentence, one, context)
    one.days = compared(versus, base, one.asked(context))
    if one.days is not None:
        one.show("period", token)
    return True


def _frame_before(sentence: Sentence, one: Settled, context: Context) -> Days | None:
    """Return the days of the nearest period before a quantity, else of the one after, else of the context."""
    tokens = sentence.tokens
    if not sentence.has("period"):
        return context.days
    near = [*reversed(tokens[: one.draft.at]), *tokens[one.draft.at + 1 :]]
    earlier = [right_after(sentence, other) for other in sentence.drafts if other.role == "baseline"]
    for token in near:
        if token in earlier:
            continue  # `down from $31bn in September and $26bn a year before`
        if token.kind == "period" and isinstance(token.value, When) and not is_weekday(token):
            return resolve(token.value, one.asked(context))
    return context.days


def compared(versus: Versus, days: Days | None, asked: Asked) -> Days | None:
    """Return the days of what figures of `days` are compared with."""
    if versus.kind == "when" and versus.when is not None:
        if days is not None and versus.when.year is None and not versus.same_part:
            asked = asked._replace(published=days[0])
        then = resolve(versus.when, asked)
        if days is not None and then == days:
            return shifted(then, -YEAR)  # `last June` beside figures of June
        return same_part(days, then) if versus.same_part and days and then else then
    if versus.kind == "years_ago":
        return _years_ago(versus, asked) if days is None else shifted(days, -(versus.months or 0))
    if days is None:
        return None
    if versus.kind == "week_before":
        return days[0] - _WEEK, days[1] - _WEEK
    back = {"year_before": YEAR, "months_before": versus.months}.get(versus.kind)
    if back:
        return shifted(days, -back)
    return before(days) if versus.kind == "period_before" else None


_WEEK = timedelta(days=7)


def _years_ago(versus: Versus, asked: Asked) -> Days | None:
    return resolve(When("year", shift=-((versus.months or 0) // YEAR)), asked)


def _period_token(sentence: Sentence, one: Settled) -> Token | None:
    """A count of no flow and a rate take only the period that stands right after them."""
    if one.draft.role == "baseline" and (
        versus_right_after(sentence, one.draft) or has_time_before_bracket(sentence.tokens, one.draft)
    ):
        return None  # `from the 15.6m tons exported in the same month last year`, `than in 2023 (€174bn)`
    at = one.draft.at
    if at and sentence.tokens[at - 1].kind == "equals":
        return None  # `($1 = 108.2 yen)`
    near = one.draft.measure == "rate" or _is_aside(one) or one.unit.endswith("/year")
    near = near or one.unit in DURATIONS
    return right_after(sentence, one.draft) if near else period_of(sentence, one.draft)


def _is_aside(one: Settled) -> bool:
    """Tell whether a count has nothing to do with trade: `two officials`."""
    if one.draft.quantity.kind != "count" or one.topic is not None:
        return False
    counted = set((one.draft.quantity.counted or "").lower().split())
    return not _COUNTED & counted and (one.value < _MANY or bool(_PEOPLE & counted))


#: So many of anything but people are goods.
_MANY = 10_000


_PEOPLE = words_in("people")


def _is_over(one: Settled, context: Context) -> bool:
    """Tell whether a figure is no forecast: its time had passed when the text appeared.

    One of a time that has just passed may still be: `analysts had looked for a gap of $5bn in May`, but not
    where the word comes after it: `fell 3% in May, more than forecast`.
    """
    published = context.document.published
    if one.status not in AHEAD or not one.days or not published or one.days[1] >= published:
        return False
    said = [words.start for words in one.evidence if words.field == "status"]
    before = any(start < one.draft.token.start for start in said)
    return not before or published - one.days[1] > _JUST_PASSED


#: What is reported of a month or a quarter is known so soon.
_JUST_PASSED = timedelta(days=100)


def _is_deadline(sentence: Sentence, at: int) -> bool:
    """Tell whether `the end of 2022` comes after `by`: what was reached by then has no period."""
    when = sentence.tokens[at].value
    before = [token.kind for token in sentence.tokens[max(0, at - 2) : at]]
    owns = sentence.tokens[at + 1 : at + 2] and sentence.tokens[at + 1].kind == "possessive"
    return isinstance(when, When) and when.kind == "end" and "by" in before and not owns
