"""How cookies are set: no script reads them, no other site sends them, no plain connection carries them.

On this machine's own names a browser may ask without https: only there a cookie is not Secure.
"""

from datetime import timedelta
from urllib.parse import urlsplit

from flask import Request
from werkzeug.wrappers import Response

from dashboard.access.settings import is_loopback


def cookie(asked: Request, name: str) -> str | None:
    """Return what a cookie holds, or None where there is none."""
    return asked.cookies.get(_full_name(asked, name))


def set_cookie(answer: Response, asked: Request, name: str, value: str, lasts: timedelta) -> None:
    """Let the browser keep a value for a while."""
    answer.set_cookie(_full_name(asked, name), value, max_age=lasts, **_kept(asked))  # type: ignore[arg-type]


def forget_cookie(answer: Response, asked: Request, name: str) -> None:
    """Let the browser forget it."""
    answer.delete_cookie(_full_name(asked, name), **_kept(asked))  # type: ignore[arg-type]


def would_be_lost(asked: Request) -> bool:
    """Tell whether the browser would not keep a cookie: its page came over plain http, from elsewhere."""
    return _is_secure(asked) and asked.headers.get("Origin", "").startswith("http:")


def _kept(asked: Request) -> dict[str, object]:
    return {"path": "/", "httponly": True, "samesite": "Lax", "secure": _is_secure(asked)}


def _full_name(asked: Request, name: str) -> str:
    # A browser takes a cookie with this prefix from this very host alone, and over https.
    return f"__Host-{name}" if _is_secure(asked) else name


def _is_secure(asked: Request) -> bool:
    return not is_loopback(urlsplit(f"//{asked.host}").hostname or "")
