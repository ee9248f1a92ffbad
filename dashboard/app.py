"""create_app(store): the application, its pages and what guards them."""

import gc
from contextlib import suppress
from functools import partial

from dash import Dash
from flask import Flask, Response, send_from_directory

from dashboard import api, frame, headers, operations, pages, saved
from dashboard.access import doors, needs
from dashboard.access.guard import SETTING_UP
from dashboard.access.settings import Access
from dashboard.adding import ADD
from dashboard.address import View
from dashboard.chart import MAPS
from dashboard.comparing import COMPARE
from dashboard.composing.page import COMPOSE
from dashboard.explore import EXPLORE
from dashboard.explore.figure import answer
from dashboard.reading import READ
from dashboard.remembered import Remembered, give_from, keep_from
from dashboard.reviewing import REVIEW
from dashboard.versions import Versioned
from figures.geography import MAP, folder
from pipeline.rates import configured_rates
from store import Role, Store, StoreError

_A_DAY = 24 * 60 * 60
#: The pixels of a figure in a window of an ordinary size.
_A_WIDTH = 1120
_WARMING = "tradefacts_warming"
#: In the order of the header.
PAGES = (EXPLORE, READ, COMPARE, REVIEW, ADD, COMPOSE)


def create_app(store: Store, *, writing: bool = False, access: Access | None = None) -> Dash:
    """Return the web application over a prepared store; `.server` is its WSGI application.

    With a log-in (`access`) the role of who asks tells what they may. Without one it answers to this machine
    alone, and `writing` tells whether what is stored can be changed.
    """
    access = access or Access()
    server, kept = Flask(__name__), Remembered()
    keep_from(server, kept)
    app = _dash(server)
    app.index_string = frame.INDEX
    operations.add_to(app, store)
    # A table of rates that is none is told of now, and not to whoever opens the page first; nor does that one
    # wait for the index.
    configured_rates()
    store.index()
    writable = writing or access.has_log_in
    shown = [page for page in PAGES if writable or not page.writes]
    app.layout = partial(frame.layout, shown, store, access)
    pages.add_to(app, shown, store)
    saved.add_to(app, store, writing=writable)
    _maps(app)
    api.add_to(app, store, has_log_in=access.has_log_in)
    headers.add_to(app, access.url)
    doors.add_to(app.server, access, store, Role.EDITOR if writing else Role.VIEWER)
    give_from(app.server, kept, store)
    warming = app.server.extensions[_WARMING] = partial(_set_up, app, store)
    warming()
    return app


def _dash(server: Flask) -> Dash:
    return Versioned(
        __name__,
        # Dash says that it takes something else that can be called.
        server=server,  # type: ignore[arg-type]
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


def warm(server: Flask) -> None:
    """Let a process that was forked open its own connection, and ask what the first page asks, beforehand."""
    with suppress(StoreError):
        # Whoever asks is told what is wrong, as /readyz tells.
        server.extensions[_WARMING]()


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
    app.server.test_client().get("/", environ_overrides={SETTING_UP: True})
    answer(View(), store, "light", _A_WIDTH)


def _maps(app: Dash) -> None:
    """Give out the map that plotly draws on, and nothing else of its folder."""

    @app.server.get(f"{MAPS}{MAP}")
    @needs(Role.VIEWER)
    def world() -> Response:
        # The name of the file says which it is: it never changes under a name.
        return send_from_directory(folder(), MAP, max_age=_A_DAY)
