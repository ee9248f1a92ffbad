"""The product that a fact is about, as a code that official figures have too.

The good is looked for in the fact's indicator and in its counted noun, never in the rest of the sentence,
where another good may stand. Only the goods of the Common High Priority List are known from the sentence:
they are told as a group, by a name that a noun rarely carries. Unknown is None, never a guess.
"""

from functools import cache

from analysis.goods import LISTED_GOODS, Product, goods_of, rows_of
from analysis.high_priority import (
    high_priority_codes,
    is_high_priority,
    is_of_trade,
    words_for_listed_goods,
)
from schemas.records import Fact

__all__ = ["Product", "high_priority_codes", "is_high_priority", "product_name", "product_of"]


def product_of(fact: Fact) -> Product | None:
    """Return the product that a fact measures, or None where its words do not make one certain."""
    named = _named_product(fact)
    if named is not None:
        return named if named.classification == "HS" or is_of_trade(fact) else None
    words = words_for_listed_goods(fact)
    return LISTED_GOODS._replace(words=words) if words else None


@cache
def _names() -> dict[str, str]:
    names = {row["code"]: row["name"] for row in rows_of("products.csv")}
    return names | {LISTED_GOODS.code: LISTED_GOODS.name}


def product_name(code: str) -> str | None:
    """Return what a product is called, or None for a code that product_of does not give."""
    return _names().get(code)


def _named_product(fact: Fact) -> Product | None:
    """Return the product of the indicator, or else of the counted noun; None where they name two.

    A count of things that cross no border may be of what carries the goods: `1,200 lorries waited`.
    """
    if fact.unit == "count" and not is_of_trade(fact):
        return None
    counted = goods_of(fact.counted).product if fact.counted else None
    measured = goods_of(fact.indicator) if fact.indicator else None
    if measured is None or measured.is_open:
        return counted
    named = measured.product
    two = named is not None and counted is not None and named.code != counted.code
    return None if two else named
