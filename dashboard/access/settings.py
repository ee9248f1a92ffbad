"""What the environment says of who gets in. Secrets come from there alone, and are shown nowhere."""

import os
from dataclasses import dataclass, field
from datetime import timedelta
from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from schemas.errors import TradefactsError
from store import Role
from store.accounts import Lifetimes

_SHORTEST_SECRET = 16


class AccessError(TradefactsError):
    """Nobody can be let in with these settings; the message is a sentence."""


class Mode(StrEnum):
    """By what a person is known."""

    NONE = "none"
    PASSWORD = "password"
    OIDC = "oidc"
    PROXY = "proxy"


@dataclass(frozen=True, slots=True)
class Provider:
    """An OpenID provider, and as whom it knows this server."""

    issuer: str
    client_id: str
    client_secret: str = field(repr=False)


@dataclass(frozen=True, slots=True)
class Access:
    """Who gets in. `url` is where the server is reached; `newcomers` is what who is not known yet may do."""

    mode: Mode = Mode.NONE
    url: str | None = None
    proxies: int = 0
    lifetimes: Lifetimes = Lifetimes(timedelta(hours=8), timedelta(days=7))  # noqa: RUF009
    newcomers: Role | None = None
    proxy_secret: str = field(default="", repr=False)
    user_header: str = "X-Forwarded-User"
    provider: Provider | None = None

    @property
    def has_log_in(self) -> bool:
        """Whether one has to say who one is."""
        return self.mode is not Mode.NONE

    @property
    def has_sessions(self) -> bool:
        """Whether somebody logs in and out here, and not elsewhere."""
        return self.mode in (Mode.PASSWORD, Mode.OIDC)


def configured() -> Access:
    """Return what the environment says. Raises AccessError where that opens no door, or too many."""
    mode = _mode(os.environ.get("TRADEFACTS_AUTH") or Mode.NONE)
    url = _url(os.environ.get("TRADEFACTS_URL") or "")
    return Access(
        mode=mode,
        url=url,
        proxies=_number("TRADEFACTS_PROXIES", os.environ.get("TRADEFACTS_PROXIES") or "0", 0),
        lifetimes=Lifetimes(
            timedelta(
                minutes=_number("TRADEFACTS_IDLE_MINUTES", os.environ.get("TRADEFACTS_IDLE_MINUTES") or "480")
            ),
            timedelta(
                hours=_number("TRADEFACTS_SESSION_HOURS", os.environ.get("TRADEFACTS_SESSION_HOURS") or "168")
            ),
        ),
        newcomers=_newcomers(os.environ.get("TRADEFACTS_NEWCOMERS") or ""),
        proxy_secret=_proxy_secret() if mode is Mode.PROXY else "",
        user_header=os.environ.get("TRADEFACTS_PROXY_USER_HEADER") or "X-Forwarded-User",
        provider=_provider(url) if mode is Mode.OIDC else None,
    )


def is_loopback(host: str) -> bool:
    """Tell whether only this machine can reach an address or a name."""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def _mode(text: str) -> Mode:
    try:
        return Mode(text.strip().lower())
    except ValueError:
        raise AccessError(
            f"TRADEFACTS_AUTH is {text!r}, which is none of {', '.join(Mode)}; set one."
        ) from None


def _url(text: str) -> str | None:
    if not text:
        return None
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.path not in ("", "/"):
        raise AccessError(
            f"TRADEFACTS_URL is {text!r}, which is no address of a server; write it as https://facts.example.org."
        )
    if parts.scheme == "http" and not is_loopback(parts.hostname):
        raise AccessError(
            f"TRADEFACTS_URL is {text!r}: without https everyone on the way reads passwords; put a server "
            "with a certificate before this one, and write https://."
        )
    return f"{parts.scheme}://{parts.netloc}"


def _number(name: str, text: str, least: int = 1) -> int:
    if not text.isdecimal() or not least <= int(text) <= 100_000:
        raise AccessError(f"{name} is {text!r}; give a whole number from {least} to 100000.")
    return int(text)


def _newcomers(text: str) -> Role | None:
    if text in ("", "refused"):
        return None
    if text == Role.VIEWER:
        return Role.VIEWER
    raise AccessError(
        f"TRADEFACTS_NEWCOMERS is {text!r}; set refused (only who was added gets in) or viewer (everyone "
        "whom the provider or the proxy knows may read)."
    )


def _proxy_secret() -> str:
    secret = os.environ.get("TRADEFACTS_PROXY_SECRET") or ""
    if len(secret) < _SHORTEST_SECRET:
        raise AccessError(
            "TRADEFACTS_AUTH is proxy, and TRADEFACTS_PROXY_SECRET is not set or shorter than "
            f"{_SHORTEST_SECRET} letters: anyone could say who they are. Set it to something random, and let "
            "the proxy send it as X-Tradefacts-Secret."
        )
    return secret


def _provider(url: str | None) -> Provider:
    told = {
        "TRADEFACTS_URL": url,
        "TRADEFACTS_OIDC_ISSUER": os.environ.get("TRADEFACTS_OIDC_ISSUER"),
        "TRADEFACTS_OIDC_CLIENT_ID": os.environ.get("TRADEFACTS_OIDC_CLIENT_ID"),
        "TRADEFACTS_OIDC_CLIENT_SECRET": os.environ.get("TRADEFACTS_OIDC_CLIENT_SECRET"),
    }
    if missing := [name for name, value in told.items() if not value]:
        raise AccessError(
            f"TRADEFACTS_AUTH is oidc, and {', '.join(missing)} is not set; the OpenID provider tells the "
            "last three, and the first is this server's own address."
        )
    _, issuer, client_id, secret = (str(value) for value in told.values())
    parts = urlsplit(issuer)
    if parts.scheme != "https" and not (parts.scheme == "http" and is_loopback(parts.hostname or "")):
        raise AccessError(
            f"TRADEFACTS_OIDC_ISSUER is {issuer!r}; an OpenID provider has an address with https."
        )
    return Provider(issuer.rstrip("/"), client_id, secret)
