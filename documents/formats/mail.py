"""E-mail (.eml) and pages that a browser saved as one file (.mhtml): headers, text, and what is attached."""

import email.policy
from collections.abc import Callable, Iterator
from datetime import date
from email.message import EmailMessage
from email.utils import parseaddr, parsedate_to_datetime
from pathlib import PurePosixPath

from documents.errors import DocumentError
from documents.formats.encoding import codec_of, decode
from documents.formats.html import make_fragment, make_html
from documents.formats.made import Made, Maker, normal
from documents.kinds import ENDINGS, kind_of
from documents.record import Record

_MOST_PARTS = 200
_MOST_ATTACHED = 50
#: A text of fewer bytes, beside a page that is much longer, only says that there is one.
_STUB = 300
_READ = frozenset({"html", "pdf", "docx", "rtf", "text"})


def make_mail(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the text of an e-mail, then the documents that are attached to it.

    Raises DocumentError where there is neither.
    """
    message = _parsed(data)
    maker = Maker()
    record = _record(message)
    maker.paragraph(record.title or "")
    headline = maker.made().text
    _write_body(message, maker)
    made = maker.made(record=record)
    told = made.text != headline
    if told:
        yield made
    for attached in _attached(message, sign):
        told = True
        yield attached
    if not told:
        raise DocumentError("", "it is an e-mail without text; give what is attached to it as files")


def make_page(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the main text of a page that was saved as .mhtml."""
    message = _parsed(data)
    for part in _parts(message):
        if part.get_content_type() == "text/html":
            yield from make_html(_bytes(part), sign)
            return
    raise DocumentError("", "it holds no web page; save the page anew, as .html")


def _parsed(data: bytes) -> EmailMessage:
    message = email.message_from_bytes(data, policy=email.policy.default)
    if not isinstance(message, EmailMessage) or not list(message.keys()):
        raise DocumentError("", "it is no e-mail; save it from the mail program as .eml")
    return message


def _record(message: EmailMessage) -> Record:
    sender, address = parseaddr(_header(message, "from"))
    return Record(
        title=normal(_header(message, "subject")) or None,
        author=normal(sender or address) or None,
        published=_day(_header(message, "date")),
    )


def _header(message: EmailMessage, name: str) -> str:
    try:
        return str(message.get(name) or "")
    except (ValueError, LookupError, IndexError, AttributeError, TypeError):
        return ""  # headers are written by anyone, and the parser raises what it likes


def _day(told: str) -> date | None:
    try:
        return parsedate_to_datetime(told).date()
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _parts(message: EmailMessage) -> Iterator[EmailMessage]:
    for number, part in enumerate(message.walk()):
        if number >= _MOST_PARTS:
            return
        if isinstance(part, EmailMessage) and not part.is_multipart():
            yield part


def _write_body(message: EmailMessage, maker: Maker) -> None:
    """Write the first text of a message, as it was typed; its HTML where it was not sent as text."""
    bodies = [part for part in _parts(message) if not _is_attached(part)]
    texts, pages = (
        [part for part in bodies if part.get_content_type() == kind and _bytes(part).strip()]
        for kind in ("text/plain", "text/html")
    )
    # `Your program cannot show this message` is no message.
    is_stub = texts and pages and len(_bytes(texts[0])) < _STUB and len(_bytes(pages[0])) > 4 * _STUB
    if texts and not is_stub:
        _write(texts[0], maker, is_html=False)
    elif pages:
        _write(pages[0], maker, is_html=True)


def _write(part: EmailMessage, maker: Maker, *, is_html: bool) -> None:
    text = _text(part)
    if is_html:
        make_fragment(text, maker)
        return
    for block in text.replace("\r\n", "\n").split("\n\n"):
        lines = [line for line in block.split("\n") if line.strip()]
        quoted = [line for line in lines if line.startswith(">")]
        if quoted:  # somebody's earlier message, of another day
            maker.around(" ".join(line.lstrip("> ") for line in quoted))
            lines = [line for line in lines if not line.startswith(">")]
        if any("  " in line.strip() or "|" in line for line in lines):
            maker.lines("\n".join(lines))
        elif _is_wrapped(lines):
            maker.paragraph(" ".join(lines))
        else:
            for line in lines:
                maker.paragraph(line)


def _is_wrapped(lines: list[str]) -> bool:
    """Tell whether lines are one paragraph that was cut at a width of some seventy characters."""
    return len(lines) > 1 and all(55 <= len(line) <= 80 for line in lines[:-1])


def _text(part: EmailMessage) -> str:
    data, charset = _bytes(part), part.get_content_charset()
    try:
        return data.decode(codec_of(charset or "utf-8"))
    except (LookupError, UnicodeError):
        return decode("", data).text


def _bytes(part: EmailMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _is_attached(part: EmailMessage) -> bool:
    return part.get_content_disposition() == "attachment" or bool(part.get_filename())


def _attached(message: EmailMessage, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the documents that are attached; pictures, calendars and what cannot be read are passed over."""
    from documents.formats.making import makers

    names: set[str] = set()
    for number, part in enumerate(one for one in _parts(message) if _is_attached(one)):
        sign()
        name = normal(str(part.get_filename() or "")).replace("/", "_")
        told = ENDINGS.get(PurePosixPath(name).suffix.lower())
        if number >= _MOST_ATTACHED or told not in _READ or name in names:
            continue
        names.add(name)
        data = _bytes(part)
        try:
            kind = kind_of(name, data, told, is_named=True)
            if kind == "text":
                yield Made(decode(name, data).text, part=name)
            elif kind in _READ:
                yield from (_named(made, name) for made in makers(kind)(data, sign))
        except DocumentError:
            continue


def _named(made: Made, name: str) -> Made:
    return Made(made.text, made.record, made.created, made.language, made.pages, made.marks, made.notes, name)
