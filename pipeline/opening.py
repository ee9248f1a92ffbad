"""A database as everything above this room opens it: with the product of each fact stored beside it."""

from pathlib import Path

from schemas.records import Fact
from store import Store


def open_store(database: str | Path) -> Store:
    """Return the store at an address; see Store."""
    return Store(database, _product_code)


def _product_code(fact: Fact) -> str | None:
    # Most commands store nothing, and need not know the products.
    from analysis.products import product_of

    product = product_of(fact)
    return product.code if product else None
