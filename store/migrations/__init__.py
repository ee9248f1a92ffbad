"""How a database gets to its newest shape. Each file in `versions` is one step, forward and back."""

import logging
from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection


def migrate(connection: Connection, revision: str = "head", *, back: bool = False) -> None:
    """Bring the database to a revision, in the transaction that the connection is in.

    With `back`, go back to an older one; going back to `base` removes everything.
    """
    logging.getLogger("alembic").setLevel(logging.WARNING)
    config = Config()
    # Alembic reads its options with interpolation, so a percent sign in the path is doubled.
    config.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    move = command.downgrade if back else command.upgrade
    move(config, revision)
