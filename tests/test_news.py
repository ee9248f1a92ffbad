"""General news by a blind author, scored as NewsQuant is: value, value and unit, value and change.

Nobody looks at what is misread in `gold/unseen_news.jsonl`; the floors are what was reached at first reading.
"""

import json
from datetime import date
from math import isclose
from pathlib import Path

from extraction import extract
from schemas.records import Document, Fact

GOLD = Path(__file__).parent / "gold" / "unseen_news.jsonl"
FLOORS = {"value": 95.5, "unit": 94.5, "change": 93.5}


def same_quantity(want: dict[str, object], fact: Fact) -> bool:
    """Tell whether a fact has the value of a labelled quantity and stands where that does."""
    overlap = fact.start < int(str(want["end"])) and fact.end > int(str(want["start"]))
    return overlap and isclose(fact.value, float(str(want["value"])), rel_tol=1e-6)


def scores() -> dict[str, float]:
    """Return F1 in percent: of values alone, with the right unit, and with the right direction of change."""
    right = dict.fromkeys(FLOORS, 0)
    told = labelled = 0
    for line in GOLD.read_text(encoding="utf-8").splitlines():
        text = json.loads(line)
        facts = extract(Document(text["id"], text["text"], published=date.fromisoformat(text["published"])))
        told, labelled = told + len(facts), labelled + len(text["facts"])
        for want in text["facts"]:
            fact = next((one for one in facts if same_quantity(want, one)), None)
            if fact is not None:
                facts.remove(fact)
                right["value"] += 1
                right["unit"] += fact.unit == want["unit"]
                right["change"] += fact.direction == want["direction"]
    return {name: 200 * count / (told + labelled) for name, count in right.items()}


def test_general_news_is_read_as_well_as_when_it_was_first_read() -> None:
    got = scores()
    assert all(got[name] >= floor for name, floor in FLOORS.items()), got
