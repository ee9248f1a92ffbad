"""PDF: where its glyphs stand on each page -> paragraphs and tables, in the order in which they are read.

    words        a page -> its words, each with its place, size and base line
    rows         words -> rows: what stands on one base line, cut where it has gaps
    running      the rows at the top and the foot of pages that are the same on many, which are left out
    layout       rows -> blocks in reading order: prose, columns of prose, tables of figures
    paragraphs   the rows of prose -> paragraphs, with words that were cut at line ends put together again

A PDF says where each glyph stands and nothing of lines, columns, paragraphs or tables: all of that is read
from the distances between glyphs, in units of their size.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date
from statistics import median
from typing import Any

from documents.errors import DocumentError
from documents.formats.made import Made, Maker, normal
from documents.formats.pdf.layout import Table, blocks
from documents.formats.pdf.paragraphs import Hyphens, Paragraphs
from documents.formats.pdf.rows import Row, rows_of
from documents.formats.pdf.running import small_heads, without_running
from documents.formats.pdf.words import words_of
from documents.limits import most_pages
from documents.record import Record

_DATE = re.compile(r"D:(\d{4})(\d\d)(\d\d)")
#: A scan may have a stamp or a page number on each page that is text.
_FEWEST_LETTERS, _FEW_PAGES = 20, 10
_MOST_TOLD = 5
#: Browsers and printers, which make PDFs of what others wrote some time before.
_PRINTERS = re.compile(
    r"Skia/PDF|Chrom|Mozilla|Firefox|Safari|Quartz PDFContext|Print To PDF|wkhtmltopdf|PDFCreator", re.I
)
#: A title is set in letters that are so many times as large as most.
_LARGER, _LONGEST_TITLE = 1.2, 300


def make_pdf(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the text of a PDF. Raises DocumentError for one that is locked, broken, too long or scanned."""
    pdf = _opened(data)
    try:
        pages = list(_pages(pdf, sign))
        told = pdf.get_metadata_dict()
    finally:
        pdf.close()
    empty = [number for number, rows in enumerate(pages, start=1) if not rows]
    letters = sum(len(row.text) for rows in pages for row in rows)
    if not letters or (empty and letters < _FEWEST_LETTERS * min(len(pages), _FEW_PAGES)):
        raise DocumentError(
            "", "it is a PDF without text (a scan?); have its text recognised (OCR), and save that"
        )
    yield _written(without_running(pages), told, _notes(empty), sign)


def _opened(data: bytes) -> Any:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(data)
        pages = len(pdf)
    except pypdfium2.PdfiumError as error:
        if getattr(error, "err_code", None) == pypdfium2.raw.FPDF_ERR_PASSWORD:
            raise DocumentError("", "it is locked by a password; save it without one") from None
        raise DocumentError("", "it is a broken PDF; get it again, whole, or print it as PDF anew") from None
    if pages > most_pages():
        pdf.close()
        raise DocumentError(
            "", f"it has {pages} pages, more than {most_pages()}; divide it, or raise TRADEFACTS_MAX_PAGES"
        )
    return pdf


def _pages(pdf: Any, sign: Callable[[], None]) -> Iterator[list[Row]]:
    """Yield the rows of each page; a page that cannot be read has none."""
    import pypdfium2

    for number in range(len(pdf)):
        sign()
        try:
            page = pdf[number]
        except pypdfium2.PdfiumError:
            yield []
            continue
        yield rows_of(words_of(page))
        page.close()


def _written(
    pages: list[list[Row]], told: dict[str, str], notes: tuple[str, ...], sign: Callable[[], None]
) -> Made:
    usual = median(row.size for rows in pages for row in rows)
    maker = Maker()
    paragraphs = Paragraphs(maker, Hyphens(row.text for rows in pages for row in rows))
    for number, rows in enumerate(pages):
        sign()
        paragraphs.page()
        heads = small_heads(rows, usual) if number == 0 else 0
        for row in rows[:heads]:
            maker.around(row.text)
        for block in blocks(rows[heads:]):
            if isinstance(block, Table):
                paragraphs.end()
                maker.table(block.cells, block.headers)
            else:
                paragraphs.add(block)
    paragraphs.end()
    record = Record(
        title=_title(told.get("Title", ""), paragraphs.first, usual),
        author=normal(told.get("Author", "")) or None,
    )
    return maker.made(record=record, created=_created(told), notes=notes)


def _title(told: str, first: list[tuple[float, str]], usual: float) -> str | None:
    """Return the title that the file tells, if it stands at the text's head: many tell a draft's name.

    Otherwise it is what is set in the largest letters there.
    """
    title = normal(told)
    return title if title and title in (normal(text) for _, text in first) else _largest(first, usual)


def _largest(first: list[tuple[float, str]], usual: float) -> str | None:
    """Return the paragraph near the top that is set in the largest letters, if they are larger than most."""
    size, text = max(first, key=lambda one: one[0], default=(0.0, ""))
    return normal(text) if size > _LARGER * usual and len(text) <= _LONGEST_TITLE else None


def _created(told: dict[str, str]) -> date | None:
    """Return the day on which a PDF was written; the day on which a page was printed tells nothing of it."""
    if _PRINTERS.search(f"{told.get('Producer', '')} {told.get('Creator', '')}"):
        return None
    return _day(told.get("CreationDate", ""))


def _day(told: str) -> date | None:
    """Return the day of `D:20240305093000+03'00'` (ISO 32000-1, 7.9.4)."""
    match = _DATE.match(told)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None


def _notes(empty: list[int]) -> tuple[str, ...]:
    if not empty:
        return ()
    some = ", ".join(map(str, empty[:_MOST_TOLD])) + (", …" if len(empty) > _MOST_TOLD else "")
    return (f"Page {some} has no text." if len(empty) == 1 else f"Pages {some} have no text.",)
