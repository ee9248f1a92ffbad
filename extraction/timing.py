"""Which period and which comparison belong to a quantity, and what earlier sentences leave to it.

A quantity's own period stands right after it; else the nearest of its sentence; else the one that the
sentences before were about.
"""

from datetime import date

from extraction.context import Context
from extraction.draft import Draft
from extraction.lexicon import words_in
from extraction.periods import Asked, Days, When, before, resolve, same_part, shifted
from extraction.reading import Sentence
from extraction.rules.times import Versus
from extraction.settled import CARRIED_PERIOD, Settled
from extraction.tokens import Token
from schemas.vocabulary import Section

_PUBLISHED = words_in("not a period after")
_CLAUSE_ENDS = frozenset({"semicolon", "while", "but", "em_dash", "after"})
_COUNTED = words_in("policy noun") | words_in("traded thing")
#: The measures that compare two times.
COMPARES = frozenset({"change", "relative_change", "ratio"})
#: How many sentences back a period may have been named.
_PERIOD_REACH = 4


def settle_period(sentence: Sentence, one: Settled, context: Context) -> None:
    """Give a quantity its period, and a change `since …` the time that it is compared with."""
    _learn_season(sentence, context)
    if _settle_by_moment(sentence, one, context):
        return
    token = _period_token(sentence, one)
    if (
        token is not None
        and one.status == "reported"
        and _is_deadline(sentence, sentence.tokens.index(token))
    ):
        return
    since = _since(sentence, one, context)
    if token is not None and isinstance(token.value, When) and not (since and one.days):
        one.when = token.value
        one.show("period", token)
        one.days = _summed_by(sentence, one, context) or resolve(one.when, one.asked(context))
        _part_years(sentence, one)
        _share_out(sentence, token, one, context)
        if _is_over(one, context):
            one.status = "reported"
    elif not since and (context.when or context.ahead) and _may_carry_period(sentence, one, context):
        one.when, one.days = context.when, context.days
        if one.status in _AHEAD and context.ahead is not None:
            one.when, one.days = context.ahead
        one.doubt(CARRIED_PERIOD)


def _share_out(sentence: Sentence, token: Token, one: Settled, context: Context) -> None:
    """`$5bn and $6bn in 2022 and 2023, respectively`: to each its own."""
    when, last = one.when, next((t for t in sentence.tokens if t.kind == "respectively"), None)
    if when is None or last is None or when.kind not in ("years", "span"):
        return
    if " and " not in context.document.text[token.start : token.end]:
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


def _part_years(sentence: Sentence, one: Settled) -> None:
    """`doubled between 2015 and 2023`: the change is the last year's, seen from the first."""
    draft, when = one.draft, one.when
    if when is None or when.kind != "years" or one.days is None:
        return
    first, last = one.days
    pair = draft.role == "baseline" or draft.baseline is not None
    if not pair and (draft.measure not in COMPARES or versus_of(sentence, draft) is not None):
        return
    earlier, later = (first, first.replace(month=12, day=31)), (last.replace(month=1, day=1), last)
    one.days = earlier if draft.role == "baseline" else later
    one.baseline_days = earlier if draft.role != "baseline" else None


def _summed_by(sentence: Sentence, one: Settled, context: Context) -> Days | None:
    """`in the 2024/25 season … had reached 8.9 million by Nov 10`: from the season's start to that day."""
    days = [
        (at, token.value)
        for at, token in enumerate(sentence.tokens)
        if token.kind == "period" and isinstance(token.value, When)
    ]
    until = next((w for at, w in days if w.kind == "day" and sentence.tokens[at - 1].kind in _UP_TO), None)
    within = next((w for _, w in days if w.kind in _WHOLE or w.unit in _WHOLE), None)
    if until is None or within is None or one.when not in (until, within, *(w for _, w in days)):
        return None
    whole, last = resolve(within, one.asked(context)), resolve(until, one.asked(context))
    return (whole[0], last[1]) if whole and last and whole[0] < last[1] <= whole[1] else None


_WHOLE = frozenset({"season", "fiscal", "year"})


_AHEAD = frozenset({"forecast", "target"})


def _learn_season(sentence: Sentence, context: Context) -> None:
    """Remember the month with which a season begins: `the season, which runs from October to September`."""
    for at, token in enumerate(sentence.tokens):
        if token.kind == "since" and isinstance(token.value, When) and token.value.unit == "season":
            context.season = token.value.month
        elif token.kind in ("span", "period") and _is_season(token):
            context.season = _season_start(sentence.tokens, at) or context.season


def _is_season(token: Token) -> bool:
    when = token.value.last if isinstance(token.value, When) and token.value.kind == "part" else token.value
    return when == "season" or (isinstance(when, When) and "season" in (when.kind, when.unit))


def _has_season(sentence: Sentence) -> bool:
    return any(token.kind in ("span", "period") and _is_season(token) for token in sentence.tokens)


def _season_start(tokens: list[Token], at: int) -> int | None:
    """Return the first month of the span, or the month of the day, that tells when a season begins."""
    near = [*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 8]]
    for i, token in enumerate(near):
        when = token.value
        if token.kind == "period" and isinstance(when, When) and when.kind == "span" and when.first:
            return when.first.month if length_of(when) == _YEAR else None
        begins = i > 1 and any(near[j].kind in ("start_of", "in", "on", "from") for j in (i - 1, i - 2))
        if token.kind in ("clause_end", "point") or (
            begins and isinstance(when, When) and when.kind == "day"
        ):
            break
    return None


def length_of(when: When) -> int | None:
    """Return how many months a span between two months has, whatever the years."""
    if when.first is None or when.last is None or when.first.month is None or when.last.month is None:
        return None
    return (when.last.month - when.first.month) % _YEAR + 1


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
    near = [*reversed(tokens[: one.draft.at]), *tokens[one.draft.at + 1 :]]
    for token in near:
        if token.kind == "period" and isinstance(token.value, When) and not _is_weekday(token):
            return resolve(token.value, one.asked(context))
    return context.days


def moment_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the comparison that tells a quantity's own time: right after it, or before it as its owner."""
    owner = _owner_of(sentence, draft)
    if owner is not None and owner.kind == "versus":
        return owner
    opening = next((t for t in sentence.tokens[:3] if t.kind == "versus"), None)
    versus = comparison(opening)
    if versus is not None and versus.moment and not any(t.kind == "period" for t in sentence.tokens):
        return opening  # `A year earlier it was $4bn`
    for token in sentence.tokens[draft.at + 1 : draft.at + 6]:
        versus = comparison(token)
        if versus is not None:
            return token if versus.moment else None
        if token.kind not in _BESIDE_MOMENT:
            return None
    return None


_BESIDE_MOMENT = frozenset("low_word flow_verb flow of in the for demonym close which".split())


def _owner_of(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the time that owns a quantity: `December's US$3.29 billion`, `the year's $5bn`."""
    tokens, at = sentence.tokens, draft.at - 1
    if at > 1 and tokens[at].kind == "colon" and tokens[at - 1].kind == "period":
        return tokens[at - 1]  # `(2018: $5.6 billion)`
    while at > 0 and sentence.tokens[at].kind in _OWNED:
        at -= 1
    if at < 1 or sentence.tokens[at].kind != "possessive":
        return None
    owner = sentence.tokens[at - 1]
    return owner if owner.kind in ("period", "versus") else None


_OWNED = frozenset("low_word hedge record total revised of a flow balance".split())


def compared(versus: Versus, days: Days | None, asked: Asked) -> Days | None:
    """Return the days of what figures of `days` are compared with."""
    if versus.kind == "when" and versus.when is not None:
        if days is not None and versus.when.year is None and not versus.same_part:
            asked = asked._replace(published=days[0])
        then = resolve(versus.when, asked)
        if days is not None and then == days:
            return shifted(then, -_YEAR)  # `last June` beside figures of June
        return same_part(days, then) if versus.same_part and days and then else then
    if versus.kind == "years_ago":
        return _years_ago(versus, asked) if days is None else shifted(days, -(versus.months or 0))
    if days is None:
        return None
    back = {"year_before": _YEAR, "months_before": versus.months}.get(versus.kind)
    if back:
        return shifted(days, -back)
    return before(days) if versus.kind == "period_before" else None


def _years_ago(versus: Versus, asked: Asked) -> Days | None:
    return resolve(When("year", shift=-((versus.months or 0) // _YEAR)), asked)


_YEAR = 12


def _period_token(sentence: Sentence, one: Settled) -> Token | None:
    """A count of no flow and a rate take only the period that stands right after them."""
    if one.draft.role == "baseline" and versus_right_after(sentence, one.draft):
        return None  # `from the 15.6m tons exported in the same month last year`
    near = one.draft.measure == "rate" or _is_aside(one)
    return right_after(sentence, one.draft) if near else period_of(sentence, one.draft)


def _is_aside(one: Settled) -> bool:
    """Tell whether a count has nothing to do with trade: `two officials`."""
    if one.draft.quantity.kind != "count" or one.topic is not None:
        return False
    counted = set((one.draft.quantity.counted or "").lower().split())
    return not _COUNTED & counted and (one.value < _MANY or bool(_PEOPLE & counted))


#: So many of anything but people are goods.
_MANY = 10_000
_PEOPLE = frozenset("people workers jobs employees farmers families households residents troops".split())


def _may_carry_period(sentence: Sentence, one: Settled, context: Context) -> bool:
    """A sentence that speaks of a stretch of time (`over the next five years`) has no period from before."""
    if any(token.kind == "elapsed" for token in sentence.tokens):
        return False
    draft, text = one.draft, context.document.text
    if draft.measure in ("rank", "rate") or draft.role == "baseline" or _is_present(sentence, draft, text):
        return False
    if text.startswith(_ANOTHER_MATTER, sentence.start):
        return False
    # a price alone is a market's and of its day; one that is compared goes on about the period
    about = one.topic is not None if draft.measure != "price" else draft.baseline is not None
    return about and context.distance <= _PERIOD_REACH


_ANOTHER_MATTER = ("Separately", "In other news", "Elsewhere")


def _is_present(sentence: Sentence, draft: Draft, text: str) -> bool:
    """Tell whether the verb nearest before a quantity, or else the next, is in the present tense."""
    tokens = sentence.tokens
    if _is_anaphoric(sentence) or tokens[0].kind == "that":
        return False  # `This figure is three times higher` speaks of what was said before
    words = [text[token.start : token.end].lower() for token in tokens]
    first = next((i + 1 for i in range(draft.at, -1, -1) if tokens[i].kind in ("colon", "semicolon")), 0)
    order = [*range(draft.at, first - 1, -1), *range(draft.at + 1, len(tokens))]
    at = next((i for i in order if _is_verb(tokens, i, words[i])), None)
    if at is None:
        return False
    return words[at] in _PRESENT or (at > 0 and words[at - 1] in ("has", "have"))


def _is_verb(tokens: list[Token], at: int, word: str) -> bool:
    """Tell whether a token is a verb that shows its tense; `that is` and `which is` only explain."""
    if at and tokens[at - 1].kind in ("that", "which") and tokens[at].kind == "be":
        return False
    return word in _PRESENT or word in _PAST or tokens[at].kind in _VERBS


_VERBS = frozenset({"change", "went", "flow_verb", "share_verb"})
_PRESENT = frozenset("is are stands remains holds accounts covers equals makes takes buys sells".split())
_PAST = frozenset("was were had stood fell rose amounted totalled totaled reached came grew made".split())


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
    start, end = resolve(token.value, one.asked(context)), _summed_to(sentence, token, one, context)
    if start is None or end is None or start[0] > end:
        return start is not None
    season = token.value.unit == "season"
    if _is_aside_since(sentence, sentence.tokens.index(token), one.draft):
        return False
    if one.draft.measure in COMPARES and not season:
        one.baseline_days = start
    elif _is_summed(sentence, token, one) or (season and one.draft.measure in COMPARES):
        one.days = (start[0], end)
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


def established_period(
    sentence: Sentence, main: list[Settled], context: Context
) -> tuple[When, Days | None] | None:
    """Return the period that a sentence establishes: its facts', or the one that its topic has alone."""
    if any(token.kind == "revised" for token in sentence.tokens):
        return None  # what was revised lies behind what is reported
    ahead = next((one for one in main if one.when is not None and one.status in _AHEAD), None)
    if ahead is not None and ahead.when is not None:
        context.ahead = ahead.when, ahead.days
    for one in main:
        if one.when is not None and one.status not in _AHEAD:
            _remember_comparison(sentence, one.days, context)
            return one.when, one.days
    values = (token.value for token in sentence.tokens if token.kind == "period")
    named = [when for when in values if isinstance(when, When) and when.kind != "day"]
    opens = not context.spoken or _is_heading(sentence)
    if main or sentence.drafts or not (sentence.topics or opens) or not named:
        return None
    days = resolve(named[0], Asked(context.document.published, country=context.reporter))
    _remember_comparison(sentence, days, context)
    return named[0], days


def _is_heading(sentence: Sentence) -> bool:
    """Tell whether a sentence is a heading such as `Fines in January`: short, and no full stop ends it."""
    return len(sentence.tokens) <= _LONGEST_HEADING and sentence.tokens[-1].kind != "point"


_LONGEST_HEADING = 10


def _remember_comparison(sentence: Sentence, days: Days | None, context: Context) -> None:
    """Keep what a sentence compares with, for the figures of the same days after it."""
    versus = next((comparison(t) for t in sentence.tokens if t.kind == "versus"), None)
    if versus is not None and days is not None and (context.compared is None or context.compared[1] != days):
        context.compared = (versus, days)


def open_with(sentences: list[Sentence], context: Context) -> None:
    """Let a text begin with the period that its headline names, until a sentence names another."""
    headlines = (one for one in sentences if one.section == Section.HEADLINE)
    named = [t.value for one in headlines for t in one.tokens if t.kind == "period"]
    whole = [when for when in named if isinstance(when, When) and when.kind in _TITLES]
    if len(whole) == 1:
        days = resolve(whole[0], Asked(context.document.published, country=context.reporter))
        published = context.document.published
        if days is not None and published is not None and days[0] <= published:
            context.when, context.days = whole[0], days


_TITLES = frozenset("month quarter half year months_of_year span season fiscal rolling days_of_month".split())


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
            or (_is_weekday(token) and not _is_quoted_on(sentence, at, draft))
            or _is_outside(sentence, at, draft)
        ):
            continue
        if _is_behind_colon(sentence, at, draft) or _is_elsewhere(sentence, at, draft):
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


def _is_elsewhere(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether a period stands in another clause than a count, which speaks of something else."""
    return draft.quantity.kind == "count" and _ends_between(sentence.tokens, at, draft.at) > 0


def _is_behind_colon(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether a period stands in the explanation that a colon opens after the quantity."""
    return any(token.kind == "colon" for token in sentence.tokens[draft.at : at])


def _is_anaphoric(sentence: Sentence) -> bool:
    """Tell whether a sentence begins by pointing back: `This figure is three times higher …`."""
    return any(token.kind == "anaphor" for token in sentence.tokens[:3])


def _keeps(owner: Draft, other: Draft) -> bool:
    """Tell whether a period right after `owner` is closed to `other`: one of them is a baseline."""
    return owner.role == "baseline" or other.role == "baseline"


def _is_quoted_on(sentence: Sentence, at: int, draft: Draft) -> bool:
    """`Brent settled on Friday at $61.91`: of a price the weekday is the period, but not after `said`."""
    near = sentence.tokens[max(0, at - 3) : at]
    priced = draft.measure == "price" or (
        draft.measure in COMPARES and any(other.measure == "price" for other in sentence.drafts)
    )
    said = any(token.kind in ("say", "comma") for token in near)
    return priced and abs(at - draft.at) <= _QUOTED and not said


_QUOTED = 8


def _is_weekday(token: Token) -> bool:
    return isinstance(token.value, When) and token.value.unit == "weekday"


def _is_deadline(sentence: Sentence, at: int) -> bool:
    """Tell whether `the end of 2022` comes after `by`: what was reached by then has no period."""
    when = sentence.tokens[at].value
    before = [token.kind for token in sentence.tokens[max(0, at - 2) : at]]
    return isinstance(when, When) and when.kind == "end" and "by" in before


def _is_outside(sentence: Sentence, at: int, draft: Draft) -> bool:
    """A period in `by the end of 2022` or after `published on` names no period of the figures."""
    when = sentence.tokens[at].value
    if isinstance(when, When) and when.kind == "span" and length_of(when) == _YEAR and _has_season(sentence):
        return True  # `the season, which runs from October to September`
    if any(token.value in _PUBLISHED for token in sentence.tokens[max(0, at - 2) : at]):
        return True
    before = [token.kind for token in sentence.tokens[max(0, at - 3) : at]]
    if before[-1:] == ["by"]:
        # `could reach 15% by 2025` speaks of that figure alone
        return draft.at > at or any(draft.at < other.at < at for other in sentence.drafts)
    if before[-1:] == ["in"] and _is_what_they_said(sentence, at):
        return True
    return bool({"end_of", "start_of"} & set(before)) and "to" not in before


def _is_what_they_said(sentence: Sentence, at: int) -> bool:
    """`the 1.7% it forecast in April`: this tells when they spoke."""
    near, after = sentence.tokens[max(0, at - 5) : at], sentence.tokens[at + 1 : at + 2]
    who = near[-2].kind == "which" if len(near) > 1 else False
    speaks = who and any(token.kind in ("say", "status") for token in after)
    return speaks or any(token.value in ("it", "they", "he", "she") for token in near)


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
            return None if _is_weekday(token) else token
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
