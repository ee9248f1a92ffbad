"""The record beside a file: what `NAME.meta.json` says of `NAME.txt`, `NAME.pdf` or `NAME.txt.gz`.

    {"title": "...", "publisher": "...", "author": "...", "published": "2024-02-02", "url": "https://...",
     "sha256": "..."}

Every key may be missing or null, and keys that are not listed here are left alone. The seeds' records
and a user's own are read by the same code.
"""

import hashlib
import json
from pathlib import PurePosixPath

from documents.building import record_of, words
from documents.errors import DocumentError
from documents.record import Record
from documents.sources.files import File
from documents.sources.unpacking import unpacked_name

RECORD_ENDING = ".meta.json"


def record_name(name: str) -> str:
    """Return the name of the record beside a file: `x/a.meta.json` for `x/a.txt.gz`."""
    text = PurePosixPath(unpacked_name(name)[0])
    return name[: len(name) - len(PurePosixPath(name).name)] + text.stem + RECORD_ENDING


def record_beside(file: File) -> File | None:
    """Return the record beside a file, or None where there is none."""
    return file.beside(PurePosixPath(record_name(file.name)).name)


def read_record(name: str, data: bytes) -> tuple[Record, str | None]:
    """Return what the bytes of a record say, and the hash of the file's bytes, unpacked, if it tells one."""
    try:
        told = json.loads(data)
    except (ValueError, RecursionError):
        raise DocumentError(name, "it is not JSON, so nothing is known of the text beside it") from None
    if not isinstance(told, dict):
        raise DocumentError(name, 'it is no JSON object like {"title": "...", "published": "..."}')
    return record_of(name, told), words(name, "sha256", told.get("sha256"))


def check_bytes(name: str, data: bytes, sha256: str | None) -> None:
    """Refuse a file that is not the one its record was written for."""
    if sha256 and hashlib.sha256(data).hexdigest() != sha256.lower():
        beside = PurePosixPath(record_name(name)).name
        raise DocumentError(
            name,
            f"its sha256 is not the one in {beside}, so one of the two was changed; "
            "restore the text, or correct the record",
        )
