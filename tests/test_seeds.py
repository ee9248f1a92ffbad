"""The golden file: what the extractor reads in the five source documents, word for word.

When it reads them otherwise, look at the difference; if it is meant, write the file anew with
`python tests/test_seeds.py`.
"""

import json
from pathlib import Path

from documents import read
from extraction import extract

ROOT = Path(__file__).parent.parent
GOLDEN = Path(__file__).parent / "gold" / "seeds_facts.json"


def facts() -> list[dict[str, object]]:
    found = [fact for document in read(ROOT / "seeds") for fact in extract(document)]
    return json.loads(json.dumps([fact.columns() for fact in found], default=str))


def test_the_seeds_are_read_as_before() -> None:
    golden = json.loads(GOLDEN.read_text(encoding="utf-8"))
    assert facts() == golden


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(facts(), indent=1, ensure_ascii=False) + "\n", encoding="utf-8")
