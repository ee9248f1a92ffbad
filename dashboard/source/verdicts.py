"""What people said of a fact: the buttons that say it, and all that was said, with who and when."""

from typing import Any
from urllib.parse import urlencode

from dash import html

from dashboard.access.current import may
from dashboard.markup import aria, data
from pipeline.reviewing import Known, text_of
from schemas.places import country_name
from schemas.vocabulary import CLOSED_COLUMNS, Verdict
from store import Review, Role

#: What a person may correct, in plain words.
LABELS = {
    "value": "Value",
    "value_high": "Upper end of a range",
    "unit": "Unit",
    "bound": "Hedge",
    "measure": "Measure",
    "direction": "Direction",
    "statistic": "Statistic",
    "flow": "Flow",
    "balance": "Side of a balance",
    "reporter": "Reporter",
    "partner": "Partner",
    "indicator": "Indicator",
    "counted": "What is counted",
    "period_start": "Period, first day",
    "period_end": "Period, last day",
    "baseline_period_start": "Compared with, first day",
    "baseline_period_end": "Compared with, last day",
    "baseline_value": "Value compared with",
    "status": "Status",
    "role": "Role",
    "attributed_to": "Said by",
    "salience": "Salience",
}


def may_write() -> bool:
    """Tell whether whoever asks may change what is stored."""
    return may(Role.EDITOR)


def button(fact_id: str, verdict: Verdict, label: str, key: str = "") -> html.Button:
    """Return a button that says something of a fact; assets/review.js hears it on every page."""
    told: list[Any] = [label, *([" ", html.Kbd(key, **aria(hidden="true"))] if key else [])]
    return html.Button(told, type="button", className="quiet", **data(say=verdict.value, fact=fact_id))


def panel_bar(fact_id: str) -> html.Div:
    """Return the buttons of the source panel; a correction is made on the page Review."""
    to = f"/review?{urlencode({'fact': fact_id, 'correct': 1})}"
    return html.Div(
        [
            button(fact_id, Verdict.ACCEPTED, "Accept"),
            html.A("Correct", href=to, className="quiet"),
            button(fact_id, Verdict.REJECTED, "Reject"),
        ],
        className="verdicts",
        role="group",
        **aria(label="Review this fact"),
    )


def history(found: Known) -> list[Any]:
    """Return all that was said of a fact, the last first; nothing where nobody said anything."""
    if not found.reviews:
        return []
    return [
        html.Div(
            [html.P("Reviewed", className="head"), html.Ol([html.Li(_said(one)) for one in found.reviews])],
            className="history",
        )
    ]


def _said(one: Review) -> list[Any]:
    by = f" by {one.reviewer}" if one.reviewer else ""
    when = html.Time(
        f"{one.reviewed_at.day} {one.reviewed_at:%b %Y, %H:%M} UTC",
        dateTime=f"{one.reviewed_at:%Y-%m-%dT%H:%MZ}",
    )
    changes = [html.Div(_change(name, one), className="change") for name in one.corrected]
    note = [html.Div(f"“{one.note}”", className="note")] if one.note else []
    return [html.Strong(one.verdict.capitalize()), f"{by}, ", when, *changes, *note]


def _change(name: str, one: Review) -> list[Any]:
    now, read = (in_words(name, values.get(name)) for values in (one.corrected, one.machine))
    return [f"{LABELS[name]}: ", html.Span(now), html.Span(f" (read as {read})", className="soft")]


def in_words(name: str, value: object) -> str:
    """Return a value of a column as people say it."""
    if value is None:
        return "unknown"
    if name in ("reporter", "partner"):
        return country_name(str(value)) or str(value)
    return str(value).replace("_", " ") if name in CLOSED_COLUMNS else text_of(value)
