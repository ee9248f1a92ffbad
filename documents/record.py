"""The record of a text file: what `NAME.meta.json` says of `NAME.txt` beside it.

    {"title": "...", "publisher": "...", "published": "2024-02-02", "sha256": "...", "url": "..."}

Every key may be missing or null, and keys that are not listed here are left alone. The seeds' records
and a user's own are read by the same code.
"""

import hashlib
import json
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from documents.building import published_date, words
from documents.errors import DocumentError

RECORD_ENDING = ".meta.json"


@dataclass(frozen=True, slots=True)
class Record:
    """What is known of a file besides its text; `sha256` is the hash of the file's bytes."""

    title: str | None = None
    publisher: str | None = None
    published: date | None = None
    sha256: str | None = None


def read_record(path: Path) -> Record:
    """Return the record beside a text file, or an empty one where there is none."""
    beside = path.with_name(path.stem + RECORD_ENDING)
    try:
        data = beside.read_bytes()
    except FileNotFoundError:
        return Record()
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise DocumentError(
            str(beside), "it is not JSON, so nothing is known of the text beside it"
        ) from None
    if not isinstance(told, dict):
        raise DocumentError(str(beside), 'it is no JSON object like {"title": "...", "published": "..."}')
    return Record(
        title=words(str(beside), "title", told.get("title")),
        publisher=words(str(beside), "publisher", told.get("publisher")),
        published=published_date(str(beside), told.get("published")),
        sha256=words(str(beside), "sha256", told.get("sha256")),
    )


def check_bytes(path: Path, data: bytes, record: Record) -> None:
    """Refuse a file that is not the one its record was written for."""
    if record.sha256 and hashlib.sha256(data).hexdigest() != record.sha256.lower():
        raise DocumentError(
            str(path),
            f"its sha256 is not the one in {path.stem}{RECORD_ENDING}, so one of the two was changed; "
            "restore the text, or correct the record",
        )
