"""One fact in full: its sentence, why it was read so, what others say, and what people said of it."""

from typing import Any

from dash import html

from dashboard.markup import aria, data
from dashboard.source.panel import around, sentence_of
from dashboard.source.related import related
from dashboard.source.verdicts import LABELS, button, history
from figures import wording
from pipeline.explained import Told, columns_told
from pipeline.reviewing import Known
from schemas.records import Document
from schemas.vocabulary import CLOSED_COLUMNS, Verdict
from store import Store

_PERIODS = {"period": "Period", "baseline_period": "Compared with", "baseline": "Compared with"}
_OTHERS = {"section": "Section", "rule": "Rule", "confidence": "Confidence"}
_NAMES = LABELS | _PERIODS | _OTHERS


def bar(found: Known) -> list[Any]:
    """Return the buttons, each with its key."""
    fact_id = found.fact.fact_id
    withdraw = [button(fact_id, Verdict.WITHDRAWN, "Withdraw", "u")] if found.verdict else []
    return [
        html.Div(
            [
                button(fact_id, Verdict.ACCEPTED, "Accept", "a"),
                _does("correct", "Correct", "c"),
                button(fact_id, Verdict.REJECTED, "Reject", "r"),
                *withdraw,
                html.Span(className="room"),
                _does("previous", "Previous", "p"),
                _does("next", "Next", "n"),
            ],
            className="verdicts",
            role="group",
            **aria(label="Review this fact"),
        ),
    ]


def _does(what: str, label: str, key: str) -> html.Button:
    told: list[Any] = [label, " ", html.Kbd(key, **aria(hidden="true"))]
    return html.Button(told, type="button", className="quiet", **data(does=what))


def sentence(found: Known, document: Document) -> list[Any]:
    """Return what a fact is, what was said of it, and the sentence with the words that gave it."""
    fact = found.fact
    about = wording.flow_phrase(fact.flow, fact.reporter, fact.partner) or fact.indicator or fact.quote
    amount = wording.fact_amount(fact) if fact.unit == "rank" else wording.in_full(fact)
    told = [amount, wording.period(fact.period_start, fact.period_end)]
    return [
        html.H2(wording.capital(about)),
        html.P(", ".join(filter(None, told)), className="amount"),
        *history(found),
        *sentence_of([fact], document),
    ]


def more(found: Known, document: Document, store: Store, currency: str | None) -> list[Any]:
    """Return what else is to be known of a fact before one stands for it."""
    elsewhere = related(found.fact, store, currency)
    return [
        html.H3("Why it was read so"),
        _why(found, document.text),
        *([html.H3("What others say"), _elsewhere(elsewhere)] if elsewhere else []),
        *around(found.fact, document),
    ]


def _elsewhere(lines: list[tuple[str, str]]) -> html.Dl:
    return html.Dl([part for name, told in lines for part in (html.Dt(name), html.Dd(told))])


def _why(found: Known, text: str) -> html.Table:
    now = {one.column: one.value for one in columns_told(found.fact)}
    read = {one.column: one for one in columns_told(found.machine)}
    others = [Told(name, "", ()) for name in now if name not in read]
    rows = [_column(one, now.get(one.column, ""), text) for one in (*read.values(), *others)]
    heads = [html.Th(name, scope="col") for name in ("What", "Read as", "By the words")]
    return html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="why")


def _column(one: Told, now: str, text: str) -> html.Tr:
    """Return a line: a value that was corrected stands before the machine's."""
    value: list[Any] = [_spelled(one.column, one.value)]
    if now != one.value:
        read = _spelled(one.column, one.value) or "unknown"
        told = _spelled(one.column, now) or "unknown"
        value = [html.Strong(told), " ", html.Span(f"read as {read}", className="soft")]
    given = [part for evidence in one.evidence for part in (_given(evidence, text), html.Br())][:-1]
    return html.Tr([html.Th(_NAMES.get(one.column, one.column), scope="row"), html.Td(value), html.Td(given)])


def _spelled(column: str, value: str) -> str:
    return value.replace("_", " ") if column in CLOSED_COLUMNS else value


def _given(evidence: Any, text: str) -> html.Span:
    words = f"“{' '.join(text[evidence.start : evidence.end].split())}”"
    quoted = [words, " "] if evidence.field != "confidence" else []
    note = [html.Span(evidence.note, className="soft")] if evidence.note else []
    return html.Span([*quoted, *note])


def gone() -> list[Any]:
    """Return what is said of a fact that is not stored any more."""
    return [html.P("This fact is no longer stored: its document was read anew. Choose another one.")]
