"""Random tokens. Who has one gets in, so that only a hash of each is stored.

They are of 256 random bits: nobody finds one by trying, and a plain hash of it tells nothing.
"""

import hashlib
import secrets

#: By which people, and programs that look for secrets where none should be, know such a token.
_PREFIX = "tradefacts_"


def new_token() -> str:
    """Return a token that nobody has."""
    return _PREFIX + secrets.token_urlsafe(32)


def hash_of(token: str) -> str:
    """Return what is stored of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()
