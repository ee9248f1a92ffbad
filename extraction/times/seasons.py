"""When a season begins, where a text says it: `the season, which runs from October to September`.

A season of which nothing is said begins in July.
"""

from extraction.context import Context
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.times.periods import When

YEAR = 12


def learn_season(sentence: Sentence, context: Context) -> None:
    """Remember the month with which a season begins: `the season, which runs from October to September`."""
    if not sentence.has("since", "span", "period"):
        return
    for at in sentence.places_of("since", "span", "period"):
        token = sentence.tokens[at]
        if token.kind == "since" and isinstance(token.value, When) and token.value.unit == "season":
            context.season = token.value.month
        elif token.kind in ("span", "period") and _is_season(token):
            context.season = _season_start(sentence.tokens, at) or context.season


def _is_season(token: Token) -> bool:
    when = token.value.last if isinstance(token.value, When) and token.value.kind == "part" else token.value
    return when == "season" or (isinstance(when, When) and "season" in (when.kind, when.unit))


def has_season(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of a season."""
    return any(_is_season(token) for token in sentence.of_kinds("span", "period"))


def _season_start(tokens: list[Token], at: int) -> int | None:
    """Return the first month of the span, or the month of the day, that tells when a season begins."""
    near = [*tokens[max(0, at - 2) : at], *tokens[at + 1 : at + 8]]
    for i, token in enumerate(near):
        when = token.value
        if token.kind == "period" and isinstance(when, When) and when.kind == "span" and when.first:
            return when.first.month if length_of(when) == YEAR else None
        begins = i > 1 and any(near[j].kind in ("start_of", "in", "on", "from") for j in (i - 1, i - 2))
        if token.kind in ("clause_end", "point") or (
            begins and isinstance(when, When) and when.kind == "day"
        ):
            break
    return None


def length_of(when: When) -> int | None:
    """Return how many months a span between two months has, whatever the years."""
    if when.first is None or when.last is None or when.first.month is None or when.last.month is None:
        return None
    return (when.last.month - when.first.month) % YEAR + 1
