"""Files that cannot be read: one sentence each, in little time and memory, and the others are read."""

import io
import multiprocessing
import os
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import real_files as made
from test_formats import ARTICLE

from documents import Refusal, read_all
from documents.formats import reader
from schemas.records import Document

BOMB = b"<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'ha'>" + b"".join(
    f"<!ENTITY {chr(98 + at)} '{f'&{chr(97 + at)};' * 10}'>".encode() for at in range(9)
) + b"]><rss version='2.0'><channel><title>&j;</title></channel></rss>"  # fmt: skip


def zip_bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for number in range(20):
            archive.writestr(f"{number}.txt", b"0" * 30_000_000)
    return stream.getvalue()


def one_long_member() -> bytes:
    return made.as_zip({"a.txt": b"0" * 30_000_000})


def broken_docx() -> bytes:
    return made.as_docx(ARTICLE)[:2000]


def docx_without_its_text() -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(made.as_docx(ARTICLE)))
    return made.as_zip({name: whole.read(name)[:200] for name in whole.namelist()})


def docx_bomb() -> bytes:
    whole = zipfile.ZipFile(io.BytesIO(made.as_docx(ARTICLE)))
    parts = {name: whole.read(name) for name in whole.namelist()}
    text = parts["word/document.xml"]
    parts["word/document.xml"] = text.replace(
        b"<w:document", BOMB[21 : BOMB.index(b"<rss")] + b"<w:document", 1
    )
    return made.as_zip(parts)


def locked_zip() -> bytes:
    data = bytearray(made.as_zip({"a.txt": b"Exports rose 5%."}))
    for mark, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + flags] |= 1
    return bytes(data)


#: What a file is, its name, its bytes, and what the refusal must say.
BAD: dict[str, tuple[str, Callable[[], bytes], str]] = {
    "a locked PDF": ("a.pdf", lambda: made.as_pdf(ARTICLE, password="x"), "locked by a password"),
    "a scan": ("a.pdf", made.as_scan, "without text (a scan?)"),
    "half a PDF": ("a.pdf", lambda: b"%PDF-1.7\n" + os.urandom(500), "broken PDF"),
    "a picture named .txt": ("a.txt", lambda: b"\x89PNG\r\n\x1a\n" + bytes(500), "picture (PNG)"),
    "an empty file": ("a.txt", lambda: b"", "empty"),
    "blanks": ("a.txt", lambda: b" \n \n", "its text is empty"),
    "bytes": ("a.txt", lambda: b"Exports \0\0\1\2", "NUL"),
    "a page made by scripts": (
        "a.html",
        lambda: b"<html><body><div id=app></div><script>x=1</script>",
        "without text",
    ),
    "an empty page": ("a.html", lambda: b"<!-- -->", "no web page"),
    "half a Word file": ("a.docx", broken_docx, "damaged Word file"),
    "a Word file of halves": ("a.docx", docx_without_its_text, "broken Word file"),
    "a Word file with entities": ("a.docx", docx_bomb, "far more than a document has"),
    "a Word file that is none": ("a.docx", lambda: b"Exports rose 5%.", "no Word file"),
    "an old Word file": (
        "a.doc.docx",
        lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500),
        "old Office file",
    ),
    "an Excel workbook": ("a.docx", lambda: made.as_zip({"xl/workbook.xml": b""}), "Excel workbook"),
    "a zip bomb": ("a.zip", zip_bomb, "more than 500 MB"),
    "a file that unpacks to zeros": ("a.zip", one_long_member, "hundreds of times its size"),
    "a locked archive": ("a.zip", locked_zip, "locked by a password"),
    "half an archive": ("a.zip", lambda: one_long_member()[:500], "damaged zip archive"),
    "an archive of pictures": (
        "a.zip",
        lambda: made.as_zip({"a.png": b"x"}),
        "no file of a kind that is read",
    ),
    "an XML bomb": ("a.xml", lambda: BOMB, "entities of its own"),
    "XML that is no feed": ("a.xml", lambda: b"<?xml version='1.0'?><data>5</data>", "no feed"),
    "a feed without texts": (
        "a.rss",
        lambda: b"<rss version='2.0'><channel></channel></rss>",
        "without texts",
    ),
    "no e-mail": ("a.eml", lambda: b"\n\nExports rose 5%.", "no e-mail"),
    "a CSV of figures": (
        "a.csv",
        lambda: b"country,2022\nTUR,5\n",
        'no column "text" (it has country, 2022)',
    ),
    "an RTF file without text": ("a.rtf", lambda: b"{\\rtf1\\ansi }", "without text"),
    "a kind that is not read": ("a.odt.txt", lambda: made.as_zip({"content.xml": b""}), "OpenDocument"),
}


@pytest.mark.parametrize("what", BAD)
def test_bad_input_is_refused_in_a_sentence_and_the_rest_is_read(tmp_path: Path, what: str) -> None:
    name, data, reason = BAD[what]
    (tmp_path / name).write_bytes(data())
    (tmp_path / "good.txt").write_text("Exports rose 5%.")
    found = list(read_all([tmp_path]))
    (refused,) = (one for one in found if isinstance(one, Refusal))
    assert reason in refused.reason
    assert refused.name.startswith(str(tmp_path / name))
    assert "Traceback" not in str(refused) and "\n" not in str(refused)
    assert [one.document_id for one in found if isinstance(one, Document)] == ["good"]


@pytest.mark.parametrize("ending", ["txt", "html", "pdf", "docx", "eml", "rtf", "xml", "zip"])
def test_a_file_of_two_gigabytes_is_refused_in_little_memory(tmp_path: Path, ending: str) -> None:
    path = tmp_path / f"long.{ending}"
    with path.open("wb") as stream:  # it takes no room on the disk
        stream.write(made.as_pdf(ARTICLE)[:8] if ending == "pdf" else b"Exports ")
        stream.truncate(2_000_000_000)
    (tmp_path / "good.txt").write_text("Exports rose 5%.")
    script = (
        "import resource, sys; from documents import read_all; found = list(read_all(sys.argv[1:]));"
        "print([str(one) if hasattr(one, 'reason') else one.document_id for one in found]);"
        "whose = (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN);"
        "print(sum(resource.getrusage(one).ru_maxrss for one in whose))"
    )
    # A process counts the memory of the one that it was forked from, and this one is large by now.
    small = "import subprocess, sys; sys.exit(subprocess.run([sys.executable, *sys.argv[1:]]).returncode)"
    done = subprocess.run(
        [sys.executable, "-c", small, "-c", script, path, tmp_path / "good.txt"],
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    told, held = done.stdout.splitlines()
    assert str(path) in told and "'good'" in told
    assert int(held) < 500_000


def test_a_reader_that_hangs_is_ended_and_the_next_file_gets_another(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TRADEFACTS_MAX_SECONDS", "1")
    monkeypatch.setattr(reader, "_STARTING", 2)
    reader.end_reader()
    monkeypatch.setenv("PYTHONPATH", f"{tmp_path}{os.pathsep}{os.environ.get('PYTHONPATH', '')}")
    (tmp_path / "sitecustomize.py").write_text(
        "import sys\n"
        "if '-m' in sys.orig_argv:\n"
        "    import documents.formats.making as making, time\n"
        "    making.make = lambda kind, data, sign: time.sleep(60)\n"
    )
    (tmp_path / "a.html").write_bytes(made.as_html(ARTICLE))
    (refused,) = read_all([tmp_path / "a.html"])
    assert isinstance(refused, Refusal)
    assert "longer than 1 seconds" in refused.reason or "no answer" in refused.reason
    (tmp_path / "sitecustomize.py").unlink()
    (document,) = read_all([tmp_path / "a.html"])
    assert isinstance(document, Document)


def test_a_process_that_was_forked_has_a_reader_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_bytes(made.as_html(ARTICLE))
    (before,) = read_all([tmp_path / "a.html"])
    with multiprocessing.get_context("fork").Pool(2) as pool:
        found = pool.map(_title, [tmp_path / "a.html"] * 8)
    assert found == [ARTICLE.title] * 8
    assert list(read_all([tmp_path / "a.html"])) == [before]


def test_a_folder_called_documents_is_in_nobodys_way(tmp_path: Path) -> None:
    (tmp_path / "documents").mkdir()
    (tmp_path / "documents" / "a.html").write_bytes(made.as_html(ARTICLE))
    command = [sys.executable, "-P", "-m", "tradefacts", "extract", "documents"]
    done = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, timeout=60)
    assert (done.returncode, done.stderr) == (0, "")
    assert "$670mn" in done.stdout


def _title(path: Path) -> str | None:
    (document,) = read_all([path])
    return document.title if isinstance(document, Document) else document.reason


def test_a_reader_has_no_more_memory_than_it_may(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TRADEFACTS_MAX_MEMORY_MB", "60")
    reader.end_reader()
    (tmp_path / "a.html").write_bytes(b"<html><body>" + b"<p>Exports rose 5% in May.</p>" * 500_000)
    (refused,) = read_all([tmp_path / "a.html"])
    assert isinstance(refused, Refusal)
    assert "TRADEFACTS_MAX_MEMORY_MB" in refused.reason
    monkeypatch.delenv("TRADEFACTS_MAX_MEMORY_MB")
    (tmp_path / "a.html").write_bytes(made.as_html(ARTICLE))
    (document,) = read_all([tmp_path / "a.html"])
    assert isinstance(document, Document)
