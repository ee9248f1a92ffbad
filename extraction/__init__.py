"""A Document -> its Facts. Pure Python: no frames, no files but the tables of words, no clock.

    sentences   where sentences begin and end
    cutting     where words, numbers and marks begin and end
    lexicon     the words that matter, from words/*.csv
    tokens      a sentence -> typed tokens
    pattern     patterns over kinds of tokens; rule: what a rule is, and how it folds tokens
    rules/      the rules: traps, numerals, times, quantities, counts, relations
    flows       what a flow is, and which side of it a preposition names
    topics      which flow a sentence speaks of, of whom, with whom: nouns, verbs and duties read it,
                clauses completes it
    dateline    where and when a report was written; pairs: figures that are compared with each other
    reading     one sentence: all of the above together
    context     what earlier sentences established
    pointing    `the former`, `the country`: words for a country named before
    draft       a quantity and what relations said of it; settled: the same with all its attachments
    attach      which topic and which status belong to a quantity; listing: which country of a list
    timing      which period belongs to it; baselines: what it is compared with
    periods     what a text says of a time, and the days that it means
    settle      a draft -> settled
    compose     the quantities of a sentence -> its facts

Recognise first, combine second, resolve last. The same text gives the same facts in any process.
"""

import re
from dataclasses import replace

from extraction.compose import compose
from extraction.context import Context
from extraction.flows import Topic
from extraction.lexicon import words_in
from extraction.reading import Known, Sentence, read_sentence
from extraction.sentences import sentences
from extraction.timing import open_with
from schemas.records import Document, Fact, Passage
from schemas.vocabulary import Section

_VALUES = words_in("stated values")
#: A text of fewer sentences has nothing to carry over.
_SEVERAL = 2
_TRADE = re.compile(r"\b(?:trade|exports?|imports?|deficit)\b", re.IGNORECASE)
_EUROPEAN_UNION = re.compile(r"\bE\.?U\b|\bEuropean Union\b")


def extract(document: Document) -> list[Fact]:
    """Return the facts of a document in the order in which they stand in its text."""
    text = document.text
    passages = document.passages or (Passage(0, len(text), Section.BODY),)
    spans = [(start, end, str(p.section)) for p in passages for start, end in sentences(text, p.start, p.end)]
    known = Known(_EUROPEAN_UNION.search(text) is not None, _TRADE.search(text) is not None)
    read = [read_sentence(text, *span, known) for span in spans]
    reporter, partner = _subject(read)
    context = Context(
        document, places=_places(read), subject=reporter, partner=partner, currency=_currency(text, read)
    )
    open_with(read, context)
    lede: Context | None = None
    facts: list[Fact] = []
    body = [one for one in read if one.section != Section.HEADLINE]
    for sentence in body:
        # What stands around an article borrows nothing from it.
        around = sentence.section == Section.BOILERPLATE
        facts += compose(text, sentence, Context(document) if around else context)
        if lede is None and facts and not around:
            lede = replace(context)
    return sorted(facts + _headlines(text, read, lede or context), key=lambda fact: fact.start)


def _currency(text: str, sentences: list[Sentence]) -> str | None:
    """Return the currency that a text says its values are in: `All values are in New Zealand dollars.`"""
    for one in sentences:
        at = next((i for i, token in enumerate(one.tokens) if token.kind == "currency"), None)
        if at is None or one.drafts or not at or one.tokens[at - 1].kind != "in":
            continue
        if _VALUES & {text[token.start : token.end].lower() for token in one.tokens[:at]}:
            return str(one.tokens[at].value).partition(" ")[0]
    return None


def _places(sentences: list[Sentence]) -> tuple[str, ...]:
    """Return the codes of the countries that a text names, in order and once each."""
    kinds = ("place", "demonym", "capital", "city")
    found = (str(token.value) for one in sentences for token in one.tokens if token.kind in kinds)
    return tuple(dict.fromkeys(found))


def _subject(sentences: list[Sentence]) -> tuple[str | None, str | None]:
    """Return whose flows a text of several sentences speaks of first, and with whom."""
    if len(sentences) < _SEVERAL:
        return None, None
    inside = [one for one in sentences if one.section != Section.BOILERPLATE]
    named = [topic for one in inside for topic in one.topics if topic.reporter]
    early = [topic for one in inside[:_LEDE] for topic in one.topics if topic.reporter]
    flows = [topic for topic in named if topic.flow]
    first = next((t for t in [*early, *flows] if not t.is_rate), flows[0] if flows else None)
    if first is None:
        return None, None
    return first.reporter, first.partner or _other_side(early, first.reporter)


def _other_side(topics: list[Topic], reporter: str | None) -> str | None:
    """Return who levies a tariff on a country, or is hit by it: the text is about these two."""
    sides = ((topic.reporter, topic.partner) for topic in topics if topic.is_rate and topic.partner)
    pair = next((pair for pair in sides if reporter in pair), None)
    if pair is None:
        return None
    return pair[1] if pair[0] == reporter else pair[0]


#: What a text is about is said in its headline or its first sentences.
_LEDE = 3


def _headlines(text: str, read: list[Sentence], lede: Context) -> list[Fact]:
    """Read the headline last: it takes flow, countries and period from the first facts of the body."""
    headlines = [sentence for sentence in read if sentence.section == Section.HEADLINE]
    return [fact for sentence in headlines for fact in compose(text, sentence, replace(lede))]
