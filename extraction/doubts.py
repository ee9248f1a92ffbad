"""What a fact leaves open, and what makes facts like it likelier to be misread."""

from bisect import bisect_left
from collections.abc import Iterator, Mapping
from operator import attrgetter

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.reading import Sentence
from extraction.settled import Settled

_COUNTRIES = frozenset({"place", "demonym", "capital", "city", "bloc"})
_MEASURED = frozenset({"level", "change", "relative_change", "share", "ratio"})
_HARD = {"ratio": Doubt.A_MULTIPLE, "price": Doubt.A_PRICE, "share": Doubt.A_SHARE}
_START = attrgetter("start")
#: So many tokens away is far.
_FAR = 12


def named_in(sentence: Sentence) -> frozenset[object]:
    """Return the codes of the countries that a sentence names."""
    return frozenset(token.value for token in sentence.of_kinds(*_COUNTRIES))


def doubts_of(
    sentence: Sentence,
    one: Settled,
    says: Mapping[str, object],
    named: frozenset[object],
    context: Context,
) -> list[Doubt]:
    """Return every doubt about a fact: those that its settling met, and those that the fact itself gives.

    `says` are the columns of the fact from `value` to `role`, `named` the countries of its sentence.
    """
    doubts = [*one.doubts, *_left_open(one, says, context), *_about_places(sentence, one, named)]
    if one.unit == "count":
        doubts.append(Doubt.A_COUNT)
    elif str(says["measure"]) in _HARD:
        doubts.append(_HARD[str(says["measure"])])
    if context.subject is not None or context.distance > 1:
        doubts.append(Doubt.IN_A_TEXT)
    return doubts


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


def _about_places(sentence: Sentence, one: Settled, named: frozenset[object]) -> Iterator[Doubt]:
    """Yield the doubts about where the words stand that gave countries, flow and period."""
    at, topic = one.draft.at, one.topic
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
    period = bisect_left(sentence.tokens, told, key=_START)
    if period < len(sentence.tokens) and sentence.tokens[period].start == told and abs(period - at) > _FAR:
        yield Doubt.FAR_PERIOD
