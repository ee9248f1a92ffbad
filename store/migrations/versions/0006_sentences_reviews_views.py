"""Sentences in a table of their own with an index of their words; what people say of facts; named views."""

import sqlalchemy as sa
from alembic import op

from store.words import WORDS_OF_FTS5, words_of

revision = "0006"
down_revision = "0005"

_ID = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    """Move the sentences, index their words, and make room for the rest."""
    _make_sentences()
    _fill_sentences()
    _index_words()
    op.drop_column("facts", "sentence")
    op.add_column("facts", sa.Column("product", sa.Text))
    op.add_column("facts", sa.Column("review", sa.String(20)))
    op.add_column("documents", sa.Column("revision", sa.BigInteger, nullable=False, server_default="0"))
    op.create_index("ix_documents_revision", "documents", ["revision"])
    _make_reviews()
    op.create_table(
        "saved_views",
        sa.Column("name", sa.Text, nullable=False),
        sa.Column("address", sa.Text, nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_saved_views"),
    )
    op.create_table(
        "counters",
        sa.Column("name", sa.String(40), nullable=False),
        sa.Column("value", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("name", name="pk_counters"),
    )
    op.execute("INSERT INTO counters (name, value) VALUES ('revision', 0)")


def _make_sentences() -> None:
    op.create_table(
        "sentences",
        sa.Column("sentence_id", _ID, nullable=False, autoincrement=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("sentence_id", name="pk_sentences"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.document_id"], name="fk_sentences_document_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_sentences_document_id", "sentences", ["document_id"])
    op.add_column("facts", sa.Column("sentence_id", sa.BigInteger, nullable=False, server_default="0"))


def _fill_sentences() -> None:
    """Number the sentences: a fact and the others of its sentence have it at the same place."""
    op.execute(
        "CREATE TEMPORARY TABLE numbered AS "
        "SELECT document_id, sentence_start, sentence_end, min(sentence) AS text, "
        "row_number() OVER (ORDER BY document_id, sentence_start, sentence_end) AS number "
        "FROM facts GROUP BY document_id, sentence_start, sentence_end"
    )
    op.execute("CREATE INDEX ix_numbered ON numbered (document_id, sentence_start, sentence_end)")
    op.execute(
        "INSERT INTO sentences (sentence_id, document_id, text) "
        "SELECT number, document_id, text FROM numbered"
    )
    op.execute(
        "UPDATE facts SET sentence_id = (SELECT number FROM numbered WHERE "
        "numbered.document_id = facts.document_id AND numbered.sentence_start = facts.sentence_start "
        "AND numbered.sentence_end = facts.sentence_end)"
    )
    op.execute("DROP TABLE numbered")
    op.create_index("ix_facts_sentence_id", "facts", ["sentence_id"])


def _index_words() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.create_index(
            "ix_sentences_words", "sentences", [words_of(sa.column("text"))], postgresql_using="gin"
        )
        return
    op.execute(
        "CREATE VIRTUAL TABLE sentence_words USING fts5(text, content='sentences', "
        f"content_rowid='sentence_id', tokenize=\"{WORDS_OF_FTS5}\")"
    )
    op.execute("INSERT INTO sentence_words (sentence_words) VALUES ('rebuild')")
    # Whatever adds or removes a sentence, its words follow; a sentence never changes.
    op.execute(
        "CREATE TRIGGER sentence_words_added AFTER INSERT ON sentences BEGIN "
        "INSERT INTO sentence_words (rowid, text) VALUES (new.sentence_id, new.text); END"
    )
    op.execute(
        "CREATE TRIGGER sentence_words_removed AFTER DELETE ON sentences BEGIN "
        "INSERT INTO sentence_words (sentence_words, rowid, text) "
        "VALUES ('delete', old.sentence_id, old.text); END"
    )


def _make_reviews() -> None:
    op.create_table(
        "reviews",
        sa.Column("review_id", _ID, nullable=False),
        *(
            sa.Column(name, kind, nullable=False)
            for name, kind in (
                ("document_id", sa.Text()),
                ("start", sa.Integer()),
                ("end", sa.Integer()),
                ("quote", sa.Text()),
                ("fact_id", sa.Text()),
                ("verdict", sa.String(20)),
                ("corrected", sa.JSON()),
                ("machine", sa.JSON()),
            )
        ),
        sa.Column("note", sa.Text),
        sa.Column("reviewer", sa.Text),
        sa.Column("reviewed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revision", sa.BigInteger, nullable=False),
        sa.PrimaryKeyConstraint("review_id", name="pk_reviews"),
    )
    op.create_index("ix_reviews_fact_id", "reviews", ["fact_id"])
    op.create_index("ix_reviews_revision", "reviews", ["revision"])
    op.create_index("ix_reviews_document_id", "reviews", ["document_id", "start"])


def downgrade() -> None:
    """Put the sentences back into the facts, and drop the rest."""
    op.add_column("facts", sa.Column("sentence", sa.Text))
    op.execute(
        "UPDATE facts SET sentence = "
        "(SELECT text FROM sentences WHERE sentences.sentence_id = facts.sentence_id)"
    )
    with op.batch_alter_table("facts") as facts:
        facts.alter_column("sentence", existing_type=sa.Text(), nullable=False)
    op.drop_index("ix_facts_sentence_id", "facts")
    for name in ("sentence_id", "product", "review"):
        op.drop_column("facts", name)
    if op.get_bind().dialect.name != "postgresql":
        for trigger in ("sentence_words_added", "sentence_words_removed"):
            op.execute(f"DROP TRIGGER {trigger}")
        op.execute("DROP TABLE sentence_words")
    op.drop_index("ix_documents_revision", "documents")
    op.drop_column("documents", "revision")
    for table in ("sentences", "reviews", "saved_views", "counters"):
        op.drop_table(table)
