"""The extractor on one core, whole facts with every attribute, beside a digit scan and beside quantulum3.

The digit scan is one pass of `re.compile(r"\\d+").finditer` over each text, every match consumed and counted.
"""

import argparse
import re
import tempfile
from pathlib import Path
from typing import Any

from benchmarks import corpus
from benchmarks.article import PROFILES
from benchmarks.command import run
from benchmarks.peer import Peer, PeerError
from benchmarks.timing import Taken, Timed, in_turn, once, ratio
from extraction import extract
from schemas.records import Document

_DIGITS = re.compile(r"\d+")
#: The scan is much faster than what it is compared with, so one repetition of it is so many passes.
_PASSES = 20


def digit_runs(texts: list[str]) -> int:
    """Return how many runs of digits there are: what every extractor's time is held against."""
    return sum(sum(1 for _ in _DIGITS.finditer(text)) for text in texts)


def facts_in(documents: list[Document]) -> int:
    """Return how many facts there are, each of them made whole."""
    return sum(len(extract(document)) for document in documents)


def measure(size: int, repeats: int, profile: str, peer_size: int | None) -> dict[str, Any]:
    """Return the speeds on `size` characters of a profile; with a `peer_size`, the peer's on so many too.

    Every turn has texts that no turn before it had, so that nothing is fast because it was read before.
    """
    turns = {turn: corpus.documents(size, profile, seed=turn + 2) for turn in range(-1, repeats)}
    with tempfile.TemporaryDirectory(prefix="tradefacts-bench-") as folder:
        timed = in_turn(
            {
                "scan": lambda turn: _scan(turns[turn]),
                "extractor": lambda turn: _extraction(turns[turn]),
                "command": lambda turn: _command(turns[turn], Path(folder, "articles.jsonl")),
            },
            repeats,
        )
    found = {
        "characters": _megabytes(turns[0]) * 1e6,
        "documents": len(turns[0]),
        "facts": facts_in(turns[0]),
        "digit_runs": digit_runs([document.text for document in turns[0]]),
        **{name: told(one) for name, one in timed.items()},
        "extractor_to_scan": ratio(timed["extractor"], timed["scan"]),
        "command_to_scan": ratio(timed["command"], timed["scan"]),
    }
    return found if peer_size is None else found | _beside_peer(peer_size, profile, repeats)


def told(timed: Timed) -> dict[str, Any]:
    """Return a measurement as the record has it: MB/s by the medians, the spread, and every repetition.

    The seconds are those that a million characters take.
    """
    return {
        "mb_per_s": 1 / timed.cpu,
        "mb_per_s_wall": 1 / timed.wall,
        "spread": timed.spread,
        "wall_s_per_mb": [one.wall for one in timed.taken],
        "cpu_s_per_mb": [one.cpu for one in timed.taken],
    }


def _megabytes(documents: list[Document]) -> float:
    return sum(len(document.text) for document in documents) / 1e6


def _scan(documents: list[Document]) -> Taken:
    texts = [document.text for document in documents]
    return once(lambda: [digit_runs(texts) for _ in range(_PASSES)]).per(_PASSES * _megabytes(documents))


def _extraction(documents: list[Document]) -> Taken:
    return once(lambda: facts_in(documents)).per(_megabytes(documents))


def _command(documents: list[Document], path: Path) -> Taken:
    """Run the whole command over documents in a JSONL file, from start-up to the output's last byte."""
    path.write_bytes(b"".join(map(corpus.as_line, documents)))
    taken = run(["extract", path, "--jobs", "1", "--output", path.with_name("facts.jsonl")])
    return taken.per(_megabytes(documents))


def _beside_peer(size: int, profile: str, repeats: int) -> dict[str, Any]:
    turns = {turn: corpus.documents(size, profile, seed=turn + 1002) for turn in range(-1, repeats)}
    try:
        with Peer() as peer:
            timed = in_turn(
                {
                    "peer": lambda turn: _parsing(peer, turns[turn]),
                    "extractor": lambda turn: _extraction(turns[turn]),
                },
                repeats,
            )
    except PeerError as error:
        return {"peer_missing": str(error)}
    peer_told = {"version": peer.version, **told(timed["peer"])}
    return {"peer": peer_told, "peer_to_extractor": ratio(timed["peer"], timed["extractor"])}


def _parsing(peer: Peer, documents: list[Document]) -> Taken:
    return peer.run([document.text for document in documents]).per(_megabytes(documents))


def main() -> None:
    """Print how often the extractor's time holds the digit scan's, and the peer's the extractor's."""
    options = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    options.add_argument("--size", type=corpus.size_of, default=corpus.size_of("300kB"))
    options.add_argument("--repeats", type=int, default=5)
    options.add_argument("--peer-size", type=corpus.size_of, default=corpus.size_of("50kB"))
    given = options.parse_args()
    for profile in PROFILES:
        print(told_in_words(profile, measure(given.size, given.repeats, profile, given.peer_size)))


def told_in_words(profile: str, found: dict[str, Any]) -> str:
    """Return the ratios and the speeds of one profile in a few lines."""
    ratios = [
        f"extractor / digit scan {found['extractor_to_scan']:.1f}",
        f"whole command / digit scan {found['command_to_scan']:.1f}",
    ]
    if "peer" in found:
        ratios.append(f"quantulum3 / extractor {found['peer_to_extractor']:.1f}")
    lines = [f"{profile}: {', '.join(ratios)}", *filter(None, [found.get("peer_missing")])]
    for name in ("scan", "extractor", "command", "peer"):
        if name in found:
            one = found[name]
            lines.append(f"  {name:10} {one['mb_per_s']:8.3f} MB/s of CPU time, spread {one['spread']:.0%}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()
