"""The sections and the facts of one document that is not stored yet, to be corrected."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from dashboard.markup import aria
from figures import wording
from pipeline.drafts import Draft, described
from schemas.records import Fact
from schemas.vocabulary import Section

#: A document with more facts than these is a database.
MOST_FACTS = 500
_SECTIONS = [{"value": str(one), "label": str(one).capitalize()} for one in Section]


def detail(draft: Draft) -> list[Any]:
    """Return what is shown of a draft: its notes, its sections line by line, and its facts."""
    document = draft.reading.document
    return [
        html.P(document.document_id, className="soft"),
        html.H2(wording.title_of(document.title, document.text, most=90)),
        *(html.P(note, className="soft") for note in document.notes),
        html.Div([_sections(draft), _facts(draft)], className="columns"),
    ]


def _sections(draft: Draft) -> html.Div:
    text = draft.reading.document.text
    rows = [
        html.Div(
            [
                dmc.Select(
                    id={"piece": number},
                    data=_SECTIONS,
                    value=one["section"],
                    allowDeselect=False,
                    size="xs",
                    className="section",
                    **aria(label=f"The section of: {one['begins']}"),
                ),
                html.P(_shown(text[one["start"] : one["end"]]), className=f"piece {one['section']}"),
            ],
            className="row",
        )
        for number, one in enumerate(described(draft)["sections"])
    ]
    return html.Div([html.H3("Sections"), *rows])


def _shown(text: str) -> str:
    """Return the ends of a piece of text."""
    words = " ".join(text.split())
    return words if len(words) <= 320 else f"{words[:200].rstrip()} … {words[-100:].lstrip()}"


def _facts(draft: Draft) -> html.Div:
    facts = draft.reading.facts[:MOST_FACTS]
    boxes = [dmc.Checkbox(value=place(one), label=_said(one), size="xs") for one in facts]
    kept = [place(one) for one in facts if (one.start, one.end) not in draft.left_out]
    more = len(draft.reading.facts) - len(facts)
    return html.Div(
        [
            html.H3(f"Facts: {len(draft.kept().facts):,} of {len(draft.reading.facts):,}"),
            dmc.CheckboxGroup(boxes, id="kept", value=kept) if boxes else html.P("No quantity was found."),
            *([html.P(f"and {more:,} more, which are stored as they are")] if more else []),
        ]
    )


def _said(fact: Fact) -> list[Any]:
    about = (
        wording.subject(fact),
        wording.measure_name(fact),
        wording.period(fact.period_start, fact.period_end) or "period unknown",
    )
    low = [" · low salience"] if fact.salience == "low" else []
    return [html.Strong(fact.quote), " ", ", ".join(part for part in about if part), *low]


def place(fact: Fact) -> str:
    """Return where a fact stands, as the value of its box."""
    return f"{fact.start}-{fact.end}"
