"""The dashboard on this machine, or with a log-in for others; a host with a Procfile runs gunicorn."""

import logging
import os
import socket
from typing import TYPE_CHECKING

import typer

from schemas.errors import TradefactsError
from store import Store

if TYPE_CHECKING:
    from dashboard.access.settings import Access


class ServeError(TradefactsError):
    """The dashboard cannot be served; the message is a sentence."""


def serve(store: Store, host: str, port: int) -> None:
    """Prepare the database and serve the dashboard until Ctrl-C; tell its address and what is stored."""
    from dashboard.access.settings import configured

    access = configured()
    _check(host, port, access)
    store.prepare()
    # Who works at this machine's dashboard does not want a line for each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    from werkzeug.serving import make_server

    from dashboard.access.doors import tell_of_set_up
    from dashboard.app import create_app, keep_what_stands

    server = make_server(host, port, create_app(store, writing=True, access=access).server, threaded=True)
    keep_what_stands()
    stored = store.summary()
    typer.echo(f"Loaded: {stored.documents} documents, {stored.facts} facts ({store.name}).")
    typer.echo(f"Dashboard: http://{host}:{server.port} (Ctrl-C ends it)")
    tell_of_set_up(access, store)
    try:
        server.serve_forever()
    finally:
        server.server_close()


def _check(host: str, port: int, access: "Access") -> None:
    """Refuse an address that others could reach, and one that is taken."""
    from dashboard.access.settings import is_loopback

    if not access.has_log_in and not is_loopback(host):
        raise ServeError(
            f"The dashboard is not served on {host}: others could reach it there without a log-in. Leave "
            "--host at 127.0.0.1, or set TRADEFACTS_AUTH to password, oidc or proxy (docs/HOSTING.md)."
        )
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise ServeError(
            f"Port {port} cannot be used ({os.strerror(error.errno or 0)}); choose another one: "
            "tradefacts serve --port 8060, or make run PORT=8060."
        ) from None
