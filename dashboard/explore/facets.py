"""The filters with their counts, as links: each leads to the view with that value added or taken away."""

from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any, NamedTuple

from dash import ClientsideFunction, Dash, Input, Output, State, dcc, html

from analysis.products import product_name
from dashboard.address import View
from dashboard.drawn import titles_of
from dashboard.markup import aria, data, number
from dashboard.planting import planted
from figures import wording
from figures.wording import FLOW_NAMES, unit_title
from schemas.filters import OF_NULL, STOOD_FOR, UNSAID, Filters
from schemas.places import country_name
from schemas.units import is_currency
from store import STEPS, Selection, Store

#: So many values of a facet stand open, and so many can be unfolded; the search finds the others.
_SHOWN, _UNFOLDED = 6, 400
#: A facet with one value that all facts have tells nothing, but where it is in force.
_TELLING = 2
#: What is folded of a facet: all of it, or what is beyond the commonest values.
_WHOLE, _REST = "whole", "rest"
#: What the facts are called that say nothing of a facet.
_NOT_SAID = "Not said"
#: So much is unfolded at once; there are not so many facets.
_MOST_UNFOLDED = 40


class Asked(NamedTuple):
    """What the filters are asked for: the view, the facts that pass it, their store, and by which page."""

    view: View
    selection: Selection
    store: Store
    page: str = "explore"


class Facet(NamedTuple):
    """One group of filters: the column, its heading, how a value is called, and whether it stands open."""

    column: str
    title: str
    name: Callable[[str], str]
    open: bool = True


def _spaced(value: str) -> str:
    words = value.replace("_", " ")
    return words[:1].upper() + words[1:]


def _country(code: str) -> str:
    return country_name(code) or code


def _as_it_is(value: str) -> str:
    return value


def _product(code: str) -> str:
    return product_name(code) or code


_FIRST = (
    Facet("reporter", "Reporter", _country),
    Facet("partner", "Partner", _country),
    Facet("flow", "Flow", lambda flow: FLOW_NAMES.get(flow, flow)),
    Facet("measure", "Measure", _spaced),
)
_MORE = (
    Facet("unit", "Unit", unit_title, open=False),
    Facet("product", "Product", _product, open=False),
    Facet("publisher", "Source", _as_it_is),
    Facet("document", "Document", _as_it_is, open=False),
    Facet("status", "Status", _spaced, open=False),
    Facet("section", "Section", _spaced, open=False),
    Facet("review", "Review", _spaced, open=False),
)


def first(asked: Asked) -> list[Any]:
    """Return the facets above the period."""
    return [*_groups(asked, _FIRST)]


def more(asked: Asked) -> list[Any]:
    """Return the facets below it."""
    return [*_groups(asked, _MORE), _confidence(asked)]


def _groups(asked: Asked, facets: tuple[Facet, ...]) -> Iterator[html.Details]:
    for facet in facets:
        chosen = getattr(asked.view.filters, facet.column)
        if not chosen and not facet.open:
            if asked.selection.index.values_of(facet.column) >= _TELLING:
                yield _closed(asked, facet)
            continue
        if chosen or asked.selection.counts(facet.column, 1).facts:
            yield _group(asked, facet)


def _closed(asked: Asked, facet: Facet) -> html.Details:
    """Return a facet that is folded: what is in it is counted when somebody looks."""
    told = data(unfolds=f"{asked.page}-unfold {facet.column} {_WHOLE}")
    return html.Details([html.Summary(facet.title), html.Div()], key=facet.column, className="facet", **told)


def _group(asked: Asked, facet: Facet) -> html.Details:
    """Return a facet that is open."""
    return html.Details(
        [html.Summary(facet.title), *_opened(asked, facet)], key=facet.column, open=True, className="facet"
    )


def _opened(asked: Asked, facet: Facet) -> list[Any]:
    """Return what is chosen of a facet, the commonest other values, and what unfolds the rest of them."""
    counts = asked.selection.counts(facet.column, _SHOWN)
    chosen = getattr(asked.view.filters, facet.column)
    every = asked.selection.counts(facet.column).facts if chosen else counts.facts
    unsaid = _unsaid(asked, facet)
    values = {value: (every | unsaid).get(value, 0) for value in chosen} | counts.facts | unsaid
    unchosen = counts.others + len(counts.facts) - sum(value in every for value in chosen)
    more = unchosen - sum(value not in chosen for value in counts.facts)
    folded = [_folded(asked, facet, more)] if more > 0 else []
    return [_values(asked, facet, values), *folded]


def _unsaid(asked: Asked, facet: Facet) -> dict[str, int]:
    """Return how many facts say nothing of a facet, by the value that asks for them; nothing where all do."""
    value, many = OF_NULL.get(facet.column), asked.selection.without(facet.column)
    return {value: many} if value and many else {}


def _values(asked: Asked, facet: Facet, values: dict[str, int]) -> html.Div:
    name = _names(asked, facet, values)
    rows = [_row(asked.view, facet, value, name(value), many) for value, many in values.items()]
    return html.Div(rows, className="values")


def _folded(asked: Asked, facet: Facet, more: int) -> html.Details:
    """Return the rest of a facet before it is asked for; in another view it is another one, folded again."""
    told = data(unfolds=f"{asked.page}-unfold {facet.column} {_REST}")
    return html.Details([html.Summary([number(more), " more"]), html.Div()], className="more", **told)


def stores(page: str) -> list[dcc.Store]:
    """Return what a page with facets needs beside them: what is to be planted, and what is unfolded."""
    return [dcc.Store(id=f"{page}-{name}") for name in ("lists", "unfold", "unfolded")]


def plant(app: Dash, store: Store, page: str, kept: str, reading: Callable[[str], View]) -> None:
    """Let the lists of a page be planted, and its facets unfold; `reading` makes a view of what it keeps."""
    for function, name in (("plant", "lists"), ("unfolded", "unfolded")):
        app.clientside_callback(
            ClientsideFunction("planting", function),
            Input(f"{page}-{name}", "data"),
            prevent_initial_call=True,
        )

    @app.callback(
        Output(f"{page}-unfolded", "data"),
        Input(f"{page}-unfold", "data"),
        State(kept, "data"),
        prevent_initial_call=True,
    )
    def unfolded_values(of: dict[str, Any], query: str) -> Any:
        view = reading(query)
        asked = Asked(view, store.selection(view.asked), store, page)
        return planted({one: unfolded(asked, one) for one in map(str, of["asked"][:_MOST_UNFOLDED])})


def unfolded(asked: Asked, wanted: str) -> list[Any]:
    """Return what was folded of a facet, the whole or the rest; nothing for a column that is no facet."""
    column, _, part = wanted.partition(" ")[2].partition(" ")
    facet = next((one for one in (*_FIRST, *_MORE) if one.column == column), None)
    if facet is None:
        return []
    return _opened(asked, facet) if part == _WHOLE else _rest(asked, facet)


def _rest(asked: Asked, facet: Facet) -> list[Any]:
    """Return the values of a facet that do not stand open."""
    column = facet.column
    counts = asked.selection.counts(column, _UNFOLDED)
    chosen = getattr(asked.view.filters, column)
    rest = {value: many for value, many in list(counts.facts.items())[_SHOWN:] if value not in chosen}
    beyond = [html.P(["And ", number(counts.others), " more: search for them."], className="soft")]
    return [_values(asked, facet, rest), *(beyond if counts.others else [])]


def _names(asked: Asked, facet: Facet, values: dict[str, int]) -> Callable[[str], str]:
    """Return what gives a value its name; documents are called by their titles."""
    if OF_NULL.get(facet.column) == UNSAID:
        return lambda value: _NOT_SAID if value == UNSAID else facet.name(value)
    if facet.column != "document":
        return facet.name
    titles = titles_of(asked.store.documents(list(values), letters=200))
    return lambda name: titles.get(name, name)


def _row(view: View, facet: Facet, value: str, label: str, many: int) -> html.A:
    chosen = value in getattr(view.filters, facet.column)
    return choice(view.toggled(facet.column, value), label, chosen, "checkbox", many)


def choice(to: View, label: str, chosen: bool, role: str, many: int | None = None) -> html.A:
    """Return a link that looks like, and is read as, a box, a switch or one of several choices."""
    count = [] if many is None else [number(many, "count")]
    return html.A(
        [html.Span(className="box"), html.Span(label, className="name", title=label), *count],
        href=to.query(),
        role=role,
        className="choice",
        key=label,
        **aria(checked="true" if chosen else "false"),
    )


def _confidence(asked: Asked) -> html.Details:
    """Return the choice of how sure a fact must be at least."""
    view, least = asked.view, asked.view.filters.min_confidence
    steps = asked.selection.sure()
    rows = [
        choice(
            view.with_filter("min_confidence", None if least == step else step),
            f"{step:g} and more",
            least == step,
            "radio",
            steps[step],
        )
        for step in STEPS
    ]
    return html.Details(
        [
            html.Summary("Confidence"),
            html.Div(rows, className="values", role="radiogroup", **aria(label="Confidence")),
        ],
        key="confidence",
        open=least is not None,
        className="facet",
    )


class Years(NamedTuple):
    """The period's facet: the slider's least, most and chosen years, the bars above it, and its words."""

    least: int
    most: int
    chosen: list[int]
    bars: list[html.Div]
    told: str


def period(view: View, years: dict[int, int]) -> Years | None:
    """Return the facet of the period, or None where no fact has one."""
    since, until = view.filters.since, view.filters.until
    known = [*years, *(day.year for day in (since, until) if day)]
    if not known:
        return None
    # A slider has at least two places.
    least, most = min(known), max(*known, min(known) + 1)
    chosen = [since.year if since else least, until.year if until else most]
    highest = max(years.values(), default=1)
    bars = [
        html.Div(
            className="bar" if chosen[0] <= year <= chosen[1] else "bar out",
            style={"height": f"{100 * years.get(year, 0) / highest:.0f}%"},
            title=f"{year}: {years.get(year, 0):,}",
        )
        for year in range(least, most + 1)
    ]
    first, last = chosen[0], min(chosen[1], max(known))
    told = f"{first}–{last}" if first != last else str(first)
    return Years(least, most, chosen, bars, told)


def switches(asked: Asked) -> list[Any]:
    """Return what is shown beside what texts report, and in which currency."""
    view = asked.view
    low = len(asked.store.selection(replace(view.filters, salience=("low",))))
    copies = [_copies(asked)] if view.filters.copies or asked.store.has_copies() else []
    official = [_official(view)] if asked.store.official.has_any() else []
    shown = html.Div(
        [
            html.H2("Show"),
            choice(replace(view, implied=not view.implied), "Implied values", view.implied, "switch"),
            *official,
            choice(
                replace(view, low_salience=not view.low_salience, page=1),
                "Low salience",
                view.low_salience,
                "switch",
                low,
            ),
            *copies,
            *_accepted(asked),
        ],
        className="facet values",
    )
    return [shown, *currencies(asked)]


def _official(view: View) -> html.A:
    return choice(replace(view, official=not view.official), "Official figures", view.official, "switch")


def _copies(asked: Asked) -> html.A:
    """Return the switch that counts what copies of an article say again, with how many facts that is."""
    view, on = asked.view, asked.view.filters.copies
    without, with_them = (
        asked.selection if on is told else asked.store.selection(replace(view.asked, copies=told))
        for told in (False, True)
    )
    again = len(with_them) - len(without)
    return choice(view.with_filter("copies", not on), "Copies of articles", on, "switch", again)


def _accepted(asked: Asked) -> list[html.A]:
    """Return the switch that leaves out what no person stands for; nothing where nobody has said anything."""
    counts = asked.selection.counts("review").facts
    on = set(asked.view.filters.review) == set(STOOD_FOR)
    if not counts and not on:
        return []
    to = asked.view.with_filter("review", () if on else STOOD_FOR)
    return [choice(to, "Accepted only", on, "switch", sum(counts.get(one, 0) for one in STOOD_FOR))]


#: The currencies that are offered beside those that the facts are in most.
_OFFERED, _MOST_CURRENCIES = ("USD", "EUR"), 4


def currencies(asked: Asked) -> list[html.Div]:
    """Return the choice of a currency, nothing where there is no money among the facts."""
    view = asked.view
    stated = [unit for unit in asked.selection.counts("unit").facts if is_currency(unit)]
    if not stated and view.currency is None:
        return []
    most = list(dict.fromkeys((*_OFFERED, *stated)))[:_MOST_CURRENCIES]
    offered = dict.fromkeys([*most, *([view.currency] if view.currency else [])])
    choices = [
        choice(replace(view, currency=code), unit_title(code), code == view.currency, "radio")
        for code in offered
    ]
    as_stated = choice(replace(view, currency=None), "As stated", view.currency is None, "radio")
    group = html.Div([as_stated, *choices], role="radiogroup", **aria(labelledby="currency"))
    return [html.Div([html.H2("Currency", id="currency"), group], className="facet values")]


def named(asked: Asked) -> list[str]:
    """Return the names of the values that are filtered by."""
    return [
        f"{title.lower()} {name.lower()}" if name == _NOT_SAID else name
        for title, name, _ in _in_force(asked)
    ]


def _in_force(asked: Asked, own: Collection[str] = ()) -> Iterator[tuple[str, str, View]]:
    """Yield each value in force: what its facet is called, its own name, and the view without it."""
    for facet in (one for one in (*_FIRST, *_MORE) if one.column not in own):
        values = getattr(asked.view.filters, facet.column)
        name = _names(asked, facet, dict.fromkeys(values, 0)) if values else facet.name
        for value in values:
            yield facet.title, name(value), asked.view.toggled(facet.column, value)
    for value in asked.view.filters.salience:
        yield "Salience", value, asked.view.toggled("salience", value)


def chips(asked: Asked, own: Collection[str] = ()) -> list[Any]:
    """Return the filters in force as links that take them away, and one that takes all away.

    Those of `own` columns are left out, and stay: the page shows them by itself.
    """
    view = asked.view
    cleared = view.cleared()
    for column in own:
        cleared = cleared.with_filter(column, getattr(view.filters, column))
    found: list[Any] = [_chip(f"{title}: {name}", without) for title, name, without in _in_force(asked, own)]
    if period := _period_told(view.filters):
        found.append(_chip(f"Period: {period}", view.without("since").without("until")))
    if view.filters.min_confidence is not None:
        found.append(
            _chip(f"Confidence: {view.filters.min_confidence:g} and more", view.without("min_confidence"))
        )
    if view.filters.search is not None:
        found.append(_chip(f"Search: {view.filters.search}", view.without("search")))
    if found:
        found.append(html.A("Clear all", href=cleared.query(), className="clear"))
    if view.ignored:
        found.append(html.P(left_out(view.ignored), className="ignored", role="status"))
    return found


def left_out(ignored: Iterable[str]) -> str:
    """Return what is said of what an address asks for and there is not."""
    return f"Left out, because there is no such thing: {', '.join(ignored)}."


def _period_told(filters: Filters) -> str:
    """Return the days in force as people say them: `2015–2021`, `from 2015`, `until 8 Aug 2024`."""
    since, until = filters.since, filters.until
    first = _year_or_day(since, 1, 1) if since else ""
    last = _year_or_day(until, 12, 31) if until else ""
    if first and last:
        return first if first == last else f"{first}–{last}"
    return f"from {first}" if first else f"until {last}" if last else ""


def _year_or_day(day: date, month: int, of_month: int) -> str:
    return str(day.year) if (day.month, day.day) == (month, of_month) else wording.day(day)


def _chip(label: str, to: View) -> html.A:
    return html.A(
        [html.Span(label), html.Span("×", className="cross", **aria(hidden="true"))],
        href=to.query(),
        className="chip",
        **aria(label=f"Remove the filter {label}"),
    )
