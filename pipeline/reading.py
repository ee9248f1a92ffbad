"""Sources -> readings: each document with the facts that were read from it, by one process or many.

The main process cuts the input into chunks of raw bytes; decoding and extraction are done where the engine
has it done. The order of the readings is that of the input.
"""

from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import NamedTuple, TypeVar

from documents import PACKINGS, Found, Raw, Refusal, Seen, cut, find, parse, read_all
from pipeline.engines import Lost, in_order, jobs_for, one_by_one
from schemas.records import Document, Fact, Reading

Made = TypeVar("Made")

#: Files of object storage up to so many bytes are fetched by the workers, many at once; larger ones would
#: fill a worker's memory, so they are cut here, and packed ones are larger than they look.
FETCHED_BYTES = 2_000_000
_PACKED = 4
#: Storage that is of one process or one machine, though it has the look of another's.
_NEAR = ("memory:", "file:", "local:")


class Unread(NamedTuple):
    """A file that whoever works on it opens by itself, since it is the same from everywhere."""

    found: Found
    published: date | None
    #: Bytes of the file as it is stored.
    size: int

    @property
    def name(self) -> str:
        """What a refusal calls the file."""
        return self.found.file.name


#: A document, a file of them, or the refusal of what could not be read.
Item = Raw | Unread | Refusal

#: A stretch of the input, in order.
Chunk = list[Made]

#: A chunk ends behind this many bytes: small enough to be held a few times for each worker, large enough
#: that sending it costs little.
CHUNK_BYTES = 128 * 1024
_MOST_ITEMS = 1000


def read_facts(sources: Iterable[str | Path], published: date | None = None) -> Iterator[Reading | Refusal]:
    """Yield a reading of every document of the sources, and a Refusal for each that cannot be read.

    `published` is the date of the documents that bring none of their own. All is done in this process.
    """
    for item in read_all(sources, published):
        yield item if isinstance(item, Refusal) else read_one(item)


def extract(document: Document) -> list[Fact]:
    """Return the facts of a document. The extractor is imported by the process that needs it."""
    from extraction import extract as extract_facts

    return extract_facts(document)


def read_one(document: Document) -> Reading | Refusal:
    """Return a document with its facts, or its refusal where the extractor failed on it."""
    try:
        return Reading(document, tuple(extract(document)))
    except Exception as error:  # a fault of ours in one text is no reason to lose a thousand others
        reason = f"the extractor failed on it, which is a fault in Tradefacts ({error!r}); please report it"
        return Refusal(name_of(document), reason)


def read_raw(item: Raw | Refusal) -> Reading | Refusal:
    """Return a raw document with its facts, or why it has none."""
    document = parse(item) if isinstance(item, Raw) else item
    return document if isinstance(document, Refusal) else read_one(document)


def read_each(documents: list[Document]) -> list[Reading | Refusal]:
    """Return each document with its facts."""
    return [read_one(document) for document in documents]


def readings(
    sources: Iterable[str | Path],
    published: date | None = None,
    *,
    work: Callable[[list[Document]], list[Made]],
    jobs: int | None = None,
    read: Callable[[int], None] = lambda _: None,
) -> Generator[Made | Refusal, None, None]:
    """Yield what `work` makes of the documents, in order, and a Refusal for each that cannot be read.

    It is done in `jobs` processes, by default as many as there are cores; `work` is a function that can be
    pickled, from the documents of a chunk to one item for each. `read` is told how many bytes of the input
    are done with. An id stands for one document: the item of a second one is left out for its refusal.
    """
    seen = Seen()
    in_worker = partial(_made, work)
    with closing(in_order(in_worker, chunks(items(sources, published)), jobs_for(jobs))) as results:
        for result in results:
            for made, size in _retried(in_worker, result) if isinstance(result, Lost) else [result]:
                for one in made:
                    yield one if isinstance(one, Refusal) else seen.again(*one[:2]) or one[2]
                read(size)


def items(sources: Iterable[str | Path], published: date | None = None) -> Iterator[Item]:
    """Yield every document of the sources undecoded, but small files of object storage as they are found."""
    for source in sources:
        for found in find(source):
            if isinstance(found, Refusal):
                yield found
            elif size := _fetched_by_workers(found):
                yield Unread(found, published, size)
            else:
                yield from cut(found, published)


def opened(chunk: Iterable[Item]) -> Iterator[Raw | Refusal]:
    """Yield the documents of items, those of a file by opening it."""
    for item in chunk:
        if isinstance(item, Unread):
            yield from cut(item.found, item.published)
        else:
            yield item


def _fetched_by_workers(found: Found) -> int:
    """Return the size of a file that workers fetch by themselves, or 0 for one that is cut here."""
    name = found.file.name
    storage = name.rpartition("::")[2]  # zip://a.txt::s3://bucket/a.zip is read from s3
    if "://" not in storage or storage.startswith(_NEAR):
        return 0
    try:
        size = found.file.state().size or 0
    except OSError:
        return 0  # it is refused where it is opened
    most = FETCHED_BYTES // _PACKED if name.endswith(tuple(PACKINGS)) else FETCHED_BYTES
    return size if size <= most else 0


def chunks(stream: Iterable[Item]) -> Iterator[Chunk]:
    """Cut the input into chunks; where they end depends on the input alone."""
    chunk: Chunk = []
    size = 0
    for item in stream:
        chunk.append(item)
        size += len(item.data) if isinstance(item, Raw) else item.size if isinstance(item, Unread) else 0
        if size >= CHUNK_BYTES or len(chunk) >= _MOST_ITEMS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def name_of(document: Document) -> str:
    """Return what a refusal calls a document: its file, and its id where the file's name is another."""
    if document.source is None:
        return document.document_id
    if Path(document.source).stem == document.document_id:
        return document.source
    return f"{document.source}, id {document.document_id!r}"


def _made(
    work: Callable[[list[Document]], list[Made]], chunk: Chunk
) -> tuple[list[tuple[str, str, Made] | Refusal], int]:
    """Be the work of a worker: what is made of each document, behind its name and its id; the bytes read."""
    raw = list(opened(chunk))
    parsed = [parse(one) if isinstance(one, Raw) else one for one in raw]
    done = iter(work([one for one in parsed if isinstance(one, Document)]))
    made = [
        one if isinstance(one, Refusal) else (origin.name, one.document_id, next(done))
        for origin, one in zip(raw, parsed, strict=True)
    ]
    return made, sum(one.size for one in raw if isinstance(one, Raw))


def _retried(
    work: Callable[[Chunk], tuple[list[tuple[str, str, Made] | Refusal], int]], lost: Lost[Chunk]
) -> Iterator[tuple[list[tuple[str, str, Made] | Refusal], int]]:
    """Read each item alone where a chunk was lost, and refuse the one that is to blame."""
    for result in one_by_one(work, lost):
        if isinstance(result, Lost):
            (item,) = result.task
            yield [Refusal(item.name, result.reason)], 0 if isinstance(item, Refusal) else item.size
        else:
            yield result
