"""Documents and their facts."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "documents",
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("title", sa.Text),
        sa.Column("publisher", sa.Text),
        sa.Column("published", sa.Date),
        sa.Column("source", sa.Text),
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("text", sa.Text, nullable=False),
        sa.Column("passages", sa.JSON, nullable=False),
        sa.Column("extractor_version", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("document_id", name="pk_documents"),
    )
    op.create_table(
        "facts",
        sa.Column("fact_id", sa.Text, nullable=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.Column("start", sa.Integer, nullable=False),
        sa.Column("end", sa.Integer, nullable=False),
        sa.Column("quote", sa.Text, nullable=False),
        sa.Column("sentence_start", sa.Integer, nullable=False),
        sa.Column("sentence_end", sa.Integer, nullable=False),
        sa.Column("sentence", sa.Text, nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("value_high", sa.Float),
        sa.Column("bound", sa.String(20), nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("counted", sa.Text),
        sa.Column("measure", sa.String(20), nullable=False),
        sa.Column("direction", sa.String(20)),
        sa.Column("statistic", sa.String(20)),
        sa.Column("flow", sa.String(20)),
        sa.Column("balance", sa.String(20)),
        sa.Column("reporter", sa.Text),
        sa.Column("partner", sa.Text),
        sa.Column("indicator", sa.Text),
        sa.Column("period_start", sa.Date),
        sa.Column("period_end", sa.Date),
        sa.Column("baseline_period_start", sa.Date),
        sa.Column("baseline_period_end", sa.Date),
        sa.Column("baseline_value", sa.Float),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("role", sa.String(20)),
        sa.Column("attributed_to", sa.Text),
        sa.Column("section", sa.String(20), nullable=False),
        sa.Column("salience", sa.String(20), nullable=False),
        sa.Column("rule", sa.Text, nullable=False),
        sa.Column("confidence", sa.Float, nullable=False),
        sa.Column("evidence", sa.JSON, nullable=False),
        sa.PrimaryKeyConstraint("fact_id", name="pk_facts"),
        sa.ForeignKeyConstraint(
            ["document_id"], ["documents.document_id"], name="fk_facts_document_id", ondelete="CASCADE"
        ),
    )
    op.create_index("ix_facts_document_id", "facts", ["document_id", "start"])
    for column in ("reporter", "partner", "period_start"):
        op.create_index(f"ix_facts_{column}", "facts", [column])


def downgrade() -> None:
    """Remove both tables with everything in them."""
    op.drop_table("facts")
    op.drop_table("documents")
