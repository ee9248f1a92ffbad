"""The filters that every command, page and address has, under the same names."""

from dataclasses import dataclass, fields
from datetime import date

from schemas.vocabulary import ReviewState

#: What a person stands for.
STOOD_FOR = (ReviewState.ACCEPTED, ReviewState.CORRECTED)
#: The value of a filter that keeps the facts that do not say. No code is written so, and a publisher who is
#: called so is nobody.
UNSAID = "none"
#: What a filter calls the facts that have null in its column, where there may be such.
OF_NULL = {
    **dict.fromkeys(("reporter", "partner", "flow", "product", "publisher"), UNSAID),
    "review": ReviewState.UNREVIEWED.value,
}


@dataclass(frozen=True, slots=True)
class Filters:
    """Which facts are wanted. An empty filter keeps everything; several values of one are alternatives.

    `none` is a value of those that a fact may say nothing of (OF_NULL): it keeps the facts that do not.

    `since` and `until` keep a fact whose period touches the days between them; a fact without a period
    is kept only where neither is given. `search` looks for all its words in the sentence, each from its
    beginning: `export` finds exports, `"fell by"` the words side by side, `39%` no 391. A fact that a copy of
    an article says again is kept only with `copies`. `review` keeps facts by what a person said of them
    (ReviewState); without it a fact that was rejected is left out.
    """

    reporter: tuple[str, ...] = ()
    partner: tuple[str, ...] = ()
    flow: tuple[str, ...] = ()
    measure: tuple[str, ...] = ()
    unit: tuple[str, ...] = ()
    product: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    publisher: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    section: tuple[str, ...] = ()
    salience: tuple[str, ...] = ()
    review: tuple[str, ...] = ()
    min_confidence: float | None = None
    search: str | None = None
    copies: bool = False

    def described(self) -> str:
        """Return the filters in force as words, `reporter TUR, since 2023-01-01`; empty where none is."""
        parts = []
        for one in fields(self):
            value = getattr(self, one.name)
            if value not in ((), None, "") and value is not False:
                told = " or ".join(value) if isinstance(value, tuple) else str(value)
                parts.append("with copies" if value is True else f"{one.name.replace('_', ' ')} {told}")
        return ", ".join(parts)

    @property
    def restriction(self) -> str:
        """What must be said of facts that were chosen by what people said of them; or nothing."""
        states = set(self.review)
        if not states:
            return ""
        if states == {*STOOD_FOR}:
            return "Only facts that a person accepted or corrected."
        return f"Only facts that are {' or '.join(one for one in ReviewState if one in states)}."


#: The filters that keep a fact with one of some values.
LISTED = tuple(one.name for one in fields(Filters) if one.default == ())
