"""Parts, multiples and ranks: `two-thirds`, `7 of the 11`, `three times`, `tenfold`, `second-largest`."""

from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.rules.numerals import is_vulgar
from extraction.rules.quantity import GROWS, HEDGED, LASTING, Quantity, numeral_of, quantity_of


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
    timed = unit.kind != "span" or (name in LASTING and not _is_half_year(found))
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
    behind = found.behind(HEDGED)
    ends = found.after is None or found.after.kind in ("point", "semicolon")
    by = behind is not None and (behind.kind == "by" or (ends and behind.kind in ("place", "share_verb")))
    points = found.after is not None and found.after.kind in ("points", "percent", "hyphen")
    if found["d"].value != "quarter" or not (of or by) or points:
        return None
    return found.token("fraction", Quantity("fraction", 0.25, "ratio"))


def _times(found: Found) -> Token:
    return quantity_of(found, "ratio", found["n"], "ratio")


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
    return ends and done and found.last(lambda token: token.kind in GROWS) is None


_ENDS_HOW_OFTEN = frozenset({"point", "comma", "semicolon", "close"})


def _factor(found: Found) -> Token:
    """`a factor of 3.5`, `multiplied by four`."""
    return quantity_of(found, "ratio", found["n"], "ratio", direction=found.tokens[0].value or None)


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


OF_UNITS = (
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
)


RULES = (
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
