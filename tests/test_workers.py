"""gunicorn with our settings: no request is dropped, workers count together and share no connection."""

import re
import signal
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from gunicorns import ROOT, Gunicorn, gunicorn
from making import eventually, made_reading
from sqlalchemy import create_engine, text

from store import Store

#: An application that says who answers, in its own time.
SLOW = """
import os, time
from urllib.parse import parse_qs

def server(environ, start_response):
    time.sleep(float(parse_qs(environ["QUERY_STRING"]).get("s", ["0"])[0]))
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
"""


@pytest.fixture
def slow(tmp_path: Path) -> Iterator[Gunicorn]:
    (tmp_path / "slow.py").write_text(SLOW, encoding="utf-8")
    with gunicorn(tmp_path, "slow:server", "/", TRADEFACTS_MAX_REQUESTS="40") as running:
        yield running


@pytest.mark.parametrize("told", [signal.SIGHUP, signal.SIGTERM])
def test_what_is_being_answered_is_answered_when_the_server_is_told_to_end(
    slow: Gunicorn, told: signal.Signals
) -> None:
    with ThreadPoolExecutor(6) as pool:
        waiting = [pool.submit(slow.get, "/?s=2") for _ in range(6)]
        time.sleep(0.7)
        slow.process.send_signal(told)
        answers = [one.result() for one in waiting]
    assert [status for status, _ in answers] == [200] * 6
    if told == signal.SIGTERM:
        assert slow.process.wait(30) == 0
    else:
        before = {pid for _, pid in answers}
        eventually(lambda: slow.get("/")[1] not in before)


def test_nothing_is_dropped_while_workers_are_succeeded(slow: Gunicorn) -> None:
    done = threading.Event()
    statuses: list[int] = []
    pids: set[str] = set()

    def ask() -> None:
        while not done.is_set():
            status, pid = slow.get("/?s=0.02")
            statuses.append(status)
            pids.add(pid)

    with ThreadPoolExecutor(4) as pool:
        asking = [pool.submit(ask) for _ in range(4)]
        for _ in range(2):
            time.sleep(0.7)
            slow.process.send_signal(signal.SIGHUP)
        # After 40 requests, and up to 4 more, a worker makes room for another one as well.
        eventually(lambda: len(statuses) > 300 and len(pids) > 6, seconds=60)
        done.set()
        for one in asking:
            one.result()
    assert set(statuses) == {200}


def test_workers_count_together_and_open_connections_of_their_own(store: Store, tmp_path: Path) -> None:
    store.save(made_reading(), "1")
    url = store.url.render_as_string(hide_password=False)
    store.close()
    settings = {"DATABASE_URL": url, "TRADEFACTS_METRICS": "1", "TMPDIR": str(tmp_path)}
    with gunicorn(tmp_path, "dashboard.wsgi:server", "/healthz", **settings) as running:
        if store.url.get_backend_name() == "postgresql":
            # One of each worker, and none of the process that they are forked from.
            eventually(lambda: _connections(store) == 2)
        with ThreadPoolExecutor(8) as pool:
            found = [pool.submit(running.get, f"/api/facts?per_page={n}") for n in range(1, 41)]
            assert {one.result()[0] for one in found} == {200}
        workers = {line["process"] for line in running.lines() if line.get("route") == "/api/facts"}
        assert len(workers) == 2
        running.process.send_signal(signal.SIGHUP)
        eventually(lambda: "Worker exiting" in str(running.lines()), seconds=30)
        # As a worker leaves it that has just come.
        next(tmp_path.glob("tradefacts-metrics-*")).joinpath("counter_99.db").touch()
        eventually(lambda: running.answers("/readyz"))
        running.get("/api/facts/none?token=secret", **{"X-Request-Id": "one-of-mine", "Cookie": "c=secret"})
        told = running.get("/metrics")[1]
        lines = running.lines()
    assert 'tradefacts_requests_total{method="GET",route="/api/facts",status="200"} 40.0' in told
    assert 'tradefacts_request_seconds_count{route="/api/facts"} 40.0' in told
    assert re.search(r'_bucket\{le="\+Inf",route="/api/facts"\} 40\.0', told)
    assert "tradefacts_facts 2.0" in told and "tradefacts_documents 1.0" in told
    (line,) = [one for one in lines if one.get("request_id") == "one-of-mine"]
    assert (line["method"], line["status"], line["route"]) == ("GET", 400, "/api/facts/<id:fact_id>")
    assert "secret" not in str(lines)
    assert not list(tmp_path.glob("tradefacts-metrics-*"))


def _connections(store: Store) -> int:
    """Return how many connections there are to the database of a store, besides the one that asks."""
    engine = create_engine(store.url)
    others = "datname = current_database() AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
    with engine.connect() as connection:
        found = connection.execute(text(f"SELECT count(*) FROM pg_stat_activity WHERE {others}")).scalar_one()
    engine.dispose()
    return int(found)


def test_the_procfile_uses_these_settings() -> None:
    lines = dict(line.split(": ", 1) for line in (ROOT / "Procfile").read_text().splitlines())
    assert lines["web"] == "gunicorn --config python:dashboard.workers dashboard.wsgi:server"
    assert lines["release"] == "tradefacts prepare"
