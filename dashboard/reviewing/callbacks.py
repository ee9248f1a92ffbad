"""What fills the page, and what is stored when a person says something of a fact, here and in any panel."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

from dash import ALL, ClientsideFunction, Dash, Input, Output, State, html, no_update

from dashboard.access.current import by
from dashboard.address import read
from dashboard.explore import table
from dashboard.markup import data
from dashboard.operations.failures import words
from dashboard.reviewing import detail, queue
from dashboard.reviewing.form import form
from figures import wording
from pipeline.reviewing import (
    CorrectionError,
    accept,
    correct,
    known,
    reject,
    undo,
    withdraw,
)
from schemas.records import Fact
from store import By, Store, StoreError

_UNDO = "undo"
_SAYS: dict[str, Callable[[Store, str, By, str | None], None]] = {
    "accepted": accept,
    "rejected": reject,
    "withdrawn": withdraw,
    _UNDO: lambda store, fact_id, by, _note: undo(store, fact_id, by),
}
_DONE = {"accepted": "Accepted", "rejected": "Rejected", "withdrawn": "Withdrawn", _UNDO: "Taken back"}


def add_to(app: Dash, store: Store) -> None:
    """Register what the page does, and what is done with the buttons of the source panel."""
    _in_the_browser(app)
    _queue(app, store)
    _fact(app, store)
    _say(app, store)
    _correct(app, store)


def _in_the_browser(app: Dash) -> None:
    """Register what needs no server; the functions are in assets/review.js."""

    def runs(function: str, *args: Any, first: bool = False) -> None:
        app.clientside_callback(
            ClientsideFunction("tradefacts_review", function), *args, prevent_initial_call=not first
        )

    runs(
        "read",
        Output("review-query", "data"),
        Output("review-asked", "data"),
        Output("review-correcting", "data"),
        Input("address", "href"),
        State("review-query", "data"),
        State("review-asked", "data"),
        State("review-correcting", "data"),
        first=True,
    )
    runs(
        "show",
        Output("review-shown", "data"),
        Input("review-ids", "data"),
        Input("review-asked", "data"),
        Input("said", "data"),
        State("review-shown", "data"),
    )
    runs("after", Input("said", "data"))
    runs("changed", Input({"correct": ALL}, "value"))


def _queue(app: Dash, store: Store) -> None:
    @app.callback(
        Output("review-head", "children"),
        Output("review-list", "children"),
        Output("review-pages", "children"),
        Output("review-ids", "data"),
        Input("review-query", "data"),
        Input("said", "data"),
        prevent_initial_call=True,
    )
    def waiting(query: str | None, _said: Any) -> tuple[Any, ...]:
        if query is None:
            return (no_update,) * 4
        found = queue.queue(read(query), store)
        pager = table.pager(found.view, found.page)
        return queue.head(found, store), queue.rows(found, store), pager, found.page.ids


def _fact(app: Dash, store: Store) -> None:
    @app.callback(
        Output("review-bar", "children"),
        Output("review-sentence", "children"),
        Output("review-detail", "children"),
        Output("review-note", "value"),
        Input("review-shown", "data"),
        State("review-query", "data"),
        prevent_initial_call=True,
    )
    def shown(asked: dict[str, Any] | None, query: str | None) -> tuple[Any, ...]:
        fact_id = str((asked or {}).get("fact") or "")
        if not fact_id:
            return [], [], [], ""
        found = known(store, fact_id)
        document = store.document(found.fact.document_id) if found else None
        if found is None or document is None:
            return [], detail.gone(), [], ""
        currency = read(query).currency
        more = html.Div(detail.more(found, document, store, currency), key=fact_id)
        return detail.bar(found), detail.sentence(found, document), more, ""

    @app.callback(
        Output("review-form", "children"),
        Input("review-correcting", "data"),
        prevent_initial_call=True,
    )
    def correcting(fact_id: str | None) -> Any:
        found = known(store, fact_id) if fact_id else None
        return form(found) if found else []


def _say(app: Dash, store: Store) -> None:
    @app.callback(
        Output("said", "data"),
        Output("said-told", "children"),
        Input("say", "data"),
        prevent_initial_call=True,
    )
    def say(asked: dict[str, Any]) -> tuple[Any, Any]:
        fact_id, verdict = str(asked.get("fact")), str(asked.get("verdict"))
        if verdict not in _SAYS:
            return no_update, no_update
        try:
            _SAYS[verdict](store, fact_id, by(), asked.get("note"))
        except StoreError as error:
            return no_update, words(error)
        return _said(fact_id, verdict), _told(_DONE[verdict], store.fact(fact_id), undone=verdict == _UNDO)


def _said(fact_id: str, verdict: str) -> dict[str, Any]:
    """Return what the pages are told: of which fact, and if it is to stay in view."""
    stays = verdict in (_UNDO, "withdrawn")
    return {"fact": fact_id, "stays": stays, "at": datetime.now(UTC).isoformat()}


def _told(done: str, fact: Fact | None, *, undone: bool = False) -> list[Any]:
    """Return in one line what was done, and the button that takes it back."""
    if fact is None:
        return []
    about = ", ".join(filter(None, (wording.fact_amount(fact), wording.subject(fact))))
    back = html.Button("Undo", type="button", className="bare", **data(say=_UNDO, fact=fact.fact_id))
    return [html.Span(f"{done}: {about}."), *([] if undone else [back])]


def _correct(app: Dash, store: Store) -> None:
    @app.callback(
        Output("said", "data", allow_duplicate=True),
        Output("said-told", "children", allow_duplicate=True),
        Output("correct-told", "children"),
        Output({"correct": ALL}, "error"),
        Input("save-correction", "n_clicks"),
        State({"correct": ALL}, "value"),
        State({"correct": ALL}, "id"),
        State("review-correcting", "data"),
        State("review-note", "value"),
        prevent_initial_call=True,
    )
    def save(
        clicks: int | None, texts: list[str | None], ids: list[dict[str, str]], fact_id: str, note: str | None
    ) -> tuple[Any, ...]:
        names = [one["correct"] for one in ids]
        if not clicks:
            return no_update, no_update, no_update, [no_update] * len(names)
        told = dict(zip(names, texts, strict=True))
        try:
            fact = correct(store, fact_id, told, by(), note)
        except CorrectionError as error:
            elsewhere = [told for name, told in error.reasons.items() if name not in names]
            said = " ".join(elsewhere) or "Nothing is stored yet: see the fields that are marked."
            return no_update, no_update, said, [error.reasons.get(name, "") for name in names]
        except StoreError as error:
            return no_update, no_update, words(error), [no_update] * len(names)
        return _said(fact_id, "corrected"), _told("Corrected", fact), "", [""] * len(names)
