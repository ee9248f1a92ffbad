"""Trees of HTML that the browser plants itself, without Dash.

Dash keeps a component of its own for every element, which for some hundred links takes longer than all else
that a filter changes. These are sent as plain lists; assets/planting.js makes elements of them, text as text:

    plain(html.A("Turkey", href="?reporter=TUR"))  ->  ["a", {"href": "?reporter=TUR"}, ["Turkey"]]

Such an element has no callbacks. What was unfolded stays so where a `key` comes again, and so does the focus.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from dash.development.base_component import Component

#: What attributes are called in HTML; all others are called the same.
_NAMES = {"className": "class", "dateTime": "datetime", "key": "data-key", "htmlFor": "for"}

#: An element as its name, its attributes and what stands in it; or a text.
Plain = list[Any] | str


def plain(component: Any) -> Plain:
    """Return an element of dash.html, with all that stands in it, as lists and texts."""
    if not isinstance(component, Component):
        return str(component)
    told = component.to_plotly_json()
    properties = dict(told["props"])
    children = properties.pop("children", None)
    inside = children if isinstance(children, list | tuple) else [] if children is None else [children]
    attributes = {_NAMES.get(name, name): _value(value) for name, value in properties.items()}
    return [told["type"].lower(), attributes, [plain(one) for one in inside]]


def planted(places: Mapping[str, Iterable[Any]]) -> dict[str, list[Plain]]:
    """Return what is to stand in each place, by the place's id."""
    return {name: [plain(one) for one in trees] for name, trees in places.items()}


def _value(value: Any) -> Any:
    """Return an attribute's value; a style is written as CSS has it."""
    if isinstance(value, dict):
        return "; ".join(f"{name}: {one}" for name, one in value.items())
    return value
