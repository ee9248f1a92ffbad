"""Words that are a flow only where goods, money or countries beside them say so.

`sent 3,000 tonnes`, `sales of Danish pork in Japan`, `arrivals from Qatar`, `earned $4bn`.
"""

from extraction.flow.flows import Topic, code_of
from extraction.flow.giving import of_gift, of_remittance
from extraction.flow.nouns import of_noun, of_subject
from extraction.flow.verbs import beside_quantity, is_relative, of_verb
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token

_GOODS = words_in("goods sent")


def of_sending(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`sent` and `pledged` are aid only where a word of the sentence says so, or they go abroad."""
    if is_relative(text, tokens, topic.at) or any(one.kind == "abroad" for one in tokens[topic.at + 1 :]):
        return of_verb(text, tokens, topic._replace(flow="export"))
    after = tokens[topic.at + 1 : topic.at + 5]
    goods = {text[one.start : one.end].lower() for one in after} & _GOODS
    if goods or any(one.kind == "physical" for one in after):
        return of_verb(text, tokens, topic._replace(flow="export"))  # `sends 42 mcm a day`
    if _sends_its_own(tokens, topic.at):
        return of_verb(text, tokens, topic._replace(flow="export"))
    if _gives_country(tokens, topic.at):
        return of_gift(text, tokens, topic)
    helps = any(one.kind == "aid_noun" or (one.value == "aid" and one.kind == "flow") for one in tokens)
    return of_verb(text, tokens, topic) if helps else None


_NAMES = frozenset({"place", "capital", "bloc"})


def _sends_its_own(tokens: list[Token], verb: int) -> bool:
    """`Mozambique sends 54 percent of its aluminium to the EU`: a part of what a country makes is sold."""
    part = next((i for i in range(verb + 1, verb + 4) if i < len(tokens) and tokens[i].kind in _PARTS), None)
    return part is not None and [one.kind for one in tokens[part + 1 : part + 3]] == ["of", "its"]


_PARTS = frozenset({"percent_quantity", "fraction"})


def _gives_country(tokens: list[Token], verb: int) -> bool:
    """`Tokyo granted Manila 1.6 billion yen`: money that one country gives another is aid."""
    taker = verb + 1 + (verb + 1 < len(tokens) and tokens[verb + 1].kind == "the")
    if taker >= len(tokens) or tokens[taker].kind not in _NAMES:
        return False
    money = _amount_after(tokens, taker) == "money"
    return money and any(token.kind in _NAMES for token in tokens[max(0, verb - 3) : verb])


def of_receiving(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Turkey received 350,000 bpd`: goods that are measured or counted; money may be anything."""
    goods = _amount_after(tokens, topic.at) in ("physical", "count", "percent_quantity", "fraction")
    goods = goods or is_relative(text, tokens, topic.at)
    return of_verb(text, tokens, topic) if goods else None


def of_taking(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`China is to take $200 billion of American goods`: amounts of goods, nothing else that is taken."""
    near = [token.kind for token in tokens[topic.at + 1 : topic.at + _FARTHEST_TAKEN]]
    of = next(
        (i for i, kind in enumerate(near[1:], 1) if kind == "of" and near[i - 1] in ("money", "physical")),
        None,
    )
    return of_verb(text, tokens, topic) if of is not None and near[of + 1 : of + 2] == ["demonym"] else None


_FARTHEST_TAKEN = 8


def of_deliveries(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """Deliveries go abroad where the sentence says whereto or wherefrom, or has spoken of a flow."""
    said = of_noun(text, tokens, topic)
    abroad = any(token.kind in ("flow", "flow_verb", "flow_bare", "abroad") for token in tokens[: topic.at])
    after = tokens[topic.at + 1].kind if topic.at + 1 < len(tokens) else "point"
    if said.partner or said.partners or said.partner_is_open or abroad or after in ("from", "to"):
        return said
    sold_in = _sold_in(tokens, said) if after == "of" else None
    if sold_in is not None:
        evidence = (*said.evidence, ("partner", sold_in))
        return said._replace(partner=code_of(tokens[sold_in]), evidence=evidence)
    return of_subject(text, tokens, topic._replace(flow=None))


def _sold_in(tokens: list[Token], topic: Topic) -> int | None:
    """Return the country in `sales of Danish pork in Japan`: where another country's goods are sold."""
    owner = next((at for side, at in topic.evidence if side == "reporter"), None)
    at = owner + 1 if owner is not None and tokens[owner].kind == "demonym" else len(tokens)
    while at + 1 < len(tokens) and tokens[at].kind in _GOODS_WORDS:
        at += 1
    if at + 1 >= len(tokens) or tokens[at].kind != "in":
        return None
    place = at + 1 + (tokens[at + 1].kind == "the")
    named = place < len(tokens) and tokens[place].kind in ("place", "bloc")
    return place if named and code_of(tokens[place]) not in (None, topic.reporter) else None


_GOODS_WORDS = frozenset({"low_word", "cap_word", "hyphen", "and"})


_NEAR = 20
_TRAVEL = words_in("traveller")


_FUNDS = words_in("money that flows")


def of_arrivals(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`arrivals of Australian ore at Chinese ports` are imports; those of tourists are no flow."""
    near = tokens[max(0, topic.at - _NEAR) : topic.at + _NEAR]
    words = {text[token.start : token.end].lower() for token in near}
    goods = of_noun(text, tokens, topic)
    if goods.partner and not words & _TRAVEL:
        return goods
    return of_subject(text, tokens, topic._replace(flow=None))


def of_flows(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`flows of Algerian gas to Italy` are exports; `capital flows` are none, nor is what flows at home."""
    before = tokens[topic.at - 1 : topic.at] if topic.at else []
    if before and text[before[0].start : before[0].end].lower() in _FUNDS:
        return None
    goods = of_noun(text, tokens, topic)
    return goods if goods.partner or (goods.reporter and goods.partner_is_open) else None


def of_spending(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Cuba's spending on chicken from the US` buys abroad; any other is no flow."""
    own = of_subject(text, tokens, topic)
    after = [token.kind for token in tokens[topic.at + 1 : topic.at + _FARTHEST_SELLER]]
    if after[:1] != ["on"] or "from" not in after or not set(after[1 : after.index("from")]) <= _GOODS_WORDS:
        return own
    seller = topic.at + 2 + after.index("from")
    seller += seller < len(tokens) and tokens[seller].kind == "the"
    if seller >= len(tokens) or tokens[seller].kind not in ("place", "bloc"):
        return own
    evidence = (*own.evidence, ("partner", seller))
    return own._replace(flow="import", partner=code_of(tokens[seller]), evidence=evidence)


_FARTHEST_SELLER = 8


def of_purchase(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`the purchase of 1.5 mln tonnes of corn by Japan`; a firm or a house may be purchased, too."""
    after = tokens[topic.at + 1].kind if topic.at + 1 < len(tokens) else "point"
    goods = after == "of" and _amount_after(tokens, topic.at + 1) in ("physical", "count")
    read = of_noun(text, tokens, topic)
    return read if goods or (after == "of" and read.partner and read.reporter) else None


def of_offtake(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`the offtake of Norwegian salmon by Poland`; other offtake is what is used at home."""
    return of_purchase(text, tokens, topic) or of_subject(text, tokens, topic._replace(flow=None))


_SALES = words_in("sale")


def of_tender(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Egypt's tender for wheat` is to buy it abroad, unless it is one of sale."""
    near = tokens[max(0, topic.at - 3) : topic.at + 4]
    if _SALES & {text[token.start : token.end].lower() for token in near}:
        return None
    topic = of_noun(text, tokens, topic)
    return topic if topic.reporter else of_subject(text, tokens, topic)


def of_investing(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`put $90 million into Morocco`, but nothing else that is put or poured."""
    invested = of_verb(text, tokens, topic)
    there = invested and (invested.partner or invested.partner_is_open or _are_investors(text, tokens, topic))
    return invested if there and beside_quantity(tokens, topic.at) else None


def _are_investors(text: str, tokens: list[Token], topic: Topic) -> bool:
    """`Investors from Singapore put in $5.5bn`, and no verb stands between."""
    subject = tokens[max(0, topic.at - 4) : topic.at]
    return any(text[one.start : one.end].lower() in _INVESTORS for one in subject)


_INVESTORS = frozenset({"investors", "firms", "companies"})


_SELLERS = frozenset({"place", "capital", "demonym"})


def of_paying(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`The EU paid Moscow €1.3bn for gas`: who is paid for goods sells them."""
    after = tokens[topic.at + 1 : topic.at + 12]
    kinds = [token.kind for token in after]
    if "for" not in kinds or not {"money", "price"} & set(kinds[: kinds.index("for")]):
        return None
    goods = after[kinds.index("for") : kinds.index("for") + 4]
    seller = next((token for token in (after[0], *goods) if token.kind in _SELLERS), None)
    payer = of_verb(text, tokens, topic) if seller is not None else None
    return payer._replace(partner=code_of(seller)) if payer is not None and seller is not None else None


def of_making(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Indonesia produced 687 million tonnes`, `mills crushed a third less`: what is made or used at home."""
    amount = _amount_after(tokens, topic.at)
    return of_subject(text, tokens, topic._replace(flow=None)) if amount in _MADE else None


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


def of_pumping(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`pumped 33 million barrels` is output, `pumped $90 million into Morocco` an investment."""
    if _amount_after(tokens, topic.at) == "physical":
        return of_subject(text, tokens, topic._replace(flow=None))
    return of_investing(text, tokens, topic)


def of_earning(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Kenyan flowers fetched 104 billion shillings`: goods that bring in money are exported."""
    after = [
        token.kind for token in tokens[topic.at + 1 : topic.at + 5] if not token.kind.startswith("hedge")
    ]
    if after[:1] in (["physical"], ["count"]) and text.startswith("brought", tokens[topic.at].start):
        return of_verb(text, tokens, topic._replace(flow="import"))  # `refiners brought in 156 tonnes`
    money = "money" in after
    before = tokens[: topic.at]
    if before and before[-1].kind == "which" and any(token.kind == "flow" for token in before):
        return None  # `sales to China, which brought in $12bn`: said of the sales
    acts = bool(before) and before[-1].kind in ("place", "capital", "bloc")
    if acts and _amount_after(tokens, topic.at) == "physical":
        return of_verb(text, tokens, topic._replace(flow="import"))  # `Egypt brought in 3m tonnes of wheat`
    return of_verb(text, tokens, topic) if money else None


def of_earnings(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Zambia's copper earnings` are those of a country's goods; other earnings are a firm's."""
    goods = topic.at and tokens[topic.at - 1].kind == "low_word"
    topic = of_noun(text, tokens, topic)
    return topic if goods and topic.reporter else None


def of_remitting(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Russia sent $224 million`, in a text about remittances."""
    return of_remittance(tokens, topic._replace(flow=None)) if beside_quantity(tokens, topic.at) else None
