"""Topics: which flow a sentence speaks of, of whom, with whom.

A topic stands around one flow word: who is named before it (`Turkey's exports`), after it (`exports to
Russia`, `imports of Russian steel by the bloc`), or as the subject of a verb (`Turkey bought`).
"""

from collections.abc import Callable
from dataclasses import replace
from itertools import pairwise

from extraction.clauses import complete
from extraction.duties import of_levy, of_tariff
from extraction.flows import GIVEN, PLACES, Topic, code_of
from extraction.giving import (
    of_building,
    of_gift,
    of_given_noun,
    of_help,
    of_host,
    of_loan,
    of_offer,
    of_remittance,
)
from extraction.lexicon import words_in
from extraction.nouns import after, has_trade, is_flow, is_trade, of_noun, of_subject
from extraction.tokens import Token
from extraction.verbs import beside_quantity, of_destination, of_going, of_movement, of_trader, of_verb


def topics_of(text: str, tokens: list[Token], earlier: Topic | None = None) -> list[Topic]:
    """Return the sentence's topics in order; a later one takes from an earlier what it leaves out.

    `earlier` is the topic of the sentences before, which `Chile's fell 27%` goes on with.
    """
    alone: list[Topic] = []
    for at, token in enumerate(tokens):
        if token.kind in _READERS:
            topic = _topic_at(text, tokens, at)
            if topic is not None:
                alone.append(topic)
        elif stands_for_flow(tokens, at) or leaves_out_flow(tokens, at):
            before = replace(earlier, at=-1, evidence=(), noun=None) if earlier is not None else None
            said = alone[-1] if alone and alone[-1].flow else before
            if said is not None and said.flow:
                goes_on = _those if stands_for_flow(tokens, at) else _of_another
                alone.append(goes_on(tokens, said, at))
    found: list[Topic] = []
    for topic in complete(tokens, _without_definition(tokens, alone)):
        found.append(_coordinated(tokens, found, topic))
    return _at_the_gate(_share_ends(tokens, found))


def _at_the_gate(topics: list[Topic]) -> list[Topic]:
    """`Brazil may send 3m tonnes to the EU, at a tariff of €98`: who is sold to levies, who sells is hit."""
    out = list(topics)
    for i, duty in enumerate(topics):
        sold = next((t for t in topics[:i] if t.flow == "export" and not t.is_rate and t.partner), None)
        if duty.is_rate and sold is not None and duty.flow == "import" and duty.reporter == sold.reporter:
            out[i] = replace(duty, reporter=sold.partner, partner=sold.reporter)
        levied = topics[i - 1] if i and topics[i - 1].is_rate else None
        if (
            levied is not None
            and duty.flow == "import"
            and not (duty.is_rate or duty.reporter or duty.partner)
        ):
            # `surtaxes of 10% on $16bn of imports`
            out[i] = replace(duty, reporter=levied.reporter, partner=levied.partner)
    return out


def leaves_out_flow(tokens: list[Token], at: int) -> bool:
    """Tell whether a country owns what was spoken of before: `Chile's fell 27%`, `Turkey's were …`."""
    if tokens[at].kind not in ("place", "capital", "bloc") or at + 2 >= len(tokens):
        return False
    if tokens[at + 1].kind != "possessive":
        return False
    moved = tokens[at + 2].kind in ("to", "by", "at") and any(t.kind == "change" for t in tokens[:at])
    return moved or tokens[at + 2].kind in (
        "change",
        "be",
        "amount",
        "have",
    )  # `and lifted Russia's to 44.5m`


def _of_another(tokens: list[Token], said: Topic, at: int) -> Topic:
    """Return the flow that was spoken of, with another reporter; a share of it is its partner's."""
    if any(token.kind == "share" for token in tokens[:at]):
        return replace(said, at=at, partner=code_of(tokens[at]), noun=None, evidence=(("partner", at),))
    partner = said.partner if said.partner != code_of(tokens[at]) else None
    return replace(
        said, at=at, reporter=code_of(tokens[at]), partner=partner, noun=None, evidence=(("reporter", at),)
    )


def _without_definition(tokens: list[Token], topics: list[Topic]) -> list[Topic]:
    """Leave out the flows that only say what a gap is: `the gap between what it sells and what it buys`."""
    kept: list[Topic] = []
    for topic in topics:
        gap = kept[-1] if kept else None
        if gap is not None and gap.flow == "balance" and tokens[gap.at + 1].kind == "between":
            moves = any(t.kind in ("change", "amount", "be") for t in tokens[gap.at : topic.at])
            if not moves and topic.flow in ("import", "export"):
                continue
        if gap is not None and gap.flow == "balance" and _is_inside(tokens, gap.at, topic):
            continue
        kept.append(topic)
    return kept


def _is_inside(tokens: list[Token], gap: int, topic: Topic) -> bool:
    """Tell whether a flow is what the balance is one of: `a surplus of €2bn in its trade with Chad`."""
    between = [token.kind for token in tokens[gap + 1 : topic.at]]
    if between[:1] == ["of"]:
        between = between[2 if between[1:2] == ["money"] else 0 :]
    return between[:1] in (["in"], ["of"]) and len(between) <= 3 and topic.flow == "total_trade"


def stands_for_flow(tokens: list[Token], at: int) -> bool:
    """Tell whether a word stands for the flow before it: `those to Switzerland`, `that with the EU`."""
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1].kind
    if tokens[at].kind == "those":
        return after in ("with", "to", "from", "of", "for", "between")
    return tokens[at].kind == "that" and after in ("with", "to", "from", "for")


def _topic_at(text: str, tokens: list[Token], at: int) -> Topic | None:
    token = tokens[at]
    flow, _, balance = ("" if token.kind in _NO_FLOW else str(token.value)).partition(" ")
    topic = Topic(at, flow or None, balance or None, evidence=(("flow", at),))
    return _READERS[token.kind](text, tokens, topic)


_NO_FLOW = frozenset({"subject", "make_verb"})
_GOODS = words_in("goods sent")
Reader = Callable[[str, list[Token], Topic], Topic | None]


def _gift(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`sent` and `pledged` are aid only where a word of the sentence says so, or they go abroad."""
    if any(one.kind == "abroad" for one in tokens[topic.at + 1 :]):
        return of_verb(text, tokens, replace(topic, flow="export"))
    after = tokens[topic.at + 1 : topic.at + 5]
    goods = {text[one.start : one.end].lower() for one in after} & _GOODS
    if goods or any(one.kind == "physical" for one in after):
        return of_verb(text, tokens, replace(topic, flow="export"))  # `sends 42 mcm a day`
    helps = any(one.kind == "aid_noun" or (one.value == "aid" and one.kind == "flow") for one in tokens)
    return of_verb(text, tokens, topic) if helps else None


def _received(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Turkey received 350,000 bpd`: goods that are measured or counted; money may be anything."""
    goods = _amount_after(tokens, topic.at) in ("physical", "count", "percent_quantity", "fraction")
    return of_verb(text, tokens, topic) if goods else None


def _deliveries(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """Deliveries go abroad where the sentence says whereto or wherefrom, or has spoken of a flow."""
    said = of_noun(text, tokens, topic)
    abroad = any(token.kind in ("flow", "flow_verb", "flow_bare", "abroad") for token in tokens[: topic.at])
    after = tokens[topic.at + 1].kind if topic.at + 1 < len(tokens) else "point"
    if said.partner or said.partners or said.partner_is_open or abroad or after in ("from", "to"):
        return said
    return of_subject(text, tokens, replace(topic, flow=None))


def _purchase(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`the purchase of 1.5 mln tonnes of corn by Japan`; a firm or a house may be purchased, too."""
    after = tokens[topic.at + 1].kind if topic.at + 1 < len(tokens) else "point"
    goods = after == "of" and _amount_after(tokens, topic.at + 1) in ("physical", "count")
    return of_noun(text, tokens, topic) if goods else None


_SALES = words_in("sale")


def _tender(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Egypt's tender for wheat` is to buy it abroad, unless it is one of sale."""
    near = tokens[max(0, topic.at - 3) : topic.at + 4]
    if _SALES & {text[token.start : token.end].lower() for token in near}:
        return None
    topic = of_noun(text, tokens, topic)
    return topic if topic.reporter else of_subject(text, tokens, topic)


def _invested(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`put $90 million into Morocco`, but nothing else that is put or poured."""
    invested = of_verb(text, tokens, topic)
    there = invested and (invested.partner or invested.partner_is_open)
    return invested if there and beside_quantity(tokens, topic.at) else None


_SELLERS = frozenset({"place", "capital", "demonym"})


def _paid(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`The EU paid Moscow €1.3bn for gas`: who is paid for goods sells them."""
    after = tokens[topic.at + 1 : topic.at + 12]
    kinds = [token.kind for token in after]
    if "for" not in kinds or not {"money", "price"} & set(kinds[: kinds.index("for")]):
        return None
    goods = after[kinds.index("for") : kinds.index("for") + 4]
    seller = next((token for token in (after[0], *goods) if token.kind in _SELLERS), None)
    payer = of_verb(text, tokens, topic) if seller is not None else None
    return replace(payer, partner=code_of(seller)) if payer is not None and seller is not None else None


def _makes(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Indonesia produced 687 million tonnes`, `mills crushed a third less`: what is made or used at home."""
    amount = _amount_after(tokens, topic.at)
    return of_subject(text, tokens, replace(topic, flow=None)) if amount in _MADE else None


def _amount_after(tokens: list[Token], verb: int) -> str:
    """Return the kind of what stands right after a verb and its hedges."""
    at = verb + 1
    while at < len(tokens) and tokens[at].kind in _BEFORE_AMOUNT:
        at += 1
    return tokens[at].kind if at < len(tokens) else "point"


_BEFORE_AMOUNT = frozenset(
    "hedge hedge_plain hedge_estimate over above a the average total record less more".split()
)
_MADE = frozenset({"physical", "count", "fraction", "percent_quantity", "bare"})


def _invested_or_pumped(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`pumped 33 million barrels` is output, `pumped $90 million into Morocco` an investment."""
    if _amount_after(tokens, topic.at) == "physical":
        return of_subject(text, tokens, replace(topic, flow=None))
    return _invested(text, tokens, topic)


def _earned(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Kenyan flowers fetched 104 billion shillings`: goods that bring in money are exported."""
    money = any(token.kind == "money" for token in tokens[topic.at + 1 : topic.at + 5])
    before = tokens[: topic.at]
    if before and before[-1].kind == "which" and any(token.kind == "flow" for token in before):
        return None  # `sales to China, which brought in $12bn`: said of the sales
    return of_verb(text, tokens, topic) if money else None


def _earnings(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Zambia's copper earnings` are those of a country's goods; other earnings are a firm's."""
    goods = topic.at and tokens[topic.at - 1].kind == "low_word"
    topic = of_noun(text, tokens, topic)
    return topic if goods and topic.reporter else None


def _is_whole(text: str, tokens: list[Token], at: int) -> bool:
    word = text[tokens[at].start : tokens[at].end].lower()
    return bool(at) and tokens[at - 1].kind == "of" and word in ("gdp", "gross domestic product")


def _market(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Italy's biggest wine markets` are those of its exports; other markets are no flow."""
    near = [token.kind for token in tokens[max(0, topic.at - 4) : topic.at]]
    return of_trader(text, tokens, topic) if "superlative" in near and "possessive" in near else None


def _flow(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    return (of_given_noun if topic.flow in GIVEN else of_noun)(text, tokens, topic)


def _remitted(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Russia sent $224 million`, in a text about remittances."""
    return of_remittance(tokens, replace(topic, flow=None)) if beside_quantity(tokens, topic.at) else None


def _trader(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Singapore is the biggest source of foreign investment` is read by what it is a source of."""
    after = tokens[topic.at + 1 : topic.at + 5]
    given = any(token.kind == "flow" and token.value in GIVEN for token in after)
    return None if given and after[0].kind == "of" else of_trader(text, tokens, topic)


def _bare(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    return of_noun(text, tokens, topic) if is_flow(text, tokens, topic.at) else None


def _trade(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    return of_noun(text, tokens, topic) if is_trade(tokens, topic.at) else None


def _gap(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """A gap is one of trade where trade is spoken of; any other is no flow."""
    if has_trade(tokens, topic.at):
        return of_noun(text, tokens, topic)
    return of_subject(text, tokens, replace(topic, flow=None, balance=None))


def _are_parts(text: str, tokens: list[Token], at: int) -> bool:
    """Tell whether shares are parts, as in `China's and Japan's shares`, and no stock of a company."""
    if text[tokens[at].start : tokens[at].end].lower() != "shares":
        return False
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    owned = at > 1 and tokens[at - 1].kind == "possessive" and tokens[at - 2].kind in PLACES
    return after == "of" or owned or (at > 0 and tokens[at - 1].kind in ("its", "those", "these", "demonym"))


def _subject(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`export income` is no income of its own."""
    before = [token.kind for token in tokens[max(0, topic.at - 2) : topic.at]]
    if before[-1:] == ["flow_bare"] or (
        before[-1:] in (["flow"], ["abroad"]) and tokens[topic.at].value == "verb"
    ):
        return None  # `cotton imports cost mills $4bn`
    if _are_parts(text, tokens, topic.at):
        return None
    if _is_whole(text, tokens, topic.at):
        return None  # `1.2% of GDP`, `as a share of GDP`: what something else is measured by
    if tokens[topic.at].value == "loan":
        return of_loan(text, tokens, topic)
    if tokens[topic.at].value == "remit":
        return of_remittance(tokens, topic)
    after = tokens[topic.at + 1].kind if topic.at + 1 < len(tokens) else "point"
    if after == "to" and text[: tokens[topic.at].end].endswith("sales"):
        return of_noun(text, tokens, replace(topic, flow="export"))  # `car sales to Bishkek`
    return of_subject(text, tokens, topic)


#: Who reads the topic around a word, by its kind.
_READERS: dict[str, Reader] = {
    "flow": _flow,
    "flow_bare": _bare,
    "flow_verb": of_verb,
    "trade": _trade,
    "gap": _gap,
    "aid_verb": of_verb,
    "aid_noun": of_help,
    "give_verb": _gift,
    "gift_verb": of_gift,
    "remit_verb": _remitted,
    "offer_verb": of_offer,
    "host_verb": of_host,
    "build_verb": of_building,
    "invest_verb": _invested_or_pumped,
    "make_verb": _makes,
    "deliveries": _deliveries,
    "purchase": _purchase,
    "get_verb": _received,
    "tender": _tender,
    "pay_verb": _paid,
    "earn_verb": _earned,
    "earnings": _earnings,
    "went": of_going,
    "to_verb": of_destination,
    "from_verb": of_destination,
    "levy_verb": of_levy,
    "market": _market,
    "trader": _trader,
    "supplier": of_trader,
    "flow_arrive": of_movement,
    "flow_leave": of_movement,
    "amount": of_movement,
    "tariff": of_tariff,
    "subject": _subject,
}


def _those(tokens: list[Token], earlier: Topic, at: int) -> Topic:
    """`those to Switzerland` are what was just spoken of, with another partner."""
    told = (("flow", earlier.at),) if earlier.at >= 0 else ()
    owner = _of_whom(tokens, at)
    if owner is not None:
        evidence = (*told, ("reporter", owner))
        return replace(earlier, at=at, reporter=code_of(tokens[owner]), partner=None, evidence=evidence)
    blank = replace(earlier, at=at, partner=None, partners=(), partner_is_open=False, evidence=told)
    return after(tokens, blank)


def _of_whom(tokens: list[Token], those: int) -> int | None:
    """Return the country in `4% for Estonian exports, 3% for those of Latvia`."""
    place = (
        those + 3 if [token.kind for token in tokens[those + 1 : those + 3]] == ["of", "the"] else those + 2
    )
    if place >= len(tokens) or tokens[those + 1].kind != "of":
        return None
    alone = place + 1 == len(tokens) or tokens[place + 1].kind != "possessive"
    return place if alone and tokens[place].kind in ("place", "capital", "bloc") else None


def _coordinated(tokens: list[Token], earlier: list[Topic], topic: Topic) -> Topic:
    """A later flow of the sentence has the earlier one's countries where it names none of its own."""
    if not earlier:
        return topic
    first = earlier[-1]
    if topic.is_rate != first.is_rate or topic.flow is None or first.flow is None:
        return topic
    told = tokens[first.at].kind
    topic = _ended(tokens, first, topic)
    acts = tokens[topic.at].kind == "flow_verb"  # `sold wheat and bought gas`: the same subject acts again
    other = topic.reporter not in (None, first.reporter) and topic.partner in (None, first.reporter)
    if other and acts and {first.flow, topic.flow} == {"import", "export"} and _is_part(tokens, topic.at):
        # `exports rose, with China taking …`, `imports of which Qatar supplied …`: of the first flow
        return replace(first, at=topic.at, partner=topic.reporter, partners=(), noun=None)
    if _comes_from_another(tokens, first, topic):
        return replace(topic, partner=first.reporter)
    taken = first.flow == "import" and first.partner is None and told in ("flow_verb", "trader")
    if taken and topic.flow == "export" and topic.reporter is None and not acts:
        # `the Netherlands took 26% of the shipments`: who takes is the other side of them
        return replace(topic, partner=topic.partner or first.reporter)
    if told == "trader" and topic.flow != first.flow and topic.reporter is None:
        # `the source of £18bn of imports`: who sells is the other side of them
        return replace(topic, reporter=first.partner, partner=topic.partner or first.reporter)
    evidence = list(topic.evidence)
    if topic.reporter is None and topic.partner != first.reporter:
        topic = replace(topic, reporter=first.reporter)
        evidence += [(name, at) for name, at in first.evidence if name == "reporter"]
    whole = any(token.kind in ("total", "global") for token in tokens[max(0, topic.at - 2) : topic.at])
    open_side = topic.partner is None and not topic.partner_is_open and not whole
    if open_side and topic.reporter == first.reporter:
        topic = replace(
            topic, partner=first.partner, partners=first.partners, partner_is_open=first.partner_is_open
        )
        evidence += [(name, at) for name, at in first.evidence if name == "partner"]
    return replace(topic, evidence=tuple(evidence))


def _comes_from_another(tokens: list[Token], first: Topic, topic: Topic) -> bool:
    """`The EU imported 11 bcm, whereas pipeline flows from Russia averaged …`: they flow to the EU."""
    opposite = first.flow == "import" and topic.flow == "export" and first.reporter is not None
    source = topic.reporter not in (None, first.reporter) and topic.partner is None
    named = any(token.kind == "from" for token in tokens[topic.at + 1 : topic.at + 3])
    return opposite and source and named and not topic.partner_is_open


def _ended(tokens: list[Token], first: Topic, topic: Topic) -> Topic:
    """Return where a flow comes from or goes to as an end of the flow that was spoken of."""
    kind = tokens[topic.at].kind
    if kind == "from_verb" and first.flow in GIVEN:
        return replace(
            first, at=topic.at, reporter=topic.partner
        )  # `gave $2bn, half of which came from Oslo`
    if kind == "to_verb" and first.flow in GIVEN:
        return replace(topic, flow=first.flow)  # `€6bn in grants is destined for Turkey`
    if kind == "from_verb" and first.flow == "export":
        return replace(topic, flow="export")  # `of the $34bn earned from exports, $21bn came from China`
    return topic


def _is_part(tokens: list[Token], verb: int) -> bool:
    """Tell whether a verb tells of a part of the flow before it: after `with` or `of which`."""
    near = [token.kind for token in tokens[max(0, verb - 5) : verb]]
    return "with" in near or "which" in near


def _share_ends(tokens: list[Token], topics: list[Topic]) -> list[Topic]:
    """`exports to and imports from Russia`: the first flow's country stands after the second."""
    for i, (one, other) in enumerate(pairwise(topics)):
        hanging = tokens[one.at + 1 : one.at + 3]
        if (
            len(hanging) == 2
            and hanging[0].kind in ("to", "from")
            and hanging[1].kind == "and"
            and one.partner is None
        ):
            topics[i] = replace(one, partner=other.partner)
    return topics
