"""Topics of aid, investment and loans: `help for Mali`, `Vietnam's FDI`, `a loan to Kenya`.

Whoever stands before such words gives, but the owner of an inflow takes, and so does who `received`.
"""

from itertools import pairwise

from extraction.flow.flows import GIVEN, Topic, code_of
from extraction.flow.nouns import of_noun, of_subject
from extraction.flow.verbs import acting, beside_quantity, of_verb
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token

#: `foreign investment`, `inflows`: their owner is the country that the money reaches.
_INWARD = words_in("inward investment")
#: `outflows`, `outward stock`: they go to no country that the text names.
_OUTWARD = words_in("outward investment")
_PLACES = frozenset({"place", "capital", "bloc"})
_LENDS = "loan"
_LENDING = ("lend", "lent", "borrow")
_REACH = 4


def of_given_noun(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """Read `aid` or `investment` with its countries; an owner of what flows in takes it."""
    read = of_noun(text, tokens, topic)
    if read.flow != "investment":
        return read._replace(partner_is_open=True) if _is_at_large(tokens, read) else read
    words = _phrase(text, tokens, read)
    if words & _OUTWARD:
        return read._replace(partner_is_open=read.partner is None)
    owner = next((at for name, at in read.evidence if name == "reporter" and at < topic.at), None)
    if owner is None or read.partner is not None:
        inward = bool(words & _INWARD) and owner is None
        host = _host(text, tokens, topic.at) if inward and read.partner is None else None
        if host is not None:
            evidence = (*read.evidence, ("partner", host))
            return read._replace(inward=True, reporter=None, partner=code_of(tokens[host]), evidence=evidence)
        return read._replace(inward=inward)
    bare = tokens[owner].kind != "demonym" and words & _INWARD
    if not bare and not (words & _INWARD - {"fdi"}):
        return read
    evidence = tuple(
        ("partner" if said == ("reporter", owner) else said[0], said[1]) for said in read.evidence
    )
    return read._replace(reporter=None, partner=code_of(tokens[owner]), evidence=evidence)


_BOOKS = words_in("books an inflow")
_FARTHEST_BOOKED = 8


def _host(text: str, tokens: list[Token], noun: int) -> int | None:
    """Return who takes in `Malaysia approved $8.1bn of foreign investment`: who books what flows in."""
    for at in range(noun - 1, max(0, noun - _FARTHEST_BOOKED), -1):
        if text[tokens[at].start : tokens[at].end].lower() in _BOOKS:
            return acting(tokens, at)
    return None


def _is_at_large(tokens: list[Token], topic: Topic) -> bool:
    """Tell whether aid is a country's in all: `spent £14.5bn on aid`, `overseas aid`."""
    before = tokens[topic.at - 1].kind if topic.at else ""
    return topic.partner is None and before in ("on", "abroad", "total")


def _phrase(text: str, tokens: list[Token], topic: Topic) -> set[str]:
    """Return the words of the noun phrase around an investment noun, in small letters."""
    first = topic.at
    while (
        first
        and topic.at - first < _REACH
        and tokens[first - 1].kind in ("low_word", "abroad", "cap_word", "flow")
    ):
        first -= 1
    return set(text[tokens[first].start : tokens[topic.at].end].lower().replace("-", " ").split())


def of_help(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`German support to the country`, `help for Syria`; of nobody to nobody it is only a word."""
    word = text[tokens[topic.at].start : tokens[topic.at].end]
    if topic.flow not in GIVEN or word[0].isupper():
        return None  # `the Sahel Support Group`
    read = of_noun(text, tokens, topic)
    if word == "relief" and not read.partner:
        return None  # `the Turkish relief effort` takes
    return read if read.partner or read.reporter or word.startswith("grant") else None


def of_offer(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`France offered 12 million euros`: a verb that gives where money stands beside it."""
    after = tokens[topic.at + 1 : topic.at + 10]
    ends = next(
        (i for i, token in enumerate(after) if token.kind in ("comma", "semicolon", "to", "say")), len(after)
    )
    if not beside_quantity(tokens, topic.at) and not any(token.kind == "money" for token in after[:ends]):
        return None
    read = of_verb(text, tokens, topic) or topic
    if any(one.kind == "on" and other.value == "aid" for one, other in pairwise(after)):
        return read._replace(partner_is_open=True)  # `spent £14.5bn on aid`
    return read._replace(flow=None) if is_lent(tokens, topic.at) else read


def is_lent(tokens: list[Token], verb: int) -> bool:
    """Tell whether what a verb gives is a loan: `pledged a loan of $5m`, `offered $5m in cheap loans`."""
    for at in range(verb + 1, min(len(tokens), verb + 10)):
        if tokens[at].kind in ("and", "semicolon", "while", "but"):
            return False
        if tokens[at].kind == "subject" and tokens[at].value == _LENDS:
            return True
    return False


_PARTS = frozenset({"money", "bare", "percent_quantity", "fraction"})


def of_host(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Egypt attracted $7.4 billion`, `Kenya received $5m in aid`: who acts is the one who takes."""
    if not any(token.kind in _PARTS for token in tokens[topic.at : topic.at + _REACH]):
        return None  # but goods that a country received are imports
    kind = next((t.value for t in tokens[topic.at : topic.at + 12] if t.kind in ("flow", "aid_noun")), None)
    if kind in GIVEN:
        topic = topic._replace(flow=str(kind))
    elif kind is not None:
        return None  # `received $5m from exports`
    subject = acting(tokens, topic.at)
    if subject is None:
        return topic
    return topic._replace(partner=code_of(tokens[subject]), evidence=(*topic.evidence, ("partner", subject)))


def of_gift(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`pledged 100 million euros`, but a loan is no aid; `donors provided $5m` names no giver."""
    nobody = any(token.kind == "nobody" for token in tokens[: topic.at])
    read = of_verb(text, tokens, topic) or (topic if nobody and beside_quantity(tokens, topic.at) else None)
    return read._replace(flow=None) if read is not None and is_lent(tokens, topic.at) else read


def of_remittance(tokens: list[Token], topic: Topic) -> Topic:
    """`remittances to Nepal`, `Russia sent $224 million of it`: of the country that it reaches."""
    topic = topic._replace(remitted=True)
    for at in range(topic.at + 1, min(len(tokens), topic.at + 4)):
        if tokens[at].kind in _PLACES and tokens[at - 1].kind in ("to", "into"):
            return topic._replace(reporter=code_of(tokens[at]), evidence=(*topic.evidence, ("reporter", at)))
    subject = acting(tokens, topic.at)
    if subject is None:
        return topic
    code = code_of(tokens[subject])
    if tokens[topic.at].kind == "remit_verb":
        return topic._replace(partner=code, evidence=(*topic.evidence, ("partner", subject)))
    return topic._replace(reporter=code, evidence=(*topic.evidence, ("reporter", subject)))


_LENT = frozenset("money a another hedge hedge_estimate over above bare".split())


def of_loan(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """`Canberra lends A$750m to Fiji`, `a loan from China`: no flow, but two countries."""
    read = of_subject(text, tokens, topic)
    lender = acting(tokens, topic.at) if text[tokens[topic.at].start :].startswith(_LENDING) else None
    if lender is not None:
        read = read._replace(
            reporter=code_of(tokens[lender]), evidence=(*topic.evidence, ("reporter", lender))
        )
    taker = next((i for i in range(topic.at + 1, len(tokens) - 1) if tokens[i].kind != "the"), topic.at)
    if lender is not None and tokens[taker].kind in _PLACES and tokens[taker + 1].kind in _LENT:
        evidence = (*read.evidence, ("partner", taker))  # `lent Kenya $5m`
        return read._replace(partner=code_of(tokens[taker]), evidence=evidence)
    for at in range(max(0, topic.at - 8), min(len(tokens) - 1, topic.at + 9)):
        if tokens[at].kind in ("semicolon", "while", "but"):
            break
        if tokens[at].kind in ("to", "from", "for", "with") and tokens[at + 1].kind in _PLACES:
            code = code_of(tokens[at + 1])
            if code != read.reporter:
                return read._replace(partner=code, evidence=(*read.evidence, ("partner", at + 1)))
    return read


#: What is built abroad: `will build a $1.3bn plant in Mexico`.
_WORKS = words_in("works")


def of_building(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`A Korean firm will build a plant in Hungary at a cost of €1.7 billion`: who builds invests there."""
    built = range(topic.at + 1, min(len(tokens), topic.at + 12))
    work = next((i for i in built if text[tokens[i].start : tokens[i].end].lower() in _WORKS), None)
    subject = acting(tokens, topic.at)
    if work is None or subject is None or not any(token.kind == "money" for token in tokens[topic.at :]):
        return None
    place = next((i + 1 for i in range(work, min(len(tokens) - 1, work + 8)) if tokens[i].kind == "in"), None)
    if place is None or tokens[place].kind not in (*_PLACES, "city"):
        return None
    builder, host = code_of(tokens[subject]), code_of(tokens[place])
    if host in (None, builder):
        return None
    evidence = (*topic.evidence, ("reporter", subject), ("partner", place))
    return topic._replace(reporter=builder, partner=host, evidence=evidence)
