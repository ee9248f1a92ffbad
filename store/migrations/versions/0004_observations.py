"""What statistical offices published, and the files that it was read from."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make both tables."""
    op.create_table(
        "official_files",
        sa.Column("sha256", sa.String(64), nullable=False),
        sa.Column("asked", sa.Text, nullable=False),
        sa.Column("source", sa.Text, nullable=False),
        sa.Column("kind", sa.Text, nullable=False),
        sa.Column("datasets", sa.JSON, nullable=False),
        sa.Column("notes", sa.JSON, nullable=False),
        sa.Column("observations", sa.Integer, nullable=False),
        sa.PrimaryKeyConstraint("sha256", "asked", name="pk_official_files"),
    )
    op.create_table(
        "observations",
        sa.Column("dataset", sa.Text, nullable=False),
        sa.Column("series_key", sa.Text, nullable=False),
        sa.Column("flow", sa.String(20)),
        sa.Column("reporter", sa.Text),
        sa.Column("partner", sa.Text),
        sa.Column("reporter_area", sa.Text),
        sa.Column("partner_area", sa.Text),
        sa.Column("product", sa.Text),
        sa.Column("classification", sa.Text),
        sa.Column("coverage", sa.Text),
        sa.Column("valuation", sa.String(3)),
        sa.Column("adjustment", sa.Text),
        sa.Column("frequency", sa.String(3), nullable=False),
        sa.Column("period_start", sa.Date, nullable=False),
        sa.Column("period_end", sa.Date, nullable=False),
        sa.Column("value", sa.Float, nullable=False),
        sa.Column("unit", sa.Text, nullable=False),
        sa.Column("status", sa.String(20), nullable=False),
        sa.Column("vintage", sa.Date, nullable=False),
        sa.PrimaryKeyConstraint(
            "dataset", "series_key", "period_start", "period_end", "vintage", name="pk_observations"
        ),
        sqlite_with_rowid=False,
    )
    op.create_index(
        "ix_observations_reporter", "observations", ["reporter", "partner", "product", "period_start"]
    )


def downgrade() -> None:
    """Remove both."""
    op.drop_table("observations")
    op.drop_table("official_files")
