"""What a heading tells: a table's caption, a column's or a row's words, read by the readers of sentences."""

import re
from dataclasses import dataclass
from typing import NamedTuple

from extraction.flow.flows import PLACES, code_of
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token, tokenize
from extraction.reading import Known, Sentence, read_sentence
from extraction.rules.times import Versus
from extraction.tables.lines import Span
from extraction.tables.units import Unit, units_in
from extraction.times.periods import When

_MARKS = r"[\s#*_>|~`(\[•·–—\-]*"
_LABEL = re.compile(
    rf"{_MARKS}(?:(?:Table|TABLE|Tab\.|Chart|Figure|Exhibit)\s+[\dA-Z]+(?:\.\d+)*[.:]?)?{_MARKS}(?:\d{{1,2}}[.)]\s+)?"
)
_NOTE = re.compile(r"(?:\s?(?:[*†‡§¹²³⁴⁵⁶⁷⁸⁹]|\[\w\]|\([a-z1-9]\)|\s\d/))+$")
_LOOSE_NOTE = re.compile(r"\s?\d\)$")
_CHANGE = words_in("change heading")
_SENDS, _RECEIVES = words_in("sending side heading"), words_in("receiving side heading")
_OTHER, _OWN = words_in("partner heading"), words_in("reporter heading")
_OPEN_PLACE = words_in("not a country before")
_WORD = re.compile(r"[^\W\d_]+")
_ALL = frozenset({"total", "world", "global"})
_RATES = frozenset({"rate_noun", "tariff"})
#: Behind a year: `2024f`.
_LETTERS = {"f": "forecast", "e": "estimate", "p": "provisional"}
_LETTER = re.compile(r"(?<=\d)[fepFEP]$")
#: What would make another period of a year: `2023/24`.
_GOES_ON = frozenset({"slash", "hyphen", "en_dash"})
_SHORT_TIME = re.compile(r"\b(?:[1-4][hq]|[hq][1-4]|\d{1,2}m)['’]?\d\d\b", re.IGNORECASE)
_LEFT_OVER = frozenset({"other", "others", "rest", "remaining"})
#: What a phrase leaves behind where its period stood.
_DANGLING = re.compile(r"(?:\b(?:in|for|during|of|by|as|at|the|from|to)\b|[\s\-–—:,;(*_])+$")
_PREPOSITIONS = frozenset({"to", "from"})
#: A city or a region above or before a figure tells no country.
_COUNTRIES = PLACES - {"city", "capital", "agency"}


class Side(NamedTuple):
    """A country that is named alone; `by` is the preposition before it, or empty."""

    word: Token
    by: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """What a heading tells. What it does not tell is None; a token's `value` is what it stands for.

    `side` is which side of a flow the countries below it are: `sends`, `receives`, `partner`, `reporter`.
    `phrase` is the span of the words that say what is measured. `is_unread` says that it names a time that
    was not understood.
    """

    span: Span
    phrase: Span
    units: tuple[Unit, ...] = ()
    measure: Token | None = None
    flow: Token | None = None
    balance: str | None = None
    reporter: Token | None = None
    partner: Token | None = None
    country: Side | None = None
    several: bool = False
    side: str | None = None
    whens: tuple[Token, ...] = ()
    versus: Token | None = None
    total: Token | None = None
    status: Token | None = None
    is_unread: bool = False

    @property
    def is_silent(self) -> bool:
        """Whether it tells nothing of what the figures of a table need."""
        return not (self.units or self.measure or self.flow or self.country or self.whens or self.partner)


def read_heading(text: str, start: int, end: int, known: Known) -> Heading:
    """Return what the heading `text[start:end]` tells."""
    label = _LABEL.match(text, start, end)
    start = label.end() if label else start
    end = _without_note(text, start, end)
    letter = _LETTER.search(text, start, end)
    end = letter.start() if letter else end
    tokens = tokenize(text, start, end)
    units = units_in(text, tokens)
    parts = [read_sentence(text, *part, "body", known) for part in _around(text, start, end, units)]
    told = _Told(text, (start, end), units, parts)
    status = Token("status", letter.start(), letter.end(), _LETTERS[letter[0].lower()]) if letter else None
    return told.heading(status)


def _without_note(text: str, start: int, end: int) -> int:
    """Return where a heading ends before its footnote marks: `Germany 1)`, `Belarus*`."""
    words = text[start:end]
    loose = words.count(")") > words.count("(")
    note = _NOTE.search(text, start, end) or (_LOOSE_NOTE.search(text, start, end) if loose else None)
    return note.start() if note else end


def _around(text: str, start: int, end: int, units: tuple[Unit, ...]) -> list[Span]:
    """Return what is left of a heading without its units, so that `2023, USD` is no sum of money."""
    edges = [start, *(edge for unit in units for edge in (unit.start, unit.end)), end]
    pairs = [(edges[at], edges[at + 1]) for at in range(0, len(edges), 2)]
    return [(a, b) for a, b in pairs if text[a:b].strip()]


class _Told:
    """The parts of a heading, asked for one thing after the other."""

    def __init__(self, text: str, span: Span, units: tuple[Unit, ...], parts: list[Sentence]) -> None:
        self.text, self.span, self.units, self.parts = text, span, units, parts
        self.tokens = [token for part in parts for token in part.tokens]
        self.words = {word.lower() for word in _WORD.findall(text, *span)}

    def heading(self, status: Token | None) -> Heading:
        flow, balance, sides = self._flow()
        named = {token.start for token in sides.values()}
        country, several = self._country(named)
        versus = self._first("versus", Versus)
        whens, unread = self._whens()
        if several and not sides:
            country = None
        return Heading(
            self.span, self._phrase(flow, whens), self.units, self._measure(versus), flow, balance,
            sides.get("reporter"), sides.get("partner"), country, several, self._side(),
            whens, versus, self._total(country), status or self._status(), unread,
        )  # fmt: skip

    def _flow(self) -> tuple[Token | None, str | None, dict[str, Token]]:
        """Return the flow that a heading names, its balance, and the countries on its sides."""
        for part in self.parts:
            for topic in part.topics:
                if not topic.flow or part.tokens[topic.at].kind == "trader":
                    continue
                word = part.tokens[topic.at]._replace(value=topic.flow)
                codes = {"reporter": topic.reporter, "partner": topic.partner}
                sides = {
                    name: part.tokens[at]._replace(value=codes[name])
                    for name, at in topic.evidence
                    if codes.get(name)
                }
                return word, topic.balance, sides
        traders = (token for token in self.tokens if token.kind == "trader")
        named = (t for t in traders if self.text[t.start : t.end].lower().startswith(str(t.value)))
        return next(named, None), None, {}  # `Top exporters of wheat`

    def _country(self, named: set[int]) -> tuple[Side | None, bool]:
        """Return the country that heads a line or a column, and whether others stand beside it."""
        places = [
            at
            for at, token in enumerate(self.tokens)
            if token.kind in _COUNTRIES and token.start not in named
        ]
        if not places:
            return None, bool(self.words & _LEFT_OVER)
        word = self.tokens[places[0]]
        before = self.tokens[: places[0]]
        said = {self.text[token.start : token.end].lower() for token in before}
        others = {self.tokens[at].value for at in places if self.tokens[at].kind != "world"} - {word.value}
        prefix = self.text[word.start : word.end].lower().partition("-")[0]
        unclear = bool(said & _OPEN_PLACE) or prefix in _OPEN_PLACE or code_of(word) in (None, "")
        if others or unclear:
            return None, True
        by = next((self.text[t.start : t.end].lower() for t in before if t.kind in _PREPOSITIONS), "")
        return Side(word, by), False

    def _first(self, kind: str, of: type) -> Token | None:
        return next((t for t in self.tokens if t.kind == kind and isinstance(t.value, of)), None)

    def _measure(self, versus: Token | None) -> Token | None:
        """Return what the words say is measured: a change, a share or a rate."""
        if versus is not None:
            return versus._replace(value="change")
        for token in self.tokens:
            if token.kind == "change_noun" or self.text[token.start : token.end].lower() in _CHANGE:
                return token._replace(value="change")
            if token.kind == "share" or token.kind in _RATES:
                return token._replace(value="share" if token.kind == "share" else "rate")
        return self._part_of()

    def _part_of(self) -> Token | None:
        """`% of total` and `% of GDP` are shares; `% of 2021` is an index."""
        for unit in self.units:
            after = [token for token in self.tokens if token.start >= unit.end][:3]
            if unit.unit == "percent" and after and after[0].kind == "of" and len(after) > 1:
                whole = self.text[after[1].start : after[1].end]
                if after[1].kind in ("total", "flow", "flow_bare", "trade", "world") or whole == "GDP":
                    return Token("share", unit.start, after[1].end, "share")
        return None

    def _side(self) -> str | None:
        for side, words in (
            ("reporter", _OWN),
            ("sends", _SENDS),
            ("receives", _RECEIVES),
            ("partner", _OTHER),
        ):
            if self.words & words:
                return side
        return None

    def _total(self, country: Side | None) -> Token | None:
        if (country is not None and country.word.kind != "world") or self.words & _LEFT_OVER:
            return None
        return next((token for token in self.tokens if token.kind in _ALL), None)

    def _status(self) -> Token | None:
        return next((token for token in self.tokens if token.kind == "status"), None)

    def _whens(self) -> tuple[tuple[Token, ...], bool]:
        """Return the periods, and whether one was not understood: `2023/24x`, `Jan-Dec 22`, `1H23`."""
        found, unread = [], bool(_SHORT_TIME.search(self.text, *self.span))
        for at, token in enumerate(self.tokens):
            if token.kind == "period" and isinstance(token.value, When):
                after = self.tokens[at + 1 : at + 3]
                after = after[1:] if after and after[0].kind in _GOES_ON else after
                goes_on = bool(after) and after[0].kind in ("numeral", "digits")
                found += [] if goes_on else [token]
                unread = unread or goes_on
        return tuple(found), unread and not found

    def _phrase(self, flow: Token | None, whens: tuple[Token, ...]) -> Span:
        """Return the words up to the unit, the period or a mark that parts them from the rest."""
        start, end = self.span
        stops = [unit.start for unit in self.units] + [when.start for when in whens]
        marks = [t.start for t in self.tokens if t.kind in ("comma", "open", "colon", "semicolon")]
        floor = flow.start if flow else start
        end = min((stop for stop in [*stops, *marks] if stop > floor), default=end)
        colons = [t.end for t in self.tokens if t.kind == "colon" and t.end <= floor]
        start = colons[-1] if colons else start
        start += len(self.text[start:end]) - len(self.text[start:end].lstrip())
        dangling = _DANGLING.search(self.text, start, end)
        return start, dangling.start() if dangling else end
