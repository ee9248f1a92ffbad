"""RSS and Atom files: one document an entry, with its title, author, day and address."""

import re
from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from documents.dating import day_of
from documents.errors import DocumentError
from documents.formats.html import make_fragment
from documents.formats.made import Made, Maker, normal
from documents.record import Record

_ENTITIES = re.compile(rb"<!ENTITY", re.IGNORECASE)
_FEED = re.compile(rb"<(?:\w+:)?(?:rss|feed|RDF)\b")
_TAG = re.compile(r"<\w[^>]{0,200}>|&\w{2,8};|&#\d{1,6};")
_HEAD = 20_000


def make_feed(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the entries of a feed that have a text. Raises DocumentError where none has."""
    import feedparser

    if _ENTITIES.search(data):
        raise DocumentError(
            "", "it defines entities of its own, which no feed needs and which can fill the memory"
        )
    if not _FEED.search(data[:_HEAD]):
        raise DocumentError(
            "", "it is XML, but no feed (RSS or Atom); give the articles as .html, .txt or .jsonl"
        )
    feed = feedparser.parse(data)
    publisher = normal(feed.feed.get("title", "")) or None
    found = False
    for number, entry in enumerate(feed.entries, start=1):
        sign()
        maker = Maker()
        title = _plain(entry.get("title", ""))
        maker.paragraph(title)
        headline = maker.made().text
        _write_body(entry, maker)
        record = Record(
            title or None, publisher, normal(entry.get("author", "")) or None, _day(entry), _url(entry)
        )
        made = maker.made(record=record, part=f"entry {number}", language=feed.feed.get("language"))
        if made.text and made.text != headline:
            found = True
            yield made
    if not found:
        raise DocumentError("", "it is a feed without texts; give the articles that it points to")


def _write_body(entry: Any, maker: Maker) -> None:
    """Write the content of an entry, or its summary where that is all it has."""
    contents = [one.get("value", "") for one in entry.get("content", [])]
    text = next((one for one in contents if one.strip()), entry.get("summary", ""))
    if _TAG.search(text):
        make_fragment(text, maker)
    else:
        for line in text.split("\n"):
            maker.paragraph(line)


def _plain(title: str) -> str:
    maker = Maker()
    if _TAG.search(title):
        make_fragment(title, maker)
        return normal(maker.made().text)
    return normal(title)


def _day(entry: Any) -> date | None:
    """Return the day as it is written, in whichever time zone: feedparser makes one up of an hour."""
    for name in ("published", "updated"):
        if day := day_of(str(entry.get(name, ""))):
            return day
    return None


def _url(entry: Any) -> str | None:
    link = entry.get("link", "")
    return link if isinstance(link, str) and link.startswith(("https://", "http://")) else None
