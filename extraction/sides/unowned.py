"""Figures of no flow: which ones they are, and whose: output, counts of firms, policy rates.

`Ghana's cocoa crop`, `18 Turkish companies`, `the Bank of Canada lifted its rate`.
"""

from itertools import pairwise

from extraction.confidence import Doubt
from extraction.context import Context
from extraction.draft import Draft
from extraction.flow.flows import PLACES, Topic, code_of
from extraction.flow.nouns import NOBODYS
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.sides.owners import NAMES, owner

#: Lengths, areas and times are never an amount of trade.
_NOT_TRADED = frozenset(
    "kilometer meter mile nautical_mile meter**2 kilometer**2 hectare acre day week month year hour "
    "minute".split()
)
DURATIONS = frozenset({"day", "week", "month", "year", "hour", "minute"})
#: A country that is named at all.
_NAMED = PLACES - {"world", "region"}
_COUNTRIES = _NAMED - {"city"}
_TRADED = words_in("traded thing")
_NOT_GOODS = words_in("not goods")
_GOODS_UNITS = words_in("traded unit")
#: Of electricity and gas, which flow both ways, the balance is one of trade.
_WEIGHED = frozenset("tonne kilogram pound short_ton barrel bushel gallon liter".split())
ABOUT_A_FLOW = frozenset({"money", "percent_quantity", "physical", "ratio", "fraction", "bare"})


def is_no_flow(draft: Draft, topic: Topic) -> bool:
    """Tell whether what is spoken of is no flow: output, or goods wanting (`a deficit of 104,000 t`)."""
    if topic.flow == "balance":
        return draft.quantity.kind == "physical" and draft.quantity.unit.partition("/")[0] in _WEIGHED
    return topic.flow is None and (draft.quantity.kind != "count" or counts_goods(draft))


def has_flow(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """A count has a flow only where it counts goods or shipments; a market price has none."""
    if draft.quantity.kind == "count":
        counted = (draft.quantity.counted or "").lower().split()
        if counts_goods(draft):
            return True
        verb = 0 <= topic.at < draft.at <= topic.at + 3 and sentence.tokens[topic.at].kind in _MOVES_GOODS
        verb = verb or _are_moved(sentence.tokens, draft, topic)
        noun = 0 <= topic.at < draft.at and sentence.tokens[topic.at].kind == "flow"
        return (verb or noun) and not any(word in _NOT_GOODS for word in counted)
    return draft.quantity.unit not in _NOT_TRADED


def _are_moved(tokens: list[Token], draft: Draft, topic: Topic) -> bool:
    """`7,800 Chinese-made buses have been delivered to Peru`: what is counted is what is moved."""
    near = draft.at < topic.at <= draft.at + _FARTHEST_VERB
    return (
        near and tokens[topic.at].kind in ("flow_verb", "flow_arrive") and tokens[topic.at - 1].kind == "be"
    )


_FARTHEST_VERB = 9
_MOVES_GOODS = frozenset({"flow_verb", "aid_verb", "gift_verb", "offer_verb"})


def counts_goods(draft: Draft) -> bool:
    """Tell whether a count is one of goods or shipments: `18 tankers`."""
    return any(word in _TRADED for word in (draft.quantity.counted or "").lower().split())


def settle_subject(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Output, stocks and demand are of the country that they are told of; an exchange's are nobody's."""
    if sentence.tokens[topic.at].value == NOBODYS:
        return
    if topic.reporter is None and topic.flow is None and topic.partner_is_open:
        return
    one.reporter = topic.reporter or context.reporter
    if topic.reporter is None and one.draft.quantity.kind == "money" and is_cost(sentence, topic):
        one.reporter = None
        return
    if topic.reporter == "WLD" and one.draft.measure == "share":
        at = owner(sentence.tokens, one.draft.at)  # `China accounts for 61% of world output`
        one.reporter = code_of(sentence.tokens[at]) if at is not None else topic.reporter
    if one.reporter is None and (only := only_country(sentence, None, _COUNTRIES)) is not None:
        one.reporter = code_of(only)
    if topic.reporter in (None, topic.partner):
        return
    one.partner = topic.partner
    if (
        one.partner is None
        and context.gives
        and context.partner != one.reporter
        and _is_lent(sentence, topic)
    ):
        one.partner = context.partner


def is_cost(sentence: Sentence, topic: Topic) -> bool:
    """`It costs $1,800 to bring a container to Mombasa`: what a thing costs is no country's."""
    they = sentence.tokens[0].value in ("They", "These")  # goods that were spoken of
    return sentence.tokens[topic.at].value == "verb" and not they


def _is_lent(sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a loan is spoken of, which goes to the country that gets the aid as well."""
    token = sentence.tokens[topic.at]
    return token.value == "loan" or token.kind in ("gift_verb", "offer_verb")


def settle_owned(sentence: Sentence, one: Settled, context: Context) -> None:
    """A figure of no flow is its clause's country's; amounts of goods may be those of the text's country."""
    if one.unit.partition("/")[0] in _NOT_TRADED or _is_of_price(sentence):
        return
    at = owner(sentence.tokens, one.draft.at) if sentence.has(*NAMES) else None
    if at is not None:
        one.reporter = code_of(sentence.tokens[at])
        one.show("reporter", sentence.tokens[at])
    elif _is_of_goods(sentence, one):
        one.reporter = context.reporter
        one.doubt(Doubt.CARRIED_REPORTER)


def _is_of_goods(sentence: Sentence, one: Settled) -> bool:
    """Tell whether a figure measures goods, or how far the goods beside it have moved."""
    units = {one.unit}
    if one.draft.measure in ("relative_change", "ratio"):
        units |= {other.quantity.unit for other in sentence.drafts}
    return any(unit.partition("/")[0] in _GOODS_UNITS for unit in units)


def _is_of_price(sentence: Sentence) -> bool:
    """Tell whether a sentence speaks of prices, which are nobody's."""
    return sentence.is_priced or sentence.has("price_noun", "index_noun")


def only_country(sentence: Sentence, partner: str | None, kinds: frozenset[str] = _NAMED) -> Token | None:
    """Return the only other country that a sentence names: `…, said customs in Beijing`."""
    tokens = sentence.tokens
    others = {partner, None, ""}
    for topic in sentence.topics:
        others |= {topic.partner, *topic.partners}
    places = sentence.places_of(*kinds)
    named = [tokens[at] for at in places if tokens[at].value not in others and not _is_towards(tokens, at)]
    return named[0] if named and len({token.value for token in named}) == 1 else None


def _is_towards(tokens: list[Token], at: int) -> bool:
    """Tell whether something goes to a country, or to it as well: `to Chad (+3%) and Mali (+5%)`."""
    while at > 1 and tokens[at - 1].kind in ("and", "comma"):
        last = at - 2
        if tokens[last].kind == "close":
            opens = range(last, max(0, last - _LONGEST_ASIDE), -1)
            last = next((i - 1 for i in opens if tokens[i].kind == "open"), 0)
        if tokens[last].kind not in _NAMED:
            break
        at = last
    before = tokens[at - 1].kind if at else ""
    return before in ("to", "with", "against", "than", "for", "as")


#: A bracket in a row of countries has at most so many tokens.
_LONGEST_ASIDE = 6


def settle_rate(sentence: Sentence, one: Settled, context: Context) -> None:
    """A rate that is no duty is its central bank's country's: `The Bank of Canada lifted its policy rate`.

    `The central bank`, where no country is named, is that of the country that the text is about.
    """
    only = only_country(sentence, None, _COUNTRIES)
    if only is not None:
        one.reporter = code_of(only)
        one.show("reporter", only)
    elif is_of_central_bank(sentence) and not any(token.kind in _NAMED for token in sentence.tokens):
        one.reporter = context.subject or context.reporter
        one.doubt(Doubt.CARRIED_REPORTER)


def is_of_central_bank(sentence: Sentence) -> bool:
    """Tell whether a sentence tells what the central bank does with its rate."""
    if not sentence.has("rate_noun"):
        return False
    pairs = pairwise(str(token.value).lower() for token in sentence.tokens)
    return any(pair in (("central", "bank"), ("policy", "rate")) for pair in pairs)


def settle_count(sentence: Sentence, one: Settled) -> None:
    """A count is about the country that is named with its noun: `18 Turkish companies`."""
    if one.draft.quantity.kind != "count":
        return
    tokens, at = sentence.tokens, one.draft.at
    after = next((t for t in tokens[at + 1 : at + 4] if t.kind == "demonym"), None)
    owner = next((t for t in tokens[at + 1 : at + 3] if t.kind in PLACES), None)
    token = after or (owner if at + 1 < len(tokens) and tokens[at + 1].kind == "of" else None)
    if token is not None and token.value:
        one.reporter = str(token.value)
        one.show("reporter", token)
