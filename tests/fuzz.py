"""Files of every kind, damaged at random: each gives documents or a refusal, in time, and leaves nothing.

    python tests/fuzz.py 10000 [FIRST]

The damage of a file follows from its number, so that a fault can be looked at again.
"""

import io
import os
import random
import sys
import tempfile
import time
import zipfile
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import real_files as made
from rich.progress import track
from test_bad_input import BAD
from test_formats import ARTICLE, WHOLE

from documents import Refusal, read_all
from extraction import extract
from schemas.records import Document

#: No file may take longer: the limit for its reader, and what starting another one takes.
SECONDS = 30
_TOKENS = (
    b"<", b">", b"&#x110000;", b"<table>", b"</p>", b"<!--", b"]]>", b"\\'", b"{\\*", b"\\u-99999?", b"}",
    b"\0", b"\xff\xfe", b"\xed\xa0\x80", b"%PDF-1.7", b"stream\n", b"endobj", b"<< /Length -1 >>",
    b"PK\x03\x04", b"PK\x05\x06", b"\r\n\r\n", b"--", b"=?utf-8?b?", b"http://[", b'"', b",,,,",
    b"Content-Type: text/html; charset=x",
    b"\t", b'{"id": 1e999}', b"\x1b", b"9" * 400, b"(" * 300, b"A" * 5000,
)  # fmt: skip


def originals() -> list[tuple[str, bytes]]:
    """Return the files that are damaged, by their endings; each kind that is read stands ten times."""
    whole = [(ending, write(ARTICLE)) for ending, write in WHOLE.items()]
    several = {
        "eml": made.as_mail(ARTICLE, html=True, attached={"a.docx": made.as_docx(ARTICLE)}),
        "rss": made.as_feed(ARTICLE, ARTICLE),
        "atom": made.as_feed(ARTICLE, atom=True),
        "csv": made.as_csv(ARTICLE, ARTICLE),
        "jsonl": made.as_jsonl(ARTICLE, ARTICLE),
        "zip": made.as_zip({"a.html": made.as_html(ARTICLE), "b.pdf": made.as_pdf(ARTICLE, columns=2)}),
    }
    bad = [(Path(name).suffix[1:], data()) for name, data, _ in BAD.values()]
    return 10 * [*whole, *several.items()] + [(ending, data) for ending, data in bad if len(data) < 100_000]


def damaged(number: int, files: list[tuple[str, bytes]]) -> tuple[str, bytes]:
    """Return the ending and the bytes of a damaged file; what is packed is damaged within."""
    chance = random.Random(number)
    ending, data = chance.choice(files)
    if chance.random() < 0.8 and (members := _members(data)):
        data = _struck_within(members, chance, files)
    else:
        data = _struck_often(data, chance, files)
    if chance.random() < 0.05:
        ending = chance.choice(files)[0]
    return ending, data


def _members(data: bytes) -> dict[str, bytes]:
    """Return the files in an archive; none where it is no archive, or not a whole one."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return {name: archive.read(name) for name in archive.namelist()}
    except (zipfile.BadZipFile, RuntimeError):
        return {}


def _struck_within(members: dict[str, bytes], chance: random.Random, files: list[tuple[str, bytes]]) -> bytes:
    """Damage one of the files in an archive, in a Word file its text, and pack it again."""
    text = "word/document.xml"
    name = text if text in members else chance.choice(sorted(members))
    return made.as_zip({**members, name: _struck_often(members[name], chance, files)})


def _struck_often(data: bytes, chance: random.Random, files: list[tuple[str, bytes]]) -> bytes:
    for _ in range(chance.choice((1, 1, 2, 3, 8, 30))):
        data = _struck(data, chance, files)
    return data


def _struck(data: bytes, chance: random.Random, files: list[tuple[str, bytes]]) -> bytes:
    at = chance.randrange(len(data) + 1)
    to = min(len(data), at + chance.choice((1, 2, 16, 300, 5000)))
    match chance.randrange(7):
        case 0:
            return data[:at]
        case 1:
            return data[:at] + data[to:]
        case 2:
            return data[:to] + data[at:]
        case 3:
            return data[:at] + chance.choice(_TOKENS) + data[at:]
        case 4:
            return data[:at] + chance.randbytes(to - at) + data[to:]
        case 5:
            return data[:at] + chance.choice(files)[1][: chance.choice((50, 5000))] + data[at:]
        case _:
            return data[:at] + bytes(byte ^ (1 << chance.randrange(8)) for byte in data[at:to]) + data[to:]


def tried(numbers: range, folder: Path) -> Iterator[str]:
    """Read each damaged file, and yield what it gave: `read`, or why it was refused. Raises for a fault."""
    random.seed(0)  # e-mails are divided by lines that are drawn
    files = originals()
    for number in numbers:
        ending, data = damaged(number, files)
        path = folder / f"{number}.{ending}"
        path.write_bytes(data)
        started = time.monotonic()
        found = list(read_all([path]))
        taken = time.monotonic() - started
        assert found, f"{path.name} gave nothing"
        assert taken < SECONDS, f"{path.name} took {taken:.0f} s"
        for one in found:
            if isinstance(one, Document):
                for fact in extract(one):
                    assert one.text[fact.start : fact.end] == fact.quote, path.name
        path.unlink()
        assert not list(folder.iterdir()), f"{path.name} left {list(folder.iterdir())}"
        refusals = [one.reason for one in found if isinstance(one, Refusal)]
        yield refusals[0] if refusals else "read"


def main() -> None:
    count, first = int(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 0
    with tempfile.TemporaryDirectory() as folder:
        os.environ["TMPDIR"] = tempfile.tempdir = folder
        numbers = range(first, first + count)
        told = Counter(one[:90] for one in track(tried(numbers, Path(folder)), "Reading", count))
    for reason, times in told.most_common(30):
        print(f"{times:7,}  {reason}")


if __name__ == "__main__":
    main()
