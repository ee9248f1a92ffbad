"""Flow verbs and those who act: `Turkey bought … from Russia`, `cargoes left Taman`, `the biggest buyer`."""

from extraction.flow.flows import ENDS, GIVEN, PLACES, Topic, code_of, owns, sides_of
from extraction.flow.nouns import after, before, of_subject, row_of_names, there
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token


def of_verb(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Turkey exported … to Russia`: the subject's country stands before the verb, unless it is passive."""
    after_verb = tokens[topic.at + 1].kind if topic.at + 1 < len(tokens) else "point"
    if _is_revenue(text, tokens, topic.at):
        return of_subject(text, tokens, topic._replace(flow=None))
    if after_verb in ("rank", "ordinal") or _is_of_asset(text, tokens, topic.at):
        return None  # `took first place`, `sold a 20% stake`
    if is_passive(tokens, topic.at):
        topic = _undergone(tokens, topic)
    else:
        subject = acting(tokens, topic.at)
        row = _row_before(tokens, subject) if subject is not None else ()
        if len(row) > 1:
            topic = topic._replace(reporters=row)
        elif subject is not None:
            topic = _with(tokens, topic, "reporter", subject)
    topic = _around_which(tokens, topic)
    topic = _around_quantity(text, tokens, topic)
    moves = topic.flow in ("export", "import", "investment")
    told = topic.reporter or topic.reporters or topic.partner or topic.points_there
    told = told or (topic.partner_is_open and is_passive(tokens, topic.at))
    told = told or after_verb == "abroad" or is_relative(text, tokens, topic.at)
    return topic if told or (moves and beside_quantity(tokens, topic.at)) else None


def _around_which(tokens: list[Token], topic: Topic) -> Topic:
    """`China, to which Australia exported 60 million tonnes`: the relative clause is about a country."""
    back = range(topic.at - 1, max(1, topic.at - _NEAR_WHICH), -1)
    which = next((i for i in back if tokens[i].kind == "which"), None)
    if which is None or sides_of(topic).get(tokens[which - 1].kind) != "partner":
        return topic
    place = which - 2 - (tokens[which - 2].kind == "comma")
    named = place >= 0 and tokens[place].kind in ("place", "capital", "bloc")
    return _with(tokens, topic, "partner", place) if named and not topic.partner else topic


_NEAR_WHICH = 6


def _is_revenue(text: str, tokens: list[Token], verb: int) -> bool:
    """`The canal authority took in $428 million`: money that is taken in buys nothing."""
    said = text[tokens[verb].start : tokens[verb].end].lower()
    after = next((one.kind for one in tokens[verb + 1 : verb + 4] if one.kind not in _HEDGES), "")
    return said == "took in" and after == "money"


_HEDGES = frozenset({"hedge", "hedge_plain", "over", "above", "a"})
_ASSETS = words_in("asset")
_LONGEST_OBJECT = 7
_OBJECT_ENDS = frozenset("from to in for with at comma point that which and semicolon flow_verb".split())


def _is_of_asset(text: str, tokens: list[Token], verb: int) -> bool:
    """`sold one million preferred shares`, `bought a refinery`: what is bought and sold is no goods."""
    for at in range(verb + 1, min(len(tokens), verb + 1 + _LONGEST_OBJECT)):
        if tokens[at].kind in _OBJECT_ENDS:
            return False
        if text[tokens[at].start : tokens[at].end].lower() in _ASSETS:
            # `sold the company 500 tonnes of ore`
            return at + 1 >= len(tokens) or not _is_amount(tokens[at + 1])
    return False


def is_passive(tokens: list[Token], verb: int) -> bool:
    """Tell whether a verb is passive: `were dispatched to Oman`, `coffee bought by Japan`."""
    by = verb + 1 < len(tokens) and tokens[verb + 1].kind == "by"
    return by or (verb > 0 and tokens[verb - 1].kind == "be")


def _undergone(tokens: list[Token], topic: Topic) -> Topic:
    """Read the sides of a passive verb: who is sold to (`Iran was sold maize`), or whose goods are moved.

    `38,000 tonnes of Ethiopian coffee were dispatched to Oman`: the goods are Ethiopia's.
    """
    given = topic.at - 2
    if topic.flow == "export" and given >= 0 and acting(tokens, topic.at - 1) == given:
        after = {token.kind for token in tokens[topic.at + 1 : topic.at + _FARTHEST_GIVEN]}
        if tokens[given].kind in _SOLD_TO and after & _AMOUNTS:
            return _with(tokens, topic, "partner", given)
    goods = _goods_before(tokens, topic.at)
    if goods is None or topic.flow not in ("export", "import"):
        return topic
    return _with(tokens, topic, "reporter" if topic.flow == "export" else "partner", goods)


_SOLD_TO = frozenset({"place", "capital", "bloc"})
_AMOUNTS = frozenset("money physical count percent_quantity fraction".split())
_FARTHEST_GIVEN = 6


def _goods_before(tokens: list[Token], verb: int) -> int | None:
    """Return whose goods are the subject of a passive verb: `of Chilean copper were`, `Tunisia's oil is`."""
    at = verb - 1
    while at >= 0 and verb - at <= _LONGEST_GOODS and tokens[at].kind in _IN_GOODS:
        at -= 1
    if at < 0:
        return None
    if tokens[at].kind == "possessive" and tokens[at - 1].kind in _SOLD_TO:
        return at - 1
    return (
        at if tokens[at].kind == "demonym" and at + 1 < verb and tokens[at + 1].kind in _NAMES_GOODS else None
    )


_LONGEST_GOODS = 14
_NAMES_GOODS = frozenset({"low_word", "cap_word", "hyphen"})
_IN_GOODS = _NAMES_GOODS | frozenset(
    "be have noun worth money physical percent_quantity fraction hedge and comma period in".split()
)


def _with(tokens: list[Token], topic: Topic, side: str, at: int) -> Topic:
    """Return the topic with the country at `at` as its `reporter` or its `partner`."""
    evidence = (*topic.evidence, (side, at))
    if side == "reporter":
        return topic._replace(reporter=code_of(tokens[at]), evidence=evidence)
    return topic._replace(partner=code_of(tokens[at]), evidence=evidence)


def is_relative(text: str, tokens: list[Token], verb: int) -> bool:
    """Tell whether a verb says which goods are meant: `three-fifths of what they sell`."""
    return any(text[t.start : t.end].lower() == "what" for t in tokens[max(0, verb - 3) : verb])


def beside_quantity(tokens: list[Token], at: int) -> bool:
    """Tell whether an amount stands right beside the verb at `at`."""
    passive = at > 0 and tokens[at - 1].kind == "be"
    near = tokens[max(0, at - 3) if passive else at : at + 4]
    return any(one.kind in ("money", "physical", "count", "bare") for one in near)


#: A country after one of these is not the one that acts: `sold Brazil …`, `in China`.
_GOVERNS = frozenset(
    "to from with in between of by for against than flow_verb give_verb gift_verb aid_verb offer_verb "
    "pay_verb overtake to_verb from_verb".split()
)


#: A bracket in a row of countries has at most so many tokens: `The US (+31%) and Canada (+12%) bought`.
_LONGEST_ASIDE = 6


def _row_before(tokens: list[Token], last: int) -> tuple[str, ...]:
    """Return the countries that act in a row that ends at `last`: `Germany, Spain and the Netherlands`."""
    row, at = [str(tokens[last].value)], last - 1
    while at > 0 and tokens[at].kind in ("comma", "and", "the", "close"):
        if tokens[at].kind == "close":
            at = next((i for i in range(at, max(0, at - _LONGEST_ASIDE), -1) if tokens[i].kind == "open"), 0)
            if at and tokens[at - 1].kind in ("place", "capital", "bloc"):
                row.insert(0, str(tokens[at - 1].value))
                at -= 2
            continue
        if tokens[at].kind != "the" and tokens[at - 1].kind in ("place", "capital", "bloc"):
            row.insert(0, str(tokens[at - 1].value))
            at -= 1
        at -= 1
    joined = any(token.kind == "and" for token in tokens[max(0, last - 2) : last])
    return tuple(row) if joined else ()


def acting(tokens: list[Token], at: int) -> int | None:
    """Return the country that does what the verb at `at` tells."""
    for look in range(at - 1, max(-1, at - 25), -1):
        kind = tokens[look].kind
        if kind in ("semicolon", "while", "but", "em_dash", "nobody") or (
            kind == "pointer" and look == at - 1
        ):
            return None
        if kind in ("place", "capital", "bloc", "agency", "people_of", "demonym"):
            if _owns_trader(tokens, look):
                continue
            if _is_from_where(tokens, look, at):
                return look
            relative = [token.kind for token in tokens[look + 1 : look + 3]] == ["comma", "which"]
            taking = look == at - 1 and tokens[look - 1].kind == "with"  # `with China taking 170,154 tonnes`
            before = look - 2 if tokens[look - 1].kind == "the" else look - 1
            if relative or taking or before < 0 or tokens[before].kind not in _GOVERNS:
                return look
    return None


def _owns_trader(tokens: list[Token], at: int) -> bool:
    """`Vietnam, Australia's second-largest supplier, shipped …`: who has a supplier is not who supplies."""
    if tokens[at + 1].kind != "possessive":
        return False
    owned = [token.kind for token in tokens[at + 2 : at + 6]]
    trader = next((i for i, kind in enumerate(owned) if kind in ("trader", "supplier", "market")), None)
    return trader is not None and set(owned[:trader]) <= _BEFORE_TRADER


_BEFORE_TRADER = frozenset("rank superlative ordinal hyphen low_word cap_word other".split())


def _is_from_where(tokens: list[Token], place: int, verb: int) -> bool:
    """`Investors from Singapore put in $5.5bn`: those who act are of the country that they come from."""
    near = [token.kind for token in tokens[max(0, place - 2) : place]]
    return place == verb - 1 and near[1:] == ["from"] and near[0] in _ACTORS


_ACTORS = frozenset({"cap_word", "low_word", "trader", "supplier", "people"})
_GIVES = frozenset({"give_verb", "gift_verb", "offer_verb"})


def _around_quantity(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """Read the countries after a verb; quantities and goods may stand between."""
    roles = sides_of(topic)
    if any(token.kind == "there" for token in tokens[topic.at + 1 : topic.at + 3]):
        topic = there(tokens, topic)
    if topic.flow in GIVEN and any(
        token.value in ("each", "both") for token in tokens[topic.at + 1 : topic.at + 3]
    ):
        topic = topic._replace(partner_is_open=True)
    # `will send Ukraine a parcel`, `sold Brazil $1.6 billion`
    near = {token.kind for token in tokens[topic.at + 1 : topic.at + 3]}
    gives = tokens[topic.at].kind in _GIVES and bool(near & {"place", "capital", "bloc"})
    gives = gives or _supplies(tokens, topic)
    dative = gives or _is_dative(tokens, topic.at)
    preposition = "to" if dative and topic.flow in ("aid", "export") else ""
    for at in range(topic.at + 1, min(len(tokens), topic.at + 30)):
        kind = tokens[at].kind
        if _ends_verb(text, tokens, topic, at):
            break
        if _is_amount(tokens[at]) and preposition in ("with", "of"):
            preposition = ""  # `with $9bn, ahead of Germany`: it belongs to the amount
        if kind in roles or kind == "help":
            preposition = kind
        elif kind in ("money", "physical", "price") and preposition == "from":
            preposition = ""  # `down from $2.04 billion, and China's share …`
        elif kind in PLACES and kind != "agency":
            topic = _side_of(tokens, topic, at, roles.get(preposition, ""), preposition)
    return topic


def _ends_verb(text: str, tokens: list[Token], topic: Topic, at: int) -> bool:
    """Tell whether what a verb says ends at `at`, and what follows is said of something else."""
    kind = tokens[at].kind
    if kind in _VERB_ENDS or (kind == "comma" and _another_figure(tokens, at)):
        return True  # `36 million tons, 99.8% of it to China`: what follows is said of another figure
    if kind == "comma" and topic.flow in GIVEN and [t.kind for t in tokens[at + 1 : at + 2]] == ["and"]:
        return True  # `promised each country $50m, and Saudi charities collected …`
    # `imported 61,300 cars, 30% of them from Korea`: said of the part alone
    return at > topic.at + 2 and _is_part_of_goods(text, tokens, at)


def _is_part_of_goods(text: str, tokens: list[Token], at: int) -> bool:
    """Tell whether `of it`, `of them` or `of which` stands at `at`: a part of the goods spoken of."""
    if tokens[at].kind != "of" or at + 1 >= len(tokens):
        return False
    return text[tokens[at + 1].start : tokens[at + 1].end].lower() in ("it", "them", "which", "these")


def _supplies(tokens: list[Token], topic: Topic) -> bool:
    """`Mexico supplied the US with 88% of its tomatoes`: who is supplied stands between verb and `with`."""
    after = [token.kind for token in tokens[topic.at + 1 : topic.at + 5]]
    return topic.flow == "export" and "with" in after and bool(_SOLD_TO & set(after[: after.index("with")]))


_VERB_ENDS = frozenset("semicolon while but flow flow_verb change say em_dash which followed behind".split())


def _another_figure(tokens: list[Token], comma: int) -> bool:
    after = [token.kind for token in tokens[comma + 1 : comma + 4]]
    item = after[:1] == ["place"] and after[1:2] in (["money"], ["physical"], ["bare"], ["open"])
    return item or any(kind in ("percent_quantity", "fraction") for kind in after) or after[:1] == ["with"]


def _side_of(tokens: list[Token], topic: Topic, at: int, role: str, preposition: str) -> Topic:
    """Return the topic with the country at `at` on its side; several partners in a row are none."""
    goods = tokens[at].kind == "demonym" and topic.flow in ("import", "aid")
    if tokens[at].kind == "demonym" and topic.flow == "export" and preposition == "of":
        sold_to = topic.partner is not None and topic.reporter is None and is_passive(tokens, topic.at)
        return _with(tokens, topic, "reporter", at) if sold_to else topic  # `Iran was sold 2m tonnes of …`
    if (role == "partner" or goods) and topic.partner is None and not topic.partner_is_open:
        names, _ = row_of_names(tokens, at)
        code = code_of(tokens[at]) if len(names) == 1 else None
        several = tuple(str(tokens[i].value) for i in names) if len(names) > 1 else ()
        evidence = (*topic.evidence, ("partner", at))
        return topic._replace(partner=code, partners=several, partner_is_open=code is None, evidence=evidence)
    if role == "reporter" and topic.reporter is None and preposition != "of":
        return topic._replace(reporter=code_of(tokens[at]), evidence=(*topic.evidence, ("reporter", at)))
    return topic


def of_destination(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`30% of it went to China`, `one barrel in six came from Russia`: whose flow it is was said before."""
    place = next(
        (i for i in range(topic.at + 1, min(len(tokens), topic.at + 4)) if tokens[i].kind in PLACES), None
    )
    amount = any(_is_amount(token) for token in tokens[: topic.at])
    if place is None or not amount or tokens[place].kind == "agency":
        return None
    code = code_of(tokens[place])
    topic = topic._replace(
        partner=code, partner_is_open=code is None, evidence=(*topic.evidence, ("partner", place))
    )
    goods = _goods_before(tokens, topic.at) if tokens[topic.at - 1].kind == "be" else None
    whose = goods is not None and topic.flow == "export"
    return _with(tokens, topic, "reporter", goods) if whose and goods is not None else topic


def of_going(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Georgia's wine went mainly to Russia (28 million bottles)`, `Into Oman went Kenyan tea`."""
    goal = _goal(tokens, topic.at)
    if goal is None:
        return None
    code = code_of(tokens[goal])
    owner = next((i for i in range(topic.at) if tokens[i].kind in _OWNERS and i != goal), None)
    if goal < topic.at and owner is None:
        behind = range(topic.at + 1, min(len(tokens), topic.at + _FARTHEST_GIVEN))
        owner = next((i for i in behind if tokens[i].kind == "demonym"), None)
    reporter = code_of(tokens[owner]) if owner is not None else None
    return topic._replace(flow="export", reporter=reporter, partner=code, partner_is_open=code is None)


_OWNERS = frozenset({"place", "demonym", "bloc"})


def _goal(tokens: list[Token], went: int) -> int | None:
    """Return where something went: `went mainly to Russia`, `Into Bangladesh went 2 million bales`."""
    before = went - 2 - (went > 2 and tokens[went - 2].kind == "the")
    if before >= 0 and tokens[before].kind == "to" and tokens[went - 1].kind in ENDS:
        return went - 1
    near = tokens[went + 1 : went + 4]
    to = next((i for i, token in enumerate(near) if token.kind == "to"), None)
    goal = went + to + 2 if to is not None else len(tokens)
    goal += goal < len(tokens) and tokens[goal].kind == "the"
    return goal if goal < len(tokens) and tokens[goal].kind in ENDS else None


def _is_amount(token: Token) -> bool:
    return token.kind in ("percent_quantity", "fraction", "money", "physical", "count", "ratio")


def _is_dative(tokens: list[Token], verb: int) -> bool:
    after = [token.kind for token in tokens[verb + 1 : verb + 7]]
    if after[:2] == ["the", "people_of"]:
        return tokens[verb].value == "export"  # `sold the Mongolians fuel`
    after = after[after[:1] == ["the"] :]
    amounts = ("money", "physical", "count", "hedge", "percent_quantity", "fraction")
    if after[:1] not in (["place"], ["capital"], ["bloc"]) or "possessive" in after[1:2]:
        return False
    sells = tokens[verb].value == "export" and after[1:2] in (
        ["low_word"],
        ["be"],
        ["aid_noun"],
    )  # `sold Poland goods for €3bn`, `sold Islamabad arms worth $1bn`
    return sells or any(kind in amounts for kind in after[1:])


def of_movement(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`cargoes left Novorossiysk`, `chips that reached Russia`, `oil landed in March`."""
    token = tokens[topic.at]
    place = next(
        (i for i in range(topic.at + 1, min(len(tokens), topic.at + 4)) if tokens[i].kind in ENDS), None
    )
    named = topic.at + 1 < len(tokens) and tokens[topic.at + 1].kind in ("cap_word", *ENDS)
    port = _port_of(text, tokens, topic.at)
    place = port if port is not None else place
    named = named or port is not None
    if token.kind == "amount":
        if text[token.start : token.end].lower() != "reached" or not named:
            return None
        topic = topic._replace(flow="import")
    elif token.kind == "flow_leave" and not named and _bound_for(tokens, topic.at) is None:
        return None
    goal = _bound_for(tokens, topic.at) if topic.flow == "export" else None
    if place is not None and place != goal:
        topic = _with(tokens, topic, "reporter", place)
    if goal is not None:
        topic = _with(tokens, topic, "partner", goal)
    goods = next((i for i in range(topic.at) if tokens[i].kind == "demonym"), None)
    if goods is not None and topic.flow == "import":
        topic = _with(tokens, topic, "partner", goods)
    elif goods is not None and goal is not None and topic.reporter is None:
        topic = _with(tokens, topic, "reporter", goods)  # `Zambian copper left for Switzerland`
    return topic


_PORTS = words_in("port")


def _port_of(text: str, tokens: list[Token], verb: int) -> int | None:
    """Return whose ports ships left or reached: `have left Ukrainian ports`."""
    for at in range(verb + 1, min(len(tokens) - 1, verb + 4)):
        if tokens[at].kind == "demonym":
            ports = text[tokens[at + 1].start : tokens[at + 1].end].lower() in _PORTS
            return at if ports else None
    return None


def _bound_for(tokens: list[Token], verb: int) -> int | None:
    """Return the country in `left for Switzerland`, `departed Odesa for Egypt`."""
    bound = (i for i in range(verb + 1, min(len(tokens), verb + 8)) if tokens[i].kind in ENDS)
    return next(
        (i for i in bound if tokens[i - 1 - (tokens[i - 1].kind == "the")].kind in ("for", "to")), None
    )


def of_trader(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`Turkey was the second-largest buyer of Russian oil`: who owns is the other side."""
    possessor = _possessor(tokens, topic)
    if not _is_said_of_somebody(tokens, topic.at, possessor):
        return None  # `piped gas to its European customers`
    subject = nearest_subject(tokens, topic.at)
    code = code_of(tokens[subject]) if subject is not None else None
    topic = after(tokens, topic)
    if subject is None:
        return _owned_trader(tokens, topic, possessor)
    if tokens[topic.at].kind == "supplier":
        return (
            topic._replace(reporter=possessor, partner=code)
            if possessor != code
            else topic._replace(partner=code)
        )
    partner = possessor if possessor != code else None
    if topic.flow == "import" and partner is not None and topic.partner is None:
        # `the UK was Iceland's second most important market`: of Iceland's exports
        evidence = (*topic.evidence, ("partner", subject))
        return topic._replace(flow="export", reporter=partner, partner=code, evidence=evidence)
    if topic.flow == "total_trade":  # `China is the country's largest partner`
        evidence = (*topic.evidence, ("partner", subject))
        return topic._replace(reporter=partner, partner=code, evidence=evidence)
    return topic._replace(
        reporter=code,
        partner=topic.partner or partner,
        evidence=(*topic.evidence, ("reporter", subject)),
    )


def _possessor(tokens: list[Token], topic: Topic) -> str | None:
    """Return the country in `China stayed Brazil's largest partner`, but none for `the world's`."""
    own = next((at for at in range(topic.at - 1, max(0, topic.at - 6), -1) if owns(tokens, at - 1)), 0)
    behind = {token.kind for token in tokens[own + 1 : topic.at]} if own else {"comma"}
    if own and behind <= _BEFORE_TRADER and tokens[own - 1].kind in PLACES:
        return code_of(tokens[own - 1]) if tokens[own - 1].kind != "world" else None
    possessor = before(tokens, topic).reporter
    return None if possessor == "WLD" else possessor


def _owned_trader(tokens: list[Token], topic: Topic, possessor: str | None) -> Topic | None:
    """`Georgia's second market is Ukraine`: whoever it is, it is the other side of the owner's flow."""
    among = topic.at > 0 and tokens[topic.at - 1].kind == "among"
    verb = topic.at + 1
    while verb < len(tokens) - 2 and tokens[verb].kind in _ABOUT_TRADER and verb < topic.at + _FARTHEST_BE:
        verb += 1
    goods = next((i for i in range(topic.at + 1, verb) if tokens[i].kind == "demonym"), None)
    if possessor is None and goods is not None:  # `the biggest customers for Spanish pork were …`
        possessor = code_of(tokens[goods])
    is_named = verb < len(tokens) - 2 and (tokens[verb].kind in ("be", "colon") or _names_aside(tokens, verb))
    if is_named and possessor is not None:
        place = next((i for i in (verb + 1, verb + 2) if tokens[i].kind in _NAMED_AS), None)
        if place is not None:
            sold_to = topic.flow == "import" and tokens[topic.at].kind in ("trader", "market")
            flow = "export" if sold_to else topic.flow
            evidence = (*topic.evidence, ("partner", place))
            code = code_of(tokens[place])
            return topic._replace(flow=flow, reporter=possessor, partner=code, evidence=evidence)
    reporter = possessor or (topic.reporter if among else None)  # `among suppliers of crude to China`
    return topic._replace(reporter=reporter) if reporter or topic.partner or among else None


_NAMED_AS = frozenset({"place", "capital", "bloc", "people_of"})
#: Between a trader and who it is: `Nigeria's largest customer for crude in the third quarter was Spain`.
_ABOUT_TRADER = frozenset("for of in the low_word cap_word period hyphen average demonym".split())
_FARTHEST_BE = 10


def _names_aside(tokens: list[Token], at: int) -> bool:
    """`Turkey's biggest customer, Germany, took …`: an aside names who it is."""
    last = at + 2 + (tokens[at + 1].kind == "the")
    closed = last < len(tokens) and tokens[last].kind == "comma"
    return tokens[at].kind == "comma" and closed and tokens[last - 1].kind in _NAMED_AS


def _is_said_of_somebody(tokens: list[Token], at: int, possessor: str | None) -> bool:
    """Tell whether a trader is what somebody is: `was the largest buyer`, `China, the top destination, …`."""
    if at and tokens[at - 1].kind == "among":
        return True
    near = {token.kind for token in tokens[max(0, at - 6) : at]}
    towards = {token.kind for token in tokens[max(0, at - 3) : at]} & {"to", "from", "with"}
    said = possessor is not None or bool(near & {"be", "superlative", "ordinal", "rank", "the", "as"})
    return said and not towards


def nearest_subject(tokens: list[Token], end: int, *, agencies: bool = False) -> int | None:
    """Return the nearest country before `end` that neither owns something nor stands behind a preposition."""
    for at in range(end - 1, -1, -1):
        kinds = (*_NAMED_AS, "agency") if agencies else _NAMED_AS
        if tokens[at].kind in kinds and tokens[at + 1].kind != "possessive":
            before = at - 1 - (at > 1 and tokens[at - 1].kind == "the")
            behind = tokens[before].kind if at else ""
            if behind not in _NO_SUBJECT:
                return at
    return None


_NO_SUBJECT = frozenset("to from with in between of by against for on overtake".split())
