"""Time over the length of one text: a straight line, whatever the text is."""

import argparse
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

from benchmarks.corpus import size_of, text_of
from benchmarks.timing import exponent, once
from extraction import extract
from schemas.records import Document

SIZES = (1000, 3000, 10_000, 30_000, 100_000, 300_000, 1_000_000, 3_000_000, 10_000_000)
HOSTILE_SIZES = (10_000, 100_000, 1_000_000)

#: No longer text is tried where one extraction took more seconds than that.
_LONGEST = 30

#: (characters, seed) -> a text so long.
Make = Callable[[int, int], str]

ORDINARY: dict[str, Make] = {
    "news": lambda size, seed: text_of(size, "news", seed),
    "dense": lambda size, seed: text_of(size, "dense", seed),
}
#: Texts that have made others backtrack.
HOSTILE: dict[str, Make] = {
    "digits": lambda size, _seed: _filled("1234567890", size),
    "commas": lambda size, _seed: _filled(",", size),
    "numbers with commas": lambda size, _seed: _filled("1,", size),
    "million million": lambda size, _seed: _filled("million ", size),
    "5 million million": lambda size, _seed: "5 " + _filled("million ", size - 2),
    "percent signs": lambda size, _seed: _filled("5% ", size),
    "dollars": lambda size, _seed: _filled("$", size),
    "open brackets": lambda size, _seed: _filled("(", size),
    "hyphens": lambda size, _seed: _filled("a-", size),
    "blanks": lambda size, _seed: _filled(" ", size - 1) + "5",
    "line ends": lambda size, _seed: _filled("\n", size),
    "one unbroken sentence": lambda size, seed: _unbroken(size, seed),
    "one word": lambda size, _seed: _filled("exports", size),
    "bars of a table": lambda size, _seed: _filled("| 5 ", size),
    "lines that might be rows": lambda size, _seed: _filled("word  5\nword\n", size),
    "marks that might be notes": lambda size, _seed: _filled("a  1***** ******* ** **** ******x\n", size),
}


def _filled(piece: str, size: int) -> str:
    return (piece * (size // len(piece) + 1))[:size]


def _unbroken(size: int, seed: int) -> str:
    """Return prose with numbers, without an end of a sentence or of a line."""
    return text_of(size, "dense", seed).replace(". ", ", ").replace("\n", " ").replace("?", ",")


def measure(sizes: Sequence[int], hostile_sizes: Sequence[int], steady: float = 1) -> dict[str, Any]:
    """Return seconds over characters of each kind of text, with the exponent."""
    found = {name: line(make, sizes, steady) for name, make in ORDINARY.items()}
    return found | {name: line(make, hostile_sizes, steady / 5) for name, make in HOSTILE.items()}


def line(make: Make, sizes: Sequence[int], steady: float = 1) -> dict[str, Any]:
    """Return the CPU seconds of texts of some sizes, three times, and the exponent of the least.

    Each time so many texts of a size are read that it takes about `steady` seconds: one short article is
    not like another. The exponent is None where there is one size.
    """
    _seconds([make(1000, 0)])  # what is made once, the tables of words, is made here
    done: dict[int, list[float]] = {}
    for size in sizes:
        first = _seconds([make(size, 1)])
        texts = [make(size, 2 + number) for number in range(max(1, int(steady / max(first, 1e-6))))]
        done[size] = [first] if first > _LONGEST else [_seconds(texts) for _ in range(3)]
        if first > _LONGEST:
            break
    best = [min(one) for one in done.values()]
    slope = exponent(list(done), best) if len(done) > 1 else None
    return {"cpu_s": done, "exponent": slope, "mb_per_s": list(done)[-1] / best[-1] / 1e6}


def _seconds(texts: list[str]) -> float:
    """Return the CPU seconds that the extraction of one of these texts takes."""
    documents = [Document("growth", text, published=date(2024, 2, 8)) for text in texts]
    return once(lambda: [extract(document) for document in documents]).cpu / len(texts)


def main() -> None:
    """Print the exponents."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--largest", type=size_of, default=size_of("1MB"))
    given = options.parse_args()
    for name, make in (ORDINARY | HOSTILE).items():
        lengths = SIZES if name in ORDINARY else HOSTILE_SIZES
        found = line(make, [size for size in lengths if size <= given.largest])
        print(told_in_words(name, found), flush=True)


def told_in_words(name: str, found: dict[str, Any]) -> str:
    """Return the exponent of one kind of text, and the speed on the longest one."""
    slope = "none" if found["exponent"] is None else f"{found['exponent']:.2f}"
    longest = max(found["cpu_s"])
    return f"{name:24} exponent {slope}, {found['mb_per_s']:.3f} MB/s at {longest:,} characters"


if __name__ == "__main__":
    main()
