"""Readings of percentages, whose every column a test may choose, and what a run of the command left."""

import json
import re
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from builders import fact_in

from schemas.records import Document, Fact, Reading

SEEDS = Path(__file__).parent.parent / "seeds"
ARTICLE = "Exports to Russia fell by 39% in January. Imports from Russia fell by 20% in the same month."


def made_fact(document: Document, quote: str, /, **columns: Any) -> Fact:
    """Make a fact about the first place of a quote: a decrease by 39 percent, unless told otherwise."""
    fact = fact_in(
        document, quote, value=39.0, unit="percent", measure="relative_change", direction="decrease"
    )
    return fact._replace(**columns)


def made_reading(document_id: str = "a", text: str | None = None, **columns: Any) -> Reading:
    """Make a reading with a fact for every percentage of a text; without one, each document has its own."""
    text = f"{ARTICLE} So {document_id} says." if text is None else text
    document = Document(document_id, text, title="A title", published=date(2024, 2, 8))
    return Reading(
        document, tuple(made_fact(document, quote, **columns) for quote in re.findall(r"\d+%", text))
    )


def write_corpus(path: Path) -> Path:
    """Write documents of which one is broken and some stand there twice."""
    lines = [
        json.dumps({"id": f"d{n % 67}", "text": f"Köln: exports to Russia fell by {n}% in January."})
        for n in range(1, 80)
    ]
    lines[20] = "{"
    path.write_text("\n".join(lines), encoding="utf-8")
    return path


@dataclass(frozen=True)
class Run:
    """What a run of the command left."""

    status: int
    out: str
    err: str


def eventually(holds: Callable[[], bool], seconds: float = 20) -> None:
    """Wait until something holds; fail where it does not."""
    end = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < end, "it did not come to hold"
        time.sleep(0.02)
