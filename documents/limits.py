"""How long one document may be. What is longer is refused before it fills the memory."""

import os

from schemas.errors import TradefactsError

#: In millions of bytes, unpacked. A book has one; ten are the longest text that speed is measured on.
_LONGEST = 32


class SettingError(TradefactsError):
    """A setting cannot be what it was set to; the message is a sentence."""


def longest() -> int:
    """Return the most bytes that one document may have, by the setting TRADEFACTS_MAX_DOCUMENT_MB."""
    told = os.environ.get("TRADEFACTS_MAX_DOCUMENT_MB", "")
    if not told:
        return _LONGEST * 1_000_000
    try:
        megabytes = int(told)
    except ValueError:
        megabytes = 0
    # A Python text or an Arrow column longer than this is trouble of another kind.
    if not 1 <= megabytes <= 2_000:
        raise SettingError(
            f"TRADEFACTS_MAX_DOCUMENT_MB is {told!r}; set it to a whole number of megabytes from 1 to 2000, "
            f"or leave it out for {_LONGEST}."
        )
    return megabytes * 1_000_000


def too_long(most: int) -> str:
    """Return the reason for which a document of more than `most` bytes is refused."""
    return (
        f"it is longer than {most // 1_000_000} MB, which is no document; divide it, "
        "or raise TRADEFACTS_MAX_DOCUMENT_MB"
    )
