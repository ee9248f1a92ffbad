"""What a whole text speaks of: its countries, its currency, and whose flows with whom it is about."""

import re
from collections import Counter

from extraction.flows import PLACES, Topic, code_of
from extraction.lexicon import words_in
from extraction.reading import Known, Sentence
from schemas.vocabulary import Section

#: A text of fewer sentences has nothing to carry over.
_SEVERAL = 2
_UNION = re.compile(r"\bE\.?U\b|\bEuropean Union\b")
_TRADE = re.compile(r"\b(?:trade|exports?|imports?|deficit)\b", re.IGNORECASE)
_AID = re.compile(r"\b(?:aid|humanitarian|donors?|relief|assistance)\b", re.IGNORECASE)
_VALUES = words_in("stated values")
_NAMED = PLACES - {"world", "region", "agency"}


def known(text: str) -> Known:
    """Return what the words of a text mean only because it speaks of the EU, of trade or of aid."""
    return Known(*(expression.search(text) is not None for expression in (_UNION, _TRADE, _AID)))


def currency(text: str, sentences: list[Sentence]) -> str | None:
    """Return the currency that a text says its values are in: `All values are in New Zealand dollars.`"""
    for one in sentences:
        at = next((i for i, token in enumerate(one.tokens) if token.kind == "currency"), None)
        if at is None or one.drafts or not at or one.tokens[at - 1].kind != "in":
            continue
        if _VALUES & {text[token.start : token.end].lower() for token in one.tokens[:at]}:
            return str(one.tokens[at].value).partition(" ")[0]
    return None


def places(sentences: list[Sentence]) -> tuple[str, ...]:
    """Return the codes of the countries that a text names, in order and once each."""
    kinds = ("place", "demonym", "capital", "city")
    found = (str(token.value) for one in sentences for token in one.tokens if token.kind in kinds)
    return tuple(dict.fromkeys(found))


def subject(sentences: list[Sentence]) -> tuple[str | None, str | None]:
    """Return whose flows a text of several sentences speaks of first, and with whom."""
    if len(sentences) < _SEVERAL:
        return None, None
    inside = [one for one in sentences if one.section != Section.BOILERPLATE]
    early = [topic for one in inside[:_LEDE] for topic in one.topics if topic.reporter]
    flows = [topic for one in inside for topic in one.topics if topic.reporter and topic.flow]
    first = next((topic for topic in [*early, *flows] if not topic.is_rate), flows[0] if flows else None)
    reporter = _first_named(inside, first) or (first.reporter if first is not None else None)
    if first is None or reporter != first.reporter:
        return reporter, None
    return reporter, first.partner or _other_side(early, reporter)


#: What a text is about is said in its headline or its first sentences.
_LEDE = 3


def _first_named(sentences: list[Sentence], first: Topic | None) -> str | None:
    """Return the country named first, where a flow without a reporter is spoken of before any with one."""
    code = None
    for sentence in sentences:
        code = code or next((code_of(t) for t in sentence.tokens if t.kind in _NAMED and t.value), None)
        flows = [topic for topic in sentence.topics if topic.flow and not topic.is_rate]
        if first in sentence.topics:
            return None
        if flows and sentence.drafts and code is not None:
            return code if code not in [topic.partner for topic in flows] else None
    return None


def hit(sentences: list[Sentence]) -> str | None:
    """Return the country whose goods most of the text's duties are on."""
    duties = (topic for one in sentences for topic in one.topics if topic.is_rate)
    hit = Counter(topic.partner for topic in duties if topic.partner)
    return next((code for code, _ in hit.most_common(1)), None)


def _other_side(topics: list[Topic], reporter: str | None) -> str | None:
    """Return who levies a tariff on a country, or is hit by it: the text is about these two."""
    sides = ((topic.reporter, topic.partner) for topic in topics if topic.is_rate and topic.partner)
    pair = next((pair for pair in sides if reporter in pair), None)
    if pair is None:
        return None
    return pair[1] if pair[0] == reporter else pair[0]
