"""The addresses that there are, each with its parameters and what it answers."""

from collections.abc import Callable
from typing import Any, NamedTuple, NoReturn

from flask import Blueprint, Response, abort, jsonify, request
from werkzeug.routing import BaseConverter

from dashboard.access import needs
from dashboard.access.auditing import tell
from dashboard.api import answers, rows
from dashboard.api.asked import Asked, RefusedError, asked, form_of
from dashboard.api.parameters import FILTERS, FORMAT, ORDER, PAGING, Parameter
from dashboard.api.shapes import LISTED_DOCUMENT, WHOLE_DOCUMENT
from schemas.vocabulary import FACT_COLUMNS
from store import Role, Store, What


class Listing(NamedTuple):
    """An address that answers with pages of rows: what these are called, their shape, how they are found."""

    path: str
    told: str
    items: str
    shape: str
    columns: tuple[str, ...]
    parameters: tuple[Parameter, ...]
    find: Callable[[Asked, Store], rows.Found]


class Single(NamedTuple):
    """An address that answers with one row, whose id stands behind it."""

    path: str
    told: str
    key: str
    shape: str
    columns: tuple[str, ...]
    find: Callable[[str, Store], rows.Row | None]
    parameters: tuple[Parameter, ...] = (FORMAT,)


LISTINGS = (
    Listing(
        "/api/facts",
        "The facts that pass the filters, the newest document's first unless an order is asked for.",
        "facts",
        "Fact",
        FACT_COLUMNS,
        (*FILTERS, ORDER, *PAGING, FORMAT),
        rows.facts,
    ),
    Listing(
        "/api/documents",
        "The documents with facts that pass the filters, without any filter all documents; the newest first.",
        "documents",
        "Document",
        LISTED_DOCUMENT,
        (*FILTERS, *PAGING, FORMAT),
        rows.documents,
    ),
)
SINGLES = (
    Single(
        "/api/facts/",
        "One fact, in JSON with the places of the words that gave its columns.",
        "fact_id",
        "FactWithEvidence",
        FACT_COLUMNS,
        rows.fact,
    ),
    Single(
        "/api/documents/",
        "One document with its text, in JSON with its parts.",
        "document_id",
        "WholeDocument",
        WHOLE_DOCUMENT,
        rows.document,
    ),
)
DESCRIPTION = "/api/openapi.json"


class _Id(BaseConverter):
    """Any id: that of a document may be a path, also from the root."""

    regex = ".+"
    part_isolating = False


def blueprint(store: Store, *, has_log_in: bool) -> Blueprint:
    """Return everything below /api/, over a store."""
    made = Blueprint("api", __name__)
    made.register_error_handler(RefusedError, _refused)
    made.record_once(lambda state: state.app.url_map.converters.update(id=_Id))

    def give(rule: str, view: Callable[..., Any], name: str, **more: Any) -> None:
        made.get(rule, endpoint=name, **more)(needs(Role.VIEWER)(view))

    for listing in LISTINGS:
        give(listing.path, _listed(listing, store), listing.items)
    for single in SINGLES:
        give(f"{single.path}<id:{single.key}>", _one(single, store), single.key, merge_slashes=False)
    give(DESCRIPTION, _described(has_log_in), "description")
    give("/api/", _nothing, "nothing", defaults={"path": ""})
    give("/api/<path:path>", _nothing, "nothing")
    return made


def _listed(listing: Listing, store: Store) -> Callable[[], Response]:
    def answer() -> Response:
        wanted = asked(_query(), listing.parameters)
        form = form_of(wanted, _accepted())
        name = answers.etag(store.index().revision, form)
        if answers.is_known(name):
            return answers.headed(Response(status=304), name)
        found = listing.find(wanted, store)
        _write_down(form, store)
        return answers.headed(answers.page(found, wanted, listing.items, listing.columns, form), name)

    return answer


def _one(single: Single, store: Store) -> Callable[..., Response]:
    def answer(**key: str) -> Response:
        wanted = asked(_query(), single.parameters)
        form = form_of(wanted, _accepted())
        name = answers.etag(store.index().revision, form)
        if answers.is_known(name):
            return answers.headed(Response(status=304), name)
        # No text that is stored has this sign, and PostgreSQL does not even look for it.
        one = key[single.key]
        row = None if "\0" in one else single.find(one, store)
        if row is None:
            abort(404, f"There is no {single.key.removesuffix('_id')} with the id {one!r}.")
        _write_down(form, store)
        return answers.headed(answers.one(row, single.columns, form), name)

    return answer


def _write_down(form: str, store: Store) -> None:
    """Write what goes out as a file into the audit log, as what a page lets one keep is; JSON is read on."""
    if form == "csv" and request.method == "GET":
        tell(store, What.EXPORT, f"{request.path.removeprefix('/')} as CSV: ?{_query()}")


def _query() -> str:
    return request.query_string.decode("utf-8", "replace")


def _accepted() -> str | None:
    best = request.accept_mimetypes.best_match(["application/json", "text/csv"])
    return "csv" if best == "text/csv" else "json" if best else None


def _described(has_log_in: bool) -> Callable[[], Response]:
    def answer() -> Response:
        from dashboard.api.description import description

        asked(_query(), ())
        return jsonify(description(has_log_in=has_log_in))

    return answer


def _nothing(path: str) -> NoReturn:
    abort(404, f"There is nothing at /api/{path}; {DESCRIPTION} tells what there is.")


def _refused(error: Any) -> Response:
    answer = jsonify(error=str(error))
    answer.status_code = 400
    return answer
