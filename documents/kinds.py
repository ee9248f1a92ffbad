"""What a file is: by its first bytes where they tell, otherwise by the ending of its name."""

import io
import re
import zipfile

from documents.errors import DocumentError

#: Which kind of file it is, by the ending of its name.
ENDINGS = {
    ".txt": "text",
    ".text": "text",
    ".md": "text",
    ".markdown": "text",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".mhtml": "mhtml",
    ".mht": "mhtml",
    ".pdf": "pdf",
    ".docx": "docx",
    ".rtf": "rtf",
    ".eml": "mail",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
    ".csv": "csv",
    ".tsv": "csv",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".parquet": "parquet",
    ".pq": "parquet",
    ".zip": "zip",
}

#: The kinds that are one document a file, but for e-mails and feeds: they may have a record beside them.
WHOLE = frozenset(ENDINGS.values()) - {"csv", "jsonl", "parquet", "zip"}

_ZIP = b"PK\x03\x04"
_PICTURES = {
    b"\x89PNG": "PNG",
    b"\xff\xd8\xff": "JPEG",
    b"GIF8": "GIF",
    b"II*\0": "TIFF",
    b"MM\0*": "TIFF",
    b"RIFF": "WebP",
}
_ARCHIVES = {
    b"7z\xbc\xaf": "7z",
    b"Rar!": "RAR",
    b"\x1f\x8b": "gzip",
    b"\x28\xb5\x2f\xfd": "zstd",
    b"BZh": "bzip2",
}
_OLD_OFFICE = b"\xd0\xcf\x11\xe0"
#: What a zip of an office program holds, and how its text is had.
_OFFICE = {
    "word/document.xml": "docx",
    "xl/workbook.xml": "it is an Excel workbook; save the sheet as a web page, or its texts as CSV",
    "ppt/presentation.xml": "it is a PowerPoint file; save it as PDF",
    "content.xml": "it is an OpenDocument file; save it as .docx or PDF",
    "META-INF/container.xml": "it is an e-book; save its text as .txt or .html",
}  # fmt: skip
_WHAT = {"pdf": "PDF", "docx": "Word file (.docx)", "rtf": "RTF file"}
_MARKUP = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,500}?-->\s*)?<(?:!doctype html|html|head|body)\b", re.I | re.S
)
_MAGIC_WITHIN = 1024


def kind_of(name: str, data: bytes, told: str, *, is_named: bool) -> str:
    """Return the kind of a file's bytes; `told` is that of its name, which `is_named` if it has an ending.

    Raises DocumentError for a file that is of no kind that is read, or of another than its name tells.
    """
    head = data[:_MAGIC_WITHIN]
    if b"%PDF-" in head:
        return "pdf"
    if head.startswith(_ZIP):
        return _kind_of_zip(name, data)
    if head.startswith(b"{\\rtf"):
        return "rtf"
    _refuse_binary(name, head)
    if told in _WHAT:
        raise DocumentError(name, f"it is no {_WHAT[told]}, though its name says so; save it again as one")
    if told == "text" and not is_named and _MARKUP.match(head):
        return "html"
    return told


def _kind_of_zip(name: str, data: bytes) -> str:
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = set(archive.namelist())
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise DocumentError(name, "it is a damaged Word file or zip archive; get it again, whole") from None
    for member, kind in _OFFICE.items():
        if member in names:
            if kind in ENDINGS.values():
                return kind
            raise DocumentError(name, kind)
    return "zip"


def _refuse_binary(name: str, head: bytes) -> None:
    """Refuse what is known to hold no text."""
    for magic, picture in _PICTURES.items():
        if head.startswith(magic):
            raise DocumentError(
                name, f"it is a picture ({picture}), whatever its name says; give the text that it shows"
            )
    for magic, archive in _ARCHIVES.items():
        if head.startswith(magic):
            raise DocumentError(
                name, f"it is compressed ({archive}), which its name does not say; unpack it, or give a .zip"
            )
    if head.startswith(_OLD_OFFICE):
        raise DocumentError(
            name,
            "it is an old Office file (.doc, .xls, .msg), or one that is locked by a password; "
            "save it as .docx without a password",
        )
