"""HTML that the pages share: attributes that are no Python names, numbers and days as readers write them."""

from datetime import date
from typing import Any

from dash import html

from figures import wording


def aria(**values: str) -> dict[str, Any]:
    """Return ARIA attributes as a component takes them: `aria(label="Source")` is aria-label."""
    return {f"aria-{name}": value for name, value in values.items()}


def data(**values: str) -> dict[str, Any]:
    """Return attributes of a page's own, as assets/ reads them: `data(keeps="filters")` is data-keeps."""
    return {f"data-{name}": value for name, value in values.items()}


def number(value: int, class_name: str = "") -> html.Data:
    """Return a whole number, which assets/locale.js writes as the reader's language does."""
    return html.Data(f"{value:,}", value=str(value), className=class_name)


def day(when: date | None) -> html.Time | str:
    """Return a day, which assets/locale.js writes as the reader's language does; nothing for none."""
    return html.Time(wording.day(when), dateTime=when.isoformat()) if when else ""
