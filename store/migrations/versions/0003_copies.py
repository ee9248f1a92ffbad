"""Which documents are copies of others, what finds them, and which facts say again what another says.

Of the documents that are stored already no bands are known, so nothing is found to be a copy of them; those
that are stored from here on are looked through.
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_COPIED = sa.text("copy_of IS NOT NULL")


def upgrade() -> None:
    """Add the columns, their indexes, and the table of bands."""
    op.add_column("documents", sa.Column("copy_of", sa.Text))
    op.add_column("facts", sa.Column("repeats", sa.Text))
    op.create_index(
        "ix_documents_copy_of", "documents", ["copy_of"], sqlite_where=_COPIED, postgresql_where=_COPIED
    )
    op.create_index("ix_documents_sha256", "documents", ["sha256"])
    op.create_table(
        "document_bands",
        sa.Column("band", sa.BigInteger, nullable=False, autoincrement=False),
        sa.Column("document_id", sa.Text, nullable=False),
        sa.PrimaryKeyConstraint("band", "document_id", name="pk_document_bands"),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["documents.document_id"],
            name="fk_document_bands_document_id",
            ondelete="CASCADE",
        ),
        sqlite_with_rowid=False,
    )
    op.create_index("ix_document_bands_document_id", "document_bands", ["document_id"])


def downgrade() -> None:
    """Remove all of it."""
    op.drop_table("document_bands")
    op.drop_index("ix_documents_sha256", "documents")
    op.drop_index("ix_documents_copy_of", "documents")
    op.drop_column("facts", "repeats")
    op.drop_column("documents", "copy_of")
