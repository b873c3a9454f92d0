"""How many single purchases and quotes a second a real server answers, each purchase after its commit."""

from tessera.bootstrap.bench.load import CONNECTIONS, PURCHASE, Order, Step
from tessera.bootstrap.bench.report import Baseline, Check, Report, at_least, at_most, make_report
from tessera.bootstrap.bench.serving import (
    Measured,
    Say,
    figures,
    loading,
    measure,
    percentile,
    primed,
    prove,
    rate,
    serving,
)
from tessera.bootstrap.settings import Settings
from tessera.kit.clock import SystemClock

HISTORY = 5_000
HEALTH_SECONDS = 10.0
RATE, PURCHASE_MS, QUOTE_MS = 1_500, 100, 50


def bench_http(settings: Settings, *, seconds: float, say: Say) -> Report:
    """Purchases, then quotes, then `/healthz` as the baseline: 64 connections, each always with one request under way."""
    with primed(settings, history=HISTORY, clock=SystemClock(), say=say) as (scratch, token):
        with serving(scratch) as (server, port), loading() as (load, orders):
            measured = {}
            for name, step, lasts in (
                ("purchases", Step("/v1/activities", "bench", PURCHASE), seconds),
                ("quotes", Step("/v1/quotes", "quote", PURCHASE), seconds),
                ("healthz", Step("/healthz"), min(seconds, HEALTH_SECONDS)),
            ):
                say(f"{name.capitalize()}: {CONNECTIONS} connections for {lasts:g} s.")
                order = Order(port, (step,), token, lasts)
                measured[name] = measure(orders, order, pids={"load": load, "server": server})
        say("Verifying the books.")
        lost, differences = prove(scratch.dsn, measured["purchases"][0])
    return _report(measured, lost=lost, differences=differences)


def _report(measured: dict[str, Measured], *, lost: int, differences: int) -> Report:
    purchases, quotes, health = (measured[name][0] for name in ("purchases", "quotes", "healthz"))
    checks: list[Check] = [
        at_least("purchases a second", rate(purchases), RATE),
        at_most("purchases, p99 in ms", percentile(purchases, 99), PURCHASE_MS),
        at_least("quotes a second", rate(quotes), RATE),
        at_most("quotes, p99 in ms", percentile(quotes, 99), QUOTE_MS),
        at_most("errors", sum(sum(one.errors.values()) for one, _ in measured.values()), 0),
        at_most("acknowledged purchases that are not in the books", lost, 0),
        at_most("differences that verify finds", differences, 0),
    ]
    return make_report(
        "http",
        value=rate(purchases),
        unit="purchases/s",
        baseline=Baseline("GET /healthz over the same connections, requests/s", rate(health)),
        checks=checks,
        details={name: figures(outcome, cores) for name, (outcome, cores) in measured.items()},
    )
