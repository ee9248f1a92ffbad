"""Figures: as a page asks for them, and as pictures, drawn by the one browser and given their records.

    python -m benchmarks --only view,drawing

The facts are those of some number-dense articles. Figures that have nothing to show of them, such as those
that need several sources or official figures, take no part.
"""

from datetime import UTC, datetime
from typing import Any

import pandas as pd

from benchmarks.grouping import frames
from benchmarks.timing import Timed, in_turn, once
from figures.catalogue import CATALOGUE, shown, waiting
from figures.options import Options
from figures.pictures import browser
from figures.pictures.picture import Made, draw, picture
from figures.pictures.sizes import Size
from figures.selection import Selection
from pipeline.rates import known_rates

_MADE = Made("", "", datetime(2026, 1, 1, tzinfo=UTC))


def view(facts: int, repeats: int) -> dict[str, Any]:
    """Return the CPU seconds of what a page needs of a view: which figures show something, and one figure."""
    told, documents = frames(facts)
    runs = {
        name: (lambda _, name=name: once(lambda: _see(name, told, documents)))
        for name in _shown(told, documents)
    }
    timed: dict[str, Timed] = in_turn(runs, repeats)
    return {
        "facts": len(told),
        "steady_s": {name: one.cpu for name, one in timed.items()},
        "slowest_s": max(one.cpu for one in timed.values()),
    }


def _shown(facts: pd.DataFrame, documents: pd.DataFrame) -> list[str]:
    return [name for name, many in shown(Selection.of(facts, documents)).items() if many]


def _see(name: str, facts: pd.DataFrame, documents: pd.DataFrame) -> None:
    selection = Selection.of(facts, documents, Options(bare=True, rates=known_rates()))
    waiting(shown(selection), selection)
    CATALOGUE[name].draw(selection)


def measure(facts: int, repeats: int) -> dict[str, Any]:
    """Return the seconds of the first picture, which starts the browser, and of each figure after it."""
    told, documents = frames(facts)
    names = _shown(told, documents)
    browser.close()
    first = once(lambda: _draw(names[0], told, documents))
    runs = {name: (lambda _, name=name: once(lambda: _draw(name, told, documents))) for name in names}
    timed: dict[str, Timed] = in_turn(runs, repeats)
    return {
        "facts": len(told),
        "first_s": first.wall,
        "steady_s": {name: one.wall for name, one in timed.items()},
        "slowest_s": max(one.wall for one in timed.values()),
    }


def _draw(name: str, facts: pd.DataFrame, documents: pd.DataFrame) -> bytes:
    return draw(picture(name, facts, documents, Options(), Size.free(1200), _MADE), "png")
