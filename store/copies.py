"""Copies: an article that others took over, with small edits or none, is stored and told to be a copy.

A copy is one of the document that was stored first. Where it says what that one says, its facts repeat: they
are kept, and counted only for who asks for them, so that one claim is not five.

Everything here is done inside a transaction that is someone else's.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from sqlalchemy import Connection, and_, bindparam, func, or_, select, update

from schemas.records import Document, Passage
from schemas.vocabulary import Section
from store.counting import revision_of
from store.likeness import ALIKE, likeness, stretches
from store.tables import BANDS, DOCUMENTS, FACTS, SENTENCES, is_among

#: Of the texts that may be alike so many are compared, those with most bands in common first.
_MOST_COMPARED = 4
_MOST_HOLDERS = 20
#: Two facts say the same where the same words of the same sentence do, or where all of these agree.
_SAID = (
    "value", "value_high", "unit", "measure", "bound", "direction", "statistic", "flow", "balance",
    "reporter", "partner", "period_start", "period_end",
)  # fmt: skip

#: Which documents are copies, by their ids, and of which.
Originals = dict[str, str]
#: The bands of documents, by their ids.
Sketches = dict[str, tuple[int, ...]]


def originals_among(connection: Connection, ids: list[str]) -> Originals:
    """Return the copies among some documents, and the copies of them."""
    copy, one = DOCUMENTS.c.document_id, DOCUMENTS.c.copy_of
    either = or_(is_among(connection, copy, ids), is_among(connection, one, ids))
    return {row[0]: row[1] for row in connection.execute(select(copy, one).where(one.is_not(None), either))}


def find_originals(
    connection: Connection, documents: Sequence[Document], sketches: Sketches
) -> tuple[Originals, Sketches]:
    """Return which of some documents are copies of one that is stored, or of one before them.

    `sketches` are the bands of each by its id; returned are those by which the others are to be found. Only
    what is no copy itself is looked for: an article that thousands take over is compared with once by each.
    A band that many have tells little, and gets no more of them: what thousands have in common is a form.
    """
    there = _Holders(connection, [sketches[one.document_id] for one in documents])
    found: Originals = {}
    for document in documents:
        sketch = sketches[document.document_id]
        if some := there.candidates(sketch):
            said = stretches(document)
            best, original = max((likeness(said, there.said(one)), one) for one in some)
            if best >= ALIKE:
                found[document.document_id] = original
                continue
        there.add(document, sketch)
    return found, there.added


def stored(connection: Connection, ids: Sequence[str]) -> list[Document]:
    """Return stored documents, of which nothing but id, text and passages is told."""
    names = ("document_id", "text", "passages")
    wanted = select(*(DOCUMENTS.c[name] for name in names))
    rows = connection.execute(wanted.where(is_among(connection, DOCUMENTS.c.document_id, ids)))
    return [
        Document(
            row.document_id,
            row.text,
            passages=tuple(Passage(start, end, Section(told)) for start, end, told in row.passages),
        )
        for row in rows
    ]


def write_originals(connection: Connection, found: Originals, touched: Iterable[str]) -> None:
    """Write down which documents are copies, and which of their facts say again what their originals say.

    `touched` are documents that were copies, and may be none any more.
    """
    if ids := sorted({*found, *touched}):
        changed = update(DOCUMENTS).where(DOCUMENTS.c.document_id == bindparam("copy"))
        rows = [{"copy": copy, "original": found.get(copy)} for copy in ids]
        connection.execute(
            changed.values(copy_of=bindparam("original"), revision=revision_of(connection)), rows
        )
        said = update(FACTS).where(is_among(connection, FACTS.c.document_id, ids))
        connection.execute(said.values(repeats=_REPEATED))


class _Holders:
    """The documents that are no copies, by their bands."""

    def __init__(self, connection: Connection, sketches: Iterable[Iterable[int]]) -> None:
        self._holders: defaultdict[int, list[str]] = defaultdict(list)
        self.added: Sketches = {}
        self._said: dict[str, frozenset[str]] = {}
        self._documents: dict[str, Document] = {}
        wanted = is_among(connection, BANDS.c.band, sorted({band for sketch in sketches for band in sketch}))
        rows = connection.execute(select(BANDS.c.band, BANDS.c.document_id).where(wanted))
        for band, document_id in sorted(map(tuple, rows)):
            self._holders[band].append(document_id)
        ids = {one for sketch in sketches for one in self.candidates(sketch)}
        self._documents = {one.document_id: one for one in stored(connection, sorted(ids))}

    def candidates(self, sketch: Iterable[int]) -> list[str]:
        """Return the ids of those with most bands in common, at most so many."""
        shared = Counter(one for band in sketch for one in self._holders.get(band, ()))
        return [one for one, _ in shared.most_common(_MOST_COMPARED)]

    def said(self, document_id: str) -> frozenset[str]:
        """Return the stretches of one of them."""
        if document_id not in self._said:
            self._said[document_id] = stretches(self._documents[document_id])
        return self._said[document_id]

    def add(self, document: Document, sketch: Iterable[int]) -> None:
        """Add a document of the batch."""
        self._documents[document.document_id] = document
        few = tuple(band for band in sketch if len(self._holders[band]) < _MOST_HOLDERS)
        self.added[document.document_id] = few
        for band in few:
            self._holders[band].append(document.document_id)


_ORIGINAL = FACTS.alias("original")
_OWN_SENTENCE, _ITS_SENTENCE = SENTENCES.alias("own_sentence"), SENTENCES.alias("its_sentence")
_SAME_SENTENCE = (
    select(_OWN_SENTENCE.c.sentence_id)
    .where(
        _OWN_SENTENCE.c.sentence_id == FACTS.c.sentence_id,
        _ITS_SENTENCE.c.sentence_id == _ORIGINAL.c.sentence_id,
        _OWN_SENTENCE.c.text == _ITS_SENTENCE.c.text,
    )
    .correlate(FACTS, _ORIGINAL)
    .exists()
)
#: The fact of the original that a fact says again, or null. What a person corrected there is told by its
#: place: the copy's reading of it is no claim of its own.
_REPEATED = (
    select(func.min(_ORIGINAL.c.fact_id))
    .select_from(_ORIGINAL.join(DOCUMENTS, DOCUMENTS.c.copy_of == _ORIGINAL.c.document_id))
    .where(
        DOCUMENTS.c.document_id == FACTS.c.document_id,
        or_(
            and_(_ORIGINAL.c.quote == FACTS.c.quote, _SAME_SENTENCE),
            and_(*(_ORIGINAL.c[name].is_not_distinct_from(FACTS.c[name]) for name in _SAID)),
        ),
    )
    .correlate(FACTS)
    .scalar_subquery()
)
