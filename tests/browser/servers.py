"""Servers in this process, each at an address at which one store after the other can be looked at."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

from flask import Flask
from werkzeug.serving import BaseWSGIServer, make_server

from dashboard.app import create_app
from store import Store


class Servers:
    """An address is used again: scripts that a browser has compiled for it need not be compiled anew."""

    def __init__(self) -> None:
        self._all: list[BaseWSGIServer] = []
        self._free: list[BaseWSGIServer] = []

    @contextmanager
    def serving(self, store: Store) -> Iterator[str]:
        """Give the address of a store's dashboard until the block ends."""
        app = create_app(store, writing=True).server
        server = self._free.pop() if self._free else self._started(app)
        server.app = app
        yield f"http://127.0.0.1:{server.server_port}/"
        self._free.append(server)

    def close(self) -> None:
        for server in self._all:
            server.shutdown()
            server.server_close()

    def _started(self, app: Flask) -> BaseWSGIServer:
        server = make_server("127.0.0.1", 0, app, threaded=True)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        self._all.append(server)
        return server
