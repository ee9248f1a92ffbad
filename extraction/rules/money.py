"""Amounts of money: `$185 million`, `144 million euros`, `60 cents`, `$8-10`."""

from extraction.language.rule import Found, Rule
from extraction.language.tokens import Token
from extraction.rules.quantity import (
    CENTS,
    OPENS_A_MOVE,
    Quantity,
    numeral_of,
    opens_a_move,
    quantity_of,
    scale_like,
)
from schemas.places import countries


def _money(found: Found) -> Token | None:
    return money_of(found, found["c"], found["n"])


def _symbol_behind(found: Found) -> Token | None:
    """`99€`; but in `5 $20 notes` the sign belongs to the next number."""
    goes_on = found.after is not None and found.after.kind in ("numeral", "year", "hyphen", "minus")
    return None if goes_on else _money(found)


def money_of(found: Found, currency: Token, number: Token) -> Token | None:
    """Return the money that a currency and a number are, or None where they are none."""
    unit, _, family = str(currency.value).partition(" ")
    if unit == "KRW" and currency.kind == "currency" and numeral_of(number).value < _FEWEST_WON:
        return None  # `Three won medals`
    owner = found.get("owner")
    if owner is not None and family and (own := _currency_of(str(owner.value))):
        unit, family = own, ""
    sign = -1 if any(token.kind in _MINUS for token in found.all("sign")) and found.close_knit() else 0
    return quantity_of(found, "money", number, unit, family=family or _family(currency), sign=sign)


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


def _cents(found: Found) -> Token | None:
    numeral = numeral_of(found["n"])
    if found["c"].end - found["c"].start == 1 and found["c"].value == "GBP" and numeral.value in _LINES:
        return None
    unit, _, family = str(found["c"].value).partition(" ")
    cents = round(numeral.value / CENTS, 9)
    return found.token("money", Quantity("money", cents, unit, bound=numeral.bound, family=family or None))


def _a_cent(found: Found) -> Token | None:
    """`gained a cent`, `is up a penny`; but `20 euros a cent` is no sum of its own."""
    before = found.behind({"hedge", "by", "hedge_plain"})
    if before is None or before.kind not in OPENS_A_MOVE:
        return None
    unit, _, family = str(found["c"].value).partition(" ")
    return found.token("money", Quantity("money", 0.01, unit, family=family or None))


def _money_range(found: Found) -> Token | None:
    """`$8-10`: the currency stands once, and a scale behind the second number is the first one's too."""
    low, high = numeral_of(found["low"]), numeral_of(found["high"])
    bottom = low.value if low.scaled else scale_like(low.value, high.value)
    link = found.tokens[-2].kind
    between = found.before is not None and found.before.kind == "between"
    if not bottom < high.value < bottom * 20 or (opens_a_move(found) and link == "to"):
        return None
    if link == "and" and not between:
        return None  # `€5 and 10 boxes`
    token = money_of(found, found["c"], found["high"])
    return token and token._replace(value=token.value._replace(value=bottom, high=high.value))  # type: ignore[attr-defined]


RULES = (
    Rule(
        "$8-10",
        "(c: symbol|code) (low: numeral) (hyphen|en_dash|to|and) (high: numeral)",
        _money_range,
        {"$8-10": "8 to 10 USD", "$4-5bn": "4e+09 to 5e+09 USD", "$45,000-50,000": "45000 to 50000 USD"},
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
)
