"""Each request: its id, its line in the log, its place in the metrics.

A line has the route (`/api/facts/<fact_id>`) and neither the address that was asked for, nor cookies, nor a
body: what people look for and what lets them in stands there.
"""

import logging
import re
from secrets import token_hex
from time import perf_counter
from typing import Any

from flask import Flask, Response, g, has_request_context, request

from dashboard.operations.metrics import Metrics

#: The header that a proxy names a request by, and the answer as well.
HEADER = "X-Request-Id"
#: In the surroundings of the request by which an application sets itself up: it is nobody's.
OWN = "tradefacts.setting_up"

_LOG = logging.getLogger("tradefacts.requests")
_WELL_FORMED = re.compile(r"[A-Za-z0-9._:-]{1,128}", re.ASCII)
#: What answers at addresses where there is nothing.
_NO_ROUTE = "none"
_METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


def add_to(server: Flask, metrics: Metrics | None) -> None:
    """Give each request an id, and note what becomes of it."""

    @server.before_request
    def begin() -> None:
        g.began = perf_counter()
        request_id()

    @server.after_request
    def end(answer: Response) -> Response:
        answer.headers[HEADER] = request_id()
        if OWN not in request.environ:
            told = _told(answer.status_code)
            began = g.get("began", perf_counter())
            # An answer that is sent as it is made is not done yet.
            answer.call_on_close(lambda: _done(told, perf_counter() - began, metrics))
        return answer


def request_id() -> str | None:
    """Return the id of the request that is being answered: the one that it came with, or one of ours."""
    if not has_request_context():
        return None
    if "request_id" not in g:
        given = request.headers.get(HEADER, "")
        g.request_id = given if _WELL_FORMED.fullmatch(given) else token_hex(8)
    return str(g.request_id)


def route() -> str:
    """Return the route of the request that is being answered: one of the few that there are."""
    return str(request.url_rule) if request.url_rule else _NO_ROUTE


def _told(status: int) -> dict[str, Any]:
    told = {
        "request_id": request_id(),
        "method": request.method if request.method in _METHODS else "other",
        "route": route(),
        "status": status,
    }
    # Who lets people in says who it is; who sits at this machine has no name.
    person = getattr(g.get("person"), "name", None)
    return told | ({"person": person} if person else {})


def _done(told: dict[str, Any], seconds: float, metrics: Metrics | None) -> None:
    _LOG.info("request", extra={"fields": told | {"duration_ms": round(seconds * 1000, 1)}})
    if metrics:
        metrics.count(told["method"], told["route"], told["status"], seconds)
