"""Who gets in: each mode, a matrix of every route and callback by role, and what keeps others out."""

import hashlib
import re
import subprocess
import sys
import time
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from dash import Dash, Input, Output
from flask import Flask
from flask.testing import FlaskClient
from making import Run
from people import OWN, PASSWORD, add, call, calls, log_in, now, with_passwords
from werkzeug.test import TestResponse

import dashboard
from dashboard.access import callbacks_for, current_person, forms, gunicorn, needs, open_to_all, passwords
from dashboard.access.doors import tell_of_set_up
from dashboard.access.needs import Everyone, need_of_callback, need_of_route
from dashboard.access.settings import Access, AccessError, Mode, configured
from dashboard.access.tokens import hash_of, new_token
from dashboard.app import PAGES, create_app
from store import By, Role, Store, What
from store.accounts import Lifetimes

HTML = {"Accept": "text/html"}
SECRET = "a secret that the proxy knows"
AUDIENCE = [None, *Role]


pytestmark = pytest.mark.usefixtures("quick_passwords", "nothing_set")


# one matrix: every route and every callback, by role


@pytest.fixture
def app(store: Store) -> Dash:
    return create_app(store, access=Access(mode=Mode.PASSWORD))


@pytest.fixture
def visitors(app: Dash, store: Store) -> dict[Role | None, FlaskClient]:
    """Give a client for nobody, and one for each role."""
    clients: dict[Role | None, FlaskClient] = {None: app.server.test_client()}
    for role in Role:
        clients[role] = app.server.test_client()
        assert log_in(clients[role], add(store, role)).status_code == 303
    return clients


#: What is everyone's. What is added here can be had by anybody who reaches the server.
PUBLIC = {"/healthz", "/readyz", "/login", "/setup"}
#: What only editors and admins have; everything else is every reader's.
FOR_ADMINS = {"/audit", "/audit.csv"}
EXAMPLES = {
    "/assets/<path:filename>": "/assets/page.css",
    "/_dash-component-suites/<string:package_name>/<path:fingerprinted_path>": (
        "/_dash-component-suites/dash/deps/react@18.2.0.min.js"
    ),
    "/<path:path>": "/read",
    "/api/<path:path>": "/api/none",
    "/api/facts/<id:fact_id>": "/api/facts/none",
    "/api/documents/<id:document_id>": "/api/documents/none",
    # Flask's own folder, which is not there.
    "/static/<path:filename>": "/static/x.css",
}
NOBODYS = {"/static/<path:filename>"}


def test_every_route_says_who_may_have_it(app: Dash) -> None:
    for rule in app.server.url_map.iter_rules():
        need = need_of_route(app.server, rule.rule, rule.endpoint)
        if rule.rule in NOBODYS:
            assert need is None, rule
        elif rule.rule in PUBLIC:
            assert need is Everyone.IS_LET_IN, rule
        else:
            assert need is (Role.ADMIN if rule.rule in FOR_ADMINS else Role.VIEWER), rule


def test_every_route_is_for_whom_it_is_and_for_nobody_else(
    app: Dash, visitors: dict[Role | None, FlaskClient]
) -> None:
    ends_sessions = "/logout"
    for rule in app.server.url_map.iter_rules():
        if rule.rule == "/_dash-update-component" or rule.rule == ends_sessions:
            continue
        need = need_of_route(app.server, rule.rule, rule.endpoint)
        path = EXAMPLES.get(rule.rule, rule.rule)
        assert "<" not in path, f"give an example of {rule.rule}"
        for method in sorted((rule.methods or set()) - {"OPTIONS"}):
            for role in AUDIENCE:
                status = visitors[role].open(path, method=method, headers=OWN).status_code
                may = need is Everyone.IS_LET_IN or (
                    isinstance(need, Role) and role is not None and role.includes(need)
                )
                wanted = "on" if may else "log in" if role is None else "no"
                came = {401: "log in", 403: "no"}.get(status, "on")
                # A form without anything in it is no log-in and no set-up, and says so.
                if rule.rule not in ("/login", "/setup"):
                    assert came == wanted, (method, path, role, status)


def test_every_callback_says_who_may_call_it(app: Dash) -> None:
    assert len(calls(app)) > 25
    assert [output for output in calls(app) if need_of_callback(app.server, output) is None] == []


def test_every_callback_is_for_whom_it_is_and_for_nobody_else(
    app: Dash, visitors: dict[Role | None, FlaskClient]
) -> None:
    # What it would answer is beside the point.
    app.server.config["PROPAGATE_EXCEPTIONS"] = False
    for output in calls(app):
        need = need_of_callback(app.server, output)
        for role in AUDIENCE:
            status = call(visitors[role], output).status_code
            if role is None:
                assert status == 401, output
            else:
                assert (status == 403) is not role.includes(need or Role.ADMIN), (output, role)


def test_what_writes_is_for_editors(app: Dash) -> None:
    """Hold those that store something to it by name: under the wrong role one would pass the matrix."""
    wanted = {
        r"\.\.said\.data\.\.\.said-told": 1,
        r"\.\.said\.data@": 1,
        r"\.\.drafts\.data@.*saved\.chi": 1,
        r"arrived\.data": 1,
        r"(\.\.)?saved-views\.children@": 2,
    }
    for pattern, number in wanted.items():
        found = [one for one in app.callback_map if re.match(pattern, one)]
        assert len(found) == number, pattern
        assert {need_of_callback(app.server, one) for one in found} == {Role.EDITOR}, pattern
    assert need_of_callback(app.server, "saved-views.children") is Role.VIEWER


def test_a_route_and_a_callback_that_say_nothing_are_shut(file_store: Store) -> None:
    app = create_app(file_store, access=Access(mode=Mode.PASSWORD))
    add(file_store, Role.ADMIN)
    app.server._got_first_request = False
    app.server.add_url_rule("/new", "new", lambda: "open")
    app.callback(Output("new", "children"), Input("route", "data"))(lambda _: "open")
    client = app.server.test_client()
    log_in(client, "admin")
    assert client.get("/new").status_code == 403
    assert call(client, "new.children").status_code == 403
    assert call(client, "there.is-none").status_code == 403
    for body in (b"", b"[]", b"{}", b'{"output": 1}', b"{"):
        sent = client.post("/_dash-update-component", data=body, content_type="application/json", headers=OWN)
        assert sent.status_code == 403, body


def test_what_a_block_inside_another_says_goes_first() -> None:
    app = Dash("within")
    with callbacks_for(app, Role.VIEWER):
        app.callback(Output("a", "children"), Input("b", "data"))(lambda _: "")
        with callbacks_for(app, Role.EDITOR):
            app.callback(Output("c", "children"), Input("b", "data"))(lambda _: "")
    assert need_of_callback(app.server, "a.children") is Role.VIEWER
    assert need_of_callback(app.server, "c.children") is Role.EDITOR


def test_an_address_that_there_is_none_of_is_no_way_in(visitors: dict[Role | None, FlaskClient]) -> None:
    assert visitors[None].post("/nowhere", headers=OWN).status_code == 401
    assert visitors[Role.VIEWER].post("/nowhere", headers=OWN).status_code == 405


def test_pages_that_a_person_may_not_have_are_not_shown(visitors: dict[Role | None, FlaskClient]) -> None:
    shown = {
        role: [page.name for page in PAGES if page.name and f'"{page.name}"' in _layout(visitors[role])]
        for role in Role
    }
    reading = ["Explore", "Read", "Compare"]
    assert shown == {
        Role.VIEWER: reading,
        Role.EDITOR: [*reading, "Review", "Add"],
        Role.ADMIN: [*reading, "Review", "Add"],
    }
    assert "Audit log" in _layout(visitors[Role.ADMIN])
    assert "Audit log" not in _layout(visitors[Role.EDITOR])
    assert "save-view" not in _layout(visitors[Role.VIEWER])
    opened = {"Referer": "http://localhost/add"}
    assert "choose-files" in visitors[Role.EDITOR].get("/_dash-layout", headers=opened).text
    assert "choose-files" not in visitors[Role.VIEWER].get("/_dash-layout", headers=opened).text


def _layout(client: FlaskClient) -> str:
    return client.get("/_dash-layout").text


def test_nothing_of_one_person_is_kept_on_the_way(visitors: dict[Role | None, FlaskClient]) -> None:
    for path in ("/", "/_dash-layout", "/audit"):
        assert visitors[Role.ADMIN].get(path).headers["Cache-Control"] == "no-store", path


# no log-in


def test_without_a_log_in_only_this_machine_is_answered(store: Store) -> None:
    for writing in (True, False):
        client = create_app(store, writing=writing).server.test_client()
        for host in ("127.0.0.1:8050", "localhost", "[::1]:80"):
            assert client.get("/", headers={"Host": host}).status_code == 200, host
        refused = client.get("/", headers={"Host": "facts.example.org"})
        assert refused.status_code == 403
        assert "set TRADEFACTS_AUTH to password, oidc or proxy" in refused.text
        elsewhere = client.get("/", environ_base={"REMOTE_ADDR": "192.0.2.7"})
        assert elsewhere.status_code == 403
        assert "set TRADEFACTS_AUTH" in elsewhere.text
        assert client.get("/", headers={"X-Forwarded-For": "192.0.2.7"}).status_code == 403
        assert client.get("/healthz", environ_base={"REMOTE_ADDR": "192.0.2.7"}).status_code == 200
        assert client.get("/login").status_code == 200  # the page that every address leads to
        assert 'name="password"' not in client.get("/login").text


def test_without_a_log_in_another_page_makes_this_machine_do_nothing(file_store: Store) -> None:
    client = create_app(file_store, writing=True).server.test_client()
    foreign = {"Sec-Fetch-Site": "cross-site", "Origin": "https://evil.example"}
    assert call(client, "saved-views.children", foreign).status_code == 403
    assert call(client, "saved-views.children", {"Origin": "https://evil.example"}).status_code == 403
    assert call(client, "saved-views.children", {}).status_code != 403
    assert call(client, "saved-views.children", {"Origin": "http://localhost"}).status_code != 403


def test_without_a_log_in_who_may_write_is_settled_at_the_start(file_store: Store) -> None:
    output = next(one for one in create_app(file_store, writing=True).callback_map if "said-told" in one)
    shut = create_app(file_store).server.test_client()
    assert call(shut, output).status_code == 403
    assert "open-me" not in shut.get("/_dash-layout").text


# log-in by password


def test_who_logs_in_gets_in_and_out(store: Store) -> None:
    add(store, Role.EDITOR, "ada")
    client = with_passwords(store)
    led = client.get("/read?fact=1", headers=HTML)
    assert (led.status_code, led.location) == (303, "/login?next=%2Fread%3Ffact%3D1")
    page = client.get(led.location)
    assert 'value="/read?fact=1"' in page.text
    came = log_in(client, "Ada", data={"next": "/read?fact=1"})
    assert (came.status_code, came.location) == (303, "/read?fact=1")
    assert client.get("/_dash-layout").status_code == 200
    out = client.post("/logout", headers=OWN)
    assert (out.status_code, out.location) == (303, "/login")
    assert client.get("/_dash-layout").status_code == 401


def test_who_has_logged_out_is_out_with_the_old_cookie_too(store: Store) -> None:
    add(store, Role.EDITOR, "ada")
    client = with_passwords(store)
    cookie = _cookie(log_in(client, "ada")).partition(";")[0]
    client.post("/logout", headers=OWN)
    assert client.get("/_dash-layout", headers={"Cookie": cookie}).status_code == 401


@pytest.mark.parametrize(
    "to", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:x", "", "/\nx"]
)
def test_the_way_on_leads_nowhere_else(file_store: Store, to: str) -> None:
    add(file_store, Role.VIEWER, "ada")
    client = with_passwords(file_store)
    assert log_in(client, "ada", data={"next": to}).location == "/"


def test_what_is_wrong_is_said_the_same_for_everybody(store: Store) -> None:
    add(store, Role.VIEWER, "ada")
    add(store, Role.VIEWER, "gone")
    store.accounts.set_disabled("gone", True, now())
    store.accounts.add("elsewhere", Role.VIEWER, now())
    client = with_passwords(store)
    texts = set()
    for name, password in [
        ("ada", "wrong"),
        ("eve", PASSWORD),
        ("gone", PASSWORD),
        ("elsewhere", PASSWORD),
        ("elsewhere", ""),
        ("ada", ""),
        ("not a name", PASSWORD),
    ]:
        answer = log_in(client, name, password)
        assert answer.status_code == 403, name
        assert not answer.headers.getlist("Set-Cookie")
        texts.add(answer.text.replace(f'value="{name}"', ""))
    assert len(texts) == 1


def test_a_name_that_nobody_has_takes_as_long_as_one_that_somebody_has() -> None:
    from argon2 import PasswordHasher

    # By what is reckoned, and not by the clock: the same work is done for both.
    seen: list[str] = []

    class Counted(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            seen.append(str(hash).rpartition("$")[0].rpartition("$")[0])
            return super().verify(hash, password)  # type: ignore[return-value]

    hasher = Counted(time_cost=1, memory_cost=64, parallelism=1)
    passwords._of_nobody.cache_clear()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(passwords, "_HASHER", hasher)
        assert not passwords.matches(passwords.hashed(PASSWORD), "wrong")
        assert not passwords.matches(None, "wrong")
        assert not passwords.matches(None, "the password of nobody")
    assert len(seen) == 3
    assert len(set(seen)) == 1


def test_passwords_are_kept_as_argon2id_and_kept_better_when_better_is_known(store: Store) -> None:
    from argon2 import PasswordHasher

    weak = PasswordHasher(time_cost=1, memory_cost=32, parallelism=1).hash(PASSWORD)
    store.accounts.add("ada", Role.VIEWER, now(), password=weak)
    assert log_in(with_passwords(store), "ada").status_code == 303
    found = store.accounts.password_of("ada")
    assert found is not None
    assert found[1].startswith("$argon2id$")
    assert found[1] != weak
    assert passwords.matches(found[1], PASSWORD)


@pytest.mark.parametrize(
    ("password", "reason"),
    [
        ("short", "at least 12"),
        ("x" * 1001, "at most 1000"),
        ("a" * 20, "guessed"),
        ("my name is Ada!!", "guessed"),
    ],
)
def test_passwords_that_are_none_are_refused(password: str, reason: str) -> None:
    assert reason in (passwords.refusal(password, "ada") or "")
    assert passwords.refusal(PASSWORD, "ada") is None


def test_tries_are_limited_for_an_account_in_whichever_process(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "TRIES_OF_ACCOUNT", 12)
    add(store, Role.VIEWER, "ada")
    add(store, Role.VIEWER, "bob")
    workers = [with_passwords(store), with_passwords(store)]
    for number in range(forms.TRIES_OF_ACCOUNT):
        where = {"REMOTE_ADDR": f"192.0.2.{number}"}
        assert log_in(workers[number % 2], "ada", "wrong", environ_base=where).status_code == 403
    for worker in workers:
        refused = log_in(worker, "ADA")
        assert refused.status_code == 429
        assert refused.headers["Retry-After"] == "900"
        assert "wait a quarter of an hour" in refused.text
    assert log_in(workers[0], "bob").status_code == 303


def test_who_tries_locks_nobody_out_who_comes_from_elsewhere(store: Store) -> None:
    add(store, Role.ADMIN, "ada")
    client = with_passwords(store)
    eve = {"REMOTE_ADDR": "192.0.2.66"}
    for _ in range(forms.TRIES):
        assert log_in(client, "ada", "wrong", environ_base=eve).status_code == 403
    assert log_in(client, "Ada", environ_base=eve).status_code == 429
    assert log_in(client, "ada").status_code == 303
    # That she got in gives nobody else new tries.
    assert log_in(client, "ada", environ_base=eve).status_code == 429


def test_whoever_has_an_address_of_ipv6_has_all_of_its_network(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "TRIES_OF_ADDRESS", 2)
    client = with_passwords(file_store)

    def statuses(*addresses: str) -> list[int]:
        return [
            log_in(client, f"eve{address}", "x", environ_base={"REMOTE_ADDR": address}).status_code
            for address in addresses
        ]

    assert statuses("2001:db8::1", "2001:db8::2", "2001:db8::ffff", "2001:db8:0:1::1") == [403, 403, 429, 403]
    # IPv4 within IPv6 are addresses of their own.
    assert statuses("::ffff:192.0.2.1", "::ffff:192.0.2.2", "::ffff:192.0.2.3", "192.0.2.1") == [403] * 4
    assert statuses("::ffff:192.0.2.1") == [429]


def test_of_many_passwords_at_once_a_few_are_reckoned(monkeypatch: pytest.MonkeyPatch) -> None:
    from concurrent.futures import ThreadPoolExecutor

    from argon2 import PasswordHasher

    running: list[int] = [0]
    most: list[int] = []

    class Counted(PasswordHasher):
        def verify(self, hash: str | bytes, password: str | bytes) -> bool:  # type: ignore[override]
            return self._counted(lambda: super(Counted, self).verify(hash, password))

        def hash(self, password: str | bytes, *, salt: bytes | None = None) -> str:
            return self._counted(lambda: super(Counted, self).hash(password, salt=salt))

        def _counted(self, reckon: Callable[[], Any]) -> Any:
            running[0] += 1
            most.append(running[0])
            time.sleep(0.01)
            try:
                return reckon()
            finally:
                running[0] -= 1

    monkeypatch.setattr(passwords, "_HASHER", Counted(time_cost=1, memory_cost=64, parallelism=1))
    stored = passwords.hashed(PASSWORD)
    with ThreadPoolExecutor(12) as pool:
        for number in range(24):
            pool.submit(passwords.matches, stored, PASSWORD)
            pool.submit(passwords.hashed, str(number))
    assert len(most) == 49
    assert max(most) == passwords.AT_ONCE


def test_tries_are_limited_for_an_address(file_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(forms, "TRIES_OF_ADDRESS", 3)
    add(file_store, Role.VIEWER, "ada")
    client = with_passwords(file_store)
    for number in range(3):
        assert log_in(client, f"somebody{number}", "wrong").status_code == 403
    assert log_in(client, "ada").status_code == 429
    assert log_in(client, "ada", environ_base={"REMOTE_ADDR": "192.0.2.9"}).status_code == 303


def test_only_the_proxies_that_are_named_say_from_where_somebody_comes(
    file_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(forms, "TRIES_OF_ADDRESS", 2)
    for proxies, statuses in ((0, [403, 403, 429]), (1, [403, 403, 403])):
        client = with_passwords(file_store, proxies=proxies)
        came = [
            log_in(client, "eve", "x", headers={**OWN, "X-Forwarded-For": f"192.0.2.{number + proxies * 10}"})
            for number in range(3)
        ]
        assert [one.status_code for one in came] == statuses
    assert file_store.audit.events(1)[0].address == "192.0.2.12"


def test_an_unused_session_ends(file_store: Store) -> None:
    add(file_store, Role.VIEWER, "ada")
    short = Lifetimes(timedelta(seconds=0.2), timedelta(hours=1))
    client = with_passwords(file_store, lifetimes=short)
    log_in(client, "ada")
    assert client.get("/_dash-layout").status_code == 200
    time.sleep(0.25)
    assert client.get("/_dash-layout").status_code == 401


def test_who_is_disabled_or_gets_another_role_notices_at_once(store: Store) -> None:
    add(store, Role.ADMIN, "ada")
    client = with_passwords(store)
    log_in(client, "ada")
    assert client.get("/audit").status_code == 200
    store.accounts.set_role("ada", Role.VIEWER, now())
    assert client.get("/audit").status_code == 403
    store.accounts.set_disabled("ada", True, now())
    assert client.get("/_dash-layout").status_code == 401


def test_the_database_does_not_know_what_is_in_the_cookie(file_store: Store) -> None:
    add(file_store, Role.VIEWER, "ada")
    client = with_passwords(file_store)
    token = _cookie(log_in(client, "ada")).partition("=")[2].partition(";")[0]
    assert len(token) > 40
    kept = b"".join(one.read_bytes() for one in _files(file_store))
    assert hash_of(token).encode() in kept
    assert token.encode() not in kept
    assert PASSWORD.encode() not in kept


def _files(store: Store) -> list[Path]:
    path = Path(store.name)
    return list(path.parent.glob(f"{path.name}*"))


def test_each_log_in_has_a_token_of_its_own(file_store: Store) -> None:
    add(file_store, Role.VIEWER, "ada")
    client = with_passwords(file_store)
    first, second = (_cookie(log_in(client, "ada")) for _ in range(2))
    assert first != second
    planted = {"Cookie": "tradefacts=chosen-by-somebody-else"}
    assert "chosen" not in _cookie(log_in(client, "ada", headers={**OWN, **planted}))


def _cookie(answer: TestResponse) -> str:
    (cookie,) = [one for one in answer.headers.getlist("Set-Cookie") if "tradefacts=" in one]
    return str(cookie)


def test_cookies_are_for_this_server_alone(file_store: Store) -> None:
    add(file_store, Role.VIEWER, "ada")
    client = with_passwords(file_store)
    here = _cookie(log_in(client, "ada"))
    assert here.startswith("tradefacts=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/"} <= set(here.split("; "))
    assert "Secure" not in here
    there = _cookie(log_in(client, "ada", base_url="https://facts.example.org"))
    assert there.startswith("__Host-tradefacts=")
    assert {"HttpOnly", "SameSite=Lax", "Path=/", "Secure"} <= set(there.split("; "))
    assert "Domain" not in there


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"Sec-Fetch-Site": "cross-site"},
        {"Sec-Fetch-Site": "same-site"},
        {"Sec-Fetch-Site": "none"},
        {"Origin": "https://evil.example"},
        {"Origin": "null"},
        {"Origin": "http://["},
        {"Sec-Fetch-Site": "cross-site", "Origin": "http://localhost"},
    ],
)
def test_another_page_changes_nothing(file_store: Store, headers: dict[str, str]) -> None:
    add(file_store, Role.EDITOR, "ada")
    client = with_passwords(file_store)
    assert log_in(client, "ada", headers=headers).status_code == 403
    log_in(client, "ada")
    assert client.post("/logout", headers=headers).status_code == 403
    assert call(client, "saved-views.children", headers).status_code == 403
    assert client.post("/setup", headers=headers).status_code == 403
    assert client.get("/_dash-layout", headers=headers).status_code == 200


def test_a_server_whose_name_is_none_is_not_the_origin_of_a_page_without_one(file_store: Store) -> None:
    add(file_store, Role.EDITOR, "ada")
    headers = {"Host": "no name", "Origin": "null"}
    assert log_in(with_passwords(file_store), "ada", headers=headers).status_code == 403


def test_the_servers_own_address_is_its_own_behind_a_proxy_too(file_store: Store) -> None:
    add(file_store, Role.EDITOR, "ada")
    client = with_passwords(file_store, url="https://facts.example.org")
    assert log_in(client, "ada", headers={"Origin": "https://facts.example.org"}).status_code == 303
    assert log_in(client, "ada", headers={"Origin": "http://localhost"}).status_code == 303


def test_a_page_that_came_over_http_from_elsewhere_says_so(file_store: Store) -> None:
    add(file_store, Role.EDITOR, "ada")
    client = with_passwords(file_store)
    elsewhere = {"Host": "facts.example.org", "Origin": "http://facts.example.org"}
    refused = log_in(client, "ada", headers=elsewhere)
    assert (refused.status_code, "open it with https" in refused.text) == (400, True)
    safe = elsewhere | {"Origin": "https://facts.example.org"}
    assert log_in(client, "ada", headers=safe).status_code == 303


def test_a_long_form_is_not_read(file_store: Store) -> None:
    client = with_passwords(file_store)
    assert log_in(client, "ada", "x" * 100_000).status_code == 413


def test_who_reads_sends_little(visitors: dict[Role | None, FlaskClient]) -> None:
    asked = {"output": "saved-views.children", "outputs": [], "inputs": [], "changedPropIds": []}
    statuses = {
        role: visitors[role]
        .post("/_dash-update-component", json=asked | {"more": "x" * 150_000}, headers=OWN)
        .status_code
        for role in AUDIENCE
    }
    assert statuses == {None: 401, Role.VIEWER: 413, Role.EDITOR: 500, Role.ADMIN: 500}


def test_of_a_name_that_may_be_a_password_nothing_is_kept(file_store: Store) -> None:
    log_in(with_passwords(file_store), PASSWORD.replace(" ", "-"), "")
    kept = b"".join(one.read_bytes() for one in _files(file_store))
    assert b"violet-tram" not in kept
    assert b"account:" in kept


# the first admin


def test_the_first_admin_is_set_up_by_a_link_that_works_once(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    access = Access(mode=Mode.PASSWORD, url="https://facts.example.org")
    client = create_app(store, access=access).server.test_client()
    tell_of_set_up(access, store)
    said = capsys.readouterr().err
    link = re.search(r"https://facts\.example\.org(/setup\?token=([\w-]+)) ", said)
    assert link, said
    assert 'name="again"' in client.get(link[1]).text
    told = {"token": link[2], "name": "Ada", "password": PASSWORD, "again": PASSWORD}
    for wrong, status in (
        ({"token": "other"}, 403),
        ({"password": "short", "again": "short"}, 400),
        ({"again": "something else"}, 400),
        ({"name": "a b"}, 400),
    ):
        assert client.post("/setup", data=told | wrong, headers=OWN).status_code == status, wrong
        assert not store.accounts.has_people()
    assert client.post("/setup", data=told, headers=OWN).status_code == 303
    assert client.get("/audit").status_code == 200
    assert [(one.name, one.role) for one in store.accounts.people()] == [("ada", Role.ADMIN)]
    again = client.post("/setup", data=told | {"name": "eve"}, headers=OWN)
    assert again.status_code == 403
    assert "This link opens nothing" in again.text
    assert "tradefacts user role" in again.text
    assert client.get(link[1]).status_code == 403
    tell_of_set_up(access, store)
    assert capsys.readouterr().err == ""


def test_once_somebody_was_added_the_start_says_how_an_admin_is_made_and_prints_no_link(
    store: Store, capsys: pytest.CaptureFixture[str]
) -> None:
    access = Access(mode=Mode.PASSWORD)
    tell_of_set_up(access, store)
    (token,) = re.findall(r"/setup\?token=([\w-]+) ", capsys.readouterr().err)
    client = with_passwords(store)
    add(store, Role.VIEWER, "ada")
    # The link that was printed before opens nothing any more, and the page and the server say the same.
    shut = client.get(f"/setup?token={token}")
    assert shut.status_code == 403
    assert "somebody was added meanwhile" in shut.text and "tradefacts user role" in shut.text
    tell_of_set_up(access, store)
    assert capsys.readouterr().err == (
        "There is no admin: tradefacts user role NAME admin makes one of somebody who was added.\n"
    )
    store.accounts.set_role("ada", Role.ADMIN, now())
    tell_of_set_up(access, store)
    assert capsys.readouterr().err == ""
    store.accounts.set_disabled("ada", True, now())
    tell_of_set_up(access, store)
    assert "There is no admin" in capsys.readouterr().err


def test_no_password_is_there_from_the_start(store: Store) -> None:
    client = with_passwords(store)
    for name in ("admin", "root", "tradefacts"):
        for password in ("", "admin", "password", "tradefacts"):
            store.accounts.succeeded(forms.account_of(name), "address:127.0.0.1")
            assert log_in(client, name, password).status_code == 403
    assert store.accounts.people() == []


# tokens of programs


def test_a_program_shows_a_token(store: Store) -> None:
    add(store, Role.EDITOR, "ada")
    token = new_token()
    store.accounts.make_token("ada", "report", hash_of(token), datetime.now(UTC) + timedelta(days=1), now())
    client = with_passwords(store)
    shown = {"Authorization": f"Bearer {token}"}
    assert client.get("/_dash-layout", headers=shown).status_code == 200
    assert client.get("/audit", headers=shown).status_code == 403
    # No browser sends it by itself: it needs no page of ours.
    assert call(client, "saved-views.children", shown).status_code not in (401, 403)
    for wrong in (f"Bearer {token}x", "Bearer ", "Bearer", token, "Basic YWRhOng="):
        refused = client.get("/_dash-layout", headers={"Authorization": wrong})
        assert refused.status_code == 401, wrong
        assert refused.headers["WWW-Authenticate"].startswith("Bearer")
    store.accounts.revoke_token("ada", "report", now())
    assert client.get("/_dash-layout", headers=shown).status_code == 401


def test_a_wrong_token_is_not_made_good_by_a_cookie(file_store: Store) -> None:
    add(file_store, Role.EDITOR, "ada")
    client = with_passwords(file_store)
    log_in(client, "ada")
    assert client.get("/_dash-layout", headers={"Authorization": "Bearer x"}).status_code == 401


# a proxy that says who asks


def by_proxy(store: Store, **settings: Any) -> FlaskClient:
    access = Access(mode=Mode.PROXY, proxy_secret=SECRET, **settings)
    return create_app(store, access=access).server.test_client()


def test_a_proxy_says_who_asks_and_shows_that_it_is_the_proxy(store: Store) -> None:
    store.accounts.add("ada@example.org", Role.EDITOR, now())
    client = by_proxy(store)
    ada = {"X-Forwarded-User": "Ada@example.org", "X-Tradefacts-Secret": SECRET}
    assert client.get("/_dash-layout", headers=ada).status_code == 200
    assert call(client, "saved-views.children", ada | OWN).status_code not in (401, 403)
    assert call(client, "saved-views.children", ada).status_code == 403
    for wrong in (
        {},
        {"X-Forwarded-User": "ada@example.org"},
        ada | {"X-Tradefacts-Secret": SECRET + "x"},
        ada | {"X-Tradefacts-Secret": "\u00e9"},
        {"X-Tradefacts-Secret": SECRET},
        ada | {"X-Forwarded-User": "eve@example.org"},
        ada | {"X-Forwarded-User": "two words"},
    ):
        assert client.get("/", headers=wrong | HTML).status_code == 401, wrong
    store.accounts.set_disabled("ada@example.org", True, now())
    assert client.get("/_dash-layout", headers=ada).status_code == 401


def test_newcomers_read_where_they_may(store: Store) -> None:
    client = by_proxy(store, newcomers=Role.VIEWER, user_header="Remote-User")
    eve = {"Remote-User": "eve", "X-Tradefacts-Secret": SECRET}
    assert client.get("/_dash-layout", headers=eve).status_code == 200
    assert client.get("/_dash-layout", headers=eve).status_code == 200
    assert client.get("/audit", headers=eve).status_code == 403
    assert [(one.name, one.role) for one in store.accounts.people()] == [("eve", Role.VIEWER)]
    assert "log-out" not in client.get("/_dash-layout", headers=eve).text


# what is written into the audit log


def test_log_ins_are_written_and_no_name_that_may_be_a_password(store: Store) -> None:
    add(store, Role.ADMIN, "ada")
    client = with_passwords(store)
    log_in(client, "ada", "wrong")
    log_in(client, PASSWORD, "")
    log_in(client, "ada")
    client.post("/logout", headers=OWN)
    told = [(one.what, one.who, one.about, one.address) for one in store.audit.events(4)]
    assert told == [
        (What.LOG_OUT, "ada", None, "127.0.0.1"),
        (What.LOG_IN, "ada", None, "127.0.0.1"),
        (What.FAILED_LOG_IN, None, "an unknown name", "127.0.0.1"),
        (What.FAILED_LOG_IN, "ada", None, "127.0.0.1"),
    ]
    log_in(client, "ada")
    page, csv = client.get("/audit"), client.get("/audit.csv")
    assert "failed log-in" in page.text
    assert csv.text.splitlines()[0] == "when,who,what,about,from"
    assert ",ada,failed log-in,,127.0.0.1" in csv.text
    for secret in (PASSWORD, "wrong"):
        assert secret not in csv.text


def test_a_cell_of_the_audit_log_is_no_formula(file_store: Store) -> None:
    from dashboard.access.auditing import as_csv

    file_store.audit.write(now().event(What.SAVED_VIEW, "=cmd|'/c calc'!A1"))
    assert ",'=cmd" in as_csv(file_store.audit.events())


def test_an_event_is_one_line_without_signs_that_show_something_else(store: Store) -> None:
    spoofed = "a\x1b]0;b\x07 c\u202ed\ne\x00\u2066"
    store.audit.write(By(datetime.now(UTC), "ada\r", "::1\x1b").event(What.SAVED_VIEW, spoofed + "x" * 999))
    (event, *_) = store.audit.events(1)
    assert (event.about or "").rstrip("x") == "a\ufffd]0;b\ufffd c\ufffdd e\ufffd\ufffd"
    assert len(event.about or "") == 500
    assert (event.who, event.address) == ("ada ", "::1\ufffd")


def test_facts_that_a_program_takes_along_are_written(store: Store) -> None:
    add(store, Role.VIEWER, "ada")
    client = with_passwords(store)
    log_in(client, "ada")
    for path in ("/api/facts", "/api/facts?format=csv&page=1", "/api/facts?format=csv&flow=export"):
        assert client.get(path).status_code == 200
    told = [(one.who, one.about) for one in store.audit.events() if one.what is What.EXPORT]
    assert told == [
        ("ada", "api/facts as CSV: ?format=csv&flow=export"),
        ("ada", "api/facts as CSV: ?format=csv&page=1"),
    ]


def test_browsers_are_told_to_keep_others_away(file_store: Store) -> None:
    answer = with_passwords(file_store, url="https://facts.example.org").get("/login")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"
    assert answer.headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert answer.headers["Cross-Origin-Resource-Policy"] == "same-origin"
    assert "camera=()" in answer.headers["Permissions-Policy"]
    for url in (None, "http://localhost:8050"):
        answer = with_passwords(file_store, url=url).get("/login")
        assert "Strict-Transport-Security" not in answer.headers


def test_what_has_its_version_in_its_address_is_fetched_once(file_store: Store) -> None:
    add(file_store, Role.VIEWER, "ada")
    client = with_passwords(file_store)
    assert "immutable" not in client.get("/assets/page.css?m=1").headers.get("Cache-Control", "")
    log_in(client, "ada")
    named = re.findall(r"/assets/([\w./]+)\?m=(\w+)", client.get("/").text)
    assert len(named) > 10
    for name, version in named:
        contents = Path(dashboard.__file__).parent.joinpath("assets", name).read_bytes()
        assert version == hashlib.blake2b(contents, digest_size=8).hexdigest()
        address = f"/assets/{name}?m={version}"
        assert client.get(address).headers["Cache-Control"] == "private, max-age=31536000, immutable"
    assert client.get("/assets/page.css").headers["Cache-Control"] == "no-cache"


# settings


def test_what_is_not_set_is_no_log_in() -> None:
    assert configured() == Access()
    assert configured().mode is Mode.NONE


@pytest.mark.parametrize(
    ("settings", "says"),
    [
        ({"AUTH": "pasword"}, "none of none, password, oidc, proxy"),
        ({"AUTH": "proxy"}, "TRADEFACTS_PROXY_SECRET is not set or shorter"),
        ({"AUTH": "proxy", "PROXY_SECRET": "short"}, "TRADEFACTS_PROXY_SECRET is not set or shorter"),
        ({"AUTH": "oidc"}, "TRADEFACTS_URL, TRADEFACTS_OIDC_ISSUER"),
        ({"URL": "facts.example.org"}, "no address of a server"),
        ({"URL": "http://facts.example.org"}, "without https everyone on the way reads passwords"),
        ({"PROXIES": "-1"}, "a whole number from 0"),
        ({"IDLE_MINUTES": "0"}, "a whole number from 1"),
        ({"NEWCOMERS": "admin"}, "set refused"),
    ],
)
def test_settings_that_open_too_much_or_nothing_are_refused(
    monkeypatch: pytest.MonkeyPatch, settings: dict[str, str], says: str
) -> None:
    for name, value in settings.items():
        monkeypatch.setenv(f"TRADEFACTS_{name}", value)
    with pytest.raises(AccessError, match=says):
        configured()


def test_no_secret_is_shown_with_the_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRADEFACTS_AUTH", "proxy")
    monkeypatch.setenv("TRADEFACTS_PROXY_SECRET", SECRET)
    assert configured().proxy_secret == SECRET
    assert SECRET not in repr(configured())


def test_gunicorn_listens_to_others_only_with_a_log_in(monkeypatch: pytest.MonkeyPatch) -> None:
    assert gunicorn.refusal(["127.0.0.1", "::1"]) is None
    assert "set" in (gunicorn.refusal(["0.0.0.0"]) or "").lower()
    monkeypatch.setenv("TRADEFACTS_AUTH", "password")
    assert gunicorn.refusal(["0.0.0.0"]) is None


def test_gunicorn_says_so_before_it_listens() -> None:
    command = [sys.executable, "-m", "gunicorn", "--config", "python:dashboard.access.gunicorn"]
    told = subprocess.run(
        [*command, "--bind", "0.0.0.0:0", "dashboard.wsgi:server"],
        capture_output=True,
        text=True,
        timeout=120,
    )
    assert told.returncode == 2
    assert "The dashboard is not served on 0.0.0.0" in told.stderr
    assert "Listening" not in told.stderr


# the command


def test_the_command_lets_people_in_and_out(run: Callable[..., Run]) -> None:
    assert run("user", "list").err == "Nobody was added yet; tradefacts user add NAME lets somebody in.\n"
    added = run("user", "add", "Ada", "--role", "admin", stdin=f"{PASSWORD}\n".encode())
    assert (added.status, added.err) == (0, "ada is admin now.\n")
    assert run("user", "add", "bob@example.org", "--without-password").status == 0
    assert run("user", "role", "ada", "editor").status == 0
    assert run("user", "disable", "bob@example.org").status == 0
    made = run("user", "token", "ada", "report")
    assert re.fullmatch(r"tradefacts_[\w-]{43}\n", made.out)
    listed = run("user", "list").out
    assert "ada\teditor\n  token report\tuntil" in listed
    assert "bob@example.org\tviewer, disabled\n" in listed
    assert made.out.strip() not in listed
    changed = run("user", "password", "Ada", stdin=b"another tram by the canal\n")
    assert changed.err == (
        "Ada has another password now.\n"
        "The token report still opens; tradefacts user token Ada report --revoke ends it.\n"
    )
    assert run("user", "token", "ada", "report", "--revoke").status == 0
    assert "revoked, never used" in run("user", "list").out
    assert run("user", "enable", "bob@example.org").status == 0
    assert run("user", "password", "ada", stdin=b"a third tram by the canal\n").err.count("token") == 0


def test_the_command_refuses_in_words(run: Callable[..., Run]) -> None:
    refused = run("user", "add", "ada", stdin=b"short\n")
    assert (refused.status, "at least 12" in refused.err) == (1, True)
    assert "There is no 'eve'" in run("user", "role", "eve", "admin").err
    assert run("user", "role", "eve", "king").status == 2
    assert run("user", "add", "a b", "--without-password").status == 1


def test_what_the_command_did_is_in_the_audit_log(run: Callable[..., Run]) -> None:
    run("user", "add", "ada", "--without-password")
    run("user", "role", "ada", "editor")
    lines = run("audit").out.splitlines()
    assert [line.split("\t")[2:] for line in lines] == [
        ["role changed", "ada: viewer to editor", "command line"],
        ["person added", "ada: viewer", "command line"],
    ]
    assert run("audit", "--csv", "--most", "1").out.startswith("when,who,what,about,from\n")
    assert run("audit", "--since", "2999-01-01").err == "Nothing was done yet.\n"


def test_who_came_by_sudo_is_in_the_audit_log(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LOGNAME", "tradefacts")
    monkeypatch.delenv("SUDO_USER", raising=False)
    run("user", "add", "ada", "--without-password")
    for asked in ("carla", "tradefacts"):
        monkeypatch.setenv("SUDO_USER", asked)
        run("user", "role", "ada", "editor")
        run("user", "role", "ada", "viewer")
    told = [line.split("\t")[1] for line in run("audit").out.splitlines()]
    alone, by_sudo = "tradefacts (this machine)", "carla as tradefacts (this machine)"
    assert told == [alone, alone, by_sudo, by_sudo, alone]


def test_what_the_command_loads_and_exports_is_in_the_audit_log(run: Callable[..., Run]) -> None:
    text = b"Turkish exports to Russia fell by 39% year-on-year to $631mn in January."
    assert run("load", "-", "--published", "2024-03-05", stdin=text).status == 0
    assert run("export", "changes", "--output", "changes.svg", "--reporter", "Turkey").status == 0
    told = [line.split("\t")[2:4] for line in run("audit").out.splitlines()]
    assert [what for what, _ in told] == ["export", "load"]
    assert told[0][1] == "changes: ?reporter=TUR&figure=changes"
    assert told[1][1] == "-: 1 stored; 2 facts"


def test_serve_listens_to_others_only_with_a_log_in(
    run: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    refused = run("serve", "--host", "0.0.0.0")
    assert refused.status == 1
    assert "set TRADEFACTS_AUTH to password, oidc or proxy" in refused.err
    monkeypatch.setenv("TRADEFACTS_AUTH", "proxy")
    assert "TRADEFACTS_PROXY_SECRET" in run("serve", "--host", "0.0.0.0").err


# what others may rely on


def test_a_view_knows_who_asks(file_store: Store) -> None:
    add(file_store, Role.EDITOR, "ada")
    app = create_app(file_store, access=Access(mode=Mode.PASSWORD))
    app.server._got_first_request = False
    _views(app.server)
    client = app.server.test_client()
    assert client.get("/all").text == "None"
    log_in(client, "ada")
    assert client.get("/mine").text == "ada"
    assert current_person() is None


def _views(server: Flask) -> None:
    @server.get("/all")
    @open_to_all
    def everyones() -> str:
        return str(current_person())

    @server.get("/mine")
    @needs(Role.EDITOR)
    def mine() -> str:
        person = current_person()
        return person.name if person else "nobody"
