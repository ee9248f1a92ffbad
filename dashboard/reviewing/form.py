"""The form of a correction: every column that may be corrected, as it is, beside what the machine read."""

import dash_mantine_components as dmc
from dash import html

from dashboard.markup import aria, data
from dashboard.source.verdicts import LABELS, in_words
from figures import wording
from pipeline.reviewing import Known, text_of
from schemas.places import country_name
from schemas.vocabulary import CLOSED_COLUMNS, DATE_COLUMNS

#: Columns that always have a value.
_NEVER_EMPTY = ("bound", "measure", "status", "salience")
_EMPTY = "—"
_HINTS = {
    "reporter": "Name or code",
    "partner": "Name or code",
    "unit": "USD, percent, tonne …",
    **dict.fromkeys(DATE_COLUMNS, "Such as 2024-01-31"),
}


def form(found: Known) -> html.Form:
    """Return the form, with the fact as it counts now; what differs from the machine's reading says so."""
    return html.Form(
        [
            html.H2("Correct what was read"),
            html.Div([_field(name, found) for name in LABELS], className="fields"),
            html.P(id="correct-told", className="told", role="alert"),
            html.Div(
                [
                    html.Button("Save correction", id="save-correction", type="button", className="strong"),
                    html.Button(
                        ["Cancel ", html.Kbd("Esc")], type="button", className="quiet", **data(does="cancel")
                    ),
                ],
                className="verdicts",
            ),
        ],
        className="correcting",
        **aria(label="Correction"),
    )


def _field(name: str, found: Known) -> html.Div:
    now, read = (_shown(name, getattr(fact, name)) for fact in (found.fact, found.machine))
    control = _choice(name, now) if name in CLOSED_COLUMNS else _text(name, now)
    told = f"Read as {in_words(name, getattr(found.machine, name))}"
    is_changed = "field changed" if now != read else "field"
    return html.Div(
        [control, html.Span(told, className="read")], className=is_changed, **data(column=name, read=read)
    )


def _shown(name: str, value: object) -> str:
    return country_name(str(value)) or "" if name in ("reporter", "partner") and value else text_of(value)


def _text(name: str, now: str) -> dmc.TextInput:
    return dmc.TextInput(
        id={"correct": name}, label=LABELS[name], value=now, placeholder=_HINTS.get(name), size="xs"
    )


def _choice(name: str, now: str) -> dmc.Select:
    words = [
        {"value": str(one), "label": wording.capital(in_words(name, one))} for one in CLOSED_COLUMNS[name]
    ]
    return dmc.Select(
        id={"correct": name},
        label=LABELS[name],
        data=words,
        value=now or None,
        placeholder=_EMPTY,
        clearable=name not in _NEVER_EMPTY,
        allowDeselect=name not in _NEVER_EMPTY,
        size="xs",
    )
