"""Whatever goes wrong has one shape, and nothing private gets into a log."""

import json
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

import psycopg
import pytest
import structlog
from tests.integration.api.conftest import NOON, Client

from tessera.access.scopes import Scope
from tessera.api.problems import BODY_MOST_BYTES
from tessera.kit.clock import SetClock
from tessera.kit.problems import Problem, Unavailable
from tessera.usecases.answers import Recorded, Submission
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key


def problem_of(response: Any) -> tuple[int, str]:
    assert response.headers["content-type"] == "application/problem+json"
    body = response.json()
    assert body["status"] == response.status_code
    assert body["type"] == f"/problems/{body['code']}"
    assert body["title"]
    assert body["detail"]
    return response.status_code, body["code"]


def purchase(key: str) -> dict[str, object]:
    return {"type": "purchase", "key": key, "member": {"card": "ANN1"}, "amount": "10.00"}


def test_the_webs_own_refusals_have_the_same_shape(client: Client) -> None:
    """An unknown path, another method, a body over the limit, which is told, broken JSON."""
    assert problem_of(client.get("/v1/nothing")) == (404, "not_found")
    assert problem_of(client.get("/v1/members/not-an-id")) == (404, "not_found")
    assert problem_of(client.put("/v1/activities")) == (405, "method_not_allowed")
    large = client.post("/v1/activities", content=b"{" * (BODY_MOST_BYTES + 1))
    assert problem_of(large) == (413, "body_too_large")
    assert "at most 2,000,000 bytes" in large.json()["detail"]
    assert problem_of(client.post("/v1/activities", content=b"{")) == (400, "broken_json")
    assert problem_of(client.post("/v1/activities/batch", content=b'{"activities": [{]}')) == (
        400,
        "broken_json",
    )


@pytest.mark.parametrize(
    "header", [b"", b"Bearer", b"Bearer tsr_000000000000_wrong", b"Basic dGlsbDp0aWxs", b"Bearer \xe9"]
)
def test_without_a_valid_key_it_is_401(client: Client, header: bytes) -> None:
    """And the answer says how to send one."""
    response = client.post("/v1/activities", json={}, headers={b"Authorization": header})
    assert problem_of(response) == (401, "invalid_key")
    assert response.headers["www-authenticate"] == "Bearer"


def test_without_the_scope_it_is_403(client: Client, database: Database) -> None:
    """The missing scope is named."""
    with database.work() as connection:
        _, token = create_key(connection, source="display", scopes=[Scope.QUOTES_READ], now=NOON)
    response = client.post("/v1/activities", json={}, headers={"Authorization": f"Bearer {token}"})
    assert problem_of(response) == (403, "missing_scope")
    assert "activities:write" in response.text


def test_before_the_first_version_there_is_no_programme(client: Client, clock: SetClock, member: str) -> None:
    """An activity of a time without rules is not decided."""
    early = (NOON - timedelta(days=30)).isoformat()
    told = purchase("p") | {"occurred_at": early}
    assert problem_of(client.post("/v1/activities", json=told)) == (422, "no_programme")


def test_a_database_that_is_away_is_503_and_comes_back(
    client: Client, database: Database, dsn: str, member: str
) -> None:
    """With Retry-After, a batch of which nothing was recorded as a whole; the same succeeds when it is there again."""
    name = psycopg.conninfo.conninfo_to_dict(dsn)["dbname"]
    elsewhere = psycopg.conninfo.make_conninfo(dsn, dbname="postgres")
    assert client.get("/readyz").status_code == 200
    with psycopg.connect(elsewhere, autocommit=True) as admin:
        admin.execute(f'alter database "{name}" allow_connections false')
        admin.execute("select pg_terminate_backend(pid) from pg_stat_activity where datname = %s", (name,))
        response = client.get("/readyz")
        assert problem_of(response) == (503, "unavailable")
        assert int(response.headers["retry-after"]) >= 1
        batch = client.post("/v1/activities/batch", json={"activities": [purchase("p"), {"type": "review"}]})
        assert problem_of(batch) == (503, "unavailable")
        assert int(batch.headers["retry-after"]) >= 1
        admin.execute(f'alter database "{name}" allow_connections true')
    for _ in range(10):
        if (ready := client.get("/readyz")).status_code == 200:
            break
    assert ready.text == "ready"
    batch = client.post("/v1/activities/batch", json={"activities": [purchase("p"), {"type": "review"}]})
    assert [one["status"] for one in batch.json()["results"]] == [201, 422]


def test_a_batch_of_which_a_part_was_recorded_says_when_to_send_the_rest(
    client: Client, member: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is recorded is told; what the database was away for is 503 with Retry-After on the whole; all of it sent again is
    right.
    """
    services = client.app.state.desk.services
    record_batch = services.record_batch

    async def away_after_one(submissions: Sequence[Submission]) -> list[Recorded | Problem]:
        gone = Unavailable("The database cannot be reached.", retry_after_seconds=3)
        return [*await record_batch(submissions[:1]), *(gone for _ in submissions[1:])]

    both = {"activities": [purchase("p"), purchase("q")]}
    with monkeypatch.context() as patch:
        patch.setattr(services, "record_batch", away_after_one)
        part = client.post("/v1/activities/batch", json=both)
    assert (part.status_code, part.headers["retry-after"]) == (200, "3")
    assert [one["status"] for one in part.json()["results"]] == [201, 503]
    whole = client.post("/v1/activities/batch", json=both)
    assert "retry-after" not in whole.headers
    assert [one["status"] for one in whole.json()["results"]] == [200, 201]


def test_the_log_knows_the_request_but_no_person(client: Client, member: str) -> None:
    """Request id, route, status, milliseconds and source; not the card in the query nor the name in the body."""
    with structlog.testing.capture_logs() as lines:
        client.get("/v1/members", params={"card": "ANN1"}, headers={"X-Request-ID": "abc-1"})
        client.patch(f"/v1/members/{member}", json={"name": "Secret Ann"})
        client.get("/v1/ANN1")
    assert [(line["route"], line["status"], line["source"]) for line in lines] == [
        ("/v1/members", 200, "till"),
        ("/v1/members/{member_id}", 200, "till"),
        ("none", 404, None),
    ]
    assert lines[0]["request_id"] == "abc-1"
    text = json.dumps(lines)
    assert "ANN1" not in text
    assert "Secret" not in text
    assert member not in text


def test_the_figures_count_requests_by_route(client: Client, member: str) -> None:
    """A route's template is the label, so that ids do not multiply the figures."""
    client.get(f"/v1/members/{member}")
    figures = client.get("/metrics").text
    labels = 'method="GET",route="/v1/members/{member_id}",status="200"'
    assert f"tessera_requests_total{{{labels}}} 1.0" in figures


def test_the_reference_opens_without_the_internet(client: Client) -> None:
    """Everything that the page loads comes from here."""
    client.headers.pop("Authorization")
    front = client.get("/", follow_redirects=False)
    assert (front.status_code, front.headers["location"], front.content) == (302, "/docs", b"")
    page = client.get("/docs")
    assert "http" not in page.text.replace("<!doctype html>", "")
    for asset in ("swagger-ui.css", "swagger-ui-bundle.js", "start.js", "favicon-32x32.png"):
        assert f"/docs/{asset}" in page.text
        assert client.get(f"/docs/{asset}").status_code == 200
    assert client.get("/docs/../pyproject.toml").status_code == 404
    assert client.get("/openapi.json").json()["openapi"] == "3.1.0"
    assert client.get("/healthz").text == "ok"
