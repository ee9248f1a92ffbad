"""What one flow of a sentence says of the next: whose it is, with whom, and what it is a part of.

`Brazil's exports rose, with China taking 70%`, `sold wheat and bought gas`,
`exports to and imports from Iran`.
"""

from itertools import pairwise

from extraction.flow.clauses import aside_end
from extraction.flow.flows import GIVEN, Topic, code_of
from extraction.language.tokens import Token


def coordinated(text: str, tokens: list[Token], earlier: list[Topic], topic: Topic) -> Topic:
    """A later flow of the sentence has the earlier one's countries where it names none of its own."""
    if not earlier:
        return topic
    first = next((one for one in reversed(earlier[-_NEAREST:]) if not _is_in_aside(tokens, one, topic)), None)
    if first is None:
        return topic
    if topic.is_rate != first.is_rate or topic.flow is None or first.flow is None:
        return topic
    topic = _ended(tokens, first, topic)
    if tokens[first.at].kind == "host_verb" and topic.flow in GIVEN and topic.partner is None:
        return topic._replace(partner=first.partner)  # `Kabul received $40 million in aid from Tokyo`
    other_side = _from_other_side(text, tokens, first, topic)
    return other_side if other_side is not None else _with_sides_of(tokens, first, topic)


#: So many flows before are looked at, for an aside has few.
_NEAREST = 4


def _is_in_aside(tokens: list[Token], first: Topic, topic: Topic) -> bool:
    """`Egypt, which buys wheat from Chad, sold …`: whom an aside names has no part in what follows it."""
    end = aside_end(tokens, first.at)
    return end is not None and end < topic.at


def _from_other_side(text: str, tokens: list[Token], first: Topic, topic: Topic) -> Topic | None:
    """Return a flow whose other side the flow before it tells: who takes, supplies or deals with it."""
    told = tokens[first.at].kind
    acts = tokens[topic.at].kind in _ACTS
    if acts and _buys_as_told(tokens, first, topic):
        return first._replace(at=topic.at, partner=topic.reporter, partners=(), noun=None)
    if acts and {first.flow, topic.flow} == {"import", "export"}:
        taken = _taken(text, tokens, first, topic)
        if taken is not None:
            return taken
    if acts and told in _TRADERS and (other := _other_trader(text, tokens, first, topic)) is not None:
        if topic.flow == "import" != first.flow:  # as the list of the next partners will tell
            return topic._replace(flow="export", reporter=other, partner=topic.reporter)
        return topic._replace(partner=other)
    if _comes_from_another(tokens, first, topic):
        return topic._replace(partner=first.reporter)
    goods = topic.reporter is not None and first.partner == topic.reporter and bool(first.reporters)
    takes = first.flow == "import" and told in ("flow_verb", "trader") and (first.partner is None or goods)
    if takes and topic.flow == "export" and topic.reporter is None and not acts:
        # `the Netherlands took 26% of the shipments`: who takes is the other side of them
        return topic._replace(partner=topic.partner or first.reporter)
    if takes and topic.flow == "export" and first.reporters and topic.partner is None:
        # `Spain and France took 84% of Andorra's exports`
        return topic._replace(partners=first.reporters, partner_is_open=True)
    if told == "trader" and topic.flow != first.flow and topic.reporter is None:
        # `the source of £18bn of imports`: who sells is the other side of them
        return topic._replace(reporter=first.partner, partner=topic.partner or first.reporter)
    return None


def _buys_as_told(tokens: list[Token], first: Topic, topic: Topic) -> bool:
    """`Sales to Spain rose 3% while Portugal bought 5% less`: of the same goods, for it names no others."""
    sold = first.flow == "export" and topic.flow == "import" and first.reporter is not None
    if not sold or topic.partner is not None or topic.reporter in (None, first.reporter):
        return False
    behind = tokens[topic.at + 1 : topic.at + 5]
    more = next((i for i, token in enumerate(behind) if token.kind in ("more", "less")), None)
    if more is None or any(token.kind not in _AMOUNT_OF for token in behind[:more]):
        return False
    return more + 1 >= len(behind) or behind[more + 1].kind in _ENDS_AMOUNT


_AMOUNT_OF = frozenset("hedge hedge_plain a over money percent_quantity physical count fraction bare".split())
_ENDS_AMOUNT = frozenset("comma and point semicolon period versus close open in while but than".split())
_ACTS = frozenset({"flow_verb", "get_verb"})


def _with_sides_of(tokens: list[Token], first: Topic, topic: Topic) -> Topic:
    """`sold wheat and bought gas`, `exports rose and imports fell`: the same countries again."""
    evidence = list(topic.evidence)
    between_both = (
        first.flow == "total_trade" and topic.reporter is not None and first.partner == topic.reporter
    )
    if between_both and topic.partner is None and not topic.partner_is_open:
        return topic._replace(partner=first.reporter)  # `trade with Mali …, of which $5m were Malian exports`
    if topic.reporter is None and topic.partner != first.reporter:
        topic = topic._replace(reporter=first.reporter, reporters=topic.reporters or first.reporters)
        evidence += [(name, at) for name, at in first.evidence if name == "reporter"]
    whole = any(token.kind in ("total", "global") for token in tokens[max(0, topic.at - 2) : topic.at])
    open_side = topic.partner is None and not topic.partner_is_open and not whole
    if open_side and topic.reporter == first.reporter:
        topic = topic._replace(
            partner=first.partner, partners=first.partners, partner_is_open=first.partner_is_open
        )
        evidence += [(name, at) for name, at in first.evidence if name == "partner"]
    return topic._replace(evidence=tuple(evidence))


def _taken(text: str, tokens: list[Token], first: Topic, topic: Topic) -> Topic | None:
    """`exports rose, with China taking …`, `imports of which Qatar supplied …`: a part of the first flow."""
    if topic.reporter in (None, first.reporter) or topic.partner not in (None, first.reporter):
        whole = _whole_taken(tokens, first, topic)
    else:
        whole = first if _is_part(tokens, topic.at) else None
        if whole is None and _takes_of(text, tokens, first, topic):
            return topic._replace(partner=first.reporter)
    if whole is None:
        return None
    return whole._replace(at=topic.at, partner=topic.reporter or first.partner, partners=(), noun=None)


def _whole_taken(tokens: list[Token], first: Topic, topic: Topic) -> Topic | None:
    """`Brazil's best customers are the Dutch, buying €98m`: what they buy is what it sells."""
    told = tokens[first.at].kind in ("trader", "market") and first.flow == "export"
    same = topic.reporter in (None, first.partner) and first.partner is not None
    return first if told and same and topic.partner is None else None


_TRADERS = frozenset({"trader", "supplier", "market"})


def _other_trader(text: str, tokens: list[Token], first: Topic, topic: Topic) -> str | None:
    """`China stayed Brazil's largest partner, buying $9.1bn`: a trader deals with whose trader it is."""
    sides = (first.reporter, first.partner)
    if None in sides or topic.reporter not in sides or topic.partner or topic.partner_is_open:
        return None
    verb = text[tokens[topic.at].start : tokens[topic.at].end].lower()
    altogether = verb.startswith(
        ("import", "export", "ship")
    )  # `Brazil, China's top supplier, exported 9m tonnes`
    return None if altogether else next(side for side in sides if side != topic.reporter)


def _takes_of(text: str, tokens: list[Token], first: Topic, topic: Topic) -> bool:
    """`Brazil's exports hit 10m tonnes, and China bought 7m`: not what it imports altogether."""
    if topic.flow != "import" or first.reporter is None or topic.partner_is_open:
        return False
    whole = text[tokens[topic.at].start : tokens[topic.at].end].lower().startswith("import")
    crossed = any(token.kind in _PARTED for token in tokens[first.at : topic.at])
    return not whole and not crossed and topic.partner is None


_PARTED = frozenset({"semicolon", "while", "but"})


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
        return first._replace(
            at=topic.at, reporter=topic.partner
        )  # `gave $2bn, half of which came from Oslo`
    if kind == "to_verb" and first.flow in GIVEN:
        return topic._replace(flow=first.flow)  # `€6bn in grants is destined for Turkey`
    bound = tokens[first.at].kind == "to_verb" and first.flow == "export" and topic.flow == "import"
    if bound and topic.reporter is None and topic.partner != first.partner:
        return topic._replace(
            reporter=first.partner
        )  # `of what was destined for Poland, 61% was sourced from …`
    if kind == "from_verb" and first.flow == "export":
        return topic._replace(flow="export")  # `of the $34bn earned from exports, $21bn came from China`
    return topic


def _is_part(tokens: list[Token], verb: int) -> bool:
    """Tell whether a verb tells of a part of the flow before it: after `with` or `of which`."""
    near = [token.kind for token in tokens[max(0, verb - 5) : verb]]
    by = [token.kind for token in tokens[verb + 1 : verb + 2]] == ["by"]
    passive = by and near[-1:] == ["be"]  # `two-thirds of exports were taken by Togo`
    return "with" in near or "which" in near or passive


def share_ends(tokens: list[Token], topics: list[Topic]) -> list[Topic]:
    """`exports to and imports from Russia`: the first flow's country stands after the second."""
    for i, (one, other) in enumerate(pairwise(topics)):
        hanging = tokens[one.at + 1 : one.at + 3]
        if (
            len(hanging) == 2
            and hanging[0].kind in ("to", "from")
            and hanging[1].kind == "and"
            and one.partner is None
        ):
            topics[i] = one._replace(partner=other.partner)
    return topics


def at_the_gate(topics: list[Topic]) -> list[Topic]:
    """`Brazil may send 3m tonnes to the EU, at a tariff of €98`: who is sold to levies, who sells is hit."""
    out = list(topics)
    for i, duty in enumerate(topics):
        sold = next((t for t in topics[:i] if t.flow == "export" and not t.is_rate and t.partner), None)
        if duty.is_rate and sold is not None and duty.flow == "import" and duty.reporter == sold.reporter:
            out[i] = duty._replace(reporter=sold.partner, partner=sold.reporter)
        levied = topics[i - 1] if i and topics[i - 1].is_rate else None
        if (
            levied is not None
            and duty.flow == "export"
            and not (duty.is_rate or duty.partner or duty.partner_is_open)
            and duty.reporter not in (None, levied.reporter)
        ):
            # `Washington's 25% levy on steel hits $7.3 billion of EU exports`
            out[i] = duty._replace(partner=levied.reporter)
        out[i] = _levied_on(out[i], levied) if levied is not None and not duty.is_rate else out[i]
    return out


def _levied_on(goods: Topic, levied: Topic) -> Topic:
    """`surtaxes of 10% on $16bn of imports`, `the levy on Indian goods applies to shipments worth $77bn`."""
    if goods.flow == "import" and not (goods.reporter or goods.partner):
        return goods._replace(reporter=levied.reporter, partner=levied.partner)
    hit = levied.partner is not None and levied.flow == "import" and goods.flow == "export"
    if hit and goods.partner is None and goods.reporter in (None, levied.reporter):
        return goods._replace(reporter=levied.partner, partner=levied.reporter)
    return goods


def without_definition(tokens: list[Token], topics: list[Topic]) -> list[Topic]:
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


def of_named_before(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """`Iceland's fish fetched $3bn; Britain bought $1bn of it`: who takes it takes it from that country."""
    verb = tokens[topic.at].kind in ("flow_verb", "get_verb")
    if not verb or topic.flow != "import" or topic.partner or topic.partners or topic.reporter is None:
        return topic
    bought_in = _bought_in(tokens, topic)
    if bought_in is not None:
        return topic._replace(partner=code_of(tokens[bought_in]))
    words = [text[token.start : token.end].lower() for token in tokens[topic.at : topic.at + _FARTHEST_PART]]
    if not any(pair[0] == "of" and pair[1] in _POINTS_AT_GOODS for pair in pairwise(words)):
        return topic
    for at in range(topic.at - 1, max(-1, topic.at - _FARTHEST_SELLER), -1):
        if tokens[at].kind in _SELLERS and code_of(tokens[at]) not in (None, topic.reporter):
            return topic._replace(partner=code_of(tokens[at]), evidence=(*topic.evidence, ("partner", at)))
    return topic


def _bought_in(tokens: list[Token], topic: Topic) -> int | None:
    """Return the country in `bought 58% of their foreign metal in Canada`: right behind the goods."""
    amount = next(
        (i for i in range(topic.at + 1, topic.at + 4) if tokens[i : i + 1] and _is_part_of(tokens, i)), None
    )
    if amount is None:
        return None
    at = amount + 1
    while at < len(tokens) and tokens[at].kind in _GOODS_OF:
        at += 1
    if at + 1 >= len(tokens) or tokens[at].kind != "in":
        return None
    place = at + 1 + (tokens[at + 1].kind == "the")
    named = place < len(tokens) and tokens[place].kind in ("place", "bloc")
    return place if named and code_of(tokens[place]) != topic.reporter else None


def _is_part_of(tokens: list[Token], at: int) -> bool:
    of = [token.kind for token in tokens[at + 1 : at + 2]] == ["of"]
    return of and tokens[at].kind in ("physical", "percent_quantity", "fraction")


_GOODS_OF = frozenset({"of", "its", "the", "low_word", "cap_word", "hyphen", "abroad"})
_FARTHEST_PART = 8
_FARTHEST_SELLER = 40
_POINTS_AT_GOODS = frozenset({"it", "them", "their", "its", "these", "those", "that"})
_SELLERS = frozenset({"place", "demonym", "bloc", "capital", "people_of"})
