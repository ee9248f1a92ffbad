"""The application for a web server, configured by DATABASE_URL; `dashboard.workers` tells gunicorn how."""

import os
from functools import cache
from typing import TYPE_CHECKING, Any

from dashboard.access.doors import tell_of_set_up
from dashboard.access.settings import configured
from dashboard.app import create_app, keep_what_stands
from pipeline.opening import open_store
from store.database import DEFAULT_DATABASE

if TYPE_CHECKING:
    from flask import Flask


@cache
def _server() -> "Flask":
    access = configured()
    store = open_store(os.environ.get("DATABASE_URL") or DEFAULT_DATABASE)
    store.prepare()
    server = create_app(store, access=access).server
    keep_what_stands()
    tell_of_set_up(access, store)
    # Workers are forked from this process: each opens connections of its own.
    store.close()
    return server


def __getattr__(name: str) -> Any:
    """Make `server` when it is first asked for, so that importing this module opens no database."""
    if name == "server":
        return _server()
    raise AttributeError(name)
