"""Alembic runs this file for every migration; the connection is handed in by `migrate`."""

from alembic import context

from store.tables import METADATA

context.configure(
    connection=context.config.attributes["connection"], target_metadata=METADATA, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
