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
_MOST_CELLS = 200_000
#: The parts of a file that are unpacked are no more than so many times as long as it may be itself.
_MOST_UNPACKED = 4


def make_docx(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the text of a Word file. Raises DocumentError for one that is broken, or has no text."""
    document = _opened(data)
    maker = Maker()
    for block in document.iter_inner_content():
        sign()
        if hasattr(block, "rows"):
            _write_table(block, maker)
        else:
            _write_paragraph(block, maker)
    made = maker.made()
    if not made.text:
        raise DocumentError(
            "", "it is a Word file without text; if it shows pictures, give the text that they show"
        )
    told = document.core_properties
    created = told.created.date() if told.created else None
    title = normal(told.title or "")
    record = Record(
        title=title if title and title in made.text else _styled_title(document),
        author=normal(told.author or "") or None,
    )
    yield Made(made.text, record, created, language=normal(told.language or "") or None, marks=made.marks)


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
    said: list[str] = []
    for node in paragraph._p.iter():
        tag = node.tag.rpartition("}")[2] if isinstance(node.tag, str) else ""
        if tag == "t":
            text = node.text or ""
            said.append(raised(text, "".join(said[-3:])) if _is_raised(node) else text)
        elif tag in ("tab", "br", "cr"):
            said.append("\n" if tag != "tab" else " ")
        elif tag == "noBreakHyphen":
            said.append("-")
    return "".join(said)


def _is_raised(node: Any) -> bool:
    """Tell whether the run of a text is set as a superscript."""
    properties = node.getparent().rPr if hasattr(node.getparent(), "rPr") else None
    return properties is not None and properties.superscript is True


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
        while len(rows) > 2 and len({cell for cell in rows[0] if cell}) == 1 and len(rows[0]) > 1:
            maker.paragraph(next(cell for cell in rows.pop(0) if cell))
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
    seen: dict[Any, bool] = {}
    count = 0
    for row in table.rows:
        cells = []
        for cell in row.cells:
            words = normal(" ".join(_text(one) for one in cell.paragraphs))
            again = seen.setdefault(cell._tc, False)
            seen[cell._tc] = True
            cells.append("" if again and rows and _FIGURE.search(words) and not _is_heading(words) else words)
        rows.append(cells)
        count += len(cells)
        if count > _MOST_CELLS:
            break
    return rows


def _is_heading(words: str) -> bool:
    return any(map(str.isalpha, words)) or bool(re.fullmatch(r"(?:19|20)\d\d", words))
