"""Plain text and Markdown: taken exactly as it is, so that every span is the caller's own.

Line ends stay as they are. A byte order mark stays too, as the character U+FEFF at position 0: the text of
a UTF-8 file is then the file's bytes and nothing else, and has the same hash.
"""

import re

from documents.building import Told, build
from documents.dating import day_of
from documents.errors import DocumentError
from documents.formats.encoding import decode as decode_any
from documents.raw import Raw
from documents.record import UNKNOWN, Record
from schemas.records import Document, Passage
from schemas.vocabulary import Section

_FRONT = re.compile(r"\ufeff?---[ \t]*\r?\n(.{0,5000}?\n)---[ \t]*(?:\r?\n|\Z)", re.S)
_KEYS = frozenset({"title", "author", "date", "published", "publisher"})


def parse_text(raw: Raw) -> Document:
    """Return the document of a text file."""
    decoded = decode_any(raw.name, raw.data)
    metadata, marks = _front_matter(decoded.text)
    told = Told(raw.told or UNKNOWN, metadata, raw.published, marks=marks, notes=decoded.notes)
    return build(raw.name, raw.id_of_file(), decoded.text, told, raw.source)


def _front_matter(text: str) -> tuple[Record, tuple[Passage, ...]]:
    """Return what the lines between `---` at the head of Markdown tell, and where they stand."""
    match = _FRONT.match(text)
    lines = (line.partition(":") for line in match[1].splitlines()) if match else ()
    told = {key.strip().lower(): value.strip().strip("\"'") for key, _, value in lines}
    if match is None or not told.keys() & _KEYS:
        return UNKNOWN, ()
    day = day_of(told.get("date", "") or told.get("published", ""))
    title, publisher, author, url = (told.get(key) or None for key in ("title", "publisher", "author", "url"))
    return Record(title, publisher, author, day, url), (Passage(0, match.end(), Section.BOILERPLATE),)


def decode(name: str, data: bytes) -> str:
    """Return UTF-8 bytes as text."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, f"it is not UTF-8 text (byte {error.start + 1} cannot be read); save it as UTF-8"
        ) from None
