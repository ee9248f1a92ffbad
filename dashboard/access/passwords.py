"""Passwords, as argon2id keeps them."""

from functools import cache
from threading import BoundedSemaphore

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

SHORTEST, LONGEST = 12, 1000

#: One password takes 64 MB while it is reckoned: each process reckons so many at once, and others wait.
AT_ONCE = 2

_HASHER = PasswordHasher()
_turns = BoundedSemaphore(AT_ONCE)


def hashed(password: str) -> str:
    """Return what is stored of a password."""
    with _turns:
        return _HASHER.hash(password)


def matches(stored: str | None, password: str) -> bool:
    """Tell whether a password is the stored one. Where there is none it takes as long, so as not to tell."""
    with _turns:
        try:
            return _HASHER.verify(stored or _of_nobody(), password) and stored is not None
        except (VerificationError, InvalidHashError):
            return False


def is_outdated(stored: str) -> bool:
    """Tell whether a password would be kept more safely now than when it was stored."""
    return _HASHER.check_needs_rehash(stored)


def refusal(password: str, name: str) -> str | None:
    """Return why a password is not taken, or None. Rules about its letters would make worse ones."""
    if len(password) < SHORTEST:
        return f"A password has at least {SHORTEST} letters; a few words that nobody would guess will do."
    if len(password) > LONGEST:
        return f"A password has at most {LONGEST} letters."
    if name.casefold() in password.casefold() or len(set(password)) < 5:
        return "This password would be guessed: it has the name in it, or hardly any different letters."
    return None


@cache
def _of_nobody() -> str:
    return _HASHER.hash("the password of nobody")
