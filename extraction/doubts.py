"""What a fact leaves open, and what makes facts like it likelier to be misread."""

from collections.abc import Iterator, Mapping

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.reading import Sentence
from extraction.settled import Settled

_COUNTRIES = frozenset({"place", "demonym", "capital", "city", "bloc"})
_MEASURED = frozenset({"level", "change", "relative_change", "share", "ratio"})
_HARD = {"ratio": Doubt.A_MULTIPLE, "price": Doubt.A_PRICE, "share": Doubt.A_SHARE}
#: So many tokens away is far.
_FAR = 12


def doubts_of(
    sentence: Sentence, one: Settled, says: Mapping[str, object], context: Context
) -> Iterator[Doubt]:
    """Yield every doubt about a fact: those that its settling met, and those that the fact itself gives.

    `says` are the columns of the fact from `value` to `role`.
    """
    yield from one.doubts
    yield from _left_open(one, says, context)
    yield from _about_places(sentence, one)
    if one.unit == "count":
        yield Doubt.A_COUNT
    elif str(says["measure"]) in _HARD:
        yield _HARD[str(says["measure"])]
    if context.subject is not None or context.distance > 1:
        yield Doubt.IN_A_TEXT


def _left_open(one: Settled, says: Mapping[str, object], context: Context) -> Iterator[Doubt]:
    measured = says["measure"] in _MEASURED and one.unit != "count"
    if says["reporter"] is None:
        yield Doubt.NO_OWNER
    if says["flow"] is None and measured:
        yield Doubt.NO_FLOW
    if says["flow"] is not None and says["partner"] is None and context.subject is not None:
        yield Doubt.NO_PARTNER
    if says["period_start"] is None and measured:
        yield Doubt.NO_PERIOD


def _about_places(sentence: Sentence, one: Settled) -> Iterator[Doubt]:
    """Yield the doubts about where the words stand that gave countries, flow and period."""
    at, topic = one.draft.at, one.topic
    named = {token.value for token in sentence.of_kinds(*_COUNTRIES)}
    if named - {one.reporter, one.partner}:
        yield Doubt.OTHER_COUNTRY
    if topic is not None and topic.at >= 0:
        if abs(topic.at - at) > _FAR:
            yield Doubt.FAR_FLOW
        if topic.at > at:
            yield Doubt.FLOW_BEHIND
    told = next((words.start for words in one.evidence if words.field == "period"), None)
    if told is None:
        return
    period = next((i for i, token in enumerate(sentence.tokens) if token.start == told), at)
    if abs(period - at) > _FAR:
        yield Doubt.FAR_PERIOD
