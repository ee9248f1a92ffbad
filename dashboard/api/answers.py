"""Rows -> JSON and CSV, with the headers that let a program go on, and not ask twice for the same."""

import csv
import io
import json
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from urllib.parse import parse_qsl, urlencode

from flask import Response, request

from dashboard.api.asked import Asked
from dashboard.api.rows import Found, Row
from pipeline.formats import defused, iso

KINDS = {"json": "application/json", "csv": "text/csv; charset=utf-8"}


def etag(revision: int, form: str) -> str:
    """Return the name of an answer: the same until what is stored changes, another one in another format."""
    told = "\0".join([str(revision), form, request.path, request.query_string.decode("latin-1")])
    return blake2b(told.encode(), digest_size=12).hexdigest()


def is_known(name: str) -> bool:
    """Tell whether whoever asks has this answer already."""
    return request.if_none_match.contains_weak(name)


def headed(answer: Response, name: str) -> Response:
    """Return an answer with its name, to be asked for again and not to be kept by anybody between."""
    # Compressed it has the same contents and other bytes.
    answer.set_etag(name, weak=True)
    answer.headers["Cache-Control"] = "private, no-cache"
    answer.headers["Vary"] = "Accept"
    return answer


def page(found: Found, asked: Asked, items: str, columns: Sequence[str], form: str) -> Response:
    """Return one page of what was found, or in CSV, where nothing is said of pages, all of it."""
    restriction = asked.view.filters.restriction
    if form == "csv" and not asked.is_paged:
        answer = Response(_csv(columns, found.batches()), content_type=KINDS["csv"])
    else:
        rows = found.rows(asked.start, asked.stop)
        told = {"total": found.total, "page": asked.page, "per_page": asked.per_page, items: rows}
        told["restriction"] = restriction or None
        answer = _json(told) if form == "json" else Response(_csv(columns, [rows]), content_type=KINDS["csv"])
        answer.headers["Link"] = ", ".join(_links(found.total, asked))
    answer.headers["X-Total-Count"] = str(found.total)
    if restriction:
        answer.headers["X-Restriction"] = restriction
    return answer


def one(row: Row, columns: Sequence[str], form: str) -> Response:
    """Return one row."""
    return _json(row) if form == "json" else Response(_csv(columns, [[row]]), content_type=KINDS["csv"])


def _json(told: object) -> Response:
    return Response(json.dumps(told, ensure_ascii=False, default=iso), content_type=KINDS["json"])


def _csv(columns: Sequence[str], batches: Iterable[Sequence[Row]]) -> Iterator[str]:
    """Yield lines as a file of facts has them: no spreadsheet takes a cell for a formula."""
    yield ",".join(columns) + "\n"
    for rows in batches:
        text = io.StringIO(newline="")
        lines = csv.writer(text, lineterminator="\n")
        lines.writerows([defused(row[name]) for name in columns] for row in rows)
        yield text.getvalue()


def _links(total: int, asked: Asked) -> Iterator[str]:
    """Yield the links to other pages: without a host, which a server behind a proxy knows by hearsay."""
    last = max(1, -(-total // asked.per_page))
    pages = {"first": 1, "prev": min(asked.page - 1, last), "next": asked.page + 1, "last": last}
    told = [pair for pair in parse_qsl(request.query_string.decode("utf-8", "replace")) if pair[0] != "page"]
    for name, number in pages.items():
        if 1 <= number <= last:
            yield f'<{request.path}?{urlencode([*told, ("page", number)])}>; rel="{name}"'
