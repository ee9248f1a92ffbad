"""Rates of exchange: what one currency costs in another, and how far it has moved.

`The euro traded at $1.04`, `the lempira stands at 25.6 per dollar, 3.4% weaker than a year ago`.
"""

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.currencies import is_shared, shared_currency
from extraction.reading import Sentence
from extraction.rules.lone import UNNAMED
from extraction.settled import Settled
from schemas.places import countries


def is_rate(unit: str) -> bool:
    """Tell whether a unit is that of a rate of exchange: `USD/EUR`."""
    one, _, other = unit.partition("/")
    return len(one) == len(other) == _CODE and unit.replace("/", "").isupper()


_CODE = 3


def coin_of(sentence: Sentence) -> str | None:
    """Return the currency that a sentence speaks of: `And the tenge?`, but not `25 per dollar`."""
    tokens = sentence.tokens
    if not sentence.has("currency"):
        return None
    for at, token in enumerate(tokens):
        if token.kind != "currency":
            continue
        before = {one.kind for one in tokens[max(0, at - 2) : at]}
        if not before & {"per", "to", "against", "in", "of"}:
            return str(token.value)
    return None


def _unit_of(text: str, unit: str, context: Context) -> str | None:
    """Return the unit with the money of `It trades at 447 to the dollar`; None where nobody has named it."""
    unnamed, _, other = unit.partition("/")
    if unnamed != UNNAMED:
        return unit
    code, _, family = (context.coin or "").partition(" ")
    if is_shared(family):
        code = shared_currency(text, family, (context.reporter, *context.places)) or code
    return f"{code}/{other}" if code not in ("", other) else None


def name_money(text: str, one: Settled, context: Context) -> bool:
    """Fill in the money that a rate leaves unnamed; False where nobody has named it."""
    unit = _unit_of(text, one.unit, context)
    one.unit = unit or one.unit
    return unit is not None


def moves_rate(sentence: Sentence, one: Settled) -> bool:
    """Tell whether a figure is a rate of exchange, or a change of the one that stands in its sentence."""
    if is_rate(one.unit):
        return True
    changed = one.draft.measure in ("relative_change", "change")
    return changed and bool(_rates(sentence)) and not any(topic.flow for topic in sentence.topics)


def _rates(sentence: Sentence) -> list[str]:
    units = (other.quantity.unit for other in sentence.drafts)
    return [unit for unit in units if is_rate(unit) or unit.startswith(UNNAMED)]


def settle_rate_of_exchange(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    """A rate is of the country that the text is about, where the money is its own."""
    subject = countries().get(context.subject or "")
    if subject is None or sentence.has("equals"):
        return  # `($1 = 4.5560 ringgit)` only helps the reader to convert
    units = [one.unit, *(_unit_of(text, unit, context) or "" for unit in _rates(sentence))]
    own = subject.currency not in ("", "USD") and any(subject.currency in unit.split("/") for unit in units)
    if own:
        one.reporter = context.subject
        one.doubt(Doubt.CARRIED_REPORTER)
