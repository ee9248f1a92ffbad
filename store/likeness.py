"""How alike two texts are: the share of their stretches of three words that both have (Jaccard's index).

To find the texts that are much alike among a million, each has a sketch (MinHash: Broder, On the resemblance
and containment of documents, 1997): `_BANDS` times `_ROWS` numbers, of which two texts have as large a share
in common as of their stretches. Texts that agree in all the numbers of one band are worth comparing: of those
that are alike by 0.8 that finds 96 in 100, of those that are alike by 0.1 one in 12,000 (Leskovec, Rajaraman,
Ullman, Mining of Massive Datasets, 3.4).
"""

import re
import struct
from hashlib import blake2b

from rensa import RMinHash

from schemas.records import Document
from schemas.vocabulary import Section

#: Texts that are as alike as this, or more, are copies of each other.
ALIKE = 0.75
_BANDS, _ROWS = 8, 5
_SEED = 1
_WORDS_EACH = 3
#: A text with fewer stretches says too little to be a copy of anything but itself.
_FEWEST = 40
_WORD = re.compile(r"\w+")


def stretches(document: Document) -> frozenset[str]:
    """Return the stretches of three words of a document's body, in small letters."""
    return frozenset(_listed(document))


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Return how alike two texts are by their stretches, from 0 to 1."""
    both = len(one & other)
    return both / max(1, len(one) + len(other) - both)


def bands(document: Document) -> tuple[int, ...]:
    """Return the numbers by which texts that may be copies are found, one a band, as signed 64 bits.

    A text that is too short to be told from others has none.
    """
    found = _listed(document)
    if len(found) < _FEWEST:
        return ()
    sketch = RMinHash(num_perm=_BANDS * _ROWS, seed=_SEED)
    sketch.update(found)
    numbers = sketch.digest()
    return tuple(_band(at, numbers[at * _ROWS : (at + 1) * _ROWS]) for at in range(_BANDS))


def _band(at: int, numbers: list[int]) -> int:
    packed = struct.pack(f"<B{_ROWS}Q", at, *numbers)
    return int.from_bytes(blake2b(packed, digest_size=8).digest(), "little", signed=True)


def _listed(document: Document) -> list[str]:
    words = _WORD.findall(_body(document).lower())
    return list(map(" ".join, zip(*(words[at:] for at in range(_WORDS_EACH)), strict=False)))


def _body(document: Document) -> str:
    """Return the text without what is the page's: each that takes an article over has a page of its own."""
    text = document.text
    if not document.passages:
        return text
    return "\n".join(text[start:end] for start, end, section in document.passages if section == Section.BODY)
