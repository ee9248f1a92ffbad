"""Which country's money a name or a mark that several share stands for: `dollars`, `Sh`, `kr`."""

import re
from collections.abc import Iterable
from functools import cache, lru_cache

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.language.lexicon import lexicon
from extraction.settled import Settled
from schemas.places import countries

#: Which currencies a name that several share may mean, the commonest first.
_FAMILIES = {
    "dollar": ("USD",),
    "franc": ("CHF", "XOF", "XAF", "CDF", "RWF", "DJF", "GNF", "KMF", "BIF"),
    "CFA": ("XOF", "XAF"),
    "pound": ("GBP", "EGP", "LBP", "SYP", "SDG", "SSP"),
    "crown": ("SEK", "NOK", "DKK", "CZK", "ISK"),
    "rupee": ("INR", "PKR", "LKR", "NPR", "MUR", "SCR"),
    "rouble": ("RUB", "BYN"),
    "lira": ("TRY",),
    "leu": ("RON", "MDL"),
    "dinar": ("RSD", "IQD", "KWD", "JOD", "DZD", "BHD", "LYD", "TND"),
    "dirham": ("AED", "MAD"),
    "riyal": ("SAR", "QAR", "IRR", "OMR", "YER"),
    "som": ("KGS", "UZS"),
    "manat": ("AZN", "TMT"),
    "peso": ("MXN", "ARS", "CLP", "COP", "PHP", "UYU", "DOP", "CUP"),
    "shilling": ("KES", "UGX", "TZS", "SOS"),
    "kwacha": ("ZMW", "MWK"),
    "boliviano": ("BOB", "VES"),
    "escudo": ("PTE", "CVE"),
    "K": ("ZMW", "MWK", "PGK"),
    "P": ("BWP", "PHP"),
    "øre": ("DKK", "NOK"),
    "sen": ("MYR", "IDR", "JPY"),
}

#: What a shared name meant in a country before it took the euro.
_BEFORE_EURO = {"franc": {"FRA": "FRF", "BEL": "BEF"}}


@cache
def _marks() -> dict[str, list[str]]:
    """Return the letters that stand for each currency, besides its code."""
    marks: dict[str, list[str]] = {}
    for first in lexicon():
        phrases = lexicon().get(first)
        alone = phrases.alone if phrases else None
        if alone is not None and alone.kind == "code" and alone.value != first:
            marks.setdefault(alone.value, []).append(first)
    return marks


@cache
def _own_marks(code: str) -> re.Pattern[str] | None:
    """Return what finds the letters that mark this currency alone: `USh`, where `Sh` is any shilling."""
    marks = _marks().get(code)
    return re.compile(r"\b(?:" + "|".join(map(re.escape, marks)) + r")(?=[ ]?\d)") if marks else None


def settle_currency(text: str, one: Settled, context: Context) -> None:
    """Settle a name that several currencies share by the reporter's country, else by the text's countries."""
    if context.currency and one.draft.quantity.family == "dollar":
        one.unit = one.unit.replace("USD", context.currency)  # `All values are in New Zealand dollars.`
    family = one.draft.quantity.family
    if not is_shared(family):
        return
    code = shared_currency(text, family, (one.reporter, *context.places))
    if code is None:
        one.doubt(Doubt.GUESSED_CURRENCY)
    else:
        one.unit = one.unit.replace(one.draft.quantity.unit.partition("/")[0], code)


def is_shared(family: str | None) -> bool:
    """Tell whether several currencies have the name `family`: `franc`."""
    return len(_FAMILIES.get(family or "", ())) > 1


def shared_currency(text: str, family: str | None, codes: Iterable[str | None]) -> str | None:
    """Return the currency of the first of some countries that has one of a family; None where none has."""
    candidates = _FAMILIES.get(family or "", ())
    marked = _marked(text, family or "", candidates)
    candidates = tuple(code for code in candidates if code not in marked) or candidates
    named = [code for code in codes if code]
    owners = (countries().get(code) for code in named)
    today = next((one.currency for one in owners if one is not None and one.currency in candidates), None)
    former = _BEFORE_EURO.get(family or "", {})
    return today or next((former[code] for code in named if code in former), None)


def _marked(text: str, family: str, candidates: Iterable[str]) -> frozenset[str]:
    """Return which currencies of a family a text marks by letters of their own, somewhere."""
    told = _told_by(text)
    if family not in told:
        told[family] = frozenset(
            code for code in candidates if (own := _own_marks(code)) and own.search(text)
        )
    return told[family]


@lru_cache(maxsize=1)
def _told_by(text: str) -> dict[str, frozenset[str]]:
    """Return what is known of the text that is being read, by families: it is looked through once for each.

    Otherwise each amount of a long text would have all of it looked through.
    """
    return {}
