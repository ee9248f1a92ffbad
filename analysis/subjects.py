"""What facts are about, so that two of them can be told to speak of one thing."""

import re
from functools import cache
from typing import Protocol

from schemas.places import countries
from schemas.records import Fact

#: Words of an indicator that say no more than its flow does: `total exports of goods` are exports.
_SAID_BY_THE_FLOW = frozenset(
    "a all and annual at by bilateral combined country daily deficit delivery export exported for from good "
    "import imported in into it its merchandise monthly of on overall purchase quarterly s sale shipment "
    "supply surplus that the their to total trade trading value volume weekly whole with world worth yearly "
    "aid assistance balance investment delivered shipped".split()
)
_WORD = re.compile(r"\w+")

#: What a series is about, beside its unit and its measure: flow, balance, reporter, partner and subject.
About = tuple[str | None, str | None, str | None, str | None, str]


class Says(Protocol):
    """A fact, or a value that facts imply."""

    @property
    def flow(self) -> str | None: ...  # noqa: D102
    @property
    def balance(self) -> str | None: ...  # noqa: D102
    @property
    def reporter(self) -> str | None: ...  # noqa: D102
    @property
    def partner(self) -> str | None: ...  # noqa: D102
    @property
    def indicator(self) -> str | None: ...  # noqa: D102


def about(fact: Says) -> About:
    """Return what a fact speaks of; two facts that give the same speak of the same."""
    return fact.flow, fact.balance, fact.reporter, fact.partner, subject(fact)


def subject(fact: Says) -> str:
    """Return what is measured, beyond the flow and its two sides, in a form that spellings share.

    `exports of wheat to Egypt` and `wheat exports` are both `wheat`; `exports to Russia` are nothing more
    than the flow itself, and so is a fact that names no indicator. What is counted is told of counts.
    """
    words = _words(fact.indicator or "", fact.flow, fact.reporter, fact.partner)
    counted = fact.counted if isinstance(fact, Fact) and fact.unit == "count" else None
    return " ".join(sorted({*words, *_words(counted or "", None, None, None)}))


@cache
def _words(text: str, flow: str | None, reporter: str | None, partner: str | None) -> tuple[str, ...]:
    words = {_singular(one) for one in _WORD.findall(text.casefold())}
    if flow is not None:
        words -= _SAID_BY_THE_FLOW
    for code in (reporter, partner):
        words -= _names(code)
    return tuple(sorted(words))


@cache
def _names(code: str | None) -> frozenset[str]:
    """Return the words by which a country is called."""
    country = countries().get(code or "")
    if country is None:
        return frozenset()
    names = f"{country.code} {country.name} {country.demonym} {country.capital}"
    return frozenset(_singular(one) for one in _WORD.findall(names.casefold()))


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[:-1] if word.endswith("s") and not word.endswith("ss") and len(word) > 3 else word
