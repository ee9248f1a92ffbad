"""What a relation is: a pattern over kinds that marks the drafts of the quantities that it names."""

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from extraction.draft import Draft
from extraction.language.rule import Found

Drafts = dict[int, Draft]
Mark = Callable[[Found, Drafts, str], None]


class Relation(NamedTuple):
    """One relation. `examples` are sentences, with what is said of their quantities, in order."""

    name: str
    pattern: str
    mark: Mark
    examples: Mapping[str, str] = {}
    refuses: Sequence[str] = ()


def draft_of(found: Found, drafts: Drafts, name: str) -> Draft | None:
    """Return the draft of the quantity that the group `name` matched, or None where it took no part."""
    token = found.get(name)
    return drafts.get(token.start) if token is not None else None
