"""`tessera export`, after an import."""

import csv
import json
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
from tests.integration.bootstrap.test_import import BASKETS, SALES, Run, ready, run

__all__ = ["ready", "run"]


@pytest.fixture
def shop(ready: Run) -> Run:
    """A shop with two members and their purchases."""
    assert ready("import", "s.csv", "--map", "s.yaml", s__csv=SALES, s__yaml=BASKETS).exit_code == 0
    return ready


def exported(shop: Run, part: str, suffix: str) -> list[dict[str, Any]]:
    """The rows of a part, through a file."""
    result = shop("export", part, f"out.{suffix}", "--json")
    assert result.exit_code == 0, result.output
    if suffix == "parquet":
        rows: list[dict[str, Any]] = pq.read_table("out.parquet").to_pylist()
    else:
        with Path("out.csv").open(newline="") as file:
            rows = list(csv.DictReader(file))
    assert json.loads(result.stdout) == {"part": part, "file": f"out.{suffix}", "rows": len(rows)}
    return rows


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_balances_are_the_sums_of_postings(shop: Run, suffix: str) -> None:
    """What is exported adds up: per account, the postings that move the claim come to the balances."""
    balances = exported(shop, "balances", suffix)
    postings = exported(shop, "postings", suffix)
    sums: dict[str, int] = {}
    for posting in postings:
        if posting["contra"] != "own":
            sums[posting["account_id"]] = sums.get(posting["account_id"], 0) + int(posting["amount"])
    assert sorted(sums.values()) == [510, 2520]
    assert {row["account_id"]: int(row["available"]) for row in balances} == sums


@pytest.mark.parametrize("suffix", ["csv", "parquet"])
def test_members_come_with_identities_and_traits(shop: Run, suffix: str) -> None:
    """Both as JSON, as they are many."""
    ann, bob = sorted(exported(shop, "members", suffix), key=lambda row: str(row["name"]))
    assert (ann["name"], ann["language"], json.loads(ann["traits"])) == ("Ann", "ro", {"town": "Orhei"})
    assert json.loads(bob["identities"]) == [{"kind": "card", "value": "2222"}]


def test_an_export_that_cannot_be_written_leaves_nothing(shop: Run) -> None:
    """Another suffix, or a folder that is not there, is one sentence; no half file stands."""
    assert "must end in .csv or .parquet" in shop("export", "members", "out.xlsx").output
    failed = shop("export", "members", "nowhere/out.csv")
    assert failed.exit_code == 3
    assert "nowhere" in failed.output
    assert not list(Path().glob(".out*"))
