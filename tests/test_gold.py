"""The quality gate: the scores on the gold files stay above their floors.

`tests/gold/floors.json` pins a floor for each score of each file, with a digest of the file. When the
extractor got better, raise the floors: `make floors`. Lowering one takes a flag:
`python tests/test_gold.py --lower`.
"""

import hashlib
import json
import sys
from pathlib import Path

import pytest
from gold.score_facts import read_lines, score

from documents import read
from extraction import extract

GOLD = Path(__file__).parent / "gold"
FLOORS = GOLD / "floors.json"
FILES = ("seeds", "dev_sentences", "dev_articles")
#: The rows of the scorer's table that are pinned, and what they are called in floors.json.
ROWS = {
    "found (value + span)": "found",
    "core: unit + measure + direction": "core",
    "FULL, high salience only": "full",
}


def digest(name: str) -> str:
    return hashlib.sha256((GOLD / f"{name}.jsonl").read_bytes()).hexdigest()


def scores(name: str) -> dict[str, float]:
    path = GOLD / f"{name}.jsonl"
    facts = [fact.columns() for document in read(path) for fact in extract(document)]
    rows, *_ = score(read_lines(path), facts)
    return {ROWS[title]: round(f1, 1) for title, (_, _, f1) in rows if title in ROWS}


@pytest.mark.parametrize("name", FILES)
def test_scores_stay_above_their_floors(name: str) -> None:
    floor = json.loads(FLOORS.read_text())[name]
    assert floor["sha256"] == digest(name), f"{name}.jsonl has changed: run make floors"
    got = scores(name)
    fallen = {row: (got[row], least) for row, least in floor["f1"].items() if got[row] < least}
    assert not fallen, f"fallen below the floor, as (got, floor): {fallen}"


def pin(*, lower: bool) -> int:
    """Write the present scores as floors; refuse to lower one unless `lower`."""
    old = json.loads(FLOORS.read_text()) if FLOORS.exists() else {}
    new = {name: {"sha256": digest(name), "f1": scores(name)} for name in FILES}
    fallen = [
        f"{name} {row}: {least} -> {new[name]['f1'][row]}"
        for name, floor in old.items()
        for row, least in floor["f1"].items()
        if new[name]["f1"][row] < least
    ]
    if fallen and not lower:
        print(
            "These floors would fall; if that is meant, run `python tests/test_gold.py --lower`:",
            *fallen,
            sep="\n  ",
            file=sys.stderr,
        )
        return 1
    FLOORS.write_text(json.dumps(new, indent=2) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(pin(lower="--lower" in sys.argv))
