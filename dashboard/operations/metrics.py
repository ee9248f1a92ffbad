"""/metrics in Prometheus' text format: the requests of all workers, how long they took, what is stored."""

import os
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response

from dashboard.access import needs
from dashboard.operations import slots
from dashboard.settings import counts_requests
from store import Role, Store, StoreError

#: In seconds: from a file that is given out to a picture for print.
_STEPS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.2, 0.3, 0.5, 1, 2, 5, 10, 30)


def metrics_of(server: Flask, store: Store) -> "Metrics | None":
    """Return what counts the requests of a server, told at /metrics; None where nobody asked for it."""
    if not counts_requests():
        return None
    metrics = Metrics(store)

    @server.get("/metrics")
    @needs(Role.VIEWER)
    def told() -> Response:
        text, kind = metrics.text()
        return Response(text, content_type=kind)

    return metrics


class Metrics:
    """What is counted. Of several workers each counts in files of its own, and all of them are read."""

    def __init__(self, store: Store) -> None:
        from prometheus_client import CollectorRegistry, Counter, Histogram, values

        self._stored = _Stored(store)
        self._shared = slots.FOLDER in os.environ
        if self._shared:
            values.ValueClass = _counted_by_slot()
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tradefacts_requests",
            "Requests that were answered.",
            ["method", "route", "status"],
            registry=self._registry,
        )
        self._seconds = Histogram(
            "tradefacts_request_seconds",
            "How long requests took, until the last byte was handed over.",
            ["route"],
            buckets=_STEPS,
            registry=self._registry,
        )

    def count(self, method: str, route: str, status: int, seconds: float) -> None:
        """Count a request; method, route and status are of few values."""
        self._requests.labels(method, route, str(status)).inc()
        self._seconds.labels(route).observe(seconds)

    def text(self) -> tuple[bytes, str]:
        """Return all that was counted, and what is stored now, with the kind of text that it is."""
        from prometheus_client import CollectorRegistry
        from prometheus_client.exposition import CONTENT_TYPE_LATEST, generate_latest

        counted = self._registry
        if self._shared:
            counted = CollectorRegistry()
            counted.register(_OfAllWorkers())
        stored = CollectorRegistry()
        stored.register(self._stored)
        return generate_latest(counted) + generate_latest(stored), CONTENT_TYPE_LATEST


@cache
def _counted_by_slot() -> Any:
    """Return the class of the library's values that are kept in files; a process has one."""
    from prometheus_client.values import MultiProcessValue

    return MultiProcessValue(slots.taken)


class _OfAllWorkers:
    """What all workers have counted, in the library's files."""

    def collect(self) -> Iterable[Any]:
        from prometheus_client.multiprocess import MultiProcessCollector

        # A worker that has just come makes its file empty, and the library reads no such file.
        files = [str(one) for one in Path(os.environ[slots.FOLDER]).glob("*.db") if one.stat().st_size]
        return MultiProcessCollector.merge(files, accumulate=True)


class _Stored:
    """How much is stored, counted when it is asked for."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def collect(self) -> Iterator[Any]:
        from prometheus_client.core import GaugeMetricFamily

        try:
            facts, documents = len(self._store.index()), self._store.number_of_documents()
        except StoreError:
            yield GaugeMetricFamily("tradefacts_database_up", "Whether the database answers.", 0)
            return
        yield GaugeMetricFamily("tradefacts_database_up", "Whether the database answers.", 1)
        yield GaugeMetricFamily("tradefacts_facts", "Facts that are stored.", facts)
        yield GaugeMetricFamily("tradefacts_documents", "Documents that are stored.", documents)
