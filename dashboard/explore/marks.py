"""The figure as a table: a row for each mark, for who cannot see it and for who wants to be sure."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import quote

from dash import html

from dashboard.address import View
from figures import wording
from figures.shown import Shown

#: A table that is read row by row has no use for more.
_MOST = 500
_HEADS = ("What", "Value", "Period", "How firm", "Note")


def closed(key: str) -> html.Details:
    """Return the table before it is asked for; by another key it is another one, and closed again."""
    return html.Details(
        [html.Summary("The figure as a table", id="open-marks"), html.Div(id="marks")],
        key=key,
        className="marks",
    )


def rows(view: View, shown: Sequence[Shown]) -> list[Any]:
    """Return a table of what a figure shows; the first cell of a row leads to its sentence."""
    if not shown:
        return [html.P("The figure shows nothing.", className="soft")]
    head = html.Thead(html.Tr([html.Th(name, scope="col") for name in _HEADS]))
    body = html.Tbody([_row(view, one) for one in shown[:_MOST]])
    beyond = len(shown) - _MOST
    told = [html.P(f"And {beyond:,} more: export the data to have them all.")] if beyond > 0 else []
    return [html.Table([head, body], className="drawn"), *told]


def _row(view: View, one: Shown) -> html.Tr:
    to = f"{view.query()}&fact={quote(' '.join(one.fact_ids))}"
    what = html.A(one.what, href=to) if one.fact_ids else one.what
    value = wording.amount(one.value, one.unit)
    if one.value_low is not None and one.value_high is not None:
        value += f" ({wording.within(one.value_low, one.value_high, one.unit)})"
    cells = [value, wording.period(one.period_start, one.period_end), one.firm, one.note]
    return html.Tr([html.Th(what, scope="row"), *(html.Td(cell) for cell in cells)])
