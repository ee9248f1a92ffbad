"""Where and when a report was written, which is nobody's flow and no figure's period.

BISHKEK, July 31 (Reuters) - Exports …      the place, the date and the agency
MOSCOW. Nov 20 (Severinform) - Trade …
September 30, 2024 — 10.45am                a line that has nothing but a date
"""

import re

from extraction.flow.flows import PLACES
from extraction.language.pattern import class_of
from extraction.language.tokens import Token

#: `US` and `UAE` are names in a sentence; `PARIS` and `LIMA` open one.
_LONGEST_ABBREVIATION = 3
#: So much of a line tells whether all of it is in capitals.
_GLANCE = 40
_GOES_ON = frozenset({"comma", "colon", "em_dash", "en_dash", "hyphen", "open", "point", "slash"})
_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
_MONTH = rf"(?:{'|'.join([*_MONTHS.split(), *_MONTHS.upper().split()])})\w{{0,6}}\.?"
_DAY = rf"(?:{_MONTH}\ ?\d{{1,2}}(?:st|nd|rd|th)?|\d{{1,2}}(?:st|nd|rd|th)?\ {_MONTH}|\d{{1,2}}\.\d{{1,2}}\.)"
_DATE = rf"(?:\w+day,?\ )?{_DAY}(?:,?\ ?(?:19|20)\d\d)?"
_DASH = r"(?:--|[–—-])"
#: A place of at most four words, a date, perhaps an agency in brackets, and the dash that ends it all.
_OPENING = re.compile(
    r"(?P<place>[^\W\d_][^\n,.(]{1,40})[,.:]?(?:,\ [A-Z][\w .]{1,20})?[,.]?\ "
    rf"\(?(?P<date>{_DATE})\)?[,.]?(?:\ ?\([^)\n]{{2,40}}\)|\ /[^/\n]{{2,30}}/)?\.?\ ?{_DASH}\ "
)
_DATE_FIRST = re.compile(rf"(?P<date>{_DATE})(?:\ \([^)\n]{{2,40}}\))?\.?\ ?{_DASH}\ ")
#: Nothing but a date, with the time of day, a place or an agency around it.
_LINE = re.compile(
    rf"(?:(?:Published|Updated|Posted|Last\ updated|Date|Released?)(?:\ on)?:?\ )?(?:[A-Z][\w .]{{1,30}},\ )?"
    rf"(?P<date>{_DATE})(?:[,\s|@—–-]*(?:at\ )?\d{{1,2}}[.:]\d\d.{{0,12}})?\.?",
    re.IGNORECASE,
)


def without_dateline(text: str, start: int, end: int, tokens: list[Token], letters: str) -> list[Token]:
    """Return a sentence's tokens with those of a dateline made such that nothing reads them.

    `letters` are those of the tokens.
    """
    until = _end_of_dateline(text, start, end, letters) if _DIGIT.search(text, start, end) else start
    if until > start:
        return [t._replace(kind="dateline") if t.end <= until else t for t in tokens]
    return _without_place(text, tokens)


#: Every date has a number; most sentences have none.
_DIGIT = re.compile(r"\d")
#: A place, an agency and the date are no longer than so many pieces.
_FARTHEST = 40


def _end_of_dateline(text: str, start: int, end: int, letters: str) -> int:
    """Return where a dateline ends that opens a sentence or is all of it; where it begins if none does."""
    if _DASHES.search(letters, 0, _FARTHEST):
        found = _OPENING.match(text, start, end) or _DATE_FIRST.match(text, start, end)
        if found is not None and _is_dateline(found):
            return found.end()
    whole = _LINE.fullmatch(text, start, end) if len(letters) <= _FARTHEST else None
    return whole.end() if whole else start


_DASHES = class_of(("hyphen", "en_dash", "em_dash"))


def _is_dateline(found: re.Match[str]) -> bool:
    """Tell a place from the beginning of a sentence: all its words have capitals."""
    place = found.groupdict().get("place")
    return place is None or all(word[:1].isupper() or word in ("de", "of") for word in place.split())


def _row_of_places(text: str, tokens: list[Token]) -> int:
    """Return how many tokens `MUMBAI/SINGAPORE - ` has: places in capitals, strokes and a dash."""
    row = 0
    while row + 1 < len(tokens) and tokens[row + 1].kind == "slash":
        row += 2
    until = row + 1
    if not row or until >= len(tokens) or tokens[until].kind not in ("hyphen", "en_dash", "em_dash"):
        return 0
    return until if text[tokens[0].start : tokens[row].end].isupper() else 0


def _without_place(text: str, tokens: list[Token]) -> list[Token]:
    """`BISHKEK -- Exports …`: a place in capitals."""
    row = _row_of_places(text, tokens)
    if row > 1:
        return [*(token._replace(kind="dateline") for token in tokens[:row]), *tokens[row:]]
    if len(tokens) > 1 and tokens[0].kind in PLACES and tokens[1].kind in _GOES_ON:
        place = text[tokens[0].start : tokens[0].end]
        shouts = text[tokens[0].start : tokens[0].start + _GLANCE].isupper()
        if place.isupper() and "." not in place and len(place) > _LONGEST_ABBREVIATION and not shouts:
            return [tokens[0]._replace(kind="dateline"), *tokens[1:]]
    return tokens
