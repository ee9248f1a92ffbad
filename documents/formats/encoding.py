"""Bytes -> text, in whichever encoding they are: told by the bytes themselves, or recognised."""

import codecs
import re
from typing import NamedTuple

from documents.errors import DocumentError

#: Byte order marks, the longer before those that they begin with. UTF-8's is a character of the text.
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
#: What texts of the trade are in where they are not in UTF-8: Western and Central European, Turkish, Baltic,
#: Cyrillic, Greek, Hebrew, Arabic, Chinese, Japanese and Korean.
_CANDIDATES = (
    "cp1252 cp1250 cp1254 cp1257 cp1251 koi8_r cp866 cp1253 cp1255 cp1256 gb18030 big5 shift_jis euc_jp "
    "euc_kr"
).split()
#: So much of a text tells its encoding.
_SAMPLE = 50_000
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096


class Decoded(NamedTuple):
    """A text, and the name of its encoding where that was neither told nor UTF-8."""

    text: str
    guessed: str | None = None

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the text."""
        if self.guessed is None:
            return ()
        return (f"Its encoding is not told; it was read as {self.guessed}.",)


def decode(name: str, data: bytes) -> Decoded:
    """Return bytes as text. `name` is what an error calls them.

    Raises DocumentError where they are no text in any encoding that is recognised.
    """
    try:
        return Decoded(data.decode())
    except UnicodeDecodeError as error:
        at = error.start + 1
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return Decoded(_decoded(name, data, encoding, at))
    if b"\0" in data:
        raise DocumentError(name, f"it is no text (byte {at} is none); save it as UTF-8 text")
    encoding = _recognised(data)
    if encoding is None:
        raise DocumentError(
            name, f"it is not UTF-8 text (byte {at} cannot be read), and in no encoding that is recognised; "
            "save it as UTF-8"
        )  # fmt: skip
    return Decoded(_decoded(name, data, encoding, at), encoding)


def decode_markup(name: str, data: bytes) -> Decoded:
    """Return the bytes of HTML or XML as text: as they declare it, or as `decode` finds it."""
    told = _DECLARED.search(data[:_DECLARED_WITHIN])
    if told and not data.startswith(tuple(mark for mark, _ in _MARKS)):
        encoding = (told[1] or told[2]).decode("ascii", "replace")
        try:
            return Decoded(data.decode(codecs.lookup(encoding).name))
        except (LookupError, UnicodeError):
            pass  # it says what it is not
    try:
        return decode(name, data)
    except DocumentError:
        return Decoded(data.decode("cp1252", "replace"), "cp1252")


def _decoded(name: str, data: bytes, encoding: str, at: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise DocumentError(
            name,
            f"it is not UTF-8 text (byte {at} cannot be read), and not {encoding} either; save it as UTF-8",
        ) from None


def _recognised(data: bytes) -> str | None:
    from charset_normalizer import from_bytes

    sample = data if len(data) <= _SAMPLE else data[:_SAMPLE].rpartition(b"\n")[0] or data[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=_CANDIDATES).best()
    return best.encoding if best is not None else None
