"""Households over HTTP: started, joined by a code, managed by roles, left; only by a key that may."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from tests.integration.api.conftest import NOON, PROGRAMME, Client

from tessera.access.scopes import Scope
from tessera.kit.clock import SetClock
from tessera.usecases.database import Database
from tessera.usecases.manage_keys import create_key
from tessera.usecases.publish_programme import publish_programme

SHARED = (
    PROGRAMME
    + """\
spend: {points: {}}
households:
  members: 3
  roles: {parent: {manages: true}, child: {spends: {points: 100, per: month}}}
"""
)


@pytest.fixture
def bob(client: Client, member: str, database: Database) -> str:
    """Bob's id; he has 500 points, and so has Ann. The programme lets them share."""
    with database.work() as connection:
        publish_programme(connection, SHARED, effective_at=None, clock=SetClock(NOON))
    answer = client.post(
        "/v1/members", json={"key": "bob", "name": "Bob", "identities": [{"kind": "card", "value": "BOB1"}]}
    )
    assert answer.status_code == 201, answer.text
    return str(answer.json()["member"]["id"])


def found(client: Client, key: str = "h1", **more: Any) -> Any:
    body = {"key": key, "member": {"card": "ANN1"}, "consent": True}
    return client.post("/v1/households", json=body | more)


def invite(client: Client, household_id: str, role: str = "child", by: str = "ANN1") -> Any:
    return client.post(f"/v1/households/{household_id}/invitations", json={"by": {"card": by}, "role": role})


def join(client: Client, code: str, key: str = "j1", **more: Any) -> Any:
    body = {"key": key, "member": {"card": "BOB1"}, "code": code, "consent": True}
    return client.post("/v1/households/join", json=body | more)


def test_a_household_from_its_beginning_to_its_end(client: Client, member: str, bob: str) -> None:
    """Each call says what it did, is safe to send again, and stands in the history of whom it concerns."""
    first = found(client)
    assert (first.status_code, found(client).status_code) == (201, 200)
    household_id = first.json()["household_id"]
    assert first.json()["account_id"] == household_id
    invited = invite(client, household_id).json()
    assert invited["ends_at"] == (NOON + timedelta(days=14)).isoformat().replace("+00:00", "Z")
    joined = join(client, invited["code"])
    assert (joined.status_code, joined.json()["balances"]["points"]["available"]) == (201, 1000)
    assert join(client, invited["code"]).json() == joined.json()
    shown = client.get(f"/v1/households/{household_id}").json()
    assert [(one["member_id"], one["role"]) for one in shown["members"]] == [
        (member, "parent"),
        (bob, "child"),
    ]
    assert shown["invitations"] == []
    assert client.get(f"/v1/members/{bob}").json()["account_id"] == household_id
    body = {"by": {"card": "ANN1"}, "role": "parent"}
    changed = client.patch(f"/v1/households/{household_id}/members/{bob}", json=body)
    assert [one["role"] for one in changed.json()["members"]] == ["parent", "parent"]
    body = {"key": "l1", "member": {"card": "BOB1"}}
    left = client.post(f"/v1/households/{household_id}/leave", json=body)
    assert (left.status_code, left.json()["household_id"]) == (201, household_id)
    assert left.json()["account_id"] not in {bob, household_id}
    assert client.post(f"/v1/households/{household_id}/leave", json=body).json() == left.json()
    body = {"key": "l2", "member": {"card": "ANN1"}}
    last = client.post(f"/v1/households/{household_id}/leave", json=body).json()
    assert [one["points"] for one in last["moved"]] == [500, 500]
    assert client.get(f"/v1/households/{household_id}").status_code == 404
    told = [
        entry["told"][0]
        for entry in client.get(f"/v1/members/{bob}/history").json()["entries"]
        if (entry["activity"] or {}).get("type", "").startswith("household") and entry["told"]
    ]
    assert set(told) == {
        "You joined a household. Your points are part of its balance now.",
        "You left your household. Its points stayed with it.",
    }
    told = [one["told"] for one in client.get(f"/v1/members/{member}/history").json()["entries"]]
    assert ["You were the last to leave your household, and took its points along."] in told
    assert ["You started a household. Your points are its balance now."] in told


@pytest.mark.usefixtures("bob")
def test_who_was_not_asked_joins_nothing(client: Client) -> None:
    """Consent is said in the call, and must be yes."""
    refused = found(client, consent=False)
    assert (refused.status_code, refused.json()["errors"][0]["field"]) == (422, "consent")
    code = invite(client, found(client).json()["household_id"]).json()["code"]
    assert join(client, code, consent=False).status_code == 422
    assert (
        client.post(
            "/v1/households/join", json={"key": "x", "member": {"card": "BOB1"}, "code": code}
        ).status_code
        == 422
    )


@pytest.mark.usefixtures("bob")
def test_each_problem_has_its_code_and_status(client: Client, member: str, bob: str) -> None:
    """What cannot be now may be later, so nothing of it is kept."""
    household_id = found(client).json()["household_id"]
    nowhere = str(UUID(int=7))
    one, other = (invite(client, household_id).json() for _ in range(2))
    said = [
        found(client, key="h2"),
        invite(client, household_id),
        invite(client, household_id, role="aunt"),
        invite(client, nowhere),
        invite(client, household_id, by="BOB1"),
        join(client, "ABCD"),
    ]
    assert [(answer.status_code, answer.json()["code"]) for answer in said] == [
        (409, "in_household"),
        (409, "household_full"),
        (409, "household_full"),
        (404, "unknown_household"),
        (409, "not_in_household"),
        (404, "unknown_invitation"),
    ]
    path = f"/v1/households/{household_id}/invitations/{one['invitation_id']}/withdraw"
    withdrawn = client.post(path, json={"by": {"card": "ANN1"}})
    assert [open_["invitation_id"] for open_ in withdrawn.json()["invitations"]] == [other["invitation_id"]]
    assert client.post(path, json={"by": {"card": "ANN1"}}).json()["code"] == "unknown_invitation"
    assert join(client, one["code"]).json()["code"] == "invitation_over"
    assert join(client, other["code"]).status_code == 201
    assert invite(client, household_id, by="BOB1").json()["code"] == "role_may_not"
    merge = {"key": "m1", "member": bob, "reason": "twice"}
    assert client.post(f"/v1/members/{member}/merges", json=merge).json()["code"] == "in_household"
    alone = client.post(
        f"/v1/households/{household_id}/leave", json={"key": "l1", "member": {"card": "ANN1"}}
    )
    assert (alone.status_code, alone.json()["code"]) == (409, "last_manager")


@pytest.mark.usefixtures("bob")
def test_a_typo_in_a_code_is_told_as_one(client: Client) -> None:
    """Its check character says so; nobody is sent to ask for another code."""
    code = invite(client, found(client).json()["household_id"]).json()["code"]
    wrong = code[:-1] + ("0" if code[-1] != "0" else "1")
    assert join(client, wrong).status_code in {404, 422}
    assert join(client, code.lower().replace("-", "")).status_code == 201


@pytest.mark.usefixtures("bob")
def test_only_a_key_with_the_scope_moves_anybody(client: Client, database: Database) -> None:
    """And the sandbox has households of its own."""
    household_id = found(client).json()["household_id"]
    others = [scope for scope in Scope if scope is not Scope.HOUSEHOLDS_WRITE]
    with database.work() as connection:
        _, without = create_key(connection, source="till", scopes=others, now=NOON)
        _, sandbox = create_key(connection, source="app", scopes=list(Scope), now=NOON, sandbox=True)
    client.headers["Authorization"] = f"Bearer {without}"
    assert found(client, key="h2").json()["code"] == "missing_scope"
    client.headers["Authorization"] = f"Bearer {sandbox}"
    assert client.get(f"/v1/households/{household_id}").status_code == 404
    assert invite(client, household_id).json()["code"] in {"unknown_household", "unknown_member"}
    client.post(
        "/v1/members", json={"key": "eve", "name": "Eve", "identities": [{"kind": "card", "value": "EVE1"}]}
    )
    own = found(client, key="h3", member={"card": "EVE1"}).json()["household_id"]
    assert UUID(own).version == 8
    assert len(client.get(f"/v1/households/{own}").json()["members"]) == 1
