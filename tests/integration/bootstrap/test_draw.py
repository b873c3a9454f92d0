"""`tessera draw`, on a real database: from the announcement to a file that anybody checks."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from tessera.bootstrap.cli import main
from tessera.engine.activity import Activity
from tessera.kit.clock import SetClock, SystemClock
from tessera.kit.ids import new_id
from tessera.usecases.answers import Submission
from tessera.usecases.commit_draw import commit_draw
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.record_activities import record_activities

DOCUMENT = """
programme: {id: bakery, name: Bakery Club, money: EUR, timezone: UTC}
currencies:
  tickets: {name: [ticket, tickets]}
earn:
  visit: {on: visit, give: {tickets: 3}}
draws:
  past: {name: Past draw, entries: tickets, closes: 2026-06-06, public: the lottery, prizes: {id: cake, name: cake}}
  far: {name: Far draw, entries: tickets, closes: 2150-01-01, public: the lottery, prizes: {id: bun, name: bun}}
"""
NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)

Run = Callable[..., Result]


@pytest.fixture
def tessera(dsn: str) -> Run:
    """Runs `tessera draw` on a bakery with a draw that was announced while Ann had three tickets, and has closed since."""
    clock, programmes = SetClock(NOON), Programmes()
    with Database(dsn, size=1) as database, database.work() as connection:
        publish_programme(connection, DOCUMENT, effective_at=NOON - timedelta(days=1), clock=clock)
        ann = Enrolment("shop", "ann", "Ann", "en", {}, (("card", "ANN1"),))
        enrol_members(connection, programmes, [ann], clock=clock, new_id=new_id)
        visit = Submission("shop", "card", "ANN1", Activity("visit", "v1", NOON))
        record_activities(connection, programmes, [visit], clock=clock, new_id=new_id)
        commit_draw(connection, programmes, "past", seed=bytes(32), salt=bytes(32), clock=clock)
    assert SystemClock().now() > NOON + timedelta(days=2), "this test is about a draw of the past"
    return lambda *words: CliRunner().invoke(main, ["draw", *words], env={"DATABASE_URL": dsn})


def test_a_draw_is_held_from_the_command_line(tessera: Run, tmp_path: Path) -> None:
    """Closed, drawn, kept as a file that holds; the file names nobody, the operator is told who won."""
    file = tmp_path / "past.json"
    closed = tessera("close", "past", "--out", str(file))
    assert closed.exit_code == 0, closed.output
    assert "past: Past draw, closed" in closed.stdout
    assert "entries: 3 of 1 account\n" in closed.stdout
    waiting = tessera("verify", str(file), "--books")
    assert waiting.exit_code == 0, waiting.output
    assert "It is not drawn yet." in waiting.stdout
    published = json.loads(file.read_text())["closing_sha256"]
    drawn = tessera("run", "past", "--public", "4-8-15", "--out", str(file), "--json")
    (winner,) = json.loads(drawn.stdout)["winners"]
    assert winner["prize"] == "cake"
    assert winner["member_id"] not in file.read_text()
    holds = tessera("verify", str(file), "--published", published, "--books")
    assert holds.exit_code == 0, holds.output
    assert "The record holds." in holds.stdout
    assert f"cake: {winner['winner']}, member {winner['member_id']}" in tessera("show", "past").stdout
    assert "past                  drawn      closes 2026-06-06 00:00 UTC" in tessera("list").stdout


def test_what_is_wrong_with_a_file_is_named_with_exit_code_1(tessera: Run, tmp_path: Path) -> None:
    """Another number of entries, another book, no record at all."""
    file = tmp_path / "past.json"
    tessera("close", "past")
    tessera("run", "past", "--public", "4-8-15", "--out", str(file))
    forged = file.read_text().replace(", 3", ", 4").replace("3\n", "4\n")
    assert forged != file.read_text()
    file.write_text(forged)
    told = tessera("verify", str(file), "--books")
    assert told.exit_code == 1
    assert "WRONG  closing:" in told.stdout
    assert "WRONG  books:" in told.stdout
    assert "The record does not hold." in told.stdout
    answer = json.loads(tessera("verify", str(file), "--json").stdout)
    assert answer["ok"] is False
    file.write_text("tickets")
    assert tessera("verify", str(file)).exit_code == 1


def test_a_step_that_cannot_be_taken_says_why(tessera: Run, tmp_path: Path) -> None:
    """Without a value, before the closing, after another value, without a record, of an unknown draw."""
    assert tessera("run", "past").exit_code == 2
    assert "close the draw first" in tessera("run", "past", "--public", "1").output
    assert tessera("commit", "far").exit_code == 0
    assert "2150-01-01T00:01:00Z" in tessera("close", "far").output
    assert "once the draw is closed" in tessera("show", "far", "--out", str(tmp_path / "far.json")).output
    tessera("close", "past")
    tessera("run", "past", "--public", "1")
    again = tessera("run", "past", "--public", "2")
    assert (again.exit_code, "'1'" in again.output) == (3, True)
    assert "has no draw" in tessera("commit", "other").output
    assert tessera("show", "other").exit_code == 3


def test_a_machine_reads_every_step(tessera: Run) -> None:
    """`--json` prints one object, each time the same."""
    announced = json.loads(tessera("commit", "past", "--json").stdout)
    assert announced["state"] == "announced"
    closed = json.loads(tessera("close", "past", "--json").stdout)
    assert closed == json.loads(tessera("close", "past", "--json").stdout)
    assert closed["record"]["closing_sha256"] == closed["announced"]["closing_sha256"]
    assert [one["draw"] for one in json.loads(tessera("list", "--json").stdout)["draws"]] == ["past"]
    assert json.loads(tessera("show", "past", "--json").stdout)["winners"] == []
