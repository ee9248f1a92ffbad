"""How gunicorn serves: `gunicorn --config python:dashboard.workers dashboard.wsgi:server`.

One process reads the database and makes the application, and workers are forked from it, which share what it
made. HUP gives every worker a successor, TERM ends them all, and in both cases what was being answered is
answered first. A worker that has answered many requests is succeeded as well, each at another time.
"""

import os
import shutil
import tempfile
from pathlib import Path
from typing import Any

from dashboard.access import gunicorn as doors
from dashboard.operations import slots
from dashboard.settings import (
    GRACE,
    MAX_REQUESTS,
    PORT,
    THREADS,
    TIMEOUT,
    WORKERS,
    counts_requests,
    log_level,
    told,
)
from dashboard.settings import forwarded_allow_ips as allowed

bind = f"0.0.0.0:{told(PORT)}"
preload_app = True
workers = told(WORKERS)
worker_class = "gthread"
threads = told(THREADS)
#: A worker that gives no sign of life for so long is ended.
timeout = told(TIMEOUT)
#: So long a worker may go on with what it answers when it is told to end.
graceful_timeout = told(GRACE)
#: Longer than the minute for which a proxy usually keeps a connection: it must not find one closed.
keepalive = 75
max_requests = told(MAX_REQUESTS)
max_requests_jitter = max_requests // 10
forwarded_allow_ips = allowed()
#: It would be a file in a home folder, by which to ask the server about itself: signals and /metrics do.
control_socket_disable = True
#: Signs of life are changes of a file; on a busy disk one of them might come late.
worker_tmp_dir = "/dev/shm" if Path("/dev/shm").is_dir() else None

loglevel = log_level()
logconfig_dict = {
    "root": {"level": "WARNING", "handlers": ["stderr"]},
    "loggers": {
        "gunicorn.error": {"level": loglevel.upper(), "handlers": ["stderr"], "propagate": False},
        "tradefacts": {"level": loglevel.upper(), "handlers": ["stderr"], "propagate": False},
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "json", "stream": "ext://sys.stderr"}
    },
    "formatters": {"json": {"()": "dashboard.operations.lines.JsonLines"}},
}

#: Where the workers count; each server has a folder of its own, also while one takes the place of another.
_counted = tempfile.mkdtemp(prefix="tradefacts-metrics-") if counts_requests() else None
if _counted:
    os.environ[slots.FOLDER] = _counted


#: It refuses to open an address to others where nobody has to log in.
on_starting = doors.on_starting


def pre_fork(server: Any, worker: Any) -> None:
    """Give a worker the lowest number that none of those who live has."""
    taken = {one.slot for one in server.WORKERS.values()}
    worker.slot = next(number for number in range(1, len(taken) + 2) if number not in taken)


def post_fork(_server: Any, worker: Any) -> None:
    """Let a worker know its number."""
    slots.take(worker.slot)


def post_worker_init(worker: Any) -> None:
    """Let nobody wait for what a worker does at first."""
    from flask import Flask

    from dashboard.app import warm

    # Who wraps the application in something else warms it there.
    if isinstance(worker.wsgi, Flask):
        warm(worker.wsgi)


def on_exit(_server: Any) -> None:
    """Remove what the workers counted."""
    if _counted:
        shutil.rmtree(_counted, ignore_errors=True)
