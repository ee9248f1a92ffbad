"""The checks, the date and the sections that every document passes through, whatever it was read from."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from documents.dating import dateline, order_of
from documents.errors import DocumentError
from documents.record import UNKNOWN, Record
from documents.sections import sections
from schemas.records import Document, Passage
from schemas.vocabulary import PublishedBy, Section

#: How the notes begin that speak of the day of publication.
DATE_NOTES = ("Its date", "It is dated")


#: What programs write as the day of a file that they know none of: the beginnings of their calendars, that of
#: files which are to be the same whenever they are made, and that of python-docx's own template.
_NO_DAYS = frozenset(
    {date(1601, 1, 1), date(1970, 1, 1), date(1980, 1, 1), date(2000, 1, 1), date(2013, 12, 23)}
)


@dataclass(frozen=True, slots=True)
class Told:
    """What is told of a document besides its text, by whom.

    `given` is what a record beside the file, or a column beside the text, says: it goes before what the
    document says of itself, its `metadata`. `published` is the day of a document that tells none, and
    `created` the day on which its file was written. `language` is a tag such as `en-US`.
    """

    given: Record = UNKNOWN
    metadata: Record = UNKNOWN
    published: date | None = None
    created: date | None = None
    language: str | None = None
    pages: tuple[int, ...] = ()
    marks: Sequence[Passage] = ()
    notes: tuple[str, ...] = ()


def build(
    name: str, document_id: str, text: str, told: Told | None = None, source: str | None = None
) -> Document:
    """Return the document of a text, with its passages; `name` is what an error calls it.

    Where no title is given, the headline that stands in the text is the title. Raises DocumentError for a
    text that is none.
    """
    _check(name, "its id", document_id)
    _check(name, "its text", text)
    told = told or Told()
    record = told.given.or_else(told.metadata)
    passages = sections(text, record.title, told.marks)
    day, by, note = _published(text, told)
    return Document(
        document_id,
        text,
        record.title if record.title is not None else _headline(text, passages),
        record.publisher,
        day,
        source,
        passages,
        author=record.author,
        url=record.url,
        published_by=by,
        pages=told.pages,
        notes=(*told.notes, note) if note else told.notes,
        confidential=record.confidential,
    )


def _headline(text: str, passages: Sequence[Passage]) -> str | None:
    """Return the headline that stands in a text, above all but its byline."""
    for start, end, section in passages[:2]:
        if section == Section.HEADLINE:
            return text[start:end].strip("\ufeff \t\r\n#")
    return None


def _published(text: str, told: Told) -> tuple[date | None, PublishedBy | None, str | None]:
    """Return the day of publication, what told it, and what a reader should know of it."""
    if told.given.published is not None:
        return told.given.published, PublishedBy.GIVEN, None
    if told.metadata.published is not None:
        return told.metadata.published, PublishedBy.METADATA, None
    record = told.given.or_else(told.metadata)
    order = order_of(record.publisher, record.url, told.language)
    found = dateline(text, order, told.published or told.created)
    if found.day is not None:
        return found.day, PublishedBy.DATELINE, None
    if told.published is not None:
        return told.published, PublishedBy.GIVEN, None
    if told.created is not None and told.created not in _NO_DAYS:
        day = f"{told.created.day} {told.created:%B %Y}"
        return told.created, PublishedBy.FILE, f"Its date, {day}, is the day on which its file was written."
    return None, None, found.note


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


def record_of(name: str, told: dict[str, object]) -> Record:
    """Return the record of a JSON object or a row: the keys that are not a record's are left alone."""
    return Record(
        title=words(name, "title", told.get("title")),
        publisher=words(name, "publisher", told.get("publisher")),
        author=_words_if_any(told.get("author")),
        published=published_date(name, told.get("published")),
        url=_words_if_any(told.get("url")),
        confidential=yes_or_no(name, "confidential", told.get("confidential")),
    )


_YES_OR_NO = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False, "": None}


def yes_or_no(name: str, key: str, value: object) -> bool | None:
    """Return a yes or a no, as JSON or a cell of a table has it; null and an empty cell are unknown.

    What is meant to keep something secret is not guessed at: raises DocumentError for anything else.
    """
    if value is None or isinstance(value, bool):
        return value
    told = str(value).strip().lower()
    if told not in _YES_OR_NO:
        raise DocumentError(name, f'"{key}" is {value!r}; write true or false')
    return _YES_OR_NO[told]


def _words_if_any(value: object) -> str | None:
    """Return a text; others write lists and objects under such names, and a document is read without them."""
    return value if isinstance(value, str) and value and value.isprintable() else None


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
