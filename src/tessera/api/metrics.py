"""Figures for Prometheus: requests, how long they took, how full the batches were, and how full pools of codes are."""

import os
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest
from prometheus_client.multiprocess import MultiProcessCollector

from tessera.catalogue.pools import Pool

METRICS_FOLDER = "PROMETHEUS_MULTIPROC_DIR"
"""prometheus_client's own name for the folder in which serving processes add their figures up."""

_SECONDS = (0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5)
_SIZES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Metrics:
    """One application's figures, in a registry of their own."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._requests = Counter(
            "tessera_requests", "Requests.", ["method", "route", "status"], registry=self._registry
        )
        self._seconds = Histogram(
            "tessera_request_seconds",
            "Seconds a request.",
            ["route"],
            buckets=_SECONDS,
            registry=self._registry,
        )
        self._known: dict[tuple[str, str, int], tuple[Counter, Histogram]] = {}
        self._batch = Histogram(
            "tessera_batch_size", "Activities a batch.", buckets=_SIZES, registry=self._registry
        )

        self._pools = Gauge(
            "tessera_pool_codes_left",
            "Codes of a pool that are still free.",
            ["pool"],
            multiprocess_mode="mostrecent",
            registry=self._registry,
        )

    def observe_pools(self, pools: Iterable[Pool]) -> None:
        """How many codes of each pool are left; whoever looked last is right."""
        for pool in pools:
            self._pools.labels(pool.pool).set(pool.left)

    def observe_request(self, *, method: str, route: str, status: int, seconds: float) -> None:
        """Count one answered request."""
        known = self._known.get((method, route, status))
        if known is None:  # looking labels up takes ten times as long as counting
            known = self._requests.labels(method, route, status), self._seconds.labels(route)
            self._known[method, route, status] = known
        known[0].inc()
        known[1].observe(seconds)

    def observe_batch(self, size: int) -> None:
        """Count one batch of activities that was committed together."""
        self._batch.observe(size)

    def text(self) -> bytes:
        """All figures in Prometheus's text format; those of all serving processes, where there are several."""
        if METRICS_FOLDER not in os.environ:
            return generate_latest(self._registry)
        together = CollectorRegistry()
        MultiProcessCollector(together)  # type: ignore[no-untyped-call]
        return generate_latest(together)
