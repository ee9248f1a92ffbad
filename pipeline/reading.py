"""Sources -> readings: each document with the facts that were read from it."""

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from documents import Refusal, read_all
from extraction import extract
from schemas.records import Reading


def read_facts(sources: Iterable[str | Path], published: date | None = None) -> Iterator[Reading | Refusal]:
    """Yield a reading of every document of the sources, and a Refusal for each that cannot be read.

    `published` is the date of the documents that bring none of their own.
    """
    for item in read_all(sources, published):
        yield item if isinstance(item, Refusal) else Reading(item, tuple(extract(item)))
