"""Plain text and Markdown: taken exactly as it is, so that every span is the caller's own.

Line ends stay as they are. A byte order mark stays too, as the character U+FEFF at position 0: the text of
a UTF-8 file is then the file's bytes and nothing else, and has the same hash.
"""

from documents.building import Told, build
from documents.errors import DocumentError
from documents.formats.encoding import decode as decode_any
from documents.raw import Raw
from schemas.records import Document


def parse_text(raw: Raw) -> Document:
    """Return the document of a text file."""
    decoded = decode_any(raw.name, raw.data)
    told = Told(given=raw.told, published=raw.published, notes=decoded.notes)
    return build(raw.name, raw.id_of_file(), decoded.text, told, raw.source)


def decode(name: str, data: bytes) -> str:
    """Return UTF-8 bytes as text."""
    try:
        return data.decode()
    except UnicodeDecodeError as error:
        raise DocumentError(
            name, f"it is not UTF-8 text (byte {error.start + 1} cannot be read); save it as UTF-8"
        ) from None
