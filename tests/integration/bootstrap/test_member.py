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


def test_a_history_has_an_event_a_paragraph_newest_first(tessera: Run) -> None:
    """Its postings stand beneath it, with their rules and what waits; --limit counts events, and says that there is more."""
    purchase, base, enrolment, welcome = tessera("history", "card:ANN1").stdout.splitlines()
    assert purchase == "2026-06-05 12:00  purchase p1"
    assert base == "       +30 points  earned       100 available, 30 pending  base"
    assert enrolment == "2026-06-05 12:00  enrolment ann"
    assert welcome.split() == ["+100", "points", "earned", "100", "available", "welcome"]
    cut = tessera("history", "card:ANN1", "--limit", "1")
    assert cut.stdout.splitlines() == [purchase, base]
    assert "There is more" in cut.stderr


def report(dsn: str, *activities: Activity) -> None:
    """Let the shop report what Ann did."""
    with Database(dsn, size=1) as database, database.work() as connection:
        submissions = [Submission("shop", "card", "ANN1", one) for one in activities]
        record_activities(connection, Programmes(), submissions, clock=SetClock(NOON), new_id=new_id)


_SAID = {
    "en": (
        "You have reached Loaf.",
        "Less than that is left of this purchase.",
        "Nothing in the programme is about activities of this type.",
    ),
    "ru": (
        "Вы достигли уровня «Loaf».",
        "Возвращают больше, чем осталось от покупки.",
        "В программе ничего не сказано о событиях этого вида.",
    ),
    "ro": (
        "Ați atins nivelul Loaf.",
        "Se returnează mai mult decât a mai rămas din cumpărătură.",
        "Programul nu spune nimic despre evenimentele de acest tip.",
    ),
}


@pytest.mark.parametrize("lang", _SAID)
def test_a_history_says_beneath_an_event_what_it_did_besides_and_why_not(
    tessera: Run, dsn: str, lang: str
) -> None:
    """A level, a refusal and a reason, in the words of the call and in the language that was asked for."""
    report(
        dsn,
        Activity("purchase", "p2", NOON, amount_minor=50_000),
        Activity("return", "r1", NOON, of="p1", amount_minor=2_000),
        Activity("pottery-evening", "e1", NOON),
    )
    reached, too_much, unknown = _SAID[lang]
    lines = tessera("history", "card:ANN1", "--limit", "3", "--lang", lang).stdout.splitlines()
    assert lines[:5] == [
        "2026-06-05 12:00  pottery-evening e1",
        f"  unknown_type: {unknown}",
        "2026-06-05 12:00  return r1, of p1",
        f"  return_exceeds_purchase: {too_much}",
        "2026-06-05 12:00  purchase p2",
    ]
    assert lines[6:] == [f"  {reached}"]


def test_a_history_is_for_a_machine_what_the_call_answers(tessera: Run) -> None:
    """--json has the fields that `GET /v1/members/{id}/history` has."""
    page = json.loads(tessera("history", "card:ANN1", "--json").stdout)
    assert page["next"] is None
    assert [entry["activity"]["key"] for entry in page["entries"]] == ["p1", "ann"]
    assert page["entries"][0]["postings"][0]["available_after"] == 100


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
