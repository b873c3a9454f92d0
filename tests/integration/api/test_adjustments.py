"""Adjusting by hand over HTTP: at once, when another approves, undone; who asked and who decided is told."""

from collections.abc import Callable
from typing import Any
from uuid import uuid4

import pytest
from tests.integration.api.conftest import NOON, PROGRAMME, Client

from tessera.access.scopes import Scope
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

LIMITS = """\
adjustments: {reasons: [goodwill, correction], approve-above: {points: 1000}}
words:
  goodwill: {en: goodwill, ru: знак внимания, ro: gest de bunăvoință}
  correction: {en: correction, ru: исправление, ro: corectare}
"""
GIFT: dict[str, Any] = {
    "key": "g1",
    "currency": "points",
    "points": 5000,
    "reason": "goodwill",
    "by": "Clara",
}

Headers = dict[str, str]


@pytest.fixture
def limits(client: Client, database: Database, clock: SetClock) -> None:
    """From now on the programme has limits."""
    with database.work() as connection:
        publish_programme(connection, PROGRAMME + LIMITS, effective_at=None, clock=clock)


@pytest.fixture
def key_for(database: Database) -> Callable[..., Headers]:
    """The headers of another key."""

    def make(*scopes: Scope, source: str = "back-office", sandbox: bool = False) -> Headers:
        with database.work() as connection:
            _, token = create_key(connection, source=source, scopes=scopes, now=NOON, sandbox=sandbox)
        return {"Authorization": f"Bearer {token}"}

    return make


@pytest.fixture
def manager(key_for: Callable[..., Headers]) -> Headers:
    """A key that may approve, and nothing else."""
    return key_for(Scope.POINTS_APPROVE)


@pytest.mark.usefixtures("limits")
def test_a_large_one_waits_until_another_key_approves_it(
    client: Client, member: str, manager: Headers
) -> None:
    """202, listed as pending; approved it is done, and the asker's retry brings the answer."""
    path = f"/v1/members/{member}/adjustments"
    asked = client.post(path, json=GIFT | {"note": "Ticket 7"})
    assert (asked.status_code, asked.json()["state"], asked.json()["answer"]) == (202, "pending", None)
    assert client.post(path, json=GIFT | {"note": "Ticket 7"}).status_code == 202
    (listed,) = client.get("/v1/adjustments", params={"state": "pending"}, headers=manager).json()[
        "adjustments"
    ]
    assert (listed["points"], listed["note"], listed["asked"]["by"]) == (5000, "Ticket 7", "Clara")
    request = f"/v1/adjustments/{listed['request_id']}"
    approved, again = (
        client.post(f"{request}/approve", json={"by": "Mara"}, headers=manager) for _ in range(2)
    )
    assert (approved.status_code, again.status_code) == (200, 200)
    assert approved.json() == again.json()
    assert approved.json()["answer"]["balances"]["points"]["available"] == 5500
    assert approved.json()["decided"] | {"at": None} == {
        "source": "back-office", "by": "Mara", "at": None, "reason": None, "refusal": None,
    }  # fmt: skip
    retried = client.post(path, json=GIFT)
    assert (retried.status_code, retried.json()) == (200, approved.json())
    assert client.get(request, headers=manager).json() == approved.json() | {"answer": None}


@pytest.mark.usefixtures("limits")
def test_what_is_refused_moves_nothing_and_says_why(client: Client, member: str, manager: Headers) -> None:
    """Who asked reads the reason; nobody can approve it afterwards."""
    path = f"/v1/members/{member}/adjustments"
    request = f"/v1/adjustments/{client.post(path, json=GIFT).json()['request_id']}"
    no = {"by": "Mara", "reason": "It was on time"}
    assert client.post(f"{request}/refuse", json=no, headers=manager).json()["state"] == "refused"
    late = client.post(f"{request}/approve", json={}, headers=manager)
    assert (late.status_code, late.json()["code"]) == (409, "already_decided")
    retried = client.post(path, json=GIFT)
    assert (retried.status_code, retried.json()["decided"]["reason"]) == (200, "It was on time")
    assert client.get(f"/v1/members/{member}/balances").json()["balances"]["points"]["available"] == 500


@pytest.mark.usefixtures("limits")
def test_nobody_approves_their_own(client: Client, member: str, key_for: Callable[..., Headers]) -> None:
    """403 for the same key, and for another key under the same name."""
    asked = client.post(f"/v1/members/{member}/adjustments", json=GIFT).json()
    path = f"/v1/adjustments/{asked['request_id']}/approve"
    second_key = key_for(Scope.POINTS_APPROVE, source="till")
    for body, headers in (({}, {}), ({"by": "CLARA"}, second_key)):
        own = client.post(path, json=body, headers=headers)
        assert (own.status_code, own.json()["code"]) == (403, "own_request")
    assert client.post(path, json={"by": "Mara"}, headers=second_key).status_code == 200


@pytest.mark.usefixtures("limits")
def test_the_member_reads_why_in_their_own_language(client: Client, member: str) -> None:
    """By the programme's words; an undoing is told as one."""
    path = f"/v1/members/{member}/adjustments"
    client.post(path, json=GIFT | {"points": 10})
    undone = client.post(f"{path}/undo", json={"key": "u1", "of": "g1", "reason": "correction"})
    assert undone.status_code == 201
    assert undone.json()["answer"]["taken_back"][0]["from_available"] == 10
    entries = client.get(f"/v1/members/{member}/history", params={"lang": "ru"}).json()["entries"]
    assert [entry["told"] for entry in entries[:2]] == [
        ["Отменено сотрудником: исправление."],
        ["Начислено сотрудником: знак внимания."],
    ]
    twice = client.post(f"{path}/undo", json={"key": "u2", "of": "g1", "reason": "correction"}).json()
    assert (twice["answer"]["status"], twice["answer"]["refusal"]["code"]) == ("refused", "already_undone")


@pytest.mark.usefixtures("limits")
def test_what_cannot_be_is_a_problem_with_its_own_code(
    client: Client, member: str, manager: Headers, clock: SetClock
) -> None:
    """Each is told by its status, its code and, where it is one, the field."""
    path = f"/v1/members/{member}/adjustments"
    asked = client.post(path, json=GIFT).json()["request_id"]

    def problem(
        path: str, body: dict[str, Any], headers: Headers | None = None
    ) -> tuple[int, str, str | None]:
        answer = client.post(path, json=body, headers=headers)
        told = answer.json()
        return answer.status_code, told["code"], told["errors"][0]["field"] if "errors" in told else None

    assert problem(path, GIFT | {"key": "g2", "reason": "x"}) == (422, "invalid_value", "reason")
    assert problem(path, GIFT | {"points": 4000}) == (409, "key_conflict", "points")
    assert problem(f"/v1/members/{uuid4()}/adjustments", GIFT | {"key": "g3"})[:2] == (404, "unknown_member")
    undoing = {"key": "u", "of": "x", "reason": "correction"}
    assert problem(f"{path}/undo", undoing) == (422, "invalid_value", "of")
    assert problem(f"/v1/adjustments/{uuid4()}/approve", {}, manager)[:2] == (404, "unknown_request")
    assert problem(f"/v1/adjustments/{asked}/refuse", {"reason": " "}, manager) == (
        422,
        "invalid_value",
        "reason",
    )
    assert client.get("/v1/adjustments", params={"state": "x"}, headers=manager).status_code == 422
    assert client.get("/v1/adjustments", params={"before": "x"}, headers=manager).status_code == 422
    clock.instant = NOON.replace(month=7)
    assert problem(f"/v1/adjustments/{asked}/approve", {}, manager)[:2] == (409, "request_ended")


@pytest.mark.usefixtures("limits")
def test_each_needs_its_scope_and_the_sandbox_its_own_side(
    client: Client, member: str, manager: Headers, key_for: Callable[..., Headers]
) -> None:
    """Who may adjust may not approve, and the other way round; a key of the sandbox finds no real request."""
    path = f"/v1/members/{member}/adjustments"
    request = f"/v1/adjustments/{client.post(path, json=GIFT).json()['request_id']}"
    clerk = key_for(Scope.POINTS_ADJUST, source="desk")
    assert client.post(path, json=GIFT, headers=manager).status_code == 403
    assert (
        client.post(f"{path}/undo", json={"of": "g1", "reason": "x", "key": "u"}, headers=manager).status_code
        == 403
    )
    for method, url in (("GET", "/v1/adjustments"), ("GET", request), ("POST", f"{request}/approve")):
        assert client.request(method, url, json={}, headers=clerk).status_code == 403
    tester = key_for(Scope.POINTS_APPROVE, sandbox=True)
    assert client.get("/v1/adjustments", headers=tester).json() == {"adjustments": []}
    for method, url in (("GET", request), ("POST", f"{request}/approve")):
        assert client.request(method, url, json={}, headers=tester).status_code == 404
