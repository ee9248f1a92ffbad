"""What a clause adds to the flow that it speaks of: its subject, and countries apart from the flow word.

`With China the country logged a deficit`, `Japan posted exports of …`, `a surplus of 9 trillion yen with the
United States`. A clause ends where the next one has a flow word of its own.
"""

from extraction.flow.flows import GIVEN, PLACES, Topic, code_of, sides_of
from extraction.flow.nouns import row_of_names
from extraction.language.pattern import compiled
from extraction.language.tokens import Token
from extraction.sides.owners import is_modifier

#: What ends a clause whoever speaks in it.
_ENDS = frozenset({"semicolon", "while", "but", "em_dash", "colon"})
#: Who can act.
SUBJECTS = frozenset({"place", "capital", "bloc", "people_of", "agency"})
#: A country after one of these is no subject.
_GOVERNS = frozenset(
    "to from with in between of by against for on at among and after as or than "
    "give_verb gift_verb aid_verb offer_verb flow_verb to_verb from_verb overtake".split()
)
#: A country's preposition may stand after these, far from its flow: `rose 5% to Germany`.
_AFTER_FIGURE = frozenset(
    "money percent_quantity physical count ratio fraction bare change change_noun updown period versus close "
    "flow flow_verb amount be".split()
)
_SHARES = frozenset({"percent_quantity", "fraction"})
_WHOLES = frozenset({"money", "physical", "count"})
_ARTICLES = frozenset({"the", "a", "its"})


def complete(tokens: list[Token], letters: str, topics: list[Topic]) -> list[Topic]:
    """Return the topics with what their clauses say of their countries; `letters` are those of the tokens."""
    done = []
    for i, topic in enumerate(topics):
        first = _clause_start(tokens, topics[i - 1].at + 1 if i else 0, topic.at)
        last = _clause_end(letters, topic.at, topics[i + 1].at if i + 1 < len(topics) else len(tokens))
        aside = aside_end(tokens, topics[i - 1].at) if i else None
        topic = _completed(tokens, topic, first, last)
        if (
            aside is not None
            and aside < topic.at
            and topic.reporter is None
            and tokens[topic.at].kind == "flow"
        ):
            at = subject(tokens, 0, next(k for k in range(len(tokens)) if tokens[k].kind == "comma"))
            # `China, to which Chad sold 2 tonnes, cut its purchases`
            topic = topic._replace(reporter=code_of(tokens[at])) if at is not None else topic
        done.append(topic)
    return done


#: An aside is at most so long.
_LONGEST_ASIDE = 30
_LEADS_ASIDE = frozenset("to from of with in by hedge fraction percent_quantity money physical".split())
_GOES_ON = frozenset("flow_verb change amount be have raise_verb share_verb went get_verb ratio".split())


def aside_end(tokens: list[Token], at: int) -> int | None:
    """Return where the aside of a flow word ends: `Egypt, which buys wheat from Chad, sold …`."""
    back = range(at - 1, max(0, at - _LONGEST_ASIDE), -1)
    which = next((i for i in back if tokens[i].kind == "which" or tokens[i].kind in _ENDS), None)
    if which is None or tokens[which].kind != "which":
        return None
    first = which - 1
    while first > 0 and tokens[first].kind in _LEADS_ASIDE:
        first -= 1
    if first <= 0 or tokens[first].kind != "comma":
        return None
    ahead = range(at + 1, min(len(tokens) - 1, at + _LONGEST_ASIDE))
    commas = (i for i in ahead if tokens[i].kind == "comma" or tokens[i].kind in _ENDS)
    end = next((i for i in commas if tokens[i].kind in _ENDS or tokens[i + 1].kind in _GOES_ON), None)
    return end if end is not None and tokens[end].kind == "comma" else None


def _clause_start(tokens: list[Token], first: int, at: int) -> int:
    before = range(at - 1, first - 1, -1)
    ends = (i + 1 for i in before if tokens[i].kind in _ENDS and not _is_aside(tokens, i))
    return next(ends, first)


def _is_aside(tokens: list[Token], at: int) -> bool:
    """Tell whether a conjunction stands alone between commas: `Rwanda, though, doubled its sales`."""
    near = [token.kind for token in tokens[max(0, at - 1) : at + 2]]
    return len(near) == 3 and near[0] == near[2] == "comma"


def _clause_end(letters: str, at: int, last: int) -> int:
    """Return where the clause of the flow word at `at` ends, at most at `last`."""
    end = _CLAUSE_END.search(letters, at + 1, last)
    return end.end() - 1 if end is not None else last


#: `, as …` begins a reason.
_CLAUSE_END = compiled(f"({'|'.join(sorted(_ENDS))})|comma as")


def _completed(tokens: list[Token], topic: Topic, first: int, last: int) -> Topic:
    if topic.flow is None or topic.is_rate:
        return topic
    if topic.partner is None and not topic.partner_is_open:
        topic = _with_partner(tokens, topic, first, last)
    if topic.reporter is None and not topic.reporters and not _is_venues(tokens, topic, first):
        if _is_regions(tokens, first, topic.at):
            return topic._replace(reporter_is_open=True)
        at = _left_with(tokens) or _owner_behind(tokens, topic)
        at = at if at is not None else _fronted_place(tokens, topic, first, "in")
        at = subject(tokens, first, topic.at) if at is None else at
        at = _owner(tokens, first, topic.at) if at is None else at
        if at is None and first < topic.at and (tokens[first].kind == "its" or tokens[first].value == "it"):
            at = subject(tokens, 0, first)  # `Russia came second: it sold fuel; its own purchases …`
        if at is None and first and tokens[first - 1].kind == "colon":
            # `Australia's wine goes elsewhere: exports to China fell`
            at = _owner(tokens, max(0, first - _LONGEST_LEAD), first - 1)
        if at is not None and _takes(tokens, topic, at):
            return topic._replace(partner=topic.partner or code_of(tokens[at]))
        row = _row_from(tokens, at) if at is not None else ()
        if len(row) > 1:
            return topic._replace(reporters=row)
        if at is not None and code_of(tokens[at]) != topic.partner:
            topic = topic._replace(reporter=code_of(tokens[at]), evidence=(*topic.evidence, ("reporter", at)))
    return topic


def _row_from(tokens: list[Token], at: int) -> tuple[str, ...]:
    """Return those who act together: `Canada and Mexico increased their exports by 4% and 6%`."""
    names, last = row_of_names(tokens, at)
    acts = last + 1 < len(tokens) and tokens[last + 1].kind in _GOES_ON
    alone = at == 0 or tokens[at - 1].kind in (*_ARTICLES, "cap_word", "comma")
    return tuple(str(tokens[i].value) for i in names) if acts and alone else ()


def _is_regions(tokens: list[Token], first: int, at: int) -> bool:
    """Tell whether a clause begins by saying that it is about a region: `Across Africa, imports grew`."""
    ends = [token.kind for token in tokens[first : min(at, first + 4)]]
    return ends[:1] in (["in"], ["cap_word"]) and "region" in ends[1:3] and "comma" in ends[2:]


def _is_venues(tokens: list[Token], topic: Topic, first: int) -> bool:
    """Tell whether those who give met somewhere: `The conference that Oslo hosts yielded pledges`."""
    named = (i for i in range(first, topic.at) if tokens[i].kind in (*SUBJECTS, "venue"))
    at = next(named, None)
    if topic.flow not in GIVEN or at is None:
        return False
    return tokens[at].kind == "venue" or tokens[at + 1].kind == "venue"


def _takes(tokens: list[Token], topic: Topic, subject: int) -> bool:
    """Tell whether a clause's subject is who takes: `Kenya received $5m in aid`."""
    return topic.flow in GIVEN and any(token.kind == "host_verb" for token in tokens[subject : topic.at])


_LONGEST_LEAD = 14


def _owner(tokens: list[Token], first: int, end: int) -> int | None:
    """Return the country in `Morocco's current account showed a deficit`: it owns the subject."""
    for at in range(first, end):
        if tokens[at].kind in ("place", "capital", "bloc") and tokens[at + 1].kind == "possessive":
            return at if not _is_governed(tokens, at - 1) else None
    return None


def _left_with(tokens: list[Token]) -> int | None:
    """Return the country in `exports were …, leaving Japan with a deficit`: they are all Japan's."""
    for at, token in enumerate(tokens[:-2]):
        left = token.kind in ("leaving", "flow_leave") and tokens[at + 2].kind == "with"
        if left and tokens[at + 1].kind in SUBJECTS:
            return at + 1
    return None


def _owner_behind(tokens: list[Token], topic: Topic) -> int | None:
    """Return the country in `With exports of $72 billion, Chile overtook Peru`: of who acts."""
    if topic.at > _LATEST_FLOW or tokens[0].kind != "with":
        return None
    comma = next((i for i in range(topic.at, len(tokens) - 2) if tokens[i].kind == "comma"), None)
    place = comma + 1 + (tokens[comma + 1].kind == "the") if comma is not None else 0
    acts = tokens[place].kind in SUBJECTS and tokens[place + 1].kind not in ("possessive", "comma", "and")
    return place if comma is not None and acts else None


_LATEST_FLOW = 5


def _with_partner(tokens: list[Token], topic: Topic, first: int, last: int) -> Topic:
    sides = sides_of(topic)
    prepositions = [word for word, side in sides.items() if side == "partner" and word not in ("of", "in")]
    leading = (
        _fronted_place(tokens, topic, first, w) or _place_before(tokens, topic, w) for w in prepositions
    )
    at = next((place for place in leading if place), None)
    if at is None:
        at = _place_after_figure(tokens, topic.at, last, prepositions)
        row, _ = row_of_names(tokens, at) if at is not None and topic.flow in GIVEN else ([], 0)
        if len(row) > 1:  # `has yielded $2.4 billion for Ethiopia, Kenya and Somalia`
            return topic._replace(partners=tuple(str(tokens[i].value) for i in row), partner_is_open=True)
    if at is None or code_of(tokens[at]) == topic.reporter:
        return topic
    code = code_of(tokens[at])
    return topic._replace(
        partner=code, partner_is_open=code is None, evidence=(*topic.evidence, ("partner", at))
    )


def _fronted_place(tokens: list[Token], topic: Topic, first: int, preposition: str) -> int | None:
    """Return the country in `With China, …` or `To Germany exports …` at the beginning of a clause."""
    if first and tokens[first - 1].kind not in _ENDS:
        return None  # here no clause begins; the flow before goes on
    at = first
    while at < topic.at and tokens[at].kind in ("comma", "and", "meanwhile", "close", "bullet"):
        at += 1
    if at >= topic.at or tokens[at].kind != preposition:
        return None
    at += 1
    while at < topic.at and (tokens[at].kind in _ARTICLES or tokens[at].kind == "low_word"):
        at += 1
    named = at < topic.at and tokens[at].kind in PLACES and tokens[at].kind not in ("demonym", "agency")
    return at if named and tokens[at + 1].kind != "possessive" else None


def _place_before(tokens: list[Token], topic: Topic, preposition: str) -> int | None:
    """Return the country in `…, with China a deficit of …`: right before the flow's own words."""
    if tokens[topic.at].kind == "flow_verb":
        return None  # `which buys wheat from Russia, imported …`
    at = topic.at - 1
    while at > 0 and tokens[at].kind in ("comma", "low_word", "a", "the", "superlative", "record"):
        at -= 1
    named = at > 0 and tokens[at].kind in PLACES and tokens[at].kind not in ("demonym", "agency")
    if not named:
        return None
    before = at - 2 if tokens[at - 1].kind in _ARTICLES else at - 1
    return at if before >= 0 and tokens[before].kind == preposition else None


def _place_after_figure(tokens: list[Token], at: int, last: int, prepositions: list[str]) -> int | None:
    """Return the only country that a preposition right after a figure names: `9 trillion yen with China`."""
    found = []
    whole = next((i for i in range(at, last) if tokens[i].kind in _WHOLES), last)
    for i in range(at + 2, last):
        part = tokens[i - 1].kind in ("fraction", "percent_quantity") and tokens[i - 2].kind == "comma"
        if part:  # `imported 12m tonnes, three-quarters from Russia`: not all of it
            continue
        if tokens[i].kind in prepositions and tokens[i - 1].kind in _AFTER_FIGURE:
            if tokens[i - 1].kind in _SHARES and whole < i:
                continue  # `imported 9 TWh, 36% of it from Sweden and 17% from Latvia`
            place = next((j for j in (i + 1, i + 2) if j < last and tokens[j].kind in PLACES), None)
            if place is not None and (place == i + 1 or tokens[i + 1].kind in _ARTICLES):
                found.append(place)
    return found[0] if len(found) == 1 else None


def subject(tokens: list[Token], first: int, end: int) -> int | None:
    """Return the nearest country before `end` that stands alone: owning nothing, behind no preposition."""
    for at in range(end - 1, first - 1, -1):
        if tokens[at].kind == "nobody":
            return None
        if tokens[at].kind in SUBJECTS and tokens[at + 1].kind != "possessive":
            before = at - 1
            while before >= 0 and tokens[before].kind in _ARTICLES:
                before -= 1
            if is_modifier(tokens, at):
                continue
            if not _is_governed(tokens, before):
                return at
    return None


def _is_governed(tokens: list[Token], at: int) -> bool:
    """Tell whether a preposition or a list's comma at `at` makes the country after it no subject."""
    if at < 0 or (at == 0 and tokens[at].kind == "and"):
        return False  # `And Beijing? It …`
    listed = tokens[at].kind == "comma" and at > 0 and tokens[at - 1].kind in SUBJECTS
    return tokens[at].kind in _GOVERNS or listed
