"""The benchmarks, run small: what they print, what they check, and that they leave nothing behind."""

import json
import os
from typing import Any

import psycopg
import pytest
from click.testing import CliRunner

from tessera.bootstrap.bench import checkout, over_http, quotes, rewards
from tessera.bootstrap.bench.report import Baseline, at_least, at_most, make_report
from tessera.bootstrap.cli import main

FIELDS = ["name", "value", "unit", "baseline", "ratio", "met", "checks", "details"]


def bench(*words: str, dsn: str | None = None) -> tuple[int, dict[str, Any]]:
    """The exit code and the report of `tessera bench`."""
    result = CliRunner().invoke(main, ["bench", *words, "--json"], env={"DATABASE_URL": dsn})
    assert result.stdout, result.output
    return result.exit_code, json.loads(result.stdout)


def databases(dsn: str) -> set[str]:
    """The scratch databases of this process; other workers of the tests may have theirs."""
    with psycopg.connect(dsn) as connection:
        ours = "select datname from pg_database where starts_with(datname, %s)"
        found = connection.execute(ours, (f"tessera_bench_{os.getpid()}_",))
        return {name for (name,) in found}


def check_of(report: dict[str, Any], name: str) -> dict[str, Any]:
    return next(check for check in report["checks"] if check["name"].startswith(name))


def test_a_report_is_met_when_every_check_is() -> None:
    """A value on its target meets it, one beyond does not; one miss is enough."""
    on, over = at_most("seconds", 3, 3), at_most("seconds", 3.1, 3)
    assert (on.met, over.met, at_least("rate", 3, 3).met, at_least("rate", 2.9, 3).met) == (
        True,
        False,
        True,
        False,
    )
    words: dict[str, Any] = {"value": 6, "unit": "s", "baseline": Baseline("bare", 4), "details": {}}
    assert make_report("one", checks=[on], **words).met
    assert not make_report("two", checks=[on, over], **words).met
    assert make_report("three", checks=[], **words).ratio == 1.5


def test_the_engine_decides_as_a_plain_walk_over_the_rules_does() -> None:
    """On the first thousands of real baskets the compiled engine and an independent interpreter give the same points
    for every rule; the report has its fields, and the exit code says whether it is met.
    """
    code, report = bench("engine", "--baskets", "3000")
    assert list(report) == FIELDS
    assert report["details"]["baskets_decided_twice"] > 100
    assert check_of(report, "baskets that the walk decides otherwise")["value"] == 0
    assert report["ratio"] > 1
    assert code == (0 if report["met"] else 1)


def test_a_replay_is_measured_in_a_database_of_its_own(dsn: str) -> None:
    """The replay's bench counts what it recorded, beside both baselines, and drops its database."""
    code, report = bench("replay", "--baskets", "200", dsn=dsn)
    assert list(report) == FIELDS
    assert report["details"]["baskets"] == 200
    assert len(report["checks"]) == 4
    assert check_of(report, "peak memory")["value"] > 10
    assert code == (0 if report["met"] else 1)
    assert not databases(dsn)


def test_growth_is_measured_in_two_ledgers_and_under_many_campaigns(dsn: str) -> None:
    """Both ledgers are as large as asked before the purchases that are measured; each check is a ratio taken in this
    run, of costs that were really measured; and both databases are dropped.
    """
    code, report = bench("growth", "--postings", "800", "--accounts", "20", "--baskets", "100", dsn=dsn)
    assert list(report) == FIELDS
    small, large = report["details"]["small_ledger"], report["details"]["large_ledger"]
    assert small["accounts"] == large["accounts"] == 20
    assert large["postings"] - small["postings"] == 800 - 80
    assert large["activities"] - small["activities"] == 400 - 40
    assert small["shared_buffers"] == large["shared_buffers"]
    assert len(report["checks"]) == 4
    costs = report["details"]["decision_microseconds"]
    assert len(costs) == 3
    assert min(costs.values()) > 0
    assert code == (0 if report["met"] else 1)
    assert not databases(dsn)


def test_a_server_is_measured_under_load_and_proven(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second each of purchases and quotes: no errors, nothing acknowledged is lost, the books verify, and the database
    is dropped.
    """
    monkeypatch.setattr(over_http, "HISTORY", 100)
    _, report = bench("http", "--seconds", "1", dsn=dsn)
    assert list(report) == FIELDS
    assert report["value"] > 0
    for claim in ("errors", "acknowledged purchases that are not", "differences that verify finds"):
        assert check_of(report, claim)["value"] == 0
    assert not databases(dsn)


def test_whole_checkouts_are_measured_and_proven(dsn: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A second of quotes, holds and captures that take rewards: none is refused, nothing acknowledged is lost, and the books
    verify. Quotes with few and with many rewards are taken in the same run.
    """
    monkeypatch.setattr(checkout, "HISTORY", 100)
    monkeypatch.setattr(rewards, "MANY", 300)
    monkeypatch.setattr(quotes, "BASKETS", 40)
    _, report = bench("checkout", "--seconds", "1", dsn=dsn)
    assert list(report) == FIELDS
    assert report["value"] > 0
    for claim in ("errors", "acknowledged checkouts that are not", "differences that verify finds"):
        assert check_of(report, claim)["value"] == 0
    assert {"quotes", "holds", "captures"} <= set(report["details"])
    told = report["details"]["few_and_many_rewards"]
    assert check_of(report, "times the processor time of a quote")["value"] > 0
    assert 0 < told["told_few"] <= told["told_many"]
    assert not databases(dsn)
