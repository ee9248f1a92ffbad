"""What says compared with which time, folded into one `versus` (a Versus), and `since …` into one `since`."""

from typing import NamedTuple

from extraction.language.lexicon import words_in
from extraction.language.rule import Found, Rule, Stage
from extraction.language.tokens import Token
from extraction.rules.time_parts import CHANGED, MONTHS, period, whole
from extraction.times.periods import When


class Versus(NamedTuple):
    """What a change is compared with.

    kinds: year_before, week_before, period_before, months_before (`months` of them), years_ago (the year so many
    months before the document's), when (the time `when` itself), unknown (a time that has no date).

    `same_part` says that `when` is longer and the same part of it is meant (`the same period of 2021`).
    `moment` says that the words also name the time of the figure before them: `$4bn a year earlier`.
    """

    kind: str
    when: When | None = None
    same_part: bool = False
    #: `more than in June` compares and says which way.
    direction: str | None = None
    months: int | None = None
    moment: bool = False

    def __str__(self) -> str:
        if self.months:
            return f"{self.kind} {self.months}"
        return f"{self.kind} {self.when}" if self.when else self.kind


#: `on` and `over` before these tell when, not compared with what.
_DATED = frozenset({"day", "days_of_month", "days_to", "span", "year_to"})
_LINKS = frozenset({"from", "than", "against", "over", "on", "hedge", "above", "to", "with", "behind"})
_DIRECTIONS = {
    "more_than": "increase",
    "less_than": "decrease",
    "increase": "increase",
    "decrease": "decrease",
}


def _versus_when(found: Found) -> Token | None:
    when = found["when"].value
    return found.token("versus", Versus("when", when)) if isinstance(when, When) else None


def _is_after_amount(found: Found) -> bool:
    return found.before is not None and found.before.kind in CHANGED


def _directed(found: Found, token: Token | None) -> Token | None:
    """Let `more than`, `below` at the beginning say which way, where an amount stands before it."""
    first = found.tokens[0]
    if token is None or first.kind not in ("hedge", "above"):
        return token
    direction = _DIRECTIONS.get(str(first.value))
    if direction is None or not _is_after_amount(found):
        return None
    return token._replace(value=token.value._replace(direction=direction))  # type: ignore[attr-defined]


def _before(found: Found) -> Versus | None:
    """Return how far back `a year earlier`, `two quarters before`, `the previous month` go."""
    unit, number = str(found["unit"].value), found.get("n")
    count = whole(number) if number is not None and number.kind == "numeral" else 1
    moment = found.tokens[0].kind not in _LINKS
    if unit == "decade":
        unit, count = "year", 10 * count
    if count != 1:
        months = MONTHS.get(unit, 0) * count
        return Versus("months_before", months=months, moment=moment) if months else None
    if MONTHS.get(unit) == 12:
        return Versus("year_before", moment=moment)
    kind = {
        "week": "week_before",
        "month": "period_before",
        "quarter": "period_before",
        "day": "period_before",
    }.get(unit)
    return Versus(kind, moment=moment) if kind else None


def _versus_before(found: Found) -> Token | None:
    versus = _before(found)
    if versus is not None and found.tokens[-1].kind == "ago" and versus.kind == "months_before":
        versus = versus._replace(kind="years_ago")
    return _directed(found, found.token("versus", versus)) if versus is not None else None


def _by_date(found: Found) -> Token | None:
    """`on 2020` compares, `on June 3` and `over January-May` do not, and neither does `from March 1`."""
    when = found["when"].value
    if not isinstance(when, When) or when.kind in _DATED:
        return None
    after_change = _is_after_amount(found) or _is_after_direction(found) or _is_after_like(found, when)
    return _versus_when(found) if after_change else None


def _is_after_like(found: Found, when: When) -> bool:
    """Tell whether `from July` stands after a time of its kind: `rose 5% in August from July`."""
    before = found.before.value if found.before is not None else None
    return found.tokens[0].kind == "from" and isinstance(before, When) and before.kind == when.kind


def _is_after_direction(found: Found) -> bool:
    return found.before is not None and found.before.kind in ("updown", "higher", "change", "less", "more")


def _than_when(found: Found) -> Token | None:
    """`$1.4 billion more than June exports`, `13% below 2018`: what follows is a time, not an amount."""
    if found.tokens[0].value in _AS_MUCH:
        return _versus_when(found) if len(found.tokens) > 2 else None
    return _directed(found, _versus_when(found))


def _behind_pace(found: Found) -> Token | None:
    """`27 pc behind last season's pace`, `12% ahead of the 2023 level`; but `behind last year's winner`."""
    when, word = found["when"].value, found["w"]
    level = is_level(word) or str(word.value).lower() in _PACES
    if not level or not _is_after_amount(found) or not isinstance(when, When):
        return None
    direction = "decrease" if found.tokens[0].value == "behind" else "increase"
    return found.token("versus", Versus("when", when, same_part=True, direction=direction))


_PACES = frozenset({"pace", "tempo", "tally", "total"})


def _than_peak(found: Found) -> Token | None:
    """`14% less than at the peak last May`: a peak is compared with, whatever its height."""
    peak = found["w"].kind == "record" or is_level(found["w"])
    return _directed(found, _versus_when(found)) if peak else None


def _is_label(found: Found) -> bool:
    """Tell whether a bracket before and a colon after make words the label of a figure."""
    kinds = [token.kind if token is not None else "" for token in (found.before, found.after)]
    return kinds == ["open", "colon"]


def is_level(token: Token) -> bool:
    """Tell whether a word says how high something stood: `their 2019 level`, `the 2024 average`."""
    return token.kind in ("average", "total") or str(token.value).lower() in _LEVELS


_LEVELS = words_in("level word")


#: How `as many as` and `as little as` hedge; before `in 2016` they compare.
_AS_MUCH = ("at_most", "at_least")


def _phrase(found: Found) -> Token:
    return found.token("versus", Versus(str(found.tokens[0].value)))


def _start_of_year_to(found: Found) -> Token | None:
    """`the start of the year to October 31`, of which `year to October 31` was read as twelve months."""
    when = found["p"].value
    if not isinstance(when, When) or when.kind != "rolling" or when.n != 12:
        return None
    end = (
        When("day", year=when.year, month=when.month, day=when.day)
        if when.day
        else When("month", year=when.year, month=when.month)
    )
    return period(found, "year_to", last=end)


def _than_previous_one(found: Found) -> Token | None:
    """`than in the previous one`; of `the previous 21.7 million tonnes` the number measures."""
    if not getattr(found["n"].value, "in_words", False):
        return None
    return _directed(found, found.token("versus", Versus("period_before")))


def _same_period(found: Found) -> Token | None:
    """`than in the same period of 2021`, `in the same month last year`; without a year, as one compares."""
    when, linked = found.get("when"), found.tokens[0].kind in _LINKS
    if when is not None and isinstance(when.value, When):
        said = when.value
        whole_one = said.kind in ("year", "fiscal", "season") or said.unit in ("fiscal", "season")
        versus = Versus("when", said, same_part=True) if whole_one else Versus("year_before")
    elif found.get("before") is not None or found.get("back") is not None or linked:
        versus = Versus("year_before")
    else:
        return None
    return _directed(found, found.token("versus", versus._replace(moment=not linked)))


def _said_before(found: Found) -> Token | None:
    """`in the same eight months`, `over the nine months`: as long as the period that was spoken of."""
    number, unit = found.get("n"), found["unit"]
    if unit.value == "day" and number is None and found.tokens[0].kind in ("same", "that"):
        return period(found, "same", n=0)
    length = MONTHS.get(str(unit.value)) if unit.kind in ("span", "spans") else None
    if unit.kind != "period_word" and length is None:
        return None
    count = whole(number) * length if number is not None and length else length
    return period(found, "same", n=count) if count is None or 0 < count <= 24 else None


def _spoken_of(found: Found) -> Token | None:
    """`over the nine months`, `for the fiscal year`: what was spoken of, where nothing tells which."""
    opens = found.before is not None and found.before.kind in ("in", "for", "over")
    more = found.ahead(frozenset({"and"})) if found.after and found.after.kind == "and" else None
    goes_on = more is not None and more.kind in _GOES_ON  # `in the month and a half to May`
    if opens and found["unit"].value == "year" and _goes_to_amount(found):
        return period(found, "year_to_date")
    told = found.after is not None and (
        found.after.kind in _TELLS_WHICH
        or goes_on
        or found.after.value in ("following", "preceding", "leading", "ahead")
    )
    return _said_before(found) if opens and not told else None


_GOES_ON = frozenset("a the fraction span spans half ordinal month year period".split())
_FLOWS = frozenset({"flow", "flow_bare", "trade", "deliveries"})


def _goes_to_amount(found: Found) -> bool:
    """`takes the shortfall for the year to $40bn`: to an amount, not to a month."""
    to = found.after is not None and found.after.kind == "to"
    amount = found.ahead(_BEFORE_AMOUNT) if to else None
    return amount is not None and amount.kind in ("symbol", "code", "numeral")


_BEFORE_AMOUNT = frozenset({"to", "hedge", "hedge_plain", "over", "above", "a"})
_TELLS_WHICH = frozenset(
    "to through ended of since period versus that which when hyphen before after possessive "
    "cap_word from slash year month elapsed numeral fiscal half in".split()
)


def _since(found: Found) -> Token | None:
    when = found["when"].value
    return found.token("since", when) if isinstance(when, When) else None


def _since_event_in(found: Found) -> Token | None:
    """`since sanctions were imposed in March 2022`, where no comma or number ends what happened."""
    ends = any(token.kind in _ENDS_EVENT for token in found.tokens)
    return None if ends else _since(found)


_ENDS_EVENT = frozenset({"comma", "numeral", "digits", "symbol", "point", "open", "versus"})


def _since_season(found: Found) -> Token | None:
    """`since the season began on October 1`: this also tells when seasons begin."""
    when = found["when"].value
    if not isinstance(when, When) or when.month is None or not any(t.value == "season" for t in found.tokens):
        return None
    return found.token("since", when._replace(unit="season"))


def _since_event(found: Found) -> Token:
    year, month, day = (int(part) for part in str(found["e"].value).split("-"))
    return found.token("since", When("day", year=year, month=month, day=day))


_THAN = "(from|than|against|over|on|to|hedge|above)"
_BACK = "(earlier|before|ago)"
_SPANNED = "(n: numeral)? (period_word|span|spans|period)"
_YEAR_OF = "((of|in|for|a)* the? ((when: period) | (before: versus|previous) span?) | (back: a) span (earlier|before|ago))"
_OLD = "(previous|last)"

COMPARISONS = Stage(
    Rule(
        "the start of the year to October 31",
        "start_of of (the|this)* (p: period)",
        _start_of_year_to,
        {"start of the year to October 31": "year_to(last=day(month=10, day=31))"},
    ),
    Rule("year on year", "versus", _phrase, {"year on year": "year_before", "before the war": "unknown"}),
    Rule(
        "since the season began on October 1",
        "since (the|start_of|of|its|low_word|this|span|change){1,6} (in|on) (when: period)",
        _since_season,
        {"since the start of the season on October 1": "day(month=10, day=1, unit=season)"},
    ),
    Rule(
        "since February 2022",
        "since (in|start_of|of|the|end_of)* (when: period)",
        _since,
        {"since February 2022": "month(year=2022, month=2)"},
    ),
    Rule(
        "since the invasion in February 2022",
        "since (filler){1,9} in (when: period)",
        _since_event_in,
        {"since the invasion in February 2022": "month(year=2022, month=2)"},
    ),
    Rule(
        "since the invasion",
        "since (the|a|its|cap_word|low_word|demonym|place|capital|possessive){0,4} (e: event) (of (place|demonym|capital))?",
        _since_event,
        {"since Russia's invasion of Ukraine": "day(year=2022, month=2, day=24)"},
    ),
    Rule(
        "the same period of 2021",
        f"(behind|{_THAN[1:-1]}) (than|in|the|that|of|for|its)* same {_SPANNED} {_YEAR_OF}?",
        _same_period,
        {
            "compared with the same period of 2021": "when year(year=2021)",
            "than the same period last year": "when year(shift=-1)",
            "against the same three months of 2023": "when year(year=2023)",
        },
    ),
    Rule(
        "in the same month last year",
        f"(in|of|for|the|same) the? same? {_SPANNED} {_YEAR_OF}",
        lambda f: _same_period(f) if any(t.kind == "same" for t in f.tokens) else None,
        {"in the same month of 2020": "when year(year=2020)"},
    ),
    Rule(
        "from a year earlier",
        f"{_THAN} (than|that|in|of|for|at)* (n: a|the|numeral) (unit: span|spans) {_BACK}",
        _versus_before,
        {
            "from a year earlier": "year_before",
            "than a month before": "period_before",
            "from two years earlier": "months_before 24",
        },
    ),
    Rule(
        "a year earlier",
        f"(n: a|the|numeral) (unit: span|spans) {_BACK}",
        _versus_before,
        {
            "a year earlier": "year_before",
            "five years ago": "years_ago 60",
            "the month before": "period_before",
            "a decade earlier": "months_before 120",
        },
    ),
    Rule(
        "year-earlier",
        "(unit: span) hyphen (earlier|ago|before) (period_word|span)?",
        _versus_before,
        {"year-earlier": "year_before", "year-ago month": "year_before"},
    ),
    Rule(
        "from the previous month",
        f"{_THAN} (in|of|that|for|than)* the {_OLD} (unit: span)",
        _versus_before,
        {"on the previous year": "year_before"},
    ),
    Rule(
        "the previous month",
        "(in|for|of|the) the? previous (unit: span)",
        _versus_before,
        {"in the preceding week": "week_before", "the previous year": "year_before"},
    ),
    Rule(
        "(previous year: 13.1)",
        "previous (unit: span)",
        lambda f: _versus_before(f) if _is_label(f) else None,
    ),
    Rule(
        "in the previous 12 months",
        f"{_THAN} (in|for|that|of|than)* the previous numeral (spans|span)",
        lambda f: _directed(f, f.token("versus", Versus("period_before"))),
        {"than in the previous 12 months": "period_before"},
    ),
    Rule(
        "than in the previous one",
        f"{_THAN} (in|of|that|for|than)* the previous (n: numeral)",
        _than_previous_one,
        {"than in the previous one": "period_before"},
        ("against the previous 21.7 million tonnes",),
    ),
    Rule(
        "in the preceding 12 months",
        "(in|for|over) the previous numeral (spans|span)",
        lambda f: f.token("versus", Versus("period_before", moment=True)),
        {"in the preceding 12 months": "period_before"},
    ),
    Rule(
        "in the twelve before",
        "in the numeral spans? before",
        lambda f: f.token("versus", Versus("period_before", moment=True)),
        {"in the twelve before": "period_before"},
    ),
    Rule(
        "than in June",
        "hedge (in|of|that|for|on|the)* (when: period)",
        _than_when,
        {
            "as many as in 2016": "when year(year=2016)",
            "a third more than in the third quarter of 2023": "when quarter(year=2023, n=3)",
        },
    ),
    Rule(
        "below their 2019 level",
        "above (the|its) (when: period) (low_word|average|total)",
        lambda f: _than_when(f) if is_level(f.tokens[-1]) else None,
    ),
    Rule(
        "above the level of 2017",
        "above (the|its) (w: low_word|average|total) (of|in) the? (when: period)",
        lambda f: _than_when(f) if is_level(f["w"]) else None,
    ),
    Rule(
        "behind last season's pace",
        "behind (the|its)? (when: period) possessive? (w: low_word|total|average)",
        _behind_pace,
        {},
        ("behind last year's winner",),
    ),
    Rule(
        "than at the peak last May",
        "(than|hedge|from|above|against) (than|at|in)* (the|its) (w: low_word|record) low_word? (of|in)? (when: period)",
        _than_peak,
        {
            "than at the peak last May": "when month(month=5)",
            "than the record set in June 2023": "when month(year=2023, month=6)",
        },
        ("than the dollars in May",),
    ),
    Rule("below 2018", "above (in|of|the|that|those)* (when: period)", _than_when),
    Rule("from February", "(from|on|over) (in|of|the)* (when: period)", _by_date),
    Rule(
        "compared with last year",
        "(than|against) (in|of|that|for|the|with|on)* (when: period)",
        _versus_when,
        {
            "compared with 2021": "when year(year=2021)",
            "than in November 2023": "when month(year=2023, month=11)",
        },
    ),
    Rule(
        "compared with the strong May of 2020",
        "against (the|a) (low_word|hyphen|updown|superlative|record){1,4} (when: period)",
        _versus_when,
        {"compared with the locked-down May of 2020": "when month(year=2020, month=5)"},
        ("compared with the dollars in May",),
    ),
    Rule(
        "in the same eight months",
        "same (n: numeral)? (unit: span|spans|period_word)",
        _said_before,
        {"same eight months": "same(n=8)", "same period": "same()"},
    ),
    Rule(
        "in that month",
        "that (unit: span)",
        _said_before,
        {"that month": "same(n=1)", "that day": "same(n=0)"},
        ("that week",),
    ),
    Rule(
        "nine-month exports",
        "(n: numeral) hyphen (unit: span)",
        lambda f: _said_before(f) if f.after is not None and f.after.kind in _FLOWS else None,
        {},
        ("nine-month low", "three-month rate"),
    ),
    Rule(
        "over the nine months",
        "the (n: numeral)? (unit: span|spans)",
        _spoken_of,
        {},
        ("the nine months", "in the year to"),
    ),
)
