"""create_app(store): the application, its pages and what guards them."""

import gc
from functools import partial
from ipaddress import ip_address
from urllib.parse import urlsplit

from dash import Dash
from flask import Response, request, send_from_directory

from dashboard import frame, headers, pages, saved
from dashboard.adding import ADD
from dashboard.address import View
from dashboard.chart import MAPS
from dashboard.comparing import COMPARE
from dashboard.composing.page import COMPOSE
from dashboard.explore import EXPLORE
from dashboard.explore.figure import answer
from dashboard.reading import READ
from dashboard.reviewing import REVIEW
from dashboard.source.verdicts import WRITES
from figures.geography import MAP, folder
from pipeline.rates import configured_rates
from store import Store

_A_DAY = 24 * 60 * 60
#: The pixels of a figure in a window of an ordinary size.
_A_WIDTH = 1120
#: In the order of the header.
PAGES = (EXPLORE, READ, COMPARE, REVIEW, ADD, COMPOSE)


def create_app(store: Store, *, writing: bool = False) -> Dash:
    """Return the web application over a prepared store; `.server` is its WSGI application.

    With `writing`, what is stored can be changed, and it answers to this machine's own names alone.
    """
    app = Dash(
        __name__,
        title="Tradefacts",
        update_title="",
        compress=True,
        health_endpoint="healthz",
        # A page's parts are there only while it is shown.
        suppress_callback_exceptions=True,
        on_error=frame.tell,
        assets_ignore="first",
        meta_tags=[{"name": "viewport", "content": "width=device-width, initial-scale=1"}],
    )
    app.index_string = frame.INDEX
    app.server.config[WRITES] = writing
    # A table of rates that is none is told of now, and not to whoever opens the page first; nor does that one
    # wait for the index.
    configured_rates()
    store.index()
    shown = [page for page in PAGES if writing or not page.writes]
    app.layout = partial(frame.layout, shown, store, writing=writing)
    pages.add_to(app, shown, store)
    saved.add_to(app, store, writing=writing)
    _maps(app)
    headers.add_to(app)
    if writing:
        app.server.before_request(_refuse_other_names)
    _set_up(app, store)
    return app


def keep_what_stands() -> None:
    """Leave what a server has made by now out of the collector's rounds: to go through it takes 0.15 s.

    That would be waited for by whoever asks just then. Processes that are forked also share it for longer.
    """
    gc.collect()
    gc.freeze()


def _set_up(app: Dash, store: Store) -> None:
    """Ask for the page once: Dash sets itself up at its first request, and meanwhile refuses all others.

    Of several processes one may give out the page, and another be asked for all of its scripts at once. The
    first figure of a process takes ten times as long as the next ones: nobody should wait for that either.
    """
    app.server.test_client().get("/")
    answer(View(), store, "light", _A_WIDTH)


def _refuse_other_names() -> tuple[str, int] | None:
    """Refuse a request that came by another name: a page elsewhere may give this machine one of its own."""
    name = urlsplit(f"//{request.host}").hostname or ""
    if name == "localhost" or _is_loopback(name):
        return None
    return "The dashboard answers only to the machine that it runs on: open it at http://127.0.0.1.", 403


def _is_loopback(name: str) -> bool:
    try:
        return ip_address(name).is_loopback
    except ValueError:
        return False


def _maps(app: Dash) -> None:
    """Give out the map that plotly draws on, and nothing else of its folder."""

    @app.server.get(f"{MAPS}{MAP}")
    def world() -> Response:
        # The name of the file says which it is: it never changes under a name.
        return send_from_directory(folder(), MAP, max_age=_A_DAY)
