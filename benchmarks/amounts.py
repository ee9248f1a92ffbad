"""Amounts, shares, weights and times as the press writes them, by chance."""

from collections.abc import Callable
from datetime import date, timedelta

from benchmarks.tables import words

Chance = Callable[[], float]

_MONTHS = tuple(
    "January February March April May June July August September October November December".split()
)
_DAYS = tuple("Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split())
#: How an amount of money is written, the usual ways first.
_MONEY = tuple(
    (
        "$# billion|$# million|$#bn|$#m|$#mn|# million dollars|# billion dollars|# million US dollars|"
        "€# billion|€#m|# million euros|# billion euros|£#bn|£# million|# billion yen|# trillion won|"
        "# billion rupees|# billion yuan|US$# million|# billion lira|# million pounds|"
        "# million Swiss francs|¥# billion|A$#m|# billion pesos"
    ).split("|")
)
_PERCENT = ("%", "%", "%", " percent", " percent", " per cent")
_PRICES = tuple("$# a barrel|$# a tonne|€# per tonne|# cents a pound|$# an ounce|# euros a kilo".split("|"))
_QUARTERS = ("first", "second", "third", "fourth")
_NUMBER_WORDS = tuple("two three four five six seven eight nine ten eleven twelve".split())


def _pick(chance: Chance, choices: tuple[str, ...]) -> str:
    return choices[int(len(choices) * chance())]


def _decimal(chance: Chance, most: float) -> str:
    """Return a number up to `most`, small ones more often, with as many places as the press gives."""
    value = most * chance() ** 2 + 0.1
    places = int(3 * chance()) if value < 100 else 0
    return f"{value:,.{places}f}" if value >= 1 else f"{value:.1f}"


def money(chance: Chance, _day: date) -> str:
    """Return an amount: `$4.2 billion`, `310 million euros`."""
    return _MONEY[int(len(_MONEY) * chance() ** 1.5)].replace("#", _decimal(chance, 900))


def percent(chance: Chance, _day: date) -> str:
    """Return a share or a change: `4.2%`, `17 per cent`."""
    return f"{_decimal(chance, 60)}{_pick(chance, _PERCENT)}"


def change(chance: Chance, _day: date) -> str:
    """Return a change with its sign: `+4.2%`."""
    return f"{_pick(chance, ('+', '-', 'up ', 'down '))}{_decimal(chance, 60)}%"


def weight(chance: Chance, _day: date) -> str:
    """Return so many of a unit: `340,000 tonnes`, `1.2 million barrels`."""
    unit = _pick(chance, words()["unit"])
    value = _decimal(chance, 90) if unit.startswith("million") else f"{int(900 * chance() + 1)},000"
    return f"{value} {unit}"


def price(chance: Chance, _day: date) -> str:
    """Return a unit price: `$81.20 a barrel`."""
    return _pick(chance, _PRICES).replace("#", f"{1000 * chance() ** 2 + 2:,.2f}")


def count(chance: Chance, _day: date) -> str:
    """Return how many, often a round number."""
    value = 10 ** (1 + 4 * chance())
    return f"{round(value, -int(2 * chance()) - 1) + 10:,.0f}"


def small(chance: Chance, _day: date) -> str:
    """Return a small number, in words or in digits."""
    return _pick(chance, _NUMBER_WORDS) if chance() < 0.4 else str(int(60 * chance()) + 2)


def past_year(chance: Chance, day: date) -> str:
    """Return a year before the article's."""
    return str(day.year - 1 - int(12 * chance() ** 2))


def period(chance: Chance, day: date) -> str:
    """Return a stretch of time: `the first quarter of 2019`, `March`."""
    year = day.year - (chance() < 0.3)
    ways = (
        f"the {_pick(chance, _QUARTERS)} quarter of {year}",
        f"the {_pick(chance, _QUARTERS)} quarter",
        _pick(chance, _MONTHS),
        f"{_pick(chance, _MONTHS)} {year}",
        str(year),
        "the first half of the year",
        f"the first nine months of {year}",
        "the year to " + _pick(chance, _MONTHS),
        "last month",
        f"Q{int(4 * chance()) + 1} {year}",
    )
    return _pick(chance, ways)


def day_and_month(day: date) -> str:
    """Return a day as a dateline has it: `March 5`."""
    return f"{_MONTHS[day.month - 1]} {day.day}"


def _a_date(chance: Chance, day: date) -> str:
    near = day + timedelta(days=int(120 * chance()) - 60)
    return day_and_month(near) if chance() < 0.6 else f"{near.day} {_MONTHS[near.month - 1]} {near.year}"


MAKERS: dict[str, Callable[[Chance, date], str]] = {
    "money": money,
    "percent": percent,
    "change": change,
    "weight": weight,
    "price": price,
    "count": count,
    "small": small,
    "past year": past_year,
    "year": lambda chance, day: str(day.year + int(6 * chance() ** 2)),
    "period": period,
    "month": lambda chance, _day: _pick(chance, _MONTHS),
    "date": _a_date,
    "day": lambda chance, _day: _pick(chance, _DAYS),
    "hour": lambda chance, _day: f"{int(12 * chance()) + 1}:{int(6 * chance())}0 {'ap'[int(2 * chance())]}m",
    "age": lambda chance, _day: str(int(60 * chance()) + 22),
}
