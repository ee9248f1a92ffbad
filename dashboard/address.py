"""What is looked at, as the address says it: a View <-> the query string."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, fields, replace
from datetime import date
from itertools import islice
from typing import Any
from urllib.parse import parse_qsl, urlencode

from figures.catalogue import CATALOGUE
from figures.options import Event, Options
from schemas.filters import LISTED, OF_NULL, Filters
from schemas.places import countries
from schemas.units import is_currency, is_unit
from schemas.vocabulary import CLOSED_COLUMNS, ReviewState
from store import terms

#: Filters whose values are anybody's words; an address may hold so many of each, and so many letters of one.
FREE, MOST_VALUES, LONGEST = ("product", "publisher", "document"), 100, 300
#: So many letters are searched for at most.
LONGEST_SEARCH = 1000
_DAYS = ("since", "until")
#: An address may name so many events, each in so many letters.
MOST_EVENTS, LONGEST_EVENT = 12, 60
#: What is shown where no figure is: the facts as a table alone.
TABLE = "table"
THEMES = ("light", "dark")
#: What the table can be ordered by; `-value` is falling. Without an order the newest facts come first.
ORDERS = ("period", "value", "status", "publisher", "confidence", "conflicts", "newest")


@dataclass(frozen=True, slots=True)
class View:
    """The filters in force, the figure chosen (None: whichever shows most), and how it is drawn.

    `currency` is the one that amounts are converted to; None leaves them as they are stated. `order` and
    `page` are those of the table, `theme` that of the page; None follows the reader's system.
    """

    filters: Filters = field(default_factory=Filters)
    figure: str | None = None
    implied: bool = True
    official: bool = True
    low_salience: bool = False
    currency: str | None = None
    logarithmic: bool = False
    events: tuple[Event, ...] = ()
    order: str | None = None
    page: int = 1
    theme: str | None = None
    #: What the address asked for and nobody could understand, `flow=bogus`: left out, and said so.
    ignored: tuple[str, ...] = field(default=(), compare=False)

    @property
    def options(self) -> Options:
        """How the figure of this view is drawn."""
        return Options(
            implied=self.implied,
            low_salience=self.low_salience,
            currency=self.currency,
            logarithmic=self.logarithmic,
            events=self.events,
            notes=tuple(filter(None, [self.filters.restriction])),
        )

    @property
    def asked(self) -> Filters:
        """The filters that the store is asked with: low salience is left out unless it is switched on."""
        if self.low_salience or self.filters.salience:
            return self.filters
        return replace(self.filters, salience=("high",))

    def toggled(self, column: str, value: str) -> "View":
        """Return the view with one more value of a filter, or without it where it was in force."""
        chosen = getattr(self.filters, column)
        kept = tuple(one for one in chosen if one != value) if value in chosen else (*chosen, value)
        return self.with_filter(column, kept)

    def with_filter(self, column: str, value: object) -> "View":
        """Return the view with another value of a filter, at the first page of its table."""
        return replace(self, filters=changed(self.filters, column, value), page=1)

    def without(self, column: str) -> "View":
        """Return the view with nothing chosen in one filter."""
        return self.with_filter(column, getattr(Filters(), column))

    def cleared(self) -> "View":
        """Return the view with no filter in force."""
        return replace(self, filters=Filters(), page=1)

    def query(self) -> str:
        """Return the query string, `?` first; read(query) gives the same view."""
        others = {
            "figure": self.figure,
            "implied": None if self.implied else "0",
            "official": None if self.official else "0",
            "low": "1" if self.low_salience else None,
            "currency": self.currency,
            "log": "1" if self.logarithmic else None,
            "order": self.order,
            "page": self.page if self.page > 1 else None,
            "theme": self.theme,
        }
        pairs = [*_pairs(self.filters), *((name, str(value)) for name, value in others.items() if value)]
        pairs += [("event", f"{one.name}={one.day}") for one in self.events]
        return f"?{urlencode(pairs)}"


def _pairs(filters: Filters) -> Iterator[tuple[str, str]]:
    for one in fields(filters):
        value = getattr(filters, one.name)
        if isinstance(value, tuple):
            yield from ((one.name, item) for item in value)
        elif value is True:
            yield one.name, "1"
        elif value is not None and value is not False:
            yield one.name, str(value)


def changed(filters: Filters, column: str, value: object) -> Filters:
    """Return the filters with another value for one of them."""
    other: dict[str, Any] = {column: value}
    return replace(filters, **other)


def read(query: str | None) -> View:
    """Return the view that an address asks for; what cannot be understood is left out, never an error."""
    given: dict[str, list[str]] = {}
    for name, value in parse_qsl((query or "").removeprefix("?")):
        given.setdefault(name, []).append(value)
    last = {name: values[-1] for name, values in given.items()}
    wanted: dict[str, Any] = {name: _values(name, given.get(name, ())) for name in LISTED}
    since, until = (_day(last.get(name)) for name in _DAYS)
    # Nothing lies between an end and a later beginning.
    wanted |= dict.fromkeys(_DAYS) if since and until and since > until else {"since": since, "until": until}
    filters = Filters(
        **wanted,
        min_confidence=_share(last.get("min_confidence")),
        search=_search(last.get("search")),
        copies=last.get("copies") == "1",
    )
    figure, currency = last.get("figure"), last.get("currency", "").upper()
    order, page, theme = last.get("order"), last.get("page", ""), last.get("theme")
    view = View(
        filters,
        figure if figure in CATALOGUE or figure == TABLE else None,
        implied=last.get("implied") != "0",
        official=last.get("official") != "0",
        low_salience=last.get("low") == "1",
        currency=currency if is_currency(currency) else None,
        logarithmic=last.get("log") == "1",
        events=tuple(filter(None, map(_event, given.get("event", ())[:MOST_EVENTS]))),
        order=order if order and order.removeprefix("-") in ORDERS else None,
        page=_page(page) or 1,
        theme=theme if theme in THEMES else None,
    )
    return replace(view, ignored=_ignored(given, view))


def _values(column: str, given: Iterable[str]) -> tuple[str, ...]:
    """Return the values of a filter that are known. Each link of a page holds all of them: they are few."""
    known = (value for value in dict.fromkeys(given) if _is_known(column, value))
    return tuple(islice(known, MOST_VALUES if column in FREE else None))


def _search(text: str | None) -> str | None:
    return text if text and len(text) <= LONGEST_SEARCH and terms(text) else None


def _is_known(column: str, value: str) -> bool:
    """Tell whether a filter can have this value at all; whether any fact has it is another question."""
    if value == OF_NULL.get(column):
        return True
    if column in ("reporter", "partner"):
        return value in countries()
    if column == "unit":
        return is_unit(value)
    if column in FREE:
        return len(value) <= LONGEST
    return value in list(ReviewState if column == "review" else CLOSED_COLUMNS[column])


def _ignored(given: dict[str, list[str]], view: View) -> tuple[str, ...]:
    """Return what was given and did not become part of the view, as the address has it."""
    chosen = {name: getattr(view.filters, name) for name in LISTED}
    lost = [(name, value) for name in LISTED for value in given.get(name, ()) if value not in chosen[name]]
    lost += [("event", value) for value in given.get("event", ()) if _event(value) not in view.events]
    taken = {name: getattr(view.filters, name) for name in (*_DAYS, "min_confidence")}
    taken |= {name: getattr(view, name) for name in ("figure", "currency", "order", "theme")}
    taken |= {"search": view.filters.search, "page": _page(given.get("page", ["1"])[-1])}
    lost += [(name, given[name][-1]) for name, value in taken.items() if name in given and value is None]
    return tuple(f"{name}={value}" for name, value in dict.fromkeys(lost))


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        return None


def _page(text: str) -> int | None:
    return int(text[:9]) or None if text.isascii() and text.isdecimal() else None


def _event(text: str) -> Event | None:
    """Return the event that `sanctions=2022-02-24` names."""
    name, _, day = text.rpartition("=")
    known = _day(day)
    return Event(name.strip()[:LONGEST_EVENT], known) if name.strip() and known else None


def _share(text: str | None) -> float | None:
    try:
        value = float(text) if text else None
    except ValueError:
        return None
    return value if value is not None and 0 <= value <= 1 else None
