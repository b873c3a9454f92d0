"""Claiming purchases over HTTP: by an app's key, decided by an office's."""

from collections.abc import Callable
from typing import Any

import pytest
from tests.integration.api.conftest import NOON, PROGRAMME, Client

from tessera.access.scopes import Scope
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

Headers = dict[str, str]


@pytest.fixture(autouse=True)
def claims(client: Client, database: Database, clock: SetClock) -> None:
    """From now on purchases can be claimed."""
    with database.work() as connection:
        publish_programme(connection, PROGRAMME + "claims: {}\n", effective_at=None, clock=clock)


@pytest.fixture
def key_for(database: Database) -> Callable[..., Headers]:
    """The headers of another key."""

    def make(*scopes: Scope, source: str = "app") -> Headers:
        with database.work() as connection:
            _, token = create_key(connection, source=source, scopes=scopes, now=NOON)
        return {"Authorization": f"Bearer {token}"}

    return make


@pytest.fixture
def app(key_for: Callable[..., Headers]) -> Headers:
    """A key that may claim, and nothing else."""
    return key_for(Scope.RECEIPTS_CLAIM)


@pytest.fixture
def office(key_for: Callable[..., Headers]) -> Headers:
    """A key that may approve, and nothing else."""
    return key_for(Scope.POINTS_APPROVE, source="back-office")


def claim(member: str, **more: Any) -> dict[str, Any]:
    return {
        "key": "m1",
        "member": {"id": member},
        "source": "till",
        "receipt": "R-7",
        "occurred_at": NOON.isoformat(),
        "amount": "20.00",
    } | more


def test_a_claim_waits_is_listed_and_approved(
    client: Client, app: Headers, office: Headers, member: str
) -> None:
    """202, and 200 once it was decided; what the purchase gave is in the answer."""
    waiting, again = (client.post("/v1/claims", json=claim(member), headers=app) for _ in range(2))
    assert [one.status_code for one in (waiting, again)] == [202, 202]
    (listed,) = client.get("/v1/claims", params={"state": "pending"}, headers=office).json()["claims"]
    assert (listed["receipt"], listed["amount_minor"], listed["money"]) == ("R-7", 2000, "USD")
    approved = client.post(f"/v1/claims/{listed['request_id']}/approve", json={}, headers=office)
    assert (approved.status_code, approved.json()["state"]) == (200, "approved")
    assert approved.json()["answer"]["granted"]
    heard = client.post("/v1/claims", json=claim(member), headers=app)
    assert (heard.status_code, heard.json()["answer"]) == (200, approved.json()["answer"])
    assert client.get("/v1/adjustments", headers=office).json() == {"adjustments": []}


def test_a_small_one_is_done_at_once(
    client: Client, app: Headers, member: str, database: Database, clock: SetClock
) -> None:
    """201, and 200 when it is sent again; what the purchase gave is in the answer."""
    small = PROGRAMME + "claims: {at-once: {up-to: 20.00, times: 1, per: month}}\n"
    with database.work() as connection:
        publish_programme(connection, small, effective_at=None, clock=clock)
    done, again = (client.post("/v1/claims", json=claim(member), headers=app) for _ in range(2))
    assert [(one.status_code, one.json()["state"]) for one in (done, again)] == [(201, "done"), (200, "done")]
    assert done.json()["answer"]["granted"] == again.json()["answer"]["granted"] != []


def test_a_member_reads_what_became_of_claims_and_the_office_who_else_has_claimed(
    client: Client, app: Headers, office: Headers, member: str
) -> None:
    """The member reads states and reasons, and nobody's name; the office sees the other claims of a receipt."""
    first = client.post("/v1/claims", json=claim(member), headers=app).json()
    body = {"by": "Mara", "reason": "Not readable"}
    refused = client.post(f"/v1/claims/{first['request_id']}/refuse", json=body, headers=office).json()
    second = client.post("/v1/claims", json=claim(member, key="m2"), headers=app).json()
    told = client.get(f"/v1/members/{member}/claims").json()["claims"]
    assert [(one["state"], one["reason"]) for one in told] == [("pending", None), ("refused", "Not readable")]
    assert "Mara" not in str(told)
    (page,) = client.get(f"/v1/members/{member}/claims", params={"limit": 1}).json()["claims"]
    assert page["request_id"] == second["request_id"]
    listed = client.get("/v1/claims", headers=office).json()["claims"]
    assert [[other["state"] for other in one["others"]] for one in listed] == [["refused"], ["pending"]]
    assert [other["request_id"] for other in listed[0]["others"]] == [first["request_id"]]
    assert refused["others"] == []
    assert "others" not in second


def test_a_refused_one_tells_why(client: Client, app: Headers, office: Headers, member: str) -> None:
    """Whoever claimed reads the reason."""
    request_id = client.post("/v1/claims", json=claim(member), headers=app).json()["request_id"]
    client.post(f"/v1/claims/{request_id}/refuse", json={"reason": "Not readable"}, headers=office)
    heard = client.post("/v1/claims", json=claim(member), headers=app)
    assert (heard.status_code, heard.json()["state"], heard.json()["decided"]["reason"]) == (
        200,
        "refused",
        "Not readable",
    )


@pytest.mark.parametrize(
    ("more", "status", "code"),
    [
        ({"occurred_at": "2020-01-01T00:00:00Z"}, 422, "claim_too_late"),
        ({"occurred_at": "2099-01-01T00:00:00Z"}, 422, "invalid_value"),
        ({"receipt": "p1"}, 409, "already_reported"),
        ({"key": "m2"}, 409, "already_claimed"),
        ({"key": "m2", "receipt": "R-8", "member": {"card": "NOBODY"}}, 422, "unknown_member"),
        ({"key": "m2", "receipt": "R-8", "amount": None}, 422, "invalid_value"),
    ],
)
def test_what_cannot_be_claimed_is_told_at_once(  # noqa: PLR0917 - what is sent and what comes
    client: Client, app: Headers, member: str, more: Any, status: int, code: str
) -> None:
    """Too old, from the future, reported, claimed, by nobody, without a sum."""
    purchase = {"type": "purchase", "key": "p1", "member": {"id": member}, "amount": "5.00"}
    assert client.post("/v1/activities", json=purchase).status_code == 201
    if "key" in more:
        client.post("/v1/claims", json=claim(member), headers=app)
    told = client.post("/v1/claims", json=claim(member) | more, headers=app)
    assert (told.status_code, told.json()["code"]) == (status, code)


@pytest.mark.parametrize("scope", [Scope.ACTIVITIES_WRITE, Scope.POINTS_APPROVE, Scope.RECEIPTS_CORRECT])
def test_no_other_scope_suffices(
    client: Client, key_for: Callable[..., Headers], member: str, scope: Scope
) -> None:
    """Only who is let claim claims."""
    headers = key_for(scope, source="elsewhere")
    assert client.post("/v1/claims", json=claim(member), headers=headers).status_code == 403
