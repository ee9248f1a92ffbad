"""Rows -> the table, each value a link to its sentence, and the links that choose a verdict."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from dash import html

from dashboard.comparing.asked import VERDICTS, Comparing
from dashboard.comparing.rows import Mark, Row, Scale, scale_of
from dashboard.explore.table import TablePage, pager
from dashboard.markup import aria, data, day, number

#: So many things stand on one page, and in the figure above it.
ROWS = 20
_HEADS = ("What", "Verdict", "Values, on a scale of their own", "Difference")


def chosen(view: Comparing, rows: Sequence[Row]) -> list[Row]:
    """Return the rows with the verdict that is wanted."""
    return [one for one in rows if view.verdict in (None, one.kind)]


def page_of(view: Comparing, rows: Sequence[Row]) -> tuple[list[Row], TablePage]:
    """Return the rows of the page that is asked for, the last one where it is beyond that, and the page."""
    wanted = chosen(view, rows)
    of = max(1, -(-len(wanted) // ROWS))
    at = min(view.page, of)
    return wanted[(at - 1) * ROWS : at * ROWS], TablePage([], at, ROWS, of, len(wanted))


def verdicts(view: Comparing, rows: Sequence[Row]) -> list[Any]:
    """Return a link for each verdict that there is, with how many rows have it."""
    if not rows:
        return []
    counts = Counter(one.kind for one in rows)
    offered = [
        (kind, f"{sign} {name}", counts[kind])
        for kind, (sign, name) in VERDICTS[view.against].items()
        if counts[kind] or view.verdict == kind
    ]
    return [_choice(view, *one) for one in ((None, "All", len(rows)), *offered)]


def _choice(view: Comparing, kind: str | None, label: str, many: int) -> html.A:
    return html.A(
        [label, " ", number(many, "count")],
        href=replace(view, verdict=kind, page=1).query(),
        **(aria(current="true") if view.verdict == kind else {}),
    )


def table(view: Comparing, rows: Sequence[Row], page: TablePage) -> list[Any]:
    """Return one page of rows, with the way to the others."""
    if not rows:
        return []
    body = html.Tbody([_row(view, one) for one in rows])
    return [
        html.Nav(pager(view, page), className="pager", **aria(label="Pages of the table")),
        html.Table(
            [html.Thead(html.Tr([html.Th(name, scope="col") for name in _HEADS])), body], className="compared"
        ),
    ]


def _row(view: Comparing, row: Row) -> html.Tr:
    sign, _ = VERDICTS[view.against][row.kind]
    scale = scale_of(row.marks)
    values = html.Ul([html.Li(_value(view, row, one, scale)) for one in row.marks], className="values")
    return html.Tr(
        [
            html.Th([row.what, html.Div(row.detail, className="soft")], scope="row"),
            html.Td(
                [
                    html.Span(sign, className="sign", **aria(hidden="true")),
                    row.verdict,
                    *(html.Div(reason, className="soft") for reason in row.reasons),
                    *_rates(row),
                ],
                className=f"verdict {row.kind}",
            ),
            html.Td(values),
            html.Td(row.difference, className="difference"),
        ]
    )


def _rates(row: Row) -> list[html.Details]:
    if not row.rates:
        return []
    return [html.Details([html.Summary("Rates"), *map(html.Div, row.rates)], className="soft")]


def _value(view: Comparing, row: Row, mark: Mark, scale: Scale) -> Any:
    source = [" ", mark.by, " ", day(mark.day), f", {mark.note}" if mark.note else ""]
    told = [
        _strip(row, mark, scale),
        html.Span([html.Strong(mark.said), html.Span(source, className="soft")]),
    ]
    if mark.fact_id is None:
        return html.Div(told, className="value")
    return html.A(
        told,
        href=view.to_fact(mark.fact_id),
        className="value gone" if mark.is_gone else "value",
        **data(fact=mark.fact_id),
    )


def _strip(row: Row, mark: Mark, scale: Scale) -> html.Span:
    """Return where a value lies between the others of its row, with a grey band between those that differ."""
    ends = [scale.at(one.value) for one in row.marks]
    band = [_bar("band", min(ends), max(ends))] if row.kind in ("conflict", "differs") else []
    allowed = [_bar("allowed", scale.at(mark.low), scale.at(mark.high))] if mark.high > mark.low else []
    kind = "official" if mark.fact_id is None else "dot"
    dot = html.Span(className=kind, style={"left": f"{scale.at(mark.value)}%"})
    return html.Span([*band, *allowed, dot], className="strip", **aria(hidden="true"))


def _bar(name: str, left: float, right: float) -> html.Span:
    return html.Span(className=name, style={"left": f"{left}%", "width": f"{round(right - left, 1)}%"})
