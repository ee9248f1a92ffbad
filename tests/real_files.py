"""Real files of every kind, made of one article by the writers that others use.

An Article is what a newsroom has: a headline, who wrote it, when, paragraphs, a captioned picture, a table.
Each `as_...` function returns the bytes of one kind of file, with what such files have around the text.
"""

import csv
import io
import json
import zipfile
from dataclasses import dataclass, field
from datetime import date, datetime
from email.message import EmailMessage
from html import escape
from typing import Any


@dataclass(frozen=True)
class Table:
    """A table of figures below its caption; the first row is its header."""

    caption: str
    rows: tuple[tuple[str, ...], ...]


@dataclass(frozen=True)
class Article:
    title: str
    paragraphs: tuple[str, ...]
    author: str = "Jane Doe"
    publisher: str = "The Daily Ledger"
    published: date = date(2024, 3, 5)
    caption: str = ""
    table: Table | None = None
    url: str = "https://ledger.example.co.uk/trade/turkey-russia"
    items: tuple[str, ...] = field(default=())


def as_text(article: Article) -> bytes:
    blocks = [article.title, *article.paragraphs]
    if article.table:
        blocks += [f"{article.table.caption}\n\n{_aligned(article.table)}"]
    return "\n\n".join(blocks).encode()


def as_markdown(article: Article) -> bytes:
    blocks = [
        *([f"# {article.title}"] if article.title else []),
        *article.paragraphs,
        *(f"- {item}" for item in article.items),
    ]
    if article.table:
        header, *rows = [f"| {' | '.join(row)} |" for row in article.table.rows]
        rule = "|" + "---|" * len(article.table.rows[0])
        blocks += [article.table.caption, "\n".join([header, rule, *rows])]
    return "\n\n".join(blocks).encode()


def as_html(article: Article) -> bytes:
    """A page with scripts, navigation, a notice, teasers and a footer around its article."""
    linked = {
        "@context": "https://schema.org",
        "@type": "NewsArticle",
        **({"headline": article.title} if article.title else {}),
        "datePublished": f"{article.published}T09:30:00+03:00",
        "author": {"@type": "Person", "name": article.author},
        "publisher": {"@type": "Organization", "name": article.publisher},
    }
    body = "\n".join(f"<p>{escape(one)}</p>" for one in article.paragraphs)
    items = "".join(f"<li>{escape(item)}</li>" for item in article.items)
    caption = f"<figcaption>{escape(article.caption)}</figcaption>"
    head = f"<h1>{escape(article.title)}</h1>" if article.title else ""
    named = f"{escape(article.title)} | " if article.title else ""
    figure = f'<figure><img src="port.jpg" alt="">{caption}</figure>' if article.caption else ""
    return f"""<!doctype html>
<html lang="en-GB"><head><meta charset="utf-8"><title>{named}{article.publisher}</title>
<link rel="canonical" href="{article.url}">
<script type="application/ld+json">{json.dumps(linked)}</script>
<script>var tracked = "99% of 1,000 readers";</script><style>p {{ margin: 1em }}</style></head>
<body><header><nav><ul><li><a href="/">Home</a></li><li><a href="/most">5 most read</a></li></ul></nav>
</header><div class="cookie-banner"><p>We use cookies and 47 partners to give you the best experience.</p>
</div>
<main><article>{head}
<p class="byline">By {article.author}</p>
{figure}
{body}
{f"<ul>{items}</ul>" if items else ""}
{_html_table(article.table) if article.table else ""}
</article></main>
<aside><h2>Articles you may like</h2>
<ul><li><a href="/x">Exports of tea rose 12% in 2019</a></li></ul></aside>
<footer><p>Copyright 2024 {article.publisher}. 3,000 journalists in 40 countries.</p></footer>
<script>console.log("7 million")</script></body></html>""".encode()


def _html_table(table: Table) -> str:
    header, *rows = table.rows
    head = "".join(f"<th>{escape(cell)}</th>" for cell in header)
    body = "".join(f"<tr>{''.join(f'<td>{escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    caption = f"<caption>{escape(table.caption)}</caption>"
    return f"<table>{caption}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"


def as_docx(article: Article) -> bytes:
    from docx import Document

    document = Document()
    document.core_properties.title = article.title[:255]
    document.core_properties.author = article.author
    document.core_properties.created = datetime(
        article.published.year, article.published.month, article.published.day
    )
    if article.title:
        document.add_heading(article.title, 0)
    for paragraph in article.paragraphs:
        document.add_paragraph(paragraph)
    for item in article.items:
        document.add_paragraph(item, style="List Bullet")
    if article.caption:
        document.add_paragraph(article.caption, style="Caption")
    if article.table:
        document.add_paragraph(article.table.caption, style="Caption")
        table = document.add_table(len(article.table.rows), len(article.table.rows[0]))
        for cells, row in zip(table.rows, article.table.rows, strict=True):
            for cell, words in zip(cells.cells, row, strict=True):
                cell.text = words
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def as_pdf(
    article: Article,
    *,
    columns: int = 1,
    gap: float = 23,
    password: str = "",
    size: float = 10,
    markup: bool = False,
    creator: str = "",
) -> bytes:
    """A report in one column or two, with a running head and the page's number at the foot."""
    from reportlab.lib.enums import TA_JUSTIFY
    from reportlab.lib.pagesizes import A4
    from reportlab.lib.pdfencrypt import StandardEncryption
    from reportlab.lib.styles import ParagraphStyle
    from reportlab.lib.units import cm
    from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Spacer
    from reportlab.platypus import Table as PdfTable

    width, height = A4
    each = (width - 4 * cm - (columns - 1) * gap) / columns
    frames = [
        Frame(2 * cm + at * (each + gap), 2.5 * cm, each, height - 5 * cm, 0, 0, 0, 0)
        for at in range(columns)
    ]

    def around(canvas: Any, document: object) -> None:
        canvas.setFont("Helvetica", 8)
        canvas.drawString(2 * cm, height - 1.5 * cm, f"{article.publisher} - trade review")
        canvas.drawCentredString(width / 2, 1.2 * cm, str(canvas.getPageNumber()))

    _register_font()
    body = ParagraphStyle("body", fontName="DejaVu", fontSize=size, leading=1.25 * size, alignment=TA_JUSTIFY,
                          spaceAfter=0.6 * size)  # fmt: skip
    heading = ParagraphStyle("heading", parent=body, fontSize=1.8 * size, leading=2.2 * size, alignment=0)
    story: list[Any] = [Paragraph(escape(article.title), heading), Spacer(1, size)] if article.title else []
    story += [Paragraph(one if markup else escape(one), body) for one in article.paragraphs]
    story += [Paragraph(f"• {escape(one)}", body) for one in article.items]
    if article.table:
        story += [Paragraph(escape(article.table.caption), body)]
        table = PdfTable([list(row) for row in article.table.rows], hAlign="LEFT")
        table.setStyle([("FONT", (0, 0), (-1, -1), "DejaVu", size), ("ALIGN", (1, 0), (-1, -1), "RIGHT")])
        story.append(table)
    stream = io.BytesIO()
    encrypt = StandardEncryption(password, canPrint=0) if password else None
    document = BaseDocTemplate(
        stream,
        invariant=1,
        pagesize=A4,
        title=article.title,
        author=article.author,
        creator=creator,
        encrypt=encrypt,
    )
    document.addPageTemplates([PageTemplate(id="all", frames=frames, onPage=around)])
    document.build(story)
    return stream.getvalue()


def _register_font() -> None:
    """A font with more than Latin letters; reportlab has Vera, which has no Turkish ones."""
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    if "DejaVu" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("DejaVu", _font()))


def _font() -> str:
    import subprocess

    found = subprocess.run(
        ["fc-match", "-f", "%{file}", "DejaVu Sans"], capture_output=True, text=True, check=False
    )
    return found.stdout or "Vera.ttf"


def as_scan(pages: int = 2) -> bytes:
    """A PDF of pictures, as a scanner makes it."""
    from PIL import Image
    from reportlab.lib.utils import ImageReader
    from reportlab.pdfgen.canvas import Canvas

    stream = io.BytesIO()
    canvas = Canvas(stream, invariant=1)
    for _ in range(pages):
        canvas.drawImage(ImageReader(Image.new("L", (400, 600), 230)), 0, 0, 595, 842)
        canvas.showPage()
    canvas.save()
    return stream.getvalue()


def as_mail(article: Article, *, html: bool = False, attached: dict[str, bytes] | None = None) -> bytes:
    message = EmailMessage()
    message["Subject"] = article.title
    message["From"] = f"{article.author} <jane@ledger.example>"
    message["To"] = "desk@ministry.example"
    message["Date"] = f"Tue, {article.published:%d %b %Y} 23:30:00 +0300"
    text = "\n\n".join(article.paragraphs)
    message.set_content(text)
    if html:
        message.add_alternative(
            "".join(f"<p>{escape(one)}</p>" for one in article.paragraphs), subtype="html"
        )
    for name, data in (attached or {}).items():
        message.add_attachment(data, maintype="application", subtype="octet-stream", filename=name)
    return message.as_bytes()


def as_rtf(article: Article) -> bytes:
    def escaped(text: str) -> str:
        return "".join(
            one if one.isascii() and one not in "\\{}" else f"\\u{(ord(one) + 32768) % 65536 - 32768}?"
            if not one.isascii() else f"\\{one}"
            for one in text
        )  # fmt: skip

    body = "\\par\n".join(escaped(one) for one in (article.title, *article.paragraphs))
    table = ""
    if article.table:
        table = f"\\par\n{escaped(article.table.caption)}\\par\n" + "".join(
            "\\trowd" + "".join(f"\\cellx{2000 * (at + 1)}" for at in range(len(row)))
            + "".join(f"\\intbl {escaped(cell)}\\cell" for cell in row) + "\\row\n"
            for row in article.table.rows
        )  # fmt: skip
    day = article.published
    info = f"{{\\info{{\\title {escaped(article.title)}}}{{\\author {article.author}}}"
    info += f"{{\\creatim\\yr{day.year}\\mo{day.month}\\dy{day.day}}}}}"
    return f"{{\\rtf1\\ansi\\deff0{{\\fonttbl{{\\f0 Arial;}}}}{info}\\f0 {body}{table}\\par}}".encode(
        "latin-1"
    )


def as_feed(*articles: Article, atom: bool = False) -> bytes:
    def entry(one: Article) -> str:
        body = escape("".join(f"<p>{escape(text)}</p>" for text in one.paragraphs))
        if atom:
            return (
                f"<entry><title>{escape(one.title)}</title><link href='{one.url}'/><id>{one.url}</id>"
                f"<published>{one.published}T09:30:00Z</published><author><name>{one.author}</name></author>"
                f"<content type='html'>{body}</content></entry>"
            )
        return (
            f"<item><title>{escape(one.title)}</title><link>{one.url}</link>"
            f"<pubDate>Tue, {one.published:%d %b %Y} 23:30:00 -0500</pubDate>"
            f"<description>{body}</description></item>"
        )

    entries = "".join(map(entry, articles))
    if atom:
        return (
            "<?xml version='1.0' encoding='utf-8'?><feed xmlns='http://www.w3.org/2005/Atom'>"
            f"<title>{articles[0].publisher}</title>{entries}</feed>"
        ).encode()
    channel = f"<title>{articles[0].publisher}</title><link>https://ledger.example</link>"
    return f"<?xml version='1.0'?><rss version='2.0'><channel>{channel}{entries}</channel></rss>".encode()


def as_csv(*articles: Article, separator: str = ",", encoding: str = "utf-8") -> bytes:
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=separator)
    writer.writerow(["ID", "Title", "Text", "Published", "Publisher", "clicks"])
    for number, one in enumerate(articles, start=1):
        writer.writerow([f"n{number}", one.title, _told(one), one.published, one.publisher, 17])
    return stream.getvalue().encode(encoding)


def as_jsonl(*articles: Article) -> bytes:
    lines = [
        {"id": f"n{number}", "title": one.title, "text": _told(one), "published": str(one.published)}
        for number, one in enumerate(articles, start=1)
    ]
    return "".join(json.dumps(line) + "\n" for line in lines).encode()


#: A table under two rows of headings, of which the upper ones stand over two columns each.
GROUPED = (
    ("Country", "Exports", "", "Imports", ""),
    ("", "Feb 2024", "Mar 2024", "Feb 2024", "Mar 2024"),
    ("France", "9.8", "10.1", "5.9", "6.0"),
    ("China", "7.7", "7.5", "12.4", "12.9"),
)
CAPTION = "Germany: foreign trade by partner, € bn"


def grouped_html() -> bytes:
    upper, lower, *rows = GROUPED
    head = f"<tr><th rowspan=2>{upper[0]}</th>" + "".join(f"<th colspan=2>{upper[at]}</th>" for at in (1, 3))
    head += "</tr><tr>" + "".join(f"<th>{cell}</th>" for cell in lower[1:]) + "</tr>"
    body = "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
    table = f"<table><caption>{CAPTION}</caption><thead>{head}</thead><tbody>{body}</tbody></table>"
    page = f"<h1>Trade</h1><p>The office told it today.</p>{table}"
    return f"<html><body><main>{page}</main></body></html>".encode()


def grouped_docx() -> bytes:
    from docx import Document

    document = Document()
    document.add_paragraph(CAPTION)
    table = document.add_table(len(GROUPED), len(GROUPED[0]))
    for cells, row in zip(table.rows, GROUPED, strict=True):
        for cell, words in zip(cells.cells, row, strict=True):
            cell.text = words
    for first, last in (((0, 0), (1, 0)), ((0, 1), (0, 2)), ((0, 3), (0, 4))):
        table.cell(*first).merge(table.cell(*last))
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


#: The same with three columns under each of the upper headings, and figures of months.
QUARTERS = (
    ("Goods", "2023", "", "", "2024", "", ""),
    ("", "Jan", "Feb", "Mar", "Jan", "Feb", "Mar"),
    ("Machinery", "1,040", "980", "1,012", "631", "640", "655"),
    ("Chips", "12", "15", "–", "9", "11", "10"),
)


def grouped_pdf(rows: tuple[tuple[str, ...], ...] = GROUPED, caption: str = CAPTION) -> bytes:
    from reportlab.lib.styles import getSampleStyleSheet
    from reportlab.platypus import Paragraph, SimpleDocTemplate
    from reportlab.platypus import Table as PdfTable

    _register_font()
    style = getSampleStyleSheet()["Normal"]
    style.fontName = "DejaVu"
    table = PdfTable([list(row) for row in rows], hAlign="LEFT")
    heads = [at for at, head in enumerate(rows[0]) if head]
    ends = [*(at - 1 for at in heads[1:]), len(rows[0]) - 1]
    spans = [("SPAN", (at, 0), (end, 0)) for at, end in zip(heads[1:], ends[1:], strict=True)]
    spans += [("SPAN", (0, 0), (0, 1))]
    looks = [("ALIGN", (1, 0), (-1, 1), "CENTER"), ("ALIGN", (1, 2), (-1, -1), "RIGHT")]
    table.setStyle(
        [("FONT", (0, 0), (-1, -1), "DejaVu", 10), ("VALIGN", (0, 0), (0, 1), "MIDDLE"), *spans, *looks]
    )
    stream = io.BytesIO()
    SimpleDocTemplate(stream, invariant=1).build([Paragraph(caption, style), table])
    return stream.getvalue()


def _told(article: Article) -> str:
    return "\n\n".join([article.title, *article.paragraphs])


def as_zip(files: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def as_page_file(article: Article) -> bytes:
    """A page as a browser saves it in one file (.mhtml)."""
    message = EmailMessage()
    message["Subject"] = article.title
    message["Snapshot-Content-Location"] = article.url
    message.set_content(as_html(article).decode(), subtype="html")
    message.add_related(b"\x89PNG\r\n", "image", "png")
    return message.as_bytes()


def _aligned(table: Table) -> str:
    widths = [max(len(row[at]) for row in table.rows) + 3 for at in range(len(table.rows[0]))]
    return "\n".join(
        row[0].ljust(widths[0])
        + "".join(cell.rjust(width) for cell, width in zip(row[1:], widths[1:], strict=True))
        for row in table.rows
    )
