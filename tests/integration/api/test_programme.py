"""The programme over HTTP."""

from datetime import timedelta

from tests.integration.api.conftest import NOON, PROGRAMME, Client

from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.publish_programme import publish_programme


def test_the_version_in_force_is_shown_with_its_document(
    client: Client, database: Database, clock: SetClock
) -> None:
    """A version waiting for tonight is not shown before tonight."""
    tonight = NOON + timedelta(hours=6)
    with database.work() as connection:
        publish_programme(connection, PROGRAMME.replace("500", "600"), effective_at=tonight, clock=clock)
    assert client.get("/v1/programme").json()["version"] == 1
    clock.instant = tonight
    body = client.get("/v1/programme").json()
    assert (body["version"], body["id"]) == (2, "corner-club")
    assert "points: 600" in body["document"]


def test_the_rules_are_told_in_plain_words(client: Client) -> None:
    """In the long form and the short one; another language than ours is a clear error."""
    long = client.get("/v1/programme/text", params={"lang": "en", "form": "long"})
    short = client.get("/v1/programme/text", params={"form": "short"})
    assert "2 points" in long.text
    assert 0 < len(short.text) <= len(long.text)
    assert client.get("/v1/programme/text", params={"form": "poem"}).json()["errors"][0]["field"] == "form"
    klingon = client.get("/v1/programme/text", params={"lang": "tlh"})
    assert (klingon.status_code, klingon.json()["errors"][0]["field"]) == (422, "lang")


def test_a_document_is_previewed_over_the_members(client: Client, member: str) -> None:
    """What changes, for how many, and whether it can be published; nothing is published by it."""
    text = PROGRAMME.replace("points: 500", "points: 400").replace("worth: 0.01", "worth: 0.02")
    body = client.post("/v1/programme/preview", json={"document": text}).json()
    assert (body["can_be_published"], body["against"], body["members"]) == (True, 1, 1)
    assert [change["path"] for change in body["changes"]] == ["currencies.points", "earn.welcome"]
    assert body["currencies"][0]["owed_after_minor"] == 2 * body["currencies"][0]["owed_before_minor"] == 1000
    assert (body["rules"][0]["rule"], body["rules"][0]["accounts"]) == ("welcome", 1)
    assert client.get("/v1/programme").json()["version"] == 1


def test_a_document_that_cannot_follow_says_why(client: Client, member: str) -> None:
    """Points that a member holds have no place in it; a document with errors has their places."""
    gone = PROGRAMME.replace("points:", "stars:").replace("cap: {stars:", "cap: {points:")
    body = client.post("/v1/programme/preview", json={"document": gone}).json()
    assert not body["can_be_published"]
    assert [obstacle["code"] for obstacle in body["obstacles"]] == ["currency_held"]
    broken = client.post("/v1/programme/preview", json={"document": "earn: ["}).json()
    assert not broken["can_be_published"]
    assert broken["errors"][0]["code"] == "syntax"
    klingon = client.post("/v1/programme/preview", json={"document": PROGRAMME, "lang": "tlh"})
    assert (klingon.status_code, klingon.json()["errors"][0]["field"]) == (422, "lang")
