"""The filters with their counts, as links: each leads to the view with that value added or taken away."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, NamedTuple

from dash import html

from dashboard.address import View, changed
from dashboard.markup import aria
from figures.wording import FLOW_NAMES, unit_title
from schemas.places import country_name
from schemas.units import is_currency
from store import Store

_SHOWN = 8


class Facet(NamedTuple):
    """One group of filters: the column, its heading, and how a value is called."""

    column: str
    title: str
    name: Callable[[str], str]


def _spaced(value: str) -> str:
    words = value.replace("_", " ")
    return words[:1].upper() + words[1:]


def facets(titles: Mapping[str, str]) -> tuple[Facet, ...]:
    """Return the facets of the page; `titles` are the documents' names by id."""
    return (
        Facet("reporter", "Reporter", lambda code: country_name(code) or code),
        Facet("partner", "Partner", lambda code: country_name(code) or code),
        Facet("flow", "Flow", lambda flow: FLOW_NAMES.get(flow, flow)),
        Facet("measure", "Measure", _spaced),
        Facet("document", "Source", lambda name: titles.get(name, name)),
    )


def column(store: Store, view: View, titles: Mapping[str, str]) -> list[Any]:
    """Return the whole column: a group for each facet, and the switches."""
    groups = [_group(store, view, facet) for facet in facets(titles)]
    return [*(one for one in groups if one is not None), _switches(store, view), *_currencies(store, view)]


def _counts(store: Store, view: View, facet: Facet) -> dict[str, int]:
    """Return the facts by value, as many as there would be with this facet open and the others in force."""
    asked = changed(view.asked, facet.column, ())
    column = "document_id" if facet.column == "document" else facet.column
    found = {str(value): int(number) for value, number in store.counts(column, asked).items()}
    return found | {value: 0 for value in getattr(view.filters, facet.column) if value not in found}


def _group(store: Store, view: View, facet: Facet) -> html.Details | None:
    counts = _counts(store, view, facet)
    if not counts:
        return None
    chosen = getattr(view.filters, facet.column)
    rows = [_row(view, facet, value, number, value in chosen) for value, number in counts.items()]
    more = []
    if len(rows) > _SHOWN:
        hidden = html.Div(rows[_SHOWN:], className="values")
        more = [html.Details([html.Summary(f"{len(rows) - _SHOWN} more"), hidden], className="more")]
    return html.Details(
        [html.Summary(facet.title), html.Div(rows[:_SHOWN], className="values"), *more],
        open=True,
        className="facet",
    )


def _row(view: View, facet: Facet, value: str, number: int, chosen: bool) -> html.A:
    return _choice(view.toggled(facet.column, value), facet.name(value), chosen, "checkbox", number)


def _choice(to: View, label: str, chosen: bool, role: str, number: int | None = None) -> html.A:
    count = [] if number is None else [html.Span(f"{number:,}", className="count")]
    return html.A(
        [html.Span(className="box"), html.Span(label, className="name", title=label), *count],
        href=to.query(),
        role=role,
        className="choice",
        **aria(checked="true" if chosen else "false"),
    )


def _switches(store: Store, view: View) -> html.Div:
    everything = replace(view.filters, salience=("low",))
    low = int(store.counts("salience", everything).sum())
    copies = [_copies(store, view)] if view.filters.copies or store.has_copies() else []
    return html.Div(
        [
            html.H2("Show"),
            _choice(replace(view, implied=not view.implied), "Implied values", view.implied, "switch"),
            _choice(
                replace(view, low_salience=not view.low_salience),
                "Low salience",
                view.low_salience,
                "switch",
                low,
            ),
            *copies,
        ],
        className="facet values",
    )


def _copies(store: Store, view: View) -> html.A:
    """Return the switch that counts what copies of an article say again, with how many facts that is."""
    without, with_them = (changed(view.asked, "copies", on) for on in (False, True))
    again = int(store.counts("salience", with_them).sum() - store.counts("salience", without).sum())
    on = view.filters.copies
    return _choice(
        replace(view, filters=changed(view.filters, "copies", not on)),
        "Copies of articles",
        on,
        "switch",
        again,
    )


#: The currencies that are offered beside those that the facts are in most.
_OFFERED, _MOST_CURRENCIES = ("USD", "EUR"), 4


def _currencies(store: Store, view: View) -> list[html.Div]:
    """Return the choice of a currency, nothing where there is no money among the facts."""
    units = store.counts("unit", changed(view.asked, "unit", ()))
    stated = [str(unit) for unit in units.index if is_currency(str(unit))]
    if not stated and view.currency is None:
        return []
    most = list(dict.fromkeys((*_OFFERED, *stated)))[:_MOST_CURRENCIES]
    offered = dict.fromkeys([*most, *([view.currency] if view.currency else [])])
    choices = [
        _choice(replace(view, currency=code), unit_title(code), code == view.currency, "radio")
        for code in offered
    ]
    as_stated = _choice(replace(view, currency=None), "As stated", view.currency is None, "radio")
    group = html.Div([as_stated, *choices], role="radiogroup", **aria(labelledby="currency"))
    return [html.Div([html.H2("Currency", id="currency"), group], className="facet values")]


def chips(view: View, titles: Mapping[str, str]) -> list[Any]:
    """Return the filters in force as links that take them away, and one that takes all away."""
    found: list[Any] = []
    for facet in facets(titles):
        for value in getattr(view.filters, facet.column):
            found.append(_chip(f"{facet.title}: {facet.name(value)}", view.toggled(facet.column, value)))
    for name in ("unit", "status", "salience"):
        for value in getattr(view.filters, name):
            found.append(_chip(f"{_spaced(name)}: {_spaced(value)}", view.toggled(name, value)))
    for name in ("since", "until", "min_confidence", "search"):
        given = getattr(view.filters, name)
        if given is not None:
            found.append(_chip(f"{_spaced(name)}: {given}", view.without(name)))
    if found:
        found.append(html.A("Clear all", href=view.cleared().query(), className="clear"))
    if view.ignored:
        told = f"Left out, because there is no such thing: {', '.join(view.ignored)}."
        found.append(html.P(told, className="ignored", role="status"))
    return found


def _chip(label: str, to: View) -> html.A:
    return html.A(
        [html.Span(label), html.Span("×", className="cross", **aria(hidden="true"))],
        href=to.query(),
        className="chip",
        **aria(label=f"Remove the filter {label}"),
    )
