"""Whether requests should be sent here: /readyz, beside Dash's own /healthz, which tells that it lives."""

import logging

from flask import Flask, Response

from dashboard.operations.requests import request_id
from store import Store, StoreError

_LOG = logging.getLogger("tradefacts.ready")


def add_to(server: Flask, store: Store) -> None:
    """Answer 200 where the database can be asked and has the newest shape, else 503 with a sentence.

    Anybody may ask: what the database is called and what it says stands in the log alone.
    """

    @server.get("/readyz")
    def ready() -> Response:
        reason = _not_ready(store)
        return Response(f"{reason or 'Ready.'}\n", 503 if reason else 200, content_type="text/plain")


def _not_ready(store: Store) -> str | None:
    try:
        if store.is_current():
            return None
    except StoreError as error:
        _LOG.warning("%s", error)
        return f"The database cannot be used; the log says why (request {request_id()})."
    return "The database has an older shape than this Tradefacts: run tradefacts prepare."
