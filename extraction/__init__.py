"""A Document -> its Facts. Pure Python: no frames, no files but the tables of words, no clock.

    words/      the words that matter, in tables that anyone can read and extend
    language/   a text -> sentences -> typed tokens; what rules over tokens are
    rules/      the rules: traps, numerals, times, quantities, counts, relations
    flow/       which flow a sentence speaks of, of whom, with whom
    sides/      whose flow to whom a quantity is, where other sentences have to say it too
    times/      which days a quantity is of, and which it is compared with
    tables/     tables of figures -> facts, one a cell; their rows are not read as sentences

    reading     one sentence: its tokens, quantities and topics; pairs: figures that are compared
    overview    what a whole text speaks of; context: what the sentences so far have established
    draft       a quantity and what relations said of it; settled: the same with all its attachments
    settle      a draft -> settled: attach its topic, status its status, lending its unit, currencies its
                money; exchange: what one currency costs in another, and whose rate that is
    doubts      why a fact may be wrong; confidence: what each doubt costs
    compose     the quantities of a sentence -> its facts

Recognise first, combine second, resolve last. The same text gives the same facts in any process.
"""

from collections.abc import Iterable, Iterator

from extraction import overview
from extraction.compose import compose
from extraction.context import TOO_FAR, Context
from extraction.language.lexicon import words_in
from extraction.language.sentences import sentences
from extraction.language.writing import writing_of
from extraction.reading import Sentence, read_sentence
from extraction.tables import Asking, Table, facts_of, tables_in
from extraction.times.timing import open_with
from schemas.records import Document, Fact, Passage
from schemas.vocabulary import Section


def extract(document: Document) -> list[Fact]:
    """Return the facts of a document in the order in which they stand in its text."""
    text = document.text
    passages = document.passages or (Passage(0, len(text), Section.BODY),)
    known, writing = overview.known(text), writing_of(text)
    found = tables_in(text, known, writing)
    spans = [
        (start, end, str(section.of_facts))
        for left, right, section in _prose(passages, found)
        for start, end in sentences(text, left, right)
    ]
    read = [read_sentence(text, *span, known, writing) for span in spans]
    context = _opened(document, read)
    asking = Asking(document, passages, context.subject, context.places, context.currency)
    told = _outside_units(_read_on(text, read, context), found)
    cells = [fact for table in found for fact in facts_of(table, asking)]
    return sorted([*told, *cells], key=lambda fact: fact.start)


def _opened(document: Document, read: list[Sentence]) -> Context:
    """Return what a reader knows of the whole text before the first sentence."""
    reporter, partner = overview.subject(document.text, read)
    levies = overview.levies(read)
    context = Context(
        document,
        places=overview.places(read),
        subject=reporter,
        gives=overview.gives(read),
        partner=partner,
        currency=overview.currency(document.text, read, reporter),
        hit=levies.hit,
        leviers=levies.leviers,
        levier=levies.levier,
        hits=levies.hits,
        hit_by=levies.hit_by,
    )
    context.duty, context.duty_distance = overview.headed_duty(read), TOO_FAR
    open_with(read, context)
    return context


def _read_on(text: str, read: list[Sentence], context: Context) -> list[Fact]:
    """Return the facts of the sentences, the headline's last: it borrows from the first ones of the body."""
    lede: Context | None = None
    facts: list[Fact] = []
    last = [sentence for sentence in read if _is_read_last(text, sentence)]
    starts = {sentence.start for sentence in last}
    for sentence in (one for one in read if one.start not in starts):
        # What stands around an article borrows nothing from it.
        around = sentence.section == Section.BOILERPLATE
        facts += compose(text, sentence, Context(context.document) if around else context)
        if lede is None and last and facts and not around:
            lede = context.copy()
    for sentence in last:  # it takes flow, countries and period from the first facts of the body
        facts += compose(text, sentence, (lede or context).copy())
    return facts


def _is_read_last(text: str, sentence: Sentence) -> bool:
    """Tell whether a sentence borrows from the first of the body: a headline, `(Corrects June volume …)`."""
    if sentence.section == Section.HEADLINE:
        return True
    if text[sentence.start] not in _BEGINS_NOTE:
        return False
    note = text[sentence.start : sentence.end].partition(" ")[0].lower()
    return note in _NOTES


_NOTES = words_in("note of an editor")
_BEGINS_NOTE = {begin for note in _NOTES for begin in (note[0], note[0].upper())}


def _outside_units(facts: list[Fact], found: list[Table]) -> list[Fact]:
    """Leave out what was read from the words that tell a table's unit: `in billions of dollars`."""
    if not found:
        return facts
    units = {at for table in found for span in table.unit_spans() for at in range(*span)}
    return [fact for fact in facts if units.isdisjoint(range(fact.start, fact.end))]


def _prose(passages: Iterable[Passage], found: Iterable[Table]) -> Iterator[tuple[int, int, Section]]:
    """Yield what is left of each passage between the tables."""
    grids = [table.grid for table in found]
    at = 0
    for start, end, section in passages:
        while at < len(grids) and grids[at].start < end:
            yield start, max(start, grids[at].start), section
            start = min(end, max(start, grids[at].end))
            if grids[at].end > end:
                break
            at += 1
        yield start, end, section
