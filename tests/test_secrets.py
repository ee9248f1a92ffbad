"""No secret is in a log, a page of an error, the metrics or the repr of what is set: of real servers.

Each mode is served as the Procfile does, at the level that logs most, and is asked what goes wrong: by who is
known and who is not, with and without a database. Every secret has a word that stands nowhere else.
"""

import base64
import json
import re
import socket
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from gunicorns import Gunicorn, gunicorn
from making import made_reading
from people import CALLBACKS, OWN
from sqlalchemy import URL, create_engine, text
from sqlalchemy.exc import DBAPIError

from dashboard.access.settings import configured
from dashboard.access.tokens import hash_of, new_token
from store import By, Role, Store, StoreError
from store.database import database_url

DATABASE = "database-otter-3141"
PROXY = "proxy-heron-2718-long-enough"
CLIENT = "client-marten-1618"
PASSWORD = "password badger 1414 of hers"
WRONG = "password beaver 1732 of nobody"
#: A password that makes the server fail while it looks at it.
FAILING = "password provoke 2236 an error"
SECRETS = [DATABASE, PROXY, CLIENT, PASSWORD, WRONG, FAILING]

#: The application, with faults that are called by what is asked.
FAULTY = f"""
from dashboard.access import passwords
from dashboard.wsgi import server
from store import Store

matches, selection = passwords.matches, Store.selection

def failing_matches(kept, password):
    if password == {FAILING!r}:
        local = [password] * 2
        raise RuntimeError("a fault while a password is looked at")
    return matches(kept, password)

def failing_selection(self, filters):
    if filters.search == "provoke":
        raise RuntimeError("a fault while facts are chosen")
    return selection(self, filters)

passwords.matches, Store.selection = failing_matches, failing_selection
"""


class Asked:
    """A server that is asked things: the texts of its errors, and of what tells how it is."""

    def __init__(self, running: Gunicorn, log: Path) -> None:
        self.address = running.address
        self.session = requests.Session()
        self.texts: list[str] = []
        self.statuses: set[int] = set()
        self._log = log

    def ask(self, path: str, method: str = "GET", **more: Any) -> requests.Response:
        more["headers"] = OWN | more.get("headers", {})
        answer = self.session.request(method, self.address + path, allow_redirects=False, timeout=60, **more)
        self.statuses.add(answer.status_code)
        # A form shows its reader again what was typed as a name; the field of a password stays empty.
        typed = more.get("data", {}).get("name", "") if isinstance(more.get("data"), dict) else ""
        shown = answer.text.replace(f'value="{typed}"', "") if typed else answer.text
        # The way to a provider says what the provider has to know.
        self.texts.append("" if answer.is_redirect else shown)
        return answer

    def send(self, lines: str) -> None:
        """Send what is no HTTP, as a program with a slip in it does."""
        parts = urlsplit(self.address)
        with socket.create_connection((parts.hostname, parts.port), 20) as raw:
            raw.sendall(lines.encode())
            # gunicorn itself answers, and says back to who sent it what it was: that is no page of ours.
            assert raw.recv(65_536)

    def log(self) -> str:
        return self._log.read_text(encoding="utf-8")

    def check(self, *more: str) -> None:
        """Look for the secrets in all that was told; `more` are those that were made meanwhile."""
        lines = self.log()
        assert '"traceback"' in lines and {500, 503} <= self.statuses, (self.statuses, lines[-3000:])
        for secret in (*SECRETS, *more):
            # As bytes in a header or a parameter, too.
            for form in (secret, secret.replace(" ", "+"), secret.replace(" ", "%20")):
                found = [line for line in lines.splitlines() if form in line]
                assert not found, (secret, found)
                assert not [text for text in self.texts if form in text], secret


@pytest.fixture
def address(server_store: Store) -> str:
    """Give the address of a database that takes any password, with one."""
    server_store.save(made_reading(), "1")
    return server_store.url.set(password=DATABASE).render_as_string(hide_password=False)


@pytest.fixture
def faulty(tmp_path: Path) -> Path:
    (tmp_path / "faulty.py").write_text(FAULTY, encoding="utf-8")
    return tmp_path


def served(folder: Path, address: str, mode: str, **settings: str) -> Any:
    told = {"DATABASE_URL": address, "TRADEFACTS_AUTH": mode, "TRADEFACTS_METRICS": "1"}
    return gunicorn(
        folder,
        "faulty:server",
        "/readyz",
        **told,
        TRADEFACTS_LOG_LEVEL="debug",
        WEB_CONCURRENCY="1",
        **settings,
    )


def cut_off(server: URL, store: Store) -> None:
    """Let a database be there no more for who asks it."""
    name = store.url.database
    with create_engine(server, isolation_level="AUTOCOMMIT").connect() as connection:
        connection.exec_driver_sql(f"ALTER DATABASE {name} ALLOW_CONNECTIONS false")
        connection.exec_driver_sql(
            f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"
        )


def without_people(store: Store) -> None:
    """Let what is asked of people fail, with what was asked in the error of the database."""
    with store._writing() as connection:
        connection.exec_driver_sql("ALTER TABLE people RENAME TO persons")


def token_of(store: Store, name: str) -> str:
    token = new_token()
    by = By(datetime.now(UTC), "test")
    store.accounts.make_token(name, "report", hash_of(token), by.at + timedelta(days=1), by)
    return token


def everything(asked: Asked, headers: dict[str, str]) -> None:
    """Ask what goes well and what goes wrong, as one who is known by some headers, or by a cookie."""
    for path in (
        "/",
        "/_dash-layout",
        "/api/facts?search=provoke",
        "/api/facts?bogus=1",
        "/api/none",
        "/metrics",
    ):
        asked.ask(path, headers=headers)
    asked.ask("/healthz")
    asked.ask("/readyz")
    for body in ("{", "[]", '{"output": "explore-lists.data"}', "x" * 40_000):
        asked.ask(
            CALLBACKS, "POST", data=body.encode(), headers={"Content-Type": "application/json"} | headers
        )
    known = asked.ask("/_dash-dependencies", headers=headers)
    for one in known.json() if known.status_code == 200 else ():
        if "explore-lists" in one["output"]:
            told = [each | {"value": "?search=provoke"} for each in one["inputs"]]
            state = [each | {"value": "?search=provoke"} for each in one["state"]]
            body = {"output": one["output"], "outputs": [], "inputs": told, "state": state}
            asked.ask(CALLBACKS, "POST", json=body | {"changedPropIds": []}, headers=headers)
    shown = "".join(f"{name}: {value}\r\n" for name, value in headers.items())
    asked.send(f"GET /?x={WRONG} HTTP/1.1\r\n{shown}\r\n")
    asked.send(f"GET / HTTP/1.1\r\nHost: x\r\nAuthorization {WRONG}\r\n{shown}\r\n")
    asked.send(f"GET /\r\n{shown}\r\n")
    asked.send(f"GET / HTTP/1.1\r\nX-{WRONG}: 1\r\n\r\n")


def test_of_people_with_passwords_no_secret_is_told(
    server: URL, server_store: Store, address: str, faulty: Path
) -> None:
    with served(faulty, address, "password") as running:
        asked = Asked(running, faulty / "log.jsonl")
        (link,) = re.findall(r"/setup\?token=([\w-]+) ", asked.log())
        told = {"token": link, "name": "ada", "password": PASSWORD, "again": PASSWORD}
        asked.session.post(f"{asked.address}/setup", data=told | {"again": WRONG}, headers=OWN)
        assert asked.ask("/setup", "POST", data=told).status_code == 303
        cookie = str(asked.session.cookies["tradefacts"])
        token = token_of(server_store, "ada")
        ways = [{}, {"Authorization": f"Bearer {token}"}, {"Authorization": f"Basic {WRONG}"}]

        def all_of_it() -> None:
            for headers in ways:
                everything(asked, headers)
            basic = base64.b64encode(f"ada:{PASSWORD}".encode()).decode()
            asked.ask("/audit", headers={"Authorization": f"Basic {basic}"})
            asked.ask(f"/setup?token={link}x")
            # A password in the place of a name, a wrong one, one that makes the server fail, too long a one.
            for name, password in (
                (PASSWORD, ""),
                (PASSWORD.replace(" ", "-"), WRONG),
                ("ada", WRONG),
                ("ada", FAILING),
                (WRONG, FAILING),
                ("ada", WRONG * 2_000),
            ):
                asked.ask("/login", "POST", data={"name": name, "password": password})

        all_of_it()
        without_people(server_store)
        all_of_it()
        cut_off(server, server_store)
        all_of_it()
        # The link is printed on purpose, once.
        assert asked.log().count(link) == 1
        asked.check(cookie, token, PASSWORD.replace(" ", "-"))


def test_of_people_behind_a_proxy_no_secret_is_told(
    server: URL, server_store: Store, address: str, faulty: Path
) -> None:
    server_store.accounts.add("ada", Role.ADMIN, By(datetime.now(UTC), "test"))
    with served(faulty, address, "proxy", TRADEFACTS_PROXY_SECRET=PROXY) as running:
        asked = Asked(running, faulty / "log.jsonl")
        token = token_of(server_store, "ada")

        def all_of_it() -> None:
            for shown, name in ((PROXY, "ada"), (PROXY, WRONG), (PROXY[:-1], "ada")):
                everything(asked, {"X-Tradefacts-Secret": shown, "X-Forwarded-User": name})
            # By mistake in each other's place.
            asked.ask("/", headers={"X-Tradefacts-Secret": "ada", "X-Forwarded-User": PROXY})
            everything(asked, {"Authorization": f"Bearer {token}"})

        all_of_it()
        without_people(server_store)
        all_of_it()
        cut_off(server, server_store)
        all_of_it()
        asked.check(token, PROXY[:-1])


class _Provider(BaseHTTPRequestHandler):
    """A provider that says back what it was sent, and never what holds."""

    server: "_Providers"

    def do_GET(self) -> None:
        issuer = f"http://127.0.0.1:{self.server.server_port}"
        names = {"authorization_endpoint": "authorize", "token_endpoint": "token", "jwks_uri": "jwks"}
        told = {"issuer": issuer} | {name: f"{issuer}/{path}" for name, path in names.items()}
        self._answer(200 if "configuration" in self.path else 500, told)

    def do_POST(self) -> None:
        sent = self.rfile.read(int(self.headers["Content-Length"])).decode()
        shown = base64.b64decode(self.headers["Authorization"].removeprefix("Basic ")).decode()
        self.server.sent.append(f"{shown} {sent}")
        error = {"error": "invalid_client", "error_description": f"{shown} {sent}"}
        self._answer(*self.server.tokens.pop(0) if self.server.tokens else (401, error))

    def _answer(self, status: int, told: Any) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        pass


class _Providers(ThreadingHTTPServer):
    sent: list[str]
    tokens: list[tuple[int, Any]]


@pytest.fixture
def provider() -> Iterator[_Providers]:
    with _Providers(("127.0.0.1", 0), _Provider) as running:
        running.sent, running.tokens = [], []
        threading.Thread(target=running.serve_forever, daemon=True).start()
        yield running
        running.shutdown()


def test_of_people_whom_a_provider_knows_no_secret_is_told(
    server: URL, server_store: Store, address: str, faulty: Path, provider: _Providers
) -> None:
    server_store.accounts.add("ada@example.org", Role.ADMIN, By(datetime.now(UTC), "test"))
    settings = {
        "TRADEFACTS_URL": "http://127.0.0.1",
        "TRADEFACTS_OIDC_ISSUER": f"http://127.0.0.1:{provider.server_port}",
        "TRADEFACTS_OIDC_CLIENT_ID": "tradefacts",
        "TRADEFACTS_OIDC_CLIENT_SECRET": CLIENT,
    }
    made: list[str] = []
    with served(faulty, address, "oidc", **settings) as running:
        asked = Asked(running, faulty / "log.jsonl")
        token = token_of(server_store, "ada@example.org")

        def come_back() -> None:
            out = asked.ask("/login/oidc")
            state = parse_qs(urlsplit(out.headers["Location"]).query)["state"][0]
            (kept,) = re.findall("tradefacts-oidc=([^;]*)", out.headers["Set-Cookie"])
            code = f"code-lynx-{len(made)}"
            made.extend([code, *re.findall(r"[\w-]{43}", kept)])
            shown = {"Cookie": f"tradefacts-oidc={kept}"}
            asked.session.cookies.clear()
            for told in (f"{state}x", state):
                asked.ask(f"/login/callback?state={told}&code={code}", headers=shown)

        everything(asked, {"Authorization": f"Bearer {token}"})
        come_back()
        # What is no token, what is none of ours, and a list where an object should be.
        for told in ({"id_token": "a.b.c", "access_token": CLIENT}, {"access_token": CLIENT}, [CLIENT]):
            provider.tokens.append((200, told))
            come_back()
        assert provider.sent and all(CLIENT in one for one in provider.sent)
        without_people(server_store)
        everything(asked, {"Authorization": f"Bearer {token}"})
        cut_off(server, server_store)
        come_back()
        everything(asked, {"Authorization": f"Bearer {token}"})
        provider.shutdown()
        provider.server_close()
        asked.ask("/login/oidc")
        asked.check(token, *made)


def test_a_server_that_does_not_start_tells_no_password(faulty: Path) -> None:
    for wrong in (
        f"postgresql://ada:{DATABASE}@127.0.0.1:1/trade",
        f"postgresql://ada:{DATABASE}@127.0.0.1:port/trade",
    ):
        with pytest.raises(AssertionError), served(faulty, wrong, "none"):
            pass
        log = (faulty / "log.jsonl").read_text(encoding="utf-8")
        assert log and DATABASE not in log, wrong


def test_an_error_of_the_database_does_not_repeat_what_was_asked(store: Store) -> None:
    with pytest.raises(DBAPIError) as failed, store._engine.connect() as connection:
        connection.execute(text("SELECT name FROM nowhere WHERE name = :name"), {"name": WRONG})
    assert "nowhere" in str(failed.value) and WRONG not in str(failed.value)


def test_no_secret_is_in_the_repr_of_what_is_set(monkeypatch: pytest.MonkeyPatch) -> None:
    url = f"postgresql://ada:{DATABASE}@127.0.0.1:1/trade"
    for address in (url, f"postgresql://127.0.0.1:1/trade?user=ada&password={DATABASE}"):
        with Store(address) as store:
            told = [repr(store), store.name, repr(store._engine), repr(vars(store))]
            told.append(repr(store.url))
            assert not [one for one in told if DATABASE in one], told
    for settings in (
        {"AUTH": "proxy", "PROXY_SECRET": PROXY},
        {
            "AUTH": "oidc",
            "URL": "http://127.0.0.1",
            "OIDC_ISSUER": "http://127.0.0.1:9",
            "OIDC_CLIENT_ID": "tradefacts",
            "OIDC_CLIENT_SECRET": CLIENT,
        },
    ):
        for name, value in settings.items():
            monkeypatch.setenv(f"TRADEFACTS_{name}", value)
        access = configured()
        assert access.proxy_secret == PROXY or (access.provider and access.provider.client_secret == CLIENT)
        assert PROXY not in repr(access) and CLIENT not in repr(access)


@pytest.mark.parametrize(
    "address",
    [
        "postgresql://ada:{}@127.0.0.1:port/trade",
        "postgresql://ada:x/{}@y@127.0.0.1:port/trade",
        "sqlite://ada:{}@/facts.db?x=1",
        "postgresql:ada:{}@127.0.0.1/trade",
        "sqlite:///facts.db?password={}",
        "oracle://ada:{}@127.0.0.1/trade",
    ],
)
def test_an_address_that_is_none_is_named_without_its_password(address: str) -> None:
    with pytest.raises(StoreError) as refused, Store(database_url(address.format(DATABASE))):
        pass
    assert "postgresql://HOST/NAME" in str(refused.value) or "sqlite" in str(refused.value)
    assert DATABASE not in str(refused.value)
