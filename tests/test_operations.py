"""A server tells whether it is ready, names each request, logs a line of it, and counts it."""

import json
import logging
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from flask import Flask, g
from making import made_reading
from sqlalchemy import text

from dashboard import settings
from dashboard.app import create_app
from dashboard.frame import tell
from dashboard.operations.lines import JsonLines
from documents.limits import SettingError
from store import Store, StoreError, UnusableError
from store.database import open_engine

SECRET = "a-secret"


@pytest.fixture
def app(file_store: Store) -> Flask:
    file_store.save(made_reading(), "1")
    return create_app(file_store).server


@pytest.fixture
def logged() -> Iterator[list[dict[str, Any]]]:
    """Give what was logged, as the lines that a server writes."""
    lines: list[dict[str, Any]] = []

    class Kept(logging.Handler):
        def emit(self, record: logging.LogRecord) -> None:
            lines.append(json.loads(self.format(record)))

    kept = Kept()
    kept.setFormatter(JsonLines())
    names = ("tradefacts", "dashboard.app")
    for name in names:
        logging.getLogger(name).addHandler(kept)
        logging.getLogger(name).setLevel("INFO")
    yield lines
    for name in names:
        logging.getLogger(name).removeHandler(kept)
        logging.getLogger(name).setLevel("NOTSET")


def get(app: Flask, path: str, **more: Any) -> Any:
    """Ask, and take the whole answer, as a server does."""
    return app.test_client().get(path, buffered=True, **more)


def test_ready_is_a_prepared_database(store: Store) -> None:
    app = create_app(store).server
    assert get(app, "/healthz").status_code == 200
    assert (get(app, "/readyz").status_code, get(app, "/readyz").text) == (200, "Ready.\n")
    with store._writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    answer = get(app, "/readyz")
    assert answer.status_code == 503
    assert "run tradefacts prepare" in answer.text


def test_a_database_that_cannot_be_reached_is_told_without_its_name(
    app: Flask, file_store: Store, logged: list[dict[str, Any]]
) -> None:
    # Nobody listens at this port.
    url = f"postgresql+psycopg://someone:{SECRET}@127.0.0.1:1/hidden"
    with Store(url) as elsewhere:
        file_store._reader = elsewhere._reader
        file_store.url = elsewhere.url
        answer = get(app, "/readyz", headers={"X-Request-Id": "mine"})
        assert get(app, "/healthz").status_code == 200
    assert answer.status_code == 503
    assert answer.text == "The database cannot be used; the log says why (request mine).\n"
    (line,) = [one for one in logged if one["logger"] == "tradefacts.ready"]
    assert "127.0.0.1" in line["message"] and line["request_id"] == "mine"
    assert SECRET not in str(logged)


def test_a_server_is_waited_for_some_seconds_unless_its_address_says_otherwise(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[dict[str, Any]] = []

    def connect(**told: Any) -> None:
        asked.append(told)
        raise StoreError("enough")

    for query in ("", "?connect_timeout=3"):
        engine = open_engine(Store(f"postgresql://127.0.0.1:1/none{query}").url)
        monkeypatch.setattr(engine.dialect.loaded_dbapi, "connect", lambda *_, **told: connect(**told))
        with pytest.raises(StoreError):
            engine.connect()
    assert [int(one["connect_timeout"]) for one in asked] == [10, 3]


@pytest.mark.parametrize(
    ("given", "is_taken"),
    [
        ("trace-1.a:b_C", True),
        ("a" * 128, True),
        ("a" * 129, False),
        ("a b", False),
        ("é", False),
        ("", False),
    ],
)
def test_a_request_has_an_id(app: Flask, given: str, is_taken: bool) -> None:
    told = get(app, "/healthz", headers={"X-Request-Id": given}).headers["X-Request-Id"]
    assert (told == given) is is_taken
    assert is_taken or re.fullmatch("[0-9a-f]{16}", told)


def test_each_request_is_a_line_that_tells_no_secret(app: Flask, logged: list[dict[str, Any]]) -> None:
    client = app.test_client()
    client.set_cookie("session", SECRET)
    client.get(f"/read?search={SECRET}", headers={"Authorization": SECRET}, buffered=True)
    client.post("/api/facts", json={"x": SECRET}, buffered=True)
    requests = [one for one in logged if one["message"] == "request"]
    told = [(one["method"], one["route"], one["status"]) for one in requests]
    assert told == [("GET", "/<path:path>", 200), ("POST", "none", 405)]
    assert all(one["duration_ms"] >= 0 and len(one["request_id"]) == 16 for one in requests)
    assert "person" not in requests[0]
    assert not [one for one in requests if SECRET in str(one)]


def test_a_line_names_the_person_where_somebody_knows_who_it_is(
    file_store: Store, logged: list[dict[str, Any]]
) -> None:
    app = create_app(file_store).server
    app.before_request_funcs[None].append(lambda: setattr(g, "person", SimpleNamespace(name="Ayşe")))
    get(app, "/healthz")
    assert logged[-1]["person"] == "Ayşe"


@pytest.fixture
def failing(app: Flask, monkeypatch: pytest.MonkeyPatch) -> Callable[[Exception], None]:
    def fail(error: Exception) -> None:
        def raised(*_: object, **__: object) -> None:
            raise error

        monkeypatch.setattr(Store, "index", raised)

    return fail


def test_an_error_is_a_traceback_in_the_log_and_a_sentence_with_the_id(
    app: Flask, failing: Callable[[Exception], None], logged: list[dict[str, Any]]
) -> None:
    failing(RuntimeError("the very words"))
    headers = {"X-Request-Id": "mine"}
    page, answer = get(app, "/_dash-layout", headers=headers), get(app, "/api/facts", headers=headers)
    assert (page.status_code, answer.status_code) == (500, 500)
    assert "Something went wrong here, and was noted (request mine)." in page.text
    assert answer.json == {"error": "Something went wrong here, and was noted (request mine)."}
    assert "very words" not in page.text + answer.text
    tracebacks = [one for one in logged if "very words" in one.get("traceback", "")]
    assert [one["request_id"] for one in tracebacks] == ["mine"] * 2


def test_a_script_of_another_version_is_not_there(app: Flask, logged: list[dict[str, Any]]) -> None:
    answer = get(app, "/_dash-component-suites/dash/deps/react@1.0.0.min.js")
    assert (answer.status_code, answer.text) == (404, "There is no such script here; load the page again.\n")
    assert not [one for one in logged if one["level"] == "error"]


def test_a_database_that_fails_is_told_as_such(
    app: Flask, failing: Callable[[Exception], None], logged: list[dict[str, Any]]
) -> None:
    failing(UnusableError("The database postgresql://hidden cannot be used: it is gone."))
    page = get(app, "/_dash-layout", headers={"X-Request-Id": "mine"})
    assert page.status_code == 503
    assert "The database cannot be used just now. Try again in a minute (request mine)." in page.text
    assert "hidden" not in page.text
    assert any("it is gone" in one.get("traceback", "") for one in logged)


def test_what_a_callback_did_not_expect_is_told_on_the_page_and_logged(
    app: Flask, logged: list[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[Any] = []
    monkeypatch.setattr("dashboard.frame.set_props", lambda _id, props: told.append(props["children"]))
    with app.test_request_context(headers={"X-Request-Id": "mine"}):
        try:
            raise KeyError("the very words")
        except KeyError as error:
            tell(error)
        tell(StoreError("The database is busy."))
        tell(UnusableError("The database postgresql://hidden cannot be used: it is gone."))
    assert [one[0].children for one in told] == [
        "Something went wrong here, and was noted (request mine).",
        "The database is busy.",
        "The database cannot be used just now. Try again in a minute (request mine).",
    ]
    first, second = logged
    assert first["request_id"] == "mine" and "the very words" in first["traceback"]
    assert "postgresql://hidden" in second["traceback"]


def test_metrics_are_there_where_they_are_asked_for(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("TRADEFACTS_METRICS", raising=False)
    assert "tradefacts_" not in get(create_app(file_store).server, "/metrics").text
    monkeypatch.setenv("TRADEFACTS_METRICS", "1")
    file_store.save(made_reading(), "1")
    app = create_app(file_store).server
    # Setting itself up, the server asks itself: that is nobody's request.
    assert "tradefacts_requests_total{" not in get(app, "/metrics").text
    for number in range(30):
        get(app, f"/read/{number}?search={number}")
        app.test_client().open("/api/facts", method=f"ODD{number}", buffered=True)
    answer = get(app, "/metrics")
    assert answer.content_type.startswith("text/plain; version=")
    counted = [line for line in answer.text.splitlines() if line.startswith("tradefacts_requests_total{")]
    assert sorted(counted) == [
        'tradefacts_requests_total{method="GET",route="/<path:path>",status="200"} 30.0',
        'tradefacts_requests_total{method="GET",route="/metrics",status="200"} 1.0',
        'tradefacts_requests_total{method="other",route="none",status="405"} 30.0',
    ]
    assert 'tradefacts_request_seconds_count{route="/<path:path>"} 30.0' in answer.text
    assert "tradefacts_facts 2.0" in answer.text and "tradefacts_documents 1.0" in answer.text
    assert "tradefacts_database_up 1.0" in answer.text


def test_metrics_are_told_without_a_database(file_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEFACTS_METRICS", "1")
    app = create_app(file_store).server

    def gone(_store: Store) -> None:
        raise StoreError("It is gone.")

    monkeypatch.setattr(Store, "index", gone)
    answer = get(app, "/metrics")
    assert answer.status_code == 200
    assert "tradefacts_database_up 0.0" in answer.text and "tradefacts_facts" not in answer.text


def test_a_setting_that_cannot_be_is_refused_in_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value, ask in (
        ("WEB_CONCURRENCY", "many", lambda: settings.told(settings.WORKERS)),
        ("TRADEFACTS_TIMEOUT", "1", lambda: settings.told(settings.TIMEOUT)),
        ("TRADEFACTS_METRICS", "yes", settings.counts_requests),
        ("TRADEFACTS_LOG_LEVEL", "loud", settings.log_level),
    ):
        monkeypatch.setenv(name, value)
        with pytest.raises(SettingError, match=rf"^{name} is '{value}'; set it to .*\.$"):
            ask()


def test_settings_are_what_they_are_set_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("WEB_CONCURRENCY", "3")
    monkeypatch.setenv("FORWARDED_ALLOW_IPS", "10.0.0.1")
    assert settings.told(settings.WORKERS) == 3
    assert settings.told(settings.THREADS) == settings.THREADS.default
    assert settings.forwarded_allow_ips() == "10.0.0.1"


def test_newest_documents_are_in_the_order_of_the_index(store: Store) -> None:
    for name in ("b", "Ä", "a", "B", "_", "z é"):
        store.save(made_reading(name), "1")
    found = store.newest_documents(0, 10)
    assert found == list(store.index().select(_all()).by_document().facts)
    assert [*store.newest_documents(0, 4), *store.newest_documents(4, 8)] == found
    assert store.number_of_documents() == 6


def _all() -> Any:
    from schemas.filters import Filters

    return Filters(copies=True)


def test_a_folder_that_is_not_there_is_not_ready(tmp_path: Path) -> None:
    with Store(tmp_path / "none.db") as store:
        assert not store.is_current()
    assert not (tmp_path / "none.db").exists()
