"""Rankings of partners: `China was on top with $5.1bn, then Japan $1.2bn, and Chile came next ($0.8bn)`.

Who is ranked is the other side of the flow that the text speaks of, and each figure belongs to the country
before it. A ranking of rivals (`Brazil was the second-largest exporter`) is none of partners.
"""

import re

from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.flows import Topic, code_of, owns
from extraction.language.lexicon import words_in
from extraction.language.pattern import class_of
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.sides.listing import row_of
from extraction.sides.unowned import counts_goods

_FIGURES = frozenset({"money", "physical", "percent_quantity", "fraction", "bare"})
_NAMES = frozenset({"place", "capital", "bloc", "people_of"})
#: What those do who are ranked among buyers or sellers; any other flow is told by its own words.
_ACTS = frozenset("trader supplier market flow_verb get_verb".split())
_GOVERNS = frozenset("to from in of between for on among".split())
_TOWARDS_FIGURE = frozenset("open with at hedge over above a by comma hedge_plain".split())
_BEFORE_FIGURE = frozenset({"comma", "with", "at", "open", "colon"})
_PLACES_IN_ROW = words_in("place in a row")
_LEADS = words_in("leads a row")
_REACH = 3
#: A country stands at most so far before its figure.
_FARTHEST = 30


def ranked_among(text: str, sentence: Sentence, draft: Draft, context: Context) -> tuple[Topic, int] | None:
    """Return the flow among whose partners a figure's country is ranked, and where that country stands."""
    said = context.topic
    whose = (said.reporter or context.reporter) if said is not None else None
    if said is None or whose is None or context.distance > _REACH or not _is_figure(draft):
        return None
    flow = _side(text, sentence) or said.flow
    if flow not in _ALL:
        return None
    if flow not in ranking_of(text, sentence, context):
        return None
    at = _country(text, sentence, draft, whose) if _are_acts(text, sentence, draft) else None
    if at is None:
        return None
    code = code_of(sentence.tokens[at])
    balance = said.balance if flow == said.flow else None
    return Topic(-1, flow, balance, reporter=whose, partner=code), at


def _is_figure(draft: Draft) -> bool:
    return draft.measure != "price" and (draft.quantity.kind in _FIGURES or counts_goods(draft))


def _side(text: str, sentence: Sentence) -> str | None:
    """Return the flow of `On the import side China led the list`."""
    if not any(token.kind == "on" for token in sentence.tokens[:2]):
        return None
    tokens = [token for token in sentence.tokens[:4] if token.kind != "the"]
    if len(tokens) < 3 or tokens[0].kind != "on" or tokens[1].kind not in ("flow", "flow_bare"):
        return None
    return str(tokens[1].value) if text[tokens[2].start : tokens[2].end].lower() == "side" else None


def _are_acts(text: str, sentence: Sentence, draft: Draft) -> bool:
    """Tell whether no flow is spoken of but what buyers and sellers do, and nobody's own buyers are meant."""
    tokens = sentence.tokens
    end = next((other.at for other in sentence.drafts if other.at > draft.at), len(tokens))
    side = _side(text, sentence) is not None
    for topic in sentence.topics:
        told = tokens[topic.at].kind in _ACTS or (side and topic.at <= 2)
        if topic.is_rate or topic.at < 0 or (topic.at < end and not told):
            return False
    return not any(_is_owned(tokens, at) for at, token in enumerate(tokens) if token.kind in _TRADERS)


_TRADERS = frozenset({"trader", "supplier", "market"})


def _is_owned(tokens: list[Token], at: int) -> bool:
    """Tell whether a buyer is somebody's: `Kenya's biggest customer`."""
    return any(owns(tokens, i) and tokens[i].kind in _NAMES for i in range(max(0, at - 6), at))


def ranking_of(text: str, sentence: Sentence, context: Context) -> frozenset[str]:
    """Return the flows whose partners a sentence ranks, told once for all that ask."""
    if context.ranking is None or context.ranking[0] != sentence.start:
        context.ranking = sentence.start, _ranks(text, sentence, goes_on=context.ranked)
    return context.ranking[1]


def _ranks(text: str, sentence: Sentence, *, goes_on: bool) -> frozenset[str]:
    """Return the flows whose partners a sentence may rank: buyers those of exports, sellers of imports."""
    tokens, flows = sentence.tokens, set[str]()
    for trader in _TRADE.finditer(sentence.letters):
        at = trader.start()
        if _is_placed(text, tokens, at):
            sells = tokens[at].kind == "supplier" or tokens[at].value == "export"
            flows.add("total_trade" if tokens[at].value == "total_trade" else "import" if sells else "export")
    if flows:
        return frozenset(flows)
    anywhere = goes_on or _may_lead(text, sentence)
    places = range(len(tokens)) if anywhere else sentence.places_of("share", "superlative")
    leads = any(_leads(text, tokens, at, goes_on=goes_on) for at in places)
    return _ALL if leads else frozenset()


_ALL = frozenset({"export", "import", "total_trade"})
_TRADE = class_of(_TRADERS)


def _may_lead(text: str, sentence: Sentence) -> bool:
    """Tell whether a word such as `led` stands in a sentence at all."""
    small = text[sentence.start : sentence.end].lower()
    return any(word in small for word in _LEADS) and _LEADING.search(small) is not None


_LEADING = re.compile(rf"\b(?:{'|'.join(sorted(_LEADS))})\b")


def _leads(text: str, tokens: list[Token], at: int, *, goes_on: bool) -> bool:
    """`China led`, `is on top`, `holds the largest share`; where a ranking goes on also `Chad came next`."""
    token = tokens[at]
    word = text[token.start : token.end].lower()
    if token.kind == "share":
        return _is_placed(text, tokens, at)
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    if word == "most":  # `bought the most, 1.4mt`, but not `the most since 2019`
        return at > 0 and tokens[at - 1].kind in ("the", "next") and after in _BEFORE_FIGURE
    if word in _LEADS:  # but `led to a fall of 5%` and `spending led $70bn higher` rank nobody
        return after not in _FIGURES | {"to"}
    if token.kind == "superlative" and at and tokens[at - 1].kind == "on":
        return True
    return goes_on and (token.kind in ("rank", "ordinal", "next") or word in _PLACES_IN_ROW)


def _is_placed(text: str, tokens: list[Token], at: int) -> bool:
    """Tell whether a buyer is given a place in a row: `the largest single market`, `among suppliers`."""
    before = {token.kind for token in tokens[max(0, at - 3) : at]}
    placed = bool(before & {"superlative", "ordinal", "rank", "among"})
    return placed or " " in text[tokens[at].start : tokens[at].end]  # `top market`


def _country(text: str, sentence: Sentence, draft: Draft, whose: str) -> int | None:
    """Return where the country stands whose figure it is: the nearest before it that is ranked."""
    tokens = sentence.tokens
    for at in range(draft.at - 1, max(-1, draft.at - _FARTHEST), -1):
        if tokens[at].kind not in _NAMES or owns(tokens, at) or code_of(tokens[at]) in (None, whose):
            continue
        before = at - 1 - (at > 0 and tokens[at - 1].kind == "the")
        if before >= 0 and tokens[before].kind in _GOVERNS:
            continue
        if before >= 0 and _is_compared(text, tokens, before) and not _has_figure(sentence, at, draft):
            continue
        names = _row_of_names(tokens, at)
        row = row_of(sentence, draft)
        return names[row.index(draft)] if len(names) == len(row) > 1 else at
    return None


def _is_compared(text: str, tokens: list[Token], at: int) -> bool:
    """Tell whether the country behind `at` is only what another is compared with: `ahead of`, `overtook`."""
    word = text[tokens[at].start : tokens[at].end].lower()
    return tokens[at].kind in ("behind", "after", "than", "past") or word in _OVERTAKES


_OVERTAKES = words_in("overtakes")


def _has_figure(sentence: Sentence, at: int, draft: Draft) -> bool:
    """Tell whether a figure stands right behind the country: `behind Brazil (24.2%)`, `ahead of Chad with 6`.

    But `came second behind Brazil with 12%` is the share of who came second.
    """
    between = [token.kind for token in sentence.tokens[at + 1 : draft.at]]
    told = any(other.at < at and other.quantity.kind != "rank" for other in sentence.drafts)
    if "open" in between:
        return set(between) <= _TOWARDS_FIGURE | _FIGURES
    return told and "comma" not in between and set(between) <= _TOWARDS_FIGURE


def _row_of_names(tokens: list[Token], last: int) -> list[int]:
    """Return the countries of a row that ends at `last`: `Germany, Spain and the Netherlands`."""
    names, at = [last], last - 1
    while at > 0 and tokens[at].kind in ("comma", "and", "the"):
        if tokens[at].kind != "the" and tokens[at - 1].kind in _NAMES:
            names.insert(0, at - 1)
            at -= 1
        at -= 1
    return names
