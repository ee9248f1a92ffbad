"""One fact beside the sentence it was read from: the source panel."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from urllib.parse import urlencode

from dash import Dash, Input, Output, State, html

from dashboard.address import View
from dashboard.markup import aria, day
from dashboard.source.related import related
from dashboard.source.spans import Span, pieces
from dashboard.source.verdicts import history, may_write, panel_bar
from figures import wording
from pipeline.reviewing import known
from schemas.records import Document, Evidence, Fact
from store import Store

#: Which columns an underline speaks of, and what the legend calls it.
_GROUPS = {
    "flow": "flow and countries",
    "period": "period",
    "baseline": "compared with",
    "status": "status",
}
_GROUP_OF = {
    **dict.fromkeys(("flow", "balance", "reporter", "partner"), "flow"),
    **dict.fromkeys(("period", "period_start", "period_end"), "period"),
    **dict.fromkeys(
        ("baseline", "baseline_period", "baseline_period_start", "baseline_period_end", "baseline_value"),
        "baseline",
    ),
    "status": "status",
}


def panel(store: Store, fact_ids: str, currency: str | None = None) -> list[Any]:
    """Return what the panel shows for one or more ids with blanks between, the first in front.

    Several ids stand for a value that was derived from them all. `currency` is the one in which amounts are
    compared, if one is chosen.
    """
    facts = [one for one in map(store.fact, fact_ids.split()) if one is not None]
    document = store.document(facts[0].document_id) if facts else None
    if document is None:
        return [_close(), html.P("This fact is no longer stored. Choose another mark or row.")]
    return [_close(), *_told(facts, document, store, currency)]


def add_to(app: Dash, store: Store, fact: str, kept: str, reading: Callable[[str], View]) -> None:
    """Let a page open sentences: `fact` and `kept` are its stores of the ids and of its address."""

    @app.callback(
        Output("panel", "children", allow_duplicate=True),
        Input(fact, "data"),
        State(kept, "data"),
        prevent_initial_call=True,
    )
    def source_panel(fact_ids: str | None, query: str | None) -> Any:
        return panel(store, fact_ids, reading(query or "").currency) if fact_ids else []


def panel_place() -> html.Aside:
    """Return where a page shows the panel; it is empty until a fact is chosen."""
    return html.Aside(id="panel", tabIndex=-1, **aria(label="Source", live="polite"))


#: How address.js knows the link that closes the panel.
_CLOSES: dict[str, Any] = {"data-closes": "fact"}


def _close() -> html.A:
    return html.A(["Close ", html.Kbd("Esc")], href="?", className="close", **_CLOSES)


def _told(facts: Sequence[Fact], document: Document, store: Store, currency: str | None) -> list[Any]:
    fact = facts[0]
    derived = [
        html.P(
            "An implied value: no text states it. It follows from the facts marked here.", className="hint"
        )
    ]
    found = known(store, fact.fact_id)
    return [
        *(derived if len(facts) > 1 else []),
        *sentence_of(facts, document),
        *around(fact, document),
        *_copies(document, store),
        _details(fact, store, currency),
        *(history(found) if found else []),
        *([panel_bar(fact.fact_id)] if may_write() else []),
    ]


def sentence_of(facts: Sequence[Fact], document: Document) -> list[Any]:
    """Return the sentence of facts with the words that gave the first one, and what the underlines mean."""
    return [_sentence(facts, document), *_legend(facts[0])]


def around(fact: Fact, document: Document) -> list[Any]:
    """Return what stands around the sentence of a fact, and where it stands."""
    return [_paragraph(fact, document), _source(document, fact)]


def _spans(facts: Iterable[Fact]) -> list[Span]:
    first, *others = facts
    evidence = [Span(one.start, one.end, f"u-{_group(one)}") for one in first.evidence if _group(one)]
    quoted = [Span(one.start, one.end, f"quoted also flow-{one.flow}") for one in others]
    return [*evidence, *quoted, Span(first.start, first.end, f"quoted flow-{first.flow}")]


def _group(evidence: Evidence) -> str:
    return _GROUP_OF.get(evidence.field, "")


def marked(text: str, start: int, end: int, spans: Iterable[Span]) -> list[Any]:
    """Return `text[start:end]` as children, each stretch in the styles of all the spans that cover it."""
    found: list[Any] = []
    for piece, covering in pieces(text, start, end, spans):
        styles = " ".join(one.style for one in covering)
        found.append(_styled(piece, styles) if styles else piece)
    return found


def _styled(text: str, styles: str) -> Any:
    return html.Mark(text, className=styles) if "quoted" in styles else html.Span(text, className=styles)


def _sentence(facts: Sequence[Fact], document: Document) -> html.Blockquote:
    fact = facts[0]
    return html.Blockquote(
        marked(document.text, fact.sentence_start, fact.sentence_end, _spans(facts)), className="sentence"
    )


def _legend(fact: Fact) -> list[Any]:
    groups = dict.fromkeys(_group(one) for one in fact.evidence if _group(one))
    if not groups:
        return []
    return [
        html.P([html.Span(_GROUPS[one], className=f"u-{one}") for one in groups], className="legend"),
    ]


_MOST_COPIES = 5
#: Of a text that has no paragraphs, the panel shows so many letters before and after the sentence.
_AROUND = 600
_SENTENCE_END = re.compile(r"[.!?][”’\")]*\s+")


def paragraph_around(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the first and last offset of the line in which `text[start:end]` stands.

    Of a line that goes on for long, only whole sentences near to it are returned.
    """
    first = text.rfind("\n", 0, start) + 1
    last = text.find("\n", end)
    last = len(text) if last < 0 else last
    if start - first > _AROUND:
        first = next((one.end() for one in _SENTENCE_END.finditer(text, start - _AROUND, start)), start)
    if last - end > _AROUND:
        ends = [one.start() + 1 for one in _SENTENCE_END.finditer(text, end, end + _AROUND)]
        last = ends[-1] if ends else end
    return first, last


def _paragraph(fact: Fact, document: Document) -> html.Details:
    text = document.text
    start, end = paragraph_around(text, fact.sentence_start, fact.sentence_end)
    here = Span(fact.sentence_start, fact.sentence_end, "here")
    before = ["… "] if text[:start].rpartition("\n")[2].strip() else []
    after = [" …"] if text[end:].partition("\n")[0].strip() else []
    return html.Details(
        [html.Summary("Paragraph"), html.P([*before, *marked(text, start, end, [here]), *after])],
        className="paragraph",
        open=True,
    )


def _source(document: Document, fact: Fact) -> html.Div:
    page = document.page(fact.start)
    parts = [document.publisher, document.author, day(document.published), page and f"page {page}"]
    told = [part for part in parts if part]
    return html.Div(
        [
            html.Strong(wording.title_of(document.title, document.text, most=90)),
            html.Div(html.A("Open in document", href=_in_document(fact)), className="in-document"),
            html.Div([one for part in told for one in (" · ", part)][1:], className="soft"),
            *(html.Div(note, className="soft") for note in document.notes),
        ],
        className="source",
    )


def _in_document(fact: Fact) -> str:
    """Return the address of a fact on the page Read, where it stands in the whole text."""
    return f"/read?{urlencode({'document': fact.document_id, 'fact': fact.fact_id})}"


def _copies(document: Document, store: Store) -> list[Any]:
    """Return the other documents that say nearly the same; their claims are counted once."""
    ids = [one for one in store.copies(document.document_id) if one != document.document_id]
    others = [one for one in map(store.document, ids[:_MOST_COPIES]) if one is not None]
    if not others:
        return []
    named = [
        ", ".join(filter(None, (wording.title_of(one.title, one.text, most=60), one.publisher)))
        for one in others
    ]
    more = len(ids) - len(others)
    listed = [html.Li(name) for name in named] + ([html.Li(f"and {more:,} more")] if more else [])
    return [html.Div([html.P("Nearly the same text, counted once:"), html.Ul(listed)], className="copies")]


def _details(fact: Fact, store: Store, currency: str | None) -> html.Dl:
    lines = [
        ("Value", wording.in_full(fact)),
        ("Measure", _measure(fact)),
        ("Flow", wording.flow_phrase(fact.flow, fact.reporter, fact.partner)),
        ("Indicator", fact.indicator or ""),
        ("Period", wording.period(fact.period_start, fact.period_end)),
        ("Compared with", wording.compared_with(fact)),
        *related(fact, store, currency),
        ("Said by", fact.attributed_to or ""),
        ("Status", fact.status),
        ("Confidence", _confidence(fact)),
        ("Rule", fact.rule),
    ]
    shown = [(name, text) for name, text in lines if text]
    return html.Dl([part for name, text in shown for part in (html.Dt(name), html.Dd(text))])


def _confidence(fact: Fact) -> str:
    """Return the number and, in brackets, why it is not higher."""
    doubts = "; ".join(one.note for one in fact.evidence if one.field == "confidence")
    return f"{fact.confidence:.2f}" + (f" ({doubts})" if doubts else "")


def _measure(fact: Fact) -> str:
    words = [fact.statistic or "", fact.measure.replace("_", " "), fact.direction or ""]
    return ", ".join(one for one in words if one)
