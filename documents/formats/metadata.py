"""What a web page says of itself: JSON-LD, meta elements, its title.

schema.org's NewsArticle, Open Graph and Dublin Core name the same things differently: the first that is
told counts, in this order. The day of publication is taken where it is written out, and never guessed.
"""

import json
import re
from collections.abc import Iterable, Iterator
from datetime import date
from itertools import chain
from typing import Any

from documents.dating import day_of, order_of
from documents.formats.made import normal
from documents.record import Record

_SITE = re.compile(r"(.{10,}) (?:[|·»–—-]|::) (.{2,60})")
#: What stands there is of other pages.
_BESIDE = ("aside", "nav", "footer")
_ARTICLES = ("Article", "Posting", "Report", "WebPage", "Dataset")
_TITLES = ("og:title", "twitter:title", "dc.title", "dcterms.title")
_PUBLISHERS = ("og:site_name", "dc.publisher", "dcterms.publisher", "application-name", "citation_publisher")
_AUTHORS = (
    "author",
    "article:author",
    "dc.creator",
    "dcterms.creator",
    "byl",
    "parsely-author",
    "sailthru.author",
)
_DAYS = (
    "article:published_time og:article:published_time og:published_time datepublished date_published "
    "publication_date publishdate publish-date publish_date pubdate citation_publication_date "
    "parsely-pub-date sailthru.date article.published dc.date.issued dcterms.issued dc.date dcterms.date "
    "dcterms.created dc.date.created article:published displaydate originalpublicationdate date"
).split()
#: Further down, and longer, is no metadata but someone's data.
_MOST_JSON, _MOST_NODES, _LONGEST = 500_000, 2_000, 500


def record_of(tree: Any) -> tuple[Record, str | None]:
    """Return what the page of an lxml tree says of itself, and its language tag."""
    language = _language(tree)
    metas = _metas(tree)
    url = _url(tree, metas)
    linked = _own(list(_linked(tree)), url)
    title = _first(
        chain((_said(one.get("headline")) for one in linked), _told(metas, _TITLES), _headings(tree))
    )
    publisher = _first(chain((_name(one.get("publisher")) for one in linked), _told(metas, _PUBLISHERS)))
    record = Record(
        title=_without_site(title, publisher, tree) if title else None,
        publisher=publisher,
        author=_first(chain((_name(one.get("author")) for one in linked), _told(metas, _AUTHORS))),
        published=_day(chain(_linked_days(linked), _told(metas, _DAYS), _times(tree)), url, language),
        url=url,
    )
    return record, language


def _linked(tree: Any) -> Iterator[dict[str, Any]]:
    """Yield the articles that JSON-LD tells of."""
    for script in tree.iter("script"):
        if (script.get("type") or "").partition(";")[0].strip().lower() == "application/ld+json":
            yield from _articles((script.text or "")[:_MOST_JSON])


def _own(linked: list[dict[str, Any]], url: str | None) -> list[dict[str, Any]]:
    """Return what is told of this page: articles before the page itself, no others where one is its own."""
    articles = [one for one in linked if not _is_a(one, ("WebPage",))]
    addressed = [one for one in articles if url and url in _addresses(one)]
    return (addressed or articles) + [one for one in linked if _is_a(one, ("WebPage",))]


def _is_a(node: dict[str, Any], endings: tuple[str, ...]) -> bool:
    """Tell whether one of a node's kinds ends so: `NewsArticle` is an `Article`."""
    kinds = node.get("@type")
    return any(str(kind).endswith(endings) for kind in (kinds if isinstance(kinds, list) else [kinds]))


def _addresses(node: dict[str, Any]) -> Iterator[str]:
    for key in ("url", "@id", "mainEntityOfPage"):
        told = node.get(key)
        yield str(told.get("@id") if isinstance(told, dict) else told).partition("#")[0]


def _articles(text: str) -> Iterator[dict[str, Any]]:
    try:
        waiting = [json.loads(text, strict=False)]
    except (ValueError, RecursionError):
        return
    for _ in range(_MOST_NODES):
        if not waiting:
            return
        node = waiting.pop(0)
        if isinstance(node, list):
            waiting.extend(node)
        elif isinstance(node, dict):
            if _is_a(node, _ARTICLES):
                yield node
            waiting.extend(node[key] for key in ("@graph", "mainEntity", "mainEntityOfPage") if key in node)


def _metas(tree: Any) -> dict[str, str]:
    """Return what meta elements say, by their names in small letters; the first of a name counts."""
    found: dict[str, str] = {}
    for meta in tree.iter("meta"):
        name = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        if content := meta.get("content"):
            found.setdefault(name.strip().lower(), content)
    return found


def _told(metas: dict[str, str], names: Iterable[str]) -> Iterator[str | None]:
    return (_said(metas.get(name)) for name in names)


def _headings(tree: Any) -> Iterator[str | None]:
    headings = list(tree.iter("h1"))
    for heading in sorted(headings, key=lambda one: not any(one.iterancestors("article", "main"))):
        yield _said("".join(heading.itertext()))
    for title in tree.iter("title"):
        yield _said(title.text)


def _without_site(title: str, publisher: str | None, tree: Any) -> str:
    """Return a title without the name of the site behind it."""
    parted = _SITE.fullmatch(title)
    if parted is None:
        return title
    headings = {_said("".join(one.itertext())) for one in tree.iter("h1", "h2")}
    is_site = parted[1] in headings or parted[2].casefold() == (publisher or "").casefold()
    return parted[1] if is_site else title


def _linked_days(linked: list[dict[str, Any]]) -> Iterator[str | None]:
    for key in ("datePublished", "dateCreated"):
        yield from (_said(one.get(key)) for one in linked)


def _times(tree: Any) -> Iterator[str | None]:
    """Yield the day of a `time` element that is marked as the publication's, or is the page's only one."""
    times = [time for time in tree.iter("time") if time.get("datetime")]
    for time in times:
        if time.get("pubdate") is not None or time.get("itemprop") == "datePublished":
            yield time.get("datetime")
    own = [time for time in times if not any(time.iterancestors(*_BESIDE))]
    if len({time.get("datetime")[:10] for time in own}) == 1:
        yield own[0].get("datetime")


def _day(told: Iterable[str | None], url: str | None, language: str | None) -> date | None:
    """Return the first day that is told without doubt."""
    order = order_of(None, url, language)
    return next((day for words in told if words and (day := day_of(words, order)) is not None), None)


def _url(tree: Any, metas: dict[str, str]) -> str | None:
    links = (link.get("href") for link in tree.iter("link") if (link.get("rel") or "").lower() == "canonical")
    found = _first(chain((_said(link) for link in links), _told(metas, ("og:url",))))
    return found if found and found.startswith(("https://", "http://")) else None


def _language(tree: Any) -> str | None:
    locale = _metas(tree).get("og:locale") or tree.get("lang")
    return _said(locale.replace("_", "-")) if locale else None


def _name(value: Any) -> str | None:
    """Return the names of a person or an organisation of JSON-LD, or of several."""
    if isinstance(value, list):
        names = [name for one in value[:10] if (name := _name(one))]
        return _said(", ".join(names))
    return _said(value.get("name") if isinstance(value, dict) else value)


def _said(value: Any) -> str | None:
    return (normal(value)[:_LONGEST] or None) if isinstance(value, str) else None


def _first(values: Iterable[str | None]) -> str | None:
    return next((value for value in values if value), None)
