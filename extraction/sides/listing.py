"""Lists: the country that an item of a list gives to its quantity."""

from extraction.draft import Draft
from extraction.flow.flows import PLACES, Topic, code_of, owns, sides_of
from extraction.flow.nouns import row_of_names
from extraction.language.tokens import Token
from extraction.reading import Sentence

_NAMES = frozenset({"place", "city", "capital", "bloc"})
#: Between an item's country and its figure: `Japan a bit over 6`, `China ($3.7 billion)`, `Sudan with 15.1`.
_LEADS = frozenset("open hedge over above a by at with for comma plus hedge_plain colon less more".split())
_FARTHEST = 5
_FIGURES = frozenset({"money", "percent_quantity", "physical", "fraction", "ratio"})
#: One of these before an item says that a list of countries goes on: `followed by`, `ahead of`.
_RANKS = frozenset({"followed", "behind", "trader", "supplier", "superlative", "share_verb"})


def listed_partner(sentence: Sentence, draft: Draft, topic: Topic | None) -> str | None:
    """Return the country that a list gives to this quantity: `China ($3.7 billion)`, `Malaysia 14`."""
    tokens = sentence.tokens
    if topic is not None and topic.partners:
        row = row_of(sentence, draft)
        if len(row) == len(topic.partners):
            return topic.partners[row.index(draft)]
    if taker := _accounts_for(tokens, draft.at):
        return taker
    of_share = draft.measure == "share" or draft.quantity.unit == "percentage_point"
    owner = _share_of(tokens, draft.at) if of_share else None
    owner = owner or _predicate(tokens, draft.at)
    return owner or _place_behind(tokens, draft, topic) or _item_before(tokens, draft.at)


def opens_with(sentence: Sentence) -> str | None:
    """Return the country that a paragraph is about which names it first: `Peru: the surplus shrank …`."""
    tokens = sentence.tokens
    if sentence.is_item or len(tokens) < _PROSE or tokens[0].kind not in _NAMES or tokens[1].kind != "colon":
        return None
    return code_of(tokens[0]) if tokens[2].kind in ("the", "a", "flow", "low_word", "cap_word") else None


_PROSE = 6


def asked(text: str, sentence: Sentence, reporter: str | None) -> Topic | None:
    """Return the flow whose partners a question or a heading asks for: `Who buys?`, `Top destinations`."""
    at = sentence.first(*_TRADERS) if not sentence.drafts else None
    if at is None or not (_is_question(text, sentence) or _is_heading(sentence)):
        return None
    word = sentence.tokens[at]
    if word.value not in ("import", "export"):
        return None
    sells = word.kind == "supplier" or word.value == "export"
    owner = next((code_of(token) for token in sentence.of_kinds(*PLACES)), None)
    return Topic(-1, "import" if sells else "export", reporter=owner or reporter)


_TRADERS = frozenset({"trader", "supplier", "flow_verb"})
_LONGEST_HEADING = 6


def _is_question(text: str, sentence: Sentence) -> bool:
    first = sentence.tokens[1 if sentence.tokens[0].kind == "and" and len(sentence.tokens) > 1 else 0]
    return text[sentence.end - 1] == "?" and text[first.start : first.end].lower() in ("who", "where")


def _is_heading(sentence: Sentence) -> bool:
    traders = sentence.has("trader", "supplier")
    return sentence.opens and traders and len(sentence.tokens) <= _LONGEST_HEADING


def acts_next(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """Tell whether an item's country does what the one before did: `Tanzania bought …, and Uganda $1.5bn`.

    It is then on the side of the one that acts: of the verb, or of what is done with a flow as in `Canada
    raised its exports by 4%, Mexico by 6%`.
    """
    tokens = sentence.tokens
    if not 0 <= topic.at < draft.at or draft.measure == "share":
        return False
    if _is_next_trader(tokens, draft, topic):
        return True
    name = draft.at - 1
    while name > 1 and tokens[name].kind in _STEPPED:
        name -= 1
    first = name - 1 - (name > 1 and tokens[name - 1].kind == "the")
    if name < 2 or tokens[name].kind not in _NAMES or tokens[first].kind not in _JOINS:
        return False
    if _ends_with_place(sentence, topic):
        return False
    return tokens[topic.at].kind in _ACTS or _owner_acts(tokens, topic)


def _is_next_trader(tokens: list[Token], draft: Draft, topic: Topic) -> bool:
    """`Italy was the biggest buyer of Egyptian goods, ahead of Turkey with $2bn`: one more buyer."""
    name = _name_before(tokens, draft.at)
    if name is None or name < 2 or tokens[topic.at].kind != "trader" or topic.partner is None:
        return False
    before = name - 1 - (tokens[name - 1].kind == "the")
    ranked = tokens[before].kind in ("behind", "followed")
    return ranked and topic.flow == "import" and topic.reporter is not None and name > topic.at


def _ends_with_place(sentence: Sentence, topic: Topic) -> bool:
    """`Kenya raised its exports to Uganda by 5% and Rwanda by 7%`: the place before a figure leads a row."""
    first = next((one.at for one in sentence.drafts if one.at > topic.at), topic.at + 1) - 1
    while first > topic.at and sentence.tokens[first].kind in _STEPPED:
        first -= 1
    return first > topic.at and sentence.tokens[first].kind in _NAMES


def _owner_acts(tokens: list[Token], topic: Topic) -> bool:
    """Tell whether who owns a flow does something with it: `Canada raised its exports`."""
    at = next((at for name, at in topic.evidence if name == "reporter"), topic.at)
    return tokens[topic.at].kind == "flow" and at + 1 < topic.at and tokens[at + 1].kind in _DOES


_DOES = frozenset({"change", "amount", "raise_verb", "have"})
_ACTS = frozenset({"flow_verb", "gift_verb", "give_verb", "aid_verb", "offer_verb"})
_JOINS = frozenset({"and", "comma", "while", "semicolon"})
_STEPPED = frozenset("by to at hedge hedge_estimate hedge_plain over above a".split())


def is_from_end(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """Tell whether an item is whose flow it is: `Exports from Chile rose 5%, from Peru 7%`."""
    tokens = sentence.tokens
    name = _name_before(tokens, draft.at)
    if name is not None and draft.at < topic.at:
        return code_of(tokens[name]) in topic.reporters  # `The US (+31%) and Canada (+12%) bought …`
    if name is None or topic.flow is None or not 0 <= topic.at < draft.at:
        return False
    first = name - 1 if tokens[name - 1].kind == "the" and name > 1 else name
    preposition = tokens[first - 1].kind
    return _is_behind_in(tokens, topic) if preposition == "in" else _names_reporter(topic, preposition)


def _names_reporter(topic: Topic, preposition: str) -> bool:
    return sides_of(topic).get(preposition) == "reporter"


def _is_behind_in(tokens: list[Token], topic: Topic) -> bool:
    """Tell whether whose flow it is was told by `in`: `In Germany exports rose 4%, in France 2%`."""
    at = next((at for name, at in topic.evidence if name == "reporter"), 0)
    return at > 0 and tokens[at - 1 - (tokens[at - 1].kind == "the" and at > 1)].kind == "in"


def _name_before(tokens: list[Token], end: int) -> int | None:
    """Return where the country of an item stands before its figure or figures."""
    at = _first_in_brackets(tokens, end) - 1
    end = at + 1
    while at > 0 and end - at <= _FARTHEST and (tokens[at].kind in _LEADS or tokens[at].value == "bit"):
        at -= 1
    return at if at > 0 and tokens[at].kind in _NAMES else None


def _item_before(tokens: list[Token], end: int) -> str | None:
    """Return the country of the item `Japan a bit over 6`, `China ($3.7 billion)` or `Sudan with 15.1`."""
    gone = _gone_from(tokens, end)
    if gone is not None:
        return code_of(tokens[gone])
    at = _name_before(tokens, end)
    if at is None:
        return None
    end = _first_in_brackets(tokens, end)
    leads = {token.kind for token in tokens[at + 1 : end]}
    first = at - 1 if tokens[at - 1].kind == "the" and at > 1 else at
    before = tokens[first - 1].kind
    if leads & {"open", "by"} or ("colon" in leads and before in ("to", "from")):
        return code_of(tokens[at])
    opens = before in ("comma", "and", "bullet", "semicolon")
    if (
        before in ("to", "from", "in")
        and first > 1
        and tokens[first - 2].kind in ("comma", "and", "semicolon")
    ):
        return code_of(tokens[at])  # `rose 12% to Slovenia, to Italy 5% and to Bosnia 9%`
    if leads & {"with", "at", "for"}:
        return code_of(tokens[at]) if {t.kind for t in tokens[:at]} & _RANKS else None
    return code_of(tokens[at]) if opens and "comma" not in leads else None


def _gone_from(tokens: list[Token], end: int) -> int | None:
    """Return the country in `exports to Oman fell to $2bn, and to India from $1.5bn to $1.2bn`."""
    at = end - 1
    while at > 1 and end - at <= _FARTHEST and tokens[at].kind in _GONE:
        at -= 1
    if at < 2 or at == end - 1 or tokens[at].kind not in _NAMES or tokens[at + 1].kind != "from":
        return None
    first = at - 1 - (tokens[at - 1].kind == "the")
    joined = first > 0 and tokens[first - 1].kind in ("comma", "and", "semicolon")
    return at if joined and tokens[first].kind in ("to", "from") else None


_GONE = _FIGURES | frozenset({"bare", "from", "to", "hedge"})


def _first_in_brackets(tokens: list[Token], end: int) -> int:
    """Return where an item's first figure stands: `China (€12.7 bn; 16.7%)`, `China $43bn (+11%)`."""
    at = end
    while at > 1 and tokens[at - 1].kind in _IN_BRACKETS:
        at -= 1
    if at < 2 or tokens[at - 1].kind != "open":
        return end
    return at - 2 if tokens[at - 2].kind in _FIGURES | {"bare"} else at


_IN_BRACKETS = frozenset({"semicolon", "comma", "or", "hedge", "plus", "bare", *_FIGURES})


def _place_behind(tokens: list[Token], draft: Draft, topic: Topic | None) -> str | None:
    """Return the country in `a £0.4 billion fall to the EU` and in `rose 5% to Germany and 3% to France`."""
    if topic is None or topic.flow is None or topic.at > draft.at:
        return None
    at = draft.at + 1
    if tokens[at : at + 1] and tokens[at].kind == "of" and _stands_for_goods(tokens, at + 1):
        at += 2  # `99.8% of it to China`
    while at < len(tokens) and tokens[at].kind in _BEFORE_END:
        at += 1
    if (
        at + 1 >= len(tokens)
        or sides_of(topic).get(tokens[at].kind) != "partner"
        or tokens[at].kind in ("of", "in")
    ):
        return None
    place = at + 2 if tokens[at + 1].kind == "the" and at + 2 < len(tokens) else at + 1
    named = tokens[place].kind in ("place", "capital", "bloc") and len(row_of_names(tokens, place)[0]) == 1
    return code_of(tokens[place]) if named and not owns(tokens, place) else None


_BEFORE_END = frozenset({"change_noun", "low_word", "versus", "period", "in", "less", "more"})


def _stands_for_goods(tokens: list[Token], at: int) -> bool:
    return at < len(tokens) and (tokens[at].kind in ("those", "that") or tokens[at].value in ("it", "them"))


def _accounts_for(tokens: list[Token], end: int) -> str | None:
    """Return the country in `Russia accounted for about 38%` and in `Russian oil made up 2%`."""
    verbs = (at for at in range(end - 1, max(0, end - 4), -1) if tokens[at].kind == "share_verb")
    verb = next(verbs, None)
    if verb is None:
        return None
    for token in reversed(tokens[max(0, verb - 3) : verb]):
        if token.kind in ("place", "capital", "demonym"):
            return str(token.value)
        if token.kind not in ("low_word", "alone"):
            return None
    return None


def _predicate(tokens: list[Token], start: int) -> str | None:
    """Return the country in `a fifth, or 16.3 bcm, was Russian.`"""
    for at in range(start + 1, min(len(tokens) - 1, start + 7)):
        if tokens[at].kind == "be":
            last = tokens[at + 2].kind if at + 2 < len(tokens) else "point"
            named = tokens[at + 1].kind == "demonym" and last in ("point", "comma", "semicolon", "and")
            return code_of(tokens[at + 1]) if named else None
        if tokens[at].kind not in ("comma", "or", "close", *_FIGURES):
            return None
    return None


def _share_of(tokens: list[Token], end: int) -> str | None:
    """Return the country in `the share of the United States rose by` and in `against China's 13.9%`."""
    if end > 1 and tokens[end - 1].kind == "possessive" and tokens[end - 2].kind in _NAMES:
        return code_of(tokens[end - 2])
    if tokens[end - 1].kind == "to" and tokens[end - 2].kind in _FIGURES:
        end -= 2  # `shrank by four points to 44%`
    for at in range(end - 1, max(-1, end - 9), -1):
        if tokens[at].kind in ("semicolon", "while", "but") or tokens[at].kind in _FIGURES:
            return None
        if tokens[at].kind in _NAMES and owns(tokens, at):
            shares = any(token.kind == "share" for token in tokens[at + 2 : at + 4])
            return code_of(tokens[at]) if shares else None
        if tokens[at].kind in _NAMES | {"demonym"} and [t.kind for t in tokens[at + 1 : at + 2]] == ["share"]:
            return code_of(tokens[at])  # `the US share was 9%`
        if tokens[at].kind in _NAMES:
            first = at - 1 - (tokens[at - 1].kind == "the")
            words = [token.kind for token in tokens[max(0, first - 1) : first + 1]]
            return code_of(tokens[at]) if words in (["share", "of"], ["that", "of"]) else None
    return None


#: In a list, these too stand behind the name of an item: `- Germany – €210m`.
_MARKS = frozenset({"en_dash", "em_dash", "hyphen", "comma", "open"})
_HEADS = frozenset({"place", "capital", "bloc", "agency"})
_LATEST_MARK = 3


def heads_item(sentence: Sentence, draft: Draft) -> Token | None:
    """Return the country that heads an item of a list: `Norway: NOK 72 billion`."""
    tokens = sentence.tokens
    if not sentence.is_item and not sentence.has("colon"):
        return None
    for at, token in enumerate(tokens[: min(draft.at, _LATEST_MARK + 1)]):
        marks = token.kind == "colon" or (sentence.is_item and token.kind in _MARKS)
        if marks and at and tokens[at - 1].kind in _HEADS:
            return tokens[at - 1]
    return None


def row_of(sentence: Sentence, draft: Draft) -> list[Draft]:
    """Return the quantities that stand in one row with `draft`, separated by commas and `and` alone."""
    drafts = sentence.drafts
    first = last = next((at for at, one in enumerate(drafts) if one is draft), -1)
    if first < 0:
        return []
    while first > 0 and _is_joined(sentence, drafts[first - 1], drafts[first]):
        first -= 1
    while last + 1 < len(drafts) and _is_joined(sentence, drafts[last], drafts[last + 1]):
        last += 1
    return drafts[first : last + 1]


def _is_joined(sentence: Sentence, one: Draft, other: Draft) -> bool:
    between = sentence.tokens[one.at + 1 : other.at]
    return all(token.kind in ("comma", "and", "hedge", "by") for token in between)
