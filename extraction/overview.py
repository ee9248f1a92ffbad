"""What a whole text speaks of: its countries, its currency, and whose flows with whom it is about."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from extraction.attach import speaker
from extraction.flow.flows import GIVEN, PLACES, Topic, code_of
from extraction.language.lexicon import words_in
from extraction.reading import Known, Sentence
from schemas.vocabulary import Section

#: A text of fewer sentences has nothing to carry over.
_SEVERAL = 2


class _Sign(NamedTuple):
    """What shows that a text speaks of something: words in small letters that begin with one of `begins`.

    Where these stand is found in a fraction of the time in which an expression would look for its words.
    """

    begins: tuple[str, ...]
    words: re.Pattern[str]

    def is_in(self, small: str) -> bool:
        """Tell whether one of the words stands in a text in small letters."""
        return any(self.words.match(small, at) for begin in self.begins for at in _finds(small, begin))


def _finds(text: str, part: str) -> Iterator[int]:
    at = text.find(part)
    while at >= 0:
        yield at
        at = text.find(part, at + 1)


_UNION = re.compile(r"E(?<!\wE)(?:\.?U|uropean (?:Union|Commission))\b")
_TRADE = _Sign(
    ("trade", "export", "import", "deficit"), re.compile(r"\b(?:trade|exports?|imports?|deficit)\b")
)
_AID = _Sign(
    ("humanitarian", "donor", "relief", "assistance", "development cooperation", "grant", "aid"),
    re.compile(
        r"\b(?:aid|humanitarian|donors?|relief|assistance|development cooperation"
        r"|grants? (?:of|to|for|from|worth))\b"
    ),
)
#: In a text about foreign investment this may be a promise to invest.
_PLEDGE = _Sign(
    ("pledg", "donat"),
    re.compile(r"\b(?:pledg|donat)(?:es?|ed|ing)\b(?:[^.\n]|\.\d){0,40}?(?:million|billion|[mb]n)\b"),
)
_DUTY = _Sign(
    ("tariff", "duty", "duties", "levy", "levies", "surtax", "import tax", "export tax", "tax"),
    re.compile(
        r"\b(?:tariffs?|dut(?:y|ies)|lev(?:y|ies)|(?:sur|(?:im|ex)port )tax(?:es)?"
        r"|tax(?:es)? on (?:\w+ ){0,2}(?:im|ex)ports)\b"
    ),
)
_INVESTMENT = _Sign(
    ("fdi", "foreign invest", "direct invest", "outward invest", "inward invest"),
    re.compile(r"\b(?:fdi|(?:foreign|direct|outward|inward) invest(?:ments?|ors?|ing))\b"),
)
_REMITTANCES = _Sign(("remittance", "money transfers"), re.compile(r"\b(?:remittances?|money transfers)\b"))
_VALUES = words_in("stated values")
_NAMED = PLACES - {"world", "region", "agency"}


def known(text: str) -> Known:
    """Return what the words of a text mean only because it speaks of the EU, of trade, of aid or the like."""
    small = text.lower()
    trade, aid, duty, investment, remittances = (
        sign.is_in(small) for sign in (_TRADE, _AID, _DUTY, _INVESTMENT, _REMITTANCES)
    )
    aid = aid or (not investment and _PLEDGE.is_in(small))
    return Known(_UNION.search(text) is not None, trade, aid, duty, investment, remittances)


def currency(text: str, sentences: list[Sentence], reporter: str | None) -> str | None:
    """Return the currency that a text says its values are in: `All values are in New Zealand dollars.`

    `reporter` is whose flows it is about: where it says nothing, a plain `$` may be that country's own.
    """
    for one in sentences:
        at = one.first("currency") if not one.drafts else None
        if not at or one.tokens[at - 1].kind != "in":
            continue
        if _VALUES & {text[token.start : token.end].lower() for token in one.tokens[:at]}:
            return str(one.tokens[at].value).partition(" ")[0]
    return _own_dollar(text, sentences, reporter)


#: The countries whose press and offices write a plain `$` for their own dollar, and how others mark it.
_OWN_DOLLAR = {"AUS": ("AUD", "A$"), "CAN": ("CAD", "C$"), "NZL": ("NZD", "NZ$")}
_PLAIN_DOLLAR = re.compile(r"\$(?<![\w.]\$)[ ]?\d")


def _own_dollar(text: str, sentences: list[Sentence], reporter: str | None) -> str | None:
    """Return whose dollar a plain `$` is in a text about a country that writes its own so.

    Such a text marks the other one, `$145 million (US$110 million)`, or its own office tells the figures.
    """
    if _PLAIN_DOLLAR.search(text) is None:
        return None
    offices = {str(token.value) for one in sentences for token in one.of_kinds("agency")}
    named = (code for one in sentences for code in _named(one))
    for country in (reporter or next(named, None), *sorted(offices)):
        code, marked = _OWN_DOLLAR.get(country or "", (None, ""))
        if code is not None and marked not in text and ("US$" in text or country in offices):
            return code
    return None


def places(sentences: list[Sentence]) -> tuple[str, ...]:
    """Return the codes of the countries that a text names, in order and once each."""
    kinds = ("place", "demonym", "capital", "city")
    found = (str(token.value) for one in sentences for token in one.of_kinds(*kinds))
    return tuple(dict.fromkeys(found))


def _named(sentence: Sentence) -> list[str | None]:
    """Return the codes of the countries that a sentence names, in order; None for one that has none."""
    return [code_of(token) for token in sentence.of_kinds(*_NAMED) if token.value]


def subject(text: str, sentences: list[Sentence]) -> tuple[str | None, str | None]:
    """Return whose flows a text of several sentences speaks of most, and with whom.

    The first flow has the first say, but it is outvoted where offices and later sentences speak for another:
    `Uganda narrows trade gap with Kenya`, of which Kenya's statistics bureau tells.
    """
    if len(sentences) < _SEVERAL:
        return None, None
    if gives(sentences):
        return _ends_of_gift(sentences)
    if _is_digest(sentences):
        return None, None
    headed = headed_duty(sentences)
    if headed is not None and headed.reporter is not None:
        return headed.reporter, None
    inside = [one for one in sentences if one.section != Section.BOILERPLATE]
    early = [topic for one in inside[:_LEDE] for topic in one.topics if topic.reporter]
    flows = [topic for one in inside for topic in one.topics if topic.reporter and topic.flow]
    told = (topic for topic in [*early, *flows] if not topic.is_rate or topic.flow == "export")
    first = next(told, flows[0] if flows else None)  # who taxes its own exports is whom the text is about
    named = _first_named(inside, first)
    reporter = _voted(text, inside, named or (first.reporter if first is not None else None))
    if first is None or named is not None:
        return reporter, None
    if first.reporter != reporter:
        first = next((topic for topic in early if topic.reporter == reporter and not topic.is_rate), None)
    if first is not None and first.partner and _lede_tells_totals(inside, first):
        return reporter, None
    return reporter, (first.partner if first is not None else None) or _other_side(early, reporter)


def _is_digest(sentences: list[Sentence]) -> bool:
    """Tell whether the items of a list begin with a country each: `■ Egypt. …`, `■ Russia. …`."""
    return len({_headed_by(one) for one in sentences if one.is_item} - {None}) > 1


def _headed_by(sentence: Sentence) -> str | None:
    """Return the country whose name alone is a sentence: `■ Egypt.`"""
    tokens = [token for token in sentence.tokens if token.kind not in ("bullet", "other_mark", "point")]
    return code_of(tokens[0]) if len(tokens) == 1 and tokens[0].kind == "place" else None


def _lede_tells_totals(sentences: list[Sentence], headed: Topic) -> bool:
    """Tell whether a headline picks out one partner, and the text beneath begins with all of them.

    `Swiss exports to US sink`, but `Swiss exports fell by 3.1% in July`.
    """
    heads = [one for one in sentences if one.section == Section.HEADLINE]
    if not any(headed is topic for one in heads for topic in one.topics):
        return False
    body = (one for one in sentences if one.section != Section.HEADLINE)
    lede = next((one for one in body if one.drafts and any(t.flow for t in one.topics)), None)
    if lede is None:
        return False
    flows = [topic for topic in lede.topics if topic.flow and not topic.is_rate]
    return (
        bool(flows) and all(topic.partner is None for topic in flows) and _is_of_all(lede, flows[0], headed)
    )


def _is_of_all(lede: Sentence, topic: Topic, headed: Topic) -> bool:
    """Tell whether a flow noun is all that a country trades: no goods stand beside it."""
    token = lede.tokens[topic.at]
    after = lede.tokens[topic.at + 1].kind if topic.at + 1 < len(lede.tokens) else "point"
    bare = topic.noun is not None and topic.noun[0] == token.start and after != "of"
    alone = not topic.partners and not topic.partner_is_open
    return token.kind == "flow" and bare and alone and topic.reporter == headed.reporter


def _voted(text: str, sentences: list[Sentence], first: str | None) -> str | None:
    """Return whose flows most sentences tell by name; an office that opens a text counts for two of them.

    It counts for four where it tells the flows of nobody by name: `Exports were $6.2bn, Stats NZ said`.
    """
    votes = Counter({first: 1 + (first not in _heads(sentences))} if first is not None else ())
    home = next((code for one in sentences for code in _named(one)), None)
    for at, one in enumerate(sentences):
        named = [topic.reporter for topic in one.topics if topic.flow and not topic.is_rate]
        for code in dict.fromkeys(named if one.section != Section.HEADLINE else ()):
            if code:
                votes[code] += 1
        office = speaker(text, one, None, len(one.tokens)) if at <= _LEDE else None
        if office is not None:
            votes[str(office.value)] += 4 if named and set(named) <= {None, office.value} else 2
        if home and one.topics and one.has(*_SPEAKERS):
            votes[home] += 1  # `our exports`, said in an interview or a speech
    written = {token.value for one in sentences for token in one.of_kinds("dateline")}
    return max(votes, key=lambda code: (votes[code], code in written), default=None)


_SPEAKERS = frozenset({"we", "our", "us"})


def _heads(sentences: list[Sentence]) -> set[str | None]:
    """Return the countries whose flows the headline tells."""
    heads = (one for one in sentences if one.section == Section.HEADLINE)
    return {topic.reporter for one in heads for topic in one.topics}


def gives(sentences: list[Sentence]) -> bool:
    """Tell whether the first flow that a text of several sentences speaks of is aid or investment."""
    spoken = (t for one in sentences[:_LEDE] for t in one.topics if t.flow or (t.reporter and one.drafts))
    first = next(spoken, None)
    return len(sentences) >= _SEVERAL and first is not None and first.flow in GIVEN


def _ends_of_gift(sentences: list[Sentence]) -> tuple[str | None, str | None]:
    """Return who gives, by the headline or the first sentence, and who takes, if it is one country."""
    early = [one for one in sentences[:_LEDE] if any(topic.flow in GIVEN for topic in one.topics)]
    headlines = [one for one in early if one.section == Section.HEADLINE]
    first = [topic for one in early[: len(headlines) + 1] for topic in one.topics if topic.flow in GIVEN]
    reporter = next((topic.reporter for topic in first if topic.reporter), None)
    takers = {topic.partner for one in early for topic in one.topics if topic.flow in GIVEN and topic.partner}
    is_open = any(topic.partner_is_open or topic.partners for topic in first)
    return reporter, takers.pop() if len(takers) == 1 and not is_open else None


#: What a text is about is said in its headline or its first sentences.
_LEDE = 3


def _first_named(sentences: list[Sentence], first: Topic | None) -> str | None:
    """Return the country named first, where a flow without a reporter is spoken of before any with one."""
    code = None
    for sentence in sentences:
        code = code or next(iter(_named(sentence)), None)
        flows = [topic for topic in sentence.topics if topic.flow and not topic.is_rate]
        if first in sentence.topics:
            return None
        if flows and sentence.drafts and code is not None:
            return code if code not in [topic.partner for topic in flows] else None
    return None


class Levies(NamedTuple):
    """Who levies the duties of a text, and whose goods they hit; `levier` and `hit` where one stands out."""

    leviers: frozenset[str]
    hits: frozenset[str]
    levier: str | None
    hit: str | None
    hit_by: dict[str, str | None]


def levies(sentences: list[Sentence]) -> Levies:
    """Return who levies the duties of a text and whose goods most of them are on."""
    duties = [(i, topic) for i, one in enumerate(sentences) for topic in one.topics if topic.is_rate]
    if not duties:
        return Levies(frozenset(), frozenset(), None, None, {})
    hits = Counter(topic.partner for _, topic in duties if topic.partner)
    leviers = Counter(topic.reporter for _, topic in duties if topic.reporter)
    early = {topic.partner for i, topic in duties if i < _LEDE}
    first, times = next(iter(hits.most_common(1)), (None, 0))
    stands_out = 2 * times > hits.total() and (times > 1 or first in early)
    levier, acts = next(iter(leviers.most_common(1)), (None, 0))
    opens = next((topic.reporter for i, topic in duties if i < _LEDE and topic.reporter), None)
    known = opens or (levier if 2 * acts > leviers.total() else None)
    pairs = {(topic.reporter, topic.partner) for _, topic in duties if topic.reporter and topic.partner}
    by = {levies: [hit for other, hit in pairs if other == levies] for levies in leviers}
    hit_by = {levies: theirs[0] if len(theirs) == 1 else None for levies, theirs in by.items() if theirs}
    for struck in set(leviers) - set(hit_by):  # who levies on the one that levies on it strikes back
        back = [levies for levies, hit in pairs if hit == struck]
        hit_by |= {struck: back[0]} if len(back) == 1 else {}
    return Levies(frozenset(leviers), frozenset(hits), known, first if stands_out else None, hit_by)


def headed_duty(sentences: list[Sentence]) -> Topic | None:
    """Return the duty on its own exports that a headline names: of it the text speaks when it says `duty`."""
    heads = (one for one in sentences if one.section == Section.HEADLINE)
    return next((t for one in heads for t in one.topics if t.is_rate and t.flow == "export"), None)


def _other_side(topics: list[Topic], reporter: str | None) -> str | None:
    """Return who levies a tariff on a country, or is hit by it: the text is about these two."""
    sides = ((topic.reporter, topic.partner) for topic in topics if topic.is_rate and topic.partner)
    pair = next((pair for pair in sides if reporter in pair), None)
    if pair is None:
        return None
    return pair[1] if pair[0] == reporter else pair[0]
