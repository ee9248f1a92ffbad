"""Who asks, in each mode."""

import hmac
from datetime import UTC, datetime
from typing import NamedTuple
from urllib.parse import urlsplit

from flask import Request

from dashboard.access.cookies import cookie
from dashboard.access.current import address_of, local
from dashboard.access.settings import Access, Mode, is_loopback
from dashboard.access.tokens import hash_of
from store import By, Person, Role, Store, StoreError

SESSION = "tradefacts"
SECRET_HEADER = "X-Tradefacts-Secret"
_BEARER = "bearer "
#: What a proxy tells of whom it asks for.
_FORWARDED = ("Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Real-IP")
_SET_A_MODE = "; for others, set TRADEFACTS_AUTH to password, oidc or proxy (docs/HOSTING.md)."


class Asking(NamedTuple):
    """Who asks, if anybody is known; `by_token` where a program does, which no page can make do anything."""

    person: Person | None
    by_token: bool = False


def who(asked: Request, access: Access, store: Store, on_this_machine: Role) -> Asking:
    """Return who asks; without a log-in, who sits at this machine, as one with the role that is given."""
    if access.mode is Mode.NONE:
        return Asking(local(on_this_machine))
    if token := bearer(asked):
        return Asking(store.accounts.by_token(hash_of(token), datetime.now(UTC)), by_token=True)
    if access.mode is Mode.PROXY:
        return Asking(_of_proxy(asked, access, store))
    token = cookie(asked, SESSION) or ""
    if not token:
        return Asking(None)
    return Asking(store.accounts.in_session(hash_of(token), datetime.now(UTC), access.lifetimes))


def bearer(asked: Request) -> str:
    """Return the token that a program shows, or nothing."""
    told = asked.headers.get("Authorization", "")
    return told[len(_BEARER) :].strip() if told.lower().startswith(_BEARER) else ""


def refusal_of_stranger(asked: Request) -> str | None:
    """Return why a request is refused where there is no log-in, or None: this machine asks, by its own name.

    A page elsewhere may give this machine a name of its own, and a proxy may ask for anybody.
    """
    name = urlsplit(f"//{asked.host}").hostname or ""
    if not is_loopback(name):
        return f"The dashboard answers only to the machine that it runs on: open it at http://127.0.0.1{_SET_A_MODE}"
    if not is_loopback(asked.remote_addr or "") or any(one in asked.headers for one in _FORWARDED):
        return f"There is no log-in here, so that only the machine itself is answered{_SET_A_MODE}"
    return None


def known_elsewhere(store: Store, access: Access, name: str, by: By) -> Person | None:
    """Return who has a name that a provider or a proxy vouches for; newcomers come in where they may."""
    try:
        person = store.accounts.person(name)
        if person is None and access.newcomers:
            person = store.accounts.add(name, access.newcomers, by)
    except StoreError:
        # Two requests of a newcomer at once: the other one has let them in. Or it is no name.
        person = store.accounts.person(name)
    return person if person and not person.disabled else None


def _of_proxy(asked: Request, access: Access, store: Store) -> Person | None:
    shown = asked.headers.get(SECRET_HEADER, "")
    if not hmac.compare_digest(shown.encode(), access.proxy_secret.encode()):
        return None
    name = asked.headers.get(access.user_header, "").strip()
    return (
        known_elsewhere(store, access, name, By(datetime.now(UTC), name, address_of(asked))) if name else None
    )
