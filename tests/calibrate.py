"""Fit what each doubt costs to the gold: `make calibrate` prints extraction/confidence.py's table.

The confidence of a fact is a product of costs, so its logarithm is a sum; the costs printed make the facts
of the gold that were read rightly and wrongly as likely as such a product can (maximum likelihood, by
gradient descent). The texts that nobody looks at take no part; the last lines tell how well it fits them.
"""

import sys
from math import exp, log
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent))

from gold.score_facts import read_lines, same, score
from test_gold import DEVELOPED, GOLD, UNSEEN, WHOLE

from documents import read
from extraction import extract
from extraction.confidence import Doubt

#: No doubt costs less than a hundredth.
LEAST = -log(0.99)
STEPS, RATE = 4000, 0.05

Row = tuple[frozenset[str], bool, float]


def rows(name: str) -> list[Row]:
    """Return the doubts of each fact, whether it is wholly right, and its present confidence."""
    path = GOLD / f"{name}.jsonl"
    facts = [fact for document in read(path) for fact in extract(document)]
    _, pairs, extra, _ = score(read_lines(path), [fact.columns() for fact in facts])
    right = {got["fact_id"]: all(same(want, got, column) for column in WHOLE) for want, got in pairs}
    right |= {got["fact_id"]: False for _, got in extra}
    return [(doubts(fact), right[fact.fact_id], fact.confidence) for fact in facts if fact.fact_id in right]


def doubts(fact: object) -> frozenset[str]:
    return frozenset(one.note for one in fact.evidence if one.field == "confidence")  # type: ignore[attr-defined]


def fitted(of: list[Row]) -> dict[str, float]:
    """Return the cost of each doubt and, under "", of having none."""
    weights = dict.fromkeys(["", *(str(doubt) for doubt in Doubt)], 0.05)
    for _ in range(STEPS):
        slope = dict.fromkeys(weights, 0.0)
        for told, is_right, _ in of:
            p = min(exp(-sum(weights[name] for name in ("", *told))), 1 - 1e-4)
            step = 1.0 if is_right else -p / (1 - p)
            for name in ("", *told):
                slope[name] += step
        for name in weights:
            weights[name] = max(LEAST, weights[name] - RATE * slope[name] / len(of))
    return {name: exp(-weight) for name, weight in weights.items()}


def main() -> None:
    seen = [row for name in DEVELOPED for row in rows(name)]
    for name, cost in fitted(seen).items():
        print(f"{cost:.2f}  {name or 'sure'}")
    for title, of in (("seen", seen), ("unseen", [row for name in UNSEEN for row in rows(name)])):
        for low, high in ((0.9, 1.01), (0.8, 0.9), (0.7, 0.8), (0.6, 0.7), (0.0, 0.6)):
            inside = [is_right for _, is_right, confidence in of if low <= confidence < high]
            print(f"{title}, {low} to {high}: {sum(inside)} of {len(inside)} wholly right")


if __name__ == "__main__":
    main()
