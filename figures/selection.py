"""What a view shows: facts, their documents, and how; and what several figures find in these.

A page asks every figure whether it has something to show and then draws one. What is found `once` is worked
out for the first of them that asks.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import wraps
from typing import Any, TypeVar

import pandas as pd

from analysis.implied import implied_values
from analysis.rows import facts_of
from analysis.values import Implied
from figures.options import Options
from schemas.records import Fact

_Found = TypeVar("_Found")


@dataclass(frozen=True, slots=True, eq=False)
class Selection:
    """Facts, a validated frame of the documents that they stand in, and how they are to be shown."""

    facts: Sequence[Fact]
    documents: pd.DataFrame
    options: Options
    _found: dict[Callable[["Selection"], Any], Any] = field(default_factory=dict, init=False, repr=False)

    @classmethod
    def of(cls, facts: pd.DataFrame, documents: pd.DataFrame, options: Options | None = None) -> "Selection":
        """Return the selection of validated frames."""
        return cls(facts_of(facts), documents, options or Options())

    def in_currency(self, currency: str) -> "Selection":
        """Return the same with amounts in a currency."""
        return replace(self, options=replace(self.options, currency=currency))

    def finds(self, find: Callable[["Selection"], _Found]) -> _Found:
        """Return what `find` finds in this selection; it is asked the first time alone."""
        if find not in self._found:
            self._found[find] = find(self)
        found: _Found = self._found[find]
        return found


def once(find: Callable[[Selection], _Found]) -> Callable[[Selection], _Found]:
    """Let what a function finds in a selection be worked out only once. Nobody may change it."""

    @wraps(find)
    def found(selection: Selection) -> _Found:
        return selection.finds(find)

    return found


@once
def drawable(selection: Selection) -> Sequence[Fact]:
    """Return the facts that a figure may draw: no boilerplate, and what matters unless all is wanted."""
    known = (one for one in selection.facts if one.section != "boilerplate")
    return [one for one in known if selection.options.low_salience or one.salience != "low"]


@once
def implied(selection: Selection) -> Sequence[Implied]:
    """Return the values that drawable facts imply, none where none are wanted: see analysis.implied."""
    return implied_values(drawable(selection)) if selection.options.implied else ()
