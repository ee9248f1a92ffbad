"""HTML: the main text of a saved web page, and what the page says of itself.

trafilatura finds the main text. It drops what a caption says, and the places of a table's cells: both go
through it as paragraphs with a mark of their own, and are written from the page itself.
"""

import re
from collections.abc import Callable, Iterator
from itertools import islice
from typing import Any

from lxml import etree

from documents.dating import Dated, dateline
from documents.errors import DocumentError
from documents.formats.blocks import is_data, text_of, write_blocks, write_table
from documents.formats.encoding import decode_markup
from documents.formats.made import Made, Maker, normal, raised
from documents.formats.metadata import record_of

#: No page writes these brackets, and one that does only shows a table twice.
_TABLE, _CAPTION = "⟦table {}⟧", "⟦caption⟧"
_TABLE_MARK = re.compile(r"⟦table (\d+)⟧")
_DECLARATION = re.compile(r"\s*<\?xml[^>]*\?>")
#: What stands around the main text of a page where trafilatura finds none.
_AROUND = ("nav", "header", "footer", "aside", "form", "dialog", "menu")
_WORD = re.compile(r"\w")
#: A day that is shown stands among so many elements below the headline, in a line of its own.
_MOST_BELOW, _LONGEST_LINE = 30, 120
_LINES = frozenset({"p", "div", "span", "time", "li", "small", "em", "b", "strong"})
_WHOLE = frozenset({"html", "body", "main", "article"})
_STRUCK = frozenset({"s", "strike", "del"})
_HIDDEN_STYLE = re.compile(r"display:none|visibility:hidden|mso-hide:all")
_HIDDEN_CLASS = re.compile(r"(?:^|\s)(?:visually-?hidden|sr-only|screen-reader-text)(?:\s|$)", re.I)
#: What libxml2 says of a text where the memory ended.
_NO_MEMORY = "unknown error"


def make_html(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the main text of a page. Raises DocumentError where it has none."""
    decoded = decode_markup("", data)
    tree = parsed(decoded.text)
    record, language = record_of(tree)
    maker = Maker()
    shown = _shown_day(tree) if record.published is None else None
    _write_main(tree, record.title, maker, shown)
    made = maker.made(record=record, language=language, notes=decoded.notes)
    if not _WORD.search(made.text) or made.text == record.title:
        raise DocumentError(
            "", "it is a web page without text (it may be made by scripts); save the page when it is shown "
            "in full, or paste its text"
        )  # fmt: skip
    yield made


def make_fragment(html: str, maker: Maker) -> None:
    """Write all that a piece of HTML says: the body of an e-mail, an entry of a feed."""
    if html.strip():
        write_blocks(parsed(html), maker)


def parsed(text: str) -> Any:
    """Return the lxml tree of HTML. Raises DocumentError where there is none."""
    from lxml.html import HTMLParser, document_fromstring

    # lxml refuses a text that declares an encoding, for it is decoded already.
    told = _DECLARATION.sub("", text, count=1).replace("\0", " ")
    try:
        tree = document_fromstring(told, parser=HTMLParser(remove_comments=True, remove_pis=True))
    except (etree.LxmlError, ValueError, AssertionError) as error:
        if str(error).startswith(_NO_MEMORY):
            raise MemoryError from None
        raise DocumentError("", "it is no web page, or an empty one") from None
    _drop_unsaid(tree)
    _write_raised(tree)
    return tree


def _drop_unsaid(tree: Any) -> None:
    """Take away what nobody sees, and what was struck out."""
    for element in list(tree.iter(etree.Element)):
        # A page is hidden as a whole until its scripts have run, which here they never do.
        if element.tag not in _WHOLE and element.getparent() is not None and _is_unsaid(element):
            element.drop_tree()


def _is_unsaid(element: Any) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return bool(
        element.tag in _STRUCK
        or element.get("hidden") is not None
        or _HIDDEN_STYLE.search(style)
        or _HIDDEN_CLASS.search(element.get("class") or "")
    )


def _write_raised(tree: Any) -> None:
    """Put what is raised on the line, as text has it."""
    for mark in list(tree.iter("sup")):
        before = mark.getprevious()
        above = (before.tail if before is not None else mark.getparent().text) or ""
        told = raised(
            text_of(mark), above.rstrip() or (text_of(before) if before is not None else ""), mark.tail or ""
        )
        for child in list(mark):
            mark.remove(child)
        mark.text = told
        mark.drop_tag()


def _marked(tree: Any) -> list[Any]:
    """Put a marked paragraph in the place of each table of figures, and of each caption of a picture.

    Return the tables, by the numbers of their marks.
    """
    from lxml.html import Element

    tables = [one for one in tree.iter("table") if is_data(one)]
    for number, table in enumerate(tables):
        place = Element("p")
        place.text, place.tail, table.tail = _TABLE.format(number), table.tail, None
        table.getparent().replace(table, place)
        # trafilatura leaves out what a figure holds.
        for figure in list(place.iterancestors("figure"))[-1:]:
            place.drop_tree()
            figure.addnext(place)
    for caption in list(tree.iter("figcaption")):
        place = Element("p")
        place.text = f"{_CAPTION} {text_of(caption)}"
        figure = caption.getparent()
        figure.remove(caption)
        figure.addnext(place)
    return tables


def _shown_day(tree: Any) -> str | None:
    """Return the line below the headline that tells a day, which the main text often is without."""
    heading = next(tree.iter("h1"), None)
    for element in islice(_following(heading), _MOST_BELOW):
        words = text_of(element) if element.tag in _LINES else ""
        if 6 <= len(words) <= _LONGEST_LINE and dateline(words) != Dated():
            return words
    return None


def _following(element: Any) -> Iterator[Any]:
    """Yield the elements behind one, in the order of the page."""
    while element is not None:
        for sibling in element.itersiblings():
            yield from sibling.iter(etree.Element)
        element = element.getparent()


def _write_main(tree: Any, title: str | None, maker: Maker, shown: str | None) -> None:
    """Write the headline and the main text, with its tables and captions in their places."""
    tables = _marked(tree)
    root = _main(tree)
    maker.paragraph(title or "")
    if shown and shown not in normal("".join(root.itertext())):
        maker.paragraph(shown)

    def write(words: str) -> None:
        told = normal(words)
        if found := _TABLE_MARK.fullmatch(told):
            if int(found[1]) < len(tables):
                write_table(tables[int(found[1])], maker)
        elif told.startswith(_CAPTION):
            maker.caption(told.removeprefix(_CAPTION))
        elif told != title:
            maker.paragraph(told)

    write_blocks(root, maker, write)


def _main(tree: Any) -> Any:
    """Return the part of a page that is its main text; all but what stands around it where none is found."""
    import trafilatura

    html = trafilatura.extract(
        tree, output_format="html", include_comments=False, include_tables=True, with_metadata=False
    )
    if html and _WORD.search(html):
        return parsed(html)
    for element in list(tree.iter(*_AROUND)):
        if element.getparent() is not None:
            element.drop_tree()
    return tree
