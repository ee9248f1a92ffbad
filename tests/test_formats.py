"""Files of every kind, made by the writers that others use: the same facts, each at its place."""

import io
import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import zip_longest
from pathlib import Path

import pytest
import real_files as made
from real_files import Article, Table

from documents import Refusal, read, read_all
from documents.formats.pdf.rows import Row, Run
from documents.formats.pdf.running import without_running
from extraction import extract
from schemas.records import Document, Fact
from schemas.vocabulary import PublishedBy, Section

ROOT = Path(__file__).parent.parent
DAY = date(2024, 3, 5)
ARTICLE = Article(
    "Turkish exports to Russia fall by a third",
    (
        "Turkey's exports to Russia fell by 33% in January to $670mn, official data showed on Tuesday, as "
        "banks grew wary of sanctions. Exports to the European Union rose 4.2% to €8.3bn.",
        "Imports from Russia were worth $3.6 billion last month, down from $4.1 billion a year earlier. The "
        "short-lived boom in re-exports of electronics has ended, said Mevlüt Çavuşoğlu.",
        "Washington added 18 firms to its entity list in December.",
    ),
    table=Table(
        "Turkey's exports by destination, USD million",
        (
            ("Destination", "2022", "2023"),
            ("Germany", "21,138", "21,093"),
            ("Russia", "9,342", "10,907"),
            ("Iraq", "13,750", "12,764"),
        ),
    ),
)
#: The writers of files that hold one document, by the ending of the file's name.
WHOLE: dict[str, Callable[[Article], bytes]] = {
    "txt": made.as_text,
    "md": made.as_markdown,
    "html": made.as_html,
    "mhtml": made.as_page_file,
    "pdf": made.as_pdf,
    "docx": made.as_docx,
    "rtf": made.as_rtf,
}
_SAID = (
    "quote value bound unit measure direction flow balance reporter partner period_start period_end "
    "baseline_period_start baseline_period_end baseline_value status role section"
).split()


def said(facts: list[Fact]) -> list[tuple[object, ...]]:
    """What facts say, without where they stand."""
    return [tuple(getattr(fact, name) for name in _SAID) for fact in facts]


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def one(path: Path, published: date | None = None) -> Document:
    (document,) = read(path, published)
    return document


def refusal(path: Path) -> str:
    (found,) = read_all([path])
    assert isinstance(found, Refusal)
    assert found.name == str(path)
    return found.reason


#: What the article says: quote, value, unit, flow, reporter, partner, the period's first day.
EXPECTED = [
    ("a third", 1 / 3, "ratio", "export", "TUR", "RUS", date(2024, 1, 1)),
    ("33%", 33.0, "percent", "export", "TUR", "RUS", date(2024, 1, 1)),
    ("$670mn", 670e6, "USD", "export", "TUR", "RUS", date(2024, 1, 1)),
    ("4.2%", 4.2, "percent", "export", "TUR", "EUU", date(2024, 1, 1)),
    ("€8.3bn", 8.3e9, "EUR", "export", "TUR", "EUU", date(2024, 1, 1)),
    ("$3.6 billion", 3.6e9, "USD", "import", "TUR", "RUS", date(2024, 2, 1)),
    ("$4.1 billion", 4.1e9, "USD", "import", "TUR", "RUS", date(2023, 2, 1)),
    ("18", 18.0, "count", None, None, None, date(2023, 12, 1)),
    ("21,138", 21_138e6, "USD", "export", "TUR", "DEU", date(2022, 1, 1)),
    ("21,093", 21_093e6, "USD", "export", "TUR", "DEU", date(2023, 1, 1)),
    ("9,342", 9_342e6, "USD", "export", "TUR", "RUS", date(2022, 1, 1)),
    ("10,907", 10_907e6, "USD", "export", "TUR", "RUS", date(2023, 1, 1)),
    ("13,750", 13_750e6, "USD", "export", "TUR", "IRQ", date(2022, 1, 1)),
    ("12,764", 12_764e6, "USD", "export", "TUR", "IRQ", date(2023, 1, 1)),
]


@pytest.mark.parametrize("ending", WHOLE)
def test_each_kind_of_file_gives_the_same_facts(tmp_path: Path, ending: str) -> None:
    document = one(written(tmp_path, f"a.{ending}", WHOLE[ending](ARTICLE)), DAY)
    facts = extract(document)
    found = [(f.quote, f.value, f.unit, f.flow, f.reporter, f.partner, f.period_start) for f in facts]
    assert found == EXPECTED
    assert document.title == ARTICLE.title
    assert document.document_id == "a"
    assert document.published == DAY
    headline = next(one for one in document.passages if one.section == Section.HEADLINE)
    assert document.text[headline.start : headline.end].strip(" #\n") == ARTICLE.title
    for fact in facts:
        assert document.text[fact.start : fact.end] == fact.quote


@pytest.mark.parametrize("number", range(5))
@pytest.mark.parametrize("ending", ["html", "pdf", "docx"])
def test_the_seeds_give_the_same_facts_in_every_format(tmp_path: Path, number: int, ending: str) -> None:
    path = sorted((ROOT / "seeds").glob("*.txt"))[number]
    seed = one(path)
    first, *rest = [line.strip() for line in seed.text.split("\n") if line.strip()]
    title = first if first == seed.title else ""
    body = tuple(rest if title else [first, *rest])
    article = Article(title, body, publisher=seed.publisher or "The Ledger", published=seed.published or DAY)
    found = one(written(tmp_path, f"seed.{ending}", WHOLE[ending](article)), seed.published)
    assert said(extract(found)) == said(extract(seed))


def test_what_a_page_says_of_itself(tmp_path: Path) -> None:
    document = one(written(tmp_path, "page.html", made.as_html(ARTICLE)))
    assert document.title == ARTICLE.title
    assert document.publisher == "The Daily Ledger"
    assert document.author == "Jane Doe"
    assert document.url == ARTICLE.url
    assert (document.published, document.published_by) == (DAY, PublishedBy.METADATA)
    for around in ("cookies", "most read", "rose 12%", "3,000 journalists", "99%", "7 million"):
        assert around not in document.text


def test_what_stands_at_the_head_of_markdown_is_told_of_it_and_not_said(tmp_path: Path) -> None:
    head = '---\ntitle: "Exports fall by 39%"\nauthor: Jane Doe\ndate: 2024-03-05\n---\n\n'
    document = one(written(tmp_path, "a.md", head.encode() + b"Exports of tea fell by 12% in January.\n"))
    assert (document.title, document.author, document.published) == ("Exports fall by 39%", "Jane Doe", DAY)
    assert {fact.quote: fact.section for fact in extract(document)}["12%"] == "body"
    assert document.passages[0].section == Section.BOILERPLATE
    assert document.text.startswith(head)


def test_a_caption_is_no_part_of_the_body(tmp_path: Path) -> None:
    article = replace(ARTICLE, caption="A ship with 4,000 tonnes of wheat leaves Mersin.")
    document = one(written(tmp_path, "page.html", made.as_html(article)))
    sections = {document.text[start:end].strip(): section for start, end, section in document.passages}
    assert sections[article.caption] == Section.CAPTION
    (fact,) = (fact for fact in extract(document) if fact.quote == "4,000 tonnes")
    assert (fact.section, fact.salience) == ("boilerplate", "low")


def test_a_record_beside_a_file_goes_before_what_the_file_says(tmp_path: Path) -> None:
    path = written(tmp_path, "page.html", made.as_html(ARTICLE))
    told = {"title": "Exports", "published": "2024-03-07", "author": "A Desk", "url": "https://x.example/a"}
    path.with_suffix(".meta.json").write_text(json.dumps(told))
    document = one(path)
    assert (document.title, document.author, document.url) == ("Exports", "A Desk", "https://x.example/a")
    assert (document.published, document.published_by) == (date(2024, 3, 7), PublishedBy.GIVEN)
    assert document.publisher == "The Daily Ledger"


def test_a_file_that_says_nothing_of_its_publication_has_the_day_it_was_written(tmp_path: Path) -> None:
    document = one(written(tmp_path, "report.docx", made.as_docx(ARTICLE)))
    assert (document.published, document.published_by) == (DAY, PublishedBy.FILE)
    assert document.notes == ("Its date, 5 March 2024, is the day on which its file was written.",)
    assert document.author == "Jane Doe"


LONG = replace(
    ARTICLE,
    table=None,
    paragraphs=tuple(
        f"In {year} the country's exports of machinery rose by {number}.5% to ${number + 20}.{number % 10} "
        "billion, the statistical institute said in its yearly review, because demand for textiles, "
        "refrigerators and automotive components from neighbouring countries had recovered faster than "
        "economists expected. Manufacturers nevertheless complained of long waiting times at customs and of "
        "freight that cost twice as much as before the pandemic."
        for number, year in enumerate(range(1960, 2020), start=1)
    ),
)  # fmt: skip


@pytest.mark.parametrize("columns", [1, 2])
def test_every_fact_of_a_pdf_is_on_the_page_that_shows_it(tmp_path: Path, columns: int) -> None:
    import pypdfium2

    path = written(tmp_path, "long.pdf", made.as_pdf(LONG, columns=columns))
    document = one(path, DAY)
    assert len(document.pages) > 3
    facts = [fact for fact in extract(document) if fact.quote.startswith("$")]
    assert len(facts) == len(LONG.paragraphs)
    pdf = pypdfium2.PdfDocument(path)
    shown = [page.get_textpage().get_text_range() for page in pdf]
    for fact in facts:
        assert fact.quote.split()[0] in shown[(document.page(fact.start) or 0) - 1]


@pytest.mark.parametrize("columns", [1, 2])
def test_a_pdf_reads_as_it_was_written(tmp_path: Path, columns: int) -> None:
    document = one(written(tmp_path, "long.pdf", made.as_pdf(LONG, columns=columns)), DAY)
    assert document.text.split("\n\n") == [LONG.title, *LONG.paragraphs]


def test_words_that_were_cut_at_line_ends_are_whole_again() -> None:
    from documents.formats.pdf.paragraphs import Hyphens

    hyphens = Hyphens(["the imported goods", "a short-lived boom", "dual or single", "they use it"])
    assert hyphens.joined("they were impor-", "ted by rail") == "they were imported by rail"
    assert hyphens.joined("it was short-", "lived") == "it was short-lived"
    assert hyphens.joined("dual-", "use goods") == "dual-use goods"
    assert hyphens.joined("manufac-", "tured goods") == "manufactured goods"
    assert hyphens.joined("from 2020-", "21 on") == "from 2020-21 on"
    assert hyphens.joined("EU-", "Turkey trade") == "EU-Turkey trade"
    assert hyphens.joined("exports", "fell") == "exports fell"
    assert hyphens.joined("an anti-", "dumping duty") == "an anti-dumping duty"


@pytest.mark.parametrize("kind", ["html", "docx", "pdf"])
def test_each_figure_of_a_table_stands_under_all_its_headings(tmp_path: Path, kind: str) -> None:
    data = {"html": made.grouped_html, "docx": made.grouped_docx, "pdf": made.grouped_pdf}[kind]()
    facts = extract(one(written(tmp_path, f"a.{kind}", data)))
    months = (date(2024, 2, 1), date(2024, 3, 1))
    assert [(f.quote, f.value, f.unit, f.flow, f.reporter, f.partner, f.period_start) for f in facts] == [
        (quote, float(quote) * 1e9, "EUR", flow, "DEU", partner, month)
        for partner, row in zip(("FRA", "CHN"), made.GROUPED[2:], strict=True)
        for quote, flow, month in zip(
            row[1:], ("export", "export", "import", "import"), months * 2, strict=True
        )
    ]


def test_a_heading_stands_over_all_columns_that_it_is_in_the_middle_of(tmp_path: Path) -> None:
    data = made.grouped_pdf(made.QUARTERS, "Turkey's exports to Russia, million dollars")
    facts = extract(one(written(tmp_path, "a.pdf", data)))
    machinery = [(f.quote, str(f.period_start)) for f in facts if f.indicator == "Machinery"]
    months = [f"{year}-{month}-01" for year in (2023, 2024) for month in ("01", "02", "03")]
    assert machinery == list(zip(made.QUARTERS[2][1:], months, strict=True))


@pytest.mark.parametrize("gap", [10, 14, 40])
def test_columns_are_read_one_behind_the_other_however_near_they_are(tmp_path: Path, gap: float) -> None:
    document = one(written(tmp_path, "long.pdf", made.as_pdf(LONG, columns=2, gap=gap)), DAY)
    assert document.text.split("\n\n") == [LONG.title, *LONG.paragraphs]


def test_the_last_row_of_a_table_is_no_running_foot() -> None:
    def row(base: float, *words: str) -> Row:
        runs = tuple(Run(told, 100.0 * at, 100.0 * at + 40, base, 10) for at, told in enumerate(words))
        return Row(runs, base, 10)

    names = dict(enumerate(("Tea", "Coal", "Steel", "Cars"), start=1))
    pages = [
        [row(700, "Review"), row(600, name), row(500, "Total", f"68{page}", f"66{page}"), row(50, f"{page}")]
        for page, name in names.items()
    ]
    left = [[one.text for one in rows] for rows in without_running(pages)]
    assert left == [[name, f"Total 68{page} 66{page}"] for page, name in names.items()]


def test_the_day_on_which_a_page_was_printed_says_nothing_of_it(tmp_path: Path) -> None:
    import pypdfium2

    path = written(tmp_path, "a.pdf", made.as_pdf(ARTICLE, creator="Mozilla/5.0 Chrome/130"))
    assert pypdfium2.PdfDocument(path).get_metadata_dict()["Creator"] == "Mozilla/5.0 Chrome/130"
    assert one(path).published is None


UNSAID = {
    "html": b"<p>Exports of tea rose to <s>$49</s> $39 million in 2023, <del>not</del> it told us.</p>"
    b'<p style="display: none">Imports rose by 7%.</p><p class="sr-only">Imports fell by 8%.</p>',
    "rtf": b"{\\rtf1\\ansi Exports of tea rose to {\\strike $49 }{\\deleted 9}$39 million in 2023"
    b"{\\v , or 7%}.\\par}",
}


@pytest.mark.parametrize("kind", UNSAID)
def test_what_was_struck_out_or_hidden_is_not_said(tmp_path: Path, kind: str) -> None:
    document = one(written(tmp_path, f"a.{kind}", UNSAID[kind]))
    assert [fact.quote for fact in extract(document)] == ["$39 million"]


def test_a_page_that_is_hidden_until_its_scripts_have_run_is_read(tmp_path: Path) -> None:
    page = made.as_html(ARTICLE).replace(b"<body>", b'<body style="visibility: hidden">')
    document = one(written(tmp_path, "a.html", page))
    assert "$670mn" in {fact.quote for fact in extract(document)}


def test_what_a_reviewer_struck_out_and_what_stands_in_a_box(tmp_path: Path) -> None:
    import docx
    from docx.oxml import parse_xml
    from docx.oxml.ns import nsdecls

    document = docx.Document()
    paragraph = document.add_paragraph("Exports of tea rose to ")
    paragraph.add_run("$49").font.strike = True
    paragraph.add_run("$39 million in 2023")
    box = "<w:txbxContent><w:p><w:r><w:t>24 firms were added to the list.</w:t></w:r></w:p></w:txbxContent>"
    space = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    paragraph._p.append(
        parse_xml(
            f"<w:r {nsdecls('w')} {space}><mc:AlternateContent><mc:Choice Requires='wps'>{box}</mc:Choice>"
            f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
        )
    )
    stream = io.BytesIO()
    document.save(stream)
    text = one(written(tmp_path, "a.docx", stream.getvalue())).text
    assert text == "Exports of tea rose to $39 million in 2023\n\n24 firms were added to the list."


@pytest.mark.parametrize("charset", ["iso-8859-1", "latin1", "windows-1252"])
def test_a_charset_is_what_browsers_take_it_for(tmp_path: Path, charset: str) -> None:
    text = "Exports fell by –39%, to €631 million, said the “ministry” on Friday, as banks grew wary of them."
    page = f'<html><head><meta charset="{charset}"></head><body><p>{text}</p></body></html>'
    assert one(written(tmp_path, "a.html", page.encode("cp1252"))).text == text


PAGE = (
    "<h1>Exports fall in the month</h1>{}<main><p>Exports fell by 39 per cent to $631 million in January, "
    "the institute said.</p><figure><table><tr><th>Goods</th><th>2022</th></tr><tr><td>Tea</td>"
    "<td>657</td></tr><tr><td>Coal</td><td>12</td></tr></table></figure><p>Related</p>"
    "<p>Exports of tea to Iran rise 55%</p><p>Imports from Russia rose by 4 per cent to $4.2 billion in "
    "the same month, the institute said.</p></main>"
    '<aside><time datetime="2021-05-12">May</time></aside>'
)


@pytest.mark.parametrize(
    ("head", "day", "by"),
    [
        ('<div class="meta"><span>8 February 2024</span></div>', date(2024, 2, 8), PublishedBy.DATELINE),
        ('<time datetime="2024-02-08">Thursday</time>', date(2024, 2, 8), PublishedBy.METADATA),
        ("", None, None),
        (
            '<link rel="canonical" href="https://a.example/this"><script type="application/ld+json">'
            '[{"@type": "NewsArticle", "headline": "Oil", "datePublished": "2021-01-01", "url": "https://x.eu"},'
            ' {"@type": "NewsArticle", "headline": "Exports fall in the month",'
            ' "datePublished": "2024-02-08", "url": "https://a.example/this"}]</script>',
            date(2024, 2, 8),
            PublishedBy.METADATA,
        ),
    ],
)
def test_a_page_tells_its_own_day_and_not_that_of_others(
    tmp_path: Path, head: str, day: date | None, by: PublishedBy | None
) -> None:
    title = "Exports fall in the month"
    page = f"<html><head><title>{title} | Site</title></head><body>{PAGE.format(head)}</body></html>"
    document = one(written(tmp_path, "a.html", page.encode()))
    assert (document.title, document.published, document.published_by) == (
        "Exports fall in the month",
        day,
        by,
    )
    assert "| Tea | 657 |" in document.text
    sections = {fact.quote: fact.section for fact in extract(document)}
    assert (sections["$4.2 billion"], sections.get("55%", "boilerplate")) == ("body", "boilerplate")


def test_a_feed_without_a_day_has_none(tmp_path: Path) -> None:
    feed = made.as_feed(ARTICLE).replace(b"Tue, 05 Mar 2024 23:30:00 -0500", b"10:15")
    assert one(written(tmp_path, "a.rss", feed)).published is None


def test_an_earlier_message_in_an_email_is_none_of_its_body(tmp_path: Path) -> None:
    article = replace(ARTICLE, table=None, paragraphs=("Exports of tea rose 12% in 2023.", "> Coal rose 7%."))
    document = one(written(tmp_path, "mail.eml", made.as_mail(article)))
    assert {fact.quote: fact.section for fact in extract(document)}["12%"] == "body"
    assert [document.text[one.start : one.end].strip() for one in document.passages][-1] == "Coal rose 7%."
    assert document.passages[-1].section == Section.BOILERPLATE


def test_a_csv_of_excel_may_tell_its_separator_first(tmp_path: Path) -> None:
    data = b"sep=;\r\n" + made.as_csv(replace(ARTICLE, table=None), separator=";")
    assert one(written(tmp_path, "wire.csv", data)).document_id == "n1"


MARKED = (
    "Exports rose to $631 million{} in 2023, by 4.2%{}, the 5{} year of growth, said the ministry in Ankara. "
    "Of glass 12 km{} were sold, and imports came to 3,020{} tonnes of tea in the same year, it said."
)
MARKS = ("2", "[1]", "th", "2", "a, b")


def in_html() -> bytes:
    text = MARKED.format(*(f"<sup>{mark}</sup>" for mark in MARKS))
    return f"<html><body><p>{text}</p></body></html>".encode()


def in_pdf() -> bytes:
    text = MARKED.format(*(f"<super>{mark}</super>" for mark in MARKS))
    return made.as_pdf(replace(ARTICLE, title="", table=None, paragraphs=(text,)), markup=True)


def in_docx() -> bytes:
    import docx

    document = docx.Document()
    paragraph = document.add_paragraph()
    for words, mark in zip_longest(MARKED.split("{}"), MARKS, fillvalue=""):
        paragraph.add_run(words)
        paragraph.add_run(mark).font.superscript = True
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def in_rtf() -> bytes:
    text = MARKED.format("{\\super 2}", "\\super 1\\nosupersub ", "th", "{\\super 2}", "{\\super a}")
    return b"{\\rtf1\\ansi " + text.encode() + b"\\par}"


@pytest.mark.parametrize("kind", ["html", "pdf", "docx", "rtf"])
def test_the_mark_of_a_footnote_is_no_digit_of_a_figure(tmp_path: Path, kind: str) -> None:
    data = {"html": in_html, "pdf": in_pdf, "docx": in_docx, "rtf": in_rtf}[kind]()
    document = one(written(tmp_path, f"a.{kind}", data), DAY)
    assert MARKED.format("", "", "th", "²", "") in document.text
    assert {"$631 million", "4.2%", "3,020 tonnes"} <= {fact.quote for fact in extract(document)}


def test_an_email_is_read_with_what_is_attached_to_it(tmp_path: Path) -> None:
    attached = {
        "brief.pdf": made.as_pdf(ARTICLE),
        "logo.png": b"\x89PNG\r\n\x1a\n",
        "broken.docx": b"PK\x03\x04",
    }
    mail = replace(
        ARTICLE, title="Brief for Tuesday", table=None, paragraphs=("Exports of tea rose 12% in 2023.",)
    )
    path = written(tmp_path, "mail.eml", made.as_mail(mail, attached=attached))
    message, brief = read(path)
    assert (message.document_id, brief.document_id) == ("mail", "mail/brief.pdf")
    assert (message.title, message.author, message.published) == ("Brief for Tuesday", "Jane Doe", DAY)
    assert [fact.quote for fact in extract(message)] == ["12%"]
    assert "$670mn" in {fact.quote for fact in extract(brief)}


@pytest.mark.parametrize("html", [False, True])
def test_an_email_in_text_and_in_html_gives_the_same_facts(tmp_path: Path, html: bool) -> None:
    article = replace(ARTICLE, table=None)
    document = one(written(tmp_path, "mail.eml", made.as_mail(article, html=html)))
    facts = extract(document)
    assert {fact.quote for fact in facts} >= {"33%", "$670mn", "€8.3bn", "$3.6 billion", "18"}


@pytest.mark.parametrize("atom", [False, True])
def test_each_entry_of_a_feed_is_a_document(tmp_path: Path, atom: bool) -> None:
    other = replace(
        ARTICLE, title="Tea", paragraphs=("Exports of tea rose 12% in 2023.",), url="https://x.example/2"
    )
    path = written(tmp_path, "wire.xml", made.as_feed(ARTICLE, other, atom=atom))
    first, second = read(path)
    assert (first.document_id, second.document_id) == ("wire/entry 1", "wire/entry 2")
    assert (first.title, first.publisher, first.published) == (ARTICLE.title, "The Daily Ledger", DAY)
    assert (first.url, second.url) == (ARTICLE.url, other.url)
    assert [fact.quote for fact in extract(second)] == ["12%"]


@pytest.mark.parametrize(("separator", "encoding"), [(",", "utf-8"), (";", "utf-8-sig"), ("\t", "cp1254")])
def test_each_row_of_a_csv_is_a_document(tmp_path: Path, separator: str, encoding: str) -> None:
    data = made.as_csv(replace(ARTICLE, table=None), separator=separator, encoding=encoding)
    document = one(written(tmp_path, "wire.csv", data))
    assert (document.document_id, document.title, document.published) == ("n1", ARTICLE.title, DAY)
    assert "Mevlüt Çavuşoğlu" in document.text


def test_an_archive_holds_files_of_any_kind(tmp_path: Path) -> None:
    files = {
        "b/report.pdf": made.as_pdf(ARTICLE),
        "a.txt": made.as_text(ARTICLE),
        "a.meta.json": b'{"published": "2024-03-05"}',
        "wire.jsonl": made.as_jsonl(ARTICLE),
        "inner.zip": made.as_zip({"c.txt": b"Exports rose 5%."}),
        "logo.png": b"\x89PNG\r\n\x1a\n",
        "__MACOSX/a.txt": b"x",
    }
    path = written(tmp_path, "all.zip", made.as_zip(files))
    found = list(read_all([path]))
    ids = [one.document_id for one in found if isinstance(one, Document)]
    assert ids == ["a", "report", "n1"]
    (refused,) = (one for one in found if isinstance(one, Refusal))
    assert refused.name == f"{path}/inner.zip"
    (text, *_) = (one for one in found if isinstance(one, Document))
    assert (text.published, text.source) == (DAY, f"{path}/a.txt")


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("report.txt", made.as_pdf(ARTICLE)),
        ("report", made.as_docx(ARTICLE)),
        ("report", made.as_html(ARTICLE)),
        ("report.txt", made.as_rtf(ARTICLE)),
        ("report.pdf", made.as_docx(ARTICLE)),
    ],
)
def test_a_file_is_what_its_bytes_say(tmp_path: Path, name: str, data: bytes) -> None:
    document = one(written(tmp_path, name, data))
    assert document.title == ARTICLE.title
    assert {fact.quote for fact in extract(document)} >= {"33%", "$670mn"}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1254", "cp1252"])
def test_a_text_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    text = "“Exports fell 4%,” said Çavuşoğlu – a ‘blow’ to İzmir’s ports, worth €3bn.\n" * 5
    told = text.encode(encoding, "replace")
    document = one(written(tmp_path, "a.txt", told))
    if encoding != "cp1252":  # which has no Turkish letters
        assert document.text.removeprefix("\ufeff") == text
    assert {fact.quote for fact in extract(document)} == {"4%", "€3bn"}
    assert bool(document.notes) == encoding.startswith("cp")
