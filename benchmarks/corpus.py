"""A seed -> news: texts of any size, of three kinds, byte for byte the same for the same seed and size.

    python -m benchmarks.corpus --size 10MB --profile news --seed 1 > corpus.jsonl

`news` is as dense in numbers as real wire news on trade, `dense` as the release of a statistical office;
`quiet` tells hardly a number, so that one can wait until a gigabyte of it is read. An article depends on its
seed and its number alone, so that a corpus of a gigabyte is never held.

What the kinds are like, beside 400 real wire stories on trade of 1987 (no text of which is used):

                                                      news    dense    real
    characters an article, on average                1,230    1,275   1,170
    words a sentence, mean and standard deviation    20, 9    20, 7  22, 12
    sentences with a digit                            39 %     82 %    39 %
    its deciles over articles: 1st, 5th, 9th      0, 40, 74  64, 86, 100  6, 40, 78
    runs of digits in 1,000 characters                   8       29      12
    facts that the extractor finds in as many          4.7     16.6     4.1
    different words among the first 50,000           5,730    5,010   5,880
    time that the extractor takes for a character     1.06     1.64       1
"""

import argparse
import json
import sys
from collections.abc import Iterator
from itertools import count
from typing import IO

from benchmarks.article import PROFILES, Article, written
from documents.building import Told, build, record_of
from schemas.records import Document

_UNITS = {"B": 1, "kB": 1000, "MB": 1_000_000, "GB": 1_000_000_000}


def articles(profile: str = "news", seed: int = 1) -> Iterator[Article]:
    """Yield articles without end; KeyError where there is no such profile."""
    kind = PROFILES[profile]
    return (written(kind, f"{profile}/{seed}/{number}", number) for number in count())


#: What stands between two articles of one text.
_BETWEEN = "\n\n"


def text_of(size: int, profile: str = "news", seed: int = 1) -> str:
    """Return one text of exactly `size` characters: articles one behind the other, the last one cut."""
    parts: list[str] = []
    length = -len(_BETWEEN)
    for article in articles(profile, seed):
        parts.append(article.text)
        length += len(_BETWEEN) + len(article.text)
        if length >= size:
            return _BETWEEN.join(parts)[:size]
    raise AssertionError("articles never end")


def documents(size: int, profile: str = "news", seed: int = 1) -> list[Document]:
    """Return documents of at least `size` characters together, as the extractor takes them."""
    made: list[Document] = []
    length = 0
    for article in articles(profile, seed):
        told = record_of(article.id, article._asdict())
        made.append(build(article.id, article.id, article.text, Told(given=told)))
        length += len(article.text)
        if length >= size:
            return made
    raise AssertionError("articles never end")


def as_line(document: Document) -> bytes:
    """Return a document as its line of JSONL."""
    told = {name: getattr(document, name) for name in ("text", "title", "publisher", "published")}
    return json.dumps({"id": document.document_id, **told}, ensure_ascii=False, default=str).encode() + b"\n"


def lines(size: int, profile: str = "news", seed: int = 1) -> Iterator[bytes]:
    """Yield lines of JSONL until they have `size` bytes or, by the last one, a little more."""
    length = 0
    for article in articles(profile, seed):
        line = json.dumps(article._asdict(), ensure_ascii=False).encode() + b"\n"
        yield line
        length += len(line)
        if length >= size:
            return


def write(stream: IO[bytes], size: int, profile: str = "news", seed: int = 1) -> int:
    """Write a corpus in JSONL; return how many articles it has."""
    return sum(1 for line in lines(size, profile, seed) if stream.write(line))


def size_of(told: str) -> int:
    """Return the bytes of `10MB`, `1.5GB` or `2000`; ValueError where it is no size.

    >>> size_of("1.5kB")
    1500
    """
    unit = next((unit for unit in ("kB", "MB", "GB", "B") if told.endswith(unit)), "")
    return round(float(told.removesuffix(unit)) * _UNITS[unit or "B"])


def main() -> None:
    """Write a corpus to standard output."""
    options = argparse.ArgumentParser(description="Write articles in JSONL.")
    options.add_argument("--size", type=size_of, default=size_of("1MB"), help="at least so much: 10MB, 1GB")
    options.add_argument("--profile", choices=PROFILES, default="news")
    options.add_argument("--seed", type=int, default=1)
    given = options.parse_args()
    write(sys.stdout.buffer, given.size, given.profile, given.seed)


if __name__ == "__main__":
    main()
