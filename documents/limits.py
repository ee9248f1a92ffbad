"""How much of anything is read. What is more is refused before it fills the memory, or takes for ever."""

import os
from typing import NamedTuple

from schemas.errors import TradefactsError


class SettingError(TradefactsError):
    """A setting cannot be what it was set to; the message is a sentence."""


class _Limit(NamedTuple):
    """A setting with a whole number: its name, what it is without it, what it counts, and how far it goes."""

    name: str
    default: int
    unit: str
    most: int


#: A book has one megabyte; ten are the longest text that speed is measured on. A Python text or an Arrow
#: column of more than two thousand is trouble of another kind.
_DOCUMENT = _Limit("TRADEFACTS_MAX_DOCUMENT_MB", 32, "megabytes", 2_000)
_ARCHIVE = _Limit("TRADEFACTS_MAX_ARCHIVE_MB", 500, "megabytes", 1_000_000)
_PAGES = _Limit("TRADEFACTS_MAX_PAGES", 2_000, "pages", 100_000)
_SECONDS = _Limit("TRADEFACTS_MAX_SECONDS", 8, "seconds", 3_600)
_MEMORY = _Limit("TRADEFACTS_MAX_MEMORY_MB", 350, "megabytes", 1_000_000)

#: Every setting of this room, with its default; the documentation names each.
SETTINGS = {one.name: one.default for one in (_DOCUMENT, _ARCHIVE, _PAGES, _SECONDS, _MEMORY)}


def longest() -> int:
    """Return the most bytes that one document may have, by the setting TRADEFACTS_MAX_DOCUMENT_MB."""
    return _told(_DOCUMENT) * 1_000_000


def longest_archive() -> int:
    """Return the most bytes that the files of an archive may have, unpacked: TRADEFACTS_MAX_ARCHIVE_MB."""
    return _told(_ARCHIVE) * 1_000_000


def most_pages() -> int:
    """Return the most pages that a document may have: TRADEFACTS_MAX_PAGES."""
    return _told(_PAGES)


def most_seconds() -> int:
    """Return how long a file, or one page of it, may take to be read: TRADEFACTS_MAX_SECONDS."""
    return _told(_SECONDS)


def most_memory() -> int:
    """Return the most bytes of memory that reading a file may take: TRADEFACTS_MAX_MEMORY_MB."""
    return _told(_MEMORY) * 1_000_000


def too_long(most: int) -> str:
    """Return the reason for which a document of more than `most` bytes is refused."""
    return (
        f"it is longer than {most // 1_000_000} MB, which is no document; divide it, "
        "or raise TRADEFACTS_MAX_DOCUMENT_MB"
    )


def _told(limit: _Limit) -> int:
    told = os.environ.get(limit.name, "")
    if not told:
        return limit.default
    try:
        number = int(told)
    except ValueError:
        number = 0
    if not 1 <= number <= limit.most:
        raise SettingError(
            f"{limit.name} is {told!r}; set it to a whole number of {limit.unit} from 1 to {limit.most}, "
            f"or leave it out for {limit.default}."
        )
    return number
