"""Flow nouns: `Turkey's exports to Russia`, `imports of Russian steel by the bloc`, `Ghana's output`.

The names before the noun, and after it behind prepositions, are the sides of the flow.
"""

from extraction.flow.flows import ENDS, PLACES, Topic, code_of, owns, sides_of
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token
from extraction.sides.owners import owner

_BESIDE = PLACES | frozenset(
    "low_word cap_word noun possessive the a its hyphen superlative average total record global other status "
    "share of higher trade flow_bare rate_noun price_noun ordinal rank label this previous period".split()
)

_THROUGH = PLACES | frozenset(
    "low_word cap_word noun possessive the a its hyphen of to from with by between and comma in period "
    "global other for total superlative trade versus as since open close that those worth money "
    "physical place_pair hedge hedge_over same".split()
)

#: After `export` or `import` these make it a measure or an office, not a flow.
_NOT_A_FLOW = words_in("not a flow after export")


def of_noun(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """Read the names before and after a flow noun; the goods before it are part of what is measured."""
    first = topic.at
    while first and topic.at - first < _MOST_GOODS and tokens[first - 1].kind in _GOODS:
        first -= 1
    while tokens[first].kind in ("hyphen", "and"):
        first += 1
    topic = topic._replace(noun=(tokens[first].start, tokens[topic.at].end))
    topic = after(tokens, before(tokens, topic))
    if topic.partner is None and text.startswith("bill", tokens[topic.at].end - len("bill")):
        return topic._replace(partner_is_open=True)  # `the import bill` is what all imports cost
    if topic.flow == "balance" and topic.reporter is None and tokens[topic.at - 1].kind == "global":
        return topic._replace(reporter="WLD")
    return topic


#: Unknown words right before a flow noun are goods: `LNG exports`, `passenger-car imports`.
_GOODS = frozenset({"low_word", "cap_word", "hyphen", "and"})

_MOST_GOODS = 4


def _names_before(tokens: list[Token], noun: int) -> list[int]:
    """Return the countries of the noun phrase that ends with the noun, in order."""
    names: list[int] = []
    at = noun - 1
    while at >= 0 and (tokens[at].kind in _BESIDE or _joins_goods(tokens, at)):
        if tokens[at].kind == "of" and (at == 0 or tokens[at - 1].kind != "share"):
            break
        if tokens[at].kind == "status" and names:
            break  # `the U.S. department forecast Brazil's crop`: who forecasts is not who owns
        if tokens[at].kind in ("a", "the", "its") and (at == 0 or tokens[at - 1].kind != "of"):
            break  # here the noun phrase begins; who stands before it is its clause's subject
        if tokens[at].kind == "period" and not _is_inside_phrase(tokens, at):
            break
        if tokens[at].kind in PLACES:
            before = at - 1 - (at > 1 and tokens[at - 1].kind == "the")
            if at and tokens[before].kind in _TOWARDS:
                break  # `a container to Rotterdam cost …`
            names.insert(0, at)
        at -= 1
    return names


def before(tokens: list[Token], topic: Topic) -> Topic:
    """Return the topic with the countries whose names stand before its noun."""
    named = _names_before(tokens, topic.at)
    names = [i for i in named if tokens[i].kind != "region"]
    if not names:
        return topic._replace(reporter_is_open=bool(named))
    bound = next((i for i in names if _is_bound(tokens, i)), None)
    if bound is not None:
        evidence = (*topic.evidence, ("partner", bound))
        topic = topic._replace(partner=code_of(tokens[bound]), evidence=evidence)
        names.remove(bound)
        if not names:
            return topic
    first, last = names[0], names[-1]
    if _owns_share(tokens, first, topic.at):
        names = names[1:]
        topic = topic._replace(partner=code_of(tokens[first]), evidence=(*topic.evidence, ("partner", first)))
        if not names:
            return topic
        first = names[0]
    reporter = code_of(tokens[first])
    topic = topic._replace(reporter=reporter, evidence=(*topic.evidence, ("reporter", first)))
    if last != first and topic.flow in _TWO_SIDED and tokens[last].kind in ("demonym", "place", "bloc"):
        topic = topic._replace(partner=code_of(tokens[last]), evidence=(*topic.evidence, ("partner", last)))
    return topic


def _is_bound(tokens: list[Token], at: int) -> bool:
    """Tell whether a name says where goods go: `US-bound shipments`."""
    behind = tokens[at + 1 : at + 3]
    return len(behind) == 2 and behind[0].kind == "hyphen" and behind[1].value == "bound"


#: A name behind one of these is no owner: `a container to Rotterdam`, `will send Ukraine more aid`.
_TOWARDS = frozenset("to from with by against give_verb gift_verb aid_verb offer_verb".split())


def _is_inside_phrase(tokens: list[Token], at: int) -> bool:
    """Tell whether a period stands inside a noun phrase: `Taiwan's February exports`, `the July surplus`."""
    return at > 0 and tokens[at - 1].kind in ("possessive", "demonym")


def _joins_goods(tokens: list[Token], at: int) -> bool:
    """Tell whether an `and` joins two goods: `French wine and spirits exports`."""
    if tokens[at].kind != "and" or not 0 < at < len(tokens) - 1:
        return False
    return tokens[at - 1].kind == "low_word" and tokens[at + 1].kind == "low_word"


#: The flows that two names before them may be the sides of: `Russian gas imports`, `China-US trade`.
_TWO_SIDED = frozenset({"import", "export", "total_trade", "balance"})


def _owns_share(tokens: list[Token], name: int, flow: int) -> bool:
    """`Russia's share of EU coal imports`: who owns the share is the other side of the flow."""
    return any(token.kind == "share" for token in tokens[name:flow])


def after(tokens: list[Token], topic: Topic) -> Topic:
    """Read `to Russia`, `of Russian steel`, `between Russia and Turkey` after the flow word."""
    roles = sides_of(topic)
    preposition, at = "", topic.at + 1
    if any(token.kind == "there" for token in tokens[at : at + 2]):
        return there(tokens, topic)
    while at < len(tokens) and tokens[at].kind in _THROUGH:
        kind = tokens[at].kind
        if kind in roles or kind == "between":
            preposition = kind
        elif kind == "place_pair" and preposition in ("between", "with", "to", "of"):
            topic = _of_pair(tokens, topic, at)
        elif kind in ("and", "comma") and not _list_goes_on(tokens, at):
            break
        elif kind in PLACES and preposition:
            topic, at = _named(tokens, topic, preposition, at)
            preposition = ""
        elif kind in ("money", "physical", "open"):
            preposition = ""  # `a surplus of $6.9bn in 2024 (Brazil's own books …)`: the `of` is used up
        at += 1
    return topic


def _of_pair(tokens: list[Token], topic: Topic, at: int) -> Topic:
    """`trade between the two countries`: those that the text has spoken of."""
    reporter, partner = str(tokens[at].value).split()
    evidence = (*topic.evidence, ("reporter", at), ("partner", at))
    return topic._replace(reporter=reporter, partner=partner, evidence=evidence)


def there(tokens: list[Token], topic: Topic) -> Topic:
    """`Ireland is the exception: sales there rose`: to the country named last."""
    after = next((i for i in range(topic.at) if tokens[i].kind in ("behind", "followed")), topic.at)
    ranked = range(after, next((i for i in range(after, topic.at) if tokens[i].kind == "semicolon"), after))
    earlier = (i for i in range(topic.at - 1, -1, -1) if tokens[i].kind in ENDS and i not in ranked)
    place = next(
        (i for i in earlier if code_of(tokens[i]) != topic.reporter and not _has_flow(tokens, i)), None
    )
    topic = topic._replace(points_there=True, partner_is_open=True)
    if place is None:
        return topic
    return topic._replace(partner=code_of(tokens[place]), evidence=(*topic.evidence, ("partner", place)))


def _has_flow(tokens: list[Token], at: int) -> bool:
    """Tell whether a country is whose flow was spoken of: `EU sales to Asia grew, those from there fell`."""
    own = at + 1 + owns(tokens, at)
    return own < len(tokens) and tokens[own].kind in ("flow", "deliveries")


def _list_goes_on(tokens: list[Token], at: int) -> bool:
    """Tell whether the comma or `and` at `at` stands inside `exports of cars and trucks to Russia`."""
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    return tokens[at].kind == "and" and after == "low_word"


def _named(tokens: list[Token], topic: Topic, preposition: str, at: int) -> tuple[Topic, int]:
    """Return the topic with the country or countries at `at`, and the last token of their names."""
    names, last = row_of_names(tokens, at)
    if preposition == "between":
        alone = [one.kind for one in tokens[last + 1 : last + 3]] == ["and", "other"]
        if (len(names) == 1 and alone) or code_of(tokens[last]) == "WLD":
            # `trade between New Zealand and other countries`
            evidence = (*topic.evidence, ("reporter", at))
            return topic._replace(reporter=code_of(tokens[at]), partner_is_open=True, evidence=evidence), last
        if len(names) == 2:
            reporter, partner = code_of(tokens[names[0]]), code_of(tokens[names[1]])
            evidence = (*topic.evidence, ("reporter", names[0]), ("partner", names[1]))
            return topic._replace(reporter=reporter, partner=partner, evidence=evidence), last
        return topic, last
    role = sides_of(topic).get(preposition, "")
    code = code_of(tokens[at])
    if role == "partner":
        if len(names) > 1:
            codes = tuple(str(tokens[i].value) for i in names)
            return topic._replace(partners=codes, partner_is_open=True), last
        if preposition == "of" and topic.partner:
            return topic, last
        evidence = (*topic.evidence, ("partner", at))
        return topic._replace(partner=code, evidence=evidence, partner_is_open=code is None), last
    if role == "reporter" and code and len({tokens[i].value for i in names}) == 1:
        return _as_reporter(topic, code, at, preposition), last
    return topic, last


def _as_reporter(topic: Topic, code: str, at: int, preposition: str) -> Topic:
    """`Russian oil imports by Turkey`: who comes after `by` is the importer, who stood before the origin."""
    if topic.reporter is None:
        return topic._replace(reporter=code, evidence=(*topic.evidence, ("reporter", at)))
    if topic.flow == "import" and preposition in ("by", "to") and topic.partner is None:
        return topic._replace(
            reporter=code, partner=topic.reporter, evidence=(*topic.evidence, ("reporter", at))
        )
    return topic


def row_of_names(tokens: list[Token], at: int) -> tuple[list[int], int]:
    """Return the names in `Georgia, Armenia and Kyrgyzstan`, and the index of the last token of the row."""
    names, last = [at], at
    look = at + 1
    while look < len(tokens):
        if tokens[look].kind in ("comma", "and", "the", "or"):
            look += 1
        elif tokens[look].kind in ENDS and tokens[look - 1].kind in ("comma", "and", "the", "or"):
            if owns(tokens, look) or (tokens[look - 1].kind == "comma" and _has_figure(tokens, look)):
                break  # `from Chad, Mali €720 million`
            names.append(look)
            last = look
            look += 1
        else:
            break
    return names, last


def _has_figure(tokens: list[Token], place: int) -> bool:
    """Tell whether a country of a row has a figure of its own right behind it."""
    behind = [
        token.kind for token in tokens[place + 1 : place + 3] if token.kind not in ("hedge", "hedge_over")
    ]
    return bool(set(behind[:1]) & {"money", "physical", "percent_quantity", "bare"})


def of_subject(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """`Ghana's output`, `stocks in Japan`: what is spoken of is no flow, but it is somebody's."""
    if tokens[topic.at].value == NOBODYS:
        return topic
    topic = before(tokens, topic)
    if topic.reporter is not None:
        return topic
    if any(tokens[at].kind == "region" for at in _names_before(tokens, topic.at)):
        return topic._replace(partner_is_open=True)  # `the South American harvest` is no single country's
    place = _inside(tokens, topic.at)
    if place is None and any(token.kind == "global" for token in tokens[max(0, topic.at - 3) : topic.at]):
        return topic._replace(reporter="WLD")
    if place is None:
        place = owner(tokens, topic.at)
    if place is None:
        return topic
    return topic._replace(reporter=code_of(tokens[place]), evidence=(*topic.evidence, ("reporter", place)))


#: What is traded on an exchange belongs to no country.
NOBODYS = "market"


def _inside(tokens: list[Token], noun: int) -> int | None:
    """Return the country in `mine production in Peru` and `consumption of the Netherlands`."""
    at = noun + 1
    if at >= len(tokens) or tokens[at].kind not in ("in", "of", "at"):
        return None
    while at + 1 < len(tokens) and tokens[at].kind in ("in", "of", "at", "the", "low_word"):
        at += 1
    return at if tokens[at].kind in PLACES and not owns(tokens, at) else None


def is_flow(text: str, tokens: list[Token], at: int) -> bool:
    """Tell whether a bare `export` is a flow: `export controls` are none."""
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or text[after.start : after.end].lower() not in _NOT_A_FLOW


def is_trade(tokens: list[Token], at: int) -> bool:
    """`trade with Russia`, not `trade ministry` or `trade-ministry`."""
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    return after not in ("low_word", "cap_word", "hyphen", "flow", "gap", "noun", "label")


def has_trade(tokens: list[Token], at: int) -> bool:
    """Tell whether the gap at `at` is one of trade."""
    if any(one.kind in ("trade", "flow", "with") for one in tokens[max(0, at - 3) : at + 3]):
        return True
    told = (one for one in tokens[:at] if one.kind in ("flow", "flow_bare", "flow_verb"))
    if any(one.value in ("import", "export") for one in told):
        return True  # `imports were €8bn and exports €6bn, leaving a shortfall of …`
    between = at + 1 < len(tokens) and tokens[at + 1].kind == "between"
    return between and any(one.kind in PLACES or one.kind == "flow_verb" for one in tokens[at + 2 : at + 8])
