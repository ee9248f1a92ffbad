"""The record of a text file: what `NAME.meta.json` says of `NAME.txt` (or `NAME.txt.gz`) beside it.

    {"title": "...", "publisher": "...", "published": "2024-02-02", "sha256": "...", "url": "..."}

Every key may be missing or null, and keys that are not listed here are left alone. The seeds' records
and a user's own are read by the same code.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import PurePosixPath

from documents.building import published_date, words
from documents.errors import DocumentError
from documents.files import File
from documents.unpacking import unpacked_name

RECORD_ENDING = ".meta.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a file besides its text; `sha256` is the hash of the file's bytes, unpacked."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    sha256: str | None = None


def record_name(name: str) -> str:
    """Return the name of the record beside a text file: `x/a.meta.json` for `x/a.txt.gz`."""
    text = PurePosixPath(unpacked_name(name)[0])
    return name[: len(name) - len(PurePosixPath(name).name)] + text.stem + RECORD_ENDING


def record_beside(file: File) -> File | None:
    """Return the record beside a text file, or None where there is none."""
    return file.beside(PurePosixPath(record_name(file.name)).name)


def read_record(name: str, data: bytes) -> Record:
    """Return what the bytes of a record say."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise DocumentError(name, "it is not JSON, so nothing is known of the text beside it") from None
    if not isinstance(told, dict):
        raise DocumentError(name, 'it is no JSON object like {"title": "...", "published": "..."}')
    return Record(
        title=words(name, "title", told.get("title")),
        publisher=words(name, "publisher", told.get("publisher")),
        published=published_date(name, told.get("published")),
        sha256=words(name, "sha256", told.get("sha256")),
    )


def check_bytes(name: str, data: bytes, record: Record) -> None:
    """Refuse a text that is not the one its record was written for."""
    if record.sha256 and hashlib.sha256(data).hexdigest() != record.sha256.lower():
        beside = PurePosixPath(record_name(name)).name
        raise DocumentError(
            name,
            f"its sha256 is not the one in {beside}, so one of the two was changed; "
            "restore the text, or correct the record",
        )
