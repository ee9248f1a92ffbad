"""Unit values: prices that are those of a flow: `export prices`, `$3bn, or $84 a tonne`, `the average price`.

Any other price is one of a market, and nobody's.
"""

from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.flows import PLACES, Topic
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import Sentence

#: So near to a price stands the word that says whose it is.
_NEAR = 8
_CLOSE = 6
#: `at an average price of $394`.
_FARTHEST_AT = 5
_REALISED = words_in("average that exporters get")


def is_unit_value(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a price is one of a flow: `export prices`, `paid for imported crude`, `3t at $60`."""
    tokens = sentence.tokens
    for at in range(max(0, draft.at - _NEAR), draft.at):
        near = {token.kind for token in tokens[max(0, at - 2) : at + 6]}
        if tokens[at].kind in ("flow_bare", "flow_verb") and "price_noun" in near:
            return True
    if any(tokens[t.at].kind == "pay_verb" for t in sentence.topics if 0 <= t.at < draft.at):
        return True
    if _is_price_of_flow(sentence, draft) or _is_got_for(sentence, draft):
        return True
    before = [token.kind for token in tokens[max(0, draft.at - _FARTHEST_AT) : draft.at]]
    earlier = [other for other in sentence.drafts if other.at < draft.at]
    told = any(t.flow and t.at < draft.at for t in sentence.topics)
    weighed = "at" in before and any(other.quantity.kind == "physical" for other in earlier)
    weighed = weighed or (bool(earlier) and _is_sold_at(tokens, draft.at))
    return told and (weighed or (bool(earlier) and _is_same_in_other_words(sentence, earlier[-1], draft)))


def _is_price_of_flow(sentence: Sentence, draft: Draft) -> bool:
    """`The unit value of Kenya's tea exports slipped to 201 shillings`: no verb between price and flow."""
    tokens = sentence.tokens
    before = range(draft.at - 1, max(-1, draft.at - _FARTHEST_PRICE), -1)
    nouns = (at for at in before if tokens[at].kind == "price_noun")
    noun = next(nouns, None)
    if noun is None:
        return False
    told = (t.at for t in sentence.topics if t.flow and not t.is_rate and noun < t.at < draft.at)
    flow = next(told, None)
    return flow is not None and not any(token.kind in _MOVED for token in tokens[noun:flow])


_FARTHEST_PRICE = 30
_MOVED = frozenset("change updown amount be comma semicolon while but say".split())


def _is_got_for(sentence: Sentence, draft: Draft) -> bool:
    """`got $406 a kilo for the vanilla it exported`, `Its exporters got $4.90 a kilo`."""
    tokens = sentence.tokens
    sold = next((t.at for t in sentence.topics if t.flow == "export" and t.at > draft.at), None)
    if sold is not None and sold - draft.at <= _CLOSE:
        between = [token.kind for token in tokens[draft.at + 1 : sold]]
        return between[:1] == ["for"] and tokens[sold].kind == "flow_verb"
    sellers = (t.at for t in sentence.topics if t.flow == "export" and 0 <= t.at < draft.at)
    return any(draft.at - at <= _CLOSE and tokens[at].kind == "trader" for at in sellers)


def _is_sold_at(tokens: list[Token], price: int) -> bool:
    """`brought in $4bn at an average price of $624 a tonne`."""
    at = price - 1
    while at > 0 and tokens[at].kind in _LEADS_TO_PRICE:
        at -= 1
    return tokens[at].kind == "at" and any(t.kind in _PRICED for t in tokens[at + 1 : price])


_LEADS_TO_PRICE = frozenset({"a", "the", "average", "price_noun", "of", "low_word", "hedge", "hedge_plain"})
_PRICED = frozenset({"average", "price_noun"})


def _is_same_in_other_words(sentence: Sentence, amount: Draft, price: Draft) -> bool:
    """`sold coal for $3 billion, or $84 a tonne`."""
    between = [token.kind for token in sentence.tokens[amount.at + 1 : price.at]]
    return amount.quantity.kind in ("money", "physical") and between[-1:] == ["or"] and len(between) <= 2


def _is_fetched(tokens: list[Token]) -> bool:
    """`The beans fetched $3.16 a kilo on average`: the goods that were spoken of, and no others by name."""
    if tokens[0].kind not in ("the", "cap_word") or not any(token.kind == "average" for token in tokens):
        return False
    named = any(token.kind in PLACES or token.kind == "cap_word" for token in tokens[1:])
    return not named and any(token.kind == "earn_verb" for token in tokens[1:_CLOSE])


def average_of_said(text: str, sentence: Sentence, context: Context) -> Topic | None:
    """Return the flow whose average price a sentence tells: `Exports rose 5%. The average price fell 2%.`"""
    said, tokens = context.topic, sentence.tokens
    if said is None or said.flow not in ("export", "import") or context.distance > 1:
        return None
    if _is_fetched(tokens):
        return said._replace(at=-1, evidence=())
    average = next((i for i in (0, 1) if i < len(tokens) - 1 and tokens[i].kind == "average"), None)
    if average is None or any(token.kind in PLACES or token.kind == "cap_word" for token in tokens[1:]):
        return None  # `The average price of Urals` is that of a market
    noun = tokens[average + 1]
    priced = text[noun.start : noun.end].lower() in _REALISED
    return said._replace(at=-1, evidence=()) if priced else None
