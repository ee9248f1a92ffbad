"""Facts as no author would want to draw them: what a figure makes of each has to be readable."""

from collections.abc import Callable
from datetime import date
from typing import Any

from builders import JANUARY, YEAR_BEFORE, fact_in

from schemas.periods import days_of
from schemas.records import Document, Fact

_LONG = "high-priority dual-use microelectronic components and other sanctioned industrial goods of all kinds"
_NAMES = (
    "صادرات النفط والغاز الطبيعي المسال",
    "İşlenmiş çelik ürünleri ihracatı",
    "Œuvres d’art à façon",
    _LONG,
)
_PARTNERS = ("RUS", "DEU", "CHN", "USA", "IRQ", "KAZ", "BIH", "TTO")


def document(lines: list[str], **says: Any) -> Document:
    told = {"title": "A report", "publisher": "The Daily", "published": date(2024, 8, 8)} | says
    return Document("odd", "\n".join(lines), **told)


def _told(values: list[dict[str, Any]], **says: Any) -> tuple[list[Fact], Document]:
    """Return a fact a line, each about the number that the line begins with."""
    lines = [f"{number:05} is what line {number:05} says." for number in range(len(values))]
    whole = document(lines, **says)
    about = {"unit": "USD", "flow": "export", "reporter": "TUR", "partner": "RUS", "period": JANUARY}
    return [fact_in(whole, f"{number:05} is", **about | one) for number, one in enumerate(values)], whole


def _kinds(number: int, **more: Any) -> list[dict[str, Any]]:
    """Return an amount and its change, a count, a share and a price, all of one subject."""
    fall = {"measure": "relative_change", "unit": "percent", "direction": "decrease", "baseline": YEAR_BEFORE}
    return [
        {"value": 631e6 + number * 1e7, **more},
        {"value": 5.0 + number, **fall, **more},
        {"value": 18.0 + number, "unit": "count", "counted": more.get("indicator", "companies"), **more},
        {"value": 7.0 + number, "unit": "percent", "measure": "share", **more},
        {"value": 80.0 + number, "unit": "USD/barrel", "measure": "price", **more},
    ]


def one_fact() -> tuple[list[Fact], Document]:
    return _told([{"value": 631e6}])


def all_one_day() -> tuple[list[Fact], Document]:
    day = (date(2024, 2, 1), date(2024, 2, 1))
    return _told(
        [one for n, partner in enumerate(_PARTNERS) for one in _kinds(n, partner=partner, period=day)]
    )


def three_currencies() -> tuple[list[Fact], Document]:
    units = ("USD", "EUR", "TRY")
    return _told(
        [{"value": 5e8 + n, "partner": partner, "unit": units[n % 3]} for n, partner in enumerate(_PARTNERS)]
    )


def huge_spans() -> tuple[list[Fact], Document]:
    return _told(
        [{"value": 10.0**n, "partner": partner} for n, partner in enumerate(_PARTNERS, start=1)]
        + [{"value": 9.9e12, "partner": "IND"}]
    )


def long_names() -> tuple[list[Fact], Document]:
    return _told(
        [one for n, name in enumerate(_NAMES) for one in _kinds(n, indicator=name)],
        title=" ".join([_LONG] * 3),
        publisher="وكالة أنباء الأناضول",
    )


def many(facts: int = 2000) -> tuple[list[Fact], Document]:
    months = [f"{year}-{month:02}" for year in range(2005, 2025) for month in range(1, 13)]
    return _told(
        [
            {"value": 1e6 * (1 + n * 7919 % 5000), "partner": _PARTNERS[n % len(_PARTNERS)],
             "period": days_of(months[n % len(months)])}
            for n in range(facts)
        ]
    )  # fmt: skip


def shouting() -> tuple[list[Fact], Document]:
    """Return what tries to be markup, and to turn the reading direction."""
    bad = "<b>\u202egnp.exe</b><img src=x onerror=alert(1)>"
    return _told([one for n in range(3) for one in _kinds(n, indicator=bad)], title=bad, publisher=bad)


ODD: dict[str, Callable[[], tuple[list[Fact], Document]]] = {
    one.__name__: one
    for one in (one_fact, all_one_day, three_currencies, huge_spans, long_names, many, shouting)
}
