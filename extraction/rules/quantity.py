"""A number with its unit: what every rule that reads one makes, and what they share."""

from typing import NamedTuple

from extraction.language.rule import Found
from extraction.language.tokens import Token
from extraction.rules.numerals import Numeral


class Quantity(NamedTuple):
    """A number with its unit, before its surroundings say what it measures.

    `kind` is the kind of its token: money, percent_quantity, physical, price, count, ratio, fraction, rank
    or bare (a number whose unit is left out). `family` is the bare name of a currency that several
    countries share (`dollar`), to be settled by the text's countries.
    """

    kind: str
    value: float
    unit: str
    high: float | None = None
    bound: str | None = None
    counted: str | None = None
    direction: str | None = None
    family: str | None = None
    sign: int = 0
    rule: str = ""
    #: Where the quote begins and ends, for a count is quoted without its noun.
    quote: tuple[int, int] | None = None

    def __str__(self) -> str:
        high = f" to {self.high:g}" if self.high is not None else ""
        counted = f" {self.counted}" if self.counted else ""
        return f"{self.value:g}{high} {self.unit}{counted}"


def numeral_of(token: Token) -> Numeral:
    """Return a number token's value as a Numeral: a year that is measured is a plain number."""
    return token.value if isinstance(token.value, Numeral) else Numeral(float(token.value))  # type: ignore[arg-type]


def quantity_of(found: Found, kind: str, number: Token, unit: str, **more: object) -> Token:
    """Return a token over the whole match whose value is a quantity."""
    numeral = numeral_of(number)
    return found.token(kind, Quantity(kind, numeral.value, unit, bound=numeral.bound, **more))  # type: ignore[arg-type]


CENTS = 100


LASTING = frozenset("second minute hour day week month year decade century".split())


HEDGED = frozenset("hedge hedge_plain over above the a average total up_to".split())


GROWS = frozenset(
    "change change_noun updown higher more less by ratio multiple_verb flow flow_verb went amount".split()
)


OPENS_A_MOVE = frozenset({"by", "from", "change", "change_noun", "updown"})


BOUNDED = frozenset({"hedge", "hedge_plain", "hedge_estimate", "record"})


def opens_a_move(found: Found) -> bool:
    """Tell whether words before a match say that something moved by it or from it."""
    before = found.behind(BOUNDED)
    return before is not None and before.kind in OPENS_A_MOVE


def like_scale(low: Numeral, high: float) -> float:
    """Return a range's lower number, with the scale of the higher one where it has none of its own."""
    return low.value if low.scaled or low.value * 20 > high else scale_like(low.value, high)


def scale_of_like(bare: float, other: float) -> float:
    """Return a bare number with the scale in which a like figure was written: 17.2 beside 17 million."""
    scaled = scale_like(bare, other)
    for scale in (1e12, 1e9, 1e6, 1e3):
        if scaled == bare < 1e3 and scale <= other < 1e3 * scale and bare * scale <= 20 * other:
            return bare * scale
    return scaled


def scale_like(low: float, high: float) -> float:
    """Return `low` with the scale that `high` has: 4 beside 5 billion is 4 billion."""
    for scale in (1e12, 1e9, 1e6, 1e3):
        if high >= scale and low < high / scale <= low * 20:
            return low * scale
    return low
