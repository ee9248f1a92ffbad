"""Topics: which flow a sentence speaks of, of whom, with whom.

A topic stands around one flow word: who is named before it (`Turkey's exports`), after it (`exports to
Russia`, `imports of Russian steel by the bloc`), or as the subject of a verb (`Turkey bought`).
"""

from dataclasses import replace
from itertools import pairwise

from extraction.clauses import complete
from extraction.flows import PLACES, Topic, code_of, owns, sides_of
from extraction.lexicon import words_in
from extraction.tokens import Token

_ENDS = frozenset({"place", "capital", "city", "bloc", "region", "world"})
_FLOWS = frozenset(
    {
        "flow",
        "flow_bare",
        "flow_verb",
        "trade",
        "gap",
        "aid_verb",
        "give_verb",
        "trader",
        "supplier",
        "flow_arrive",
        "flow_leave",
        "amount",
        "invest_verb",
        "tariff",
        "subject",
    }
)
_BESIDE = PLACES | frozenset(
    "low_word cap_word noun possessive the a its hyphen superlative average total record global other status "
    "share of higher trade flow_bare rate_noun price_noun ordinal rank label this previous".split()
)
_THROUGH = PLACES | frozenset(
    "low_word cap_word noun possessive the a its hyphen of to from with by between and comma in period "
    "global other for total superlative trade versus as since open close that those worth money "
    "physical place_pair".split()
)
#: After `export` or `import` these make it a measure or an office, not a flow.
_NOT_A_FLOW = words_in("not a flow after export")


def topics_of(text: str, tokens: list[Token]) -> list[Topic]:
    """Return the sentence's topics in order; a later one takes from an earlier what it leaves out."""
    alone: list[Topic] = []
    for at, token in enumerate(tokens):
        if token.kind in _FLOWS:
            topic = _topic_at(text, tokens, at)
            if topic is not None:
                alone.append(topic)
        elif alone and alone[-1].flow and _stands_for_flow(tokens, at):
            alone.append(_those(tokens, alone[-1], at))
    found: list[Topic] = []
    for topic in complete(tokens, _without_definition(tokens, alone)):
        found.append(_coordinated(tokens, found, topic))
    return _share_ends(tokens, found)


def _without_definition(tokens: list[Token], topics: list[Topic]) -> list[Topic]:
    """Leave out the flows that only say what a gap is: `the gap between what it sells and what it buys`."""
    kept: list[Topic] = []
    for topic in topics:
        gap = kept[-1] if kept else None
        if gap is not None and gap.flow == "balance" and tokens[gap.at + 1].kind == "between":
            moves = any(t.kind in ("change", "amount", "be") for t in tokens[gap.at : topic.at])
            if not moves and topic.flow in ("import", "export"):
                continue
        kept.append(topic)
    return kept


def _stands_for_flow(tokens: list[Token], at: int) -> bool:
    """Tell whether a word stands for the flow before it: `those to Switzerland`, `that with the EU`."""
    if at + 1 >= len(tokens):
        return False
    return tokens[at].kind == "those" or (
        tokens[at].kind == "that" and tokens[at + 1].kind in ("with", "to", "from")
    )


def _topic_at(text: str, tokens: list[Token], at: int) -> Topic | None:
    token = tokens[at]
    flow, _, balance = ("" if token.kind == "subject" else str(token.value)).partition(" ")
    topic = Topic(at, flow or None, balance or None, evidence=(("flow", at),))
    if token.kind in ("flow_verb", "aid_verb"):
        return _of_verb(tokens, topic)
    if token.kind == "invest_verb":
        invested = _of_verb(tokens, topic)
        return invested if invested and invested.partner and _beside_quantity(tokens, at) else None
    if token.kind == "give_verb":
        helps = any(one.kind == "aid_noun" or (one.value == "aid" and one.kind == "flow") for one in tokens)
        return _of_verb(tokens, topic) if helps else None
    if token.kind in ("flow_arrive", "flow_leave", "amount"):
        return _of_movement(text, tokens, topic)
    if token.kind in ("trader", "supplier"):
        return _of_trader(tokens, topic)
    if token.kind == "tariff":
        return _of_tariff(tokens, topic)
    if token.kind == "subject":
        return _of_subject(tokens, topic)
    if token.kind == "flow_bare" and not _is_flow(text, tokens, at):
        return None
    if token.kind == "trade" and not _is_trade(tokens, at):
        return None
    if token.kind == "gap" and not _has_trade(tokens, at):
        return _of_subject(tokens, replace(topic, flow=None, balance=None))
    return _of_noun(tokens, topic)


def _of_movement(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`cargoes left Novorossiysk`, `chips that reached Russia`, `oil landed in March`."""
    token = tokens[topic.at]
    place = next(
        (i for i in range(topic.at + 1, min(len(tokens), topic.at + 4)) if tokens[i].kind in _ENDS), None
    )
    named = topic.at + 1 < len(tokens) and tokens[topic.at + 1].kind in ("cap_word", *_ENDS)
    if token.kind == "amount":
        if text[token.start : token.end].lower() != "reached" or not named:
            return None
        topic = replace(topic, flow="import")
    elif token.kind == "flow_leave" and not named:
        return None
    if place is not None:
        topic = replace(
            topic, reporter=code_of(tokens[place]), evidence=(*topic.evidence, ("reporter", place))
        )
    goods = next((i for i in range(topic.at) if tokens[i].kind == "demonym"), None)
    if goods is not None and topic.flow == "import":
        topic = replace(topic, partner=code_of(tokens[goods]), evidence=(*topic.evidence, ("partner", goods)))
    return topic


def _of_trader(tokens: list[Token], topic: Topic) -> Topic:
    """`Turkey was the second-largest buyer of Russian oil`: who owns is the other side."""
    possessor = _before(tokens, topic).reporter
    subject = _nearest_subject(tokens, topic.at)
    code = code_of(tokens[subject]) if subject is not None else None
    topic = _after(tokens, topic)
    if subject is None:
        return replace(topic, reporter=possessor)
    if tokens[topic.at].kind == "supplier":
        return (
            replace(topic, reporter=possessor, partner=code)
            if possessor != code
            else replace(topic, partner=code)
        )
    partner = possessor if possessor != code else None
    return replace(
        topic,
        reporter=code,
        partner=topic.partner or partner,
        evidence=(*topic.evidence, ("reporter", subject)),
    )


def _of_tariff(tokens: list[Token], topic: Topic) -> Topic:
    """`Washington raised its duty on Canadian lumber`: the subject levies, the goods' country is hit."""
    topic = replace(topic, is_rate=True)
    names = [i for i in range(topic.at - 1, max(-1, topic.at - 6), -1) if tokens[i].kind in PLACES]
    levies = _who_charges(tokens, topic.at)
    if levies is None:
        levies = names[0] if names else _nearest_subject(tokens, topic.at, agencies=True)
    if levies is not None:
        topic = replace(
            topic, reporter=code_of(tokens[levies]), evidence=(*topic.evidence, ("reporter", levies))
        )
    after = range(topic.at + 1, min(len(tokens), topic.at + 9))
    hit = next((i for i in after if tokens[i].kind in PLACES and _is_hit(tokens, topic.at, i)), None)
    if hit is None:
        return topic
    return replace(topic, partner=code_of(tokens[hit]), evidence=(*topic.evidence, ("partner", hit)))


def _who_charges(tokens: list[Token], tariff: int) -> int | None:
    """Return the country in `the tariff that Washington charges` and `duties imposed by Brussels`."""
    near = range(tariff + 1, min(len(tokens), tariff + 5))
    kinds = {"place", "capital", "bloc", "people_of"}
    named = (i for i in near if tokens[i].kind in kinds and tokens[i - 1].kind in ("that", "which", "by"))
    return next(named, None)


def _is_hit(tokens: list[Token], tariff: int, place: int) -> bool:
    between = {token.kind for token in tokens[tariff:place]}
    return "on" in between or "against" in between or "from" in between


def _of_subject(tokens: list[Token], topic: Topic) -> Topic:
    """`Ghana's output`: what is spoken of is no flow, but it is somebody's."""
    topic = _before(tokens, topic)
    if topic.reporter is not None:
        return topic
    place = next((i for i in range(topic.at) if tokens[i].kind in ("place", "capital")), None)
    if place is None:
        return topic
    return replace(topic, reporter=code_of(tokens[place]), evidence=(*topic.evidence, ("reporter", place)))


def _nearest_subject(tokens: list[Token], end: int, *, agencies: bool = False) -> int | None:
    """Return the nearest country before `end` that neither owns something nor stands behind a preposition."""
    for at in range(end - 1, -1, -1):
        kinds = ("place", "capital", "bloc", "agency") if agencies else ("place", "capital", "bloc")
        if tokens[at].kind in kinds and tokens[at + 1].kind != "possessive":
            behind = tokens[at - 1].kind if at else ""
            if behind not in ("to", "from", "with", "in", "between", "of", "by", "against", "for", "on"):
                return at
    return None


def _is_flow(text: str, tokens: list[Token], at: int) -> bool:
    after = tokens[at + 1] if at + 1 < len(tokens) else None
    return after is None or text[after.start : after.end].lower() not in _NOT_A_FLOW


def _is_trade(tokens: list[Token], at: int) -> bool:
    """`trade with Russia`, not `trade ministry` or `trade-ministry`."""
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    return after not in ("low_word", "cap_word", "hyphen", "flow", "gap", "noun", "label")


def _has_trade(tokens: list[Token], at: int) -> bool:
    if any(one.kind in ("trade", "flow", "with") for one in tokens[max(0, at - 3) : at + 3]):
        return True
    between = at + 1 < len(tokens) and tokens[at + 1].kind == "between"
    return between and any(one.kind in PLACES or one.kind == "flow_verb" for one in tokens[at + 2 : at + 8])


def _of_noun(tokens: list[Token], topic: Topic) -> Topic:
    """Read the names before and after a flow noun; the goods before it are part of what is measured."""
    first = topic.at
    while first and topic.at - first < _MOST_GOODS and tokens[first - 1].kind in _GOODS:
        first -= 1
    while tokens[first].kind in ("hyphen", "and"):
        first += 1
    topic = replace(topic, noun=(tokens[first].start, tokens[topic.at].end))
    return _after(tokens, _before(tokens, topic))


#: Unknown words right before a flow noun are goods: `LNG exports`, `passenger-car imports`.
_GOODS = frozenset({"low_word", "cap_word", "hyphen", "and"})
_MOST_GOODS = 4


def _before(tokens: list[Token], topic: Topic) -> Topic:
    names: list[int] = []
    at = topic.at - 1
    while at >= 0 and tokens[at].kind in _BESIDE:
        if tokens[at].kind == "of" and (at == 0 or tokens[at - 1].kind != "share"):
            break
        if tokens[at].kind in ("a", "the", "its") and (at == 0 or tokens[at - 1].kind != "of"):
            break  # here the noun phrase begins; who stands before it is its clause's subject
        if tokens[at].kind in PLACES:
            names.insert(0, at)
        at -= 1
    names = [i for i in names if tokens[i].kind != "region"]
    if not names:
        return topic
    first, last = names[0], names[-1]
    if _owns_share(tokens, first, topic.at):
        names = names[1:]
        topic = replace(topic, partner=code_of(tokens[first]), evidence=(*topic.evidence, ("partner", first)))
        if not names:
            return topic
        first = names[0]
    reporter = code_of(tokens[first])
    topic = replace(topic, reporter=reporter, evidence=(*topic.evidence, ("reporter", first)))
    if last != first and topic.flow in _TWO_SIDED and tokens[last].kind in ("demonym", "place", "bloc"):
        topic = replace(topic, partner=code_of(tokens[last]), evidence=(*topic.evidence, ("partner", last)))
    return topic


#: The flows that two names before them may be the sides of: `Russian gas imports`, `China-US trade`.
_TWO_SIDED = frozenset({"import", "export", "total_trade", "balance"})


def _owns_share(tokens: list[Token], name: int, flow: int) -> bool:
    """`Russia's share of EU coal imports`: who owns the share is the other side of the flow."""
    return any(token.kind == "share" for token in tokens[name:flow])


def _after(tokens: list[Token], topic: Topic) -> Topic:
    """Read `to Russia`, `of Russian steel`, `between Russia and Turkey` after the flow word."""
    roles = sides_of(topic)
    preposition, at = "", topic.at + 1
    if any(token.kind == "there" for token in tokens[at : at + 2]):
        return _there(tokens, topic)
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
        at += 1
    return topic


def _of_pair(tokens: list[Token], topic: Topic, at: int) -> Topic:
    """`trade between the two countries`: those that the text has spoken of."""
    reporter, partner = str(tokens[at].value).split()
    evidence = (*topic.evidence, ("reporter", at), ("partner", at))
    return replace(topic, reporter=reporter, partner=partner, evidence=evidence)


def _there(tokens: list[Token], topic: Topic) -> Topic:
    """`Ireland is the exception: sales there rose`: to the country named last."""
    earlier = (i for i in range(topic.at - 1, -1, -1) if tokens[i].kind in _ENDS)
    place = next((i for i in earlier if code_of(tokens[i]) != topic.reporter), None)
    topic = replace(topic, points_there=True, partner_is_open=True)
    if place is None:
        return topic
    return replace(topic, partner=code_of(tokens[place]), evidence=(*topic.evidence, ("partner", place)))


def _list_goes_on(tokens: list[Token], at: int) -> bool:
    """Tell whether the comma or `and` at `at` stands inside `exports of cars and trucks to Russia`."""
    after = tokens[at + 1].kind if at + 1 < len(tokens) else "point"
    return tokens[at].kind == "and" and after == "low_word"


def _named(tokens: list[Token], topic: Topic, preposition: str, at: int) -> tuple[Topic, int]:
    """Return the topic with the country or countries at `at`, and the last token of their names."""
    names, last = _row_of_names(tokens, at)
    if preposition == "between":
        if len(names) == 2:
            reporter, partner = code_of(tokens[names[0]]), code_of(tokens[names[1]])
            evidence = (*topic.evidence, ("reporter", names[0]), ("partner", names[1]))
            return replace(topic, reporter=reporter, partner=partner, evidence=evidence), last
        return topic, last
    role = sides_of(topic).get(preposition, "")
    code = code_of(tokens[at])
    if role == "partner":
        if len(names) > 1:
            codes = tuple(str(tokens[i].value) for i in names)
            return replace(topic, partners=codes, partner_is_open=True), last
        if preposition == "of" and topic.partner:
            return topic, last
        evidence = (*topic.evidence, ("partner", at))
        return replace(topic, partner=code, evidence=evidence, partner_is_open=code is None), last
    if role == "reporter" and code and len({tokens[i].value for i in names}) == 1:
        return _as_reporter(topic, code, at, preposition), last
    return topic, last


def _as_reporter(topic: Topic, code: str, at: int, preposition: str) -> Topic:
    """`Russian oil imports by Turkey`: who comes after `by` is the importer, who stood before the origin."""
    if topic.reporter is None:
        return replace(topic, reporter=code, evidence=(*topic.evidence, ("reporter", at)))
    if topic.flow == "import" and preposition in ("by", "to") and topic.partner is None:
        return replace(
            topic, reporter=code, partner=topic.reporter, evidence=(*topic.evidence, ("reporter", at))
        )
    return topic


def _row_of_names(tokens: list[Token], at: int) -> tuple[list[int], int]:
    """Return the names in `Georgia, Armenia and Kyrgyzstan`, and the index of the last token of the row."""
    names, last = [at], at
    look = at + 1
    while look < len(tokens):
        if tokens[look].kind in ("comma", "and", "the", "or"):
            look += 1
        elif tokens[look].kind in _ENDS and tokens[look - 1].kind in ("comma", "and", "the", "or"):
            if owns(tokens, look):
                break
            names.append(look)
            last = look
            look += 1
        else:
            break
    return names, last


def _of_verb(tokens: list[Token], topic: Topic) -> Topic | None:
    """`Turkey exported … to Russia`: the subject's country stands before the verb, unless it is passive."""
    passive = topic.at > 0 and tokens[topic.at - 1].kind == "be"
    subject = None if passive else _subject(tokens, topic.at)
    if subject is not None:
        evidence = (*topic.evidence, ("reporter", subject))
        topic = replace(topic, reporter=code_of(tokens[subject]), evidence=evidence)
    topic = _around_quantity(tokens, topic)
    moves = topic.flow in ("export", "import", "investment")
    told = topic.reporter or topic.partner or topic.points_there
    return topic if told or (moves and _beside_quantity(tokens, topic.at)) else None


def _beside_quantity(tokens: list[Token], at: int) -> bool:
    passive = at > 0 and tokens[at - 1].kind == "be"
    near = tokens[max(0, at - 3) if passive else at : at + 4]
    return any(one.kind in ("money", "physical") for one in near)


def _subject(tokens: list[Token], at: int) -> int | None:
    for look in range(at - 1, max(-1, at - 25), -1):
        kind = tokens[look].kind
        if kind in ("semicolon", "while", "but", "em_dash"):
            return None
        if kind in ("place", "capital", "bloc", "agency", "people_of", "demonym"):
            inside = look > 0 and tokens[look - 1].kind in ("to", "from", "with", "in", "between", "of", "by")
            if not inside:
                return look
    return None


def _around_quantity(tokens: list[Token], topic: Topic) -> Topic:
    """Read the countries after a verb; quantities and goods may stand between."""
    roles = sides_of(topic)
    if any(token.kind == "there" for token in tokens[topic.at + 1 : topic.at + 3]):
        topic = _there(tokens, topic)
    # `will send Ukraine a parcel`, `sold Brazil $1.6 billion`
    dative = tokens[topic.at].kind == "give_verb" or _is_dative(tokens, topic.at)
    preposition = "to" if dative and topic.flow in ("aid", "export") else ""
    for at in range(topic.at + 1, min(len(tokens), topic.at + 30)):
        kind = tokens[at].kind
        if kind in ("semicolon", "while", "but", "flow", "flow_verb", "change", "say", "em_dash"):
            break
        if kind in roles or kind == "help":
            preposition = kind
        elif kind in PLACES and kind != "agency":
            role = roles.get(preposition, "")
            goods = kind == "demonym" and topic.flow in ("import", "aid")
            if (role == "partner" or goods) and topic.partner is None and not topic.partner_is_open:
                code = code_of(tokens[at])
                topic = replace(
                    topic,
                    partner=code,
                    partner_is_open=code is None,
                    evidence=(*topic.evidence, ("partner", at)),
                )
            elif role == "reporter" and topic.reporter is None and preposition != "of":
                topic = replace(
                    topic, reporter=code_of(tokens[at]), evidence=(*topic.evidence, ("reporter", at))
                )
    return topic


def _is_dative(tokens: list[Token], verb: int) -> bool:
    after = [token.kind for token in tokens[verb + 1 : verb + 4]]
    return after[:1] == ["place"] and any(
        kind in ("money", "physical", "count", "hedge") for kind in after[1:]
    )


def _those(tokens: list[Token], earlier: Topic, at: int) -> Topic:
    """`those to Switzerland` are what was just spoken of, with another partner."""
    blank = replace(
        earlier, at=at, partner=None, partners=(), partner_is_open=False, evidence=(("flow", earlier.at),)
    )
    topic = _after(tokens, blank)
    return topic


def _coordinated(tokens: list[Token], earlier: list[Topic], topic: Topic) -> Topic:
    """A later flow of the sentence has the earlier one's countries where it names none of its own."""
    if not earlier:
        return topic
    first = earlier[-1]
    if topic.is_rate != first.is_rate or topic.flow is None or first.flow is None:
        return topic
    told = tokens[first.at].kind
    acts = tokens[topic.at].kind == "flow_verb"  # `sold wheat and bought gas`: the same subject acts again
    if {first.flow, topic.flow} == {"import", "export"} and topic.reporter is None and not acts:
        if first.flow == "import" and told in ("flow_verb", "trader") and first.partner is None:
            # `the Netherlands took 26% of the shipments`: who takes is the other side of them
            return replace(topic, partner=topic.partner or first.reporter)
    if told == "trader" and topic.flow != first.flow and topic.reporter is None:
        # `the source of £18bn of imports`: who sells is the other side of them
        return replace(topic, reporter=first.partner, partner=topic.partner or first.reporter)
    evidence = list(topic.evidence)
    if topic.reporter is None and topic.partner != first.reporter:
        topic = replace(topic, reporter=first.reporter)
        evidence += [(name, at) for name, at in first.evidence if name == "reporter"]
    if topic.partner is None and not topic.partner_is_open and topic.reporter == first.reporter:
        topic = replace(
            topic, partner=first.partner, partners=first.partners, partner_is_open=first.partner_is_open
        )
        evidence += [(name, at) for name, at in first.evidence if name == "partner"]
    return replace(topic, evidence=tuple(evidence))


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
