"""The day of publication, where the words of a document tell it; never a guess, and never today.

2 Feb, 2024 16:15 / Updated 11 months ago      a line that is nothing but a date
ANKARA, March 5, 2024 (Agency) -               a dateline
Published: 12/03/2024                          12 March of a Turkish publisher, 3 December of an American one,
                                               otherwise unknown, and told so
Last updated: 4 November 2024                  counts where nothing else is told
"""

import csv
import re
from collections.abc import Iterator
from datetime import date
from enum import StrEnum
from functools import cache
from importlib.resources import files
from typing import NamedTuple
from urllib.parse import urlsplit


class Order(StrEnum):
    """Whether `12/03/2024` is 12 March or 3 December."""

    DAY_FIRST = "day first"
    MONTH_FIRST = "month first"


class Dated(NamedTuple):
    """The day that a text tells, or None, and what its reader should know of it."""

    day: date | None = None
    note: str | None = None


_MONTHS = "jan feb mar apr may jun jul aug sep oct nov dec".split()
_MONTH = (
    r"(?P<{0}>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|"
    r"oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_DAY = r"(?P<{0}>\d{{1,2}})(?:st|nd|rd|th)?"
_YEAR = r"(?P<{0}>(?:19|20)\d\d)"
_SEPARATED = r"(?P<{0}>\d{{1,2}})(?P<mark>[./-])(?P<{1}>\d{{1,2}})(?P=mark)(?P<{2}>(?:19|20)\d\d)"
#: A date with its year, then one without; each group ends with the number of its form.
_FULL = (
    r"(?<![\d./-])(?:"
    rf"{_YEAR.format('y1')}[-/.](?P<m1>\d{{1,2}})[-/.](?P<d1>\d{{1,2}})(?:T[\d:.]+(?:Z|[+-][\d:]{{4,5}})?)?"
    rf"|{_DAY.format('d2')}\.?[ -](?:of )?{_MONTH.format('m2')},?[ -]{_YEAR.format('y2')}"
    rf"|{_MONTH.format('m3')} {_DAY.format('d3')}(?:, ?| ){_YEAR.format('y3')}"
    rf"|{_SEPARATED.format('a4', 'b4', 'y4')}"
    r")(?![\d/])"
)
_SHORT = (
    rf"(?<![\d./-])(?:{_DAY.format('d5')}\.? {_MONTH.format('m5')}"
    rf"|{_MONTH.format('m6')} {_DAY.format('d6')})(?!\w)"
)
_WEEKDAY = r"(?:(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?[.,]? )?"
_ANY = re.compile(_FULL, re.IGNORECASE)
_LABEL = (
    r"(?:first )?(?:published|posted|released?|release date|issued|dated?|publication date|"
    r"date of publication|date published)"
)
_UPDATED = r"(?:last )?(?:updated?|modified|revised)"
_LABELLED = re.compile(
    rf"\W{{0,3}}(?:{_LABEL})(?:[ ](?:on|at))?\s{{0,3}}[:–|-]?\s{{0,3}}(?:\w+ )?{_WEEKDAY}{_FULL}", re.I
)
_REVISED = re.compile(
    rf"\W{{0,3}}{_UPDATED}(?:[ ](?:on|at))?\s{{0,3}}[:–|-]?\s{{0,3}}{_WEEKDAY}{_FULL}", re.I
)
#: What may stand beside the date of a line that is nothing but a date: a time, a name, what is said of it.
_TIME = r"(?:at )?\d{1,2}[:.h]\d\d(?::\d\d)?(?: ?[ap]\.?m\.?)?(?: ?\(?[A-Z]{2,5}(?:[+-]\d{1,2})?\)?)?"
_BESIDE = re.compile(
    rf"\b{_TIME}|\b\d{{1,2}} ?[ap]m\b|\b(?:by|updated|published|posted|last|mins?|minutes?|read|ago|months?|"
    r"days?|hours?|years?|on|at|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun))\b|"
    r"\d+",
    re.IGNORECASE,
)
_NAMES = re.compile(r"[\W_]*(?:[A-ZÀ-Þ][\w.'’-]*[\W_]*(?:and[\W_]+)?){0,7}")
#: What comes, ends or holds on a day was not published on it; nor is a label that is not known that of it.
_NOT_PUBLISHED = re.compile(
    r"\b(?:next|due|deadline|closing|effective|embargo(?:ed)?|valid|force|until|opens?|starts?|ends?)\b"
    r"|^(?!\W*(?:by|updated?|published|posted)\b)[^|·/]{0,60}[^\W\d]\s*:\s*$",
    re.IGNORECASE,
)
_REVISES = re.compile(r"updated?|modified|revised", re.IGNORECASE)
#: A place, a date, perhaps an agency, and the mark that ends them.
_AGENCY = r"(?: ?\([^()\n]{2,40}\)| ?/[^/\n]{2,30}/|[.,]? [A-Z][\w. ]{1,25}?)?"
_PLACE = r"(?P<place>[^\W\d_][^\n.(:;—]{1,50}?)[,.:]?(?: [–—-])? "
_DATELINE = re.compile(
    rf"{_PLACE}\(?(?i:{_WEEKDAY}(?:{_FULL}|{_SHORT}))\)?[,.]?{_AGENCY}\.?\s{{0,2}}(?:--|[–—:-])\s"
)
_NAME_OF_A_PLACE = re.compile(
    r"[A-ZÀ-Þ][\w.'’-]*(?:[ ,/-]+(?:[A-ZÀ-Þ][\w.'’-]*|de|del|of|the|am|and|sur)){0,5},?"
)

#: So many lines from the top, and from the end, may tell the date; a longer one is prose.
_TOP, _END, _LONGEST, _OPENING = 12, 4, 160, 200
#: Domains that are used far from their country, and countries that write dates in several ways.
_ANYWHERE = frozenset("ai cc co fm gg io ly me ms nu sh to tv ws".split())
_EITHER_WAY = frozenset("ca cn hk jp kr tw CAN CHN HKG JPN KOR TWN".split())
_MONTH_FIRST = frozenset("us ph gov mil USA PHL".split())
_DAY_FIRST_DOMAINS = frozenset({"eu"})
#: What programs write of a page whose author told no language.
_DEFAULTS = frozenset({"en-us"})


def order_of(publisher: str | None, url: str | None, language: str | None) -> Order | None:
    """Return how a publisher writes dates: by its country, its address or its language; None if none tells.

    `language` is a tag such as `en-GB`. Of all countries the United States and the Philippines write the
    month first (Unicode CLDR, `dateFormats` of `en`).
    """
    country = _publishers().get((publisher or "").strip().lower())
    if country is None and url:
        domain = _domain(url)
        country = domain if _tells_country(domain) else None
    if country is None and language and language.replace("_", "-").lower() not in _DEFAULTS:
        told, _, region = language.replace("_", "-").partition("-")
        country = region[:2].lower() if len(region) >= 2 else None if told.lower() == "en" else "eu"
    if country is None or country in _EITHER_WAY:
        return None
    return Order.MONTH_FIRST if country in _MONTH_FIRST else Order.DAY_FIRST


def _domain(url: str) -> str:
    """Return the last part of an address's host; empty where it has none, or is none."""
    try:
        return (urlsplit(url).hostname or "").rpartition(".")[2]
    except ValueError:
        return ""


def _tells_country(domain: str) -> bool:
    return domain in _MONTH_FIRST or (len(domain) == 2 and domain not in _ANYWHERE)


@cache
def _publishers() -> dict[str, str]:
    text = files("documents").joinpath("publishers.csv").read_text(encoding="utf-8")
    return {row["publisher"].lower(): row["country"] for row in csv.DictReader(text.splitlines())}


def day_of(words: str, order: Order | None = None) -> date | None:
    """Return the day that words tell, such as metadata's; None where they tell none, or leave a doubt."""
    match = _ANY.search(words[:_LONGEST])
    return _read(match, order).day if match else None


def dateline(text: str, order: Order | None = None, near: date | None = None) -> Dated:
    """Return the day on which a text says that it was published.

    `near` is a day near it, if one is known: it gives a dateline without a year its year.
    """
    best: tuple[int, Dated] | None = None
    for rank, match in _told(text):
        found = _read(match, order, near)
        if best is None or _is_better(rank, found, *best):
            best = (rank, found) if found != Dated() else best
    return best[1] if best else Dated()


def _is_better(rank: int, found: Dated, held_rank: int, held: Dated) -> bool:
    """Tell whether a date goes before one that was told above: one that is known, by the better rule."""
    return found.day is not None and (held.day is None or rank < held_rank)


def _told(text: str) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield what tells a date, with its rank: labels, lines and datelines before what was only updated."""
    lines = _lines(text)
    for line in lines[:_TOP]:
        short = line[:_LONGEST]
        if match := _LABELLED.match(short):
            yield 0, match
        elif match := _REVISED.match(short):
            yield 2, match
        elif match := _alone(line) or _opening(line):
            yield 1, match
    for line in lines[max(_TOP, len(lines) - _END) :]:
        if match := _LABELLED.match(line[:_LONGEST]):
            yield 3, match
        elif match := _REVISED.match(line[:_LONGEST]):
            yield 4, match


def _lines(text: str) -> list[str]:
    """Return the lines at both ends of a text that have more than blanks."""
    size = 4000
    parts = [text] if len(text) <= 2 * size else [text[:size], text[-size:]]
    told = [[bare for line in part.splitlines() if (bare := line.strip("\ufeff \t*_#"))] for part in parts]
    return told[0] if len(told) == 1 else told[0][:_TOP] + told[1][-_END:]


def _alone(line: str) -> re.Match[str] | None:
    """Return the date of a line that says no more than when, and perhaps by whom and where."""
    match = _ANY.search(line) if len(line) <= _LONGEST else None
    if match is None:
        return None
    before = line[: match.start()]
    behind = line[match.end() :]
    if _NOT_PUBLISHED.search(before) or (_ANY.search(behind) and not _REVISES.search(behind)):
        return None
    rest = f"{before} | {behind}"
    return match if _NAMES.fullmatch(_BESIDE.sub(" ", _ANY.sub(" ", rest))) else None


def _opening(line: str) -> re.Match[str] | None:
    """Return the dateline that opens a line."""
    match = _DATELINE.match(line[:_OPENING])
    return match if match is not None and _NAME_OF_A_PLACE.fullmatch(match["place"]) else None


def _read(match: re.Match[str], order: Order | None, near: date | None = None) -> Dated:
    """Return the day of a match of one of the forms."""
    told = match.groupdict()
    if told["y4"]:
        return _separated(int(told["a4"]), int(told["b4"]), int(told["y4"]), told["mark"], order)
    for form in "123":
        if told[f"y{form}"]:
            return Dated(_day(int(told[f"y{form}"]), _month(told[f"m{form}"]), int(told[f"d{form}"])))
    form = "5" if told.get("d5") else "6"
    month, day = _month(told[f"m{form}"]), int(told[f"d{form}"])
    if near is None:
        name = f"{day} {_MONTHS[month - 1].capitalize()}"
        return Dated(None, f"It is dated {name}, without a year, so its date is unknown.")
    years = [found for year in (near.year - 1, near.year, near.year + 1) if (found := _day(year, month, day))]
    return Dated(min(years, key=lambda one: abs(one - near), default=None))


def _separated(first: int, second: int, year: int, mark: str, order: Order | None) -> Dated:
    """Return the day of `12/03/2024`; only its order, or a number above 12, tells which is the month."""
    day_first, month_first = _day(year, second, first), _day(year, first, second)
    if day_first is None or month_first is None or day_first == month_first:
        return Dated(day_first or month_first)
    if mark == "." or order is Order.DAY_FIRST:
        return Dated(day_first)
    if order is Order.MONTH_FIRST:
        return Dated(month_first)
    written = f"{first:02}{mark}{second:02}{mark}{year}"
    one, other = (f"{day.day} {day:%B}" for day in (day_first, month_first))
    return Dated(
        None, f"It is dated {written}, which may be {one} or {other} {year}, so its date is unknown."
    )


def _month(told: str) -> int:
    return int(told) if told.isdigit() else _MONTHS.index(told[:3].lower()) + 1


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
