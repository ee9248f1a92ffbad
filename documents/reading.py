"""A file, a folder or standard input -> documents, one at a time."""

import os
import sys
from collections.abc import Callable, Iterable, Iterator
from datetime import date
from pathlib import Path

from documents.building import build
from documents.errors import DocumentError, Named, Refusal
from documents.jsonl import read_jsonl
from documents.text import decode, read_text
from schemas.records import Document

STANDARD_INPUT = "-"

Reader = Callable[[Path, date | None], Iterator[Named | Refusal]]

#: Which reader reads which kind of file, by the ending of its name.
READERS: dict[str, Reader] = {
    ".txt": read_text,
    ".text": read_text,
    ".md": read_text,
    ".markdown": read_text,
    ".jsonl": read_jsonl,
    ".ndjson": read_jsonl,
}


def read(source: str | Path, published: date | None = None) -> Iterator[Document]:
    """Yield the documents of a file, a folder (with its subfolders, in order) or `-`, standard input.

    `published` is the date of the documents that bring none of their own. Raises DocumentError at the
    first document that cannot be read; `read_all` goes on behind it.
    """
    for item in read_all([source], published):
        if isinstance(item, Refusal):
            raise DocumentError(item.name, item.reason)
        yield item


def read_all(sources: Iterable[str | Path], published: date | None = None) -> Iterator[Document | Refusal]:
    """Yield every document of the sources, and a Refusal in the place of each that cannot be read.

    An id stands for one document: a second one under the same id is refused.
    """
    seen: dict[str, str] = {}
    for source in sources:
        for item in _items(source, published):
            if isinstance(item, Refusal):
                yield item
            elif first := seen.get(item.document.document_id):
                yield Refusal(
                    item.name,
                    f"a document with the id {item.document.document_id!r} was read before it ({first}); "
                    "give one of them another id (a text file's id is its name without the ending)",
                )
            else:
                seen[item.document.document_id] = item.name
                yield item.document


def _items(source: str | Path, published: date | None) -> Iterator[Named | Refusal]:
    path = Path(source)
    if source == STANDARD_INPUT:
        yield from _guarded(path, _read_standard_input, published)
    elif path.is_dir():
        yield from _folder(path, published)
    elif (reader := READERS.get(path.suffix.lower())) or not path.suffix:
        yield from _guarded(path, reader or read_text, published)
    elif not path.exists():
        yield Refusal(str(path), "there is no such file or folder")
    else:
        yield Refusal(
            str(path), f"files that end in {path.suffix} are not read; give one of {', '.join(READERS)}"
        )


def _folder(folder: Path, published: date | None) -> Iterator[Named | Refusal]:
    """Yield the documents of a folder; hidden files and kinds that are not read are passed over."""
    found = False
    for path in _files(folder):
        if isinstance(path, Refusal):
            yield path
        elif reader := READERS.get(path.suffix.lower()):
            found = True
            yield from _guarded(path, reader, published)
    if not found:
        yield Refusal(str(folder), f"the folder holds no file that ends in {', '.join(READERS)}")


def _files(folder: Path) -> Iterator[Path | Refusal]:
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        yield from (Path(parent, name) for name in sorted(names) if not name.startswith("."))
    for error in unreadable:
        yield Refusal(str(error.filename), _reason(error))


def _guarded(path: Path, reader: Reader, published: date | None) -> Iterator[Named | Refusal]:
    """Yield what a reader yields, and a refusal where it cannot go on."""
    try:
        yield from reader(path, published)
    except DocumentError as error:
        yield error.refusal
    except OSError as error:
        yield Refusal(str(path), _reason(error))


def _reason(error: OSError) -> str:
    if isinstance(error, FileNotFoundError):
        return "there is no such file or folder"
    return f"it cannot be read ({error.strerror})"


def _read_standard_input(_path: Path, published: date | None) -> Iterator[Named]:
    text = decode("standard input", sys.stdin.buffer.read())
    yield Named("standard input", build("standard input", "stdin", text, published=published))
