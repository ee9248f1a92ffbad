"""Numbers and units -> one quantity. Each rule leaves one token whose value is a Quantity."""

from typing import NamedTuple

from extraction.lexicon import words_in
from extraction.rule import Found, Rule, Stage
from extraction.rules.numerals import Numeral, is_vulgar
from extraction.tokens import Token
from schemas.places import countries


class Quantity(NamedTuple):
    """A number with its unit, before its surroundings say what it measures.

    `kind` is the kind of its token: money, percent_quantity, physical, price, count, ratio, fraction, rank
    or bare (a number whose unit is left out). `family` is the bare name of a currency that several
    countries share (`dollar`), to be settled by the text's countries.
    """

    kind: str
    value: float
    unit: str
    high: float | None = None
    bound: str | None = None
    counted: str | None = None
    direction: str | None = None
    family: str | None = None
    sign: int = 0
    rule: str = ""
    #: Where the quote begins and ends, for a count is quoted without its noun.
    quote: tuple[int, int] | None = None

    def __str__(self) -> str:
        high = f" to {self.high:g}" if self.high is not None else ""
        counted = f" {self.counted}" if self.counted else ""
        return f"{self.value:g}{high} {self.unit}{counted}"


def numeral_of(token: Token) -> Numeral:
    """Return a number token's value as a Numeral: a year that is measured is a plain number."""
    return token.value if isinstance(token.value, Numeral) else Numeral(float(token.value))  # type: ignore[arg-type]


def _quantity(found: Found, kind: str, number: Token, unit: str, **more: object) -> Token:
    numeral = numeral_of(number)
    return found.token(kind, Quantity(kind, numeral.value, unit, bound=numeral.bound, **more))  # type: ignore[arg-type]


def _money(found: Found) -> Token | None:
    return _money_of(found, found["c"], found["n"])


def _symbol_behind(found: Found) -> Token | None:
    """`99€`; but in `5 $20 notes` the sign belongs to the next number."""
    goes_on = found.after is not None and found.after.kind in ("numeral", "year", "hyphen", "minus")
    return None if goes_on else _money(found)


def _money_of(found: Found, currency: Token, number: Token) -> Token | None:
    unit, _, family = str(currency.value).partition(" ")
    if unit == "KRW" and currency.kind == "currency" and numeral_of(number).value < _FEWEST_WON:
        return None  # `Three won medals`
    owner = found.get("owner")
    if owner is not None and family and (own := _currency_of(str(owner.value))):
        unit, family = own, ""
    sign = -1 if any(token.kind in _MINUS for token in found.all("sign")) and found.close_knit() else 0
    return _quantity(found, "money", number, unit, family=family or _family(currency), sign=sign)


#: Nothing costs less in Korea; whoever is fewer has won.
_FEWEST_WON = 10
_MINUS = frozenset({"hyphen", "minus"})


def _currency_of(country: str) -> str | None:
    """Return the currency of a country: `Singaporean dollars` are its own."""
    found = countries().get(country)
    return found.currency if found is not None else None


def _family(currency: Token) -> str | None:
    """A bare `$` may be any country's dollar; `US$` may not."""
    return (
        "dollar"
        if currency.kind == "symbol" and currency.end - currency.start == 1 and currency.value == "USD"
        else None
    )


#: The lines of a picture: `1080p` are no pence.
_LINES = frozenset({240, 360, 480, 540, 576, 720, 1080, 1440, 2160})


_CENTS = 100


def _cents(found: Found) -> Token | None:
    numeral = numeral_of(found["n"])
    if found["c"].end - found["c"].start == 1 and found["c"].value == "GBP" and numeral.value in _LINES:
        return None
    unit, _, family = str(found["c"].value).partition(" ")
    cents = round(numeral.value / _CENTS, 9)
    return found.token("money", Quantity("money", cents, unit, bound=numeral.bound, family=family or None))


def _a_cent(found: Found) -> Token | None:
    """`gained a cent`, `is up a penny`; but `20 euros a cent` is no sum of its own."""
    before = found.behind({"hedge", "by", "hedge_plain"})
    if before is None or before.kind not in _OPENS_A_MOVE:
        return None
    unit, _, family = str(found["c"].value).partition(" ")
    return found.token("money", Quantity("money", 0.01, unit, family=family or None))


def _percent(found: Found) -> Token:
    return _quantity(found, "percent_quantity", found["n"], str(found["u"].value))


_MOST_MILLIONS = 1000


def _physical(found: Found) -> Token | None:
    tonnes = found["u"].kind == "ton_or_trillion"
    factor, _, unit = ("", "", "tonne") if tonnes else str(found["u"].value).rpartition(" ")
    numeral = numeral_of(found["n"])
    number = found["n"]
    if unit == "second" and found["u"].end - number.end == 1 and numeral.value % 1 == 0:
        return None  # `the 1990s` and `his 20s`
    if found["u"].kind == "attached_unit" and number.end != found["u"].start and unit != "tonne":
        return None
    if found["u"].kind == "attached_unit" and factor and numeral.value >= _MOST_MILLIONS:
        factor = ""  # 3 mt is three million tonnes, 10,000 mt are metric tonnes
    value = numeral.value * float(factor or 1)
    return found.token("physical", Quantity("physical", value, unit, bound=numeral.bound))


#: `the 30-day average` and `a 12-month period` measure nothing by themselves.
_NO_DURATION = words_in("not a duration before")
_LASTING = frozenset("second minute hour day week month year decade century".split())
_SHORT = frozenset({"hour", "minute"})
#: What may stand between `in` and the number of `in about two to three years`.
_PASSED = frozenset("hedge hedge_plain the its a numeral to or hyphen en_dash half over above".split())
_TIME_BEFORE = frozenset("in after ordinal last past next previous through this since".split())
_TIME_AFTER = frozenset("earlier ago before after since later through versus".split())


def _duration(found: Found) -> Token | None:
    """`30-day`, `35-year-old`; the rest of `a 30-day average` is not a length of time that anything took."""
    after, unit = found.after, str(found["u"].value)
    word = after.value if after is not None and isinstance(after.value, str) else ""
    if unit not in _LASTING or word in _NO_DURATION or (after is not None and after.kind == "average"):
        return None
    if after is not None and after.kind == "flow":
        return None  # `the 12-month deficit`
    beyond = found.ahead(_GROWS)
    if after is not beyond and beyond is not None and beyond.kind == "change_noun":
        return None  # `12-month export growth`
    return _quantity(found, "physical", found["n"], unit)


#: What may stand between a span and its growth.
_GROWS = frozenset({"flow", "subject", "flow_bare", "price_noun"})
#: `14 consecutive months`, `three full days`.
_IN_A_ROW = words_in("between number and time")


def _length(found: Found) -> Token | None:
    """`waited 20 days`, but not `in 20 days`, `over five years` or `20 days earlier`, which tell when."""
    unit, before, after = str(found["u"].value), found.behind(_PASSED), found.after
    word = found.get("word")
    if unit not in _LASTING or (word is not None and str(word.value).lower() not in _IN_A_ROW):
        return None
    if after is not None and after.kind == "ago":
        return None  # `updated 3 hours ago`
    if _is_some_day(found, unit):
        return None
    if unit not in _SHORT and not found.get("old"):
        over = found.before is not None and found.before.kind == "over"
        tells_when = before is not None and before.kind in _TIME_BEFORE
        lasts = found.before is not None and found.before.kind == "for"
        compares = after is not None and after.kind in _TIME_AFTER and not lasts
        if over or tells_when or compares:
            return None
    return _quantity(found, "physical", found["n"], unit)


def _is_some_day(found: Found, unit: str) -> bool:
    """`One day he left` and `will one day rule` name no length."""
    number, before = numeral_of(found["n"]), found.before
    opens = before is None or before.kind in ("status_modal", "comma", "low_word")
    return number.in_words and number.value == 1 and unit == "day" and opens


def _seconds(found: Found) -> Token | None:
    """`a 60-second spot` and `0.1 second`, but not `two second places`."""
    value = numeral_of(found["n"]).value
    word = found["u"].end - found["u"].start == len("second")
    if found["u"].value != "2" or not word or not (found.get("h") or value <= 1 or value % 1):
        return None
    return _quantity(found, "physical", found["n"], "second")


#: Nobody in the news is older.
OLDEST = 120


def _age(found: Found) -> Token | None:
    """`Woods, 46,` and `aged 5 to 11`: a number alone, which is one of years."""
    number, last = found["n"], found.get("m")
    age = numeral_of(number)
    low, high = age.value, numeral_of(last).value if last else None
    if found.after is not None and found.after.kind in ("span", "spans"):
        return None  # `ages 6 months to 4 years`
    if not 0 < low <= OLDEST or low % 1 or (high is not None and not low < high <= OLDEST):
        return None
    quote = (number.start, (last or number).end)
    return found.token("physical", Quantity("physical", low, "year", high=high, quote=quote))


_EXTENTS = words_in("extent")


def _metres(found: Found) -> Token | None:
    """`828m tall`: an `m` that was left alone is the unit."""
    touches = found["n"].end == found["u"].start
    extends = found.after is not None and str(found.after.value).lower() in _EXTENTS
    if found["u"].value != "1000000" or not (touches or extends):
        return None
    return _quantity(found, "physical", found["n"], "meter")


def _points(found: Found) -> Token | None:
    """`486 points` of an index or of a game; `at one point` is a moment."""
    number = numeral_of(found["n"])
    if number.in_words and number.value == 1 and not found.get("h"):
        return None
    return _quantity(found, "physical", found["n"], "index")


def _magnitude(found: Found) -> Token:
    return _quantity(found, "physical", found["n"], "index")


def _inches(found: Found) -> Token | None:
    """`a 6.7in display`: `in` is a unit only where it touches its number."""
    if found["n"].end != found.tokens[-1].start:
        return None
    return _quantity(found, "physical", found["n"], "inch")


_INCHES_A_FOOT = 12


def _feet_and_inches(found: Found) -> Token | None:
    inches = found["v"].kind == "in" and found["m"].end == found["v"].start
    if found["u"].value != "foot" or not (inches or found["v"].value == "inch"):
        return None
    feet = numeral_of(found["n"]).value + numeral_of(found["m"]).value / _INCHES_A_FOOT
    return found.token("physical", Quantity("physical", round(feet, 4), "foot"))


_HEDGED = frozenset("hedge hedge_plain over above the a average total up_to".split())


def _pounds(found: Found) -> Token | None:
    """`weighs 200 pounds`, `50 pounds of cocaine`: what is weighed is no money."""
    before, after = found.behind(_HEDGED), found.after
    weighed = before is not None and before.kind == "weighs"
    of = after is not None and after.kind == "of" and found["c"].value == "GBP pound"
    if found["c"].value != "GBP pound" or not (weighed or of):
        return None
    return _quantity(found, "physical", found["n"], "pound")


def _fraction_value(found: Found) -> float | None:
    """Return 0.75 for `three-quarters`, 0.5 for `half`, 0.01 for `a hundredth`; None for what is no fraction."""
    below_token = found["d"]
    if below_token.kind == "half":
        return 0.5
    if below_token.kind in ("span", "spans") and below_token.value != "quarter":
        return None
    below = 4.0 if below_token.kind in ("span", "spans") else float(below_token.value)  # type: ignore[arg-type]
    above = numeral_of(found["n"]).value if found.get("n") else 1.0
    return above / below if 1 <= above < below else None


def _is_half_year(found: Found) -> bool:
    """`half-year` and `half-century` name a time; `half a year` and `half-hour` last."""
    return found.tokens[1].kind == "hyphen" and found["u"].value not in ("hour", "minute", "day")


def _part_of_unit(found: Found) -> Token | None:
    """`half a percentage point`, `three-hundredths of a second`, `half an hour`, `half a cent`."""
    value, unit = _fraction_value(found), found["u"]
    if value is None or (unit.kind == "ordinal" and unit.value != "2"):
        return None
    if unit.kind == "cent":
        return found.token("money", Quantity("money", value / 100, str(unit.value)))
    if unit.kind in ("points", "percent"):
        name = "percentage_point" if unit.kind == "points" else str(unit.value)
        return found.token("percent_quantity", Quantity("percent_quantity", value, name))
    name = "second" if unit.kind == "ordinal" else str(unit.value)
    timed = unit.kind != "span" or (name in _LASTING and not _is_half_year(found))
    return found.token("physical", Quantity("physical", value, name)) if timed and " " not in name else None


_NAMED = frozenset({"cap_word", "name", "place", "demonym", "city", "capital", "the", "a", "its"})
_AFTER_TWICE = frozenset({"as", "the", "that", "its", "which"})


def _twice(found: Found) -> Token | None:
    """`twice as many` and `twice the price`, but not `scored twice`."""
    after = found.after
    if after is None or not (after.kind in _AFTER_TWICE or after.value == "what"):
        return None
    beyond = found.ahead({"as"})
    if after.kind == "as" and (beyond is None or beyond.kind in _NAMED):
        return None  # `scored twice as Barcelona won`
    return found.token("ratio", Quantity("ratio", float(str(found.tokens[0].value)), "ratio"))


def _quarter_of(found: Found) -> Token | None:
    """`a quarter of the patients` and `fell by a quarter`; any other is three months."""
    after = found.after
    compares = after is not None and bool(getattr(after.value, "direction", None))  # `less than in 2017`
    of = after is not None and (after.kind in _AFTER_QUARTER or after.value in _HEDGES_THAN or compares)
    behind = found.behind(_HEDGED)
    ends = found.after is None or found.after.kind in ("point", "semicolon")
    by = behind is not None and (behind.kind == "by" or (ends and behind.kind in ("place", "share_verb")))
    points = found.after is not None and found.after.kind in ("points", "percent", "hyphen")
    if found["d"].value != "quarter" or not (of or by) or points:
        return None
    return found.token("fraction", Quantity("fraction", 0.25, "ratio"))


def _times(found: Found) -> Token:
    return _quantity(found, "ratio", found["n"], "ratio")


#: Nothing grows so many times over; what happens so often is counted.
_MOST_TIMES = 1000


def _times_or_count(found: Found) -> Token | None:
    """`three times` is a multiple; `downloaded 2 million times` and `three times a day` count."""
    number = found["n"]
    after = found.ahead({"a", "per", "each", "every"})
    often = after is not None and after is not found.after and after.kind == "span"
    if numeral_of(number).value < _MOST_TIMES and not often:
        return None if _happened(found) else _times(found)
    return found.token(
        "count",
        Quantity(
            "count", numeral_of(number).value, "count", counted="times", quote=(number.start, number.end)
        ),
    )


def _happened(found: Found) -> bool:
    """`It has postponed the list six times.`: how often something was done, where nothing has grown."""
    ends = found.after is None or found.after.kind in _ENDS_HOW_OFTEN
    done = found.before is not None and found.before.kind in ("low_word", "cap_word")
    return ends and done and found.last(lambda token: token.kind in _GROWS) is None


_ENDS_HOW_OFTEN = frozenset({"point", "comma", "semicolon", "close"})
_GROWS = frozenset(
    "change change_noun updown higher more less by ratio multiple_verb flow flow_verb went amount".split()
)


def _factor(found: Found) -> Token:
    """`a factor of 3.5`, `multiplied by four`."""
    return _quantity(found, "ratio", found["n"], "ratio", direction=found.tokens[0].value or None)


def _fold(found: Found) -> Token:
    value = float(found.tokens[0].value)  # type: ignore[arg-type]
    return found.token("ratio", Quantity("ratio", value, "ratio", direction="increase"))


#: `a double top`, `leaking double bottom tanks`, but not `nearly double the level` and `to double exports`.
_TWOFOLD_AFTER = frozenset({"low_word", "cap_word", "noun", "superlative"})
_TWOFOLD_BEFORE = frozenset("a the low_word cap_word superlative comma of with from and have".split())


def _multiple(found: Found) -> Token | None:
    before, after = found.before, found.after
    twofold = before is not None and before.kind in _TWOFOLD_BEFORE
    if found.tokens[0].kind == "multiple" and twofold and after is not None and after.kind in _TWOFOLD_AFTER:
        return None
    value, _, direction = str(found.tokens[0].value).partition(" ")
    return found.token("ratio", Quantity("ratio", float(value), "ratio", direction=direction))


def _fraction(found: Found) -> Token | None:
    """`two-thirds`, `a third`: the ordinal or plural is the lower number."""
    timed = found["d"].kind in ("span", "spans")
    if timed and found["d"].value != "quarter":
        return None
    below = 4.0 if timed else float(str(found["d"].value))
    above = numeral_of(found["n"]).value if found.get("n") else 1.0
    if not 1 <= above < below or (found["d"].kind == "ordinal" and below < 3):
        return None
    return found.token("fraction", Quantity("fraction", above / below, "ratio"))


def _vulgar_fraction(found: Found) -> Token | None:
    above, below = numeral_of(found["n"]).value, numeral_of(found["d"]).value
    of = found.after is not None and found.after.kind == "of"
    return (
        found.token("fraction", Quantity("fraction", above / below, "ratio"))
        if of and is_vulgar(above, below)
        else None
    )


def _fraction_sign(found: Found) -> Token:
    return found.token("fraction", Quantity("fraction", float(str(found.tokens[0].value)), "ratio"))


def _quarters_of(found: Found) -> Token | None:
    """`three quarters of exports`; but `two quarters of growth` and `after three quarters of losses` last."""
    after = found.ahead({"of"})
    lasts = found.before is not None and found.before.kind in _LASTS
    whole = after is not None and after.kind in _WHOLES
    above = numeral_of(found["n"]).value
    if found["d"].value != "quarter" or above not in (1, 3) or lasts or not whole:
        return None
    return found.token("fraction", Quantity("fraction", above / 4, "ratio"))


def _is_part(found: Found) -> bool:
    """`one-quarter of`, `by one-quarter`, `a one-quarter cut`; but a `three-quarter high` is of nine months."""
    of = found.after is not None and found.after.kind in ("of", "change_noun")
    return of or (found.before is not None and found.before.kind == "by")


_LASTS = frozenset({"after", "for", "over", "last", "past", "previous", "next", "the", "through"})
_WHOLES = frozenset(
    "the its that those a flow flow_bare trade demonym place people noun subject trader total money physical".split()
)

_AFTER_FRACTION = frozenset(
    "of point comma more less higher from to in on at versus and close hedge updown since period elapsed over "
    "while but or semicolon".split()
)
_AFTER_MOVE = frozenset({"as", "after", "em_dash"})
_BEFORE_FRACTION = frozenset({"hedge", "hedge_plain", "over", "above"})
_AFTER_QUARTER = frozenset({"of", "less", "more", "higher"})
_VERBS = frozenset({"be", "have", "status_weak", "status_modal"})
_HEDGES_THAN = frozenset({"more_than", "less_than"})


def _lone_fraction(found: Found) -> Token | None:
    """`a third of exports`, `of which a tenth has been paid`, but not `a third month` or `a third is to open`."""
    ends = found.after is None or found.after.kind in _AFTER_FRACTION
    if found.after is not None and found.after.kind in _VERBS:
        ends = found.before is not None and found.before.kind in ("hedge", "which", "hedge_plain")
    if ends and found.after is not None and found.after.kind == "hedge":
        ends = found.after.value in _HEDGES_THAN  # `a third more than`, but not `a third nearly empty`
    if not ends and found.after is not None and found.after.kind in _AFTER_MOVE:
        moved = found.behind(_BEFORE_FRACTION)
        ends = moved is not None and moved.kind == "by"  # `sank by a sixth as chips stayed`
    return _fraction(found) if ends else None


def _half(found: Found) -> Token | None:
    return found.token("fraction", Quantity("fraction", 0.5, "ratio"))


_THINGS = frozenset(
    "low_word cap_word noun people be have demonym place flow_verb label subject trader".split()
)


def _goes_on(token: Token | None) -> bool:
    """Tell whether a noun or a verb follows: what is counted, or what those who are counted do."""
    return token is not None and token.kind in _THINGS


def _n_of_m(found: Found) -> Token | None:
    part, whole = numeral_of(found["n"]), numeral_of(found["m"])
    link = found.tokens[1]
    if link.kind == "from" and link.end - link.start < len("out of"):
        return None  # `fell to 40 from 45`
    if not 0 < part.value < whole.value or whole.scaled or part.value % 1:
        return None
    if part.value == 1 and link.kind == "of" and len(found.tokens) == len("n of m".split()):
        return None  # `one of six provinces`: it is six that are counted
    if link.kind == "of" and found.get("the") and not found.get("last") and _goes_on(found.after):
        return None  # `15 of the 20 groups`: both are counted
    return found.token("fraction", Quantity("fraction", part.value / whole.value, "ratio"))


def _one_thing_in(found: Found) -> Token | None:
    """`one barrel in six`; but `one year in six` is no part of six."""
    part, whole = numeral_of(found["n"]), numeral_of(found["m"])
    if part.value != 1 or not whole.value > 1 or whole.scaled or whole.value % 1:
        return None
    return found.token("fraction", Quantity("fraction", 1 / whole.value, "ratio"))


def _rank(found: Found) -> Token | None:
    number = found["n"]
    value = numeral_of(number).value if number.kind == "numeral" else float(number.value)  # type: ignore[arg-type]
    return found.token("rank", Quantity("rank", value, "rank", quote=(number.start, number.end)))


def _rank_held(found: Found) -> Token | None:
    """`from second in 2016 to third in 2017`: nothing follows that they would be the second or third of."""
    after = found.after
    if after is None or after.kind not in ("in", "comma", "point", "to", "behind"):
        return None
    return _rank(found)


_RANGE_MARKS = "(hyphen|en_dash|to|or|and)"


_OPENS_A_MOVE = frozenset({"by", "from", "change", "change_noun", "updown"})


_RANGING = words_in("range verb")


_BOUNDED = frozenset({"hedge", "hedge_plain", "hedge_estimate", "record"})


def _opens_a_move(found: Found) -> bool:
    before = found.behind(_BOUNDED)
    return before is not None and before.kind in _OPENS_A_MOVE


def _moves(found: Found, *, whole: bool) -> bool:
    """Tell whether `to` parts two amounts: `rose by £0.6bn to £3.9bn`, `from 2 million to 7 million tonnes`.

    A first number without a unit is parted from the second only behind `from`: `rose 5 to 7 percent`.
    """
    ranging = found.behind({"from", *_BOUNDED})
    if ranging is not None and str(ranging.value).lower() in _RANGING:
        return False
    before = found.behind(_BOUNDED)
    return _opens_a_move(found) if whole else before is not None and before.kind == "from"


def _is_foreseen(found: Found, low: float, high: Quantity) -> bool:
    """`are likely to expand 5% to 6%`: of what is still to come, two percentages so near are a range."""
    before, ahead = found.before, found.behind({"change"})
    moves = before is not None and before.kind == "change" and high.unit == "percent"
    return moves and ahead is not None and ahead.kind in _LOOKS_AHEAD and low < high.value <= 2 * low


_LOOKS_AHEAD = frozenset({"to", "status_modal", "status_weak", "status"})


def _range(found: Found) -> Token | None:
    """Two numbers of one unit; the first may leave out the unit or the scale that the second has."""
    low, high = found["low"], found["high"]
    top = high.value
    assert isinstance(top, Quantity)
    bottom = low.value if isinstance(low.value, Quantity) else None
    between = found.tokens[0].kind == "between"
    link = found.tokens[-2].kind
    if link == "and" and not between:
        return None
    if bottom is None and numeral_of(low).in_words and not numeral_of(low).value:
        return None  # `from zero to 50%` is a way gone, and no range
    value = bottom.value if bottom else numeral_of(low).value
    if bottom and bottom.unit != top.unit and not top.unit.startswith(bottom.unit + "/"):
        return None
    if link == "to" and _moves(found, whole=bottom is not None) and not _is_foreseen(found, value, top):
        return None
    if top.kind in ("money", "price") and value / _CENTS < top.value <= value:
        value /= _CENTS  # `15 to 20 cents`
    unscaled = bottom is None or bottom.kind == "bare" or value < top.value / _WIDEST
    if value >= top.value or (unscaled and not _scaled(low)):
        value = scale_like(value, top.value)
    if not value < top.value or 0 < value < top.value / _WIDEST:
        return None
    start = low.start
    return Token(high.kind, start, found.end, top._replace(value=value, high=top.value, quote=None, rule=""))


#: The upper end of a range is at most so many times the lower one.
_WIDEST = 20


def _scaled(token: Token) -> bool:
    return isinstance(token.value, Numeral) and token.value.scaled


def like_scale(low: Numeral, high: float) -> float:
    """Return a range's lower number, with the scale of the higher one where it has none of its own."""
    return low.value if low.scaled or low.value * 20 > high else scale_like(low.value, high)


def scale_of_like(bare: float, other: float) -> float:
    """Return a bare number with the scale in which a like figure was written: 17.2 beside 17 million."""
    scaled = scale_like(bare, other)
    for scale in (1e12, 1e9, 1e6, 1e3):
        if scaled == bare < 1e3 and scale <= other < 1e3 * scale and bare * scale <= 20 * other:
            return bare * scale
    return scaled


def scale_like(low: float, high: float) -> float:
    """Return `low` with the scale that `high` has: 4 beside 5 billion is 4 billion."""
    for scale in (1e12, 1e9, 1e6, 1e3):
        if high >= scale and low < high / scale <= low * 20:
            return low * scale
    return low


#: A ship costs so much a day; more than that a day is no hire but a flow of money.
_MOST_HIRE = 250_000


def _is_hire(money: Quantity, span: str) -> bool:
    return span == "day" and money.value < _MOST_HIRE


def _price(found: Found) -> Token | None:
    money = found["m"].value
    assert isinstance(money, Quantity)
    factor, _, unit = str(found["u"].value).rpartition(" ")
    if found["u"].kind == "ton_or_trillion":
        factor, unit = "", "tonne"
    if found["u"].kind == "currency":
        unit = "pound" if found["u"].value == "GBP pound" and money.unit != "GBP" else ""
    if not unit or "/" in money.unit:
        return None
    if found["u"].kind == "span" and unit not in ("hour", "day", "week", "month", "year"):
        return None
    per_scale = found.get("s")
    if per_scale is not None:
        unit = _lot(float(str(per_scale.value)), unit) or unit
    elif factor and found["u"].kind != "currency":
        unit = _lot(float(factor), unit) or unit  # what a quintal costs is not what a kilogram does
    kind = "money" if found["u"].kind == "span" and not _is_hire(money, unit) else "price"
    return found.token(kind, money._replace(kind=kind, unit=f"{money.unit}/{unit}", rule=""))


#: So many of a unit that prices are told for have a name of their own, as schemas/units.txt defines it.
_LOTS = {
    (100, "kilogram"): "quintal",
    (100, "pound"): "hundredweight",
    (100, "liter"): "hectoliter",
    (1000, "meter**3"): "thousand_cubic_meters",
    (1000, "foot**3"): "thousand_cubic_feet",
}
_PREFIXES = {1000: "kilo", 1_000_000: "mega"}


def _lot(many: float, unit: str) -> str | None:
    """Return the name of so many of a unit: `thousand board feet` is kiloboard_foot."""
    named = _LOTS.get((int(many), unit))
    plain = unit.replace("_", "").isalpha()  # kilometer**3 is no thousand cubic metres
    return named or (_PREFIXES[int(many)] + unit if many in _PREFIXES and plain else None)


def _price_of_lot(found: Found) -> Token | None:
    """`$285 per 1,000 cubic metres`, `46 Ecus (ECUs) per 100 kilos`, `$30 per 100 pounds`."""
    money, lot = found["m"].value, found["lot"].value
    assert isinstance(money, Quantity)
    assert isinstance(lot, Quantity)
    pounds = lot.family == "pound" and money.unit != lot.unit
    unit = _lot(lot.value, "pound" if pounds else lot.unit)
    if unit is None or lot.high is not None or "/" in money.unit or not (pounds or lot.kind == "physical"):
        return None
    return found.token("price", money._replace(kind="price", unit=f"{money.unit}/{unit}", rule=""))


def _flow_rate(found: Found) -> Token | None:
    amount, unit = found["m"].value, str(found["u"].value)
    assert isinstance(amount, Quantity)
    if unit not in ("day", "year", "month", "week", "hour", "minute") or "/" in amount.unit:
        return None
    return found.token("physical", amount._replace(unit=f"{amount.unit}/{unit}", rule=""))


def _by_unit(found: Found) -> Token | None:
    """`181.5 bushels per acre`, `7 tonnes a hectare`: so much of one unit for one of the other."""
    amount = found["m"].value
    factor, _, unit = str(found["u"].value).rpartition(" ")
    assert isinstance(amount, Quantity)
    loose = found.tokens[1].kind == "a" and unit not in _AREAS
    if factor or loose or "/" in amount.unit + unit or amount.unit == unit or amount.kind != "physical":
        return None
    return found.token("physical", amount._replace(unit=f"{amount.unit}/{unit}", rule=""))


_AREAS = frozenset({"hectare", "acre"})


def _signed(found: Found) -> Token | None:
    quantity, mark = found["q"].value, found.tokens[0]
    assert isinstance(quantity, Quantity)
    before = found.before
    said = mark.kind == "minus_word" and not (before is not None and before.kind == "or")
    if (mark.end != found["q"].start and not said) or (
        before is not None and before.end == found.start and before.kind != "open"
    ):
        return None
    sign = 1 if mark.kind == "plus" else -1
    return found.token(found["q"].kind, quantity._replace(sign=sign))


def _below_zero(found: Found) -> Token | None:
    """A temperature below zero has a negative value: no other word tells of its sign."""
    token = _signed(found)
    quantity = found["q"].value
    if token is None or not isinstance(quantity, Quantity) or not quantity.unit.startswith("degree"):
        return None
    return token._replace(value=quantity._replace(value=-quantity.value, sign=-1, rule=""))


def _degrees_below_zero(found: Found) -> Token | None:
    """`25 degrees below zero`."""
    quantity, zero = found["q"].value, numeral_of(found["z"]).value
    below = found["b"].value == "decrease"
    if not isinstance(quantity, Quantity) or not quantity.unit.startswith("degree") or zero or not below:
        return None
    return found.token("physical", quantity._replace(value=-quantity.value, sign=-1, rule=""))


def _money_range(found: Found) -> Token | None:
    """`$8-10`: the currency stands once, and a scale behind the second number is the first one's too."""
    low, high = numeral_of(found["low"]), numeral_of(found["high"])
    bottom = low.value if low.scaled else scale_like(low.value, high.value)
    link = found.tokens[-2].kind
    between = found.before is not None and found.before.kind == "between"
    if not bottom < high.value < bottom * 20 or (_opens_a_move(found) and link == "to"):
        return None
    if link == "and" and not between:
        return None  # `€5 and 10 boxes`
    token = _money_of(found, found["c"], found["high"])
    return token and token._replace(value=token.value._replace(value=bottom, high=high.value))  # type: ignore[attr-defined]


def _packages(found: Found) -> Token:
    """`4.4 million 60-kg bags` are so many bags; how heavy one is, is not what is told."""
    number, after = found["n"], found.after
    noun = str(after.value) if after is not None and after.kind == "low_word" else None
    span = number.start, number.end
    return found.token(
        "count", Quantity("count", numeral_of(number).value, "count", counted=noun, quote=span)
    )


RULES = Stage(
    Rule(
        "$8-10",
        "(c: symbol|code) (low: numeral) (hyphen|en_dash|to|and) (high: numeral)",
        _money_range,
        {"$8-10": "8 to 10 USD", "$4-5bn": "4e+09 to 5e+09 USD", "$45,000-50,000": "45000 to 50000 USD"},
    ),
    Rule(
        "4.4 million 60-kg bags",
        "(n: numeral) numeral hyphen (unit|attached_unit)",
        _packages,
        {"4.4 million 60-kg": "4.4e+06 count"},
    ),
    Rule(
        "one barrel in six",
        "(n: numeral) (unit|currency|low_word|people|noun) in every? (m: numeral)",
        _one_thing_in,
        {"one barrel in six": "0.166667 ratio", "one tonne in four": "0.25 ratio"},
        ("two barrels in six", "one barrel in 2020"),
    ),
    Rule(
        "half a percentage point",
        "(d: half) a? hyphen? (u: percent|points|unit|span|cent|ordinal)",
        _part_of_unit,
        {
            "half a percentage point": "0.5 percentage_point",
            "half an hour": "0.5 hour",
            "half a cent": "0.005 USD",
        },
        ("half a billion", "half-year"),
    ),
    Rule(
        "a quarter point",
        "(d: span) hyphen? (u: percent|points)",
        _part_of_unit,
        {"quarter point": "0.25 percentage_point", "quarter-percentage-point": "0.25 percentage_point"},
    ),
    Rule(
        "three-quarters of a percentage point",
        "(n: numeral) hyphen? (d: spans|fraction|ordinal) of a (u: percent|points|unit|span|cent|ordinal)",
        _part_of_unit,
        {
            "three-quarters of a percentage point": "0.75 percentage_point",
            "three-hundredths of a second": "0.03 second",
        },
    ),
    Rule(
        "a quarter of a mile",
        "a (d: span|ordinal) of a (u: percent|points|unit|span|cent|ordinal)",
        _part_of_unit,
        {"a quarter of a percentage point": "0.25 percentage_point", "a third of a mile": "0.333333 mile"},
    ),
    Rule("weighs 200 pounds", "(n: numeral|year) hyphen? (c: currency)", _pounds),
    Rule(
        "6ft 5in",
        "(n: numeral) hyphen? (u: unit) comma? (m: numeral) hyphen? (v: unit|in)",
        _feet_and_inches,
        {"6ft 5in": "6.4167 foot"},
    ),
    Rule(
        "$185 million",
        "(c: symbol|code) (sign: (hyphen|minus)?) (n: numeral|year)",
        _money,
        {"$185mn": "1.85e+08 USD", "Rs 2,150 crore": "2.15e+10 INR"},
    ),
    Rule(
        "144 million euros",
        "(n: numeral|year) hyphen? (owner: demonym|place)? (c: currency|code)",
        _money,
        {
            "144 million euros": "1.44e+08 EUR",
            "1.77 trillion yen": "1.77e+12 JPY",
            "5 million Zimbabwean dollars": "5e+06 ZWG",
            "12 Polish zlotys": "12 PLN",
        },
    ),
    Rule("99€", "(n: numeral) (c: symbol)", _symbol_behind, {"99€": "99 EUR", "12,50 €": "12.5 EUR"}),
    Rule("up a cent", "a (c: cent)", _a_cent, {}, ("worth a cent",)),
    Rule("60 cents", "(n: numeral) hyphen? (c: cent)", _cents, {"60 cents": "0.6 USD"}),
    Rule(
        "39 per cent",
        "(n: numeral|year) hyphen? (u: percent)",
        _percent,
        {"39%": "39 percent", "2.7 percentage points": "2.7 percentage_point"},
    ),
    Rule(
        "3.1 tonnes",
        "(n: numeral|year) hyphen? (u: unit|attached_unit|ton_or_trillion)",
        _physical,
        {"3.1 tonnes": "3.1 tonne", "816 000 t": "816000 tonne", "16 bcm": "1.6e+10 meter**3"},
    ),
    Rule(
        "30-day",
        "(n: numeral) hyphen (u: span|spans) (hyphen old)?",
        _duration,
        {"30-day": "30 day", "35-year-old": "35 year", "two-year": "2 year"},
        ("12-month average",),
    ),
    Rule(
        "20 years",
        "(n: numeral) (word: low_word)? (u: spans|span) (old: old)?",
        _length,
        {"20 years": "20 year", "46 years old": "46 year", "24 hours": "24 hour"},
        ("in 20 years", "over five years", "20 days earlier", "after about two years"),
    ),
    Rule("60-second", "(n: numeral) (h: hyphen)? (u: ordinal)", _seconds, {"60-second": "60 second"}),
    Rule(
        "aged 5 to 11",
        "aged (hedge|between|over|the)* (n: numeral) ((to|hyphen|en_dash|and) (m: numeral))?",
        _age,
        {"aged 5 to 11": "5 to 11 year", "aged 46": "46 year"},
    ),
    Rule(
        "15 more horsepower",
        "(n: numeral) (more|less) (u: unit)",
        _physical,
        {"15 more horsepower": "15 horsepower"},
    ),
    Rule("828m tall", "(n: numeral) (u: attached_scale)", _metres, {}, ("828 m",)),
    Rule(
        "486 points", "(n: numeral) (h: hyphen)? points", _points, {"486 points": "486 index"}, ("one point",)
    ),
    Rule(
        "magnitude 6.8",
        "magnitude (of|hedge)* (n: numeral)",
        _magnitude,
        {"magnitude 6.8": "6.8 index", "magnitude of 7.2": "7.2 index"},
    ),
    Rule("6.1-magnitude", "(n: numeral) hyphen? magnitude", _magnitude, {"6.1-magnitude": "6.1 index"}),
    Rule("6.7in", "(n: numeral) in", _inches, {"6.7in": "6.7 inch"}, ("12 in",)),
    Rule(
        "three times",
        "(n: numeral) times",
        _times_or_count,
        {"three times": "3 ratio", "2 million times": "2e+06 count times"},
    ),
    Rule("3.5-fold", "(n: numeral) hyphen? fold_word", _times, {"3.5-fold": "3.5 ratio"}),
    Rule(
        "a factor of 3.5",
        "factor factor? (n: numeral)",
        _factor,
        {"a factor of 3.5": "3.5 ratio", "multiplied by four": "4 ratio"},
    ),
    Rule("tenfold", "fold", _fold, {"tenfold": "10 ratio"}),
    Rule(
        "doubled",
        "(multiple_verb|multiple)",
        _multiple,
        {"doubled": "2 ratio", "double": "2 ratio"},
        ("a double top", "leaking double bottom tanks"),
    ),
    Rule(
        "two-thirds",
        "(n: numeral) hyphen? (d: fraction|ordinal)",
        _fraction,
        {"two-thirds": "0.666667 ratio"},
    ),
    Rule("twice as many", "twice", _twice, {}, ("it fell twice",)),
    Rule("a quarter of", "a (d: span)", _quarter_of, {}, ("a quarter",)),
    Rule("three-quarters", "(n: numeral) hyphen (d: spans)", _fraction, {"three-quarters": "0.75 ratio"}),
    Rule(
        "by one-quarter",
        "(n: numeral) hyphen (d: span)",
        lambda f: _fraction(f) if _is_part(f) else None,
        {},
        ("a three-quarter high",),
    ),
    Rule(
        "three quarters of",
        "(n: numeral) (d: spans|span)",
        _quarters_of,
        {},
        ("for three quarters of losses",),
    ),
    Rule("1/3 of", "(n: numeral) slash (d: numeral)", _vulgar_fraction),
    Rule("⅔ of", "part_sign", _fraction_sign),
    Rule(
        "a third", "a (d: ordinal)", _lone_fraction, {"a third": "0.333333 ratio"}, ("a third consecutive",)
    ),
    Rule("half", "half", _half, {"half": "0.5 ratio"}),
    Rule(
        "one in five",
        "(n: numeral) ((in|out_of|from) every? | of every) (m: numeral|scale)",
        _n_of_m,
        {"one in five": "0.2 ratio", "9 out of 10": "0.9 ratio", "six of every ten": "0.6 ratio"},
    ),
    Rule(
        "7 of the 11",
        "(n: numeral) of (the: the|its)? (last: last|past)? (m: numeral)",
        _n_of_m,
        {"7 of the 11": "0.636364 ratio", "14 of 20": "0.7 ratio"},
    ),
    Rule(
        "second-largest",
        "(n: ordinal) hyphen? (superlative|trader|supplier)",
        _rank,
        {"second-largest": "2 rank"},
    ),
    Rule("slipped from second", "(from|to) (n: ordinal)", _rank_held, {}, ("from second gear",)),
    Rule("second place", "(n: ordinal) place_word", _rank, {"second place": "2 rank"}),
    Rule(
        "a distant third",
        "distant (n: ordinal)",
        _rank,
        {"distant third": "3 rank"},
    ),
    Rule(
        "ranked fourth",
        "ranked (as|the|label_rare)* (n: ordinal|numeral)",
        _rank,
        {"ranked fourth": "4 rank"},
    ),
)


def _exchange_rate(found: Found) -> Token | None:
    """`143.9 yen to the dollar`: so much of one currency for one of the other."""
    money = found["m"].value
    other = str(found["c"].value).partition(" ")[0]
    if not isinstance(money, Quantity) or money.unit == other or "/" in money.unit:
        return None
    quote = (found["m"].start, found["m"].end)
    return found.token(
        "price", money._replace(kind="price", unit=f"{money.unit}/{other}", rule="", quote=quote)
    )


def _what_one_buys(found: Found) -> Token | None:
    """`$1 = 4.5560 ringgit`: so many ringgit for one dollar, which alone is no amount of anything."""
    one, money = found["o"].value, found["m"].value
    if not isinstance(one, Quantity) or not isinstance(money, Quantity):
        return None
    if one.value != 1 or one.unit == money.unit or "/" in one.unit + money.unit:
        return None
    quote = (found["m"].start, found["m"].end)
    rate = money._replace(kind="price", unit=f"{money.unit}/{one.unit}", rule="", quote=quote)
    return found.token("price", rate)


UNIT_PRICES = Stage(
    Rule(
        "$1 = 4.5560 ringgit",
        "(o: money) (equals|amount|flow_verb|subject|earn_verb|be worth?) (m: money)",
        _what_one_buys,
        {
            "$1 = 4.5560 ringgit": "4.556 MYR/USD",
            "€1 = $1.08": "1.08 USD/EUR",
            "One euro bought 11.2 crowns": "11.2 SEK/EUR",
        },
        ("$2 = 9 ringgit",),
    ),
    Rule(
        "$60 a barrel",
        "(m: money) hyphen? (a|per|each|slash|the) hyphen? (s: scale)? (u: unit|attached_unit|ton_or_trillion|span)",
        _price,
        {
            "$60-a-barrel": "60 USD/barrel",
            "€38/MWh": "38 EUR/megawatt_hour",
            "$478-485/t": "478 to 485 USD/tonne",
        },
    ),
    Rule(
        "$285 per 1,000 cubic metres",
        "(m: money) (open currency close)? (per|slash|for) (lot: physical|money)",
        _price_of_lot,
        {
            "$285 per 1,000 cubic metres": "285 USD/thousand_cubic_meters",
            "46.5 Ecus (ECUs) per 100 kilos": "46.5 XEU/quintal",
            "$30 per 100 pounds": "30 USD/hundredweight",
        },
        ("$285 per 17 tonnes", "$30 for 40 tonnes"),
    ),
    Rule(
        "$4 a pound",
        "(m: money) hyphen? (a|per|slash) hyphen? (u: currency)",
        _price,
        {"$4 a pound": "4 USD/pound", "26 cents per pound": "0.26 USD/pound"},
        ("$4 a euro", "$1.25 to the pound"),
    ),
    Rule(
        "5 tonnes a year",
        "(m: physical) (a|per|each|slash) (u: span)",
        _flow_rate,
        {"5 tonnes a year": "5 tonne/year"},
    ),
    Rule(
        "181.5 bushels per acre",
        "(m: physical) (per|a|slash) (u: unit)",
        _by_unit,
        {"181.5 bushels per acre": "181.5 bushel/acre", "7 tonnes a hectare": "7 tonne/hectare"},
        ("7 tonnes a barrel", "7 tonnes per tonne"),
    ),
    Rule(
        "143.9 yen to the dollar",
        "(m: money) (to|per|a|against) the? (c: currency|code)",
        _exchange_rate,
        {"143.9 yen to the dollar": "143.9 JPY/USD"},
    ),
)

RANGES = Stage(
    Rule(
        "between 10 and 12 million tonnes",
        "between (low: numeral|money|percent_quantity|physical|price) and (high: money|percent_quantity|physical|price|count)",
        _range,
        {"between 10 and 12 million tonnes": "1e+07 to 1.2e+07 tonne"},
    ),
    Rule(
        "$4bn-$5bn",
        "(low: numeral|money|percent_quantity|physical|price) (hyphen? (to|or)|hyphen|en_dash) (high: money|percent_quantity|physical|price|ratio)",
        _range,
        {
            "$4bn-$5bn": "4e+09 to 5e+09 USD",
            "3-4%": "3 to 4 percent",
            "two- to three-year": "2 to 3 year",
            "15 to 20 cents": "0.15 to 0.2 USD",
            "2 million to 7 million tonnes": "2e+06 to 7e+06 tonne",
        },
        ("rose from 2 million to 7 million tonnes", "fell about 10 tonnes to 67 tonnes"),
    ),
)

SIGNS = Stage(
    Rule(
        "25 degrees below zero",
        "(q: physical) (b: above) (z: numeral)",
        _degrees_below_zero,
        {"25 degrees below zero": "-25 degree"},
        ("25 degrees above zero",),
    ),
    Rule(
        "minus 70 degrees Celsius",
        "(minus|hyphen|en_dash|minus_word) (q: physical)",
        _below_zero,
        {"minus 70 degrees Celsius": "-70 degree_Celsius", "-40°C": "-40 degree_Celsius"},
        ("minus 70 tonnes",),
    ),
    Rule(
        "+7.6%",
        "(plus|minus|hyphen|en_dash|minus_word) (q: money|percent_quantity|physical|bare)",
        _signed,
        {"+7.6%": "7.6 percent"},
    ),
)
