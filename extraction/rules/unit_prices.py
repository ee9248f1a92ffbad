"""So much of one for one of another: `$60 a barrel`, `5 tonnes a year`, `143.9 yen to the dollar`."""

from extraction.language.rule import Found, Rule, Stage
from extraction.language.tokens import Token
from extraction.rules.quantity import Quantity

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
