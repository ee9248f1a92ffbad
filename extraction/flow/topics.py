"""Topics: which flow a sentence speaks of, of whom, with whom.

A topic stands around one flow word: who is named before it (`Turkey's exports`), after it (`exports to
Russia`, `imports of Russian steel by the bloc`), or as the subject of a verb (`Turkey bought`).
"""

from collections.abc import Callable

from extraction.flow.clauses import complete
from extraction.flow.coordination import (
    at_the_gate,
    coordinated,
    of_named_before,
    share_ends,
    without_definition,
)
from extraction.flow.duties import of_levy, of_tariff
from extraction.flow.flows import GIVEN, PLACES, Topic, code_of, sides_of
from extraction.flow.giving import (
    of_building,
    of_gift,
    of_given_noun,
    of_help,
    of_host,
    of_loan,
    of_offer,
    of_remittance,
)
from extraction.flow.goods import (
    of_arrivals,
    of_deliveries,
    of_earning,
    of_earnings,
    of_flows,
    of_making,
    of_offtake,
    of_paying,
    of_pumping,
    of_purchase,
    of_receiving,
    of_remitting,
    of_sending,
    of_spending,
    of_taking,
    of_tender,
)
from extraction.flow.nouns import after, has_trade, is_flow, is_trade, of_noun, of_subject
from extraction.flow.verbs import of_destination, of_going, of_movement, of_trader, of_verb
from extraction.language.pattern import first_of
from extraction.language.tokens import Token


def topics_of(text: str, tokens: list[Token], letters: str, earlier: Topic | None = None) -> list[Topic]:
    """Return the sentence's topics in order; a later one takes from an earlier what it leaves out.

    `letters` are those of the tokens. `earlier` is the topic of the sentences before, which `Chile's fell
    27%` goes on with.
    """
    alone: list[Topic] = []
    for begin in _BEGINS.finditer(letters):
        at = begin.start()
        token = tokens[at]
        if token.kind in _READERS:
            topic = _topic_at(text, tokens, at)
            if topic is not None:
                alone.append(topic)
        elif stands_for_flow(tokens, at) or leaves_out_flow(tokens, at):
            before = earlier._replace(at=-1, evidence=(), noun=None) if earlier is not None else None
            said = alone[-1] if alone and alone[-1].flow else before
            if said is not None and said.flow and not (said.is_rate and token.kind == "demonym"):
                goes_on = _those if stands_for_flow(tokens, at) else _of_another
                alone.append(goes_on(tokens, said, at))
    if not alone:
        return alone
    found: list[Topic] = []
    for topic in complete(tokens, letters, without_definition(tokens, alone)):
        found.append(of_named_before(text, tokens, coordinated(text, tokens, found, topic)))
    return at_the_gate(share_ends(tokens, found))


def goes_on(tokens: list[Token], letters: str) -> bool:
    """Tell whether a sentence takes up a flow with a word that stands for it or a country that owns it."""
    begins = (begin.start() for begin in _STANDS.finditer(letters))
    return any(leaves_out_flow(tokens, at) or stands_for_flow(tokens, at) for at in begins)


def leaves_out_flow(tokens: list[Token], at: int) -> bool:
    """Tell whether a country owns what was spoken of before: `Chile's fell 27%`, `and Turkish ones rose`."""
    if tokens[at].kind == "demonym" and at + 2 < len(tokens) and tokens[at + 1].value == "ones":
        return tokens[at + 2].kind in _GOES_ON
    if at + 2 >= len(tokens):
        return False
    if tokens[at].kind == "demonym":
        return _is_gapped(tokens, at, at + 1)
    if tokens[at].kind not in ("place", "capital", "bloc") or tokens[at + 1].kind != "possessive":
        return False
    if _is_gapped(tokens, at, at + 2) or _has_own_end(tokens, at):
        return True
    moved = tokens[at + 2].kind in ("to", "by", "at") and any(t.kind == "change" for t in tokens[:at])
    return moved or tokens[at + 2].kind in _GOES_ON  # `and lifted Russia's to 44.5m`


_GOES_ON = frozenset({"change", "be", "amount", "have"})


_JOINS = frozenset({"comma", "and", "while", "semicolon", "but"})
_STEPPED = frozenset("by to at hedge hedge_estimate hedge_plain over above a".split())
_FIGURES = frozenset({"money", "percent_quantity", "physical", "count", "fraction", "ratio", "bare"})
_ENDS_ITEM = frozenset("comma and point semicolon period versus close open in while but".split())


def _is_gapped(tokens: list[Token], at: int, after: int) -> bool:
    """`Japan's imports fell 2.1%, South Korea's 3.4%`, `German exports grew by 3%, French by 2%`."""
    before = at - 1 - (at > 1 and tokens[at - 1].kind == "the")
    if before < 1 or tokens[before].kind not in _JOINS:
        return False
    while after < len(tokens) and tokens[after].kind in _STEPPED:
        after += 1
    if after >= len(tokens) or tokens[after].kind not in _FIGURES:
        return False
    ends = after + 1 >= len(tokens) or tokens[after + 1].kind in _ENDS_ITEM
    return ends and any(token.kind in _FIGURES for token in tokens[max(0, before - _FARTHEST_ITEM) : before])


#: An item stands at most so far behind the figure of the one before it.
_FARTHEST_ITEM = 40


def _has_own_end(tokens: list[Token], at: int) -> bool:
    """`Chad's imports from Mali came to €4bn, Mali's from Chad to €6bn`."""
    place = at + 3 + (at + 4 < len(tokens) and tokens[at + 3].kind == "the")
    if place >= len(tokens) or tokens[at + 2].kind not in ("to", "from", "with"):
        return False
    figures = any(token.kind in _FIGURES for token in tokens[place + 1 : place + 4])
    return tokens[place].kind in ("place", "capital", "bloc") and figures


def _of_another(tokens: list[Token], said: Topic, at: int) -> Topic:
    """Return the flow that was spoken of, with another reporter; a share of it is its partner's."""
    if _has_own_end(tokens, at):
        own = said._replace(at=at + 1, reporter=code_of(tokens[at]), partner=None, partners=(), noun=None)
        return after(tokens, own._replace(partner_is_open=False, evidence=(("reporter", at),)))
    bought = said.flow == "import" and said.partner is not None and tokens[at].kind == "demonym"
    if bought or any(token.kind == "share" for token in tokens[:at]):  # `imports from Peru, Chilean ones`
        return said._replace(at=at, partner=code_of(tokens[at]), noun=None, evidence=(("partner", at),))
    partner = said.partner if said.partner != code_of(tokens[at]) else None
    return said._replace(
        at=at, reporter=code_of(tokens[at]), partner=partner, noun=None, evidence=(("reporter", at),)
    )


def stands_for_flow(tokens: list[Token], at: int) -> bool:
    """Tell whether a word stands for the flow before it: `those to Switzerland`, `that with the EU`."""
    if at + 1 >= len(tokens):
        return False
    after = tokens[at + 1].kind
    if tokens[at].kind == "those":
        return after in ("with", "to", "from", "of", "for", "between")
    return tokens[at].kind == "that" and after in ("with", "to", "from", "for", "between")


def _topic_at(text: str, tokens: list[Token], at: int) -> Topic | None:
    token = tokens[at]
    flow, _, balance = ("" if token.kind in _NO_FLOW else str(token.value)).partition(" ")
    topic = Topic(at, flow or None, balance or None, evidence=(("flow", at),))
    return _READERS[token.kind](text, tokens, topic)


_NO_FLOW = frozenset({"subject", "make_verb"})


Reader = Callable[[str, list[Token], Topic], Topic | None]


def _is_whole(text: str, tokens: list[Token], at: int) -> bool:
    word = text[tokens[at].start : tokens[at].end].lower()
    return bool(at) and tokens[at - 1].kind == "of" and word in ("gdp", "gross domestic product")


def _market(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Italy's biggest wine markets` are those of its exports; other markets are no flow."""
    near = [token.kind for token in tokens[max(0, topic.at - 4) : topic.at]]
    return of_trader(text, tokens, topic) if "superlative" in near and "possessive" in near else None


def _flow(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    return (of_given_noun if topic.flow in GIVEN else of_noun)(text, tokens, topic)


def _trader(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Singapore is the biggest source of foreign investment` is read by what it is a source of."""
    after = tokens[topic.at + 1 : topic.at + 5]
    given = any(token.kind == "flow" and token.value in GIVEN for token in after)
    return None if given and after[0].kind == "of" else of_trader(text, tokens, topic)


def _bare(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    if not is_flow(text, tokens, topic.at):
        return None
    acts = topic.at > 0 and tokens[topic.at - 1].kind in _DOERS  # `India and Turkey import the most scrap`
    after = tokens[topic.at + 1].kind if topic.at + 1 < len(tokens) else "point"
    verb = of_verb(text, tokens, topic) if acts and after in _OBJECTS else None
    return verb or of_noun(text, tokens, topic)


_DOERS = frozenset({"place", "capital", "bloc", "people_of"})
_OBJECTS = frozenset("the a money physical count percent_quantity fraction hedge hedge_over demonym".split())


def _trade(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    return of_noun(text, tokens, topic) if is_trade(tokens, topic.at) else None


def _gap(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """A gap is one of trade where trade is spoken of; any other is no flow."""
    if has_trade(tokens, topic.at):
        return of_noun(text, tokens, topic)
    return of_subject(text, tokens, topic._replace(flow=None, balance=None))


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
        return of_noun(text, tokens, topic._replace(flow="export"))  # `car sales to Bishkek`
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
    "give_verb": of_sending,
    "gift_verb": of_gift,
    "remit_verb": of_remitting,
    "offer_verb": of_offer,
    "host_verb": of_host,
    "build_verb": of_building,
    "invest_verb": of_pumping,
    "make_verb": of_making,
    "deliveries": of_deliveries,
    "purchase": of_purchase,
    "get_verb": of_receiving,
    "arrivals": of_arrivals,
    "flows": of_flows,
    "spending": of_spending,
    "offtake": of_offtake,
    "take_verb": of_taking,
    "tender": of_tender,
    "pay_verb": of_paying,
    "earn_verb": of_earning,
    "earnings": of_earnings,
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


#: Who may own what was spoken of before.
OWNERS = ("demonym", "place", "capital", "bloc")
#: What may stand for what was spoken of before, or own it; and where a topic can begin at all.
_STAND_INS = (
    "those (ahead: with|to|from|of|for|between)",
    "that (ahead: with|to|from|for|between)",
    "(place|capital|bloc) (ahead: possessive any)",
    f"demonym (ahead: {'|'.join(sorted(_STEPPED | _FIGURES))} | any ({'|'.join(sorted(_GOES_ON))}))",
)
_STANDS = first_of(_STAND_INS)
_BEGINS = first_of((f"({'|'.join(_READERS)})", *_STAND_INS))


def _those(tokens: list[Token], earlier: Topic, at: int) -> Topic:
    """`those to Switzerland` are what was just spoken of, with another partner."""
    told = (("flow", earlier.at),) if earlier.at >= 0 else ()
    owner = _of_whom(tokens, at)
    if owner is not None:
        evidence = (*told, ("reporter", owner))
        code = code_of(tokens[owner])
        partner = earlier.partner if earlier.partner != code else None
        return earlier._replace(at=at, reporter=code, partner=partner, evidence=evidence)
    if sides_of(earlier).get(tokens[at + 1].kind) == "reporter":  # `those from Chile`, of what Peru sells
        return after(tokens, earlier._replace(at=at, reporter=None, evidence=told))
    blank = earlier._replace(at=at, partner=None, partners=(), partner_is_open=False, evidence=told)
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
