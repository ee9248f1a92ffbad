"""Whether a request that changes something comes from our own pages: no other page may use our cookies."""

from urllib.parse import urlsplit

from flask import Request

_ONLY_READ = frozenset({"GET", "HEAD", "OPTIONS"})


def only_reads(asked: Request) -> bool:
    """Tell whether a request changes nothing."""
    return asked.method in _ONLY_READ


def is_own(asked: Request, url: str | None, *, unless_told: bool) -> bool:
    """Tell whether a request comes from our own pages; `unless_told` is what counts where nothing tells.

    Browsers say it, and a page cannot make them say something else. `url` is the server's own address, for a
    proxy that asks us by another name.
    """
    if site := asked.headers.get("Sec-Fetch-Site"):
        return site == "same-origin"
    if origin := asked.headers.get("Origin"):
        own = {asked.host.lower(), *([urlsplit(url).netloc.lower()] if url else [])}
        return _host_of(origin) in own - {""}
    return unless_told


def _host_of(origin: str) -> str:
    """Return the host of an origin, with its port; nothing where it has none, or is no address at all."""
    try:
        return urlsplit(origin).netloc.lower()
    except ValueError:
        return ""
