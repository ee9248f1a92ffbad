"""A picture and its record: written into the file, and read out of it again.

PNG    text chunks (iTXt) behind its header, with the pixels to a metre (pHYs)
SVG    <title>, <desc> and <metadata> at its beginning
PDF    its document information
WebP   an XMP packet
"""

import logging
import re
import struct
import zlib
from collections.abc import Iterator
from html import escape, unescape
from io import BytesIO
from typing import TYPE_CHECKING, cast

from figures.pictures.record import Record, RecordError, read
from figures.pictures.sizes import CSS_DPI, Size

if TYPE_CHECKING:
    from pypdf import PageObject, PdfWriter

#: The name of the record in every format.
_KEY = "tradefacts"
_PNG = b"\x89PNG\r\n\x1a\n"
#: Behind this many bytes a PNG's signature and header end, and its other chunks begin.
PNG_HEADER = 33
#: A record that unpacks to more bytes than this is none of ours.
_MOST = 64_000_000


def png_chunks(record: Record, size: Size) -> bytes:
    """Return the chunks that stand behind a PNG's header: its pixels to a metre, and its texts."""
    to_a_metre = round(size.dpi / 0.0254)
    chunks = [_chunk(b"pHYs", struct.pack(">IIB", to_a_metre, to_a_metre, 1))]
    return b"".join([*chunks, *(_chunk(b"iTXt", _text(*one)) for one in _texts(record).items())])


def _texts(record: Record) -> dict[str, str]:
    """Return what is said of a picture under the names that the PNG standard gives."""
    said = {
        "Title": record.title,
        "Description": record.described,
        "Software": f"Tradefacts {record.version}",
        "Creation Time": f"{record.made:%Y-%m-%dT%H:%M:%SZ}",
        _KEY: record.json(),
    }
    return {name: text for name, text in said.items() if text}


def _chunk(kind: bytes, data: bytes) -> bytes:
    """Return a chunk: https://www.w3.org/TR/png-3/#5Chunk-layout."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def _text(name: str, text: str) -> bytes:
    """Return the data of a text chunk; the record, which may be long, is packed."""
    data, is_packed = text.encode(), name == _KEY
    head = name.encode() + b"\0" + bytes([is_packed, 0]) + b"\0\0"
    return head + (zlib.compress(data) if is_packed else data)


def svg_head(record: Record, size: Size, height: float) -> tuple[str, str]:
    """Return the attributes that say how large an SVG is on paper, and the elements it begins with."""
    wide, high = (f"{one * size.inches * 25.4:.2f}mm" for one in (size.width, height))
    said = f"<title>{escape(record.title)}</title><desc>{escape(record.described)}</desc>"
    return f'width="{wide}" height="{high}" role="img"', (
        f'{said if record.title else ""}<metadata id="{_KEY}">{escape(record.json())}</metadata>'
    )


def into_png(image: bytes, record: Record, size: Size) -> bytes:
    """Return a PNG with its record and resolution; the pixels stay as they are."""
    return image[:PNG_HEADER] + png_chunks(record, size) + image[PNG_HEADER:]


_ROOT = re.compile(r'<svg\b[^>]*?(\swidth="[^"]*"\sheight="[^"]*")[^>]*>')


def into_svg(image: bytes, record: Record, size: Size, height: float) -> bytes:
    """Return an SVG with its record, in the size that it has on paper."""
    text = image.decode()
    root = _ROOT.search(text)
    if root is None:
        raise RecordError(
            "The browser's SVG begins in no way that is known, so nothing can be written into it."
        )
    sized, inside = svg_head(record, size, height)
    head = text[root.start() : root.start(1)] + f" {sized}" + text[root.end(1) : root.end()]
    return f"{text[: root.start()]}{head}{inside}{text[root.end() :]}".encode()


def into_pdf(image: bytes, record: Record, size: Size) -> bytes:
    """Return a PDF with its record, in the size that it has on paper."""
    from pypdf import PdfWriter

    writer = PdfWriter(clone_from=BytesIO(image))
    for page in writer.pages:
        _scale(writer, page, size.inches * CSS_DPI)
    at = f"D:{record.made:%Y%m%d%H%M%S}Z"
    said = {
        # Without one of its own it would keep the title of the page that it was drawn on.
        "/Title": record.title or record.figure,
        "/Subject": record.described,
        "/Creator": f"Tradefacts {record.version}",
        "/CreationDate": at,
        "/ModDate": at,
        f"/{_KEY}": record.json(),
    }
    writer.add_metadata({name: text for name, text in said.items() if text})
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


def _scale(writer: "PdfWriter", page: "PageObject", factor: float) -> None:
    """Make a page so many times as large, without reading what is drawn on it: that takes long, or fails."""
    from pypdf.generic import ArrayObject, DecodedStreamObject, NameObject, RectangleObject

    before, behind = DecodedStreamObject(), DecodedStreamObject()
    before.set_data(f"q {factor:.9f} 0 0 {factor:.9f} 0 0 cm\n".encode())
    behind.set_data(b"\nQ")
    drawn = page.raw_get("/Contents")
    ends = (writer._add_object(one) for one in (before, behind))
    page[NameObject("/Contents")] = ArrayObject([next(ends), drawn, next(ends)])
    for box in (name for name in page if name.endswith("Box")):
        page[NameObject(box)] = RectangleObject(
            [float(side) * factor for side in cast(ArrayObject, page[box])]
        )


def webp_of(png: bytes, record: Record) -> bytes:
    """Return a PNG as a WebP without loss, with its record."""
    from PIL import Image

    packet = (
        '<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
        '<rdf:Description rdf:about="" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"{_alternative('title', record.title)}{_alternative('description', record.described)}"
        f'<{_KEY}:record xmlns:{_KEY}="urn:{_KEY}">{escape(record.json())}</{_KEY}:record>'
        "</rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    written = BytesIO()
    Image.open(BytesIO(png)).save(written, "WEBP", lossless=True, method=3, xmp=packet.encode())
    return written.getvalue()


def _alternative(name: str, text: str) -> str:
    """Return a text as XMP has one that may be in several languages; nothing where there is none."""
    if not text:
        return ""
    return f'<dc:{name}><rdf:Alt><rdf:li xml:lang="x-default">{escape(text)}</rdf:li></rdf:Alt></dc:{name}>'


def record_in(image: bytes) -> Record | None:
    """Return the record in a picture of any of these formats, or None where it carries none.

    Raises RecordError where there is one that cannot be read, or where the file is no picture of these.
    """
    if image.startswith(_PNG):
        text = _in_png(image)
    elif image.startswith(b"%PDF"):
        text = _in_pdf(image)
    elif image[:4] == b"RIFF" and image[8:12] == b"WEBP":
        text = _within(_IN_XMP, image)
    elif _AN_SVG.search(image, 0, _MOST_BEFORE_SVG):
        text = _within(_IN_SVG, image)
    else:
        raise RecordError("It is no PNG, SVG, PDF or WebP.")
    return None if text is None else read(text)


#: How the elements begin, as other programs write them again: another prefix, other quotes, more blanks.
_AN_SVG = re.compile(rb"<(?:[\w-]+:)?svg\b")
_IN_SVG = re.compile(rb"<(?:[\w-]+:)?metadata\s[^>]{0,500}?\bid\s*=\s*[\"']tradefacts[\"'][^>]{0,500}>")
_IN_XMP = re.compile(rb"<tradefacts:record\b[^>]{0,500}>")
#: So many bytes may stand before an SVG's root: a declaration, and what somebody says of it.
_MOST_BEFORE_SVG = 100_000


def _in_png(image: bytes) -> str | None:
    for kind, data in _chunks(image):
        name, _, rest = data.partition(b"\0")
        if kind == b"iTXt" and name == _KEY.encode():
            text = rest[2:].split(b"\0", 2)[-1]
            return _unpacked(text) if rest[:1] == b"\1" else text.decode("utf-8", "replace")
    return None


def _chunks(image: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Yield the kind and the data of each chunk of a PNG, as far as it is whole."""
    at = len(_PNG)
    while at + 8 <= len(image):
        length, kind = struct.unpack(">I4s", image[at : at + 8])
        yield kind, image[at + 8 : at + 8 + length]
        at += length + 12


def _unpacked(data: bytes) -> str:
    unpacking = zlib.decompressobj()
    try:
        text = unpacking.decompress(data, _MOST)
        if unpacking.unconsumed_tail:
            raise RecordError("The picture's record is larger than any that Tradefacts writes.")
        return text.decode()
    except (zlib.error, UnicodeDecodeError):
        raise RecordError("The picture's record is broken, and tells of no facts.") from None


def _in_pdf(image: bytes) -> str | None:
    from pypdf import PdfReader
    from pypdf.errors import PyPdfError

    # It tells a log, which is the terminal, of every fault that it gets over.
    logging.getLogger("pypdf").setLevel(logging.CRITICAL)
    try:
        told = PdfReader(BytesIO(image)).metadata
    except (PyPdfError, ValueError, RecursionError):
        raise RecordError("It is a PDF that cannot be read.") from None
    text = told.get(f"/{_KEY}") if told else None
    return None if text is None else str(text)


def _within(begins: re.Pattern[bytes], image: bytes) -> str | None:
    """Return the text of an element, or None where there is none, or no end of it."""
    found = begins.search(image)
    if found is None:
        return None
    rest = image[found.end() :]
    is_raw = rest.startswith(_CDATA)
    text, ended, _ = rest.removeprefix(_CDATA).partition(b"]]>" if is_raw else b"</")
    told = text.decode("utf-8", "replace")
    return (told if is_raw else unescape(told)) if ended else None


_CDATA = b"<![CDATA["
