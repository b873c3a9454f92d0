"""Prize draws over HTTP: for everybody the record, for a member the own part."""

from datetime import UTC, datetime, timedelta

import msgspec
from tests.integration.api.conftest import Client

from tessera.api import draw_examples
from tessera.engine.draw import read_record, recheck
from tessera.kit.clock import SetClock
from tessera.usecases.close_draw import close_draw
from tessera.usecases.commit_draw import commit_draw
from tessera.usecases.database import Database
from tessera.usecases.programmes import Programmes
from tessera.usecases.publish_programme import publish_programme
from tessera.usecases.run_draw import run_draw

DOCUMENT = """\
programme: {id: corner-club, name: Corner Club, money: USD, timezone: UTC}
currencies:
  points: {name: {en: [point, points]}, worth: 0.01, pending: {days: 14}, expire: {months: 12}}
  tickets: {name: [ticket, tickets]}
earn:
  base: {on: purchase, give: {points: 2, per: 1.00}}
  ticket: {on: visit, give: {tickets: 1}}
draws:
  july: {name: July draw, entries: tickets, closes: 2026-07-01, public: the lottery of July 5,
         prizes: {id: mug, name: mug}}
"""
SEED, SALT = bytes(range(32)), bytes(32)


def test_a_draw_is_followed_from_its_announcement_to_its_record(
    client: Client, database: Database, clock: SetClock, member: str
) -> None:
    """First the hash of the seed, then the closing, then all that it takes to check the winners; and whose they are."""
    programmes = Programmes()
    with database.work() as connection:
        publish_programme(connection, DOCUMENT, effective_at=None, clock=clock)
    with database.work() as connection:
        commit_draw(connection, programmes, "july", seed=SEED, salt=SALT, clock=clock)
    (announced,) = client.get("/v1/draws").json()["draws"]
    assert (announced["draw"], announced["state"], announced["closing_sha256"]) == ("july", "announced", None)
    assert client.get("/v1/draws/july").json() == {"announced": announced, "record": None}
    visit = {"type": "visit", "key": "v1", "member": {"card": "ANN1"}}
    assert client.post("/v1/activities", json=visit).status_code == 201
    assert client.get(f"/v1/members/{member}/draws").json() == {"draws": []}

    clock.instant = datetime(2026, 7, 1, tzinfo=UTC) + timedelta(minutes=5)
    with database.work() as connection:
        closed = close_draw(connection, programmes, "july", clock=clock)
        run_draw(connection, "july", public="4-8-15", clock=clock)
    answer = client.get("/v1/draws/july").json()
    assert answer["announced"]["state"] == "drawn"
    record = read_record(msgspec.json.encode(answer["record"]))
    assert all(check.ok for check in recheck(record, published=closed.closing_sha256))
    assert member not in client.get("/v1/draws/july").text
    (own,) = client.get(f"/v1/members/{member}/draws").json()["draws"]
    assert own == {
        "draw": "july",
        "pseudonym": record.closing.entries[0][0],
        "entries": 1,
        "takes_part": True,
        "prizes": ["mug"],
    }


def test_a_draw_that_nobody_announced_is_not_there(client: Client) -> None:
    """Though the document may have it."""
    answer = client.get("/v1/draws/july")
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown_draw")
    assert client.get("/v1/draws").json() == {"draws": []}
    nameless = client.get("/v1/draws/july%00")
    assert (nameless.status_code, nameless.json()["code"]) == (404, "unknown_draw")


def test_the_reference_shows_a_record_that_holds() -> None:
    """A reader can try the rule on it."""
    record = read_record(msgspec.json.encode(draw_examples.RECORD))
    assert all(check.ok for check in recheck(record))
