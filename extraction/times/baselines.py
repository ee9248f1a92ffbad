"""What a quantity is compared with: the stated value, the period, and what a pair shares."""

from extraction.context import Context
from extraction.reading import Sentence
from extraction.rules.times import Versus
from extraction.settled import Settled
from extraction.times.frames import COMPARES, comparison, versus_of
from extraction.times.multiplied import measured_by
from extraction.times.periods import Days, When, shifted
from extraction.times.timing import compared

#: `rose 4% in 2023` is compared with the year before; `rose 3% in June` could be either.
_CUMULATIVE = frozenset({"year", "months_of_year", "fiscal", "season", "year_to", "year_to_date"})

#: The settled quantities of a sentence, by the identity of their drafts.
ByDraft = dict[int, Settled]


def main_of(one: Settled, by_draft: ByDraft) -> Settled | None:
    """Return the quantity of which `one` is the baseline or the conversion."""
    return by_draft.get(id(one.draft.follows)) if one.draft.follows is not None else None


def stated(one: Settled, by_draft: ByDraft) -> Settled | None:
    """Return the stated value that `one` is compared with."""
    return by_draft.get(id(one.draft.baseline)) if one.draft.baseline is not None else None


def share_with_main(one: Settled, by_draft: ByDraft) -> None:
    """Give a conversion all that its amount has, and a baseline the topic and countries of its main value."""
    main = main_of(one, by_draft)
    if main is None:
        return
    if one.draft.role == "conversion":
        _convert(one, main)
    elif one.draft.role == "baseline" and _is_of_another_flow(one, main):
        one.draft.role, one.draft.follows, main.draft.baseline = None, None, None
        one.days, one.reporter = one.days or main.days, one.reporter or main.reporter
    elif one.draft.role == "baseline":
        _come_before(one, main)


def _convert(one: Settled, main: Settled) -> None:
    one.topic, one.reporter, one.partner = main.topic, main.reporter, main.partner
    one.days, one.status, one.baseline_days = main.days, main.status, main.baseline_days
    one.draft.measure, one.draft.direction = main.draft.measure, main.draft.direction
    if main.draft.measure == "price" and "/" in main.unit and "/" not in one.unit:
        one.unit = f"{one.unit}/{main.unit.partition('/')[2]}"  # `3,149 ringgit ($772) a tonne`


def _come_before(one: Settled, main: Settled) -> None:
    if not _names_balance(one, main):
        one.topic = main.topic or one.topic
    if _is_earlier_estimate(one, main):
        one.days, one.status = main.days, main.status
    one.reporter, one.partner = one.reporter or main.reporter, one.partner or main.partner
    if main.status == "provisional":
        one.status = main.status
    if main.unit.startswith(f"{one.unit}/"):
        one.unit = main.unit  # `$3 a barrel, compared with $8`
    if "level" in (one.draft.measure, main.draft.measure):
        # `the price fell to $430 from $510`: what one of the two is, the other is too
        told = next((m for m in (one.draft.measure, main.draft.measure) if m != "level"), "level")
        one.draft.measure = main.draft.measure = told


def _is_of_another_flow(one: Settled, main: Settled) -> bool:
    """`exports were $5bn, compared with imports of $7bn`: neither is an earlier level of the other."""
    if one.topic is None or main.topic is None:
        return False
    between = main.draft.at < one.topic.at < one.draft.at
    return between and {one.topic.flow, main.topic.flow} == {"export", "import"}


def _names_balance(one: Settled, main: Settled) -> bool:
    """`a $7bn January deficit after a $5bn December surplus`: what the earlier figure is stands behind it."""
    topics = (one.topic, main.topic)
    behind = one.topic is not None and one.topic.at > one.draft.at
    return behind and all(topic is not None and topic.flow == "balance" for topic in topics)


#: What is so many days long is a year, and so few a month.
_ABOUT_A_YEAR, _ABOUT_A_MONTH = 330, 31


def _is_earlier_estimate(one: Settled, main: Settled) -> bool:
    """`the 2025/26 crop is put at 17 million tonnes, vs 16.5 million last month`: so it was estimated."""
    if one.days is None or main.days is None:
        return False
    then, now = ((days[1] - days[0]).days for days in (one.days, main.days))
    return then < _ABOUT_A_MONTH and now > _ABOUT_A_YEAR


def is_from_year_before(sentence: Sentence, one: Settled, main: Settled) -> bool:
    """`went up from $44bn to $57bn in 2023`: what a whole year's figure came from is the year before's."""
    at = one.draft.at - 1
    while at > 0 and sentence.tokens[at].kind in _BEFORE_LEVEL:
        at -= 1
    told = main.topic is not None and main.topic.flow in _TRADE and sentence.tokens[at].kind == "from"
    whole = main.when is not None and _is_cumulative(main.when)
    return told and whole and main.status == "reported" and main.draft.measure == "level"


_BEFORE_LEVEL = frozenset({"hedge", "hedge_plain", "over", "above", "a", "the"})
_TRADE = frozenset({"export", "import", "balance", "total_trade"})


def baseline_days(one: Settled, sentence: Sentence, by_draft: ByDraft, context: Context) -> Days | None:
    """Return the days of the period that a quantity is compared with, or None where that is not told."""
    draft, given = one.draft, stated(one, by_draft)
    if one.baseline_days is not None:
        return one.baseline_days
    if given is not None and given.days is not None and draft.measure not in COMPARES:
        # `lowered its forecast to 3% from 4%`: two figures of one time compare no times
        return given.days if given.days != one.days else None
    if given is not None and given.days is not None and given.days != one.days:
        return given.days
    if draft.measure not in COMPARES and given is None:
        return None
    measured = measured_by(sentence.tokens, draft)
    if measured is not None:
        one.show("baseline_period", measured)
        then = comparison(measured)
        if isinstance(measured.value, When):
            then = Versus("when", measured.value)
        return compared(then, one.days, one.asked(context)) if then is not None else None
    token = versus_of(sentence, draft)
    versus = comparison(token)
    if versus is not None and token is not None:
        one.show("baseline_period", token)
        if one.days is not None:
            context.compared = (versus, one.days)
        return compared(versus, one.days, one.asked(context))
    beside = _paired_beside(one, by_draft)
    if beside is not None and beside.days is not None:
        return beside.days
    versus = _carried(one, context)
    return (
        _implied(sentence, one, given) if versus is None else compared(versus, one.days, one.asked(context))
    )


def _paired_beside(one: Settled, by_draft: ByDraft) -> Settled | None:
    """Return the earlier level of the pair beside a change: `rose 8% to $54bn, from $50bn in April`."""
    for other in by_draft.values():
        main = main_of(other, by_draft)
        if other.draft.role == "baseline" and main is not None and other.topic is one.topic:
            return other if main.draft.measure == "level" else None
    return None


def _carried(one: Settled, context: Context) -> Versus | None:
    """A comparison holds for the parallel figures of the sentences after it, those of the same days."""
    compares = one.draft.measure in COMPARES or one.draft.baseline is not None
    if not compares or one.topic is None:
        return None
    for versus, days in filter(None, (context.compared, context.standard)):
        if one.days == days and _is_parallel(versus, days):
            return versus
    return None


def _is_parallel(versus: Versus, days: Days) -> bool:
    """Tell whether a comparison may hold for more figures: `13% below 2018` is of a year's figures only."""
    yearly = versus.when is not None and versus.when.kind == "year"
    return versus.kind != "when" or versus.same_part or not yearly or _is_year(days)


def _is_year(days: Days) -> bool:
    first, last = days
    return first.year == last.year and (first.month, first.day, last.month, last.day) == (1, 1, 12, 31)


def _implied(sentence: Sentence, one: Settled, given: Settled | None) -> Days | None:
    if given is not None and is_from_year_before(sentence, given, one):
        return shifted(one.days, -12) if one.days else None
    cumulative = one.when is not None and _is_cumulative(one.when) and one.unit != "percentage_point"
    cumulative = cumulative and one.draft.measure in COMPARES
    if one.draft.measure == "ratio" and one.draft.quantity.direction is None:
        return None  # `three times as much as India` compares no times, `tripled` does
    return shifted(one.days, -12) if cumulative and one.days else None


def _is_cumulative(when: When) -> bool:
    """Tell whether a period runs from the beginning of its year or is one: what is as long is compared."""
    first = when.first
    from_january = when.kind == "span" and first is not None and first.kind == "month" and first.month == 1
    # January and February are one month where the new year falls on either
    from_january = from_january and when.last is not None and (when.last.month or 0) > _FEBRUARY
    annual = when.kind == "rolling" and when.n == _YEAR
    return when.kind in _CUMULATIVE or from_january or annual or (when.kind == "part" and when.month == 0)


_YEAR, _FEBRUARY = 12, 2


def baseline_value(one: Settled, baseline: Days | None, by_draft: ByDraft) -> float | None:
    """Return the stated value that `one` is compared with; a change shares that of the level beside it."""
    given = stated(one, by_draft)
    if given is not None:
        return given.value
    if one.draft.measure not in COMPARES or one.draft.role is not None or one.topic is None:
        return None
    for other in by_draft.values():
        if other.topic is one.topic and other.draft.measure == "level":
            paired = other.draft.role == "baseline" and other.draft.follows is not None
            paired = paired and (baseline is None or other.days in (None, baseline))
            if paired or (baseline is not None and other.days == baseline):
                return other.value
    return None
