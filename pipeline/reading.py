"""Sources -> readings: each document with the facts that were read from it, by one process or many.

The main process cuts the input into chunks of raw bytes; decoding and extraction are done where the engine
has it done. The order of the readings is that of the input.
"""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing
from datetime import date
from functools import partial
from pathlib import Path
from typing import TypeVar

from documents import Raw, Refusal, Seen, parse, raw_all, read_all
from extraction import extract
from pipeline.engines import Lost, in_order, jobs_for, one_by_one
from schemas.records import Document, Reading

Item = TypeVar("Item")

#: A stretch of the input, in order; what could not be read has its refusal in its place.
Chunk = list[Raw | Refusal]

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
    work: Callable[[list[Document]], list[Item]],
    jobs: int | None = None,
    read: Callable[[int], None] = lambda _: None,
) -> Iterator[Item | Refusal]:
    """Yield what `work` makes of the documents, in order, and a Refusal for each that cannot be read.

    It is done in `jobs` processes, by default as many as there are cores; `work` is a function that can be
    pickled, from the documents of a chunk to one item for each. `read` is told how many bytes of the input
    are done with. An id stands for one document: the item of a second one is left out for its refusal.
    """
    seen = Seen()
    under_way: deque[Chunk] = deque()

    def tasks() -> Iterator[Chunk]:
        for chunk in chunks(raw_all(sources, published)):
            under_way.append(chunk)
            yield chunk

    in_worker = partial(_items, work)
    with closing(in_order(in_worker, tasks(), jobs_for(jobs))) as results:
        for result in results:
            chunk = under_way.popleft()
            done = _retried(in_worker, result) if isinstance(result, Lost) else result
            for raw, one in zip(chunk, done, strict=True):
                yield one if isinstance(one, Refusal) else seen.again(raw.name, one[0]) or one[1]
            read(size_of(chunk))


def chunks(items: Iterable[Raw | Refusal]) -> Iterator[Chunk]:
    """Cut the input into chunks; where they end depends on the input alone."""
    chunk: Chunk = []
    size = 0
    for item in items:
        chunk.append(item)
        size += len(item.data) if isinstance(item, Raw) else 0
        if size >= CHUNK_BYTES or len(chunk) >= _MOST_ITEMS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


def size_of(chunk: Chunk) -> int:
    """Return how many bytes of the input a chunk is."""
    return sum(item.size for item in chunk if isinstance(item, Raw))


def name_of(document: Document) -> str:
    """Return what a refusal calls a document: its file, and its id where the file's name is another."""
    if document.source is None:
        return document.document_id
    if Path(document.source).stem == document.document_id:
        return document.source
    return f"{document.source}, id {document.document_id!r}"


def _items(work: Callable[[list[Document]], list[Item]], chunk: Chunk) -> list[tuple[str, Item] | Refusal]:
    """Be the work of a worker: return an item with its document's id for each that can be read."""
    parsed = [parse(raw) if isinstance(raw, Raw) else raw for raw in chunk]
    done = iter(work([one for one in parsed if isinstance(one, Document)]))
    return [one if isinstance(one, Refusal) else (one.document_id, next(done)) for one in parsed]


def _retried(
    work: Callable[[Chunk], list[tuple[str, Item] | Refusal]], lost: Lost[Chunk]
) -> Iterator[tuple[str, Item] | Refusal]:
    """Read each document alone where a chunk was lost, and refuse the one that is to blame."""
    for result in one_by_one(work, lost):
        if isinstance(result, Lost):
            yield Refusal(result.task[0].name, result.reason)
        else:
            yield from result
