"""Tariffs and duties: who levies them, and whose goods are hit.

Who levies is who owns the duty (`Swiss duties`), who acts (`Washington raised its duty`), or where the goods
come in (`face 25% in the US`). Hit are the goods behind `on` and `against`, or those that pay: `cars from
the US now bear 120%`.
"""

from itertools import pairwise

from extraction.flow.flows import PLACES, Topic, code_of
from extraction.flow.verbs import nearest_subject
from extraction.language.lexicon import words_in
from extraction.language.tokens import Token

_PAYS_AT_HOME = words_in("pays a duty at home")
_OUTSIDE = words_in("outside a country")
_NAMED = frozenset({"demonym", "place", "bloc", "capital", "people_of"})
_UNION = "EUU"
_CLAUSE_ENDS = frozenset({"semicolon", "colon", "while", "but", "em_dash"})
#: Between a duty and who owns it: `Vietnam's own average tariff`, `the 50 per cent U.S. tariff`.
_MODIFIERS = frozenset(
    "low_word status percent_quantity price money average total hyphen higher ordinal previous "
    "superlative flow_bare other earlier record cap_word global and".split()
)
_FARTHEST_OWNER = 5
_FARTHEST_HIT = 14


def of_tariff(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """`Washington raised its duty on Canadian lumber`: the subject levies, the goods' country is hit."""
    after = tokens[topic.at + 1 : topic.at + 7]
    on_exports = any(one.kind == "on" and two.value == "export" for one, two in pairwise(after))
    topic = topic._replace(is_rate=True, flow="export" if on_exports else topic.flow)
    return _with_sides(text, tokens, topic)


def of_levy(text: str, tokens: list[Token], topic: Topic) -> Topic | None:
    """`slapped 50% on Brazilian goods`, `Indian goods face 25%`: a duty that no noun names."""
    after = tokens[topic.at + 1 : topic.at + 6]
    rate = next((i for i, token in enumerate(after) if token.kind in ("percent_quantity", "price")), None)
    if rate is None and _follows_rate(tokens, topic.at):
        return _with_sides(text, tokens, topic._replace(is_rate=True, balance=None))
    if rate is None or any(token.kind in ("tariff", "change", "change_noun") for token in after[: rate + 3]):
        return None
    return _with_sides(text, tokens, topic._replace(is_rate=True, balance=None))


def _follows_rate(tokens: list[Token], verb: int) -> bool:
    """`the 46% that Vietnamese goods are to pay`: the rate stands before the verb."""
    near = [token.kind for token in tokens[max(0, verb - 8) : verb]]
    return any(pair == ("percent_quantity", "that") for pair in pairwise(near))


def _with_sides(text: str, tokens: list[Token], topic: Topic) -> Topic:
    """Return a duty with who levies it and whose goods it hits, as far as the sentence says."""
    first = _clause_start(tokens, topic.at)
    verb = next((i for i in range(topic.at, first - 1, -1) if _is_borne_by(tokens, i)), None)
    levies = _named_levier(tokens, topic.at)
    if verb is not None and _acts_behind(tokens, verb, topic.at, levies):
        verb = None
    bears = _bearer(text, tokens, first, verb) if verb is not None else None
    hit = _hit_after(text, tokens, topic.at)
    if bears is not None and _is_at_home(text, tokens, bears, topic.at):
        levies, bears = bears if levies is None else levies, None
    if levies is None and verb is not None:
        levies = _gate(text, tokens, bears, verb)
        levies = _announces(tokens, first) if levies is None else levies
    elif levies is None and not _opens_clause(tokens, topic.at):
        levies = _acts(tokens, topic.at)
    hit = bears if bears is not None else hit if hit is not None else _struck(tokens, levies, topic.at)
    if topic.flow == "export" and hit is not None:
        levies, hit = levies if levies is not None else hit, None  # `the export duty on Russian wheat`
    sides = {"reporter": levies, "partner": hit if hit != levies else None}
    told = {name: at for name, at in sides.items() if at is not None}
    codes = {name: code_of(tokens[at]) for name, at in told.items()}
    topic = topic._replace(
        evidence=(*topic.evidence, *told.items()), partner_is_open=_is_open(text, tokens, topic)
    )
    return topic._replace(reporter=codes.get("reporter"), partner=codes.get("partner"))


def _is_borne_by(tokens: list[Token], at: int) -> bool:
    """Tell whether a verb is said of those who pay: `faces`, `will be charged`."""
    passive = at > 0 and tokens[at - 1].kind == "be" and tokens[at].kind == "levy_verb"
    return passive or tokens[at].value == "import hit"


def _named_levier(tokens: list[Token], duty: int) -> int | None:
    """Return who is said to charge a duty, or whose it is."""
    charges = _who_charges(tokens, duty)
    return _owner(tokens, duty) if charges is None and tokens[duty].kind == "tariff" else charges


def _acts_behind(tokens: list[Token], verb: int, duty: int, owner: int | None) -> bool:
    """`Moldovan wine paid 15% until Russia scrapped the duty`: behind the verb somebody else acts."""
    at = nearest_subject(tokens, duty)
    return at is not None and verb < at < duty and at != owner


def _opens_clause(tokens: list[Token], duty: int) -> bool:
    """Tell whether a clause begins with `its 25% duty` or `but a duty`: that of whoever was spoken of."""
    near = range(duty - 1, max(0, duty - _FARTHEST_OWNER), -1)
    at = next((i for i in near if tokens[i].kind not in _MODIFIERS or tokens[i].kind == "and"), 0)
    its = tokens[at].kind == "its" and tokens[at - 1].kind in ("and", "comma")
    return its or (tokens[at].kind in ("its", "a", "the") and tokens[at - 1].kind in ("but", "while"))


def _clause_start(tokens: list[Token], end: int) -> int:
    return next((i + 1 for i in range(end - 1, -1, -1) if tokens[i].kind in _CLAUSE_ENDS), 0)


def _is_open(text: str, tokens: list[Token], topic: Topic) -> bool:
    """Tell whether a duty is on goods of any origin: `on imported cars`, `from outside the EU`."""
    near = tokens[_clause_start(tokens, topic.at) : topic.at + _FARTHEST_HIT]
    return any(text[token.start : token.end].lower() in _ANY_ORIGIN for token in near)


_ANY_ORIGIN = words_in("of any origin")


def _bearer(text: str, tokens: list[Token], first: int, verb: int) -> int | None:
    """Return whose goods pay: `cars from the US now bear`, `Vietnam faces`; a union before its members."""
    named = [i for i in range(first, verb) if tokens[i].kind in _NAMED and _may_bear(text, tokens, first, i)]
    return next((i for i in named if tokens[i].value == _UNION), named[0] if named else None)


def _may_bear(text: str, tokens: list[Token], first: int, at: int) -> bool:
    before = at - 1 - (at > first and tokens[at - 1].kind == "the")
    word = text[tokens[before].start : tokens[before].end].lower() if before >= 0 else ""
    opens = before == first and word in ("in", "at", "for")
    return word not in _OUTSIDE and not opens and tokens[before].kind not in ("against", "to")


def _is_at_home(text: str, tokens: list[Token], bears: int, end: int) -> bool:
    """Tell whether those who pay are the importers: `Indian buyers of refined bars have paid a duty`."""
    return any(
        text[t.start : t.end].lower() in _PAYS_AT_HOME for t in tokens[bears + 1 : min(end, bears + 3)]
    )


def _gate(text: str, tokens: list[Token], bears: int | None, verb: int) -> int | None:
    """Return where the goods come in: `exports to the US face 25%`, `bear 30% when they enter the EU`."""
    for at in range((bears or 0) + 1, min(len(tokens), verb + _FARTHEST_HIT)):
        if at > verb and tokens[at].kind in _CLAUSE_ENDS:
            return None
        before = at - 1 - (tokens[at - 1].kind == "the")
        word = text[tokens[before].start : tokens[before].end].lower()
        if tokens[at].kind in ("place", "bloc", "demonym") and word in _GATES and at != bears:
            return at
    return None


_GATES = frozenset("to in into enter entering at".split())


def _announces(tokens: list[Token], first: int) -> int | None:
    """Return who stands before the clause of those hit: `Turkey hit back: cars from the US pay 60%`."""
    return nearest_subject(tokens, first - 1) if first and tokens[first - 1].kind == "colon" else None


def _acts(tokens: list[Token], end: int) -> int | None:
    """Return the country that acts before a duty: the subject, who owns the speaker, or any demonym."""
    at = nearest_subject(tokens, end, agencies=True)
    if at is not None and _is_struck(tokens, at, end):
        at = nearest_subject(tokens, at, agencies=True) or (0 if tokens[0].kind in _NAMED else at)
    if at is None:
        near = range(max(0, end - _FARTHEST_OWNER), end)
        speaker = (i for i in range(end) if _owns_speaker(tokens, i) or tokens[i].kind == "capital")
        at = next(speaker, next((i for i in near if tokens[i].kind == "city"), None))
    return next((i for i in range(end) if tokens[i].kind == "demonym"), None) if at is None else at


def _is_struck(tokens: list[Token], at: int, tariff: int) -> bool:
    """Tell whether a country's goods are struck in `Turkey hits US cars with a 120% tariff`."""
    between = [token.kind for token in tokens[at + 1 : tariff]]
    goods = between[:1] == ["low_word"] and "with" in between[:_FARTHEST_OWNER]
    return goods and "comma" not in between and any(token.kind in _NAMED for token in tokens[:at])


def _struck(tokens: list[Token], levies: int | None, tariff: int) -> int | None:
    """Return whose goods are struck in `Brussels hits Chinese e-bikes with duties`."""
    near = [token.kind for token in tokens[max(0, tariff - _FARTHEST_OWNER) : tariff]]
    if levies is None or "with" not in near:
        return None
    between = range(levies + 1, tariff)
    return next((i for i in between if tokens[i].kind in ("demonym", "place", "bloc")), None)


def _owner(tokens: list[Token], tariff: int) -> int | None:
    """Return whose duty it is: `Swiss duties`, `Vietnam's own average tariff`, `the 25% U.S. tariff`."""
    for at in range(tariff - 1, max(-1, tariff - 1 - _FARTHEST_OWNER), -1):
        if tokens[at].kind == "possessive" and at and tokens[at - 1].kind in PLACES:
            return at - 1
        if tokens[at].kind in ("demonym", "agency"):
            return at
        if tokens[at].kind in ("place", "bloc") and (at == tariff - 1 or tokens[at + 1].kind in _MODIFIERS):
            return at if at == tariff - 1 or not _follows_verb(tokens, at) else None
        if tokens[at].kind not in _MODIFIERS:
            return None
    return None


def _follows_verb(tokens: list[Token], at: int) -> bool:
    """A country at the beginning of a clause acts; it owns nothing: `Canada will impose tariffs`."""
    return at == 0 or tokens[at - 1].kind in ("comma", "and", "semicolon", "colon")


def _owns_speaker(tokens: list[Token], at: int) -> bool:
    """`India's finance minister raised …`."""
    return tokens[at].kind in ("place", "bloc", "capital") and tokens[at + 1].kind == "possessive"


def _who_charges(tokens: list[Token], tariff: int) -> int | None:
    """Return the country in `the tariff that Washington charges` and `duties imposed by Brussels`."""
    kinds = {"place", "capital", "bloc", "people_of"}
    for at in range(tariff + 1, min(len(tokens), tariff + _FARTHEST_HIT)):
        relative = tokens[at - 1].kind in ("that", "which")
        if tokens[at].kind in kinds and (relative or (tokens[at - 1].kind == "by" and at < tariff + 5)):
            return at  # `10% on all that America buys`
    return None


def _hit_after(text: str, tokens: list[Token], duty: int) -> int | None:
    """Return whose goods stand behind `on`, `against` or `from`: `a duty of 14% on Canadian lumber`."""
    behind = False
    for at in range(duty + 1, min(len(tokens), duty + _FARTHEST_HIT)):
        token = tokens[at]
        if token.kind in ("semicolon", "while", "but"):
            return None
        behind = behind or token.kind in ("on", "against", "from")
        if behind and token.kind in PLACES and token.kind != "agency":
            before = tokens[at - 1 - (tokens[at - 1].kind == "the")]
            if before.kind in ("that", "which"):
                return None
            outside = text[before.start : before.end].lower() in _OUTSIDE
            return None if outside else at
    return None
