"""The headers of every answer: what a page may load and run, which is what comes from here and nothing else.

Needed beyond that, and why:

    script-src    the hashes of the lines by which Dash starts itself; no 'unsafe-inline', no 'unsafe-eval'
    style-src     'unsafe-inline': Mantine, AG Grid and plotly write styles as they draw
    img-src       data: and blob:, for pictures that the browser draws of figures, and AG Grid's icons
    font-src      data:, for AG Grid's icons
"""

from functools import cache
from http import HTTPStatus

from dash import Dash
from flask import Response, request

_A_YEAR = 365 * 24 * 60 * 60


def add_to(app: Dash, url: str | None = None) -> None:
    """Give every answer of an application its headers; `url` is where it is reached, where that is told."""

    @cache
    def policy() -> str:
        # Only when all callbacks are known are the hashes of what they run.
        scripts = " ".join(f"'{one}'" if not one.startswith("'") else one for one in app.csp_hashes())
        return "; ".join(
            [
                "default-src 'none'",
                f"script-src 'self' {scripts}".strip(),
                "style-src 'self' 'unsafe-inline'",
                "img-src 'self' data: blob:",
                "font-src 'self' data:",
                "connect-src 'self'",
                "base-uri 'none'",
                "form-action 'self'",
                "frame-ancestors 'none'",
            ]
        )

    @app.server.after_request
    def headers(answer: Response) -> Response:
        answer.headers["Content-Security-Policy"] = policy()
        answer.headers["X-Content-Type-Options"] = "nosniff"
        # An address holds what somebody looks for.
        answer.headers["Referrer-Policy"] = "same-origin"
        # No other page holds on to this one, or takes its answers into itself.
        answer.headers["Cross-Origin-Opener-Policy"] = "same-origin"
        answer.headers["Cross-Origin-Resource-Policy"] = "same-origin"
        answer.headers["Permissions-Policy"] = "camera=(), geolocation=(), microphone=()"
        if url and url.startswith("https:"):
            # Nobody is led here over plain http again, where others read along.
            answer.headers["Strict-Transport-Security"] = f"max-age={_A_YEAR}"
        if answer.status_code == HTTPStatus.OK and _has_its_version():
            answer.headers["Cache-Control"] = f"private, max-age={_A_YEAR}, immutable"
        return answer


def _has_its_version() -> bool:
    """Tell whether a file of ours is asked for by an address that no other version of it has."""
    return request.path.startswith("/assets/") and "m" in request.args
