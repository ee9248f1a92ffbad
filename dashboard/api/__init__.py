"""What notebooks and other programs read: facts and documents as JSON and CSV. Nothing can be written here.

parameters   what an address may say, with the filters of the pages
asked        an address -> what it asks for, or why it is refused
shapes       what is told of a fact and of a document
rows         the store -> rows; of a confidential document only what codes say
answers      rows -> JSON, CSV, and the headers of both
endpoints    the addresses that there are
description  all of that -> OpenAPI 3.1
"""

from dash import Dash

from dashboard.api import endpoints
from store import Store


def add_to(app: Dash, store: Store, *, has_log_in: bool) -> None:
    """Answer at /api/; `has_log_in` tells whether programs show who asks."""
    app.server.register_blueprint(endpoints.blueprint(store, has_log_in=has_log_in))
