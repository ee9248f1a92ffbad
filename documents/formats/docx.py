"""Word (.docx): its paragraphs, items and tables in order, and its title, author and day of writing."""

import io
import re
import zipfile
from collections.abc import Callable, Iterator
from typing import Any

from documents.errors import DocumentError
from documents.formats.made import Made, Maker, normal, raised
from documents.limits import longest
from documents.record import Record

_LIST = re.compile(r"list|bullet", re.IGNORECASE)
_HEADINGS = re.compile(r"heading|title|subtitle", re.IGNORECASE)
_CAPTION = re.compile(r"caption", re.IGNORECASE)
_FIGURE = re.compile(r"\d")
_TITLE = re.compile(r"title", re.IGNORECASE)
_NEAR_TOP = 12
#: What a reviewer moved away, what only old programs see, what is set beside the text; and runs nobody sees.
_UNSAID = frozenset({"moveFrom", "del", "Fallback", "txbxContent", "rPr", "pPr", "instrText", "delText"})
_HIDDEN, _OFF = ("strike", "dstrike", "vanish"), ("0", "false", "none")
_MOST_CELLS = 200_000
#: The parts of a file that are unpacked are no more than so many times as long as it may be itself.
_MOST_UNPACKED = 4


def make_docx(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the text of a Word file. Raises DocumentError for one that is broken, or has no text."""
    document = _opened(data)
    maker = Maker()
    for block in _blocks(document.element.body, document):
        sign()
        if hasattr(block, "rows"):
            _write_table(block, maker)
        else:
            _write_paragraph(block, maker)
            for words in _boxes(block):
                maker.paragraph(words)
    made = maker.made()
    if not made.text:
        raise DocumentError(
            "", "it is a Word file without text; if it shows pictures, give the text that they show"
        )
    told = document.core_properties
    created = told.created.date() if told.created else None
    title = normal(told.title or "")
    record = Record(
        title=title if title and title in made.text.split("\n") else _styled_title(document),
        author=normal(told.author or "") or None,
    )
    yield Made(made.text, record, created, language=normal(told.language or "") or None, marks=made.marks)


def _blocks(body: Any, document: Any) -> Iterator[Any]:
    """Yield paragraphs and tables in order, also those of content controls."""
    from docx.table import Table
    from docx.text.paragraph import Paragraph

    for element in body:
        tag = _tag(element)
        if tag == "p":
            yield Paragraph(element, document._body)
        elif tag == "tbl":
            yield Table(element, document._body)
        elif tag in ("sdt", "sdtContent"):
            yield from _blocks(element, document)


def _styled_title(document: Any) -> str | None:
    """Return the paragraph near the top that has the style of a title."""
    for paragraph in document.paragraphs[:_NEAR_TOP]:
        if _TITLE.fullmatch(_style(paragraph)):
            return normal(_text(paragraph)) or None
    return None


def _style(paragraph: Any) -> str:
    return (paragraph.style.name if paragraph.style is not None else "") or ""


def _opened(data: bytes) -> Any:
    from docx import Document

    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            unpacked = sum(one.file_size for one in archive.infolist())
            bombs = any(
                b"<!ENTITY" in archive.read(one)[:100_000] for one in archive.infolist() if _is_xml(one)
            )
    except (zipfile.BadZipFile, OSError, RuntimeError, ValueError, NotImplementedError, EOFError):
        raise _broken() from None
    if unpacked > _MOST_UNPACKED * longest() or bombs:
        raise DocumentError("", "it unpacks to far more than a document has; save it anew, or as text")
    try:
        return Document(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception:  # python-docx raises what it likes of a damaged file
        raise _broken() from None


def _is_xml(member: zipfile.ZipInfo) -> bool:
    return member.filename.endswith((".xml", ".rels")) and member.file_size <= longest()


def _broken() -> DocumentError:
    return DocumentError("", "it is a broken Word file; open it in Word, and save it anew")


def _write_paragraph(paragraph: Any, maker: Maker) -> None:
    style = _style(paragraph)
    text = _text(paragraph)
    if _CAPTION.search(style) and not _is_above_table(paragraph):
        maker.caption(text)
    elif (_LIST.search(style) or _is_numbered(paragraph)) and not _HEADINGS.search(style):
        maker.item(text)
    else:
        for part in text.split("\n\n"):
            maker.paragraph(part)


def _text(paragraph: Any) -> str:
    """Return what a paragraph says, with what was inserted and without what was deleted by a reviewer."""
    return _said(paragraph._p)


def _said(element: Any) -> str:
    """Return what stands in an element; a box of text says what it says for itself."""
    said: list[str] = []
    for node in element:
        tag = _tag(node)
        if tag == "t":
            said.append(node.text or "")
        elif tag in ("tab", "br", "cr"):
            said.append("\n" if tag != "tab" else " ")
        elif tag == "noBreakHyphen":
            said.append("-")
        elif tag not in _UNSAID and not (tag == "r" and any(_has(node, how) for how in _HIDDEN)):
            inner = _said(node)
            mark = tag == "r" and _has(node, "superscript")
            said.append(raised(inner, "".join(said)[-20:]) if mark else inner)
    return "".join(said)


def _tag(node: Any) -> str:
    return node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""


def _has(run: Any, how: str) -> bool:
    """Tell whether a run is set so: `superscript`, `strike`, `dstrike` or `vanish`."""
    from docx.oxml.ns import qn

    properties = getattr(run, "rPr", None)
    if properties is None:
        return False
    if how == "superscript":
        return properties.superscript is True
    return any(_tag(one) == how and one.get(qn("w:val")) not in _OFF for one in properties)


def _boxes(paragraph: Any) -> Iterator[str]:
    """Yield the paragraphs of the boxes that are anchored in a paragraph."""
    for node in paragraph._p.iter():
        if _tag(node) == "txbxContent" and not any(_tag(one) == "Fallback" for one in node.iterancestors()):
            yield from (_said(one) for one in node if _tag(one) == "p")


def _is_numbered(paragraph: Any) -> bool:
    properties = paragraph._p.pPr
    return properties is not None and properties.numPr is not None


def _is_above_table(paragraph: Any) -> bool:
    below = paragraph._p.getnext()
    return below is not None and below.tag.endswith("}tbl")


def _write_table(table: Any, maker: Maker) -> None:
    """Write a table of figures, or the paragraphs of one that is there for the look of the page."""
    rows = _cells(table)
    figures = sum(1 for row in rows for cell in row[1:] if _FIGURE.search(cell))
    if len(rows) > 1 and max(map(len, rows)) > 1 and figures:
        while len(rows) > 2 and rows[0][0] and len(rows[0]) > 1 and len(set(rows[0]) - {""}) == 1:
            maker.paragraph(rows.pop(0)[0])
        maker.table(rows, headers=_headers(rows))
    else:
        for row in rows:
            for cell in dict.fromkeys(cell for cell in row if cell):
                maker.paragraph(cell)


def _headers(rows: list[list[str]]) -> int:
    """Return how many rows stand above the columns: the first, and those below it that head no row."""
    count = 1
    while count < len(rows) - 1 and not rows[count][0] and any(rows[count][1:]):
        count += 1
    return count


def _cells(table: Any) -> list[list[str]]:
    """Return what the cells say; a heading that spans several stands in each, a figure in the first."""
    rows: list[list[str]] = []
    seen: dict[Any, int] = {}
    count = 0
    for row in table.rows:
        cells = []
        for cell in row.cells:
            words = normal(" ".join(_text(one) for one in cell.paragraphs))
            first = seen.setdefault(cell._tc, len(rows))
            again = first < len(rows)
            is_head = again and first == 0  # a heading that reaches down over another row of headings
            blank = is_head or (again and _FIGURE.search(words) and not _is_heading(words))
            cells.append("" if blank else words)
        rows.append(cells)
        count += len(cells)
        if count > _MOST_CELLS:
            break
    return rows


def _is_heading(words: str) -> bool:
    return any(map(str.isalpha, words)) or bool(re.fullmatch(r"(?:19|20)\d\d(?:[-/]\d{2,4})?", words))
