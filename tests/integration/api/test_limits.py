"""Every answer to a key says what it may still do."""

from litestar.testing import TestClient
from tests.integration.api.conftest import NOON, SEAL, Client, DirectServices

from tessera.access.scopes import Scope
from tessera.api.app import create_app
from tessera.kit.clock import SetClock
from tessera.kit.ids import new_id
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key


def test_a_key_that_calls_too_often_is_told_when_to_come_back(database: Database) -> None:
    """Headers count down; then 429 with Retry-After, a problem and the same headers."""
    clock = SetClock(NOON)
    with database.work() as connection:
        _, token = create_key(connection, source="till", scopes=list(Scope), now=NOON)
    app = create_app(DirectServices(database, clock), clock=clock, new_id=new_id, seal=SEAL, calls_a_minute=2)
    with TestClient(app) as client:
        client.headers["Authorization"] = f"Bearer {token}"
        first = client.get("/v1/activities/none")
        assert first.headers["RateLimit-Policy"] == '"key";q=2;w=60'
        assert first.headers["RateLimit"] == '"key";r=1;t=30'
        client.get("/v1/activities/none")
        refused = client.get("/v1/activities/none")
    assert refused.status_code == 429
    assert refused.json()["code"] == "too_many_requests"
    assert 1 <= int(refused.headers["Retry-After"]) <= 30
    assert refused.headers["RateLimit"].startswith('"key";r=0;')


def test_calls_without_a_key_have_no_allowance(client: Client) -> None:
    """What nobody's key pays for is not counted."""
    assert "RateLimit" not in client.get("/healthz").headers
