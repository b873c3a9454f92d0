"""`tessera member`, on a real database."""

import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner, Result

from tessera.bootstrap.cli import main
from tessera.engine.activity import Activity
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.answers import Submission
from tessera.usecases.database import Database
from tessera.usecases.enrol_members import Enrolment, enrol_members
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.record_activities import record_activities

DOCUMENT = """
programme: {id: bakery, name: Bakery Club, money: EUR, timezone: UTC}
currencies:
  points: {name: [point, points], worth: 0.01, pending: {days: 3660}, expire: {years: 90}}
earn:
  welcome: {on: enrolment, give: {points: 100}, pending: none}
  base: {on: purchase, give: {points: 3, per: 1.00}}
tiers:
  qualify: {by: points-earned, within: lifetime}
  levels: [{id: crumb}, {id: loaf, at: 1000}]
"""
NOON = datetime(2026, 6, 5, 12, tzinfo=UTC)

Run = Callable[..., Result]


@pytest.fixture
def tessera(dsn: str) -> Run:
    """Runs `tessera` on a bakery with two members: Ann, who has bought once, and Bob, who never joined in."""
    clock, programmes = SetClock(NOON), Programmes()
    with Database(dsn, size=1) as database, database.work() as connection:
        yesterday = NOON - timedelta(days=1)
        publish_programme(connection, DOCUMENT, effective_at=yesterday, clock=clock)
        identities = (("card", "ANN1"), ("email", "ann@example.com"), ("external:shop", "7:7"))
        ann = Enrolment("shop", "ann", "Ann", "en", {"age": "45-54"}, identities)
        enrol_members(connection, programmes, [ann], clock=clock, new_id=new_id)
        purchase = Activity("purchase", "p1", NOON, amount_minor=1000)
        submission = Submission("shop", "card", "ANN1", purchase)
        record_activities(connection, programmes, [submission], clock=clock, new_id=new_id)
    return lambda *words: CliRunner().invoke(main, ["member", *words], env={"DATABASE_URL": dsn})


@pytest.mark.parametrize(
    "identity", ["card:ANN-1", "card:ANN 1", "email:Ann@Example.com", "external:shop:7:7"]
)
def test_a_member_is_found_however_the_identity_is_written(tessera: Run, identity: str) -> None:
    """The word of the command line is brought into its normal form, as a till's is."""
    assert tessera("show", identity).stdout.startswith("Ann, member ")


def test_a_member_is_shown_with_points_level_and_identities(tessera: Run) -> None:
    """Balances, what comes next, progress to the next level, identities and traits stand one below the other."""
    lines = [line.strip() for line in tessera("show", "card:ANN1").stdout.splitlines()]
    assert "points: 100 available, 30 pending" in lines
    assert "next to mature: 30 points on 2036-06-12 00:00 UTC" in lines
    assert "tiers: Your level is Crumb. You still need 870 points for Loaf." in lines
    assert {"card: ANN1", "email: ann@example.com", "age: 45-54"} <= set(lines)


def test_a_member_is_shown_to_a_machine_as_one_object(tessera: Run) -> None:
    """--json holds the member and the balances whole."""
    shown = json.loads(tessera("show", "card:ANN1", "--json").stdout)
    assert shown["member"]["name"] == "Ann"
    assert shown["balances"]["tiers"][0]["next"]["by_counter"] == {"points-earned": 870}


def test_a_history_names_rule_and_cause_newest_first(tessera: Run) -> None:
    """Each posting has its line; --limit cuts and says that there is more."""
    purchase, enrolment = tessera("history", "card:ANN1").stdout.splitlines()
    assert purchase.endswith("base, purchase p1")
    assert "+30 points" in purchase
    assert "100 available" in enrolment
    cut = tessera("history", "card:ANN1", "--limit", "1")
    assert cut.stdout.splitlines() == [purchase]
    assert "There is more" in cut.stderr


@pytest.mark.parametrize(
    ("identity", "exit_code", "sentence"),
    [
        ("card:NOBODY", 3, "Error: No member has this card."),
        ("01928f6e-7a52-7c31-8d0e-5b1f0c2a9d44", 3, "Error: No member has this id."),
        ("ANN1", 2, "a card is written card:ANN1."),
        ("phone:123", 2, "Write a phone number with + and its country code"),
        ("fax:123", 2, "write card, phone, email or external id."),
    ],
)
@pytest.mark.parametrize("command", ["show", "history"])
def test_an_identity_that_leads_nowhere_is_one_sentence(
    tessera: Run, command: str, identity: str, exit_code: int, sentence: str
) -> None:
    """Unknown members exit with 3, what cannot be an identity with 2; neither shows a traceback."""
    result = tessera(command, identity)
    assert result.exit_code == exit_code
    assert sentence in result.stderr
    assert "Traceback" not in result.stderr
