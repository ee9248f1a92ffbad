"""What the page asks for: read a file, correct a draft, save some."""

import base64
import binascii
from collections import Counter
from collections.abc import Iterable
from datetime import date
from itertools import islice
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlencode

from dash import ALL, ClientsideFunction, Dash, Input, Output, Patch, State, html, no_update

from dashboard.access.auditing import tell
from dashboard.adding import page
from dashboard.adding.detail import MOST_FACTS, detail, place
from dashboard.operations.failures import words
from documents import Refusal
from documents.limits import longest
from pipeline.drafts import (
    CorrectionError,
    Draft,
    batch_of,
    corrected,
    described,
    drafts_of_file,
    packed,
    unpacked,
)
from pipeline.storing import Outcome, store_batch
from store import Saved, Store, StoreError, What

#: So many documents of one file can be looked at; `tradefacts load` takes any number.
_MOST_DOCUMENTS, _MOST_LINKED = 200, 20
_MOST_OF_DRAFTS = 200_000_000
_OUTCOMES = {
    Saved.STORED: "stored",
    Saved.COPY: "stored as a copy of another",
    Saved.SAME: "there already, under another id",
    Saved.UNCHANGED: "there already",
    Saved.REREAD: "stored anew",
}


def add_to(app: Dash, store: Store) -> None:
    """Register what the page does."""
    # A file is sent as base64, four letters for three bytes; the drafts come back with every correction.
    app.server.config["MAX_CONTENT_LENGTH"] = longest() * 4 // 3 + _MOST_OF_DRAFTS
    _in_the_browser(app)
    _read(app)
    _correct(app)
    _show(app)
    _save(app, store)


def _in_the_browser(app: Dash) -> None:
    """Register what needs no server; the functions are in assets/add.js."""

    def runs(function: str, *args: Any) -> None:
        app.clientside_callback(ClientsideFunction("adding", function), *args, prevent_initial_call=True)

    runs(
        "queue",
        Output("files", "contents"),
        Output("refused", "children", allow_duplicate=True),
        Input("files", "contents"),
        State("files", "filename"),
        State("most-bytes", "data"),
        State("refused", "children"),
    )
    runs("mayRead", Output("read-pasted", "disabled"), Input("pasted", "value"))
    runs("paste", Output("pasted", "value"), Input("read-pasted", "n_clicks"), State("pasted", "value"))
    runs(
        "arrived",
        Output("drafts", "data"),
        Output("refused", "children"),
        Input("arrived", "data"),
        State("drafts", "data"),
        State("refused", "children"),
    )
    runs(
        "rows",
        Output("grid", "rowData"),
        Output("grid", "selectedRows"),
        Output("recognised", "hidden"),
        Output("chosen", "data"),
        Input("drafts", "data"),
        State("grid", "selectedRows"),
        State("chosen", "data"),
    )
    runs("choose", Output("chosen", "data", allow_duplicate=True), Input("grid", "cellClicked"))
    runs(
        "look",
        Output("looked-at", "data"),
        Input("chosen", "data"),
        Input("drafts", "data"),
        State("looked-at", "data"),
    )
    runs(
        "maySave",
        Output("save", "disabled"),
        Output("save", "children"),
        Input("grid", "selectedRows"),
        State("drafts", "data"),
    )


def _read(app: Dash) -> None:
    @app.callback(
        Output("arrived", "data"),
        Input("sending", "data"),
        State("default-date", "value"),
        prevent_initial_call=True,
    )
    def read(sent: Any, published: str | None) -> dict[str, Any]:
        name = PurePosixPath(str(sent.get("name") or "document").replace("\\", "/")).name or "document"
        try:
            day = date.fromisoformat(published) if published else None
            data = base64.b64decode(str(sent["data"]), validate=True)
        except binascii.Error:
            return _refused(name, "it did not arrive whole; choose it again")
        except ValueError:
            return _refused(name, f"{published!r} is no day; write it as 2024-02-29, or leave it empty")
        if len(data) > longest():
            return _refused(
                name, f"it is longer than {longest() // 1_000_000} MB; load it with tradefacts load"
            )
        return _found(name, drafts_of_file(name, data, day))


def _found(name: str, items: Iterable[Draft | Refusal]) -> dict[str, Any]:
    drafts: list[dict[str, Any]] = []
    refused: list[str] = []
    for item in islice(items, _MOST_DOCUMENTS + 1):
        if isinstance(item, Refusal):
            refused.append(str(item))
        elif len(drafts) < _MOST_DOCUMENTS:
            drafts.append(_draft(item))
        else:
            refused.append(
                f"{name}: it has more than {_MOST_DOCUMENTS} documents, of which these are shown; load the "
                "file with tradefacts load."
            )
    return {"name": name, "drafts": drafts, "refused": refused}


def _refused(name: str, reason: str) -> dict[str, Any]:
    return {"name": name, "drafts": [], "refused": [str(Refusal(name, reason))]}


def _draft(draft: Draft, status: str = "") -> dict[str, Any]:
    """Return what the browser keeps of a draft: itself, and what its row in the grid says."""
    document = draft.reading.document
    told = described(draft)
    row = {name: told[name] or "" for name in page.CORRECTED}
    notes = "date unknown" if document.published is None else ""
    return {"packed": packed(draft), **row, "facts": len(draft.kept().facts), "status": status or notes}


def _correct(app: Dash) -> None:
    @app.callback(
        Output("drafts", "data", allow_duplicate=True),
        Input("grid", "cellValueChanged"),
        State("drafts", "data"),
        prevent_initial_call=True,
    )
    def cell(changes: list[dict[str, Any]] | None, drafts: dict[str, Any]) -> Any:
        told = changes[-1] if changes else {}
        if told.get("colId") not in page.CORRECTED:
            return no_update
        value = str(told.get("value") or "").strip() or None
        return _again(drafts, str(told["rowId"]), {told["colId"]: value})

    @app.callback(
        Output("drafts", "data", allow_duplicate=True),
        Input({"piece": ALL}, "value"),
        State("chosen", "data"),
        State("drafts", "data"),
        prevent_initial_call=True,
    )
    def sections(values: list[str], chosen: str | None, drafts: dict[str, Any]) -> Any:
        draft = _of(drafts, chosen)
        told = described(draft)["sections"] if draft else []
        if not chosen or len(told) != len(values) or [one["section"] for one in told] == values:
            return no_update
        pieces = [{**one, "section": value} for one, value in zip(told, values, strict=True)]
        return _again(drafts, chosen, {"sections": pieces})

    @app.callback(
        Output("drafts", "data", allow_duplicate=True),
        Input("kept", "value"),
        State("chosen", "data"),
        State("drafts", "data"),
        prevent_initial_call=True,
    )
    def facts(kept: list[str] | None, chosen: str | None, drafts: dict[str, Any]) -> Any:
        draft = _of(drafts, chosen)
        if draft is None or not chosen or kept is None:
            return no_update
        shown = draft.reading.facts[:MOST_FACTS]
        left_out = frozenset((one.start, one.end) for one in shown if place(one) not in kept)
        if left_out == draft.left_out:
            return no_update
        return _put(chosen, _draft(draft._replace(left_out=left_out)))


def _show(app: Dash) -> None:
    @app.callback(
        Output("detail", "children"),
        Input("looked-at", "data"),
        prevent_initial_call=True,
    )
    def shown(kept: dict[str, Any] | None) -> Any:
        draft = _opened(kept)
        return detail(draft) if draft else []


def _again(drafts: dict[str, Any], key: str, told: dict[str, Any]) -> Any:
    """Return the change of the drafts that a correction makes; one that cannot be is told in its row."""
    draft = _of(drafts, key)
    if draft is None:
        return no_update
    try:
        return _put(key, _draft(corrected(draft, told)))
    except CorrectionError as error:
        return _put(key, _draft(draft, f"not changed: {error}"))


def _put(key: str, draft: dict[str, Any]) -> Patch:
    changed = Patch()
    changed[key] = draft
    return changed


def _of(drafts: dict[str, Any], key: str | None) -> Draft | None:
    """Return a draft as the browser sent it back, or None where it is none any more."""
    return _opened((drafts.get(key or "") or {}).get("packed"))


def _opened(kept: dict[str, Any] | None) -> Draft | None:
    """Return the draft of what the browser keeps of one, or None."""
    try:
        return unpacked(kept) if kept else None
    except CorrectionError:
        return None


def _save(app: Dash, store: Store) -> None:
    @app.callback(
        Output("drafts", "data", allow_duplicate=True),
        Output("saved", "children"),
        Input("save", "n_clicks"),
        State("grid", "selectedRows"),
        State("drafts", "data"),
        prevent_initial_call=True,
        running=[(Output("save", "loading"), True, False)],
    )
    def save(_clicks: int, rows: list[dict[str, Any]] | None, drafts: dict[str, Any]) -> Any:
        keys = [str(row["key"]) for row in rows or () if row["key"] in drafts]
        chosen = {key: draft for key in keys if (draft := _of(drafts, key))}
        if not chosen:
            return no_update, "Choose at least one document."
        try:
            outcomes = store_batch(batch_of(chosen.values()), store)
        except StoreError as error:
            return no_update, words(error)
        tell(store, What.LOAD, _loaded(list(chosen.values()), outcomes))
        changed = Patch()
        for (key, draft), outcome in zip(chosen.items(), outcomes, strict=True):
            if isinstance(outcome, Refusal):
                changed[key] = _draft(draft, f"not stored: {outcome.reason}")
            else:
                changed[key] = {**_draft(draft, _OUTCOMES[outcome[0]]), "is_saved": True}
        return changed, _said(list(chosen.values()), outcomes)


def _loaded(drafts: list[Draft], outcomes: list[Outcome]) -> str:
    """Return in one line which documents came, for the audit log."""
    ids = [
        draft.reading.document.document_id
        for draft, outcome in zip(drafts, outcomes, strict=True)
        if not isinstance(outcome, Refusal)
    ]
    return f"{len(ids)} of {len(drafts)} documents: {', '.join(ids)}"


def _said(drafts: list[Draft], outcomes: list[Outcome]) -> list[Any]:
    """Return in words what became of documents, and a link to the facts of those that are stored now."""
    counts = Counter("not stored" if isinstance(one, Refusal) else _OUTCOMES[one[0]] for one in outcomes)
    told = ", ".join(f"{count:,} {what}" for what, count in counts.items())
    ids = [
        draft.reading.document.document_id
        for draft, outcome in zip(drafts, outcomes, strict=True)
        if not isinstance(outcome, Refusal) and outcome[0] is not Saved.SAME
    ]
    there = "/?" + urlencode([("document", one) for one in ids[:_MOST_LINKED]])
    return [f"{told}. ", html.A("Look at what is said there", href=there) if ids else ""]
