"""The addresses of our own scripts and styles: each says what the file is like.

A browser may keep such a file for good, because what is otherwise has another address. Dash puts the moment
of the last change there, which some ways of installing make the same for every version.
"""

import re
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

from dash import Dash

_ASSETS = Path(__file__).parent / "assets"
_DATED = re.compile(r"(?P<address>/assets/(?P<name>[\w./-]+))\?m=[\d.]+")


class Versioned(Dash):
    """A Dash application whose document names its own files by what they are like."""

    def interpolate_index(self, *parts: Any, **named: Any) -> str:
        """Return the document around the pages."""
        return _DATED.sub(_by_contents, super().interpolate_index(*parts, **named))


def _by_contents(found: re.Match[str]) -> str:
    return f"{found['address']}?m={_digest(found['name'])}"


@cache
def _digest(name: str) -> str:
    return blake2b((_ASSETS / name).read_bytes(), digest_size=8).hexdigest()
