"""RTF: its text by striprtf, and what its information group says of it."""

import re
from collections.abc import Callable, Iterator
from datetime import date

from documents.errors import DocumentError
from documents.formats.made import Made, Maker, normal, raised
from documents.record import Record

_INFO = re.compile(r"\{\\(title|author) ([^{}]{1,500})\}")
_CREATED = re.compile(r"\\creatim\\yr(\d{4})\\mo(\d{1,2})\\dy(\d{1,2})")
_HEAD = 20_000
#: What was deleted, struck out or hidden.
_UNSAID = re.compile(r"\{\\(?:deleted|strike|v)\b(?!0)[^{}]{0,2000}\}")
#: What is raised, behind the word that it stands behind: `million{\super 2}`, `million\super 2\nosupersub`.
_SUPERSCRIPT = re.compile(r"(?<=([\w%]{2}))(\}?)\{?\\super ?([\w*]{1,3})(?:\\nosupersub ?|(?<!\\super)\})")
_ROW = re.compile(r"[^|\n]*(?:\|[^|\n]*)+\|?")


def make_rtf(data: bytes, sign: Callable[[], None]) -> Iterator[Made]:
    """Yield the text of an RTF file. Raises DocumentError for one without text."""
    from striprtf.striprtf import rtf_to_text

    source = _UNSAID.sub("", data.decode("latin-1"))
    source = _SUPERSCRIPT.sub(lambda match: match[2] + raised(match[3], match[1]), source)
    maker = Maker()
    rows: list[list[str]] = []
    for line in rtf_to_text(source, errors="ignore").split("\n"):
        if _ROW.fullmatch(line.strip()) and "|" in line:
            rows.append(line.strip().removesuffix("|").split("|"))
            continue
        _write_rows(rows, maker)
        rows = []
        maker.paragraph(line)
    _write_rows(rows, maker)
    made = maker.made()
    if not made.text:
        raise DocumentError("", "it is an RTF file without text; save it anew, or as text")
    told = {name: normal(value) for name, value in _INFO.findall(source[:_HEAD])}
    title = told.get("title")
    record = Record(title=title if title and title in made.text else None, author=told.get("author"))
    yield Made(made.text, record, _created(source[:_HEAD]))


def _write_rows(rows: list[list[str]], maker: Maker) -> None:
    if len(rows) > 1:
        maker.table(rows)
    else:
        for row in rows:
            maker.paragraph(" ".join(row))


def _created(head: str) -> date | None:
    match = _CREATED.search(head)
    try:
        return date(int(match[1]), int(match[2]), int(match[3])) if match else None
    except ValueError:
        return None
