"""Whether two sentences speak of one matter, by the words that they share."""

import re
from functools import cache

from schemas.records import Fact

_WORD = re.compile(r"[^\W\d_]{4,}")
#: Words are compared by their first letters, so that `companies` and `company` are one.
_STEM = 5
#: Sentences of one matter share so many words, beside what is counted.
_SHARED = 3
_COMMON = frozenset(
    "about after also been before could from have into more most much other over said says some such "
    "than that their them then there these they this those under were what when which while will with "
    "would year".split()
)


def same_matter(one: Fact, other: Fact) -> bool:
    """Tell whether two facts of the same number are about one thing.

    A flow between two countries says so by itself; of anything else, such as a count of companies, the
    sentences must share words beyond what is counted.
    """
    if one.flow is not None and one.reporter is not None and one.partner is not None:
        return True
    counted = _stems(f"{one.counted or ''} {other.counted or ''} {one.indicator or ''}")
    return len((_stems(one.sentence) & _stems(other.sentence)) - counted) >= _SHARED


@cache
def _stems(text: str) -> frozenset[str]:
    return frozenset(word[:_STEM] for word in _WORD.findall(text.casefold()) if word not in _COMMON)
