"""Before gunicorn listens: it refuses to where others can reach a dashboard that has no log-in."""

import sys
from typing import Any

from dashboard.access.settings import Mode, configured, is_loopback


def on_starting(server: Any) -> None:
    """End with a sentence where the settings open the dashboard to everyone, before anything is served."""
    from schemas.errors import TradefactsError

    try:
        told = refusal([str(one[0]) for one in server.address if isinstance(one, tuple)])
    except TradefactsError as error:
        told = str(error)
    if told:
        print(f"tradefacts: {told}", file=sys.stderr)
        sys.exit(2)


def refusal(hosts: list[str]) -> str | None:
    """Return why these addresses are not listened on, or None."""
    open_ones = [host for host in hosts if not is_loopback(host)]
    if configured().mode is not Mode.NONE or not open_ones:
        return None
    return (
        f"The dashboard is not served on {', '.join(open_ones)}: others could reach it without a log-in. "
        "Set TRADEFACTS_AUTH to password, oidc or proxy (docs/HOSTING.md), or bind it to 127.0.0.1."
    )
