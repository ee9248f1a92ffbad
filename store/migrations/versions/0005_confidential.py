"""Which documents are confidential."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column; of what is stored nobody has said so."""
    op.add_column("documents", sa.Column("confidential", sa.Boolean))


def downgrade() -> None:
    """Remove it."""
    op.drop_column("documents", "confidential")
