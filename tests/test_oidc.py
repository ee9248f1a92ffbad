"""Log-in at an OpenID provider: at a real one, and with answers that a false one would give."""

import base64
import hmac
import json
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask.testing import FlaskClient
from joserfc import jwt
from joserfc.jwk import KeySet, RSAKey
from werkzeug.test import TestResponse

from dashboard.access import oidc
from dashboard.access.settings import Access, AccessError, Mode, Provider
from dashboard.app import create_app
from store import By, Role, Store, What

URL = "http://localhost"
OWN = {"Sec-Fetch-Site": "same-origin"}
PEOPLE = {
    "1": {"email": "ada@example.org", "email_verified": True},
    "2": {"email": "eve@example.org", "email_verified": True},
    # Anybody may say that this is their address.
    "3": {"email": "ada@example.org", "email_verified": False},
}


@pytest.fixture(scope="module")
def issuer() -> Iterator[str]:
    """Give the address of an OpenID provider."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
    people = [f"--user-claims={json.dumps({'sub': sub, **claims})}" for sub, claims in PEOPLE.items()]
    command = [sys.executable, "-W", "ignore", "-m", "oidc_provider_mock", "--port", str(port), *people]
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        address = f"http://127.0.0.1:{port}"
        _wait_for(address)
        yield address
        running.terminate()


def _wait_for(address: str) -> None:
    for _ in range(300):
        try:
            requests.get(address, timeout=1)
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("the provider did not start")


def by_provider(store: Store, issuer: str, **settings: Any) -> FlaskClient:
    access = Access(
        mode=Mode.OIDC, url=URL, provider=Provider(issuer, "tradefacts", "its secret"), **settings
    )
    return create_app(store, access=access).server.test_client()


def say_who(client: FlaskClient, subject: str | None) -> str:
    """Say at the provider who one is, or that one does not want to; return where it leads back to."""
    out = client.get("/login/oidc")
    assert out.status_code == 303
    said = {"sub": subject} if subject else {"action": "deny"}
    answer = requests.post(out.location, data=said, allow_redirects=False, timeout=10)
    return str(answer.headers["Location"]).removeprefix(URL)


def log_in(client: FlaskClient, subject: str) -> TestResponse:
    return client.get(say_who(client, subject))


def test_who_was_added_gets_in_and_out(store: Store, issuer: str) -> None:
    store.accounts.add("ada@example.org", Role.ADMIN, By(datetime.now(UTC), "test"))
    client = by_provider(store, issuer)
    led = client.get("/read?fact=1", headers={"Accept": "text/html"})
    assert "/login/oidc" in client.get(led.location).text
    came = log_in(client, "1")
    assert (came.status_code, came.location) == (303, "/read?fact=1")
    assert client.get("/audit").status_code == 200
    assert [(one.what, one.who) for one in store.audit.events(1)] == [(What.LOG_IN, "ada@example.org")]
    client.post("/logout", headers=OWN)
    assert client.get("/_dash-layout").status_code == 401
    # Known by now by what the provider calls her, whatever her address is.
    assert log_in(client, "1").status_code == 303


def test_who_was_not_added_stays_out(store: Store, issuer: str) -> None:
    client = by_provider(store, issuer)
    refused = log_in(client, "2")
    assert refused.status_code == 403
    assert "Nobody has added you here" in refused.text
    assert client.get("/_dash-layout").status_code == 401
    assert store.accounts.people() == []
    assert store.audit.events(1)[0].what is What.FAILED_LOG_IN


def test_newcomers_read_where_they_may(file_store: Store, issuer: str) -> None:
    client = by_provider(file_store, issuer, newcomers=Role.VIEWER)
    for _ in range(2):
        assert log_in(client, "2").status_code == 303
    assert client.get("/audit").status_code == 403
    assert [(one.name, one.role) for one in file_store.accounts.people()] == [
        ("eve@example.org", Role.VIEWER)
    ]


def test_an_address_that_nobody_has_verified_is_nobodys(file_store: Store, issuer: str) -> None:
    file_store.accounts.add("ada@example.org", Role.ADMIN, By(datetime.now(UTC), "test"))
    assert log_in(by_provider(file_store, issuer), "3").status_code == 403


def test_who_is_disabled_stays_out(file_store: Store, issuer: str) -> None:
    by = By(datetime.now(UTC), "test")
    file_store.accounts.add("ada@example.org", Role.VIEWER, by)
    client = by_provider(file_store, issuer)
    assert log_in(client, "1").status_code == 303
    file_store.accounts.set_disabled("ada@example.org", True, by)
    assert client.get("/_dash-layout").status_code == 401
    assert log_in(client, "1").status_code == 403


def test_a_way_back_that_is_somebody_elses_leads_nowhere(file_store: Store, issuer: str) -> None:
    file_store.accounts.add("ada@example.org", Role.VIEWER, By(datetime.now(UTC), "test"))
    client = by_provider(file_store, issuer)
    back = say_who(client, "1")
    stranger = by_provider(file_store, issuer)
    assert "began in another browser" in stranger.get(back).text
    assert client.get(back.replace("state=", "state=x")).status_code == 403
    # What it was checked against is used up with it.
    assert client.get(back).status_code == 403
    assert client.get("/login/callback").status_code == 403


def test_who_does_not_want_to_is_not_let_in(file_store: Store, issuer: str) -> None:
    client = by_provider(file_store, issuer)
    assert client.get(say_who(client, None)).status_code == 403
    assert client.get("/_dash-layout").status_code == 401


def test_the_code_is_for_who_set_out_alone(
    file_store: Store, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from authlib.integrations.requests_client import OAuth2Session
    from authlib.oauth2.rfc7636 import create_s256_code_challenge

    sent: list[dict[str, Any]] = []
    fetch = OAuth2Session.fetch_token

    def fetch_token(self: OAuth2Session, *args: Any, **kwargs: Any) -> Any:
        sent.append(kwargs)
        return fetch(self, *args, **kwargs)

    monkeypatch.setattr(OAuth2Session, "fetch_token", fetch_token)
    client = by_provider(file_store, issuer, newcomers=Role.VIEWER)
    asked = parse_qs(urlsplit(client.get("/login/oidc").location).query)
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [f"{URL}/login/callback"]
    assert len(asked["nonce"][0]) > 40 and len(asked["state"][0]) > 40
    log_in(client, "2")
    again = parse_qs(urlsplit(client.get("/login/oidc").location).query)
    assert again["code_challenge"] != asked["code_challenge"]
    (told,) = sent
    assert create_s256_code_challenge(told["code_verifier"])
    assert told["code"]


def test_ways_back_that_nobody_set_out_on_fill_no_log(
    store: Store, issuer: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(oidc, "TRIES_OF_ADDRESS", 3)
    client = by_provider(store, issuer)
    for _ in range(5):
        assert client.get("/login/callback?state=x&code=y").status_code == 403
    assert [one.what for one in store.audit.events()] == [What.FAILED_LOG_IN] * 3
    # Who was added gets in nevertheless.
    store.accounts.add("ada@example.org", Role.VIEWER, By(datetime.now(UTC), "test"))
    assert log_in(client, "1").status_code == 303


@pytest.mark.parametrize("kept", [r'["\\ud800", "n", "v", "/"]', "[" * 2000, '["s", 1, "v", "/"]', "x"])
def test_a_cookie_that_somebody_made_up_leads_nowhere(file_store: Store, issuer: str, kept: str) -> None:
    client = by_provider(file_store, issuer)
    client.set_cookie("tradefacts-oidc", kept)
    assert client.get("/login/callback?state=s&code=y").status_code == 403


def test_a_provider_that_is_away_is_told_of(file_store: Store) -> None:
    client = by_provider(file_store, "http://127.0.0.1:9")
    answer = client.get("/login/oidc")
    assert answer.status_code == 502
    assert "The OpenID provider does not answer" in answer.text


# answers that a false provider would give

KEY, OTHER_KEY = (RSAKey.generate_key(2048, {"kid": name}) for name in ("ours", "theirs"))
PROVIDER = Provider("https://id.example.org", "tradefacts", "its secret")
CONFIGURATION = {"issuer": PROVIDER.issuer, "jwks_uri": f"{PROVIDER.issuer}/jwks"}


def claims(**changes: Any) -> dict[str, Any]:
    now = int(time.time())
    told = {
        "iss": PROVIDER.issuer,
        "aud": "tradefacts",
        "sub": "1",
        "nonce": "n",
        "exp": now + 600,
        "iat": now,
        "email": "ada@example.org",
        "email_verified": True,
    } | changes
    return {name: value for name, value in told.items() if value is not None}


def verified(token: str, monkeypatch: pytest.MonkeyPatch) -> oidc.Claims:
    keys = KeySet([KEY]).as_dict(private=False)
    monkeypatch.setattr(oidc, "_fetched", lambda _: json.loads(json.dumps(keys)))
    return oidc._verified(token, PROVIDER, CONFIGURATION, "n")


def test_what_the_provider_signs_is_believed(monkeypatch: pytest.MonkeyPatch) -> None:
    token = jwt.encode({"alg": "RS256", "kid": "ours"}, claims(), KEY)
    assert verified(token, monkeypatch) == oidc.Claims("1", "ada@example.org")
    shared = claims(aud=["tradefacts", "other"], azp="tradefacts", email_verified="true")
    token = jwt.encode({"alg": "RS256", "kid": "ours"}, shared, KEY)
    assert verified(token, monkeypatch) == oidc.Claims("1", None)


@pytest.mark.parametrize(
    "changes",
    [
        {"iss": "https://evil.example"},
        {"iss": None},
        {"aud": "another client"},
        {"aud": None},
        {"aud": ["tradefacts", "another client"]},
        {"nonce": "of another log-in"},
        {"nonce": None},
        {"exp": 1_000_000_000},
        {"exp": None},
        {"sub": None},
    ],
)
def test_what_does_not_hold_is_refused(changes: dict[str, Any], monkeypatch: pytest.MonkeyPatch) -> None:
    token = jwt.encode({"alg": "RS256", "kid": "ours"}, claims(**changes), KEY)
    with pytest.raises(AccessError, match="does not hold"):
        verified(token, monkeypatch)


def test_what_somebody_else_signs_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    by_others = jwt.encode({"alg": "RS256", "kid": "ours"}, claims(), OTHER_KEY)
    unsigned = _by_hand("none", b"")
    # With the public key as if it were a secret that both know.
    by_public = _by_hand("HS256", KEY.as_pem(private=False))
    for token in (by_others, by_public, unsigned, "", "a.b.c"):
        with pytest.raises(AccessError, match="does not hold"):
            verified(token, monkeypatch)


def _by_hand(algorithm: str, secret: bytes) -> str:
    """Return a token that no library would sign."""
    parts = [{"alg": algorithm, "kid": "ours"}, claims()]
    said = ".".join(_encoded(json.dumps(one).encode()) for one in parts)
    signature = hmac.digest(secret, said.encode(), "sha256") if secret else b""
    return f"{said}.{_encoded(signature)}"


def _encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
