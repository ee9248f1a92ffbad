"""Whose flow to whom: the topic of a quantity, its reporter and its partner.

What the sentence names goes first; then the item of a list; then what the paragraph and the text are about.
Every such carry-over lowers the confidence.
"""

from dataclasses import replace

from extraction import attach, listing
from extraction.clauses import subject
from extraction.confidence import Doubt
from extraction.context import Context
from extraction.donors import settle_given, settle_remitted
from extraction.draft import Draft
from extraction.flows import GIVEN, PLACES, Topic, code_of
from extraction.levies import carried_duty, goods_hit, settle_sides
from extraction.lexicon import words_in
from extraction.nouns import NOBODYS
from extraction.owners import owner
from extraction.reading import Sentence
from extraction.settled import Settled
from extraction.tokens import Token
from schemas.records import Evidence

#: How many sentences back a topic may have been named.
_TOPIC_REACH = 3
#: `a third of the volume`, `40% of that`: a share of what was spoken of before.
_STANDS_FOR_WHOLE = frozenset({"that", "those", "total", "anaphor", "its", "carrier"})
#: How near to a flow `total`, `world` or a region says that all partners are meant.
_AROUND = 5
#: Lengths, areas and times are never an amount of trade.
_NOT_TRADED = frozenset(
    "kilometer meter mile nautical_mile meter**2 kilometer**2 hectare acre day week month year hour "
    "minute".split()
)
_ABOUT_A_FLOW = frozenset({"money", "percent_quantity", "physical", "ratio", "fraction", "bare"})
#: A country that is named at all.
_NAMED = PLACES - {"world", "region"}
_COUNTRIES = _NAMED - {"city"}
_TRADED = words_in("traded thing")
_NOT_GOODS = words_in("not goods")
_MARKETS = words_in("market of exports")
_GOODS_UNITS = words_in("traded unit")
#: The words for what buyers and sellers do.
_ACTS = frozenset({"flow_verb", "get_verb", "trader"})
#: Of electricity and gas, which flow both ways, the balance is one of trade.
_WEIGHED = frozenset("tonne kilogram pound short_ton barrel bushel gallon liter".split())


def settle_parties(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    """Give a quantity its topic, and with it the countries on both sides."""
    draft = one.draft
    topic = attach.topic_of(sentence, draft) or goods_hit(text, sentence, draft, context)
    if topic is None and _may_carry(sentence, draft, context):
        topic = _carried(text, sentence, one, context)
    elif topic is not None:
        words = ((name, sentence.tokens[at]) for name, at in topic.evidence)
        one.evidence += [Evidence(name, token.start, token.end) for name, token in words]
    levied = topic is not None and topic.is_rate
    if draft.measure == "price" and not levied and not _is_unit_value(sentence, draft):
        return  # a market price is nobody's
    if topic is None and draft.measure == "rate":
        _rate_country(sentence, one)
    elif topic is not None and topic.remitted and draft.quantity.kind != "count":
        settle_remitted(sentence, one, topic, context)
    elif topic is not None and _is_no_flow(draft, topic):
        _of_subject(sentence, one, topic, context)
    elif topic is None and draft.quantity.kind in _ABOUT_A_FLOW:
        _owned(sentence, one, context)
    elif topic is None or topic.flow is None or not _has_flow(sentence, draft, topic):
        _counted_country(sentence, one)
    else:
        topic = _given_along(sentence, topic, context)
        one.topic = _meant(text, sentence, draft, topic, context)
        settle = settle_given if one.topic.flow in GIVEN else _countries
        settle = settle_sides if one.topic.is_rate else settle
        settle(text, sentence, one, one.topic, context)


def _is_no_flow(draft: Draft, topic: Topic) -> bool:
    """Tell whether what is spoken of is no flow: output, or goods wanting (`a deficit of 104,000 t`)."""
    if topic.flow == "balance":
        return draft.quantity.kind == "physical" and draft.quantity.unit.partition("/")[0] in _WEIGHED
    return topic.flow is None and draft.quantity.kind != "count"


def _of_subject(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Output, stocks and demand are of the country that they are told of; an exchange's are nobody's."""
    if sentence.tokens[topic.at].value == NOBODYS:
        return
    if topic.reporter is None and topic.flow is None and topic.partner_is_open:
        return
    one.reporter = topic.reporter or context.reporter
    if one.reporter is None and (only := _only_country(sentence, None, _COUNTRIES)) is not None:
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


def _owned(sentence: Sentence, one: Settled, context: Context) -> None:
    """A figure of no flow is its clause's country's; amounts of goods may be those of the text's country."""
    if one.unit.partition("/")[0] in _NOT_TRADED or _is_of_price(sentence):
        return
    at = owner(sentence.tokens, one.draft.at)
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
    priced = any(other.measure == "price" for other in sentence.drafts)
    return priced or any(token.kind in ("price_noun", "index_noun") for token in sentence.tokens)


def _given_along(sentence: Sentence, topic: Topic, context: Context) -> Topic:
    """After aid was spoken of, `$5m will go to Mali` and `half of it came from Oslo` go on about it."""
    own = any(topic is other for other in sentence.topics)
    kind = sentence.tokens[topic.at].kind if own else ""
    said = context.topic
    if said is None or said.flow not in GIVEN or kind not in ("to_verb", "from_verb", "host_verb"):
        return topic
    if kind == "from_verb":
        return replace(said, at=topic.at, reporter=topic.partner)
    return replace(topic, flow=said.flow)


def _is_lent(sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a loan is spoken of, which goes to the country that gets the aid as well."""
    token = sentence.tokens[topic.at]
    return token.value == "loan" or token.kind in ("gift_verb", "offer_verb")


def _carried(text: str, sentence: Sentence, one: Settled, context: Context) -> Topic | None:
    """Return the topic of the sentences before; who has a share of it is its partner."""
    one.doubt(Doubt.CARRIED_TOPIC)
    if one.draft.measure == "rate":
        return carried_duty(sentence, one.draft, context)
    topic = context.topic
    if topic is not None and (topic.flow in GIVEN or topic.remitted):
        return replace(topic, at=-1, evidence=())
    code = _another(text, sentence, one.draft, context)
    if topic is not None and code is not None:
        topic = _of_another(sentence, one.draft, topic, code, context.beside or context.partner)
    if topic is None or topic.flow not in ("export", "import") or code is not None:
        return topic
    if any(token.kind == "other_way" for token in sentence.tokens[: one.draft.at]):
        topic = replace(topic, flow="import" if topic.flow == "export" else "export")
    named = _pointed_at(text, sentence, one.draft.at) or _opens_with(sentence)
    if named is not None and named not in (topic.reporter, context.subject):
        return replace(topic, partner=named, partners=())
    if one.draft.measure != "share":
        return topic
    at = subject(sentence.tokens, 0, one.draft.at)
    if at is None or code_of(sentence.tokens[at]) in (None, topic.reporter, context.subject):
        return topic
    one.show("partner", sentence.tokens[at])
    return replace(topic, partner=code_of(sentence.tokens[at]), partners=())


def _another(text: str, sentence: Sentence, draft: Draft, context: Context) -> str | None:
    """Return the country that a sentence speaks of, which had no part in the flow before."""
    topic = context.topic
    shares = draft.measure == "share" or any(t.kind == "share" for t in sentence.tokens[: draft.at])
    if topic is None or shares or listing.heads_item(sentence, draft) is not None:
        return None
    at = owner(sentence.tokens, draft.at)
    code = code_of(sentence.tokens[at]) if at is not None else None
    known = (None, topic.reporter, topic.partner, context.reporter, context.subject, context.partner)
    points = _opens_with(sentence) or _pointed_at(text, sentence, draft.at)
    return code if code not in (*known, *topic.partners) and not points else None


def _of_another(
    sentence: Sentence, draft: Draft, said: Topic, code: str, partner: str | None
) -> Topic | None:
    """Another country gives the same aid or comes next in a list; else the flow is none of its."""
    if said.flow == "aid":
        return replace(said, reporter=code)
    near = {token.kind for token in sentence.tokens[max(0, draft.at - 4) : draft.at]}
    if not near & {"open", "with"}:
        return None
    return replace(said, reporter=code) if said.partner or partner else said


def _opens_with(sentence: Sentence) -> str | None:
    """Return the country in `With Italy it was half that.`"""
    tokens = [token for token in sentence.tokens[:3] if token.kind != "the"]
    if len(tokens) < 2 or tokens[0].kind not in ("with", "to", "from") or tokens[1].kind not in _COUNTRIES:
        return None
    return code_of(tokens[1])


def _pointed_at(text: str, sentence: Sentence, end: int) -> str | None:
    """Return what `the latter` means at the beginning of `the latter came to €131 million`."""
    for token in sentence.tokens[:end]:
        if token.kind == "place" and text[token.start : token.end].lower() in ("the former", "the latter"):
            return code_of(token)
    return None


def _taken(text: str, sentence: Sentence, draft: Draft, topic: Topic, context: Context) -> Topic | None:
    """Return whose exports they are of which `China took 71%`, `the Americans take 34% of what it sells`."""
    verb = 0 <= topic.at < len(sentence.tokens) and sentence.tokens[topic.at].kind in _ACTS
    if _ranks(sentence, topic, context):
        assert context.topic is not None
        return replace(context.topic, at=topic.at, partner=topic.reporter, partners=(), noun=topic.noun)
    part = verb and topic.flow == "import" and _is_part_of_said(text, sentence, topic)
    if verb and _is_also_market(text, sentence, topic, context):
        return replace(context.topic, partner=topic.reporter, partners=()) if context.topic else None
    bought = context.topic if context.topic is not None and context.topic.flow == "import" else None
    if draft.measure == "share" and topic.flow == "export" and verb and bought and topic.partner is None:
        return replace(bought, partner=topic.reporter, partners=())  # `the US supplied 45% of it`
    if verb and _is_market(text, sentence, topic) and context.reporter not in (None, topic.reporter):
        # `Germany was the top market with $1.7bn`: of the exports that the text is about
        return replace(topic, flow="export", reporter=context.reporter, partner=topic.reporter)
    if draft.measure == "share" and topic.flow == "import" and verb and _is_whole_of(sentence, draft, topic):
        # `Spain took 30% of Ukraine's wheat`, `the UK took 41% of our food`
        return replace(topic, flow="export", reporter=topic.partner, partner=topic.reporter)
    buyer = verb and sentence.tokens[topic.at].kind == "trader" and topic.partner is None
    if topic.flow != "import" or not verb or not (draft.measure == "share" or buyer or part):
        return None
    others = [other for other in sentence.topics if other is not topic]
    if any(other.flow != "export" for other in others):
        return None
    sold = next((other for other in others if other.at > topic.at and other.reporter), context.topic)
    if sold is None or sold.flow != "export":
        return None
    return replace(sold, partner=topic.reporter, partners=(), partner_is_open=topic.reporter is None)


def _ranks(sentence: Sentence, topic: Topic, context: Context) -> bool:
    """`Germany took first place with $3bn, or 32% of all exports`: of the exports that the text speaks of."""
    said = context.topic
    if said is None or said.flow != topic.flow or said.reporter is None or topic.at < 0:
        return False
    noun = sentence.tokens[topic.at].kind in ("flow", "flow_bare") and topic.reporter not in (
        None,
        said.reporter,
    )
    named = next((at for name, at in topic.evidence if name == "reporter"), topic.at)
    between = {token.kind for token in sentence.tokens[named : topic.at]}
    return noun and topic.partner is None and "rank" in between


def _is_also_market(text: str, sentence: Sentence, topic: Topic, context: Context) -> bool:
    """`Chad was the biggest customer, taking 790,000 tonnes`: of the exports that the text speaks of."""
    said = context.topic
    if said is None or said.flow != "export" or said.reporter == topic.reporter or topic.flow != "import":
        return False
    before = (one for one in sentence.topics if one.at < topic.at and one.reporter == topic.reporter)
    return topic.partner is None and any(_is_market(text, sentence, one) for one in before)


def _meant(text: str, sentence: Sentence, draft: Draft, topic: Topic, context: Context) -> Topic:
    """Return the flow that a topic is one of: its own, or one that was spoken of before."""
    if context.topic is not None and _is_told_of_said(text, sentence, topic, context):
        return context.topic
    return _taken(text, sentence, draft, topic, context) or topic


def _is_told_of_said(text: str, sentence: Sentence, topic: Topic, context: Context) -> bool:
    """`It will be delivered in three shipments`: a passive verb that names nobody goes on about the flow."""
    if not 0 < topic.at < len(sentence.tokens) or context.topic is None or context.distance > 0:
        return False
    passive = sentence.tokens[topic.at].kind == "flow_verb" and _is_be(text, sentence.tokens[topic.at - 1])
    return passive and topic.reporter is None and topic.partner is None and context.topic.flow == "import"


def _is_be(text: str, token: Token) -> bool:
    return token.kind == "be" or text[token.start : token.end].lower() == "be"


def _is_part_of_said(text: str, sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a verb takes a part of what was spoken of: `took 2.2 billion rand worth of them`."""
    words = [text[t.start : t.end].lower() for t in sentence.tokens[topic.at : topic.at + 7]]
    return any(words[i] == "of" and words[i + 1] in _SAID for i in range(len(words) - 1))


_SAID = frozenset({"them", "it", "these", "those", "that"})


def _is_whole_of(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """Tell whether a share is one of what the other side has: `of Ukraine's wheat`, `of Turkish exports`."""
    behind = sentence.tokens[draft.at + 1 : draft.at + 5]
    named = next((i for i, token in enumerate(behind) if token.kind in PLACES), None)
    if named is None or topic.reporter is None or topic.at > draft.at or behind[0].kind != "of":
        return False
    ends = any(token.kind in ("comma", "from", "and", "those", "point") for token in behind[:named])
    return not ends and code_of(behind[named]) == topic.partner


def _is_market(text: str, sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a trader is where goods go, and nobody else's market is meant."""
    token = sentence.tokens[topic.at]
    goes = bool(_MARKETS & set(text[token.start : token.end].lower().split()))
    return goes and topic.flow == "import" and topic.partner is None


def _is_unit_value(sentence: Sentence, draft: Draft) -> bool:
    """Tell whether a price is one of a flow: `export prices`, `paid for imported crude`, `3t at $60`."""
    tokens = sentence.tokens
    for at in range(max(0, draft.at - _AROUND - 3), draft.at):
        near = {token.kind for token in tokens[at : at + 6]}
        if tokens[at].kind in ("flow_bare", "flow_verb") and "price_noun" in near:
            return True
    if any(tokens[t.at].kind == "pay_verb" for t in sentence.topics if 0 <= t.at < draft.at):
        return True
    before = [token.kind for token in tokens[max(0, draft.at - 4) : draft.at]]
    weighed = any(other.at < draft.at and other.quantity.kind == "physical" for other in sentence.drafts)
    return "at" in before and weighed and any(t.flow and t.at < draft.at for t in sentence.topics)


def _countries(text: str, sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Settle reporter and partner: those of the topic, of a list's item, or of the sentences before."""
    _take_named(sentence, one, topic, context)
    owner = listing.heads_item(sentence, one.draft)
    if topic.reporters and one.reporter is None:
        row = listing.row_of(sentence, one.draft)
        one.reporter = topic.reporters[row.index(one.draft)] if len(row) == len(topic.reporters) else None
    elif one.reporter is None:
        _reporter(text, sentence, one, context)
    if owner is not None:
        _of_item(one, owner, sentence)
    _partner(text, sentence, one, topic, context)
    if one.partner in (one.reporter, "WLD"):
        one.partner = None


def _take_named(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Take the countries that the topic names, or the list or the ranking in which the quantity stands."""
    one.reporter, one.partner = topic.reporter, topic.partner
    listed = listing.listed_partner(sentence, one.draft, topic)
    if listed is not None and listing.acts_next(sentence, one.draft, topic):
        _acts_too(sentence, one, topic, listed)
    elif listed is not None and listed != one.reporter:
        one.partner = listed
    elif one.partner is None and topic.flow not in ("aid", "investment"):
        _ranked(sentence, one, context)
    if topic.points_there and one.partner is None:
        whose = topic.reporter or context.reporter
        one.partner = next((code for code in reversed(context.seen) if code != whose), None)
        one.doubt(Doubt.CARRIED_PARTNER)


def _ranked(sentence: Sentence, one: Settled, context: Context) -> None:
    """`On the import side China led with $2.8bn`: who is ranked among partners is the other side."""
    at = listing.ranked(sentence, one.draft)
    whose = one.reporter or context.reporter
    if at is not None and whose is not None and code_of(sentence.tokens[at]) not in (None, whose):
        one.partner = code_of(sentence.tokens[at])
        one.show("partner", sentence.tokens[at])


def _acts_too(sentence: Sentence, one: Settled, topic: Topic, listed: str) -> None:
    """`Iraq supplied 1.02m bpd and Oman 0.4m`: the second is on the side that the first is on."""
    at = subject(sentence.tokens, 0, topic.at)
    acted = code_of(sentence.tokens[at]) if at is not None else None
    if acted is not None and acted == topic.partner:
        one.partner = listed
    else:
        one.reporter = listed


def _partner(text: str, sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """Take the partner from the text where the sentence leaves it open."""
    if one.partner is None and _is_pointed_at(text, sentence, topic):
        one.partner = context.topic.partner if context.topic is not None else None
        _hit(one, context)
    if topic.reporter in (None, context.subject, context.partner):
        _carry_partner(sentence, one, topic, context)
    if one.partner is None and one.draft.measure == "share" and not topic.partner_is_open:
        _other_end(sentence, one, topic, context)
    if one.partner is None and not topic.partner_is_open:
        _mirror(sentence, one, topic, context)


def _is_pointed_at(text: str, sentence: Sentence, topic: Topic) -> bool:
    """Tell whether a flow is one that was spoken of: `such imports`, `this trade`."""
    if not 0 < topic.at < len(sentence.tokens):
        return False
    before = sentence.tokens[topic.at - 1]
    return text[before.start : before.end].lower() in ("such", "this", "these", "those")


def _hit(one: Settled, context: Context) -> None:
    """A duty of which a sentence does not say on whose goods is on those that the text speaks of."""
    if one.partner is None and context.hit not in (None, one.reporter):
        one.partner = context.hit
        one.doubt(Doubt.CARRIED_PARTNER)


def _of_item(one: Settled, owner: Token, sentence: Sentence) -> None:
    """`Norway: NOK 72 billion` is Norway's; `To the US: $21bn` goes there."""
    before = sentence.tokens[: sentence.tokens.index(owner)]
    theirs = one.reporter is not None and one.topic is not None
    prepositions = any(token.kind in ("to", "from", "with") for token in before)
    side = "partner" if prepositions or (theirs and one.reporter != str(owner.value)) else "reporter"
    setattr(one, side, str(owner.value))
    one.show(side, owner)


def _carry_partner(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """The partner that the paragraph or the text begins with holds, unless all are meant."""
    partner = context.beside or context.partner
    if one.partner is not None or partner is None or topic.partner_is_open:
        return
    around = sentence.tokens[max(0, topic.at - _AROUND) : topic.at + _AROUND]
    if not any(token.kind in ("total", "global", "world", "region") for token in around):
        one.partner = context.subject if one.reporter == partner else partner
        one.doubt(Doubt.CARRIED_PARTNER)


def _other_end(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """`5% of the gas that Estonia imported came from Russia`: who has a share of a flow is its other side."""
    ends = (t for t in sentence.topics if sentence.tokens[t.at].kind in ("from_verb", "to_verb"))
    end = next((t for t in ends if t.at > topic.at and t.partner not in (None, one.reporter)), None)
    if end is not None:
        one.partner = end.partner
    elif topic.at > one.draft.at:
        _supplier(sentence, one)
    anaphor = any(token.kind == "anaphor" for token in sentence.tokens[: one.draft.at])
    if one.partner is None and anaphor and context.topic is not None:
        one.partner = context.topic.partner  # `the figure is €502m, or 5.3% of Latvia's total exports`


def _supplier(sentence: Sentence, one: Settled) -> None:
    """`Brazil supplies 68% of what the US imports`: who has a share of a flow is its other side."""
    at = subject(sentence.tokens, 0, one.draft.at)
    if at is not None and code_of(sentence.tokens[at]) != one.reporter:
        one.partner = code_of(sentence.tokens[at])
        one.show("partner", sentence.tokens[at])


def _mirror(sentence: Sentence, one: Settled, topic: Topic, context: Context) -> None:
    """After `Russia's crude exports`, `India's purchases` are from Russia."""
    said = context.topic
    if _is_from_subject(topic, context):
        one.partner = context.subject
        one.doubt(Doubt.CARRIED_PARTNER)
        return
    if said is not None and said.reporter == topic.reporter is not None and said.flow == topic.flow:
        # `China imported Mongolian coal. For it Chinese buyers paid $3bn`
        one.partner = said.partner if not sentence.opens and not context.distance else None
        return
    opposite = said is not None and {said.flow, topic.flow} == {"import", "export"}
    if said is None or not opposite or sentence.opens or context.distance > 0 or len(context.exporters) > 1:
        return
    if topic.reporter is not None and said.reporter not in (None, topic.reporter):
        one.partner = said.reporter
        one.doubt(Doubt.CARRIED_PARTNER)


def _is_from_subject(topic: Topic, context: Context) -> bool:
    """Tell whether a buyer is one more of the goods of the country that the text is about."""
    said, seller = context.topic, context.subject
    if said is None or seller is None or topic.flow != "import" or topic.reporter in (None, seller):
        return False
    sold = (said.flow == "export" and said.reporter in (seller, None)) or (
        said.flow == "import" and said.partner == seller and said.reporter != topic.reporter
    )
    return sold and context.distance <= _TOPIC_REACH and context.exporters <= {seller, None}


def _may_carry(sentence: Sentence, draft: Draft, context: Context) -> bool:
    """Tell whether a quantity without a flow goes on about the flow of the sentences before."""
    if draft.measure == "share" and _has_own_whole(sentence, draft):
        return False
    if draft.measure == "rate":
        return context.duty is not None and context.duty_distance <= _TOPIC_REACH
    own_subject = any(t.kind in ("price_noun", "rate_noun", "tariff") for t in sentence.tokens[: draft.at])
    about = draft.quantity.kind in _ABOUT_A_FLOW and draft.measure != "price"
    item = listing.heads_item(sentence, draft) is not None or listing.ranked(sentence, draft) is not None
    about = about or (item and _counts_goods(draft))
    arms = context.topic is not None and context.topic.flow == "aid" and _counts_goods(draft)
    about = about or (arms and not sentence.topics)
    priced = any(other.measure == "price" for other in sentence.drafts) and not sentence.topics
    near = context.topic is not None and context.distance <= _TOPIC_REACH
    return about and not own_subject and not priced and near


def _has_own_whole(sentence: Sentence, draft: Draft) -> bool:
    """`50 pct of our debt` is a share of something that is named, and it is no flow."""
    after = sentence.tokens[draft.at + 1 : draft.at + 5]
    if not after or after[0].kind != "of":
        return False
    return not any(token.kind in _STANDS_FOR_WHOLE for token in after[1:])


def _has_flow(sentence: Sentence, draft: Draft, topic: Topic) -> bool:
    """A count has a flow only where it counts goods or shipments; a market price has none."""
    if draft.quantity.kind == "count":
        counted = (draft.quantity.counted or "").lower().split()
        if _counts_goods(draft):
            return True
        verb = 0 <= topic.at < draft.at <= topic.at + 3 and sentence.tokens[topic.at].kind in _MOVES_GOODS
        noun = 0 <= topic.at < draft.at and sentence.tokens[topic.at].kind == "flow"
        return (verb or noun) and not any(word in _NOT_GOODS for word in counted)
    return draft.quantity.unit not in _NOT_TRADED


_MOVES_GOODS = frozenset({"flow_verb", "aid_verb", "gift_verb", "offer_verb"})


def _counts_goods(draft: Draft) -> bool:
    return any(word in _TRADED for word in (draft.quantity.counted or "").lower().split())


def _reporter(text: str, sentence: Sentence, one: Settled, context: Context) -> None:
    """Take the country whose office speaks, or else the one that the text is about."""
    speaker = attach.speaker(text, sentence, one.partner, one.draft.at)
    about = (context.reporter, context.subject, context.partner)
    if speaker is not None:
        one.reporter = str(speaker.value)
        one.show("reporter", speaker)
        one.doubt(Doubt.GUESSED_SPEAKER)
        return
    one.reporter = next((code for code in about if code not in (None, one.partner)), None)
    only = _only_country(sentence, one.partner) if one.reporter is None else None
    if only is not None:
        one.reporter = code_of(only)
        one.show("reporter", only)
    one.doubt(Doubt.CARRIED_REPORTER)


def _only_country(sentence: Sentence, partner: str | None, kinds: frozenset[str] = _NAMED) -> Token | None:
    """Return the only other country that a sentence names: `…, said customs in Beijing`."""
    tokens = sentence.tokens
    others = {partner, None, ""}
    for topic in sentence.topics:
        others |= {topic.partner, *topic.partners}
    named = [
        token
        for at, token in enumerate(tokens)
        if token.kind in kinds and token.value not in others and not _is_towards(tokens, at)
    ]
    return named[0] if named and len({token.value for token in named}) == 1 else None


def _is_towards(tokens: list[Token], at: int) -> bool:
    before = tokens[at - 1].kind if at else ""
    return before in ("to", "with", "against", "than", "for", "as")


def _rate_country(sentence: Sentence, one: Settled) -> None:
    """A rate that is no duty is its central bank's country's: `The Bank of Canada lifted its policy rate`."""
    only = _only_country(sentence, None, _COUNTRIES)
    if only is not None:
        one.reporter = code_of(only)
        one.show("reporter", only)


def _counted_country(sentence: Sentence, one: Settled) -> None:
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
