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
#: The letters beside English ones that the languages of each Latin encoding have, the likelier ones first:
#: Western, Turkish, Central European and Baltic texts differ in nothing else.
_LATIN = {
    "cp1252": "àáâãäåæçèéêëìíîïñòóôõöøùúûüÿœßÀÁÂÃÄÅÆÇÈÉÊËÍÎÏÑÓÔÕÖØÚÛÜŒ",
    "cp1254": "çğıöşüâîûÇĞİÖŞÜ",
    "cp1250": "ąćęłńóśźżáčďéěíňřšťúůýžőűöüäăâîşţđĄĆĘŁŃÓŚŹŻÁČĎÉĚÍŇŘŠŤÚŮÝŽŐŰÖÜĂÂÎŞŢĐ",
    "cp1257": "ąčęėįšųūžāēģīķļņõäöüĄČĘĖĮŠŲŪŽĀĒĢĪĶĻŅÕÄÖÜ",
}
_SIGNS = frozenset("“”„‘’‚–—…•€£§°«»\xa0")
_AS_BROWSERS = {"iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874"}
_BROKEN = "\ufffd"
#: A text in another encoding has hardly a character that is one in UTF-8, and no four for each that is none.
_MOSTLY = 4
#: So much of a text tells its encoding.
_SAMPLE = 50_000
_DECLARED = re.compile(
    rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{1,40})|<\?xml[^>]{0,100}encoding\s*=\s*["']([\w.:-]{1,40})""",
    re.IGNORECASE,
)
_DECLARED_WITHIN = 4096


class Decoded(NamedTuple):
    """A text, the name of its encoding where neither told nor UTF-8, and how much of it is broken."""

    text: str
    guessed: str | None = None
    broken: int = 0

    @property
    def notes(self) -> tuple[str, ...]:
        """What a reader should know of the text."""
        if self.broken:
            return (f"{self.broken} of its characters cannot be read, and are shown as {_BROKEN}.",)
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
    if told := _damaged(data):
        return told
    recognised = _recognised(data)
    if recognised is None:
        raise DocumentError(
            name, f"it is not UTF-8 text (byte {at} cannot be read), and in no encoding that is recognised; "
            "save it as UTF-8"
        )  # fmt: skip
    return Decoded(_decoded(name, data, recognised, at), recognised)


def codec_of(label: str) -> str:
    """Return the codec of an encoding's name as browsers take it (WHATWG, Encoding): latin1 is Windows-1252.

    Raises LookupError for a name of none.
    """
    codec = codecs.lookup(label).name
    return _AS_BROWSERS.get(codec, codec)


def decode_markup(name: str, data: bytes) -> Decoded:
    """Return the bytes of HTML or XML as text: as they declare it, or as `decode` finds it."""
    told = _DECLARED.search(data[:_DECLARED_WITHIN])
    if told and not data.startswith(tuple(mark for mark, _ in _MARKS)):
        encoding = (told[1] or told[2]).decode("ascii", "replace")
        try:
            return Decoded(data.decode(codec_of(encoding)))
        except (LookupError, UnicodeError):
            pass  # it says what it is not
    try:
        return decode(name, data)
    except DocumentError:
        return Decoded(data.decode("cp1252", "replace"), "cp1252")


def _damaged(data: bytes) -> Decoded | None:
    """Return a text that is UTF-8 but for some characters, as a file is that was cut off within one."""
    text = data.decode("utf-8", "replace")
    broken = text.count(_BROKEN)
    whole = sum(not one.isascii() for one in text) - broken
    return Decoded(text, broken=broken) if whole > _MOSTLY * broken else None


def _decoded(name: str, data: bytes, encoding: str, at: int) -> str:
    try:
        return data.decode(encoding)
    except UnicodeError:
        raise DocumentError(
            name,
            f"it is not UTF-8 text (byte {at} cannot be read), and not {encoding} either; save it as UTF-8",
        ) from None


def _recognised(data: bytes) -> str | None:
    """Return the encoding of bytes: a library tells the script, and letters which Latin one it is."""
    from charset_normalizer import from_bytes

    sample = data if len(data) <= _SAMPLE else data[:_SAMPLE].rpartition(b"\n")[0] or data[:_SAMPLE]
    best = from_bytes(sample, cp_isolation=list(_CANDIDATES)).best()
    if best is None or best.encoding not in _LATIN:
        return best.encoding if best is not None else None
    return max(_LATIN, key=lambda encoding: _share_of_letters(sample, encoding))


def _share_of_letters(sample: bytes, encoding: str) -> float:
    """Return which share of the characters beside ASCII are letters of the languages of an encoding."""
    text = sample.decode(encoding, "replace")
    others = [one for one in text if not one.isascii() and one not in _SIGNS]
    return sum(one in _LATIN[encoding] for one in others) / max(1, len(others))
