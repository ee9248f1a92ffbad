"""The dashboard over a database, served by gunicorn as the Procfile does."""

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NamedTuple

import psutil

from dashboard.settings import WORKERS, told


class Served(NamedTuple):
    """A server that runs: its address, with a slash at its end, and the process that makes workers."""

    address: str
    process: "subprocess.Popen[bytes]"

    def workers(self) -> list[psutil.Process]:
        """Return the workers that live now."""
        found: list[psutil.Process] = psutil.Process(self.process.pid).children()
        return found


@contextmanager
def serving(url: str) -> Iterator[Served]:
    """Serve a database until the block ends; the server is warm when it is given."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["-m", "gunicorn", "--config", "python:dashboard.workers", "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(
        [sys.executable, *command, "dashboard.wsgi:server"],
        env=os.environ | {"DATABASE_URL": url, "TRADEFACTS_LOG_LEVEL": "error"},
    )
    served = Served(f"http://127.0.0.1:{port}/", process)
    try:
        _wait(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait()


def _wait(served: Served) -> None:
    for _ in range(600):
        if served.process.poll() is not None:
            raise RuntimeError("The server of the dashboard ended before it answered.")
        with suppress(OSError), urllib.request.urlopen(f"{served.address}_dash-layout"):
            if len(served.workers()) == told(WORKERS):
                return
        time.sleep(0.2)
    raise RuntimeError("The server of the dashboard did not answer within two minutes.")
