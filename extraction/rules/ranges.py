"""Two numbers that are one range, and signs before a quantity: `between 10 and 12 million tonnes`, `+7.6%`."""

from extraction.language.lexicon import words_in
from extraction.language.rule import Found, Rule, Stage
from extraction.language.tokens import Token
from extraction.rules.numerals import Numeral
from extraction.rules.quantity import BOUNDED, CENTS, Quantity, numeral_of, opens_a_move, scale_like

_RANGING = words_in("range verb")


def _moves(found: Found, *, whole: bool) -> bool:
    """Tell whether `to` parts two amounts: `rose by £0.6bn to £3.9bn`, `from 2 million to 7 million tonnes`.

    A first number without a unit is parted from the second only behind `from`: `rose 5 to 7 percent`.
    """
    ranging = found.behind({"from", *BOUNDED})
    if ranging is not None and str(ranging.value).lower() in _RANGING:
        return False
    before = found.behind(BOUNDED)
    return opens_a_move(found) if whole else before is not None and before.kind == "from"


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
    if top.kind in ("money", "price") and value / CENTS < top.value <= value:
        value /= CENTS  # `15 to 20 cents`
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
