"""How sure a fact is: a product of what every doubt about it costs.

A doubt is an assumption (a flow carried over from an earlier sentence), a thing that is left open (no
period), or a trait of facts that are often misread (its flow's word stands far away). The costs are measured,
not felt: `make calibrate` fits them to the gold of `tests/gold/`, so that of the facts of a
confidence of 0.9 about nine in ten are wholly right.
"""

from collections.abc import Iterable
from enum import StrEnum
from functools import cache
from math import prod


class Doubt(StrEnum):
    """Why a fact may be wrong; the value is what a reader is told."""

    CARRIED_TOPIC = "the flow is that of an earlier sentence"
    CARRIED_REPORTER = "the reporter is the text's"
    CARRIED_PARTNER = "the partner is the text's"
    CARRIED_PERIOD = "the period is that of an earlier sentence"
    GUESSED_MEASURE = "nothing says what it measures"
    GUESSED_SPEAKER = "the reporter is whose office speaks"
    GUESSED_CURRENCY = "several currencies have this name"
    LENT_UNIT = "the unit is that of another figure"
    NO_FLOW = "it belongs to no flow"
    NO_OWNER = "nothing says whose it is"
    NO_PARTNER = "no partner in a text of several sentences"
    NO_PERIOD = "no period"
    IN_A_TEXT = "other sentences may say more of it"
    OTHER_COUNTRY = "the sentence names another country"
    FAR_FLOW = "the word of the flow stands far away"
    FLOW_BEHIND = "the word of the flow stands behind it"
    FAR_PERIOD = "the period stands far away"
    A_COUNT = "it is a count"
    A_MULTIPLE = "it is a multiple"
    A_PRICE = "it is a price"
    A_SHARE = "it is a share"


#: Even where the sentence says it all, it may be misread.
_SURE = 0.99
COSTS = {
    Doubt.CARRIED_TOPIC: 0.87,
    Doubt.CARRIED_REPORTER: 0.99,
    Doubt.CARRIED_PARTNER: 0.83,
    Doubt.CARRIED_PERIOD: 0.99,
    Doubt.GUESSED_MEASURE: 0.90,
    Doubt.GUESSED_SPEAKER: 0.99,
    Doubt.GUESSED_CURRENCY: 0.99,
    Doubt.LENT_UNIT: 0.96,
    Doubt.NO_FLOW: 0.77,
    Doubt.NO_OWNER: 0.95,
    Doubt.NO_PARTNER: 0.96,
    Doubt.NO_PERIOD: 0.84,
    Doubt.IN_A_TEXT: 0.95,
    Doubt.OTHER_COUNTRY: 0.90,
    Doubt.FAR_FLOW: 0.89,
    Doubt.FLOW_BEHIND: 0.98,
    Doubt.FAR_PERIOD: 0.93,
    Doubt.A_COUNT: 0.82,
    Doubt.A_MULTIPLE: 0.87,
    Doubt.A_PRICE: 0.89,
    Doubt.A_SHARE: 0.91,
}


def confidence(doubts: Iterable[Doubt]) -> float:
    """Return the confidence of a fact, from 0 to 1, each kind of doubt counted once."""
    return _confidence(frozenset(doubts))


@cache
def _confidence(doubts: frozenset[Doubt]) -> float:
    return round(_SURE * prod(COSTS[doubt] for doubt in doubts), 3)
