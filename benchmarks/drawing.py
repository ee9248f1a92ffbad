"""Pictures on a server: every figure laid out, drawn by the one browser and given its record.

    python -m benchmarks --only drawing

The facts are those of some number-dense articles. Figures that have nothing to show of them, such as those
that need several sources or official figures, take no part.
"""

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from benchmarks.grouping import frames
from benchmarks.timing import Timed, in_turn, once
from figures.catalogue import CATALOGUE
from figures.options import Options
from figures.pictures import browser
from figures.pictures.picture import Made, draw, picture
from figures.pictures.sizes import Size

_MADE = Made("", "", datetime(2026, 1, 1, tzinfo=UTC))


def measure(facts: int, repeats: int) -> dict[str, Any]:
    """Return the seconds of the first picture, which starts the browser, and of each figure after it."""
    told, documents = frames(facts)
    shown = [name for name, one in CATALOGUE.items() if one.shows(selection)]
    browser.close()
    first = once(lambda: _draw(shown[0], told, documents))
    runs = {name: (lambda _, name=name: once(lambda: _draw(name, told, documents))) for name in shown}
    timed: dict[str, Timed] = in_turn(runs, repeats)
    return {
        "facts": len(told),
        "first_s": first.wall,
        "steady_s": {name: one.wall for name, one in timed.items()},
        "slowest_s": max(one.wall for one in timed.values()),
    }


def _draw(name: str, facts: pd.DataFrame, documents: pd.DataFrame) -> bytes:
    return draw(picture(name, facts, documents, Options(), Size.free(1200), _MADE), "png")
