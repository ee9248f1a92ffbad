"""What whoever runs a server looks at: whether it lives and is ready, its logs, its metrics.

requests   the id of each request, its line in the log, and its place in the metrics
failures   what a person is told of an error, and the log
health     /readyz; /healthz is Dash's own
metrics    /metrics, for Prometheus
lines      lines of a log as JSON
slots      the number of a worker among those that live
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dash import Dash

    from store import Store


def add_to(app: "Dash", store: "Store") -> None:
    """Let an application tell how it is. It comes before what may refuse a request: that is logged too."""
    # gunicorn's settings need a part of this folder, and nothing of Flask.
    from dashboard.operations import failures, health, requests
    from dashboard.operations.metrics import metrics_of

    requests.add_to(app.server, metrics_of(app.server, store))
    failures.add_to(app.server)
    health.add_to(app.server, store)
