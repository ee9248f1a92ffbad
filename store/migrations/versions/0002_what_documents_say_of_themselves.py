"""What documents say of themselves, where their pages begin, and what their readers should know."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_ADDED = ("author", "url", "published_by")
_LISTS = ("pages", "notes")


def upgrade() -> None:
    """Add the columns; of what is stored they are not known."""
    for name in _ADDED:
        op.add_column("documents", sa.Column(name, sa.Text))
    for name in _LISTS:
        op.add_column("documents", sa.Column(name, sa.JSON, nullable=False, server_default="[]"))


def downgrade() -> None:
    """Remove the columns, each in its place: a table that is made anew would take its facts with it."""
    for name in (*_ADDED, *_LISTS):
        op.drop_column("documents", name)
