"""The log-in page, the way out, and the page on which the first admin is set up; without JavaScript."""

import re
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address, ip_network

from flask import Flask, Response, redirect, render_template_string, request
from werkzeug.wrappers import Response as AnyResponse

from dashboard.access import current, passwords
from dashboard.access.auditing import tell
from dashboard.access.cookies import cookie, forget_cookie, set_cookie, would_be_lost
from dashboard.access.look import page
from dashboard.access.modes import SESSION
from dashboard.access.needs import needs, open_to_all
from dashboard.access.settings import Access
from dashboard.access.tokens import hash_of, new_token
from dashboard.operations.failures import words
from store import Person, Role, Store, StoreError, What
from store.accounts import name_of

#: So many tries in so long a time: for one account from one address, from one address, behind which many
#: people may be, and for one account from anywhere. The last is many: who tries must not lock others out.
TRIES, TRIES_OF_ADDRESS, TRIES_OF_ACCOUNT, WITHIN = 10, 50, 100, timedelta(minutes=15)
_SET_UP_LASTS = timedelta(hours=24)
#: A path of this server, with nothing in it that a browser reads as another host's.
_OWN_PATH = re.compile(r"/(?![/\\])[^\x00-\x20\\]{0,2000}")
_WRONG = "The name or the password is wrong."
_NOT_SAFE = (
    "This page came over http, on which a browser keeps no log-in and others read along: open it with https."
)
_TOO_OFTEN = "Too many tries: wait a quarter of an hour, and try again."

_LOG_IN = """
<h1>Log in</h1>
{% if told %}<p class="error" role="alert">{{ told }}</p>{% endif %}
<form method="post" action="/login">
<input type="hidden" name="next" value="{{ next }}">
<label for="name">Name</label>
<input id="name" name="name" value="{{ name }}" autocomplete="username" autocapitalize="none" required
 autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="current-password" required>
<button>Log in</button>
</form>
"""

_SET_UP = """
<h1>Set up Tradefacts</h1>
<p class="soft">You will be the first admin; others are added with <code>tradefacts user add</code>.</p>
{% if told %}<p class="error" role="alert">{{ told }}</p>{% endif %}
<form method="post" action="/setup">
<input type="hidden" name="token" value="{{ token }}">
<label for="name">Name</label>
<input id="name" name="name" value="{{ name }}" autocomplete="username" autocapitalize="none" required
 autofocus>
<label for="password">Password</label>
<input id="password" name="password" type="password" autocomplete="new-password" minlength="{{ shortest }}"
 aria-describedby="rule" required>
<p class="soft" id="rule">At least {{ shortest }} letters: a few words that nobody would guess.</p>
<label for="again">Password again</label>
<input id="again" name="again" type="password" autocomplete="new-password" required>
<button>Set up</button>
</form>
"""

_NO_SET_UP = """
<h1>This link opens nothing</h1>
<p>It was used, is too old, or somebody was added meanwhile: then <code>tradefacts user role</code> makes an
admin. Where nobody was added, start the server again, and it prints a new one.
<a href="/login">Log in</a>.</p>
"""


def add_to(server: Flask, access: Access, store: Store) -> None:
    """Register the pages of the mode `password`."""
    _log_in(server, access, store)
    _set_up(server, access, store)


def add_log_out(server: Flask, store: Store) -> None:
    """Register the way out."""

    @server.post("/logout")
    @needs(Role.VIEWER)
    def log_out() -> AnyResponse:
        store.accounts.end_session(hash_of(cookie(request, SESSION) or ""), current.by())
        answer = redirect("/login", 303)
        forget_cookie(answer, request, SESSION)
        return answer


def start_session(person: Person, to: str, access: Access, store: Store) -> AnyResponse:
    """Log a person in, under a token that nobody has seen before, and lead on."""
    token = new_token()
    by = current.by(person.name)
    store.accounts.forget_ended(by.at, access.lifetimes)
    store.accounts.start_session(person, hash_of(token), by)
    answer = redirect(own_path(to), 303)
    set_cookie(answer, request, SESSION, token, access.lifetimes.longest)
    return answer


def own_path(to: str) -> str:
    """Return where to go on; an address elsewhere is none."""
    return to if _OWN_PATH.fullmatch(to) else "/"


def link_for_set_up(access: Access, store: Store) -> str | None:
    """Return a link for the first admin, or None where somebody was added, whoever it is.

    From then on the log may be read by more than who set the server up: it makes nobody an admin any more.
    """
    if store.accounts.has_people():
        return None
    token, now = new_token(), datetime.now(UTC)
    store.accounts.offer_set_up(hash_of(token), now, now + _SET_UP_LASTS)
    return f"{access.url or ''}/setup?token={token}"


def _log_in(server: Flask, access: Access, store: Store) -> None:
    def form(told: str = "", status: int = 200, *, name: str = "", to: str = "/") -> Response:
        written = render_template_string(_LOG_IN, told=told, name=name, next=own_path(to))
        return page("Log in", written, status)

    @server.get("/login")
    @open_to_all
    def log_in_page() -> Response:
        return form(to=request.args.get("next", "/"))

    @server.post("/login")
    @open_to_all
    def log_in() -> AnyResponse:
        name, password, to = (request.form.get(key, "") for key in ("name", "password", "next"))
        if would_be_lost(request):
            return form(_NOT_SAFE, 400, name=name, to=to)
        account, address = account_of(name), tried_from()
        both = f"{account} {address}"
        limits = {both: TRIES, address: TRIES_OF_ADDRESS, account: TRIES_OF_ACCOUNT}
        if not store.accounts.may_try(limits, datetime.now(UTC), WITHIN):
            answer = form(_TOO_OFTEN, 429, name=name, to=to)
            answer.headers["Retry-After"] = str(int(WITHIN.total_seconds()))
            return answer
        person = _who_has(name, password, store)
        if person is None:
            # A name that nobody has may be a password, typed into the wrong field.
            known = store.accounts.person(name)
            tell(
                store, What.FAILED_LOG_IN, None if known else "an unknown name", known.name if known else None
            )
            return form(_WRONG, 403, name=name, to=to)
        store.accounts.succeeded(both, address, account)
        return start_session(person, to, access, store)


def _who_has(name: str, password: str, store: Store) -> Person | None:
    """Return who has a name and a password, after as long a time where there is nobody."""
    found = store.accounts.password_of(name)
    right = passwords.matches(found[1] if found else None, password[: passwords.LONGEST + 1])
    if found is None or not right:
        return None
    if passwords.is_outdated(found[1]):
        store.accounts.rehash(found[0].person_id, passwords.hashed(password))
    return found[0]


def account_of(name: str) -> str:
    """Return under what the tries of a name are counted, whether anybody has it or not.

    It may be a password, typed into the wrong field: too little of its hash is kept to find it by trying.
    """
    with suppress(StoreError):
        name = name_of(name)
    return f"account:{hash_of(name)[:4]}"


def tried_from() -> str:
    """Return under what the tries are counted of from where a request comes.

    Of IPv6 that is the network: whoever has one address there has as many as there are.
    """
    told = current.address_of(request)
    try:
        found = ip_address(told or "")
    except ValueError:
        return f"address:{told}"
    if found.version == 6:
        return f"address:{found.ipv4_mapped or ip_network((found, 64), strict=False)}"
    return f"address:{found}"


def _set_up(server: Flask, access: Access, store: Store) -> None:
    def form(token: str, told: str = "", status: int = 200, *, name: str = "") -> Response:
        if not store.accounts.may_set_up(hash_of(token), datetime.now(UTC)):
            return page("Set up", _NO_SET_UP, 403)
        written = render_template_string(
            _SET_UP, token=token, told=told, name=name, shortest=passwords.SHORTEST
        )
        return page("Set up", written, status)

    @server.get("/setup")
    @open_to_all
    def set_up_page() -> Response:
        return form(request.args.get("token", ""))

    @server.post("/setup")
    @open_to_all
    def set_up() -> AnyResponse:
        token, name, password, again = (
            request.form.get(key, "") for key in ("token", "name", "password", "again")
        )
        if not store.accounts.may_set_up(hash_of(token), datetime.now(UTC)):
            return form(token)
        told = _NOT_SAFE if would_be_lost(request) else passwords.refusal(password, name)
        told = told or ("The passwords differ." if password != again else "")
        if told:
            return form(token, told, 400, name=name)
        try:
            by = current.by(name_of(name))
            person = store.accounts.set_up(hash_of(token), name, passwords.hashed(password), by)
        except StoreError as error:
            return form(token, words(error), 400, name=name)
        return start_session(person, "/", access, store)
