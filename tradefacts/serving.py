"""The dashboard on this machine alone; a host with a Procfile runs gunicorn instead."""

import ipaddress
import logging
import os
import socket

import typer

from schemas.errors import TradefactsError
from store import Store


class ServeError(TradefactsError):
    """The dashboard cannot be served; the message is a sentence."""


def serve(store: Store, host: str, port: int) -> None:
    """Prepare the database and serve the dashboard until Ctrl-C; tell its address and what is stored."""
    _check(host, port)
    store.prepare()
    # Who works at this machine's dashboard does not want a line for each request.
    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    from werkzeug.serving import make_server

    from dashboard.app import create_app, keep_what_stands

    server = make_server(host, port, create_app(store, writing=True).server, threaded=True)
    keep_what_stands()
    stored = store.summary()
    typer.echo(f"Loaded: {stored.documents} documents, {stored.facts} facts ({store.name}).")
    typer.echo(f"Dashboard: http://{host}:{server.port} (Ctrl-C ends it)")
    try:
        server.serve_forever()
    finally:
        server.server_close()


def _check(host: str, port: int) -> None:
    """Refuse an address that others could reach, and one that is taken."""
    if not _is_loopback(host):
        raise ServeError(
            f"The dashboard is not served on {host}: others could reach it there, and there is no log-in "
            "yet. Leave --host at 127.0.0.1."
        )
    try:
        with socket.create_server((host, port)):
            pass
    except OSError as error:
        raise ServeError(
            f"Port {port} cannot be used ({os.strerror(error.errno or 0)}); choose another one: "
            "tradefacts serve --port 8060, or make run PORT=8060."
        ) from None


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"
