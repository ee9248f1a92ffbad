"""The tables as SQLAlchemy sees them. `store.migrations` brings a database there; a test compares both."""

from sqlalchemy import (
    JSON,
    Column,
    Date,
    Float,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    String,
    Table,
    Text,
)

from schemas.vocabulary import CLOSED_COLUMNS, DATE_COLUMNS, FACT_COLUMNS, NUMBER_COLUMNS, OFFSET_COLUMNS

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s",
        "ix": "ix_%(table_name)s_%(column_0_name)s",
    }
)

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
    Column("sha256", String(64), nullable=False),
    Column("text", Text, nullable=False),
    Column("passages", JSON, nullable=False),
    Column("pages", JSON, nullable=False, server_default="[]"),
    Column("notes", JSON, nullable=False, server_default="[]"),
    Column("extractor_version", Text, nullable=False),
)

_TEXTS = ("quote", "sentence", "bound", "unit", "measure", "status", "section", "salience", "rule")
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
    *(_fact_column(name) for name in FACT_COLUMNS),
    Column("evidence", JSON, nullable=False),
    Index("ix_facts_document_id", "document_id", "start"),
    Index("ix_facts_reporter", "reporter"),
    Index("ix_facts_partner", "partner"),
    Index("ix_facts_period_start", "period_start"),
)
