"""The checks and the sections that every document passes through, whatever it was read from."""

from datetime import date, datetime

from documents.errors import DocumentError
from documents.sections import sections
from schemas.records import Document
from schemas.vocabulary import Section


def build(
    name: str,
    document_id: str,
    text: str,
    *,
    title: str | None = None,
    publisher: str | None = None,
    published: date | None = None,
    source: str | None = None,
) -> Document:
    """Return the document of a text, with its passages; `name` is what an error calls it.

    Where no title is given, the headline that stands in the text is the title.
    """
    _check(name, "its id", document_id)
    _check(name, "its text", text)
    passages = sections(text, title)
    if title is None and passages and passages[0].section == Section.HEADLINE:
        title = text[passages[0].start : passages[0].end].strip("\ufeff \t\r\n#")
    return Document(document_id, text, title, publisher, published, source, passages)


def published_date(name: str, value: object) -> date | None:
    """Return the day of an ISO 8601 date or date and time; null and an empty string are unknown.

    The day is the one that is written, in whichever time zone it was written.
    """
    if value is None or value == "":
        return None
    if type(value) is date:
        return value
    if not isinstance(value, str):
        raise DocumentError(name, f'"published" is {value!r}, which is no text; write it as "2024-02-29"')
    try:
        return datetime.fromisoformat(value).date()
    except ValueError:
        raise DocumentError(name, f'"published" is {value!r}, which is no date like 2024-02-29') from None


def words(name: str, key: str, value: object) -> str | None:
    """Return a text that may be unknown: null and an empty string are."""
    if value is None or value == "":
        return None
    if not isinstance(value, str):
        raise DocumentError(name, f'"{key}" is {value!r}, which is no text')
    _check(name, f'"{key}"', value)
    return value


def _check(name: str, what: str, text: str) -> None:
    if not text.strip("\ufeff \t\r\n\f\v"):
        raise DocumentError(name, f"{what} is empty")
    if "\0" in text:
        raise DocumentError(name, f"{what} holds NUL bytes, so it is no plain text; save it as UTF-8 text")
    try:
        text.encode()
    except UnicodeEncodeError as error:
        raise DocumentError(
            name, f"{what} holds half a character at position {error.start}; write it out in whole UTF-8"
        ) from None
