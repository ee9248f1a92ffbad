"""Log-in at an OpenID provider: the code flow with PKCE, a state and a nonce (Authlib).

    /login ──> /login/oidc ──> the provider ──> /login/callback: code ──> ID token ──> a person ──> a session

What the way back is checked against waits in a cookie of the browser that set out, for ten minutes: who sends
somebody else along the way back, or in another browser, gets nowhere.
"""

import hmac
import json
import secrets
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from typing import Any, NamedTuple

import requests
from authlib.integrations.base_client import OAuthError
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, redirect, request
from joserfc import jwt
from joserfc.errors import JoseError
from joserfc.jwk import KeySet
from markupsafe import escape
from werkzeug.wrappers import Response

from dashboard.access import current
from dashboard.access.auditing import tell
from dashboard.access.cookies import cookie, forget_cookie, set_cookie
from dashboard.access.forms import TRIES_OF_ADDRESS, WITHIN, own_path, start_session, tried_from
from dashboard.access.look import page
from dashboard.access.modes import known_elsewhere
from dashboard.access.needs import open_to_all
from dashboard.access.settings import Access, AccessError, Provider
from store import Person, Store, What

_CALLBACK = "/login/callback"
_SCOPE = "openid email profile"
_UNDER_WAY = "tradefacts-oidc"
_LASTS = timedelta(minutes=10)
_WAITS_SECONDS = 10
#: Only keys that others can know: with a shared secret, whoever knows it could say who somebody is.
_SIGNED_BY = ["RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA"]
_LEEWAY_SECONDS = 60

_LOG_IN = """
<h1>Log in</h1>
<p>You say who you are elsewhere, and come back here.</p>
<p><a class="act" href="/login/oidc">Log in</a></p>
"""
_FAILED = """
<h1>You are not logged in</h1>
<p role="alert">{told}</p>
<p><a class="act" href="/login/oidc">Try again</a></p>
"""
_CUT_OFF = (
    "The way to the log-in and back was cut off, took more than ten minutes, or began in another browser."
)
_UNFIT = "The provider's answer does not hold."
_NOT_ADDED = "Nobody has added you here; ask who runs this server (tradefacts user add)."


class UnderWay(NamedTuple):
    """What the way back is checked against, and where to go on then."""

    state: str
    nonce: str
    verifier: str
    to: str


class Claims(NamedTuple):
    """Whom a provider vouches for: its own name of them, and an address that it has verified."""

    subject: str
    email: str | None


def add_to(server: Flask, access: Access, store: Store) -> None:
    """Register the pages of the mode `oidc`."""
    provider = access.provider
    if provider is None:
        raise AccessError("TRADEFACTS_AUTH is oidc, and there is no provider; set TRADEFACTS_OIDC_ISSUER.")
    back_to = f"{access.url}{_CALLBACK}"

    @server.get("/login")
    @open_to_all
    def log_in_page() -> Response:
        to = own_path(request.args.get("next", "/"))
        answer = page("Log in", _LOG_IN)
        set_cookie(answer, request, "tradefacts-next", to, _LASTS)
        return answer

    @server.get("/login/oidc")
    @open_to_all
    def set_out() -> Response:
        way = _new_way(own_path(cookie(request, "tradefacts-next") or "/"))
        try:
            answer: Response = redirect(_address(provider, way, back_to), 303)
        except AccessError as error:
            return _failed(str(error), 502)
        set_cookie(answer, request, _UNDER_WAY, json.dumps(way), _LASTS)
        return answer

    _add_way_back(server, access, store, provider, back_to)


def _add_way_back(server: Flask, access: Access, store: Store, provider: Provider, back_to: str) -> None:
    @server.get(_CALLBACK)
    @open_to_all
    def come_back() -> Response:
        way = _way(cookie(request, _UNDER_WAY))
        try:
            claims = _claims(provider, way, back_to, request.args)
        except AccessError as error:
            _tell_of_failure(store, str(error))
            return _failed(str(error), 403)
        person = _person(store, access, f"{provider.issuer}|{claims.subject}", claims)
        if person is None or way is None:
            _tell_of_failure(store, f"not added: {claims.email or claims.subject}")
            return _failed(_NOT_ADDED, 403)
        answer = start_session(person, way.to, access, store)
        forget_cookie(answer, request, _UNDER_WAY)
        return answer


def _tell_of_failure(store: Store, about: str) -> None:
    """Write that somebody was not let in, no more often than one may try: what is written stays for good."""
    if store.accounts.may_try({tried_from(): TRIES_OF_ADDRESS}, datetime.now(UTC), WITHIN):
        tell(store, What.FAILED_LOG_IN, about)


def _failed(told: str, status: int) -> Response:
    answer = page("Not logged in", _FAILED.format(told=escape(told)), status)
    forget_cookie(answer, request, _UNDER_WAY)
    return answer


def _new_way(to: str) -> UnderWay:
    state, nonce, verifier = (secrets.token_urlsafe(32) for _ in range(3))
    return UnderWay(state, nonce, verifier, to)


def _way(kept: str | None) -> UnderWay | None:
    """Return what the browser has kept, or None where that is nothing."""
    try:
        told = json.loads(kept or "")
    except (ValueError, RecursionError):
        return None
    whole = isinstance(told, list) and len(told) == 4 and all(isinstance(one, str) for one in told)
    return UnderWay(*told) if whole else None


def _address(provider: Provider, way: UnderWay, back_to: str) -> str:
    """Return where at the provider one says who one is."""
    told = _configuration(provider.issuer)
    with _session(provider, back_to) as session:
        address, _ = session.create_authorization_url(
            told["authorization_endpoint"], state=way.state, nonce=way.nonce, code_verifier=way.verifier
        )
    return str(address)


def _claims(provider: Provider, way: UnderWay | None, back_to: str, told: Mapping[str, str]) -> Claims:
    """Return whom the provider means, by the code that it sent. Raises AccessError where it does not hold."""
    if way is None or not hmac.compare_digest(
        told.get("state", "").encode(), way.state.encode("utf-8", "replace")
    ):
        raise AccessError(_CUT_OFF)
    if "error" in told or "code" not in told:
        raise AccessError("The provider did not let you in.")
    configuration = _configuration(provider.issuer)
    # Who names itself must be the provider that we asked (RFC 9207).
    if told.get("iss", configuration["issuer"]) != configuration["issuer"]:
        raise AccessError(_UNFIT)
    try:
        with _session(provider, back_to) as session:
            answer = session.fetch_token(
                configuration["token_endpoint"],
                code=told["code"],
                code_verifier=way.verifier,
                timeout=_WAITS_SECONDS,
            )
    except (OAuthError, requests.RequestException, ValueError):
        raise AccessError("The provider does not take the code back that it gave.") from None
    return _verified(str(answer.get("id_token") or ""), provider, configuration, way.nonce)


def _verified(token: str, provider: Provider, configuration: Mapping[str, Any], nonce: str) -> Claims:
    """Return what an ID token says, once it is signed by the provider, for us, now, and for this log-in."""
    registry = jwt.JWTClaimsRegistry(
        leeway=_LEEWAY_SECONDS,
        iss={"essential": True, "value": configuration["issuer"]},
        aud={"essential": True, "value": provider.client_id},
        nonce={"essential": True, "value": nonce},
        exp={"essential": True},
        sub={"essential": True},
    )
    try:
        published: Any = _fetched(configuration["jwks_uri"])
        keys = KeySet.import_key_set(published)
        claims = jwt.decode(token, keys, algorithms=_SIGNED_BY).claims
        registry.validate(claims)
    except (JoseError, ValueError, KeyError):
        raise AccessError(_UNFIT) from None
    audience = claims["aud"]
    if isinstance(audience, list) and len(audience) > 1 and claims.get("azp") != provider.client_id:
        raise AccessError(_UNFIT)
    email = claims.get("email") if claims.get("email_verified") is True else None
    return Claims(str(claims["sub"]), str(email) if email else None)


def _person(store: Store, access: Access, subject: str, claims: Claims) -> Person | None:
    """Return who that is here: who was it before, who was added by that address, or a newcomer."""
    found = store.accounts.of_subject(subject)
    if found is None:
        name = claims.email or claims.subject
        by = current.by(name)
        known_elsewhere(store, access, name, by)
        # By an address that nobody has verified anyone could be anybody.
        found = store.accounts.join(name, subject, by)
    return found if found and not found.disabled else None


def _session(provider: Provider, back_to: str) -> OAuth2Session:
    return OAuth2Session(
        provider.client_id,
        provider.client_secret,
        scope=_SCOPE,
        redirect_uri=back_to,
        code_challenge_method="S256",
    )


def _configuration(issuer: str) -> Mapping[str, Any]:
    """Return what a provider says of itself; it is asked once an hour."""
    return _configuration_of_hour(issuer, int(datetime.now(UTC).timestamp()) // 3600)


@lru_cache(maxsize=4)
def _configuration_of_hour(issuer: str, _hour: int) -> Mapping[str, Any]:
    told = _fetched(f"{issuer}/.well-known/openid-configuration")
    named = ("issuer", "authorization_endpoint", "token_endpoint", "jwks_uri")
    if any(not isinstance(told.get(name), str) for name in named) or told["issuer"].rstrip("/") != issuer:
        raise AccessError(
            f"{issuer} does not describe itself as an OpenID provider; see TRADEFACTS_OIDC_ISSUER."
        )
    return told


def _fetched(address: str) -> dict[str, Any]:
    try:
        answer = requests.get(address, timeout=_WAITS_SECONDS)
        answer.raise_for_status()
        told = answer.json()
    except (requests.RequestException, ValueError):
        raise AccessError("The OpenID provider does not answer; try again in a while.") from None
    if not isinstance(told, dict):
        raise AccessError("The OpenID provider does not answer as one; try again in a while.")
    return told
