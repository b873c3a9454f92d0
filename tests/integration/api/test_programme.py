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
