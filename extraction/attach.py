"""Attachment: which topic, which country of a list and which status belong to a quantity, and who says it.

Clause first, then sentence; what earlier sentences established is added in `context`.
"""

from extraction.draft import Draft
from extraction.flows import Topic
from extraction.lexicon import words_in
from extraction.listing import row_of
from extraction.reading import Sentence
from extraction.tokens import Token

#: Between a quantity and the flow it is an amount of (`$312mn of Turkish exports`) only these stand.
_LEADS_TO_FLOW = frozenset(
    "of in change_noun low_word cap_word demonym place bloc agency possessive the a its status worth hyphen "
    "price_noun rate_noun flow_bare total versus annual_rate global share ordinal rank superlative "
    "trade aid_noun region world".split()
)
_CLAUSE_ENDS = frozenset({"semicolon", "while", "but", "em_dash", "after"})


def topic_of(sentence: Sentence, draft: Draft) -> Topic | None:
    """Return the topic that a quantity is about, if its sentence has one."""
    tokens, topics = sentence.tokens, sentence.topics
    if not topics:
        return None
    duty = next((topic for topic in topics if topic.is_rate and topic.at > draft.at), None)
    if duty is not None and draft.quantity.kind == "ratio" and _leads_to(tokens, draft.at, duty):
        return duty  # `doubles its duty on Canadian lumber`
    if draft.measure == "rate":
        duties = [topic for topic in topics if topic.is_rate and not _is_next_clause(tokens, draft, topic)]
        return min(duties, key=lambda t: abs(t.at - draft.at), default=None)
    if draft.measure == "price" and topics and all(topic.is_rate for topic in topics):
        return topics[0]  # `the levy on exports stands at $375 per tonne`
    topics = [topic for topic in topics if not topic.is_rate]
    after = next((topic for topic in topics if topic.at > draft.at), None)
    if after is not None and (_leads_to(tokens, draft.at, after) or _is_passive(tokens, draft.at, after)):
        return after
    if after is not None and _is_whole_of(tokens, draft, after):
        return after
    before = [topic for topic in topics if topic.at < draft.at]
    if before:
        return _in_order(sentence, draft, before) or before[-1]
    whole = any(token.kind == "subject" for token in tokens[draft.at + 1 : draft.at + 4])
    if draft.quantity.kind in ("fraction", "count") or (draft.measure == "share" and not whole):
        return None  # but `At 1.2% of GDP, the deficit is …`
    if any(token.kind == "anaphor" for token in tokens[: draft.at]):
        return None  # `For the half-year the figure is €502 million`: of what was said before
    crossed = after is not None and any(token.kind in _CLAUSE_ENDS for token in tokens[draft.at : after.at])
    return None if crossed else after


def _is_next_clause(tokens: list[Token], draft: Draft, duty: Topic) -> bool:
    """`For the EU it is 20%; Japan gets 24%`: what the second clause says is of its own rate."""
    return any(t.kind in ("semicolon", "while", "but") for t in tokens[draft.at : max(draft.at, duty.at)])


def _is_whole_of(tokens: list[Token], draft: Draft, topic: Topic) -> bool:
    """`supplied 25% of the fertiliser that the EU imported`: a share of what a clause of its own tells."""
    between = [token.kind for token in tokens[draft.at + 1 : topic.at]]
    clause = {"that", "which"} & set(between)
    return draft.measure == "share" and between[:1] == ["of"] and bool(clause) and len(between) <= _CLOSE


_CLOSE = 9


def _in_order(sentence: Sentence, draft: Draft, before: list[Topic]) -> Topic | None:
    """`exports to and imports from Russia rose 12% and 6%`: first with first, second with second."""
    row = row_of(sentence, draft)
    coordinated = before[-len(row) :]
    if len(row) < 2 or len(coordinated) < len(row):
        return None
    between = sentence.tokens[coordinated[0].at : coordinated[-1].at]
    if any(
        token.kind in ("change", "amount", "comma") or token.kind.endswith("quantity") for token in between
    ):
        return None
    return coordinated[row.index(draft)]


def _is_passive(tokens: list[Token], start: int, topic: Topic) -> bool:
    """`goods worth 12 billion euros were imported`: the verb comes after the amount."""
    between = [token.kind for token in tokens[start + 1 : topic.at]]
    return tokens[topic.at].kind == "flow_verb" and between[-1:] == ["be"] and len(between) <= 4


def _leads_to(tokens: list[Token], start: int, topic: Topic) -> bool:
    between = tokens[start + 1 : topic.at]
    if topic.flow is None and any(token.kind == "of" for token in between):
        return False  # `1.2% of its GDP` is no amount of GDP
    if between and between[-1].kind in ("that", "which") and tokens[topic.at].kind in _MOVES:
        between = between[:-1]  # `the 44,000 cars that landed at Vancouver`
    return len(between) <= 9 and all(token.kind in _LEADS_TO_FLOW for token in between)


_MOVES = frozenset({"flow_verb", "flow_arrive", "flow_leave"})


_NAMES = frozenset({"cap_word", "agency", "place", "demonym", "capital", "of"})
_BEFORE_NAME = frozenset({"low_word", "from", "the", "a", "to", "by", "of", "say", "status", "trade"})


def attribution_of(text: str, sentence: Sentence) -> str | None:
    """Return who says it: `according to data from the Finance Ministry`, `Euronews reported that …`."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens):
        if token.kind == "according":
            first = at + 1
            while first < len(tokens) and tokens[first].kind in _BEFORE_NAME:
                first += 1
            return _name_from(text, tokens, first)
        if token.kind == "say" and at and tokens[at - 1].kind in _NAMES:
            first = at - 1
            while first and tokens[first - 1].kind in _NAMES:
                first -= 1
            return _name_from(text, tokens, first)
    return None


def _name_from(text: str, tokens: list[Token], first: int) -> str | None:
    """Return the name that begins at a token: a row of capitalised words, countries and offices."""
    last = first
    while last < len(tokens) and tokens[last].kind in _NAMES:
        last += 1
    while last > first and tokens[last - 1].kind == "of":
        last -= 1
    return text[tokens[first].start : tokens[last - 1].end] if last > first else None


def speaker(text: str, sentence: Sentence, partner: str | None, end: int) -> Token | None:
    """Return the country in `US statistics agencies reported`: an office speaks of its own country."""
    tokens = sentence.tokens
    for at, token in enumerate(tokens[:-1]):
        if token.kind not in ("place", "demonym", "agency", "capital", "bloc") or token.value == partner:
            continue
        after = {text[t.start : t.end].lower() for t in tokens[at + 1 : at + 5]}
        says = any(t.kind in ("say", "according") for t in tokens[max(0, at - 4) : at + 8])
        if (token.kind == "agency" or after & _OFFICES) and (at < end or says):
            return token
    return None


_OFFICES = words_in("office")
