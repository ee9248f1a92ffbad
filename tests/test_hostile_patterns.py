"""No pattern of what puts facts together, or draws them, backtracks without end, whatever a sentence says."""

import re
import time
from importlib import import_module
from pkgutil import walk_packages

import pytest

import analysis
import figures
import official

_ROOMS = (analysis, figures, official)
PATTERNS = {
    f"{module.name}.{name}": pattern
    for room in _ROOMS
    for module in walk_packages(room.__path__, f"{room.__name__}.")
    for name, pattern in vars(import_module(module.name)).items()
    if isinstance(pattern, re.Pattern)
}
#: What repeats a word of a pattern that may be repeated, and ends so that the pattern cannot match.
_WORDS = (
    *("its ", "all the ", "country's ", "a’s ", " of ", " in a ", " from ", " x-y", " by ", "or "),
    *("1 billion ", "1,000 ", "corrected a b ", "in volume ", "2024-", "0", " ", "-"),
    *("a", "of a", "exports of ", "א", "א 1", "<svg ", ' width="1"', "A.'", "1.2"),
)


@pytest.mark.parametrize("name", PATTERNS)
def test_a_pattern_is_done_with_a_hostile_text(name: str) -> None:
    pattern = PATTERNS[name]
    for word in _WORDS:
        texts = [word * (size // len(word)) + "§" for size in (2_000, 8_000)]
        seconds = []
        for text in texts:
            began = time.process_time()
            for read in (pattern.match, pattern.search, pattern.fullmatch):
                read(f" of {text}" if isinstance(pattern.pattern, str) else f" of {text}".encode())
            seconds.append(time.process_time() - began)
        # Four times the text may take sixteen times as long, and never the thousands of an exponential one.
        assert seconds[1] < max(64 * seconds[0], 1.0), word
