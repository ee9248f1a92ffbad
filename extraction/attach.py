"""Attachment: which topic, which country of a list and which status belong to a quantity, and who says it.

Clause first, then sentence; what earlier sentences established is added in `context`.
"""

from extraction.draft import Draft
from extraction.flow.clauses import aside_end
from extraction.flow.flows import GIVEN, Topic
from extraction.language.lexicon import words_in
from extraction.language.pattern import class_of
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.sides.listing import row_of

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
    duty = _duty_of(tokens, draft, topics)
    if duty is not None or draft.measure == "rate":
        return duty
    topics = [topic for topic in topics if not topic.is_rate]
    goal = _goal(sentence, draft, topics)
    if goal is not None:
        return goal
    after = next((topic for topic in topics if topic.at > draft.at), None)
    if after is not None and (_leads_to(tokens, draft.at, after) or _is_passive(tokens, draft.at, after)):
        return after
    if after is not None and _is_whole_of(tokens, draft, after):
        return after
    before = _outside_asides(sentence, draft, [topic for topic in topics if topic.at < draft.at])
    if before:
        return _in_order(sentence, draft, before) or before[-1]
    whole = any(token.kind == "subject" for token in tokens[draft.at + 1 : draft.at + 4])
    if draft.quantity.kind in ("fraction", "count") or (draft.measure == "share" and not whole):
        return _of_next_share(sentence, draft)  # but `At 1.2% of GDP, the deficit is …`
    if sentence.has_before(draft.at, "anaphor"):
        return None  # `For the half-year the figure is €502 million`: of what was said before
    if after is None or any(token.kind in _CLAUSE_ENDS for token in tokens[draft.at : after.at]):
        return None
    return None if _is_of_the_next(sentence, draft, after) else after


def _is_of_the_next(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """`expects a decline of 3% and a deficit of $4bn`: the flow behind `and` is the next figure's alone."""
    between = [token.kind for token in sentence.tokens[draft.at + 1 : topic.at]]
    joined = between[:1] == ["and"] and len(between) <= _JOINED
    points = sentence.tokens[topic.at].kind in ("those", "that") and "and" in between
    return (joined or points) and any(other.at > topic.at for other in sentence.drafts)


#: `and a`, `and its trade`.
_JOINED = 3


def _outside_asides(sentence: Sentence, draft: Draft, topics: list[Topic]) -> list[Topic]:
    """`Car exports, half of which go to the EU, fell 4%`: what falls was spoken of before it."""
    if len(topics) < 2 or not sentence.has("which"):
        return topics
    near = topics[-_NEAREST:]
    ends = [aside_end(sentence.tokens, topic.at) for topic in near]
    outside = [topic for topic, end in zip(near, ends, strict=True) if end is None or end > draft.at]
    return [*topics[:-_NEAREST], *outside] or topics


#: So many flows before a figure are looked at, for an aside has few.
_NEAREST = 4


def _of_next_share(sentence: Sentence, draft: Draft) -> Topic | None:
    """`Oil made up 48% and gas 12% of Russian exports`: what the second is a share of, the first is too."""
    ends = next(
        (i for i, t in enumerate(sentence.tokens[draft.at : draft.at + _CLOSE]) if t.kind == "of"), None
    )
    if draft.measure != "share" or ends is None or draft.at + ends >= len(sentence.tokens):
        return None
    between = [token.kind for token in sentence.tokens[draft.at + 1 : draft.at + ends]]
    if (
        not set(between) <= _NEXT_SHARE
        or not {"and", "comma"} & set(between[:1])
        or between[-1] not in _PARTS
    ):
        return None
    last = draft.at + ends - 1
    after = next((topic for topic in sentence.topics if topic.at > last and not topic.is_rate), None)
    return after if after is not None and after.at - last <= _CLOSE else None


_NEXT_SHARE = frozenset(
    "and comma low_word cap_word hyphen hedge demonym place percent_quantity fraction bare".split()
)


def _is_next_clause(tokens: list[Token], draft: Draft, duty: Topic) -> bool:
    """`For the EU it is 20%; Japan gets 24%`: what the second clause says is of its own rate."""
    return any(t.kind in ("semicolon", "while", "but") for t in tokens[draft.at : max(draft.at, duty.at)])


def _duty_of(tokens: list[Token], draft: Draft, topics: list[Topic]) -> Topic | None:
    """Return the duty that a rate, a multiple or a price is of."""
    duties = [topic for topic in topics if topic.is_rate]
    if not duties:
        return None
    if draft.measure == "rate":
        said = (topic for topic in duties if not _is_next_clause(tokens, draft, topic))
        return min(said, key=lambda t: abs(t.at - draft.at), default=None)
    later = next((topic for topic in duties if topic.at > draft.at), None)
    if later is not None and draft.quantity.kind == "ratio" and _leads_to(tokens, draft.at, later):
        return later  # `doubles its duty on Canadian lumber`
    alone = draft.measure == "price" and len(duties) == len(topics)
    return topics[0] if alone else None  # `the levy on exports stands at $375 per tonne`


def _goal(sentence: Sentence, draft: Draft, topics: list[Topic]) -> Topic | None:
    """Return where `$5m in grants is destined for Mali`, `$9m of it will go to Chad` says that aid goes."""
    if not sentence.has("to_verb", "from_verb"):
        return None
    goes = (t for t in topics if t.at > draft.at and sentence.tokens[t.at].kind in ("to_verb", "from_verb"))
    goal = next(goes, None)
    given = any(topic.flow in GIVEN for topic in topics)
    if goal is None or not given or draft.quantity.kind not in _PARTS or goal.at - draft.at > _CLOSE:
        return None
    return None if any(draft.at < other.at < goal.at for other in sentence.drafts) else goal


_PARTS = frozenset({"money", "fraction", "percent_quantity"})


def _is_whole_of(tokens: list[Token], draft: Draft, topic: Topic) -> bool:
    """`supplied 25% of the fertiliser that the EU imported`: a share of what a clause of its own tells."""
    if draft.measure != "share":
        return False
    between = [token.kind for token in tokens[draft.at + 1 : topic.at]]
    clause = {"that", "which"} & set(between)
    return between[:1] == ["of"] and bool(clause) and len(between) <= _CLOSE


_CLOSE = 9


def _in_order(sentence: Sentence, draft: Draft, before: list[Topic]) -> Topic | None:
    """`exports to and imports from Russia rose 12% and 6%`: first with first, second with second."""
    row = row_of(sentence, draft)
    coordinated = before[-len(row) :]
    if len(row) < 2 or len(coordinated) < len(row):
        return None
    between = sentence.tokens[coordinated[0].at : coordinated[-1].at]
    if any(t.kind == "respectively" for t in sentence.tokens[draft.at : draft.at + _CLOSE]):
        return coordinated[
            row.index(draft)
        ]  # `came to $4bn and imports to $3bn, down 5% and 4% respectively`
    if any(
        token.kind in ("change", "amount", "comma") or token.kind.endswith("quantity") for token in between
    ):
        return None
    return coordinated[row.index(draft)]


def _is_passive(tokens: list[Token], start: int, topic: Topic) -> bool:
    """`goods worth 12 billion euros were imported`, `a third of Tunisia's oil is sold to Spain`."""
    if tokens[topic.at].kind not in ("flow_verb", "flow_arrive", "to_verb"):
        return False
    between = [token.kind for token in tokens[start + 1 : topic.at]]
    if between[-1:] != ["be"]:
        return False
    return len(between) <= 4 or (len(between) <= _CLOSE and set(between) <= _OF_GOODS)


_OF_GOODS = frozenset(
    "of in the its be have noun low_word cap_word hyphen place demonym possessive bloc period status "
    "and worth less more".split()
)


def _leads_to(tokens: list[Token], start: int, topic: Topic) -> bool:
    between = _without_bracket(tokens[start + 1 : topic.at])
    if topic.flow is None and any(token.kind == "of" for token in between):
        return False  # `1.2% of its GDP` is no amount of GDP
    if between and between[-1].kind in ("that", "which") and tokens[topic.at].kind in _MOVES:
        between = between[:-1]  # `the 44,000 cars that landed at Vancouver`
    if topic.flow == "balance" and [token.kind for token in between] == ["period"]:
        return True  # `a 5.2 billion December surplus`
    if between and between[0].kind == "be" and tokens[topic.at].kind == "flow":
        between = between[1:]  # `of which $58 million were Canadian exports`
    dated = bool(between) and between[0].kind == "of"  # `72% of May exports`
    return len(between) <= 9 and all(
        token.kind in _LEADS_TO_FLOW or (dated and token.kind == "period") for token in between
    )


def _without_bracket(tokens: list[Token]) -> list[Token]:
    """Leave out a conversion, and the end of one: `52bn shillings ($400m) in grants`."""
    first = next((i for i, token in enumerate(tokens[:1]) if token.kind == "open"), None)
    close = next((i for i, token in enumerate(tokens[:5]) if token.kind == "close"), None)
    if close is None or (first is None and close):
        return tokens
    behind = [token.kind for token in tokens[close + 1 : close + 2]]
    return tokens[close + 1 :] if behind[:1] in (["in"], ["of"]) else tokens


_MOVES = frozenset({"flow_verb", "flow_arrive", "flow_leave"})


_SAYS = class_of(("according", "say"))
_NAMES = frozenset({"cap_word", "agency", "place", "demonym", "capital", "of"})
_BEFORE_NAME = frozenset({"low_word", "from", "the", "a", "to", "by", "of", "say", "status", "trade"})


def attribution_of(text: str, sentence: Sentence) -> str | None:
    """Return who says it: `according to data from the Finance Ministry`, `Euronews reported that …`."""
    tokens = sentence.tokens
    for found in _SAYS.finditer(sentence.letters):
        at = found.start()
        token = tokens[at]
        if token.kind == "according":
            first = at + 1
            while first < len(tokens) and tokens[first].kind in _BEFORE_NAME:
                first += 1
            return _name_from(text, tokens, first)
        if at and tokens[at - 1].kind in _NAMES:
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
    for found in _SPEAKERS.finditer(sentence.letters, 0, len(tokens) - 1):
        at = found.start()
        token = tokens[at]
        if token.value == partner:
            continue
        office = token.kind == "agency" or any(
            text[t.start : t.end].lower() in _OFFICES for t in tokens[at + 1 : at + 5]
        )
        if office and (at < end or _SAYS.search(sentence.letters, max(0, at - 4), at + 8)):
            return token
    return None


_SPEAKERS = class_of(("place", "demonym", "agency", "capital", "bloc"))
_OFFICES = words_in("office")
