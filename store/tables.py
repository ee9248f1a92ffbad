"""The tables as SQLAlchemy sees them. `store.migrations` brings a database there; a test compares both."""

import json
from collections.abc import Sequence

from sqlalchemy import (
    ARRAY,
    JSON,
    BigInteger,
    Boolean,
    Column,
    ColumnElement,
    Connection,
    Date,
    DateTime,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
    any_,
    func,
    literal,
    select,
    text,
)

from schemas.observations import OBSERVATION_COLUMNS, OBSERVATION_KEY
from schemas.vocabulary import CLOSED_COLUMNS, DATE_COLUMNS, FACT_COLUMNS, NUMBER_COLUMNS, OFFSET_COLUMNS

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

#: The number of a row, which the database gives.
_NUMBERED = BigInteger().with_variant(Integer, "sqlite")

#: An index of the few that are copies.
_COPIED = text("copy_of IS NOT NULL")

DOCUMENTS = Table(
    "documents",
    METADATA,
    Column("document_id", Text, primary_key=True),
    Column("title", Text),
    Column("publisher", Text),
    Column("author", Text),
    Column("published", Date),
    Column("published_by", Text),
    Column("url", Text),
    Column("source", Text),
    Column("confidential", Boolean),
    Column("sha256", String(64), nullable=False, index=True),
    Column("text", Text, nullable=False),
    Column("passages", JSON, nullable=False),
    Column("pages", JSON, nullable=False, server_default="[]"),
    Column("notes", JSON, nullable=False, server_default="[]"),
    Column("extractor_version", Text, nullable=False),
    #: The document that was stored before this one and says nearly the same.
    Column("copy_of", Text),
    #: The number of the change with which it, or which of its facts repeat others, was last written.
    Column("revision", BigInteger, nullable=False, server_default="0"),
    Index("ix_documents_revision", "revision"),
    Index("ix_documents_copy_of", "copy_of", sqlite_where=_COPIED, postgresql_where=_COPIED),
)

#: What texts have in common that may be copies of each other: see `store.likeness`.
BANDS = Table(
    "document_bands",
    METADATA,
    Column("band", BigInteger, primary_key=True, autoincrement=False),
    Column(
        "document_id", ForeignKey("documents.document_id", ondelete="CASCADE"), primary_key=True, index=True
    ),
    sqlite_with_rowid=False,
)

#: Each sentence in which facts stand, once, so that words are looked for in few places; see `store.words`.
SENTENCES = Table(
    "sentences",
    METADATA,
    Column(
        "sentence_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False
    ),
    Column(
        "document_id", ForeignKey("documents.document_id", ondelete="CASCADE"), nullable=False, index=True
    ),
    Column("text", Text, nullable=False),
)

_TEXTS = ("quote", "bound", "unit", "measure", "status", "section", "salience", "rule")
_NEVER_NULL = (*OFFSET_COLUMNS, *_TEXTS, "value", "confidence")


def _fact_column(name: str) -> Column:
    if name == "fact_id":
        return Column(name, Text, primary_key=True)
    if name == "document_id":
        return Column(name, ForeignKey("documents.document_id", ondelete="CASCADE"), nullable=False)
    kind: type[Integer] | type[Float] | type[Date] | type[Text] | String = Text
    if name in OFFSET_COLUMNS:
        kind = Integer
    elif name in NUMBER_COLUMNS:
        kind = Float
    elif name in DATE_COLUMNS:
        kind = Date
    elif name in CLOSED_COLUMNS:
        kind = String(20)
    return Column(name, kind, nullable=name not in _NEVER_NULL)


FACTS = Table(
    "facts",
    METADATA,
    *(_fact_column(name) for name in FACT_COLUMNS if name != "sentence"),
    Column("evidence", JSON, nullable=False),
    #: The fact of the document's original that this one says again.
    Column("repeats", Text),
    #: The row of SENTENCES that holds its sentence.
    Column("sentence_id", BigInteger, nullable=False, server_default="0"),
    #: The code of the product that it is about.
    Column("product", Text),
    #: What a person said of it; null where nobody did.
    Column("review", String(20)),
    Index("ix_facts_document_id", "document_id", "start"),
    Index("ix_facts_sentence_id", "sentence_id"),
    Index("ix_facts_reporter", "reporter"),
    Index("ix_facts_partner", "partner"),
    Index("ix_facts_period_start", "period_start"),
)

#: What people said of facts, all of it: the last row of a place in a text is what counts. A row stays when
#: its document is read anew, and is then told of the fact that stands in that place; see `store.reviews`.
REVIEWS = Table(
    "reviews",
    METADATA,
    Column("review_id", BigInteger().with_variant(Integer, "sqlite"), primary_key=True),
    Column("document_id", Text, nullable=False),
    Column("start", Integer, nullable=False),
    Column("end", Integer, nullable=False),
    Column("quote", Text, nullable=False),
    Column("fact_id", Text, nullable=False, index=True),
    Column("verdict", String(20), nullable=False),
    #: The columns that were corrected, with their new values and with those of the machine's reading.
    Column("corrected", JSON, nullable=False),
    Column("machine", JSON, nullable=False),
    Column("note", Text),
    Column("reviewer", Text),
    Column("reviewed_at", DateTime(timezone=True), nullable=False),
    Column("revision", BigInteger, nullable=False, index=True),
    Index("ix_reviews_document_id", "document_id", "start"),
)

#: Addresses of the dashboard that somebody gave a name.
SAVED_VIEWS = Table(
    "saved_views",
    METADATA,
    Column("name", Text, primary_key=True),
    Column("address", Text, nullable=False),
    Column("saved_at", DateTime(timezone=True), nullable=False),
)

#: Numbers of the whole database: `revision` is that of its last change.
COUNTERS = Table(
    "counters",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", BigInteger, nullable=False),
)

#: Who may get in. A name is as `store.accounts` writes it; `subject` is whom an OpenID provider says it is.
PEOPLE = Table(
    "people",
    METADATA,
    Column("person_id", _NUMBERED, primary_key=True),
    Column("name", Text, nullable=False),
    Column("role", String(20), nullable=False),
    #: What argon2id makes of the password; null where somebody else asks for it.
    Column("password", Text),
    Column("subject", Text),
    Column("added_at", DateTime(timezone=True), nullable=False),
    Column("disabled_at", DateTime(timezone=True)),
    Index("ix_people_name", "name", unique=True),
    Index("ix_people_subject", "subject", unique=True),
)


def _of_person(*, nullable: bool) -> Column:
    person = ForeignKey("people.person_id", ondelete="CASCADE")
    return Column("person_id", BigInteger, person, nullable=nullable, index=True)


#: Who is logged in where. The token itself is in the browser alone.
SESSIONS = Table(
    "sessions",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    _of_person(nullable=False),
    Column("started_at", DateTime(timezone=True), nullable=False),
    Column("seen_at", DateTime(timezone=True), nullable=False),
    Column("address", Text),
)

#: What programs show instead of logging in, and the links by which the first admin sets a server up.
TOKENS = Table(
    "tokens",
    METADATA,
    Column("token_hash", String(64), primary_key=True),
    Column("kind", String(20), nullable=False),
    _of_person(nullable=True),
    Column("name", Text),
    Column("made_at", DateTime(timezone=True), nullable=False),
    Column("expires_at", DateTime(timezone=True), nullable=False),
    Column("used_at", DateTime(timezone=True)),
    Column("revoked_at", DateTime(timezone=True)),
)

#: Tries to log in that have not succeeded, by account and by address, counted for all workers of a server.
ATTEMPTS = Table(
    "attempts",
    METADATA,
    Column("attempt_id", _NUMBERED, primary_key=True),
    Column("subject", Text, nullable=False),
    Column("tried_at", DateTime(timezone=True), nullable=False),
    Index("ix_attempts_subject", "subject", "tried_at"),
)

#: Who did what, when, from where. The database itself refuses to change or remove a row.
AUDIT = Table(
    "audit",
    METADATA,
    Column("audit_id", _NUMBERED, primary_key=True),
    Column("at", DateTime(timezone=True), nullable=False, index=True),
    Column("who", Text),
    Column("what", String(40), nullable=False),
    Column("about", Text),
    Column("address", Text),
)

#: The files that observations were read from; `asked` is what the person who added one said of it, as JSON.
OFFICIAL_FILES = Table(
    "official_files",
    METADATA,
    Column("sha256", String(64), primary_key=True),
    Column("asked", Text, primary_key=True),
    Column("source", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("datasets", JSON, nullable=False),
    Column("notes", JSON, nullable=False),
    Column("observations", Integer, nullable=False),
)

_OBSERVED_DAYS = ("period_start", "period_end", "vintage")
_SHORT = {"flow": 20, "frequency": 3, "valuation": 3, "status": 20}


def _observation_column(name: str) -> Column:
    kind: type[Float] | type[Date] | type[Text] | String = Text
    if name in _OBSERVED_DAYS:
        kind = Date
    elif name == "value":
        kind = Float
    elif name in _SHORT:
        kind = String(_SHORT[name])
    never_null = name in (*OBSERVATION_KEY, "frequency", "value", "unit", "status")
    return Column(name, kind, nullable=not never_null, primary_key=name in OBSERVATION_KEY)


OBSERVATIONS = Table(
    "observations",
    METADATA,
    *(_observation_column(name) for name in OBSERVATION_COLUMNS),
    Index("ix_observations_reporter", "reporter", "partner", "product", "period_start"),
    # The key is the table: an index beside it would be as large again.
    sqlite_with_rowid=False,
)


def is_among(
    connection: Connection, column: ColumnElement, values: Sequence[str | int]
) -> ColumnElement[bool]:
    """Return the condition that a column is one of many values, as one parameter that holds them all.

    As many parameters as values would take longer to write down than the question takes to answer.
    """
    if connection.dialect.name == "postgresql":
        return column == any_(literal(list(values), ARRAY(column.type)))
    return column.in_(select(func.json_each(json.dumps(values)).table_valued("value").c.value))
