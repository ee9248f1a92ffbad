from typing import NamedTuple


class Product(NamedTuple):
    code: str
    classification: str
    name: str
    words: str


def product_of(fact):
    return None
