"""How sure a fact is: a product of what every assumption made for it costs.

An assumption is what the sentence itself does not say: a flow carried over from an earlier sentence, a
currency that several countries share, a period of which nothing is said. The costs are measured, not felt:
each is about how much rarer facts with that assumption are wholly right, on the gold of `tests/gold/`.
"""

from enum import StrEnum
from math import prod


class Doubt(StrEnum):
    """What was assumed for a fact."""

    CARRIED_TOPIC = "the flow is that of an earlier sentence"
    CARRIED_REPORTER = "the reporter is the text's"
    CARRIED_PARTNER = "the partner is the text's"
    CARRIED_PERIOD = "the period is that of an earlier sentence"
    GUESSED_MEASURE = "nothing says what a percentage measures"
    GUESSED_SPEAKER = "the reporter is whose office speaks"
    GUESSED_CURRENCY = "several currencies have this name"
    LENT_UNIT = "the unit is that of another figure"
    NO_FLOW = "no flow in a text about trade"
    NO_PARTNER = "no partner in an article"
    NO_PERIOD = "no period"
    SEVERAL_FLOWS = "the sentence speaks of several flows"
    SEVERAL_PERIODS = "the sentence names several periods"


#: Even where the sentence says it all, it may be misread.
_SURE = 0.92
COSTS = {
    Doubt.CARRIED_TOPIC: 0.7,
    Doubt.CARRIED_REPORTER: 0.97,
    Doubt.CARRIED_PARTNER: 0.87,
    Doubt.CARRIED_PERIOD: 0.93,
    Doubt.GUESSED_MEASURE: 0.6,
    Doubt.GUESSED_SPEAKER: 0.95,
    Doubt.GUESSED_CURRENCY: 0.9,
    Doubt.LENT_UNIT: 0.77,
    Doubt.NO_FLOW: 0.63,
    Doubt.NO_PARTNER: 0.87,
    Doubt.NO_PERIOD: 0.66,
    Doubt.SEVERAL_FLOWS: 0.99,
    Doubt.SEVERAL_PERIODS: 0.96,
}


def confidence(doubts: list[Doubt]) -> float:
    """Return the confidence of a fact, from 0 to 1, each kind of assumption counted once."""
    return round(_SURE * prod(COSTS[doubt] for doubt in set(doubts)), 3)
