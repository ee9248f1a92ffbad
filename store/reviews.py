"""What people say of facts: every word of it is kept, the last one counts.

A fact that is corrected has the corrected values from then on, for every filter, figure and export; its
review keeps those of the machine's reading. A review belongs to a place in a text, which never changes: when
the document is read anew, it goes to the fact that then stands there.
"""

from collections.abc import Collection, Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Connection, Row, Table, and_, exists, func, not_, select, update

from schemas.records import Fact
from schemas.vocabulary import DATE_COLUMNS, FACT_COLUMNS, Verdict
from store.counting import next_revision
from store.database import StoreError
from store.sentences import ProductOf
from store.tables import FACTS, REVIEWS, SENTENCES, is_among

#: What a person may correct; where a fact stands and what read it are no matter of opinion.
_FIRST, _LAST = (FACT_COLUMNS.index(name) for name in ("value", "attributed_to"))
CORRECTABLE = (*FACT_COLUMNS[_FIRST : _LAST + 1], "salience")
#: What tells the place of a fact in a text, whatever is read there.
_PLACE = ("document_id", "start", "end", "quote")
#: What has to be read alike in two places for one to be what became of the other.
_READ = ("value", "unit")


class Review(NamedTuple):
    """What one person said of one fact at one time; `machine` has what was read of what is corrected."""

    fact_id: str
    verdict: Verdict
    corrected: Mapping[str, object]
    machine: Mapping[str, object]
    note: str | None
    reviewer: str | None
    reviewed_at: datetime


class Said(NamedTuple):
    """What a person says of a fact; `corrected` are the columns of CORRECTABLE that are to be otherwise."""

    verdict: Verdict
    corrected: Mapping[str, object] = {}
    note: str | None = None
    reviewer: str | None = None


def write(connection: Connection, fact_id: str, said: Said, at: datetime, product_of: ProductOf) -> None:
    """Keep what a person says of a fact, and let the fact be so. Raises StoreError where there is none."""
    row = connection.execute(select(FACTS).where(FACTS.c.fact_id == fact_id)).first()
    if row is None:
        raise StoreError(
            f"There is no fact {fact_id!r} any more; its document was read anew. Look at it again."
        )
    if unknown := set(said.corrected) - set(CORRECTABLE):
        raise StoreError(f"A fact's {', '.join(sorted(unknown))} cannot be corrected.")
    read = row._asdict() | _dated(_last_machine(connection, row))
    machine = {name: read[name] for name in said.corrected}
    values = {name: read[name] for name in CORRECTABLE} | dict(said.corrected)
    _set(connection, row, said.verdict, values, product_of)
    connection.execute(
        REVIEWS.insert().values(
            **{name: getattr(row, name) for name in (*_PLACE, "fact_id")},
            verdict=str(said.verdict),
            corrected=_plain(said.corrected),
            machine=_plain(machine),
            note=said.note,
            reviewer=said.reviewer,
            reviewed_at=at.astimezone(UTC),
            revision=next_revision(connection),
        )
    )


def reviews_of(connection: Connection, fact_id: str) -> list[Review]:
    """Return what was said of a fact, the last first."""
    wanted = select(REVIEWS).where(REVIEWS.c.fact_id == fact_id).order_by(REVIEWS.c.review_id.desc())
    return [_review(row) for row in connection.execute(wanted)]


class Placed(NamedTuple):
    """A review with the place that it is of; `has_fact` tells whether a fact stands there now."""

    document_id: str
    quote: str
    review: Review
    has_fact: bool


def all_reviews(connection: Connection, *, unplaced: bool) -> list[Placed]:
    """Return all that was said of facts, the last first, or of that what is of places without a fact now."""
    has_fact = exists().where(*(FACTS.c[name] == REVIEWS.c[name] for name in _PLACE))
    wanted = select(REVIEWS, has_fact.label("has_fact")).order_by(REVIEWS.c.review_id.desc())
    if unplaced:
        wanted = wanted.where(not_(has_fact))
    rows = connection.execute(wanted)
    return [Placed(row.document_id, row.quote, _review(row), bool(row.has_fact)) for row in rows]


#: What was read of each fact that people said something of, by its place: its value and its unit.
Before = Mapping[tuple[object, ...], tuple[object, ...]]


def reviewed_in(connection: Connection, document_ids: Collection[str]) -> Before:
    """Return what is read now of the facts of some documents that people said something of."""
    columns = [FACTS.c[name] for name in (*_PLACE, *_READ)]
    among = is_among(connection, FACTS.c.document_id, list(document_ids))
    rows = connection.execute(select(*columns).where(among, FACTS.c.review.is_not(None)))
    return {tuple(row[: len(_PLACE)]): tuple(row[len(_PLACE) :]) for row in rows}


def put_back(
    connection: Connection, document_ids: Collection[str], product_of: ProductOf, before: Before
) -> None:
    """Give the reviews of documents that were read anew to the facts that now stand in the same places.

    Where none does, the fact gets it that shares words with the place, if it is the only one and says the
    same: a newer version may read `about 39%` where `39%` was read. `before` is what `reviewed_in` said of
    those documents of which the text stays. What has no fact now is kept, and `all_reviews` tells of it.
    """
    if not document_ids:
        return
    left = []
    for row in _last_of(connection, document_ids):
        found = connection.execute(select(FACTS).where(_at(FACTS, row)).order_by(FACTS.c.fact_id)).all()
        fact = next((one for one in found if one.fact_id == row.fact_id), found[0] if found else None)
        if fact is None:
            left.append(row)
        else:
            _give(connection, row, fact, product_of)
    for row in left:
        fact = _moved(connection, row, before)
        if fact is not None:
            _give(connection, row, fact, product_of)


def _give(connection: Connection, row: Row, fact: Row, product_of: ProductOf) -> None:
    """Let a fact be as was last said of a place, and tell the reviews of the place where it is now."""
    machine = {name: fact._asdict()[name] for name in row.corrected}
    _set(connection, fact, Verdict(row.verdict), _dated(row.corrected), product_of)
    place = {name: getattr(fact, name) for name in (*_PLACE, "fact_id")}
    connection.execute(update(REVIEWS).where(_at(REVIEWS, row)).values(**place))
    this = update(REVIEWS).where(REVIEWS.c.review_id == row.review_id)
    connection.execute(this.values(machine=_plain(machine)))


def _moved(connection: Connection, row: Row, before: Before) -> Row | None:
    """Return the one fact that shares words with a place, says what was said there, and was not reviewed."""
    read = before.get(tuple(getattr(row, name) for name in _PLACE))
    shares = and_(FACTS.c.document_id == row.document_id, FACTS.c.start < row.end, FACTS.c.end > row.start)
    found = connection.execute(select(FACTS).where(shares)).all()
    if read is None or len(found) != 1:
        return None
    (fact,) = found
    says = tuple(row.corrected.get(name, getattr(fact, name)) for name in _READ)
    is_reviewed = connection.execute(select(REVIEWS.c.review_id).where(_at(REVIEWS, fact)).limit(1)).first()
    return fact if says == read and not is_reviewed else None


def _at(table: Table, row: Row) -> ColumnElement[bool]:
    """Return the condition that something is of the same place as a row."""
    return and_(*(table.c[name] == getattr(row, name) for name in _PLACE))


def _last_of(connection: Connection, document_ids: Collection[str]) -> list[Row]:
    among = is_among(connection, REVIEWS.c.document_id, list(document_ids))
    place = (REVIEWS.c[name] for name in _PLACE)
    last = select(func.max(REVIEWS.c.review_id)).where(among).group_by(*place)
    return list(connection.execute(select(REVIEWS).where(REVIEWS.c.review_id.in_(last))))


def _last_machine(connection: Connection, fact: Row) -> Mapping[str, object]:
    """Return what the machine read of a fact that is corrected now."""
    if fact.review != Verdict.CORRECTED:
        return {}
    here = and_(REVIEWS.c.fact_id == fact.fact_id, REVIEWS.c.quote == fact.quote)
    last = select(REVIEWS.c.machine).where(here)
    return connection.execute(last.order_by(REVIEWS.c.review_id.desc()).limit(1)).scalar() or {}


def _set(
    connection: Connection,
    fact: Row,
    verdict: Verdict,
    values: Mapping[str, Any],
    product_of: ProductOf,
) -> None:
    state = None if verdict is Verdict.WITHDRAWN else str(verdict)
    sentence = select(SENTENCES.c.text).where(SENTENCES.c.sentence_id == fact.sentence_id)
    known = fact._asdict() | {"sentence": connection.execute(sentence).scalar()} | dict(values)
    product = product_of(Fact(*(known[name] for name in FACT_COLUMNS)))
    changed = update(FACTS).where(FACTS.c.fact_id == fact.fact_id)
    connection.execute(changed.values(**values, review=state, product=product))


def _review(row: Row) -> Review:
    told = {name: getattr(row, name) for name in Review._fields}
    known = {name: _dated(told[name]) for name in ("corrected", "machine")}
    # SQLite keeps no zone: what is written there is UTC.
    when = row.reviewed_at
    when = when.astimezone(UTC) if when.tzinfo else when.replace(tzinfo=UTC)
    return Review(**told | known | {"verdict": Verdict(row.verdict), "reviewed_at": when})


def _plain(values: Mapping[str, object]) -> dict[str, object]:
    return {name: one.isoformat() if isinstance(one, date) else one for name, one in values.items()}


def _dated(values: Mapping[str, object]) -> dict[str, object]:
    return {
        name: date.fromisoformat(one) if name in DATE_COLUMNS and isinstance(one, str) else one
        for name, one in values.items()
    }
