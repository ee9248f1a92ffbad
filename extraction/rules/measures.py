"""Percentages, weights, lengths, durations, ages and other measures: `39 per cent`, `3.1 tonnes`, `20 years`."""

from extraction.language.lexicon import words_in
from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.rules.quantity import GROWS, HEDGED, LASTING, Quantity, numeral_of, quantity_of


def _percent(found: Found) -> Token:
    return quantity_of(found, "percent_quantity", found["n"], str(found["u"].value))


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


_SHORT = frozenset({"hour", "minute"})


#: What may stand between `in` and the number of `in about two to three years`.
_PASSED = frozenset("hedge hedge_plain the its a numeral to or hyphen en_dash half over above".split())


_TIME_BEFORE = frozenset("in after ordinal last past next previous through this since".split())


_TIME_AFTER = frozenset("earlier ago before after since later through versus".split())


def _duration(found: Found) -> Token | None:
    """`30-day`, `35-year-old`; the rest of `a 30-day average` is not a length of time that anything took."""
    after, unit = found.after, str(found["u"].value)
    word = after.value if after is not None and isinstance(after.value, str) else ""
    if unit not in LASTING or word in _NO_DURATION or (after is not None and after.kind == "average"):
        return None
    if after is not None and after.kind == "flow":
        return None  # `the 12-month deficit`
    beyond = found.ahead(GROWS)
    if after is not beyond and beyond is not None and beyond.kind == "change_noun":
        return None  # `12-month export growth`
    return quantity_of(found, "physical", found["n"], unit)


#: `14 consecutive months`, `three full days`.
_IN_A_ROW = words_in("between number and time")


def _length(found: Found) -> Token | None:
    """`waited 20 days`, but not `in 20 days`, `over five years` or `20 days earlier`, which tell when."""
    unit, before, after = str(found["u"].value), found.behind(_PASSED), found.after
    word = found.get("word")
    if unit not in LASTING or (word is not None and str(word.value).lower() not in _IN_A_ROW):
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
    return quantity_of(found, "physical", found["n"], unit)


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
    return quantity_of(found, "physical", found["n"], "second")


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
    return quantity_of(found, "physical", found["n"], "meter")


def _points(found: Found) -> Token | None:
    """`486 points` of an index or of a game; `at one point` is a moment."""
    number = numeral_of(found["n"])
    if number.in_words and number.value == 1 and not found.get("h"):
        return None
    return quantity_of(found, "physical", found["n"], "index")


def _magnitude(found: Found) -> Token:
    return quantity_of(found, "physical", found["n"], "index")


def _inches(found: Found) -> Token | None:
    """`a 6.7in display`: `in` is a unit only where it touches its number."""
    if found["n"].end != found.tokens[-1].start:
        return None
    return quantity_of(found, "physical", found["n"], "inch")


_INCHES_A_FOOT = 12


def _feet_and_inches(found: Found) -> Token | None:
    inches = found["v"].kind == "in" and found["m"].end == found["v"].start
    if found["u"].value != "foot" or not (inches or found["v"].value == "inch"):
        return None
    feet = numeral_of(found["n"]).value + numeral_of(found["m"]).value / _INCHES_A_FOOT
    return found.token("physical", Quantity("physical", round(feet, 4), "foot"))


def _pounds(found: Found) -> Token | None:
    """`weighs 200 pounds`, `50 pounds of cocaine`: what is weighed is no money."""
    before, after = found.behind(HEDGED), found.after
    weighed = before is not None and before.kind == "weighs"
    of = after is not None and after.kind == "of" and found["c"].value == "GBP pound"
    if found["c"].value != "GBP pound" or not (weighed or of):
        return None
    return quantity_of(found, "physical", found["n"], "pound")


def _packages(found: Found) -> Token:
    """`4.4 million 60-kg bags` are so many bags; how heavy one is, is not what is told."""
    number, after = found["n"], found.after
    noun = str(after.value) if after is not None and after.kind == "low_word" else None
    span = number.start, number.end
    return found.token(
        "count", Quantity("count", numeral_of(number).value, "count", counted=noun, quote=span)
    )


PACKED = (
    Rule(
        "4.4 million 60-kg bags",
        "(n: numeral) numeral hyphen (unit|attached_unit)",
        _packages,
        {"4.4 million 60-kg": "4.4e+06 count"},
    ),
)


WEIGHED = (
    Rule("weighs 200 pounds", "(n: numeral|year) hyphen? (c: currency)", _pounds),
    Rule(
        "6ft 5in",
        "(n: numeral) hyphen? (u: unit) comma? (m: numeral) hyphen? (v: unit|in)",
        _feet_and_inches,
        {"6ft 5in": "6.4167 foot"},
    ),
)


RULES = (
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
)
