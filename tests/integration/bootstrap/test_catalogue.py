"""`tessera catalogue`, on a real database: files that are good, bad, or of another kind."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tessera.bootstrap.cli import main
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.publish_programme import publish_programme

DOCUMENT = """
programme: {id: bakery, name: Bakery Club, money: EUR, timezone: UTC}
currencies: {points: {name: [point, points], worth: 0.01}}
earn: {visit: {on: visit, give: {points: 3}}}
rewards: {bun: {give: {product: BUN}}}
"""
GOOD = {"rewards": {"cake": {"price": {"points": 300, "money": 2.10}, "give": {"product": "CAKE"}}}}

Run = Callable[..., Result]


@pytest.fixture
def tessera(dsn: str, tmp_path: Path) -> Run:
    """Runs `tessera catalogue`; of words that name a file, what is to be in it may come as (name, text)."""
    with Database(dsn, size=1) as database, database.work() as connection:
        publish_programme(
            connection, DOCUMENT, effective_at=None, clock=SetClock(datetime(2026, 6, 5, tzinfo=UTC))
        )

    def run(*words: str | tuple[str, str]) -> Result:
        told = []
        for word in words:
            if isinstance(word, tuple):
                name, text = word
                (tmp_path / name).write_text(text)
                told.append(str(tmp_path / name))
            else:
                told.append(word)
        return CliRunner().invoke(main, ["catalogue", *told], env={"DATABASE_URL": dsn})

    return run


def test_yaml_and_json_say_the_same(tessera: Run) -> None:
    """What was published from the one changes nothing when it comes from the other; show has it all, exactly."""
    assert tessera("publish", ("c.json", json.dumps(GOOD)), "--json").exit_code == 0
    text = "rewards: {cake: {price: {points: 300, money: 2.1}, give: {product: CAKE}}}"
    again = tessera("publish", ("c.yaml", text))
    assert again.stdout == "Nothing changes: edition 1 has all of it.\n"
    shown = json.loads(tessera("show", "--json").stdout)
    assert [one["reward"] for one in shown["rewards"]] == ["bun", "cake"]
    assert "2.10" in shown["rewards"][1]["price"]


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("a.yaml", "rewards: {cake: {give: access, stok: 1}}", "a.yaml:1:32: error: `stok` is not a key"),
        (
            "a.yaml",
            "rewards: {bun: {give: access}}",
            "a.yaml:1:16: error: `bun` is a reward of the document already.",
        ),
        ("a.yaml", "rewards: [1]", "This is not a catalogue."),
        ("a.yaml", "earn: {}\nrewards: {}", "This is not a catalogue."),
        ("a.yaml", "rewards: {a: &x {give: access}}", "a.yaml:1:14: error: An anchor"),
        ("a.yaml", "rewards: {a: {give: access}", "a.yaml:1:"),
        ("a.json", '{"rewards": {"cake": {"give": "access", "stok": 1}}}', "a.json:cake.stok: error:"),
        ("a.json", '{"rewards": ', "This is not JSON that can be read"),
        (
            "a.json",
            '{"rewards": {"a": ' + '{"give": ' * 60 + "1" + "}" * 62,
            "This is not JSON that can be read",
        ),
    ],
)
def test_what_is_wrong_is_told_at_its_place(tessera: Run, name: str, text: str, told: str) -> None:
    """Line and column of YAML, reward and key of JSON; nothing is published, and the answer is no."""
    for command in ("publish", "diff"):
        result = tessera(command, (name, text))
        assert result.exit_code == 1, result.output
        assert told in result.stderr
    assert json.loads(tessera("show", "--json").stdout)["edition"] == 0
